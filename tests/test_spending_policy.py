"""Policies of spending: every fault told at its place in both languages, figures set otherwise, and the three packs against the rules."""

from __future__ import annotations

import contextlib
import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkt.findings import Finding, Refused
from mkt.policy.load import find, find_pay, find_spending, load, packs
from mkt.policy.settings import Setting, setting_of
from mkt.policy.spending import Approval, SpendingPolicy
from mkt.spending.compute import example_needs
from mkt.spending.examples import run_examples
from mkt.spending.options import plan_of, today_malformed
from mkt.spending.plan import SpendingPlan
from mkt.writing.checked_places import CheckedPlaces
from tests.adjoining import figures, holds, spans
from tests.conftest import ROOT
from tests.mangling import Edits, assert_places, edits, mangled
from tests.process import run_in
from tests.test_pay_faults import is_whole
from tests.test_policy import MARK, altered, cited, marks
from tests.test_spending_faults import book_of, checked, contract, edited

PACKS = ("payments-2000", "promotion-plan", "research-and-campaigns")

GOOD = """\
policy: test
title: 付款审批办法
version: "1"
source: {id: S1, document: 付款办法}
effective: {from: 2024-01-01}
period: month
roles:
  主管: [部门主管, 经理]
  财务: [财务部]
  总经理: [老总]
  副总: []
approvals:
  - title: 付款审批
    covers: {sheet: 付款, categories: [推广费, 办公费], kinds: [日常], plan: inside}
    by: single
    rows:
      - {below: 1000, chain: []}
      - {at_least: 1000, below: 5000, chain: [主管, 财务]}
      - {at_least: 5000, chain: [主管, [财务, 副总], 总经理], documents: [支付申请单号]}
    in_order: {value: "yes", clause: 第二条}
    distinct: {value: "yes", assumed: 原文没有写}
    clause: 第一条
  - title: 合同会签
    covers: {sheet: 合同}
    by: single
    rows:
      - {chain: [主管, 总经理], documents: [合同编号]}
    in_order: "yes"
    distinct: "no"
    clause: 第三条
patterns:
  split: {days: 7, assumed: 原文没有写}
  near: {margin: 5%, assumed: 原文没有写}
  duplicate: "yes"
  invoice_reused: "yes"
  outside_month: "yes"
  in_future: "yes"
  negative: "yes"
  round: {multiple: 1000, assumed: 原文没有写}
  assumed: 原文没有写
budget:
  over: {value: stop}
  lines:
    - {category: 招待费, control: warn}
  near: 90%
  line_missing: "yes"
  forecast: "yes"
  clause: 第四条
tests:
  - name: 小额
    given: {金额: 999.99, 类别: 推广费, 方案类型: 日常, 计划: 计划内}
    expect: {付款审批: 不需审批}
  - name: 大额
    given: {金额: 5000, 类别: 推广费, 方案类型: 日常, 计划: 计划内}
    expect: {付款审批: 主管→(财务、副总)→总经理, 合同会签: 主管→总经理}
"""

Edit = tuple[str, str]


