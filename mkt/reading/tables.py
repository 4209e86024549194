"""Tables in a grid: every value of every column, parsed to its type, in the unit of its column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np

from mkt import vocabulary
from mkt.book import Column, Oddity, Table, cell
from mkt.reading import parse
from mkt.reading.grids import Grid
from mkt.reading.heads import Head, columns_of, heads
from mkt.reading.rows import ABOUT, body, filled_down, title_unit
from mkt.reading.signs import sign
from mkt.rule.numbers import noise, steady
from mkt.vocabulary import SHEETS, ColumnWords

MOST_TABLES = 30  # in one sheet; more than there are kinds, so that some are rivals and told


@dataclass
class Found:
    """The tables of a grid, and what was passed over."""

    tables: list[Table] = field(default_factory=list)
    odd: list[Oddity] = field(default_factory=list)


def tables(grid: Grid, wanted: frozenset[str]) -> Found:
    """Every table of a grid. `wanted` are the columns the policy reads."""
    found = Found()
    start = above = 0
    while start < len(grid.rows) and len(found.tables) < MOST_TABLES:
        served = heads(grid, start, wanted)
        if start and (not served or served[0].block.top > start):  # a header stood here that no table has
            found.odd.append(_unknown(grid, start))
        if not served:
            break
        unit = title_unit(grid, above, served[0].block.top)
        below = body(grid, served[0], wanted, unit)
        found.tables += [_table(grid, head, below.rows, wanted, unit) for head in served]
        found.odd += below.odd
        start, above = below.end, (below.rows[-1] + 1 if below.rows else below.end)
    return found


def _unknown(grid: Grid, row: int) -> Oddity:
    column, value = next((c, v) for c, v in enumerate(grid.rows[row]) if not parse.blank(v))
    return Oddity(cell(grid.name, row, column), parse.text(value), "table")


def dated(table: Table, year: int) -> Table:
    """The table with the days that lacked their year (5/31), now that it is known."""
    known = SHEETS[table.kind].columns
    late = {
        name: dated_column(c, year)
        for name, c in table.columns.items()
        if c.unread and name in known and known[name].type == "date"
    }
    return replace(table, columns=table.columns | late)


def dated_column(column: Column, year: int) -> Column:
    """The column with the days that lacked their year."""
    late = {i: day for i, said in column.unread.items() if (day := parse.date(said, year))}
    values = [late.get(i, value) for i, value in enumerate(column.values)]
    return replace(column, values=values, unread={i: t for i, t in column.unread.items() if i not in late})


def _table(grid: Grid, head: Head, rows: list[int], wanted: frozenset[str], title_unit: str) -> Table:
    known = columns_of(head.kind, wanted)
    texts = [place for name, place in head.places.items() if known[name].type != "number"]
    filled = filled_down(grid, texts) | _shared(grid, head, rows)
    columns = {}
    for name, place in head.places.items():
        values = (
            [filled.get((row, place), grid.value(row, place)) for row in rows] if filled else _plain(grid, rows, place)
        )
        unit = own_unit(head.block.units[place]) or (title_unit if known[name].unit == "元" else "")
        columns[name] = column_of(known[name], head.text(place), place, values, unit)
    return Table(head.kind, grid.name, head.block.bottom, rows, columns, head.unknown, head.doubled)


SHARED = {"回款明细": ("金额", "毛利")}
"""Figures of which people may have shares: merged over rows that each say theirs, a figure is the whole in each."""


def _shared(grid: Grid, head: Head, rows: list[int]) -> dict[tuple[int, int], Any]:
    """The cells that a merged figure covers, where the rows are shares of one thing; where they are not, whose it is stays open."""
    figures = [head.places[name] for name in SHARED.get(head.kind, ()) if name in head.places]
    share = head.places.get("分成")
    if not figures or share is None:
        return {}
    same = [head.places[name] for name in ABOUT[head.kind] if name in head.places]
    covered, ours = filled_down(grid, same), set(rows)
    spans = [(r0, c0, range(r0, r1 + 1)) for r0, c0, r1, _ in grid.merges if r1 > r0 and c0 in figures]

    def one_thing(span: range) -> bool:
        about = {tuple(covered.get((row, c), grid.value(row, c)) for c in same) for row in span}
        return len(about) == 1 and all(row in ours and not parse.blank(grid.value(row, share)) for row in span)

    return {(row, c0): grid.value(r0, c0) for r0, c0, span in spans if one_thing(span) for row in span}


def _plain(grid: Grid, rows: list[int], place: int) -> list[Any]:
    if rows and all(len(grid.rows[row]) > place for row in (rows[0], rows[-1])):
        return [grid.rows[row][place] if place < len(grid.rows[row]) else "" for row in rows]
    return [grid.value(row, place) for row in rows]


def own_unit(bracketed: str) -> str:
    """The unit among the words in a header's brackets, "" where they are a remark such as 含税."""
    return next((word for word in re.split("[,，、;；:：]", bracketed) if word in vocabulary.UNITS), "")


