"""Ranks within a level and what rests on them, the best of month and year, and what waits for the whole year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from mkt.annual.result import GradedYear
from mkt.findings import Refused
from mkt.reading.year_result import places_of
from tests.conftest import MakeBook
from tests.small_years import One, advised, of, told, write_months, write_reviews, written, year_of

FIRST, LAST_FIVE = "同级第一可申请加薪", "员工末五位须复核"
DIRECTOR_LAST, DIRECTOR_AGAIN = "总监末位须复核", "总监连续倒数第二须复核"


def ranked(folder: Path, scores: Sequence[float], level: str = "员工", year: int = 2024, months: int = 12) -> None:
    """Books of people 1001, 1002 … who are a B every month and whose reviews make up a score: 40 + half the mark.

    A mark of 80 from both raters is 40 + 20 + 20 = 80.
    """
    people = [One(str(1001 + i), "B" * months, {"级别": level}) for i in range(len(scores))]
    write_months(folder, people, year=year)
    write_reviews(folder, {one.id: (2 * (s - 40),) * 2 for one, s in zip(people, scores, strict=True)}, year)


def ids(year: GradedYear, title: str) -> list[str]:
    """Whom a recommendation is about."""
    return [member.person.id for member in year.people if title in advised(year, member.person.id)]


def ranks(year: GradedYear) -> list[int | None]:
    """Everybody's rank."""
    return [of(year, member.person.id, "rank") for member in year.people]


def test_equal_scores_share_a_rank(tmp_path: Path) -> None:
    """Two at 80, one at 70: 1, 1 and 3, and both who are first may ask for a raise."""
    ranked(tmp_path, [80, 70, 80])
    year = year_of(tmp_path)
    assert [of(year, id_, "score") for id_ in ("1001", "1002", "1003")] == [80, 70, 80]
    assert ranks(year) == [1, 3, 1]
    assert ids(year, FIRST) == ["1001", "1003"]


def test_ranks_are_within_a_level(tmp_path: Path) -> None:
    """The better 员工 is first although both 主管 have more."""
    levels = ("员工", "主管", "主 管", "员工")
    write_months(tmp_path, [One(f"100{i}", facts={"级别": level}) for i, level in enumerate(levels)])
    write_reviews(tmp_path, {"1000": (60, 60), "1001": (90, 90), "1002": (80, 80), "1003": (50, 50)})
    assert ranks(year_of(tmp_path)) == [1, 1, 2, 2]


def test_without_a_level_there_is_no_rank(tmp_path: Path) -> None:
    """A blank level: a score, no rank, nobody else's rank moved; told as a note."""
    write_months(tmp_path, [One("1001", facts={"级别": ""}), One("1002"), One("1003")])
    write_reviews(tmp_path, {"1001": (90, 90), "1002": (80, 80), "1003": (70, 70)})

    year = year_of(tmp_path)

    assert ranks(year) == [None, 1, 2]
    assert of(year, "1001", "score") == 85
    assert told(year.findings, "level-missing") == [("level-missing", "", "1")]


def test_the_only_one_of_a_level_is_first_of_nobody(tmp_path: Path) -> None:
    """Ranked 1 of one: no raise by rank, no review."""
    ranked(tmp_path, [80], "总监")
    year = year_of(tmp_path)
    assert ranks(year) == [1]
    assert ids(year, FIRST) == ids(year, DIRECTOR_LAST) == []


@pytest.mark.parametrize("level", ["总监", "副总监"])
def test_the_last_of_two_directors_is_to_be_reviewed(level: str, tmp_path: Path) -> None:
    """80 and 70: the second, and not the first."""
    ranked(tmp_path, [80, 70], level)
    year = year_of(tmp_path)
    assert ids(year, DIRECTOR_LAST) == ["1002"]
    assert ids(year, LAST_FIVE) == []


def test_the_last_of_another_level_is_not_to_be_reviewed(tmp_path: Path) -> None:
    """Of two 主管 nobody."""
    ranked(tmp_path, [80, 70], "主管")
    year = year_of(tmp_path)
    assert ids(year, DIRECTOR_LAST) == ids(year, LAST_FIVE) == []


def test_director_and_deputy_are_two_levels(tmp_path: Path) -> None:
    """One of each: neither is last of anybody."""
    write_months(tmp_path, [One("1001", facts={"级别": "总监"}), One("1002", facts={"级别": "副总监"})])
    write_reviews(tmp_path, {"1001": (80, 80), "1002": (70, 70)})
    assert ids(year_of(tmp_path), DIRECTOR_LAST) == []


def test_of_six_the_last_five_are_to_be_reviewed(tmp_path: Path) -> None:
    """More people than places: the first is not."""
    ranked(tmp_path, [75, 80, 70, 65, 60, 55])
    assert ids(year_of(tmp_path), LAST_FIVE) == ["1001", "1003", "1004", "1005", "1006"]


