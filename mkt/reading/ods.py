"""One look over an .ods before a parser reads it: how far its sheets reach, and its merges, which the reader leaves out."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from mkt.findings import Refused
from mkt.reading.guard import file_damaged, file_encrypted
from mkt.reading.survey import MOST_CELLS, MOST_TEXT, sheet_too_large

Merge = tuple[int, int, int, int]
"""Top, left, bottom, right, all from 0."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def merges(path: Path) -> dict[str, list[Merge]]:
    """Sheet name → its merges. Raises `Refused` where a sheet reaches too far or the file cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            file_encrypted.refuse(path.name, b"encryption-data" in archive.read("META-INF/manifest.xml"))
            with archive.open("content.xml") as content:
                return _sheets(path.name, content)
    except Refused:
        raise
    except Exception as error:  # a rotten archive raises a dozen unrelated types
        file_damaged.refuse(path.name, ("内部的部件读不出来", f"a part of it cannot be read ({type(error).__name__})"))
        raise


def _sheets(file: str, content: IO[bytes]) -> dict[str, list[Merge]]:
    found: dict[str, list[Merge]] = {}
    sheet, row = "", 0
    for event, element in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314  # expat stops entity bombs
        if element.tag == f"{_TABLE}table" and event == "start":
            sheet, row = element.get(f"{_TABLE}name", ""), 0
            found[sheet] = []
        elif element.tag == f"{_TABLE}table-row" and event == "end":
            found[sheet] += _row(file, sheet, row, element)
            row += _times(element, "number-rows-repeated")
            element.clear()
    return found


def _row(file: str, sheet: str, row: int, element: ElementTree.Element) -> list[Merge]:
    """The merges that begin in a row; cells with something in them may not reach over the limit."""
    found, column = [], 0
    for cell in element:
        width = _times(cell, "number-columns-repeated")
        if cell.get(f"{_OFFICE}value-type"):
            rows = row + _times(element, "number-rows-repeated")
            text = width * _times(element, "number-rows-repeated") * sum(map(len, cell.itertext()))
            if rows * (column + width) > MOST_CELLS or text > MOST_TEXT:
                sheet_too_large.refuse(file, sheet, f"{rows} x {column + width}")
        down, right = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if max(down, right) > 1:
            found.append((row, column, row + down - 1, column + right - 1))
        column += width
    return found


def _times(element: ElementTree.Element, attribute: str) -> int:
    return int(element.get(_TABLE + attribute, "1"))
