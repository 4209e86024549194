"""Grades as bands over a published figure, and what takes a grade away: of a month, of a year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, StringConstraints

from mkt.policy.columns import Ref, Word, column, total_of
from mkt.policy.figures import Cited, Exact, Model, Rule, Stated, figure
from mkt.policy.kinds import MOST, Title
from mkt.rule import tree

Grade = Annotated[str, StringConstraints(pattern=r"^[\u4e00-\u9fffA-Za-z0-9_]+$", max_length=10)]
"""A grade is part of a name in the workbook, so it has no other signs."""


class GradeRow(Cited):
    """A grade and the lowest figure that earns it."""

    at_least: Exact
    grade: Grade
    title: str = ""


class Lowest(Model):
    """The grade of everybody below the lowest row."""

    grade: Grade
    title: str = ""


class Grades(Rule):
    """The grade bands over a published figure: the total of a month, the points of a year."""

    rows: tuple[GradeRow, ...] = Field(min_length=1, max_length=MOST)
    otherwise: Lowest

    def table(self, of: tree.Column, name: str) -> tree.Lookup:
        """The bands as a table over a column; `name` is the table's in the workbook."""
        rising = self.rows[::-1]
        values = (self.otherwise.grade, *(row.grade for row in rising))
        bounds = tuple(row.at_least for row in rising)
        return tree.Lookup(of, bounds, values, name, of.unit, False, self.clause, self.assumed)

    def bound(self, row: GradeRow, name: str) -> tree.Figure:
        """The lowest figure of a grade, as a figure of the table."""
        source = row if row.clause or row.assumed else self
        return tree.Figure(row.at_least, f"{name}_{row.grade}_下限", "分", source.clause, source.assumed)

    def bounds(self, name: str) -> list[tree.Figure]:
        """The lowest figure of every grade but the last, best first."""
        return [self.bound(row, name) for row in self.rows]

    def titles(self) -> dict[str, str]:
        """Grade → what it is called, best first."""
        return {row.grade: row.title for row in self.rows} | {self.otherwise.grade: self.otherwise.title}

    def reaches(self, grade: str, of: tree.Column, name: str) -> tree.Node:
        """True where the figure earns a grade, or would."""
        row = next(row for row in self.rows if row.grade == grade)
        return tree.Operation(">=", of, self.bound(row, name))

    def rule(self, of: tree.Column, name: str, takings: Iterable[tuple[Taking, tree.Node]]) -> tree.Node:
        """The grade of a column, taken down where one of the tests holds."""
        result: tree.Node = self.table(of, name)
        tests: dict[Taking, list[tree.Node]] = {}
        for taking, test in takings:
            tests.setdefault(taking, []).append(test)
        order = list(self.titles())
        for (takes, becomes), found in sorted(tests.items(), key=lambda item: order.index(item[0][1])):
            test = tree.Both((self.reaches(takes, of, name), tree.Either(tuple(found))))
            result = tree.If(test, tree.Words(becomes), result)  # the lowest grade is decided last
        return result


Taking = tuple[str, str]
"""The grade that is taken away, and the one that is given instead."""


class Disqualifier(Rule):
    """What takes a grade away: a column above a figure; for sanctions, only those of the types named."""

    id: str
    title: Title
    of: Ref
    above: Stated
    takes: str
    becomes: str
    types: tuple[Word, ...] = ()

    @property
    def taking(self) -> Taking:
        """The grade it takes and the one it leaves."""
        return self.takes, self.becomes

    def test(self) -> tree.Node:
        """True where the grade is taken away."""
        node = column(self.of)
        return self.over(total_of(self.of) if node.many else node)

    def over(self, counted: tree.Node) -> tree.Node:
        """True where what was counted exceeds the figure."""
        return tree.Operation(">", counted, self.figure())

    def figure(self) -> tree.Figure:
        """The figure that must not be exceeded."""
        return figure(self.above, f"{self.title}_上限", column(self.of).unit or "次", self)
