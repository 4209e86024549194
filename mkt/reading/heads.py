"""The header of a table: found wherever it stands, one row or three, and what its words mean."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mkt import vocabulary
from mkt.reading import parse
from mkt.reading.grids import Grid
from mkt.vocabulary import SHEETS, ColumnWords

DEEPEST = 60  # rows in which a header is looked for
TALLEST = 3  # rows a stacked header may have
WIDEST = 300
KEYS = ("工号", "姓名", "单位")
BARE, WORD, EXACT = 1, 2, 3  # how surely a header means a column


@dataclass(frozen=True)
class Block:
    """Rows that may be a header: the words of each column from the top down, and the unit nearest to the data."""

    top: int
    bottom: int
    levels: dict[int, tuple[str, ...]]
    units: dict[int, str]


@dataclass(frozen=True)
class Head:
    """A header: the rows it spans, the canonical columns it binds, and the words it does not know."""

    kind: str
    block: Block
    places: dict[str, int]
    bare: set[str] = field(default_factory=set)
    unknown: dict[int, str] = field(default_factory=dict)
    doubled: dict[str, list[int]] = field(default_factory=dict)

    @property
    def keys(self) -> list[int]:
        """The columns that say whose row it is."""
        return [self.places[name] for name in KEYS if name in self.places]

    def text(self, column: int) -> str:
        """The words of a column as one text."""
        return "/".join(self.block.levels.get(column, ()))


@dataclass(frozen=True, eq=False)
class Words:
    """The words for the columns of one kind of sheet: whole words, and words that mean it only on their own."""

    whole: dict[str, str]
    bare: dict[str, str]

    @functools.lru_cache(maxsize=1 << 14)  # noqa: B019  # there is one of these for each kind of sheet, and headers repeat
    def canonical(self, levels: tuple[str, ...]) -> tuple[str, int]:
        """The canonical column for a header, read from its top level down, and how surely; "" if no word is known."""
        if len(levels) == 1:
            return self._single(levels[0])
        joined = ("".join(levels), "".join(reversed(levels)), "".join(levels[-2:]), "".join(reversed(levels[-2:])))
        known = next((self.whole[word] for word in joined if word in self.whole), "")
        if known or any(vocabulary.OTHER_PERIOD.search(word) for word in levels[:-1]):
            return known, WORD
        return self._whole(levels[-1])

    def _single(self, word: str) -> tuple[str, int]:
        known = self._whole(word)
        return known if known[0] else (self.bare.get(word, ""), BARE)

    def _whole(self, word: str) -> tuple[str, int]:
        """A whole word; one that is said in two languages, 姓名Name, counts if both mean the same."""
        known = self.whole.get(word, "")
        if not known:
            first, second = _LATIN.sub("", word).strip("/()"), "".join(_LATIN.findall(word))
            known = self.whole.get(first, "")
            return (known, WORD) if known and self.whole.get(second) == known else ("", WORD)
        return known, EXACT if word == known else WORD


_LATIN = re.compile(r"[a-z]+")


@functools.cache
def words_of(kind: str, wanted: frozenset[str]) -> Words:
    """The words of a kind of sheet, with the columns the policy wants of it."""
    return words_for(columns_of(kind, wanted))


def words_for(columns: Mapping[str, ColumnWords]) -> Words:
    """The words of some columns by their canonical names."""
    whole: dict[str, str] = {}
    bare: dict[str, str] = {}
    for canonical, column in columns.items():
        whole |= {parse.header(word)[0]: canonical for word in column.words}
        bare |= dict.fromkeys(column.bare, canonical)
    return Words(whole | {parse.header(canonical)[0]: canonical for canonical in columns}, bare)


def columns_of(kind: str, wanted: frozenset[str]) -> dict[str, ColumnWords]:
    """The columns that a kind of sheet can have; a sheet of ratings has those the policy wants."""
    sheet = SHEETS[kind]
    rating = ColumnWords("number", "分")
    free = [ref.partition(".")[2] for ref in sorted(wanted) if sheet.free and ref.startswith(f"{kind}.")]
    return sheet.columns | dict.fromkeys(free, rating)


@functools.cache
def known_words(wanted: frozenset[str]) -> frozenset[str]:
    """Every word that heads a column of some sheet."""
    return frozenset(word for kind in SHEETS for word in words_of(kind, wanted).whole)


def _heading(*names: str) -> frozenset[str]:
    """The words that head the columns of these names, in any sheet."""
    columns = {name: sheet.columns[name] for sheet in SHEETS.values() for name in names if name in sheet.columns}
    return frozenset(
        parse.header(word)[0] for name, known in columns.items() for word in (name, *known.words, *known.bare)
    )


IDENTITY = _heading(*KEYS)
_PERSON = _heading("工号", "姓名") - {"责任人"}  # the head of a branch is not whose row it is
_UNIT = _heading("单位")
_NUMBERED = re.compile(r".*(?:姓名|名称|工号|编号|name|id|no)")  # what no cell of a row holds but a header
_NAMELESS = re.compile(r"(?:sheet|工作表|表|明细|数据|台账|流水|记录|data|list)*[\d.()-]*")
_DATED = re.compile(r"20\d\d(?:年度?|[-._])?(?:\d{1,2}(?:月份?)?)?|\d{1,2}月份?|^\d+[.、]|表$")


def kind_named(sheet: str) -> str:
    """The canonical kind that a sheet's name says, "" if none."""
    plain = parse.header(sheet)[0]
    said = {_DATED.sub("", plain) or plain, plain}
    for kind, words in SHEETS.items():
        if said & {parse.header(word)[0] for word in (kind, *words.words)}:
            return kind
    return ""


