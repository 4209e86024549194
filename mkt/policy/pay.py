"""Pay as a policy file states it: commission, performance pay, annual bonus.

Every rule is a tree over the columns of a month's pay (`提成.…`); `mkt/commission/plan.py` puts them in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from mkt.policy.columns import Amount, Ref, Word, total_of
from mkt.policy.figures import Cited, Exact, Model, Positive, Rate, Rule, StatedOrNone, figure
from mkt.policy.grades import Grade
from mkt.policy.kinds import MOST, Title
from mkt.policy.regulation import Given, Regulation
from mkt.policy.tiers import Tiers
from mkt.rule import tree

RECEIPTS = "回款明细"
CARRY = "销售目标.上月未完成回款"
"""Where a book says itself what was left of the plan of the month before."""
GRADE, SCORE, YEAR_GRADE = "成绩.等级", tree.Column("成绩.总分", "分"), "年度.等级"

UNSCORED = "none"
"""What `scores` says where nothing rests on a score."""

T = TypeVar("T")


def _none(value: Any) -> Any:
    return None if value == "none" else value


OrNone = Annotated[T | None, BeforeValidator(_none)]
"""A part, or the word `none`, which says on purpose that there is no such rule."""


class Choice(Cited):
    """A decision without a figure, alone or with its own source: `yes` or `{value: yes, assumed: …}`."""

    value: str

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return data if isinstance(data, dict | cls) else {"value": data}


class CarryOver(Choice):
    """Whether what was not collected is added to next month's plan."""

    value: Literal["yes", "no"]


class Clawback(Choice):
    """What becomes of the commission that was paid on a receipt when it is refunded in a later month."""

    value: Literal["rate_paid", "none"]


class Base(Rule):
    """What is counted: a column of the receipts, or where the book has none, amounts of each person."""

    receipts: OrNone[Literal["金额", "毛利"]]
    totals: Amount | None = None

    @property
    def unit(self) -> str:
        """The unit of what is counted."""
        return "元" if self.receipts or self.totals is None else tree.unit_of(self.totals.node())

    def refs(self) -> tuple[str, ...]:
        """The columns of the totals."""
        return tuple(self.totals.refs()) if self.totals else ()


class Quota(Rule):
    """What somebody is to collect in the month."""

    of: Amount
    carry_over: CarryOver

    @property
    def carries(self) -> bool:
        """Whether what was left of a month is added to the next."""
        return self.carry_over.value == "yes"


class Special(Rule):
    """A rate of its own for some products, some classes of customers, or some products of some customers."""

    title: Title
    product: tuple[Word, ...] = ()
    customer_class: tuple[Word, ...] = ()
    rate: Rate

    @property
    def specific(self) -> int:
        """How specific it is: product and class, then product, then class."""
        return 2 * bool(self.product) + bool(self.customer_class)

    def covers(self, product: str, customer_class: str) -> bool:
        """Whether a receipt is paid at this rate."""
        return (not self.product or product in self.product) and (
            not self.customer_class or customer_class in self.customer_class
        )

    def figure(self) -> tree.Figure:
        """The rate as a figure."""
        return tree.Figure(self.rate, f"{self.title}_费率", "%", self.clause, self.assumed)


FACTORS = "分数系数"
"""The name of the table of factors by score in the workbook."""
NO_GRADE = "无"
"""What the column of annual grades holds for people without one; it earns no bonus."""


class GradeFactor(Cited):
    """The factor of a grade."""

    grade: Grade
    factor: Exact


class ScoreFactor(Cited):
    """The factor from a score on."""

    at_least: Exact
    factor: Exact


class ByGrade(Rule):
    """A factor for each grade of the month."""

    by: Literal["grade"]
    rows: tuple[GradeFactor, ...] = Field(min_length=1, max_length=MOST)

    def node(self) -> tree.Node:
        """The factor as a tree."""
        return match(GRADE, "等级系数", self.rows, self)

    def figures(self) -> Iterator[tree.Figure]:
        """The factor of every grade."""
        yield from grade_figures("等级系数", self.rows, self)


class ByScore(Rule):
    """A factor for each band of scores."""

    by: Literal["score"]
    rows: tuple[ScoreFactor, ...] = Field(min_length=1, max_length=MOST)
    otherwise: Exact

    def node(self) -> tree.Lookup:
        """The factor as a tree."""
        rising = self.rows[::-1]
        values = (self.otherwise, *(row.factor for row in rising))
        bounds = tuple(row.at_least for row in rising)
        return tree.Lookup(SCORE, bounds, values, FACTORS, "分", False, self.clause, self.assumed)

    def figures(self) -> Iterator[tree.Figure]:
        """None: they stand in their table."""
        yield from ()


Factor = Annotated[ByGrade | ByScore, Field(discriminator="by")]


def grade_figures(name: str, rows: tuple[GradeFactor, ...], around: Cited) -> Iterator[tree.Figure]:
    """The factors of a table of grades as figures."""
    for row in rows:
        source = row if row.clause or row.assumed else around
        yield tree.Figure(row.factor, f"{name}_{row.grade}", "", source.clause, source.assumed)


def match(ref: str, name: str, rows: tuple[GradeFactor, ...], around: Cited) -> tree.Match:
    """The factor of the grade that a column holds."""
    return tree.Match(ref, tuple(row.grade for row in rows), tuple(grade_figures(name, rows, around)), "系数")