def test_of_seven_the_sixth_from_below_is_not_among_five(tmp_path: Path) -> None:
    """Places from below 7 and 6 are none of the last five."""
    ranked(tmp_path, [75, 80, 70, 65, 60, 55, 50])
    assert ids(year_of(tmp_path), LAST_FIVE) == ["1003", "1004", "1005", "1006", "1007"]


def test_of_five_nobody_is_among_the_last_five(tmp_path: Path) -> None:
    """As many people as places: everybody would be last."""
    ranked(tmp_path, [80, 75, 70, 65, 60])
    assert ids(year_of(tmp_path), LAST_FIVE) == []


def test_people_without_a_score_are_not_among_those_ranked(tmp_path: Path) -> None:
    """Six of a level, one of them without reviews: five are ranked, nobody is to be reviewed."""
    ranked(tmp_path, [80, 75, 70, 65, 60])
    write_months(tmp_path, [One(str(1001 + i)) for i in range(6)])
    year = year_of(tmp_path)
    assert ranks(year) == [1, 2, 3, 4, 5, None]
    assert ids(year, LAST_FIVE) == []


@pytest.mark.parametrize(("marks", "score", "advice"), [((20, 20), 50, False), ((20, 19.96), 49.99, True)])
def test_a_score_below_50_is_to_be_reviewed(
    marks: tuple[float, float], score: float, advice: bool, tmp_path: Path
) -> None:
    """40 + 5 + 5 = 50.00 is not below 50, 40 + 5 + 4.99 = 49.99 is."""
    write_months(tmp_path, [One("1001")])
    write_reviews(tmp_path, {"1001": marks})
    year = year_of(tmp_path)
    assert of(year, "1001", "score") == score
    assert ("得分过低须复核" in advised(year, "1001")) is advice


@pytest.mark.parametrize(
    ("letters", "title"), [("AAAAAABBBBBB", "年终奖"), ("B" * 12, "年终奖"), ("AAAAABCCCCCC", "年度C须复核岗位薪酬")]
)
def test_the_annual_grade_is_followed_by_a_bonus_or_a_review(letters: str, title: str, tmp_path: Path) -> None:
    """18 points A and 12 points B: a bonus; 11 points C: a review of post and pay."""
    write_months(tmp_path, [One("1001", letters)])
    grades = {"年终奖", "年度C须复核岗位薪酬"}
    assert [one for one in advised(year_of(tmp_path), "1001") if one in grades] == [title]


def test_what_rests_on_the_whole_year_waits_for_it(tmp_path: Path) -> None:
    """Eleven books: ranks stand as of now, and nothing that rests on grade, score or rank is recommended, nor anybody the best."""
    ranked(tmp_path, [80, 70, 45], "总监", months=11)

    year = year_of(tmp_path)

    assert ranks(year) == [1, 2, 3]
    assert [one.rule.title for one in year.advice] == []
    assert year.best_year == {}
    assert told(year.findings, "year-incomplete") == [("year-incomplete", "", "11")]


def test_second_to_last_two_years_running(tmp_path: Path) -> None:
    """1002 is second from below of three in 2023 and in 2024; 1001 is so in no year, 1003 in none."""
    ranked(tmp_path / "2023", [80, 70, 60], "总监", 2023)
    ranked(tmp_path / "2024", [85, 75, 65], "总监")
    before = written(year_of(tmp_path / "2023"), tmp_path / "2023.graded.xlsx")

    year = year_of(tmp_path / "2024", last_year=places_of(before))

    assert ids(year, DIRECTOR_AGAIN) == ["1002"]
    assert told(year.findings, "last-year-needed") == []


def test_second_to_last_once_is_not_twice(tmp_path: Path) -> None:
    """1002 was last in 2023, 1001 second from below: in 2024 it is 1002, for the first time."""
    ranked(tmp_path / "2023", [70, 60, 80], "总监", 2023)
    ranked(tmp_path / "2024", [85, 75, 65], "总监")
    before = written(year_of(tmp_path / "2023"), tmp_path / "2023.graded.xlsx")
    assert ids(year_of(tmp_path / "2024", last_year=places_of(before)), DIRECTOR_AGAIN) == []


def test_second_to_last_of_another_level_the_year_before_does_not_count(tmp_path: Path) -> None:
    """In 2023 second from below among 员工, in 2024 among 总监: for the first time as a director."""
    ranked(tmp_path / "2023", [80, 70, 60], "员工", 2023)
    ranked(tmp_path / "2024", [85, 75, 65], "总监")
    before = written(year_of(tmp_path / "2023"), tmp_path / "2023.graded.xlsx")
    assert ids(year_of(tmp_path / "2024", last_year=places_of(before)), DIRECTOR_AGAIN) == []


def test_of_two_the_first_is_not_second_to_last(tmp_path: Path) -> None:
    """Second from below of three in 2023; in 2024 of two, and first: no more people than the place."""
    ranked(tmp_path / "2023", [70, 80, 60], "总监", 2023)
    ranked(tmp_path / "2024", [85, 75], "总监")
    before = written(year_of(tmp_path / "2023"), tmp_path / "2023.graded.xlsx")
    assert ids(year_of(tmp_path / "2024", last_year=places_of(before)), DIRECTOR_AGAIN) == []


