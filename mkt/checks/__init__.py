"""What is wrong with a month's data. Each check is named for the fault it finds; its docstring is its help page.

All checks run, so everything is told at once. A check looks at whole columns; only faults cost time.
"""

from __future__ import annotations

from collections.abc import Sequence

from mkt.book import Book
from mkt.checks import cells, people, records, sheets
from mkt.checks.month import Month
from mkt.findings import FaultCheck, Finding

CHECKS: tuple[FaultCheck, ...] = (
    sheets.sheet_missing,
    sheets.sheet_twice,
    sheets.column_missing,
    sheets.fallback_used,
    sheets.fallback_doubtful,
    sheets.column_twice,
    sheets.unit_unfit,
    people.id_column_missing,
    people.id_missing,
    people.id_rounded,
    people.person_unknown,
    people.person_left,
    people.person_twice,
    people.id_two_names,
    people.name_two_ids,
    people.person_missing,
    people.person_not_assessed,
    people.branch_unknown,
    people.branches_unassigned,
    people.branch_twice,
    cells.number_unreadable,
    cells.percent_unclear,
    cells.value_missing,
    cells.cell_error,
    cells.formula_uncalculated,
    cells.target_zero,
    cells.target_negative,
    cells.actual_negative,
    cells.attainment_unlikely,
    cells.rating_out_of_range,
    cells.rating_below_floor,
    cells.rating_not_whole,
    cells.completion_out_of_range,
    records.tick_unreadable,
    records.date_unreadable,
    records.entry_missing,
    records.entry_twice,
    records.summary_missing,
    records.summaries_unchecked,
    sheets.log_missing,
    records.sanction_unknown,
    records.sanction_other_month,
    sheets.sheet_hidden,
    sheets.sheet_unused,
    sheets.value_stray,
    sheets.row_unowned,
    sheets.row_unused,
)


def check(month: Month) -> list[Finding]:
    """Every finding, in the order of the book's sheets and rows, notes about the whole last."""
    found = [finding for one in CHECKS for finding in one.findings(month.book.file, month)]
    return in_order(month.book, found)


def in_order(book: Book, found: Sequence[Finding]) -> list[Finding]:
    """Findings in the order of the book's sheets and rows, notes about the whole last."""
    order = {sheet: i for i, sheet in enumerate(table.sheet for table in book.tables.values())}
    return sorted(found, key=lambda f: _position(f, order))


def _position(finding: Finding, order: dict[str, int]) -> tuple[int, int, str]:
    sheet, _, place = finding.where.rpartition("!")
    row = int("".join(c for c in place.partition(":")[0] if c.isdigit()) or 0) if sheet else 0
    return order.get((sheet or place).strip("'"), 99), row, finding.code
