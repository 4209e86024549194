"""Tables of entries, which are nobody's: payments, contracts, budget lines; a row each, or a budget with a month a column."""

from __future__ import annotations

import bisect
import datetime
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mkt.book import Column, Oddity, Scattered, Sum, Table, cell
from mkt.reading import parse
from mkt.reading.budget_months import months_of, year_column
from mkt.reading.capitals import capitals
from mkt.reading.grids import Grid
from mkt.reading.heads import DEEPEST, Head
from mkt.reading.ledger_heads import Vocabulary, heads, may_head, of_a_month_book
from mkt.reading.ledger_rows import Body, body, months_above, stated
from mkt.reading.period import Sighting
from mkt.reading.rows import filled_down, title_unit
from mkt.reading.signs import Sign
from mkt.reading.tables import column_of, own_unit
from mkt.vocabulary.spending import BUDGET, DITTO, LEDGERS, PAYMENTS, REQUEST
from mkt.vocabulary.words import ColumnWords

ONE_EACH = ("发票号", "大写金额")
"""Columns in which a merged cell is said once and is not each row's own."""


@dataclass
class Entries:
    """What a grid holds: its tables, what was passed over, the totals stated, the row in which its first header begins.

    `months` are those said above its further tables of payments.
    """

    tables: list[Table] = field(default_factory=list)
    odd: list[Oddity] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    top: int = 0
    months: list[Sighting] = field(default_factory=list)


def entries(grid: Grid, known: Vocabulary) -> Entries:
    """Every table of a grid, one below or beside the other."""
    if of_a_month_book(grid.name):
        return Entries()
    parts = [_down(part, known) for part in _panels(grid)]
    beside = [part for part in parts if part.tables]
    if len(beside) < 2 or not _apart(beside):
        return _down(grid, known)
    return Entries(
        [table for part in beside for table in part.tables],
        [odd for part in beside for odd in part.odd],
        [total for part in beside for total in part.sums],
        min(part.top for part in beside),
    )


def _panels(grid: Grid) -> list[Grid]:
    """The sheet cut at the columns that are blank from top to bottom; lines of a single text, as titles are, do not count."""
    width = max(map(len, grid.rows), default=0)
    gaps = set(range(width)) - {c for _, c in (*grid.errors, *grid.uncalculated)}
    for row in grid.rows:
        filled = [c for c in gaps if c < len(row) and not parse.blank(row[c])]
        if filled and (not isinstance(row[filled[0]], str) or sum(not parse.blank(value) for value in row) > 1):
            gaps.difference_update(filled)
    used = set(range(width)) - gaps
    starts = [c for c in sorted(used) if c - 1 not in used]
    return (
        [window(grid, left, right) for left, right in zip(starts, [*starts[1:], math.inf], strict=True)]
        if starts[1:]
        else []
    )


def window(grid: Grid, left: int, right: float) -> Grid:
    """The sheet with nothing but the columns from `left` on and before `right`."""

    def inside(column: int) -> bool:
        return left <= column < right

    return replace(
        grid,
        rows=[[value if inside(c) else "" for c, value in enumerate(row)] for row in grid.rows],
        merges=[merge for merge in grid.merges if inside(merge[1])],
        errors={place: said for place, said in grid.errors.items() if inside(place[1])},
        uncalculated={place for place in grid.uncalculated if inside(place[1])},
    )


def _apart(parts: list[Entries]) -> bool:
    """Whether what stands side by side are tables of their own: of several kinds, or with the same columns."""
    first = [part.tables[0] for part in parts]
    return len({table.kind for table in first}) > 1 or len({frozenset(table.columns) for table in first}) == 1


def _down(grid: Grid, known: Vocabulary) -> Entries:
    """Every table of a grid from the top down."""
    found, ends = Entries(), set[int]()
    row = above = 0
    while row < len(grid.rows) and (found.tables or row < DEEPEST):
        served = heads(grid, row, known) if may_head(grid, row, known) else []
        if served:
            top = served[0].block.top
            found.top = found.top if found.tables else top
            titled = months_above(grid, above, top) if found.tables else []
            found.months += titled if served[0].kind == PAYMENTS else []
            below = [_below(grid, head, known, title_unit(grid, above, top), found, titled) for head in served]
            ends -= set(range(row, served[0].block.bottom + 1))
            ends |= {one.end for one in below}
            above = max([row, *(one.rows[-1] + 1 for one in below if one.rows)])
            row = min(one.end for one in below)
        else:
            row += 1
        found.odd += [odd for end in sorted(ends) if end < row for odd in _unknown(grid, end)]
        ends = {end for end in ends if end >= row}
    return found


