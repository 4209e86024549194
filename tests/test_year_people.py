"""Who is in a year: joiners and leavers, moves, names and numbers over the months, who is left out, months without a grade."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkt.annual.result import GradedYear
from tests.conftest import grid_of, write_book
from tests.small_years import One, advised, of, small_year, told, write_months, write_reviews, year_of

STAYS = One("1009")  # somebody who is there all year, so that every month has a book
WHO = ("person-vanished", "member-two-names", "member-two-ids", "member-moved", "return-unreadable", "month-ungraded")


POINTS = [
    ("AAAAAABBBBBB", 18, "A"),  # 6 × 2 + 6 × 1
    ("AAAAABBBBBBB", 17, "B"),
    ("BBBBBBBBBBBB", 12, "B"),
    ("AAAAABCCCCCC", 11, "C"),
    ("CCCCCCCCCCCC", 0, "C"),
]
RAISE, REVIEW = "连续优秀可申请加薪", "连续较差须复核岗位薪酬"
RUNS = [
    ("AAAAAAAAABBB", [RAISE]),  # nine A on end
    ("AAAA-AAAAABB", []),  # nine A, a month without a grade among them
    ("AAAA.AAAAABB", []),  # nine A, off the list in between
    ("AAAAAAAABBBB", []),  # eight on end
    ("AAAAABAAAAAB", [RAISE]),  # ten in all
    ("AAAAABAAAABB", []),  # nine in all
    ("BBCCCCCCBBBB", [REVIEW]),  # six C on end
    ("BBCCC-CCCBBB", []),
    ("BBCCC.CCCBBB", []),
    ("CCCCCBBBBBBB", []),  # five on end
    ("CCCBCCCBCCCB", [REVIEW]),  # nine in all
    ("CCCBCCCBCCBB", []),  # eight in all
]
STATUSES = [
    ("试用", "试用期员工"),
    ("试用期", "试用期员工"),
    ("停薪留职", "停薪留职"),
    ("停薪留职（产假）", "停薪留职"),
    ("离职", "已离职"),
    ("已离职", "已离职"),
    ("离职（12月）", "已离职"),
]
RETURNS = [
    ("2024-10-01", False),  # three months to the end of 2024-12-31
    ("2024-10-02", True),
    ("2024-12-31", True),
    ("2023-11-15", False),
    ("2024年9月30日", False),
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> GradedYear:
    """One year of everybody in the lists above, under the list's letter and the place in it: p0, r0, s0, b0."""
    people = [One(f"p{i}", letters) for i, (letters, *_) in enumerate(POINTS)]
    people += [One(f"r{i}", letters) for i, (letters, _) in enumerate(RUNS)]
    for i, (status, rule) in enumerate(STATUSES):
        last = "C" if rule == "试用期员工" else "o"
        people.append(One(f"s{i}", "C" * 11 + last, later={12: {"状态": status}}))
    people += [One(f"b{i}", facts={"复职日期": day}) for i, (day, _) in enumerate(RETURNS)]
    return small_year(tmp_path_factory.mktemp("many"), *people)


@pytest.mark.parametrize("i", range(len(POINTS)), ids=[letters for letters, *_ in POINTS])
def test_points_of_the_months_make_the_grade(i: int, many: GradedYear) -> None:
    """An A is two points, a B one, a C none; 18 are an A, 12 a B."""
    assert of(many, f"p{i}", "letters", "points", "grade") == POINTS[i]


def test_a_joiner_has_the_points_of_the_months_there(tmp_path: Path) -> None:
    """Four months, 2 + 2 + 1 + 1 points, a C; what is recommended says that it is 4/12 and would be 6 × 12 / 4 = 18 points."""
    year = small_year(tmp_path, STAYS, One("1001", "........AABB"))

    assert of(year, "1001", "months", "points", "grade", "left_out") == (4, 6, "C", "")
    [advice] = [one for one in year.advice if one.member.person.id == "1001"]
    assert advice.rule.code == "post-adjustment"
    assert "4/12" in advice.text
    assert "18 分，等级 A" in advice.text
    assert told(year.findings, *WHO) == []


