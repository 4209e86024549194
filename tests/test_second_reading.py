"""The program against an exact second reading of the regulations, and its formulas against LibreOffice."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from mkt.month import score_month
from mkt.policy.load import find
from mkt.writing import atomic, scored
from tests import random_books
from tests.conftest import SAMPLES, totals

MAKERS = {"sales-60-40": random_books.sixty_forty, "objectives": random_books.objectives}
Recalculate = Callable[[Sequence[Path], Path], list[Path]]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("policy", MAKERS)
def test_totals_and_grades_agree_with_exact_arithmetic(policy: str, seed: int, tmp_path: Path) -> None:
    """Every total and grade of a random month is what fractions make of the regulation's text, blanks and slips included."""
    made = MAKERS[policy](tmp_path / "2024-05.xlsx", 1_500, seed)

    found = totals(score_month(made.path, find(policy)))

    wanted = {id_: (None, None) if e is None else (float(e[0]), e[1]) for id_, e in made.expected.items()}
    assert found == wanted


@pytest.mark.parametrize("policy", MAKERS)
def test_random_books_hold_the_boundaries(policy: str, tmp_path: Path) -> None:
    """The comparison above means something: people at exactly 70.00 or 90.00, in every grade, and not scored, all occur."""
    expected = MAKERS[policy](tmp_path / "2024-05.xlsx", 1_500, 0).expected.values()
    reached = {e[0] for e in expected if e}
    assert {e[1] for e in expected if e} >= {"A", "B", "C"}
    assert None in expected
    if policy == "sales-60-40":
        assert {Fraction(90), Fraction(70), Fraction(8999, 100), Fraction(6999, 100)} <= reached


@pytest.mark.parametrize("book", ["2024-05.xlsx", "messy/市场部2024年5月考核(终稿).xlsx"])
def test_sample_months_agree_with_the_sums_done_by_hand(book: str) -> None:
    """The May samples, tidy and messy, give the totals worked out beside them with fractions."""
    _agrees(SAMPLES / book, "sales-60-40")


@pytest.mark.parametrize("book", ["2024-05.xlsx", "messy/市场部2024年5月目标考核.xlsx"])
def test_sample_months_by_objectives_agree_with_the_sums_done_by_hand(book: str) -> None:
    """So do those of management by objectives."""
    _agrees(SAMPLES / "objectives" / book, "objectives")


def _agrees(book: Path, policy: str) -> None:
    lines = (Path(__file__).parent / "expected" / f"2024-05.{policy}.tsv").read_text(encoding="utf-8").split("\n")
    wanted = {id_: (float(total), grade) for id_, total, grade in (line.split("\t") for line in lines if line)}
    assert totals(score_month(book, find(policy))) == wanted


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The scored workbooks of 5,000 random people for each policy, and the messy samples."""
    folder = tmp_path_factory.mktemp("scored")
    made = [(policy, maker(folder / policy / "2024-05.xlsx", 5_000, 7).path) for policy, maker in MAKERS.items()]
    made += [("sales-60-40", path) for path in (SAMPLES / "messy").glob("*.xlsx")]
    made += [("objectives", path) for path in (SAMPLES / "objectives" / "messy").glob("*.xlsx")]
    targets = []
    for i, (policy, path) in enumerate(made):
        target = folder / f"{i}.xlsx"
        month = score_month(path, find(policy))
        atomic.write(target, lambda file, month=month: scored.write(month, file))  # type: ignore[misc]
        targets.append(target)
    return targets


def test_recalculated_workbooks_differ_in_no_cell(
    workbooks: list[Path], recalculate: Recalculate, tmp_path: Path
) -> None:
    """LibreOffice, made to compute every formula anew, finds the stored values; a wrong value planted among them is corrected."""
    planted = tmp_path / "planted.xlsx"
    _plant_wrong_total(workbooks[0], planted)

    done = recalculate([*workbooks, planted], tmp_path / "recalculated")

    for before, after in zip(workbooks, done, strict=False):
        assert _differences(before, after) == []
    assert _differences(planted, done[-1]) == [("成绩!J6", 12345.0, _cells(workbooks[0])["成绩!J6"])]


def _plant_wrong_total(source: Path, target: Path) -> None:
    """The workbook with the first person's stored total overwritten."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text, count = re.subn(r'(r="J6"><f>[^<]*</f><v>)[^<]*', r"\g<1>12345", content.decode())
                assert count == 1
                content = text.encode()
            new.writestr(info, content)