def _unknown(grid: Grid, row: int) -> Iterator[Oddity]:
    """A table below another that nobody knows."""
    filled = [(c, v) for c, v in enumerate(grid.rows[row]) if not parse.blank(v)]
    if filled:
        yield Oddity(cell(grid.name, row, filled[0][0]), parse.text(filled[0][1]), "table")


def _below(grid: Grid, head: Head, known: Vocabulary, unit: str, found: Entries, titled: list[Sighting]) -> Body:
    """Add what stands below a header; `titled` are the months that a title of its own says."""
    below = body(grid, head, known, unit)
    columns = {name: _column(grid, head, name, below.rows, known, unit) for name in head.places}
    if below.joined and "发票号" in columns:
        columns["发票号"] = _with_joined(grid, columns["发票号"], below)
    if REQUEST in columns and REQUEST in head.bare and _counts(columns[REQUEST].values):
        del columns[REQUEST]
    if head.kind == BUDGET and titled and "月份" not in columns and not months_of(head):
        columns["月份"] = Column("月份", 0, [_written(titled[-1])] * len(below.rows))
    table = Table(head.kind, grid.name, head.block.bottom, below.rows, columns, head.unknown, head.doubled)
    found.tables.append(_unpivoted(grid, head, table, unit) if months_of(head) else table)
    found.odd += below.odd
    found.sums += _sums(grid, head, table, below, known, unit)
    return below


def _written(month: Sighting) -> str:
    return f"{month.year}-{month.month:02}" if month.year else f"{month.month}月"


def _column(grid: Grid, head: Head, name: str, rows: list[int], known: Vocabulary, unit: str) -> Column:
    """A column's values. Where several columns are as surely meant, a value counts only if they say the same."""
    words, place = known.columns[head.kind][name], head.places[name]
    first, *others = (_at(grid, head, name, p, rows, words, unit) for p in head.doubled.get(name, [place]))
    for other in others:
        first = _agreed(first, other)
    return replace(first, header=head.text(place), place=place)


def _at(grid: Grid, head: Head, name: str, place: int, rows: list[int], words: ColumnWords, unit: str) -> Column:
    fills = words.type != "number" and name not in ONE_EACH
    filled = filled_down(grid, [place]) if fills else {}
    values = (
        [filled.get((row, place), grid.value(row, place)) for row in rows]
        if filled
        else _down_column(grid, rows, place)
    )
    if words.type == "number":
        values = [in_digits(value) for value in values]
    elif words.type in ("name", "text", "word", "date"):
        values = _repeated(values)
    if words.type == "date":
        values = [_day(grid, head, row, place, value) for row, value in zip(rows, values, strict=True)]
    own = own_unit(head.block.units.get(place, "")) or (unit if words.unit == "元" else "")
    column = column_of(words, head.text(place), place, values, own)
    return _whole_numbers(column, values) if words.type == "word" else column


def _whole_numbers(column: Column, values: list[Any]) -> Column:
    """A column of words without the numbers that Excel has cut: it keeps fifteen digits of an invoice's twenty."""
    cut = {i: f"{value:.0f}" for i, value in enumerate(values) if isinstance(value, float) and abs(value) >= parse.MOST}
    if not cut:
        return column
    return replace(column, values=["" if i in cut else said for i, said in enumerate(column.values)], unread=cut)


def _down_column(grid: Grid, rows: list[int], place: int) -> list[Any]:
    return [row[place] if place < len(row) else "" for row in map(grid.rows.__getitem__, rows)]


def _agreed(one: Column, other: Column) -> Column:
    """A column beside another that is as surely meant: what differs is not read."""
    unread, values = dict(one.unread), list(one.values)
    for i, (mine, its) in enumerate(zip(one.values, other.values, strict=True)):
        said = [_shown(one, i), _shown(other, i)]
        if not said[0] and said[1]:
            values[i] = its
            unread |= {i: other.unread[i]} if i in other.unread else {}
        elif said[1] and mine != its:
            unread[i] = "/".join(said)
            values[i] = _nothing(mine, unread[i], isinstance(one.values, np.ndarray))
    return replace(one, values=np.array(values, float) if isinstance(one.values, np.ndarray) else values, unread=unread)


