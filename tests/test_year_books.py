"""The books of a year: months given twice, results in place of books, months that do not fit the others, gaps."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from mkt.annual.gather import found_in, grouped
from mkt.annual.result import GradedYear
from mkt.annual.take import Taker
from mkt.findings import Finding, Refused
from mkt.policy.load import find
from mkt.policy.versions import versions
from mkt.year import graded
from tests.conftest import grid_of, write_book
from tests.small_years import EARNS, One, objectives_month, of, only_result, score, taken, told, write_months, year_of

ME = One("1001")  # a B every month
SIXTY_FORTY = versions([find("sales-60-40")])


def edit(result: Path, cell: str, value: object) -> Path:
    """The result with one cell of 成绩 overwritten, every formula kept as its value."""
    book = openpyxl.load_workbook(result, data_only=True)
    book["成绩"][cell] = value
    book.save(result)
    return result


def refused(path: Path, policy: str = "sales-60-40") -> list[Finding]:
    """Why a file is not taken."""
    with pytest.raises(Refused) as caught:
        Taker(versions([find(policy)]), trust=False)(path)
    return list(caught.value.findings)


def gathered(year: GradedYear) -> list[tuple[str, str, str]]:
    """Code, file and what was found of the findings about books."""
    codes = ("month-twice", "month-again", "policy-mixed", "month-without-ids", "month-missing", "year-incomplete",
             "result-trusted", "year-sheet-unused")  # fmt: skip
    return [(f.code, f.file, f.found) for f in year.findings if f.code in codes]


def test_a_month_that_stands_in_two_files_is_not_used(tmp_path: Path) -> None:
    """A second May, in which 1001 is an A: neither counts, both files are named, and May is missing."""
    write_months(tmp_path, [ME])
    write_months(tmp_path / "new", [One("1001", "....A")])
    shutil.move(tmp_path / "new" / "2024-05.xlsx", tmp_path / "2024-05改.xlsx")

    year = year_of(tmp_path)

    assert gathered(year) == [
        ("month-twice", "", "2024-05"),
        ("month-missing", "2024", "5"),
        ("year-incomplete", "2024", "11"),
    ]
    [finding] = [f for f in year.findings if f.code == "month-twice"]
    assert "2024-05.xlsx" in finding.zh
    assert "2024-05改.xlsx" in finding.zh
    assert of(year, "1001", "months", "points") == (11, 11)


def test_the_same_month_given_twice_counts_once(tmp_path: Path) -> None:
    """A copy of May under another name: told, and twelve points."""
    write_months(tmp_path, [ME])
    shutil.copy(tmp_path / "2024-05.xlsx", tmp_path / "2024-05副本.xlsx")

    year = year_of(tmp_path)

    assert [code for code, _, _ in gathered(year)] == ["month-again"]
    assert of(year, "1001", "points") == 12


def test_a_result_stands_for_its_book(tmp_path: Path) -> None:
    """May as the result that mkt wrote, without its book: the same year."""
    write_months(tmp_path, [ME, One("1002", "AAAAAAAAAAAA")])
    before = year_of(tmp_path)
    only_result(tmp_path / "2024-05.xlsx")

    year = year_of(tmp_path)

    assert [m.file for m in year.months][4] == "2024-05.scored.xlsx"
    for id_ in ("1001", "1002"):
        what = ("letters", "points", "grade", "历史成绩")
        assert of(year, id_, *what) == of(before, id_, *what)
    assert year.best_months == before.best_months
    assert gathered(year) == []


def test_a_year_may_be_made_of_results_alone(tmp_path: Path) -> None:
    """Twelve results and no book: level, branch and status come along."""
    people = [One("1001", "A" * 12, {"级别": "主管", "分公司": "华东分公司"}), One("1002", facts={"状态": "试用"})]
    write_months(tmp_path, people)
    for month in range(1, 13):
        only_result(tmp_path / f"2024-{month:02}.xlsx")

    year = year_of(tmp_path)

    assert of(year, "1001", "points", "grade") == (24, "A")
    assert (year.people[0].level, year.people[0].branch) == ("主管", "华东分公司")
    assert of(year, "1002", "left_out").startswith("试用期员工")


def test_a_result_beside_its_book_is_passed_over(tmp_path: Path) -> None:
    """The book is scored anew; a note names the result."""
    write_months(tmp_path, [ME])
    score(tmp_path / "2024-05.xlsx")

    books, notes = found_in([tmp_path], trust=False)

    assert "2024-05.scored.xlsx" not in [book.name for book in books]
    assert [(f.code, f.severity, f.file) for f in notes] == [("result-beside-book", "note", "2024-05.scored.xlsx")]


def test_a_result_and_its_book_in_two_folders_are_one_month(tmp_path: Path) -> None:
    """The result renamed, beside a book of another name: the same data, the book goes before."""
    write_months(tmp_path, [ME])
    score(tmp_path / "2024-05.xlsx", tmp_path / "五月.scored.xlsx")

    year = year_of(tmp_path)

    assert [code for code, _, _ in gathered(year)] == ["month-again"]
    assert [m.file for m in year.months][4] == "2024-05.xlsx"


def test_an_edited_result_is_not_used(tmp_path: Path) -> None:
    """The total of 1001 in May overwritten: refused, with the cell."""
    write_months(tmp_path, [ME])
    result = edit(only_result(tmp_path / "2024-05.xlsx"), "J6", 95.0)

    [finding] = refused(result)

    assert (finding.code, finding.where, finding.file) == ("result-edited", "成绩!J6", "2024-05.scored.xlsx")


def test_a_trusted_result_counts_as_it_was_edited(tmp_path: Path) -> None:
    """With trust the edited total of 95 is taken, and the grade follows from it: an A, 11 + 2 = 13 points."""
    write_months(tmp_path, [ME])
    edit(only_result(tmp_path / "2024-05.xlsx"), "J6", 95.0)

    [group] = taken(tmp_path, SIXTY_FORTY, trust=True)
    year = graded(group, SIXTY_FORTY)

    assert gathered(year) == [("result-trusted", "2024-05.scored.xlsx", "95.00")]
    assert [(f.where, f.person) for f in year.findings if f.code == "result-trusted"] == [("成绩!J6", "1001")]
    assert of(year, "1001", "letters", "points") == ("BBBBABBBBBBB", 13)
    assert of(year, "1001", "历史成绩") == 40.63  # (11 × 80 + 95) / 12 / 2 = 40.625


def test_a_trusted_result_goes_before_its_book(tmp_path: Path) -> None:
    """Both are there, and edited results are to be used: the edited total counts."""
    write_months(tmp_path, [ME])
    edit(score(tmp_path / "2024-05.xlsx"), "J6", 95.0)

    [group] = taken(tmp_path, SIXTY_FORTY, trust=True)

    assert of(graded(group, SIXTY_FORTY), "1001", "letters") == "BBBBABBBBBBB"


def test_a_trusted_result_of_nobody_s_hand_is_as_its_inputs_say(tmp_path: Path) -> None:
    """Trust changes nothing where nothing was edited."""
    write_months(tmp_path, [ME])
    only_result(tmp_path / "2024-05.xlsx")
    [group] = taken(tmp_path, SIXTY_FORTY, trust=True)
    assert gathered(graded(group, SIXTY_FORTY)) == []


def test_a_result_by_another_policy_is_not_used(tmp_path: Path) -> None:
    """A result by the 60/40 standard where objectives was asked for."""
    write_months(tmp_path, [One("1001", "B")])
    result = score(tmp_path / "2024-01.xlsx")
    found = refused(result, "objectives")
    assert [(f.code, f.where, f.found) for f in found] == [("policy-other", "凭据", "sales-60-40")]


def test_months_by_two_policies_are_not_added(tmp_path: Path) -> None:
    """Eleven books by the default and May's result by objectives, no policy named: May is not used."""
    write_months(tmp_path, [ME])
    only_result_of_may(tmp_path)

    [group] = taken(tmp_path)
    year = graded(group, SIXTY_FORTY)

    assert next((code, found) for code, _, found in gathered(year)) == ("policy-mixed", "2024-05.scored.xlsx")
    assert of(year, "1001", "letters") == "BBBBBBBBBBB"


