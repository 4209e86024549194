"""`mkt grade` through the real entry point, on copies of the sample year: streams, exit status, files written and kept."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import SAMPLES
from tests.process import Done, Run, run_in

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
OBJECTIVES = ("--policy", "objectives")


def copy_samples(folder: Path) -> Path:
    """The sample year by objectives, with its reviews, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((SAMPLES / "objectives").glob("*.xlsx")):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A folder `books` with the sample year."""
    return copy_samples(tmp_path / "books")


@dataclass(frozen=True)
class Graded:
    """The sample year, graded once: its folder with the result in it, and what was printed."""

    books: Path
    done: Done

    @property
    def result(self) -> bytes:
        """The bytes of the result."""
        return (self.books / "2024.graded.xlsx").read_bytes()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """One run for all tests that look at what it printed and wrote, or go on from it."""
    folder = copy_samples(tmp_path_factory.mktemp("graded") / "books")
    return Graded(folder, run_in(folder.parent, "grade", "books", *OBJECTIVES, PYTHONHASHSEED="1", TZ="Asia/Shanghai"))


@pytest.fixture
def again(graded: Graded, tmp_path: Path) -> Path:
    """A folder `books` with the sample year and its result."""
    shutil.copytree(graded.books, tmp_path / "books")
    return tmp_path / "books"


def rows_of(done: Done) -> list[list[str]]:
    """The lines of stdout, cut at the tabs."""
    return [line.split("\t") for line in done.stdout.splitlines()]


def people_of(folder: Path) -> set[str]:
    """Every 工号 on the staff lists of a folder's months."""
    found = set()
    for month in MONTHS:
        sheet = openpyxl.load_workbook(folder / f"{month}.xlsx", read_only=True)["人员"]
        rows = list(sheet.iter_rows(values_only=True))
        head = next(row for row in rows if "工号" in row)
        place = head.index("工号")
        found |= {str(row[place]) for row in rows[rows.index(head) + 1 :] if row[place]}
    return found


def test_grade_prints_a_line_a_person_and_writes_the_year(graded: Graded) -> None:
    """The sample year has slips: exit 1; the table on stdout, findings and the result's path on stderr."""
    done = graded.done

    assert done.returncode == 1
    head, *rows = rows_of(done)
    assert head[:3] == ["工号", "姓名", "级别"]
    assert {len(row) for row in rows} == {len(head)}
    assert {row[0] for row in rows} == people_of(graded.books)
    assert len(rows) == len({row[0] for row in rows})
    assert "[target-zero]" in done.stderr
    assert "2024.graded.xlsx" in done.stderr
    assert graded.result


def test_the_table_has_twelve_letters_and_the_best_first(graded: Graded) -> None:
    """A letter or sign a month; people who take no part come last, with the reason."""
    head, *rows = rows_of(graded.done)
    assert all(set(row[3]) <= set("ABC-.") and len(row[3]) == 12 for row in rows)
    points = [float(row[head.index("积分")]) for row in rows if row[head.index("等级")]]
    assert points == sorted(points, reverse=True)
    left_out = [not row[head.index("等级")] for row in rows]
    assert left_out == sorted(left_out)
    assert rows[-1][-1].startswith("已离职")


def test_files_and_a_folder_are_the_same(graded: Graded, mkt: Run, books: Path, tmp_path: Path) -> None:
    """The books named one by one, the last first, or their folder: the same bytes."""
    names = [f"books/{path.name}" for path in sorted(books.iterdir(), reverse=True)]
    mkt("grade", *names, *OBJECTIVES, "--out", "out", "--quiet")
    assert (tmp_path / "out/2024.graded.xlsx").read_bytes() == graded.result


def test_second_run_writes_the_same_bytes(graded: Graded, mkt: Run, again: Path) -> None:
    """Same books, same policy: the same bytes whatever the hash seed and time zone; no --force is needed."""
    done = mkt("grade", "books", *OBJECTIVES, PYTHONHASHSEED="2", TZ="America/New_York")

    assert done.returncode == 1
    assert (again / "2024.graded.xlsx").read_bytes() == graded.result


def test_a_month_more_replaces_the_result_without_force(graded: Graded, mkt: Run, books: Path) -> None:
    """The result of eleven months gives way to that of twelve."""
    december = books / "2024-12.xlsx"
    december.rename(books.parent / "2024-12.xlsx")
    mkt("grade", "books", *OBJECTIVES, "--quiet")
    assert (books / "2024.graded.xlsx").read_bytes() != graded.result
    (books.parent / "2024-12.xlsx").rename(december)

    done = mkt("grade", "books", *OBJECTIVES, "--quiet")

    assert done.returncode == 1
    assert (books / "2024.graded.xlsx").read_bytes() == graded.result


@pytest.mark.parametrize("change", ["a month less", "a month changed", "another policy", "a stranger's file"])
def test_a_result_of_other_data_is_not_replaced(change: str, mkt: Run, again: Path) -> None:
    """Exit 2, the file untouched, with the reason; --force replaces it."""
    target = again / "2024.graded.xlsx"
    policy = list(OBJECTIVES)
    if change == "a month less":
        (again / "2024-12.xlsx").unlink()
    elif change == "a month changed":
        book = openpyxl.load_workbook(again / "2024-05.xlsx")
        book["工作任务"]["D5"] = 0.01
        book.save(again / "2024-05.xlsx")
    elif change == "another policy":
        mine = mkt("policy", "export", "objectives").stdout.replace('version: "1"', 'version: "2"')
        (again.parent / "mine.yaml").write_text(mine, encoding="utf-8")
        policy = ["--policy", "mine.yaml"]
    else:
        target.write_bytes(b"somebody's notes")
    before = target.read_bytes()

    refused = mkt("grade", "books", *policy)

    assert refused.returncode == 2
    assert "[output-exists]" in refused.stderr
    assert refused.stdout == ""
    assert target.read_bytes() == before
    assert mkt("grade", "books", *policy, "--force", "--quiet").returncode == 1
    assert target.read_bytes() != before