def _nothing(value: Any, said: str, figure: bool) -> Any:
    """What a column holds instead of a value that is not certain."""
    return (
        math.nan
        if figure
        else Sign(signed=None, said=said)
        if isinstance(value, Sign)
        else ""
        if isinstance(value, str)
        else None
    )


def _shown(column: Column, i: int) -> str:
    """A value as text, "" where there is nothing."""
    value = column.values[i]
    if i in column.unread or value is None or value != value:
        return column.unread.get(i, "")
    if isinstance(value, Sign):
        return value.said
    return (
        value.isoformat() if isinstance(value, datetime.date) else value if isinstance(value, str) else f"{value:.2f}"
    )


_WRITTEN = re.compile(
    r"(?:人民币|rmb|cny)?:?¥?:?(?P<number>[+-]?[\d,]*\.?\d+)(?P<unit>[万千百亿]*[元圆])?[整正]?", re.I
)
_TWO = re.compile(r"\d\s+[\d.,]")  # 2 000 may be two numbers
_BOTH = re.compile(r"(?P<capital>[^\d¥()]+)\(?(?:小写)?:?(?P<digits>¥?[+-]?[\d,]*\.?\d+元?)\)?", re.I)


def in_digits(value: Any) -> Any:
    """An amount as a number can be read of it: 人民币2000元整, 贰仟元整, or both if they agree; else the cell as it stands.

    >>> [in_digits(t) for t in ("人民币2,000元整", "贰仟元整", "贰仟元整（¥2,000.00）", "贰仟元整（¥3,000.00）", "约2000")]
    ['2,000元', '2000.00元', '¥2,000.00', '贰仟元整（¥3,000.00）', '约2000']
    """
    if not isinstance(value, str) or parse.number(value, unit="元") is not None or _TWO.search(parse.text(value)):
        return value
    said = parse.word(value)
    found = _WRITTEN.fullmatch(said)
    if found:
        return found["number"] + (found["unit"] or "")
    amount = capitals(said)
    if amount is not None:
        return f"{amount}元"
    both = _BOTH.fullmatch(said)
    agree = both and capitals(both["capital"]) is not None and capitals(both["capital"]) == parse.number(both["digits"])
    return both["digits"] if both and agree else value


def _repeated(values: list[Any]) -> list[Any]:
    """Texts with what 同上 repeats."""
    found: list[Any] = []
    for value in values:
        again = found and isinstance(value, str) and len(value) < 8 and parse.tight(value).lower() in DITTO
        found.append(found[-1] if again else value)
    return found


def _day(grid: Grid, head: Head, row: int, place: int, value: Any) -> Any:
    """A day as it is read: 5 and 3 below 月 and 日 are one."""
    words = head.block.levels[place]
    if len(words) > 1 and words[-2] == "月":
        year = next((found[0] for word in words if (found := re.search(r"20\d\d", word))), "")
        parts = [parse.text(part) for part in (value, grid.value(row, place + 1))]
        return f"{year}{'年' if year else ''}{parts[0]}月{parts[1]}日" if any(parts) else ""
    return value


def _with_joined(grid: Grid, column: Column, below: Body) -> Column:
    """Invoices with those of the rows that a merged amount covers."""
    values = list(column.values)
    for i, row in enumerate(below.rows):
        more = [parse.text(grid.value(other, column.place)) for other in below.joined.get(row, ())]
        values[i] = "、".join(filter(None, [values[i], *more]))
    return replace(column, values=values)


def _counts(values: list[str]) -> bool:
    """Whether a column headed 编号 only counts the rows, so that it is no number of a request."""
    said = [value for value in values if value]
    return bool(said) and said == [str(number) for number in range(1, len(said) + 1)]