def _cells(path: Path) -> dict[str, object]:
    """Every filled cell of a workbook."""
    book = CalamineWorkbook.from_path(str(path))
    return {
        f"{name}!{openpyxl.utils.get_column_letter(c + 1)}{r + 1}": value
        for name in book.sheet_names
        for r, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for c, value in enumerate(row)
        if value != ""
    }


def _differences(before: Path, after: Path) -> list[tuple[str, object, object]]:
    one, other = _cells(before), _cells(after)
    return [
        (cell, one.get(cell), other.get(cell)) for cell in one.keys() | other.keys() if one.get(cell) != other.get(cell)
    ][:20]


def test_editing_a_figure_moves_the_scores(recalculate: Recalculate, tmp_path: Path, workbooks: list[Path]) -> None:
    """The formulas are live: with 50 instead of 60 points on 制度参数 the sheet pays fewer points for sales."""
    changed = tmp_path / "changed.xlsx"
    shutil.copy(workbooks[2], changed)
    book = openpyxl.load_workbook(changed)
    book["制度参数"]["B5"] = 50
    book.save(changed)

    [done] = recalculate([changed], tmp_path / "out")

    cells = openpyxl.load_workbook(done, data_only=True)
    sold, plan = cells["输入"]["E6"].value, cells["输入"]["C6"].value
    assert cells["成绩"]["E6"].value == pytest.approx(round(50 * sold / plan, 2), abs=0.005)
    assert cells["说明"]["H6"].value == "与说明不符"


ALLOWED = {"IF", "ROUND", "SUM", "MIN", "MAX", "LOOKUP", "SUMPRODUCT", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "SUMIFS", "AND", "OR",
           "INDEX", "MATCH", "TRUNC"}  # fmt: skip


def test_only_functions_of_excel_2007_and_rounded_lookups(workbooks: list[Path]) -> None:
    """No formula uses a function newer than Excel 2007, and every LOOKUP compares a rounded value, as Excel needs."""
    formulas = [f for path in workbooks[2:] for f in _formulas(path)]
    assert {name for f in formulas for name in re.findall(r"([A-Z]+)\(", f)} <= ALLOWED
    lookups = [f for f in formulas if "LOOKUP(" in f]
    assert lookups
    assert all(f.count("LOOKUP(") == f.count("LOOKUP(ROUND(") for f in lookups)


def test_every_computed_cell_is_a_formula_with_its_value(workbooks: list[Path]) -> None:
    """Points, total, grade and rank are formulas; each carries the value that pandas and previewers read."""
    plain, stored = openpyxl.load_workbook(workbooks[2]), openpyxl.load_workbook(workbooks[2], data_only=True)
    for row in plain["成绩"].iter_rows(min_row=6, min_col=5, max_col=12):
        for cell in row:
            assert cell.data_type == "f", cell.coordinate
            assert stored["成绩"][cell.coordinate].value is not None, cell.coordinate


def test_names_in_formulas_are_defined(workbooks: list[Path]) -> None:
    """Every figure a formula names stands on 制度参数 under that name."""
    for path in workbooks[2:]:
        book = openpyxl.load_workbook(path)
        used = {
            name
            for f in _formulas(path)
            for name in re.findall(r"[\u4e00-\u9fff][\w]*_[\w]+(?!!)\b", re.sub(r"[^,(*+<>=/ -]+!", "", f))
        }
        assert used
        assert used <= set(book.defined_names)
        assert all("制度参数" in book.defined_names[name].attr_text for name in used)


def _formulas(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
