"""The kinds of indicator, run on real small workbooks and compared with the regulations' text read in exact fractions.

The scorecards are those of the four supervisors; where their text is silent the policy says so with `assumed`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mkt.month import score_month
from mkt.policy.load import load
from mkt.policy.model import Policy
from mkt.scores import ScoredMonth
from mkt.writing import scored
from tests.conftest import Grid, write_book
from tests.exact import rounded

Points = dict[str, dict[str, Fraction | None]]  # id → indicator → published points

NO_TOTAL = """
total:
  start: 0
  full_marks: none
  rescale_to: none
  floor: none
  ceiling: none
  assumed: 各项相加
"""
GRADES = """
grades:
  rows:
    - {at_least: 90, grade: A}
    - {at_least: 70, grade: B}
  otherwise: {grade: C}
  assumed: 借用
"""


def policy(folder: Path, indicators: str, total: str = NO_TOTAL, more: str = "") -> Policy:
    """A policy of these indicators."""
    text = f"""
policy: test
title: 考核办法
version: "1"
source: {{id: S1-E, document: 各职位考核办法}}
effective: {{from: 2000-01-01}}
period: month
indicators:
{indicators}
{total}
{GRADES}
{more}
"""
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def sheet(heads: str, rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """A sheet from its header words and its rows, whose first value is the id."""
    return [heads.split(), *([*row[:1], f"名{row[0]}", *row[1:]] for row in rows)]


def cell(value: Fraction | None) -> float | None:
    """An exact amount as a cell holds it."""
    return None if value is None else float(value)


def scored_month(folder: Path, rules: Policy, sheets: Grid) -> ScoredMonth:
    """The book of these sheets, scored."""
    return score_month(write_book(folder / "2024-05.xlsx", sheets), rules)


def points(month: ScoredMonth) -> Points:
    """Everybody's published points as exact hundredths, and the total."""
    columns = {**month.scores.points, "total": month.scores.total}
    return {
        person.id: {id_: _exact(values[i]) for id_, values in columns.items()}
        for i, person in enumerate(month.staff.people)
    }


def _exact(value: float) -> Fraction | None:
    return None if math.isnan(value) else Fraction(Decimal(repr(float(value))))


def run(folder: Path, indicators: str, sheets: Grid) -> dict[str, Fraction | None]:
    """Id → points of the only indicator."""
    found = points(scored_month(folder, policy(folder, indicators), sheets))
    return {id_: next(iter(values.values())) for id_, values in found.items()}


Recalculate = Callable[[Sequence[Path], Path], list[Path]]


# ratio: the sales supervisor's plan completion

COMPLETION = """
  - id: completion
    title: 销售计划完成
    kind: ratio
    actual: 销售目标.实际销售额
    target: 销售目标.计划销售额
    points: 40
    cap: none
    zero_below: 60%
    ceiling: 60
    clause: 销售计划完成率：60%以下0分，100%得40分，150%以上60分
"""
SALES = "工号 姓名 计划销售额 实际销售额"


def completion(rate: Fraction) -> Fraction:
    """Below 60 % nothing; 100 % earns 40, 150 % and more 60; between, 40 × r."""
    return rounded(Fraction(0) if rate < Fraction(60, 100) else min(40 * rate, Fraction(60)))


@pytest.fixture(scope="module")
def completions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fraction | None]:
    """Actual sales against a plan of 100,000.00: the percentage as text → points."""
    rates = ["0", "59.999", "59.99999", "60", "60.001", "80", "99.999", "100", "100.01", "149.9", "149.99", "150", "150.001", "300"]  # fmt: skip
    rows = [(rate, 10**7, float(Decimal(rate) * 10**5)) for rate in rates]
    return run(tmp_path_factory.mktemp("completion"), COMPLETION, {"销售目标": sheet(SALES, rows)})


@pytest.mark.parametrize(
    ("rate", "earned"),
    [("0", "0"), ("59.999", "0"), ("59.99999", "0"), ("60", "24"), ("60.001", "24"), ("80", "32"), ("99.999", "40"), ("100", "40"),
     ("100.01", "40"), ("149.9", "59.96"), ("149.99", "60"), ("150", "60"), ("150.001", "60"), ("300", "60")],
)  # fmt: skip
def test_plan_completion(completions: dict[str, Fraction | None], rate: str, earned: str) -> None:
    """The sales supervisor's 40 points: nothing below 60 %, 24 at 60 %, 40 at 100 %, 60 from 150 % on."""
    assert completions[rate] == Fraction(earned)


def test_plan_completion_at_random(tmp_path: Path) -> None:
    """Whatever plan and sales, to the fen, the points are 40 × r between the two ends."""
    chance = random.Random(60)
    amounts = {f"{i}": (chance.randrange(1, 10**7), chance.randrange(0, 2 * 10**7)) for i in range(400)}
    rows = [(id_, plan / 100, actual / 100) for id_, (plan, actual) in amounts.items()]

    found = run(tmp_path, COMPLETION, {"销售目标": sheet(SALES, rows)})

    assert found == {id_: completion(Fraction(actual, plan)) for id_, (plan, actual) in amounts.items()}


