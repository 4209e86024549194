"""The rows below a header: which are somebody's, which only add up or comment, where the next table begins."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from typing import Any

from mkt import vocabulary
from mkt.book import Odd, Oddity, cell
from mkt.reading import parse
from mkt.reading.grids import Grid
from mkt.reading.heads import IDENTITY, Head, bind, blocks, is_header
from mkt.vocabulary import SHEETS

ITEM = {"工作任务": "任务", "指标": "指标", "评价": "项目", "事件": "事件"}
"""The column that names what a row is about, in sheets of several rows a person."""

ABOUT = {"回款明细": ("日期", "客户", "客户类别", "合同", "产品", "类型", "单号")}
"""The columns that say together what a row is about, in sheets where no single one does; none of them must be filled."""

_NOTE = re.compile(r"(?:" + "|".join(sorted(vocabulary.NOTE_LABELS, key=len, reverse=True)) + r")(?:[\d、.,;(].*)?")
_SENTENCE = re.compile(r"(?=.*[\u4e00-\u9fff])(?:.*[。;!?,、].*|.{16,})")
_NAME = re.compile(r".{0,4}[^\W\d_计均分额数值]")  # ends as names do and totals do not
_COUNTED = re.compile(r"\d")  # 25人 beside a total is no name
_SUMMARY = re.compile(r"[计均总累最和]|tal|sum|average|mean", re.I)


@dataclass
class Body:
    """What stands below a header: the rows that are somebody's, what was passed over, and the row where it ends."""

    rows: list[int] = field(default_factory=list)
    odd: list[Oddity] = field(default_factory=list)
    end: int = 0


def body(grid: Grid, head: Head, wanted: frozenset[str], unit: str = "") -> Body:
    """The rows of a header's table. `wanted` are the columns the policy reads, `unit` the money unit named above the header."""
    return _Reader(grid, head, wanted, unit).read()


def filled_down(grid: Grid, columns: list[int]) -> dict[tuple[int, int], Any]:
    """The value of every cell that a downward merge covers in these columns."""
    wanted = set(columns)
    return {
        (row, c0): grid.value(r0, c0)
        for r0, c0, r1, _ in grid.merges
        if r1 > r0 and c0 in wanted
        for row in range(r0, min(r1, len(grid.rows)) + 1)
    }


_TITLE_UNIT = re.compile(r"(?:单位[:：]?|\()(?:人民币)?([万千百亿]*元)(?![\u4e00-\u9fff])")


def title_unit(grid: Grid, above: int, top: int) -> str:
    """The money unit that a line above the header names for the whole table, as 单位：万元; the nearest counts."""
    for row in reversed(grid.rows[max(above, top - 8) : top]):
        for value in row:
            found = _TITLE_UNIT.search(parse.word(value)) if isinstance(value, str) else None
            if found:
                return found.group(1)
    return ""


