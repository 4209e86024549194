"""What a year needs of a month, whether it was scored just now or read back from a result."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from mkt.findings import Finding
from mkt.policy.columns import column, total_of
from mkt.policy.grades import Taking
from mkt.records import Records
from mkt.rule import sentence
from mkt.rule.numbers import Floats, steady
from mkt.scores import Scores
from mkt.staff import Person

STANDING = "处分.未抵消"  # counted over the year from the records, not month by month


@dataclass(frozen=True)
class MonthOfYear:
    """A scored month as a year takes it: arrays in the order of `people`, NaN where there is no total or count.

    `source` is the hash of the month book, `sha256` that of the file at hand (a result has another than its book).
    `taken` counts what takes a grade down, by the grade taken and the one given; `counted` are the columns that the year
    adds up, by reference; `best` are the month's best employees by id.
    """

    file: str
    sha256: str
    source: str
    period: str
    policy_id: str
    by_id: bool
    people: list[Person]
    records: Records
    total: Floats
    taken: dict[Taking, Floats]
    reasons: dict[str, str]
    counted: dict[str, Floats]
    best: list[str]
    findings: list[Finding]

    @property
    def month(self) -> str:
        """The month without its year, `05`."""
        return self.period[5:]

    @property
    def last_day(self) -> datetime.date:
        """The last day of the month."""
        year, month = int(self.period[:4]), int(self.period[5:])
        return datetime.date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class Origin:
    """Where a month was read from."""

    file: str
    sha256: str
    source: str
    period: str
    by_id: bool


def month_of_year(
    origin: Origin, people: list[Person], kept: Records, scores: Scores, findings: list[Finding]
) -> MonthOfYear:
    """The month as the year needs it."""
    policy = scores.plan.policy
    return MonthOfYear(
        origin.file, origin.sha256, origin.source, origin.period, policy.policy, origin.by_id,
        people, kept, scores.total, _taken(scores), _reasons(scores, people), _counted(scores, people),
        [people[i].id for i in best(scores)], findings,
    )  # fmt: skip


def _taken(scores: Scores) -> dict[Taking, Floats]:
    """How many grounds each person gives for taking a grade down; NaN where that is not known."""
    found: dict[Taking, Floats] = {}
    for disqualifier in scores.plan.policy.disqualify:
        test = disqualifier.test()
        held = np.where(scores.trace.missing(test), np.nan, scores.trace.of(test).astype(float))
        found[disqualifier.taking] = found.get(disqualifier.taking, np.zeros(len(held))) + held
    return found


def _reasons(scores: Scores, people: list[Person]) -> dict[str, str]:
    """Id → the words why the month's grade was taken down."""
    found: dict[str, list[str]] = {}
    for i, disqualifier in scores.taken_down():
        said = sentence.spread(sentence.say(disqualifier.test(), sentence.People(scores.trace, [i])), 1)[0]
        found.setdefault(people[i].id, []).append(said)
    return {id_: "、".join(words) for id_, words in found.items()}


def _counted(scores: Scores, people: list[Person]) -> dict[str, Floats]:
    """The columns that the year adds up; for people on leave or gone without an entry nothing is missing."""
    annual = scores.plan.policy.annual
    refs = [d.of for d in annual.disqualify if d.of != STANDING] if annual else []
    away = np.array([not person.assessed for person in people], bool)
    found = {}
    for ref in dict.fromkeys(refs):
        node = total_of(ref) if column(ref).many else column(ref)
        missing = scores.trace.missing(node)
        found[ref] = np.where(missing, np.where(away, 0.0, np.nan), scores.trace.of(node))
    return found


def best(scores: Scores) -> list[int]:
    """The month's best: of the grade the policy names, every indicator at its share of the full points, the highest total.

    All who tie are best; nobody may be.
    """
    annual = scores.plan.policy.annual
    if annual is None:
        return []
    able = fit(scores, annual.month_best.grade, annual.month_best.share.value)
    highest = np.max(scores.total[able], initial=-np.inf)
    return [int(i) for i in np.flatnonzero(able & (scores.total == highest))]


def fit(scores: Scores, grade: str, share: Decimal) -> npt.NDArray[np.bool_]:
    """Who has the grade and reaches the share in every indicator whose full points are known."""
    able = np.array([given == grade for given in scores.grade], bool) & scores.scored
    for id_, points in scores.points.items():
        full = scores.plan.best(id_)
        if full is not None:
            able &= steady(points) >= steady(np.array(float(full * share)))
    return able
