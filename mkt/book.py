"""A book: tables whose every value knows the cell it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from mkt.rule.numbers import Floats


def letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(sheet: str, row: int, column: int) -> str:
    """A cell as the name box of Excel takes it; row and column from 0.

    >>> cell("销售目标", 6, 3), cell("Q1 KPI", 0, 0)
    ('销售目标!D7', "'Q1 KPI'!A1")
    """
    return f"{quoted(sheet)}!{letters(column)}{row + 1}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands before the `!`."""
    plain = sheet.replace("_", "").isalnum() and not sheet[0].isdigit()
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True)
class Column:
    """A column of a table: `values` as read, one per row of the table, each already parsed to its type.

    A number that is blank or unreadable is NaN, and unreadable ones keep what stands there in `unread`.
    `place` is the column's place in the sheet, from 0; `unfit` a unit in its header that cannot be its unit.
    Days that lack their year wait in `unread` until the year is known.
    """

    header: str
    place: int
    values: Any
    unread: dict[int, str] = field(default_factory=dict)
    unfit: str = ""


@dataclass(frozen=True)
class Table:
    """A table of one canonical kind: `rows` are the sheet rows (from 0) of its people, `columns` by canonical name."""

    kind: str
    sheet: str
    header_row: int
    rows: list[int]
    columns: dict[str, Column]
    unknown: dict[int, str] = field(default_factory=dict)
    doubled: dict[str, list[int]] = field(default_factory=dict)

    def cell(self, row: int, column: str) -> str:
        """The cell of a value: its row in this table and the column's canonical name."""
        return cell(self.sheet, self.rows[row], self.columns[column].place)

    def texts(self, column: str) -> list[str]:
        """The values of a text column, "" for each row if the table has no such column."""
        return self.columns[column].values if column in self.columns else [""] * len(self.rows)

    def days(self, column: str) -> list[str]:
        """The days of a date column as 2024-05-31, or what stands there if it is no day; "" where there is nothing."""
        if column not in self.columns:
            return [""] * len(self.rows)
        unread = self.columns[column].unread
        return [day.isoformat() if day else unread.get(i, "") for i, day in enumerate(self.columns[column].values)]

    def numbers(self, column: str) -> Floats:
        """The values of a number column, NaN where there is none."""
        values = self.columns[column].values if column in self.columns else None
        return values if isinstance(values, np.ndarray) else np.full(len(self.rows), np.nan)


@dataclass(frozen=True)
class Scattered(Table):
    """A table whose values do not stand in rows below a header: the cell of each by its column."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def cell(self, row: int, column: str) -> str:
        """The cell of a value."""
        return self.cells[column][row]


Odd = Literal["unowned", "stray", "label", "table"]


@dataclass(frozen=True)
class Oddity:
    """Something the reader passed over and a person may want to know: where it stands and what it is.

    unowned: figures without a person among people · stray: a figure outside the table · label: a lone text where a
    person would stand · table: a sheet or table that was not recognised.
    """

    where: str
    found: str
    what: Odd = "stray"
    row: int = 0


@dataclass(frozen=True)
class Book:
    """A month's workbook as read: its tables by canonical name and everything worth telling about the rest.

    Of two tables of one kind the first is in `tables`, the others are `further`; `rivals` names the sheets of all.
    """

    file: str
    sha256: str
    period: str
    tables: dict[str, Table]
    rivals: dict[str, list[str]] = field(default_factory=dict)
    further: tuple[Table, ...] = ()
    hidden: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
    odd: tuple[Oddity, ...] = ()

    def has(self, ref: str) -> bool:
        """Whether the book keeps a column: `销售目标.计划销售额`."""
        sheet, _, rest = ref.partition(".")
        table = self.tables.get(sheet)
        return table is not None and rest.rpartition(".")[2] in table.columns


@dataclass(frozen=True)
class Sum:
    """A total that a ledger states below its rows: its cell, its value, and what the rows come to that it may mean."""

    where: str
    value: float
    rows: tuple[float, ...]


@dataclass(frozen=True)
class Ledger:
    """A spending book as read: its tables in its order, and everything worth telling about the rest.

    `period` is the month it is about, or only the year; `months` names the month of each sheet that says one.
    """

    file: str
    sha256: str
    period: str
    tables: tuple[Table, ...]
    months: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
    odd: tuple[Oddity, ...] = ()
    sums: tuple[Sum, ...] = ()

    def of(self, kind: str) -> list[Table]:
        """The tables of one kind."""
        return [table for table in self.tables if table.kind == kind]
