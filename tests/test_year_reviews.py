"""The reviews of a year: marks become a quarter of the score each; what is missing, unusable, unknown or of no use is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkt.annual.result import GradedYear
from mkt.month import score_month
from mkt.policy.load import find
from mkt.writing.scored import write
from tests.conftest import grid_of, write_book
from tests.small_years import One, of, told, write_months, write_reviews, year_of

HEAD = "sheet 评价\n| 工号 | 姓名 | 评价人类别 | 项目 | 得分 |\n"
CODES = ("review-missing", "review-unusable", "review-unknown", "rater-unused", "reviews-none")
PEOPLE = (One("1001"), One("1002"))  # B all year: 80 a month, 40 points of history
SOUND = """
| '1001 | 员工1001 | 民主测评 | 年度 | 90 |
| '1001 | 员工1001 | 民主测评 | 年度 | 80 |
| '1001 | 员工1001 | 民主测评 | 年度 | 70 |
| '1001 | 员工1001 | 上级 | 年度 | 88 |
| '1002 | 员工1002 | 民主测评 | 年度 | 60 |
| '1002 | 员工1002 | 上级 | 年度 | 60 |
"""


def reviewed(folder: Path, rows: str, people: tuple[One, ...] = PEOPLE) -> GradedYear:
    """The year of some people with a book of reviews."""
    write_months(folder, people)
    write_book(folder / "年度评价2024.xlsx", grid_of(HEAD + rows))
    return year_of(folder)


def parts(year: GradedYear, id_: str) -> tuple[float | None, ...]:
    """The three parts of the score and the score."""
    found: tuple[float | None, ...] = of(year, id_, "历史成绩", "民主测评", "上级考评", "score")
    return found


def test_a_review_is_the_mean_of_its_marks(tmp_path: Path) -> None:
    """Half of 80, a quarter of (90 + 80 + 70) / 3, a quarter of 88: 40 + 20 + 22 = 82."""
    year = reviewed(tmp_path, SOUND)

    assert parts(year, "1001") == (40, 20, 22, 82)
    assert parts(year, "1002") == (40, 15, 15, 70)
    assert told(year.findings, *CODES) == []


def test_parts_are_rounded_and_the_score_is_their_sum(tmp_path: Path) -> None:
    """82.5 / 4 = 20.625 is 20.63, 242 / 12 = 20.1667 is 20.17: 40 + 20.63 + 20.17 = 80.80, not 80.79."""
    rows = SOUND.replace("| 90 |", "| 82.5 |").replace("| 80 |", "| 82.5 |").replace("| 70 |", "| 82.5 |")
    rows = rows.replace(
        "| 88 |", "| 80 |\n| '1001 | 员工1001 | 上级 | 年度 | 81 |\n| '1001 | 员工1001 | 上级 | 年度 | 81 |"
    )
    assert parts(reviewed(tmp_path, rows), "1001") == (40, 20.63, 20.17, 80.8)


@pytest.mark.parametrize(
    ("staff", "superior"), [("民主评议", "上级考评"), ("民主评测", "直接上级"), ("民 主 测 评", "上级评价")]
)
def test_other_words_for_the_raters(staff: str, superior: str, tmp_path: Path) -> None:
    """The policy names several words for one kind of rater; blanks make no difference."""
    year = reviewed(tmp_path, SOUND.replace("民主测评", staff).replace("上级", superior))
    assert parts(year, "1001") == (40, 20, 22, 82)
    assert told(year.findings, *CODES) == []


def test_reviews_may_stand_in_a_month_s_book(tmp_path: Path) -> None:
    """The sheet 评价 in December's book is used, and added to one in a book of its own."""
    first, *_ = SOUND.strip().splitlines()
    write_months(tmp_path, PEOPLE, {12: HEAD + SOUND.replace(first, "")})
    write_book(tmp_path / "年度评价2024.xlsx", grid_of(HEAD + first))
    assert parts(year_of(tmp_path), "1001") == (40, 20, 22, 82)


def test_reviews_are_read_back_from_a_result(tmp_path: Path) -> None:
    """December as the result that mkt wrote of it, without its book: the marks come along."""
    write_months(tmp_path, PEOPLE, {12: HEAD + SOUND})
    book = tmp_path / "2024-12.xlsx"
    with (tmp_path / "2024-12.scored.xlsx").open("wb") as file:
        write(score_month(book, find("sales-60-40")), file)
    book.unlink()

    assert parts(year_of(tmp_path), "1001") == (40, 20, 22, 82)


@pytest.mark.parametrize(
    ("mark", "found"),
    [("~", "（空）"), ("良好", "良好"), ("101", "101"), ("100.01", "100.01"), ("-1", "-1"), ("八十", "八十")],
)
def test_a_mark_that_is_none_gives_no_score(mark: str, found: str, tmp_path: Path) -> None:
    """Told at its cell; the person has no score until it is mended, and the other has."""
    year = reviewed(tmp_path, SOUND.replace("| 70 |", f"| {mark} |"))

    assert [(f.code, f.where, f.person, f.found) for f in year.findings if f.code in CODES] == [
        ("review-unusable", "评价!E4", "1001", found)
    ]
    assert parts(year, "1001") == (40, None, 22, None)
    assert of(year, "1001", "grade", "rank") == ("B", None)
    assert parts(year, "1002") == (40, 15, 15, 70)