def written(folder: Path, content: str, name: str = "spending.yaml") -> str:
    """The path of a file with this content."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def faults(folder: Path, content: str, chosen: Sequence[Setting] = ()) -> list[Finding]:
    """What a file with this content is refused for, nothing if it is not."""
    try:
        load(Path(written(folder, content)), chosen)
    except Refused as refused:
        return list(refused.findings)
    return []


def loaded(folder: Path, content: str = GOOD, *chosen: str) -> SpendingPolicy:
    """The policy of spending of a file with this content, with some figures set."""
    return find_spending(written(folder, content), [setting_of(text) for text in chosen])


def part(first: str, after: str) -> str:
    """The good policy from some words on, up to others."""
    return GOOD[GOOD.index(first) : GOOD.index(after)]


# the good policy


def test_the_good_policy_of_these_tests_is_good(tmp_path: Path) -> None:
    """What every faulty file below differs from has no fault, and its examples hold."""
    assert faults(tmp_path, GOOD) == []
    run_examples(loaded(tmp_path))


@pytest.mark.parametrize(
    "edits",
    [
        [("{below: 1000, chain: []}", "{at_least: 0, below: 1000, chain: []}")],
        [("{below: 1000, chain: []}", "{at_most: 1000, chain: []}"), ("{at_least: 1000, below: 5000", "{above: 1000, at_most: 5000"), ("{at_least: 5000", "{above: 5000")],
        [("chain: [主管, 财务]}", "chain: [[主管], [财务, 副总]]}")],
        [(", kinds: [日常], plan: inside", "")],
        [("by: single", "by: claimant_month")],
        [("over: {value: stop}", "over: ignore")],
        [("  near: 90%", "  near: none")],
        [("  near: {margin: 5%, assumed: 原文没有写}", "  near: none"), ("{days: 7,", "{days: 0,")],
        [("  round: {multiple: 1000, assumed: 原文没有写}", "  round: none")],
        [(part("  lines:", "  near: 90%"), "")],
        [(part("patterns:", "budget:"), "")],
        [(part("budget:", "tests:"), "")],
        [(GOOD[GOOD.index("tests:") :], "")],
        [(part("roles:", "patterns:"), "roles: {}\napprovals: []\n"), (GOOD[GOOD.index("tests:") :], "")],
    ],
    ids=["from zero", "up to the bound", "steps as lists", "of everything", "month of a claimant", "over ignored", "no nearness of a budget", "no nearness",
         "no round sums", "no lines", "no patterns", "no budget", "no examples", "no approvals"],
)  # fmt: skip
def test_other_ways_to_write_it(edits: list[Edit], tmp_path: Path) -> None:
    """What is not wrong is not refused."""
    assert faults(tmp_path, altered(GOOD, *edits)) == []


def test_bounds_are_exact(tmp_path: Path) -> None:
    """A bound is kept as it was written: 1,000.10 is no binary float."""
    policy = loaded(tmp_path, GOOD.replace("1000,", "1000.10,"))
    assert [str(bound) for bound in policy.approvals[0].edges] == ["1000.10", "5000"]


# one fault each


@dataclass(frozen=True)
class Case:
    """A fault: words of its message in Chinese and English, how it comes into the good policy (its place marked), and what comes close."""

    zh: str
    en: str
    bad: list[Edit]
    near: list[Edit]


FIRST, SECOND, THIRD = (
    "{below: 1000, chain: []}",
    "{at_least: 1000, below: 5000, chain: [主管, 财务]}",
    "{at_least: 5000, chain: [主管, [财务, 副总], 总经理], documents: [支付申请单号]}",
)
ROWS = f"      - {FIRST}\n      - {SECOND}\n      - {THIRD}\n"
HIGH = "chain: [主管, [财务, 副总], 总经理]}"
"""What the highest row asks."""


def rows(*lines: str) -> Edit:
    """Other rows for the table of payments."""
    return ROWS, "".join(f"      - {line}\n" for line in lines)


BOUNDS: dict[str, Case] = {
    "a gap": Case("1,000元 到 1,500元 之间没有写由谁批", "nothing says who signs between 1,000元 and 1,500元",
        [("{at_least: 1000,", "{at_least: ¦1500,")], [("{below: 1000,", "{below: 1500,"), ("{at_least: 1000,", "{at_least: 1500,")]),
    "a gap of a cent": Case("999.99元 到 1,000元 之间没有写由谁批", "between 999.99元 and 1,000元",
        [("{below: 1000,", "{below: 999.99,"), ("{at_least: 1000,", "{at_least: ¦1000,")], [("{at_least: 1000,", "{at_least: 1000.00,")]),
    "not from zero": Case("第 1 级要从 0 起：没有写 100元 以前由谁批；不需审批就写 chain: []", "nothing says who signs below 100元; amounts that nobody signs say 'chain: []'",
        [("{below: 1000,", "{at_least: ¦100, below: 1000,")], [("{below: 1000,", "{at_least: 0, below: 1000,")]),
    "an end of the highest": Case("没有写超过 9,000元 的由谁批；最高一级不写上限", "nothing says who signs beyond 9,000元; the highest row has no upper bound",
        [("{at_least: 5000, chain", "{at_least: 5000, below: ¦9000, chain")], [(THIRD, THIRD.replace("chain", "below: 9000, chain")), ("    in_order: {value", f"      - {{at_least: 9000, {HIGH}\n    in_order: {{value")]),
    "an end of the only row": Case("没有写超过 9,000元 的由谁批", "nothing says who signs beyond 9,000元",
        [("- {chain: [主管, 总经理]", "- {at_most: ¦9000, chain: [主管, 总经理]")], [("- {chain: [主管, 总经理]", "- {at_least: 0, chain: [主管, 总经理]")]),
    "an overlap": Case("500元 到 1,000元 之间与上一级重叠", "it overlaps the row before from 500元 to 1,000元",
        [("{at_least: 1000,", "{at_least: ¦500,")], [("{below: 1000,", "{below: 500,"), ("{at_least: 1000,", "{at_least: 500,")]),
    "a bound in both": Case("正好 1,000元 同时属于两级（“以下”“以上”都含本数）：上一级写 below（不满），或这一级写 above（超过）",
        "exactly 1,000元 belongs to both rows: let the one before say 'below', or this one 'above'",
        [rows("{at_most: 1000, chain: []}", "{at_least: ¦1000, " + HIGH)], [rows("{at_most: 1000, chain: []}", "{above: 1000, " + HIGH)]),
    "a bound in neither": Case("正好 1,000元 不属于任何一级：上一级写 at_most（以下），或这一级写 at_least（以上）",
        "exactly 1,000元 belongs to no row: let the one before say 'at_most', or this one 'at_least'",
        [rows("{below: 1000, chain: []}", "{above: ¦1000, " + HIGH)], [rows("{below: 1000, chain: []}", "{at_least: 1000, " + HIGH)]),
    "no beginning": Case("没有写从哪里起：写 at_least（以上，含本数）或 above（超过，不含）", "does not say where it begins: write 'at_least' (included) or 'above'",
        [(THIRD, "¦" + THIRD.replace("at_least: 5000, ", ""))], [(SECOND, "{at_least: 1000, below: 5000.00, chain: [主管, 财务]}")]),
    "no end": Case("没有写到哪里止，后面的各级都用不上", "does not say where it ends, so nothing reaches the rows below it",
        [(FIRST, "¦{chain: []}")], [rows("{chain: [主管, 财务, 副总, 总经理]}")]),
    "both lower bounds": Case("at_least（以上）和 above（超过）只能写一个", "either 'at_least' or 'above', not both",
        [(THIRD, "¦" + THIRD.replace("5000,", "5000, above: 5000,"))], [rows("{at_most: 1000, chain: []}", "{above: 1000, " + HIGH)]),
    "both upper bounds": Case("below（不满）和 at_most（以下）只能写一个", "either 'below' or 'at_most', not both",
        [(FIRST, "¦{below: 1000, at_most: 1000, chain: []}")], [rows("{at_most: 1000, chain: []}", "{above: 1000, " + HIGH)]),
    "a bound below zero": Case("界限不能小于 0", "a bound cannot be below 0", [(FIRST, "{at_least: ¦-1, below: 1000, chain: []}")], [(FIRST, "{above: 0, below: 1000, chain: []}")]),
    "a row of nothing": Case("下限不小于上限，没有数会落在这一级", "its lower bound is not below its upper one; nothing falls in this row",
        [(SECOND, "¦{at_least: 1000, below: 1000, chain: [主管, 财务]}")], [(SECOND, "{at_least: 1000, below: 1000.01, chain: [主管, 财务]}"), ("{at_least: 5000", "{at_least: 1000.01")]),
    "bounds of both sorts": Case("各级的界限要么都归上一级（at_most、above），要么都归下一级（below、at_least）", "the bounds belong all to the tier below ('at_most', 'above') or all to the tier above",
        [(SECOND, "¦{at_least: 1000, at_most: 5000, chain: [主管, 财务]}"), ("{at_least: 5000", "{above: 5000")],
        [("{below: 1000", "{at_most: 1000"), (SECOND, "{above: 1000, at_most: 5000, chain: [主管, 财务]}"), ("{at_least: 5000", "{above: 5000")]),
    "a bound with a fraction of a cent": Case("1000.005", "1000.005", [("{below: 1000,", "{below: ¦1000.005,")],
        [("{below: 1000,", "{below: 1000.01,"), ("{at_least: 1000,", "{at_least: 1000.01,")]),
    "a bound in percent": Case("50%", "50%", [("{below: 1000,", "{below: ¦50%,")], [("{below: 1000,", "{below: 50,"), ("{at_least: 1000,", "{at_least: 50,")]),
    "a bound in words": Case("“一千”不是数", "'一千' is not a number", [("{below: 1000,", "{below: ¦一千,")], [("{below: 1000,", "{below: 1_000,")]),
}  # fmt: skip

ROLES: dict[str, Case] = {
    "an unknown role": Case("roles 里没有“财物”。是不是“财务”？", "'roles' has no '财物'. Did you mean '财务'?", [("[主管, 财务]}", "[主管, ¦财物]}")], [("[主管, 财务]}", "[财务, 主管]}")]),
    "an unknown role of a joint step": Case("roles 里没有“付总”", "'roles' has no '付总'. Did you mean '副总'?",
        [(THIRD, THIRD.replace("[财务, 副总]", "¦[财务, 副总, 付总]"))], [(THIRD, THIRD.replace("[财务, 副总]", "[副总, 财务]"))]),
    "another word in the place of a role": Case("roles 里没有“财务部”。是不是“财务”？", "'roles' has no '财务部'. Did you mean '财务'?", [("[主管, 财务]}", "[主管, ¦财务部]}")], []),
    "a role twice in a chain": Case("“主管”在同一条链里签两次", "'主管' signs twice in one chain", [("[主管, 财务]}", "[主管, 财务, ¦主管]}")], [("[主管, 财务]}", "[主管, 财务, 副总]}")]),
    "a role twice, once in a joint step": Case("“主管”在同一条链里签两次", "'主管' signs twice in one chain", [(THIRD, THIRD.replace("[财务, 副总]", "¦[财务, 副总, 主管]"))], []),
    "a word of two roles": Case("“经理”也指“主管”", "'经理' means '主管' too", [("副总: []", "副总: [¦经理]")], [("副总: []", "副总: [副经理]")]),
    "a role that is a word of another": Case("“财务部”也指“财务”", "'财务部' means '财务' too",
        [("  副总: []", "  ¦财务部: []"), (THIRD, THIRD.replace("副总", "财务部"))], [("  副总: []", "  财务总监: []"), (THIRD, THIRD.replace("副总", "财务总监"))]),
    "a role that nobody asks": Case("没有哪张审批表用到“董事”", "no approval table asks '董事' to sign", [("  副总: []", "  副总: []\n  ¦董事: []")],
        [("  副总: []", "  副总: []\n  董事: []"), (SECOND, SECOND.replace("财务", "财务, 董事"))]),
    "a word with an arrow": Case("“副→总”不能作角色名称", "'副→总' cannot name a role", [("副总: []", "副总: [¦副→总]")], [("副总: []", "副总: [副-总]")]),
    "a word with a stop": Case("“副、总”不能作角色名称", "'副、总' cannot name a role", [("副总: []", "副总: [¦副、总]")], []),
    "a word that is the days of a role": Case("“总经理日期”不能作角色名称", "'总经理日期' cannot name a role", [("副总: []", "副总: [¦总经理日期]")], [("副总: []", "副总: [总经理助理]")]),
    "a word of nothing": Case("", "", [("副总: []", "副总: [¦\"\"]")], [("副总: []", "副总: [副]")]),
    "a role called like the amount": Case("“金额”", "'金额'", [("  副总: []", "  ¦金额: []"), (THIRD, THIRD.replace("副总", "金额"))], []),
    "a role called like the payee": Case("“收款人”", "'收款人'", [("  副总: []", "  ¦收款人: []"), (THIRD, THIRD.replace("副总", "收款人"))], []),
    "a role called like the remarks": Case("“备注”", "'备注'", [("  副总: []", "  ¦备注: []"), (THIRD, THIRD.replace("副总", "备注"))], []),
    "a word that is the plan": Case("“计划内”", "'计划内'", [("副总: []", "副总: [¦计划内]")], [("副总: []", "副总: [计划部]")]),
    "a name with a blank": Case("“副 总”不合写法", "'副 总' has characters that cannot stand here", [("  副总: []", "  副 总: ¦[]")], []),
    "words that are no list": Case("“财务部”要写成列表", "'财务部': a list belongs here", [("财务: [财务部]", "财务: ¦财务部")], [("财务: [财务部]", "财务: [财务部, 财务处]")]),
    "a step of nobody": Case("这里不能空着", "this must not be empty", [("[主管, 财务]}", "[主管, ¦[]]}")], []),
}  # fmt: skip

TABLES: dict[str, Case] = {
    "a title twice": Case("名称“付款审批”已有别的用处", "title '付款审批' is taken", [("title: 合同会签", "title: ¦付款审批")], [("title: 合同会签", "title: 付款审批2")]),
    "a title of a column": Case("名称“金额”已有别的用处", "title '金额' is taken", [("title: 合同会签", "title: ¦金额")], [("title: 合同会签", "title: 金额审批")]),
    "contracts by the month": Case("合同逐份看金额：by 写 single", "contracts are looked at one by one: 'by: single'",
        [("sheet: 合同}\n    by: single", "sheet: 合同}\n    by: ¦payee_month")], [("plan: inside}\n    by: single", "plan: inside}\n    by: payee_month")]),
    "contracts of a kind": Case("合同表没有方案类型、计划内和类别可依，covers 只写 sheet", "contracts are not told apart by kind, plan or category: 'covers' says 'sheet' only",
        [("covers: {sheet: 合同}", "covers: ¦{sheet: 合同, kinds: [年度]}")], [("kinds: [日常]", "kinds: [日常, 年度]")]),
    "contracts of a category": Case("covers 只写 sheet", "'covers' says 'sheet' only", [("covers: {sheet: 合同}", "covers: ¦{sheet: 合同, categories: [推广费]}")], []),
    "contracts in the plan": Case("covers 只写 sheet", "'covers' says 'sheet' only", [("covers: {sheet: 合同}", "covers: ¦{sheet: 合同, plan: outside}")], [("covers: {sheet: 合同}", "covers: {sheet: 合同, plan: any}")]),
    "a table of no use": Case("没有一行要谁签字或要什么单据，这张表没有用", "no row asks for a signature or a document; the table is of no use",
        [("    rows:\n      - {chain: [主管, 总经理], documents: [合同编号]}", "    rows:\n      ¦- {chain: []}")], [("{chain: [主管, 总经理], documents: [合同编号]}", "{chain: [], documents: [合同编号]}")]),
    "a form that contracts do not have": Case("支付申请单号", "支付申请单号", [("documents: [合同编号]", "documents: [¦支付申请单号]")], [("documents: [支付申请单号]", "documents: [支付申请单号, 服务报告]")]),
    "a sheet that is none": Case("“报销”不在可选的词里。可选：付款、合同", "'报销' is not a choice. Choose: 付款, 合同", [("{sheet: 合同}", "{sheet: ¦报销}")], []),
    "a document that is none": Case("“合同编”不在可选的词里。是不是 合同编号", "did you mean 合同编号", [("documents: [合同编号]", "documents: [¦合同编]")], []),
    "a basis that is none": Case("“singel”不在可选的词里。是不是 single", "did you mean single", [("    by: single", "    by: ¦singel")], []),
    "a plan that is none": Case("“insid”不在可选的词里。是不是 inside", "did you mean inside", [("plan: inside", "plan: ¦insid")], [("plan: inside", "plan: outside")]),
    "no source of a table": Case("缺少出处：写 clause（原文条款），或写 assumed", "no source: give 'clause'", [("    clause: 第一条\n", ""), ("  - title: 付款审批", "  - ¦title: 付款审批")], [("    clause: 第一条\n", "    assumed: 原文没有写\n")]),
    "two sources": Case("clause（原文条款）和 assumed（假设理由）只能写一个", "either 'clause' or 'assumed', not both",
        [("    clause: 第一条\n", "    clause: 第一条\n    assumed: ¦猜的\n")], [("    clause: 第一条\n", "    assumed: 猜的\n")]),
    "no chain": Case("缺少“chain”", "'chain' is missing", [(SECOND, "¦{at_least: 1000, below: 5000}")], [(SECOND, "{at_least: 1000, below: 5000, chain: []}")]),
    "no rows": Case("这里不能空着", "this must not be empty", [("    rows:\n      - {chain: [主管, 总经理], documents: [合同编号]}", "    rows: ¦[]")], []),
    "no order": Case("缺少“in_order”", "'in_order' is missing", [('    in_order: "yes"\n', ""), ("  - title: 合同会签", "  - ¦title: 合同会签")], [('    in_order: "yes"\n', '    in_order: "no"\n')]),
    "a misspelt key of a row": Case("没有“chian”这个键，是不是“chain”", "unknown key 'chian'; did you mean 'chain'", [(SECOND, SECOND.replace("chain", "¦chian"))], []),
    "a misspelt key of a table": Case("没有“in_ordr”这个键，是不是“in_order”", "unknown key 'in_ordr'; did you mean 'in_order'", [('    in_order: "yes"', '    ¦in_ordr: "yes"')], []),
    "a misspelt key of what it covers": Case("没有“categorys”这个键，是不是“categories”", "unknown key 'categorys'; did you mean 'categories'", [("categories", "¦categorys")], []),
    "a misspelt section": Case("没有“pattern”这个键，是不是“patterns”", "unknown key 'pattern'; did you mean 'patterns'", [("patterns:", "¦pattern:")], []),
    "a title that is no name": Case("“付款 审批”不合写法", "'付款 审批' has characters that cannot stand here", [("title: 付款审批\n", "title: ¦付款 审批\n")], []),
    "no section": Case("要写 approvals（审批）、patterns（异常模式）、budget（预算）至少一节", "one of 'approvals', 'patterns', 'budget' belongs here",
        [(GOOD[GOOD.index("roles:") :], "roles: {}\napprovals: ¦[]\n")], [(GOOD[GOOD.index("tests:") :], ""), (part("roles:", "budget:"), "roles: {}\napprovals: []\n")]),
    "an end before the beginning": Case("to 早于 from", "'to' is before 'from'", [("{from: 2024-01-01}", "{from: 2024-01-01, to: ¦2023-12-31}")], [("{from: 2024-01-01}", "{from: 2024-01-01, to: 2024-01-01}")]),
}  # fmt: skip

SECTIONS: dict[str, Case] = {
    "days that are not whole": Case("天数要是整数，0 表示同一天", "days are a whole number; 0 means the same day", [("days: 7", "days: ¦7.5")], [("days: 7", "days: 7.0")]),
    "days below zero": Case("天数要是整数，0 表示同一天", "days are a whole number", [("days: 7", "days: ¦-1")], [("days: 7", "days: 0")]),
    "a margin of everything": Case("幅度要小于 100%，例如 5%", "the margin is below 100 %, such as 5%", [("margin: 5%", "margin: ¦100%")], [("margin: 5%", "margin: 99.9%")]),
    "a margin without its sign": Case("幅度要小于 100%，例如 5%", "the margin is below 100 %", [("margin: 5%", "margin: ¦5")], [("margin: 5%", "margin: 0.05")]),
    "a margin of nothing": Case("要大于 0", "must be above 0", [("margin: 5%", "margin: ¦0%")], [("margin: 5%", "margin: 0.1%")]),
    "a multiple of nothing": Case("要大于 0", "must be above 0", [("multiple: 1000", "multiple: ¦0")], [("multiple: 1000", "multiple: 0.01")]),
    "a misspelt key of a pattern": Case("没有“dayz”这个键，是不是“days”", "unknown key 'dayz'; did you mean 'days'", [("days: 7", "¦dayz: 7")], []),
    "a misspelt pattern": Case("没有“invoice_reuse”这个键，是不是“invoice_reused”", "did you mean 'invoice_reused'", [("  invoice_reused", "  ¦invoice_reuse")], []),
    "a switch that says neither": Case("“ja”不在可选的词里。可选：yes、no", "'ja' is not a choice. Choose: yes, no", [('duplicate: "yes"', "duplicate: ¦ja")], [('duplicate: "yes"', "duplicate: no")]),
    "no source of the patterns": Case("缺少出处", "no source", [("  round: {multiple: 1000, assumed: 原文没有写}\n  assumed: 原文没有写\n", "  round: {multiple: 1000, assumed: 原文没有写}\n"), ("  split: {days", "  ¦split: {days")],
        [("  round: {multiple: 1000, assumed: 原文没有写}\n  assumed: 原文没有写\n", "  round: none\n  clause: 第五条\n")]),
    "no source of a split": Case("缺少出处", "no source", [("split: {days: 7, assumed: 原文没有写}", "split: ¦{days: 7}")], [("split: {days: 7, assumed: 原文没有写}", "split: {days: 7, clause: 第五条}")]),
    "nearness without its sign": Case("要在 0% 和 100% 之间，或写 none", "it lies between 0 % and 100 %, or says none", [("near: 90%", "near: ¦90")], [("near: 90%", "near: 0.9")]),
    "nearness of nothing": Case("要在 0% 和 100% 之间，或写 none", "it lies between 0 % and 100 %", [("near: 90%", "near: ¦0%")], [("near: 90%", "near: 100%")]),
    "a category twice": Case("“招待费”写了两次", "'招待费' is given twice", [("control: warn}", "control: warn}\n    - {category: ¦招待费, control: stop}")], [("control: warn}", "control: warn}\n    - {category: 差旅费, control: stop}")]),
    "a category twice in other capitals": Case("写了两次", "is given twice", [("{category: 招待费, control: warn}", "{category: crm费, control: warn}\n    - {category: ¦CRM费, control: stop}")], []),
    "a control that is none": Case("“wran”不在可选的词里。是不是 warn", "did you mean warn", [("control: warn", "control: ¦wran")], [("control: warn", "control: ignore")]),
    "overspending that is held by nothing": Case("“stp”不在可选的词里。是不是 stop", "did you mean stop", [("over: {value: stop}", "over: {value: ¦stp}")], [("over: {value: stop}", "over: {value: warn, assumed: 试}")]),
    "no source of the budget": Case("缺少出处", "no source", [("  clause: 第四条\n", ""), ("  over: {value", "  ¦over: {value")], [("  clause: 第四条\n", "  assumed: 原文没有写\n")]),
    "no word on a missing line": Case("缺少“line_missing”", "'line_missing' is missing", [('  line_missing: "yes"\n', ""), ("  over: {value", "  ¦over: {value")], []),
    "an amount in words in an example": Case("“一千元”", "'一千元'", [("金额: 999.99", "金额: ¦一千元")], [("金额: 999.99", "金额: 0")]),
}  # fmt: skip
SINGLE = BOUNDS | ROLES | TABLES | SECTIONS


Told = Callable[[str], list[Finding]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What a file with a content is refused for; each content is read once."""
    folder = tmp_path_factory.mktemp("policy")
    return functools.cache(lambda content: faults(folder, content))


