"""`mkt budget-check`: spending books of one run, looked at together, each with a result of its own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkt import outputs
from mkt.findings import Language, Refused
from mkt.language import say
from mkt.policy.settings import setting_of
from mkt.runs import Outcome, failure, refusal, status
from mkt.spend import checked_books, read_spending
from mkt.spending.checked import CheckedBook, Sales
from mkt.spending.document import spending_document
from mkt.spending.entry import SpendingBook, yuan
from mkt.spending.options import day_of, plan_of, sales_twice, sales_unused, today_malformed
from mkt.spending.plan import SpendingPlan
from mkt.spending.sales import sales_of
from mkt.spending.worst import WORST, worst
from mkt.writing import atomic

ENDING = ".checked.xlsx"


@dataclass(frozen=True)
class AuditTask:
    """Check spending books and write the results. `wanted` is `table`, `document` or nothing."""

    plan: SpendingPlan
    sales: dict[str, Sales]
    today: datetime.date
    out: Path | None
    period: str
    force: bool
    language: Language
    wanted: str

    def target(self, book: Path) -> Path:
        """Where the result goes."""
        return outputs.beside(book, ENDING, self.out)

    def write(self, path: Path, book: CheckedBook, several: bool) -> Outcome:
        """Write the result of one book, of `several`. Raises `Refused`."""
        from mkt.writing import checked as writing

        target = self.target(path)
        hashes = (book.book.ledger.sha256, *(policy.sha256 for policy in self.plan.policies))
        outputs.guard(target, hashes, self.force)
        atomic.write(target, lambda file: writing.write(book, file))
        document = spending_document(book, [target.name], self.language) if self.wanted == "document" else {}
        table = worst_table(book, self.language, several) if self.wanted == "table" else ()
        return Outcome(status(book.findings), book.findings, document, table, summary(book, target))


def task(policies: Sequence[str], threshold: str, settings: Sequence[str], sales: Sequence[Path], today: str, out: Path | None,
         period: str, force: bool, language: Language, wanted: str) -> AuditTask:  # fmt: skip
    """The task that the command line asks for. Raises `Refused`."""
    today_malformed.refuse("", today)
    plan = plan_of(policies, threshold, [setting_of(text) for text in settings])
    found = [sales_of(path) for path in sales]
    sales_twice.refuse("", [month for month, _ in found])
    known = dict(found)
    return AuditTask(plan, known, day_of(today), out, period, force, language, wanted)


def over_books(paths: Sequence[Path], task: AuditTask) -> list[Outcome]:
    """The outcome of every book, in their order; one that cannot be read stops no other. Raises `Refused`."""
    outputs.output_twice.refuse("", [task.target(path) for path in paths])
    outcomes: dict[Path, Outcome] = {}
    books: list[tuple[Path, SpendingBook]] = []
    for path in paths:
        try:
            books.append((path, read_spending(path, task.plan, task.period)))
        except Refused as refused:
            outcomes[path] = refusal(path, refused, task.language)
    months = {book.ledger.period for _, book in books}
    sales_unused.refuse("", [month for month in task.sales if books and month not in months], months)
    found = checked_books([book for _, book in books], task.plan, task.today, task.sales)
    for (path, _), book in zip(books, found, strict=True):
        try:
            outcomes[path] = task.write(path, book, len(paths) > 1)
        except Refused as refused:
            outcomes[path] = refusal(path, refused, task.language)
        except Exception as bug:  # it is reported like the top of the program reports it
            if len(paths) == 1:
                raise
            outcomes[path] = failure(path, bug)
    return [outcomes[path] for path in paths]


def worst_table(book: CheckedBook, language: Language, several: bool) -> tuple[Any, ...]:
    """Heads, rows and right-aligned columns: the five worst things of a book, the worst first; of several books each row says which."""
    found = worst(book)
    if not found:
        return ()
    heads = ["", say("位置", "where"), say("金额（元）", "yuan"), say("什么事", "what")]
    rows = [
        [
            str(i),
            f"{one.file} {one.where}" if several or one.file != book.book.file else one.where,
            one.yuan,
            one.words(language),
        ]
        for i, one in enumerate(found[:WORST], 1)
    ]
    if len(found) > WORST:
        rows.append(["", say(f"…另有 {len(found) - WORST} 处", f"... {len(found) - WORST} more"), "", ""])
    return heads, rows, [2]


def summary(book: CheckedBook, target: Path) -> str:
    """One line on the book and where the result was written."""
    payments, spent = book.payments, sum(p.spent or 0 for p in book.payments)
    wrong = sum(any(f.severity != "note" for f in book.of(p)) for p in payments)
    errors = sum(f.severity == "error" for f in book.findings)
    warnings = sum(f.severity == "warning" for f in book.findings)
    return say(
        f"{book.book.file}：{len(payments)} 笔付款合计 {yuan(spent)} 元，{wrong} 笔有问题；{errors} 个错误，{warnings} 个提醒，已写入 {target}",
        f"{book.book.file}: {len(payments)} payments, {yuan(spent)} yuan, {wrong} with something wrong; {errors} errors, {warnings} warnings, written to {target}",
    )
