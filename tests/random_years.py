"""Random years of month books by objectives: joiners, leavers, returns, runs of letters, ties and boundaries in plenty."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests import exact, exact_year
from tests.conftest import Grid, write_book
from tests.random_books import SIX

YEAR = 2024
BRANCHES = ("总公司", "华东", "华南", "华北")
PLANS = (60_000, 90_000, 123_456.78, 300_000, 70_000)
# One letter a month: - is a month not scored (a blank completion), ? one without a letter (blank days), * anything;
# ! is an A whose behaviour is not at 90 %.
RUNS = (
    "AAAAAAAAABBB", "BBAAAAAAAAAC", "AAAAAAAABBBA", "AAAAABAAAAAB", "AAAABAAAABAB", "AAAA-AAAAABB", "AAAA?AAAAABB",
    "?AAAAAAAAABC", "CCCCCCBBAAAA", "AACCCCCCAAAA", "CCCCCBBBBBBB", "CCCCCBCCCBBA", "CCCCCBCCCCBB", "CCC-CCCBBBBB",
    "CCCCCCCCCCC?", "------------",
)  # fmt: skip
# Days of leave that add up to 15, or a quarter of a day more, and months about the three days of a month.
LEAVES: tuple[tuple[float, ...], ...] = (
    (1.25,) * 12, (1.25,) * 11 + (1.5,), (1,) * 12, (1, 1.25) * 6 + (1.5,), (3,) * 5 + (0,) * 7, (3,) * 5 + (0.25,) * 7,
    (3.5,) + (0,) * 11, (3.25,) + (1,) * 11, (0, 0.5) * 6,
)  # fmt: skip
SANCTIONS = ("警告", "警告", "严重警告", "书面警告", "口头提醒", "口头提醒", "记过", "记大过", "降级", "留用察看")
TASKS = {"B": (0.7, 0.75), "C": (0.2, 0.3, 0.35), "*": (0, 0.5, 0.8, 0.9, 0.9, 1, 1, 0.333)}
MARKS = {"B": (4, 4, 4, 4, 3, 3), "C": (2, 2, 2, 3, 2, 3), "!": (5, 5, 5, 5, 3, 3)}
BASE = {"A": 92, "B": 76, "C": 35}


@dataclass(frozen=True)
class RandomYear:
    """A folder of books, and what an exact reading makes of them.

    `months` has an entry for every book whose 人员 sheet lists the person, (None, None) where there is no total;
    `best` goes by period and branch, the ids in order; `facts` are what the results rest on.
    """

    folder: Path
    books: Mapping[str, Path]
    reviews: Path
    span: exact_year.Span
    facts: Mapping[str, exact_year.Facts]
    months: Mapping[str, Mapping[str, tuple[Fraction | None, str | None]]]
    years: Mapping[str, exact_year.Year]
    best_of_month: Mapping[str, list[str]]
    best_of_year: Mapping[str, list[str]]


@dataclass(frozen=True)
class World:
    """The months, what every branch planned and sold in them, and the month and branch whose raters are strict."""

    span: exact_year.Span
    company: Mapping[int, Mapping[str, tuple[float, float]]]
    strict: tuple[int, str]


@dataclass(frozen=True)
class Work:
    """What the month's other sheets say of a person at work."""

    tasks: list[exact.Cell]
    marks: list[exact.Cell]
    leave: exact.Cell
    absent: exact.Cell
    sanctions: list[tuple[date, str, str | None]]


@dataclass(frozen=True)
class Stay:
    """A person's row of 人员 in one month, and the work of those who are there."""

    status: str
    level: str | None
    branch: str
    joined: date
    back: date | None
    work: Work | None


@dataclass(frozen=True)
class Life:
    """A person's year: the months listed, and the marks of the reviews."""

    stays: Mapping[int, Stay]
    democratic: list[float]
    superior: list[float]


def year(folder: Path, people: int, seed: int, months: Sequence[int] = range(1, 13)) -> RandomYear:
    """A year of 2024 on disk, one book for each of the months and one of reviews, and what must come out of it."""
    chance, span = random.Random(seed), exact_year.Span(YEAR, tuple(months))
    world = _world(chance, span)
    lives = _lives(chance, people, world)
    facts = {id_: _facts(id_, life, world) for id_, life in lives.items()}
    given = exact_year.years(facts.values(), span)
    grids = {m: _month_book(m, lives, world) for m in span.months}
    return RandomYear(
        folder,
        {_period(m): write_book(folder / f"{_period(m)}.xlsx", grid) for m, grid in grids.items()},
        write_book(folder / f"年度评价{YEAR}.xlsx", {"评价": _reviews(chance, lives)}),
        span,
        facts,
        {id_: _months(life, facts[id_], span) for id_, life in lives.items()},
        given,
        {_period(m): exact_year.best_of_month(facts.values(), m) for m in span.months},
        exact_year.best_of_year(facts.values(), given, span),
    )


