"""The worked examples of a policy of spending, run."""

from __future__ import annotations

from collections.abc import Iterator

from mkt.findings import Hit, fault
from mkt.policy.columns import near
from mkt.policy.examples import examples_fail
from mkt.policy.spending import SpendingPolicy
from mkt.spending.compute import example_needs

GIVEN = ("金额", "类别", "方案类型", "计划")


@fault("error", "样例里的“{found}”不是付款的列，也不是这份制度的审批表。{zh}",
       "'{found}' in an example is no column of payments, nor a table of this policy. {en}")  # fmt: skip
def spending_example_unknown(policy: SpendingPolicy) -> Iterator[Hit]:
    """管付款的制度的样例：given 写 金额、类别、方案类型、计划（计划内、计划外、超预算），expect 写审批表的名称和应签的角色。

    In an example of a policy of spending, `given` names 金额, 类别, 方案类型, 计划 (计划内, 计划外, 超预算), `expect` the tables and who signs.
    """
    titles = [approval.title for approval in policy.approvals]
    for i, example in enumerate(policy.tests):
        for part, names, known in (("given", example.given, list(GIVEN)), ("expect", example.expect, titles)):
            for name in names:
                if name not in known:
                    zh, en = near(name, known)
                    yield Hit(policy.place("tests", i, part, name), name, more={"zh": zh, "en": en})


def run_examples(policy: SpendingPolicy) -> None:
    """Run every example. Raises `Refused` with those that do not hold."""
    spending_example_unknown.refuse(policy.file, policy)
    examples_fail.refuse(policy.file, policy.tests, failures(policy), policy)


def failures(policy: SpendingPolicy) -> Iterator[tuple[int, str, str, str]]:
    """Each expectation that is not met: the example's position, the table, what was expected, what came out."""
    for i, example in enumerate(policy.tests):
        found = example_needs(policy, example.given)
        for title, expected in example.expect.items():
            if found[title] != expected:
                yield i, title, expected or "（不适用）", found[title] or "（不适用）"