def test_a_full_year_is_not_called_incomplete(tmp_path: Path) -> None:
    """Twelve months with a grade: nothing is said of fewer."""
    year = small_year(tmp_path, One("1001", "C" * 12))
    assert not any("不完整" in advice.text for advice in year.advice)


def test_a_leaver_has_points_and_no_grade(tmp_path: Path) -> None:
    """Listed as 离职 in May and no more after: left out, the four months' points shown, nobody vanished."""
    leaver = One("1001", "AAAAo.......", later={5: {"状态": "离职"}})

    year = small_year(tmp_path, STAYS, leaver)

    assert of(year, "1001", "points", "grade", "rank") == (8, None, None)
    assert of(year, "1001", "left_out").startswith("已离职")
    assert advised(year, "1001") == []
    assert told(year.findings, *WHO) == []


def test_a_leaver_who_is_still_listed_is_left_out(tmp_path: Path) -> None:
    """离职 in every later book: the same."""
    year = small_year(tmp_path, STAYS, One("1001", "AAAAoooooooo", later={5: {"状态": "离职"}}))
    assert of(year, "1001", "points", "grade") == (8, None)
    assert told(year.findings, *WHO) == []


def test_somebody_who_vanishes_is_told_with_the_month(tmp_path: Path) -> None:
    """在职 in April, on no list from May on: told, and without an annual grade."""
    year = small_year(tmp_path, STAYS, One("1001", "AAAA........"))

    assert told(year.findings, *WHO) == [("person-vanished", "1001", "2024-05")]
    assert of(year, "1001", "points", "grade") == (8, None)
    assert of(year, "1001", "left_out") == "2024-12 已不在册"


def test_somebody_missing_from_one_book_has_not_vanished(tmp_path: Path) -> None:
    """Absent in May and back in June: eleven months, a grade."""
    year = small_year(tmp_path, STAYS, One("1001", "AAAA.AAAAAAA"))
    assert of(year, "1001", "months", "points", "grade") == (11, 22, "A")
    assert told(year.findings, "person-vanished") == []


def test_a_change_of_branch_is_told_and_the_last_one_counts(tmp_path: Path) -> None:
    """From July in another branch: rank and best of the year go by that one."""
    year = small_year(tmp_path, STAYS, One("1001", later={7: {"分公司": "华东分公司"}}))

    assert told(year.findings, *WHO) == [("member-moved", "1001", "总公司，2024-07 起华东分公司")]
    assert list(year.best_year) == ["总公司", "华东分公司"]


def test_a_change_of_level_is_told_and_the_last_one_counts(tmp_path: Path) -> None:
    """From December a 主管: that is the level of the year."""
    year = small_year(tmp_path, One("1001", later={12: {"级别": "主管"}}))

    assert told(year.findings, *WHO) == [("member-moved", "1001", "员工，2024-12 起主管")]
    assert year.people[0].level == "主管"


def test_a_level_that_is_left_blank_in_some_books_is_no_move(tmp_path: Path) -> None:
    """员工, then blank, then 员工 again."""
    year = small_year(tmp_path, One("1001", later={4: {"级别": ""}, 6: {"级别": "员工"}}))
    assert told(year.findings, *WHO) == []


def test_each_month_goes_by_its_own_branch(tmp_path: Path) -> None:
    """By objectives the branch's result counts: 40 + 30 + 40 of 110 is 100.00, with half the plan 90 × 100 / 110 = 81.82."""
    for month in range(1, 13):
        branch = "总公司" if month < 7 else "华东分公司"
        book = f"""
            sheet 人员
            | 工号 | 姓名 | 分公司 | 级别 | 状态 |
            | '1001 | 张三 | {branch} | 员工 | 在职 |
            sheet 工作任务
            | 工号 | 姓名 | 任务 | 完成率 |
            | '1001 | 张三 | 方案 | 100% |
            sheet 行为评分
            | 工号 | 姓名 | 作息考勤 | 办公纪律 | 组织行为 | 环境维护 | 团队意识 | 职业素养 |
            | '1001 | 张三 | 5 | 5 | 5 | 5 | 5 | 5 |
            sheet 公司业绩
            | 单位 | 计划销售额 | 实际销售额 |
            | 总公司 | 100 | 100 |
            | 华东分公司 | 100 | 50 |
            sheet 考勤
            | 工号 | 姓名 | 请假天数 | 旷工天数 |
            | '1001 | 张三 | 0 | 0 |
        """
        write_book(tmp_path / f"2024-{month:02}.xlsx", grid_of(book))

    year = year_of(tmp_path, "objectives")

    assert of(year, "1001", "letters", "points") == ("AAAAAABBBBBB", 18)
    assert of(year, "1001", "历史成绩") == 45.46  # (6 × 100 + 6 × 81.82) / 12 × 50 % = 45.455
    assert year.people[0].branch == "华东分公司"


