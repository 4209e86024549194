"""The layout of the workbook of pay that its writer and its readers share: which column stands where, by reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkt.commission import plan as columns
from mkt.commission.plan import PayPlan, special_amount, special_rows
from mkt.layout import CALCULATION, CLAWBACKS, INPUTS, RECEIPTS, SUMMARY, TEAM
from mkt.policy.pay import GRADE, SCORE, YEAR_GRADE

LEADING = 4  # columns of 汇总 before the figures: 工号 姓名 部门 岗位
NAMED = 2  # columns of the other sheets that say who a row is about
SHARE = 11  # the column of 明细 (from 0) with the person's part; what counts of it stands behind
WORDS = frozenset({GRADE, YEAR_GRADE, columns.HELD, columns.DOUBT})
"""Columns of words; the others hold numbers."""


@dataclass(frozen=True)
class Layout:
    """Sheet → the place of its first column (from 0) and its columns in their order; and where the columns of many stand."""

    sheets: dict[str, tuple[int, list[str]]]
    lists: dict[str, tuple[str, int]]

    def at(self, ref: str) -> tuple[str, int]:
        """The sheet of a column with one value a person, and its place there."""
        for sheet, (first, refs) in self.sheets.items():
            if ref in refs:
                return sheet, first + refs.index(ref)
        raise KeyError(ref)


def layout(plan: PayPlan, inputs: Sequence[str], scored: bool) -> Layout:
    """The layout of a month; `inputs` are the single columns read from the book, `scored` says that scores and grades are known."""
    given = list(inputs)
    given += [SCORE.ref, GRADE] if scored else []
    given += [YEAR_GRADE] if plan.bonus else []
    given += [columns.CARRIED.ref] if plan.carries else []
    given += [columns.OWED.ref] if plan.advances else []
    standard = [columns.standard_column(plan.scheme.tiers)] if plan.scheme else []
    behind = [columns.AMOUNT, *map(special_amount, plan.specials), *standard, columns.FACTOR, columns.EARNED, *plan.rate_columns,
              columns.LEFT, columns.OWED_AFTER]  # fmt: skip
    calculation = [column.ref for column in behind if column.ref in plan.rules]
    before = [columns.COLLECTED, columns.PLAN, columns.ATTAINED]
    shown = [*before, *(plan.commission if plan.scheme else ()), *plan.parts, columns.TOTAL]
    summary = [column.ref for column in shown if column.ref in plan.rules]
    counted = [columns.COUNTED, *map(special_rows, plan.specials)]
    lists = {column.ref: (RECEIPTS, SHARE + 1 + i) for i, column in enumerate(counted)} if plan.receipts else {}
    if plan.claws_back:
        lists[columns.CLAWED.ref] = CLAWBACKS, 7
    if columns.OVERRIDE.ref in plan.rules:
        lists[columns.TEAM.ref] = TEAM, 4
    sheets = {
        SUMMARY: (LEADING, summary),
        CALCULATION: (NAMED, calculation),
        INPUTS: (NAMED, [*given, *([columns.DOUBT] if plan.receipts else []), columns.HELD]),
    }
    return Layout(sheets, lists)
