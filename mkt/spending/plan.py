"""The regulations that a run goes by, as one: who signs, what is looked for, how the budget is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mkt.findings import Hit, fault
from mkt.policy.spending import CATEGORY, KIND, PLAN, Approval, BudgetRules, Patterns, SpendingPolicy
from mkt.rule import tree


@fault("error", "几份制度都规定了{found}（{files}），不知道按哪份。改其中一份，让它们各管各的。",
       "several policies regulate {found} ({files}); which one holds is not said. Change one, so that each regulates its own.")  # fmt: skip
def policies_clash(policies: Sequence[SpendingPolicy]) -> Iterator[Hit]:
    """同时给了几份管付款的制度，它们对同一件事各有规定：都有 patterns 或 budget，有同名的审批表，或者同一个叫法指不同的角色。

    Several policies of spending were given that regulate the same thing: both have patterns or a budget, tables of one title, or a word
    that means two roles.
    """
    for part, named in (("patterns", "patterns"), ("budget", "budget")):
        having = [policy.policy for policy in policies if getattr(policy, part)]
        if len(having) > 1:
            yield Hit("", named, more={"files": "、".join(having)})
    titles: dict[str, int] = {}
    whose: dict[str, tuple[str, int]] = {}
    names = [policy.policy for policy in policies]
    for k, policy in enumerate(policies):
        for approval in policy.approvals:
            if titles.setdefault(approval.title, k) != k:
                yield Hit(
                    "", f"“{approval.title}”", more={"files": f"{names[titles[approval.title]]}、{policy.policy}"}
                )
        for role, words in policy.roles.items():
            for word in (role, *words):
                known, before = whose.setdefault(word, (role, k))
                if known != role:
                    yield Hit("", f"“{word}”（{known}、{role}）", more={"files": f"{names[before]}、{policy.policy}"})


@dataclass(frozen=True)
class SpendingPlan:
    """The policies of a run put together, and the figures that were set otherwise for it."""

    policies: tuple[SpendingPolicy, ...]
    settings: tuple[str, ...] = field(default=())

    @cached_property
    def roles(self) -> dict[str, tuple[str, ...]]:
        """Every role with the other words for it."""
        found: dict[str, tuple[str, ...]] = {}
        for policy in self.policies:
            for role, words in policy.roles.items():
                found[role] = tuple(dict.fromkeys((*found.get(role, ()), *words)))
        return found

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """Every table that is about payments."""
        return tuple(a for policy in self.policies for a in policy.approvals if not a.on_contracts)

    @cached_property
    def countersigns(self) -> tuple[Approval, ...]:
        """Every table that is about contracts."""
        return tuple(a for policy in self.policies for a in policy.approvals if a.on_contracts)

    @cached_property
    def patterns(self) -> Patterns | None:
        """What is looked for over all payments."""
        return next((policy.patterns for policy in self.policies if policy.patterns), None)

    @cached_property
    def budget(self) -> BudgetRules | None:
        """How the budget is held."""
        return next((policy.budget for policy in self.policies if policy.budget), None)

    @property
    def needs_plan(self) -> bool:
        """Whether it matters that a payment is in the plan."""
        return any(a.covers.plan != "any" for a in self.approvals)

    def reads(self) -> tuple[str, ...]:
        """The columns of words that the tables tell payments apart by."""
        named = {node.ref for a in self.approvals for node in a.need().walk() if isinstance(node, tree.Named)}
        return tuple(ref for ref in (CATEGORY, KIND, PLAN) if ref in named)
