"""The rules of a month's pay: a tree for every column of it, in the order of computing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mkt.policy.figures import Cited
from mkt.policy.pay import Commission, PayPolicy, Special
from mkt.policy.tiers import Tiers
from mkt.rule import tree
from mkt.rule.numbers import NOISE

ZERO = tree.Figure(Decimal(0))


def _pay(word: str, unit: str = "元") -> tree.Column:
    return tree.Column(f"提成.{word}", unit)


def _rows(sheet: str, word: str) -> tree.Column:
    return tree.Column(f"{sheet}.{word}", "元", many=True, log=True)


HELD, DOUBT = "提成.暂不发", "提成.回款不明"
CARRIED, OWED = _pay("结转计划"), _pay("预支余额")
COUNTED, CLAWED, TEAM = _rows("明细", "按级计入"), _rows("追回", "追回金额"), _rows("团队", "计入金额")
AMOUNT, COLLECTED, PLAN, ATTAINED = _pay("按级金额"), _pay("计入金额"), _pay("计划"), _pay("完成率", "%")
TIERED = _pay("分级提成")
FACTOR, ADJUSTED, CAPPED = _pay("系数", ""), _pay("系数调整"), _pay("封顶扣减")
OVERRIDE, CLAWBACK = _pay("团队提成"), _pay("退款追回")
EARNED = _pay("小计")
FLOORED, ADVANCED, RECOVERED = _pay("保底补足"), _pay("预支补足"), _pay("扣回预支")
COMMISSION, PERFORMANCE, BONUS, TOTAL = _pay("提成合计"), _pay("绩效工资"), _pay("年终奖"), _pay("合计")
RATE_PAID, LEFT, OWED_AFTER = _pay("实付费率", ""), _pay("未完成计划"), _pay("预支结余")

Ruled = Iterator[tuple[tree.Column, tree.Node]]


def standard_column(tiers: Tiers) -> tree.Column:
    """What the tier reached states: a rate, or yuan."""
    return _pay("适用标准", "%" if tiers.sort == "rate" else "元")


def tier_column(k: int) -> tree.Column:
    """What one tier of a marginal table earns."""
    return _pay(f"第{k + 1}级")


def special_rows(special: Special) -> tree.Column:
    """The receipts that are paid at a special rate."""
    return _rows("明细", special.title)


def special_amount(special: Special) -> tree.Column:
    """The receipts of a special rate, added up."""
    return _pay(f"{special.title}金额")


def special_pay(special: Special) -> tree.Column:
    """What they earn."""
    return _pay(special.title)


def special_rate(special: Special) -> tree.Column:
    """The rate they were paid at after factor and cap."""
    return _pay(f"{special.title}实付费率", "")


def cents(node: tree.Node) -> tree.Node:
    """An amount rounded to the cent."""
    return tree.Round(node, 2)


def _added(terms: tuple[tree.Column, ...]) -> tree.Node:
    return terms[0] if len(terms) == 1 else tree.Sum(terms)


@dataclass(frozen=True)
class Entry:
    """A line of a statement: the column it is published in, what it is called, the part of the policy it rests on; or a sum of lines."""

    column: tree.Column
    title: str
    source: Cited
    is_sum: bool = False


@dataclass(frozen=True)
class PayPlan:
    """The rules of one month's pay; `receipts` where the book has them, `bonus` where annual grades are given."""

    policy: PayPolicy
    receipts: bool
    bonus: bool

    @property
    def scheme(self) -> Commission | None:
        """How commission is reckoned, if it is."""
        return self.policy.commission

    @cached_property
    def rules(self) -> dict[str, tree.Node]:
        """Reference → rule, in the order in which one builds on another; what is paid is withheld from people marked so."""
        found = {column.ref: rule for column, rule in self._base(self.scheme)} if self.scheme else {}
        return found | {column.ref: tree.Only(rule, unless=HELD) for column, rule in self._paid()}

    @cached_property
    def single(self) -> dict[str, tree.Column]:
        """The columns of the book with one value a person that pay reads, by reference."""
        read = self.policy.columns(self.receipts, self.bonus)
        return {column.ref: column for column in read if not column.many}

    @property
    def specials(self) -> tuple[Special, ...]:
        """The special rates that can apply."""
        return self.scheme.special if self.scheme and self.receipts else ()

    @property
    def claws_back(self) -> bool:
        """Whether refunds of earlier months take back what was paid on them."""
        return self.receipts and self.scheme is not None and self.scheme.claws_back

    @property
    def carries(self) -> bool:
        """Whether what was left of last month's plan is added to this one's."""
        return bool(self.scheme and self.scheme.quota and self.scheme.quota.carries)

    @property
    def advances(self) -> bool:
        """Whether what is missing to the draw is advanced, and earned back later."""
        return bool(self.scheme and self.scheme.own("draw"))

    @cached_property
    def own(self) -> tuple[tree.Column, ...]:
        """What one's own receipts earn."""
        return (TIERED, *map(special_pay, self.specials))

    @cached_property
    def capped(self) -> tuple[tree.Column, ...]:
        """What they earn after factor and cap."""
        assert self.scheme is not None
        found = ((ADJUSTED, self.scheme.factor), (CAPPED, self.scheme.own("cap")))
        return (*self.own, *(column for column, there in found if there))

    @cached_property
    def earned(self) -> tuple[tree.Column, ...]:
        """All that is earned before floor and draw."""
        assert self.scheme is not None
        found = ((OVERRIDE, self.scheme.own("override")), (CLAWBACK, self.claws_back))
        return (*self.capped, *(column for column, there in found if there))

    @cached_property
    def guaranteed(self) -> tuple[tree.Column, ...]:
        """What floor and draw add to it and take back."""
        assert self.scheme is not None
        found = ((FLOORED, self.scheme.own("floor")), (ADVANCED, self.advances), (RECOVERED, self.advances))
        return tuple(column for column, there in found if there)

    @property
    def commission(self) -> tuple[tree.Column, ...]:
        """The parts of the commission."""
        return (*self.earned, *self.guaranteed)

    @cached_property
    def parts(self) -> tuple[tree.Column, ...]:
        """The parts of all that is paid."""
        bonus = self.policy.annual_bonus and self.bonus
        found = ((COMMISSION, self.scheme), (PERFORMANCE, self.policy.performance_pay), (BONUS, bonus))
        return tuple(column for column, there in found if there)

    def _base(self, scheme: Commission) -> Ruled:
        """What is collected, planned and attained."""
        exact = cents if scheme.base.unit == "元" else lambda node: node
        counted = scheme.base.totals.node() if scheme.base.totals and not self.receipts else tree.Sum((COUNTED,))
        yield AMOUNT, tree.Only(exact(counted), unless=DOUBT) if self.receipts else exact(counted)
        for special in self.specials:
            yield special_amount(special), cents(tree.Sum((special_rows(special),)))
        yield COLLECTED, exact(_added((AMOUNT, *map(special_amount, self.specials))))
        if scheme.quota:
            plan = scheme.quota.of.node()
            yield PLAN, exact(plan + CARRIED if self.carries else plan)
            yield ATTAINED, COLLECTED / PLAN

    def _paid(self) -> Ruled:
        if self.scheme:
            yield from self._tiers(self.scheme.tiers)
            yield from self._own(self.scheme)
            yield from self._beside(self.scheme)
            yield from self._limits(self.scheme)
            yield COMMISSION, cents(_added((EARNED, *self.guaranteed) if self.guaranteed else self.earned))
        if self.policy.performance_pay:
            yield PERFORMANCE, self.policy.performance_pay.rule()
        if self.policy.annual_bonus and self.bonus:
            yield BONUS, self.policy.annual_bonus.rule()
        yield TOTAL, cents(_added(self.parts))
        if self.scheme:
            yield from self._handed_on()

    def _tiers(self, tiers: Tiers) -> Ruled:
        if tiers.mode == "marginal":
            lines = tuple(tiers.lines(AMOUNT, PLAN))
            yield from ((tier_column(k), line) for k, line in enumerate(lines))
            yield TIERED, cents(tiers.marginal(lines, AMOUNT, PLAN))
            return
        standard = standard_column(tiers)
        yield standard, tiers.reached(ATTAINED if tiers.on == "attainment" else AMOUNT)
        if tiers.sort == "fixed":
            yield TIERED, cents(standard)
        else:
            yield TIERED, cents((AMOUNT if tiers.mode == "whole" else tree.Slice(AMOUNT, PLAN)) * standard)

    def _own(self, scheme: Commission) -> Ruled:
        """What special rates earn, and what the grade and the cap make of one's own receipts."""
        for special in self.specials:
            yield special_pay(special), cents(special_amount(special) * special.figure())
        earned = _added(self.own)
        if scheme.factor:
            yield FACTOR, scheme.factor.node()
            factor = FACTOR if scheme.factor.by == "score" else scheme.factor.node()  # a grade is named with its factor
            yield ADJUSTED, cents(cents(earned * factor) - earned)
        cap = scheme.own("cap")
        if cap:
            before = _added(tuple(column for column in self.capped if column != CAPPED))
            yield CAPPED, cents(tree.If(tree.Operation("<=", before, cap), ZERO, cap - before))

    def _beside(self, scheme: Commission) -> Ruled:
        """The superior's share of the team's receipts, and what refunds of earlier months take back."""
        override = scheme.own("override")
        if override:
            yield OVERRIDE, cents(tree.Sum((TEAM,)) * override)
        if self.claws_back:
            yield CLAWBACK, cents(tree.Sum((CLAWED,)))

    def _limits(self, scheme: Commission) -> Ruled:
        """What is missing to the floor; or to the draw, which is earned back from what exceeds it."""
        floor, draw = scheme.own("floor"), scheme.own("draw")
        if self.guaranteed:
            yield EARNED, cents(_added(self.earned))
        if floor:
            yield FLOORED, cents(tree.If(tree.Operation(">=", EARNED, floor), ZERO, floor - EARNED))
        if draw:
            kept = EARNED + FLOORED if floor else EARNED
            yield ADVANCED, cents(tree.If(tree.Operation(">=", kept, draw), ZERO, draw - kept))
            yield RECOVERED, cents(ZERO - tree.Limit(tree.Slice(kept, draw), OWED, "most"))

    def _handed_on(self) -> Ruled:
        """What the next month needs: the rate that receipts were paid at, what is left of the plan, what is owed of advances."""
        if self.claws_back:
            yield RATE_PAID, self._rate_paid(TIERED / AMOUNT)
            yield from ((special_rate(s), self._rate_paid(s.figure())) for s in self.specials)
        if self.carries:
            yield LEFT, cents(tree.Slice(PLAN, COLLECTED))
        if self.advances:
            yield OWED_AFTER, cents(tree.Sum((OWED, ADVANCED, RECOVERED)))

    @property
    def rate_columns(self) -> tuple[tree.Column, ...]:
        """The rates at which receipts were paid: by the tiers, then at each special rate."""
        return (RATE_PAID, *map(special_rate, self.specials))

    def _rate_paid(self, rate: tree.Node) -> tree.Node:
        """A rate after factor and cap, never below zero; nothing where nothing was earned that could be shared out."""
        return tree.Round(tree.Limit(rate * _added(self.capped) / _added(self.own), ZERO, "least"), NOISE)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The lines of a statement in their order, sums included."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[Entry]:
        policy = self.policy
        if self.scheme:
            yield from self._tier_entries(self.scheme.tiers)
            sources = self._sources(self.scheme)
            yield from (Entry(column, *sources[column]) for column in self.earned[1:])
            if self.guaranteed:
                yield Entry(EARNED, "小计", Cited(), is_sum=True)
            yield from (Entry(column, *sources[column]) for column in self.guaranteed)
            yield Entry(COMMISSION, "提成合计", Cited(), is_sum=True)
        if policy.performance_pay:
            yield Entry(PERFORMANCE, "绩效工资", policy.performance_pay)
        if policy.annual_bonus and self.bonus:
            yield Entry(BONUS, "年终奖", policy.annual_bonus)
        yield Entry(TOTAL, "合计（税前）", Cited(), is_sum=True)

    def _tier_entries(self, tiers: Tiers) -> Iterator[Entry]:
        if tiers.mode != "marginal":
            yield Entry(TIERED, "提成" if tiers.mode == "whole" else "超计划提成", tiers)
            return
        for k, row in enumerate(tiers.rows):
            yield Entry(tier_column(k), f"提成 {tiers.words(k)}", row if row.clause or row.assumed else tiers)

    def _sources(self, scheme: Commission) -> dict[tree.Column, tuple[str, Cited]]:
        """What the further lines are called and rest on."""
        found: dict[tree.Column, tuple[str, Cited]] = {special_pay(s): (s.title, s) for s in self.specials}
        if scheme.factor:
            found[ADJUSTED] = "系数调整", scheme.factor
        own: dict[tree.Column, Cited] = {CAPPED: scheme.cap, OVERRIDE: scheme.override, CLAWBACK: scheme.clawback,
                                         FLOORED: scheme.floor, ADVANCED: scheme.draw, RECOVERED: scheme.draw}  # fmt: skip
        return found | {column: (column.label, scheme.sourced(cited)) for column, cited in own.items()}
