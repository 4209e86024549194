"""Spending as a policy file states it: who signs what, which documents go with it, which patterns are told, how a budget is held.

What a payment needs is a tree over its columns (`付款.…`), one for each approval table.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from mkt.policy.bounds import Bounds
from mkt.policy.columns import Word
from mkt.policy.figures import Cited, Exact, Model, Positive, Rule, Stated, StatedOrNone, exact, figure, problem
from mkt.policy.kinds import MOST, Title
from mkt.policy.pay import Choice, OrNone
from mkt.policy.regulation import Regulation
from mkt.rule import tree
from mkt.vocabulary.spending import CONTRACTS, PAYMENTS

CATEGORY, KIND, PLAN = f"{PAYMENTS}.类别", f"{PAYMENTS}.方案类型", f"{PAYMENTS}.计划"
INSIDE, OUTSIDE, OVER_BUDGET = "计划内", "计划外", "超预算"
"""What the column of the plan holds; nothing where a payment does not say."""
NOTHING = "不需审批"
"""What a table says of an amount that nobody has to sign."""
ARROW, JOINT = "→", "、"

Basis = Literal["single", "payee_month", "claimant_month"]
BASES: dict[Basis, str] = {"single": "计批金额", "payee_month": "收款人当月累计", "claimant_month": "报销人当月累计"}
"""What an amount table looks at: a payment (several that were split count as one), or what a month comes to."""
Document = Literal["支付申请单号", "合同编号", "服务报告", "客户评价", "客户签字"]


class YesNo(Choice):
    """A decision for or against."""

    value: Literal["yes", "no"]

    @property
    def holds(self) -> bool:
        """Whether it says yes."""
        return self.value == "yes"


def _step(value: object) -> object:
    return [value] if isinstance(value, str) else value


Step = Annotated[tuple[Word, ...], BeforeValidator(_step), Field(min_length=1, max_length=10)]
"""Who signs next; several roles sign together, in any order."""


def money(value: object) -> Decimal:
    """An amount of yuan as a policy or an option states it: to the cent, no share."""
    found: Decimal = exact(value)
    if (isinstance(value, str) and "%" in value) or found != round(found, 2):
        raise problem(
            f"“{value}”不是金额：写到分，不带百分号。",
            f"'{value}' is no amount of yuan: two decimals at most, no % sign.",
        )
    return found


class ApprovalRow(Bounds):
    """Who signs amounts from one bound to another, in order, and which documents go with them."""

    chain: tuple[Step, ...] = Field(max_length=MOST)
    documents: tuple[Document, ...] = ()

    @field_validator("at_least", "above", "below", "at_most", mode="before")
    @classmethod
    def _of_yuan(cls, value: object) -> object:
        return value if value is None or isinstance(value, Decimal) else money(value)

    @property
    def chain_words(self) -> str:
        """The chain in words: 部门主管→(财务部、总经理)."""
        steps = (step[0] if len(step) == 1 else f"({JOINT.join(step)})" for step in self.chain)
        return ARROW.join(steps) or NOTHING


class Covers(Model):
    """What an approval table is about: payments or contracts, of some categories or kinds, in or outside the plan."""

    sheet: Literal["付款", "合同"]
    categories: tuple[Word, ...] = ()
    kinds: tuple[Word, ...] = ()
    plan: Literal["any", "inside", "outside"] = "any"

    def tests(self) -> tuple[tree.Node, ...]:
        """What a payment must be, as trees; none where the table is about all of them."""
        plan = {"any": (), "inside": (INSIDE,), "outside": (OUTSIDE, OVER_BUDGET)}[self.plan]
        named = ((CATEGORY, self.categories), (KIND, self.kinds), (PLAN, plan))
        return tuple(tree.Named(ref, words) for ref, words in named if words)


class Approval(Rule):
    """A table of amounts, each with the roles that sign it."""

    title: Title
    covers: Covers
    by: Basis
    rows: tuple[ApprovalRow, ...] = Field(min_length=1, max_length=MOST)
    in_order: YesNo
    distinct: YesNo

    @property
    def on_contracts(self) -> bool:
        """Whether it is about contracts."""
        return self.covers.sheet == CONTRACTS

    @property
    def basis(self) -> tree.Column:
        """The amount that is looked up."""
        return tree.Column(f"{CONTRACTS}.金额" if self.on_contracts else f"{PAYMENTS}.{BASES[self.by]}", "元")

    @property
    def table(self) -> tree.Lookup:
        """Amount → chain in words."""
        bounds = tuple(row.upper for row in self.rows if row.upper is not None)
        up_to = any(row.at_most is not None for row in self.rows)
        values = tuple(row.chain_words for row in self.rows)
        return tree.Lookup(self.basis, bounds, values, self.title, "元", up_to, self.clause, self.assumed)

    def need(self) -> tree.Node:
        """What a payment needs: the words of its chain, "" where the table is not about it."""
        tests = self.covers.tests()
        if self.on_contracts and not self.edges:  # whatever the amount, also where none is written
            return tree.Words(self.rows[0].chain_words, self.clause)
        if not tests:
            return self.table
        return tree.If(tree.Both(tests) if len(tests) > 1 else tests[0], self.table, tree.Words(""))

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that signs something, in the order of the longest chain."""
        longest = sorted(self.rows, key=lambda row: -sum(len(step) for step in row.chain))
        return tuple(dict.fromkeys(role for row in longest for step in row.chain for role in step))

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """The amounts at which the chain changes."""
        return self.table.bounds


