"""The regulations that a run goes by, as one: who signs, what is looked for, how the budget is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mkt.findings import Hit, fault
from mkt.policy.spending import CATEGORY, KIND, PLAN, Approval, BudgetRules, Patterns, SpendingPolicy
from mkt.rule import tree
from mkt.vocabulary.spending import PAYMENTS


@fault("error", "几份制度都规定了{found}（{files}），不知道按哪份。去掉其中一份的这一节。",
       "several policies regulate {found} ({files}); which one holds is not said. Take the part out of one of them.")  # fmt: skip
def policies_clash(policies: Sequence[SpendingPolicy]) -> Iterator[Hit]:
    """同时给了几份管付款的制度，它们对同一件事各有规定：都有 patterns 或 budget，有同名的审批表，或者同一个叫法指不同的角色。

    Several policies of spending were given that regulate the same thing: both have patterns or a budget, tables of one title, or a word
    that means two roles.
    """
    for part, named in (("patterns", "patterns"), ("budget", "budget")):
        having = [policy.policy for policy in policies if getattr(policy, part)]
        if len(having) > 1:
            yield Hit("", named, more={"files": "、".join(having)})
    titles: dict[str, str] = {}
    whose: dict[str, tuple[str, str]] = {}
    for policy in policies:
        for approval in policy.approvals:
            if titles.setdefault(approval.title, policy.policy) != policy.policy:
                yield Hit("", f"“{approval.title}”", more={"files": f"{titles[approval.title]}、{policy.policy}"})
        for role, words in policy.roles.items():
            for word in (role, *words):
                known, before = whose.setdefault(word, (role, policy.policy))
                if known != role:
                    yield Hit("", f"“{word}”（{known}、{role}）", more={"files": f"{before}、{policy.policy}"})


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

    @cached_property
    def bounds(self) -> tuple[tuple[int, bool], ...]:
        """The amounts in cents at which a single payment needs other signatures, and whether the amount itself still needs the lower ones."""
        found = {(int(bound * 100), a.table.up_to) for a in self.approvals if a.by == "single" for bound in a.edges}
        return tuple(sorted(found))

    @property
    def needs_plan(self) -> bool:
        """Whether it matters that a payment is in the plan."""
        return any(a.covers.plan != "any" for a in self.approvals)

    def reads(self) -> tuple[str, ...]:
        """The columns of words that the tables tell payments apart by."""
        named = {node.ref for a in self.approvals for node in a.need().walk() if isinstance(node, tree.Named)}
        return tuple(ref for ref in (CATEGORY, KIND, PLAN) if ref in named)


NUMBER = f"{PAYMENTS}.序"
