"""The sheets of a book as it really arrives: their columns and headings, and how each cell shows its fact."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, groupby

from people import BRANCH_OF, BRANCHES, DEPARTMENT
from sheets import Table, month_tables
from story import SALES, Row, Value
from tidy import added


@dataclass(frozen=True)
class Column:
    """A column of an untidy sheet: its heading (a merged parent first, if any) and what its cells show."""

    head: tuple[str, ...]
    show: Callable[[Row], Value]
    width: int = 11
    summed: bool = False


@dataclass(frozen=True)
class Untidy:
    """An untidy sheet: rows in groups, with the columns numbered in `merged` merged over each."""

    name: str
    title: str
    columns: tuple[Column, ...]
    groups: list[list[Row]]
    caption: str = "统计月份：2024年5月"
    merged: tuple[int, ...] = ()
    subtotals: bool = False
    gap: bool = False
    notes: tuple[str, ...] = ()
    stray: bool = False
    whose: str = DEPARTMENT
    maker: str = "陆明溪"


FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def fact(name: str) -> Callable[[Row], Value]:
    """Shows the fact as it is."""
    return lambda row: row[name]


def in_wan(name: str) -> Callable[[Row], Value]:
    """Shows yuan as 万元, to the last cent."""
    return lambda row: added([row[name]]) / 10_000


def grouped(name: str) -> Callable[[Row], Value]:
    """Shows an amount as text, thousands separated."""
    return lambda row: f"{row[name]:,.2f}"


def spaced(row: Row) -> Value:
    """A name of two characters pulled apart to the width of three."""
    name = str(row["姓名"])
    return " ".join(name) if len(name) == 2 else name


def padded(row: Row) -> Value:
    """A staff number as some systems export it."""
    return f"{row['工号']}    "


def whole(row: Row) -> Value:
    """A staff number that Excel took for a number."""
    return int(str(row["工号"]))


def now_and_then_text(name: str) -> Callable[[Row], Value]:
    """Shows most numbers as numbers, some as text, in full width or with a space behind."""

    def show(row: Row) -> Value:
        forms = {1: f"{row[name]} ", 3: str(row[name]).translate(FULL_WIDTH), 5: str(row[name])}
        return forms.get((number_of(row) + ord(name[0])) % 7, row[name])

    return show


def mixed_date(name: str) -> Callable[[Row], Value]:
    """Shows some dates as dates, the others as text in several forms."""

    def show(row: Row) -> Value:
        day = row[name]
        if not isinstance(day, date):
            return day
        forms = (
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}/{day.month}/{day.day}",
            day,
            day,
        )
        return forms[number_of(row) % len(forms)]

    return show


def mixed_percent(row: Row) -> Value:
    """Every third person's completion as text, the others' as formatted fractions."""
    return f"{row['完成率']:.0%}" if number_of(row) % 3 == 0 else row["完成率"]


def number_of(row: Row) -> int:
    """The row's 序号."""
    return int(str(row["序号"]))


def by_branch(table: Table) -> list[list[Row]]:
    """The rows in one group per branch, 序号 and 分公司 added, numbered through."""
    numbers = count(1)
    return [
        [row | {"序号": next(numbers), "分公司": branch} for row in table.rows if BRANCH_OF[str(row["工号"])] == branch]
        for branch in BRANCHES
    ]


def by_person(table: Table) -> list[list[Row]]:
    """The rows in one group per person, 序号 counting people."""
    people = groupby(table.rows, key=lambda row: row["工号"])
    return [[row | {"序号": number} for row in rows] for number, (_, rows) in enumerate(people, start=1)]


SERIAL = Column(("序号",), fact("序号"), 6)
ID = Column(("工号",), fact("工号"), 9)
NAME = Column(("姓  名",), spaced)


def untidy_staff(table: Table) -> Untidy:
    """人员 with the department and the branch merged down, and dates in every form."""
    columns = (
        SERIAL,
        ID,
        NAME,
        Column(("部门",), fact("部门")),
        Column(("分公司",), fact("分公司"), 13),
        Column(("岗  位",), fact("岗位"), 13),
        Column(("级别",), fact("级别")),
        Column(("上级",), fact("上级")),
        Column(("状 态",), fact("状态")),
        Column(("入职\n日期",), mixed_date("入职日期"), 17),
        Column(("复职\n日期",), mixed_date("复职日期"), 17),
        Column(("绩效工资基数\n（元）",), now_and_then_text("绩效工资基数"), 14),
    )
    return Untidy("人员花名册 ", "员工花名册", columns, by_branch(table), merged=(3, 4))


