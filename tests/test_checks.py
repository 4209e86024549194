"""Every fault of a month: a book that has it and one that just has not, its cell, whom it stops and whom it does not."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import xlsxwriter

import mkt
from mkt.checks import CHECKS
from mkt.findings import FAULTS, Finding
from mkt.month import score_month
from mkt.policy.load import find
from mkt.policy.model import Policy
from mkt.scores import ScoredMonth
from tests.conftest import MakeBook, totals

Change = Callable[[xlsxwriter.Workbook], None]

# 60 × actual ÷ planned (66, 45, 36) and four marks (36, 32, 28).
SALES = """
sheet 人员
| 工号 | 姓名 | 部门 | 岗位 | 状态 |
| '1001 | 张三 | 一部 | 主管 | 在职 |
| '1002 | 李四 | 一部 | 代表 | 在职 |
| '1003 | 王五 | 二部 | 代表 | 试用 |
sheet 销售目标
| 工号 | 姓名 | 计划销售额 | 实际销售额 |
| '1001 | 张三 | 100 | 110 |
| '1002 | 李四 | 80 | 60 |
| '1003 | 王五 | 120 | 72 |
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
"""
SALES_TOTALS = {"1001": (102.0, "A"), "1002": (77.0, "B"), "1003": (64.0, "C")}

# Tasks 40 × the mean completion (30, 32, 40), six marks (30, 24, 18), the branch's result (40, 20, 40); × 100 ÷ 110.
TARGETS = """
sheet 人员
| 工号 | 姓名 | 分公司 | 岗位 | 状态 |
| '1001 | 张三 | 总公司 | 主管 | 在职 |
| '1002 | 李四 | 华东分公司 | 代表 | 在职 |
| '1003 | 王五 | 总公司 | 代表 | 在职 |
sheet 工作任务
| 工号 | 姓名 | 任务 | 完成率 |
| '1001 | 张三 | 方案 | 100% |
| '1001 | 张三 | 拜访 | 50% |
| '1002 | 李四 | 报表 | 80% |
| '1003 | 王五 | 报表 | 100% |
sheet 行为评分
| 工号 | 姓名 | 作息考勤 | 办公纪律 | 组织行为 | 环境维护 | 团队意识 | 职业素养 |
| '1001 | 张三 | 5 | 5 | 5 | 5 | 5 | 5 |
| '1002 | 李四 | 4 | 4 | 4 | 4 | 4 | 4 |
| '1003 | 王五 | 3 | 3 | 3 | 3 | 3 | 3 |
sheet 公司业绩
| 单位 | 计划销售额 | 实际销售额 |
| 总公司 | 100 | 100 |
| 华东分公司 | 100 | 50 |
sheet 考勤
| 工号 | 姓名 | 迟到次数 | 早退次数 | 旷工天数 | 请假天数 |
| '1001 | 张三 | 0 | 0 | 0 | 1 |
| '1002 | 李四 | 0 | 0 | 0 | 0 |
| '1003 | 王五 | 0 | 0 | 0 | 3 |
sheet 处分
| 工号 | 姓名 | 日期 | 类型 | 已抵消 |
| '1002 | 李四 | 2024-05-20 | 警告 | 否 |
sheet 总结计划
| 工号 | 姓名 | 工作总结 | 工作计划 |
| '1001 | 张三 | 是 | 是 |
| '1002 | 李四 | 是 | 是 |
| '1003 | 王五 | 是 | 是 |
"""
TARGETS_TOTALS = {"1001": (90.91, "A"), "1002": (69.09, "C"), "1003": (89.09, "B")}

# Two marks of five, each worth ten: 2 × mark + 2 × mark.
MARKS = """
sheet 人员
| 工号 | 姓名 | 岗位 |
| '1001 | 张三 | 主管 |
| '1002 | 李四 | 代表 |
sheet 指标
| 工号 | 姓名 | 指标 | 得分 |
| '1001 | 张三 | 回访 | 5 |
| '1001 | 张三 | 满 意 度 | 4 |
| '1002 | 李四 | 回访 | 3 |
| '1002 | 李四 | 满意度 | 3 |
"""
MARKS_TOTALS = {"1001": (18.0, "A"), "1002": (12.0, "B")}

MARKS_POLICY = """
policy: marks
title: 两项指标
version: "1"
source: {id: X, document: 测试}
effective: {from: 2000-01-01}
period: month
indicators:
  - {id: calls, title: 回访, kind: mark, of: 指标.回访.得分, full: 5, points: 10, clause: 一}
  - {id: content, title: 满意, kind: mark, of: 指标.满意度.得分, full: 5, points: 10, clause: 二}
