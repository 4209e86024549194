"""Tables of entries, which are nobody's: payments, contracts, budget lines; a row each, or a budget with a month a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mkt.book import Oddity, Scattered, Sum, Table, cell
from mkt.reading import parse
from mkt.reading.grids import Grid
from mkt.reading.heads import DEEPEST, TALLEST, Block, Head, Words, block_of, bound, words_for
from mkt.reading.rows import filled_down, title_unit
from mkt.reading.tables import column_of, own_unit
from mkt.vocabulary import NOTE_LABELS, SERIAL, SUMMING, TOTAL_LABELS
from mkt.vocabulary.spending import BUDGET, CONTRACT, CONTRACTS, DAY_WORDS, LEDGERS, PAYMENTS, SIGNED_WORDS
from mkt.vocabulary.words import ColumnWords

DATED = "日期"
"""What stands behind a role in the name of the column with the days of its signatures."""
KEYS: dict[str, tuple[str, ...]] = {PAYMENTS: ("金额",), CONTRACTS: (CONTRACT, "对方", "金额"), BUDGET: ("预算",)}
"""Columns of which one that is filled makes a row an entry."""
ABOUT = ("日期", "收款人", "报销人", "事由", "类别", "发票号")
"""Columns of payments of which two that are filled make a row an entry although its amount is blank."""
ONE_EACH = ("发票号", "大写金额")
"""Columns in which a merged cell is said once and is not each row's own."""

_MONTH = re.compile(r"(?:(20\d\d)[年./-]?)?(0?[1-9]|1[0-2])(?:月份?)?(?:预算)?(?:数|额)?")


@dataclass(frozen=True)
class Vocabulary:
    """The columns of each kind of ledger, those of the signatures among them, and their words."""

    columns: dict[str, dict[str, ColumnWords]]
    words: dict[str, Words]
    roles: tuple[str, ...]

    @property
    def everything(self) -> frozenset[str]:
        """Every word that heads a column."""
        return frozenset(word for words in self.words.values() for word in words.whole)


