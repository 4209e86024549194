"""Write the sample workbooks: the year 2024 of one invented marketing department.

    python sample_data/make.py [OUTDIR]

OUTDIR (default: this folder) receives a tidy month book for each month and policy, and May once more for each
policy, holding the same facts laid out the way such books really arrive:

    2024-01.xlsx … 2024-12.xlsx                 for the policy sales-60-40
    objectives/2024-01.xlsx … 2024-12.xlsx      for the policy objectives
    messy/, objectives/messy/                   May again, untidy

Two runs write the same bytes: chance is seeded by what it decides about, and the clock is never read.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import count, groupby
from pathlib import Path
from random import Random
from typing import Any

# XlsxWriter is annotated but ships no py.typed; whether mypy minds depends on the configuration it finds.
from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped, unused-ignore]

Value = str | int | Decimal | date | None
Row = dict[str, Value]
Look = dict[str, Any]

YEAR = 2024
SALES, OBJECTIVES = "sales-60-40", "objectives"
BRANCHES = ("总公司", "华东分公司", "华南分公司")
HQ, EAST, SOUTH = BRANCHES


# The department. Everybody in it is invented.


@dataclass(frozen=True)
class Person:
    """One member of staff; `ability` is the share of plan usually reached, in per cent."""

    id: str
    name: str
    branch: str
    post: str
    level: str
    superior: str | None
    hired: date
    ability: int
    last_month: int = 12

    @property
    def first_month(self) -> int:
        """The first month of the year that this person works in."""
        return self.hired.month if self.hired.year == YEAR else 1


STAFF = (
    Person("1001", "沈知远", HQ, "市场总监", "总监", None, date(2014, 3, 3), 95),
    Person("1002", "陆明溪", HQ, "市场副总监", "副总监", "1001", date(2015, 9, 1), 88),
    Person("1003", "顾若楠", HQ, "品牌主管", "主管", "1002", date(2017, 6, 12), 88),
    Person("1004", "程子安", HQ, "销售主管", "主管", "1001", date(2016, 4, 18), 103),
    Person("1005", "孟岩", HQ, "销售代表", "员工", "1004", date(2019, 7, 8), 99),
    Person("1006", "唐以宁", HQ, "销售代表", "员工", "1004", date(2020, 10, 12), 88),
    Person("1007", "薛岑", HQ, "销售代表", "员工", "1004", date(2022, 3, 14), 61),
    Person("1008", "蒋书言", HQ, "市场专员", "员工", "1003", date(2021, 5, 17), 81),
    Person("1009", "邹砚", HQ, "品牌策划", "员工", "1003", date(2022, 8, 1), 72),
    Person("1010", "梁语桐", HQ, "新媒体编辑", "员工", "1003", date(2020, 2, 24), 98),
    Person("1011", "贺云帆", HQ, "市场专员", "员工", "1003", date(2021, 11, 1), 86),
    Person("1012", "钟敏之", HQ, "销售代表", "员工", "1004", date(2023, 2, 6), 68, last_month=6),
    Person("1013", "韩立群", EAST, "区域经理", "经理", "1001", date(2016, 8, 15), 100),
    Person("1014", "苏禾", EAST, "销售主管", "主管", "1013", date(2018, 5, 7), 91),
    Person("1015", "秦牧川", EAST, "销售代表", "员工", "1014", date(2018, 10, 8), 108),
    Person("1016", "许佳音", EAST, "销售代表", "员工", "1014", date(2021, 3, 1), 83),
    Person("1017", "潘越洋", EAST, "销售代表", "员工", "1014", date(2023, 5, 15), 59),
    Person("1018", "谢婉清", EAST, "市场专员", "员工", "1014", date(2020, 6, 1), 76),
    Person("1019", "范一舟", EAST, "销售代表", "员工", "1014", date(2019, 12, 2), 87),
    Person("1020", "丁可", EAST, "市场专员", "员工", "1014", date(2022, 11, 21), 65),
    Person("1021", "姚思齐", EAST, "销售代表", "员工", "1014", date(2023, 8, 7), 64, last_month=3),
    Person("1022", "欧阳一帆", EAST, "销售代表", "员工", "1014", date(2019, 3, 25), 102),
    Person("1023", "曾广澜", SOUTH, "区域经理", "经理", "1001", date(2017, 2, 13), 89),
    Person("1024", "黎静姝", SOUTH, "销售主管", "主管", "1023", date(2018, 9, 3), 94),
    Person("1025", "邓嘉树", SOUTH, "销售代表", "员工", "1024", date(2021, 7, 5), 85),
    Person("1026", "冯晓棠", SOUTH, "市场专员", "员工", "1024", date(2022, 4, 6), 73),
    Person("1027", "魏然", SOUTH, "销售代表", "员工", "1024", date(2020, 8, 17), 92),
    Person("1028", "罗梓昕", SOUTH, "销售代表", "员工", "1024", date(2023, 3, 20), 66),
    Person("1029", "方予安", SOUTH, "销售代表", "员工", "1024", date(2022, 6, 13), 75, last_month=9),
    Person("1030", "温若水", SOUTH, "市场专员", "员工", "1024", date(2021, 9, 6), 82),
    Person("1031", "叶清和", EAST, "销售代表", "员工", "1014", date(2024, 3, 1), 74),
    Person("1032", "石景行", SOUTH, "销售代表", "员工", "1024", date(2024, 6, 3), 88),
    Person("1033", "江晚舟", HQ, "销售代表", "员工", "1004", date(2024, 9, 2), 93),
)
BRANCH_OF = {person.id: person.branch for person in STAFF}

ON_LEAVE = {"1018": (7, 8)}  # unpaid leave, first and last month
BACK = {"1018": date(2024, 9, 2)}
PROBATION_MONTHS = 3

QUOTA = {"总监": 420_000, "副总监": 360_000, "经理": 380_000, "主管": 300_000, "员工": 200_000}
BASE_PAY = {"总监": 8000, "副总监": 6500, "经理": 5000, "主管": 3500, "员工": 2400}
SEASON = (1.1, 0.7, 0.95, 1.0, 1.05, 1.1, 0.9, 0.9, 1.05, 1.0, 1.15, 1.25)
WORKDAYS = (22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22)  # holidays and make-up days counted

RATINGS = {
    SALES: ("作息考勤", "办公纪律", "团队意识", "职业素质"),
    OBJECTIVES: ("作息考勤", "办公纪律", "组织行为", "环境维护", "团队意识", "职业素养"),
}
TASKS = (
    "新品上市推广方案",
    "重点客户拜访",
    "竞品价格调研报告",
    "门店陈列巡检",
    "公众号推文",
    "行业展会筹备",
    "应收回款跟进",
    "渠道商培训",
    "区域数据周报",
    "老客户回访",
    "投放素材制作",
    "招投标文件",
)

# Planned and actual sales in 万元: headquarters (the whole company, other departments too), east, south.
COMPANY = (
    ("880 871.2", "330 321.42", "260 249.6"),
    ("560 526.4", "210 194.25", "165 155.1"),
    ("780 765.96", "290 287.1", "230 216.2"),
    ("800 784", "300 288", "235 230.3"),
    ("840 798", "315 307.125", "250 231.25"),
    ("880 888.8", "330 336.6", "260 252.2"),
    ("740 680.8", "275 258.5", "215 190.275"),
    ("740 703", "275 266.75", "215 202.1"),
    ("840 823.2", "315 311.85", "250 237.5"),
    ("800 760", "300 282", "235 223.25"),
    ("920 929.2", "345 351.9", "270 264.6"),
    ("1000 985", "375 365.625", "295 285.265"),
)

SANCTIONS = (
    (2, "1015", date(2024, 2, 21), "警告", "是"),
    (6, "1022", date(2024, 6, 13), "警告", "否"),
)


def marks(policy: str, text: str) -> Row:
    """The policy's ratings, as given."""
    return dict(zip(RATINGS[policy], map(Decimal, text.split()), strict=True))


