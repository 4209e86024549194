"""A file as grids: every sheet as rows of plain values, with its merges and what the survey saw of it."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkt.findings import Refused
from mkt.reading.guard import Format, file_damaged, file_too_large
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

    def value(self, row: int, column: int) -> Value:
        """The value of a cell, "" outside the grid."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def grids(path: Path, form: Format) -> list[Grid]:
    """Every sheet of the file, in its order. Raises `Refused` when it cannot be read."""
    if form == "csv":
        return [_csv(path)]
    if form == "xlsx":
        seen = survey(path)
        return _parsed(path, seen)
    with ProcessPoolExecutor(
        1
    ) as child:  # these formats have no survey: a parser that aborts takes only the child with it
        try:
            return child.submit(_limited, path).result(timeout=120)
        except (BrokenProcessPool, TimeoutError):
            file_damaged.refuse(path.name, ("读取程序无法打开它", "the reader cannot open it"))
            raise


def _limited(path: Path) -> list[Grid]:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass
    return _parsed(path, {})


def _parsed(path: Path, seen: dict[str, Survey]) -> list[Grid]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        found = []
        for meta in book.sheets_metadata:
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
                hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
                found.append(_grid(path.name, book.get_sheet_by_name(meta.name), hidden, seen.get(meta.name, Survey())))
        return found
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the engine raises many types, one of them (PanicException) no Exception
        file_damaged.refuse(path.name, ("读取程序无法打开它", f"the reader cannot open it ({type(error).__name__})"))
        raise


def _grid(file: str, sheet: Any, hidden: bool, seen: Survey) -> Grid:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        size = f"{sheet.total_height} x {sheet.total_width}"
        file_too_large.refuse(file, (f"工作表“{sheet.name}”跨度 {size}", f"sheet '{sheet.name}' spans {size}"))
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    return Grid(sheet.name, rows, merges, hidden, seen.errors, seen.uncalculated)


def _csv(path: Path) -> Grid:
    text = _decoded(path.read_bytes())
    if text is None:
        file_damaged.refuse(
            path.name, ("文字编码认不出（不是 UTF-8 也不是 GB18030）", "its encoding is neither UTF-8 nor GB18030")
        )
        text = ""
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    return Grid(path.stem, [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)])


def _decoded(raw: bytes) -> str | None:
    encodings = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
