"""Policies of pay: every fault told at its place in both languages, figures set otherwise, and nothing but a refusal of a bad file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkt.commission import plan as columns
from mkt.findings import Finding, Refused
from mkt.policy.load import find, find_pay, load, packs
from mkt.policy.pay import PayPolicy
from mkt.policy.settings import Setting, setting_of
from mkt.rule.tree import Column
from tests.adjoining import figures, holds, spans
from tests.mangling import Edits, assert_places, edits, mangled
from tests.test_policy import GOOD as SCORING
from tests.test_policy import MARK, altered, cited, marks

PACK = "commission-example"

GOOD = """\
policy: test
title: 提成办法
version: "1"
source: {id: S1, document: 提成办法}
effective: {from: 2024-01-01}
period: month
scores: sales-60-40
commission:
  base:
    receipts: 金额
    totals: {plus: [销售目标.实际回款], less: [销售目标.退货退款]}
    clause: 第二条
  quota:
    of: 销售目标.计划回款
    carry_over: yes
    clause: 第三条
  tiers:
    on: attainment
    mode: marginal
    rows:
      - {below: 80%, rate: 1%}
      - {at_least: 80%, below: 100%, rate: 2%}
      - {at_least: 100%, rate: 3%}
    clause: 第四条
  special:
    - {title: 新产品, product: [旗舰款, 尊享款], rate: 5%, clause: 第五条}
    - {title: 老客户, customer_class: [老客户], rate: 4%, clause: 第五条}
  factor:
    by: grade
    rows:
      - {grade: A, factor: 1.2}
      - {grade: B, factor: 1}
    clause: 第六条
  cap: {value: 50000, clause: 第七条}
  floor: {value: 1000, clause: 第八条}
  draw: {value: 2000, clause: 第八条}
  override: {value: 0.5%, clause: 第九条}
  clawback: {value: rate_paid, clause: 第十条}
performance_pay:
  base: 人员.绩效工资基数
  full: 100
  clause: 第十一条
annual_bonus:
  base: 人员.年终奖基数
  rows:
    - {grade: A, factor: 1.2}
    - {grade: B, factor: 1}
  clause: 第十二条
