"""`mkt verify` of a checked spending book: does it still show what its payments and its policies yield?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mkt.book import cell
from mkt.findings import Finding, Hit, Refused
from mkt.layout import (
    EVIDENCE,
    FIGURES,
    FIRST,
    PERIOD,
    POLICY_HASH,
    REFERENCES,
    SETTINGS,
    SPENDING_HASH,
    SPENDING_POLICY,
)
from mkt.policy.load import find_spending, packs
from mkt.policy.settings import setting_of
from mkt.policy.spending import BASES, SpendingPolicy
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of
from mkt.reading.result import figures_of, result_altered
from mkt.rule.arrays import Array, Trace
from mkt.spending.checked import ELSEWHERE, GROUP, need_of
from mkt.spending.compute import AMOUNT, closing
from mkt.spending.entry import key
from mkt.spending.fingerprint import fingerprint
from mkt.spending.options import plan_of
from mkt.spending.plan import SpendingPlan
from mkt.verify import Shown, evidence_differs, figure_differs, parameter_differs, policy_differs
from mkt.vocabulary.spending import BUDGET, CONTRACTS, PAYMENTS

NUMBERS = frozenset({AMOUNT, GROUP, ELSEWHERE, f"{CONTRACTS}.金额", *(f"{PAYMENTS}.{name}" for name in BASES.values())})
"""Columns of numbers; the others hold words."""


@dataclass(frozen=True)
class CheckedResult:
    """A checked workbook read back: its sheets, and the lines of 凭据."""

    file: str
    sheets: Mapping[str, Grid]
    evidence: Sequence[tuple[str, str]]

    def said(self, label: str) -> list[str]:
        """What 凭据 says at a label, once for each line."""
        return [value for name, value in self.evidence if name == label]

    def columns(self, sheet: str) -> dict[str, tuple[int, Array]]:
        """The columns of a sheet by the references in its hidden row, each with its place."""
        grid = self.sheets.get(sheet)
        if grid is None:
            return {}
        found = {}
        for place, ref in enumerate(grid.rows[REFERENCES]):
            values = [grid.value(row, place) for row in range(FIRST, len(grid.rows))]
            read = (
                [v if isinstance(v, float) else np.nan for v in values] if ref in NUMBERS else [str(v) for v in values]
            )
            found[str(ref)] = place, np.array(read, float if ref in NUMBERS else object)
        return found


def verify_spending(path: Path, policy_names: Sequence[str]) -> list[Finding]:
    """Everything in which a checked book differs from what its payments and its policies yield. Raises `Refused`."""
    sheets = {grid.name: grid for grid in grids(path, format_of(path))}
    result_altered.refuse(path.name, sheets, PAYMENTS, (PAYMENTS,))
    columns = (
        {str(ref) for ref in sheets[PAYMENTS].rows[REFERENCES]} if len(sheets[PAYMENTS].rows) > REFERENCES else set()
    )
    if not {AMOUNT, GROUP, ELSEWHERE, f"{PAYMENTS}.退款", f"{PAYMENTS}.月份", f"{PAYMENTS}.类别"} <= columns:
        raise Refused(*altered(path.name))
    evidence = [(str(row[0]), str(row[1])) for row in sheets[EVIDENCE].rows if len(row) > 1]
    result = CheckedResult(path.name, sheets, evidence)
    plan = _plan(result, policy_names)
    payments, contracts = (_recomputed(result, plan, sheet) for sheet in (PAYMENTS, CONTRACTS))
    figures = [figure for policy in plan.policies for figure in policy.figures()]
    found = parameter_differs.findings(result.file, figures_of(sheets.get(FIGURES)), figures)
    found += figure_differs.findings(result.file, _tables(result, plan))
    for sheet, trace in ((PAYMENTS, payments), (CONTRACTS, contracts)):
        found += figure_differs.findings(result.file, _shown(result, sheet, trace))
    spent = list(_spent(result, payments))
    found += figure_differs.findings(result.file, _budget(result, spent))
    made = fingerprint((result.said(PERIOD) or [""])[0], plan, payments, contracts, spent)
    return found + evidence_differs.findings(result.file, (result.said(SPENDING_HASH) or [""])[0], made)


def altered(file: str) -> list[Finding]:
    """That the layout of a result was changed: a column or a line that it needs is gone."""
    more = {"zh": "表的布局被改过（行或列有增减）", "en": "the layout of its sheets was changed"}
    return [result_altered.fault.finding(file, Hit(PAYMENTS, more=more))]


def _plan(result: CheckedResult, names: Sequence[str]) -> SpendingPlan:
    """The policies it was made by, with the figures that were set otherwise. Raises `Refused` where one is not at hand."""
    given = {name: find_spending(name) for name in names}
    used: list[str] = []
    if len(result.said(SPENDING_POLICY)) != len(result.said(POLICY_HASH)):
        raise Refused(*altered(result.file))
    for id_, stated in zip(result.said(SPENDING_POLICY), result.said(POLICY_HASH), strict=True):
        own = next((name for name, policy in given.items() if policy.sha256 == stated), id_ if id_ in packs() else "")
        policy: SpendingPolicy | None = find_spending(own) if own else None
        policy_differs.refuse(result.file, stated, policy, id_)
        used.append(own)
    settings = result.said(SETTINGS)
    threshold = next((text.partition("=")[2] for text in settings if text.startswith("threshold=")), "")
    return plan_of(used, threshold, [setting_of(text) for text in settings if not text.startswith("threshold=")])


def _tables(result: CheckedResult, plan: SpendingPlan) -> Iterator[Shown]:
    """Every bound and every chain of the amount tables on 制度参数, with what the policies say."""
    grid = result.sheets.get(FIGURES)
    heads = {str(row[0]): at for at, row in enumerate(grid.rows) if row} if grid else {}
    for table in (table for policy in plan.policies for table in policy.lookups()):
        edge = "上限" if table.up_to else "下限"
        at = heads.get(f"{table.name}：{edge}")
        bounds = [*map(float, table.bounds), None] if table.up_to else [None, *map(float, table.bounds)]
        for k, (bound, value) in enumerate(zip(bounds, table.values, strict=True), 1):
            if grid is not None and at is not None:
                if bound is not None:
                    yield Shown(cell(FIGURES, at + k, 0), f"{table.name} {edge}", "", grid.value(at + k, 0), bound)
                yield Shown(cell(FIGURES, at + k, 1), f"{table.name} 结果", "", grid.value(at + k, 1), value)


def _recomputed(result: CheckedResult, plan: SpendingPlan, sheet: str) -> Trace:
    """The columns of payments or contracts, those that are computed reckoned anew from the others."""
    given = {ref: values for ref, (_, values) in result.columns(sheet).items()}
    size = len(next(iter(given.values()))) if given else 0
    trace = Trace(size, given)
    if not given:
        trace.columns[f"{sheet}.金额"] = np.zeros(0)
    if sheet == PAYMENTS:
        trace.columns[f"{PAYMENTS}.{BASES['single']}"] = _together(given)
    for approval in plan.countersigns if sheet == CONTRACTS else plan.approvals:
        trace.columns[need_of(approval)] = trace.values(approval.need())
    if given:
        for ref, rule in closing(plan, sheet).items():
            trace.columns[ref] = trace.of(rule)
    else:
        trace.columns |= {ref: np.zeros(0, object) for ref in closing(plan, sheet)}
    return trace


def _together(given: Mapping[str, Array]) -> Array:
    """What each payment counts as: its amount, or its group's, nothing for a refund and what is not above zero."""
    amounts, groups, refunds = given[AMOUNT], given[GROUP], given[f"{PAYMENTS}.退款"]
    counts = (amounts > 0) & (refunds == "")  # 退款 and 作废 stand in one column
    found = np.where(counts, amounts, np.nan)
    cents = np.round(np.nan_to_num(amounts) * 100)
    for group in np.unique(groups[~np.isnan(groups)]).tolist():
        mine = groups == group
        whole = cents[mine].sum() / 100 + np.nanmax(np.nan_to_num(given[ELSEWHERE][mine]))
        found[mine & counts] = round(float(whole), 2)
    return found


