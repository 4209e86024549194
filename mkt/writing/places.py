"""Where everything stands in the scored workbook, and the formula of a rule for each person there."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
        """Where a column stands, seen from 成绩, as a pattern; a computed column of many is everybody's."""
        if column.ref in self.columns:
            letter = letters(self.columns[column.ref])
            return f"${letter}${FIRST + 1}:${letter}${FIRST + self.count}" if column.many else f"{letter}{ROW}"
        return (
            f"{INPUTS}!${letters(self.inputs[column.ref])}${ROW}"  # absolute, so that sorting the sheet moves it along
        )

    def formula(self, rule: tree.Node) -> Callable[[int], str]:
        """The formula of a rule for each person."""
        return filled(rule, self.place, self.list_places)

    @functools.cached_property
    def list_places(self) -> dict[str, ListPlace]:
        """Where each column of many stands."""
        return {
            given.column.ref: list_place(self.names[given.column.ref], "D", given.owners, self.count)
            for given in self.lists
            if given.owners is not None
        }


@dataclass(frozen=True)
class ListPlace:
    """Where a column of many stands: sheet, letter, each person's first row (from 0) and how many rows."""

    sheet: str
    letter: str
    firsts: Any
    sizes: Any

    def rows(self, i: int, log: bool) -> tuple[int, int, int]:
        """First row, last row and how many numbers there must be; for nobody's rows the header's cell, which holds none."""
        first, size = int(self.firsts[i]), int(self.sizes[i])
        return (first + 1, first + size, size) if size else (FIRST, FIRST, 0 if log else 1)


def list_place(sheet: str, letter: str, owners: Any, count: int, start: int = FIRST) -> ListPlace:
    """The place of a column whose rows, sorted by owner, begin at a row."""
    sizes = np.bincount(owners, minlength=count)
    return ListPlace(sheet, letter, start + np.cumsum(sizes) - sizes, sizes)


def filled(rule: tree.Node, single: formula.Place, lists: Mapping[str, ListPlace]) -> Callable[[int], str]:
    """The formula of a rule for each person: `single` places the columns with one value a person, `lists` those of many."""
    many = [column for column in tree.columns(rule) if column.ref in lists]
    marks = {column.ref: [chr(_MARKS + 3 * i + k) for k in range(3)] for i, column in enumerate(many)}

    def place(column: tree.Column) -> str:
        if column.ref not in marks:
            return single(column)
        first, last, _ = marks[column.ref]
        there = lists[column.ref]
        return f"{quoted(there.sheet)}!${there.letter}${first}:${there.letter}${last}"

    pattern = formula.guarded(rule, place, lambda column: marks[column.ref][2])

    def text(i: int) -> str:
        found = pattern.replace(ROW, str(FIRST + i + 1))
        for column in many:
            for mark, value in zip(marks[column.ref], lists[column.ref].rows(i, column.log), strict=True):
                found = found.replace(mark, str(value))
        return found

    return text


def _sheet(given: Input) -> str:
    return given.column.ref.removeprefix("团队.").partition(".")[0]


def _in_sheet_order(given: Input) -> tuple[int, int]:
    """Sheets in the usual order, columns as they stand in the source."""
    column = given.table.columns.get(given.name) if given.table else None
    return list(SHEETS).index(_sheet(given)), column.place if column else 99