@pytest.mark.parametrize("fault", SINGLE)
def test_a_single_fault_is_told_once_at_its_place(fault: str, told: Told) -> None:
    """One thing wrong is one finding, at its line and column, with words that say what it is in either language."""
    case = SINGLE[fault]
    content = altered(GOOD, *case.bad)
    [place] = marks(content)
    found = told(content.replace(MARK, ""))
    assert [(f.code, f.severity, f.file, f.where) for f in found] == [
        ("policy-faulty", "error", "spending.yaml", place)
    ]
    assert case.zh in found[0].message("zh")
    assert case.en in found[0].message("en")


@pytest.mark.parametrize("fault", SINGLE)
def test_a_fault_reads_as_a_sentence(fault: str, told: Told) -> None:
    """In both languages: no gap, no stop twice."""
    found = told(altered(GOOD, *SINGLE[fault].bad).replace(MARK, ""))
    assert [message for f in found for message in (f.zh, f.en) if not is_whole(message.replace("[]", "[…]"))] == []


@pytest.mark.parametrize("fault", [name for name, case in SINGLE.items() if case.near])
def test_what_comes_close_to_a_fault_is_none(fault: str, tmp_path: Path) -> None:
    """What is just not wrong is not refused."""
    assert faults(tmp_path, altered(GOOD, *SINGLE[fault].near)) == []


