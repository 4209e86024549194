"""`mkt commission`: months of pay in order, a folder's months by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkt import outputs
from mkt.annual.gather import found_in
from mkt.annual.take import result_edited
from mkt.annual.verify import verify_year
from mkt.book import Book
from mkt.commission import order
from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.document import pay_document
from mkt.commission.previous import state_of
from mkt.commission.result import PaidMonth
from mkt.findings import Language, Refused
from mkt.language import say
from mkt.pay import paid_in_order, pay_book, read_pay
from mkt.policy.load import find_pay, scores_file, scoring
from mkt.policy.model import Policy
from mkt.policy.pay import PayPolicy
from mkt.policy.settings import setting_of
from mkt.reading.year_result import YearGrades, grades_of
from mkt.runs import Outcome, failure, refusal, shortened, status
from mkt.writing import atomic

Books = list[tuple[Path, Book]]


@dataclass(frozen=True)
class PayTask:
    """Pay the months of a folder in order and write the results. `wanted` is `table`, `document` or nothing."""

    policy: PayPolicy
    scores: Policy | None
    out: Path | None
    force: bool
    before: State
    year: YearGrades | None
    period: str
    language: Language
    wanted: str

    def read(self, paths: Sequence[Path]) -> tuple[Books, list[Outcome]]:
        """The books in the order of their months, and the outcomes of those that cannot be read."""
        books: Books = []
        bad: list[Outcome] = []
        for path in paths:
            try:
                books.append((path, read_pay(path, self.policy, self.scores, self.period)))
            except Refused as refused:
                bad.append(refusal(path, refused, self.language))
        return sorted(books, key=lambda one: one[1].period), bad

    def check(self, books: Books, unreadable: int) -> None:
        """Raise `Refused` where the months do not follow each other, or no bonus can be paid with the last."""
        months = [book for _, book in books]
        order.pay_book_unreadable.refuse("", unreadable)
        order.pay_month_twice.refuse("", months)
        order.pay_month_missing.refuse("", [book.period for book in months])
        order.previous_unfit.refuse(self.before.file, self.before, months[0].period)
        order.bonus_alone.refuse("", self.policy, self.year, len(months))
        file = self.year.file if self.year else ""
        order.bonus_early.refuse(file, self.year, months[-1].period)
        order.bonus_again.refuse(file, self.year, self.before)

    def months(self, books: Books) -> Iterator[tuple[Path, PaidMonth]]:
        """The months paid in order, each handing on to the next; the annual bonus goes with the last. Raises `Refused`."""
        last = len(books) - 1 if self.year else -1
        sources = (pay_book(book, self.policy, self.scores, i == last) for i, (_, book) in enumerate(books))
        yield from zip((path for path, _ in books), paid_in_order(sources, self.before, self.year), strict=True)

    def target(self, book: Path) -> Path:
        """Where the result goes."""
        return outputs.beside(book, order.ENDING, self.out)

    def write(self, book: Path, month: PaidMonth, several: bool) -> Outcome:
        """Write the result of one month, of `several`. Raises `Refused`."""
        from mkt.writing import paid as writing

        target = self.target(book)
        hashes = [self.policy.sha256, *(sha256 for _, sha256 in month.inputs())]
        hashes += [self.scores.sha256] if self.scores else []
        outputs.guard(target, hashes, self.force)
        atomic.write(target, lambda file: writing.write(month, file), private=True)
        document = pay_document(month, [target.name], self.language) if self.wanted == "document" else {}
        table = pay_table(month, several) if self.wanted == "table" else ()
        return Outcome(status(month.findings), month.findings, document, table, summary(month, target))


def task(policy_name: str, out: Path | None, force: bool, previous: Path | None, year: Path | None, period: str,
         settings: Sequence[str], language: Language, wanted: str) -> PayTask:  # fmt: skip
    """The task that the command line asks for. Raises `Refused`."""
    policy = find_pay(policy_name, [setting_of(text) for text in settings])
    scores = scoring(policy, policy_name)
    before = state_of(previous, policy) if previous else State()
    grades = _grades(year, policy_name, policy) if year else None
    return PayTask(policy, scores, out, force, before, grades, period, language, wanted)


def _grades(year: Path, policy_name: str, policy: PayPolicy) -> YearGrades:
    """The annual grades of a graded year that nobody edited. Raises `Refused`."""
    order.bonus_none.refuse("", policy)
    grades = grades_of(year)
    file = scores_file(policy, policy_name)
    result_edited.refuse(year.name, verify_year(year, [file] if file else []))
    return grades


def by_folder(paths: Sequence[Path]) -> list[list[Path]]:
    """The books among files and folders, those of each folder together. Raises `Refused` for an empty folder."""
    folders: dict[Path, list[Path]] = {}
    for path in found_in(paths, trust=False)[0]:
        folders.setdefault(path.parent, []).append(path)
    return list(folders.values())


def over_months(paths: Sequence[Path], task: PayTask) -> list[Outcome]:
    """The outcome of every month, the months of each folder in their order. Raises `Refused`."""
    folders = by_folder(paths)
    outputs.output_twice.refuse("", [task.target(path) for mine in folders for path in mine])
    if task.before.period:
        order.previous_ambiguous.refuse("", len(folders))
    return [outcome for mine in folders for outcome in _folder(mine, task)]


def _folder(paths: Sequence[Path], task: PayTask) -> list[Outcome]:
    """The outcomes of a folder's months. Where one cannot be paid or written, those after it are not: they go on from it."""
    books, outcomes = task.read(paths)
    if not books:
        return outcomes
    path = books[0][0]
    if not task.before.period:
        notes = order.previous_beside.findings(books[0][1].file, books[0][1], path.parent)
        outcomes += [Outcome(0, notes)] if notes else []
    try:
        task.check(books, sum(outcome.status > 1 for outcome in outcomes))
        for path, month in task.months(books):
            outcomes.append(task.write(path, month, len(books) > 1))
    except Refused as refused:
        outcomes.append(refusal(path, refused, task.language))
    except Exception as bug:
        if len(paths) == 1:
            raise
        outcomes.append(failure(path, bug))
    return outcomes