def only_result_of_may(folder: Path) -> Path:
    """May as a result by objectives only."""
    book = write_book(folder / "2024-05.xlsx", grid_of(objectives_month()))
    result = score(book, policy="objectives")
    book.unlink()
    return result


def test_results_go_by_their_own_policy_where_none_is_named(tmp_path: Path) -> None:
    """A result by objectives alone: its year goes by objectives."""
    only_result_of_may(tmp_path)
    [group] = taken(tmp_path)
    assert [month.policy_id for month in group.months] == ["objectives"]


def by_name(month: int) -> str:
    """A month's book that knows people by name only; 1001 is an A in it."""
    sold, rating = EARNS["A"]
    return f"""
        sheet 销售目标
        | 姓名 | 计划销售额 | 实际销售额 |
        | 员工1001 | 100 | {sold} |
        sheet 行为评分
        | 姓名 | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 |
        | 员工1001 | {rating} | {rating} | {rating} | {rating} |
    """


def test_a_month_without_numbers_among_months_with_them_is_not_used(tmp_path: Path) -> None:
    """May knows people by name only: names are not used for matching; the file is named, May adds nothing."""
    write_months(tmp_path, [ME])
    write_book(tmp_path / "2024-05.xlsx", grid_of(by_name(5)))

    year = year_of(tmp_path)

    assert gathered(year)[0] == ("month-without-ids", "", "2024-05.xlsx")
    assert of(year, "1001", "letters") == "BBBBBBBBBBB"
    assert [member.person.id for member in year.people] == ["1001"]


