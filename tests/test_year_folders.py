"""Folders of a year: which files are books, books about a whole year, and what one bad file does to the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from mkt.annual.gather import found_in
from mkt.annual.result import YearBook
from mkt.annual.take import Taker
from mkt.findings import Refused
from mkt.grading import over_years, task
from mkt.policy.load import find
from mkt.policy.versions import versions
from mkt.runs import Outcome
from mkt.year import graded
from tests.conftest import grid_of, write_book
from tests.small_years import One, of, only_result, score, taken, told, write_months, write_reviews, written, year_of

ME = One("1001")  # a B every month, 80 each, 40 points of history
SIXTY_FORTY = versions([find("sales-60-40")])
REVIEWS = """
sheet 评价
| 工号 | 姓名 | 评价人类别 | 项目 | 得分 |
| '1001 | 员工1001 | 民主测评 | 年度 | 80 |
| '1001 | 员工1001 | 上级 | 年度 | 60 |
"""  # 20 and 15 points


def names(folder: Path) -> list[str]:
    """The books found in a folder, as paths below it."""
    return [path.relative_to(folder).as_posix() for path in found_in([folder], trust=False)[0]]


def outcomes(*paths: Path, out: Path | None = None) -> list[Outcome]:
    """What `mkt grade` makes of some paths, without asking for a policy."""
    return over_years(paths, task([], out, False, False, None, "zh", ""), 1)


def codes(found: list[Outcome]) -> list[str]:
    """The codes of all that is told but notes."""
    return [f.code for outcome in found for f in outcome.findings if f.severity != "note"]


def test_a_folder_is_read_with_all_below_it(tmp_path: Path) -> None:
    """Each folder is a group of its own."""
    write_months(tmp_path / "华东", [One("1001", "AB")])
    write_months(tmp_path / "华南" / "2024", [One("1001", "C")])

    groups = taken(tmp_path, SIXTY_FORTY)

    found = [(group.folder.relative_to(tmp_path).as_posix(), len(group.months)) for group in groups]
    assert found == [("华东", 2), ("华南/2024", 1)]


def test_what_is_no_book_is_passed_over(tmp_path: Path) -> None:
    """Files that Excel holds open, hidden files, results of other commands, texts and pictures."""
    write_months(tmp_path, [One("1001", "B")])
    for name in (
        "~$2024-01.xlsx", ".2024-02.xlsx", "2024.graded.xlsx", "2024-01.commission.xlsx", "2024-01.checked.xlsx",
        "说明.docx", "readme.txt", "2024-01.json",
    ):  # fmt: skip
        (tmp_path / name).write_bytes(b"no workbook")
    assert names(tmp_path) == ["2024-01.xlsx"]


@pytest.mark.parametrize("name", ["2024-02.XLSX", "2024-02.xlsm", "2024-02.xls", "2024-02.ods", "2024-02.csv"])
def test_every_kind_of_workbook_is_found(name: str, tmp_path: Path) -> None:
    """Capitals in the ending make no difference."""
    (tmp_path / name).write_bytes(b"")
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("below", ["", "2024/华东"])
def test_an_empty_folder_is_refused(below: str, tmp_path: Path) -> None:
    """Nothing in it or below it that could be a book."""
    (tmp_path / below).mkdir(parents=True, exist_ok=True)
    (tmp_path / below / "说明.txt").write_text("空", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        found_in([tmp_path], trust=False)
    assert [f.code for f in caught.value.findings] == ["folder-empty"]


def test_a_file_given_twice_is_one(tmp_path: Path) -> None:
    """By itself, through its folder, and by a path that goes around."""
    write_months(tmp_path, [One("1001", "B")])
    book = tmp_path / "2024-01.xlsx"
    around = tmp_path / ".." / tmp_path.name / "2024-01.xlsx"
    assert len(found_in([book, tmp_path, around], trust=False)[0]) == 1


def test_a_graded_year_among_the_files_is_a_note(tmp_path: Path) -> None:
    """`mkt grade *.xlsx` a second time meets its own result."""
    write_months(tmp_path, [ME])
    path = written(year_of(tmp_path), tmp_path / "2024.graded.xlsx")

    found = Taker(SIXTY_FORTY, trust=False)(path)

    assert found.what is None
    assert [(f.code, f.severity) for f in found.findings] == [("graded-passed-over", "note")]


def test_reviews_of_another_year_have_no_months(tmp_path: Path) -> None:
    """Books of 2024, reviews of 2023: two groups, of which the second is refused, the first graded without reviews."""
    write_months(tmp_path, [ME])
    write_reviews(tmp_path, {"1001": (80, 60)}, year=2023)

    groups = {group.year: group for group in taken(tmp_path, SIXTY_FORTY)}

    assert told(graded(groups["2024"], SIXTY_FORTY).findings, "reviews-none") != []
    with pytest.raises(Refused) as caught:
        graded(groups["2023"], SIXTY_FORTY)
    assert [(f.code, f.found) for f in caught.value.findings] == [("year-without-months", "2023")]


def test_reviews_in_another_folder_join_the_only_year(tmp_path: Path) -> None:
    """Months in 月度, reviews in 评价: 40 + 20 + 15 = 75."""
    write_months(tmp_path / "月度", [ME])
    write_reviews(tmp_path / "评价", {"1001": (80, 60)})

    [group] = taken(tmp_path, SIXTY_FORTY)

    assert of(graded(group, SIXTY_FORTY), "1001", "score") == 75


def test_reviews_in_another_folder_join_no_one_of_two(tmp_path: Path) -> None:
    """Two folders with months of 2024: whose the reviews are is not guessed."""
    write_months(tmp_path / "华东", [ME])
    write_months(tmp_path / "华南", [ME])
    write_reviews(tmp_path / "评价", {"1001": (80, 60)})

    groups = taken(tmp_path, SIXTY_FORTY)

    assert [(group.folder.name, len(group.months), len(group.books)) for group in groups] == [
        ("华东", 12, 0),
        ("华南", 12, 0),
        ("评价", 0, 1),
    ]


def test_a_copy_of_the_reviews_counts_once(tmp_path: Path) -> None:
    """The same file twice: the marks are not counted double."""
    write_months(tmp_path, [ME])
    write_reviews(tmp_path, {"1001": (80, 60)})
    shutil.copy(tmp_path / "年度评价2024.xlsx", tmp_path / "年度评价2024副本.xlsx")
    assert len(year_of(tmp_path).marks[0].reviews) == 1


@pytest.mark.parametrize("name", ["年度评价.xlsx", "年度评价2023-2024.xlsx"])
def test_a_book_of_reviews_whose_year_is_not_clear_is_refused(name: str, tmp_path: Path) -> None:
    """No year in file name, sheet name or title, or two of them."""
    path = write_book(tmp_path / name, grid_of(REVIEWS))
    with pytest.raises(Refused) as caught:
        Taker(SIXTY_FORTY, trust=False)(path)
    assert [f.code for f in caught.value.findings] == ["year-unclear"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("评价2024.xlsx", REVIEWS),
        ("评价（2024年度）.xlsx", REVIEWS),
        ("评价.xlsx", REVIEWS.replace("sheet 评价", "sheet 评价2024")),
        ("评价.xlsx", REVIEWS.replace("sheet 评价\n", "sheet 评价\n| 2024年度评价表 |\n")),
    ],
)
def test_where_a_book_of_reviews_names_its_year(name: str, text: str, tmp_path: Path) -> None:
    """In the file's name, a sheet's name, or a title over the table."""
    found = Taker(SIXTY_FORTY, trust=False)(write_book(tmp_path / name, grid_of(text)))
    assert isinstance(found.what, YearBook)
    assert found.what.year == "2024"
    assert len(found.what.records.reviews) == 2


def test_sheets_of_a_book_of_reviews_that_are_not_used_are_told(tmp_path: Path) -> None:
    """Its staff list and its remarks; people are those of the last month."""
    write_months(tmp_path, [ME])
    more = "sheet 人员\n| 工号 | 姓名 | 岗位 |\n| '1002 | 别人 | 代表 |\nsheet 备忘\n| 这里随便写 |"
    write_book(tmp_path / "年度评价2024.xlsx", grid_of(f"{REVIEWS}\n{more}"))

    year = year_of(tmp_path)

    [finding] = [f for f in year.findings if f.code == "year-sheet-unused"]
    assert (finding.severity, finding.found) == ("note", "人员、备忘")
    assert finding.file == "年度评价2024.xlsx"
    assert [member.person.id for member in year.people] == ["1001"]


TWO_SHEETS = """
sheet 民主测评
| 工号 | 姓名 | 评价人类别 | 项目 | 得分 |
| '1001 | 员工1001 | 民主测评 | 年度 | 80 |
| '1001 | 员工1001 | 上级 | 年度 | 60 |
sheet 上级评价
| 工号 | 姓名 | 评价人类别 | 项目 | 得分 |
| '1001 | 员工1001 | 上级 | 年度 | 100 |
"""


@pytest.mark.parametrize("name", ["年度评价2024.xlsx", "2024-12.xlsx"])
def test_a_second_sheet_of_reviews_is_used_or_told(name: str, tmp_path: Path) -> None:
    """A sheet for each kind of rater: both are used, or it is told that one is not; nothing is dropped silently."""
    write_months(tmp_path, [ME], {12: TWO_SHEETS} if name == "2024-12.xlsx" else None)
    if name != "2024-12.xlsx":
        write_book(tmp_path / name, grid_of(TWO_SHEETS))

    year = year_of(tmp_path)

    used = of(year, "1001", "上级考评") == 20  # (60 + 100) / 2 / 4
    assert used or any("上级评价" in f.zh for f in year.findings)


def test_a_damaged_book_stops_no_other(tmp_path: Path) -> None:
    """May is no workbook: the year is graded without it, the exit status is that of the worst, and both are told."""
    write_months(tmp_path, [ME])
    (tmp_path / "2024-05.xlsx").write_bytes(b"PK\x03\x04 damaged")

    [found] = outcomes(tmp_path)

    assert found.status == 2
    assert (tmp_path / "2024.graded.xlsx").exists()
    assert "month-missing" in codes([found])
    assert any(f.file == "2024-05.xlsx" and f.severity == "error" for f in found.findings)


def test_a_damaged_book_alone_in_its_folder_stops_no_other(tmp_path: Path) -> None:
    """The folder has no year; the other's is graded."""
    write_months(tmp_path / "华东", [ME])
    (tmp_path / "华南").mkdir()
    (tmp_path / "华南" / "2024-05.xlsx").write_bytes(b"")

    found = outcomes(tmp_path)

    assert sorted(outcome.status for outcome in found) == [1, 2]  # 1: there are no reviews
    assert (tmp_path / "华东" / "2024.graded.xlsx").exists()
    assert "file-empty" in codes(found)