"""

Edit = tuple[str, str]


def faults(folder: Path, content: str, chosen: Sequence[Setting] = ()) -> list[Finding]:
    """What a file with this content is refused for, nothing if it is not."""
    path = folder / "pay.yaml"
    path.write_text(content, encoding="utf-8")
    try:
        load(path, chosen)
    except Refused as refused:
        return list(refused.findings)
    return []


def loaded(folder: Path, content: str = GOOD, *chosen: str) -> PayPolicy:
    """The policy of pay of a file with this content, with some figures set."""
    path = folder / "pay.yaml"
    path.write_text(content, encoding="utf-8")
    return find_pay(str(path), [setting_of(text) for text in chosen])


# the good policy


def test_the_good_policy_of_these_tests_is_good(tmp_path: Path) -> None:
    """What every faulty file below differs from has no fault."""
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    "edits",
    [
        [("carry_over: yes", "carry_over: {value: no, assumed: 原文没有写}")],
        [("  cap: {value: 50000, clause: 第七条}", "  cap: {value: none, assumed: 原文没有写}")],
        [("commission:\n", "commission:\n  clause: 第一章\n"), ("cap: {value: 50000, clause: 第七条}", "cap: none")],
        [(GOOD[GOOD.index("  special:") : GOOD.index("  factor:")], "")],
        [(GOOD[GOOD.index("performance_pay:") : GOOD.index("annual_bonus:")], "")],
        [(GOOD[GOOD.index("commission:") : GOOD.index("performance_pay:")], "")],
        [("{value: rate_paid, clause: 第十条}", "{value: none, assumed: 原文没有写}")],
        [("receipts: 金额", "receipts: 毛利")],
    ],
    ids=["source of a decision", "none", "source of all", "no rates", "no performance pay", "no commission", "no clawback", "profit"],
)  # fmt: skip
def test_other_ways_to_write_it(edits: list[Edit], tmp_path: Path) -> None:
    """What is not wrong is not refused."""
    assert faults(tmp_path, altered(GOOD, *edits)) == []


def test_rates_are_exact(tmp_path: Path) -> None:
    """A rate is kept as it was written: 3.335 % is 0.03335."""
    policy = loaded(tmp_path, altered(GOOD, ("rate: 3%", "rate: 3.335%")))
    assert policy.commission is not None
    assert str(policy.commission.tiers.rows[2].rate) == "0.03335"


# one fault each


@dataclass(frozen=True)
class Case:
    """A fault: words of its message in Chinese and English, how it comes into the good policy (its place marked), and what comes close."""

    zh: str
    en: str
    bad: list[Edit]
    near: list[Edit]


FIRST, SECOND, THIRD = (
    "{below: 80%, rate: 1%}",
    "{at_least: 80%, below: 100%, rate: 2%}",
    "{at_least: 100%, rate: 3%}",
)
ROWS = f"      - {FIRST}\n      - {SECOND}\n      - {THIRD}\n"
NO_FACTOR = (GOOD[GOOD.index("  factor:") : GOOD.index("  cap:")], "  factor: none\n")
NO_SPECIAL = (GOOD[GOOD.index("  special:") : GOOD.index("  factor:")], "  special: []\n")
NO_QUOTA = (GOOD[GOOD.index("  quota:") : GOOD.index("  tiers:")], "  quota: none\n")
UNSCORED = ("scores: sales-60-40", "scores: none")
TOTALS = "totals: {plus: [销售目标.实际回款], less: [销售目标.退货退款]}"
UNITS = [("receipts: 金额", "receipts: none"), (TOTALS, "totals: 指标.新客户数.实际"), NO_SPECIAL,
         ("of: 销售目标.计划回款", "of: 指标.新客户数.目标")]  # fmt: skip
BY_SCORE = (
    GOOD[GOOD.index("    by: grade") : GOOD.index("    clause: 第六条")],
    "    by: score\n    rows:\n      - {at_least: 90, factor: 1.2}\n      - {at_least: 70, factor: 1}\n    otherwise: 0.8\n",
)


def tiers(*rows: str) -> Edit:
    """Other rows for the tiers."""
    return ROWS, "".join(f"      - {row}\n" for row in rows)


def on_units(*rows: str) -> list[Edit]:
    """A base that is counted in pieces, with these tiers."""
    return [*UNITS, tiers(*rows)]


PRICES = ("{below: 80%, each: 10}", "{at_least: 80%, each: 20}")
PRIZES = ("{below: 80%, fixed: 0}", "{at_least: 80%, fixed: 500}")
WHOLE, OVERAGE = ("mode: marginal", "mode: whole"), ("mode: marginal", "mode: overage")

TIERS: dict[str, Case] = {
    "both lower bounds": Case("at_least（以上）和 above（超过）只能写一个", "either 'at_least' or 'above', not both",
        [tiers(FIRST, SECOND, "¦{at_least: 100%, above: 100%, rate: 3%}")], [tiers(FIRST, SECOND, "{at_least: 100.0%, rate: 3%}")]),
    "both upper bounds": Case("below（不满）和 at_most（以下）只能写一个", "either 'below' or 'at_most', not both",
        [tiers("¦{below: 80%, at_most: 80%, rate: 1%}", SECOND, THIRD)], [tiers("{at_least: 0%, below: 80%, rate: 1%}", SECOND, THIRD)]),
    "no beginning": Case("没有写从哪里起：写 at_least（以上，含本数）或 above（超过，不含）", "does not say where it begins: write 'at_least' (included) or 'above'",
        [tiers(FIRST, "¦{below: 100%, rate: 2%}", THIRD)], [tiers("{below: 100%, rate: 2%}", THIRD)]),
    "no end": Case("没有写到哪里止", "does not say where it ends, so nothing reaches the rows below it",
        [tiers(FIRST, "¦{at_least: 80%, rate: 2%}", THIRD)], [tiers(FIRST, "{at_least: 80%, rate: 2%}")]),
    "an end of the highest": Case("没有写超过 120% 的怎么算；最高一级不写上限", "nothing says what is earned beyond 120%; the highest row has no upper bound",
        [tiers(FIRST, SECOND, "{at_least: 100%, below: ¦120%, rate: 3%}")], [tiers(FIRST, SECOND, "{at_least: 100%, below: 120%, rate: 3%}", "{at_least: 120%, rate: 0%}")]),
    "an end of the highest, included": Case("没有写超过 100% 的怎么算", "nothing says what is earned beyond 100%",
        [tiers("{at_most: 80%, rate: 1%}", "{above: 80%, at_most: ¦100%, rate: 2%}")], [tiers("{at_most: 80%, rate: 1%}", "{above: 80%, rate: 2%}")]),
    "a bound without its sign": Case("80 就是 8000%，是不是漏了百分号", "80 means 8000%; is a % sign missing",
        [tiers("{below: ¦80, rate: 1%}", SECOND, THIRD)], [tiers("{below: 0.8, rate: 1%}", SECOND, THIRD)]),
    "a bound below zero": Case("界限不能小于 0", "a bound cannot be below 0",
        [tiers("{at_least: ¦-1%, below: 80%, rate: 1%}", SECOND, THIRD)], [tiers("{at_least: 0, below: 80%, rate: 1%}", SECOND, THIRD)]),
    "a rate without its sign": Case("2 就是 200%，是不是漏了百分号", "2 means 200%; is a % sign missing",
        [tiers(FIRST, "{at_least: 80%, below: 100%, rate: ¦2}", THIRD)], [tiers(FIRST, "{at_least: 80%, below: 100%, rate: 0.02}", THIRD)]),
    "a rate of a bare one": Case("1 就是 100%，是不是漏了百分号？写 1% 或 100%", "1 means 100%; is a % sign missing? Write 1% or 100%",
        [tiers("{below: 80%, rate: ¦1}", SECOND, THIRD)], [tiers("{below: 80%, rate: 100%}", SECOND, THIRD)]),
    "a rate of a bare five": Case("5 就是 500%，是不是漏了百分号？写 5%", "5 means 500%; is a % sign missing? Write 5%",
        [tiers("{below: 80%, rate: ¦5}", SECOND, THIRD)], [tiers("{below: 80%, rate: 0.99}", SECOND, THIRD)]),
    "a rate above the whole": Case("1.0001 就是 100.01%，是不是漏了百分号", "1.0001 means 100.01%; is a % sign missing",
        [tiers(FIRST, SECOND, "{at_least: 100%, rate: ¦100.01%}")], [tiers(FIRST, SECOND, "{at_least: 100%, rate: 100%}")]),
    "a rate below zero": Case("不能小于 0", "it cannot be below 0",
        [tiers("{below: 80%, rate: ¦-1%}", SECOND, THIRD)], [tiers("{below: 80%, rate: 0%}", SECOND, THIRD)]),
    "a row that pays nothing": Case("每一级写 rate（费率）、each（每单位金额）、fixed（固定金额）之一", "every tier says one of 'rate', 'each', 'fixed'",
        [tiers(FIRST, "¦{at_least: 80%, below: 100%}", THIRD)], [tiers(FIRST, "{at_least: 80%, below: 100%, rate: 0}", THIRD)]),
    "a row of two sorts": Case("每一级写 rate（费率）、each（每单位金额）、fixed（固定金额）之一", "every tier says one of 'rate', 'each', 'fixed'",
        [WHOLE, tiers(FIRST, "¦{at_least: 80%, below: 100%, rate: 2%, fixed: 500}", THIRD)], [WHOLE]),
    "two sorts of value": Case("各级要同一种写法，第 1 级写的是 rate", "all tiers state the same sort of pay; the first says 'rate'",
        [WHOLE, tiers(FIRST, SECOND, "{at_least: 100%, fixed: ¦500}")], [WHOLE, tiers(*PRIZES)]),
    "prizes by slices": Case("固定金额（fixed）只配 whole：marginal", "fixed amounts go with 'whole': 'marginal' pays on a part",
        [tiers(*PRIZES), ("mode: marginal", "mode: ¦marginal")], [WHOLE, tiers(*PRIZES)]),
    "prizes beyond the plan": Case("固定金额（fixed）只配 whole：overage", "fixed amounts go with 'whole': 'overage' pays on a part",
        [tiers(*PRIZES), ("mode: marginal", "mode: ¦overage")], [WHOLE, tiers(*PRIZES)]),
    "a rate of pieces": Case("费率乘不出金额：改用 each（每单位多少元）", "the base is no amount of money, so a rate of it is none: use 'each'",
        on_units("{below: 80%, rate: ¦1%}", "{at_least: 80%, rate: 2%}"), on_units(*PRICES)),
    "prices of yuan": Case("基数本身就是金额：用 rate（费率）；each 是每单位（个、台、户）多少元", "the base is money, which takes a 'rate'; 'each' is yuan for each unit of something else",
        [tiers("{below: 80%, each: ¦10}", "{at_least: 80%, each: 20}")], on_units(*PRICES)),
    "not from zero": Case("第 1 级要从 0 起：没有写 50% 以前怎么算；不给就写一级 0", "the first row begins at zero: nothing says what is earned below 50%",
        [tiers("{at_least: ¦50%, below: 80%, rate: 1%}", SECOND, THIRD)], [tiers("{below: 50%, rate: 0}", "{at_least: 50%, below: 80%, rate: 1%}", SECOND, THIRD)]),
    "a tier of nothing": Case("下限不小于上限，没有数会落在这一级", "its lower bound is not below its upper one; nothing falls in this row",
        [tiers(FIRST, "¦{at_least: 80%, below: 80%, rate: 2%}", "{at_least: 80%, rate: 3%}")], [tiers(FIRST, "{at_least: 80%, below: 80.01%, rate: 2%}", "{at_least: 80.01%, rate: 3%}")]),
    "a first tier of nothing": Case("下限不小于上限", "nothing falls in this row",
        [tiers("¦{below: 0%, rate: 1%}", "{at_least: 0%, rate: 3%}")], [tiers("{below: 1%, rate: 1%}", "{at_least: 1%, rate: 3%}")]),
    "a gap": Case("80% 到 90% 之间没有写怎么算", "nothing says what is earned between 80% and 90%",
        [tiers(FIRST, "{at_least: ¦90%, below: 100%, rate: 2%}", THIRD)], [tiers("{below: 90%, rate: 1%}", "{at_least: 90%, below: 100%, rate: 2%}", THIRD)]),
    "an overlap": Case("70% 到 80% 之间与上一级重叠", "it overlaps the row before from 70% to 80%",
        [tiers(FIRST, "{at_least: ¦70%, below: 100%, rate: 2%}", THIRD)], [tiers("{below: 70%, rate: 1%}", "{at_least: 70%, below: 100%, rate: 2%}", THIRD)]),
    "a bound in both": Case("正好 80% 同时属于两级（“以下”“以上”都含本数）", "exactly 80% belongs to both rows: let the one before say 'below', or this one 'above'",
        [tiers("{at_most: 80%, rate: 1%}", "{at_least: ¦80%, rate: 2%}")], [tiers("{at_most: 80%, rate: 1%}", "{above: 80%, rate: 2%}")]),
    "a bound in neither": Case("正好 80% 不属于任何一级", "exactly 80% belongs to no row: let the one before say 'at_most', or this one 'at_least'",
        [tiers(FIRST, "{above: ¦80%, rate: 2%}")], [tiers(FIRST, "{at_least: 80%, rate: 2%}")]),
    "bounds of both sorts": Case("各级的界限要么都归上一级（at_most、above），要么都归下一级（below、at_least）", "the bounds belong all to the tier below ('at_most', 'above') or all to the tier above",
        [tiers(FIRST, "¦{at_least: 80%, at_most: 100%, rate: 2%}", "{above: 100%, rate: 3%}")], [tiers("{at_most: 80%, rate: 1%}", "{above: 80%, at_most: 100%, rate: 2%}", "{above: 100%, rate: 3%}")]),
    "pay within the plan": Case("这一级在计划以内，永远不付：写 0", "this tier lies within it and never pays: write 0",
        [OVERAGE, tiers("{below: 100%, rate: ¦1%}", THIRD)], [OVERAGE, tiers("{below: 100%, rate: 0%}", THIRD)]),
    "a bound in yuan that overlaps": Case("15,000元 到 20,000元 之间与上一级重叠", "it overlaps the row before from 15,000元 to 20,000元",
        [("on: attainment", "on: amount"), tiers("{below: 20000, rate: 1%}", "{at_least: ¦15000, rate: 2%}")], [("on: attainment", "on: amount"), tiers("{below: 20000, rate: 1%}", "{at_least: 20000, rate: 2%}")]),
}  # fmt: skip

PARTS: dict[str, Case] = {
    "no section": Case("要写 commission（提成）、performance_pay（绩效工资）、annual_bonus（年终奖）至少一节", "one of 'commission', 'performance_pay', 'annual_bonus' belongs here",
        [(GOOD[GOOD.index("commission:") :], "commission:\n"), ("policy: test", "¦policy: test")], [(GOOD[GOOD.index("commission:") : GOOD.index("annual_bonus:")], "")]),
    "a factor without scores": Case("scores 写的是 none，没有成绩可依", "'scores' says none, so there is no score to go by",
        [UNSCORED, ("  factor:\n    by", "  factor:\n    ¦by"), (GOOD[GOOD.index("performance_pay:") : GOOD.index("annual_bonus:")], "")],
        [UNSCORED, NO_FACTOR, (GOOD[GOOD.index("performance_pay:") : GOOD.index("annual_bonus:")], "")]),
    "performance pay without scores": Case("scores 写的是 none", "'scores' says none", [UNSCORED, NO_FACTOR, ("performance_pay:", "¦performance_pay:")], [NO_FACTOR]),
    "attainment of nothing": Case("按完成率分级或只计超计划部分，要写 quota（计划）", "tiers on attainment, and 'overage', need a quota",
        [(NO_QUOTA[0], "  quota: ¦none\n")], [NO_QUOTA, ("on: attainment", "on: amount"), tiers("{below: 80, rate: 1%}", "{at_least: 80, rate: 2%}")]),
    "overage over nothing": Case("要写 quota（计划）", "need a quota",
        [(NO_QUOTA[0], "  quota: ¦none\n"), ("on: attainment", "on: amount"), OVERAGE, tiers("{below: 80, rate: 1%}", "{at_least: 80, rate: 2%}")],
        [("on: attainment", "on: amount"), OVERAGE, tiers("{below: 80, rate: 1%}", "{at_least: 80, rate: 2%}")]),
    "a base of nothing": Case("receipts 写了 none，就要写 totals（按哪些列计）", "with 'receipts: none', 'totals' must name the columns that count",
        [("    receipts: 金额\n    " + TOTALS, "    ¦receipts: none"), NO_SPECIAL], [("receipts: 金额", "receipts: none"), NO_SPECIAL]),
    "totals that are no money": Case("回款明细是金额，totals 也要是金额", "receipts are money; 'totals' must be money too",
        [(TOTALS, "totals: ¦指标.新客户数.实际")], [(TOTALS, "totals: 销售目标.实际回款")]),
    "a plan in another unit": Case("计划与基数的单位不同", "the plan is in another unit than the base",
        [("of: 销售目标.计划回款", "of: ¦指标.新客户数.目标")], [("of: 销售目标.计划回款", "of: 销售目标.计划销售额")]),
    "a rate without receipts": Case("专项费率要逐笔的回款明细：base.receipts 不能是 none", "special rates need receipts: 'base.receipts' is none",
        [("receipts: 金额", "receipts: none"), ("    - {title: 新产品", "    - ¦{title: 新产品"), (GOOD[GOOD.index("    - {title: 老客户") : GOOD.index("  factor:")], "")], [("receipts: 金额", "receipts: none"), NO_SPECIAL]),
    "a rate of nothing": Case("要写 product（产品）或 customer_class（客户类别）", "'product' or 'customer_class' belongs here",
        [("- {title: 新产品, product: [旗舰款, 尊享款],", "- ¦{title: 新产品,")], [("- {title: 新产品, product: [旗舰款, 尊享款],", "- {title: 新产品, customer_class: [新客户],")]),
    "two rates of one name": Case("名称“新产品”已有别的用处", "title '新产品' is taken", [("title: 老客户", "title: ¦新产品")], [("title: 老客户", "title: 新产品2")]),
    "a rate called like a line": Case("名称“封顶扣减”已有别的用处", "title '封顶扣减' is taken", [("title: 老客户", "title: ¦封顶扣减")], [("title: 老客户", "title: 封顶扣减客户")]),
    "a special rate without its sign": Case("5 就是 500%，是不是漏了百分号？写 5%", "5 means 500%; is a % sign missing? Write 5%", [("rate: 5%", "rate: ¦5")], [("rate: 5%", "rate: 0.05")]),
    "a special rate of a bare one": Case("1 就是 100%，是不是漏了百分号？写 1% 或 100%", "1 means 100%; is a % sign missing? Write 1% or 100%", [("rate: 5%", "rate: ¦1")], [("rate: 5%", "rate: 100%")]),
    "a special rate above the whole": Case("费率要在 0% 到 100% 之间，是不是漏了百分号", "a rate lies between 0 % and 100 %; is a % sign missing", [("rate: 5%", "rate: ¦100.01%")], [("rate: 5%", "rate: 100%")]),
    "a special rate below zero": Case("费率要在 0% 到 100% 之间", "a rate lies between 0 % and 100 %", [("rate: 5%", "rate: ¦-5%")], [("rate: 5%", "rate: 0%")]),
    "rates that meet in a product": Case("与“新产品”管同样的回款，不知道按哪个", "the same receipts fall under '新产品'; which rate wins is not said",
        [("- {title: 老客户, customer_class: [老客户],", "- ¦{title: 老客户, product: [尊享款, 配件],")], [("- {title: 老客户, customer_class: [老客户],", "- {title: 老客户, product: [配件],")]),
    "rates that meet in a class": Case("与“新产品”管同样的回款", "the same receipts fall under '新产品'",
        [("product: [旗舰款, 尊享款]", "customer_class: [老客户]"), ("- {title: 老客户", "- ¦{title: 老客户")], [("product: [旗舰款, 尊享款]", "customer_class: [新客户]")]),
    "rates that meet in both": Case("与“新产品”管同样的回款", "the same receipts fall under '新产品'",
        [("尊享款],", "尊享款], customer_class: [新客户, 老客户],"), ("- {title: 老客户,", "- ¦{title: 老客户, product: [旗舰款],")], [("- {title: 老客户,", "- {title: 老客户, product: [旗舰款],")]),
    "a factor of a grade twice": Case("等级“A”写了两次", "grade 'A' is given twice", [("      - {grade: B, factor: 1}", "      - {grade: ¦A, factor: 1}")], [("      - {grade: B, factor: 1}", "      - {grade: B, factor: 1.2}")]),
    "a factor below zero": Case("系数不能小于 0", "a factor cannot be below 0", [("      - {grade: B, factor: 1}", "      - {grade: B, factor: ¦-1}")], [("      - {grade: B, factor: 1}", "      - {grade: B, factor: 0}")]),
    "scores out of order": Case("各行要从高到低，每个界限只写一次", "rows go from the highest bound to the lowest, each bound once", [(BY_SCORE[0], BY_SCORE[1].replace("70", "¦95"))], [BY_SCORE]),
    "a score twice": Case("每个界限只写一次", "each bound once", [(BY_SCORE[0], BY_SCORE[1].replace("70", "¦90"))], [(BY_SCORE[0], BY_SCORE[1].replace("70", "89.99"))]),
    "a factor of a score below zero": Case("系数不能小于 0", "a factor cannot be below 0", [(BY_SCORE[0], BY_SCORE[1].replace("factor: 1}", "factor: ¦-0.01}"))], [(BY_SCORE[0], BY_SCORE[1].replace("factor: 1}", "factor: 0}"))]),
    "a factor of the rest below zero": Case("系数不能小于 0", "a factor cannot be below 0", [(BY_SCORE[0], BY_SCORE[1].replace("otherwise: 0.8", "otherwise: ¦-0.01"))], [(BY_SCORE[0], BY_SCORE[1].replace("otherwise: 0.8", "otherwise: 0"))]),
    "a grade of the year twice": Case("等级“A”写了两次", "grade 'A' is given twice", [("    - {grade: B, factor: 1}\n  clause: 第十二条", "    - {grade: ¦A, factor: 1}\n  clause: 第十二条")], [("    - {grade: B, factor: 1}\n  clause: 第十二条", "    - {grade: C, factor: 1}\n  clause: 第十二条")]),
    "a factor of the year below zero": Case("系数不能小于 0", "a factor cannot be below 0", [("    - {grade: B, factor: 1}\n  clause: 第十二条", "    - {grade: B, factor: ¦-1}\n  clause: 第十二条")], [("    - {grade: B, factor: 1}\n  clause: 第十二条", "    - {grade: B, factor: 0}\n  clause: 第十二条")]),
    "a draw that is no more than the floor": Case("draw（预支）不高于 floor（保底），永远用不上", "'draw' is not above 'floor', so nothing is ever advanced", [("draw: {value: 2000", "draw: ¦{value: 1000")], [("draw: {value: 2000", "draw: {value: 1000.01")]),
    "a cap below zero": Case("不能小于 0", "it cannot be below 0", [("floor: {value: 1000", "floor: {value: none"), ("draw: {value: 2000", "draw: {value: none"), ("cap: {value: 50000", "cap: ¦{value: -1")], [("cap: {value: 50000", "cap: {value: none")]),
    "a floor above the cap": Case("floor 不能高于 cap", "'floor' is above 'cap'", [("draw: {value: 2000", "draw: {value: none"), ("floor: {value: 1000", "floor: ¦{value: 50001")], [("draw: {value: 2000", "draw: {value: none"), ("floor: {value: 1000", "floor: {value: 50000")]),
    "a floor above a cap of nothing": Case("floor 不能高于 cap", "'floor' is above 'cap'", [("draw: {value: 2000", "draw: {value: none"), ("cap: {value: 50000", "cap: {value: 0"), ("floor: {value", "floor: ¦{value")], [("draw: {value: 2000", "draw: {value: none"), ("cap: {value: 50000", "cap: {value: 0"), ("floor: {value: 1000", "floor: {value: 0")]),
    "a draw above a cap of nothing": Case("draw 不能高于 cap", "'draw' is above 'cap'", [("floor: {value: 1000", "floor: {value: none"), ("cap: {value: 50000", "cap: {value: 0"), ("draw: {value: 2000", "draw: ¦{value: 0.01")], [("floor: {value: 1000", "floor: {value: none"), ("cap: {value: 50000", "cap: {value: 0"), ("draw: {value: 2000", "draw: {value: 0")]),
    "a draw above the cap": Case("draw 不能高于 cap", "'draw' is above 'cap'", [("draw: {value: 2000", "draw: ¦{value: 50001")], [("draw: {value: 2000", "draw: {value: 50000")]),
    "an override below zero": Case("不能小于 0", "it cannot be below 0", [("override: {value: 0.5%", "override: ¦{value: -0.5%")], [("override: {value: 0.5%", "override: {value: 0%")]),
    "an override without its sign": Case("费率超过 100%，是不是漏了百分号", "a rate above 100 %; is a % sign missing", [("override: {value: 0.5%", "override: ¦{value: 5")], [("override: {value: 0.5%", "override: {value: 0.05")]),
    "a cap without a source": Case("缺少出处：写 clause（原文条款）或 assumed（假设理由）", "no source: give 'clause' or 'assumed', such as {value: none, assumed: ...}", [("cap: {value: 50000, clause: 第七条}", "cap: ¦50000")], [("commission:\n", "commission:\n  assumed: 原文没有写\n"), ("cap: {value: 50000, clause: 第七条}", "cap: 50000")]),
    "a clawback without a source": Case("缺少出处：写 clause 或 assumed", "no source: give 'clause' or 'assumed'", [("clawback: {value: rate_paid, clause: 第十条}", "clawback: ¦rate_paid")], [("commission:\n", "commission:\n  clause: 第二章\n"), ("clawback: {value: rate_paid, clause: 第十条}", "clawback: rate_paid")]),
    "an override above the whole": Case("费率超过 100%，是不是漏了百分号", "a rate above 100 %; is a % sign missing", [("override: {value: 0.5%", "override: ¦{value: 100.01%")], [("override: {value: 0.5%", "override: {value: 100%")]),
    "an end before the beginning": Case("结束日期早于开始日期", "it ends before it begins", [("{from: 2024-01-01}", "{from: 2024-01-01, to: ¦2023-12-31}")], [("{from: 2024-01-01}", "{from: 2024-01-01, to: 2024-01-01}")]),
}  # fmt: skip

VALUES: dict[str, Case] = {
    "no mode": Case("缺少“mode”", "'mode' is missing", [("    mode: marginal\n", ""), ("    on: attainment", "    ¦on: attainment")], [WHOLE]),
    "an unknown mode": Case("“marginl”不在可选的词里。是不是 marginal", "'marginl' is not a choice. did you mean marginal", [("mode: marginal", "mode: ¦marginl")], [WHOLE]),
    "tiers on what is unknown": Case("是不是 amount", "did you mean amount", [("on: attainment", "on: ¦amounts")], []),
    "no tiers": Case("不能空着", "must not be empty", [("    rows:\n" + ROWS, "    rows: ¦[]\n")], [tiers("{rate: 1%}")]),
    "no cap": Case("缺少“cap”", "'cap' is missing", [("  cap: {value: 50000, clause: 第七条}\n", ""), ("commission:\n  base", "commission:\n  ¦base")], [("{value: 50000, clause", "{value: none, clause")]),
    "no carry over": Case("缺少“carry_over”", "'carry_over' is missing", [("    carry_over: yes\n", ""), ("    of: 销售目标.计划回款", "    ¦of: 销售目标.计划回款")], [("carry_over: yes", "carry_over: no")]),
    "no source of the base": Case("缺少出处", "no source", [("    clause: 第二条\n", ""), ("    receipts: 金额", "    ¦receipts: 金额")], [("    clause: 第二条\n", "    assumed: 原文没有写\n")]),
    "no source of the tiers": Case("缺少出处", "no source", [("    clause: 第四条\n", ""), ("    on: attainment", "    ¦on: attainment")], [("    clause: 第四条\n", "    assumed: 原文没有写\n")]),
    "no source of a rate": Case("缺少出处", "no source", [("rate: 5%, clause: 第五条}", "rate: 5%}"), ("- {title: 新产品", "- ¦{title: 新产品")], [("rate: 5%, clause: 第五条}", "rate: 5%, assumed: 原文没有写}")]),
    "no source of the factor": Case("缺少出处", "no source", [("    clause: 第六条\n", ""), ("    by: grade", "    ¦by: grade")], [("    clause: 第六条\n", "    assumed: 原文没有写\n")]),
    "no source of performance pay": Case("缺少出处", "no source", [("  clause: 第十一条\n", ""), ("  base: 人员.绩效工资基数", "  ¦base: 人员.绩效工资基数")], [("  clause: 第十一条\n", "  assumed: 原文没有写\n")]),
    "no source of the bonus": Case("缺少出处", "no source", [("  clause: 第十二条\n", ""), ("  base: 人员.年终奖基数", "  ¦base: 人员.年终奖基数")], [("  clause: 第十二条\n", "  assumed: 原文没有写\n")]),
    "two sources": Case("只能写一个", "not both", [("50000, clause: 第七条}", "50000, clause: 第七条, assumed: ¦猜的}")], [("50000, clause: 第七条}", "50000, assumed: 猜的}")]),
    "an unknown part": Case("没有“tier”这个键，是不是“tiers”", "unknown key 'tier'; did you mean 'tiers'", [("  tiers:", "  ¦tier:")], []),
    "an unknown key of a row": Case("没有“rat”这个键，是不是“rate”", "unknown key 'rat'; did you mean 'rate'", [("below: 80%, rate: 1%", "below: 80%, rate: 1%, ¦rat: 1%")], []),
    "an unknown key of a rate": Case("是不是“product”", "did you mean 'product'", [("product: [旗舰款, 尊享款]", "¦products: [旗舰款, 尊享款]")], []),
    "an unknown key of the quota": Case("是不是“carry_over”", "did you mean 'carry_over'", [("    carry_over", "    ¦carryover")], []),
    "an unknown key of a factor": Case("是不是“factor”", "did you mean 'factor'", [("      - {grade: A, factor: 1.2}", "      - {grade: A, ¦facter: 1.2}")], []),
    "an unknown key of a figure": Case("是不是“assumed”", "did you mean 'assumed'", [("{value: 50000, clause", "{value: 50000, ¦asumed: 无, clause")], []),
    "an unknown key of the bonus": Case("没有“bases”这个键，是不是“base”", "unknown key 'bases'; did you mean 'base'", [("  base: 人员.年终奖基数", "  ¦bases: 人员.年终奖基数")], []),
    "a factor by what is unknown": Case("by 写 grade（按等级）或 score（按分数）", "'by' says grade or score", [("by: grade", "by: ¦grades")], [BY_SCORE]),
    "a factor by nothing": Case("by 写 grade（按等级）或 score（按分数）", "'by' says grade or score", [("    by: grade\n    rows", "    ¦rows")], [BY_SCORE]),
    "scores without the rest": Case("缺少“otherwise”", "'otherwise' is missing", [(BY_SCORE[0], BY_SCORE[1].replace("    otherwise: 0.8\n", "").replace("by:", "¦by:"))], [BY_SCORE]),
    "a choice to carry over": Case("“maybe”不在可选的词里", "'maybe' is not a choice", [("carry_over: yes", "carry_over: ¦maybe")], [("carry_over: yes", "carry_over: no")]),
    "a clawback that is unknown": Case("是不是 rate_paid", "did you mean rate_paid", [("value: rate_paid", "value: ¦rate_payed")], [("value: rate_paid", "value: none")]),
    "receipts that are counted by what is unknown": Case("“数量”不在可选的词里", "'数量' is not a choice", [("receipts: 金额", "receipts: ¦数量")], [("receipts: 金额", "receipts: 毛利")]),
    "words for a rate": Case("“百分之一”不是数", "'百分之一' is not a number", [("rate: 1%", "rate: ¦百分之一")], [("rate: 1%", "rate: 1.00%")]),
    "full marks of nothing": Case("要大于 0", "must be above 0", [("full: 100", "full: ¦0")], [("full: 100", "full: 0.01")]),
    "an unknown column of the plan": Case("“销售目标”表没有“计划回款额度”列。是不是“计划回款”", "no column '计划回款额度'. Did you mean '计划回款'", [("of: 销售目标.计划回款", "of: ¦销售目标.计划回款额度")], []),
    "an unknown column of the bonus": Case("是不是“年终奖基数”", "Did you mean '年终奖基数'", [("base: 人员.年终奖基数", "base: ¦人员.年终基数")], []),
    "a title that is no name": Case("“新 产品”不合写法", "'新 产品' has characters", [("title: 新产品", "title: ¦新 产品")], []),
    "no scores": Case("缺少“scores”", "'scores' is missing", [("scores: sales-60-40\n", ""), ("policy: test", "¦policy: test")], []),
    "a source of nothing": Case("缺少“source”", "'source' is missing", [("source: {id: S1, document: 提成办法}\n", ""), ("policy: test", "¦policy: test")], []),
}  # fmt: skip
SINGLE = TIERS | PARTS | VALUES


@pytest.mark.parametrize("fault", SINGLE)
def test_a_single_fault_is_told_once_at_its_place(fault: str, tmp_path: Path) -> None:
    """One thing wrong is one finding, at its line and column, with words that say what it is in either language."""
    case = SINGLE[fault]
    content = altered(GOOD, *case.bad)
    [place] = marks(content)
    found = faults(tmp_path, content.replace(MARK, ""))
    assert [(f.code, f.severity, f.file, f.where) for f in found] == [("policy-faulty", "error", "pay.yaml", place)]
    assert case.zh in found[0].message("zh")
    assert case.en in found[0].message("en")


@pytest.mark.parametrize("written", ["1", "1.0", "5"])
@pytest.mark.parametrize("where", ["rate: 3%", "rate: 5%"], ids=["tier", "special"])
def test_what_a_bare_rate_is_told_to_write_is_right(where: str, written: str, tmp_path: Path) -> None:
    """A rate of 1 or more without its sign is refused, and every rate that the message says to write instead is not."""
    [found] = faults(tmp_path, altered(GOOD, (where, f"rate: {written}")))
    advised = found.message("zh").partition("写 ")[2].rstrip("。").split(" 或 ")
    assert f"{written}%" in advised
    assert [rate for rate in advised if faults(tmp_path, altered(GOOD, (where, f"rate: {rate}")))] == []


@pytest.mark.parametrize("fault", [name for name, case in SINGLE.items() if case.near])
def test_what_comes_close_to_a_fault_is_none(fault: str, tmp_path: Path) -> None:
    """What is just not wrong is not refused."""
    assert faults(tmp_path, altered(GOOD, *SINGLE[fault].near)) == []


PAY = sorted(
    {
        column.ref.partition(".")[2]
        for column in vars(columns).values()
        if isinstance(column, Column) and column.ref.startswith("提成.")
    }
)
"""The words of all columns of pay but those of tiers and special rates."""
ABOUT_PEOPLE = ["工号", "姓名", "部门", "备注", "暂不发"]
TAKEN = [*PAY, *ABOUT_PEOPLE, "第1级", "第2级", "第12级", "按级计入"]


def test_the_columns_of_pay_are_all_there() -> None:
    """The list of names that are taken has what it is taken from."""
    assert {"小计", "结转计划", "预支余额", "未完成计划", "预支结余", "实付费率", "分级提成", "合计"} <= set(PAY)
    assert len(PAY) > 20


@pytest.mark.parametrize("title", TAKEN)
def test_a_rate_is_not_called_like_any_other_column(title: str, tmp_path: Path) -> None:
    """A special rate has a column of its own; none of the other columns of pay can lend it its name."""
    content = altered(GOOD, ("title: 新产品", f"title: ¦{title}"))
    found = faults(tmp_path, content.replace(MARK, ""))
    assert [(f.where, title in f.zh) for f in found] == [(place, True) for place in marks(content)]


def test_a_rate_is_not_called_like_the_amount_of_another(tmp_path: Path) -> None:
    """What falls under the rate 新产品 is the column 新产品金额, so no other rate is called so, whichever stands first."""
    for first, second in (("新产品", "¦新产品金额"), ("新产品金额", "¦新产品")):
        content = altered(GOOD, ("title: 新产品", f"title: {first}"), ("title: 老客户", f"title: {second}"))
        found = faults(tmp_path, content.replace(MARK, ""))
        assert [(f.where, second[1:] in f.zh) for f in found] == [(place, True) for place in marks(content)]


@pytest.mark.parametrize("title", sorted(word.removesuffix("金额") for word in PAY if word.endswith("金额")))
def test_the_amount_of_a_rate_is_not_called_like_any_other_column(title: str, tmp_path: Path) -> None:
    """A rate called 计入 would bring a second column 计入金额, one called 按级 a second 按级金额."""
    content = altered(GOOD, ("title: 新产品", f"title: ¦{title}"))
    assert [f.where for f in faults(tmp_path, content.replace(MARK, ""))] == marks(content)


@pytest.mark.parametrize("title", ["第一级", "第级", "第1级客户", "新第1级", "新产品金", "金额"])
def test_what_is_nearly_called_like_a_column_is_not_refused(title: str, tmp_path: Path) -> None:
    """Only a name that a column has is taken, not what is like one."""
    assert faults(tmp_path, altered(GOOD, ("title: 老客户", f"title: {title}"))) == []


def test_the_faults_of_a_policy_are_told_all_at_once(tmp_path: Path) -> None:
    """Several faults that leave the parts well formed are told together, in the order of the file."""
    content = altered(
        GOOD,
        ("of: 销售目标.计划回款", "of: ¦指标.新客户数.目标"),
        ("{at_least: 80%,", "{at_least: ¦90%,"),
        ("rate: 5%", "rate: ¦500%"),
        ("title: 老客户", "title: ¦新产品"),
        ("      - {grade: B, factor: 1}", "      - {grade: ¦A, factor: ¦-1}"),
        ("cap: {value: 50000, clause: 第七条}", "cap: ¦50000"),
        ("draw: {value: 2000", "draw: ¦{value: 500"),
        ("override: {value: 0.5%", "override: ¦{value: 5"),
        ("clawback: {value: rate_paid, clause: 第十条}", "clawback: ¦rate_paid"),
        ("    - {grade: B, factor: 1}\n  clause: 第十二条", "    - {grade: ¦A, factor: 1}\n  clause: 第十二条"),
    )
    assert [f.where for f in faults(tmp_path, content.replace(MARK, ""))] == marks(content)
    assert len(marks(content)) == 11


# which sort of policy it is


def test_a_policy_of_pay_scores_nobody() -> None:
    """Where a policy that scores is needed, one of pay is refused by its name."""
    with pytest.raises(Refused) as refused:
        find(PACK)
    [found] = refused.value.findings
    assert found.code == "policy-of-pay"
    assert PACK in found.message("zh")
    assert PACK in found.message("en")


def test_a_policy_that_scores_pays_nobody() -> None:
    """Where a policy of pay is needed, one that scores is refused by its name."""
    with pytest.raises(Refused) as refused:
        find_pay("sales-60-40")
    [found] = refused.value.findings
    assert found.code == "policy-of-scores"
    assert "sales-60-40" in found.message("zh")
    assert "sales-60-40" in found.message("en")


HEAD = GOOD[: GOOD.index("scores:")]
SECTION = {
    "scores": "scores: sales-60-40\n",
    "commission": GOOD[GOOD.index("commission:") : GOOD.index("performance_pay:")],
    "performance_pay": GOOD[GOOD.index("performance_pay:") : GOOD.index("annual_bonus:")],
    "annual_bonus": GOOD[GOOD.index("annual_bonus:") :],
}


@pytest.mark.parametrize("key", SECTION)
def test_one_section_makes_a_policy_of_pay(key: str, tmp_path: Path) -> None:
    """A file with `scores` or a section on pay is told what a policy of pay lacks, not what one that scores does."""
    lacking = {"scores": "要写 commission（提成）"}.get(key, "缺少“scores”")
    assert [lacking in f.message("zh") for f in faults(tmp_path, HEAD + SECTION[key])] == [True]


@pytest.mark.parametrize("key", [key for key in SECTION if key != "scores"])
def test_scores_and_one_section_are_enough(key: str, tmp_path: Path) -> None:
    """Any section alone is a policy of pay."""
    assert isinstance(loaded(tmp_path, HEAD + SECTION["scores"] + SECTION[key]), PayPolicy)


@pytest.mark.parametrize("key", SECTION)
def test_a_file_with_indicators_scores(key: str, tmp_path: Path) -> None:
    """With indicators a file is a policy that scores, which knows no section on pay: that one is told at its key."""
    content = scoring_policy(tmp_path, SECTION[key].replace(f"{key}:", f"¦{key}:", 1))
    found = faults(tmp_path, content.replace(MARK, ""))
    assert [(f.where, f"没有“{key}”这个键" in f.message("zh")) for f in found] == [
        (place, True) for place in marks(content)
    ]


def test_a_file_with_neither_scores(tmp_path: Path) -> None:
    """Without a section on pay a file is one that scores, of which indicators are asked."""
    assert "制度文件有误：缺少“indicators”。" in [f.message("zh") for f in faults(tmp_path, HEAD)]


def scoring_policy(folder: Path, more: str) -> str:
    """A sound policy that scores, with something more at its end."""
    assert faults(folder, SCORING) == []
    return SCORING + more


# the pack


def test_the_pack_loads_under_its_own_name() -> None:
    """The built-in policy of pay is sound and is called as its file is."""
    assert find_pay(PACK).policy == PACK


def test_every_figure_of_the_pack_is_assumed() -> None:
    """The regulation says nothing of pay but the word, so no part of the pack claims a clause."""
    assert [part for part in cited(find_pay(PACK)) if part.clause] == []


def test_every_figure_of_the_pack_says_why_it_was_assumed() -> None:
    """Each figure of the pack, and each table, rests on a stated assumption."""
    policy = find_pay(PACK)
    parts = [figure for figure, _ in policy.figures()] + list(policy.lookups())
    assert policy.commission is not None
    parts += policy.commission.tiers.figures()
    assert len(parts) > 15
    assert [part.name for part in parts if not part.assumed] == []


# figures set otherwise


def rate(policy: PayPolicy, k: int) -> Decimal | None:
    """The rate of a tier, from 1."""
    assert policy.commission is not None
    return policy.commission.tiers.rows[k - 1].rate


@pytest.mark.parametrize("path", ["tiers.2.rate", "tiers.rows.2.rate", "commission.tiers.2.rate", "commission.tiers.rows.2.rate"])  # fmt: skip
def test_a_rate_is_set_by_its_path(path: str, tmp_path: Path) -> None:
    """The second tier is row 2, with `commission.` and `rows.` before it or without; the others stay."""
    policy = loaded(tmp_path, GOOD, f"{path}=3.5%")
    assert [rate(policy, k) for k in (1, 2, 3)] == [Decimal("0.01"), Decimal("0.035"), Decimal("0.03")]


def test_several_figures_are_set(tmp_path: Path) -> None:
    """Each setting is made in the order given; of two of the same figure the last one holds."""
    policy = loaded(tmp_path, GOOD, "tiers.1.rate=9%", "tiers.3.rate=4%", "tiers.1.rate=1.5%")
    assert [rate(policy, k) for k in (1, 2, 3)] == [Decimal("0.015"), Decimal("0.02"), Decimal("0.04")]


def test_a_figure_with_its_source_is_set(tmp_path: Path) -> None:
    """A figure written as {value, clause} is set by its name, and keeps its source."""
    policy = loaded(tmp_path, GOOD, "cap=60000")
    assert policy.commission is not None
    assert (policy.commission.cap.value, policy.commission.cap.clause) == (Decimal(60000), "第七条")


def test_the_value_of_a_figure_is_set(tmp_path: Path) -> None:
    """The path may also name the value itself."""
    policy = loaded(tmp_path, GOOD, "commission.cap.value=60000")
    assert policy.commission is not None
    assert policy.commission.cap.value == Decimal(60000)


def test_a_figure_is_set_to_none(tmp_path: Path) -> None:
    """What may be none in the file can be set to none."""
    policy = loaded(tmp_path, GOOD, "cap=none")
    assert policy.commission is not None
    assert policy.commission.cap.value is None


def test_a_decision_is_set(tmp_path: Path) -> None:
    """A word is set as a figure is."""
    policy = loaded(tmp_path, GOOD, "tiers.mode=whole")
    assert policy.commission is not None
    assert policy.commission.tiers.mode == "whole"


def test_a_row_of_a_list_without_rows_is_set(tmp_path: Path) -> None:
    """A special rate is known by its number too, from 1."""
    policy = loaded(tmp_path, GOOD, "special.2.rate=4.5%")
    assert policy.commission is not None
    assert [special.rate for special in policy.commission.special] == [Decimal("0.05"), Decimal("0.045")]


def test_a_figure_outside_of_the_commission_is_set(tmp_path: Path) -> None:
    """A path that begins at the top of the file goes there."""
    policy = loaded(tmp_path, GOOD, "performance_pay.full=120", "annual_bonus.2.factor=0.9")
    assert policy.performance_pay is not None
    assert policy.annual_bonus is not None
    assert (policy.performance_pay.full.value, policy.annual_bonus.rows[1].factor) == (Decimal(120), Decimal("0.9"))


def test_blanks_around_a_setting_do_not_matter() -> None:
    """What stands around path and value is dropped, and only the first sign of equality parts them."""
    assert setting_of(" tiers.2.rate = 3.5% ") == Setting("tiers.2.rate", "3.5%")
    assert setting_of("source.id=a=b") == Setting("source.id", "a=b")


@pytest.mark.parametrize("text", ["", "tiers.2.rate", "=3%", "tiers.2.rate=", " = ", "tiers.2.rate 3%"])
def test_a_setting_that_is_none(text: str) -> None:
    """Without a path, a sign of equality and a value there is nothing to set, which is told with an example."""
    with pytest.raises(Refused) as refused:
        setting_of(text)
    [found] = refused.value.findings
    assert found.code == "setting-malformed"
    assert "--set tiers.2.rate=3.5%" in found.message("zh")
    assert "--set tiers.2.rate=3.5%" in found.message("en")


PATHS = {
    "tiers.4.rate": ("这一级有：1、2、3。", "There is: 1, 2, 3."),
    "tiers.0.rate": ("这一级有：1、2、3。", "There is: 1, 2, 3."),
    "tiers.٣.rate": ("这一级有：1、2、3。", "There is: 1, 2, 3."),
    "commission.tiers.rows.4.rate": ("这一级有：1、2、3。", "There is: 1, 2, 3."),
    "commission.tires.2.rate": ("是不是“tiers”", "Did you mean 'tiers'"),
    "commission.tiers.2.rates": ("是不是“rate”", "Did you mean 'rate'"),
    "tires.2.rate": ("是不是“tiers”", "Did you mean 'tiers'"),
    "tiers.2.rates": ("是不是“rate”", "Did you mean 'rate'"),
    "tiers.2.xyz": ("这一级有：at_least、below、rate。", "There is: at_least, below, rate."),
    "overide": ("是不是“override”", "Did you mean 'override'"),
    "comission.cap": ("是不是“commission”", "Did you mean 'commission'"),
    "performance_pay.ful": ("是不是“full”", "Did you mean 'full'"),
    "performance_pay.cap": ("这一级有：base、full、clause。", "There is: base, full, clause."),
    "annual_bonus.3.factor": ("这一级有：1、2。", "There is: 1, 2."),
    "factor.rows.1.facter": ("是不是“factor”", "Did you mean 'factor'"),
    "tiers.².rate": ("这一级有：on、mode、rows、clause。", "There is: on, mode, rows, clause."),
    "tiers.-1.rate": ("这一级有：on、mode、rows、clause。", "There is: on, mode, rows, clause."),
    "tiers..rate": ("这一级有：on、mode、rows、clause。", "There is: on, mode, rows, clause."),
    "cap.value.more": ("没有“cap.value.more”可改。", "has no 'cap.value.more' to set."),
    "tiers.rows": ("这一级有：1、2、3。", "There is: 1, 2, 3."),
    "special": ("这一级有：1、2。", "There is: 1, 2."),
    ".": ("commission、performance_pay、", "commission, performance_pay, "),
}
"""A path that leads nowhere, and the hint at the deepest step that it reaches, in the whole file or in `commission`."""


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_not_there(path: str, tmp_path: Path) -> None:
    """A path that leads to no figure is told with the nearest step, or with what there is."""
    [found] = faults(tmp_path, GOOD, [Setting(path, "1%")])
    assert (found.code, found.severity, found.found) == ("setting-unknown", "error", path)
    assert PATHS[path][0] in found.message("zh")
    assert PATHS[path][1] in found.message("en")


def test_steps_of_the_file_and_of_the_commission_are_told_where_both_are_as_deep(tmp_path: Path) -> None:
    """A first step that is nowhere is looked for in both; a deeper one only where it is."""
    [found] = faults(tmp_path, GOOD, [Setting("nothing", "1")])
    for step in ("performance_pay", "commission", "tiers", "clawback"):
        assert step in found.message("en").partition("There is: ")[2].rstrip(".").split(", ")


def test_every_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Several wrong settings are told at once, right ones beside them not."""
    chosen = [Setting("tiers.9.rate", "1%"), Setting("tiers.1.rate", "1%"), Setting("nothing", "1")]
    assert [f.found for f in faults(tmp_path, GOOD, chosen)] == ["tiers.9.rate", "nothing"]