def pay_table(month: PaidMonth, several: bool) -> tuple[list[str], list[list[str]], list[int]]:
    """Heads, rows (in the book's order) and right-aligned columns; of several months each row says which."""
    found = [(columns.COLLECTED, say("计入金额", "collected")), (columns.ATTAINED, say("完成率", "attainment")),
             (columns.COMMISSION, say("提成", "commission")), (columns.PERFORMANCE, say("绩效工资", "performance pay")),
             (columns.BONUS, say("年终奖", "bonus")), (columns.TOTAL, say("合计（税前）", "total before tax"))]  # fmt: skip
    shown = [(column, head) for column, head in found if column.ref in month.plan.rules]
    heads = [
        say("工号", "id"),
        say("姓名", "name"),
        say("部门", "department"),
        *(head for _, head in shown),
        say("备注", "remark"),
    ]
    values = {column: month.values(column.ref) for column, _ in shown}
    rows = [
        [month.people[i].id, month.people[i].name, month.people[i].department,
         *(_shown(values[column][i], column.unit) for column, _ in shown),
         say(f"暂不发：{month.held[month.people[i].id].zh}", f"not paid: {month.held[month.people[i].id].en}") if month.people[i].id in month.held else ""]
        for i in month.rows
    ]  # fmt: skip
    rows = shortened(rows, len(heads))
    if several:
        heads, rows = [say("月份", "month"), *heads], [[month.book.period, *row] for row in rows]
    return heads, rows, [*range(3 + several, 3 + several + len(shown))]


def _shown(value: float, unit: str) -> str:
    return "" if value != value else f"{value:.2%}" if unit == "%" else f"{value:,.2f}"


def summary(month: PaidMonth, target: Path) -> str:
    """One line on the month and where it was written; nobody's pay."""
    paid = sum(value == value for value in month.values(columns.TOTAL.ref))
    held = len(month.rows) - paid
    return say(f"{month.book.period}：发放 {paid} 人，暂不发 {held} 人，金额均为税前，已写入 {target}",
               f"{month.book.period}: {paid} paid, {held} withheld, all amounts before tax, written to {target}")  # fmt: skip
