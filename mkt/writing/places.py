"""Where everything stands in the scored workbook, and the formula of a rule for each person there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from mkt.book import letters, quoted
from mkt.layout import FIRST, INPUTS, LEADING
from mkt.policy.model import TOTAL, Plan, points_column
from mkt.rule import formula, tree
from mkt.rule.formula import ROW
from mkt.staff import Input, Staff
from mkt.vocabulary import SHEETS

LONGEST_NAME = 31  # letters of a sheet's name
_UNFIT = re.compile(r"[\[\]:*?/\\']")  # what a sheet's name must not have
_MARKS = 0xE000  # private characters: three per list stand in a pattern for its first row, last row and count


class Places:
    """The layout of a scored workbook: single inputs side by side on 输入, each list on a sheet of its own."""

    def __init__(self, staff: Staff, plan: Plan) -> None:
        self.staff, self.count = staff, len(staff.people)
        inputs = staff.inputs.values()
        self.single = sorted((given for given in inputs if given.owners is None), key=_in_sheet_order)
        self.lists = [given for given in inputs if given.owners is not None]
        refs = [points_column(kind.title).ref for kind in plan.kinds.values()]
        computed = [*refs, TOTAL.ref, "成绩.等级", "成绩.名次", "成绩.备注"]
        self.columns = {ref: LEADING + i for i, ref in enumerate(computed)}
        self.names = self._names()
        self.inputs = {given.column.ref: 2 + 2 * i for i, given in enumerate(self.single)}

    def list_name(self, given: Input) -> str:
        """The sheet that holds a column of many."""
        return self.names[given.column.ref]

    def _names(self) -> dict[str, str]:
        """Reference → a name of its own for its sheet: short where the source sheet has one such column, within Excel's 31 letters."""
        sources = [_sheet(given) for given in self.lists]
        names: dict[str, str] = {}
        for given, source in zip(self.lists, sources, strict=True):
            full = source if sources.count(source) == 1 else given.column.ref.replace(".", "_")
            name = f"{INPUTS}_{_UNFIT.sub('', full)}"[:LONGEST_NAME]
            names[given.column.ref] = (
                name
                if name.casefold() not in {n.casefold() for n in names.values()}
                else f"{name[: LONGEST_NAME - 3]}_{len(names)}"
            )
        return names

    def place(self, column: tree.Column) -> str:
        """Where a column stands, seen from 成绩, as a pattern."""
        if column.ref in self.columns:
            letter = letters(self.columns[column.ref])
            return f"${letter}${FIRST + 1}:${letter}${FIRST + self.count}" if column.many else f"{letter}{ROW}"
        if column.many:
            first, last, _ = self._marks(column)
            return f"{quoted(self.names[column.ref])}!$D${first}:$D${last}"
        return (
            f"{INPUTS}!${letters(self.inputs[column.ref])}${ROW}"  # absolute, so that sorting the sheet moves it along
        )

    def need(self, column: tree.Column) -> str:
        """How many numbers a column of many must hold."""
        return self._marks(column)[2]

    def _marks(self, column: tree.Column) -> tuple[str, str, str]:
        position = [given.column.ref for given in self.lists].index(column.ref)
        return chr(_MARKS + 3 * position), chr(_MARKS + 3 * position + 1), chr(_MARKS + 3 * position + 2)

    def formula(self, rule: tree.Node) -> Callable[[int], str]:
        """The formula of a rule for each person."""
        pattern = formula.guarded(rule, self.place, self.need)
        many = [
            (column, *self.spans(self.staff.inputs[column.ref]))
            for column in tree.columns(rule)
            if column.ref not in self.columns and column.many
        ]

        def filled(i: int) -> str:
            text = pattern.replace(ROW, str(FIRST + i + 1))
            for column, firsts, sizes in many:
                for mark, value in zip(
                    self._marks(column), self._rows(column, int(firsts[i]), int(sizes[i])), strict=True
                ):
                    text = text.replace(mark, str(value))
            return text

        return filled

    def _rows(self, column: tree.Column, first: int, size: int) -> tuple[int, int, int]:
        """First row, last row and how many rows there must be; for nobody's rows the header's cell, which holds no number."""
        if size == 0:
            return FIRST, FIRST, 0 if column.log else 1
        return first + 1, first + size, size

    def spans(self, given: Input) -> tuple[Any, Any]:
        """The first row (from 0) of each person in a list sheet, and how many rows."""
        assert given.owners is not None
        sizes = np.bincount(given.owners, minlength=self.count)
        return FIRST + np.cumsum(sizes) - sizes, sizes


def _sheet(given: Input) -> str:
    return given.column.ref.removeprefix("团队.").partition(".")[0]


def _in_sheet_order(given: Input) -> tuple[int, int]:
    """Sheets in the usual order, columns as they stand in the source."""
    column = given.table.columns.get(given.name) if given.table else None
    return list(SHEETS).index(_sheet(given)), column.place if column else 99
