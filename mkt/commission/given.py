"""What a month's pay is reckoned from: the book's figures, the month's assessment, what was handed on, the annual grades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.result import PayBook
from mkt.policy.pay import GRADE, NO_GRADE, SCORE, YEAR_GRADE
from mkt.reading.year_result import YearGrades
from mkt.rule.arrays import Array, Owners


def given(source: PayBook, before: State, year: YearGrades | None) -> tuple[dict[str, Array], dict[str, Owners]]:
    """The columns with one value a person, and those of many with whose each row is."""
    inputs, ids = source.staff.inputs, [person.id for person in source.people]
    found: dict[str, Array] = {ref: one.values for ref, one in inputs.items()}
    owners = {ref: one.owners for ref, one in inputs.items() if one.owners is not None}
    if source.scored:
        found |= {GRADE: source.scored.scores.grade, SCORE.ref: source.scored.scores.total}
    found[columns.OWED.ref] = _handed(before.owed, ids, before)
    found[columns.CARRIED.ref] = _carried(source, ids, before)
    if year:
        grades = [year.grades[id_][0] or NO_GRADE if id_ in year.grades else "" for id_ in ids]
        found[YEAR_GRADE] = np.array(grades, object)
    return found, owners


def _carried(source: PayBook, ids: Sequence[str], before: State) -> Array:
    """What was left of the plan: by the month before, else by the book, else nothing."""
    stated = source.stated_carry
    return _handed(before.left, ids, before) if before.period or stated is None else stated


def _handed(known: dict[str, float], ids: Sequence[str], before: State) -> Array:
    """What was handed on to everybody: nothing to newcomers, and not known of people who were not paid."""
    return np.array([np.nan if id_ in before.unsettled else known.get(id_, 0.0) for id_ in ids])
