"""The header of a table of entries: where it stands, what its columns are, and whether it is one of payments, contracts or a budget."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from mkt.reading import parse
from mkt.reading.budget_months import FIRST, month_said, months_of, year_of
from mkt.reading.capitals import capitals
from mkt.reading.grids import Grid
from mkt.reading.heads import TALLEST, Block, Head, Words, block_of, bound, kind_named, words_for
from mkt.vocabulary import NOTE_LABELS, SERIAL, UNITS
from mkt.vocabulary.spending import (
    ACTUAL,
    BUDGET,
    CONTRACT,
    CONTRACTS,
    DATED,
    DAY_WORDS,
    GROSS,
    LEDGERS,
    PAID,
    PAYMENTS,
    RECEIVED,
    SIGNED_WORDS,
    TAX,
)
from mkt.vocabulary.words import ColumnWords

OWN = ("收款人", "报销人", "付款日期", "发票号", "支付申请单号", "事由", "日期")
"""Columns of which payments have one at least."""
DEEP = 100  # rows in which a column that holds something does
LONGEST = 40  # characters of a header
TITLES = 4  # rows above a header in which a title says what the table is about

_GROUP = re.compile(
    r".{0,8}(?:信息|情况|内容|资料|登记|明细|部分)"
)  # what stands over columns and says nothing of them


@dataclass(frozen=True)
class Vocabulary:
    """The columns of each kind of ledger, those of the signatures among them, and their words."""

    columns: dict[str, dict[str, ColumnWords]]
    words: dict[str, Words]
    roles: tuple[str, ...]

    @cached_property
    def everything(self) -> frozenset[str]:
        """Every word that heads a column, and what stands below a role."""
        heading = {word for words in self.words.values() for word in (*words.whole, *words.bare)}
        return frozenset(heading | set(SIGNED_WORDS) | set(DAY_WORDS))


def vocabulary_of(roles: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """The vocabulary with the signature columns of some roles; the other words for each role are given."""
    signatures: dict[str, ColumnWords] = {}
    for role, others in roles.items():
        names = (role, *others)
        signatures[role] = ColumnWords("sign", words=tuple(f"{n}{w}" for n in names for w in ("", *SIGNED_WORDS)))
        signatures[role + DATED] = ColumnWords("date", words=tuple(f"{n}{w}" for n in names for w in DAY_WORDS))
    columns = {kind: sheet.columns | (signatures if kind != BUDGET else {}) for kind, sheet in LEDGERS.items()}
    return Vocabulary(columns, {kind: words_for(known) for kind, known in columns.items()}, tuple(roles))


@lru_cache(maxsize=256)
def kind_said(sheet: str) -> str:
    """The kind of ledger that a sheet's name says, "" if none: 5月付款明细 is one of payments."""
    plain = re.sub(r"年度|[\d年月.()_-]|^附表|表$", "", parse.header(sheet)[0])
    for kind, words in LEDGERS.items():
        said = {re.sub("表$", "", parse.header(word)[0]) for word in (kind, *words.words)}
        if plain in said:
            return kind
    return ""


def of_a_month_book(sheet: str) -> bool:
    """Whether a sheet is named for what a month book holds, such as 回款明细, which has days and amounts too."""
    return bool(kind_named(sheet)) and not kind_said(sheet)


def heads(grid: Grid, top: int, known: Vocabulary) -> list[Head]:
    """The heads of the table whose header begins in a row, or in one of the two below it where more columns are known then.

    There are several where blank columns part tables that stand side by side. What begins below an entry is the next table.
    """
    best = _beginning(grid, top, known)
    for row in range(top + 1, min(top + TALLEST, len(grid.rows)) if best else 0):
        if any(_is_entry(grid, head, row - 1, known) for head in best if row - 1 > head.block.bottom):
            break
        found = _beginning(grid, row, known)
        if found and _worth(found) > _worth(best):
            best = found
    return best


