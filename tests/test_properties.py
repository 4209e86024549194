"""What must hold whatever the figures are: order, units, names and more sales."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkt.month import score_month
from mkt.policy.load import find
from tests.conftest import Grid, totals, write_book
from tests.random_books import RATINGS

POLICY = find("sales-60-40")
MARK = st.integers(0, 40).map(lambda quarters: quarters / 4)
MONEY = st.integers(1, 10**9).map(lambda cents: cents / 100)
PERSON = st.tuples(MONEY, MONEY, MARK, MARK, MARK, MARK)
PEOPLE = st.lists(PERSON, min_size=1, max_size=8)
Figures = list[tuple[float, ...]]

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def grids(people: Figures, names: str = "人") -> Grid:
    """A book of these people."""
    targets: list[list[object]] = [["工号", "姓名", "计划销售额", "实际销售额"]]
    ratings: list[list[object]] = [["工号", "姓名", *RATINGS]]
    for i, (plan, actual, *marks) in enumerate(people):
        targets.append([f"{1000 + i}", f"{names}{i}", plan, actual])
        ratings.append([f"{1000 + i}", f"{names}{i}", *marks])
    return {"销售目标": targets, "行为评分": ratings}


def result(folder: Path, sheets: Grid) -> dict[str, tuple[float | None, str | None]]:
    """Totals and grades of a book."""
    return totals(score_month(write_book(folder / "2024-05.xlsx", sheets), POLICY))


def shuffled(sheets: Grid, seed: int) -> Grid:
    """The same book with its sheets, rows and columns in another order."""
    chance = random.Random(seed)
    mixed = {}
    for name in chance.sample(list(sheets), len(sheets)):
        head, *rows = sheets[name]
        order = chance.sample(range(len(head)), len(head))
        mixed[name] = [[row[c] for c in order] for row in (head, *chance.sample(rows, len(rows)))]
    return mixed


@quick
@given(PEOPLE, st.integers(0, 10**6))
def test_order_changes_nothing(tmp_path: Path, people: Figures, seed: int) -> None:
    """The order of rows, columns and sheets changes nobody's total or grade."""
    sheets = grids(people)
    assert result(tmp_path, shuffled(sheets, seed)) == result(tmp_path, sheets)


@quick
@given(PERSON, st.integers(0, 10**8).map(lambda cents: cents / 100))
def test_more_sales_never_score_less(tmp_path: Path, person: tuple[float, ...], more: float) -> None:
    """Raising somebody's actual sales lowers neither the total nor the grade."""
    plan, actual, *marks = person
    found = result(tmp_path, grids([person, (plan, round(actual + more, 2), *marks)]))
    (before, old), (after, new) = found["1000"], found["1001"]
    assert None not in (before, after, old, new)
    assert after >= before
    assert new <= old  # A before B before C


@quick
@given(PEOPLE)
def test_yuan_and_ten_thousand_yuan_give_the_same_points(tmp_path: Path, people: Figures) -> None:
    """A book in 万元 (said in the header) scores as the same book in yuan."""
    sheets = grids(people)
    head, *rows = sheets["销售目标"]
    lots = {**sheets, "销售目标": [[*head[:2], "计划销售额（万元）", "实际销售额（万元）"],
                                  *([id_, name, round(p / 10_000, 6), round(a / 10_000, 6)] for id_, name, p, a in rows)]}  # fmt: skip
    assert result(tmp_path, lots) == result(tmp_path, sheets)


@quick
@given(PEOPLE)
def test_renaming_people_renames_the_result_only(tmp_path: Path, people: Figures) -> None:
    """Other names change no figure."""
    assert result(tmp_path, grids(people, "甲乙")) == result(tmp_path, grids(people))


@quick
@given(PEOPLE)
def test_text_numbers_score_as_numbers(tmp_path: Path, people: Figures) -> None:
    """Figures kept as text, with thousands separators, score as figures."""
    sheets = grids(people)
    head, *rows = sheets["销售目标"]
    text = {**sheets, "销售目标": [head, *([id_, name, f"{p:,.2f}", f"{a:,.2f}元"] for id_, name, p, a in rows)]}
    assert result(tmp_path, text) == result(tmp_path, sheets)


@quick
@given(PEOPLE, st.integers(0, 7), st.sampled_from(["计划销售额", *RATINGS]))
def test_a_blank_spoils_one_person_only(tmp_path: Path, people: Figures, who: int, what: str) -> None:
    """A blank leaves its person not scored and everybody else as they were."""
    who %= len(people)
    sheets = grids(people)
    whole = result(tmp_path, sheets)
    sheet = next(rows for rows in sheets.values() if what in rows[0])
    sheet[who + 1][sheet[0].index(what)] = None
    assert result(tmp_path, sheets) == {**whole, f"{1000 + who}": (None, None)}


@pytest.mark.parametrize(("total", "grade"), [(90.0, "A"), (89.99, "B"), (70.0, "B"), (69.99, "C")])
def test_grades_at_their_bounds(tmp_path: Path, total: float, grade: str) -> None:
    """90.00 is an A and 89.99 a B; 70.00 is a B and 69.99 a C."""
    people = [(6_000.0, (total - 30) * 100, 7.5, 7.5, 7.5, 7.5)]
    assert result(tmp_path, grids(people)) == {"1000": (total, grade)}