def _period(month: int) -> str:
    return f"{YEAR}-{month:02}"


def _world(chance: random.Random, span: exact_year.Span) -> World:
    """In one month all sales stay below 90 %, so that nobody can be the best; in another the best sellers behave badly."""
    slump, odd, branch = chance.choice(span.months), chance.choice(span.months), chance.choice(BRANCHES)
    company: dict[int, dict[str, tuple[float, float]]] = {}
    for m in range(1, 13):
        shares = [0.8, 0.85, 0.9, 0.9, 0.95, 1, 1, 1.05, 1.15]
        shares = [0.8, 0.85, 0.88] if m == slump else [0.9, 1] if m == odd else shares
        for place in BRANCHES:
            plan, share = chance.choice(PLANS), chance.choice(shares)
            share = 1.15 if (m, place) == (odd, branch) and odd != slump else share
            cents = chance.choice([0, 0, 0, 0.01, -0.01, 3.33])
            company.setdefault(m, {})[place] = plan, round(plan * share + cents, 2)
    return World(span, company, (0 if odd == slump else odd, branch))


def _lives(chance: random.Random, people: int, world: World) -> dict[str, Life]:
    """Id → a year, for those in any book; now and then the same as the one before, so that they tie in everything."""
    few: list[str | None] = ["总监", "总监", *chance.choice([["总监"], []]), "副总监", "副总监", "主管", None, None]
    levels = [*few, *chance.choices(["员工", "经理"], [7, 1], k=max(0, people - len(few)))][:people]
    found: list[Life] = []
    for i, level in enumerate(levels):
        twin = i > 0 and level == levels[i - 1] and chance.random() < 0.2
        found.append(found[-1] if twin else _life(chance, level, i < len(few), world))
    return {str(10_000 + i): life for i, life in enumerate(found) if set(life.stays) & set(world.span.months)}


def _life(chance: random.Random, level: str | None, settled: bool, world: World) -> Life:
    """A year of one person; the settled ones are there from January to December in one post."""
    careers = [_stays_on] if settled else [_stays_on, _joins, _leaves, _goes, _misses_a_book, _goes_on_leave]
    joined, career = chance.choices(careers, [66, 8, 7, 2, 2, 15][: len(careers)])[0](chance, world.span)
    letters, days = _letters(chance), _days(chance)
    levels, branches = _moving(chance, level, settled)
    punished = chance.randint(1, 12) if chance.random() < (0.04 if settled else 0.2) else 0
    stays = {}
    for m, (status, back) in career.items():
        work = None
        if status in ("在职", "试用"):
            letter = "!" if letters[m - 1] == "A" and (m, branches[m]) == world.strict else letters[m - 1]
            work = _work(chance, letter, days[m - 1], _sanction(chance, m) if m == punished else [])
        stays[m] = Stay(status, levels[m], branches[m], joined, back, work)
    return _reviewed(chance, stays, letters, world)


Career = tuple[date, dict[int, tuple[str, date | None]]]


def _stays_on(chance: random.Random, span: exact_year.Span) -> Career:
    """There all year; some were on leave the year before."""
    back = date(YEAR - 1, 6, 15) if chance.random() < 0.05 else None
    return date(2019, 7, 1), dict.fromkeys(range(1, 13), ("在职", back))


def _joins(chance: random.Random, span: exact_year.Span) -> Career:
    """On probation for the first three months."""
    first = chance.randint(2, 12)
    statuses = {m: "试用" if m < first + 3 else "在职" for m in range(first, 13)}
    return date(YEAR, first, chance.randint(1, 28)), {m: (status, None) for m, status in statuses.items()}


def _leaves(chance: random.Random, span: exact_year.Span) -> Career:
    """Listed as gone in one more book, then no more."""
    gone = chance.choice([*range(2, 13), max(span.months), max(span.months)])
    return date(2021, 3, 15), {m: ("离职" if m == gone else "在职", None) for m in range(1, gone + 1)}


def _goes(chance: random.Random, span: exact_year.Span) -> Career:
    """Off the list without a word."""
    return date(2020, 9, 1), dict.fromkeys(range(1, chance.randint(2, 12)), ("在职", None))