def test_the_faults_of_a_policy_are_told_all_at_once(tmp_path: Path) -> None:
    """Several faults that leave the parts well formed are told together, in the order of the file."""
    content = altered(
        GOOD,
        ("{from: 2024-01-01}", "{from: 2024-01-01, to: ¦2023-01-01}"),
        ("总经理: [老总]", "总经理: [¦经理]"),
        ("  副总: []", "  副总: []\n  ¦董事: []"),
        ("{at_least: 1000,", "{at_least: ¦1500,"),
        ("[主管, 财务]}", "[主管, ¦财物]}"),
        ("title: 合同会签", "title: ¦付款审批"),
        ("sheet: 合同}\n    by: single", "sheet: 合同}\n    by: ¦payee_month"),
        ("days: 7", "days: ¦7.5"),
        ("margin: 5%", "margin: ¦100%"),
        ("near: 90%", "near: ¦90"),
    )
    assert [f.where for f in faults(tmp_path, content.replace(MARK, ""))] == marks(content)
    assert len(marks(content)) == 10


def labels(folder: Path) -> set[str]:
    """The headings of every column of the result that is no role and no table: what a book with every column has."""
    everything = ["服务报告", "客户评价", "客户签字", "方案类型"]
    heads = [
        "日期",
        "收款人",
        "报销人",
        "事由",
        "类别",
        "金额",
        "大写金额",
        "计划内",
        "发票号",
        "支付申请单号",
        "合同编号",
        "付款日期",
        *everything,
    ]
    [book] = checked(folder, [book_of({"金额": "1", "收款人": "甲"}, contracts=[contract()], heads=heads)])
    titles = {approval.title for policy in book.plan.policies for approval in policy.approvals}
    refs = [ref for columns in CheckedPlaces(book).columns.values() for ref in columns if ".签字." not in ref]
    return {ref.rpartition(".")[2] for ref in refs} - titles


