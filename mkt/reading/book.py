"""A file → a `Book`: the whole of reading on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkt.book import Book, Oddity, Table, cell, quoted
from mkt.findings import Hit, fault
from mkt.layout import EVIDENCE, FINDINGS, SCORES, STATEMENTS, YEAR
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of, hash_of
from mkt.reading.period import (
    period_conflict,
    period_malformed,
    period_missing,
    settled,
    sightings,
    year_unclear,
    years_named,
)
from mkt.reading.tables import Found, dated, tables
from mkt.vocabulary.spending import PAYMENTS


@fault("error", "工作簿里没有任何有内容的工作表。", "the workbook has no sheet with anything in it.")
def sheets_none(found: list[Grid]) -> Iterator[Hit]:
    """工作簿没有工作表，或者所有工作表都是空的。

    The workbook has no sheets, or all of them are empty.
    """
    if all(grid.empty for grid in found):
        yield Hit("")


@fault("error", "这是 mkt 写出的结果（含“凭据”表），不是原始工作簿。请改用原始的月度工作簿。",
       "this is an output of mkt (it has a sheet 凭据), not a month book. Use the original book.")  # fmt: skip
def book_is_output(found: list[Grid]) -> Iterator[Hit]:
    """给评分命令的是 mkt 自己写出的工作簿。评分要用原始数据，不能用上一次的结果。

    A workbook that mkt wrote was given for scoring. Scores are made from the original data, not from a result.
    """
    if is_result(found) or is_graded(found) or is_paid(found) or is_checked(found):
        yield Hit(EVIDENCE)


def is_graded(found: list[Grid]) -> bool:
    """Whether the sheets are those of a graded year."""
    return {EVIDENCE, YEAR} <= {grid.name for grid in found}


def is_result(found: list[Grid]) -> bool:
    """Whether the sheets are those of a scored workbook."""
    return {EVIDENCE, SCORES} <= {grid.name for grid in found}


def is_paid(found: list[Grid]) -> bool:
    """Whether the sheets are those of a workbook of pay."""
    return {EVIDENCE, STATEMENTS} <= {grid.name for grid in found}


def is_checked(found: list[Grid]) -> bool:
    """Whether the sheets are those of a checked spending book."""
    return {EVIDENCE, FINDINGS, PAYMENTS} <= {grid.name for grid in found}


@dataclass(frozen=True)
class Looked:
    """A file looked over: its sheets, and the tables found in those that are neither hidden nor empty."""

    path: Path
    sheets: list[Grid]
    found: dict[str, Found]

    @property
    def visible(self) -> list[Grid]:
        """The sheets that tables were looked for in."""
        return [grid for grid in self.sheets if grid.name in self.found]

    @property
    def kinds(self) -> set[str]:
        """The kinds of table that were found."""
        return {table.kind for one in self.found.values() for table in one.tables}


def read(path: Path, wanted: frozenset[str], period: str = "") -> Book:
    """The book a file holds, `wanted` being the columns the policy reads and `period` a month given by hand.

    Raises `Refused` when the file cannot be read or does not say which month it is.
    """
    if period:
        period_malformed.refuse(path.name, period)
    return month_book(looked(path, grids(path, format_of(path)), wanted), period)


def looked(path: Path, sheets: list[Grid], wanted: frozenset[str]) -> Looked:
    """The tables of a file. Raises `Refused` where there are no sheets, or those of a result."""
    sheets_none.refuse(path.name, sheets)
    book_is_output.refuse(path.name, sheets)
    return Looked(path, sheets, {g.name: tables(g, wanted) for g in sheets if not g.hidden and not g.empty})


def month_book(looked: Looked, period: str = "") -> Book:
    """The book of a month. Raises `Refused` where it does not say which month it is."""
    named = [grid for grid in looked.visible if looked.found[grid.name].tables]
    return _book(looked, period or _period(looked.path, named or looked.visible))


def year_book(looked: Looked) -> tuple[Book, list[str]] | None:
    """The book about a whole year, its `period` the year, and its sheets of no use for that; None for a month's book.

    It names a year, perhaps a month too, and holds reviews or sanctions and no figures. Raises `Refused` where the year is not clear.
    """
    kinds, path = looked.kinds, looked.path
    if not kinds & OF_YEAR or kinds - OF_YEAR - {"人员"}:
        return None
    years = years_named(path, looked.visible)
    year_unclear.refuse(path.name, years)
    unused = [name for name, one in looked.found.items() if not OF_YEAR & {table.kind for table in one.tables}]
    return _book(looked, years[0]), unused


OF_YEAR = {"评价", "处分"}  # the sheets that a book about a year may have


def _period(path: Path, named: list[Grid]) -> str:
    """The month that the file's name and the sheets with a table say. Raises `Refused` if they do not say one."""
    seen = sightings(path, named)
    period_conflict.refuse(path.name, seen)
    period = settled(seen)
    period_missing.refuse(path.name, period)
    return period


def _book(looked: Looked, period: str) -> Book:
    path, found, visible = looked.path, looked.found, looked.visible
    chosen: dict[str, Table] = {}
    rivals: dict[str, list[str]] = {}
    further: list[Table] = []
    for table in (table for one in found.values() for table in one.tables):
        if table.kind in chosen:
            rivals.setdefault(table.kind, [chosen[table.kind].sheet]).append(table.sheet)
            further.append(dated(table, int(period[:4])))
        else:
            chosen[table.kind] = dated(table, int(period[:4]))
    odd = [oddity for one in found.values() for oddity in one.odd]
    odd += [Oddity(quoted(name), name, "table") for name, one in found.items() if not one.tables]
    errors = {cell(g.name, *place): text for g in visible for place, text in g.errors.items()}
    uncalculated = frozenset(cell(g.name, *place) for g in visible for place in g.uncalculated)
    hidden = tuple(grid.name for grid in looked.sheets if grid.hidden)
    return Book(
        path.name, hash_of(path), period, chosen, rivals, tuple(further), hidden, errors, uncalculated, tuple(odd)
    )