def test_two_folders_at_once_write_what_one_after_the_other_writes(mkt: Run, books: Path, tmp_path: Path) -> None:
    """--jobs 2 and --jobs 1: the same words, and the same bytes in out/FOLDER/2024.graded.xlsx."""
    shutil.move(books, tmp_path / "in" / "华东")
    copy_samples(tmp_path / "in" / "华南")
    (tmp_path / "in" / "华南" / "2024-12.xlsx").unlink()

    one = mkt("grade", "in", *OBJECTIVES, "--out", "out1", "--jobs", "1")
    two = mkt("grade", "in", *OBJECTIVES, "--out", "out2", "--jobs", "2")

    assert (one.returncode, one.stdout) == (two.returncode, two.stdout)
    assert one.stderr.replace("out1", "") == two.stderr.replace("out2", "")
    written = sorted(p.relative_to(tmp_path / "out2").as_posix() for p in (tmp_path / "out2").rglob("*.*"))
    assert written == ["华东/2024.graded.xlsx", "华南/2024.graded.xlsx"]
    for name in written:
        assert (tmp_path / "out1" / name).read_bytes() == (tmp_path / "out2" / name).read_bytes()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_damaged_book_stops_no_other(jobs: str, mkt: Run, books: Path, tmp_path: Path) -> None:
    """Exit 2 and the damaged file named; the rest of the year is graded, in one process or two."""
    (books / "2024-05.xlsx").write_bytes(b"")

    done = mkt("grade", "books", *OBJECTIVES, "--out", "out", "--jobs", jobs)

    assert done.returncode == 2
    assert "2024-05.xlsx" in done.stderr
    assert "[file-empty]" in done.stderr
    assert "[month-missing]" in done.stderr
    assert len(rows_of(done)) == 1 + len(people_of(SAMPLES / "objectives"))  # nobody was there in May only
    assert (tmp_path / "out/2024.graded.xlsx").exists()


def test_an_empty_folder_is_refused(mkt: Run, tmp_path: Path) -> None:
    """Exit 2, nothing on stdout."""
    (tmp_path / "empty").mkdir()
    done = mkt("grade", "empty")
    assert (done.returncode, done.stdout) == (2, "")
    assert "[folder-empty]" in done.stderr


def test_reviews_without_months_are_refused(mkt: Run, books: Path, tmp_path: Path) -> None:
    """Exit 2, nothing written; --json tells it as a document."""
    done = mkt("grade", "books/年度评价2024.xlsx", "--json")
    assert done.returncode == 2
    assert "[year-without-months]" in done.stderr
    assert [f["code"] for f in json.loads(done.stdout)["findings"]] == ["year-without-months"]
    assert not list(tmp_path.rglob("*.graded.xlsx"))


def test_messages_in_english(mkt: Run, books: Path) -> None:
    """--lang en: heads, findings and summary; the codes are the same."""
    done = mkt("grade", "books", *OBJECTIVES, "--lang", "en")
    head = rows_of(done)[0]
    assert head[:3] == ["id", "name", "level"]
    assert "points" in head
    assert "there is no completion rate" in done.stderr
    assert "legal review" in done.stderr
    assert "written to" in done.stderr
    assert "已写入" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.endswith("]")]
    assert all(line.startswith(("error ", "warning ", "note ")) for line in lines)


def test_quiet_prints_no_table_and_no_notes(mkt: Run, books: Path) -> None:
    """Errors and warnings remain."""
    done = mkt("grade", "books", *OBJECTIVES, "--quiet")
    assert done.stdout == ""
    assert "说明 " not in done.stderr
    assert "[target-zero]" in done.stderr


def test_last_year_s_result_is_asked_for_and_read(mkt: Run, books: Path) -> None:
    """--previous takes a graded year; a month's book is refused, and nothing is written."""
    done = mkt("grade", "books", *OBJECTIVES, "--previous", "books/2024-01.xlsx")
    assert done.returncode == 2
    assert "[year-result-unknown]" in done.stderr
    assert not (books / "2024.graded.xlsx").exists()


def test_this_year_s_own_result_is_not_last_year_s(mkt: Run, again: Path) -> None:
    """--previous with the result of 2024 for 2024: nobody was second to last two years running by it, so it is refused."""
    done = mkt("grade", "books", *OBJECTIVES, "--previous", "books/2024.graded.xlsx", "--out", "out")
    assert done.returncode == 2


def test_two_regulations_are_refused(mkt: Run, books: Path) -> None:
    """--policy twice is for versions of one: exit 2, nothing written."""
    done = mkt("grade", "books", *OBJECTIVES, "--policy", "sales-60-40")
    assert done.returncode == 2
    assert "[versions-mixed]" in done.stderr
    assert not (books / "2024.graded.xlsx").exists()


def test_the_books_are_not_touched(graded: Graded) -> None:
    """The same bytes as the samples, and one file more."""
    samples = {path.name: path.read_bytes() for path in (SAMPLES / "objectives").glob("*.xlsx")}
    after = {path.name: path.read_bytes() for path in graded.books.iterdir()}
    assert after.keys() - samples.keys() == {"2024.graded.xlsx"}
    assert {name: after[name] for name in samples} == samples