def _misses_a_book(chance: random.Random, span: exact_year.Span) -> Career:
    """Not listed in one book, there again in the next."""
    missed = chance.randint(2, 11)
    return date(2020, 2, 29), {m: ("在职", None) for m in range(1, 13) if m != missed}


def _goes_on_leave(chance: random.Random, span: exact_year.Span) -> Career:
    """Unpaid leave: some are not back, some are, about three months before the end."""
    edge = _months_before(max(span.months), 2)
    day = timedelta(days=1)
    back = chance.choice([None, edge - day, edge, edge, edge + day, edge + day, date(YEAR, 5, 6), date(YEAR, 11, 30)])
    until = 13 if back is None else back.month if back.year == YEAR else 1
    start = chance.randint(max(1, until - 5), max(1, until - 1))
    statuses: dict[int, tuple[str, date | None]] = dict.fromkeys(range(1, start), ("在职", None))
    statuses |= dict.fromkeys(range(start, until), ("停薪留职", None))
    return date(2018, 5, 2), statuses | dict.fromkeys(range(until, 13), ("在职", back))


def _months_before(month: int, count: int) -> date:
    """The first day of the month so many months earlier."""
    return date(YEAR, month - count, 1) if month > count else date(YEAR - 1, month - count + 12, 1)


def _letters(chance: random.Random) -> str:
    """The letters of twelve months: steady, in runs, adding up to a boundary, or left to chance."""
    kind = chance.choices(["steady", "run", "points", "chance"], [5, 5, 4, 4])[0]
    if kind == "steady":
        return chance.choice("AABC") * 12
    if kind == "run":
        return chance.choice(RUNS)
    if kind == "points":
        return _adding_up(chance, chance.choice([18, 17, 12, 11]))
    return "*" * 12