# Where the story departs from chance: (book, month, sheet, person or branch) → what the cells say instead.
BOTH = "both books"
STORY: dict[tuple[str, int, str, str], Row] = {
    # May, sales-60-40: exactly 90.00 (61.5, where actual / planned * 60 in floats falls short, + 28.5) …
    (SALES, 5, "销售目标", "1006"): {"计划销售额": 240_000, "实际销售额": 246_000},
    (SALES, 5, "行为评分", "1006"): marks(SALES, "7 6.5 7.5 7.5"),
    # … exactly 70.00 (42 + 28) …
    (SALES, 5, "销售目标", "1009"): {"计划销售额": 210_000, "实际销售额": 147_000},
    (SALES, 5, "行为评分", "1009"): marks(SALES, "7.5 7 7 6.5"),
    # … 89.99, which stays a B (54.99 + 35) …
    (SALES, 5, "销售目标", "1027"): {"计划销售额": 200_000, "实际销售额": 183_300},
    (SALES, 5, "行为评分", "1027"): marks(SALES, "9 8.5 9 8.5"),
    # … and 49.125 points for sales, where rounding half to even would lose a hundredth.
    (SALES, 5, "销售目标", "1016"): {"计划销售额": 240_000, "实际销售额": 196_500},
    # May, objectives: the same two people at 90.00 (38 + 23 + 38 of 110) and 70.00 (20 + 19 + 38).
    (OBJECTIVES, 5, "行为评分", "1006"): marks(OBJECTIVES, "4 4 4 4 3 4"),
    (OBJECTIVES, 5, "行为评分", "1009"): marks(OBJECTIVES, "4 3 3 3 3 3"),
    # May: four days of leave cost an A under objectives, three do not.
    (BOTH, 5, "考勤", "1013"): {"请假天数": 4},
    (BOTH, 5, "考勤", "1004"): {"请假天数": 3},
    # The year's mistakes and mishaps.
    (BOTH, 3, "考勤", "1010"): {"旷工天数": 1},
    (SALES, 8, "销售目标", "1014"): {"计划销售额": 0},
    (OBJECTIVES, 8, "公司业绩", SOUTH): {"计划销售额": 0},
    (SALES, 9, "行为评分", "1017"): {"办公纪律": 4},
    (BOTH, 10, "总结计划", "1008"): {"工作总结": None},
    (SALES, 11, "行为评分", "1005"): {"团队意识": 11},
    (OBJECTIVES, 11, "行为评分", "1005"): {"团队意识": 6},
}
TASK_STORY = {("1006", 5): (100, 90, 95), ("1009", 5): (60, 45, 55, 40)}