@pytest.mark.parametrize(
    ("cap", "zero_below", "ceiling", "actual", "earned"),
    [
        ("none", "none", "none", 250, "150"),
        ("120%", "none", "none", 250, "72"),
        ("120%", "none", "none", 119, "71.4"),
        ("none", "none", "70", 250, "70"),
        ("120%", "none", "65", 119, "65"),
        ("none", "80%", "none", 79, "0"),
        ("none", "80%", "none", 80, "48"),
        ("none", "none", "none", 0, "0"),
        ("none", "none", "none", -10, "-6"),
    ],
)
def test_choices_of_a_ratio(cap: str, zero_below: str, ceiling: str, actual: int, earned: str, tmp_path: Path) -> None:
    """`cap` limits the attainment, `ceiling` the points, `zero_below` is the first attainment that earns; `none` is none."""
    rule = COMPLETION.replace("points: 40", "points: 60").replace("cap: none", f"cap: {cap}")
    rule = rule.replace("zero_below: 60%", f"zero_below: {zero_below}").replace("ceiling: 60", f"ceiling: {ceiling}")
    assert run(tmp_path, rule, {"销售目标": sheet(SALES, [("1", 100, actual)])}) == {"1": Fraction(earned)}


def test_a_ratio_of_amounts_made_of_columns(tmp_path: Path) -> None:
    """Collected less returns ÷ planned with what last month left over: (900 - 100) ÷ (700 + 300) of 40 is 32."""
    rule = COMPLETION.replace(
        "actual: 销售目标.实际销售额", "actual: {plus: [销售目标.实际回款], less: [销售目标.退货退款]}"
    )
    rule = rule.replace("target: 销售目标.计划销售额", "target: {plus: [销售目标.计划回款, 销售目标.上月未完成回款]}")
    rows = sheet("工号 姓名 计划回款 上月未完成回款 实际回款 退货退款", [("1", 700, 300, 900, 100)])
    assert run(tmp_path, rule, {"销售目标": rows}) == {"1": Fraction(32)}


# bands: the team's share on target, the use of expenses

TEAM = """
  - id: team
    title: 团队达标
    kind: bands
    of: {team_reaching: {actual: 销售目标.实际销售额, target: 销售目标.计划销售额}}
    unit: "%"
    rows:
      - {at_least: 90%, points: 20}
      - {at_least: 80%, points: 18}
      - {at_least: 70%, points: 15}
      - {at_least: 60%, points: 10}
    otherwise: 0
    clause: 团队成员达标率：90%以上20分，80%以上18分，70%以上15分，60%以上10分，以下0分
"""


def team_points(share: Fraction) -> Fraction:
    """20 from 90 %, 18 from 80 %, 15 from 70 %, 10 from 60 %, below nothing."""
    return Fraction(next((p for bound, p in ((90, 20), (80, 18), (70, 15), (60, 10)) if share * 100 >= bound), 0))


def team_book(teams: dict[str, list[tuple[int, int]]]) -> Grid:
    """Supervisors with the plan and sales, in fen, of everybody in their team."""
    people, sales = [], []
    for boss, members in teams.items():
        people.append((boss, None))
        sales.append((boss, 1, 1))
        for i, (plan, actual) in enumerate(members):
            people.append((f"{boss}-{i}", boss))
            sales.append((f"{boss}-{i}", plan / 100, actual / 100))
    return {"人员": sheet("工号 姓名 上级", people), "销售目标": sheet(SALES, sales)}


@pytest.fixture(scope="module")
def teams(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fraction | None]:
    """Teams named by members on target of members, such as 9of10; who is on target is so to the fen, who is not lacks one fen."""
    sizes = [(10, 10), (9, 10), (8, 9), (8, 10), (7, 9), (7, 10), (2, 3), (6, 10), (3, 5), (5, 9), (0, 4), (1, 1)]
    book = team_book({f"{k}of{n}": [(10_000, 10_000 - (i >= k)) for i in range(n)] for k, n in sizes})
    return run(tmp_path_factory.mktemp("teams"), TEAM, book)


@pytest.mark.parametrize(
    ("team", "earned"),
    [("10of10", 20), ("9of10", 20), ("8of9", 18), ("8of10", 18), ("7of9", 15), ("7of10", 15), ("2of3", 10), ("6of10", 10),
     ("3of5", 10), ("5of9", 0), ("0of4", 0), ("1of1", 20)],
)  # fmt: skip
def test_team_on_target(teams: dict[str, Fraction | None], team: str, earned: int) -> None:
    """The share of the team that reaches its plan: 90 % and more earns 20, 80 % 18, 70 % 15, 60 % 10, less nothing."""
    assert teams[team] == earned