def test_a_table_is_not_called_like_any_other_column(tmp_path: Path) -> None:
    """A table of approvals has a column of its own on 付款 or 合同; none of the other columns can lend it its name."""
    known = labels(tmp_path) | {"计划", "方案类型", "类别", "收款人当月累计", "报销人当月累计"}
    assert len(known) > 20
    free = [
        title
        for title in sorted(known)
        if not any(
            "已有别的用处" in f.zh for f in faults(tmp_path, altered(GOOD, ("title: 付款审批\n", f"title: {title}\n")))
        )
    ]
    assert free == []


# whatever the table


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans(["0", "1000", "1000.01", "2000", "5000"]))
def test_any_table_is_refused_or_holds_every_amount_once(tmp_path: Path, drawn: list[str]) -> None:
    """However its rows adjoin, a table is refused, or every amount above zero is signed by exactly one of them, and by the one that is looked up."""
    chains = ["[主管, [财务, 副总], 总经理]", "[主管]", "[财务]", "[]"]
    lines = [f"{{{span}chain: {chain}}}" for span, chain in zip(drawn, chains)]  # noqa: B905  # there may be fewer rows
    content = altered(GOOD, rows(*lines))
    if not faults(tmp_path, content):
        policy = loaded(tmp_path, content)
        table = policy.approvals[0].rows
        for amount in figures(table, Decimal("0.01")):
            mine = [row.chain_words for row in table if holds(row, amount)]
            assert mine == [_asked(policy, amount)], amount


def _asked(policy: SpendingPolicy, amount: Decimal) -> str:
    """Who signs an amount by the first table of the good policy, as an example of it would say."""
    known = {"金额": amount, "类别": "推广费", "方案类型": "日常", "计划": "计划内"}
    return example_needs(policy, known)["付款审批"]


SOURCES = [GOOD, *(packs()[name].read_text(encoding="utf-8") for name in PACKS)]
SCRAPS = ["", "none", "90", "60%", "{", "}", "[]", ": ", "：", "- ", "#", "&a", '"', "chain: [主管]", "chain: []", "at_most: 2000", "above: 0", "by: payee_month",
          "plan: outside", "approvals:", "approvals: []", "roles: {}", "indicators: []", "budget: none", "patterns: none", "-1", "0", "1e5", "documents: [合同编号]",
          "金额: 两千", "given: {}", "expect: {}", "主管", "计划"]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SOURCES), edits(SOURCES, SCRAPS))
def test_a_mangled_file_is_refused_or_serves(tmp_path: Path, source: str, chosen: Edits) -> None:
    """Whatever is done to its lines, a file is refused with places that exist, or is a policy whose examples can be run."""
    content = mangled(source, chosen)
    found = faults(tmp_path, content)
    assert_places(found, content)
    if not found:
        policy = load(tmp_path / "spending.yaml")
        assert isinstance(policy, SpendingPolicy)
        assert all(figure.name for figure, _ in policy.figures())
        with contextlib.suppress(Refused):
            run_examples(policy)


# examples


def failing(folder: Path, *edits: Edit) -> list[Finding]:
    """What the examples of the good policy are refused for after some edits."""
    with pytest.raises(Refused) as refused:
        run_examples(loaded(folder, altered(GOOD, *edits).replace(MARK, "")))
    return list(refused.value.findings)


def test_example_that_fails_is_told_at_its_expectation(tmp_path: Path) -> None:
    """1,000.00 is 以上 and needs two; the example that says nobody fails, with what was expected and what came out."""
    edits = [("金额: 999.99", "金额: 1000"), ("expect: {付款审批: 不需审批}", "expect: {付款审批: ¦不需审批}")]
    [found] = failing(tmp_path, *edits)
    assert (found.code, found.file, [found.where]) == ("examples-fail", "spending.yaml", marks(altered(GOOD, *edits)))
    for message in (found.zh, found.en):
        assert [words for words in ("小额", "付款审批", "不需审批", "主管→财务") if words not in message] == []


