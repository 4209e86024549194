"""The people of a year: everybody in its months, as the last month knows them, and who is left out of the year."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mkt.annual.months import MonthOfYear
from mkt.findings import Hit
from mkt.policy.annual import Annual, LeaveOut
from mkt.reading.parse import word
from mkt.records import Sanction
from mkt.staff import Person


@dataclass(frozen=True)
class Member:
    """Somebody in the year: the person as last listed, the position in each month's people, and what is known at the end.

    `left_out` says in words why the person takes no part in the year, "" where he or she does; `reason` is the policy's rule.
    `back_unknown` is the month of a return from leave whose day nobody wrote down, where that alone leaves the person out.
    """

    person: Person
    places: dict[str, int]
    listed_last: bool
    left_out: str = ""
    reason: LeaveOut | None = None
    back_unknown: str = ""

    @property
    def level(self) -> str:
        """The level as it is compared."""
        return word(self.person.level)

    @property
    def branch(self) -> str:
        """The branch as it is compared."""
        return word(self.person.branch)


def after_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month.

    >>> after_months(datetime.date(2024, 11, 30), 3), after_months(datetime.date(2024, 10, 1), 3)
    (datetime.date(2025, 2, 28), datetime.date(2025, 1, 1))
    """
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return datetime.date(day.year + years, month + 1, min(day.day, last))


def day_of(text: str) -> datetime.date | None:
    """The day that a text such as 2024-05-31 says, None if it says none, or one that nobody means, such as 9999-12-31."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


EARLIEST, LATEST = 1900, 2200  # years


def members(months: Sequence[MonthOfYear], sanctions: Sequence[Sanction], annual: Annual) -> list[Member]:
    """Everybody in the months (in their order), in the order of first appearance."""
    places: dict[str, dict[str, int]] = {}
    last: dict[str, Person] = {}
    for month in months:
        for i, person in enumerate(month.people):
            places.setdefault(person.id, {})[month.period] = i
            last[person.id] = _known(person, last.get(person.id, person))
    end = months[-1]
    held: dict[str, list[Sanction]] = {}
    for sanction in sanctions:
        name = last[sanction.person].name if sanction.person in last else ""
        if not (name and sanction.name and name != sanction.name):  # whose it is cannot be told
            held.setdefault(sanction.person, []).append(sanction)
    return [
        _member(
            last[id_], where, end, held.get(id_, []), _names(months, id_, where), annual, _back_since(months, where)
        )
        for id_, where in places.items()
    ]


def _back_since(months: Sequence[MonthOfYear], where: dict[str, int]) -> MonthOfYear | None:
    """The first month of service after the last one on unpaid leave; None for somebody who was not on leave, or still is."""
    mine = [month for month in months if month.period in where]
    away = [i for i, month in enumerate(mine) if month.people[where[month.period]].status.startswith(ON_LEAVE)]
    return mine[away[-1] + 1] if away and away[-1] + 1 < len(mine) else None


ON_LEAVE = "停薪留职"


def _known(person: Person, before: Person) -> Person:
    """The person as listed now, with the days that were known before where the list no longer has them."""
    return replace(person, hired=person.hired or before.hired, back=person.back or before.back)


def _names(months: Sequence[MonthOfYear], id_: str, where: dict[str, int]) -> list[str]:
    """The names that a number goes by, blanks aside."""
    names = (month.people[where[month.period]].name for month in months if month.period in where)
    return list(dict.fromkeys(filter(None, names)))


def _member(
    person: Person,
    places: dict[str, int],
    end: MonthOfYear,
    held: list[Sanction],
    names: list[str],
    annual: Annual,
    since: MonthOfYear | None,
) -> Member:
    listed = end.period in places
    if len(names) > 1:
        return Member(person, places, listed, f"工号有两个姓名（{'、'.join(names)}）")
    for rule in annual.leave_out:
        words = why_left_out(rule, person, end.last_day, held)
        if words:
            return Member(person, places, listed, words, rule)
        if since is not None and _unproven(rule, person, end, since):
            words = f"停薪留职后 {since.period} 复职，复职日期没有填，不知是否满 {rule.back_months} 个月"
            return Member(person, places, listed, words, rule, since.period)
    return Member(person, places, listed, "" if listed else f"{end.period} 已不在册")


def why_left_out(rule: LeaveOut, person: Person, end: datetime.date, held: Sequence[Sanction]) -> str:
    """Why a rule leaves somebody out at the end of the year, "" if it does not. What cannot be read leaves out too."""
    if has_status(person, rule.statuses):
        return f"{rule.title}（状态“{person.status}”）"
    if rule.back_months is not None and person.back:
        back = day_of(person.back)
        if back is None:
            return f"复职日期“{person.back}”看不懂"
        if after_months(back, rule.back_months) > end + datetime.timedelta(days=1):
            return f"{rule.title}（{person.back} 复职）"
    found = next((sanction for sanction in held if sanction.type in rule.sanctions), None)
    return f"{rule.title}（{found.day or '日期未填'} {found.type}）" if found else ""


def _unproven(rule: LeaveOut, person: Person, end: MonthOfYear, since: MonthOfYear) -> bool:
    """Whether somebody came back from leave on a day nobody wrote down, too late to be sure of the months asked for."""
    if rule.back_months is None or person.back:
        return False
    sure = after_months(since.last_day.replace(day=1), rule.back_months + 1)
    return sure > end.last_day + datetime.timedelta(days=1)


def has_status(person: Person, statuses: tuple[str, ...]) -> bool:
    """Whether the status is one of these, also with a remark behind it: 停薪留职（6月起）, but not 试用期满."""
    return any(person.status.startswith(word) and not _OVER.search(person.status[len(word) :]) for word in statuses)


_OVER = re.compile("满|转正|结束")


def distinct(months: Sequence[MonthOfYear], books: Iterable[Sequence[Sanction]]) -> list[Sanction]:
    """The sanctions of the year, each once: one that stands in several books is told by the last of them.

    Two of one type and day in one book are two. A sanction without a day is of the month in whose book it stands.
    """
    told = [(month.period, month.records.sanctions) for month in months]
    told += [("", tuple(sanctions)) for sanctions in books]
    found: dict[tuple[str, str, str, int], Sanction] = {}
    for period, sanctions in told:
        seen: Counter[tuple[str, str, str]] = Counter()
        for sanction in sanctions:
            key = sanction.person, sanction.day or period, sanction.type
            if in_year(sanction, months[-1].period[:4]):
                found[*key, seen[key]] = sanction
            seen[key] += 1
    return list(found.values())


def in_year(sanction: Sanction, year: str) -> bool:
    """Whether a sanction is of the year; one without a day, or with one that cannot be read, may be."""
    day = day_of(sanction.day)
    return day is None or str(day.year) == year


def about(member: Member, found: str, **more: str) -> Hit:
    """A finding about somebody in the year."""
    return Hit("", found, member.person.id, more={"name": member.person.name, **more})


def some(ids: list[str]) -> str:
    """The first of some people, and whether there are more; the sheets name them all."""
    return "、".join(ids[:MOST_NAMED]) + ("…" if len(ids) > MOST_NAMED else "")


MOST_NAMED = 10
