"""A form of labels and values, such as a payment request: one payment, or several below or beside each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from mkt.book import Column, Scattered, Table, cell
from mkt.reading import parse
from mkt.reading.entries import in_digits, window
from mkt.reading.grids import Grid
from mkt.reading.ledger_heads import TITLES, Vocabulary, kind_said
from mkt.reading.rows import title_unit
from mkt.reading.tables import column_of, own_unit
from mkt.vocabulary.spending import CONTRACT, CONTRACTS, DATED, DAY_WORDS, FORM_LABELS, PAYMENTS, REQUEST, SIGNED_WORDS

LONGEST = 200  # rows of a sheet in which labels are looked for
WIDEST = 60
LONG = 400  # characters; what is longer holds no labels
LEAST = 3  # labels with a value that a form has at least
WHOSE = {PAYMENTS: ("收款人", "报销人", "事由"), CONTRACTS: ("对方", CONTRACT, "事由")}
"""What a form says of its payment or contract; one that says none of it has not been filled in."""
AMOUNT, CAPITALS = "金额", "大写金额"
ONCE = ("收款人", "报销人", "事由", "对方", CONTRACT, AMOUNT, CAPITALS, "部门", "类别", REQUEST)
"""Labels that a form has once; said again they are the next one's."""

_COLON = re.compile(r"(?<!\d):|:(?!\d)")  # not that of 10:30
_APART = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+(?![\u4e00-\u9fff])")  # 金    额
_WAITING = re.compile(r"[\s_\-—/年月日元圆角分整¥:()零]*|[\s万仟佰拾亿元圆角分整¥:()]*|(?:[☐□○]\s*[^\s☐□○]*\s*)+")
"""What stands where a form waits to be filled in."""
_CAPITAL = re.compile(
    r"(?:\(?大写\)?:?)?(?P<capital>[^\d¥()]*?)\s*\(?(?:\(?小写\)?)?:?\s*(?P<digits>¥?\s*[+-]?[\d,]*\.?\d+\s*元?)\)?整?"
)

_OF_CONTRACT = re.compile("合同(?:会签|审批|评审|签订|签署)")
_IN_CAPITALS = re.compile(r"(?:合计)?(?:人民币|金额)?\(大写\)\s*([^:]+)")  # 人民币（大写）贰仟元整


@dataclass(frozen=True)
class Label:
    """A label with its value: the column it means, its own words and unit, what is said and where; a blank value is ""."""

    name: str
    word: str
    unit: str
    row: int
    column: int
    value: Any
    at: tuple[int, int]


@dataclass
class _Form:
    """The labels of one form, the first of each name; of two amounts that differ neither counts."""

    labels: dict[str, Label] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    others: list[Label] = field(default_factory=list)

    def add(self, label: Label) -> None:
        """Take a label; a second one of the same name only if the first is blank."""
        self.words.setdefault(label.word, label.row)
        known = self.labels.get(label.name)
        if known is None or known.value == "":
            self.labels[label.name] = label
        elif label.value != "":
            self.others.append(label)


def forms(grid: Grid, known: Vocabulary) -> list[Table]:
    """The payments, or contracts, of a sheet of labels and values: one for each form that has been filled in."""
    kind = _kind(grid)
    labels = list(_labels(grid, known, kind))
    beside = _beside(labels)
    if beside:
        parts = (window(grid, 0, beside), window(grid, beside, WIDEST))
        return [table for part in parts for table in forms(part, known)]
    unit = title_unit(grid, 0, labels[0].row) if labels else ""
    return [_table(grid, form, known, kind, unit) for form in _parted(labels, grid) if _filled_in(form, kind)]


def first_label(grid: Grid, known: Vocabulary) -> int:
    """The row of the first label of a sheet of forms."""
    return next((label.row for label in _labels(grid, known, _kind(grid))), 0)


def with_labels(grid: Grid, table: Table, top: int, known: Vocabulary) -> Table:
    """The lines of a claim, as 报销单 have them, each with what the labels around them say: who claims, when, who signed.

    Only where the lines themselves name nobody: signatures below a list of payments to many are the list's, not each payment's.
    """
    if not table.rows or {"收款人", "报销人"} & set(table.columns):
        return table
    labels = [label for label in _labels(grid, known, PAYMENTS) if not top <= label.row <= table.rows[-1]]
    said = {label.name: label for label in reversed(labels) if label.value != "" and label.name not in table.columns}
    if not {"收款人", "报销人"} & set(said) or len(_parted(labels, grid)) > 1:
        return table
    count, own = (
        len(table.rows),
        {name: [table.cell(i, name) for i in range(len(table.rows))] for name in table.columns},
    )
    columns, cells = dict(table.columns), own
    for name, label in said.items():
        if name not in (AMOUNT, CAPITALS):
            one = _column(label, known, PAYMENTS, "")
            columns[name] = replace(
                one, values=one.values * count, unread={i: t for t in one.unread.values() for i in range(count)}
            )
            cells[name] = [cell(grid.name, *label.at)] * count
    return Scattered(
        table.kind, table.sheet, table.header_row, table.rows, columns, table.unknown, table.doubled, cells=cells
    )