def _adding_up(chance: random.Random, points: int) -> str:
    """Twelve letters worth so many points, in any order."""
    good = chance.randint(max(0, points - 12), points // 2)
    letters = ["A"] * good + ["B"] * (points - 2 * good)
    letters += ["C"] * (12 - len(letters))
    chance.shuffle(letters)
    return "".join(letters)


def _days(chance: random.Random) -> list[float]:
    """Days of leave of twelve months."""
    days = list(chance.choice(LEAVES))[:12] if chance.random() < 0.3 else [0.0] * 12
    chance.shuffle(days)
    return days


def _moving(chance: random.Random, level: str | None, settled: bool) -> tuple[dict[int, str | None], dict[int, str]]:
    """Level and branch of each month; some change one of them once."""
    branch, other = chance.sample(BRANCHES, 2)
    new_level = {"员工": "经理", "经理": "员工"}.get(level or "", level)
    rise, move = (0 if settled or chance.random() > 0.08 else chance.randint(2, 12) for _ in range(2))
    levels = {m: new_level if rise and m >= rise else level for m in range(1, 13)}
    return levels, {m: other if move and m >= move else branch for m in range(1, 13)}


def _work(chance: random.Random, letter: str, days: float, sanctions: list[tuple[date, str, str | None]]) -> Work:
    """A month that earns the letter, unless leave, absence or a sanction takes it."""
    leave: exact.Cell = None if letter == "?" or chance.random() < 0.002 else days
    absent: exact.Cell = chance.choices([0, 0.5, 1, None], [1000, 6, 4, 1])[0]
    tasks = _tasks(chance, letter)
    if letter == "-":
        tasks[-1] = None
    return Work(tasks, _marks(chance, letter), leave, absent, sanctions)


def _tasks(chance: random.Random, letter: str) -> list[exact.Cell]:
    return [chance.choice(TASKS.get(letter, (1, 1, 0.95, 0.98))) for _ in range(chance.randint(1, 4))]


def _marks(chance: random.Random, letter: str) -> list[exact.Cell]:
    if letter == "*":
        return [chance.choice([3, 4, 4, 5, 5, 5]) for _ in SIX]
    marks: list[exact.Cell] = [*MARKS.get(letter, (5, 5, 5, 5, 5, chance.choice([4, 5])))]
    chance.shuffle(marks)
    return marks


def _sanction(chance: random.Random, month: int) -> list[tuple[date, str, str | None]]:
    return [(date(YEAR, month, chance.randint(1, 28)), chance.choice(SANCTIONS), chance.choice(["是", "否", None]))]


def _reviewed(chance: random.Random, stays: Mapping[int, Stay], letters: str, world: World) -> Life:
    """A year with its reviews: about as good as the letters, some missing, some that bring the score to 50 or just below."""
    base = BASE.get(max("ABC", key=letters.count), 76) if set(letters) & set("ABC") else 70
    life = Life(stays, _review(chance, base, chance.randint(2, 5)), _review(chance, base, chance.randint(1, 2)))
    last = stays.get(max(world.span.months))
    if last is None or last.status == "离职":
        return Life(stays, [], [])
    history, democratic, _ = exact_year.parts(_facts("", life, world))
    wanted = Fraction(50) - (history or 0) - (democratic or 0) - chance.choice([Fraction(0), Fraction(1, 100)])
    if 0 <= wanted <= 25 and chance.random() < 0.3:
        return replace(life, superior=[float(4 * wanted)])
    if chance.random() < 0.08:
        return chance.choice([replace(life, superior=[]), replace(life, democratic=[])])
    return life


def _review(chance: random.Random, base: int, raters: int) -> list[float]:
    steps = [0, 0, 1, 2, 3, 5, 8, 0.5, 2.5, 1.25, -2, -4.7, -8.33]
    return [round(base + chance.choice(steps), 2) for _ in range(raters)]


def _facts(id_: str, life: Life, world: World) -> exact_year.Facts:
    """What the books that are written say of a person's year."""
    listed = {m: life.stays[m] for m in sorted(world.span.months) if m in life.stays}
    worked = {m: (stay, stay.work) for m, stay in listed.items() if stay.work}
    last = listed[max(listed)]
    return exact_year.Facts(
        id_,
        {m: _month(work, world.company[m][stay.branch]) for m, (stay, work) in worked.items()},
        last.level,
        last.branch,
        last.status,
        last.back,
        max(world.span.months) in listed,
        [exact.exact(work.leave) for _, work in worked.values()],
        [exact.exact(work.absent) for _, work in worked.values()],
        [(day, kind, done == "是") for _, work in worked.values() for day, kind, done in work.sanctions],
        [Fraction(str(mark)) for mark in life.democratic],
        [Fraction(str(mark)) for mark in life.superior],
    )


def _month(work: Work, company: tuple[float, float]) -> exact_year.Month:
    counted = sum(kind in exact_year.WARNINGS and done != "是" for _, kind, done in work.sanctions)
    return exact_year.month(work.tasks, work.marks, *company, work.leave, work.absent, counted)


def _months(
    life: Life, facts: exact_year.Facts, span: exact_year.Span
) -> dict[str, tuple[Fraction | None, str | None]]:
    nothing = exact_year.Month(None, None, None)
    found = {m: facts.months.get(m, nothing) for m in sorted(span.months) if m in life.stays}
    return {_period(m): (given.total, given.grade) for m, given in found.items()}


def _month_book(month: int, lives: Mapping[str, Life], world: World) -> Grid:
    company = world.company[month]
    grids: Grid = {
        "人员": [["工号", "姓名", "部门", "分公司", "级别", "状态", "入职日期", "复职日期"]],
        "工作任务": [["工号", "姓名", "任务", "完成率"]],
        "行为评分": [["工号", "姓名", *SIX]],
        "公司业绩": [["单位", "计划销售额", "实际销售额"], *([branch, *sums] for branch, sums in company.items())],
        "考勤": [["工号", "姓名", "请假天数", "旷工天数"]],
        "处分": [["工号", "姓名", "日期", "类型", "已抵消"]],
    }
    for id_, life in lives.items():
        stay = life.stays.get(month)
        if stay:
            who, back = [id_, _name(id_)], stay.back.isoformat() if stay.back else None
            grids["人员"].append([*who, "市场部", stay.branch, stay.level, stay.status, stay.joined.isoformat(), back])
            if stay.work:
                _add_work(grids, who, stay.work)
    return grids


def _add_work(grids: Grid, who: list[str], work: Work) -> None:
    grids["工作任务"] += [[*who, f"任务{k}", done] for k, done in enumerate(work.tasks, 1)]
    grids["行为评分"].append([*who, *work.marks])
    grids["考勤"].append([*who, work.leave, work.absent])
    grids["处分"] += [[*who, day.isoformat(), kind, done] for day, kind, done in work.sanctions]


def _reviews(chance: random.Random, lives: Mapping[str, Life]) -> list[list[exact.Cell]]:
    """The sheet 评价: a row a mark, in no order."""
    rows: list[list[exact.Cell]] = []
    for id_, life in lives.items():
        rows += [[id_, _name(id_), "民主测评", "年度评价", mark] for mark in life.democratic]
        rows += [[id_, _name(id_), "上级", "年度评价", mark] for mark in life.superior]
    chance.shuffle(rows)
    return [["工号", "姓名", "评价人类别", "项目", "得分"], *rows]


def _name(id_: str) -> str:
    return f"人{int(id_) - 10_000}"
