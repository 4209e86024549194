"""The layout of the graded workbook that its writer and its reader share: which column stands where, by reference."""

from __future__ import annotations

from mkt.annual.plan import LISTED, YearPlan, recommended_column, taken_column
from mkt.layout import TOTALS, WORKINGS, YEAR
from mkt.policy import annual as columns

LEADING = 5  # columns of 年度 before the months: 工号 姓名 部门 分公司 级别
NAMED = 2  # columns of the other sheets that say who a row is about


def given(plan: YearPlan) -> dict[str, list[str]]:
    """Sheet → the columns that the year is computed from."""
    taken = [taken_column(month, taking).ref for month, taking in takings(plan)]
    bars = [columns.bar_column(bar.title).ref for bar in plan.annual.disqualify]
    return {
        TOTALS: [*columns.TOTALS.refs, *taken],
        WORKINGS: [columns.LEVEL, columns.PEERS, columns.BRANCH, columns.LEFT_OUT, *bars, columns.LAST_YEAR.ref],
    }


def takings(plan: YearPlan) -> list[tuple[str, tuple[str, str]]]:
    """Every month with each pair of grades by which its version takes a grade down."""
    return [(month, taking) for month, policy in plan.versions.items()
            for taking in dict.fromkeys(d.taking for d in policy.disqualify)]  # fmt: skip


def sheets(plan: YearPlan) -> dict[str, tuple[int, list[str]]]:
    """Sheet → the place of its first column (from 0) and its columns in their order, given ones first."""
    annual, stated = plan.annual, given(plan)
    parts = [columns.part_column(part.title).ref for part in annual.score.parts]
    tallies = [columns.tally_column(row.grade).ref for row in annual.points.rows]
    runs = [columns.longest_column(grade).ref for grade in annual.streak_grades()]
    advised = [recommended_column(i).ref for i in range(len(plan.recommend))]
    year = [*columns.LETTERS.refs, columns.ASSESSED.ref, columns.POINTS.ref, columns.GRADE.ref, *parts,
            columns.SCORE.ref, columns.RANK.ref, LISTED.ref]  # fmt: skip
    workings = [*stated[WORKINGS], *tallies, *runs, columns.LOWEST.ref, columns.GROUP.ref, *advised]
    return {YEAR: (LEADING, year), TOTALS: (NAMED, stated[TOTALS]), WORKINGS: (NAMED, workings)}
