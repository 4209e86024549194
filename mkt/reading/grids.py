"""A file as grids: every sheet as rows of plain values, with its merges and what the survey saw of it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mkt.findings import Refused
from mkt.reading import lines, ods, ole
from mkt.reading.apart import apart
from mkt.reading.guard import Format, file_damaged, file_encrypted, file_too_large
from mkt.reading.survey import MOST_CELLS, CellPlace, Survey, survey

Value = Any
"""str, float, int, bool, date, datetime, time or timedelta; "" for an empty cell."""


@dataclass(frozen=True)
class Grid:
    """One sheet: `rows[r][c]` from the sheet's first cell on, merges as (top, left, bottom, right), all from 0."""

    name: str
    rows: list[list[Value]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    errors: dict[CellPlace, str] = field(default_factory=dict)
    uncalculated: set[CellPlace] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self.rows and not self.errors and not self.uncalculated

    @functools.cached_property
    def _merges_by_top(self) -> dict[int, list[tuple[int, int, int]]]:
        found: dict[int, list[tuple[int, int, int]]] = {}
        for top, left, bottom, right in self.merges:
            found.setdefault(top, []).append((left, bottom, right))
        return found

    def merged_at(self, row: int) -> list[tuple[int, int, int]]:
        """The merges that begin in a row, each as (left, bottom, right)."""
        return self._merges_by_top.get(row, [])

    def broken(self, row: int, column: int) -> bool:
        """Whether a cell holds an error value or a formula that was never calculated; its value is empty then."""
        return (row, column) in self.errors or (row, column) in self.uncalculated

    def value(self, row: int, column: int) -> Value:
        """The value of a cell, "" outside the grid."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def grids(path: Path, form: Format) -> list[Grid]:
    """Every sheet of the file, in its order. Raises `Refused` when it cannot be read."""
    match form:
        case "csv":
            return [Grid(path.stem, lines.rows(path))]
        case "xlsx":
            return _parsed(path, survey(path))
        case "ods":
            merges = ods.merges(path)
            return [replace(grid, merges=merges.get(grid.name, [])) for grid in _apart(path)]
        case "xls":
            ole.unlooped(path)
            return _apart(path)


def _apart(path: Path) -> list[Grid]:
    """Formats without a survey: a parser that aborts takes only its own process with it."""
    found: list[Grid] = apart(_parsed, path)
    return found


def _parsed(path: Path, seen: dict[str, Survey] | None = None) -> list[Grid]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        found = []
        for meta in book.sheets_metadata:
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
                looked = Survey() if seen is None else seen[meta.name]  # a sheet nobody looked over is not parsed
                found.append(_grid(path.name, book.get_sheet_by_name(meta.name), hidden, looked))
        return found
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the engine raises many types, one of them (PanicException) no Exception
        file_encrypted.refuse(path.name, isinstance(error, python_calamine.PasswordError))
        file_damaged.refuse(path.name, ("读取程序无法打开它", f"the reader cannot open it ({type(error).__name__})"))
        raise


def _grid(file: str, sheet: Any, hidden: bool, seen: Survey) -> Grid:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        size = f"{sheet.total_height} x {sheet.total_width}"
        file_too_large.refuse(file, (f"工作表“{sheet.name}”跨度 {size}", f"sheet '{sheet.name}' spans {size}"))
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    return Grid(sheet.name, rows, merges, hidden, seen.errors, seen.uncalculated)
