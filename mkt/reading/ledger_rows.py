"""The rows below a header of entries: which are entries, which only add up or comment, where the next table begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from mkt import vocabulary
from mkt.book import Oddity, cell
from mkt.reading import parse
from mkt.reading.budget_months import months_of, year_column
from mkt.reading.capitals import capitals
from mkt.reading.grids import Grid
from mkt.reading.heads import Head
from mkt.reading.ledger_heads import TITLES, Vocabulary, heads, may_head
from mkt.reading.period import Sighting, seen_in
from mkt.reading.rows import filled_down, title_unit
from mkt.vocabulary import SERIAL
from mkt.vocabulary.spending import BUDGET, CONTRACT, CONTRACTS, PAYMENTS, WHOLE_YEAR

KEYS: dict[str, tuple[str, ...]] = {PAYMENTS: ("金额",), CONTRACTS: ("金额",), BUDGET: ("预算",)}
"""The figure that a row is an entry for."""
ABOUT: dict[str, tuple[str, ...]] = {
    PAYMENTS: ("日期", "收款人", "报销人", "事由", "类别", "发票号"),
    CONTRACTS: (CONTRACT, "对方", "事由", "签订日期"),
    BUDGET: ("类别", "月份"),
}
"""Columns that say what a row is about; two that are filled make it an entry although its figure is blank."""
WHOSE = ("收款人", "报销人", "类别", "发票号", "对方", CONTRACT)
"""What a total does not have unless it is named after it, and two rows under one merged amount have in common."""

_TOTAL = re.compile(
    r"(?P<of>.{0,12}?)(?:合计|小计|总计|共计|累计|总额|总金额|共\d+[笔张人]|(?:grand|sub-?)?total)(?:人民币|金额|大写|小写|数|额|amount|[共计]?\d+[人笔张]|\([^()]{0,10}\))*(?::.*)?"
)
_LABELS = frozenset(word.lower() for word in vocabulary.TOTAL_LABELS)
_PERIODS = re.compile(
    r"[本当全][日月页周期年季次]|\d{0,4}年?\d{0,2}月?(?:\d{1,2}日?)?|[上]述|以上|合|总|大写|报销|付款|支付|费用"
)
"""What a total is named after that names no payment: 本月合计, 5月合计."""
_CARRIED = re.compile(r"承前页|过次页|其中.{0,12}|.{0,4}(?:结余|余额|结转)(?:数|额|金额|下[页年月期])?")
_SUMMARY = re.compile(r"[其共计計累总總结結余餘承过過额額大]|tal", re.I)
_COLON = re.compile("[:：]")
_LABEL = re.compile(r".*(?:[^\d:]|^):|[^\d:]{1,12}:.*")
_NOTE = re.compile(
    r"(?:" + "|".join(sorted(vocabulary.NOTE_LABELS, key=len, reverse=True)) + r")(?:[\d、.,;(（].*)?", re.I
)
_SECTION = re.compile(r"[一二三四五六七八九十]+、.*|[(（][一二三四五六七八九十]+[)）].*")
LONG = 15  # characters of a lone text that is a remark


@dataclass
class Body:
    """What stands below a header: the rows that are entries, those that add up, what was passed over, the row where it ends.

    `joined` are the further rows of an entry whose amount is merged over several, `pages` the rows where the header is said again.
    """

    rows: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    joined: dict[int, list[int]] = field(default_factory=dict)
    odd: list[Oddity] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    end: int = 0


def body(grid: Grid, head: Head, known: Vocabulary, unit: str) -> Body:
    """The rows of a header's table; `unit` is the unit of money that stands above the header."""
    return _Reader(grid, head, known, unit).read()


def months_above(grid: Grid, above: int, top: int) -> list[Sighting]:
    """The months that the lines right above a header say, those that hold a text alone."""
    said = (row for row in grid.rows[max(above, top - TITLES) : top] if sum(not parse.blank(v) for v in row) == 1)
    seen = (seen_in(value, grid.name) for row in said for value in row if isinstance(value, str) and value)
    return [one for one in seen if one and one.month]


def of_total(value: Any) -> str | None:
    """What a total is named after (差旅费小计 → 差旅费), None for what is no total.

    >>> of_total("合  计"), of_total("差旅费小计"), of_total("Sub-total:"), of_total("合计（大写）：贰仟元整"), of_total("合计划书印刷")
    ('', '差旅费', '', '', None)
    """
    if not isinstance(value, str) or len(value) > 60:
        return None
    said = parse.word(value).lower()
    found = _TOTAL.fullmatch(said)
    if found:
        return "" if _PERIODS.fullmatch(found["of"]) else found["of"]
    return "" if said.strip(":") in _LABELS else None


