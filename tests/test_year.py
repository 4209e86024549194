"""The year against an exact second reading of its rules."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from mkt.annual.gather import found_in, grouped
from mkt.annual.plan import LISTED
from mkt.annual.result import GradedYear, said
from mkt.annual.take import Taker
from mkt.policy import annual as columns
from mkt.policy.load import find
from mkt.policy.versions import versions
from mkt.writing import atomic
from mkt.writing import graded as writing
from mkt.year import graded
from tests import random_years


def year_of(folder: Path, policy: str = "objectives") -> GradedYear:
    """The graded year of a folder's books."""
    known = versions([find(policy)])
    books, _ = found_in([folder], trust=False)
    [group] = grouped([Taker(known, trust=False)(book) for book in books])
    return graded(group, known)


def exactly(value: Fraction | int | None) -> float | None:
    """A figure of the second reading as a float."""
    return None if value is None else float(value)


MONTHS = [range(1, 13), [1, 2, 3], [2, 3, 5, 6, 7, 8, 9, 10, 11]]


@pytest.mark.parametrize(
    ("seed", "months"), [(0, MONTHS[0]), (1, MONTHS[0]), (2, MONTHS[0]), (3, MONTHS[1]), (4, MONTHS[2])]
)
def test_random_years_agree_with_exact_arithmetic(seed: int, months: range | list[int], tmp_path: Path) -> None:
    """Month grades, points, grades, scores, ranks, who is left out, recommendations and best employees are what fractions say."""
    expected = random_years.year(tmp_path, 120, seed, months)

    year = year_of(tmp_path)

    assert [member.person.id for member in year.people] != []
    trace = year.trace.columns
    codes: dict[str, set[str]] = {member.person.id: set() for member in year.people}
    for advice in year.advice:
        codes[advice.member.person.id].add(advice.rule.code)
    figures = {ref: said(trace[ref].tolist()) for ref in (columns.POINTS.ref, columns.SCORE.ref, columns.RANK.ref)}
    found, wanted = {}, {}
    for i, member in enumerate(year.people):
        id_, exact = member.person.id, expected.years[member.person.id]
        found[id_] = (figures[columns.POINTS.ref][i], trace[columns.GRADE.ref][i], figures[columns.SCORE.ref][i],
                      figures[columns.RANK.ref][i], trace[columns.ASSESSED.ref][i], bool(member.left_out), codes[id_])  # fmt: skip
        wanted[id_] = (exactly(exact.points), exact.grade, exactly(exact.score), exactly(exact.rank), exact.months,
                       exact.left_out, set(exact.codes))  # fmt: skip
    assert found == wanted
    assert set(expected.years) == set(found)
    assert {p: sorted(ids) for p, ids in year.best_months.items()} == {
        p: sorted(i) for p, i in expected.best_of_month.items()
    }
    assert {b: sorted(ids) for b, ids in year.best_year.items()} == {
        b: sorted(i) for b, i in expected.best_of_year.items()
    }
    assert LISTED.ref in trace


def test_recalculated_years_differ_nowhere(
    tmp_path: Path, recalculate: Callable[[Sequence[Path], Path], list[Path]]
) -> None:
    """LibreOffice, made to compute every formula anew, finds in random years the values that were written; a planted one is corrected."""
    books = []
    for seed, months in ((0, MONTHS[0]), (5, MONTHS[2])):
        random_years.year(tmp_path / str(seed), 120, seed, months)
        books.append(tmp_path / f"{seed}.xlsx")
        atomic.write(books[-1], functools.partial(writing.write, year_of(tmp_path / str(seed))))
    books.append(planted(books[0], tmp_path / "planted.xlsx"))

    done = recalculate(books, tmp_path / "done")

    for before, after in zip(books, done, strict=True):
        written, found = cells(before), cells(after)
        assert written.keys() == found.keys()
        differing = [place for place in written if written[place] != found[place]]
        assert differing == (["年度!S6"] if before == books[2] else [])


def cells(path: Path) -> dict[str, object]:
    """Every filled cell of a workbook's sheets, numbers to nine decimals."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    found: dict[str, object] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    value = cell.value
                    found[f"{sheet.title}!{cell.coordinate}"] = (
                        round(value, 9) if isinstance(value, float | int) else value
                    )
    return found


def planted(book: Path, target: Path) -> Path:
    """A copy of a graded year in which the stored points of the first person are wrong."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, changed = re.subn(rb'(r="S6"><f>[^<]*</f><v>)[^<]*', rb"\g<1>77", part)
                assert changed == 1
            copy.writestr(name, part)
    return target
