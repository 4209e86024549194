"""The columns of a budget that are named for a month, or for the whole year."""

from __future__ import annotations

import re
from collections import Counter

from mkt.reading.heads import Head
from mkt.vocabulary.spending import ACTUAL, BUDGET, MONTH_NAMES, WHOLE_YEAR

_MONTH = re.compile(r"(?:(20\d\d)[年./-]?)?(0?[1-9]|1[0-2])(?:月(?:份|度)?)?(?:预算|计划)?(?:数|额|金额)?")
FIRST = re.compile(r"(20\d\d)-(\d\d)-01(?: ?00:00:00)?")  # a typed 2024年5月 is a day for Excel
_YEAR = re.compile(r"(20\d\d)")
_ANNUAL = re.compile(r"(20\d\d)?年?(年度|全年)?预算(?:额|数|金额)?")


def months_of(head: Head) -> dict[int, str]:
    """Place → month (`2024-05` or `5`) of the columns of a budget that are named for one; what was spent in it is none.

    年度预算 and 2024年预算 are columns of the whole year (`全年`, `2024`).
    """
    if head.kind != BUDGET:
        return {}
    found = {place: _month_of(levels) for place, levels in head.block.levels.items()}
    numerals = {place for place, month in found.items() if month and not _says_month(head.block.levels[place])}
    if {found[place] for place in numerals} != {str(month) for month in range(1, 13)}:
        found = {place: month for place, month in found.items() if place not in numerals}
    found |= {place: year for place, levels in head.block.levels.items() if (year := year_of(levels))}
    times = Counter(found.values())  # 5月 over 预算 and 实际 is two columns
    return {place: month for place, month in found.items() if month and times[month] == 1}


def year_column(head: Head) -> int | None:
    """The column of a budget by months that says what the year comes to, None where there is none or more than one."""
    months = months_of(head)
    found = [place for place, levels in head.block.levels.items() if levels[-1] in WHOLE_YEAR and not actual(levels)]
    places = [place for place in found if place not in months]
    return places[0] if len(places) == 1 else None


def year_of(levels: tuple[str, ...]) -> str:
    """The year whose budget a column says it holds, 全年 where it names none, "" of other columns."""
    found = _ANNUAL.fullmatch("".join(levels))
    return (found[1] or "全年") if found and (found[1] or found[2]) else ""


def _month_of(levels: tuple[str, ...]) -> str:
    """The month that exactly one of a column's words names, with the year if one is said, "" where none does."""
    said = [(i, month) for i, word in enumerate(levels) if (month := month_said(word))]
    if len(said) != 1 or actual(levels):
        return ""
    at, (year, number) = said[0]
    years = (found[1] for i, word in enumerate(levels) if i != at and (found := _YEAR.search(word)))
    year = year or next(years, "")
    return f"{year}-{int(number):02}" if year else str(int(number))


def month_said(word: str) -> tuple[str, str] | None:
    """The year ("" where none is said) and the month that a word names, None where it names none."""
    if word in MONTH_NAMES:
        return "", str(MONTH_NAMES[word])
    found = _MONTH.fullmatch(word) or FIRST.fullmatch(word)
    return (found[1] or "", found[2]) if found else None


def _says_month(levels: tuple[str, ...]) -> bool:
    """Whether a column says that its number is a month."""
    return any("月" in word or word in MONTH_NAMES or word.startswith("month") or _YEAR.search(word) for word in levels)


def actual(levels: tuple[str, ...]) -> bool:
    """Whether a column holds what was spent, or is left."""
    return any(ACTUAL.search(word) for word in levels)