def test_a_number_with_two_names_gets_no_grade(tmp_path: Path) -> None:
    """1001 is 张三 until June and 李四 from July: whose months they are is not guessed."""
    year = small_year(tmp_path, STAYS, One("1001", "A" * 12, {"姓名": "张三"}, later={7: {"姓名": "李四"}}))

    assert told(year.findings, *WHO) == [("member-two-names", "1001", "张三 / 李四")]
    assert of(year, "1001", "grade", "rank") == (None, None)
    assert advised(year, "1001") == []


def test_a_name_written_with_a_blank_is_the_same(tmp_path: Path) -> None:
    """张 三 is 张三."""
    year = small_year(tmp_path, One("1001", "A" * 12, {"姓名": "张三"}, later={7: {"姓名": "张 三"}}))
    assert told(year.findings, *WHO) == []
    assert of(year, "1001", "grade") == "A"


def test_a_name_with_two_numbers_one_after_the_other_is_told(tmp_path: Path) -> None:
    """张三 is 1001 until June and 1002 from July: perhaps one person; each number stands alone."""
    year = small_year(
        tmp_path, STAYS, One("1001", "AAAAAA......", {"姓名": "张三"}), One("1002", "......AAAAAA", {"姓名": "张三"})
    )

    [finding] = [f for f in year.findings if f.code == "member-two-ids"]
    assert (finding.found, finding.severity) == ("张三", "warning")
    assert "1001、1002" in finding.zh
    assert of(year, "1002", "months", "points") == (6, 12)


def test_namesakes_of_one_month_are_two_people(tmp_path: Path) -> None:
    """Two of a name on the list of December: nothing is told."""
    first, second = One("1001", facts={"姓名": "张三"}), One("1002", "...........B", {"姓名": "张三"})
    assert told(small_year(tmp_path, first, second).findings, "member-two-ids") == []


@pytest.mark.parametrize(
    "i", range(len(STATUSES)), ids=["trial", "trial-2", "leave", "leave-note", "gone", "gone-2", "gone-note"]
)
def test_a_status_at_the_end_leaves_out(i: int, many: GradedYear) -> None:
    """Probationers, people on unpaid leave and leavers get no grade, score, rank or advice; a note behind the status changes nothing.

    Whoever a month takes for somebody on leave or gone is so for the year too.
    """
    assert of(many, f"s{i}", "left_out").startswith(STATUSES[i][1])
    assert of(many, f"s{i}", "points", "grade", "score", "rank") == (0, None, None, None)
    assert advised(many, f"s{i}") == []


def test_a_status_in_earlier_months_leaves_nobody_out(tmp_path: Path) -> None:
    """On probation until March, then on leave until June, 在职 at the end: the months with a grade count."""
    later = {4: {"状态": "停薪留职"}, 7: {"状态": "在职"}}
    year = small_year(tmp_path, STAYS, One("1001", "BBBoooBBBBBB", {"状态": "试用"}, later))
    assert of(year, "1001", "months", "points", "grade", "left_out") == (9, 9, "C", "")


@pytest.mark.parametrize("i", range(len(RETURNS)), ids=["10-01", "10-02", "12-31", "2023", "09-30"])
def test_three_months_back_from_leave_are_needed(i: int, many: GradedYear) -> None:
    """Back for less than three months at the end of December: left out."""
    left_out = RETURNS[i][1]
    assert bool(of(many, f"b{i}", "left_out")) is left_out
    assert of(many, f"b{i}", "grade") == (None if left_out else "B")


