"""What the vocabulary is made of: a sheet, its columns, and the other words for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["id", "name", "text", "word", "number", "date", "tick", "piece", "sign"]
"""word: a text that is compared with others; blanks inside it and traditional characters make no difference ·
tick: yes or no · piece: something handed in, of which the cell may hold a mark, a date or the text itself ·
sign: a signature, of which the cell may hold a name, a mark, a day or several of these.
"""
Shape = Literal["person", "log", "items", "keyed", "unit", "entries"]
"""How the rows of a sheet belong to people.

person: one row each · log: any number, none means it did not happen · items: several, at least one ·
keyed: one per person and named thing · unit: one per branch, not per person · entries: of nobody, each of its own.
"""


@dataclass(frozen=True)
class ColumnWords:
    """A canonical column: its type, its unit and the other words for it."""

    type: Type
    unit: str = ""
    words: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetWords:
    """A canonical sheet: its shape, the other words for it and its columns."""

    shape: Shape
    words: tuple[str, ...]
    columns: dict[str, ColumnWords]
    key: str = ""
    free: bool = False  # the policy names further columns, such as ratings
    told_by: tuple[str, ...] = field(default=())  # columns that tell the sheet whatever its name
    told_with: str = (
        ""  # what its name, a line above or one of those columns must say besides, if the sheet has a name of its own
    )


def money(*words: str, bare: tuple[str, ...] = ()) -> ColumnWords:
    """A column of yuan."""
    return ColumnWords("number", "元", words, bare)