def test_an_edited_result_stops_no_other(tmp_path: Path) -> None:
    """As a damaged book: May is missing, the status 2."""
    write_months(tmp_path, [ME])
    result = only_result(tmp_path / "2024-05.xlsx")
    book = openpyxl.load_workbook(result, data_only=True)
    book["成绩"]["J6"] = 95.0
    book.save(result)

    [found] = outcomes(tmp_path)

    assert found.status == 2
    assert {"result-edited", "month-missing"} <= set(codes([found]))


def test_a_result_beside_its_book_is_told_and_counts_once(tmp_path: Path) -> None:
    """The note is among what is told of the run."""
    write_months(tmp_path, [ME])
    score(tmp_path / "2024-05.xlsx")

    found = outcomes(tmp_path)

    told_ = [f.code for outcome in found for f in outcome.findings]
    assert told_.count("result-beside-book") == 1
    assert "month-again" not in told_


def test_two_folders_write_to_two_places(tmp_path: Path) -> None:
    """With --out each folder has one of its own there; files are named with their folder."""
    write_months(tmp_path / "in" / "华东", [ME])
    write_months(tmp_path / "in" / "华南", [One("1001", "BBBB-BBBBBBB")])

    found = outcomes(tmp_path / "in", out=tmp_path / "out")

    results = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.xlsx"))
    assert results == ["华东/2024.graded.xlsx", "华南/2024.graded.xlsx"]
    files = {f.file for outcome in found for f in outcome.findings if f.person == "1001" and f.severity == "error"}
    assert files == {"华南/2024-05.xlsx"}