def test_teams_at_random(tmp_path: Path) -> None:
    """Any team, of any plans, earns by the exact share of its members who reach theirs."""
    chance = random.Random(90)

    def member() -> tuple[int, int]:
        plan = chance.randrange(1, 10**7)
        return plan, max(0, plan + chance.choice([-1, 0, 0, 1, chance.randrange(-(10**6), 10**6)]))

    teams = {f"T{i}": [member() for _ in range(chance.randrange(1, 13))] for i in range(120)}

    found = run(tmp_path, TEAM, team_book(teams))

    shares = {id_: Fraction(sum(a >= p for p, a in members), len(members)) for id_, members in teams.items()}
    assert {id_: found[id_] for id_ in teams} == {id_: team_points(share) for id_, share in shares.items()}


def test_who_has_no_team_has_no_share(tmp_path: Path) -> None:
    """A person without a team is given no points for it, neither the best nor the worst."""
    assert run(tmp_path, TEAM, team_book({"alone": []})) == {"alone": None}


EXPENSES = """
  - id: expenses
    title: 销售费用
    kind: bands
    of: {actual: 指标.销售费用.实际, target: 指标.销售费用.目标}
    unit: "%"
    rows:
      - {at_most: 90%, points: 20}
      - {at_most: 100%, points: 18}
      - {at_most: 110%, points: 10}
      - {at_most: 120%, points: 5}
    otherwise: 0
    assumed: 原文只写节约得高分、超支得低分
"""


@pytest.fixture(scope="module")
def expenses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fraction | None]:
    """Spending against a budget of 100,000.00: the percentage as text → points."""
    rates = ["0", "89.99999", "90", "90.00001", "100", "100.00001", "110", "110.00001", "120", "120.00001", "999"]
    rows = [(rate, "销售费用", 10**5, float(Decimal(rate) * 10**3)) for rate in rates]
    book = {"指标": sheet("工号 姓名 指标 目标 实际", rows)}
    return run(tmp_path_factory.mktemp("expenses"), EXPENSES, book)


@pytest.mark.parametrize(
    ("rate", "earned"),
    [("0", 20), ("89.99999", 20), ("90", 20), ("90.00001", 18), ("100", 18), ("100.00001", 10), ("110", 10), ("110.00001", 5),
     ("120", 5), ("120.00001", 0), ("999", 0)],
)  # fmt: skip
def test_expense_usage(expenses: dict[str, Fraction | None], rate: str, earned: int) -> None:
    """Spent ÷ budget: up to and with 90 % earns 20, 100 % 18, 110 % 10, 120 % 5, a fen more the next lower band."""
    assert expenses[rate] == earned