@pytest.mark.parametrize(("mark", "part"), [("0", 0), ("100", 25), ("100分", 25), ("0.5", 0.13)])
def test_a_mark_at_the_end_of_the_scale_is_one(mark: str, part: float, tmp_path: Path) -> None:
    """0 and 100 are marks: a quarter of each; half a point is 0.125, rounded up."""
    year = reviewed(tmp_path, SOUND.replace("| 88 |", f"| {mark} |"))
    assert of(year, "1001", "上级考评") == part
    assert told(year.findings, *CODES) == []


def test_a_mark_that_is_none_names_its_file(tmp_path: Path) -> None:
    """评价!E4 of which of thirteen books? The finding says so."""
    year = reviewed(tmp_path, SOUND.replace("| 70 |", "| 良好 |"))
    [finding] = [f for f in year.findings if f.code == "review-unusable"]
    assert finding.file == "年度评价2024.xlsx"


def test_somebody_without_marks_of_a_rater_has_no_score(tmp_path: Path) -> None:
    """Nobody's superior marked 1002, and others were marked: missing is not zero."""
    year = reviewed(tmp_path, SOUND.replace("| '1002 | 员工1002 | 上级 | 年度 | 60 |", ""))

    assert told(year.findings, *CODES) == [("review-missing", "1002", "上级考评")]
    assert parts(year, "1002") == (40, 15, None, None)
    assert of(year, "1002", "grade", "rank") == ("B", None)
    assert parts(year, "1001") == (40, 20, 22, 82)


def test_somebody_without_any_mark_is_told_once(tmp_path: Path) -> None:
    """1003 is in no row: both parts in one finding."""
    year = reviewed(tmp_path, SOUND, (*PEOPLE, One("1003")))
    assert told(year.findings, *CODES) == [("review-missing", "1003", "民主测评、上级考评")]


def test_nobody_misses_the_marks_of_people_left_out(tmp_path: Path) -> None:
    """A probationer takes no part, so no marks are missing."""
    year = reviewed(tmp_path, SOUND, (*PEOPLE, One("1003", facts={"状态": "试用"})))
    assert told(year.findings, *CODES) == []


def test_marks_of_an_unknown_number_are_told_once(tmp_path: Path) -> None:
    """9999 has two marks and is on no list: told at the first of them."""
    rows = "| '9999 | 丙 | 民主测评 | 年度 | 90 |\n| '9999 | 丙 | 上级 | 年度 | 90 |"
    year = reviewed(tmp_path, SOUND + rows)
    [finding] = [f for f in year.findings if f.code in CODES]
    assert (finding.code, finding.found) == ("review-unknown", "9999 丙")
    assert finding.where.startswith("评价!")
    assert finding.where.endswith("8")


def test_marks_without_a_number_are_told(tmp_path: Path) -> None:
    """A row with a name only: names are not used for matching where the sheet has numbers."""
    year = reviewed(tmp_path, SOUND + "| ~ | 甲 | 民主测评 | 年度 | 0 |")
    assert [(f.code, f.found) for f in year.findings if f.code in CODES] == [("review-unknown", "甲")]
    assert parts(year, "1001") == (40, 20, 22, 82)


def test_marks_of_a_rater_the_policy_does_not_name_are_counted(tmp_path: Path) -> None:
    """Two marks by 客户 are not used, and told as a note."""
    rows = "| '1001 | 员工1001 | 客户 | 年度 | 0 |\n| '1002 | 员工1002 | 客户 | 年度 | 0 |"
    year = reviewed(tmp_path, SOUND + rows)

    [finding] = [f for f in year.findings if f.code in CODES]
    assert (finding.code, finding.severity, finding.found) == ("rater-unused", "warning", "客户")
    assert "2 个" in finding.zh
    assert parts(year, "1001") == (40, 20, 22, 82)


def test_without_reviews_there_are_grades_and_no_scores(tmp_path: Path) -> None:
    """One warning for all; months make the grade, and nobody has a score or rank."""
    write_months(tmp_path, PEOPLE)

    year = year_of(tmp_path)

    assert told(year.findings, *CODES) == [("reviews-none", "", "民主测评、上级考评")]
    assert of(year, "1001", "grade", "score", "rank") == ("B", None, None)
    assert of(year, "1001", "历史成绩") == 40


def test_one_kind_of_rater_may_be_lacking_for_all(tmp_path: Path) -> None:
    """No superior marked anybody: told once, not for each person."""
    rows = "\n".join(row for row in SOUND.splitlines() if "上级" not in row)
    year = reviewed(tmp_path, rows)
    assert told(year.findings, *CODES) == [("reviews-none", "", "上级考评")]
    assert parts(year, "1001") == (40, 20, None, None)


def test_a_new_superior_s_marks_count_like_any(tmp_path: Path) -> None:
    """Two marks of superiors: their mean."""
    year = reviewed(tmp_path, SOUND + "| '1001 | 员工1001 | 直接上级 | 年度 | 80 |")
    assert of(year, "1001", "上级考评") == 21  # (88 + 80) / 2 / 4


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    """The same marks from the last row to the first: the same scores."""
    year = reviewed(tmp_path, "\n".join(reversed(SOUND.strip().splitlines())))
    assert [parts(year, id_) for id_ in ("1001", "1002")] == [(40, 20, 22, 82), (40, 15, 15, 70)]


def test_no_month_with_a_total_gives_no_score(tmp_path: Path) -> None:
    """Every month's sales are blank: no history, no points, no grade."""
    write_months(tmp_path, [One("1001", "-" * 12), One("1002")])
    write_reviews(tmp_path, {"1001": (80, 80), "1002": (80, 80)})
    year = year_of(tmp_path)
    assert parts(year, "1001") == (None, 20, 20, None)
    assert of(year, "1001", "months", "points", "grade") == (0, None, None)