@pytest.mark.parametrize(
    ("setting", "marked", "zh", "en"),
    [
        ("tiers.2.rate=3", ("below: 100%, rate: 2%", "below: 100%, rate: ¦2%"), "是不是漏了百分号", "is a % sign missing"),
        ("tiers.2.rate=三", ("below: 100%, rate: 2%", "below: 100%, rate: ¦2%"), "“三”不是数", "'三' is not a number"),
        ("tiers.2.at_least=90%", ("{at_least: 80%", "{at_least: ¦80%"), "80% 到 90% 之间没有写怎么算", "between 80% and 90%"),
        ("tiers.mode=slices", ("mode: marginal", "mode: ¦marginal"), "“slices”不在可选的词里", "'slices' is not a choice"),
        ("draw=900", ("draw: {value", "draw: ¦{value"), "draw（预支）不高于 floor", "'draw' is not above 'floor'"),
        ("cap=-1", ("cap: {value", "cap: ¦{value"), "不能小于 0", "it cannot be below 0"),
        ("factor.by=mark", ("by: grade", "by: ¦grade"), "by 写 grade", "'by' says grade or score"),
        ("tiers=1", ("  tiers:\n    on", "  tiers:\n    ¦on"), "键: 值", "a mapping of keys and values"),
    ],
)  # fmt: skip
def test_a_value_that_makes_the_policy_faulty(setting: str, marked: Edit, zh: str, en: str, tmp_path: Path) -> None:
    """What a setting makes wrong is told at the place in the file of what was set, as if it stood there."""
    found = faults(tmp_path, GOOD, [setting_of(setting)])
    here = [f for f in found if [f.where] == marks(altered(GOOD, marked))]
    assert [zh in f.message("zh") and en in f.message("en") for f in here] == [True]
    assert len(found) == (1 if setting != "cap=-1" else 3)  # floor and draw are above such a cap