def _kind(grid: Grid) -> str:
    """Contracts where the sheet's name or a line of its own says so, else payments."""
    lone = (filled[0] for row in grid.rows[:TITLES] if len(filled := [v for v in row if not parse.blank(v)]) == 1)
    titled = any(isinstance(value, str) and _OF_CONTRACT.search(parse.word(value)) for value in lone)
    return CONTRACTS if titled or kind_said(grid.name) == CONTRACTS else PAYMENTS


def _beside(labels: list[Label]) -> int:
    """The column where a second form begins beside the first, 0 where there is none: its labels are said twice in their rows."""
    again: Counter[int] = Counter()
    seen: dict[tuple[int, str], int] = {}
    for label in labels:
        first = seen.setdefault((label.row, label.word), label.column)
        if label.column > first and label.name not in (DATED, ""):
            again[label.column] += 1
    return min((column for column, times in again.items() if times > 1), default=0)


def _parted(labels: list[Label], grid: Grid) -> list[_Form]:
    """The forms below each other: one begins where a label is said again, with the lines down to it since the last blank or title."""
    found, start = [_Form()], 0
    rows = sorted({label.row for label in labels})
    by_row = {row: [label for label in labels if label.row == row] for row in rows}
    for at, row in enumerate(rows):
        words = [label.word for label in by_row[row] if label.name in ONCE]
        if any(found[-1].words.get(word, row) < row for word in words):
            begin = _first_of(rows, at, start, found[-1], by_row, grid)
            moved = [label for r in rows[begin:at] for label in by_row[r]]
            found[-1] = _form([label for r in rows[start:begin] for label in by_row[r]])
            found.append(_form(moved))
            start = begin
        for label in by_row[row]:
            found[-1].add(label)
    return found


def _form(labels: list[Label]) -> _Form:
    form = _Form()
    for label in labels:
        form.add(label)
    return form


def _first_of(rows: list[int], at: int, start: int, form: _Form, by_row: dict[int, list[Label]], grid: Grid) -> int:
    """The first of the lines that belong to the form whose label is said again in `rows[at]`."""
    begin = at
    while begin - 1 > start and all(form.words[label.word] < rows[begin - 1] for label in by_row[rows[begin - 1]]):
        if any(_parts(grid, row) for row in range(rows[begin - 1] + 1, rows[begin])):
            break
        begin -= 1
    return begin


def _parts(grid: Grid, row: int) -> bool:
    """Whether a row is blank or a title."""
    return sum(not parse.blank(value) for value in grid.rows[row]) < 2


def _filled_in(form: _Form, kind: str) -> bool:
    """Whether a form holds a payment: its amount, or without one the payee and what for."""
    filled = [name for name, label in form.labels.items() if label.value != ""]
    amount = [name for name in (AMOUNT, CAPITALS) if name in form.labels]
    whose = [name for name in WHOSE[kind] if name in filled]
    if not amount or not whose or len(filled) < LEAST:
        return False
    return any(name in filled for name in amount) or len(whose) > 1


def _table(grid: Grid, form: _Form, known: Vocabulary, kind: str, unit: str) -> Table:
    labels = form.labels
    if CAPITALS in labels and (AMOUNT not in labels or labels[AMOUNT].value == ""):
        _split_amount(labels)
    for more in form.others:
        if more.name in known.roles:  # 意见：同意  签字：张三
            first = labels[more.name]
            labels[more.name] = _said(first, more.name, f"{parse.text(first.value)} {parse.text(more.value)}")
    columns = {name: _column(label, known, kind, unit) for name, label in labels.items()}
    amounts = [label for label in form.others if label.name == AMOUNT and AMOUNT in columns]
    for other in amounts:
        if not _agree(columns[AMOUNT], _column(other, known, kind, unit)):
            said = f"{parse.text(labels[AMOUNT].value)} / {parse.text(other.value)}"
            columns[AMOUNT] = Column(AMOUNT, 0, columns[AMOUNT].values * float("nan"), {0: said})
    cells = {name: [cell(grid.name, *label.at)] for name, label in labels.items()}
    top = min(label.row for label in labels.values())
    return Scattered(kind, grid.name, top, [top], columns, cells=cells)


def _agree(one: Column, other: Column) -> bool:
    return bool(one.values[0] == other.values[0])


def _column(label: Label, known: Vocabulary, kind: str, unit: str) -> Column:
    words = known.columns[kind][label.name]
    value = in_digits(label.value) if words.type == "number" else label.value
    own = own_unit(label.unit) or (unit if words.unit == "元" else "")
    return column_of(words, label.name, 0, [value], own)


def _split_amount(labels: dict[str, Label]) -> None:
    """人民币（大写）：贰仟元整 ¥2,000.00 says the amount twice; capitals alone are the amount too."""
    label = labels[CAPITALS]
    found = _CAPITAL.fullmatch(parse.text(label.value))
    if not found:
        labels.setdefault(AMOUNT, label)
        labels[AMOUNT] = _said(label, AMOUNT, label.value)
        return
    labels[AMOUNT] = _said(label, AMOUNT, found["digits"])
    labels[CAPITALS] = _said(label, CAPITALS, found["capital"])