class Split(Rule):
    """Payments to one payee within some days that would need more signatures if they were one."""

    days: Stated


class Near(Rule):
    """Amounts just below a bound, as a share of it."""

    margin: Positive


class Round(Rule):
    """Amounts that are whole multiples of a round sum."""

    multiple: Positive


class Patterns(Rule):
    """What is looked for over all payments, each a switch."""

    split: OrNone[Split]
    near: OrNone[Near]
    duplicate: YesNo
    invoice_reused: YesNo
    outside_month: YesNo
    in_future: YesNo
    negative: YesNo
    round: OrNone[Round]

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """The figures of the patterns that have one."""
        if self.split:
            yield figure(self.split.days, "拆分_天数", "天", self.split), True
        if self.near:
            yield figure(self.near.margin, "临界_幅度", "%", self.near), True
        if self.round:
            yield figure(self.round.multiple, "整数_倍数", "元", self.round), True

    def choices(self) -> Iterator[tuple[str, str, Cited]]:
        """The switches, in words."""
        switches = (("重复付款", self.duplicate), ("发票重复使用", self.invoice_reused), ("日期不在当月", self.outside_month),
                    ("日期在将来", self.in_future), ("金额为零或负数而未注明退款", self.negative))  # fmt: skip
        for name, part in (("拆分付款", self.split), ("略低于限额", self.near), ("整数金额", self.round)):
            if part is None:
                yield name, "不检查", self
        for name, choice in switches:
            yield name, "检查" if choice.holds else "不检查", choice if choice.clause or choice.assumed else self


Control = Literal["stop", "warn", "ignore"]


class Over(Choice):
    """What is done about a line that is overspent."""

    value: Control


class Line(Cited):
    """A category that is held otherwise than the others."""

    category: Word
    control: Control


class BudgetRules(Rule):
    """How a budget is held."""

    over: Over
    lines: tuple[Line, ...] = ()
    near: StatedOrNone
    line_missing: YesNo
    forecast: YesNo

    def control_of(self, category: str) -> Control:
        """What is done about a category that is overspent."""
        own = next((line.control for line in self.lines if line.category.casefold() == category.casefold()), None)
        return own or self.over.value

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """From which share on a line is told to be nearly used up."""
        yield figure(self.near, "预算_临近", "%", self), self.near.value is not None

    def choices(self) -> Iterator[tuple[str, str, Cited]]:
        """The switches, in words."""
        words = {"stop": "超支为错误", "warn": "超支只提醒", "ignore": "不管"}
        switches = (("没有预算的类别", self.line_missing), ("按进度预计全年", self.forecast))
        yield "超预算", words[self.over.value], self.over if self.over.clause or self.over.assumed else self
        for line in self.lines:
            yield f"超预算：{line.category}", words[line.control], line if line.clause or line.assumed else self
        for name, choice in switches:
            yield name, "检查" if choice.holds else "不检查", choice if choice.clause or choice.assumed else self


class SpendingExample(Model):
    """A worked example: what is known of a payment or a contract, and what each table makes of it."""

    name: str
    given: dict[Word, Exact | Word]
    expect: dict[Word, Word]


class SpendingPolicy(Regulation):
    """One version of a regulation of spending."""

    roles: dict[Title, tuple[Word, ...]] = Field(default_factory=dict, max_length=MOST)
    approvals: tuple[Approval, ...] = Field((), max_length=MOST)
    patterns: OrNone[Patterns] = None
    budget: OrNone[BudgetRules] = None
    tests: tuple[SpendingExample, ...] = ()

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """Every figure, the tables aside, and whether there is one."""
        if self.patterns:
            yield from self.patterns.figures()
        if self.budget:
            yield from self.budget.figures()

    def choices(self) -> Iterator[tuple[str, str, Cited]]:
        """What it decides without a figure."""
        for approval in self.approvals:
            for name, choice, words in (
                ("按顺序签", approval.in_order, "先后要合"),
                ("不得一人兼签", approval.distinct, "各角色不能是同一人"),
            ):
                source = choice if choice.clause or choice.assumed else approval
                yield f"{approval.title}：{name}", words if choice.holds else "不检查", source
        if self.patterns:
            yield from self.patterns.choices()
        if self.budget:
            yield from self.budget.choices()

    def lookups(self) -> Iterator[tree.Lookup]:
        """The amount tables."""
        yield from (approval.table for approval in self.approvals)