def test_expense_usage_at_random(tmp_path: Path) -> None:
    """Any spending falls in the band that its exact ratio belongs to."""
    chance = random.Random(110)
    amounts = {f"{i}": (chance.randrange(1, 10**7), chance.choice([90, 100, 110, 120, chance.randrange(140)])) for i in range(300)}  # fmt: skip
    spent = {id_: budget * share // 100 + chance.choice([0, 0, 1]) for id_, (budget, share) in amounts.items()}
    rows = [(id_, "销售费用", amounts[id_][0] / 100, spent[id_] / 100) for id_ in amounts]

    found = run(tmp_path, EXPENSES, {"指标": sheet("工号 姓名 指标 目标 实际", rows)})

    ratios = {id_: Fraction(spent[id_], budget) for id_, (budget, _) in amounts.items()}
    assert found == {
        id_: next((p for bound, p in ((90, 20), (100, 18), (110, 10), (120, 5)) if ratio * 100 <= bound), 0)
        for id_, ratio in ratios.items()
    }


@pytest.mark.parametrize("spent", [0, 100])
def test_no_band_for_what_is_divided_by_zero(spent: int, tmp_path: Path) -> None:
    """Without a budget there is no usage of it: nobody is given the points of any band."""
    book = {"指标": sheet("工号 姓名 指标 目标 实际", [("1", "销售费用", 0, spent)])}
    assert run(tmp_path, EXPENSES, book) == {"1": None}


DAYS_OFF = """
  - id: leave
    title: 请假扣分
    kind: bands
    of: 考勤.请假天数
    unit: 天
    rows:
      - {at_least: 5, points: -10}
      - {at_least: 2.5, points: -2}
    otherwise: 0
    assumed: 举例
"""


@pytest.mark.parametrize(("days", "earned"), [(0, 0), (2, 0), (2.5, -2), (4.5, -2), (5, -10), (30, -10)])
def test_bands_over_one_column(days: float, earned: int, tmp_path: Path) -> None:
    """A table may stand over a single column and take points off."""
    book = {"考勤": sheet("工号 姓名 请假天数", [("1", days)])}
    assert run(tmp_path, DAYS_OFF, book) == {"1": earned}


# ratings, mark, completion


@pytest.mark.parametrize(("system", "attitude", "earned"), [(0, 0, 0), (15, 5, 20), (12.5, 4, 16.5)])
def test_ratings_are_added_up(system: float, attitude: float, earned: float, tmp_path: Path) -> None:
    """The sum of the marks; each counts as it was given."""
    rule = """
  - {id: marks, title: 评分, kind: ratings, of: [行为评分.信息系统, 行为评分.工作态度], from: 0, to: 15, floor: none, whole: no, clause: 信息系统、工作态度}
"""
    book = {"行为评分": sheet("工号 姓名 信息系统 工作态度", [("1", system, attitude)])}
    assert run(tmp_path, rule, book) == {"1": Fraction(earned)}


@pytest.mark.parametrize(
    ("mark", "full", "worth", "earned"),
    [(80, 100, 30, "24"), (0, 100, 30, "0"), (7, 9, 20, "15.56"), (100, 100, 30, "30")],
)
def test_a_mark_earns_its_share(mark: int, full: int, worth: int, earned: str, tmp_path: Path) -> None:
    """Mark ÷ full marks × points: 7 of 9 is worth 15.56 of 20."""
    rule = f"\n  - {{id: m, title: 效果, kind: mark, of: 指标.活动效果.得分, full: {full}, points: {worth}, clause: 活动效果}}\n"
    book = {"指标": sheet("工号 姓名 指标 得分", [("1", "活动效果", mark)])}
    assert run(tmp_path, rule, book) == {"1": Fraction(earned)}


TASKS = """
  - {id: tasks, title: 工作指标, kind: completion, of: 工作任务.完成率, points: 40, from: 0%, to: 100%, clause: 各项任务平分40分}
"""


@pytest.mark.parametrize(
    ("rates", "earned"),
    [([100], "40"), ([100, 95, 80], "36.67"), ([0, 0], "0"), ([33, 33, 34], "13.33"), ([50, 100], "30")],
)
def test_tasks_share_the_points_equally(rates: list[int], earned: str, tmp_path: Path) -> None:
    """Each task earns its completion of an equal share: 100, 95 and 80 % of 40 ÷ 3 points each make 36.67."""
    book = {"工作任务": sheet("工号 姓名 任务 完成率", [("1", f"任务{i}", rate / 100) for i, rate in enumerate(rates)])}
    assert run(tmp_path, TASKS, book) == {"1": Fraction(earned)}


def test_tasks_at_random(tmp_path: Path) -> None:
    """Forty times the mean completion, rounded half up."""
    chance = random.Random(40)
    tasks = {f"{i}": [chance.randrange(0, 1001) for _ in range(chance.randrange(1, 8))] for i in range(200)}
    rows = [(id_, f"任务{j}", rate / 1000) for id_, rates in tasks.items() for j, rate in enumerate(rates)]

    found = run(tmp_path, TASKS, {"工作任务": sheet("工号 姓名 任务 完成率", chance.sample(rows, len(rows)))})

    assert found == {id_: rounded(Fraction(sum(rates), 1000 * len(rates)) * 40) for id_, rates in tasks.items()}


# per_step: the customer supervisor's collection

COLLECTION = """
  - id: collection
    title: 回款
    kind: per_step
    of:
      actual: {plus: [销售目标.实际回款], less: [销售目标.退货退款]}
      target: {plus: [销售目标.计划回款, 销售目标.上月未完成回款]}
    from: 100%
    step: 1%
    points: 0.5
    steps: whole
    clause: 回款率：100%为基准，每高（低）一个百分点加（扣）0.5分
"""
COLLECTED = "工号 姓名 计划回款 上月未完成回款 实际回款 退货退款"


def collection(rate: Fraction) -> Fraction:
    """Half a point for each whole percentage point above or below 100 %, cut toward 100 %."""
    return Fraction(math.trunc((rate - 1) * 100), 2)


@pytest.fixture(scope="module")
def collections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fraction | None]:
    """Collected against a plan of 100,000.00: the percentage as text → points."""
    rates = ["0", "90", "98", "98.99", "99", "99.00001", "99.1", "100", "100.9", "100.99999", "101", "101.5", "102", "150", "157.3"]  # fmt: skip
    rows = [(rate, 60_000, 40_000, float(Decimal(rate) * 1000) + 50, 50) for rate in rates]
    return run(tmp_path_factory.mktemp("collection"), COLLECTION, {"销售目标": sheet(COLLECTED, rows)})


@pytest.mark.parametrize(
    ("rate", "earned"),
    [("0", "-50"), ("90", "-5"), ("98", "-1"), ("98.99", "-0.5"), ("99", "-0.5"), ("99.00001", "0"), ("99.1", "0"), ("100", "0"),
     ("100.9", "0"), ("100.99999", "0"), ("101", "0.5"), ("101.5", "0.5"), ("102", "1"), ("150", "25"), ("157.3", "28.5")],
)  # fmt: skip
def test_collection_rate(collections: dict[str, Fraction | None], rate: str, earned: str) -> None:
    """Each whole percentage point above or below 100 % is ±0.5; part of one counts for nothing, on either side."""
    assert collections[rate] == Fraction(earned)


