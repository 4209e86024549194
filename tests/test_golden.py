"""Golden workbooks as text, one line a cell: a change that moves anybody's figure shows in the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkt.month import score_month
from mkt.policy.load import find
from mkt.writing import atomic, scored
from tests.conftest import dump, grid_of, write_book

CASES = sorted(path for path in (Path(__file__).parent / "golden").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_scored_workbook(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Each folder holds a book as text (its first line names the policy) and every cell of the scored workbook.

    The hashes on 凭据 are left out: they change with every word of a policy.
    """
    policy, _, text = (case / "book.txt").read_text(encoding="utf-8").partition("\n")
    book = write_book(tmp_path / "2024-05.xlsx", grid_of(text))
    target = tmp_path / "2024-05.scored.xlsx"
    month = score_month(book, find(policy.removeprefix("policy ")))
    atomic.write(target, lambda file: scored.write(month, file))

    found = [line for line in dump(target) if not line.startswith("凭据!B")]
    expected = case / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8").splitlines()
