"""One command over several books: each on its own, in this process or in several, one bad book stopping no other."""

from __future__ import annotations

import functools
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from mkt import outputs
from mkt.documents import check_document, findings_document, score_document
from mkt.findings import Finding, Language, Refused
from mkt.language import say
from mkt.month import check_month, score_month
from mkt.policy.model import Policy
from mkt.reading.book import is_checked, is_paid
from mkt.reading.grids import grids
from mkt.reading.guard import format_of
from mkt.scores import ScoredMonth
from mkt.verify import verify
from mkt.writing import atomic

T = TypeVar("T")
R = TypeVar("R")

LONGEST_TABLE = 60  # people shown on a terminal; the rest is in the workbook


@dataclass(frozen=True)
class Outcome:
    """What came out for one book: what to print and the exit status."""

    status: int
    findings: list[Finding]
    document: dict[str, Any] = field(default_factory=dict)
    table: tuple[Any, ...] = ()
    summary: str = ""


@dataclass(frozen=True)
class ScoreTask:
    """Score a book and write the result. `wanted` is `table`, `document` or nothing."""

    policy: Policy
    out: Path | None
    period: str
    force: bool
    language: Language
    wanted: str

    def target(self, book: Path) -> Path:
        """Where the result goes."""
        return outputs.beside(book, ".scored.xlsx", self.out)

    def __call__(self, book: Path) -> Outcome:
        """Score one book. Raises `Refused`."""
        from mkt.writing import scored

        month = score_month(book, self.policy, self.period)
        target = self.target(book)
        outputs.guard(target, (month.book.sha256, self.policy.sha256), self.force)
        atomic.write(target, lambda file: scored.write(month, file))
        document = score_document(month, [target.name], self.language) if self.wanted == "document" else {}
        table = score_table(month) if self.wanted == "table" else ()
        return Outcome(status(month.findings), month.findings, document, table, summary(month, target))


@dataclass(frozen=True)
class CheckTask:
    """Read and check a book."""

    policy: Policy
    period: str
    language: Language
    wanted: str

    def __call__(self, book: Path) -> Outcome:
        """Check one book. Raises `Refused`."""
        found, findings = check_month(book, self.policy, self.period)
        document = check_document(found, self.policy, findings, self.language) if self.wanted else {}
        distinct = {(finding.severity, finding.where, finding.zh) for finding in findings}
        errors = sum(severity == "error" for severity, *_ in distinct)
        warnings = sum(severity == "warning" for severity, *_ in distinct)
        words = say(
            f"{book.name}：{errors} 个错误，{warnings} 个提醒", f"{book.name}: {errors} errors, {warnings} warnings"
        )
        return Outcome(status(findings), findings, document, (), words)


@dataclass(frozen=True)
class VerifyTask:
    """Recompute a result from the inputs it holds."""

    policies: Sequence[str]
    language: Language
    wanted: str

    def __call__(self, result: Path) -> Outcome:
        """Verify one result, of a month or a year. Raises `Refused`."""
        findings = self.differences(result)
        document = findings_document("mkt.verify/1", result.name, findings, self.language) if self.wanted else {}
        words = say(f"{result.name}：{'有出入' if findings else '数字与其中的输入和制度一致'}",
                    f"{result.name}: {'something differs' if findings else 'its figures agree with its inputs and its policy'}")  # fmt: skip
        return Outcome(status(findings), findings, document, (), words)

    def differences(self, result: Path) -> list[Finding]:
        """Everything in which a result differs from what it was made of, by that of the policies which made it. Raises `Refused`."""
        from mkt.annual.verify import verify_year
        from mkt.commission.verify import verify_pay
        from mkt.spending.verify import verify_spending

        names = list(self.policies) or [""]
        sheets = grids(result, format_of(result))
        if is_paid(sheets):
            return verify_pay(result, self.policies)
        if is_checked(sheets):
            return verify_spending(result, self.policies)
        for name in names:
            try:
                return verify(result, name)
            except Refused as refused:
                codes = [finding.code for finding in refused.findings]
                if codes == ["result-unknown"]:
                    return verify_year(result, self.policies)
                if codes != ["policy-differs"] or name == names[-1]:
                    raise
        return []


Task = ScoreTask | CheckTask | VerifyTask


def status(findings: Sequence[Finding]) -> int:
    """0 where nothing must be looked at, 1 where something must."""
    return int(any(finding.severity != "note" for finding in findings))


def over(books: Sequence[Path], task: Task, jobs: int) -> list[Outcome]:
    """The outcome for every book, in their order. A result of mkt among several books is passed over."""
    if isinstance(task, ScoreTask):
        outputs.output_twice.refuse("", [task.target(book) for book in books])
    alone = len(books) == 1
    outcomes = mapped(functools.partial(_safely, task, alone=alone), books, jobs)
    return outcomes if alone else [_passed_over(outcome) for outcome in outcomes]