# What happened in a month.


def luck(*about: object) -> Random:
    """A source of chance that always decides alike about the same thing."""
    return Random(":".join(map(str, ("mkt", *about))))


def status(person: Person, month: int) -> str:
    """在职, 试用, 停薪留职 or 离职."""
    first, last = ON_LEAVE.get(person.id, (0, 0))
    if month > person.last_month:
        return "离职"
    if first <= month <= last:
        return "停薪留职"
    new = person.hired.year == YEAR and month < person.hired.month + PROBATION_MONTHS
    return "试用" if new else "在职"


def listed(month: int) -> list[Person]:
    """Who the staff sheet names: leavers still, in the month after their last."""
    return [person for person in STAFF if person.first_month <= month <= person.last_month + 1]


def assessed(month: int) -> list[Person]:
    """Who the other sheets name: the people who worked."""
    return [person for person in listed(month) if status(person, month) in ("在职", "试用")]


def thousands(amount: float) -> Decimal:
    """The amount in whole thousands of yuan, as plans are set."""
    return Decimal(round(amount / 1000) * 1000)


def cents(amount: float) -> Decimal:
    """The amount in yuan with two decimals, as the books show it."""
    return Decimal(round(amount * 100)) / 100


@cache
def form(person: Person, month: int) -> float:
    """What the person is up to this month: the usual ability and up to twelve points more or less."""
    chance = luck("form", person.id, month)
    return person.ability + (chance.random() + chance.random() - 1) * 12


@dataclass(frozen=True)
class Trade:
    """A person's month in money."""

    planned: Decimal
    sold: Decimal
    to_collect: Decimal
    collected: Decimal
    refunded: Decimal
    arrears: Decimal

    @property
    def uncollected(self) -> Decimal:
        """What rolls into next month's plan; refunds do not count as collected."""
        return max(Decimal(0), self.to_collect + self.arrears - (self.collected - self.refunded))


