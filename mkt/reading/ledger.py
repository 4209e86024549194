"""A file → a `Ledger`: the reading of a spending book on one screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from mkt.book import Ledger, Oddity, Table, cell, quoted
from mkt.findings import Hit, fault
from mkt.reading.book import book_is_output, sheets_none
from mkt.reading.entries import Entries, entries
from mkt.reading.forms import first_label, forms, with_labels
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of, hash_of
from mkt.reading.ledger_heads import Vocabulary, of_a_month_book, vocabulary_of
from mkt.reading.period import (
    Sighting,
    period_conflict,
    period_malformed,
    period_missing,
    settled,
    sightings,
    years_named,
)
from mkt.reading.signs import Sign
from mkt.reading.tables import dated_column
from mkt.vocabulary.spending import PAYMENTS


@fault("error", "没有找到付款、合同或预算的表（{found}）。付款表至少要有“金额”和“收款人”或“日期”等列。",
       "no table of payments, contracts or a budget was found ({found}). One of payments has at least an amount and a payee or a day.")  # fmt: skip
def ledger_empty(tables: list[Table], visible: list[Grid]) -> Iterator[Hit]:
    """工作簿的可见工作表里，没有一张像付款、合同或预算：看不到“金额”“收款人”“合同编号”“预算”这样的列名，也不是“标签：内容”的申请表。

    No visible sheet looks like payments, contracts or a budget: no such headers stand in it, and it is no form of labels and values.
    """
    if not tables:
        yield Hit("", "、".join(grid.name for grid in visible))


def read_ledger(path: Path, roles: Mapping[str, tuple[str, ...]], period: str = "") -> Ledger:
    """The spending book a file holds; `roles` are those whose signatures are looked for, with other words for each.

    Raises `Refused` when the file cannot be read, holds nothing of the kind, or does not say which month or year it is about.
    """
    if period:
        period_malformed.refuse(path.name, period)
    sheets = grids(path, format_of(path))
    sheets_none.refuse(path.name, sheets)
    book_is_output.refuse(path.name, sheets)
    visible = [grid for grid in sheets if not grid.hidden and not grid.empty]
    known = vocabulary_of(roles)
    found = {grid.name: _entries(grid, known) for grid in visible}
    tables = [table for one in found.values() for table in one.tables]
    ledger_empty.refuse(path.name, tables, visible)
    named = [_above(grid, found[grid.name]) for grid in visible]
    paying = {table.sheet for table in tables if table.kind == PAYMENTS}
    months = _months(
        path, [grid for grid in named if found[grid.name].tables], {name: one.months for name, one in found.items()}
    )
    about = period or _period(path, named, months, paying)
    return _ledger(path, sheets, visible, found, {} if period else months, about)


def _entries(grid: Grid, known: Vocabulary) -> Entries:
    """What a sheet holds: tables below a header, with the labels around one of a claim, or else forms."""
    found = entries(grid, known)
    if [table.kind for table in found.tables] == [PAYMENTS]:
        found.tables = [with_labels(grid, found.tables[0], found.top, known)]
    if not found.tables and not of_a_month_book(grid.name):
        found.tables += forms(grid, known)
        found.top = first_label(grid, known)
    return found


def _above(grid: Grid, found: Entries) -> Grid:
    """The sheet down to its first table: what stands there may name its month, what stands in the table is about a row."""
    return replace(grid, rows=grid.rows[: found.top]) if found.tables else grid


def _months(path: Path, named: list[Grid], below: Mapping[str, list[Sighting]]) -> dict[str, str]:
    """Sheet → the month that its name or the lines above its tables say; the year is the book's where they say none.

    `below` are the months said above further tables. Raises `Refused` where those above the first disagree.
    """
    whole, years = sightings(path, []), years_named(path, named)
    year = int(years[0]) if len(years) == 1 else 0
    found = {}
    for grid in named:
        seen = [one for one in sightings(path, [grid]) if one not in whole]
        period_conflict.refuse(path.name, seen)
        seen += below[grid.name]
        if len({one.month for one in seen if one.month}) != 1:  # none, or tables of several months below each other
            continue
        if year and not any(one.year for one in seen):
            seen.append(Sighting(year, 0, path.name, path.stem))
        found[grid.name] = settled(seen)
    return {sheet: month for sheet, month in found.items() if month}


def _period(path: Path, visible: list[Grid], months: dict[str, str], paying: set[str]) -> str:
    """The month of the book, or its year where its sheets are of several months. Raises `Refused` where neither is said."""
    own = sightings(path, [])
    said = {month for sheet, month in months.items() if sheet in paying or not paying}
    if len(said) > 1 and not settled(own):
        years = {month[:4] for month in said}
        if len(years) == 1:
            return years.pop()
    if not said and not any(one.month for one in own):
        years_said = years_named(path, visible)
        if len(years_said) == 1:
            return years_said[0]
    seen = sightings(path, [grid for grid in visible if grid.name in paying or not paying])
    period_conflict.refuse(path.name, seen)
    period = settled(seen) or (said.pop() if len(said) == 1 else "")
    period_missing.refuse(path.name, period)
    return period


def _ledger(
    path: Path, sheets: list[Grid], visible: list[Grid], found: dict[str, Entries], months: dict[str, str], period: str
) -> Ledger:
    return Ledger(
        file=path.name,
        sha256=hash_of(path),
        period=period,
        tables=tuple(
            _dated(table, int(months.get(table.sheet, period)[:4])) for one in found.values() for table in one.tables
        ),
        months=months,
        hidden=tuple(grid.name for grid in sheets if grid.hidden and not grid.empty),
        errors={cell(g.name, *place): text for g in visible for place, text in g.errors.items()},
        uncalculated=frozenset(cell(g.name, *place) for g in visible for place in g.uncalculated),
        odd=(*(o for one in found.values() for o in one.odd),
             *(Oddity(quoted(name), name, "table") for name, one in found.items() if not one.tables)),
        sums=tuple(total for one in found.values() for total in one.sums),
    )  # fmt: skip


def _dated(table: Table, year: int) -> Table:
    """The table with the days that lacked their year, those of signatures too."""
    columns = dict(table.columns)
    for name, column in table.columns.items():
        if any(isinstance(value, Sign) and value.late for value in column.values):
            columns[name] = replace(
                column, values=[value.in_year(year) if value.late else value for value in column.values]
            )
        elif column.unread and name not in ("金额", "预算", "此前支出"):
            columns[name] = dated_column(column, year)
    return replace(table, columns=columns)
