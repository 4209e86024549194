"""Tables in a grid: the header wherever it stands, one row or three, and the rows that are people."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from mkt import vocabulary
from mkt.book import Column, Oddity, Table, cell
from mkt.reading import parse
from mkt.reading.grids import Grid
from mkt.rule.numbers import noise, steady
from mkt.vocabulary import SHEETS, ColumnWords

DEEPEST = 60  # rows in which a header is looked for
TALLEST = 3  # rows a stacked header may have
WIDEST = 300


@dataclass(frozen=True)
class Head:
    """A header: the rows it spans, the canonical columns it binds, and the words it does not know."""

    kind: str
    top: int
    bottom: int
    places: dict[str, int]
    units: dict[int, str]
    words: dict[int, str]
    unknown: dict[int, str]
    doubled: dict[str, list[int]]

    @property
    def keys(self) -> list[int]:
        """The columns that say whose row it is."""
        return [self.places[name] for name in ("工号", "姓名", "单位") if name in self.places]


@dataclass(frozen=True)
class Words:
    """The words for the columns of one kind of sheet: whole words, and words that mean it only on their own."""

    whole: dict[str, str]
    bare: dict[str, str]

    def canonical(self, levels: tuple[str, ...]) -> str:
        """The canonical column for a header, read from its top level down; "" if no word is exactly known."""
        if len(levels) == 1:
            return self.whole.get(levels[0], self.bare.get(levels[0], ""))
        joined = ("".join(levels), "".join(reversed(levels)), "".join(levels[-2:]), "".join(reversed(levels[-2:])))
        return next((self.whole[word] for word in (*joined, levels[-1]) if word in self.whole), "")


@functools.cache
def words_of(kind: str, wanted: frozenset[str]) -> Words:
    """The words of a kind of sheet, with the columns the policy wants of it."""
    whole: dict[str, str] = {}
    bare: dict[str, str] = {}
    for canonical, column in _columns_of(kind, wanted).items():
        whole |= {parse.header(word)[0]: canonical for word in (canonical, *column.words)}
        bare |= dict.fromkeys(column.bare, canonical)
    return Words(whole, bare)


def _columns_of(kind: str, wanted: frozenset[str]) -> dict[str, ColumnWords]:
    sheet = SHEETS[kind]
    rating = ColumnWords("number", "分")
    free = [ref.partition(".")[2] for ref in sorted(wanted) if sheet.free and ref.startswith(f"{kind}.")]
    return sheet.columns | dict.fromkeys(free, rating)


_DATED = re.compile(r"20\d\d年?[-.]?|\d{1,2}月份?|^\d+[.、]|表$")


def kind_named(sheet: str) -> str:
    """The canonical kind that a sheet's name says, "" if none."""
    word = _DATED.sub("", parse.header(sheet)[0]) or parse.header(sheet)[0]
    plain = parse.header(sheet)[0]
    for kind, words in SHEETS.items():
        if {word, plain} & {parse.header(w)[0] for w in (kind, *words.words)}:
            return kind
    return ""


def tables(grid: Grid, wanted: frozenset[str]) -> Iterator[tuple[Table, list[Oddity]]]:
    """Every table of a grid. `wanted` are the columns the policy reads."""
    named = kind_named(grid.name)
    start = 0
    while start < len(grid.rows):
        heads = _heads(grid, named, start, wanted)
        if not heads:
            return
        rows, strays, start = _rows(grid, heads[0])
        yield from ((_table(grid, head, rows, wanted), strays if head is heads[0] else []) for head in heads)


def _heads(grid: Grid, named: str, start: int, wanted: frozenset[str]) -> list[Head]:
    """The best header from a row on, once for each kind of table it serves (a wide sheet may serve several)."""
    by_name = _best(grid, named, start, wanted) if named else None
    if by_name is not None:
        return [by_name]
    found = [head for kind in SHEETS if (head := _best(grid, kind, start, wanted)) and _told(head, wanted)]
    if not found:
        return []
    best = max(found, key=lambda head: (len(head.places), -head.top))
    return [head for head in found if (head.top, head.bottom) == (best.top, best.bottom)]


def _told(head: Head, wanted: frozenset[str]) -> bool:
    """Whether the columns alone say what kind of table this is."""
    sheet = SHEETS[head.kind]
    if sheet.free:
        return any(ref.partition(".")[2] in head.places for ref in wanted if ref.startswith(f"{head.kind}."))
    return bool(sheet.told_by) and set(sheet.told_by) <= set(head.places)


def _best(grid: Grid, kind: str, start: int, wanted: frozenset[str]) -> Head | None:
    """The header that binds most columns; of equals the lowest in height, then the first."""
    found = [
        head
        for top in range(start, min(len(grid.rows), start + DEEPEST))
        if any(isinstance(v, str) and v for v in grid.rows[top])
        for height in range(1, TALLEST + 1)
        if (head := _bound(grid, kind, top, top + height - 1, wanted))
    ]
    return max(found, key=lambda head: (len(head.places), head.top - head.bottom, -head.top), default=None)


