"""Long sheets, streamed.

XlsxWriter makes the whole workbook: styles, widths, names, conditional formats, and of each long sheet the header and one
model row of blank, formatted cells. The rows are then printed in the model's image straight into the file.
Ten times faster than writing cell by cell, with a memory that does not grow with the rows.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from mkt.book import letters

LAST_ROW = 1_048_576
CHUNK = 2_000  # rows rendered at a time
LONGEST = 32_000  # characters in a cell; Excel holds 32,767
TALLEST = 409  # points
LEVEL = 5  # of compression: a third of the time of 9 for a few per cent more bytes
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date every part bears, so that the bytes do not depend on the clock

MODE = 0o100600 << 16  # every part bears it; a spreadsheet program that saves the file does not

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")  # Excel would read it as one character
_SPECIAL = re.compile(r"_x[0-9A-Fa-f]{4}_|[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    r"""A text as XML holds it; characters that XML cannot hold are left out.

    >>> escaped("a<b&c\x01")
    'a&lt;b&amp;c'
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    if _SPECIAL.search(text) is None:
        return text
    text = _ESCAPE_LIKE.sub("_x005F_x", text)
    return _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shown(value: float | None) -> str:
    """A number as a sheet stores it; "" for a missing one.

    >>> shown(60.0), shown(0.1), shown(float("nan"))
    ('60', '0.1', '')
    """
    if value is None or value != value:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


Cells = Callable[[range, str], Iterable[str]]
"""Given positions and the `r`-less opening of its cells, the XML of one column's cells.

The opening ends right before the row number: `<c s="3" r="B`.
"""


@dataclass(frozen=True)
class LongSheet:
    """The rows of one sheet: where they begin (from 0), how many, and a renderer for each column."""

    name: str
    first: int
    count: int
    columns: Sequence[Cells]
    height: Callable[[int], int] = lambda i: 1
    """How many lines of text a row needs."""


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters; a Chinese character takes the room of two.

    >>> lines("", 10), lines("六个汉字六个", 10), lines("x" * 10, 10)
    (1, 2, 1)
    """
    if len(text) * 2 <= width:
        return 1
    return max(1, -(-sum(2 if ord(c) > 0x2E7F else 1 for c in text) // width))


def texts(values: Callable[[int], str], first: int) -> Cells:
    """A column of plain texts."""

    def cells(rows: range, opening: str) -> Iterator[str]:
        for i in rows:
            value = values(i)
            row = i + first + 1
            if value:
                yield f'{opening}{row}" t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
            else:
                yield f'{opening}{row}"/>'

    return cells


def numbers(values: Callable[[int], float], fallback: Callable[[int], str], first: int) -> Cells:
    """A column of numbers; where there is none, the text that stands there instead."""

    def cells(rows: range, opening: str) -> Iterator[str]:
        for i in rows:
            value = values(i)
            row = i + first + 1
            if value == value:
                yield f'{opening}{row}"><v>{shown(value)}</v></c>'
            else:
                text = fallback(i)
                inside = f' t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>' if text else "/>"
                yield f'{opening}{row}"{inside}'

    return cells


def formulas(formula: Callable[[int], str], values: Callable[[int], float | str | None], first: int) -> Cells:
    """A column of formulas, each with the value it yields (a text, a number, or none)."""

    def cells(rows: range, opening: str) -> Iterator[str]:
        for i in rows:
            value, text = values(i), escaped(formula(i)[1:])
            row = i + first + 1
            if isinstance(value, float | int) and value == value:
                yield f'{opening}{row}"><f>{text}</f><v>{shown(value)}</v></c>'
            else:
                said = escaped(value) if isinstance(value, str) else ""
                yield f'{opening}{row}" t="str"><f>{text}</f><v>{said}</v></c>'

    return cells


def finish(skeleton: BytesIO, sheets: Sequence[LongSheet], target: BinaryIO) -> None:
    """Write the workbook with the rows of its long sheets to `target`."""
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as book,
    ):
        parts = _parts(source)
        long = {parts[sheet.name]: sheet for sheet in sheets}
        for name in source.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = MODE
            with book.open(info, "w", force_zip64=name in long) as part:
                if name in long:
                    for piece in _filled(source.read(name).decode(), long[name]):
                        part.write(piece.encode())
                else:
                    with source.open(name) as original:
                        shutil.copyfileobj(original, part)


def _parts(source: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part; XlsxWriter numbers the sheets in order."""
    names = re.findall(r'<sheet name="([^"]*)"', source.read("xl/workbook.xml").decode())
    plain = (
        name.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&") for name in names
    )
    return {name: f"xl/worksheets/sheet{i}.xml" for i, name in enumerate(plain, 1)}


def _filled(xml: str, sheet: LongSheet) -> Iterator[str]:
    """The sheet's XML with its model row replaced by the rows."""
    model = re.search(rf'<row r="{sheet.first + 1}"[^>]*>(.*?)</row>', xml)
    assert model, f"{sheet.name} has no model row"
    styles = re.findall(r'<c r="[A-Z]+\d+"(?: s="(\d+)")?', model.group(1))
    openings = [f'<c s="{style or 0}" r="{letters(c)}' for c, style in enumerate(styles)]
    last = f"{letters(len(styles) - 1)}{max(sheet.first + sheet.count, sheet.first)}"
    yield re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{last}"/>', xml[: model.start()])
    for start in range(0, sheet.count, CHUNK):
        rows = range(start, min(start + CHUNK, sheet.count))
        columns = [column(rows, opening) for column, opening in zip(sheet.columns, openings, strict=True)]
        yield "".join(
            f'<row r="{i + sheet.first + 1}"{_height(sheet.height(i))}>{"".join(cells)}</row>'
            for i, *cells in zip(rows, *columns, strict=True)
        )
    yield xml[model.end() :]


def row_height(needed: int) -> int:
    """The height, in points, of a row with so many lines of text; a row can be no higher than `TALLEST`."""
    return min(4 + 13 * needed, TALLEST)


def _height(needed: int) -> str:
    return f' ht="{row_height(needed)}" customHeight="1"'
