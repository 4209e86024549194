"""The journey of spending books: from workbooks and regulations to what each payment needs and lacks. Read this after `month.py`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mkt.book import cell
from mkt.findings import Finding, Hit, fault
from mkt.policy.versions import version_missing
from mkt.reading.book import read
from mkt.reading.ledger import read_ledger
from mkt.spending import budget_faults, chain_faults, entry_faults, pattern_faults
from mkt.spending.budget import beyond, monthly, spent
from mkt.spending.checked import Across, CheckedBook, Sales
from mkt.spending.compute import across, claims, contract_trace, payment_trace
from mkt.spending.entry import Line, SpendingBook
from mkt.spending.gather import spending_book
from mkt.spending.plan import SpendingPlan

CHECKS = (*entry_faults.CHECKS, *chain_faults.CHECKS, *pattern_faults.CHECKS, *budget_faults.CHECKS)
SALES = ("销售目标", "公司业绩"), "实际销售额"


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
    return list(
        {(f.code, f.file, f.where, f.zh): f for f in found}.values()
    )  # two tables may ask the same of a payment


def _in_order(book: CheckedBook, found: Sequence[Finding]) -> list[Finding]:
    """Findings in the order of the book's sheets and rows, notes about the whole last."""
    order = {table.sheet: i for i, table in reversed(list(enumerate(book.book.ledger.tables)))}

    def place(finding: Finding) -> tuple[int, int, str]:
        sheet, _, at = finding.where.rpartition("!")
        row = int("".join(c for c in at.partition(":")[0] if c.isdigit()) or 0) if sheet else 0
        return order.get((sheet or at).strip("'").replace("''", "'"), len(order)), row, finding.code

    return sorted(found, key=place)


@fault(
    "error",
    "{found} 里没有可用的实际销售额（{why_zh}），算不出费用率。",
    "{found} has no sales that can be used ({why_en}), so there is no expense ratio.",
)
def sales_missing(file: str, why: tuple[str, str] | None) -> Iterator[Hit]:
    """--sales 给的月度工作簿里没有“实际销售额”，或者有的格读不出来。费用率＝费用÷销售额，缺一个人的销售额就不对，所以不算。

    The month book given with --sales has no column 实际销售额, or some of its cells cannot be read. A ratio to part of the sales would be wrong.
    """
    if why:
        yield Hit("", file, more={"why_zh": why[0], "why_en": why[1]})


def sales_of(path: Path) -> tuple[str, Sales]:
    """The month of a month book and its sales, the staff's or else the branches'. Raises `Refused` if they cannot be used."""
    sheets, column = SALES
    book = read(path, frozenset(f"{sheet}.{column}" for sheet in sheets))
    table = next(
        (book.tables[sheet] for sheet in sheets if sheet in book.tables and column in book.tables[sheet].columns), None
    )
    if table and column in table.doubled:
        cells = "、".join(cell(table.sheet, table.header_row, place) for place in table.doubled[column])
        sales_missing.refuse(book.file, path.name, (f"有两列都像：{cells}", f"two columns look like it: {cells}"))
    if table is None:
        sales_missing.refuse(book.file, path.name, ("没有这一列", "there is no such column"))
        raise AssertionError
    whole = [i for i, unit in enumerate(table.texts("单位")) if unit == "总公司"] if table.kind == "公司业绩" else []
    rows = whole or list(range(len(table.rows)))
    values = table.numbers(column)[rows]
    bad = np.flatnonzero(np.isnan(values))
    if len(bad) or not len(values):
        where = table.cell(rows[int(bad[0])], column) if len(bad) else table.sheet
        sales_missing.refuse(book.file, path.name, (f"{where} 空着或读不出来", f"{where} is blank or cannot be read"))
    return book.period, Sales(book.file, book.sha256, round(float(values.sum()) * 100))
