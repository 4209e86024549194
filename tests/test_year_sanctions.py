"""Sanctions, leave and absence in a year: who is left out for a demerit, and who gets no A."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from mkt.annual.result import GradedYear
from tests.conftest import grid_of, write_book
from tests.small_years import One, objectives_month, of, told, write_months, year_of

SANCTIONS = "sheet 处分\n| 工号 | 姓名 | 日期 | 类型 | 已抵消 |\n"


def sanctions(*rows: str) -> str:
    """The sheet 处分 with some rows, each `日期 | 类型 | 已抵消` of 1001."""
    return SANCTIONS + "\n".join(f"| '1001 | 员工1001 | {row} |" for row in rows)


def by_objectives(
    folder: Path,
    leave: Sequence[float] = (0,) * 12,
    absent: Sequence[float] = (0,) * 12,
    extra: Mapping[int, str] | None = None,
) -> None:
    """Twelve books of one person who earns 40 + 30 + 40 of 110 = 100.00 every month, with days of leave and absence."""
    for month in range(1, 13):
        book = objectives_month(leave[month - 1], absent[month - 1], (extra or {}).get(month, ""))
        write_book(folder / f"2024-{month:02}.xlsx", grid_of(book))


def objectives_year(folder: Path) -> GradedYear:
    """The year by objectives."""
    return year_of(folder, "objectives")


def one_in(values: Mapping[int, float]) -> list[float]:
    """Twelve months, nothing but what is given."""
    return [values.get(month, 0) for month in range(1, 13)]


@pytest.mark.parametrize("kind", ["记过", "记大过", "降级", "撤职", "留用察看"])
@pytest.mark.parametrize("cancelled", ["是", "否"])
def test_a_demerit_leaves_out_cancelled_or_not(kind: str, cancelled: str, tmp_path: Path) -> None:
    """A demerit or heavier in the year: no annual grade, whatever became of it."""
    write_months(tmp_path, [One("1001")], {5: sanctions(f"2024-05-20 | {kind} | {cancelled}")})

    year = year_of(tmp_path)

    assert of(year, "1001", "points", "grade") == (12, None)
    assert kind in of(year, "1001", "left_out")
    assert "2024-05-20" in of(year, "1001", "left_out")


@pytest.mark.parametrize("kind", ["警告", "严重警告", "书面警告"])
def test_a_warning_leaves_nobody_out(kind: str, tmp_path: Path) -> None:
    """Lighter than a demerit: the person has a grade."""
    write_months(tmp_path, [One("1001")], {5: sanctions(f"2024-05-20 | {kind} | 否")})
    assert of(year_of(tmp_path), "1001", "grade", "left_out") == ("B", "")


@pytest.mark.parametrize(("day", "left_out"), [("2023-12-31", False), ("2024-01-01", True), ("2025-01-01", False)])
def test_a_demerit_of_another_year_is_not_of_this_one(day: str, left_out: bool, tmp_path: Path) -> None:
    """Told in January's book, but dated: only one of the year leaves out."""
    write_months(tmp_path, [One("1001")], {1: sanctions(f"{day} | 记过 | 否")})
    assert bool(of(year_of(tmp_path), "1001", "left_out")) is left_out


def test_a_book_of_sanctions_about_the_year_counts(tmp_path: Path) -> None:
    """处分2024.xlsx with nothing but sanctions: its demerit leaves out."""
    write_months(tmp_path, [One("1001"), One("1002")])
    write_book(tmp_path / "处分2024.xlsx", grid_of(sanctions("2024-08-08 | 记过 | 否")))

    year = year_of(tmp_path)

    assert [of(year, id_, "grade") for id_ in ("1001", "1002")] == [None, "B"]


def test_a_sanction_of_an_unknown_number_is_told(tmp_path: Path) -> None:
    """Nothing is dropped silently: 9999 is on no list, so its demerit is nobody's."""
    write_months(tmp_path, [One("1001")])
    row = "| '9999 | 某人 | 2024-08-08 | 记过 | 否 |"
    write_book(tmp_path / "处分2024.xlsx", grid_of(SANCTIONS + row))

    year = year_of(tmp_path)

    assert any("9999" in finding.zh for finding in year.findings)


