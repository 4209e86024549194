"""Plain sheets: a heading, a header, a row for each of something, nothing computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mkt.layout import FIRST
from mkt.writing.look import Look
from mkt.writing.streams import Cells, LongSheet, lines


@dataclass(frozen=True)
class Heading:
    """A column of a plain sheet: its word, its width in characters, and the format of its cells."""

    word: str
    width: int
    format: Any


def plain(look: Look, name: str, title: str, subtitle: str, headings: Sequence[Heading], cells: Sequence[Cells],
          count: int, wrapped: Sequence[tuple[int, Sequence[str]]] = (), filtered: bool = True) -> LongSheet:  # fmt: skip
    """Lay out a sheet of `count` rows; `wrapped` names the columns whose texts make a row higher, with those texts."""
    sheet = look.workbook.get_worksheet_by_name(name)
    look.heading(sheet, title, subtitle)
    look.header(sheet, FIRST - 1, [heading.word for heading in headings])
    look.model_row(sheet, FIRST, [heading.format for heading in headings])
    look.widths(sheet, [heading.width for heading in headings])
    look.frame(sheet, FIRST, max(FIRST, FIRST + count - 1), len(headings) - 1, freeze=2, filtered=filtered)
    room = [(headings[column].width, texts) for column, texts in wrapped]
    return LongSheet(
        name, FIRST, count, cells, lambda i: max((lines(texts[i], width) for width, texts in room), default=1)
    )