def amount_of(value: Any) -> float | None:
    """The amount in a cell in digits or capitals, None where there is none."""
    number = parse.number(value)
    found = capitals(value) if number is None and isinstance(value, str) else number
    return None if found is None else float(found)


class _Reader:
    """Goes down the rows once. Nearly every row is plainly an entry; the rest is looked at closely."""

    def __init__(self, grid: Grid, head: Head, known: Vocabulary, unit: str) -> None:
        self.grid, self.head, self.known, self.unit = grid, head, known, unit
        self.span = range(_first_column(grid, head), max(head.block.levels) + 1)
        self.names = {place: name for name, place in head.places.items()}
        months, year = months_of(head), year_column(head)
        self.keys = [head.places[name] for name in KEYS[head.kind] if name in head.places] + list(months)
        self.keys += [year] if months and year is not None else []
        self.about = {head.places[name] for name in ABOUT[head.kind] if name in head.places}
        self.texts = [head.places[name] for name in ("收款人", "报销人", "事由", "对方") if name in head.places]
        self.day = head.places.get("日期", -1)
        self.merged = filled_down(grid, sorted(self.about))
        self.covered = {
            row: top
            for top, left, bottom, right in grid.merges
            if head.kind != BUDGET and any(left <= key <= right for key in self.keys)
            for row in range(top + 1, min(bottom, len(grid.rows)) + 1)
        }
        self.header = [self._cut(row) for row in range(head.block.top, head.block.bottom + 1)]
        self.found = Body(end=len(grid.rows))

    def read(self) -> Body:
        """Everything down to the end or to the next header."""
        row, last = self.head.block.bottom + 1, len(self.grid.rows)
        while row < last:
            values = self.grid.rows[row]
            if self._plainly(row, values):
                self.found.rows.append(row)
            else:
                again = self._header(row)
                if again is None:
                    self.found.end = row
                    break
                if again:
                    self.found.pages.append(row)
                    row = again
                    continue
                if self._is_entry(row):
                    self.found.rows.append(row)
            row += 1
        return self.found

    def _cut(self, row: int) -> list[Any]:
        return self.grid.rows[row][self.span.start : self.span.stop]

    def _plainly(self, row: int, values: list[Any]) -> bool:
        """A number as the amount, and a text that cannot be a total's beside it."""
        if (
            not self.keys
            or self.keys[0] >= len(values)
            or type(values[self.keys[0]]) is not float
            or row in self.covered
        ):
            return False
        said = [values[place] for place in self.texts if place < len(values) and isinstance(values[place], str)]
        others = (v for v in values[self.span.start : self.keys[0]] if isinstance(v, str))
        return any(len(word) > 1 for word in said) and not any(
            _SUMMARY.search(word) or _COLON.search(word) for word in others
        )

    def _filled(self, row: int) -> list[tuple[int, Any]]:
        return [(c, v) for c, v in enumerate(self._cut(row), self.span.start) if not parse.blank(v)]

    def _header(self, row: int) -> int | None:
        """The row below a header that says again what this one says, None for one that does not, 0 where no header begins."""
        height = len(self.header)
        if self._cut(row) == self.header[0] and self._again_below(row):
            return None if self._scaled_anew(row) else row + height
        filled = self._filled(row)
        texts = [v for _, v in filled if isinstance(v, str)]
        if row == self.head.block.bottom + 1 and self._translates(filled):
            return row + 1
        if not texts or any(self._amount(row, key) for key in self.keys) or not may_head(self.grid, row, self.known):
            return None if self._strange(row, filled) else 0
        found = [head for head in heads(self.grid, row, self.known) if min(head.block.levels) in self.span]
        if found and found[0].block.top > row:
            return 0
        if found:
            same = len(found) == 1 and self._same(found[0]) and not self._scaled_anew(row)
            return found[0].block.bottom + 1 if same else None
        words = sum(parse.header(v)[0] in self.known.everything for v in texts)
        return None if (words > 1 and words * 2 > len(filled)) or self._strange(row, filled) else 0

    def _translates(self, filled: list[tuple[int, Any]]) -> bool:
        """Whether a row says the header again in English."""
        said = [parse.text(v) for _, v in filled if isinstance(v, str)]
        places = {c for c, _ in filled}
        if not self.keys or self.head.text(self.keys[0]).isascii():
            return False
        latin = all(word.isascii() and not re.search(r"\d", word) for word in said)
        return latin and len(said) == len(filled) > 2 and set(self.head.places.values()) <= places

    def _again_below(self, row: int) -> bool:
        return all(self._cut(row + i) == said for i, said in enumerate(self.header) if row + i < len(self.grid.rows))

    def _same(self, head: Head) -> bool:
        """Whether a header has the columns of this one, in the same units."""
        units = (self.head.block.units, head.block.units)
        return (head.kind, head.places) == (self.head.kind, self.head.places) and all(
            units[0].get(key) == units[1].get(key) for key in self.keys
        )

    def _scaled_anew(self, row: int) -> bool:
        """Whether a line above a header that is repeated names another unit, or another month."""
        last = self.found.rows[-1] + 1 if self.found.rows else self.head.block.bottom + 1
        own = {one.month for one in months_above(self.grid, 0, self.head.block.top)}
        other = {one.month for one in months_above(self.grid, last, row)} - own
        return bool(other) or title_unit(self.grid, last, row) not in ("", self.unit)

    def _strange(self, row: int, filled: list[tuple[int, Any]]) -> bool:
        """Whether the header of a table of another kind stands here: words below a blank row, where neither they nor the next row have a day."""
        above = self._filled(row - 1)
        if len(filled) < 2 or len(above) > 1 or self.day < 0 or (row, self.day) in self.merged:
            return False
        words = all(isinstance(v, str) and len(v) <= 12 and not re.search(r"[\d:]", parse.text(v)) for _, v in filled)
        below = self._filled(row + 1) if words and row + 1 < len(self.grid.rows) else []
        under = {c for c, _ in filled}
        figures = [c for c, v in below if parse.number(v) is not None and c in under]
        return bool(figures) and not self._is_dated(row + 1) and filled[0][0] <= self.day and below[0][0] <= self.day

    def _value(self, row: int, place: int) -> Any:
        return self.merged.get((row, place), self.grid.value(row, place))

    def _is_dated(self, row: int) -> bool:
        """Whether a day stands where days do."""
        return self.day >= 0 and parse.date(self._value(row, self.day), 2000) is not None

    def _amount(self, row: int, key: int) -> bool:
        return self.grid.broken(row, key) or amount_of(self.grid.value(row, key)) is not None

    def _is_entry(self, row: int) -> bool:
        """Whether a row is an entry; what is passed over and might matter is kept."""
        filled = self._filled(row)
        figures = [key for key in self.keys if self._amount(row, key)]
        if not filled and not any(self.grid.broken(row, key) for key in self.keys):
            return False
        if self._adds_up(row, filled):
            self.found.totals.append(row)
            return False
        if self._carries(row, filled) or self._comments(row, filled, figures) or self._joins(row):
            return False
        own = [c for c, v in filled if c in self.about and self._tells(c, v)]
        under = [
            c for c in self.about if (row, c) in self.merged and c not in own and not parse.blank(self._value(row, c))
        ]
        if self._enters(row, filled, figures, own, under):
            return True
        place, value = filled[0] if filled else (self.keys[0], "")
        figure = figures[0] if figures else place
        self.found.odd.append(
            Oddity(
                cell(self.grid.name, row, figure),
                parse.text(self.grid.value(row, figure) if figures else value),
                "stray" if figures else "label",
                row,
            )
        )
        return False

    def _enters(
        self, row: int, filled: list[tuple[int, Any]], figures: list[int], own: list[int], under: list[int]
    ) -> bool:
        """Whether what a row holds makes an entry."""
        written = [c for c in self.keys if not parse.blank(self.grid.value(row, c))]
        if self.head.kind == BUDGET:
            return bool(own or under) and bool(figures or written or self.head.places.get("月份") in own)
        others = [c for c, _ in filled if c not in self.keys]
        if figures and self.head.kind == PAYMENTS:
            signed = [c for c in others if c in self.names and c not in self.about]
            return bool(own or under or signed)
        if figures:
            return bool(own or under)
        return len(own) + len(under) > 1 and bool(own) if not written else bool(own or under)

    def _tells(self, place: int, value: Any) -> bool:
        """Whether a cell says something of an entry: no label, and no word where a day stands."""
        said = parse.tight(value)
        if isinstance(value, str) and _LABEL.fullmatch(said):
            if parse.header(said.partition(":")[0])[0] in self.known.everything:
                return False
            return self.names[place] in ("事由", "收款人", "对方") and not said.endswith(":")
        return place != self.day or not isinstance(value, str) or bool(re.search(r"\d", parse.text(value)))

    def _adds_up(self, row: int, filled: list[tuple[int, Any]]) -> bool:
        """Whether a row is named a total: plainly so, or after something and with nothing else that a payment has."""
        named = {
            c: of for c, v in filled if isinstance(v, str) and _SUMMARY.search(v) and (of := of_total(v)) is not None
        }
        if not named:
            return False
        if self.head.kind == BUDGET:
            month = self.head.places.get("月份")
            whole = month is not None and parse.word(self.grid.value(row, month)).lower() in WHOLE_YEAR
            category = self.head.places["类别"]
            return not (whole and category not in named and not parse.blank(self._value(row, category)))
        whose = [c for c, v in filled if c in self.about and c not in named and self.names[c] in WHOSE]
        first = min(self.keys, default=self.span.stop)
        if any(not of and (c < first or c in self.about) for c, of in named.items()):
            return True
        merged = [c for c in self.about if (row, c) in self.merged and self.names[c] in WHOSE and c not in named]
        purpose = all(self.names.get(c) not in ("收款人", "报销人", "类别", "日期") for c in named)
        return not (whose or (purpose and (merged or self._is_dated(row))))

    def _carries(self, row: int, filled: list[tuple[int, Any]]) -> bool:
        """Whether a row carries a sum over from page to page, or says what is left."""
        carried = [c for c, v in filled if isinstance(v, str) and _CARRIED.fullmatch(parse.tight(v))]
        return bool(carried) and not any(
            c in self.about and c not in carried and self.names[c] in WHOSE for c, _ in filled
        )

    def _comments(self, row: int, filled: list[tuple[int, Any]], figures: list[int]) -> bool:
        """Whether a row is a note or a sign-off: labels, or a lone sentence, and no figure but one that has its own label."""
        texts = {c: parse.tight(v) for c, v in filled if isinstance(v, str)}
        first = texts.get(filled[0][0], "") if filled else ""
        labels = [c for c, said in texts.items() if _LABEL.fullmatch(said)]
        labelled = {right for (left, _), (right, _) in pairwise(filled) if texts.get(left, "").endswith(":")}
        if self._is_dated(row) or any(key in figures and key not in labelled for key in self.keys):
            return False
        if len(filled) == 1 and (len(first) > LONG or bool(labels) or bool(_NOTE.fullmatch(first))):
            return True
        if not filled or not (filled[0][0] in labels or _NOTE.fullmatch(first)):
            return False
        apart = {*labels, *labelled, filled[0][0]}
        rest = [c for c, v in filled if c in self.about and c not in apart and self._tells(c, v)]
        written = [c for c, _ in filled if c in self.keys and c not in apart]
        return not (written and rest) and len(rest) < 3

    def _joins(self, row: int) -> bool:
        """Whether a row goes on with an entry whose amount is merged over both; one for somebody else does not."""
        top = self.covered.get(row)
        if top is None or not (self.found.rows[-1:] == [top] or top in self.found.joined):
            return False
        for name in ("收款人", "报销人", "类别", "对方", CONTRACT):
            place = self.head.places.get(name)
            own = self.grid.value(row, place) if place is not None else ""
            if place is not None and not parse.blank(own) and parse.word(own) != parse.word(self._value(top, place)):
                return False
        self.found.joined.setdefault(top, []).append(row)
        return True


def _first_column(grid: Grid, head: Head) -> int:
    """The first column of a table, that of a serial number before it included: totals are named there."""
    first = min(head.block.levels)
    while first and any(
        parse.header(grid.value(row, first - 1))[0] in SERIAL for row in range(head.block.top, head.block.bottom + 1)
    ):
        first -= 1
    return first


def stated(grid: Grid, found: Body) -> Iterator[tuple[int, str]]:
    """The rows of totals whose figure can be read, with what each is named after."""
    for row in found.totals:
        names = [of for v in grid.rows[row] if (of := of_total(v)) is not None]
        yield row, next((of for of in names if of), "")
