"""Points, total, grade and rank of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mkt.policy.model import TOTAL, Plan, points_column
from mkt.rule import tree
from mkt.rule.arrays import Trace
from mkt.rule.numbers import Floats
from mkt.staff import Staff

RANK = tree.Rank(TOTAL)


@dataclass(frozen=True)
class Scores:
    """What the rules made of the staff: arrays in the staff's order, NaN (or None for a grade) where not scored."""

    plan: Plan
    trace: Trace
    rules: dict[str, tree.Node]
    points: dict[str, Floats]
    total: Floats
    grade: npt.NDArray[Any]
    rank: Floats

    @property
    def scored(self) -> npt.NDArray[np.bool_]:
        """True for people with a total and a grade."""
        return ~np.isnan(self.total) & np.array([g is not None for g in self.grade], bool)


def score(staff: Staff, plan: Plan) -> Scores:
    """Everybody's points by the plan's rules; the total adds up the published points, the grade reads the published total."""
    columns = {ref: given.values for ref, given in staff.inputs.items()}
    owners = {ref: given.owners for ref, given in staff.inputs.items() if given.owners is not None}
    trace = Trace(len(staff.people), columns, owners)
    rules = plan.rules()
    points: dict[str, Floats] = {}
    for id_, rule in rules.items():
        points[id_] = trace.values(rule)
        trace.columns[points_column(plan.kinds[id_].title).ref] = points[id_]
    total = trace.columns[TOTAL.ref] = trace.values(plan.total())
    grade = trace.values(plan.grade())
    return Scores(plan, trace, rules, points, total, grade, trace.of(RANK))
