"""The worked examples of a policy of pay, run."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from mkt.commission import plan as columns
from mkt.commission.compute import Team, compute
from mkt.commission.plan import PayPlan
from mkt.findings import Hit, fault
from mkt.policy.columns import near
from mkt.policy.examples import examples_fail
from mkt.policy.pay import GRADE, NO_GRADE, YEAR_GRADE, PayExample, PayPolicy
from mkt.rule import tree
from mkt.rule.arrays import Array, Trace

WORDS = (GRADE, YEAR_GRADE)


@fault("error", "样例里的“{found}”不是这份制度要用的数，也不是它算出的数。{zh}",
       "'{found}' in an example is neither read nor made by this policy. {en}")  # fmt: skip
def example_unknown(policy: PayPolicy) -> Iterator[Hit]:
    """薪酬制度的样例：given 写制度要读的列（以及 成绩.等级、成绩.总分、年度.等级、提成.结转计划、提成.预支余额），expect 写结算单和汇总上的名称。

    In an example of a policy of pay, `given` names the columns that it reads, `expect` what the summary calls its figures.
    """
    for i, example in enumerate(policy.tests):
        plan = _plan(policy, example)
        read = {c.ref for rule in plan.rules.values() for c in tree.columns(rule)} - set(plan.rules) | set(WORDS)
        for ref in example.given:
            if ref not in read:
                zh, en = near(ref, sorted(read))
                yield Hit(policy.place("tests", i, "given", ref), ref, more={"zh": zh, "en": en})
        for name in example.expect:
            if name not in _labels(plan):
                zh, en = near(name, list(_labels(plan)))
                yield Hit(policy.place("tests", i, "expect", name), name, more={"zh": zh, "en": en})


def run_examples(policy: PayPolicy) -> None:
    """Run every example. Raises `Refused` with those that do not hold."""
    example_unknown.refuse(policy.file, policy)
    examples_fail.refuse(policy.file, policy.tests, failures(policy), policy)


def failures(policy: PayPolicy) -> Iterator[tuple[int, str, str, str]]:
    """Each expectation that is not met: the example's position, what was asked for, what was expected, what came out."""
    for i, example in enumerate(policy.tests):
        plan = _plan(policy, example)
        trace = _trace(plan, example)
        for name, expected in example.expect.items():
            found = float(trace.columns[_labels(plan)[name]][0])
            shown = "none" if found != found else f"{Decimal(repr(found)).normalize():f}"
            if found != found or Decimal(shown) != expected:
                yield i, name, f"{expected:f}", shown


def _plan(policy: PayPolicy, example: PayExample) -> PayPlan:
    return PayPlan(policy, receipts=False, bonus=YEAR_GRADE in example.given)


def _labels(plan: PayPlan) -> dict[str, str]:
    """What each figure is called → its reference."""
    return {ref.rpartition(".")[2]: ref for ref in plan.rules}


def _trace(plan: PayPlan, example: PayExample) -> Trace:
    """The pay of one person with what is given; nothing was handed on unless the example says so."""
    none = np.zeros(0, np.intp)
    given: dict[str, Array] = {columns.CARRIED.ref: np.zeros(1), columns.OWED.ref: np.zeros(1),
                               columns.HELD: np.array([""], object), YEAR_GRADE: np.array([NO_GRADE], object)}  # fmt: skip
    for ref, value in example.given.items():
        given[ref] = np.array([value], object) if isinstance(value, str) else np.array([float(str(value))])
    return compute(given, {columns.TEAM.ref: none}, plan, Team(none, none), 1)