@cache
def trade(person: Person, month: int) -> Trade:
    """Sales by ability and season, most of what is due collected, now and then a refund."""
    chance = luck("trade", person.id, month)
    quota = QUOTA[person.level] * luck("quota", person.id).uniform(0.9, 1.15)
    planned = thousands(quota * SEASON[month - 1])
    sold = cents(float(planned) * (form(person, month) / 100 + chance.uniform(-0.04, 0.04)))
    due, arrears = thousands(float(planned) * 0.9), carried(person, month - 1)
    collected = cents(float(due + arrears) * min(1.0, chance.uniform(0.86, 1.05)))
    refunded = cents(float(sold) * chance.uniform(0.003, 0.02)) if chance.random() < 0.4 else Decimal(0)
    return Trade(planned, sold, due, collected, refunded, arrears)


def carried(person: Person, month: int) -> Decimal:
    """What the person has not collected by the end of the month; a leave leaves it as it was."""
    if month < person.first_month:
        new = person.hired.year == YEAR
        return Decimal(0) if new else cents(luck("opening", person.id).uniform(0, 15_000))
    if status(person, month) == "停薪留职":
        return carried(person, month - 1)
    return trade(person, month).uncollected


def staff_row(person: Person, month: int) -> Row:
    """A line of 人员."""
    back = BACK.get(person.id)
    return {
        "工号": person.id,
        "姓名": person.name,
        "部门": "市场部",
        "分公司": person.branch,
        "岗位": person.post,
        "级别": person.level,
        "上级": person.superior,
        "状态": status(person, month),
        "入职日期": person.hired,
        "复职日期": back if back and back.month <= month else None,
        "绩效工资基数": BASE_PAY[person.level],
    }


def trade_row(person: Person, month: int) -> Row:
    """A line of 销售目标."""
    money = trade(person, month)
    return {
        "计划销售额": money.planned,
        "实际销售额": money.sold,
        "计划回款": money.to_collect,
        "实际回款": money.collected,
        "退货退款": money.refunded,
        "上月未完成回款": money.arrears,
    }


def attendance_row(person: Person, month: int) -> Row:
    """A line of 考勤; the weaker come late more often."""
    chance = luck("attendance", person.id, month)
    often = 1 if person.ability >= 85 else 3
    days_off = chance.choice((0, 0, 0, 0, 0, 0, "0.5", 1, 1, 2))
    return {
        "应出勤天数": WORKDAYS[month - 1],
        "迟到次数": max(0, chance.randint(-2, often)),
        "早退次数": max(0, chance.randint(-4, often - 1)),
        "旷工天数": 0,
        "请假天数": Decimal(days_off),
        "公假天数": chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 2)),
    }


def tenths(person: Person, month: int, rating: str) -> Decimal:
    """A rating of 5–10 in steps of a half, as sales-60-40 has it."""
    usual = 6.2 + (form(person, month) - 60) * 0.07
    given = round((usual + luck("tenths", person.id, month, rating).uniform(-1, 1)) * 2)
    return Decimal(min(20, max(10, given))) / 2


def fifths(person: Person, month: int, rating: str) -> int:
    """A rating of 1–5 in whole numbers, as objectives has it."""
    usual = 2.5 + (form(person, month) - 60) * 0.052
    return min(5, max(1, round(usual + luck("fifths", person.id, month, rating).uniform(-0.6, 0.6))))


def ratings_row(person: Person, month: int, policy: str) -> Row:
    """A line of 行为评分."""
    rate = tenths if policy == SALES else fifths
    return {rating: rate(person, month, rating) for rating in RATINGS[policy]}


def completions(person: Person, month: int) -> Sequence[int]:
    """How far each of two to five tasks got, in per cent."""
    chance = luck("tasks", person.id, month)
    usual = 38 + (form(person, month) - 60) * 1.5
    by_chance = [round((usual + chance.uniform(-14, 14)) / 5) * 5 for _ in range(chance.randint(2, 5))]
    return TASK_STORY.get((person.id, month), [min(100, max(0, done)) for done in by_chance])


def task_rows(person: Person, month: int) -> list[Row]:
    """The person's lines of 工作任务."""
    done = completions(person, month)
    tasks = luck("which", person.id, month).sample(TASKS, len(done))
    return [{"任务": task, "完成率": Decimal(part) / 100} for task, part in zip(tasks, done, strict=True)]


def company_rows(month: int) -> list[Row]:
    """公司业绩, in yuan."""
    return [
        {"单位": branch, "计划销售额": in_yuan(planned), "实际销售额": in_yuan(actual)}
        for branch, (planned, actual) in zip(BRANCHES, map(str.split, COMPANY[month - 1]), strict=True)
    ]