def test_collection_rate_at_random(tmp_path: Path) -> None:
    """Collected less returned, over planned plus left over, in whole percentage points of the exact ratio."""
    chance = random.Random(100)
    amounts = {
        f"{i}": [chance.randrange(1, 10**6), chance.randrange(10**6), 0, chance.randrange(10**5)] for i in range(400)
    }
    for row in amounts.values():
        percent = chance.choice([100, 99, 101, chance.randrange(200)])
        row[2] = (row[0] + row[1]) * percent // 100 + row[3] + chance.choice([0, 0, 1])
    rows = [(id_, *(amount / 100 for amount in row)) for id_, row in amounts.items()]

    found = run(tmp_path, COLLECTION, {"销售目标": sheet(COLLECTED, rows)})

    assert found == {id_: collection(Fraction(c - r, p + left)) for id_, (p, left, c, r) in amounts.items()}


@pytest.mark.parametrize(("rate", "earned"), [("100.9", "0.45"), ("99.1", "-0.45"), ("101", "0.5"), ("98.99", "-0.51")])
def test_steps_in_proportion(rate: str, earned: str, tmp_path: Path) -> None:
    """With `steps: proportional` part of a step counts in part: 100.9 % earns 0.45, 98.99 % loses 0.505, which is 0.51."""
    book = {"销售目标": sheet(COLLECTED, [("1", 100_000, 0, float(Decimal(rate) * 1000), 0)])}
    assert run(tmp_path, COLLECTION.replace("whole", "proportional"), book) == {"1": Fraction(earned)}


# per_event: the customer supervisor's log

EVENTS = """
  - id: events
    title: 客户工作
    kind: per_event
    start: 0
    events:
      - {of: 事件.新客户未完成.次数, each: -2}
      - {of: 事件.信用调查疏忽.损失金额, each: -2, per: 10000}
      - {of: 事件.需求了解不全.损失金额, each: -5, per: 10000}
      - {of: 事件.逾期发货.扣分, each: -1}
      - {of: 事件.客户表扬.次数, each: 1.5}
    floor: none
    ceiling: none
    clause: 客户部主管考核
"""
LOG = "工号 姓名 事件 次数 损失金额 扣分"


