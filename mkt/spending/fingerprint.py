"""A hash over what a checked book shows, to tell whether it was edited later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from mkt.policy.spending import PLAN
from mkt.rule.arrays import Trace
from mkt.spending.checked import MISSING, need_of
from mkt.spending.compute import AMOUNT
from mkt.spending.plan import SpendingPlan
from mkt.vocabulary.spending import CONTRACTS, PAYMENTS

Spending = Iterable[tuple[str, str, float | None, float | None]]
"""Category, month, budget and what was spent, in yuan."""


def fingerprint(period: str, plan: SpendingPlan, payments: Trace, contracts: Trace, spent: Spending) -> str:
    """The hash of a book's payments, contracts and budget, with what they need and lack."""
    refs = [AMOUNT, PLAN, *(need_of(approval) for approval in plan.approvals), MISSING]
    theirs = [
        f"{CONTRACTS}.金额",
        *(need_of(approval) for approval in plan.countersigns),
        MISSING.replace(PAYMENTS, CONTRACTS, 1),
    ]
    lines = [period, *_rows(zip(*(payments.columns[ref].tolist() for ref in refs), strict=True)), ""]
    lines += [*_rows(zip(*(contracts.columns[ref].tolist() for ref in theirs), strict=True)), "", *_rows(spent)]
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _rows(rows: Iterable[Sequence[object]]) -> Iterable[str]:
    return ("\t".join(map(_text, row)) for row in rows)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}" if value == value else ""
    return "" if value is None else str(value)
