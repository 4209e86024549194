"""Points, total, grade and rank of everybody."""

from __future__ import annotations

from mkt.policy.model import TOTAL, Plan, points_column
from mkt.rule.arrays import Trace
from mkt.rule.numbers import Floats
from mkt.scores import GRADE, RANK, Scores
from mkt.staff import Staff


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
    trace.columns[GRADE] = grade
    return Scores(plan, trace, rules, points, total, grade, trace.of(RANK))