def _shown(result: CheckedResult, sheet: str, trace: Trace) -> Iterator[Shown]:
    """Every computed cell of payments or contracts, with what it should be."""
    given = result.columns(sheet)
    computed = [ref for ref in given if ref in trace.columns and trace.columns[ref] is not given[ref][1]]
    for ref in computed:
        place, shown = given[ref]
        for i, (found, expected) in enumerate(zip(shown.tolist(), trace.columns[ref].tolist(), strict=True)):
            blank = found is None or found != found
            value = "" if expected is None else expected
            yield Shown(cell(sheet, FIRST + i, place), ref.partition(".")[2], "", "" if blank else found, value)


def _spent(result: CheckedResult, payments: Trace) -> Iterator[tuple[str, str, float | None, float]]:
    """Category, month, stated budget and recomputed spending of every line on 预算."""
    grid = result.sheets.get(BUDGET)
    months = [str(month) for month in payments.columns[f"{PAYMENTS}.月份"].tolist()]
    categories = [key(str(word)) for word in payments.columns[f"{PAYMENTS}.类别"].tolist()]
    cents: dict[tuple[str, str], int] = {}
    for category, month, amount in zip(categories, months, payments.columns[AMOUNT].tolist(), strict=True):
        if amount == amount:
            cents[category, month] = cents.get((category, month), 0) + round(amount * 100)
    for row in grid.rows[FIRST:] if grid else []:
        budget = row[2] if isinstance(row[2], float) else None
        yield str(row[0]), str(row[1]), budget, cents.get((key(str(row[0])), str(row[1])), 0) / 100


def _budget(result: CheckedResult, spent: Sequence[tuple[str, str, float | None, float]]) -> Iterator[Shown]:
    """支出 and 余额 of every line on 预算, with what they should be."""
    for i, (category, month, budget, yuan) in enumerate(spent):
        grid = result.sheets[BUDGET]
        row: list[Any] = [grid.value(FIRST + i, place) for place in range(5)]
        yield Shown(cell(BUDGET, FIRST + i, 3), f"{category} {month} 支出", "", row[3], yuan)
        left = "" if budget is None else round(budget - yuan, 2)
        yield Shown(cell(BUDGET, FIRST + i, 4), f"{category} {month} 余额", "", row[4], left)
