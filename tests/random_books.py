"""Random month books: boundary totals, blanks, slips and ties in plenty."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests import exact
from tests.conftest import Grid, write_book

RATINGS = ("作息考勤", "办公纪律", "团队意识", "职业素质")
SIX = ("作息考勤", "办公纪律", "组织行为", "环境维护", "团队意识", "职业素养")
Expected = Mapping[str, tuple[Fraction, str | None] | None]


@dataclass(frozen=True)
class RandomBook:
    """A book on disk and what an exact reading makes of it."""

    path: Path
    expected: Expected


def _maybe(chance: random.Random, value: float, odd: list[exact.Cell], often: float = 0.02) -> exact.Cell:
    return chance.choice(odd) if chance.random() < often else value


def _sale(chance: random.Random) -> tuple[exact.Cell, exact.Cell]:
    """A plan and what was sold: exact shares of it, cents off a share, or anything."""
    plan = chance.choice([60_000, 90_000, 123_456.78, 300_000, 70_000])
    share = chance.choice([Fraction(n, 600) for n in (300, 401, 480, 500, 599, 600, 601, 665, 900)])
    sold = round(float(plan * share) + chance.choice([0, 0, 0.01, -0.01]), 2)
    if chance.random() < 0.3:
        sold = round(chance.uniform(0, 1.6) * plan, 2)
    return _maybe(chance, plan, [None, 0]), _maybe(chance, sold, [None])


def sixty_forty(path: Path, people: int, seed: int) -> RandomBook:
    """A book for the 60/40 standard."""
    chance = random.Random(seed)
    targets: list[list[exact.Cell]] = [["工号", "姓名", "计划销售额", "实际销售额"]]
    ratings: list[list[exact.Cell]] = [["工号", "姓名", *RATINGS]]
    expected: dict[str, tuple[Fraction, str | None] | None] = {}
    for i in range(people):
        plan, sold = _sale(chance)
        marks: list[exact.Cell] = [
            _maybe(chance, chance.choice([5, 6, 7.5, 7.5, 8, 8.25, 9.5, 10]), [None, 11, -1, 4]) for _ in RATINGS
        ]
        if (
            chance.random() < 0.05
        ):  # exactly on a boundary or a hundredth below it: 30 for behaviour, the rest from sales
            plan, sold, marks = 60_000, chance.choice([60_000, 40_000, 59_990, 39_990]), [7.5] * 4
        id_ = str(10_000 + i)
        targets.append([id_, f"人{i}", plan, sold])
        ratings.append([id_, f"人{i}", *marks])
        expected[id_] = exact.sixty_forty(plan, sold, marks)
    return RandomBook(write_book(path, {"销售目标": targets, "行为评分": ratings}), expected)


def objectives(path: Path, people: int, seed: int) -> RandomBook:
    """A book for management by objectives: four branches, one of them with a plan of zero."""
    chance = random.Random(seed)
    company: list[list[exact.Cell]] = [["单位", "计划销售额", "实际销售额"], ["总公司", 900_000, 855_000.5],
                                       ["华东", 300_000, 300_000], ["华南", 70_000, 51_333.33], ["华北", 0, 100]]  # fmt: skip
    branches = {str(row[0]): (row[1], row[2]) for row in company[1:]}
    grids: Grid = {
        "人员": [["工号", "姓名", "分公司"]],
        "工作任务": [["工号", "姓名", "任务", "完成率"]],
        "行为评分": [["工号", "姓名", *SIX]],
        "公司业绩": [list(row) for row in company],
        "考勤": [["工号", "姓名", "请假天数", "旷工天数"]],
        "处分": [["工号", "姓名", "日期", "类型", "已抵消"]],
    }
    expected: dict[str, tuple[Fraction, str | None] | None] = {}
    for i in range(people):
        id_, name = str(10_000 + i), f"人{i}"
        branch = chance.choices(list(branches), [6, 6, 6, 1])[0]
        tasks = [
            _maybe(chance, chance.choice([0, 0.5, 0.8, 0.95, 1, 0.333]), [None, 1.2])
            for _ in range(chance.randint(1, 4))
        ]
        marks = [_maybe(chance, chance.choice([3, 4, 5, 5]), [None, 6, 4.5], 0.005) for _ in SIX]
        leave, absent = _maybe(chance, chance.choice([0, 0, 3, 3.5, 4]), [None]), chance.choice([0, 0, 0, 0, 0.5])
        sanctions = chance.choices(["", "警告", "记过", "口头提醒"], [20, 1, 1, 1])[0]
        cancelled = chance.choice(["", "是", "否"])
        grids["人员"].append([id_, name, branch])
        grids["工作任务"] += [[id_, name, f"任务{k}", done] for k, done in enumerate(tasks)]
        grids["行为评分"].append([id_, name, *marks])
        grids["考勤"].append([id_, name, leave, absent])
        if sanctions:
            grids["处分"].append([id_, name, "2024-05-20", sanctions, cancelled or None])
        counted = int(sanctions in ("警告", "记过") and cancelled != "是")
        expected[id_] = exact.objectives(tasks, marks, *branches[branch], leave, absent, counted)
    return RandomBook(write_book(path, grids), expected)