def test_without_last_year_s_result_it_is_told_who_needs_it(tmp_path: Path) -> None:
    """The second from below of three directors; of 员工 nobody needs it."""
    ranked(tmp_path / "a", [85, 75, 65], "总监")
    ranked(tmp_path / "b", [85, 75, 65], "员工")

    [found] = [f for f in year_of(tmp_path / "a").findings if f.code == "last-year-needed"]

    assert (found.person, found.severity, found.found) == ("1002", "note", "2")
    assert told(year_of(tmp_path / "b").findings, "last-year-needed") == []


def test_places_are_read_of_graded_years_only(book: MakeBook) -> None:
    """A month's book after --previous is refused."""
    path = book("sheet 人员\n| 工号 | 姓名 | 岗位 |\n| '1001 | 张三 | 代表 |")
    with pytest.raises(Refused) as refused:
        places_of(path)
    assert [finding.code for finding in refused.value.findings] == ["year-result-unknown"]


def best(folder: Path, people: Sequence[One], marks: Sequence[float]) -> GradedYear:
    """A year with the same mark of both raters for each person."""
    write_months(folder, people)
    write_reviews(folder, {one.id: (mark, mark) for one, mark in zip(people, marks, strict=True)})
    return year_of(folder)


def test_the_best_of_headquarters_and_of_each_branch(tmp_path: Path) -> None:
    """The highest score among the A people of each; a B with a higher score is not the best."""
    east = {"分公司": "华东分公司"}
    people = [One("1001", "A" * 12, east), One("1002", "B" * 12, east), One("1003", "A" * 12), One("1004", "A" * 12)]

    year = best(tmp_path, people, [60, 100, 70, 80])

    assert year.best_year == {"总公司": ["1004"], "华东分公司": ["1001"]}  # headquarters first
    assert of(year, "1002", "score") == 90  # 40 + 50, against 48 + 30
    assert of(year, "1001", "score") == 78


def test_a_tie_of_the_best_is_told_not_broken(tmp_path: Path) -> None:
    """Two with the same score: both, for people to decide."""
    year = best(tmp_path, [One("1001", "A" * 12), One("1002", "A" * 12), One("1003", "A" * 12)], [80, 80, 79])

    assert year.best_year == {"总公司": ["1001", "1002"]}
    [found] = [f for f in year.findings if f.code == "best-tied" and f.found == "总公司"]
    assert "1001、1002" in found.zh


def test_where_nobody_has_an_a_nobody_is_the_best(tmp_path: Path) -> None:
    """Everybody a B: no month and no year has a best, and nothing ties."""
    year = best(tmp_path, [One("1001"), One("1002")], [80, 80])
    assert year.best_year == {"总公司": []}
    assert set(map(tuple, year.best_months.values())) == {()}
    assert told(year.findings, "best-tied") == []


def test_whoever_left_is_no_best_of_the_year(tmp_path: Path) -> None:
    """The highest score, but 离职 in December."""
    leaver = One("1001", "AAAAAAAAAAAo", later={12: {"状态": "离职"}})
    year = best(tmp_path, [leaver, One("1002", "A" * 12)], [100, 50])
    assert year.best_year == {"总公司": ["1002"]}


def test_the_best_of_a_month(tmp_path: Path) -> None:
    """1001 is an A in January, both are in February (a tie), nobody in March."""
    people = [One("1001", "AAB" + "B" * 9), One("1002", "BAB" + "B" * 9)]
    write_months(tmp_path, people)

    year = year_of(tmp_path)

    months = [year.best_months[f"2024-{month:02}"] for month in (1, 2, 3)]
    assert months == [["1001"], ["1001", "1002"], []]
    assert [found for _, _, found in told(year.findings, "best-tied")] == ["2024-02"]


MONTH = """
sheet 人员
| 工号 | 姓名 | 状态 | 级别 |
| '1001 | 张三 | 在职 | 员工 |
| '1002 | 李四 | 在职 | 员工 |
sheet 销售目标
| 工号 | 姓名 | 计划销售额 | 实际销售额 |
| '1001 | 张三 | 100 | 150 |
| '1002 | 李四 | 100 | 90 |
sheet 行为评分
| 工号 | 姓名 | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 |
| '1001 | 张三 | 9 | 9 | 9 | 8.9 |
| '1002 | 李四 | 9 | 9 | 9 | 9 |
"""


def test_every_indicator_of_the_month_s_best_is_at_90_percent(book: MakeBook, tmp_path: Path) -> None:
    """90 + 35.9 = 125.9, but one rating is 8.9 of 10; 54 + 36 = 90 with everything at nine tenths is the best."""
    book(MONTH)
    assert year_of(tmp_path).best_months == {"2024-05": ["1002"]}


def test_the_highest_total_is_the_month_s_best(book: MakeBook, tmp_path: Path) -> None:
    """With 9 instead of 8.9 it is 126 against 90."""
    book(MONTH.replace("8.9", "9"))
    assert year_of(tmp_path).best_months == {"2024-05": ["1001"]}
