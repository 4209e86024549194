"""The worked examples of a policy, run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Protocol

import numpy as np

from mkt.findings import Hit, fault
from mkt.policy.columns import TEAM, column
from mkt.policy.lint import references
from mkt.policy.model import Policy
from mkt.policy.regulation import Example, Regulation
from mkt.rule.arrays import Owners, Trace
from mkt.rule.numbers import Floats
from mkt.vocabulary import SHEETS


class Named(Protocol):
    """An example by its name."""

    @property
    def name(self) -> str: ...


def failures(policy: Policy) -> Iterator[tuple[int, str, str, str]]:
    """Each expectation that is not met: the example's position, what was asked for, what was expected, what came out."""
    for i, example in enumerate(policy.tests):
        found = results(policy, example)
        for name, expected in example.expect.items():
            if not _same(expected, found[name]):
                yield i, name, expected, found[name]


@fault("error", "样例“{name}”不符：{found} 应为 {expected}，算出来是 {result}。",
       "the example '{name}' does not hold: {found} should be {expected}, but is {result}.")  # fmt: skip
def examples_fail(
    tests: Sequence[Named], failed: Iterator[tuple[int, str, str, str]], policy: Regulation
) -> Iterator[Hit]:
    """制度文件里的样例（tests）和规则对不上：不是规则写错，就是样例写错。

    An example of the policy file does not agree with its rules: one of the two is wrong.
    """
    for i, name, expected, result in failed:
        more = {"name": tests[i].name, "expected": expected, "result": result}
        yield Hit(policy.place("tests", i, "expect", name), name, more=more)


def run_examples(policy: Policy) -> None:
    """Run every example. Raises `Refused` with those that do not hold."""
    examples_fail.refuse(policy.file, policy.tests, failures(policy), policy)


def results(policy: Policy, example: Example) -> dict[str, str]:
    """What the policy makes of an example: points by indicator id, total and grade, as text."""
    logs = (ref for _, ref in references(policy) if SHEETS[ref.partition(".")[0]].shape == "log")
    kept = (ref.removeprefix(TEAM) for ref in example.given)
    plan = policy.plan(frozenset((*kept, *logs)))  # what is logged nowhere did not happen
    trace = Trace(1, *_columns(example))
    points: dict[str, str] = {}
    for id_, rule in plan.rules().items():
        values = trace.values(rule)
        trace.columns[f"成绩.{plan.kinds[id_].title}"] = values
        points[id_] = _text(values[0])
    total = trace.values(plan.total())
    trace.columns["成绩.总分"] = total
    return {**points, "total": _text(total[0]), "grade": trace.values(plan.grade())[0] or "none"}


def _columns(example: Example) -> tuple[dict[str, Floats], dict[str, Owners]]:
    columns: dict[str, Floats] = {"总结计划.缺交": np.zeros(1)}
    owners: dict[str, Owners] = {}
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