def test_a_setting_changes_no_file(tmp_path: Path) -> None:
    """The file, and the policy read without settings, are as they were."""
    loaded(tmp_path, GOOD, "tiers.2.rate=3.5%")
    assert (tmp_path / "pay.yaml").read_text(encoding="utf-8") == GOOD
    assert rate(loaded(tmp_path), 2) == Decimal("0.02")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["commission", "tiers", "rows", "1", "3", "rate", "cap", "value", "special", "product", "²", "٣", "", "factor"]) | st.text(max_size=4), min_size=1, max_size=5).map(".".join),
    st.sampled_from(["1%", "none", "0", "[1]", "{a: 1}", "甲"]) | st.text(max_size=5),
)  # fmt: skip
def test_any_setting_is_refused_or_serves(tmp_path: Path, path: str, value: str) -> None:
    """Whatever is set to whatever, the policy is refused or serves."""
    found = faults(tmp_path, GOOD, [Setting(path, value)])
    assert {f.code for f in found} <= {"setting-unknown", "policy-faulty"}


# whatever the file

SOURCES = [GOOD, packs()[PACK].read_text(encoding="utf-8")]
SCRAPS = ["", "none", "90", "60%", "{", "}", "[]", ": ", "：", "- ", "#", "&a", '"', "销售目标.计划回款", "指标.新客户数.实际", "事件.投诉.次数",
          "工作任务.完成率", "rate: 5%", "each: 3", "fixed: 100", "at_most: 80%", "above: 80%", "on: amount", "mode: overage", "by: score", "receipts: none",
          "quota: none", "commission:", "indicators: []", "{rate: 1%}", "grade: 无", "-1", "0", "1e5", "  cap: none", "  floor: none"]  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SOURCES), edits(SOURCES, SCRAPS))
def test_a_mangled_file_is_refused_or_serves(tmp_path: Path, source: str, chosen: Edits) -> None:
    """Whatever is done to its lines, a file is refused with places that exist, or is a policy all of whose figures can be listed."""
    content = mangled(source, chosen)
    found = faults(tmp_path, content)
    assert_places(found, content)
    if not found:
        policy = load(tmp_path / "pay.yaml")
        assert isinstance(policy, PayPolicy)
        assert all(figure.name for figure, _ in policy.figures())


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans(["0", "50", "80", "80.01", "100", "120"], "%"))
def test_any_table_of_tiers_is_refused_or_holds_every_amount_once(tmp_path: Path, drawn: list[str]) -> None:
    """However its tiers adjoin, a table is refused, or every attainment above zero lies in exactly one of them."""
    rows = [f"{{{span}rate: {k}%}}" for k, span in enumerate(drawn)]
    content = altered(GOOD, tiers(*rows))
    if not faults(tmp_path, content):
        scheme = loaded(tmp_path, content).commission
        assert scheme is not None
        for share in figures(scheme.tiers.rows, Decimal("0.00001")):
            assert [holds(row, share) for row in scheme.tiers.rows].count(True) == 1, share
