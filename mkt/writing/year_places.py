"""Where everything stands in the graded workbook."""

from __future__ import annotations

from collections.abc import Sequence

from mkt.annual.grade import Marks
from mkt.annual.months import MonthOfYear
from mkt.annual.plan import LISTED, YearPlan, recommended_column, taken_column
from mkt.book import letters
from mkt.layout import FIRST, MARKS, TOTALS, WORKINGS, YEAR
from mkt.policy import annual as columns
from mkt.rule import formula, tree
from mkt.rule.formula import ROW
from mkt.writing.places import ListPlace, list_place

LEADING = 5  # columns of 年度 before the months: 工号 姓名 部门 分公司 级别
NAMED = 2  # columns of the other sheets that say who a row is about


class YearPlaces:
    """The layout: the columns of each sheet by reference, in their order, and where the marks of raters stand."""

    def __init__(self, plan: YearPlan, months: Sequence[MonthOfYear], marks: Sequence[Marks], count: int) -> None:
        annual = plan.annual
        parts = [columns.part_column(part.title).ref for part in annual.score.parts]
        taken = [taken_column(month.month, taking).ref for month in months for taking in month.taken]
        counted = [columns.bar_column(bar.title).ref for bar in annual.disqualify]
        tallies = [columns.tally_column(row.grade).ref for row in annual.points.rows]
        runs = [columns.longest_column(grade).ref for grade in annual.streak_grades()]
        advised = [recommended_column(i).ref for i in range(len(plan.recommend))]
        self.count = count
        self.given = {
            TOTALS: [*columns.TOTALS.refs, *taken],
            WORKINGS: [columns.LEVEL, columns.BRANCH, columns.LEFT_OUT, *counted, columns.LAST_YEAR.ref],
        }
        self.sheets = {
            YEAR: (LEADING, [*columns.LETTERS.refs, columns.ASSESSED.ref, columns.POINTS.ref, columns.GRADE.ref, *parts,
                             columns.SCORE.ref, columns.RANK.ref, LISTED.ref]),
            TOTALS: (NAMED, self.given[TOTALS]),
            WORKINGS: (NAMED, [*self.given[WORKINGS], *tallies, *runs, columns.LOWEST.ref, columns.GROUP.ref, *advised]),
        }  # fmt: skip
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

    def column(self, ref: str) -> str:
        """The sheet and letter of a column, as `年度!S`."""
        sheet, letter = self.at[ref]
        return f"{sheet}!{letter}"

    def index(self, ref: str) -> int:
        """The position of a column on its sheet, from 0."""
        first, refs = self.sheets[self.at[ref][0]]
        return first + refs.index(ref)
