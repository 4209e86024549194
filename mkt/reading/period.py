"""Which month a book is about, from its name, its sheets' names, titles and labels; two that disagree are a fault."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkt.book import cell, quoted
from mkt.findings import Hit, fault
from mkt.reading.grids import Grid
from mkt.reading.heads import is_header
from mkt.reading.parse import blank, header, text
from mkt.vocabulary import PERIOD_LABELS

TITLE_ROWS = 8


@dataclass(frozen=True)
class Sighting:
    """A month that was named somewhere; `year` is 0 where only the month was, `month` 0 where only the year."""

    year: int
    month: int
    place: str
    found: str


_M = r"(1[0-2]|0?[1-9])"
_NOT_A_DAY = r"(?!\s*[\d一二三四五六七八九十]{1,3}\s*[日号])(?!\s*[-—–~至到./_]\s*\d)(?!\s*\d)"
_YEAR_MONTH = (
    re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)"),
    re.compile(rf"(?<!\d)(20\d\d)\s*(?:年度?|[-./_])\s*{_M}(?:\s*月|(?!\d|\s*月)){_NOT_A_DAY}"),
    re.compile(rf"(?<!\d)(20\d\d)\s*{_M}\s*月{_NOT_A_DAY}"),
)
_MONTH = re.compile(rf"(?<![\d年.\-/~～—–至到]){_M}\s*月{_NOT_A_DAY}")
_SPAN = re.compile(r"20\d\d\s*(?:年|[-./])?\s*\d{1,2}\s*月?\s*[-—–~～至到]\s*20\d\d")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_DAY = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*\d{1,2}")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    rf"\b({'|'.join(_NAMES)})[a-z]*\.?[\s,_-]*(20\d\d)\b|\b(20\d\d)[\s,_-]*({'|'.join(_NAMES)})", re.I
)
_NUMERALS = "〇一二三四五六七八九"
_SPOKEN_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月)")
_SPOKEN_YEAR = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")


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
    said = in_digits(plain)
    english = _ENGLISH.search(said)
    if english:
        month = (english.group(1) or english.group(4)).lower()
        return Sighting(int(english.group(2) or english.group(3)), _NAMES.index(month) + 1, place, plain)
    found = next((match for pattern in _YEAR_MONTH if (match := pattern.search(said))), None)
    if found and not _SPAN.search(said):
        return Sighting(int(found.group(1)), int(found.group(2)), place, plain)
    only = None if _SPAN.search(said) else _MONTH.search(said)
    return Sighting(0, int(only.group(1)), place, plain) if only and len(plain) <= 40 else None


def in_digits(text: str) -> str:
    """The text with years and months that are written in words in digits.

    >>> in_digits("二〇二四年十二月"), in_digits("一月份")
    ('2024年12月', '1月份')
    """
    return _SPOKEN_MONTH.sub(_in_digits, _SPOKEN_YEAR.sub(_in_digits, text))


def _in_digits(spoken: re.Match[str]) -> str:
    said = spoken.group().replace("零", "〇").replace("○", "〇")
    if said.startswith("十"):
        return str(10 + _NUMERALS.index(said[1:] or "〇"))
    return "".join(str(_NUMERALS.index(numeral)) for numeral in said)


def sightings(path: Path, sheets: list[Grid]) -> list[Sighting]:
    """Every place that names a month: the file's name, the sheets' names, what stands above their tables."""
    named = [seen_in(path.stem, path.name)]
    for grid in sheets:
        named += [seen_in(grid.name, quoted(grid.name)), *_above_table(grid)]
    found = [sighting for sighting in named if sighting]
    year = _YEAR.search(path.stem)
    if year and not any(sighting.year for sighting in found):  # 2024年考核.xlsx with a sheet 5月
        found.append(Sighting(int(year.group(1)), 0, path.name, path.stem))
    return found


def _above_table(grid: Grid) -> Iterator[Sighting | None]:
    for r, row in enumerate(grid.rows[:TITLE_ROWS]):
        filled = [(c, value) for c, value in enumerate(row) if not blank(value)]
        if is_header(row, frozenset()):
            return
        if len(filled) <= 2:
            yield from (seen_in(value, cell(grid.name, r, c)) for c, value in filled if isinstance(value, str))
        if len(filled) == 1 and isinstance(filled[0][1], datetime.date) and filled[0][1].day == 1:
            yield seen_in(filled[0][1], cell(grid.name, r, filled[0][0]))  # Excel makes a date of a typed 2024年5月
        yield from _labelled(grid.name, r, row)


def _labelled(sheet: str, r: int, row: list[Any]) -> Iterator[Sighting | None]:
    """The months in a row of label and value: 月份：2024年5月, in one cell or two."""
    for c, value in enumerate(row):
        label, _, rest = text(value).partition(":")
        if header(label)[0] in PERIOD_LABELS:
            said = rest.strip() or next((v for v in row[c + 1 :] if not blank(v)), "")
            yield _month_of(said, cell(sheet, r, c))


def _month_of(said: Any, place: str) -> Sighting | None:
    """The month of a labelled value: a month, its number, or days that all lie in one."""
    if not isinstance(said, datetime.date):
        plain = text(said)
        if plain.isdigit() and 1 <= int(plain) <= 12:
            return Sighting(0, int(plain), place, plain)
        days = {(int(year), int(month)) for year, month in _DAY.findall(plain)}
        if len(days) == 1:
            return Sighting(*days.pop(), place, plain)
    return seen_in(said, place)


@fault(
    "error",
    "月份互相矛盾：{found}。请改正其中一处，或用 --period 2024-05 指明。",
    "the months disagree: {found}. Correct one of them, or say which with --period 2024-05.",
)
def period_conflict(seen: list[Sighting]) -> Iterator[Hit]:
    """文件名、标题、表名或“月份”栏写的月份不一样，不能猜是哪个月。

    The file name, a title, a sheet's name or a month label name different months; which one is meant is not guessed.
    """
    for first in seen:
        for other in seen:
            if _differ(first.month, other.month) or _differ(first.year, other.year):
                yield Hit(first.place, f"{_named(first)} / {_named(other)}")
                return


def _differ(one: int, other: int) -> bool:
    return bool(one and other and one != other)


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
    """选项 `--period` 要写成 2024-05 这样的年和月。

    `--period` takes a year and a month such as 2024-05.
    """
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", period):
        yield Hit("", period)


def years_named(path: Path, sheets: list[Grid]) -> list[str]:
    """The years that a book about a year names: in its file's name, else in its sheets' names, else in their titles."""
    titles = (text(value) for grid in sheets for row in grid.rows[:TITLE_ROWS] for value in _title(row))
    for said in ([path.stem], [grid.name for grid in sheets], list(titles)):
        years = list(dict.fromkeys(year for words in said for year in _YEAR.findall(words)))
        if years:
            return years
    return []


def _title(row: list[Any]) -> list[Any]:
    """The text of a row that holds nothing else."""
    filled = [value for value in row if not blank(value)]
    return filled if len(filled) == 1 and isinstance(filled[0], str) else []


@fault("error", "看不出是哪一年（{found}）。请改文件名，如 年度评价2024.xlsx。",
       "which year it is about is not clear ({found}). Rename the file, such as 年度评价2024.xlsx.")  # fmt: skip
def year_unclear(years: list[str]) -> Iterator[Hit]:
    """工作簿里只有评价或处分，是年度的，但文件名、表名、标题里没有年份，或者不止一个。

    The book has reviews or sanctions only, so it is about a year; but no year is named, or more than one.
    """
    if len(years) != 1:
        yield Hit("", "、".join(years) or "没有年份")


def settled(seen: list[Sighting]) -> str:
    """The month as 2024-05, or "" where no year or no month was named. What was seen must agree."""
    year = next((s.year for s in seen if s.year), 0)
    month = next((s.month for s in seen if s.month), 0)
    return f"{year}-{month:02}" if year and month else ""