def column_of(words: ColumnWords, header: str, place: int, values: list[Any], unit: str) -> Column:
    match words.type:
        case "number":
            return _numbers(words, header, place, values, unit)
        case "id":
            return _marked(header, place, values, [parse.identity(v) or None for v in values], "")
        case "name":
            return Column(header, place, [parse.name(v) for v in values])
        case "word":
            return Column(header, place, [parse.word(v) for v in values])
        case "date":
            return _dates(header, place, values)
        case "tick":
            return _marked(header, place, values, [parse.tick(v) for v in values])
        case "piece":
            return Column(header, place, [parse.handed_in(v) for v in values])
        case "sign":
            return Column(header, place, [sign(v) for v in values])
    return Column(header, place, [parse.text(v) for v in values])


def _marked(header: str, place: int, values: list[Any], read: list[Any], nothing: Any = None) -> Column:
    """A column whose cells that could not be read are marked, with `nothing` for their values."""
    unread = {i: parse.text(v) for i, v in enumerate(values) if read[i] is None and not parse.blank(v)}
    return Column(header, place, [nothing if value is None else value for value in read], unread)


def _dates(header: str, place: int, values: list[Any]) -> Column:
    """A column of days. A number that is none is marked as such: 5.1 may have been typed as 5.10, so it is no 1 May."""
    column = _marked(header, place, values, [parse.date(v) for v in values])
    numbers = {i: f"数字 {said}" for i, said in column.unread.items() if isinstance(values[i], int | float)}
    return replace(column, unread=column.unread | numbers) if numbers else column


def _numbers(words: ColumnWords, header: str, place: int, values: list[Any], unit: str) -> Column:
    factors = vocabulary.UNIT_WORDS.get(words.unit, {})
    if words.unit and unit in vocabulary.UNITS and unit not in factors:
        unread = {i: parse.text(v) for i, v in enumerate(values)}
        return Column(header, place, np.full(len(values), np.nan), unread, unit)
    scale, digits = Decimal(factors.get(unit, "1")), noise(words.unit)
    if scale == 1 and all(type(v) is float for v in values):
        read = np.array(values, float)
        if bool((np.abs(read) < float(parse.MOST)).all()):
            return Column(header, place, steady(read, digits))
    numbers = [None if _half_percent(v, scale) else parse.number(v, scale, words.unit) for v in values]
    column = _marked(header, place, values, numbers)
    return replace(column, values=steady(np.array([np.nan if n is None else float(n) for n in numbers], float), digits))


def _half_percent(value: Any, scale: Decimal) -> bool:
    """Whether a number under a heading in percent may be 0.95 % or 95 %: Excel stores 95 % as 0.95."""
    if scale >= 1 or (isinstance(value, str) and parse.tight(value).endswith("%")):
        return False
    number = parse.number(value)
    return number is not None and 0 < abs(float(number)) <= 1
