"""The year computed: every column of it, for everybody at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mkt.annual.months import STANDING, MonthOfYear
from mkt.annual.people import Member, day_of
from mkt.annual.plan import YearPlan, taken_column, total_column
from mkt.policy import annual as year
from mkt.policy.annual import Part
from mkt.policy.grades import Disqualifier
from mkt.reading.year_result import LastYear
from mkt.records import Review, Sanction
from mkt.rule.arrays import Array, Owners, Trace, lookup_row
from mkt.rule.numbers import Floats
from mkt.rule.sentence import number


@dataclass(frozen=True)
class Marks:
    """The marks of one part of the score, each person's together; NaN where one cannot be used."""

    part: Part
    reviews: list[Review]
    values: Floats
    owners: Owners


def grade(columns: Mapping[str, Array], owners: Mapping[str, Owners], size: int, plan: YearPlan) -> Trace:
    """The trace of the year: every column given and every column computed from them."""
    trace = Trace(size, columns, owners)
    for ref, rule in plan.rules.items():
        trace.columns[ref] = trace.values(rule)
    return trace


def columns_of(
    people: Sequence[Member],
    months: Sequence[MonthOfYear],
    sanctions: Sequence[Sanction],
    plan: YearPlan,
    last_year: LastYear | None,
) -> dict[str, Array]:
    """What the year is computed from: totals and grounds of each month, bars added up, level, branch, who is left out.

    A place of last year counts within the same level only.
    """
    columns: dict[str, Array] = {}
    for month in months:
        places = np.array([member.places.get(month.period, -1) for member in people], np.intp)
        columns[total_column(month.month).ref] = np.append(month.total, np.nan)[places]
        for taking, counted in month.taken.items():
            columns[taken_column(month.month, taking).ref] = np.append(counted, np.nan)[places]
    for bar in plan.annual.disqualify:
        columns[year.bar_column(bar.title).ref] = _bar(bar, people, months, sanctions)
    columns[year.LEVEL] = _words([member.level for member in people])
    levels = list(dict.fromkeys(member.level.casefold() for member in people if member.level))
    numbers = {level: float(i) for i, level in enumerate(levels, 1)}
    columns[year.PEERS] = np.array([numbers.get(member.level.casefold(), np.nan) for member in people])
    columns[year.BRANCH] = _words([member.branch for member in people])
    columns[year.LEFT_OUT] = _words([member.left_out for member in people])
    known = last_year.places if last_year else {}
    before = [known.get(member.person.id, ("", np.nan)) for member in people]
    same = [place if level == member.level else np.nan for (level, place), member in zip(before, people, strict=True)]
    columns[year.LAST_YEAR.ref] = np.array(same, float)
    return columns


def _words(values: Sequence[str]) -> Array:
    return np.array(values, dtype=object)


def _bar(
    bar: Disqualifier, people: Sequence[Member], months: Sequence[MonthOfYear], sanctions: Sequence[Sanction]
) -> Floats:
    """What a disqualifier counts of each person over the year; NaN where a month of it is not known."""
    if bar.of == STANDING:
        return _standing(bar, people, sanctions)
    counted = np.zeros(len(people))
    for month in months:
        places = np.array([member.places.get(month.period, -1) for member in people], np.intp)
        counted += np.append(month.counted.get(bar.of, np.full(len(month.people), np.nan)), 0.0)[places]
    return counted


def _standing(bar: Disqualifier, people: Sequence[Member], sanctions: Sequence[Sanction]) -> Floats:
    """How many sanctions of the types named still stand."""
    index = {member.person.id: i for i, member in enumerate(people)}
    counted = np.zeros(len(people))
    for sanction in sanctions:
        if sanction.person in index and sanction.type in bar.types:
            unclear = sanction.cancelled is None or (sanction.day and day_of(sanction.day) is None)
            unclear = unclear or of_another(sanction, people[index[sanction.person]])
            counted[index[sanction.person]] += np.nan if unclear else not sanction.cancelled
    return counted


def marks_of(part: Part, people: Sequence[Member], reviews: Sequence[Review], low: float, high: float) -> Marks:
    """The marks that the raters of a part gave the people, in the people's order; NaN for those that cannot be used."""
    index = {member.person.id: i for i, member in enumerate(people)}
    mine = [review for review in reviews if review.rater in part.raters and review.person in index]
    mine.sort(key=lambda review: index[review.person])
    sound = [low <= review.mark <= high and not of_another(review, people[index[review.person]]) for review in mine]
    values = np.array([review.mark if good else np.nan for review, good in zip(mine, sound, strict=True)], float)
    return Marks(part, mine, values, np.array([index[review.person] for review in mine], np.intp))


def of_another(record: Review | Sanction, member: Member) -> bool:
    """Whether a record goes by the person's number but another name; whose it is cannot be told."""
    return bool(record.name and member.person.name and record.name != member.person.name)


def unranked(people: Sequence[Member], trace: Trace) -> dict[str, list[str]]:
    """Level → who takes part in the year and has no rank, in levels where somebody else has one."""
    held = trace.held(year.RANK.ref)
    ranked = {member.level for i, member in enumerate(people) if held[i]}
    found: dict[str, list[str]] = {}
    for i, member in enumerate(people):
        if not member.left_out and not held[i] and member.level in ranked:
            found.setdefault(member.level, []).append(member.person.id)
    return found


def scaled(trace: Trace, plan: YearPlan) -> list[str]:
    """Per person what the points come to in proportion to a full year, "" for a full one and for nobody's months."""
    full, table = float(plan.annual.months.value), plan.annual.grades.table(year.POINTS, year.GRADE_TABLE)
    months, points = trace.columns[year.ASSESSED.ref], trace.columns[year.POINTS.ref]
    with np.errstate(all="ignore"):
        value = points if plan.annual.incomplete.value == "pro_rata" else points * full / months
    grades = [str(table.values[row]) for row in lookup_row(table, value).tolist()]
    return [
        f"按 {full:g} 个月折算为 {number(v, decimals=2)} 分，等级 {grade}" if 0 < k < full else ""
        for k, v, grade in zip(months.tolist(), value.tolist(), grades, strict=True)
    ]