def vocabulary_of(roles: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """The vocabulary with the signature columns of some roles; the other words for each role are given."""
    signatures: dict[str, ColumnWords] = {}
    for role, others in roles.items():
        names = (role, *others)
        signatures[role] = ColumnWords("sign", words=tuple(f"{n}{w}" for n in names for w in ("", *SIGNED_WORDS)))
        signatures[role + DATED] = ColumnWords("date", words=tuple(f"{n}{w}" for n in names for w in DAY_WORDS))
    columns = {kind: sheet.columns | (signatures if kind != BUDGET else {}) for kind, sheet in LEDGERS.items()}
    return Vocabulary(columns, {kind: words_for(known) for kind, known in columns.items()}, tuple(roles))


@dataclass
class Entries:
    """What a grid holds: its tables, what was passed over, the totals stated."""

    tables: list[Table] = field(default_factory=list)
    odd: list[Oddity] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


def entries(grid: Grid, known: Vocabulary) -> Entries:
    """Every table of a grid, one below or beside the other."""
    found = Entries()
    row = above = 0
    while row < len(grid.rows):
        served = _heads(grid, row, known)
        if not served:
            if not found.tables and row >= DEEPEST:
                break
            row += 1
            continue
        unit = title_unit(grid, above, row)
        ends = [_below(grid, head, known, unit, found) for head in served]
        row = above = max(ends)
    return found


def kind_said(sheet: str) -> str:
    """The kind of ledger that a sheet's name says, "" if none: 5月付款明细 is one of payments."""
    plain = re.sub(r"[\d年月.()_-]|^附表|表$", "", parse.header(sheet)[0])
    for kind, words in LEDGERS.items():
        said = {re.sub("表$", "", parse.header(word)[0]) for word in (kind, *words.words)}
        if plain in said:
            return kind
    return ""


def _heads(grid: Grid, top: int, known: Vocabulary) -> list[Head]:
    """The best heads that begin in a row, the lowest of equals; several where blank columns part them."""
    row = [value for value in grid.rows[top] if not parse.blank(value)]
    if not any(isinstance(value, str) for value in row):
        return []
    named, best = kind_said(grid.name), list[Head]()
    for bottom in range(top, min(top + TALLEST, len(grid.rows))):
        block = _block(grid, top, bottom, known)
        whole = _head(block, named, known)
        parts = [head for run in _runs(block) if (head := _head(run, named, known))]
        found = parts if len({head.kind for head in parts}) > 1 else [whole] if whole else []
        if _width(found) > _width(best):
            best = found
    return best


def _width(found: list[Head]) -> int:
    return sum(len(head.places) for head in found)


def _block(grid: Grid, top: int, bottom: int, known: Vocabulary) -> Block:
    """A block of header rows: 金额（大写） is one word, a day right of a role is the role's, 序号 is none."""
    block = block_of(grid, top, bottom)
    levels = dict(block.levels)
    role = ""
    for column in sorted(levels):
        words = levels[column]
        if block.units[column] in ("大写", "小写"):
            words = (*words[:-1], words[-1] + block.units[column])
        if role and column - 1 in levels and words[-1] in DAY_WORDS:
            words = (role + DATED,)
        bound_to = known.words[PAYMENTS].canonical(words)[0]
        role = bound_to if bound_to in known.roles else ""
        levels[column] = words
    return Block(top, bottom, {c: w for c, w in levels.items() if w[-1] not in SERIAL}, block.units)


def _runs(block: Block) -> list[Block]:
    """The parts of a block that blank columns divide."""
    runs: list[list[int]] = []
    for column in sorted(block.levels):
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return [replace(block, levels={c: block.levels[c] for c in run}) for run in runs]


def _head(block: Block, named: str, known: Vocabulary) -> Head | None:
    """What a block heads: the kind that names the sheet, else the one with most columns; None where it heads nothing."""
    found = [bound(block, kind, known.words[kind]) for kind in LEDGERS]
    sure = [head for head in found if _sure(head, head.kind == named, known)]
    return max(sure, key=lambda head: (head.kind == named, len(head.places)), default=None)


def _sure(head: Head, named: bool, known: Vocabulary) -> bool:
    """Whether the columns say what kind of table this is, or the sheet's name does and some columns agree."""
    width = len(head.places) + len(_months(head))
    told = set(LEDGERS[head.kind].told_by)
    if head.kind == BUDGET and _months(head):
        told.discard("预算")
    if named:
        return width >= 3 or (width >= 2 and told <= set(head.places))
    own = (
        {"收款人", "报销人", "付款日期", "发票号", "支付申请单号", "事由", "日期"}
        if head.kind == PAYMENTS
        else set(head.places)
    )
    return told <= set(head.places) and width >= (3 if head.kind == PAYMENTS else 2) and bool(own & set(head.places))


def _months(head: Head) -> dict[int, str]:
    """Place → month (`2024-05` or `5`) of the columns of a budget that are named for a month."""
    if head.kind != BUDGET:
        return {}
    found = {place: _MONTH.fullmatch(words[-1]) for place, words in head.block.levels.items()}
    return {
        place: f"{match[1]}-{int(match[2]):02}" if match[1] else match[2]
        for place, match in found.items()
        if match and ("月" in match.group() or match[1])
    }


def _below(grid: Grid, head: Head, known: Vocabulary, unit: str, found: Entries) -> int:
    """Add what stands below a header; the row where it ends."""
    body = _Body(grid, head, known).read()
    columns = {name: _values(grid, head, name, body.rows, known.columns[head.kind][name], unit) for name in head.places}
    if body.joined and "发票号" in columns:
        columns["发票号"] = _with_joined(grid, columns["发票号"], body)
    months = _months(head)
    table = Table(head.kind, grid.name, head.block.bottom, body.rows, columns, head.unknown, head.doubled)
    found.tables.append(_unpivoted(grid, table, months, unit) if months else table)
    found.odd += body.odd
    found.sums += _sums(table, body)
    return body.end


def _values(grid: Grid, head: Head, name: str, rows: list[int], words: ColumnWords, unit: str) -> Any:
    place = head.places[name]
    fills = words.type != "number" and name not in ONE_EACH
    filled = filled_down(grid, [place]) if fills else {}
    values = [filled.get((row, place), grid.value(row, place)) for row in rows]
    own = own_unit(head.block.units[place]) or (unit if words.unit == "元" else "")
    return column_of(words, head.text(place), place, values, own)


def _with_joined(grid: Grid, column: Any, body: _Body) -> Any:
    """Invoices with those of the rows that a merged amount covers."""
    values = list(column.values)
    for i, row in enumerate(body.rows):
        more = [parse.text(grid.value(other, column.place)) for other in body.joined.get(row, ())]
        values[i] = "、".join(filter(None, [values[i], *more]))
    return replace(column, values=values)


def _unpivoted(grid: Grid, table: Table, months: dict[int, str], unit: str) -> Table:
    """A budget with a column for each month, as a line for each category and month."""
    lines = [(i, row, place) for i, row in enumerate(table.rows) for place in months]
    cells: dict[str, list[str]] = {}
    columns = {}
    for name, column in table.columns.items():
        values = [column.values[i] for i, _, _ in lines]
        columns[name] = replace(
            column, values=values if isinstance(column.values, list) else column.values[[i for i, _, _ in lines]]
        )
        cells[name] = [table.cell(i, name) for i, _, _ in lines]
    words = LEDGERS[BUDGET].columns["预算"]
    columns["月份"] = replace(
        next(iter(table.columns.values())), header="月份", values=[months[place] for _, _, place in lines], unread={}
    )
    columns["预算"] = column_of(words, "预算", 0, [grid.value(row, place) for _, row, place in lines], unit)
    cells["月份"] = [cell(grid.name, table.header_row, place) for _, _, place in lines]
    cells["预算"] = [cell(grid.name, row, place) for _, row, place in lines]
    return Scattered(table.kind, table.sheet, table.header_row, [row for _, row, _ in lines], columns, cells=cells)


def _sums(table: Table, body: _Body) -> Iterator[Sum]:
    """The totals of amounts that stand below or between the rows, with what they may add up."""
    if "金额" not in table.columns or not body.totals:
        return
    amounts = dict(zip(table.rows, table.numbers("金额").tolist(), strict=True))
    since = 0
    for row in body.totals:
        value = parse.number(body.grid.value(row, table.columns["金额"].place))
        whole = [amount for at, amount in amounts.items() if at < row]
        part = [amount for at, amount in amounts.items() if since <= at < row]
        since = row
        if value is not None and all(amount == amount for amount in whole):
            sums = tuple(round(sum(some), 2) for some in (whole, part))
            yield Sum(cell(table.sheet, row, table.columns["金额"].place), float(value), sums)


class _Body:
    """Goes down the rows below a header: entries, totals, notes, and where the next table begins."""

    def __init__(self, grid: Grid, head: Head, known: Vocabulary) -> None:
        self.grid, self.head, self.known = grid, head, known
        self.places = head.places
        self.keys = [head.places[name] for name in KEYS[head.kind] if name in head.places] + list(_months(head))
        self.about = [head.places[name] for name in ABOUT if name in head.places]
        self.span = range(min(head.block.levels), max(head.block.levels) + 1)
        amount = head.places.get("金额", -1)
        self.covered = {
            row: top
            for top, left, bottom, right in grid.merges
            if left <= amount <= right
            for row in range(top + 1, bottom + 1)
        }
        self.rows: list[int] = []
        self.totals: list[int] = []
        self.joined: dict[int, list[int]] = {}
        self.odd: list[Oddity] = []
        self.end = len(grid.rows)

    def read(self) -> _Body:
        """Everything down to the end or to the next header."""
        for row in range(self.head.block.bottom + 1, len(self.grid.rows)):
            if self._is_entry(row):
                self.rows.append(row)
            elif self._is_header(row) and not self._repeats(row):
                self.end = row
                break
        return self

    def _filled(self, row: int) -> list[tuple[int, Any]]:
        values = self.grid.rows[row]
        return [(c, values[c]) for c in self.span if c < len(values) and not parse.blank(values[c])]

    def _is_entry(self, row: int) -> bool:
        """Whether a row is an entry; what is passed over and might matter is kept."""
        filled = self._filled(row)
        broken = any(self.grid.broken(row, key) for key in self.keys)
        if not filled and not broken:
            return False
        if self._adds_up(filled):
            self.totals.append(row)
            return False
        keys = [key for key in self.keys if not parse.blank(self.grid.value(row, key)) or self.grid.broken(row, key)]
        about = sum(1 for place, _ in filled if place in self.about)
        if row in self.covered and self.covered[row] in self.rows:
            self.joined.setdefault(self.covered[row], []).append(row)
            return False
        numbers = [
            key for key in keys if parse.number(self.grid.value(row, key)) is not None or self.grid.broken(row, key)
        ]
        if not numbers and (self._is_header(row) or self._comments(filled)):
            return False
        if keys and (about or self.head.kind != PAYMENTS or len(filled) > 1):
            return True
        if self.head.kind == PAYMENTS and about >= 2 and any(place in self.places.values() for place, _ in filled):
            return True
        if self.head.kind == BUDGET and self.places.get("类别") in [place for place, _ in filled] and len(filled) > 1:
            return True
        place, value = filled[0] if filled else (self.keys[0], "")
        self.odd.append(
            Oddity(cell(self.grid.name, row, place), parse.text(value), "stray" if numbers else "label", row)
        )
        return False

    def _adds_up(self, filled: list[tuple[int, Any]]) -> bool:
        """Whether a row is named a total and says nothing else of a payment."""
        said = [(c, parse.header(v)[0]) for c, v in filled if isinstance(v, str)]
        named = [c for c, word in said if word in TOTAL_LABELS or SUMMING.fullmatch(word)]
        others = [c for c, _ in said if c not in named and c in self.about]
        return bool(named) and not others

    def _comments(self, filled: list[tuple[int, Any]]) -> bool:
        """Whether a row without figures is a note or a sign-off."""
        first = parse.tight(filled[0][1])
        return (
            ":" in first
            or (first.startswith(NOTE_LABELS) and len(filled) <= 2)
            or (len(filled) == 1 and len(first) > 15)
        )

    def _is_header(self, row: int) -> bool:
        words = [parse.header(v)[0] for _, v in self._filled(row) if isinstance(v, str)]
        return len(words) >= 2 and sum(word in self.known.everything for word in words) * 2 > len(words)

    def _repeats(self, row: int) -> bool:
        """Whether a header says again what this one says."""
        said = {c: parse.header(v)[0] for c, v in self._filled(row)}
        return all(word in self.head.block.levels.get(c, (word if word in SERIAL else "",)) for c, word in said.items())
