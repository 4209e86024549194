"""The worked examples of a policy, run."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import numpy as np

from mkt.policy.kinds import column
from mkt.policy.model import Example, Policy
from mkt.rule.arrays import Trace


def failures(policy: Policy) -> Iterator[tuple[Example, str, str, str]]:
    """Each expectation that is not met: the example, what was asked for, what was expected, what came out."""
    for example in policy.tests:
        found = results(policy, example)
        for name, expected in example.expect.items():
            if not _same(expected, found[name]):
                yield example, name, expected, found[name]


def results(policy: Policy, example: Example) -> dict[str, str]:
    """What the policy makes of an example: points by indicator id, total and grade, as text."""
    plan = policy.plan(frozenset(example.given))
    trace = Trace(1, *_columns(example))
    points: dict[str, str] = {}
    for id_, rule in plan.rules().items():
        values = trace.values(rule)
        trace.columns[f"成绩.{plan.kinds[id_].title}"] = values
        points[id_] = _text(values[0])
    total = trace.values(plan.total())
    trace.columns["成绩.总分"] = total
    return {**points, "total": _text(total[0]), "grade": str(trace.values(plan.grade())[0])}


def _columns(example: Example) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:  # type: ignore[type-arg]
    columns, owners = {"总结计划.缺交": np.zeros(1)}, {}
    for ref, given in example.given.items():
        values = given if isinstance(given, list) else [given]
        columns[ref] = np.array([float(v) for v in values])
        if column(ref).many:
            owners[ref] = np.zeros(len(values), np.intp)
    return columns, owners


def _text(value: float) -> str:
    return "none" if value != value else f"{Decimal(repr(float(value))).normalize():f}"


def _same(expected: str, found: str) -> bool:
    try:
        return Decimal(expected) == Decimal(found)
    except InvalidOperation:
        return expected == found