total: {start: 0, full_marks: 20, rescale_to: none, floor: none, ceiling: none, clause: 三}
grades:
  rows: [{at_least: 15, grade: A}]
  otherwise: {grade: B}
  clause: 四
"""

BOOKS = {"sales": (SALES, SALES_TOTALS), "targets": (TARGETS, TARGETS_TOTALS), "marks": (MARKS, MARKS_TOTALS)}


@dataclass(frozen=True)
class Case:
    """A fault: how it comes into a sound book, where it is told and of whom, and who is not scored because of it.

    `edits` are pairs of old and new text; `near` are edits that come close and are right.
    """

    code: str
    edits: dict[str, str]
    where: str
    person: str = ""
    unscored: str = ""
    near: dict[str, str] = field(default_factory=dict)
    book: str = "sales"
    change: Change | None = None
    name: str = ""


def sheet(workbook: xlsxwriter.Workbook, name: str) -> xlsxwriter.worksheet.Worksheet:
    """A sheet of the workbook that is being written."""
    return workbook.get_worksheet_by_name(name)


A, B, C = "| '1001 | 张三 | 100 | 110 |", "| '1002 | 李四 | 80 | 60 |", "| '1003 | 王五 | 120 | 72 |"
# Lateness that costs as much as the ratings of SALES: 10 - 0.5 × 2, 4, 6 = 9, 8, 7.
ATTENDANCE = """sheet 考勤
| 工号 | 姓名 | 迟到次数 | 早退次数 | 旷工天数 |
| '1001 | 张三 | 2 | 0 | 0 |
| '1002 | 李四 | 4 | 0 | 0 |
| '1003 | 王五 | 6 | 0 | 0 |
sheet 总结计划"""
OLD = "sheet 销售目标(旧)\n| 工号 | 姓名 | 计划销售额 | 实际销售额 |\n" + A + "\n"

CASES = [
    Case("number-unreadable", {B: "| '1002 | 李四 | 80 | 约60 |"}, "销售目标!D3", "1002", "1002", {B: "| '1002 | 李四 | 80 | 60元 |"}),
    Case("number-unreadable", {"| '1002 | 李四 | 8 |": "| '1002 | 李四 | 8/10 |"}, "行为评分!C3", "1002", "1002",
         {"| '1002 | 李四 | 8 |": "| '1002 | 李四 | 8分 |"}, name="of a mark"),
    Case("number-unreadable", {"拜访 | 50%": "拜访 | 一半"}, "工作任务!D3", "1001", "1001", book="targets", name="of one task of two"),
    Case("number-unreadable", {"| 华东分公司 | 100 | 50 |": "| 华东分公司 | 100 | 待定 |"}, "公司业绩!C3", "1002", "1002", book="targets",
         name="of a branch"),
    Case("percent-unclear", {"完成率": "完成率（%）", "报表 | 80%": "报表 | 0.8"}, "工作任务!D4", "1002", "1002",
         {"完成率": "完成率（%）", "报表 | 80%": "报表 | 80"}, book="targets"),
    Case("value-missing", {B: "| '1002 | 李四 | ~ | 60 |"}, "销售目标!C3", "1002", "1002", {C: "| '1003 | 王五 | 120 | 72.0 |"}),
    Case("value-missing", {B: "| '1002 | 李四 | ␣ | 60 |"}, "销售目标!C3", "1002", "1002", name="of a blank"),
    Case("value-missing", {"拜访 | 50%": "拜访 | ~"}, "工作任务!D3", "1001", "1001", book="targets", name="of one task of two"),
    Case("cell-error", {}, "销售目标!D3", "1002", "1002",
         change=lambda w: sheet(w, "销售目标").write_formula("D3", "=1/0", None, "#DIV/0!")),
    Case("cell-error", {"| '1002 | 李四 | 8 | 8": "| ~ | 李四 | 8 | 8"}, "行为评分!A3", "", "1002", name="of a number looked up in vain",
         change=lambda w: sheet(w, "行为评分").write_formula("A3", "=NA()", None, "#N/A")),
    Case("cell-error", {}, "人员!E3", "1002", "1002", name="of a status",
         change=lambda w: sheet(w, "人员").write_formula("E3", "=X!A1", None, "#REF!")),
    Case("formula-uncalculated", {}, "销售目标!D3", "1002", "1002",
         change=lambda w: sheet(w, "销售目标").write_formula("D3", "=C3*2", None, "")),
    Case("target-zero", {B: "| '1002 | 李四 | 0 | 60 |"}, "销售目标!C3", "1002", "1002", {B: "| '1002 | 李四 | 80 | 60 |"}),
    Case("target-zero", {"| 华东分公司 | 100 |": "| 华东分公司 | 0 |"}, "公司业绩!B3", "1002", "1002", book="targets", name="of a branch"),
    Case("target-negative", {B: "| '1002 | 李四 | -80 | 60 |"}, "销售目标!C3", "1002", "1002"),
    Case("actual-negative", {"| '1001 | 张三 | 100 | 110 |": "| '1001 | 张三 | 100 | (110) |"}, "销售目标!D2", "1001", "",
         {A: "| '1001 | 张三 | 100 | 0 |"}),
    Case("attainment-unlikely", {A: "| '1001 | 张三 | 100 | 1000 |"}, "销售目标!D2", "1001", "", {A: "| '1001 | 张三 | 100 | 999 |"}),
    Case("attainment-unlikely", {A: "| '1001 | 张三 | 100 | 0.99 |"}, "销售目标!D2", "1001", "", {A: "| '1001 | 张三 | 100 | 1 |"}, name="low"),
    Case("fallback-used", {"| 作息考勤 |": "| 备注 |", "sheet 总结计划": ATTENDANCE}, "行为评分"),
    Case("fallback-doubtful", {"| 作息考勤 |": "| 出勤 |", "sheet 总结计划": ATTENDANCE}, "行为评分", name="a header nobody knows"),
    Case("fallback-doubtful", {"| 作息考勤 |": "| 作息考勤得分 |", "sheet 总结计划": ATTENDANCE}, "行为评分"),
    Case("rating-out-of-range", {"| 8 | 8 | 7 | 9 |": "| 8 | 8 | 7 | 10.5 |"}, "行为评分!F3", "1002", "1002",
         {"| 8 | 8 | 7 | 9 |": "| 8 | 8 | 6 | 10 |"}),
    Case("rating-out-of-range", {"| 8 | 8 | 7 | 9 |": "| 8 | 8 | 7 | -1 |"}, "行为评分!F3", "1002", "1002", name="below the scale"),
    Case("rating-out-of-range", {"| 李四 | 回访 | 3 |": "| 李四 | 回访 | 5.5 |"}, "指标!D4", "1002", "1002",
         {"| 李四 | 回访 | 3 |": "| 李四 | 回访 | 5 |"}, book="marks", name="above full marks"),
    Case("rating-below-floor", {"| 9 | 8 | 9 | 10 |": "| 9 | 8 | 9 | 4.5 |"}, "行为评分!F2", "1001", "",
         {"| 8 | 8 | 7 | 9 |": "| 10 | 9 | 8 | 5 |"}),
    Case("rating-below-floor", {"| 9 | 8 | 9 | 10 |": "| 9 | 8 | 9 | 0 |"}, "行为评分!F2", "1001", "", name="at the bottom of the scale"),
    Case("rating-not-whole", {"| 4 | 4 | 4 | 4 | 4 | 4 |": "| 4 | 4 | 4 | 4 | 4 | 4.5 |"}, "行为评分!H3", "1002", "1002",
         {"| 4 | 4 | 4 | 4 | 4 | 4 |": "| 4 | 4 | 4 | 4 | 3 | 5.0 |"}, book="targets"),
    Case("completion-out-of-range", {"报表 | 80%": "报表 | 80"}, "工作任务!D4", "1002", "1002", {"报表 | 80%": "报表 | 0.8"}, book="targets"),
    Case("person-unknown", {B: "| '1022 | 李四 | 80 | 60 |"}, "销售目标!A3", "1022", "1002"),
    Case("person-unknown", {"| '1001 | 张三 | 拜访": "| '1011 | 张三 | 拜访"}, "工作任务!A3", "1001", "1001", book="targets",
         name="with a task of somebody known"),
    Case("person-missing", {B: ""}, "销售目标", "1002", "1002"),
    Case("person-missing", {"| '1002 | 李四 | 报表 | 80% |": ""}, "工作任务", "1002", "1002", book="targets", name="without a task"),
    Case("person-not-assessed", {"代表 | 在职": "代表 | 停薪留职", B: "", "| '1002 | 李四 | 8 | 8 | 7 | 9 |": ""}, "", "1002", "1002"),
    Case("person-left", {"代表 | 在职": "代表 | 离职"}, "人员!E3", "1002", "", {"代表 | 在职": "代表 | 休假"}),
    Case("person-twice", {B: f"{B}\n{B}"}, "销售目标!A4", "1002", "1002", {B: f"{B}\n| 小计 | ~ | 180 | 170 |"}),
    Case("person-twice", {"| '1002 | 李四 | 一部": "| '1002 | 李四 | 一部 | 代表 | 离职 |\n| '1002 | 李四 | 一部"}, "人员!A4", "1002", "1002",
         name="on the staff list"),
    Case("id-two-names", {B: "| '1002 | 李思 | 80 | 60 |"}, "销售目标!B3", "1002", "1002", {B: "| '1002 | 李 四（试用） | 80 | 60 |"}),
    Case("name-two-ids", {B: "| '1022 | 李四 | 80 | 60 |"}, "销售目标!B3", "", "1002", {"王五": "李四"}),
    Case("id-column-missing", {"sheet 行为评分\n| 工号 |": "sheet 行为评分\n| 序号 |"}, "行为评分!B1", "", "1001 1002 1003"),
    Case("id-missing", {B: "| ~ | 李四 | 80 | 60 |"}, "销售目标!A3", "", "1002"),
    Case("id-missing", {B: "| 待定 | 李四 | 80 | 60 |"}, "销售目标!A3", "", "1002", name="but a word in its place"),
    Case("id-missing", {"| '1001 | 张三 | 拜访": "| ~ | 张三 | 拜访"}, "工作任务!A3", "1001", "1001", book="targets", name="beside a task"),
    Case("id-rounded", {B: "| 1.234567890123457e17 | 李四 | 80 | 60 |"}, "销售目标!A3", "1.234567890123457e+17", "1002",
         {B: "| '1002 | 李四 | 80 | 60 |"}),
    Case("branch-unknown", {"李四 | 华东分公司": "李四 | 华南分公司"}, "人员!C3", "1002", "1002",
         {"李四 | 华东分公司": "李四 | 华東 分公司"}, book="targets"),
    Case("branch-unknown", {"李四 | 华东分公司": "李四 | ~"}, "人员!C3", "1002", "1002", book="targets", name="left blank"),
    Case("branches-unassigned", {"| 分公司 | 岗位": "| 所属 | 岗位"}, "人员", "1002", "1001 1002 1003",
         {"| 分公司 | 岗位": "| 所属 | 岗位", "| 华东分公司 | 100 | 50 |": ""}, book="targets"),
    Case("branch-twice", {"| 华东分公司 | 100 | 50 |": "| 华东分公司 | 100 | 50 |\n| 华东分公司 | 100 | 90 |"}, "公司业绩!A4", "", "1002",
         {"| 华东分公司 | 100 | 50 |": "| 华东分公司 | 100 | 50 |\n| 合计 | 200 | 150 |"}, book="targets"),
    Case("summary-missing", {"李四 | 已交 | 已交": "李四 | 已交 | ~"}, "总结计划!D3", "1002", "", {"李四 | 已交 | 已交": "李四 | 2024-06-01 | 见附件"}),
    Case("summary-missing", {"| '1002 | 李四 | 已交 | 已交 |": ""}, "总结计划", "1002", "", name="of somebody without a row"),
    Case("summaries-unchecked", {"sheet 总结计划": "sheet 其他", "工作总结 | 工作计划": "甲 | 乙"}, ""),
    Case("tick-unreadable", {"警告 | 否": "警告 | 大概"}, "处分!E2", "1002", "1002", {"警告 | 否": "警告 | √"}, book="targets"),
    Case("date-unreadable", {"2024-05-20": "上月底"}, "处分!C2", "1002", "1002", {"2024-05-20": "5/20"}, book="targets"),
    Case("sanction-unknown", {"警告 | 否": "谈话 | 否"}, "处分!D2", "", "", {"警告 | 否": "严重 警告 | 否"}, book="targets"),
    Case("sanction-other-month", {"2024-05-20": "2024-04-20"}, "处分!C2", "", "", {"2024-05-20": "2024-05-31"}, book="targets"),
    Case("entry-missing", {"| '1002 | 李四 | 回访 | 3 |": ""}, "指标", "1002", "1002", book="marks"),
    Case("entry-twice", {"| '1002 | 李四 | 回访 | 3 |": "| '1002 | 李四 | 回访 | 3 |\n| '1002 | 李四 | 回 访 | 4 |"}, "指标!C5", "1002", "1002",
         {"| '1002 | 李四 | 回访 | 3 |": "| '1002 | 李四 | 回访 | 3 |\n| '1002 | 李四 | 出勤 | 4 |"}, book="marks"),
    Case("sheet-missing", {"sheet 行为评分": "sheet 其他", "作息考勤 | 办公纪律 | 团队意识 | 职业素质": "甲 | 乙 | 丙 | 丁"}, "", "", "1001 1002 1003",
         {"sheet 行为评分": "sheet Sheet2"}),
    Case("log-missing", {"sheet 处分": "sheet 其他", "| 日期 | 类型 | 已抵消 |": "| 甲 | 乙 | 丙 |"}, "", book="targets"),
    Case("column-missing", {"| 实际销售额 |": "| 实际销售款 |"}, "销售目标!1:1", "", "1001 1002 1003", {"| 实际销售额 |": "| 完成额 |"}),
    Case("column-twice", {"| 实际销售额 |": "| 实际销售额 | 完成销售额 |", B: "| '1002 | 李四 | 80 | 60 | 61 |"}, "销售目标!E1", "1002",
         "1001 1002 1003", {"| 实际销售额 |": "| 实际销售额 | 累计销售额 |"}),
    Case("column-twice", {"| 工号 | 姓名 | 计划": "| 工号 | 工号 | 计划"}, "销售目标!B1", "1003", "1001 1002 1003", name="of numbers"),
    Case("sheet-twice", {"sheet 行为评分": f"{OLD}sheet 行为评分"}, "'销售目标(旧)'", "1003", "1001 1002 1003"),
    Case("unit-unfit", {"| 实际销售额 |": "| 实际销售额（箱） |"}, "销售目标!D1", "", "1001 1002 1003", {"| 实际销售额 |": "| 实际销售额（含税） |"}),
    Case("sheet-hidden", {"sheet 行为评分": f"{OLD}sheet 行为评分"}, "'销售目标(旧)'",
         change=lambda w: sheet(w, "销售目标(旧)").hide()),
    Case("sheet-unused", {"sheet 行为评分": "sheet 说明\n| 每月五日前交 |\nsheet 行为评分"}, "说明"),
    Case("value-stray", {C: f"{C}\n| ~ |\n| ~ | ~ | ~ | 13.6 |"}, "销售目标!D6", "", "", {C: f"{C}\n| ~ |\n| 合计 | ~ | ~ | 13.6 |"}),
    Case("row-unowned", {"报表 | 80%": "报表 | 80% |\n| ~ | ~ | 回访 | 10%"}, "工作任务!D5", "", "", book="targets"),
    Case("row-unused", {B: f"| 华东大区 |\n{B}"}, "销售目标!A3", "", "", {B: f"| 小计 |\n{B}"}),
]  # fmt: skip
NAMES = [f"{case.code} {case.name}".strip() for case in CASES]


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Policy]:
    """The policy of each book."""
    marks = tmp_path_factory.mktemp("policy") / "marks.yaml"
    marks.write_text(MARKS_POLICY, encoding="utf-8")
    return {"sales": find("sales-60-40"), "targets": find("objectives"), "marks": find(str(marks))}


Scoring = Callable[..., ScoredMonth]


@pytest.fixture
def scoring(book: MakeBook, policies: dict[str, Policy]) -> Scoring:
    """Score one of the books after some edits. In the text ␣ is a cell of blanks."""

    def run(name: str, edits: dict[str, str], change: Change | None = None) -> ScoredMonth:
        text = BOOKS[name][0]
        for old, new in edits.items():
            assert old in text
            text = text.replace(old, new)
        return score_month(book(text.replace("␣", "\u3000"), change=change), policies[name])

    return run


def told(month: ScoredMonth) -> list[tuple[str, str, str]]:
    """Code, place and person of every finding."""
    return [(finding.code, finding.where, finding.person) for finding in month.findings]


@pytest.mark.parametrize("name", BOOKS)
def test_sound_book_has_no_finding(name: str, scoring: Scoring) -> None:
    """The books that the faults are put into have none, and give the totals worked out by hand."""
    month = scoring(name, {})
    assert told(month) == []
    assert totals(month) == BOOKS[name][1]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_fault_is_told_at_its_cell(case: Case, scoring: Scoring) -> None:
    """The finding names its cell and its person."""
    assert (case.code, case.where, case.person) in told(scoring(case.book, case.edits, case.change))


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_fault_stops_only_whom_it_concerns(case: Case, scoring: Scoring) -> None:
    """Those with an error are not scored; everybody whose figures are untouched is scored as ever."""
    found = totals(scoring(case.book, case.edits, case.change))
    expected, unscored = BOOKS[case.book][1], case.unscored.split()
    assert {id_ for id_, (_, grade) in found.items() if grade is None} == set(unscored)
    untouched = set(expected) - set(unscored) - {case.person}
    assert {id_: found[id_] for id_ in untouched} == {id_: expected[id_] for id_ in untouched}


@pytest.mark.parametrize("case", [case for case in CASES if case.near], ids=lambda case: case.code)
def test_near_miss_is_no_fault(case: Case, scoring: Scoring) -> None:
    """What comes close and is right is not reported, and stops nobody."""
    month = scoring(case.book, case.near)
    assert case.code not in {finding.code for finding in month.findings}
    assert None not in [total for total, _ in totals(month).values()]


def test_every_check_has_a_case() -> None:
    """No fault of a month is without a book that has it."""
    assert {check.fault.code for check in CHECKS} == {case.code for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_messages_are_whole_in_both_languages(case: Case, scoring: Scoring) -> None:
    """No message shows a brace, an empty pair of quotation marks or a missing figure."""
    for finding in scoring(case.book, case.edits, case.change).findings:
        for message in (finding.zh, finding.en):
            assert not set("{}") & set(message)
            assert "“”" not in message
            assert "''" not in message
            assert "nan" not in message


def faults() -> list[str]:
    """The code of every fault of the program."""
    for module in pkgutil.walk_packages(mkt.__path__, "mkt."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(FAULTS)


@pytest.mark.parametrize("code", faults())
def test_every_code_has_a_page_in_both_languages(code: str) -> None:
    """`mkt explain CODE` has something to say in Chinese and in English."""
    chinese, english = FAULTS[code].page("zh"), FAULTS[code].page("en")
    assert chinese[-1] in "。）"
    assert english[-1] in ".)"
    assert chinese != english


@pytest.mark.parametrize("code", faults())
def test_both_languages_say_the_same_things(code: str) -> None:
    """What was found stands in both sentences; only hints have words of their own in each language."""

    def fields(text: str) -> set[str]:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        return {
            name for name in names if name.removesuffix("_zh").removesuffix("_en") == name and name not in ("zh", "en")
        }

    assert fields(FAULTS[code].zh) == fields(FAULTS[code].en)


# Findings in their words


def one(month: ScoredMonth, code: str) -> Finding:
    """The only finding of a code."""
    (found,) = (finding for finding in month.findings if finding.code == code)
    return found


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("| '01002 | 李四 | 80 | 60 |", "1002 李四"),
        ("| １００２Ｘ | 李四 | 80 | 60 |", "1002 李四"),
        ("| '1009 | 李 四 | 80 | 60 |", "1002 李四"),
        ("| '1009 | 李四3月离职 | 80 | 60 |", "1002 李四"),
    ],
)
def test_unknown_person_who_may_be_known(row: str, hint: str, scoring: Scoring) -> None:
    """A number that differs by zeros in front, or a name known under another number, is pointed out and not taken."""
    month = scoring("sales", {B: row})
    assert hint in one(month, "person-unknown").zh
    assert totals(month)["1002"] == (None, None)


def test_unknown_person_who_may_be_two(scoring: Scoring) -> None:
    """Where two people on the list have the name, neither is suggested."""
    month = scoring("sales", {"王五": "李四", B: "| '1009 | 李四 | 80 | 60 |"})
    assert "是不是" not in one(month, "person-unknown").zh


def test_similar_header_is_suggested(scoring: Scoring) -> None:
    """A missing column names the header that looks like it."""
    month = scoring("sales", {"| 实际销售额 |": "| 实际销售款 |"})
    assert "“实际销售款”是不是就是它" in one(month, "column-missing").zh


def test_kinds_of_leave_are_not_suggested_one_by_one(scoring: Scoring) -> None:
    """With 事假 and 病假 but no 请假天数, the sum is asked for; neither column is offered in its place."""
    month = scoring("targets", {"| 旷工天数 | 请假天数 |": "| 旷工天数 | 事假 | 病假（天） | 公假 |"})
    message = one(month, "column-missing").zh
    assert "事假、病假" in message
    assert "公假、" not in message
    assert "是不是" not in message


def test_missing_completion_hints_at_the_percent_sign(scoring: Scoring) -> None:
    """A completion of 95 is 9500 %, and the likely slip is named."""
    month = scoring("targets", {"报表 | 80%": "报表 | 95"})
    assert "如果是 95%，请写上百分号" in one(month, "completion-out-of-range").zh


@pytest.mark.parametrize(("cell", "much"), [("0.95", "95%"), ("1", "100%"), ("0.005", "0.5%"), ("'0.5", "50%")])
def test_doubtful_percent_names_both_readings(cell: str, much: str, scoring: Scoring) -> None:
    """0.95 under （%）: the message asks for 0.95% or 95%."""
    found = one(scoring("targets", {"完成率": "完成率（%）", "报表 | 80%": f"报表 | {cell}"}), "percent-unclear")
    assert found.found + "%" in found.zh
    assert f"还是 {much}？" in found.zh


def test_people_by_name_where_no_sheet_has_numbers(scoring: Scoring) -> None:
    """Without any 工号 the name is the id, blanks inside it aside."""
    text = {"工号": "序号", "李四 | 80": "李 四 | 80"}
    assert totals(scoring("sales", text)) == {"张三": (102.0, "A"), "李四": (77.0, "B"), "王五": (64.0, "C")}


def test_namesakes_by_name_are_not_scored(scoring: Scoring) -> None:
    """Two people of one name, and no number to tell them apart: neither is scored."""
    month = scoring("sales", {"工号": "序号", "王五": "李四"})
    assert totals(month) == {"张三": (102.0, "A"), "李四": (None, None)}
    assert ("person-twice", "销售目标!B4", "李四") in told(month)


def test_staff_list_without_numbers_is_told(scoring: Scoring) -> None:
    """A staff list by names beside sheets by numbers cannot be matched; the finding stands at its column of names."""
    month = scoring("sales", {"sheet 人员\n| 工号 |": "sheet 人员\n| 序号 |"})
    assert ("id-column-missing", "人员!B1", "") in told(month)
    assert totals(month) == SALES_TOTALS


def test_person_missing_everywhere_but_in_one_sheet(scoring: Scoring) -> None:
    """Without a staff list, somebody who stands only in the ratings is told to be missing from the sales."""
    listed = SALES[SALES.index("sheet 人员") : SALES.index("sheet 销售目标")]
    month = scoring("sales", {listed: "", B: ""})
    assert ("person-missing", "销售目标", "1002") in told(month)


def test_unreadable_sanction_is_not_taken_for_none(scoring: Scoring) -> None:
    """An unreadable day and an unreadable 已抵消 leave the grade open; the readable sanction takes the A away."""
    rows = "| '1001 | 张三 | 2024-05-20 | 警告 | 否 |"
    assert totals(scoring("targets", {"| '1002 | 李四 | 2024-05-20 | 警告 | 否 |": rows}))["1001"] == (90.91, "B")
    unread = rows.replace("2024-05-20", "月底")
    assert totals(scoring("targets", {"| '1002 | 李四 | 2024-05-20 | 警告 | 否 |": unread}))["1001"][1] is None


def test_findings_come_in_the_order_of_the_book(scoring: Scoring) -> None:
    """Sheet by sheet and row by row, so that a person can go through the book once."""
    month = scoring(
        "sales",
        {
            A: "| '1001 | 张三 | 约100 | 110 |",
            C: "| '1003 | 王五 | 0 | 72 |",
            "| 8 | 8 | 7 | 9 |": "| 8 | 8 | 70 | 9 |",
        },
    )
    assert [where for _, where, _ in told(month)] == ["销售目标!C2", "销售目标!C4", "行为评分!E3"]


def test_everything_is_told_at_once(scoring: Scoring) -> None:
    """Three faults of three people are three findings of one run."""
    month = scoring(
        "sales", {A: "| '1001 | 张三 | ~ | 110 |", B: "| '1002 | 李四 | 0 | 60 |", C: "| '1003 | 王五 | 120 | ? |"}
    )
    assert [code for code, _, _ in told(month)] == ["value-missing", "target-zero", "number-unreadable"]


def test_figures_that_no_rule_reads_do_not_matter(scoring: Scoring, tmp_path: Path) -> None:
    """An error in a column of remarks, or text in a column the policy does not read, is no finding."""
    edits = {"| 实际销售额 |": "| 实际销售额 | 计划回款 | 备注 |", B: "| '1002 | 李四 | 80 | 60 | 待定 | ~ |"}
    month = scoring("sales", edits, lambda w: sheet(w, "销售目标").write_formula("F3", "=X!A1", None, "#REF!"))
    assert told(month) == []
