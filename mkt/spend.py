"""The journey of spending books: from workbooks and regulations to what each payment needs and lacks. Read this after `month.py`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mkt.findings import Finding
from mkt.policy.versions import version_missing
from mkt.reading.ledger import read_ledger
from mkt.spending import budget_faults, chain_faults, entry_faults, pattern_faults
from mkt.spending.budget import beyond, monthly, spent
from mkt.spending.checked import Across, CheckedBook, Sales
from mkt.spending.compute import across, claims, contract_trace, payment_trace
from mkt.spending.entry import Line, SpendingBook
from mkt.spending.gather import spending_book
from mkt.spending.plan import SpendingPlan

CHECKS = (*entry_faults.CHECKS, *chain_faults.CHECKS, *pattern_faults.CHECKS, *budget_faults.CHECKS)


def read_spending(path: Path, plan: SpendingPlan, period: str = "") -> SpendingBook:
    """A spending book as the policies read it. Raises `Refused` if it cannot be read, or is of days on which a policy is not in force."""
    ledger = read_ledger(path, plan.roles, period)
    book = spending_book(ledger, list(plan.roles))
    for month in dict.fromkeys([*book.months[:1], *book.months[-1:]]) or [f"{ledger.period}-01"]:
        for policy in plan.policies:
            version_missing.refuse(ledger.file, [policy], month)
    return book


def checked_books(
    books: Sequence[SpendingBook], plan: SpendingPlan, today: datetime.date, sales: Mapping[str, Sales] | None = None
) -> Iterator[CheckedBook]:
    """Books checked, with what shows over all of them together: splits, duplicates, the year to date. `sales` are those of a month."""
    seen = across(books, plan)
    start = 0
    for book in books:
        yield _checked(book, books, plan, seen, start, today, (sales or {}).get(book.ledger.period))
        start += len(book.payments)


def _checked(
    book: SpendingBook,
    books: Sequence[SpendingBook],
    plan: SpendingPlan,
    seen: Across,
    start: int,
    today: datetime.date,
    sales: Sales | None,
) -> CheckedBook:
    others = [other for other in books if other is not book]
    known = {month for other in others for month in other.covers}
    before = monthly([payment for other in others for payment in other.payments])
    lines = _lines(book, books)
    rows = spent(book, plan, before, known, lines)
    trace = payment_trace(book, plan, seen, start, beyond(book, rows))
    contracts = contract_trace(book, plan)
    mine = range(start, start + len(book.payments))
    groups = {i - start: group for group in seen.groups for i in group.members if i in mine}
    found = list(claims(book, plan, trace, contracts, groups))
    draft = CheckedBook(book, plan, trace, contracts, found, seen, start, today, lines, rows, sales)
    return replace(draft, findings=_in_order(draft, [*entry_faults.read_findings(draft), *_findings(draft)]))


def _lines(book: SpendingBook, books: Sequence[SpendingBook]) -> list[Line]:
    """The budget of a book; of one without any that of the first book of the run that has one for its year."""
    having = (other.lines for other in books if any(line.period[:4] == book.ledger.period[:4] for line in other.lines))
    return book.lines or next(having, [])


def _findings(draft: CheckedBook) -> list[Finding]:
    found = [finding for check in CHECKS for finding in check.findings(draft.book.file, draft)]
    distinct = {(f.code, f.file, f.where, f.zh): f for f in found}  # two tables may ask the same of a payment
    return list(distinct.values())


def _in_order(book: CheckedBook, found: Sequence[Finding]) -> list[Finding]:
    """Findings in the order of the book's sheets and rows, notes about the whole last."""
    order = {table.sheet: i for i, table in reversed(list(enumerate(book.book.ledger.tables)))}

    def place(finding: Finding) -> tuple[int, int, str]:
        sheet, _, at = finding.where.rpartition("!")
        row = int("".join(c for c in at.partition(":")[0] if c.isdigit()) or 0) if sheet else 0
        return order.get((sheet or at).strip("'").replace("''", "'"), len(order)), row, finding.code

    return sorted(found, key=place)