def test_a_sanction_of_an_unknown_number_in_a_month_is_told(tmp_path: Path) -> None:
    """The same in May's book by the 60/40 standard, which reads 处分 for the year only."""
    write_months(tmp_path, [One("1001")], {5: f"{SANCTIONS}| '9999 | 某人 | 2024-05-08 | 记过 | 否 |"})
    assert any("9999" in finding.zh for finding in year_of(tmp_path).findings)


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("2024-08-08 | 警告 | 大概", "处分!E2"),  # neither yes nor no: the annual grade cannot be told
        ("八月 | 警告 | 否", "处分!C2"),  # of which year is not known
        ("2024-08-08 | 记过处分 | 否", "处分!D2"),  # no type of the policy's, so it counts for nothing
    ],
)
def test_what_is_wrong_in_a_book_of_sanctions_is_told_at_its_cell(row: str, where: str, tmp_path: Path) -> None:
    """As in a month's book: a tick, a day and a type that cannot be used are told with their cell."""
    by_objectives(tmp_path)
    write_book(tmp_path / "处分2024.xlsx", grid_of(sanctions(row)))

    year = objectives_year(tmp_path)

    assert where in [f.where for f in year.findings if f.severity != "note"]


def test_a_cancellation_that_cannot_be_read_gives_no_grade(tmp_path: Path) -> None:
    """Whether the warning stands is not known, so neither is the annual grade; it is not guessed."""
    by_objectives(tmp_path)
    write_book(tmp_path / "处分2024.xlsx", grid_of(sanctions("2024-08-08 | 警告 | 大概")))
    assert of(objectives_year(tmp_path), "1001", "points", "grade") == (24, None)


@pytest.mark.parametrize(
    ("leave", "grade"),
    [
        ([1.25] * 12, "A"),  # 15 days
        ([1.25] * 11 + [1.75], "B"),  # 15.5 days
        ([3] * 5 + [0] * 7, "A"),  # 15, each month within its three
        ([3] * 5 + [0.5] + [0] * 6, "B"),
    ],
)
def test_leave_is_added_up_over_the_year(leave: list[float], grade: str, tmp_path: Path) -> None:
    """More than 15 days in the year: no A, though every month is one."""
    by_objectives(tmp_path, leave)
    assert of(objectives_year(tmp_path), "1001", "letters", "points", "grade") == ("A" * 12, 24, grade)


def test_leave_above_three_days_takes_the_month_only(tmp_path: Path) -> None:
    """Four days in May: May is a B, 23 points are an A."""
    by_objectives(tmp_path, one_in({5: 4}))
    assert of(objectives_year(tmp_path), "1001", "letters", "points", "grade") == ("AAAABAAAAAAA", 23, "A")


def test_absence_takes_the_month_and_the_year(tmp_path: Path) -> None:
    """Half a day 旷工 in May: May is a B, and with 23 points so is the year."""
    by_objectives(tmp_path, absent=one_in({5: 0.5}))
    assert of(objectives_year(tmp_path), "1001", "letters", "points", "grade") == ("AAAABAAAAAAA", 23, "B")


def test_leave_takes_no_b(tmp_path: Path) -> None:
    """Four days in each of seven months, 28 in all: 5 × 2 + 7 × 1 = 17 points are a B anyway."""
    by_objectives(tmp_path, [4] * 7 + [0] * 5)
    assert of(objectives_year(tmp_path), "1001", "points", "grade") == (17, "B")


@pytest.mark.parametrize(
    ("kind", "cancelled", "letters", "grade"),
    [
        ("警告", "否", "AAAABAAAAAAA", "B"),
        ("警告", "是", "AAAAAAAAAAAA", "A"),
        ("口头提醒", "否", "AAAAAAAAAAAA", "A"),
    ],
)
def test_a_standing_warning_takes_the_a(kind: str, cancelled: str, letters: str, grade: str, tmp_path: Path) -> None:
    """A warning or heavier that is not cancelled out: no A in its month nor in the year; what is lighter takes nothing."""
    by_objectives(tmp_path, extra={5: sanctions(f"2024-05-20 | {kind} | {cancelled}")})
    assert of(objectives_year(tmp_path), "1001", "letters", "grade") == (letters, grade)