def test_months_that_all_lack_numbers_go_by_name(tmp_path: Path) -> None:
    """No book has 工号: the name is who somebody is."""
    for month in range(1, 13):
        write_book(tmp_path / f"2024-{month:02}.xlsx", grid_of(by_name(month)))
    year = year_of(tmp_path)
    assert gathered(year) == []
    assert of(year, "员工1001", "points", "grade") == (24, "A")


@pytest.mark.parametrize(
    ("letters", "missing", "count"),
    [
        ("BBBBBBBB....", None, "8"),  # not yet
        ("BBBB.BBBBBBB", "5", "11"),
        ("..BBBBBBBBBB", "1、2", "10"),
        (".B.B", "1、3", "2"),
        ("BBBBBBBBBBBB", None, None),
    ],
)
def test_a_month_missing_inside_is_no_month_that_is_still_to_come(
    letters: str, missing: str | None, count: str | None, tmp_path: Path
) -> None:
    """Before the last book a month without one is a gap, a warning; after it the year goes on, a note."""
    write_months(tmp_path, [One("1001", letters)])

    year = year_of(tmp_path)

    expected = [("month-missing", "2024", missing)] if missing else []
    assert gathered(year) == expected + ([("year-incomplete", "2024", count)] if count else [])
    severities = {f.code: f.severity for f in year.findings}
    assert severities.get("month-missing", "warning") == "warning"
    assert severities.get("year-incomplete", "note") == "note"


def test_two_years_in_one_folder_are_two_groups(tmp_path: Path) -> None:
    """December 2023 and January 2024."""
    write_months(tmp_path, [One("1001", "...........A")], year=2023)
    write_months(tmp_path, [One("1001", "B")])
    assert [(group.year, [m.period for m in group.months]) for group in taken(tmp_path, SIXTY_FORTY)] == [
        ("2023", ["2023-12"]),
        ("2024", ["2024-01"]),
    ]


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    """The books from December to January: the same months in the same order."""
    write_months(tmp_path, [One("1001", "AABBCCAABBCC")])
    books, _ = found_in([tmp_path], trust=False)
    [group] = grouped([Taker(SIXTY_FORTY, trust=False)(book) for book in reversed(books)])
    assert of(graded(group, SIXTY_FORTY), "1001", "letters") == "AABBCCAABBCC"
    assert told(group.findings, "month-twice", "month-again") == []