def may_head(grid: Grid, row: int, known: Vocabulary) -> bool:
    """Whether a header may begin in a row, by the words in it and in the two below: a quick look at what is nearly always none."""
    words = 0
    for values in grid.rows[row : row + TALLEST]:
        words += sum(_is_word(value, known) for value in values)
    return words >= 2


def _is_word(value: Any, known: Vocabulary) -> bool:
    """Whether a cell is a word that heads a column, or a month."""
    if isinstance(value, datetime.date):
        return value.day == 1
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        return False
    word = parse.header(value)[0]
    return word in known.everything or month_said(word) is not None or bool(year_of((word,)))


def _beginning(grid: Grid, top: int, known: Vocabulary) -> list[Head]:
    """The best heads that begin in a row, the lowest of equals; a row that holds an entry is none of theirs."""
    best: list[Head] = []
    for bottom in range(top, min(top + TALLEST, len(grid.rows))):
        if _holds_values(grid, bottom, known) or any(_is_entry(grid, head, bottom, known) for head in best):
            break
        found = _serving(_block(grid, top, bottom, known), _Said(grid, top), known)
        if _worth(found) > _worth(best):
            best = found
    return best


def _holds_values(grid: Grid, row: int, known: Vocabulary) -> bool:
    """Whether a row holds what no header does: figures, days, an amount in capitals, or labels that wait for a value, as forms have them."""
    months = _counts_months(grid, row)
    merged = {left for left, _, right in grid.merged_at(row) if right > left}  # 2024 over the months
    for column, value in enumerate(grid.rows[row]):
        if isinstance(value, str):
            said = parse.tight(value)
            waits = said.endswith(":") and parse.header(value)[0] in known.everything
            if waits or (parse.date(value) and not FIRST.fullmatch(said)) or capitals(value) is not None:
                return True
        elif isinstance(value, datetime.date):
            if value.day != 1:
                return True
        elif not parse.blank(value) and not months and not (column in merged and value in range(2000, 2100)):
            return True
    return False


def _worth(found: list[Head]) -> tuple[int, int, int]:
    """How good some heads are: the columns they know, of equals those with fewer doubles, of equals the lowest."""
    known = sum(len(head.places) + len(months_of(head)) for head in found)
    doubles = sum(len(head.doubled) for head in found)
    return known, -doubles, -max((head.block.bottom - head.block.top for head in found), default=0)


def _is_entry(grid: Grid, head: Head, row: int, known: Vocabulary) -> bool:
    """Whether a row below a header holds an entry and no more words of the header: a number or a day, or two texts of its own."""
    own = 0
    for place in head.places.values():
        value = grid.value(row, place)
        if (
            grid.broken(row, place)
            or isinstance(value, datetime.date)
            or (isinstance(value, str) and parse.date(value))
        ):
            return not _counts_months(grid, row)
        if parse.number(value) is not None:
            return not _counts_months(grid, row)
        word = parse.header(value)[0]
        own += bool(word) and word not in known.everything and word not in UNITS and not month_said(word)
    return own > 1


def _counts_months(grid: Grid, row: int) -> bool:
    """Whether a row counts from 1 to 12, or holds twelve months as days."""
    said = [month_said(parse.header(value)[0]) for value in grid.rows[row] if not parse.blank(value)]
    return {int(month[1]) for month in said if month} == set(range(1, 13))


def _block(grid: Grid, top: int, bottom: int, known: Vocabulary) -> Block:
    """A block of header rows: 金额（大写） is one word, a day right of a role is the role's, 月 and 日 are a day, 序号 is nothing."""
    block = block_of(grid, top, bottom)
    levels: dict[int, tuple[str, ...]] = {}
    for column, words in sorted(_once(grid, bottom, block.levels).items()):
        words = tuple(word for word in words[:-1] if not _GROUP.fullmatch(word)) + words[-1:]
        if block.units[column] in ("大写", "小写"):
            words = (*words[:-1], words[-1] + block.units[column])
        levels[column] = (whose + DATED,) if (whose := _whose_day(column, words, levels, known)) else words
    levels = _gross(_one_day(levels, block.units, known))
    return Block(top, bottom, {c: w for c, w in levels.items() if w[-1] not in SERIAL}, block.units)


