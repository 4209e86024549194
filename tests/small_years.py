"""Small years of month books by the 60/40 standard: a person is a string of twelve letters, and the books earn them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkt.annual.gather import Group, found_in, grouped
from mkt.annual.result import GradedYear, said
from mkt.annual.take import Taker
from mkt.findings import Finding
from mkt.month import score_month
from mkt.policy import annual as columns
from mkt.policy.load import find
from mkt.policy.versions import Versions, versions
from mkt.writing import atomic, scored
from mkt.writing import graded as writing
from mkt.year import graded
from tests.conftest import Grid, grid_of, write_book

# Sales of a plan of 100, and each of the four ratings:
# A 60 × 1 + 4 × 9 = 96, B 60 × 0.8 + 4 × 8 = 80, C 60 × 0.5 + 4 × 7.5 = 60, - has no sales figure and no grade;
# b 60 × 0.7 + 4 × 7.5 = 72 is a B at 70 and none at 75, t 60 × 0.75 + 4 × 7.5 = 75 is one at both.
EARNS: Mapping[str, tuple[int | None, float]] = {
    "A": (100, 9), "B": (80, 8), "C": (50, 7.5), "-": (None, 9), "b": (70, 7.5), "t": (75, 7.5)
}  # fmt: skip
AWAY, ABSENT = "o", "."  # on the staff list only; in no sheet at all
RATED = ("作息考勤", "办公纪律", "团队意识", "职业素质")
FACTS = ("姓名", "分公司", "级别", "状态", "入职日期", "复职日期")


@dataclass(frozen=True)
class One:
    """Somebody: a letter a month, what 人员 says in January, and what it says from later months on."""

    id: str
    letters: str = "B" * 12
    facts: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def listed(self, month: int) -> list[Any]:
        """The row of 人员 in a month."""
        said = {"姓名": f"员工{self.id}", "分公司": "总公司", "级别": "员工", "状态": "在职", **self.facts}
        for since in sorted(self.later):
            said |= self.later[since] if month >= since else {}
        return [self.id, *(said.get(fact) or None for fact in FACTS)]


def month_grid(people: Iterable[One], month: int) -> Grid:
    """The sheets of one month, without anybody whose letter is a dot."""
    grid: Grid = {
        "人员": [["工号", *FACTS]],
        "销售目标": [["工号", "姓名", "计划销售额", "实际销售额"]],
        "行为评分": [["工号", "姓名", *RATED]],
    }
    for one in people:
        letter = one.letters[month - 1 : month] or ABSENT
        if letter != ABSENT:
            row = one.listed(month)
            grid["人员"].append(row)
            if letter != AWAY:
                sold, rating = EARNS[letter]
                grid["销售目标"].append([*row[:2], 100, sold])
                grid["行为评分"].append([*row[:2], *[rating] * len(RATED)])
    return grid


def write_months(folder: Path, people: Sequence[One], extra: Mapping[int, str] | None = None, year: int = 2024) -> None:
    """A book for every month in which anybody has a letter; `extra` are further sheets of some months, as text."""
    for month in range(1, 13):
        grid = month_grid(people, month)
        if len(grid["人员"]) > 1:
            write_book(folder / f"{year}-{month:02}.xlsx", grid | grid_of((extra or {}).get(month, "")))


def write_reviews(folder: Path, marks: Mapping[str, tuple[float, float]], year: int = 2024) -> None:
    """A book of reviews with one mark of each kind of rater a person: of the staff, and of the superior."""
    rows = [["工号", "姓名", "评价人类别", "项目", "得分"]]
    for id_, (staff, superior) in marks.items():
        rows += [[id_, None, "民主测评", "年度", staff], [id_, None, "上级", "年度", superior]]
    write_book(folder / f"年度评价{year}.xlsx", {"评价": rows})


def taken(folder: Path, known: Versions | None = None, trust: bool = False) -> list[Group]:
    """The groups that the books of a folder make."""
    books, _ = found_in([folder], trust)
    return grouped([Taker(known, trust)(book) for book in books])


def year_of(folder: Path, policy: str = "sales-60-40", last_year: Mapping[str, Any] | None = None) -> GradedYear:
    """The one year of a folder, graded."""
    known = versions([find(policy)])
    [group] = taken(folder, known)
    return graded(group, known, last_year)


def small_year(folder: Path, *people: One, extra: Mapping[int, str] | None = None) -> GradedYear:
    """The year that some people make who have no reviews."""
    write_months(folder, people, extra)
    return year_of(folder)


def written(year: GradedYear, target: Path) -> Path:
    """The graded workbook of a year."""
    atomic.write(target, lambda file: writing.write(year, file))
    return target


def score(book: Path, target: Path | None = None, policy: str = "sales-60-40") -> Path:
    """The scored workbook of a month, beside its book unless told otherwise."""
    month = score_month(book, find(policy))
    path = target or book.with_name(f"{book.stem}.scored.xlsx")
    atomic.write(path, lambda file: scored.write(month, file))
    return path


def only_result(book: Path) -> Path:
    """The scored workbook of a month in place of its book."""
    path = score(book)
    book.unlink()
    return path


def of(year: GradedYear, id_: str, *what: str) -> Any:
    """What the year gives somebody: one value, or a tuple of those asked for.

    `points`, `grade`, `score`, `rank`, `months`, `letters`, `left_out`, or the title of a part of the score.
    """
    i = [member.person.id for member in year.people].index(id_)
    trace = year.trace.columns
    refs = {"points": columns.POINTS, "grade": columns.GRADE, "score": columns.SCORE, "rank": columns.RANK,
            "months": columns.ASSESSED, "below": columns.LOWEST}  # fmt: skip

    def one(word: str) -> Any:
        if word == "letters":
            return "".join(letters[i] or "-" for letters in year.letters().values())
        if word == "left_out":
            return year.people[i].left_out
        column = refs.get(word) or columns.part_column(word)
        value = trace[column.ref].tolist()[i]
        return value if isinstance(value, str | None) else said([value])[0]

    found = tuple(map(one, what))
    return found if len(found) > 1 else found[0]


def advised(year: GradedYear, id_: str) -> list[str]:
    """The titles of what is recommended about somebody."""
    return [one.rule.title for one in year.advice if one.member.person.id == id_]


def told(findings: Iterable[Finding], *codes: str) -> list[tuple[str, str, str]]:
    """Code, person and what was found of the findings with one of the codes."""
    return [(f.code, f.person, f.found) for f in findings if f.code in codes]


def objectives_month(leave: float = 0, absent: float = 0, extra: str = "") -> str:
    """A month by objectives of one person who earns 40 + 30 + 40 of 110 = 100.00, with days of leave and absence, as a grid."""
    return f"""
        sheet 人员
        | 工号 | 姓名 | 分公司 | 级别 | 状态 |
        | '1001 | 员工1001 | 总公司 | 员工 | 在职 |
        sheet 工作任务
        | 工号 | 姓名 | 任务 | 完成率 |
        | '1001 | 员工1001 | 方案 | 100% |
        sheet 行为评分
        | 工号 | 姓名 | 作息考勤 | 办公纪律 | 组织行为 | 环境维护 | 团队意识 | 职业素养 |
        | '1001 | 员工1001 | 5 | 5 | 5 | 5 | 5 | 5 |
        sheet 公司业绩
        | 单位 | 计划销售额 | 实际销售额 |
        | 总公司 | 100 | 100 |
        sheet 考勤
        | 工号 | 姓名 | 请假天数 | 旷工天数 |
        | '1001 | 员工1001 | {leave} | {absent} |
        {extra}
    """