@pytest.mark.parametrize("amount", ["999.99", "4999.99", "5000", "0.01"])
def test_example_may_say_any_amount(amount: str, tmp_path: Path) -> None:
    """An example whose expectation is right by the rows of the table holds."""
    expected = (
        "不需审批" if Decimal(amount) < 1000 else "主管→财务" if Decimal(amount) < 5000 else "主管→(财务、副总)→总经理"
    )
    run_examples(
        loaded(
            tmp_path,
            altered(GOOD, ("金额: 999.99", f"金额: {amount}"), ("付款审批: 不需审批", f"付款审批: {expected}")),
        )
    )


def test_every_example_that_fails_is_told(tmp_path: Path) -> None:
    """Two wrong examples are two findings, in the order of the file."""
    assert len(failing(tmp_path, ("金额: 999.99", "金额: 1000"), ("金额: 5000", "金额: 4999.99"))) == 2


@pytest.mark.parametrize(("edit", "hint"), [
    (("{金额: 999.99", "{¦金鹅: 999.99"), "金额"),
    (("expect: {付款审批: 不需审批}", "expect: {¦付款审: 不需审批}"), "付款审批"),
    (("方案类型: 日常, 计划: 计划内}\n    expect: {付款审批: 不", "¦方案: 日常, 计划: 计划内}\n    expect: {付款审批: 不"), "方案类型"),
])  # fmt: skip
def test_example_of_what_is_not_known(edit: Edit, hint: str, tmp_path: Path) -> None:
    """A column or a table that is not there is told on its line, with what may have been meant."""
    [found] = failing(tmp_path, edit)
    assert found.code == "spending-example-unknown"
    assert found.where.partition(":")[0] == marks(altered(GOOD, edit))[0].partition(":")[0]
    assert f"是不是“{hint}”？" in found.zh
    assert f"Did you mean '{hint}'?" in found.en


def test_example_outside_of_what_a_table_covers_expects_nothing(tmp_path: Path) -> None:
    """For a category that the table is not about the expectation is an empty text."""
    text = altered(GOOD, ("类别: 推广费", "类别: 差旅费"), ("付款审批: 不需审批", '付款审批: ""'))
    run_examples(loaded(tmp_path, text))
    assert "（不适用）" in failing(tmp_path, ("类别: 推广费", "类别: 差旅费"))[0].zh


# which sort of policy it is


@pytest.mark.parametrize("name", PACKS)
def test_a_policy_of_spending_scores_nobody(name: str) -> None:
    """Where a policy that scores is needed, one of spending is refused by its name, with the command that it is for."""
    with pytest.raises(Refused) as refused:
        find(name)
    [found] = refused.value.findings
    assert found.code == "policy-of-spending"
    assert [
        message for message in (found.zh, found.en) if name not in message or "mkt budget-check" not in message
    ] == []


def test_a_policy_of_spending_pays_nobody() -> None:
    """So it is where a policy of pay is needed."""
    with pytest.raises(Refused) as refused:
        find_pay("payments-2000")
    assert [f.code for f in refused.value.findings] == ["policy-of-spending"]


@pytest.mark.parametrize("name", ["sales-60-40", "objectives", "commission-example"])
def test_a_policy_of_another_sort_regulates_no_spending(name: str) -> None:
    """Where a policy of spending is needed, one that scores or pays is refused by its name, with one that would do."""
    with pytest.raises(Refused) as refused:
        find_spending(name)
    [found] = refused.value.findings
    assert found.code == "policy-not-of-spending"
    assert [message for message in (found.zh, found.en) if name not in message or "payments-2000" not in message] == []


HEAD = GOOD[: GOOD.index("roles:")]
SECTION = {
    "approvals": part("roles:", "patterns:"),
    "patterns": part("patterns:", "budget:"),
    "budget": part("budget:", "tests:"),
}


@pytest.mark.parametrize("key", SECTION)
def test_one_section_is_enough(key: str, tmp_path: Path) -> None:
    """A file needs one of approvals, patterns and budget, as the message of a file with none says; the others may be left out."""
    assert isinstance(loaded(tmp_path, HEAD + SECTION[key]), SpendingPolicy)


def test_a_file_with_indicators_scores(tmp_path: Path) -> None:
    """With indicators a file is one that scores, which knows no approvals."""
    found = faults(tmp_path, GOOD + "indicators: []\n")
    assert any("没有“approvals”这个键" in f.zh for f in found)


# several policies, thresholds, settings


def asked(names: Sequence[str], threshold: str = "", *chosen: str) -> SpendingPlan:
    """The policies as one."""
    return plan_of(names, threshold, [setting_of(text) for text in chosen])


def refused(names: Sequence[str], threshold: str = "", *chosen: str) -> list[Finding]:
    """Why the policies are refused as one."""
    with pytest.raises(Refused) as caught:
        asked(names, threshold, *chosen)
    return list(caught.value.findings)


def copied(folder: Path, pack: str, *edits: Edit) -> str:
    """A file of one's own with the text of a pack after some edits."""
    return written(folder, edited(packs()[pack].read_text(encoding="utf-8"), *edits), "own.yaml")


def test_the_three_packs_serve_together() -> None:
    """They regulate different things, and 公司总经理 is the same in two of them: no clash, every role once."""
    plan = asked(PACKS)
    assert [policy.policy for policy in plan.policies] == list(PACKS)
    assert list(plan.roles) == ["部门主管", "影城财务部", "影城总经理", "总部财务部", "总部总经理", "市场总监", "公司总经理",
                                "市场部经理", "产品市场部经理", "事业部总经理", "技术总监", "大客户经理"]  # fmt: skip
    assert plan.roles["公司总经理"] == ("总经理",)


def test_a_policy_given_twice_is_one() -> None:
    """The same name twice asks nobody twice."""
    assert len(asked(["payments-2000", "payments-2000"]).policies) == 1


def test_two_policies_on_the_same_thing_clash(tmp_path: Path) -> None:
    """A pack and a copy of it under another name both regulate patterns, the budget and tables of one title: each is told, with both names."""
    found = refused(["payments-2000", copied(tmp_path, "payments-2000", ("policy: payments-2000", "policy: own"))])
    assert {f.code for f in found} == {"policies-clash"}
    assert [
        what
        for what in ("patterns", "budget", "资金支付", "合同会签")
        if not any(what in f.zh and what in f.en for f in found)
    ] == []
    assert [f for f in found if "payments-2000" not in f.zh or "own" not in f.en] == []