def _bound(grid: Grid, kind: str, top: int, bottom: int, wanted: frozenset[str]) -> Head | None:
    """The header that these rows make, None if they do not say whose rows follow and something more."""
    words = words_of(kind, wanted)
    places: dict[str, int] = {}
    spoken, units, unknown, doubled = {}, {}, {}, {}  # type: ignore[var-annotated]
    for column, levels, unit in _levels(grid, top, bottom):
        spoken[column], units[column] = "/".join(levels), unit
        canonical = words.canonical(levels)
        if not canonical:
            unknown[column] = "/".join(levels)
        elif canonical in places:
            doubled.setdefault(canonical, [places[canonical]]).append(column)
        else:
            places[canonical] = column
    identified = {"工号", "姓名", "单位"} & set(places)
    if not identified or (len(places) == len(identified) and not (SHEETS[kind].free and unknown)):
        return None
    return Head(kind, top, bottom, places, units, spoken, unknown, doubled)


def _levels(grid: Grid, top: int, bottom: int) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Each column of a header block: its words from the top down, each once, and the unit nearest to the data."""
    spread = _spread(grid, top, bottom)
    for column in range(min(WIDEST, max(len(grid.rows[r]) for r in range(top, min(bottom + 1, len(grid.rows)))))):
        heads = [
            parse.header(value) for value in (spread(row, column) for row in range(top, bottom + 1)) if value != ""
        ]
        levels = tuple(dict.fromkeys(word for word, _ in heads if word))
        if levels and not (len(levels) == 1 and levels[0] in vocabulary.SERIAL):
            yield column, levels, next((unit for _, unit in reversed(heads) if unit), "")


def _spread(grid: Grid, top: int, bottom: int) -> Any:
    """The value of a header cell, merges filled; a lone parent reaches right over blank cells with children below."""
    covered = {
        (row, column): grid.value(r0, c0)
        for r0, c0, r1, c1 in grid.merges
        if r0 <= bottom and r1 >= top and c1 - c0 < WIDEST
        for row in range(max(r0, top), min(r1, bottom) + 1)
        for column in range(c0, c1 + 1)
    }

    def value(row: int, column: int) -> Any:
        own = covered.get((row, column), grid.value(row, column))
        if own != "" or row == bottom or column == 0 or (row, column) in covered:
            return own
        below = grid.value(row + 1, column), grid.value(row + 1, column - 1)
        return value(row, column - 1) if all(isinstance(v, str) and v for v in below) else own

    return value


_NOTE = re.compile(
    r"^(?:" + "|".join(vocabulary.NOTE_LABELS) + r")[^:]{0,6}:|^(?:注|备注|说明)\d*[、.,]?|.{1,8}:\s*_*$"
)
_ROLES = re.compile(r"[\u4e00-\u9fff]{2,8}(?:签字|签名|签章)?:")


def _rows(grid: Grid, head: Head) -> tuple[list[int], list[Oddity], int]:
    """The rows that are people, what was passed over with figures in it, and where the next table may begin."""
    filled = _filled_down(grid, head.keys)
    people: list[int] = []
    strays: list[Oddity] = []
    figures = [place for name, place in head.places.items() if _is_number(head.kind, name)]
    for row in range(head.bottom + 1, len(grid.rows)):
        values = grid.rows[row]
        if _plainly_person(values, head.keys):
            people.append(row)
            continue
        if _is_total_or_note(values, head):
            continue
        if any(filled.get((row, key), grid.value(row, key)) != "" for key in head.keys):
            if _is_header(values, head):
                if _same_header(values, grid.rows[head.bottom], head):
                    continue
                return people, strays, row
            if not all(parse.blank(filled.get((row, key), grid.value(row, key))) for key in head.keys):
                people.append(row)
                continue
        strays += [
            Oddity(cell(grid.name, row, c), str(values[c]))
            for c in figures[:]
            if isinstance(grid.value(row, c), float | int)
        ][:1]
    return people, strays, len(grid.rows)


def _is_number(kind: str, name: str) -> bool:
    words = SHEETS[kind].columns.get(name)
    return words is None or words.type == "number"


def _plainly_person(values: list[Any], keys: list[int]) -> bool:
    first = values[keys[0]] if keys[0] < len(values) else ""
    return (isinstance(first, float) and first.is_integer()) or (
        isinstance(first, str) and first.isascii() and first.isdigit()
    )


def _is_total_or_note(values: list[Any], head: Head) -> bool:
    texts = [parse.tight(v) for v in values if isinstance(v, str) and v.strip()]
    if not texts:
        return False
    if any(text in vocabulary.TOTAL_LABELS or text.lower() in vocabulary.TOTAL_LABELS for text in texts):
        return True
    keyed = [parse.tight(values[key]) for key in head.keys if key < len(values)]
    if any(text.endswith(("合计", "小计", "总计", "合計", "小計", "總計")) for text in (texts[0], *keyed)):
        return True
    return bool(
        _NOTE.match(texts[0]) or len(_ROLES.findall("".join(texts))) > 1 or (len(texts) == 1 and _ROLES.match(texts[0]))
    )


def _is_header(values: list[Any], head: Head) -> bool:
    known = words_of(head.kind, frozenset()).whole
    return any(
        known.get(parse.header(values[key])[0]) in ("工号", "姓名", "单位") for key in head.keys if key < len(values)
    )


def _same_header(values: list[Any], original: list[Any], head: Head) -> bool:
    mine = [parse.header(values[place])[0] for place in head.places.values() if place < len(values)]
    return all(
        not word or word in head.words.get(place, "").split("/")
        for word, place in zip(mine, head.places.values(), strict=False)
    )


def _filled_down(grid: Grid, columns: list[int]) -> dict[tuple[int, int], Any]:
    """The value of every cell that a downward merge covers in these columns."""
    wanted = set(columns)
    return {
        (row, c0): grid.value(r0, c0)
        for r0, c0, r1, _ in grid.merges
        if r1 > r0 and c0 in wanted
        for row in range(r0, min(r1, len(grid.rows)) + 1)
    }


def _table(grid: Grid, head: Head, rows: list[int], wanted: frozenset[str]) -> Table:
    known = _columns_of(head.kind, wanted)
    texts = [place for name, place in head.places.items() if known[name].type != "number"]
    filled = _filled_down(grid, texts)
    title_unit = _title_unit(grid, head.top)
    columns = {}
    for name, place in head.places.items():
        values = (
            [filled.get((row, place), grid.value(row, place)) for row in rows] if filled else _plain(grid, rows, place)
        )
        unit = head.units[place] or (title_unit if known[name].unit == "元" else "")
        columns[name] = _column(known[name], head.words[place], place, values, unit)
    return Table(head.kind, grid.name, head.bottom, rows, columns, head.unknown, head.doubled)


def _plain(grid: Grid, rows: list[int], place: int) -> list[Any]:
    if rows and all(len(grid.rows[row]) > place for row in (rows[0], rows[-1])):
        return [grid.rows[row][place] if place < len(grid.rows[row]) else "" for row in rows]
    return [grid.value(row, place) for row in rows]


_TITLE_UNIT = re.compile(r"单位[:：]?\s*(?:人民币)?([万千百亿]*元)")


def _title_unit(grid: Grid, top: int) -> str:
    """The money unit that a line above the header names for the whole table, as 单位：万元."""
    for row in grid.rows[max(0, top - 8) : top]:
        for value in row:
            found = (
                _TITLE_UNIT.search(parse.tight(value).translate(parse.TRADITIONAL)) if isinstance(value, str) else None
            )
            if found:
                return found.group(1)
    return ""


def _column(words: ColumnWords, header: str, place: int, values: list[Any], unit: str) -> Column:
    match words.type:
        case "number":
            return _numbers(words, header, place, values, unit)
        case "id":
            return Column(header, place, [parse.identity(v) for v in values])
        case "name":
            return Column(header, place, [parse.name(v) for v in values])
        case "date":
            dates = [parse.date(v) for v in values]
            unread = {i: parse.text(v) for i, v in enumerate(values) if dates[i] is None and not parse.blank(v)}
            return Column(header, place, dates, unread)
        case "piece":
            return Column(header, place, [parse.handed_in(v) for v in values])
        case "tick":
            ticks = [parse.tick(v) for v in values]
            return Column(header, place, ticks, {i: parse.text(v) for i, v in enumerate(values) if ticks[i] is None})
    return Column(header, place, [parse.text(v) for v in values])


def _numbers(words: ColumnWords, header: str, place: int, values: list[Any], unit: str) -> Column:
    factors = vocabulary.UNIT_WORDS.get(words.unit, {})
    others = {word for name, known in vocabulary.UNIT_WORDS.items() if name != words.unit for word in known}
    if words.unit and unit in others | {"小时", "时", "分钟", "hours"} - set(factors):
        return Column(
            header, place, np.full(len(values), np.nan), {i: parse.text(v) for i, v in enumerate(values)}, unit
        )
    scale = Decimal(factors.get(unit, "1"))
    digits = noise(words.unit)
    if scale == 1 and all(type(v) is float for v in values):
        return Column(header, place, steady(np.array(values, float), digits))
    numbers = [parse.number(v, scale) for v in values]
    unread = {i: parse.text(v) for i, v in enumerate(values) if numbers[i] is None and not parse.blank(v)}
    return Column(
        header, place, steady(np.array([np.nan if n is None else float(n) for n in numbers], float), digits), unread
    )
