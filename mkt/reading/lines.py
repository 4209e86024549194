"""A .csv file: lines of text in one of the encodings and with one of the marks that spreadsheets write."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from mkt.reading.guard import UTF_16, file_damaged, file_too_large

MOST_VALUES = 5_000_000
MARKS = "\t;,"  # the last is taken where no other is on every second line


def rows(path: Path) -> list[list[str]]:
    """The lines of the file as lists of text. Raises `Refused` where it cannot be read for certain."""
    text = _decoded(path.read_bytes())
    if text is None:
        file_damaged.refuse(path.name, ("文字编码认不出（不是 UTF-8 也不是 GB18030）", "its encoding is neither UTF-8 nor GB18030"))  # fmt: skip
        return []
    mark = _mark(text[:100_000].splitlines())
    values = text.count(mark) + text.count("\n")
    if values > MOST_VALUES:
        file_too_large.refuse(path.name, (f"有 {values} 个值", f"it has {values} values"))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:  # an open quotation mark would swallow every line after it
        file_damaged.refuse(
            path.name, ("引号不成对，或一个值太长", f"quotation marks or a value out of bounds ({error})")
        )
        raise


def _mark(lines: list[str]) -> str:
    filled = [line for line in lines if line.strip()]
    return next((mark for mark in MARKS if 2 * sum(mark in line for line in filled) >= len(filled)), ",")


def _decoded(raw: bytes) -> str | None:
    encodings = ["utf-16"] if raw[:2] in UTF_16 else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