def test_two_policies_on_different_things_do_not_clash(tmp_path: Path) -> None:
    """The limit without patterns, budget and contracts goes with the pack of promotion."""
    text = edited(GOOD[: GOOD.index("patterns:")], ("总经理", "总裁"))
    assert len(asked([written(tmp_path, text), "promotion-plan"]).policies) == 2


def test_a_word_that_means_two_roles_clashes(tmp_path: Path) -> None:
    """总部总裁 is 总部总经理 in one policy and 公司总经理 in another: a column of that name would be either's."""
    [found] = refused(["payments-2000", copied(tmp_path, "promotion-plan", ("[总经理]", "[总部总裁]"))])
    assert found.code == "policies-clash"
    for message in (found.zh, found.en):
        assert [
            words
            for words in ("总部总裁", "总部总经理", "公司总经理", "payments-2000", "promotion-plan")
            if words not in message
        ] == []


def test_two_versions_of_one_policy_clash(tmp_path: Path) -> None:
    """An exported copy that kept its id is not the pack: which of the two tables of one title holds is not guessed."""
    found = refused(
        [
            "promotion-plan",
            copied(tmp_path, "promotion-plan", ("[市场总监]", "[公司总经理]"), ("  市场总监: [营销总监]\n", "")),
        ]
    )
    assert {f.code for f in found} == {"policies-clash"}


@pytest.mark.parametrize("said", ["三千", "0", "-1", "30%", "1e4", "nan", "２０００", "2000.005"])
def test_threshold_that_is_no_amount(said: str) -> None:
    """What is no amount above zero, in yuan and whole cents, is refused with an example."""
    [found] = refused(["payments-2000"], said)
    assert (found.code, found.severity, found.found) == ("threshold-malformed", "error", said)
    assert [message for message in (found.zh, found.en) if "3000" not in message or said not in message] == []


@pytest.mark.parametrize(
    "names", [["promotion-plan"], ["research-and-campaigns"], ["promotion-plan", "research-and-campaigns"]]
)
def test_threshold_of_policies_without_one(names: list[str]) -> None:
    """Where no table of payments goes by amounts there is none to move."""
    [found] = refused(names, "3000")
    assert found.code == "threshold-unclear"
    assert "没有按金额分档的付款审批表" in found.zh
    assert "no table of payments goes by amounts" in found.en


def test_threshold_of_a_policy_with_two(tmp_path: Path) -> None:
    """With bounds at 1,000 and 5,000 it is not known which is meant; how to name one is said."""
    [found] = refused([written(tmp_path, GOOD)], "3000")
    assert found.code == "threshold-unclear"
    assert "不止一个界限" in found.zh
    assert "several bounds" in found.en
    assert "--set approvals.1.rows.2.at_least=3000" in found.zh


def limit(plan: SpendingPlan) -> list[str]:
    """The rows of the first table in words."""
    return [row.words("元") for row in plan.approvals[0].rows]


@pytest.mark.parametrize(("said", "shown"), [("3000", "3,000元"), ("3000.50", "3,000.5元"), ("1", "1元")])
def test_threshold_moves_both_rows(said: str, shown: str) -> None:
    """The row below ends where the row above begins: no amount is left to nobody or to two."""
    plan = asked(["payments-2000"], said)
    assert limit(plan) == [f"不满{shown}", f"{shown}以上"]
    assert plan.approvals[0].edges == (Decimal(said),)


def test_threshold_moves_bounds_that_belong_below(tmp_path: Path) -> None:
    """at_most and above are moved as below and at_least are."""
    text = copied(tmp_path, "payments-2000", ("{below: 2000", "{at_most: 2000"), ("{at_least: 2000", "{above: 2000"))
    assert limit(asked([text], "3000")) == ["3,000元以下", "超过3,000元"]


def test_threshold_leaves_the_other_policies_alone() -> None:
    """With several policies the only one with a limit is moved, and the run says so."""
    plan = asked(PACKS, "3000")
    assert limit(plan) == ["不满3,000元", "3,000元以上"]
    assert plan.settings == ("threshold=3000",)


def test_threshold_changes_no_pack() -> None:
    """The pack is as it was."""
    asked(["payments-2000"], "3000")
    assert limit(asked(["payments-2000"])) == ["不满2,000元", "2,000元以上"]


def test_a_path_that_is_not_there() -> None:
    """A misspelt step is told with what may have been meant."""
    [found] = refused(["payments-2000"], "", "patterns.spilt.days=3")
    assert (found.code, found.found) == ("setting-unknown", "patterns.spilt.days")
    assert "是不是“split”" in found.zh
    assert "Did you mean 'split'" in found.en


def test_a_figure_of_one_policy_is_set_among_several() -> None:
    """With three policies given, patterns.split.days is that of the one that has patterns; the others have none to be missed."""
    plan = asked(PACKS, "", "patterns.split.days=3")
    assert plan.patterns is not None
    assert plan.patterns.split is not None
    assert plan.patterns.split.days.value == 3


def test_a_path_that_no_policy_has_is_refused_among_several() -> None:
    """A path that leads nowhere in any of them is refused all the same, once."""
    [found] = refused(PACKS, "", "patterns.spilt.days=3")
    assert found.code == "setting-unknown"


def test_a_bound_set_alone_leaves_a_gap() -> None:
    """Moving the upper row only leaves 2,000 to 3,000 to nobody, which is told at the row in the pack's file."""
    [found] = refused(["payments-2000"], "", "approvals.1.rows.2.at_least=3000")
    assert (found.code, found.file) == ("policy-faulty", "payments-2000.yaml")
    assert "2,000元 到 3,000元 之间没有写由谁批" in found.zh
    assert "between 2,000元 and 3,000元" in found.en


def test_bounds_set_together_are_a_threshold() -> None:
    """Both rows set by their paths are what --threshold does."""
    plan = asked(["payments-2000"], "", "approvals.1.rows.1.below=3000", "approvals.1.rows.2.at_least=3000")
    assert limit(plan) == limit(asked(["payments-2000"], "3000"))


@pytest.mark.parametrize(
    "setting",
    [
        "budget.near=80%",
        "budget.over=warn",
        "patterns.near.margin=10%",
        "patterns.split=none",
        "approvals.1.in_order=no",
    ],
)
def test_figures_and_switches_are_set_by_their_paths(setting: str) -> None:
    """What a policy decides can be set otherwise for a run, and the run keeps what was set."""
    assert asked(["payments-2000"], "", setting).settings == (setting,)


@pytest.mark.parametrize("said", ["2024-02-30", "5月31日", "2024/05/31", "gestern"])
def test_today_that_is_no_day(said: str) -> None:
    """What is no day is refused with an example."""
    with pytest.raises(Refused) as caught:
        today_malformed.refuse("", said)
    [found] = caught.value.findings
    assert [message for message in (found.zh, found.en) if "2024-05-31" not in message or said not in message] == []


# the packs against section 9 of the rules


def approval(pack: str, title: str) -> Approval:
    """A table of a pack."""
    [found] = [approval for approval in find_spending(pack).approvals if approval.title == title]
    return found


