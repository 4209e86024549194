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
from mkt.rule.arrays import Array, Owners, Trace
from mkt.rule.numbers import Floats


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
            counted[index[sanction.person]] += np.nan if unclear else not sanction.cancelled
    return counted


def marks_of(part: Part, people: Sequence[Member], reviews: Sequence[Review], low: float, high: float) -> Marks:
    """The marks that the raters of a part gave the people, in the people's order."""
    index = {member.person.id: i for i, member in enumerate(people)}
    mine = [review for review in reviews if review.rater in part.raters and review.person in index]
    mine.sort(key=lambda review: index[review.person])
    values = np.array([review.mark if low <= review.mark <= high else np.nan for review in mine], float)
    return Marks(part, mine, values, np.array([index[review.person] for review in mine], np.intp))
