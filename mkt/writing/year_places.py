"""Where everything stands in the graded workbook, and the formulas of its rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mkt.annual import layout
from mkt.annual.grade import Marks
from mkt.annual.plan import YearPlan
from mkt.book import letters
from mkt.layout import FIRST, MARKS
from mkt.policy import annual as columns
from mkt.rule import formula, tree
from mkt.rule.formula import ROW
from mkt.writing.places import ListPlace, filled, list_place


class YearPlaces:
    """The place of every column, and of the marks of raters, for so many people."""

    def __init__(self, plan: YearPlan, marks: Sequence[Marks], count: int) -> None:
        self.plan, self.count = plan, count
        self.given, self.sheets = layout.given(plan), layout.sheets(plan)
        self.at = {
            ref: (name, letters(first + i)) for name, (first, refs) in self.sheets.items() for i, ref in enumerate(refs)
        }
        self.marks: dict[str, ListPlace] = {}
        row = FIRST
        for one in marks:
            self.marks[columns.reviews_column(one.part.title).ref] = list_place(MARKS, "E", one.owners, count, row)
            row += len(one.reviews)

    def on(self, sheet: str) -> formula.Place:
        """Where a column stands, seen from a sheet, as a pattern; a column of many is everybody's."""

        def place(column: tree.Column) -> str:
            there, letter = self.at[column.ref]
            before = "" if there == sheet else f"{there}!"
            if column.many:
                return f"{before}${letter}${FIRST + 1}:${letter}${FIRST + self.count}"
            return f"{letter}{ROW}" if there == sheet else f"{before}${letter}{ROW}"

        return place

    def formula(self, ref: str) -> Callable[[int], str]:
        """The formula of a computed column for each person."""
        return filled(self.plan.rules[ref], self.on(self.at[ref][0]), self.marks)

    def column(self, ref: str) -> str:
        """The sheet and letter of a column, as `年度!S`."""
        sheet, letter = self.at[ref]
        return f"{sheet}!{letter}"

    def index(self, ref: str) -> int:
        """The position of a column on its sheet, from 0."""
        first, refs = self.sheets[self.at[ref][0]]
        return first + refs.index(ref)