class _Reader:
    """Goes down the rows once. Nearly every row is plainly a person's; the rest is looked at closely."""

    def __init__(self, grid: Grid, head: Head, wanted: frozenset[str], unit: str) -> None:
        self.grid, self.head, self.wanted, self.unit = grid, head, wanted, unit
        self.keys = head.keys
        self.name = head.places.get("姓名", -1)
        self.item = head.places.get(ITEM.get(head.kind, ""), -1)
        columns = SHEETS[head.kind].columns
        self.figures = [c for name, c in head.places.items() if name not in columns or columns[name].type == "number"]
        covered = filled_down(grid, self.keys)  # a header that is repeated may be merged over two rows; it names nobody
        self.covered = {place: value for place, value in covered.items() if parse.header(value)[0] not in IDENTITY}
        about = {head.places[name] for name in ABOUT.get(head.kind, ()) if name in head.places}
        self.about = (about | self._before_figures()) - set(self.keys) if about else set()
        self.day = head.places.get("日期", -1)
        self.found = Body(end=len(grid.rows))

    def read(self) -> Body:
        """Everything down to the end or to the next header."""
        for row in range(self.head.block.bottom + 1, len(self.grid.rows)):
            values = self.grid.rows[row]
            if self._plainly_somebodys(values):
                self.found.rows.append(row)
            elif is_header(values, self.wanted):
                if not self._repeats(row, values) or self._scaled_anew(row, values):
                    self.found.end = row
                    break
            elif self._somebodys(row, values):
                self.found.rows.append(row)
        return self._finished()

    def _plainly_somebodys(self, values: list[Any]) -> bool:
        """A number of digits with a short name, and no task or customer that sums up: no total, no note, no header."""
        if len(self.keys) < 2 or max(self.keys[1], self.item) >= len(values):
            return False
        id_, name = values[self.keys[0]], values[self.keys[1]]
        numbered = id_.isdigit() if isinstance(id_, str) else isinstance(id_, float | int) and id_ == id_ // 1
        item = values[self.item] if self.item >= 0 else "-"
        return bool(
            numbered and isinstance(name, str) and _NAME.fullmatch(name)
            and isinstance(item, str) and item and not _SUMMARY.search(item)
            and not any(c < len(values) and isinstance(values[c], str) and _SUMMARY.search(values[c]) for c in self.about)
        )  # fmt: skip

    def _somebodys(self, row: int, values: list[Any]) -> bool:
        """Whether a row is somebody's; what is passed over and might matter is kept."""
        if self._adds_up(row, values) or self._comments(row, values):
            return False
        if not any(self._holds(row, key) for key in self.keys):
            self._pass_over(row, values)
            return False
        if self._names_section(row, values):
            self._keep(row, next(c for c, v in enumerate(values) if not parse.blank(v)), "label")
            return False
        return not self._prepared(row, values)

    def _holds(self, row: int, column: int) -> bool:
        """Whether something stands in a cell or in the merge over it; an error value is something."""
        value = self.covered.get((row, column), self.grid.value(row, column))
        return not parse.blank(value) or self.grid.broken(row, column)

    def _own(self, values: list[Any]) -> set[int]:
        """The key columns in which the row itself says who it is."""
        return {key for key in self.keys if key < len(values) and not parse.blank(values[key])}

    def _adds_up(self, row: int, values: list[Any]) -> bool:
        """Whether the row is a total: named so anywhere if it names nobody, else where its person or task is named."""
        naming = self._naming(row)
        where = set(range(len(values))) if naming is None else naming
        said = ((c, parse.header(v)[0]) for c, v in enumerate(values) if c in where and isinstance(v, str) and v)
        return any(
            word in vocabulary.TOTAL_LABELS or (c != self.item and bool(vocabulary.SUMMING.fullmatch(word)))
            for c, word in said
        )

    def _naming(self, row: int) -> set[int] | None:
        """The columns in which somebody's row would be named a total, None if the row is not plainly somebody's."""
        if self.name < 0:
            where = {self.item, *self.about, *self.keys, *range(min(self.keys))}
            return where if self._holds(row, self.keys[0]) else None
        name = parse.header(self.covered.get((row, self.name), self.grid.value(row, self.name)))[0]
        if not name or _COUNTED.search(name) or name in vocabulary.TOTAL_LABELS or vocabulary.SUMMING.fullmatch(name):
            held = any(self._holds(row, key) for key in self.keys)
            return {self.item, *self.about, *self._before_figures()} if held else None
        if self.item >= 0 or self.about or self.head.kind not in ITEM:
            return {self.item, *self.about}
        return self._before_figures() - set(self.keys)  # what the rows are about is among these

    def _before_figures(self) -> set[int]:
        return set(range(min(self.figures, default=0)))

    def _comments(self, row: int, values: list[Any]) -> bool:
        """Whether the row is a note or a sign-off: a label with a colon, a sentence, a date, and no figure beside it."""
        filled = [(c, v) for c, v in enumerate(values) if not parse.blank(v)]
        if not filled or self._numbers(values) or (filled[0][0] > max(self.keys) and self._holds(row, self.keys[0])):
            return False
        if self._somebodys_day(row, values):
            return False
        (column, value), first = filled[0], parse.tight(filled[0][1])
        beside = column not in self.keys and len(self._own(values)) == len(self.keys)  # a department called 审核
        signed = [parse.tight(values[key]) for key in self._own(values)]  # 审核：丁 where names stand
        if (
            ":" in first
            or (signed and all(":" in said for said in signed))
            or isinstance(value, datetime.date)
            or (_NOTE.fullmatch(first) and not beside)
        ):
            return True
        return len(filled) == 1 and bool(_SENTENCE.fullmatch(first) or (not first.isdigit() and parse.date(first)))

    def _somebodys_day(self, row: int, values: list[Any]) -> bool:
        """Whether a day stands where days do and somebody's name, no label such as 审核：, where names do."""
        if not 0 <= self.day < len(values) or parse.date(values[self.day], 2000) is None:
            return False
        named = "".join(parse.tight(self.covered.get((row, key), self.grid.value(row, key))) for key in self.keys)
        return named != "" and ":" not in named

    def _numbers(self, values: list[Any]) -> list[int]:
        """The columns of figures in which the row holds a number."""
        return [c for c in self.figures if c < len(values) and parse.number(values[c]) is not None]

    def _names_section(self, row: int, values: list[Any]) -> bool:
        """Whether the row holds one text and no person: 一、销售部, or a word without a digit where numbers stand."""
        filled = [(c, v) for c, v in enumerate(values) if not parse.blank(v)]
        if len(filled) != 1 or not isinstance(filled[0][1], str):
            return False
        column, said = filled[0][0], parse.tight(filled[0][1])
        wide = any(left <= column < right - 1 for left, _, right in self.grid.merged_at(row))
        misplaced = column == self.head.places.get("工号") and self.name >= 0 and not any(c.isdigit() for c in said)
        return wide or misplaced or bool(vocabulary.ORGANISED.fullmatch(said))

    def _prepared(self, row: int, values: list[Any]) -> bool:
        """Whether the row only waits for somebody: a number without a name, or the rest of a merge, and nothing else."""
        own = self._own(values)
        if self.name in own or (own and self.name < 0) or (self.name >= 0 and own and self._holds(row, self.name)):
            return False
        rest = [c for c in self.head.block.levels if c not in self.keys and self._holds(row, c)]
        return not rest

    def _pass_over(self, row: int, values: list[Any]) -> None:
        """Keep a row of nobody that holds a figure, in a list of tasks a task, in one of receipts a day and something more."""
        figures = [c for c in self._numbers(values) if parse.number(values[c])]
        about = sorted(c for c in self.about if c < len(values) and not parse.blank(values[c]))
        if len(about) > 1 and self.day in about and parse.date(values[self.day], 2000):
            figures = [*figures, *about]
        if 0 <= self.item < len(values) and not parse.blank(values[self.item]):
            figures = [*self._numbers(values), self.item]
        if figures:
            self._keep(row, figures[0], "stray")

    def _keep(self, row: int, column: int, what: Odd) -> None:
        shown = parse.text(self.grid.value(row, column))
        self.found.odd.append(Oddity(cell(self.grid.name, row, column), shown, what, row))

    def _repeats(self, row: int, values: list[Any]) -> bool:
        """Whether a header says again what this one says: on a new page, or below it in another language."""
        said = {c: parse.header(v)[0] for c, v in enumerate(values) if not parse.blank(v)}
        if all(
            not word or word in self.head.block.levels.get(c, (word if word in vocabulary.SERIAL else "",))
            for c, word in said.items()
        ):
            return True
        if row == self.head.block.bottom + 1 and all(word.isascii() for word in said.values()):
            return True
        again = [bind(self.grid, block, self.head.kind, self.wanted) for block in blocks(self.grid, row)]
        return any(head is not None and head.places == self.head.places for head in again)

    def _scaled_anew(self, row: int, values: list[Any]) -> bool:
        """Whether a header that is repeated names other units than before, in its cells or in a line above it."""
        last = self.found.rows[-1] + 1 if self.found.rows else self.head.block.bottom + 1
        above = title_unit(self.grid, last, row)
        if above and above != self.unit:
            return True
        first = range(self.head.block.top, self.head.block.bottom + 1)
        return any(
            unit in vocabulary.UNITS
            and unit != self.head.block.units.get(c)
            and all(unit != parse.header(self.grid.value(r, c))[1] for r in first)
            for c, (word, unit) in enumerate(map(parse.header, values))
            if word in self.head.block.levels.get(c, ())
        )

    def _finished(self) -> Body:
        """A figure of nobody among people, or right below them, is somebody's; a title above the next table is none."""
        self._drop_titles()
        last, gap = self._last_and_gap()
        odd = []
        for one in self.found.odd:
            if one.what == "stray" and one.row < gap:
                odd.append(replace(one, what="unowned"))
            elif one.what != "label" or not last < one.row < self.found.end < len(self.grid.rows):
                odd.append(one)
        self.found.odd = odd
        return self.found

    def _drop_titles(self) -> None:
        """A lone text above the next header is that table's title, though it stands where names do."""
        while self.found.end < len(self.grid.rows) and self.found.rows:
            row = self.found.rows[-1]
            filled, *below = (
                [c for c, v in enumerate(self.grid.rows[r]) if not parse.blank(v)] for r in range(row, self.found.end)
            )
            if len(filled) != 1 or any(len(columns) > 2 for columns in below):
                return
            self.found.rows.pop()
            self._keep(row, filled[0], "label")

    def _last_and_gap(self) -> tuple[int, int]:
        """The last person's row and the first empty row below it."""
        if not self.found.rows:
            return -1, -1
        last, rows = self.found.rows[-1], self.grid.rows
        return last, next((r for r in range(last + 1, len(rows)) if all(parse.blank(v) for v in rows[r])), len(rows))