def in_yuan(wan: str) -> Decimal:
    """An amount in 万元 as yuan."""
    return Decimal(wan) * 10_000


# The facts of a month, sheet by sheet.


@dataclass(frozen=True)
class Table:
    """A sheet's facts: its name, its columns in order, its rows by column."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


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


def sanction_rows(person: Person, month: int) -> list[Row]:
    """The person's lines of 处分."""
    return [
        {"日期": day, "类型": kind, "已抵消": cancelled}
        for when, who, day, kind, cancelled in SANCTIONS
        if (when, who) == (month, person.id)
    ]


# A book as the template lays it out.

CENTRED = {"border": 1, "border_color": "#BFBFBF", "align": "center", "valign": "vcenter"}
MONEY_CELL = CENTRED | {"align": "right", "num_format": "#,##0.00"}
TIDY = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "head": CENTRED | {"bold": True, "bg_color": "#DDE7F0"},
    "cell": CENTRED,
    "text": CENTRED | {"align": "left"},
    "date": CENTRED | {"num_format": "yyyy-mm-dd"},
    "percent": CENTRED | {"num_format": "0%"},
    "money": MONEY_CELL,
    "total": MONEY_CELL | {"bold": True, "top": 2},
}
STYLE_OF = dict.fromkeys((*MONEY, "绩效工资基数"), "money") | {"完成率": "percent", "任务": "text"}


def open_book(path: Path, font: str) -> Workbook:
    """A new workbook that carries a fixed date instead of the clock's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"in_memory": True, "default_format_properties": {"font_name": font, "font_size": 11}}
    book = Workbook(str(path), options)
    book.set_properties({"author": "远山科技", "created": datetime(2024, 1, 1)})
    return book


def write_tidy(path: Path, policy: str, month: int) -> None:
    """Write a month's book in the canonical layout."""
    with open_book(path, "微软雅黑") as book:
        look = {name: book.add_format(properties) for name, properties in TIDY.items()}
        for table in month_tables(policy, month).values():
            title = f"远山科技市场部 {YEAR}年{month}月{table.name}"
            write_table(book.add_worksheet(table.name), look, table, title)


def write_table(sheet: Worksheet, look: Look, table: Table, title: str) -> None:
    """A title in row 1, the header in row 2, the rows below and, for money, a line of sums."""
    sheet.write(0, 0, title, look["title"])
    sheet.set_row(0, 26)
    sheet.write_row(1, 0, table.columns, look["head"])
    for number, row in enumerate(table.rows, start=2):
        write_row(sheet, look, number, table.columns, row)
    if table.name == "销售目标":
        write_sums(sheet, look, table)
    fit(sheet, table)
    set_up_page(sheet)


def write_row(sheet: Worksheet, look: Look, number: int, columns: Sequence[str], row: Row) -> None:
    """The row's values in their columns' formats."""
    for column, name in enumerate(columns):
        value = row[name]
        style = "date" if isinstance(value, date) else STYLE_OF.get(name, "cell")
        sheet.write(number, column, value, look[style])


def write_sums(sheet: Worksheet, look: Look, table: Table) -> None:
    """合计 below the rows: formulas that carry their values."""
    last = len(table.rows) + 2
    sheet.write_row(last, 0, ("合计", None), look["total"])
    for column, name in enumerate(table.columns[2:], start=2):
        formula = f"=SUM({letter(column)}3:{letter(column)}{last})"
        sheet.write_formula(last, column, formula, look["total"], float(added(r[name] for r in table.rows)))


def added(values: Iterable[Value]) -> Decimal:
    """The exact sum of numbers, also of those written as text."""
    return sum((Decimal(str(value).replace(",", "")) for value in values), Decimal(0))


def letter(column: int) -> str:
    """The column's letter; no sheet here goes beyond Z."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def fit(sheet: Worksheet, table: Table) -> None:
    """Make every column as wide as its text, a Chinese character counting twice."""
    for column, name in enumerate(table.columns):
        money = 14 if name in MONEY else 10
        texts = [name, *(str(row[name]) for row in table.rows)]
        sheet.set_column(column, column, max(money, 3 + max(map(breadth, texts))))


def breadth(text: str) -> int:
    """How many Latin characters wide the text is."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def set_up_page(sheet: Worksheet) -> None:
    """Freeze the header, print it on every A4 page, and let text stand where numbers usually do."""
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z200"})


