"""What tests share: a month book written as a grid in the test, and LibreOffice as the oracle of formulas."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from mkt.month import score_month
from mkt.policy.load import find
from mkt.policy.model import Policy
from mkt.scores import ScoredMonth
from tests.process import Run, run_in

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_data"

Grid = dict[str, list[list[Any]]]
MakeBook = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected texts anew")


def parsed(cell: str) -> Any:
    """A cell of a grid: a number where it looks like one, else text; `'1` is the text 1, `~` an empty cell."""
    if cell.startswith("'"):
        return cell[1:]
    if cell in ("", "~"):
        return None
    try:
        return float(cell)
    except ValueError:
        return cell


def grid_of(text: str) -> Grid:
    """The sheets of a text such as

    sheet 销售目标
    | 工号 | 姓名 |
    | 1001 | 甲   |
    """
    sheets: Grid = {}
    rows: list[list[Any]] = []
    for line in (line.strip() for line in text.strip().splitlines()):
        if line.startswith("sheet "):
            rows = sheets.setdefault(line.removeprefix("sheet ").strip(), [])
        elif line.startswith("|"):
            rows.append([parsed(cell.strip()) for cell in line.strip("|").split("|")])
    return sheets


def write_book(path: Path, sheets: Grid, change: Callable[[xlsxwriter.Workbook], None] | None = None) -> Path:
    """A workbook of plain values; `change` may add merges, hide sheets and the like before it is saved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value is not None:
                        sheet.write(r, c, value)
        if change:
            change(workbook)
    return path


@pytest.fixture
def mkt(tmp_path: Path) -> Run:
    """Run `mkt` in a folder of its own."""
    return functools.partial(run_in, tmp_path)


@pytest.fixture
def book(tmp_path: Path) -> MakeBook:
    """Write a month book from a grid: `book('''sheet 销售目标 …''')`; its name says May 2024 unless given."""

    def make(
        text: str, name: str = "2024-05.xlsx", change: Callable[[xlsxwriter.Workbook], None] | None = None
    ) -> Path:
        return write_book(tmp_path / name, grid_of(text), change)

    return make


@pytest.fixture(scope="session")
def sixty_forty() -> Policy:
    """The default policy."""
    return find("sales-60-40")


@pytest.fixture(scope="session")
def objectives() -> Policy:
    """Management by objectives."""
    return find("objectives")


def scored(path: Path, policy: Policy) -> dict[str, tuple[float | None, str | None]]:
    """Id → total and grade."""
    return totals(score_month(path, policy))


def totals(month: ScoredMonth) -> dict[str, tuple[float | None, str | None]]:
    """Id → total and grade, None where not scored."""
    total, grade = month.scores.total.tolist(), month.scores.grade.tolist()
    return {p.id: (None if total[i] != total[i] else total[i], grade[i]) for i, p in enumerate(month.staff.people)}


def codes(path: Path, policy: Policy) -> list[tuple[str, str]]:
    """Code and place of every finding."""
    return [(finding.code, finding.where) for finding in score_month(path, policy).findings]


def dump(path: Path, sheets: Iterable[str] = ()) -> list[str]:
    """Every filled cell of a workbook, one line each: formulas as they stand, with the stored value behind them."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    lines = []
    for name in sheets or formulas.sheetnames:
        for row in formulas[name].iter_rows():
            for cell in row:
                if cell.value is not None:
                    stored = values[name][cell.coordinate].value
                    shown = f"{cell.value}  ->  {stored!r}" if cell.data_type == "f" else repr(cell.value)
                    lines.append(f"{name}!{cell.coordinate} = {shown}")
    return lines


def soffice() -> str:
    """LibreOffice, or a visible skip; where the tests must run whole, its absence fails."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        return program
    if os.environ.get("MKT_TESTS_NEED_SOFFICE"):
        pytest.fail("LibreOffice is missing, and these tests are not to be skipped here")
    pytest.skip("LibreOffice is not installed: recalculated formulas were not compared")


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="session")
def recalculate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Path], Path], list[Path]]:
    """Have LibreOffice compute every formula of some workbooks anew; by default it would trust the stored values."""
    program = soffice()
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")

    def convert(books: Sequence[Path], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to",
                   "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), *map(str, books)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return [folder / path.name for path in books]

    return convert
