"""The policy of a year: versions by the days on which they are in force, months in proportion, and policies that cannot grade one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from mkt.annual.document import year_document
from mkt.annual.result import GradedYear
from mkt.annual.take import Taker
from mkt.findings import Refused
from mkt.grading import task
from mkt.policy.load import find, load, packs
from mkt.policy.model import Policy
from mkt.policy.versions import Versions, versions
from mkt.year import graded
from tests.conftest import scored as scores_of
from tests.small_years import One, advised, of, score, taken, write_months, write_reviews, written

TEXT = packs()["sales-60-40"].read_text(encoding="utf-8")
UNTIL_JUNE = {"effective: {from: 2000-01-01}": "effective: {from: 2000-01-01, to: 2024-06-30}"}
FROM_JULY = {
    "effective: {from: 2000-01-01}": "effective: {from: 2024-07-01}",
    'version: "1"': 'version: "2"',
    "{at_least: 70, grade: B": "{at_least: 75, grade: B",  # B from 75
}


def changed(folder: Path, name: str, changes: dict[str, str]) -> Policy:
    """The 60/40 standard with some words changed, each of which stands there once or more and is changed where it stands first."""
    text = TEXT
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.fixture
def both(tmp_path: Path) -> Versions:
    """Two versions of the standard: until June 2024 a B is from 70, from July on from 75."""
    return versions([changed(tmp_path, "old.yaml", UNTIL_JUNE), changed(tmp_path, "new.yaml", FROM_JULY)])


def year_by(folder: Path, known: Versions) -> GradedYear:
    """The one year of a folder by some versions."""
    [group] = taken(folder, known)
    return graded(group, known)


def refused(known: Callable[[], object]) -> list[tuple[str, str]]:
    """Code and what was found of a refusal."""
    with pytest.raises(Refused) as caught:
        known()
    return [(f.code, f.found) for f in caught.value.findings]


def test_each_month_goes_by_the_version_in_force(both: Versions, tmp_path: Path) -> None:
    """72 all year: a B until June, a C from July on; 75 is a B by both; 6 and 12 points."""
    write_months(tmp_path / "books", [One("1001", "b" * 12), One("1002", "t" * 12)])

    year = year_by(tmp_path / "books", both)

    assert of(year, "1001", "letters", "points", "grade") == ("BBBBBBCCCCCC", 6, "C")
    assert of(year, "1002", "letters", "points", "grade") == ("BBBBBBBBBBBB", 12, "B")


def test_the_workbook_shows_the_letters_of_both_versions(both: Versions, tmp_path: Path) -> None:
    """年度 F6:Q6 are twelve letters, by formulas over two tables; 凭据 names both versions."""
    write_months(tmp_path / "books", [One("1001", "b" * 12)])
    path = written(year_by(tmp_path / "books", both), tmp_path / "2024.graded.xlsx")

    shown = openpyxl.load_workbook(path, data_only=True)["年度"]["F6:Q6"][0]
    assert "".join(cell.value for cell in shown) == "BBBBBBCCCCCC"
    formulas = [cell.value for cell in openpyxl.load_workbook(path)["年度"]["F6:Q6"][0]]
    assert formulas[0].startswith("=")
    assert formulas[5] != formulas[6].replace("J", "I")
    evidence = [str(row[1].value) for row in openpyxl.load_workbook(path)["凭据"].iter_rows()]
    assert all(any(policy.sha256 in line for line in evidence) for policy in both.policies)


def test_recalculated_letters_are_the_same(
    both: Versions, tmp_path: Path, recalculate: Callable[[Sequence[Path], Path], list[Path]]
) -> None:
    """LibreOffice, made to compute every formula anew, finds the same twelve letters and points, and 18.00 points in proportion."""
    write_months(tmp_path / "a", [One("1001", "b" * 12), One("1002", "t" * 12)])
    write_months(tmp_path / "b", [One("1001", "..AAAAABBBBB"), One("1002")])
    pro_rata = versions([changed(tmp_path, "pro.yaml", PRO_RATA)])
    books = [
        written(year_by(tmp_path / "a", both), tmp_path / "versions.xlsx"),
        written(year_by(tmp_path / "b", pro_rata), tmp_path / "pro-rata.xlsx"),
    ]

    by_version, in_proportion = (
        openpyxl.load_workbook(path, data_only=True)["年度"] for path in recalculate(books, tmp_path / "done")
    )

    assert ["".join(cell.value for cell in row) for row in by_version["F6:Q7"]] == ["BBBBBBCCCCCC", "B" * 12]
    assert [by_version[cell].value for cell in ("S6", "T6", "S7", "T7")] == [6, "C", 12, "B"]
    assert [in_proportion[cell].value for cell in ("R7", "S7", "T7")] == [10, 18, "A"]


def test_a_month_goes_by_its_first_day(tmp_path: Path) -> None:
    """A version from July 15 holds from August on."""
    old = changed(tmp_path, "old.yaml", {**UNTIL_JUNE, "to: 2024-06-30": "to: 2024-07-14"})
    new = changed(tmp_path, "new.yaml", {**FROM_JULY, "from: 2024-07-01": "from: 2024-07-15"})
    write_months(tmp_path / "books", [One("1001", "b" * 12)])
    assert of(year_by(tmp_path / "books", versions([old, new])), "1001", "letters") == "BBBBBBBCCCCC"


def test_the_year_goes_by_the_last_version(tmp_path: Path) -> None:
    """From July on 17 points are an A for the year: 5 × 2 + 7 × 1."""
    old = changed(tmp_path, "old.yaml", UNTIL_JUNE)
    new = changed(tmp_path, "new.yaml", {**FROM_JULY, "{at_least: 18, grade: A": "{at_least: 17, grade: A"})
    write_months(tmp_path / "books", [One("1001", "AAAAABBBBBBB")])
    assert of(year_by(tmp_path / "books", versions([new, old])), "1001", "points", "grade") == (17, "A")


def test_months_before_the_new_version_know_nothing_of_it(both: Versions, tmp_path: Path) -> None:
    """Books until June only: the year goes by the version of June."""
    write_months(tmp_path / "books", [One("1001", "bbbbbb")])
    year = year_by(tmp_path / "books", both)
    assert year.plan.policy.version == "1"
    assert of(year, "1001", "letters") == "BBBBBB"


def test_results_by_their_versions_are_months(both: Versions, tmp_path: Path) -> None:
    """June scored by the old version and July by the new one, without their books."""
    write_months(tmp_path / "books", [One("1001", "b" * 12)])
    for month, file in (("06", "old.yaml"), ("07", "new.yaml")):
        book = tmp_path / "books" / f"2024-{month}.xlsx"
        score(book, policy=str(tmp_path / file))
        book.unlink()
    assert of(year_by(tmp_path / "books", both), "1001", "letters") == "BBBBBBCCCCCC"


def test_a_result_by_the_version_of_another_month_is_told(both: Versions, tmp_path: Path) -> None:
    """July was scored by the version until June, a B: it is refused or told, not silently turned into a C."""
    write_months(tmp_path / "books", [One("1001", "b" * 12)])
    book = tmp_path / "books" / "2024-07.xlsx"
    result = score(book, policy=str(tmp_path / "old.yaml"))
    assert scores_of(book, load(tmp_path / "old.yaml")) == {"1001": (72.0, "B")}
    book.unlink()

    try:
        found = year_by(tmp_path / "books", both).findings
    except Refused as refused:
        found = list(refused.findings)

    assert any(result.name in (f.file + f.zh) for f in found if f.severity != "note")


def test_a_result_by_a_version_that_was_not_given_is_refused(tmp_path: Path) -> None:
    """Another text of the same regulation: which figures it had is not known."""
    write_months(tmp_path / "books", [One("1001", "b")])
    changed(tmp_path, "old.yaml", UNTIL_JUNE)
    result = score(tmp_path / "books" / "2024-01.xlsx", policy=str(tmp_path / "old.yaml"))
    found = refused(lambda: Taker(versions([find("sales-60-40")]), trust=False)(result))
    assert [code for code, _ in found] == ["policy-differs"]


def test_versions_in_force_on_one_day_are_refused(tmp_path: Path) -> None:
    """The first without an end, the second from July on."""
    old, new = find("sales-60-40"), changed(tmp_path, "new.yaml", FROM_JULY)
    assert refused(lambda: versions([new, old])) == [("versions-overlap", "2024-07-01")]


@pytest.mark.parametrize(("until", "fits"), [("2024-06-30", True), ("2024-07-01", False)])
def test_the_day_on_which_a_version_ends_is_its_own(until: str, fits: bool, tmp_path: Path) -> None:
    """Until June 30 and from July 1 follow each other; until July 1 overlap on that day."""
    old = changed(tmp_path, "old.yaml", {**UNTIL_JUNE, "to: 2024-06-30": f"to: {until}"})
    new = changed(tmp_path, "new.yaml", FROM_JULY)
    if fits:
        assert versions([old, new]).policies == (old, new)
    else:
        assert refused(lambda: versions([old, new])) == [("versions-overlap", "2024-07-01")]


def test_the_same_file_given_twice_is_one_version() -> None:
    """No overlap with itself."""
    assert len(versions([find("sales-60-40"), find("sales-60-40")]).policies) == 1


def test_a_month_without_a_version_is_refused(tmp_path: Path) -> None:
    """June, and only the version from July on."""
    new = versions([changed(tmp_path, "new.yaml", FROM_JULY)])
    write_months(tmp_path / "books", [One("1001", ".....bb")])
    june, july = (tmp_path / "books" / f"2024-{month}.xlsx" for month in ("06", "07"))
    assert refused(lambda: Taker(new, trust=False)(june)) == [("version-missing", "2024-06")]
    assert Taker(new, trust=False)(july).what is not None


def test_two_regulations_are_not_versions() -> None:
    """The 60/40 standard and objectives."""
    found = refused(lambda: versions([find("sales-60-40"), find("objectives")]))
    assert found == [("versions-mixed", "sales-60-40、objectives")]


def without(text: str, start: str, end: str, instead: str = "") -> str:
    """A text without what stands from one line to another."""
    before, _, rest = text.partition(start)
    return before + instead + end + rest.partition(end)[2]


def test_a_policy_without_an_annual_part_grades_no_year(tmp_path: Path) -> None:
    """Refused before any book is read, and for a book by itself."""
    path = tmp_path / "mine.yaml"
    path.write_text(without(TEXT, "\nannual:\n", "\nprobation:\n"), encoding="utf-8")
    write_months(tmp_path / "books", [One("1001", "B")])

    asked = refused(lambda: task([str(path)], None, False, False, None, "zh", ""))
    read = refused(lambda: Taker(versions([load(path)]), trust=False)(tmp_path / "books" / "2024-01.xlsx"))

    assert asked == read == [("annual-missing", "sales-60-40")]


PRO_RATA = {"value: as_it_is": "value: pro_rata"}


@pytest.mark.parametrize(
    ("letters", "months", "points", "grade"),
    [
        ("..AAAAABBBBB", 10, 18, "A"),  # 15 × 12 / 10
        ("..AAAABBBBBB", 10, 16.8, "B"),  # 14 × 12 / 10
        (".BBBBBBBBBBB", 11, 12, "B"),  # 11 × 12 / 11
        ("AAAAABBBBBB-", 11, 17.45, "B"),  # 16 × 12 / 11 = 17.4545
        ("AAAAABBBBBBB", 12, 17, "B"),
    ],
)
def test_points_in_proportion_to_a_full_year(
    letters: str, months: int, points: float, grade: str, tmp_path: Path
) -> None:
    """With pro_rata the points of fewer months are taken to twelve and rounded to two decimals."""
    write_months(tmp_path / "books", [One("1001", letters), One("1002")])
    year = year_by(tmp_path / "books", versions([changed(tmp_path, "pro.yaml", PRO_RATA)]))
    assert of(year, "1001", "months", "points", "grade") == (months, points, grade)


def test_points_as_they_are_without_pro_rata(tmp_path: Path) -> None:
    """The same ten months by the standard as it is: 15 points, a B."""
    write_months(tmp_path, [One("1001", "..AAAAABBBBB"), One("1002")])
    assert of(year_by(tmp_path, versions([find("sales-60-40")])), "1001", "points", "grade") == (15, "B")


def test_a_policy_that_recommends_nothing_writes_a_workbook(tmp_path: Path) -> None:
    """`recommend: []`: grades, scores and ranks as ever, nothing recommended, a whole workbook."""
    path = tmp_path / "mine.yaml"
    path.write_text(without(TEXT, "\n  recommend:\n", "\n  month_best:\n", "\n  recommend: []"), encoding="utf-8")
    write_months(tmp_path / "books", [One("1001", "A" * 12), One("1002", "C" * 12)])
    write_reviews(tmp_path / "books", {"1001": (80, 80), "1002": (80, 80)})

    year = year_by(tmp_path / "books", versions([load(path)]))

    assert of(year, "1001", "grade", "score", "rank") == ("A", 88, 1)
    assert advised(year, "1002") == []
    people = year_document(year, [], "zh")["people"]
    assert [person["year"]["recommendations"] for person in people] == [[], []]
    book = openpyxl.load_workbook(written(year, tmp_path / "2024.graded.xlsx"), data_only=True)
    assert book["年度"]["T6"].value == "A"
    assert "建议" in book.sheetnames