def _unpivoted(grid: Grid, head: Head, table: Table, unit: str) -> Table:
    """A budget with a column for each month, as a line for each category and month; of one with a sum alone, for the year."""
    months, year = months_of(head), year_column(head)
    lines = [(i, row, place) for i, row in enumerate(table.rows) for place in _filled(grid, row, months, year)]
    kept = {name: column for name, column in table.columns.items() if name not in ("月份", "预算")}
    columns = {name: _taken(column, [i for i, _, _ in lines]) for name, column in kept.items()}
    cells = {name: [table.cell(i, name) for i, _, _ in lines] for name in kept}
    columns["月份"] = Column("月份", 0, [months.get(place, "全年") for _, _, place in lines])
    columns["预算"] = _by_months(grid, head, lines, unit)
    cells["月份"] = [cell(grid.name, table.header_row, place) for _, _, place in lines]
    cells["预算"] = [cell(grid.name, row, place) for _, row, place in lines]
    rows = [row for _, row, _ in lines]
    return Scattered(table.kind, table.sheet, table.header_row, rows, columns, table.unknown, table.doubled, cells)


def _filled(grid: Grid, row: int, months: Mapping[int, str], year: int | None) -> list[int]:
    """The columns of the months, or that of the year in a row that has no month."""
    blank = all(parse.blank(grid.value(row, place)) and not grid.broken(row, place) for place in months)
    return [year] if blank and year is not None and not parse.blank(grid.value(row, year)) else list(months)


def _taken(column: Column, positions: list[int]) -> Column:
    """A column's values at some positions, with what could not be read."""
    values = (
        column.values[positions] if isinstance(column.values, np.ndarray) else [column.values[i] for i in positions]
    )
    return replace(
        column, values=values, unread={at: column.unread[i] for at, i in enumerate(positions) if i in column.unread}
    )


def _by_months(grid: Grid, head: Head, lines: list[tuple[int, int, int]], unit: str) -> Column:
    """The figures of a budget by months, each in the unit of its own column."""
    words = LEDGERS[BUDGET].columns["预算"]
    units = {place: own_unit(head.block.units.get(place, "")) or unit for _, _, place in lines}
    values, unread, unfit = np.full(len(lines), np.nan), dict[int, str](), ""
    for scale in dict.fromkeys(units.values()):
        some = [at for at, (_, _, place) in enumerate(lines) if units[place] == scale]
        part = column_of(words, "预算", 0, [in_digits(grid.value(*lines[at][1:])) for at in some], scale)
        values[some], unfit = part.values, unfit or part.unfit
        unread |= {some[i]: said for i, said in part.unread.items()}
    return Column("预算", 0, values, unread, unfit)


def _sums(grid: Grid, head: Head, table: Table, below: Body, known: Vocabulary, unit: str) -> Iterator[Sum]:
    """The totals of amounts, each with what it may add up, the likeliest last; none below a row whose amount is not known."""
    if "金额" not in table.columns or not below.totals:
        return
    cents = [None if value != value else round(value * 100) for value in table.numbers("金额").tolist()]
    totals = dict(stated(grid, below))
    values = _column(grid, head, "金额", list(totals), known, unit).values.tolist()
    ends, pages = ([bisect.bisect_left(table.rows, row) for row in some] for some in (totals, below.pages))
    sofar = [0, *itertools.accumulate(amount or 0 for amount in cents)]
    sure = next((i for i, amount in enumerate(cents) if amount is None), len(cents))
    named, last = _by_name(table, cents), 0
    seen = {0, *(sofar[page] for page in pages)}
    for (row, name), value, end, after in zip(totals.items(), values, ends, [*ends[1:], len(cents)], strict=True):
        if value == value and (end or after) <= sure:
            said = round(value * 100)
            likely = [sofar[end] - last, sofar[end], *([said] if sofar[end] - said in seen else [])]
            likely += [named[name]] if name and name in named else []
            likely += [sofar[after] - sofar[end], sofar[-1]] if after <= sure and not last else []
            likely.sort(key=lambda meant: -abs(meant - said))
            yield Sum(cell(table.sheet, row, head.places["金额"]), value, tuple(meant / 100 for meant in likely))
        last = sofar[end]
        seen.add(last)


def _by_name(table: Table, cents: list[int | None]) -> dict[str, int]:
    """Payee, category or whatever a total may be named after → what its rows come to."""
    found: dict[str, int] = defaultdict(int)
    for name in ("收款人", "报销人", "部门", "类别", "事由", "对方"):
        for word, amount in zip(table.texts(name), cents, strict=True):
            found[parse.word(word).lower()] += amount or 0
    return found
