"""The best employees of the year: one for headquarters and each branch, all who tie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mkt.annual.people import Member
from mkt.policy import annual as year
from mkt.policy.annual import YearBest
from mkt.rule.arrays import Trace
from mkt.vocabulary import HEADQUARTERS


def best_of_year(people: Sequence[Member], trace: Trace, rule: YearBest) -> dict[str, list[str]]:
    """Branch → the ids of its best: the highest score among the people of the grade; nobody where nobody has it."""
    score = trace.columns[year.SCORE.ref]
    able = trace.holding(year.GRADE.ref, (rule.grade,)) & ~np.isnan(score)
    branches = list(dict.fromkeys(member.branch for member in people if member.listed_last and member.branch))
    found: dict[str, list[str]] = {}
    for branch in sorted(branches, key=lambda name: name != HEADQUARTERS):
        mine = able & np.array([member.branch == branch for member in people], bool)
        highest = np.max(score[mine], initial=-np.inf)
        found[branch] = [people[int(i)].person.id for i in np.flatnonzero(mine & (score == highest))]
    return found
