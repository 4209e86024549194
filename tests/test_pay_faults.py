"""Every fault of pay: a book that has it and one that just has not, its cell, whom it keeps from being paid and whom it does not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import xlsxwriter

from mkt.commission import faults, receipt_faults
from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.result import PaidMonth
from mkt.findings import FaultCheck, Finding, Refused
from mkt.pay import paid, paid_in_order, pay_book, read_pay
from mkt.policies import PAY
from mkt.policy.load import find_pay, packs, scoring
from mkt.reading.year_result import YearGrades
from tests.conftest import SAMPLES, MakeBook

Change = Callable[[xlsxwriter.Workbook], None]

# 800 + 60 % of 1000 on a plan of 1000; 40 % of 1000; 300.
BOOK = """
sheet 人员
| 工号 | 姓名 | 岗位 | 上级 | 状态 |
| '1001 | 张三 | 主管 | ~ | 在职 |
| '1002 | 李四 | 代表 | 张三 | 在职 |
| '1003 | 王五 | 代表 | 张三 | 试用 |
sheet 销售目标
| 工号 | 姓名 | 计划回款 |
| '1001 | 张三 | 1000 |
| '1002 | 李四 | 2000 |
| '1003 | 王五 | 500 |
sheet 回款明细
| 工号 | 姓名 | 日期 | 类型 | 金额 | 分成 | 单号 | 合同 | 产品 | 备注 |
| '1001 | 张三 | 2024-05-06 | 回款 | 800 | ~ | ~ | H1 | 甲款 | ~ |
| '1001 | 张三 | 2024-05-07 | 回款 | 1000 | 60% | D1 | H2 | 甲款 | ~ |
| '1002 | 李四 | 2024-05-07 | 回款 | 1000 | 40% | D1 | H2 | 甲款 | ~ |
| '1003 | 王五 | 2024-05-08 | 回款 | 300 | ~ | ~ | H3 | 甲款 | ~ |
"""
TOTALS = {"1001": 18.0, "1002": 4.0, "1003": 3.0}  # 1000 × 1% + 400 × 2%; 400 × 1%; 300 × 1%

LISTED = BOOK[BOOK.index("sheet 人员") : BOOK.index("sheet 销售目标")]
TARGETS = BOOK[BOOK.index("sheet 销售目标") : BOOK.index("sheet 回款明细")]
RECEIPTS = BOOK[BOOK.index("sheet 回款明细") :]
PLAN = "| '1003 | 王五 | 500 |"
B = "| '1001 | 张三 | 2024-05-07 | 回款 | 1000 | 60% |"
C = "| '1002 | 李四 | 2024-05-07 | 回款 | 1000 | 40% |"
D = "| '1003 | 王五 | 2024-05-08 | 回款 | 300 |"
STRANGER = C.replace("'1002 | 李四", "'1099 | 郝未")
WHOLE_B = f"{B} D1 | H2 | 甲款 | ~ |\n"
WHOLE_D = f"{D} ~ | ~ | H3 | 甲款 | ~ |"

# Totals that agree with the receipts.
NET = {
    "| 计划回款 |": "| 计划回款 | 实际回款 | 退货退款 |",
    "张三 | 1000 |\n": "张三 | 1000 | 1400 | 0 |\n",
    "李四 | 2000 |": "李四 | 2000 | 450 | 50 |",
    "王五 | 500 |": "王五 | 500 | 300 | 0 |",
}
# What the month before left.
LEFT = {
    "| 计划回款 |": "| 计划回款 | 上月未完成回款 |",
    "张三 | 1000 |\n": "张三 | 1000 | 0 |\n",
    "李四 | 2000 |": "李四 | 2000 | 1600 |",
    "王五 | 500 |": "王五 | 500 | 200 |",
}

PLAN_SCORED = "| '1003 | 王五 | 500 | 120 | 72 |"

# The same receipts beside what `sales-60-40` scores: 102 A, 77 B, 64 C.
SCORED = f"""
sheet 人员
| 工号 | 姓名 | 部门 | 岗位 | 上级 | 状态 | 绩效工资基数 | 年终奖基数 |
| '1001 | 张三 | 一部 | 主管 | ~ | 在职 | 3000 | 9000 |
| '1002 | 李四 | 一部 | 代表 | 张三 | 在职 | 2000 | 6000 |
| '1003 | 王五 | 二部 | 代表 | 张三 | 试用 | 1000 | 3000 |
sheet 销售目标
| 工号 | 姓名 | 计划回款 | 计划销售额 | 实际销售额 |
| '1001 | 张三 | 1000 | 100 | 110 |
| '1002 | 李四 | 2000 | 80 | 60 |
| '1003 | 王五 | 500 | 120 | 72 |
sheet 行为评分
| 工号 | 姓名 | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 |
| '1001 | 张三 | 9 | 8 | 9 | 10 |
| '1002 | 李四 | 8 | 8 | 7 | 9 |
| '1003 | 王五 | 7 | 6 | 8 | 7 |
sheet 总结计划
| 工号 | 姓名 | 工作总结 | 工作计划 |
| '1001 | 张三 | 已交 | 已交 |
| '1002 | 李四 | 已交 | 已交 |
| '1003 | 王五 | 已交 | 已交 |
{RECEIPTS}"""
SCORED_TOTALS = {"1001": 27.0, "1002": 4.0, "1003": 1.5}  # × 1.5, 1 and 0.5
GONE = {
    "试用": "离职",
    "| '1003 | 王五 | 500 | 120 | 72 |": "",
    "| '1003 | 王五 | 7 | 6 | 8 | 7 |": "",
    "| '1003 | 王五 | 已交 | 已交 |": "",
}

POLICY = """
policy: own-pay
title: 提成
version: "1"
source: {id: X, document: 测试}
effective: {from: 2000-01-01}
period: month
scores: none
commission:
  clause: 一
  base: {receipts: 金额, totals: {plus: [销售目标.实际回款], less: [销售目标.退货退款]}, clause: 二}
  quota: {of: 销售目标.计划回款, carry_over: "yes", clause: 三}
  tiers:
    on: attainment
    mode: marginal
    rows:
      - {below: 100%, rate: 1%}
      - {at_least: 100%, rate: 2%}
    clause: 四
  factor: none
  cap: none
  floor: none
  draw: none
  override: none
  clawback: rate_paid
"""
OVERRIDE = {"override: none": "override: 1%"}
OVERRIDE_TOTALS = {"1001": 25.0, "1002": 4.0, "1003": 3.0}  # and 1% of the 400 and 300 of the team
AMOUNT = {  # tiers on the amount, no plan
    'quota: {of: 销售目标.计划回款, carry_over: "yes", clause: 三}': "quota: none",
    "on: attainment": "on: amount",
    "below: 100%": "below: 1000",
    "at_least: 100%": "at_least: 1000",
}
NO_TOTALS = {", totals: {plus: [销售目标.实际回款], less: [销售目标.退货退款]}": ""}
PROFIT = NO_TOTALS | {"receipts: 金额": "receipts: 毛利"}
FACTOR = {
    "scores: none": "scores: sales-60-40",
    "factor: none": "factor: {by: grade, clause: 五, rows: [{grade: A, factor: 1.5}, {grade: B, factor: 1}, {grade: C, factor: 0.5}]}",
}
NO_C = {key: words.replace(", {grade: C, factor: 0.5}", "") for key, words in FACTOR.items()}
PERFORMANCE = {
    "scores: none": "scores: sales-60-40",
    "  clawback: rate_paid": "  clawback: rate_paid\nperformance_pay: {base: 人员.绩效工资基数, full: 100, clause: 六}",
}
BONUS = {
    "  clawback: rate_paid": "  clawback: rate_paid\nannual_bonus: "
    "{base: 人员.年终奖基数, rows: [{grade: A, factor: 1.2}, {grade: B, factor: 1}], clause: 七}"
}


def sheet(workbook: xlsxwriter.Workbook, name: str) -> xlsxwriter.worksheet.Worksheet:
    """A sheet of the workbook that is being written."""
    return workbook.get_worksheet_by_name(name)


def formula(place: str, text: str, value: str, name: str = "回款明细") -> Change:
    """Write a formula into a cell, with what the file holds of its result."""
    return lambda workbook: sheet(workbook, name).write_formula(place, text, None, value)


def edited(text: str, edits: dict[str, str]) -> str:
    """The text with some words changed, each of which must be there."""
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


Paying = Callable[..., PaidMonth]


@pytest.fixture
def paying(book: MakeBook, tmp_path: Path) -> Paying:
    """Pay a book of May after some edits of book and policy."""

    def run(
        edits: dict[str, str] | None = None,
        policy: dict[str, str] | None = None,
        change: Change | None = None,
        text: str = BOOK,
        year: YearGrades | None = None,
    ) -> PaidMonth:
        rules = tmp_path / "pay.yaml"
        rules.write_text(edited(POLICY, policy or {}), encoding="utf-8")
        pay = find_pay(str(rules))
        path = book(edited(text, edits or {}), change=change)
        scores = scoring(pay, str(rules))
        return paid(pay_book(read_pay(path, pay, scores), pay, scores, year is not None), State(), year)

    return run


Months = Callable[..., tuple[PaidMonth, PaidMonth]]


@pytest.fixture
def two_months(book: MakeBook, tmp_path: Path) -> Months:
    """Pay May and then June, whose book is May's a month later, each after some edits; `change` is one of June's workbook."""

    def run(
        may: dict[str, str] | None = None,
        june: dict[str, str] | None = None,
        policy: dict[str, str] | None = None,
        change: Change | None = None,
    ) -> tuple[PaidMonth, PaidMonth]:
        rules = tmp_path / "pay.yaml"
        rules.write_text(edited(POLICY, policy or {}), encoding="utf-8")
        pay = find_pay(str(rules))
        paths = [
            book(edited(BOOK, may or {})),
            book(edited(BOOK, june or {}).replace("2024-05", "2024-06"), "2024-06.xlsx", change=change),
        ]
        first, second = paid_in_order([pay_book(read_pay(p, pay, None), pay, None) for p in paths], State())
        return first, second

    return run


def totals(month: PaidMonth) -> dict[str, float | None]:
    """Id → what is paid, None for nothing."""
    found = month.values(columns.TOTAL.ref)
    return {person.id: None if math.isnan(found[i]) else found[i] for i, person in enumerate(month.people)}


def unpaid(month: PaidMonth) -> set[str]:
    """Who is not paid."""
    return {id_ for id_, total in totals(month).items() if total is None}


def told(month: PaidMonth) -> list[tuple[str, str, str]]:
    """Code, place and person of every finding."""
    return [(finding.code, finding.where, finding.person) for finding in month.findings]


def one(month: PaidMonth, code: str) -> Finding:
    """The only finding of a code."""
    (found,) = (finding for finding in month.findings if finding.code == code)
    return found


def codes_at(month: PaidMonth, where: str) -> set[str]:
    """The codes of what is told at a cell."""
    return {finding.code for finding in month.findings if finding.where == where}


def withheld(month: PaidMonth, id_: str) -> Finding:
    """The finding that somebody is not paid."""
    (found,) = (finding for finding in month.findings if finding.code == "pay-withheld" and finding.person == id_)
    assert found.severity == "error"
    return found


def reason(month: PaidMonth, id_: str) -> str:
    """Why somebody is not paid, as the finding says."""
    return withheld(month, id_).zh


@dataclass(frozen=True)
class Case:
    """A fault: how it comes into a sound book, where it is told and of whom, and who is not paid because of it.

    `edits` are pairs of old and new text; `near` are edits that come close and are right. `totals` is what everybody is paid in the sound book.
    """

    code: str
    edits: dict[str, str]
    where: str
    person: str = ""
    unpaid: str = ""
    near: dict[str, str] = field(default_factory=dict)
    severity: str = "error"
    policy: dict[str, str] = field(default_factory=dict)
    near_policy: dict[str, str] | None = None
    change: Change | None = None
    text: str = BOOK
    totals: dict[str, float] = field(default_factory=lambda: TOTALS)
    name: str = ""


def name_of(case: Case) -> str:
    """What a test of the case is called."""
    return f"{case.code} {case.name}".strip()


def d(row: str) -> dict[str, str]:
    """王五's receipt as another row."""
    return {WHOLE_D: f"| '1003 | 王五 | {row}"}