def _said(label: Label, name: str, value: Any) -> Label:
    return Label(name, label.word, "", label.row, label.column, value, label.at)


class _Cells:
    """The cells of a form and what their words mean."""

    def __init__(self, grid: Grid, known: Vocabulary, kind: str) -> None:
        self.grid, self.known, self.words = grid, known, known.words[kind]
        self.right = {(r0, c0): c1 for r0, c0, _, c1 in grid.merges}
        self.bottom = {(r0, c0): r1 for r0, c0, r1, _ in grid.merges}

    def named(self, label: str) -> tuple[str, str, str]:
        """The column that a label means, its word and its unit; "" for the column where it is none that is known."""
        word, unit = parse.header(label)
        if unit in ("大写", "小写"):
            word, unit = word + unit, ""
        return (self.words.canonical((word,))[0] if word else ""), word, unit

    def is_label(self, value: Any) -> bool:
        """Whether a cell is a label and no value."""
        if not isinstance(value, str) or len(value) > LONG:
            return False
        said = parse.text(value)
        return bool(_COLON.search(said)) or bool(self.named(said)[0]) or self.named(said)[1] in FORM_LABELS


def _labels(grid: Grid, known: Vocabulary, kind: str) -> Iterator[Label]:
    """Every label with its value: in one cell, in the next one to the right, or for signatures in the one below."""
    cells = _Cells(grid, known, kind)
    taken: set[tuple[int, int]] = set()
    for r, values in enumerate(grid.rows[:LONGEST]):
        role, filled = "", [(c, v) for c, v in enumerate(values[:WIDEST]) if not parse.blank(v)]
        for c, value in filled:
            if not isinstance(value, str) or len(value) > LONG or (r, c) in taken:
                continue
            for label, inside in _pairs(parse.text(value)):
                name, word, unit = cells.named(label)
                if role and (word in SIGNED_WORDS or word in DAY_WORDS):
                    name = role + DATED if word in DAY_WORDS else role
                if not name or (inside is None and word not in known.everything):
                    role = role if word in SIGNED_WORDS or word in DAY_WORDS else ""
                    continue
                role = name if name in known.roles else role if name.endswith(DATED) else ""
                said, at = (inside, (r, c)) if inside else _beyond(cells, r, c, name)
                if said != "" and at != (r, c):
                    taken.add(at)
                yield Label(name, word, unit, r, c, "" if _waits(said) else said, at)


def _waits(value: Any) -> bool:
    """Whether a form waits here: blanks, lines, 年 月 日, the units of an amount without figures."""
    return value == "" or (isinstance(value, str) and bool(_WAITING.fullmatch(parse.text(value))))


def _beyond(cells: _Cells, r: int, c: int, name: str) -> tuple[Any, tuple[int, int]]:
    """The value right of a label, of a signature also below it; "" at the cell where it would stand."""
    grid, at = cells.grid, cells.right.get((r, c), c) + 1
    values = grid.rows[r]
    beside = next((i for i in range(at, min(len(values), WIDEST)) if not parse.blank(values[i])), None)
    if beside is not None:
        value, own = values[beside], name == "部门" and beside == at
        label = cells.is_label(values[beside]) and not own
        after = [v for v in values[beside + 1 : WIDEST] if not parse.blank(v)]
        unknown = beside > at and bool(after) and not cells.is_label(after[0])  # 收款人 | | 开户行 | 某银行
        if not label and not unknown:
            return value, (r, beside)
    below = cells.bottom.get((r, c), r) + 1
    if name in cells.known.roles and not parse.blank(grid.value(below, c)) and not cells.is_label(grid.value(below, c)):
        return _with_day(cells, below, c)
    return "", (r, at)


def _with_day(cells: _Cells, row: int, column: int) -> tuple[Any, tuple[int, int]]:
    """A signature with the day below it."""
    value, under = cells.grid.value(row, column), cells.grid.value(row + 1, column)
    day = parse.date(under)
    return (f"{parse.text(value)} {day}" if day and not parse.date(value) else value), (row, column)


def _pairs(said: str) -> Iterator[tuple[str, str | None]]:
    """Each label in a cell with the value behind its colon; a cell without one is a label as a whole, its value None.

    >>> list(_pairs("部门：市场部  日 期：2024年5月3日 10:30")), list(_pairs("收款人"))
    ([('部门', '市场部'), ('日期', '2024年5月3日 10:30')], [('收款人', None)])
    """
    said = _APART.sub(lambda word: re.sub(r"\s", "", word.group()), parse.text(said))
    parts = _COLON.split(said)
    amount = _IN_CAPITALS.fullmatch(said)
    if amount:
        yield "人民币大写", amount[1]
        return
    if len(parts) == 1:
        yield said, None
        return
    label = parts[0].strip()
    for part in parts[1:-1]:
        words = part.split()
        yield label, " ".join(words[:-1])
        label = words[-1] if words else ""
    yield label, parts[-1].strip()
