"""Which month a book is about, from its name, its sheets' names, titles and labels; two that disagree are a fault."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mkt.findings import Hit, fault
from mkt.reading.parse import header, text
from mkt.vocabulary import PERIOD_LABELS


@dataclass(frozen=True)
class Sighting:
    """A month that was named somewhere; `year` is 0 where only the month was."""

    year: int
    month: int
    place: str
    found: str


_YEAR_MONTH = re.compile(
    r"(?<!\d)(20\d\d)\s*(?:年|[-./_])?\s*(1[0-2]|0?[1-9])(?:\s*月|(?![\d]))(?!\s*\d{1,2}\s*日)(?!\s*[-./_]\s*\d)"
)
_MONTH = re.compile(r"(?<![\d年.\-/])(1[0-2]|0?[1-9])\s*月份?(?!\s*\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)")


def seen_in(value: Any, place: str) -> Sighting | None:
    """The month named in a text, if one is.

    >>> seen_in("2024年5月销售目标", "A1")
    Sighting(year=2024, month=5, place='A1', found='2024年5月销售目标')
    >>> seen_in("制表日期：2024年6月3日", "A1") is None
    True
    """
    if isinstance(value, datetime.date):
        return Sighting(value.year, value.month, place, f"{value.year}-{value.month:02}")
    plain = text(value)
    found = _COMPACT.search(plain) or _YEAR_MONTH.search(plain)
    if found:
        return Sighting(int(found.group(1)), int(found.group(2)), place, plain)
    only = _MONTH.search(plain)
    return Sighting(0, int(only.group(1)), place, plain) if only and len(plain) <= 40 else None


def labelled(row: list[Any], place: Any) -> Iterator[Sighting]:
    """The months in a row of label and value: 月份：2024年5月, in one cell or two. `place(c)` names a cell."""
    for c, value in enumerate(row):
        word, _, rest = text(value).partition(":")
        if header(word)[0] not in PERIOD_LABELS:
            continue
        following = rest.strip() or next((v for v in row[c + 1 :] if v != ""), "")
        sighting = seen_in(following, place(c))
        if sighting:
            yield sighting


@fault(
    "error",
    "月份互相矛盾：{found}。请改正其中一处，或用 --period 2024-05 指明。",
    "the months disagree: {found}. Correct one of them, or say which with --period 2024-05.",
)
def period_conflict(sightings: list[Sighting]) -> Iterator[Hit]:
    """文件名、标题、表名或“月份”栏写的月份不一样，不能猜是哪个月。

    The file name, a title, a sheet's name or a month label name different months; which one is meant is not guessed.
    """
    for first in sightings:
        for other in sightings:
            if first.month != other.month or (first.year and other.year and first.year != other.year):
                yield Hit(first.place, f"{_named(first)} / {_named(other)}")
                return


def _named(sighting: Sighting) -> str:
    month = f"{sighting.year}-{sighting.month:02}" if sighting.year else f"{sighting.month}月"
    return f"{sighting.place} {month}（{sighting.found[:30]}）"


@fault(
    "error",
    "看不出是哪年哪月：文件名、标题、“月份”栏里都没有。请改文件名（如 2024-05.xlsx），或用 --period 2024-05 指明。",
    "the month is not named in the file name, a title or a month label. Rename the file (2024-05.xlsx) or give --period 2024-05.",
)
def period_missing(period: str) -> Iterator[Hit]:
    """文件名、标题和“月份”栏都没有写年月。

    No year and month stand in the file name, in a title or at a month label.
    """
    if not period:
        yield Hit("")


@fault("error", "“{found}”不是月份，写成 2024-05 这样。", "'{found}' is not a month; write 2024-05.")
def period_malformed(period: str) -> Iterator[Hit]:
    """`--period` 要写成 2024-05 这样的年和月。

    `--period` takes a year and a month such as 2024-05.
    """
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", period):
        yield Hit("", period)


def settled(sightings: list[Sighting]) -> str:
    """The month as 2024-05, or "" where no year or no month was named. The sightings must agree."""
    full = next((s for s in sightings if s.year), None)
    return f"{full.year}-{full.month:02}" if full else ""
