"""What the rules made of a month: everybody's points, total, grade and rank, and what it was made from."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mkt.book import Book
from mkt.findings import Finding
from mkt.policy.grades import Disqualifier
from mkt.policy.model import TOTAL, Plan, Policy
from mkt.records import Records, records
from mkt.rule import tree
from mkt.rule.arrays import Trace
from mkt.rule.numbers import Floats
from mkt.staff import Person, Staff

GRADE = "成绩.等级"
RANK = tree.Rank(TOTAL, GRADE)


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

    def taken_down(self) -> Iterator[tuple[int, Disqualifier]]:
        """The people who reached a grade and lost it, each with what took it away."""
        for disqualifier in self.plan.policy.disqualify:
            reached = self.trace.of(self.plan.reaches(disqualifier.takes))
            held = self.trace.of(disqualifier.test()) & reached & self.scored
            yield from ((int(i), disqualifier) for i in np.flatnonzero(held))

    @property
    def scored(self) -> npt.NDArray[np.bool_]:
        """True for people with a total and a grade."""
        return np.asarray(~np.isnan(self.total) & np.array([g is not None for g in self.grade], bool))


@dataclass(frozen=True)
class ScoredMonth:
    """A scored month: the book as read, the people with their figures as they stood (`original`) and as far as sound."""

    book: Book
    policy: Policy
    original: Staff
    staff: Staff
    scores: Scores
    findings: list[Finding]

    @functools.cached_property
    def records(self) -> Records:
        """The sanctions and reviews that the book holds."""
        return records(self.book, self.original.by_id)


def fingerprint(scores: Scores, people: list[Person], period: str, kept: Records) -> str:
    """A hash over everybody's published figures and what is recorded of them, to tell whether a sheet was edited later."""
    lines = [period]
    for i, person in enumerate(people):
        points = [f"{values[i]:.2f}" for values in scores.points.values()]
        lines.append("\t".join([*vars(person).values(), *points, f"{scores.total[i]:.2f}", str(scores.grade[i])]))
    lines += ["\t".join(map(str, vars(record).values())) for record in (*kept.sanctions, *kept.reviews)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