def c(row: str) -> dict[str, str]:
    """李四's row of the shared receipt as another one."""
    return {C: f"| '1002 | 李四 | {row}"}


CASES = [
    Case("receipt-negative", d("2024-05-08 | 回款 | -300 |"), "回款明细!E5", "1003", "1003", d("2024-05-08 | 退款 | -300 |")),
    Case("receipt-negative", d("2024-05-08 | ~ | (300) | ~ | ~ | H3 | 甲款 | 待查"), "回款明细!E5", "1003", "1003",
         d("2024-05-08 | ~ | (300) | ~ | ~ | H3 | 甲款 | 客户退货"), name="with a remark of something else"),
    Case("receipt-kind-unknown", d("2024-05-08 | 预付 | 300 |"), "回款明细!D5", "1003", "1003", d("2024-05-08 | ~ | 300 |")),
    Case("receipt-kind-unknown", c("2024-05-07 | 预付 | 1000 | 40% |"), "回款明细!D4", "1002", "1001 1002",
         c("2024-05-07 | 收款 | 1000 | 40% |"), name="of a share"),
    Case("receipt-kind-unknown", d("2024-05-08 | ~ | 300 | ~ | ~ | H3 | 甲款 | 无退款"), "回款明细!J5", "1003", "1003",
         d("2024-05-08 | 回款 | 300 | ~ | ~ | H3 | 甲款 | 无退款"), name="of a remark that says no"),
    Case("receipt-kind-unknown", d("2024-05-08 | ~ | 300 | ~ | ~ | H3 | 甲款 | 补上次退货差价"), "回款明细!J5", "1003", "1003",
         d("2024-05-08 | ~ | 300 | ~ | ~ | H3 | 甲款 | 补上次差价"), name="of a remark that mentions a return"),
    Case("receipt-undated", d("月初 | 回款 | 300 |"), "回款明细!C5", "1003", "1003", d("5月8日 | 回款 | 300 |")),
    Case("receipt-undated", d("~ | 回款 | 300 |"), "回款明细!C5", "1003", "1003", d("2024.5.8 | 回款 | 300 |"), name="of a blank"),
    Case("receipts-undated", {"| 日期 |": "| 备用 |"}, "回款明细!1:1", "", "1001 1002 1003", {"| 日期 |": "| 到账日期 |"}),
    Case("receipts-absent", NET | {RECEIPTS: ""}, "", "", "", NET, "note"),
    Case("receipts-empty", {"2024-05": "2024-04"}, "回款明细", "", "", {"2024-05-06": "2024-04-06", "2024-05-07": "2024-04-07"}, "warning",
         totals=dict.fromkeys(TOTALS, 0.0), name="of the month"),
    Case("receipts-empty", {RECEIPTS: RECEIPTS[: RECEIPTS.index("| '1001")]}, "回款明细", "", "", severity="warning",
         totals=dict.fromkeys(TOTALS, 0.0), name="without any row"),
    Case("receipt-of-two", {D: D.replace("王五", "李四")}, "回款明细!B5", "1002", "1002 1003", {D: D.replace("王五", "~")}),
    Case("receipt-of-two", {C: C.replace("李四", "王五")}, "回款明细!B4", "1003", "1001 1002 1003", name="of a share"),
    Case("receipt-other-month", {WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-04-30 | 回款 | 90 |"}, "回款明细!C6", "", "",
         d("2024-05-31 | 回款 | 300 |"), "warning"),
    Case("share-unreadable", c("2024-05-07 | 回款 | 1000 | 四成 |"), "回款明细!F4", "1002", "1001 1002", c("2024-05-07 | 回款 | 1000 | 0.4 |")),
    Case("share-unreadable", c("2024-05-07 | 回款 | 1000 | 40 |"), "回款明细!F4", "1002", "1001 1002", name="without the percent sign"),
    Case("share-unreadable", c("2024-05-07 | 回款 | 1000 | 0% |"), "回款明细!F4", "1002", "1001 1002", name="of nothing"),
    Case("share-unreadable", c("2024-05-07 | 回款 | 1000 | 120% |"), "回款明细!F4", "1002", "1001 1002", name="over the whole"),
    Case("share-unreadable", c("2024-05-07 | 回款 | 1000 | -40% |"), "回款明细!F4", "1002", "1001 1002", name="below nothing"),
    Case("share-unreadable", {"分成 |": "分成（%） |", "60%": "60", "40%": "0.4"}, "回款明细!F4", "1002", "1001 1002",
         {"分成 |": "分成（%） |", "60%": "60", "40%": "40"}, name="under a header in percent"),
    Case("share-unreadable", {}, "回款明细!F4", "1002", "1001 1002", change=formula("F4", "=X!A1", "#REF!"), name="of an error"),
    Case("share-unreadable", {}, "回款明细!F4", "1002", "1001 1002", change=formula("F4", "=1-F3", ""), name="without a result"),
    Case("shares-not-whole", c("2024-05-07 | 回款 | 1000 | 39.99% |"), "回款明细!F3", "1001", "1001 1002",
         c("2024-05-07 | 回款 | 1000 | 40.00% |")),
    Case("shares-not-whole", c("2024-05-07 | 回款 | 1000 | 39.99% |"), "回款明细!F4", "1002", "1001 1002", name="of the second"),
    Case("shares-not-whole", {"60%": "~", "40%": "~"}, "回款明细!F4", "1002", "1001 1002", {"60%": "70%", "40%": "30%"},
         name="where two claim the whole"),
    Case("deal-amounts-differ", c("2024-05-07 | 回款 | 900 | 40% |"), "回款明细!E4", "1002", "1001 1002", c("2024-05-07 | 回款 | 1,000.00 | 40% |")),
    Case("receipt-twice", {WHOLE_D: f"{WHOLE_D}\n{WHOLE_D}"}, "回款明细!E6", "1003", "",
         {WHOLE_D: f"{D} ~ | D8 | H3 | 甲款 |\n{D} ~ | D9 | H3 | 甲款 |"}, "warning"),
    Case("superior-unknown", {"王五 | 代表 | 张三": "王五 | 代表 | 赵六"}, "人员!D4", "1003", "",
         {"王五 | 代表 | 张三": "王五 | 代表 | '1001"}, "warning", OVERRIDE, totals=OVERRIDE_TOTALS | {"1001": 22.0}),
    Case("plan-zero", {PLAN: "| '1003 | 王五 | 0 |"}, "销售目标!C4", "1003", "1003", {PLAN: "| '1003 | 王五 | 0.01 |"}),
    Case("plan-zero", {PLAN: "| '1003 | 王五 | -1234567.5 |"}, "销售目标!C4", "1003", "1003", name="below nothing"),
    Case("pay-negative", d("2024-05-08 | 退款 | 300 |"), "", "1003", "",
         {WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | 退款 | 300 | ~ | ~ | H3 | 甲款 |"}, "warning"),
    Case("grade-without-factor", {}, "人员!A4", "1003", "1003", {"计划回款": "计划回款"}, policy=NO_C, near_policy=FACTOR, text=SCORED,
         totals=SCORED_TOTALS),
    Case("refund-unmatched", {WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | 退款 | 100 | ~ | ~ | H9 | 甲款 |"}, "回款明细!H6", "1003", "",
         {WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | 退款 | 100 | ~ | ~ | H3 | 甲款 |"}, "warning"),
    Case("refund-unmatched", {WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | 退款 | 100 | ~ | ~ | ~ | 甲款 |"}, "回款明细!H6", "1003", "",
         severity="warning", name="without a contract"),
    Case("totals-differ", NET | {"王五 | 500 |": "王五 | 500 | 330 | 0 |"}, "销售目标!D4", "1003", "", NET, "warning"),
    # Faults of any book, in what pay rests on.
    Case("value-missing", d("2024-05-08 | 回款 | ~ |"), "回款明细!E5", "1003", "1003", d("2024-05-08 | 回款 | 0 |")),
    Case("value-missing", c("2024-05-07 | 回款 | ~ | 40% |"), "回款明细!E4", "1002", "1001 1002", name="of a share"),
    Case("number-unreadable", d("2024-05-08 | 回款 | 约300 |"), "回款明细!E5", "1003", "1003", d("2024-05-08 | 回款 | 300元 |")),
    Case("cell-error", {}, "回款明细!E5", "1003", "1003", change=formula("E5", "=X!A1", "#REF!")),
    Case("formula-uncalculated", {}, "回款明细!E5", "1003", "1003", change=formula("E5", "=1+2", "")),
    Case("cell-error", {}, "回款明细!D5", "1003", "1003", change=formula("D5", "=X!A1", "#REF!"), name="of a sort"),
    Case("cell-error", {}, "回款明细!E4", "1002", "1001 1002", change=formula("E4", "=X!A1", "#REF!"), name="of the amount of a share"),
    Case("formula-uncalculated", {}, "回款明细!E4", "1002", "1001 1002", change=formula("E4", "=E3", ""), name="of the amount of a share"),
    Case("value-missing", {PLAN: "| '1003 | 王五 | ~ |"}, "销售目标!C4", "1003", "1003", name="of a plan"),
    Case("person-unknown", {WHOLE_D: f"{WHOLE_D}\n| '1099 | 郝未 | 2024-05-08 | 回款 | 90 |"}, "回款明细!A6", "1099", ""),
    Case("person-unknown", {D: "| '1099 | 王五 | 2024-05-08 | 回款 | 300 |"}, "回款明细!A5", "1003", "1003", name="with a name that is known"),
    Case("id-missing", {D: "| ~ | 王五 | 2024-05-08 | 回款 | 300 |"}, "回款明细!A5", "1003", "1003"),
    Case("id-two-names", {D: "| '1003 | 王武 | 2024-05-08 | 回款 | 300 |"}, "回款明细!B5", "1003", "1003"),
    Case("person-twice", {PLAN: f"{PLAN}\n{PLAN}"}, "销售目标!A5", "1003", "1003", {PLAN: f"{PLAN}\n| 小计 | ~ | 3500 |"}),
    Case("person-missing", {PLAN: ""}, "销售目标", "1003", "1003"),
    Case("person-missing", {LISTED: "", PLAN: ""}, "销售目标", "1003", "1003", name="of somebody in the receipts only"),
    Case("value-missing", {"试用 | 1000 |": "试用 | ~ |"}, "人员!G4", "1003", "1003", policy=PERFORMANCE, text=SCORED,
         totals={"1001": 3078.0, "1002": 1544.0}, name="of a base of performance pay"),
]  # fmt: skip
APART = {"receipt-of-leaver", "receipts-missing", "carry-unclear", "month-first", "pay-withheld",
         "grade-absent", "policy-of-example", "advance-of-leaver"}  # fmt: skip
"""Codes that have tests of their own below."""


def run_of(case: Case, paying: Paying) -> PaidMonth:
    """The month of the book that has the fault."""
    return paying(case.edits, case.policy, case.change, case.text)


def test_sound_book_has_no_finding_but_that_it_is_the_first(paying: Paying) -> None:
    """The book that the faults are put into gives what was worked out by hand, and tells only that no month came before."""
    month = paying()
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS


def test_sound_scored_book_has_no_finding_but_that_it_is_the_first(paying: Paying) -> None:
    """The same where commission is multiplied by the factor of the grade."""
    month = paying(policy=FACTOR, text=SCORED)
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == SCORED_TOTALS


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_fault_is_told_at_its_cell(case: Case, paying: Paying) -> None:
    """The finding names its severity, its cell and its person."""
    found = [(f.code, f.severity, f.where, f.person) for f in run_of(case, paying).findings]
    assert (case.code, case.severity, case.where, case.person) in found


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_fault_keeps_only_whom_it_concerns_unpaid(case: Case, paying: Paying) -> None:
    """Those with an error are not paid; everybody whose figures are untouched is paid as ever."""
    month = run_of(case, paying)
    assert unpaid(month) == set(case.unpaid.split())
    found = totals(month)
    untouched = set(case.totals) - unpaid(month) - {case.person}
    assert {id_: found[id_] for id_ in untouched} == {id_: case.totals[id_] for id_ in untouched}


@pytest.mark.parametrize("case", [case for case in CASES if case.unpaid], ids=name_of)
def test_unpaid_people_are_named_with_the_cell(case: Case, paying: Paying) -> None:
    """`pay-withheld` names everybody who is not paid, and of the person with the fault the place to mend and, in English, the code."""
    month = run_of(case, paying)
    assert {f.person for f in month.findings if f.code == "pay-withheld"} == set(case.unpaid.split())
    for person in case.person.split():
        assert case.where in reason(month, person)
        assert f"{case.where} [{case.code}]" in withheld(month, person).en


@pytest.mark.parametrize("case", [case for case in CASES if case.unpaid], ids=name_of)
def test_reason_is_held_in_both_languages(case: Case, paying: Paying) -> None:
    """`held` has the words of `pay-withheld` by id, and the English ones quote no Chinese sentence."""
    month = run_of(case, paying)
    assert set(month.held) == set(case.unpaid.split())
    for id_, why in month.held.items():
        assert why.zh in withheld(month, id_).zh
        assert why.en in withheld(month, id_).en
        assert not re.search("[，。：；？！“”]", withheld(month, id_).en)


@pytest.mark.parametrize("case", [case for case in CASES if case.near], ids=name_of)
def test_near_miss_is_no_fault(case: Case, paying: Paying) -> None:
    """What comes close and is right is not reported, and everybody is paid."""
    month = paying(case.near, case.policy if case.near_policy is None else case.near_policy, None, case.text)
    assert case.code not in {finding.code for finding in month.findings}
    assert unpaid(month) == set()


def test_every_fault_of_pay_has_a_case() -> None:
    """No fault of pay is without a book that has it."""
    checks = [*vars(faults).values(), *vars(receipt_faults).values()]
    known = {check.fault.code for check in checks if isinstance(check, FaultCheck)}
    assert known == ({case.code for case in CASES} & known) | APART


TWO_STOPS = re.compile(r"[。，；：？！、,.;:?!]\s*[。，；：？！、,.;:?!]")


def is_whole(message: str) -> bool:
    """Whether a message has no brace, no empty quotation, no blank at its ends, no stop twice, and figures as people write them."""
    message = message.replace("#REF!", "#REF")
    bad = set("{}") & set(message) or "“”" in message or "''" in message or "nan" in message or "e+0" in message
    return not bad and message == message.strip() and not TWO_STOPS.search(message)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_messages_are_whole_in_both_languages(case: Case, paying: Paying) -> None:
    """The message of the fault, and why somebody is not paid, read as sentences."""
    for finding in run_of(case, paying).findings:
        if finding.code in (case.code, "pay-withheld"):
            assert is_whole(finding.zh)
            assert is_whole(finding.en)


# Receipts and refunds


@pytest.mark.parametrize("said", ["退款 | 100", "退款 | -100", "退货 | 100", "冲销 | (100)"])
def test_refund_lowers_the_month_however_it_is_written(said: str, paying: Paying) -> None:
    """With a minus or without, a row marked in 类型 is a refund: (300 - 100) × 1%."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | {said} | ~ | ~ | H3 | 甲款 | ~ |"})
    assert totals(month) == TOTALS | {"1003": 2.0}


@pytest.mark.parametrize("said", ["~ | 100", "~ | -100", "回款 | -100"])
def test_refund_marked_in_the_remark(said: str, paying: Paying) -> None:
    """A row marked in 备注 is a refund: (300 - 100) × 1%."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | {said} | ~ | ~ | H3 | 甲款 | 客户退货 |"})
    assert totals(month) == TOTALS | {"1003": 2.0}


MORE_D = f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | "


@pytest.mark.parametrize("remark", ["退款", "退货", "客户退款", "客户退货", " 退款 "])
def test_remark_that_says_nothing_but_refund_makes_one(remark: str, paying: Paying) -> None:
    """With 类型 blank, a positive amount is a refund where 备注 says just that: (300 - 100) × 1%."""
    month = paying({WHOLE_D: f"{MORE_D}~ | 100 | ~ | ~ | H3 | 甲款 | {remark} |"})
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1003": 2.0}


@pytest.mark.parametrize("remark", ["无退款", "补上次退货差价", "退款已收回", "未退货", "退款?"])
def test_remark_that_mentions_a_refund_is_not_guessed_at(remark: str, paying: Paying) -> None:
    """Whether a positive amount went back is not told by a remark with more words: it is asked, with the remark, and not counted."""
    month = paying({WHOLE_D: f"{MORE_D}~ | 100 | ~ | ~ | H3 | 甲款 | {remark} |"})
    found = one(month, "receipt-kind-unknown")
    assert (found.severity, found.where, found.person) == ("error", "回款明细!J6", "1003")
    assert remark in found.zh
    assert remark in found.en
    assert totals(month) == TOTALS | {"1003": None}


@pytest.mark.parametrize("remark", ["质量问题客户退货", "5月8日那笔退款"])
def test_minus_with_a_refund_anywhere_in_the_remark_is_one(remark: str, paying: Paying) -> None:
    """A minus agrees with whatever is said of a refund: (300 - 100) × 1%."""
    month = paying({WHOLE_D: f"{MORE_D}~ | -100 | ~ | ~ | H3 | 甲款 | {remark} |"})
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1003": 2.0}


@pytest.mark.parametrize("row", ["~ | -100 | ~ | ~ | H3 | 甲款 | 无退款 |", "无退款 | 100 | ~ | ~ | H3 | 甲款 | ~ |"])
def test_refund_that_is_denied_is_not_guessed_at(row: str, paying: Paying) -> None:
    """A minus beside 无退款, or 无退款 as the sort: what it was cannot be told, and 王五 waits."""
    month = paying({WHOLE_D: f"{MORE_D}{row}"})
    assert "receipt-kind-unknown" in {finding.code for finding in month.findings}
    assert unpaid(month) == {"1003"}


@pytest.mark.parametrize("remark", ["退款", "退货", "客户退款", "无退款"])
def test_receipt_by_its_sort_wins_over_the_remark(remark: str, paying: Paying) -> None:
    """类型 says 回款 and the amount is above zero, so it is a receipt whatever 备注 says: (300 + 100) × 1%."""
    month = paying({WHOLE_D: f"{MORE_D}回款 | 100 | ~ | ~ | H3 | 甲款 | {remark} |"})
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1003": 4.0}


@pytest.mark.parametrize("kind", ["回款", "收款", "预付"])
def test_minus_with_a_refund_in_the_remark_is_one_whatever_the_sort_says(kind: str, paying: Paying) -> None:
    """A negative amount with 退款 in 备注 is a refund, even where 类型 by itself would say nothing: (300 - 100) × 1%."""
    month = paying(
        {WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | {kind} | -100 | ~ | ~ | H3 | 甲款 | 客户退款 |"}
    )
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1003": 2.0}


def test_receipt_by_its_sort_whose_remark_mentions_a_return(paying: Paying) -> None:
    """类型 says 回款 and the amount is above zero: what 备注 tells of a return is about something else, (300 + 100) × 1%."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | 回款 | 100 | ~ | ~ | H3 | 甲款 | 退货后补款 |"})
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1003": 4.0}


def test_refund_shared_by_two_who_write_the_sign_differently(paying: Paying) -> None:
    """One sharer writes the minus, the other does not: it is one refund of 100 all the same."""
    more = (
        "| '1001 | 张三 | 2024-05-09 | 退款 | 100 | 60% | ~ | H2 | 甲款 |\n"
        "| '1002 | 李四 | 2024-05-09 | 退款 | -100 | 40% | ~ | H2 | 甲款 |"
    )
    month = paying({WHOLE_D: f"{WHOLE_D}\n{more}"})
    assert totals(month) == TOTALS | {"1001": 16.8, "1002": 3.6}  # 1340 and 360 collected


def test_receipts_of_other_months_are_told_once(paying: Paying) -> None:
    """Two receipts of April are one finding with their number and sum, and count for nothing."""
    row = "| '1003 | 王五 | 2024-04-30 | 回款 | 90 |"
    month = paying({WHOLE_D: f"{WHOLE_D}\n{row}\n{row}"})
    assert one(month, "receipt-other-month").zh.startswith("2 笔的日期不在 2024-05（回款明细!C6、回款明细!C7）")
    assert "180.00 元" in one(month, "receipt-other-month").zh
    assert totals(month) == TOTALS


def test_many_receipts_of_other_months_are_told_in_english(paying: Paying) -> None:
    """Where not all cells are named, the English message says so in English."""
    more = "\n".join(f"| '1003 | 王五 | 2024-04-0{day} | 回款 | 90 |" for day in range(1, 8))
    assert "等" not in one(paying({WHOLE_D: f"{WHOLE_D}\n{more}"}), "receipt-other-month").en


@pytest.mark.parametrize(
    "row",
    ["回款 | -300 |", "预付 | 300 |", "回款 | 300 | 130% |", "回款 | 300 | 四成 |", "回款 | 300 | 30% |", "回款 | 约300 |",
     "回款 | ~ |"],
)  # fmt: skip
def test_fault_in_a_receipt_of_another_month_keeps_nobody_unpaid(row: str, paying: Paying) -> None:
    """A receipt that does not count in the month is no figure that its pay rests on."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-04-30 | {row}"})
    assert totals(month) == TOTALS


@pytest.mark.parametrize("stored", ["#REF!", ""])
@pytest.mark.parametrize("place", ["E6", "F6"])
def test_cell_without_a_value_in_a_receipt_of_another_month_keeps_nobody_unpaid(
    place: str, stored: str, paying: Paying
) -> None:
    """The same for an error value or a formula without a result in its amount or its share."""
    row = "| '1003 | 王五 | 2024-04-30 | 回款 | 90 | ~ | ~ | H3 | 甲款 | ~ |"
    month = paying({WHOLE_D: f"{WHOLE_D}\n{row}"}, change=formula(place, "=X!A1", stored))
    assert totals(month) == TOTALS


def test_day_without_a_value_may_be_of_the_month(paying: Paying) -> None:
    """A receipt whose day is an error value may count in the month: its person is not paid."""
    month = paying(change=formula("C5", "=X!A1", "#REF!"))
    assert ("cell-error", "回款明细!C5", "1003") in told(month)
    assert unpaid(month) == {"1003"}


def test_one_number_of_two_products_is_two_receipts(paying: Paying) -> None:
    """The rows of 乙款 under the same 单号 are shared by themselves, each half: 1450 and 450 collected."""
    more = (
        "| '1001 | 张三 | 2024-05-07 | 回款 | 100 | 50% | D1 | H2 | 乙款 |\n"
        "| '1002 | 李四 | 2024-05-07 | 回款 | 100 | 50% | D1 | H2 | 乙款 |"
    )
    month = paying({WHOLE_D: f"{WHOLE_D}\n{more}"})
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1001": 19.0, "1002": 4.5}


def test_one_number_of_a_receipt_and_its_refund_is_two(paying: Paying) -> None:
    """A refund that keeps the 单号 of its receipt is shared by itself: 1340 and 360 collected."""
    more = (
        "| '1001 | 张三 | 2024-05-09 | 退款 | 100 | 60% | D1 | H2 | 甲款 |\n"
        "| '1002 | 李四 | 2024-05-09 | 退款 | 100 | 40% | D1 | H2 | 甲款 |"
    )
    month = paying({WHOLE_D: f"{WHOLE_D}\n{more}"})
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == TOTALS | {"1001": 16.8, "1002": 3.6}


def test_rows_of_one_number_and_person_may_be_of_several_products(paying: Paying) -> None:
    """One person's rows of one 单号 that differ in product and amount are not the same receipt entered twice."""
    month = paying(
        {WHOLE_D: f"{D} ~ | D9 | H3 | 甲款 |\n| '1003 | 王五 | 2024-05-08 | 回款 | 100 | ~ | D9 | H3 | 乙款 |"}
    )
    assert "receipt-twice" not in {finding.code for finding in month.findings}
    assert totals(month) == TOTALS | {"1003": 4.0}


def test_same_receipt_twice_is_counted_twice(paying: Paying) -> None:
    """What may be entered twice is told and counted as it stands: 500 × 1% + 100 × 2%."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n{WHOLE_D}"})
    assert "回款明细!E5、回款明细!E6" in one(month, "receipt-twice").zh
    assert totals(month) == TOTALS | {"1003": 7.0}


def test_same_receipt_three_times_is_counted_three_times(paying: Paying) -> None:
    """The message says how often it was counted."""
    found = one(paying({WHOLE_D: f"{WHOLE_D}\n{WHOLE_D}\n{WHOLE_D}"}), "receipt-twice")
    assert "两笔" not in found.zh
    assert "two receipts" not in found.en


def test_receipts_in_lots_of_ten_thousand(paying: Paying) -> None:
    """Amounts under 金额（万元） are in yuan where they count: 0.03 is 300."""
    lots = {
        "| 金额 |": "| 金额（万元） |",
        "| 800 |": "| 0.08 |",
        "回款 | 1000 |": "回款 | 0.1 |",
        "| 300 |": "| 0.03 |",
    }
    assert totals(paying(lots)) == TOTALS


def test_negative_receipt_in_lots_of_ten_thousand_is_told_in_yuan(paying: Paying) -> None:
    """The message names the amount in yuan."""
    lots = {
        "| 金额 |": "| 金额（万元） |",
        "| 800 |": "| 0.08 |",
        "回款 | 1000 |": "回款 | 0.1 |",
        "| 300 |": "| -0.03 |",
    }
    assert "-300.00" in one(paying(lots), "receipt-negative").zh


def test_refund_of_an_earlier_month_without_that_month_lowers_this_one(paying: Paying) -> None:
    """A refund of a contract that no receipt is known of is told with its amount, and lowers the month: (300 - 100) × 1%."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| '1003 | 王五 | 2024-05-09 | 退款 | 100 | ~ | ~ | H9 | 甲款 |"})
    told = one(month, "refund-unmatched")
    assert "100.00" in told.zh
    assert "没有给出以前月份的结果" in told.zh
    assert "no earlier month was given" in told.en
    assert totals(month) == TOTALS | {"1003": 2.0}


def test_refund_of_the_month_before_is_matched_where_it_is_given(two_months: Months) -> None:
    """With May's result at hand, the refund takes back what May paid on it, 300 × 1%, and is no finding."""
    _, june = two_months(june={D: D.replace("回款", "退款")})
    assert "refund-unmatched" not in {finding.code for finding in june.findings}
    assert totals(june)["1003"] == -3.0


def test_refund_of_more_than_was_received_is_told_for_the_rest(two_months: Months) -> None:
    """Of a refund of 400 on a receipt of 300, the 100 beyond it are told."""
    _, june = two_months(june={D: D.replace("回款 | 300", "退款 | 400")})
    told = one(june, "refund-unmatched")
    assert told.found == "100.00"
    assert "没有给出以前月份的结果" not in told.zh
    assert "no earlier month was given" not in told.en


ONLY_GAINS = {"| 金额 |": "| 毛利 |"}
"""Receipts with 毛利 in the place of 金额."""


def gains(amount: str, gain: str, remark: str = "无") -> dict[str, str]:
    """Receipts with 毛利 beside 金额, 100 in every row but 王五's."""
    return {
        "| 备注 |": "| 备注 | 毛利 |",
        WHOLE_D: f"| '1003 | 王五 | 2024-05-08 | 回款 | {amount} | ~ | ~ | H3 | 甲款 | {remark} | {gain} |",
        "| 甲款 | ~ |": "| 甲款 | ~ | 100 |",
    }


GAINS_TOTALS = {"1001": 1.6, "1002": 0.4}  # 100 + 60 % of 100; 40 % of 100
LOSSES = [
    (ONLY_GAINS | d("2024-05-08 | 回款 | -300 | ~ | ~ | H3 | 甲款"), TOTALS | {"1003": -3.0}),
    (gains("300", "-30"), GAINS_TOTALS | {"1003": -0.3}),
]


@pytest.mark.parametrize(("edits", "expected"), LOSSES, ids=["only 毛利", "beside 金额"])
def test_gross_profit_below_nothing_counts_as_it_stands(
    edits: dict[str, str], expected: dict[str, float], paying: Paying
) -> None:
    """Where 毛利 is what counts, a sale may be made at a loss; below zero it is in the lowest tier, -300 or -30 × 1%."""
    assert totals(paying(edits, PROFIT)) == expected


@pytest.mark.parametrize("edits", [edits for edits, _ in LOSSES], ids=["only 毛利", "beside 金额"])
def test_gross_profit_below_nothing_is_neither_a_fault_nor_a_refund(edits: dict[str, str], paying: Paying) -> None:
    """Nothing is told of a sale at a loss but that the month comes to less than nothing."""
    assert told(paying(edits, PROFIT)) == [("month-first", "", ""), ("pay-negative", "", "1003")]


def test_gross_profit_below_nothing_takes_nothing_back(two_months: Months) -> None:
    """May paid 11.00 on 800 of the contract; a loss of 300 in June is June's, -300 × 1%, not 300 back at May's 1.375%."""
    may = ONLY_GAINS | {D: D.replace("300", "800")}
    first, june = two_months(may, ONLY_GAINS | {D: D.replace("300", "-300")}, PROFIT)
    assert totals(first)["1003"] == 11.0
    assert totals(june)["1003"] == -3.0


@pytest.mark.parametrize("gain", ["30", "-30"])
def test_amount_below_nothing_is_told_at_its_cell_where_gross_profit_counts(gain: str, paying: Paying) -> None:
    """With both columns it is 金额 that says that money went back, whatever 毛利 is."""
    month = paying(gains("-300", gain), PROFIT)
    assert ("receipt-negative", "回款明细!E5", "1003") in told(month)
    assert "-300.00" in one(month, "receipt-negative").zh
    assert totals(month) == GAINS_TOTALS | {"1003": None}


def test_amount_below_nothing_with_a_mark_is_a_refund_of_gross_profit(paying: Paying) -> None:
    """备注 says that the 300 went back, and the 30 that were earned on them with it: -30 × 1%."""
    month = paying(gains("-300", "30", "客户退款"), PROFIT)
    assert totals(month) == GAINS_TOTALS | {"1003": -0.3}


# Shares


def test_missing_percent_sign_is_hinted_at(paying: Paying) -> None:
    """40 may be 40 %: the message says what stands in the cell and what to write."""
    found = one(paying(c("2024-05-07 | 回款 | 1000 | 40 |")), "share-unreadable")
    assert "如果是 40%，请写上百分号。" in found.zh
    assert found.found == "40"


def test_share_over_the_whole_has_no_hint_at_a_sign(paying: Paying) -> None:
    """120 % has its percent sign, and 1.2 % is not meant."""
    found = one(paying(c("2024-05-07 | 回款 | 1000 | 120% |")), "share-unreadable")
    assert "百分号" not in found.zh
    assert "sign" not in found.en


def test_share_under_a_header_in_percent_is_told_once(paying: Paying) -> None:
    """0.4 under 分成（%） may be 40 %: it is told as it stands there, and by one finding."""
    month = paying({"分成 |": "分成（%） |", "60%": "60", "40%": "0.4"})
    assert one(month, "share-unreadable").found == "0.4"
    assert codes_at(month, "回款明细!F4") == {"share-unreadable"}


@pytest.mark.parametrize("stored", ["#REF!", ""])
def test_share_without_a_value_is_told_once(stored: str, paying: Paying) -> None:
    """A share that is an error value, or a formula without a result, is one finding."""
    month = paying(change=formula("F4", "=1-X!A1", stored))
    assert codes_at(month, "回款明细!F4") == {"share-unreadable"}


@pytest.mark.parametrize(
    ("share", "sum_"), [("39.99%", "99.99%"), ("40.5%", "100.5%"), ("100%", "160%"), ("20%", "80%")]
)
def test_sum_of_shares_is_written_as_people_do(share: str, sum_: str, paying: Paying) -> None:
    """The sum has the decimals it takes and no more."""
    found = [f for f in paying(c(f"2024-05-07 | 回款 | 1000 | {share} |")).findings if f.code == "shares-not-whole"]
    assert {finding.found for finding in found} == {sum_}


def test_sum_of_shares_just_off_the_whole_does_not_read_100(paying: Paying) -> None:
    """A sum of 99.9999999 % is not told as 100 % that should be 100 %."""
    found = [f for f in paying(c("2024-05-07 | 回款 | 1000 | 39.9999999% |")).findings if f.code == "shares-not-whole"]
    assert {finding.found.rstrip("0%").rstrip(".") for finding in found} == {"99.9999999"}


def test_share_computed_in_the_sheet_is_steadied(paying: Paying) -> None:
    """`=1-F3` beside 90 % is 0.09999999999999998 in the file, and 10 % to everybody."""
    month = paying({"60%": "90%", "40%": "0.09999999999999998"})
    assert "shares-not-whole" not in {finding.code for finding in month.findings}
    assert totals(month) == TOTALS | {"1001": 24.0, "1002": 1.0}  # 1700 and 100 collected


def test_sharers_of_nothing_wrong_are_told_what_their_receipt_lacks(paying: Paying) -> None:
    """Whose own row is sound is told the cell of the shared receipt that is to be mended."""
    month = paying(c("2024-05-07 | 回款 | 1000 | 四成 |"))
    assert "回款明细!F4" in reason(month, "1001")


def test_sharer_waits_for_no_subordinate_where_there_is_no_override(paying: Paying) -> None:
    """Without an override nobody waits for what subordinates collect."""
    month = paying(c("2024-05-07 | 回款 | 1000 | 四成 |"))
    assert "下属" not in reason(month, "1001")


def test_day_of_one_sharer_unreadable_is_told_as_such(paying: Paying) -> None:
    """The shares add up; what is wrong is a day, and nobody is told that shares are missing."""
    month = paying(c("月初 | 回款 | 1000 | 40% |"))
    assert unpaid(month) == {"1001", "1002"}
    assert "shares-not-whole" not in {finding.code for finding in month.findings}


def test_unknown_sharer_leaves_the_others_their_part(paying: Paying) -> None:
    """The shares add up with the row of somebody unknown: the known sharer is paid 60 % of the receipt."""
    month = paying({C: STRANGER})
    assert ("person-unknown", "回款明细!A4", "1099") in told(month)
    assert totals(month) == TOTALS | {"1002": 0.0}


def test_unknown_sharer_whose_row_lacks_something_keeps_the_others_unpaid(paying: Paying) -> None:
    """With the row of somebody unknown the shares add up to 90 %: the known sharer is not paid."""
    month = paying({C: STRANGER.replace("40%", "30%")})
    assert unpaid(month) == {"1001"}


def test_unknown_sharer_in_front_has_the_cent_that_is_over(paying: Paying) -> None:
    """Of 100.01 halved, the row in front has 50.01 and the other 50.00, whoever's they are."""
    half = "2024-05-07 | 回款 | 100.01 | 50% |"
    month = paying({B: f"| '1099 | 郝未 | {half}", C: f"| '1001 | 张三 | {half}"})
    assert month.values(columns.COLLECTED.ref)[0] == 850.0


UNREAD = [("40%", "四成", "F4"), ("40%", "120%", "F4"), ("| 1000 |", "| 约一千 |", "A4"), ("| 1000 |", "| ~ |", "A4")]


@pytest.mark.parametrize(("old", "new", "place"), UNREAD, ids=["share", "share over", "amount", "amount blank"])
def test_sharer_is_told_what_an_unknown_ones_row_lacks(old: str, new: str, place: str, paying: Paying) -> None:
    """What cannot be read in the row of somebody unknown keeps the known sharer unpaid, who is told the cell to mend."""
    month = paying({C: STRANGER.replace(old, new)})
    assert unpaid(month) == {"1001"}
    assert f"回款明细!{place}" in reason(month, "1001")


@pytest.mark.parametrize("stored", ["#REF!", "", "四成"])
def test_share_of_an_unknown_one_that_cannot_be_read_is_told_at_its_cell(stored: str, paying: Paying) -> None:
    """The row takes part in the split, so its share is a figure that pay rests on."""
    month = paying({C: STRANGER}, change=formula("F4", "=1-X!A1", stored))
    assert unpaid(month) == {"1001"}
    assert codes_at(month, "回款明细!F4") == {"share-unreadable"}


@pytest.mark.parametrize("stored", ["#REF!", ""])
def test_share_without_a_value_is_not_taken_for_the_whole(stored: str, paying: Paying) -> None:
    """A share whose formula has no result, of somebody who stands alone on the receipt, is not 100 %."""
    month = paying({WHOLE_B: ""}, change=formula("F3", "=1-X!A1", stored))
    assert totals(month)["1002"] is None


def test_remark_without_a_value_is_not_taken_for_none(paying: Paying) -> None:
    """A remark whose formula was never calculated may say 退款: the receipt is not counted as one."""
    assert totals(paying(change=formula("J5", '="退"&"款"', "")))["1003"] is None


# Below nothing


def test_pay_below_nothing_says_how_much(paying: Paying) -> None:
    """The total is told in both languages, and paid as it is reckoned: -300 × 1%."""
    month = paying(d("2024-05-08 | 退款 | 300 |"))
    found = one(month, "pay-negative")
    for message in (found.zh, found.en):
        assert "-3.00" in message
        assert "王五" in message
    assert totals(month) == TOTALS | {"1003": -3.0}


def test_pay_that_a_draw_lifts_to_nothing_is_not_below(paying: Paying) -> None:
    """With a draw of 0 the 3.00 are owed, and the month comes to 0."""
    month = paying(d("2024-05-08 | 退款 | 300 |"), {"draw: none": "draw: 0"})
    assert "pay-negative" not in {finding.code for finding in month.findings}
    assert totals(month) == TOTALS | {"1003": 0.0}


# Plan and what is handed on


def test_plan_of_nothing_with_something_carried_over(two_months: Months) -> None:
    """May left 200: a plan of 0 in June is one of 200, 200 × 1% + 100 × 2%."""
    _, june = two_months(june={PLAN: "| '1003 | 王五 | 0 |"})
    assert totals(june)["1003"] == 4.0


def test_plan_of_nothing_with_something_carried_over_by_the_book(paying: Paying) -> None:
    """The same where the first month's book says itself what was left."""
    month = paying(LEFT | {"王五 | 500 |": "王五 | 0 | 200 |"})
    assert totals(month)["1003"] == 4.0


def test_plan_does_not_matter_where_tiers_go_by_the_amount(paying: Paying) -> None:
    """With tiers on the amount a plan of 0 divides nothing."""
    by_amount = {key: words for key, words in AMOUNT.items() if "quota" not in key}
    month = paying({PLAN: "| '1003 | 王五 | 0 |"}, by_amount)
    assert totals(month) == TOTALS


def test_carry_over_that_differs_from_the_month_before(two_months: Months) -> None:
    """May left 200 of 王五's plan and the book of June says 150: the finding names both, and he is not paid."""
    _, june = two_months(june=LEFT | {"王五 | 500 |": "王五 | 500 | 150 |"})
    found = one(june, "carry-unclear")
    assert (found.severity, found.where, found.person) == ("error", "销售目标!D4", "1003")
    for message in (found.zh, found.en):
        assert "150.00" in message
        assert "200.00" in message
        assert is_whole(message)
    assert totals(june) == TOTALS | {"1003": None}
    assert found.where in reason(june, "1003")
    assert "销售目标!D4 [carry-unclear]" in withheld(june, "1003").en


def test_carry_over_that_agrees_with_the_month_before(two_months: Months) -> None:
    """What was left of every plan stands in the book as May's result has it."""
    _, june = two_months(june=LEFT)
    assert june.findings == []
    assert totals(june) == TOTALS


CARRIES = {
    "~": ("空着。没有就填 0", "is blank. Enter 0"),
    "约200": ("“约200”不是数", "'约200' is no number"),
    "无": ("“无”不是数", "'无' is no number"),
}


@pytest.mark.parametrize("said", CARRIES)
def test_carry_over_that_is_not_known_in_the_first_month(said: str, paying: Paying) -> None:
    """The first month reads it from the book, where neither a blank nor a word is zero: told at its cell, and not paid."""
    month = paying(LEFT | {"王五 | 500 |": f"王五 | 500 | {said} |"})
    found = one(month, "carry-unclear")
    assert (found.severity, found.where, found.person) == ("error", "销售目标!D4", "1003")
    assert CARRIES[said][0] in found.zh
    assert CARRIES[said][1] in found.en
    assert is_whole(found.zh)
    assert is_whole(found.en)
    assert unpaid(month) == {"1003"}
    assert "销售目标!D4" in reason(month, "1003")
    assert "销售目标!D4 [carry-unclear]" in withheld(month, "1003").en


def test_carry_over_of_nothing_in_the_first_month(paying: Paying) -> None:
    """A 0 says that nothing was left, and is no fault."""
    month = paying(LEFT | {"王五 | 500 |": "王五 | 500 | 0 |"})
    assert "carry-unclear" not in {finding.code for finding in month.findings}
    assert totals(month) == TOTALS


@pytest.mark.parametrize("stored", ["#REF!", ""])
def test_carry_over_without_a_value_is_not_called_blank(stored: str, paying: Paying) -> None:
    """An error value or a formula without a result is told at its cell; nobody is told to enter 0 there, as for a blank."""
    month = paying(LEFT, change=formula("D4", "=X!A1", stored, "销售目标"))
    assert "销售目标!D4" in {finding.where for finding in month.findings}
    assert unpaid(month) == {"1003"}
    assert not any("空着" in finding.zh or "blank" in finding.en for finding in month.findings)


def test_carry_over_that_cannot_be_read_in_a_later_month(two_months: Months) -> None:
    """What cannot be read is a finding at its cell, in whichever month, and its person is not paid."""
    _, june = two_months(june=LEFT | {"王五 | 500 |": "王五 | 500 | 约200 |"})
    found = one(june, "carry-unclear")
    assert (found.severity, found.where, found.person) == ("error", "销售目标!D4", "1003")
    assert unpaid(june) == {"1003"}


@pytest.mark.parametrize("stored", ["#REF!", ""])
def test_carry_over_without_a_value_in_a_later_month(stored: str, two_months: Months) -> None:
    """An error value or a formula without a result cannot be read either: it is told at its cell."""
    _, june = two_months(june=LEFT, change=formula("D4", "=X!A1", stored, "销售目标"))
    assert "销售目标!D4" in {finding.where for finding in june.findings}


def test_carry_over_left_blank_in_a_later_month(two_months: Months) -> None:
    """A later month knows by May's result what was left; a blank says nothing against it."""
    _, june = two_months(june=LEFT | {"王五 | 500 |": "王五 | 500 | ~ |"})
    assert june.findings == []
    assert totals(june) == TOTALS


def test_first_month_tells_what_it_takes_for_nothing(paying: Paying) -> None:
    """A policy with a draw, a clawback and carry-over asks the month before for three things; none are known."""
    found = one(paying(policy={"draw: none": "draw: 0"}), "month-first")
    assert (found.severity, found.where, found.person) == ("warning", "", "")
    assert "预支余额、以前付过提成的回款、结转的计划" in found.zh
    assert "advances owed, receipts paid on before, what was left of the plan" in found.en


def test_first_month_reads_well(paying: Paying) -> None:
    """The message is whole in both languages."""
    found = one(paying(), "month-first")
    assert is_whole(found.zh)
    assert is_whole(found.en)


def test_first_month_whose_book_says_what_was_left(paying: Paying) -> None:
    """What the book says itself is not called unknown."""
    assert "计划" not in one(paying(LEFT), "month-first").zh


def test_first_month_of_a_policy_that_asks_for_nothing(paying: Paying) -> None:
    """Without draw, clawback and carry-over there is nothing to miss."""
    month = paying(policy={"clawback: rate_paid": "clawback: none", 'carry_over: "yes"': 'carry_over: "no"'})
    assert month.findings == []


def test_later_month_is_not_called_the_first(two_months: Months) -> None:
    """With May's result, June has no finding."""
    _, june = two_months()
    assert june.findings == []


def test_held_person_stays_held_and_nobody_else(two_months: Months) -> None:
    """Who was not paid in May is not paid in June for that reason; everybody else is paid."""
    may, june = two_months(may=d("2024-05-08 | 回款 | -300 |"))
    assert unpaid(may) == {"1003"}
    assert totals(june) == TOTALS | {"1003": None}
    assert "上月还没有发" in reason(june, "1003")


# People


def test_superior_waits_for_a_member(paying: Paying) -> None:
    """The override rests on what 王五 collects, which is not known: 张三 waits and is told for whom; 李四 is paid."""
    month = paying(d("2024-05-08 | 回款 | -300 |"), OVERRIDE)
    assert totals(month) == {"1001": None, "1002": 4.0, "1003": None}
    assert "王五" in reason(month, "1001")


def test_superior_does_not_wait_where_there_is_no_override(paying: Paying) -> None:
    """Without an override nobody's pay rests on a subordinate."""
    assert unpaid(paying(d("2024-05-08 | 回款 | -300 |"))) == {"1003"}


def test_superior_unknown_does_not_matter_without_an_override(paying: Paying) -> None:
    """Nothing is told of superiors where they have no share."""
    month = paying({"王五 | 代表 | 张三": "王五 | 代表 | 赵六"})
    assert "superior-unknown" not in {finding.code for finding in month.findings}


def test_superior_by_a_name_that_two_people_have(paying: Paying) -> None:
    """Which of two namesakes is the superior is not guessed: it is told at the cell, and neither is paid an override of 王五's 300."""
    month = paying({"李四": "张三", "张三 | 代表 | 张三": "张三 | 代表 | '1001"}, OVERRIDE)
    assert "人员!D4" in {finding.where for finding in month.findings}
    assert totals(month)["1001"] in (None, 22.0)
    assert totals(month)["1002"] in (None, 4.0)


def test_superior_waits_for_a_member_whose_number_is_missing(paying: Paying) -> None:
    """A receipt without 工号 may be 王五's, so what he collected is not known although another row of his is sound."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| ~ | 王五 | 2024-05-09 | 回款 | 100 | ~ | ~ | H3 | 甲款 |"}, OVERRIDE)
    assert ("id-missing", "回款明细!A6", "1003") in told(month)
    assert totals(month) == {"1001": None, "1002": 4.0, "1003": None}
    assert math.isnan(month.values(columns.COLLECTED.ref)[2])
    assert "回款明细!A6" in reason(month, "1003")
    assert "王五" in reason(month, "1001")


def test_receipt_without_a_number_of_nobody_known_keeps_nobody_unpaid(paying: Paying) -> None:
    """A name that nobody on the staff has is told, and is nobody's."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| ~ | 郝未 | 2024-05-09 | 回款 | 100 | ~ | ~ | H3 | 甲款 |"}, OVERRIDE)
    assert ("id-missing", "回款明细!A6", "") in told(month)
    assert totals(month) == OVERRIDE_TOTALS


def test_superior_waits_for_both_whom_a_receipt_may_belong_to(paying: Paying) -> None:
    """The number is 王五's and the name 李四's: what either collected is not known."""
    month = paying({D: D.replace("王五", "李四")}, OVERRIDE)
    assert unpaid(month) == {"1001", "1002", "1003"}
    assert "李四、王五" in reason(month, "1001")


def test_receipt_of_two_names_both(paying: Paying) -> None:
    """The message has the number, the name, and whose name it is."""
    found = one(paying({D: D.replace("王五", "李四")}), "receipt-of-two")
    for message in (found.zh, found.en):
        assert "1003" in message
        assert "李四" in message
        assert "1002" in message


def test_receipt_of_namesakes_is_of_one(paying: Paying) -> None:
    """Two people have the name: the number says whose receipt it is."""
    month = paying({"'1002 | 李四": "'1002 | 王五"})
    assert "receipt-of-two" not in {finding.code for finding in month.findings}
    assert totals(month) == TOTALS


def test_receipt_of_two_of_another_month_keeps_the_other_paid(paying: Paying) -> None:
    """A receipt that does not count does not make it doubtful what the one whose name it has collected."""
    month = paying({WHOLE_D: f"{WHOLE_D}\n| '1003 | 李四 | 2024-04-30 | 回款 | 90 |"})
    assert "receipt-of-two" not in {finding.code for finding in month.findings}
    assert "1002" not in unpaid(month)


UNNUMBERED = {RECEIPTS: re.sub(r"\| (?:工号|'\d{4}) (?=\|)", "", RECEIPTS)}


@pytest.mark.parametrize("policy", [{}, OVERRIDE, AMOUNT], ids=["attainment", "override", "amount"])
def test_receipts_without_a_column_of_numbers_pay_nobody(policy: dict[str, str], paying: Paying) -> None:
    """The book tells people apart by 工号 and 回款明细 has none: whose the rows are is not known, and everybody is told so."""
    month = paying(UNNUMBERED, policy)
    assert ("id-column-missing", "回款明细!A1", "") in told(month)
    assert unpaid(month) == set(TOTALS)
    for id_ in TOTALS:
        assert "“回款明细”表没有工号列" in reason(month, id_)


def test_receipts_without_a_column_of_numbers_are_told_in_english(paying: Paying) -> None:
    """The English reason quotes no Chinese sentence."""
    month = paying(UNNUMBERED)
    for id_ in TOTALS:
        assert "回款明细" in withheld(month, id_).en
        assert not re.search("[，。：；？！“”]|没有", withheld(month, id_).en)


@pytest.mark.parametrize("status", ["离职", "停薪留职"])
@pytest.mark.parametrize("scores", [False, True], ids=["scores none", "scores"])
def test_leaver_with_receipts_is_not_paid_whatever_is_scored(status: str, scores: bool, paying: Paying) -> None:
    """Somebody who has left and stands in no sheet that is read is not paid, whether or not pay rests on scores; the others are."""
    gone = (GONE if scores else {PLAN: ""}) | {"试用": status}
    month = paying(gone, FACTOR if scores else {}, text=SCORED if scores else BOOK)
    found = one(month, "receipt-of-leaver")
    assert (found.severity, found.where, found.person) == ("error", "回款明细!E5", "1003")
    for message in (found.zh, found.en):
        assert "王五" in message
        assert status in message
        assert is_whole(message)
    assert totals(month) == (SCORED_TOTALS if scores else TOTALS) | {"1003": None}
    assert "person-not-assessed" not in {finding.code for finding in month.findings}


def test_leaver_who_stands_in_a_sheet_that_is_read_is_paid(paying: Paying) -> None:
    """With a row in 销售目标 somebody who left may have done so this month: paid as usual, and told."""
    month = paying({"试用": "离职"})
    assert told(month) == [("person-left", "人员!E4", "1003"), ("month-first", "", "")]
    assert totals(month) == TOTALS


def test_receipt_of_a_leaver_counts_for_no_superior(paying: Paying) -> None:
    """Receipts that are not counted are nobody's team's either, and nobody waits for them: 18 and 1% of 李四's 400."""
    month = paying({"试用": "离职", PLAN: ""}, OVERRIDE)
    assert totals(month) == {"1001": 22.0, "1002": 4.0, "1003": None}


def test_refund_of_a_leaver_uses_up_nothing(two_months: Months) -> None:
    """What May paid 王五 on 300 stands in the ledger as it did, however much of it goes back after he left."""
    may, june = two_months(june={"试用": "离职", PLAN: "", D: D.replace("回款", "退款")})
    mine = [entry for entry in may.after.paid if entry.person == "1003"]
    assert [str(entry.amount) for entry in mine] == ["300.00"]
    assert [entry for entry in june.after.paid if entry.person == "1003"] == mine
    assert one(june, "receipt-of-leaver").where == "回款明细!E5"
    assert "refund-unmatched" not in {finding.code for finding in june.findings}
    assert totals(june) == TOTALS | {"1003": None}


def test_receipt_of_a_leaver_is_handed_on_to_nobody(two_months: Months) -> None:
    """Nor is a receipt of June added to what was paid on."""
    may, june = two_months(june={"试用": "离职", PLAN: ""})
    assert [e for e in june.after.paid if e.person == "1003"] == [e for e in may.after.paid if e.person == "1003"]
    assert june.after.left["1003"] == may.after.left["1003"]


DRAW = {"draw: none": "draw: 100"}
LEFT_IN_JUNE = {"试用": "离职", PLAN: "", WHOLE_D: ""}


def test_advance_of_a_leaver(two_months: Months) -> None:
    """May advanced 97 on 王五's 3.00; he has left by June: told with the amount, which stays on what is handed on."""
    _, june = two_months(june=LEFT_IN_JUNE, policy=DRAW)
    found = one(june, "advance-of-leaver")
    assert (found.severity, found.where, found.person, found.found) == ("warning", "", "1003", "97.00")
    for message in (found.zh, found.en):
        assert "97.00" in message
        assert "王五" in message
        assert is_whole(message)
    assert june.after.owed["1003"] == 97.0
    assert "1003" not in {f.person for f in june.findings if f.severity == "error"}


def test_advance_of_somebody_off_the_list(two_months: Months) -> None:
    """王五 owes 97 and is not on June's staff list at all: told all the same, by number."""
    _, june = two_months(june={"| '1003 | 王五 | 代表 | 张三 | 试用 |": "", PLAN: "", WHOLE_D: ""}, policy=DRAW)
    found = one(june, "advance-of-leaver")
    assert (found.person, found.found) == ("1003", "97.00")
    for message in (found.zh, found.en):
        assert "1003" in message
        assert is_whole(message)


def test_advance_of_somebody_who_is_there_is_not_told(two_months: Months) -> None:
    """Who owes and can still earn it back is not told, nor is a leaver who is paid as he stands in a sheet."""
    for june in ({}, {"试用": "离职"}):
        _, month = two_months(june=june, policy=DRAW)
        assert "advance-of-leaver" not in {finding.code for finding in month.findings}


def test_leaver_who_owes_nothing_is_not_told_of_advances(two_months: Months) -> None:
    """王五 earned 3.00 in May, all of the draw."""
    may, june = two_months(june=LEFT_IN_JUNE, policy={"draw: none": "draw: 3"})
    assert "1003" not in may.after.owed
    assert "advance-of-leaver" not in {finding.code for finding in june.findings}


def test_receipt_of_a_leaver(paying: Paying) -> None:
    """Somebody who has left and stands in the receipts only is not paid: that is for people to decide."""
    month = paying(GONE, FACTOR, text=SCORED)
    found = one(month, "receipt-of-leaver")
    assert (found.severity, found.where, found.person) == ("error", "回款明细!E5", "1003")
    assert is_whole(found.zh)
    assert is_whole(found.en)
    assert totals(month) == SCORED_TOTALS | {"1003": None}


def test_leaver_without_receipts(paying: Paying) -> None:
    """Somebody who has left and stands nowhere is not paid, and no error is told of it."""
    month = paying(GONE | {WHOLE_D: ""}, FACTOR, text=SCORED)
    assert [finding for finding in month.findings if finding.severity == "error"] == []
    assert totals(month) == SCORED_TOTALS | {"1003": None}


def test_leaver_with_receipts_of_another_month_only(paying: Paying) -> None:
    """A receipt that does not count makes nobody present: no error is told of somebody who has left."""
    month = paying({"试用": "离职", PLAN: ""} | d("2024-04-08 | 回款 | 300 |"))
    assert [finding for finding in month.findings if finding.severity == "error"] == []


def test_leaver_with_receipts_is_not_said_to_be_nowhere(paying: Paying) -> None:
    """Where no score is needed either, somebody who has left and has receipts is not told to stand in no sheet, and not paid."""
    month = paying({"试用": "离职", PLAN: ""}, AMOUNT)
    assert totals(month) == TOTALS | {"1003": None}
    assert one(month, "receipt-of-leaver").where == "回款明细!E5"
    assert "person-not-assessed" not in {finding.code for finding in month.findings}


def test_leaver_with_a_share_leaves_the_others_their_part(paying: Paying) -> None:
    """Somebody on unpaid leave has 40 % of a receipt: the other sharer is paid 60 % of it."""
    gone = {
        "代表 | 张三 | 在职": "代表 | 张三 | 停薪留职",
        "| '1002 | 李四 | 2000 | 80 | 60 |": "",
        "| '1002 | 李四 | 8 | 8 | 7 | 9 |": "",
        "| '1002 | 李四 | 已交 | 已交 |": "",
    }
    assert totals(paying(gone, FACTOR, text=SCORED)) == SCORED_TOTALS | {"1002": None}


@pytest.mark.parametrize("row", ["| '1099 | 王五 |", "| ~ | 王五 |"], ids=["number unknown", "number blank"])
def test_row_that_may_be_somebodys_only_receipt_is_not_taken_for_none(row: str, paying: Paying) -> None:
    """An error says that the row may be 王五's; without a plan too he is not paid 0 for it."""
    month = paying({D: D.replace("| '1003 | 王五 |", row)}, AMOUNT)
    assert "1003" in {finding.person for finding in month.findings if finding.severity == "error"}
    assert totals(month)["1003"] is None


NAMED = re.sub(r"\| (?:工号|'\d{4}) (?=\|)", "", BOOK)


def test_people_by_name_only(paying: Paying) -> None:
    """Without any 工号 the name is the id, of superiors too."""
    assert totals(paying(policy=OVERRIDE, text=NAMED)) == {"张三": 25.0, "李四": 4.0, "王五": 3.0}


def test_fault_of_somebody_by_name_only(paying: Paying) -> None:
    """A fault names the person, and the others are paid."""
    month = paying({"回款 | 300 |": "回款 | -300 |"}, text=NAMED)
    assert ("receipt-negative", "回款明细!D5", "王五") in told(month)
    assert unpaid(month) == {"王五"}


# Sheets


def test_hidden_sheet_of_receipts_is_not_read(paying: Paying) -> None:
    """It is told, and the totals count in its place."""
    month = paying(NET, change=lambda workbook: sheet(workbook, "回款明细").hide())
    assert ("sheet-hidden", "回款明细", "") in told(month)
    assert ("receipts-absent", "", "") in told(month)
    assert totals(month) == TOTALS


def test_receipts_missing_where_totals_stand_in(paying: Paying) -> None:
    """Without 回款明细 the totals count, and nothing is wrong."""
    month = paying(NET | {RECEIPTS: ""})
    assert totals(month) == TOTALS
    assert [finding for finding in month.findings if finding.severity == "error"] == []


def test_receipts_not_asked_for_are_not_called_absent(paying: Paying) -> None:
    """A policy that counts totals alone misses no 回款明细."""
    month = paying(NET | {RECEIPTS: ""}, {"receipts: 金额": "receipts: none"})
    assert "receipts-absent" not in {finding.code for finding in month.findings}
    assert totals(month) == TOTALS


def test_receipts_missing_without_totals_is_refused(paying: Paying) -> None:
    """A policy that names no totals cannot do without 回款明细."""
    with pytest.raises(Refused) as refused:
        paying({RECEIPTS: ""}, NO_TOTALS)
    (found,) = refused.value.findings
    assert (found.code, found.severity, found.where) == ("receipts-missing", "error", "")
    assert is_whole(found.zh)
    assert is_whole(found.en)


def test_hidden_receipts_without_totals_is_refused(paying: Paying) -> None:
    """A hidden sheet of receipts is as good as none."""
    with pytest.raises(Refused) as refused:
        paying({}, NO_TOTALS, lambda workbook: sheet(workbook, "回款明细").hide())
    assert [finding.code for finding in refused.value.findings] == ["receipts-missing"]


def test_receipts_and_totals_both_missing_names_the_sheet(paying: Paying) -> None:
    """Where the book has neither, the clerk is told that 回款明细 is missing, not only the columns that stand in for it."""
    month = paying({RECEIPTS: ""})
    assert unpaid(month) == set(TOTALS)
    assert any("回款明细" in finding.zh for finding in month.findings)


def test_receipts_without_a_column_of_days_are_told_once(paying: Paying) -> None:
    """A column that is not there is one finding, not one for every row."""
    month = paying({"| 日期 |": "| 备用 |"})
    assert unpaid(month) == set(TOTALS)
    assert [one_ for one_ in told(month) if one_[0] != "pay-withheld"] == [
        ("receipts-undated", "回款明细!1:1", ""),
        ("month-first", "", ""),
    ]


def test_header_without_a_column_of_days_is_told_where_it_stands(paying: Paying) -> None:
    """Below a title the header is the third row."""
    below = {"sheet 回款明细\n": "sheet 回款明细\n| 2024年5月回款明细 |\n| ~ |\n", "| 日期 |": "| 备用 |"}
    assert one(paying(below), "receipts-undated").where == "回款明细!3:3"


def test_receipts_without_a_column_of_days_keep_nobody_unpaid_who_has_none(paying: Paying) -> None:
    """Whose no row is has collected nothing, in whatever month the others' are."""
    month = paying({"| 日期 |": "| 备用 |", WHOLE_D: ""})
    assert totals(month) == {"1001": None, "1002": None, "1003": 0.0}


# Grades


YEAR = YearGrades(
    "2024.graded.xlsx",
    "0",
    "2024",
    {"1001": ("A", "年度评价!D3"), "1002": ("", "年度评价!D4"), "1003": ("C", "年度评价!D5")},
)


def test_annual_grade_without_factor(paying: Paying) -> None:
    """The finding stands in the file of the year; who has no annual grade has no bonus: 9000 × 1.2 + 18, and 4."""
    month = paying(policy=BONUS, text=SCORED, year=YEAR)
    found = one(month, "grade-without-factor")
    assert (found.severity, found.file, found.where, found.person) == (
        "error",
        "2024.graded.xlsx",
        "年度评价!D5",
        "1003",
    )
    assert totals(month) == {"1001": 10818.0, "1002": 4.0, "1003": None}


def test_annual_grade_without_factor_speaks_of_the_bonus(paying: Paying) -> None:
    """What cannot be reckoned is the bonus, not the commission."""
    found = one(paying(policy=BONUS, text=SCORED, year=YEAR), "grade-without-factor")
    assert "年终奖" in found.zh
    assert "bonus" in found.en


def test_annual_grade_without_factor_is_withheld_with_its_file(paying: Paying) -> None:
    """The cell to mend stands in another file than the book, which the reason names."""
    month = paying(policy=BONUS, text=SCORED, year=YEAR)
    assert "2024.graded.xlsx" in reason(month, "1003")
    assert "2024.graded.xlsx 年度评价!D5 [grade-without-factor]" in withheld(month, "1003").en


def test_annual_grade_with_factor(paying: Paying) -> None:
    """With a factor for C nobody is unpaid: 3000 × 0.5 + 3."""
    with_c = {key: words.replace("factor: 1}]", "factor: 1}, {grade: C, factor: 0.5}]") for key, words in BONUS.items()}
    assert totals(paying(policy=with_c, text=SCORED, year=YEAR))["1003"] == 1503.0


UNKNOWN = YearGrades("2024.graded.xlsx", "0", "2024", {"1001": ("A", "年度评价!D3"), "1002": ("", "年度评价!D4")})


def test_annual_grade_of_somebody_the_year_does_not_know(paying: Paying) -> None:
    """王五 is not in the graded year at all: told where he stands on the staff list, and not paid; 李四, listed without a grade, is."""
    month = paying(policy=BONUS, text=SCORED, year=UNKNOWN)
    found = one(month, "grade-absent")
    assert (found.severity, found.file, found.where, found.person) == ("error", "2024-05.xlsx", "人员!A4", "1003")
    for message in (found.zh, found.en):
        assert "王五" in message
        assert "1003" in message
        assert is_whole(message)
    assert totals(month) == {"1001": 10818.0, "1002": 4.0, "1003": None}
    assert "人员!A4" in reason(month, "1003")
    assert "人员!A4 [grade-absent]" in withheld(month, "1003").en


def test_annual_grade_left_blank_is_a_bonus_of_nothing(paying: Paying) -> None:
    """Who is listed without a grade has no bonus and is paid the rest, and nothing is told."""
    blank = YearGrades(UNKNOWN.file, "0", "2024", {**UNKNOWN.grades, "1003": ("", "年度评价!D5")})
    month = paying(policy=BONUS, text=SCORED, year=blank)
    assert told(month) == [("month-first", "", "")]
    assert totals(month) == {"1001": 10818.0, "1002": 4.0, "1003": 3.0}
    assert month.values(columns.BONUS.ref)[1:] == [0.0, 0.0]


def test_year_that_knows_no_leaver_is_right(paying: Paying) -> None:
    """Who has left and is not paid need not be in the graded year."""
    month = paying({"试用": "离职", PLAN_SCORED: "", WHOLE_D: ""}, BONUS, text=SCORED, year=UNKNOWN)
    assert "grade-absent" not in {finding.code for finding in month.findings}


def test_year_does_not_matter_where_there_is_no_bonus(paying: Paying) -> None:
    """Without a bonus in the policy nobody needs an annual grade."""
    assert "grade-absent" not in {finding.code for finding in paying(text=SCORED, year=UNKNOWN).findings}


def test_base_of_the_bonus_does_not_matter_in_other_months(paying: Paying) -> None:
    """A blank base of the annual bonus keeps nobody unpaid in a month for which no annual grades are given."""
    assert totals(paying({"| 1000 | 3000 |": "| 1000 | ~ |"}, BONUS, text=SCORED)) == TOTALS


def test_base_of_the_bonus_left_blank(paying: Paying) -> None:
    """In the month of the bonus it is a fault at its cell."""
    month = paying({"| 2000 | 6000 |": "| 2000 | ~ |"}, BONUS, text=SCORED, year=YEAR)
    assert ("value-missing", "人员!H3", "1002") in told(month)
    assert unpaid(month) == {"1002", "1003"}


def test_somebody_without_a_score(paying: Paying) -> None:
    """A rating is missing: no grade, so no pay, and the others are paid."""
    month = paying({"| '1003 | 王五 | 7 |": "| '1003 | 王五 | ~ |"}, FACTOR, text=SCORED)
    assert totals(month) == SCORED_TOTALS | {"1003": None}
    assert "成绩" in reason(month, "1003")


def test_score_does_not_matter_where_pay_rests_on_none(paying: Paying) -> None:
    """The same rating missing keeps nobody unpaid where no factor and no performance pay ask for it."""
    month = paying({"| '1003 | 王五 | 7 |": "| '1003 | 王五 | ~ |"}, text=SCORED)
    assert totals(month) == TOTALS


# The example


Exampled = Callable[[str], PaidMonth]


@pytest.fixture
def by_copy(book: MakeBook, tmp_path: Path) -> Exampled:
    """The month by a file of one's own with the text of the example after its `policy:` was renamed."""

    def run(name: str) -> PaidMonth:
        rules = tmp_path / "own.yaml"
        text = packs()[PAY].read_text(encoding="utf-8")
        rules.write_text(edited(text, {f"policy: {PAY}": f"policy: {name}"}), encoding="utf-8")
        pay = find_pay(str(rules))
        scores = scoring(pay, str(rules))
        return paid(pay_book(read_pay(book(SCORED), pay, scores), pay, scores), State())

    return run


def test_policy_of_the_example_is_told(book: MakeBook) -> None:
    """By the built-in example the month says once, of nobody, that its rates are assumed; everybody is paid."""
    pay = find_pay(PAY)
    scores = scoring(pay, PAY)
    month = paid(pay_book(read_pay(book(SCORED), pay, scores), pay, scores), State())
    found = one(month, "policy-of-example")
    assert (found.severity, found.where, found.person, found.found) == ("warning", "", "", PAY)
    assert "假设" in found.zh
    assert "assumed" in found.en
    assert is_whole(found.zh)
    assert is_whole(found.en)
    assert unpaid(month) == set()


def test_policy_of_ones_own_is_not_the_example(by_copy: Exampled) -> None:
    """A file of one's own, whatever it was copied from, is not the example."""
    assert "policy-of-example" not in {finding.code for finding in by_copy("our-own").findings}


def test_unchanged_copy_is_still_the_example(by_copy: Exampled) -> None:
    """Exported and not touched, its rates are nobody's as before."""
    assert "policy-of-example" in {finding.code for finding in by_copy(PAY).findings}


# The messy sample

MESSY = SAMPLES / "commission" / "messy" / "2024年5月提成.xlsx"


@pytest.fixture(scope="module")
def messy() -> PaidMonth:
    """The messy book by the example policy."""
    if not MESSY.exists():
        pytest.skip("the messy sample is not there")
    pay = find_pay("commission-example")
    scores = scoring(pay, "commission-example")
    return paid(pay_book(read_pay(MESSY, pay, scores), pay, scores), State())


def test_messy_book_has_its_five_faults(messy: PaidMonth) -> None:
    """A negative receipt, a share that is no number, somebody unknown, shares of 99.99 % and a plan of 0, each at its cell."""
    errors = [(f.code, f.where, f.person) for f in messy.findings if f.severity == "error" and f.code != "pay-withheld"]
    assert sorted(errors) == [
        ("person-unknown", "'5月回款台账'!B128", "1099"),
        ("plan-zero", "销售任务完成情况!G14", "1008"),
        ("receipt-negative", "'5月回款台账'!J21", "1006"),
        ("share-unreadable", "'5月回款台账'!K88", "1025"),
        ("shares-not-whole", "'5月回款台账'!K56", "1015"),
        ("shares-not-whole", "'5月回款台账'!K64", "1017"),
        ("shares-not-whole", "'5月回款台账'!K68", "1018"),
    ]


def test_messy_book_pays_everybody_else(messy: PaidMonth) -> None:
    """Unpaid are those with a fault, who shares a receipt with one (1029), and the three superiors who wait for them."""
    assert unpaid(messy) == {"1006", "1008", "1015", "1017", "1018", "1025", "1029"} | {"1004", "1014", "1024"}
    assert len(messy.people) == 30


def test_messy_book_tells_everybody_where_to_look(messy: PaidMonth) -> None:
    """Who is not paid for a fault is told its cell; superiors the names of those they wait for."""
    places = {"1006": "J21", "1008": "G14", "1015": "K56", "1017": "K64", "1018": "K68", "1025": "K88"}
    assert {id_: place for id_, place in places.items() if place not in reason(messy, id_)} == {}
    assert "唐以宁" in reason(messy, "1004")
    assert "秦牧川、潘越洋、谢婉清" in reason(messy, "1014")
    assert "邓嘉树、方予安" in reason(messy, "1024")


def test_messy_book_tells_a_sharer_where_to_look(messy: PaidMonth) -> None:
    """1029 shares the receipt of which 1025's share is no number, and is told that cell."""
    assert "K88" in reason(messy, "1029")


def test_messy_book_misses_what_the_unknown_person_has(messy: PaidMonth) -> None:
    """1026 lacks the row of 1099: 60 % of 58,606.94 and 40 % of 58,133.87 are less than 销售目标 says, and are paid."""
    found = one(messy, "totals-differ")
    assert (found.where, found.person) == ("销售任务完成情况!H36", "1026")
    assert "192,555.28" in found.zh
    assert "58,417.71" in found.zh
    assert totals(messy)["1026"] is not None
