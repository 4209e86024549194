"""`mkt commission`: months of pay in order, a folder's months by themselves; and what a changed figure would come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkt import outputs
from mkt.annual.gather import found_in
from mkt.annual.take import result_edited
from mkt.annual.verify import verify_year
from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.document import pay_document
from mkt.commission.order import (
    ENDING,
    bonus_early,
    pay_month_missing,
    pay_month_twice,
    previous_ambiguous,
    previous_beside,
    previous_unfit,
)
from mkt.commission.previous import state_of
from mkt.commission.result import PaidMonth, PayBook
from mkt.findings import Finding, Language, Refused
from mkt.language import say
from mkt.pay import paid_in_order, read_pay
from mkt.policy.load import find_pay, packs, scoring
from mkt.policy.model import Policy
from mkt.policy.pay import PayPolicy
from mkt.policy.settings import setting_of
from mkt.reading.year_result import YearGrades, grades_of
from mkt.runs import Outcome, failure, refusal, shortened, status
from mkt.writing import atomic


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

    def read(self, paths: Sequence[Path]) -> tuple[list[tuple[Path, PayBook]], list[Outcome]]:
        """The books in the order of their months, and the outcomes of those that cannot be read."""
        books, bad = [], []
        for path in paths:
            try:
                books.append(
                    (path, read_pay(path, self.policy, self.scores, False, not self.before.period, self.period))
                )
            except Refused as refused:
                bad.append(refusal(path, refused, self.language))
        books.sort(key=lambda book: book[1].book.period)
        if self.year and books:  # the annual bonus goes with the last month
            path, _ = books[-1]
            first = len(books) == 1 and not self.before.period
            books[-1] = path, read_pay(path, self.policy, self.scores, True, first, self.period)
        return books, bad

    def months(self, books: Sequence[tuple[Path, PayBook]]) -> Iterator[tuple[Path, PaidMonth]]:
        """The months paid in order. Raises `Refused` where they do not follow each other."""
        sources = [source for _, source in books]
        pay_month_twice.refuse("", sources)
        pay_month_missing.refuse("", [source.book.period for source in sources])
        previous_unfit.refuse(self.before.file, self.before, sources[0].book.period)
        bonus_early.refuse(self.year.file if self.year else "", self.year, sources[-1].book.period)
        paths = (path for path, _ in books)
        yield from zip(paths, paid_in_order(sources, self.before, self.year), strict=True)

    def target(self, book: Path) -> Path:
        """Where the result goes."""
        return outputs.beside(book, ENDING, self.out)

    def write(self, book: Path, month: PaidMonth) -> Outcome:
        """Write the result of one month. Raises `Refused`."""
        from mkt.writing import paid as writing

        target = self.target(book)
        hashes = [self.policy.sha256, *(sha256 for _, sha256 in month.inputs())]
        hashes += [self.scores.sha256] if self.scores else []
        outputs.guard(target, hashes, self.force)
        atomic.write(target, lambda file: writing.write(month, file), private=True)
        document = pay_document(month, [target.name], self.language) if self.wanted == "document" else {}
        table = pay_table(month) if self.wanted == "table" else ()
        return Outcome(status(month.findings), month.findings, document, table, summary(month, target))


def task(policy_name: str, out: Path | None, force: bool, previous: Path | None, year: Path | None, period: str,
         settings: Sequence[str], language: Language, wanted: str) -> PayTask:  # fmt: skip
    """The task that the command line asks for. Raises `Refused`."""
    policy = find_pay(policy_name, [setting_of(text) for text in settings])
    scores = scoring(policy, policy_name)
    before = state_of(previous, policy) if previous else State()
    grades = _grades(year, policy_name, policy) if year and policy.annual_bonus else None
    return PayTask(policy, scores, out, force, before, grades, period, language, wanted)


def _grades(year: Path, policy_name: str, policy: PayPolicy) -> YearGrades:
    """The annual grades of a graded year that nobody edited. Raises `Refused`."""
    grades = grades_of(year)
    beside = Path(policy_name).parent / policy.scores
    names = [str(beside)] if policy_name not in packs() and beside.is_file() else []
    result_edited.refuse(year.name, verify_year(year, names))
    return grades


def over_months(paths: Sequence[Path], task: PayTask) -> list[Outcome]:
    """The outcome of every month among files and folders, the months of each folder in their order. Raises `Refused`."""
    books, _ = found_in(paths, trust=False)
    outputs.output_twice.refuse("", [task.target(path) for path in books])
    folders: dict[Path, list[Path]] = {}
    for path in books:
        folders.setdefault(path.parent, []).append(path)
    if task.before.period:
        previous_ambiguous.refuse("", len(folders))
    return [outcome for mine in folders.values() for outcome in _folder(mine, task)]


def _folder(paths: Sequence[Path], task: PayTask) -> list[Outcome]:
    books, outcomes = task.read(paths)
    if not books:
        return outcomes
    try:
        months = list(task.months(books))
    except Refused as refused:
        return [*outcomes, refusal(books[0][0], refused, task.language)]
    if not task.before.period:
        notes = previous_beside.findings(books[0][1].book.file, books[0][1], books[0][0].parent)
        outcomes += [Outcome(0, notes)] if notes else []
    for path, month in months:
        try:
            outcomes.append(task.write(path, month))
        except Refused as refused:
            outcomes.append(refusal(path, refused, task.language))
        except Exception as bug:
            if len(paths) == 1:
                raise
            outcomes.append(failure(path, bug))
    return outcomes


def pay_table(month: PaidMonth) -> tuple[list[str], list[list[str]], list[int]]:
    """Heads, rows (in the book's order) and right-aligned columns."""
    found = [(columns.COLLECTED, say("计入金额", "collected")), (columns.ATTAINED, say("完成率", "attainment")),
             (columns.COMMISSION, say("提成", "commission")), (columns.PERFORMANCE, say("绩效工资", "performance pay")),
             (columns.BONUS, say("年终奖", "bonus")), (columns.TOTAL, say("应发合计（税前）", "total before tax"))]  # fmt: skip
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
    return heads, shortened(rows, len(heads)), [*range(3, 3 + len(shown))]


def _shown(value: float, unit: str) -> str:
    return "" if value != value else f"{value:.2%}" if unit == "%" else f"{value:,.2f}"


def summary(month: PaidMonth, target: Path) -> str:
    """One line on the month and where it was written; nobody's pay."""
    paid = sum(value == value for value in month.values(columns.TOTAL.ref))
    held = len(month.rows) - paid
    return say(f"{month.book.period}：发放 {paid} 人，暂不发 {held} 人，金额均为税前，已写入 {target}",
               f"{month.book.period}: {paid} paid, {held} withheld, all amounts before tax, written to {target}")  # fmt: skip


def what_if(paths: Sequence[Path], before: PayTask, after: PayTask, settings: Sequence[str]) -> list[Outcome]:
    """What changed figures would come to: who would get how much more or less, and the cost of it all; nothing is written."""
    found, (mine, _) = [], found_in(paths, trust=False)
    for task in (before, after):
        books, bad = task.read(mine)
        if bad or not books:
            return bad
        found.append([month for _, month in task.months(books)])
    return [_compared(old, new, settings, after.language) for old, new in zip(*found, strict=True)]


def _compared(old: PaidMonth, new: PaidMonth, settings: Sequence[str], language: Language) -> Outcome:
    """The two pays of one month side by side."""
    was, now = old.values(columns.TOTAL.ref), new.values(columns.TOTAL.ref)
    pairs = [(old.people[i], was[i], now[i]) for i in old.rows]
    known = [(a, b) for _, a, b in pairs if a == a and b == b]
    total = [round(sum(values), 2) for values in zip(*known, strict=True)] if known else [0.0, 0.0]
    rows = [[p.id, p.name, p.department, _shown(a, "元"), _shown(b, "元"), _signed(b - a)] for p, a, b in pairs]
    rows.append([say("合计", "total"), "", "", *(_shown(value, "元") for value in total), _signed(total[1] - total[0])])
    heads = [say("工号", "id"), say("姓名", "name"), say("部门", "department"), say("现在（税前）", "now (before tax)"),
             say("试算（税前）", "tried (before tax)"), say("增减", "difference")]  # fmt: skip
    people = [{"id": p.id, "now": None if a != a else round(a, 2), "tried": None if b != b else round(b, 2),
               "difference": None if a != a or b != b else round(b - a, 2)} for p, a, b in pairs]  # fmt: skip
    document = {"schema": "mkt.commission.what-if/1", "period": old.book.period, "set": list(settings), "people": people,
                "total": {"now": total[0], "tried": total[1], "difference": round(total[1] - total[0], 2)}}  # fmt: skip
    changed = sum(1 for a, b in known if round(a, 2) != round(b, 2))
    words = say(f"试算 {old.book.period}（{'，'.join(settings)}）：{changed} 人有变化，合计 {_signed(total[1] - total[0])} 元；没有写出文件",
                f"tried {old.book.period} ({', '.join(settings)}): {changed} people change, {_signed(total[1] - total[0])} yuan in all; nothing was written")  # fmt: skip
    told: list[Finding] = [*new.findings]
    return Outcome(status(told), told, document, (heads, rows, [3, 4, 5]), words)


def _signed(value: float) -> str:
    return "" if value != value else "0.00" if round(value, 2) == 0 else f"{value:+,.2f}"
