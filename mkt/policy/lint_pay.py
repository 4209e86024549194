"""What is wrong with a policy of pay whose parts are each well formed: parts that do not fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from mkt.policy.figures import StatedOrNone
from mkt.policy.lint_grades import Fault, Path
from mkt.policy.lint_tiers import HIGHEST_RATE, tier_faults
from mkt.policy.located import KEY
from mkt.policy.pay import FACTORS, UNSCORED, ByGrade, ByScore, Commission, GradeFactor, PayPolicy, Special
from mkt.policy.tiers import NAME
from mkt.rule import tree

TAKEN = frozenset({
    "工号", "姓名", "部门", "岗位", "备注", "合计", "计入金额", "按级金额", "计划", "完成率", "适用标准", "分级提成", "系数", "系数调整",
    "封顶扣减", "团队提成", "退款追回", "小计", "保底补足", "预支补足", "扣回预支", "提成合计", "绩效工资", "年终奖", "实付费率", "结转计划",
    "预支余额", "未完成计划", "预支结余", "暂不发", "按级计入",
})  # fmt: skip
"""Other columns of pay that a special rate, which has columns of its own, cannot be called."""
TIER = re.compile("第[0-9]+级")


def lint_pay(policy: PayPolicy) -> list[Fault]:
    """Every fault of a policy of pay as a whole."""
    found = [fault for check in (_sections, _scored, _commission, _bonus, _effective) for fault in check(policy)]
    told = {path for path, _, _ in found}
    return [*found, *(fault for fault in _names(policy) if fault[0] not in told)]


def _sections(policy: PayPolicy) -> Iterator[Fault]:
    if not (policy.commission or policy.performance_pay or policy.annual_bonus):
        yield ((), "要写 commission（提成）、performance_pay（绩效工资）、annual_bonus（年终奖）至少一节。",
               "one of 'commission', 'performance_pay', 'annual_bonus' belongs here.")  # fmt: skip


def _scored(policy: PayPolicy) -> Iterator[Fault]:
    """Pay that rests on a score where nobody is scored."""
    if policy.scores != UNSCORED:
        return
    words = "scores 写的是 none，没有成绩可依。", "'scores' says none, so there is no score to go by."
    if policy.performance_pay:
        yield ("performance_pay", KEY), *words
    if policy.commission and policy.commission.factor:
        yield ("commission", "factor"), *words


def _commission(policy: PayPolicy) -> Iterator[Fault]:
    scheme = policy.commission
    if scheme is None:
        return
    path: Path = ("commission",)
    unit = scheme.base.unit
    yield from tier_faults((*path, "tiers"), scheme.tiers, unit == "元")
    if scheme.quota is None and (scheme.tiers.on == "attainment" or scheme.tiers.mode == "overage"):
        yield ((*path, "quota"), "按完成率分级或只计超计划部分，要写 quota（计划）。",
               "tiers on attainment, and 'overage', need a quota.")  # fmt: skip
    if scheme.base.totals is None and scheme.base.receipts is None:
        yield ((*path, "base"), "receipts 写了 none，就要写 totals（按哪些列计）。",
               "with 'receipts: none', 'totals' must name the columns that count.")  # fmt: skip
    elif scheme.base.totals and tree.unit_of(scheme.base.totals.node()) != unit:
        yield ((*path, "base", "totals"), "回款明细是金额，totals 也要是金额。",
               "receipts are money; 'totals' must be money too.")  # fmt: skip
    if scheme.quota and tree.unit_of(scheme.quota.of.node()) != unit:
        yield (*path, "quota", "of"), "计划与基数的单位不同。", "the plan is in another unit than the base."
    yield from _specials(scheme)
    yield from _factors(scheme)
    yield from _limits(scheme)


def _specials(scheme: Commission) -> Iterator[Fault]:
    """Special rates that nothing falls under, that share a name, or of which it is not said which wins."""
    for i, special in enumerate(scheme.special):
        path: Path = ("commission", "special", i)
        before = scheme.special[:i]
        if scheme.base.receipts is None:
            yield (path, "专项费率要逐笔的回款明细：base.receipts 不能是 none。",
                   "special rates need receipts: 'base.receipts' is none.")  # fmt: skip
        if not special.product and not special.customer_class:
            yield (path, "要写 product（产品）或 customer_class（客户类别）。",
                   "'product' or 'customer_class' belongs here.")  # fmt: skip
        others = {name for other in before for name in _named(other)}
        clash = set(_named(special)) & (TAKEN | others) or TIER.fullmatch(special.title)
        if clash:
            yield (
                (*path, "title"),
                f"名称“{special.title}”已有别的用处，请换一个。",
                f"title '{special.title}' is taken.",
            )
        if not 0 <= special.rate <= HIGHEST_RATE:
            yield ((*path, "rate"), "费率要在 0% 到 100% 之间，是不是漏了百分号？",
                   "a rate lies between 0 % and 100 %; is a % sign missing?")  # fmt: skip
        for other in before:
            same = special.specific == other.specific and _meet(special.product, other.product)
            if same and _meet(special.customer_class, other.customer_class):
                yield (path, f"与“{other.title}”管同样的回款，不知道按哪个。",
                       f"the same receipts fall under '{other.title}'; which rate wins is not said.")  # fmt: skip
                break


def _named(special: Special) -> tuple[str, str, str]:
    """The columns that a special rate has."""
    return special.title, f"{special.title}金额", f"{special.title}实付费率"


def _meet(some: Sequence[str], others: Sequence[str]) -> bool:
    return bool(set(some) & set(others)) or (not some and not others)


def _factors(scheme: Commission) -> Iterator[Fault]:
    match scheme.factor:
        case ByGrade(rows=grades):
            yield from _grades_once(("commission", "factor", "rows"), grades)
        case ByScore(rows=bands, otherwise=lowest):
            path: Path = ("commission", "factor")
            yield from _not_below_zero((*path, "otherwise"), lowest)
            for i, row in enumerate(bands):
                yield from _not_below_zero((*path, "rows", i, "factor"), row.factor)
                if i and row.at_least >= bands[i - 1].at_least:
                    yield ((*path, "rows", i, "at_least"), "各行要从高到低，每个界限只写一次。",
                           "rows go from the highest bound to the lowest, each bound once.")  # fmt: skip


def _not_below_zero(path: Path, factor: Decimal) -> Iterator[Fault]:
    if factor < 0:
        yield path, "系数不能小于 0。", "a factor cannot be below 0."


def _grades_once(path: Path, rows: Sequence[GradeFactor]) -> Iterator[Fault]:
    for i, row in enumerate(rows):
        if row.grade in [other.grade for other in rows[:i]]:
            yield (*path, i, "grade"), f"等级“{row.grade}”写了两次。", f"grade '{row.grade}' is given twice."
        yield from _not_below_zero((*path, i, "factor"), row.factor)


def _limits(scheme: Commission) -> Iterator[Fault]:
    """Limits that exclude each other or stand the wrong way round, and single decisions without a source."""
    if scheme.floor.value is not None and scheme.draw.value is not None and scheme.draw.value <= scheme.floor.value:
        yield (("commission", "draw"), "draw（预支）不高于 floor（保底），永远用不上。",
               "'draw' is not above 'floor', so nothing is ever advanced.")  # fmt: skip
    whole = scheme.clause or scheme.assumed
    for key in ("cap", "floor", "draw", "override"):
        stated: StatedOrNone = getattr(scheme, key)
        if stated.value is not None and stated.value < 0:
            yield ("commission", key), "不能小于 0。", "it cannot be below 0."
        cap = scheme.cap.value
        if key in ("floor", "draw") and stated.value is not None and cap is not None and stated.value > cap:
            yield ("commission", key), f"{key} 不能高于 cap。", f"'{key}' is above 'cap'."
        if not (stated.clause or stated.assumed or whole):
            yield (("commission", key), "缺少出处：写 clause（原文条款）或 assumed（假设理由），例如 {value: none, assumed: …}。",
                   "no source: give 'clause' or 'assumed', such as {value: none, assumed: ...}.")  # fmt: skip
    if scheme.override.value is not None and scheme.override.value > HIGHEST_RATE:
        yield (("commission", "override"), "费率超过 100%，是不是漏了百分号？",
               "a rate above 100 %; is a % sign missing?")  # fmt: skip
    if not (scheme.clawback.clause or scheme.clawback.assumed or whole):
        yield ("commission", "clawback"), "缺少出处：写 clause 或 assumed。", "no source: give 'clause' or 'assumed'."


def _bonus(policy: PayPolicy) -> Iterator[Fault]:
    if policy.annual_bonus:
        yield from _grades_once(("annual_bonus", "rows"), policy.annual_bonus.rows)


def _effective(policy: PayPolicy) -> Iterator[Fault]:
    if policy.effective.end and policy.effective.end < policy.effective.start:
        yield ("effective", "to"), "结束日期早于开始日期。", "it ends before it begins."


def _names(policy: PayPolicy) -> Iterator[Fault]:
    """A special rate whose figure would share its name with another in the workbook, where upper and lower case are the same."""
    if policy.commission is None:
        return
    tiers, specials = policy.commission.tiers, policy.commission.special
    if any(len(row.stated) != 1 for row in tiers.rows):
        return
    tables = [f"{table}_{part}" for table in (NAME, FACTORS) for part in ("下限", "上限", "结果")]
    own = {special.figure().name for special in specials}
    others = [figure.name for figure, _ in policy.figures() if figure.name not in own]
    seen = {name.casefold() for name in [*others, *(figure.name for figure in tiers.figures()), *tables]}
    for i, special in enumerate(specials):
        name = special.figure().name
        if name.casefold() in seen:
            yield (
                ("commission", "special", i, "title"),
                f"两个数值同名“{name}”。",
                f"two figures share the name '{name}'.",
            )
        seen.add(name.casefold())
