"""`mkt verify`: a result as written agrees with itself; one that was edited is told where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from mkt.findings import Refused
from mkt.month import score_month
from mkt.policy.load import find
from mkt.verify import verify
from mkt.writing import atomic, scored
from tests import random_books
from tests.conftest import SAMPLES

MAKERS = {"sales-60-40": random_books.sixty_forty, "objectives": random_books.objectives}


def written(book: Path, policy: str, target: Path) -> Path:
    """The scored workbook of a book."""
    month = score_month(book, find(policy))
    atomic.write(target, lambda file: scored.write(month, file))
    return target


def edited(result: Path, sheet: str, cell: str, value: object) -> Path:
    """The result with one cell overwritten, every formula kept as its value."""
    book = openpyxl.load_workbook(result, data_only=True)
    book[sheet][cell] = value
    book.save(result)
    return result


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """The scored workbook of the May sample."""
    return written(SAMPLES / "2024-05.xlsx", "sales-60-40", tmp_path / "2024-05.scored.xlsx")


@pytest.mark.parametrize("policy", MAKERS)
def test_a_result_as_written_agrees(policy: str, tmp_path: Path) -> None:
    """Random months, with blanks, slips and people not scored, are recomputed from their own inputs without a difference."""
    book = MAKERS[policy](tmp_path / "2024-05.xlsx", 300, 3).path
    assert verify(written(book, policy, tmp_path / "out.xlsx")) == []


@pytest.mark.parametrize(("cell", "value"), [("J6", 99.0), ("E7", 60.0), ("K10", "A"), ("L8", 1.0)])
def test_an_edited_figure_is_named_by_its_cell(result: Path, cell: str, value: object) -> None:
    """Points, total, grade or rank overwritten by hand: that very cell is told."""
    found = verify(edited(result, "成绩", cell, value))
    assert [(f.code, f.where) for f in found] == [("figure-differs", f"成绩!{cell}")]


def test_an_edited_input_is_found_by_its_consequences(result: Path) -> None:
    """A changed input that was not recalculated leaves figures that do not follow from it."""
    found = verify(edited(result, "输入", "E6", 1.0))
    assert {"成绩!E6", "成绩!J6"} <= {f.where for f in found}


def test_an_input_edited_and_recalculated_breaks_the_evidence(
    result: Path, tmp_path: Path, recalculate: Callable[[Sequence[Path], Path], list[Path]]
) -> None:
    """Edited and recalculated, the figures agree with each other, but no longer with the hash on 凭据."""
    book = openpyxl.load_workbook(result)
    book["输入"]["E6"] = 1.0
    book.save(result)
    [done] = recalculate([result], tmp_path / "recalculated")
    assert [f.code for f in verify(done)] == ["evidence-differs"]


def test_another_policy_proves_nothing(result: Path, tmp_path: Path) -> None:
    """With a policy file other than the one it was made with, a result is not judged."""
    with pytest.raises(Refused) as refused:
        verify(result, "objectives")
    assert [f.code for f in refused.value.findings] == ["policy-differs"]


def test_only_results_are_verified() -> None:
    """A month book is no result."""
    with pytest.raises(Refused) as refused:
        verify(SAMPLES / "2024-05.xlsx")
    assert [f.code for f in refused.value.findings] == ["result-unknown"]