# The same facts in a book as it really arrives.


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


SOLID = {"border": 1, "align": "center", "valign": "vcenter"}
ROUGH = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "plain": {"valign": "vcenter"},
    "head": SOLID | {"bold": True, "text_wrap": True},
    "cell": SOLID,
    "date": SOLID | {"num_format": 'yyyy"年"m"月"d"日"'},
    "percent": SOLID | {"num_format": "0%"},
    "sum": SOLID | {"bold": True, "bg_color": "#FFF2CC"},
}
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


def write_messy(path: Path, policy: str) -> None:
    """Write May's book untidily, with April's figures left on a hidden sheet and an empty one behind."""
    with open_book(path, "宋体") as book:
        look = {name: book.add_format(properties) for name, properties in ROUGH.items()}
        for untidy in untidy_sheets(policy, 5):
            write_untidy(book.add_worksheet(untidy.name), look, untidy)
        hide_stale(book, "销售目标" if policy == SALES else "公司业绩", policy)
        book.add_worksheet("Sheet3")


def hide_stale(book: Workbook, name: str, policy: str) -> None:
    """Add April's sheet of that name, hidden."""
    look = {style: book.add_format(properties) for style, properties in TIDY.items()}
    sheet = book.add_worksheet(f"{name}(旧)")
    write_table(sheet, look, month_tables(policy, 4)[name], f"远山科技市场部 {YEAR}年4月{name}")
    sheet.hide()


def write_untidy(sheet: Worksheet, look: Look, untidy: Untidy) -> None:
    """Form number, blank row, title, caption, header, body, notes, signatures, and litter far below."""
    for column, shape in enumerate(untidy.columns):
        sheet.set_column(column, column, shape.width)
    last = len(untidy.columns) - 1
    sheet.set_row(2, 27)
    sheet.write(0, 0, "表单编号：YS-SC-07", look["plain"])
    sheet.merge_range(2, 0, 2, last, f"远山科技市场部{YEAR}年5月{untidy.title}", look["title"])
    sheet.write(3, last - 1, untidy.caption, look["plain"])
    body = write_heads(sheet, look, untidy.columns, 4)
    end = write_body(sheet, look, untidy, body)
    write_foot(sheet, look, untidy.notes, end + 1)
    if untidy.stray:
        sheet.write(end + 11, 4, Decimal("13.6"))
    write_litter(sheet, look)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def write_heads(sheet: Worksheet, look: Look, columns: Sequence[Column], top: int) -> int:
    """Write the header, parents merged over their columns; gives the row below it."""
    deep = max(len(column.head) for column in columns)
    if any("\n" in words for column in columns for words in column.head):
        sheet.set_row(top + deep - 1, 32)
    for first, run in runs(columns):
        if len(run[0].head) < deep:
            span(sheet, (top, first, top + deep - 1, first), run[0].head[0], look["head"])
            continue
        if deep == 2:
            span(sheet, (top, first, top, first + len(run) - 1), run[0].head[0], look["head"])
        for column, shape in enumerate(run, start=first):
            sheet.write(top + deep - 1, column, shape.head[-1], look["head"])
    return top + deep


def runs(columns: Sequence[Column]) -> list[tuple[int, list[Column]]]:
    """Neighbouring columns with the same first heading, each run with the number of its first column."""
    found = [list(run) for _, run in groupby(enumerate(columns), key=lambda pair: pair[1].head[0])]
    return [(run[0][0], [column for _, column in run]) for run in found]


def span(sheet: Worksheet, cells: tuple[int, int, int, int], value: Value, style: object) -> None:
    """Write into a range, merging it if it has more than one cell."""
    top, left, bottom, right = cells
    if (top, left) == (bottom, right):
        sheet.write(top, left, value, style)
    else:
        sheet.merge_range(top, left, bottom, right, value, style)