@pytest.mark.parametrize(("back", "left_out"), [("2024-02-01", False), ("2024-02-02", True), ("2024-01-31", False)])
def test_three_months_run_to_the_last_month_at_hand(back: str, left_out: bool, tmp_path: Path) -> None:
    """With books until April: from February 1 to April 30 are three months."""
    year = small_year(tmp_path, One("1001", "BBBB", {"复职日期": back}))
    assert bool(of(year, "1001", "left_out")) is left_out


def test_a_day_of_return_that_is_none_leaves_out_and_is_told(tmp_path: Path) -> None:
    """春节后 is no day, so whether it is three months is not known."""
    year = small_year(tmp_path, STAYS, One("1001", facts={"复职日期": "春节后"}))

    assert told(year.findings, *WHO) == [("return-unreadable", "1001", "春节后")]
    assert of(year, "1001", "grade", "rank") == (None, None)
    assert "春节后" in of(year, "1001", "left_out")


def test_people_left_out_are_not_ranked_against(tmp_path: Path) -> None:
    """Of a level with three the one on probation has no place; the others are two."""
    write_months(tmp_path, [One("1001"), One("1002", "A" * 12, {"状态": "试用"}), One("1003", "A" * 12)])
    write_reviews(tmp_path, dict.fromkeys(("1001", "1002", "1003"), (80, 80)))

    year = year_of(tmp_path)

    assert [of(year, id_, "rank") for id_ in ("1001", "1002", "1003")] == [2, None, 1]


def test_a_month_without_a_grade_is_told_and_adds_nothing(tmp_path: Path) -> None:
    """June's sales are blank: eleven months, eleven points, told with the month; it is not taken for a C."""
    year = small_year(tmp_path, One("1001", "BBBBB-BBBBBB"))

    [finding] = [f for f in year.findings if f.code in WHO]
    assert (finding.code, finding.found, finding.severity) == ("month-ungraded", "2024-06", "warning")
    assert "1001" in finding.zh
    assert of(year, "1001", "months", "points", "letters") == (11, 11, "BBBBB-BBBBBB")
    assert of(year, "1001", "历史成绩") == 40  # the mean of eleven times 80, half of it


def test_somebody_on_leave_has_no_month_without_a_grade(tmp_path: Path) -> None:
    """停薪留职 in June and in no sheet: not assessed, nothing amiss."""
    year = small_year(tmp_path, One("1001", "BBBBBoBBBBBB", later={6: {"状态": "停薪留职"}, 7: {"状态": "在职"}}))
    assert told(year.findings, "month-ungraded") == []
    assert of(year, "1001", "months") == 11


@pytest.mark.parametrize("i", range(len(RUNS)), ids=[letters for letters, _ in RUNS])
def test_runs_and_counts_of_months(i: int, many: GradedYear) -> None:
    """A in nine months on end or ten in all; C in six on end or nine in all; a month without a grade breaks a run."""
    assert [title for title in advised(many, f"r{i}") if title in (RAISE, REVIEW)] == RUNS[i][1]


def test_runs_stand_before_the_year_is_whole(tmp_path: Path) -> None:
    """Six C until June: a review is recommended now; what rests on the annual grade waits."""
    year = small_year(tmp_path, One("1001", "CCCCCC"))
    assert advised(year, "1001") == [REVIEW]
    assert of(year, "1001", "grade") == "C"


def test_a_return_without_a_day_is_not_guessed(tmp_path: Path) -> None:
    """On unpaid leave in August, back in November, no 复职日期: two months at most, so no grade; back in August, four whole months are sure."""
    late = One("1001", "b" * 7 + "-..bb", {}, {8: {"状态": "停薪留职"}, 11: {"状态": "在职"}})
    early = One("1002", "b" * 6 + "-" + "b" * 5, {}, {7: {"状态": "停薪留职"}, 8: {"状态": "在职"}})
    write_months(tmp_path, [late, early])

    year = year_of(tmp_path)

    assert [of(year, id_, "grade") for id_ in ("1001", "1002")] == [None, "C"]
    assert [f.person for f in year.findings if f.code == "return-missing"] == ["1001"]