def untidy_trade(table: Table) -> Untidy:
    """销售目标 in 万元 under merged headings, with subtotals by branch and blank rows between."""
    sales, collection = "销售额（万元）", "回款（万元）"
    columns = (
        SERIAL,
        replace(ID, show=padded),
        replace(NAME, show=fact("姓名")),
        Column(("分公司",), fact("分公司"), 13),
        Column((sales, "计划"), in_wan("计划销售额"), summed=True),
        Column((sales, "实际"), in_wan("实际销售额"), summed=True),
        Column((collection, "计划"), in_wan("计划回款"), summed=True),
        Column((collection, "实际"), in_wan("实际回款"), summed=True),
        Column(("退货退款\n（元）",), grouped("退货退款"), 13, summed=True),
        Column(("上月未完成\n回款（元）",), grouped("上月未完成回款"), 13, summed=True),
    )
    notes = (
        "注：1.销售额、回款以万元为单位，退货退款以元为单位；",
        "    2.实际回款以月末到账为准，未扣除退货退款。",
    )
    return Untidy(
        "销售任务完成情况",
        "销售任务完成情况表",
        columns,
        by_branch(table),
        merged=(3,),
        subtotals=True,
        gap=True,
        notes=notes,
    )


def untidy_attendance(table: Table) -> Untidy:
    """考勤 with staff numbers as numbers, line breaks in the header and a stray figure below."""
    heads = (
        "应出勤\n天数",
        "迟到\n次数",
        "早退\n次数",
        "旷工天数\n（天）",
        "请假天数\n（天）",
        "公假天数\n（天）",
    )
    counts = (Column((head,), now_and_then_text(name)) for head, name in zip(heads, table.columns[2:], strict=True))
    columns = (SERIAL, replace(ID, show=whole), NAME, *counts)
    notes = ("注：请假天数不含公假；迟到、早退按打卡记录统计。",)
    return Untidy("考勤汇总", "考勤汇总表", columns, by_branch(table), gap=True, notes=notes, stray=True)


def untidy_ratings(table: Table, scale: str) -> Untidy:
    """行为评分 under one merged heading, some marks as text."""
    ratings = (
        Column((f"行为考核（每项{scale}分）", f"{name[:2]}\n{name[2:]}"), now_and_then_text(name), 10)
        for name in table.columns[2:]
    )
    columns = (SERIAL, ID, replace(NAME, head=("姓　名",)), *ratings)
    notes = ("注：由直接上级评分，部门负责人复核。",)
    return Untidy("行为考核评分", "行为考核评分表", columns, by_branch(table), notes=notes)


def untidy_summaries(table: Table) -> Untidy:
    """总结计划 with a blank row between branches."""
    columns = (
        SERIAL,
        ID,
        NAME,
        Column(("工作\n总结",), fact("工作总结")),
        Column(("工作\n计划",), fact("工作计划")),
    )
    return Untidy(" 总结计划", "工作总结与计划提交情况", columns, by_branch(table), gap=True)


def untidy_sanctions(table: Table) -> Untidy:
    """处分: a header, nothing under it, and a note that says so."""
    columns = (SERIAL, ID, NAME, *(Column((name,), fact(name)) for name in table.columns[2:]))
    return Untidy("处分 ", "处分登记表", columns, by_branch(table), notes=("注：本月无处分。",))


def untidy_tasks(table: Table) -> Untidy:
    """工作任务 with each person merged down over the tasks."""
    columns = (
        SERIAL,
        ID,
        NAME,
        Column(("工作任务",), fact("任务"), 22),
        Column(("完成率",), mixed_percent),
    )
    notes = ("注：完成率由直接上级评定，未按期完成的按实际进度计。",)
    return Untidy("工作任务完成情况", "工作任务完成情况表", columns, by_person(table), merged=(0, 1, 2), notes=notes)


def untidy_company(table: Table) -> Untidy:
    """公司业绩, its unit said above the header only."""
    columns = (
        Column(("单  位",), fact("单位"), 16),
        Column(("计划\n销售额",), in_wan("计划销售额"), 14),
        Column(("实际\n销售额",), in_wan("实际销售额"), 14),
    )
    return Untidy(
        "公司业绩 ",
        "公司业绩",
        columns,
        [table.rows],
        caption="单位：万元",
        notes=("注：总公司为全公司合计。",),
    )


def untidy_sheets(policy: str, month: int) -> list[Untidy]:
    """The month's sheets in disorder, for one policy."""
    tables = month_tables(policy, month)
    scale = "0-10" if policy == SALES else "1-5"
    make: dict[str, Callable[[Table], Untidy]] = {
        "人员": untidy_staff,
        "销售目标": untidy_trade,
        "工作任务": untidy_tasks,
        "公司业绩": untidy_company,
        "考勤": untidy_attendance,
        "行为评分": lambda table: untidy_ratings(table, scale),
        "总结计划": untidy_summaries,
        "处分": untidy_sanctions,
    }
    return [make[name](table) for name, table in tables.items()]