def _once(grid: Grid, bottom: int, levels: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """The columns of a header, those that one merged cell heads together as one if no more than one of them holds anything."""
    kept = dict(levels)
    for top in range(max(0, bottom - TALLEST + 1), bottom + 1):
        for left, below, right in grid.merged_at(top):
            some = [column for column in range(left, right + 1) if column in kept] if below >= bottom else []
            rows = grid.rows[bottom + 1 : bottom + 1 + DEEP]
            used = [c for c in some if any(c < len(row) and not parse.blank(row[c]) for row in rows)]
            if len(some) > 1 and len(used) < 2:
                kept = {c: words for c, words in kept.items() if c not in some or c in (used or some[:1])}
    return kept


def _whose_day(column: int, words: tuple[str, ...], before: dict[int, tuple[str, ...]], known: Vocabulary) -> str:
    """Whose signature the day of a column is of: the role in the column to the left, also one that no policy knows; "" of nobody's."""
    left = before.get(column - 1)
    if left is None or words[-1] not in DAY_WORDS:
        return ""
    canonical = known.words[PAYMENTS].canonical
    role = canonical(left)[0]
    signed = len(left) > 1 and left[-1] in SIGNED_WORDS and left[:-1] == words[:-1]
    unknown = not role and len(words) == 1 and any(canonical(some)[0] == "日期" for some in before.values())
    return role if role in known.roles else "/".join(left) if signed or unknown else ""


def _one_day(
    levels: dict[int, tuple[str, ...]], units: dict[int, str], known: Vocabulary
) -> dict[int, tuple[str, ...]]:
    """The columns with 月 and 日 side by side as one column of days, if there is no other."""
    canonical = known.words[PAYMENTS].canonical
    if any(canonical(words)[0] == "日期" for words in levels.values()):
        return levels
    for column, words in levels.items():
        if words[-1] == "月" and (levels.get(column + 1, ("",))[-1] == "日" or units.get(column + 1) == "日"):
            return {c: (*words[:-1], "月", "日期") if c == column else w for c, w in levels.items() if c != column + 1}
    return levels


def _gross(levels: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """On an invoice 金额 and 税额 make 价税合计, which is what is paid; the amount before tax is not."""
    said = {words[-1] for words in levels.values()}
    if not said & set(GROSS) or not said & set(TAX):
        return levels
    return {c: ("金额",) if w[-1] in GROSS else ("不含税金额",) if w[-1] == "金额" else w for c, w in levels.items()}


def _serving(block: Block, said: _Said, known: Vocabulary) -> list[Head]:
    """What a block heads: one table, or several that blank columns part."""
    groups, before = list[Head](), list[Block]()
    for run in _runs(block):
        head = _head(run, said, known)
        if not groups and not head:
            before.append(run)
        elif head and (not groups or head.kind != groups[-1].kind or set(head.places) == set(groups[-1].places)):
            groups.append(head)
        else:
            groups[-1] = _joined(groups[-1], run, said, known)
    for run in before if groups else ():
        groups[0] = _joined(groups[0], run, said, known)
    whole = None if groups else _head(block, said, known)
    return [whole] if whole else groups


def _joined(head: Head, run: Block, said: _Said, known: Vocabulary) -> Head:
    """A head with further columns right of a blank one; those that say again what it has are another table's."""
    more = set(bound(run, head.kind, known.words[head.kind]).places)
    again = more & set(head.places) - ({"金额"} if "付款日期" in more else set())
    if again or not more:
        return replace(head, unknown=head.unknown | {c: "/".join(words) for c, words in run.levels.items()})
    wider = _head(replace(head.block, levels=head.block.levels | run.levels), said, known)
    return wider or head


def _runs(block: Block) -> Iterator[Block]:
    """The parts of a block that blank columns divide."""
    run: dict[int, tuple[str, ...]] = {}
    for column, words in sorted(block.levels.items()):
        if run and column - 1 not in run:
            yield replace(block, levels=run)
            run = {}
        run[column] = words
    yield replace(block, levels=run)


class _Said:
    """What the sheet's name and the lines above a header say of the table."""

    def __init__(self, grid: Grid, top: int) -> None:
        self.grid, self.top = grid, top
        self.kind = kind_said(grid.name)

    @cached_property
    def budget(self) -> bool:
        """Whether they say that it is a budget, and not what came of it."""
        said = [self.grid.name, *self._titles()]
        return any(re.search("预算|budget", word) and not ACTUAL.search(word) for word in map(_plain, said))

    def _titles(self) -> Iterator[str]:
        for row in self.grid.rows[max(0, self.top - TITLES) : self.top]:
            filled = [value for value in row if not parse.blank(value)]
            if len(filled) <= 2:
                yield from (v for v in filled if isinstance(v, str) and not _plain(v).startswith(NOTE_LABELS))


def _plain(value: str) -> str:
    return parse.word(value).lower()


def _head(block: Block, said: _Said, known: Vocabulary) -> Head | None:
    """The kind that a block heads: the one that binds most columns, of equals that which names the sheet; None where it heads nothing."""
    found = [_settled(bound(block, kind, known.words[kind]), known) for kind in LEDGERS]
    sure = [head for head in found if _sure(head, said)]
    return max(sure, key=lambda head: (len(head.places) + len(months_of(head)), head.kind == said.kind), default=None)


def _settled(head: Head, known: Vocabulary) -> Head:
    """The head without doubles that are none: of two words for a text the column's own name; in a budget by months each month is its own."""
    months = months_of(head)
    places = {name: place for name, place in head.places.items() if place not in months}
    doubled = {name: [p for p in some if p not in months] for name, some in head.doubled.items()}
    unknown = dict(head.unknown)
    for name, some in list(doubled.items()):
        own = [place for place in some if head.block.levels[place][-1] == name]
        if len(own) == 1 and known.columns[head.kind][name].type in ("word", "name", "text"):
            places[name] = own[0]
            unknown |= {place: head.text(place) for place in some if place != own[0]}
            del doubled[name]
    return replace(
        head, places=places, unknown=unknown, doubled={name: some for name, some in doubled.items() if len(some) > 1}
    )


def _sure(head: Head, said: _Said) -> bool:
    """Whether the columns say what kind of table this is, or the sheet's name does and some columns agree."""
    has, named = set(head.places), head.kind == said.kind
    told = set(LEDGERS[head.kind].told_by)
    if head.kind == BUDGET:
        return _sure_budget(head, said, has)
    if head.kind == PAYMENTS and not set(OWN) & has:
        return False
    if named:
        return (len(has) >= 3 and not _alternates(head)) or told <= has
    if head.kind == CONTRACTS:
        return told <= has and CONTRACT not in head.bare and bool({"金额", "签订日期"} & has)
    if {parse.word(word) for word in head.unknown.values()} & set(RECEIVED):
        return told <= has and any(PAID.search(head.text(place)) for place in head.places.values())
    return told <= has and len(has) >= 3


def _alternates(head: Head) -> bool:
    """Whether known words and others take turns, as in a row of a form: 收款人, 青禾里, 事由, 广告."""
    known = set(head.places.values())
    turns = [place in known for place in sorted(head.block.levels)]
    return len(turns) > 3 and all(turn == (i % 2 == 0) for i, turn in enumerate(turns))


def _sure_budget(head: Head, said: _Said, has: set[str]) -> bool:
    """Whether a budget is told: a list says 预算 in its header, or is called one, as months must be; sums by category may be what was spent."""
    if "类别" not in has:
        return False
    called = said.kind == BUDGET or said.budget or any("预算" in word for w in head.block.levels.values() for word in w)
    if months_of(head):
        return called
    return ("预算" in has and ("预算" not in head.bare or called)) or (said.kind == BUDGET and len(has) >= 3)