@pytest.mark.parametrize(("first", "later", "grade"), [("否", "是", "A"), ("是", "否", "B"), ("否", "否", "B")])
def test_a_sanction_told_twice_is_as_the_later_book_says(first: str, later: str, grade: str, tmp_path: Path) -> None:
    """The warning of May 20 stands in the books of May and June; whether it is cancelled is what June says."""
    row = "2024-05-20 | 警告 |"
    by_objectives(tmp_path, extra={5: sanctions(f"{row} {first}"), 6: sanctions(f"{row} {later}")})

    year = objectives_year(tmp_path)

    assert of(year, "1001", "grade") == grade
    assert len(year.sanctions) == 1


def test_the_book_about_the_year_tells_last(tmp_path: Path) -> None:
    """Cancelled out by December, says 处分2024.xlsx: May stays a B, the year is an A."""
    by_objectives(tmp_path, extra={5: sanctions("2024-05-20 | 警告 | 否")})
    write_book(tmp_path / "处分2024.xlsx", grid_of(sanctions("2024-05-20 | 警告 | 是")))
    assert of(objectives_year(tmp_path), "1001", "letters", "grade") == ("AAAABAAAAAAA", "A")


def test_two_warnings_without_a_day_are_two(tmp_path: Path) -> None:
    """One of March that stands, one of July that is cancelled out: the second does not cancel the first."""
    by_objectives(tmp_path, extra={3: sanctions("~ | 警告 | 否"), 7: sanctions("~ | 警告 | 是")})
    assert of(objectives_year(tmp_path), "1001", "letters", "grade") == ("AABAAAAAAAAA", "B")


def test_two_warnings_of_one_day_are_both_seen(tmp_path: Path) -> None:
    """May's book tells two warnings of May 20, one cancelled out, one not: one stands, as the month's grade says too."""
    by_objectives(tmp_path, extra={5: sanctions("2024-05-20 | 警告 | 否", "2024-05-20 | 警告 | 是")})
    assert of(objectives_year(tmp_path), "1001", "letters", "grade") == ("AAAABAAAAAAA", "B")


def test_days_that_are_not_known_give_no_annual_grade(tmp_path: Path) -> None:
    """May's days of leave are blank: May has no grade, and whether the year's leave is within 15 days is not known."""
    by_objectives(tmp_path, [0, 0, 0, 0, "~", 0, 0, 0, 0, 0, 0, 0])  # type: ignore[list-item]

    year = objectives_year(tmp_path)

    assert of(year, "1001", "points", "grade") == (22, None)
    assert [f.found for f in year.findings if f.code == "month-ungraded"] == ["2024-05"]


def test_somebody_on_leave_lacks_no_days(tmp_path: Path) -> None:
    """停薪留职 in May and in no other sheet: no days of leave are missing, 22 points are an A."""
    by_objectives(tmp_path)
    book = """
        sheet 人员
        | 工号 | 姓名 | 分公司 | 级别 | 状态 |
        | '1001 | 员工1001 | 总公司 | 员工 | 停薪留职 |
        | '1002 | 李四 | 总公司 | 员工 | 在职 |
        sheet 工作任务
        | 工号 | 姓名 | 任务 | 完成率 |
        | '1002 | 李四 | 方案 | 100% |
        sheet 行为评分
        | 工号 | 姓名 | 作息考勤 | 办公纪律 | 组织行为 | 环境维护 | 团队意识 | 职业素养 |
        | '1002 | 李四 | 5 | 5 | 5 | 5 | 5 | 5 |
        sheet 公司业绩
        | 单位 | 计划销售额 | 实际销售额 |
        | 总公司 | 100 | 100 |
        sheet 考勤
        | 工号 | 姓名 | 请假天数 | 旷工天数 |
        | '1002 | 李四 | 0 | 0 |
    """
    write_book(tmp_path / "2024-05.xlsx", grid_of(book))

    year = objectives_year(tmp_path)

    assert of(year, "1001", "months", "points", "grade") == (11, 22, "A")
    assert told(year.findings, "month-ungraded") == []