def table(pack: str, title: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Amounts, chain and documents of a table."""
    return [(row.words("元"), row.chain_words, row.documents) for row in approval(pack, title).rows]


FIVE = "部门主管→影城财务部→影城总经理→总部财务部→总部总经理"


def test_payments_of_two_thousand_and_more() -> None:
    """S1-B: 2,000 yuan and more on a 资金支付申请表 signed in this order; less asks for nothing."""
    assert table("payments-2000", "资金支付") == [
        ("不满2,000元", "不需审批", ()),
        ("2,000元以上", FIVE, ("支付申请单号",)),
    ]
    assert approval("payments-2000", "资金支付").in_order.holds


def test_contracts_whatever_the_amount() -> None:
    """S1-B: a number from administration first, then the same five signatures in their order."""
    assert table("payments-2000", "合同会签") == [("全部", FIVE, ("合同编号",))]
    assert approval("payments-2000", "合同会签").in_order.holds
    assert approval("payments-2000", "合同会签").on_contracts


def test_words_for_the_five_roles() -> None:
    """The text itself says 部门主管或经理 and 影城总经理或负责人: both are words for the role."""
    roles = find_spending("payments-2000").roles
    assert "部门主管或经理" in roles["部门主管"]
    assert "影城总经理或负责人" in roles["影城总经理"]


def test_patterns_beyond_the_text_are_assumed() -> None:
    """Splits within 7 days and the other patterns are in no regulation: each is assumed, and each is on."""
    found = find_spending("payments-2000").patterns
    assert found is not None
    assert found.split is not None
    assert found.split.days.value == 7
    switches = found.duplicate, found.invoice_reused, found.outside_month, found.in_future, found.negative
    assert [switch.value for switch in switches] == ["yes"] * 5
    assert [part for part in cited(found) if part.clause] == []


def test_promotion_inside_and_outside_of_the_plan() -> None:
    """S1-C: in the plan the marketing director, outside the plan or the budget the company's general manager."""
    assert table("promotion-plan", "计划内推广") == [("全部", "市场总监", ())]
    assert table("promotion-plan", "计划外推广") == [("全部", "公司总经理", ())]
    assert [approval("promotion-plan", title).covers.plan for title in ("计划内推广", "计划外推广")] == [
        "inside",
        "outside",
    ]


def test_after_sales_against_the_service_report() -> None:
    """S1-C: reimbursed against the service report with the customer's rating and signature; nobody else signs by this rule."""
    assert table("promotion-plan", "售后费用") == [("全部", "不需审批", ("服务报告", "客户评价", "客户签字"))]


def test_research_plans() -> None:
    """SC-001: annual, monthly and major special plans go up to 事业部总经理, routine ones skip that step; CTO, GM and key-account manager sign jointly."""
    joint = "(技术总监、公司总经理、大客户经理)"
    assert table("research-and-campaigns", "调研计划") == [
        ("全部", f"市场部经理→产品市场部经理→事业部总经理→{joint}", ())
    ]
    assert table("research-and-campaigns", "日常调研") == [("全部", f"市场部经理→产品市场部经理→{joint}", ())]
    assert {"年度调研", "月度调研", "重大专项调研"} <= set(approval("research-and-campaigns", "调研计划").covers.kinds)


def test_campaigns() -> None:
    """SC-007: special campaigns by the general manager, regular ones by the product-marketing manager."""
    assert table("research-and-campaigns", "专项活动") == [("全部", "公司总经理", ())]
    assert table("research-and-campaigns", "常规活动") == [("全部", "产品市场部经理", ())]


@pytest.mark.parametrize("name", PACKS)
def test_every_part_of_a_pack_has_one_source(name: str) -> None:
    """Each table and each figure rests on a clause or on a stated assumption, never on both."""
    parts = [*find_spending(name).lookups(), *(figure for figure, _ in find_spending(name).figures())]
    parts += [source for _, _, source in find_spending(name).choices()]
    assert [part for part in parts if bool(part.clause) == bool(part.assumed)] == []


@pytest.mark.parametrize("name", PACKS)
def test_examples_of_a_pack_hold(name: str) -> None:
    """The pack is sound, is called as its file is, and its examples hold."""
    policy = find_spending(name)
    run_examples(policy)
    assert policy.policy == name
    assert len(policy.tests) >= 4


# the real entry point


SHOWN = {
    "payments-2000": ["zh", "原文：", "假设：", "不满2,000元：不需审批", f"2,000元以上：{FIVE}；单据：支付申请单号", f"全部：{FIVE}；单据：合同编号", "7 天", "5%", "90%"],
    "promotion-plan": ["en", "clause：", "assumed：", "全部：市场总监", "全部：公司总经理", "服务报告、客户评价、客户签字", "计划外或超预算"],
    "research-and-campaigns": ["zh", "原文：", "假设：", "市场部经理→产品市场部经理→事业部总经理→(技术总监、公司总经理、大客户经理)", "SC-001", "SC-007"],
}  # fmt: skip


@pytest.mark.parametrize("name", PACKS)
def test_policy_show(name: str) -> None:
    """The page has every amount, chain and figure, and says of each, in its language, whether it is the text's or assumed."""
    language, *words = SHOWN[name]
    done = run_in(ROOT, "policy", "show", name, "--lang", language)
    assert (done.returncode, done.stderr) == (0, "")
    assert [said for said in words if said not in done.stdout] == []


def test_policy_show_as_a_document() -> None:
    """As JSON it is one document with the roles, the rows and their chains as lists."""
    done = run_in(ROOT, "policy", "show", "research-and-campaigns", "--json")
    document = json.loads(done.stdout)
    assert document["approvals"][0]["rows"] == [
        {"amount": "全部", "chain": [["市场部经理"], ["产品市场部经理"], ["事业部总经理"], ["技术总监", "公司总经理", "大客户经理"]], "documents": []}
    ]  # fmt: skip
    assert document["roles"]["公司总经理"] == ["总经理"]


@pytest.mark.parametrize(
    ("name", "count"), [("payments-2000", 4), ("promotion-plan", 5), ("research-and-campaigns", 4)]
)
def test_policy_check(name: str, count: int) -> None:
    """The pack has no fault, and its examples are run: as many as stand in the file."""
    assert packs()[name].read_text(encoding="utf-8").count("- name:") == count
    done = run_in(ROOT, "policy", "check", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{count} 个样例全部符合" in done.stdout


def test_policy_check_of_a_faulty_file(tmp_path: Path) -> None:
    """An example whose amount is no number ends with status 2 and its place, not as a fault of mkt itself."""
    content = altered(GOOD, ("金额: 999.99", "金额: ¦一千元"))
    done = run_in(ROOT, "policy", "check", written(tmp_path, content.replace(MARK, "")), "--lang", "en")
    assert done.returncode == 2, done.stderr
    assert f"spending.yaml  {marks(content)[0]}" in done.stderr