class Commission(Cited):
    """How commission is reckoned; every part that a scheme can leave out is named all the same."""

    base: Base
    quota: OrNone[Quota]
    tiers: Tiers
    special: tuple[Special, ...] = Field((), max_length=MOST)
    factor: OrNone[Factor]
    cap: StatedOrNone
    floor: StatedOrNone
    draw: StatedOrNone
    override: StatedOrNone
    clawback: Clawback

    LIMITS: ClassVar[dict[str, tuple[str, str]]] = {
        "cap": ("封顶", "元"),
        "floor": ("保底", "元"),
        "draw": ("预支保底", "元"),
        "override": ("团队提成_费率", "%"),
    }

    def own(self, key: Literal["cap", "floor", "draw", "override"]) -> tree.Figure | None:
        """One of the single figures, None where the scheme has none."""
        stated: StatedOrNone = getattr(self, key)
        word, unit = self.LIMITS[key]
        return None if stated.value is None else figure(stated, word, unit, self)

    def sourced(self, part: Cited) -> Cited:
        """What a part rests on: its own source, else that of the section."""
        return part if part.clause or part.assumed else self

    @property
    def claws_back(self) -> bool:
        """Whether a refund takes back what was paid in an earlier month."""
        return self.clawback.value == "rate_paid" and self.base.receipts is not None

    def special_of(self, product: str, customer_class: str) -> int:
        """The position of the special rate that a receipt is paid at, the most specific; -1 for none."""
        found = [i for i, special in enumerate(self.special) if special.covers(product, customer_class)]
        return max(found, key=lambda i: (self.special[i].specific, -i), default=-1)

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """Every figure, tables aside, and whether there is one."""
        for special in self.special:
            yield special.figure(), True
        if self.factor is not None:
            yield from ((figure, True) for figure in self.factor.figures())
        for key, (word, unit) in self.LIMITS.items():
            stated: StatedOrNone = getattr(self, key)
            yield figure(stated, word, unit, self), stated.value is not None

    def choices(self) -> Iterator[tuple[str, str, Cited]]:
        """What the scheme decides without a figure: what about, the decision in words, its source."""
        base = self.base
        words = [f"{RECEIPTS}.{base.receipts}"] if base.receipts else []
        words += [f"{'没有明细时用 ' if base.receipts else ''}{'、'.join(base.refs())}"] if base.totals else []
        yield "计提基数", "；".join(words), base
        if self.quota is not None:
            over = self.quota.carry_over
            decided = "未完成部分结转下月" if self.quota.carries else "不结转"
            yield "计划", decided, over if over.clause or over.assumed else self.quota
        modes = {
            "marginal": "分段，各段按各自费率",
            "whole": "全额按达到的一级",
            "overage": "只有超计划部分，按达到的一级",
        }
        on = {"amount": "按金额", "attainment": "按完成率"}
        yield "分级", f"{on[self.tiers.on]}；{modes[self.tiers.mode]}", self.tiers
        back = "按当时实付费率追回本人提成；上级已得的团队提成不追回" if self.claws_back else "冲减当月"
        yield "退款追回", back, self.sourced(self.clawback)


class PerformancePay(Rule):
    """Score ÷ full marks × base."""

    base: Ref
    full: Positive

    def rule(self) -> tree.Node:
        """The performance pay of a month."""
        return tree.Round(SCORE / self.figure() * total_of(self.base), 2)

    def figure(self) -> tree.Figure:
        """The score that earns the whole base."""
        return figure(self.full, "绩效工资_满分", "分", self)


class AnnualBonus(Rule):
    """Base × the factor of the annual grade."""

    base: Ref
    rows: tuple[GradeFactor, ...] = Field(min_length=1, max_length=MOST)

    def rule(self) -> tree.Node:
        """The bonus of a year."""
        found = match(YEAR_GRADE, "年终奖系数", self.rows, self)
        none = tree.Figure(Decimal(0))
        factor = tree.Match(found.ref, (*found.words, NO_GRADE), (*found.figures, none), found.name)
        return tree.Round(total_of(self.base) * factor, 2)

    def figures(self) -> Iterator[tree.Figure]:
        """The factor of every annual grade."""
        yield from grade_figures("年终奖系数", self.rows, self)


class PayExample(Model):
    """A worked example: what is given of one person, and what the policy makes of it."""

    name: str
    given: dict[Word, Given | Word]
    expect: dict[Word, Exact]


class PayPolicy(Regulation):
    """One version of a regulation of pay."""

    scores: Annotated[str, Field(min_length=1, max_length=500)]
    commission: Commission | None = None
    performance_pay: PerformancePay | None = None
    annual_bonus: AnnualBonus | None = None
    tests: tuple[PayExample, ...] = ()

    @property
    def needs_score(self) -> bool:
        """Whether pay rests on the month's score or grade."""
        return self.performance_pay is not None or bool(self.commission and self.commission.factor)

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """Every figure, those of the tables aside, and whether there is one."""
        if self.commission:
            yield from self.commission.figures()
        if self.performance_pay:
            yield self.performance_pay.figure(), True
        if self.annual_bonus:
            yield from ((figure, True) for figure in self.annual_bonus.figures())

    def lookups(self) -> Iterator[tree.Lookup]:
        """The tables of bands; the tiers have one of their own."""
        if self.commission and isinstance(self.commission.factor, ByScore):
            yield self.commission.factor.node()

    def columns(self, receipts: bool, bonus: bool) -> Iterator[tree.Column]:
        """The columns of a month's book that pay rests on; `receipts` where it has receipts, `bonus` where an annual grade is given."""
        if self.commission:
            if receipts and self.commission.base.receipts:
                yield tree.Column(f"{RECEIPTS}.{self.commission.base.receipts}", "元", many=True, log=True)
            else:
                yield from tree.columns(self.commission.base.totals.node()) if self.commission.base.totals else ()
            if self.commission.quota:
                yield from tree.columns(self.commission.quota.of.node())
        if self.performance_pay:
            yield from tree.columns(total_of(self.performance_pay.base))
        if self.annual_bonus and bonus:
            yield from tree.columns(total_of(self.annual_bonus.base))