def event_points(events: Iterable[tuple[str, int, int, int]]) -> Fraction:
    """New customers not won -2 each; losses by whole 10,000 yuan of their sum -2 or -5; the assessor's deduction; praise +1.5."""
    sums = {name: [0, 0, 0] for name in ("新客户未完成", "信用调查疏忽", "需求了解不全", "逾期发货", "客户表扬")}
    for name, *figures in events:
        sums[name] = [a + b for a, b in zip(sums[name], figures, strict=True)]
    lost = -2 * (sums["信用调查疏忽"][1] // 1_000_000) - 5 * (sums["需求了解不全"][1] // 1_000_000)
    return Fraction(-2 * sums["新客户未完成"][0] + lost - sums["逾期发货"][2]) + Fraction(3, 2) * sums["客户表扬"][0]


@pytest.mark.parametrize(
    ("events", "earned"),
    [
        ([], 0),
        ([("新客户未完成", 1, 0, 0)], -2),
        ([("新客户未完成", 2, 0, 0), ("新客户未完成", 1, 0, 0)], -6),
        ([("信用调查疏忽", 1, 999_999, 0)], 0),
        ([("信用调查疏忽", 1, 1_000_000, 0)], -2),
        ([("信用调查疏忽", 1, 2_999_999, 0)], -4),
        ([("信用调查疏忽", 1, 500_000, 0), ("信用调查疏忽", 1, 500_000, 0)], -2),
        ([("信用调查疏忽", 1, 500_000, 0), ("需求了解不全", 1, 500_000, 0)], 0),
        ([("需求了解不全", 1, 3_000_000, 0)], -15),
        ([("逾期发货", 1, 0, 7)], -7),
        ([("客户表扬", 3, 0, 0), ("新客户未完成", 1, 0, 0)], 2.5),
    ],
)  # fmt: skip
def test_events(events: list[tuple[str, int, int, int]], earned: float, tmp_path: Path) -> None:
    """Each event counts by itself; an amount lost counts in whole lots of 10,000 yuan (here in fen), 9,999.99 for none."""
    assert event_points(events) == Fraction(earned)
    assert run(tmp_path, EVENTS, event_book({"1": events})) == {"1": Fraction(earned)}


def event_book(events: dict[str, list[tuple[str, int, int, int]]]) -> Grid:
    """A staff list and a log, amounts given in fen."""
    rows = [(id_, name, n, fen / 100, off) for id_, log in events.items() for name, n, fen, off in log]
    return {"人员": sheet("工号 姓名 部门", [(id_, "客户部") for id_ in events]), "事件": sheet(LOG, rows)}


def test_events_at_random(tmp_path: Path) -> None:
    """Everybody's log, of any length and in any order, adds up to its own points."""
    chance = random.Random(10_000)
    names = ["新客户未完成", "信用调查疏忽", "需求了解不全", "逾期发货", "客户表扬"]
    logs = {
        f"{i}": [(chance.choice(names), chance.randrange(4), chance.choice([0, 10**6, 999_999, chance.randrange(10**7)]),
                  chance.randrange(6)) for _ in range(chance.randrange(7))]
        for i in range(150)
    }  # fmt: skip
    book = event_book(logs)
    head, *rows = book["事件"]

    found = run(tmp_path, EVENTS, {**book, "事件": [head, *chance.sample(rows, len(rows))]})

    assert found == {id_: event_points(log) for id_, log in logs.items()}


@pytest.mark.parametrize(
    ("late", "floor", "ceiling", "earned"),
    [(3, "0", "none", "8.5"), (30, "0", "none", "0"), (30, "none", "none", "-5"), (0, "0", "8", "8"), (0, "none", "none", "10")],
)  # fmt: skip
def test_floor_and_ceiling_of_events(late: int, floor: str, ceiling: str, earned: str, tmp_path: Path) -> None:
    """A start of 10 less 0.5 for each time late, never below the floor or above the ceiling."""
    rule = f"""
  - {{id: late, title: 作息考勤, kind: per_event, start: 10, events: [{{of: 考勤.迟到次数, each: -0.5}}], floor: {floor}, ceiling: {ceiling}, assumed: 举例}}
"""
    book = {"考勤": sheet("工号 姓名 迟到次数", [("1", late)])}
    assert run(tmp_path, rule, book) == {"1": Fraction(earned)}


@pytest.mark.parametrize("event", ["合同错误(有争议)", "迟交/漏交", "A-1 类", "合同错误（有争议）"])
def test_an_event_may_be_called_anything(event: str, tmp_path: Path) -> None:
    """Brackets, slashes and blanks in the name of an event do not keep it from being found, full-width ones neither."""
    rule = EVENTS.replace("新客户未完成", event)
    assert run(tmp_path, rule, event_book({"1": [(event, 3, 0, 0)]})) == {"1": Fraction(-6)}


# the total: start, floor, weights, rescaling

CUSTOMER_TOTAL = """
total:
  start: {value: 100, assumed: 原文没有写起始分}
  full_marks: none
  rescale_to: none
  floor: {value: 0, assumed: 原文没有写最低分}
  ceiling: none
  clause: 客户部主管考核
"""


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Points:
    """Customer supervisors: the name says the collection rate and what happened."""
    folder = tmp_path_factory.mktemp("customers")
    cases: dict[str, list[tuple[str, int, int, int]]] = {"100_nothing": [], "101_nothing": [], "98.99_two": [("新客户未完成", 2, 0, 0)], "90_lost": [("需求了解不全", 1, 21 * 10**6, 0)],
             "0_ruin": [("逾期发货", 1, 0, 60)]}  # fmt: skip
    book = event_book(cases)
    rows = [(name, 100_000, 0, float(Decimal(name.split("_")[0]) * 1000), 0) for name in cases]
    rules = policy(folder, COLLECTION + EVENTS, CUSTOMER_TOTAL)
    return points(scored_month(folder, rules, {**book, "销售目标": sheet(COLLECTED, rows)}))


@pytest.mark.parametrize(
    ("name", "total"),
    [("100_nothing", "100"), ("101_nothing", "100.5"), ("98.99_two", "95.5"), ("90_lost", "0"), ("0_ruin", "0")],
)
def test_customer_supervisor_starts_at_100(customers: Points, name: str, total: str) -> None:
    """100 and what is added or deducted, not below 0: 98.99 % collected and two customers not won make 95.5."""
    assert customers[name]["total"] == Fraction(total)


DUTIES = {"部门工作": 30, "宣传影响": 30, "作品质量": 20, "支持销售": 20}
QUALITIES = {"市场敏感": 30, "协调团队": 30, "沟通组织": 40}
MARKETING = "".join(
    f"""
  - {{id: i{i}, title: {title}, group: {group}, weight: {weight}%, kind: mark, of: 指标.{title}.得分, full: 100, points: 100, clause: 市场部主管考核}}"""
    for i, (title, group, weight) in enumerate(
        [*((t, "duties", w) for t, w in DUTIES.items()), *((t, "qualities", w) for t, w in QUALITIES.items())]
    )
)
GROUPS = """
groups:
  duties: {title: 岗位职责, weight: 70%, clause: 职责占70%}
  qualities: {title: 素质, weight: 30%, clause: 素质占30%}
"""
OF_100 = NO_TOTAL.replace("full_marks: none", "full_marks: 100")


def test_marketing_supervisor_weights_are_nested(tmp_path: Path) -> None:
    """Each mark counts by its weight and that of its group, each published to two decimals; all weights make 100 %."""
    chance = random.Random(70)
    titles = [*DUTIES, *QUALITIES]
    marks = {f"{i}": [chance.randrange(0, 1001) for _ in titles] for i in range(100)} | {"best": [1000] * 7}
    rows = [(id_, t, m / 10) for id_, given in marks.items() for t, m in zip(titles, given, strict=True)]

    month = scored_month(
        tmp_path, policy(tmp_path, MARKETING, OF_100, GROUPS), {"指标": sheet("工号 姓名 指标 得分", rows)}
    )

    weights = [Fraction(w * 70, 10_000) for w in DUTIES.values()] + [
        Fraction(w * 30, 10_000) for w in QUALITIES.values()
    ]
    wanted = {
        id_: [rounded(Fraction(m, 10) * w) for m, w in zip(given, weights, strict=True)] for id_, given in marks.items()
    }
    found = points(month)
    assert {id_: list(values.values()) for id_, values in found.items()} == {
        id_: [*p, sum(p)] for id_, p in wanted.items()
    }
    assert found["best"]["total"] == 100


@pytest.mark.parametrize(
    ("sales", "plain", "rescaled"),
    [(100, "110", "100"), (50, "90", "81.82"), (0, "70", "63.64"), (37, "84.8", "77.09")],
)
def test_rescaling_from_110_to_100(sales: int, plain: str, rescaled: str, tmp_path: Path) -> None:
    """The total is the published points × 100 ÷ 110, rounded; with `rescale_to: none` it is their sum as it stands."""
    rules = (COMPLETION + TASKS + RATED).replace("zero_below: 60%", "zero_below: none")
    book = {
        "销售目标": sheet(SALES, [("1", 100, sales)]),
        "工作任务": sheet("工号 姓名 任务 完成率", [("1", "任务", 1)]),
        "行为评分": sheet("工号 姓名 团队意识", [("1", 30)]),
    }
    for rescale_to, wanted in (("none", plain), ("100", rescaled)):
        total = NO_TOTAL.replace("full_marks: none", "full_marks: 110").replace(
            "rescale_to: none", f"rescale_to: {rescale_to}"
        )
        found = points(scored_month(tmp_path, policy(tmp_path, rules, total), book))
        assert found["1"]["total"] == Fraction(wanted)


RATED = """
  - {id: rated, title: 行为, kind: ratings, of: [行为评分.团队意识], from: 0, to: 30, floor: none, whole: no, clause: 行为指标30%}
"""


@pytest.mark.parametrize(
    ("floor", "ceiling", "mark", "total"),
    [("20", "none", 10, "20"), ("none", "25", 28, "25"), ("none", "none", 28, "28")],
)
def test_floor_and_ceiling_of_the_total(floor: str, ceiling: str, mark: int, total: str, tmp_path: Path) -> None:
    """The total is held between its floor and its ceiling."""
    bounds = NO_TOTAL.replace("floor: none", f"floor: {floor}").replace("ceiling: none", f"ceiling: {ceiling}")
    book = {"行为评分": sheet("工号 姓名 团队意识", [("1", mark)])}
    found = points(scored_month(tmp_path, policy(tmp_path, RATED, bounds), book))
    assert found["1"]["total"] == Fraction(total)


@pytest.mark.parametrize(("handed", "total"), [(("是", "是"), 20), (("是", None), 18), ((None, None), 16)])
def test_what_is_not_handed_in_costs_its_points(
    handed: tuple[str | None, str | None], total: int, tmp_path: Path
) -> None:
    """Each required piece that is missing takes its points off the total."""
    more = "required:\n  - {sheet: 总结计划, columns: [工作总结, 工作计划], title: 总结, deduct: 2, clause: 月度总结}\n"
    book = {
        "行为评分": sheet("工号 姓名 团队意识", [("1", 20)]),
        "总结计划": sheet("工号 姓名 工作总结 工作计划", [("1", *handed)]),
    }
    found = points(scored_month(tmp_path, policy(tmp_path, RATED, more=more), book))
    assert found["1"]["total"] == total


# every kind at once, computed anew by LibreOffice

EVERYTHING = COMPLETION + TEAM + EXPENSES + RATED + TASKS + COLLECTION + EVENTS + """
  - {id: effect, title: 活动效果, kind: mark, of: 指标.活动效果.得分, full: 9, points: 20, clause: 活动效果}
  - id: attendance
    title: 作息考勤
    kind: per_event
    start: 10
    events: [{of: 考勤.迟到次数, each: -0.5}, {of: 考勤.旷工天数, each: -2}]
    floor: 0
    ceiling: none
    assumed: 举例
  - id: growth
    title: 增长
    kind: per_step
    of: {actual: 销售目标.实际销售额, target: 销售目标.计划销售额}
    from: 100%
    step: 3%
    points: 0.7
    steps: proportional
    assumed: 举例
"""  # fmt: skip
DISQUALIFY = """
disqualify:
  - {id: absence, title: 旷工, of: 考勤.旷工天数, above: 0, takes: A, becomes: B, clause: 有旷工不得评A}
  - {id: praise, title: 扣分过多, of: 事件.逾期发货.扣分, above: 8, takes: A, becomes: C, clause: 举例}
  - {id: sanction, title: 处分, of: 处分.未抵消, above: 0, types: [警告], takes: B, becomes: C, clause: 举例}
required:
  - {sheet: 总结计划, columns: [工作总结, 工作计划], title: 总结, deduct: 1.5, clause: 月度总结}
"""


def everything(chance: random.Random, count: int) -> Grid:
    """Random supervisors with teams, tasks and logs; one cell in forty is blank."""

    def maybe(value: Any) -> Any:
        return None if chance.random() < 1 / 40 else value

    def amount() -> float:
        return chance.randrange(1, 10**7) / 100

    ids = [f"{1000 + i}" for i in range(count)]
    bosses = ids[: count // 4]
    staff = [(id_, chance.choice(bosses) if chance.random() < 0.9 else None) for id_ in ids]
    plans = [chance.choice([10_000, 30_000, amount()]) for _ in ids]
    sold = [round(plan * chance.choice([0.6, 0.9, 1, 1, 1.1, 1.5, chance.random() * 2]), 2) for plan in plans]
    collected = [(amount(), maybe(amount()), maybe(amount()), chance.choice([0, amount()])) for _ in ids]
    budget = [
        (id_, "销售费用", 1000, maybe(chance.choice([900, 1000, 1100.01, 1200, chance.randrange(1300)]))) for id_ in ids
    ]
    names = ["新客户未完成", "信用调查疏忽", "需求了解不全", "逾期发货", "客户表扬", "别的事"]
    log = [(chance.choice(ids), chance.choice(names), maybe(chance.randrange(4)), chance.randrange(4) * 10_000 - 0.01 * chance.randrange(2),
            chance.randrange(6)) for _ in range(2 * count)]  # fmt: skip
    return {
        "人员": sheet("工号 姓名 上级", staff),
        "销售目标": sheet(
            "工号 姓名 计划销售额 实际销售额 计划回款 上月未完成回款 实际回款 退货退款",
            [(id_, plan, maybe(s), *c) for id_, plan, s, c in zip(ids, plans, sold, collected, strict=True)],
        ),
        "考勤": sheet(
            "工号 姓名 迟到次数 旷工天数", [(i, maybe(chance.randrange(30)), chance.choice([0, 0, 0, 1])) for i in ids]
        ),
        "行为评分": sheet("工号 姓名 团队意识", [(id_, maybe(chance.randrange(61) / 2)) for id_ in ids]),
        "工作任务": sheet(
            "工号 姓名 任务 完成率",
            [
                (id_, f"任务{j}", maybe(chance.randrange(101) / 100))
                for id_ in ids
                for j in range(chance.randrange(1, 4))
            ],
        ),
        "指标": sheet(
            "工号 姓名 指标 目标 实际 得分",
            [
                row
                for id_, b in zip(ids, budget, strict=True)
                for row in (b, (id_, "活动效果", None, None, chance.randrange(10)))
            ],
        ),
        "事件": sheet(LOG, log),
        "处分": sheet(
            "工号 姓名 类型 已抵消",
            [(chance.choice(ids), "警告", chance.choice(["是", "否"])) for _ in range(count // 5)],
        ),
        "总结计划": sheet("工号 姓名 工作总结 工作计划", [(id_, chance.choice(["是", None]), "是") for id_ in ids]),
    }


def values(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet's values, an empty text as nothing."""
    return {
        page.title: [tuple(None if value == "" else value for value in row) for row in page.iter_rows(values_only=True)]
        for page in openpyxl.load_workbook(path, data_only=True)
    }


def test_every_kind_at_once_recalculates_to_the_same_cells(recalculate: Recalculate, tmp_path: Path) -> None:
    """A scored workbook of all kinds, with logs, keyed indicators and teams: LibreOffice computes every stored value again."""
    rules = policy(tmp_path, EVERYTHING, CUSTOMER_TOTAL, DISQUALIFY)
    month = scored_month(tmp_path, rules, everything(random.Random(5), 120))
    target = tmp_path / "scored.xlsx"
    with target.open("wb") as file:
        scored.write(month, file)

    [done] = recalculate([target], tmp_path / "done")

    before, after = values(target), values(done)
    assert before.keys() == after.keys()
    for name, rows in before.items():
        different = [
            (name, r, c, old, new)
            for r, (one, other) in enumerate(zip_longest(rows, after[name], fillvalue=()))
            for c, (old, new) in enumerate(zip_longest(one, other))
            if old != new
        ]
        assert different == []
    assert 10 < int(month.scores.scored.sum()) < 120
