"""Where everything stands in the workbook of pay, and the formulas of its rules."""

from __future__ import annotations

import functools
from collections.abc import Callable

from mkt.book import letters
from mkt.commission import plan as columns
from mkt.commission.layout import Layout
from mkt.commission.result import PaidMonth
from mkt.layout import FIRST
from mkt.rule import formula, tree
from mkt.rule.formula import ROW
from mkt.writing.places import ListPlace, filled, list_place


class PayPlaces:
    """The place of every column, and of the rows of receipts, of what is taken back and of teams."""

    def __init__(self, month: PaidMonth, layout: Layout) -> None:
        self.month, self.layout, self.count = month, layout, len(month.people)
        self.lists: dict[str, ListPlace] = {
            ref: list_place(sheet, letters(place), month.trace.owners[ref], self.count)
            for ref, (sheet, place) in layout.lists.items()
        }

    def on(self, sheet: str) -> formula.Place:
        """Where a column stands, seen from a sheet, as a pattern."""

        def place(column: tree.Column) -> str:
            there, at = self.layout.at(column.ref)
            return f"{letters(at)}{ROW}" if there == sheet else f"{there}!${letters(at)}{ROW}"

        return place

    def formula(self, ref: str) -> Callable[[int], str]:
        """The formula of a computed column for each person, seen from its own sheet."""
        return self.rule(self.month.plan.rules[ref], self.layout.at(ref)[0])

    def rule(self, rule: tree.Node, sheet: str) -> Callable[[int], str]:
        """The formula of any rule for each person, seen from a sheet."""
        return filled(rule, self.on(sheet), self.lists)

    def cell(self, ref: str, person: int) -> str:
        """The cell of a person's figure, seen from another sheet."""
        return f"{self._before(ref)}{FIRST + person + 1}"

    @functools.cache  # noqa: B019  # there is one of these for a workbook
    def _before(self, ref: str) -> str:
        """A cell of a column without its row."""
        sheet, at = self.layout.at(ref)
        return f"{sheet}!${letters(at)}$"

    def column(self, ref: str) -> str:
        """Everybody's cells of a column, seen from another sheet."""
        sheet, at = self.layout.at(ref)
        return f"{sheet}!${letters(at)}${FIRST + 1}:${letters(at)}${FIRST + self.count}"

    @property
    def total(self) -> str:
        """Everybody's total."""
        return self.column(columns.TOTAL.ref)