def write_body(sheet: Worksheet, look: Look, untidy: Untidy, top: int) -> int:
    """Write the groups, their subtotals and the total; gives the row below the last."""
    row, subtotal_rows = top, []
    for group in filter(None, untidy.groups):
        row = write_group(sheet, look, untidy, group, row)
        if untidy.subtotals:
            write_subtotal(sheet, look, untidy, group, row)
            subtotal_rows.append(row)
        row += untidy.subtotals + untidy.gap
    if not untidy.subtotals:
        return row - untidy.gap
    write_total(sheet, look, untidy, subtotal_rows, row)
    return row + 1


def write_group(sheet: Worksheet, look: Look, untidy: Untidy, group: list[Row], top: int) -> int:
    """Write one group's rows; gives the row below them."""
    for column, shape in enumerate(untidy.columns):
        shown = [shape.show(row) for row in group]
        if column in untidy.merged:
            span(sheet, (top, column, top + len(group) - 1, column), shown[0], look["cell"])
            continue
        for row, value in enumerate(shown, start=top):
            sheet.write(row, column, value, look[style_for(shape, value)])
    return top + len(group)


def style_for(shape: Column, value: Value) -> str:
    """The format a shown value needs."""
    if isinstance(value, date):
        return "date"
    return "percent" if shape.head == ("完成率",) and isinstance(value, Decimal) else "cell"


def write_subtotal(sheet: Worksheet, look: Look, untidy: Untidy, group: list[Row], row: int) -> None:
    """A branch's sums below its rows: formulas over numbers, typed figures where the column is text."""
    first = row - len(group) + 1
    label(sheet, look, untidy, row, f"{group[0]['分公司']}小计")
    for column, shape in summed(untidy):
        name = letter(column)
        write_sum(sheet, look, (row, column), f"=SUM({name}{first}:{name}{row})", [shape.show(r) for r in group])


def write_total(sheet: Worksheet, look: Look, untidy: Untidy, subtotal_rows: list[int], row: int) -> None:
    """合  计 over the subtotals."""
    label(sheet, look, untidy, row, "合  计")
    people = [person for group in untidy.groups for person in group]
    for column, shape in summed(untidy):
        formula = "=" + "+".join(f"{letter(column)}{above + 1}" for above in subtotal_rows)
        write_sum(sheet, look, (row, column), formula, [shape.show(person) for person in people])


def label(sheet: Worksheet, look: Look, untidy: Untidy, row: int, text: str) -> None:
    """The words of a sum, merged over the columns before the first figure."""
    span(
        sheet,
        (row, 0, row, next(summed_column for summed_column, _ in summed(untidy)) - 1),
        text,
        look["sum"],
    )


def summed(untidy: Untidy) -> Iterable[tuple[int, Column]]:
    """The columns that are added up, with their numbers."""
    return ((column, shape) for column, shape in enumerate(untidy.columns) if shape.summed)


def write_sum(sheet: Worksheet, look: Look, cell: tuple[int, int], formula: str, shown: list[Value]) -> None:
    """The formula with its value, or the sum as text where the figures are text."""
    total = added(shown)
    if any(isinstance(value, str) for value in shown):
        sheet.write(*cell, f"{total:,.2f}", look["sum"])
    else:
        sheet.write_formula(*cell, formula, look["sum"], float(total))


def write_foot(sheet: Worksheet, look: Look, notes: Sequence[str], top: int) -> None:
    """Notes, then the line people sign; its date is in June and is not the period."""
    for row, note in enumerate(notes, start=top):
        sheet.write(row, 0, note, look["plain"])
    sheet.write(
        top + len(notes) + 1,
        0,
        "制表人：陆明溪　　　　审核人：　　　　　　制表日期：2024年6月4日",
        look["plain"],
    )


def write_litter(sheet: Worksheet, look: Look) -> None:
    """Formatted empty cells far below and far right, which stretch the used range."""
    for row in range(396, 400):
        for column in range(26):
            sheet.write_blank(row, column, None, look["cell"])


def main(out: Path) -> None:
    """Write every sample book under `out`."""
    for month in range(1, 13):
        write_tidy(out / f"{YEAR}-{month:02}.xlsx", SALES, month)
        write_tidy(out / "objectives" / f"{YEAR}-{month:02}.xlsx", OBJECTIVES, month)
    write_messy(out / "messy" / "市场部2024年5月考核(终稿).xlsx", SALES)
    write_messy(out / "objectives" / "messy" / "市场部2024年5月目标考核.xlsx", OBJECTIVES)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