def is_header(values: list[Any], wanted: frozenset[str]) -> bool:
    """Whether a row is made of words that head columns, one of which says whose row it is."""
    filled = [value for value in values[:WIDEST] if value != ""]
    if len(filled) < 2 or not all(isinstance(value, str) for value in filled):
        return False
    said = [parse.header(value)[0] for value in filled]
    known = sum(word in known_words(wanted) for word in said)
    return known >= 2 and any(w in IDENTITY and (2 * known >= len(said) or _NUMBERED.fullmatch(w)) for w in said)


def heads(grid: Grid, start: int, wanted: frozenset[str]) -> list[Head]:
    """The first header from a row on, once for each kind of table it serves (a wide sheet may serve several).

    In a sheet that is named for a kind, a header that lacks some of its columns counts if no full one follows.
    """
    named = kind_named(grid.name)
    poor: list[Head] = []
    for top in range(start, min(len(grid.rows), start + DEEPEST)):
        first = _serving(grid, top, named, wanted)
        if not first:
            continue
        found = _best(grid, top, first, named, wanted)
        told = {head.kind for head in found if _told(grid, head, wanted)}
        if told and (not poor or named in told):
            return found
        poor = poor or found
    return poor


def _best(grid: Grid, top: int, first: list[Head], named: str, wanted: frozenset[str]) -> list[Head]:
    """The heads that bind most columns, of those that begin in a row (`first`) or in the two below it; of equals the lowest.

    What begins below a row of figures is the next table, however many columns it has.
    """
    below = range(top + 1, min(top + TALLEST, len(grid.rows)))
    found = [_serving(grid, row, named, wanted) for row in below]
    rivals = [first, *(heads for heads in found if heads and not _parted(grid, first[0], heads[0]))]
    return max(rivals, key=lambda found: (_columns(found), found[0].block.top - found[0].block.bottom))


def _parted(grid: Grid, upper: Head, lower: Head) -> bool:
    """Whether a row of somebody's figures stands between two headers."""
    figures = set(upper.places.values()) - set(upper.keys)
    return any(
        any(grid.value(row, key) != "" for key in upper.keys)
        and any(parse.number(grid.value(row, place)) is not None for place in figures)
        for row in range(upper.block.bottom + 1, lower.block.bottom)
    )


def _columns(found: list[Head]) -> int:
    return len({place for head in found for place in head.places.values()})


def _serving(grid: Grid, top: int, named: str, wanted: frozenset[str]) -> list[Head]:
    """The heads of the best block that begins in a row; of equals the lowest in height."""
    found = [_eligible(grid, block, named, wanted) for block in blocks(grid, top)]
    return max(found, key=_columns, default=[])


def _eligible(grid: Grid, block: Block, named: str, wanted: frozenset[str]) -> list[Head]:
    """The kinds that a block heads: those its columns tell, and the one that names the sheet."""
    bound = [head for kind in SHEETS if (head := bind(grid, block, kind, wanted))]
    told = [head for head in bound if _told(grid, head, wanted)]
    sure = [head for head in told if not set(SHEETS[head.kind].told_by) <= head.bare or SHEETS[head.kind].free]
    own = [head for head in bound if head.kind == named]
    if not told:
        return own
    taken = {place for head in (sure or told) if head.kind != named for place in head.places.values()}
    other = [head for head in own if set(head.places.values()) - taken and set(head.places) - {*KEYS, "部门"}]
    return list({head.kind: head for head in (*(sure or told), *other)}.values())


def _told(grid: Grid, head: Head, wanted: frozenset[str]) -> bool:
    """Whether the columns alone say what kind of table this is."""
    sheet = SHEETS[head.kind]
    if sheet.free:
        return any(ref.partition(".")[2] in head.places for ref in wanted if ref.startswith(f"{head.kind}."))
    return bool(sheet.told_by) and set(sheet.told_by) <= set(head.places) and _said_besides(grid, head)