def mapped(work: Callable[[T], R], items: Sequence[T], jobs: int) -> list[R]:
    """What `work` makes of every item, in their order, in so many processes; how far it has come is shown on a terminal."""
    if jobs == 1 or len(items) == 1:
        return [_counted(work(item), i, len(items)) for i, item in enumerate(items)]
    with ProcessPoolExecutor(min(jobs, len(items)), initializer=_leave_interrupts) as pool:
        futures: list[Future[R]] = [pool.submit(work, item) for item in items]
        try:
            return [_counted(future.result(), i, len(items)) for i, future in enumerate(futures)]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _counted(result: R, i: int, count: int) -> R:
    if count > 1 and sys.stderr.isatty():
        print(f"\r{i + 1}/{count}", end="\n" if i + 1 == count else "", file=sys.stderr, flush=True)
    return result


def _leave_interrupts() -> None:
    """Let Ctrl-C reach the parent only; it ends the batch after the books at hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def refusal(book: Path, refused: Refused, language: Language) -> Outcome:
    """The outcome of a book that cannot be worked on."""
    findings = list(refused.findings)
    return Outcome(2, findings, findings_document("mkt.refused/1", book.name, findings, language))


def _safely(task: Task, book: Path, alone: bool) -> Outcome:
    """The outcome for one book; in a batch even a fault of mkt itself stops no other book."""
    try:
        return task(book)
    except Refused as refused:
        return refusal(book, refused, task.language)
    except Exception as bug:  # it is reported like the top of the program reports it
        if alone:
            raise
        return failure(book, bug)


def failure(book: Path, bug: Exception) -> Outcome:
    """The outcome of a book on which mkt itself failed."""
    return Outcome(3, [], summary=f"{book.name}  {apology(bug)}")


def apology(bug: Exception) -> str:
    """What to say of a fault of mkt itself: where it is, without anybody's name or pay."""
    frame = bug.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    return say(
        f"mkt 自己出错了（{type(bug).__name__}，{place}），没有写出结果。加 --debug 可看细节；请把命令和这一行告诉维护者。",
        f"a fault of mkt itself ({type(bug).__name__}, {place}); nothing was written. --debug shows more; please report the command and this line.",
    )


def _passed_over(outcome: Outcome) -> Outcome:
    """The outcome of a result of mkt among the books of a batch: a note; any other outcome as it is."""
    if [finding.code for finding in outcome.findings] == ["book-is-output"]:
        return Outcome(0, [replace(finding, severity="note") for finding in outcome.findings])
    return outcome


def score_table(month: ScoredMonth) -> tuple[list[str], list[list[str]], list[int]]:
    """Heads, rows (best first, people not scored last) and right-aligned columns."""
    scores, people = month.scores, month.staff.people
    titles = [kind.title for kind in scores.plan.kinds.values()]
    heads = [say("名次", "rank"), say("工号", "id"), say("姓名", "name"), say("部门", "department"), *titles,
             say("总分", "total"), say("等级", "grade")]  # fmt: skip
    columns = [values.tolist() for values in (*scores.points.values(), scores.total)]
    rank, grade = scores.rank.tolist(), scores.grade.tolist()
    order = sorted(range(len(people)), key=lambda i: (rank[i] != rank[i], rank[i] if rank[i] == rank[i] else 0, i))
    rows = [
        ["" if rank[i] != rank[i] else f"{rank[i]:.0f}", people[i].id, people[i].name, people[i].department,
         *("" if column[i] != column[i] else f"{column[i]:.2f}" for column in columns), grade[i] or say("未评分", "not scored")]
        for i in order
    ]  # fmt: skip
    rows = shortened(rows, len(heads))
    return heads, rows, [0, *range(4, 5 + len(titles))]


def shortened(rows: list[list[str]], columns: int) -> list[list[str]]:
    """The rows of a table as far as a terminal has room for them; all of them in a pipe."""
    left = len(rows) - LONGEST_TABLE
    if left <= 0 or not sys.stdout.isatty():
        return rows
    more = say(f"…另有 {left} 人，见结果文件", f"... {left} more in the workbook")
    return [*rows[:LONGEST_TABLE], ["", more, *[""] * (columns - 2)]]


def summary(month: ScoredMonth, target: Path) -> str:
    """One line on the month and where it was written."""
    scored = month.scores.scored
    grades = month.policy.grades.titles()
    counts = "，".join(f"{grade} {int((month.scores.grade == grade).sum())}" for grade in grades)
    unscored = len(scored) - int(scored.sum())
    return say(
        f"{month.book.period}：评分 {int(scored.sum())} 人（{counts}），未评 {unscored} 人，已写入 {target}",
        f"{month.book.period}: {int(scored.sum())} scored ({counts.replace('，', ', ')}), {unscored} not scored, written to {target}",
    )
