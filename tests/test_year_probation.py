"""Probation at the end of the months: which decision is due about whom, at the edges of its days."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from mkt.annual.people import after_months
from mkt.annual.probation import Case
from mkt.annual.result import GradedYear
from mkt.policy.load import load, packs
from mkt.policy.versions import versions
from mkt.year import graded
from tests.small_years import One, of, small_year, taken, told, write_months

# One book of July, so it is August 1. A probation lasts 3 months, at least 1, may be extended by 30 days, at most 6 months.
TODAY = "2024-08-01"
JULY = "......"
CASES = [
    # entry, July's letter, decision, earliest (+ 1 month), due (+ 3 months), latest (+ 30 days)
    ("2024-07-02", "A", "probation-continue", "2024-08-02", "2024-10-02", "2024-11-01"),
    ("2024-07-02", "C", "probation-continue", "2024-08-02", "2024-10-02", "2024-11-01"),
    ("2024-07-01", "A", "probation-early", "2024-08-01", "2024-10-01", "2024-10-31"),
    ("2024-07-01", "B", "probation-early", "2024-08-01", "2024-10-01", "2024-10-31"),
    ("2024-07-01", "C", "probation-await", "2024-08-01", "2024-10-01", "2024-10-31"),
    ("2024-07-01", "-", "probation-ungraded", "2024-08-01", "2024-10-01", "2024-10-31"),
    ("2024-05-02", "B", "probation-early", "2024-06-02", "2024-08-02", "2024-09-01"),
    ("2024-05-02", "C", "probation-await", "2024-06-02", "2024-08-02", "2024-09-01"),
    ("2024-05-01", "B", "probation-confirm", "2024-06-01", "2024-08-01", "2024-08-31"),
    ("2024-05-01", "C", "probation-decide", "2024-06-01", "2024-08-01", "2024-08-31"),
    ("2024-04-02", "B", "probation-confirm", "2024-05-02", "2024-07-02", "2024-08-01"),
    ("2024-04-02", "C", "probation-decide", "2024-05-02", "2024-07-02", "2024-08-01"),
    ("2024-04-01", "B", "probation-overdue", "2024-05-01", "2024-07-01", "2024-07-31"),
    ("2024-04-01", "C", "probation-overdue", "2024-05-01", "2024-07-01", "2024-07-31"),
    ("2024-04-01", "-", "probation-overdue", "2024-05-01", "2024-07-01", "2024-07-31"),
    ("2024-03-31", "B", "probation-overdue", "2024-04-30", "2024-06-30", "2024-07-30"),
    ("2024-08-15", "B", "probation-continue", "2024-09-15", "2024-11-15", "2024-12-15"),
]
DUE = ("probation-decide", "probation-confirm", "probation-overdue", "probation-ungraded", "probation-undated")


def trial(id_: str, letters: str, hired: str, status: str = "试用") -> One:
    """Somebody on probation."""
    return One(id_, letters, {"状态": status, "入职日期": hired})


@pytest.fixture(scope="module")
def july(tmp_path_factory: pytest.TempPathFactory) -> GradedYear:
    """July with a probationer for every case, 1000 and so on."""
    people = [trial(str(1000 + i), JULY + letter, hired) for i, (hired, letter, *_) in enumerate(CASES)]
    return small_year(tmp_path_factory.mktemp("july"), *people)


def days(case: Case) -> list[str | None]:
    """The days of a case."""
    return [day.isoformat() if day else None for day in (case.earliest, case.due, case.extended)]


def only(year: GradedYear) -> Case:
    """The one case of a year."""
    [case] = year.cases
    return case


@pytest.mark.parametrize("i", range(len(CASES)), ids=[f"{hired}{letter}" for hired, letter, *_ in CASES])
def test_the_decision_at_the_end_of_july(i: int, july: GradedYear) -> None:
    """Before the first month is over: go on; then early where every month passes; at three months: confirm or decide;

    beyond the extension: overdue.
    """
    case = july.cases[i]
    assert (case.member.person.id, case.decision, *days(case)) == (str(1000 + i), *CASES[i][2:])


def test_decisions_that_are_due_are_told(july: GradedYear) -> None:
    """A warning for each that is due; whoever goes on, waits or may be confirmed early is on the sheet only."""
    due = [str(1000 + i) for i, (_, _, decision, *_) in enumerate(CASES) if decision in DUE]
    assert [person for _, person, _ in told(july.findings, "probation-due")] == due


def test_the_words_name_the_days(july: GradedYear) -> None:
    """Both languages say until when an extension may go."""
    case = next(case for case in july.cases if case.decision == "probation-decide")
    assert "2024-08-01" in case.text("zh")
    assert "2024-08-31" in case.text("zh")
    assert "2024-08-31" in case.text("en")


def test_whoever_may_lose_the_post_carries_a_caution(july: GradedYear) -> None:
    """Confirming and going on need none; every other decision names articles 19 and 39 of the Labour Contract Law."""
    for case in july.cases:
        plain = case.decision in ("probation-continue", "probation-early", "probation-confirm")
        assert (case.caution("zh") == "") is plain
        assert (case.caution("en") == "") is plain
        assert plain or ("第十九条" in case.caution("zh") and "第三十九条" in case.caution("zh"))
        assert plain or ("art. 19" in case.caution("en") and "art. 39" in case.caution("en"))


@pytest.mark.parametrize(
    ("hired", "earliest", "due", "latest"),
    [
        ("2024-03-31", "2024-04-30", "2024-06-30", "2024-07-30"),
        ("2023-11-30", "2023-12-30", "2024-02-29", "2024-03-30"),
        ("2024-01-31", "2024-02-29", "2024-04-30", "2024-05-30"),
    ],
)
def test_a_month_that_has_no_such_day_ends_on_its_last(
    hired: str, earliest: str, due: str, latest: str, tmp_path: Path
) -> None:
    """March 31 and three months is June 30; November 30 and three is the last of February."""
    assert days(only(small_year(tmp_path, trial("1001", "B", hired)))) == [earliest, due, latest]


def test_months_are_counted_over_the_year_s_end() -> None:
    """The same day three months on."""
    assert after_months(datetime.date(2024, 10, 2), 3) == datetime.date(2025, 1, 2)
    assert after_months(datetime.date(2024, 12, 31), 6) == datetime.date(2025, 6, 30)


@pytest.mark.parametrize("hired", ["", "去年夏天"])
def test_without_a_day_of_entry_no_day_is_named(hired: str, tmp_path: Path) -> None:
    """Blank, or no day: told, and nothing guessed."""
    year = small_year(tmp_path, trial("1001", JULY + "B", hired))
    case = only(year)
    assert (case.decision, *days(case)) == ("probation-undated", None, None, None)
    assert told(year.findings, "probation-due")[0][1] == "1001"


def test_every_month_of_the_probation_must_pass(tmp_path: Path) -> None:
    """A C in May among B: decide at the end of July, though June and July pass."""
    assert only(small_year(tmp_path, trial("1001", "....CBB", "2024-05-01"))).decision == "probation-decide"


def test_a_month_without_a_grade_leaves_the_decision_open(tmp_path: Path) -> None:
    """June without a grade, May and July a B: whether every month passes is not known; the grades are listed."""
    case = only(small_year(tmp_path, trial("1001", "....B-B", "2024-05-01")))
    assert (case.decision, case.grades) == ("probation-ungraded", {"2024-05": "B", "2024-06": "无", "2024-07": "B"})


def test_only_months_on_probation_count(tmp_path: Path) -> None:
    """In May a temporary member of staff with a C, on probation from June."""
    one = One("1001", "....CBB", {"状态": "实习", "入职日期": "2024-05-01"}, {6: {"状态": "试用期"}})
    case = only(small_year(tmp_path, one))
    assert (case.decision, case.grades) == ("probation-confirm", {"2024-06": "B", "2024-07": "B"})


def test_a_note_behind_the_status_changes_nothing(tmp_path: Path) -> None:
    """试用（延长） is on probation: left out of the year, and a decision is due; the month of 试用（延长） counts."""
    year = small_year(tmp_path, trial("1001", JULY + "C", "2024-05-01", "试用（延长）"))
    assert of(year, "1001", "left_out").startswith("试用期员工")
    assert (only(year).decision, only(year).grades) == ("probation-decide", {"2024-07": "C"})


def test_whoever_is_confirmed_is_no_case(tmp_path: Path) -> None:
    """On probation until June, 在职 in July."""
    one = One("1001", "...BBBB", {"状态": "试用", "入职日期": "2024-04-01"}, {7: {"状态": "在职"}})
    assert small_year(tmp_path, one).cases == []


def test_whoever_left_during_probation_is_no_case(tmp_path: Path) -> None:
    """On no list in July: vanished, not to be confirmed."""
    year = small_year(tmp_path, trial("1001", "...BBB.", "2024-04-01"), One("1002", "BBBBBBB"))
    assert year.cases == []
    assert told(year.findings, "person-vanished") == [("person-vanished", "1001", "2024-07")]


def test_an_extension_ends_at_the_most_months(tmp_path: Path) -> None:
    """With a usual probation of six months, which is the most, there is no extension beyond them: December 1 stays December 1."""
    text = packs()["sales-60-40"].read_text(encoding="utf-8")
    before = "usual: {value: 3,"
    assert before in text
    policy = tmp_path / "policy.yaml"
    policy.write_text(text.replace(before, "usual: {value: 6,"), encoding="utf-8")
    write_months(tmp_path / "books", [trial("1001", JULY + "B", "2024-06-01")])
    known = versions([load(policy)])
    [group] = taken(tmp_path / "books", known)

    assert days(only(graded(group, known))) == ["2024-07-01", "2024-12-01", "2024-12-01"]