def _said_besides(grid: Grid, head: Head) -> bool:
    """Whether a sheet with columns as others have them too (day, contract, amount) says elsewhere that it is of its kind."""
    sheet = SHEETS[head.kind]
    own = _DATED.sub("", parse.header(grid.name)[0])
    if not sheet.told_with or _NAMELESS.fullmatch(own) or kind_named(grid.name) == head.kind:
        return True
    above = (parse.word(v) for row in grid.rows[max(0, head.block.top - 8) : head.block.top] for v in row if v != "")
    said = (own, *(head.text(head.places[name]) for name in sheet.told_by), *above)
    return any(re.search(sheet.told_with, word.lower()) for word in said)


def bind(grid: Grid, block: Block, kind: str, wanted: frozenset[str]) -> Head | None:
    """The header that a block is for a kind of sheet, None if it does not say whose rows follow and something more."""
    head = bound(block, kind, words_of(kind, wanted))
    known = {*KEYS, "部门"} if kind != "人员" else {"工号", "部门"}  # a list of names is a staff list
    if not head.keys or not (set(head.places) - known or (SHEETS[kind].free and head.unknown)):
        return None
    said = {levels[-1] for levels in block.levels.values()}
    of_people, of_units = not said.isdisjoint(_PERSON), not said.isdisjoint(_UNIT)
    if of_people if SHEETS[kind].shape == "unit" else of_units and not of_people:
        return None
    return None if _cut(grid, head) else head


def bound(block: Block, kind: str, words: Words) -> Head:
    """The surest column for each canonical name; two that are as sure are kept as doubled."""
    head = Head(kind, block, {})
    strength: dict[str, int] = {}
    for column, levels in block.levels.items():
        canonical, sure = words.canonical(levels)
        if canonical not in ("工号", "姓名"):
            sure = min(sure, WORD)
        if not canonical or sure < strength.get(canonical, 0):
            head.unknown[column] = "/".join(levels)
        elif sure == strength.get(canonical):
            head.doubled.setdefault(canonical, [head.places[canonical]]).append(column)
        else:
            if canonical in head.places:
                head.unknown[head.places[canonical]] = head.text(head.places[canonical])
                head.doubled.pop(canonical, None)
            head.places[canonical], strength[canonical] = column, sure
    head.bare.update(name for name, sure in strength.items() if sure == BARE)
    return head


def _cut(grid: Grid, head: Head) -> bool:
    """Whether the row below still belongs to the header: words under its columns, and nobody's."""
    row = head.block.bottom + 1
    texts = [value for value in (grid.rows[row] if row < len(grid.rows) else []) if value != ""]
    ours = any(grid.value(row, place) != "" for place in head.places.values())
    nobodys = not any(grid.value(row, key) != "" or grid.broken(row, key) for key in head.keys)
    return ours and nobodys and all(isinstance(value, str) and parse.number(value) is None for value in texts)


def blocks(grid: Grid, top: int) -> Iterator[Block]:
    """The blocks that begin in a row, the lowest in height first. Those that name nobody are left out."""
    for bottom in range(top, min(top + TALLEST, len(grid.rows))):
        if any(_names_somebody(grid.rows[row]) for row in range(top, bottom + 1)):
            yield block_of(grid, top, bottom)


def _names_somebody(values: list[Any]) -> bool:
    return any(isinstance(value, str) and value and parse.header(value)[0] in IDENTITY for value in values[:WIDEST])


def block_of(grid: Grid, top: int, bottom: int) -> Block:
    """Each column's words from the top down, each once; a serial number names nobody and is left out."""
    spread = _spread(grid, top, bottom)
    block = Block(top, bottom, {}, {})
    for column in range(min(WIDEST, max(len(grid.rows[row]) for row in range(top, bottom + 1)))):
        said = [parse.header(v) for v in (spread(row, column) for row in range(top, bottom + 1)) if v != ""]
        if len(said) > 1 and said[-1][0] in vocabulary.UNITS:  # a row of units below the words
            said[-1] = "", said[-1][0]
        levels = tuple(dict.fromkeys(word for word, _ in said if word))
        if levels and not (len(levels) == 1 and levels[0] in vocabulary.SERIAL):
            block.levels[column] = levels
            block.units[column] = next((unit for _, unit in reversed(said) if unit), "")
    return block


def _spread(grid: Grid, top: int, bottom: int) -> Any:
    """The value of a header cell, merges filled; a lone parent reaches right over blank cells with children below."""
    covered = {
        (row, column): grid.value(r0, c0)
        for r0 in range(top, bottom + 1)
        for c0, r1, c1 in grid.merged_at(r0)
        for row in range(r0, min(r1, bottom) + 1)
        for column in range(c0, min(c1, WIDEST) + 1)
    }

    def value(row: int, column: int) -> Any:
        own = covered.get((row, column), grid.value(row, column))
        if own != "" or row == bottom or column == 0 or (row, column) in covered:
            return own
        below = grid.value(row + 1, column), grid.value(row + 1, column - 1)
        return value(row, column - 1) if all(isinstance(v, str) and v for v in below) else own

    return value
