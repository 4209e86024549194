"""A file → a `Book`: the whole of reading on one screen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkt.book import Book, Oddity, Table, cell, quoted
from mkt.findings import Hit, fault
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of
from mkt.reading.period import Sighting, labelled, period_conflict, period_malformed, period_missing, seen_in, settled
from mkt.reading.tables import tables

TITLE_ROWS = 8
EVIDENCE = "凭据"


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
    if {EVIDENCE, "成绩"} <= {grid.name for grid in found}:
        yield Hit(EVIDENCE)


def read(path: Path, wanted: frozenset[str], period: str = "") -> Book:
    """The book a file holds, `wanted` being the columns the policy reads and `period` a month given by hand.

    Raises `Refused` when the file cannot be read or does not say which month it is.
    """
    if period:
        period_malformed.refuse(path.name, period)
    found = grids(path, format_of(path))
    sheets_none.refuse(path.name, found)
    book_is_output.refuse(path.name, found)
    visible = [grid for grid in found if not grid.hidden and not grid.empty]
    if not period:
        sightings = [*_sightings(path, visible)]
        period_conflict.refuse(path.name, sightings)
        period = settled(sightings)
        period_missing.refuse(path.name, period)
    return _book(path, period, found, visible, wanted)


def _book(path: Path, period: str, found: list[Grid], visible: list[Grid], wanted: frozenset[str]) -> Book:
    chosen: dict[str, Table] = {}
    rivals: dict[str, list[str]] = {}
    strays: list[Oddity] = []
    unused: list[str] = []
    for grid in visible:
        made = list(tables(grid, wanted))
        for table, odd in made:
            strays += odd
            if table.kind in chosen:
                rivals.setdefault(table.kind, [chosen[table.kind].sheet]).append(table.sheet)
            else:
                chosen[table.kind] = table
        if not made:
            unused.append(grid.name)
    errors = {cell(g.name, *place): text for g in visible for place, text in g.errors.items()}
    uncalculated = frozenset(cell(g.name, *place) for g in visible for place in g.uncalculated)
    hidden = tuple(grid.name for grid in found if grid.hidden)
    return Book(
        path.name, _hash(path), period, chosen, rivals, hidden, errors, uncalculated, tuple(strays), tuple(unused)
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sightings(path: Path, visible: list[Grid]) -> Iterator[Sighting]:
    """Every place that names a month: the file's name, the sheets' names, their first rows."""
    named = [seen_in(path.stem, path.name)]
    for grid in visible:
        named.append(seen_in(grid.name, quoted(grid.name)))
        for r, row in enumerate(grid.rows[:TITLE_ROWS]):
            named += _in_row(grid.name, r, row)
    yield from (sighting for sighting in named if sighting)


def _in_row(sheet: str, r: int, row: list[Any]) -> list[Sighting | None]:
    filled = [(c, value) for c, value in enumerate(row) if value != ""]
    title = (
        [seen_in(value, cell(sheet, r, c)) for c, value in filled if isinstance(value, str)] if len(filled) <= 2 else []
    )
    return [*title, *labelled(row, lambda c: cell(sheet, r, c))]
