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
    """Branch → the ids of its best: the highest score among the people of the grade; nobody where nobody has it.

    Where no branch is kept, everybody is of headquarters.
    """
    score = trace.columns[year.SCORE.ref]
    able = trace.holding(year.GRADE.ref, (rule.grade,)) & ~np.isnan(score)
    kept = any(member.branch for member in people)
    home = [member.branch if kept else HEADQUARTERS for member in people]
    branches = list(dict.fromkeys(home[i] for i, member in enumerate(people) if member.listed_last and home[i]))
    found: dict[str, list[str]] = {}
    for branch in sorted(branches, key=lambda name: name != HEADQUARTERS):
        mine = able & np.array([own == branch for own in home], bool)
        highest = np.max(score[mine], initial=-np.inf)
        found[branch] = [people[int(i)].person.id for i in np.flatnonzero(mine & (score == highest))]
    return found
