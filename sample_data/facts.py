"""What happened to a person or a branch in a month: sales, attendance, ratings, tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from people import BACK, BASE_PAY, BRANCHES, QUOTA, YEAR, Person, status
from story import COMPANY, RATINGS, SALES, SANCTIONS, TASK_STORY, Row

SEASON = (1.1, 0.7, 0.95, 1.0, 1.05, 1.1, 0.9, 0.9, 1.05, 1.0, 1.15, 1.25)
WORKDAYS = (22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22)  # holidays and make-up days counted
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


def luck(*about: object) -> Random:
    """A source of chance that always decides alike about the same thing."""
    return Random(":".join(map(str, ("mkt", *about))))


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


def sanction_rows(person: Person, month: int) -> list[Row]:
    """The person's lines of 处分."""
    return [
        {"日期": day, "类型": kind, "已抵消": cancelled}
        for when, who, day, kind, cancelled in SANCTIONS
        if (when, who) == (month, person.id)
    ]
