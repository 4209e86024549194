"""The facts of a month, sheet by sheet, as the story has them."""

from collections.abc import Callable
from dataclasses import dataclass

from facts import attendance_row, company_rows, ratings_row, sanction_rows, staff_row, task_rows, trade_row
from people import Person, assessed, listed
from story import BOTH, OBJECTIVES, RATINGS, SALES, STORY, Row

PERSON = ("工号", "姓名")
MONEY = ("计划销售额", "实际销售额", "计划回款", "实际回款", "退货退款", "上月未完成回款")
COLUMNS = {
    "人员": (
        *PERSON,
        "部门",
        "分公司",
        "岗位",
        "级别",
        "上级",
        "状态",
        "入职日期",
        "复职日期",
        "绩效工资基数",
    ),
    "销售目标": (*PERSON, *MONEY),
    "工作任务": (*PERSON, "任务", "完成率"),
    "公司业绩": ("单位", "计划销售额", "实际销售额"),
    "考勤": (*PERSON, "应出勤天数", "迟到次数", "早退次数", "旷工天数", "请假天数", "公假天数"),
    "总结计划": (*PERSON, "工作总结", "工作计划"),
    "处分": (*PERSON, "日期", "类型", "已抵消"),
}
SHEETS = {
    SALES: ("人员", "销售目标", "考勤", "行为评分", "总结计划", "处分"),
    OBJECTIVES: ("人员", "工作任务", "行为评分", "公司业绩", "考勤", "总结计划", "处分"),
}


@dataclass(frozen=True)
class Table:
    """A sheet's facts: its name, its columns in order, its rows by column."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def month_tables(policy: str, month: int) -> dict[str, Table]:
    """Every sheet of a month's book, the story's changes made."""
    return {name: Table(name, columns_of(policy, name), rows_of(policy, month, name)) for name in SHEETS[policy]}


def columns_of(policy: str, sheet: str) -> tuple[str, ...]:
    """The sheet's canonical columns; those of 行为评分 depend on the policy."""
    return (*PERSON, *RATINGS[policy]) if sheet == "行为评分" else COLUMNS[sheet]


def rows_of(policy: str, month: int, sheet: str) -> list[Row]:
    """The sheet's rows, the story's changes made."""
    return [told(policy, month, sheet, row) for row in chance_rows(policy, month, sheet)]


def told(policy: str, month: int, sheet: str, row: Row) -> Row:
    """The row as the story has it."""
    who = str(row["单位" if sheet == "公司业绩" else "工号"])
    changes = (STORY.get((book, month, sheet, who), {}) for book in (BOTH, policy))
    return row | {column: value for change in changes for column, value in change.items()}


def chance_rows(policy: str, month: int, sheet: str) -> list[Row]:
    """The sheet's rows as chance left them."""
    if sheet == "人员":
        return [staff_row(person, month) for person in listed(month)]
    if sheet == "公司业绩":
        return company_rows(month)
    lines: dict[str, Callable[[Person], list[Row]]] = {
        "销售目标": lambda person: [trade_row(person, month)],
        "考勤": lambda person: [attendance_row(person, month)],
        "行为评分": lambda person: [ratings_row(person, month, policy)],
        "工作任务": lambda person: task_rows(person, month),
        "总结计划": lambda person: [{"工作总结": "已交", "工作计划": "已交"}],
        "处分": lambda person: sanction_rows(person, month),
    }
    return [named(person) | line for person in assessed(month) for line in lines[sheet](person)]


def named(person: Person) -> Row:
    """The two cells that say who a row is about."""
    return {"工号": person.id, "姓名": person.name}
