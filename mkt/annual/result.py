"""A graded year: what it was made from and what came of it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mkt.annual.grade import Marks
from mkt.annual.months import MonthOfYear
from mkt.annual.people import Member
from mkt.annual.plan import LISTED, YearPlan
from mkt.annual.probation import Case
from mkt.annual.recommend import Advice
from mkt.findings import Finding
from mkt.policy import annual as columns
from mkt.reading.year_result import LastYear
from mkt.records import Records, Sanction
from mkt.rule import sentence
from mkt.rule.arrays import Trace


@dataclass(frozen=True)
class YearBook:
    """A book about a whole year: reviews and sanctions that stand in no month's book."""

    file: str
    sha256: str
    year: str
    by_id: bool
    records: Records
    unused: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class GradedYear:
    """A graded year: everybody's figures are in the trace, in the order of `people`."""

    label: str  # the year, with its folder where several are graded
    year: str
    months: list[MonthOfYear]
    books: list[YearBook]
    plan: YearPlan
    people: list[Member]
    sanctions: list[Sanction]
    marks: list[Marks]
    trace: Trace
    last_year: LastYear | None = None
    advice: list[Advice] = field(default_factory=list)
    best_months: dict[str, list[str]] = field(default_factory=dict)
    best_year: dict[str, list[str]] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every month of the year has a book."""
        return len(self.months) >= self.plan.annual.months.value

    @property
    def missing_months(self) -> list[str]:
        """The months without a book, `05`."""
        return [month for month in columns.MONTHS if month not in self.plan.versions]

    def letters(self) -> dict[str, list[str | None]]:
        """Period → everybody's grade."""
        return {month.period: self.trace.columns[f"年度.{month.month}"].tolist() for month in self.months}

    @functools.cached_property
    def ungraded(self) -> list[list[str]]:
        """For each person the months of service from which no grade came."""
        letters = self.letters()
        return [
            [m.period for m in self.months
             if m.period in member.places and not letters[m.period][i] and m.people[member.places[m.period]].assessed]
            for i, member in enumerate(self.people)
        ]  # fmt: skip

    def lowered(self) -> dict[int, str]:
        """Position → why the annual grade was taken down, for those who reached a grade and lost it."""
        annual, found = self.plan.annual, dict[int, list[str]]()
        for bar in annual.disqualify:
            test = bar.over(columns.bar_column(bar.title))
            reached = self.trace.of(annual.grades.reaches(bar.takes, columns.POINTS, columns.GRADE_TABLE))
            held = self.trace.of(test) & reached & self.trace.held(columns.GRADE.ref)
            rows = np.flatnonzero(held).tolist()
            said = sentence.spread(sentence.say(test, sentence.People(self.trace, rows)), len(rows))
            for i, words in zip(rows, said, strict=True):
                found.setdefault(i, []).append(f"{words}，{bar.takes} 降为 {bar.becomes}")
        return {i: "；".join(words) for i, words in found.items()}

    def inputs(self) -> list[tuple[str, str]]:
        """File and hash of everything it was made from."""
        months = [(month.file, month.sha256) for month in self.months]
        before = [(self.last_year.file, self.last_year.sha256)] if self.last_year else []
        return months + [(book.file, book.sha256) for book in self.books] + before

    def listed(self) -> list[str]:
        """What is recommended about each person, in short."""
        found = self.trace.columns.get(LISTED.ref)
        return [""] * len(self.people) if found is None else [words or "" for words in found.tolist()]

    def names(self) -> dict[str, str]:
        """Id → name."""
        return {member.person.id: member.person.name for member in self.people}


def said(values: Sequence[float]) -> list[float | None]:
    """Figures with None for the missing ones."""
    return [None if value != value else value for value in values]


def fingerprint(year: str, ids: Sequence[str], plan: YearPlan, trace: Trace) -> str:
    """A hash over everybody's published figures, to tell whether a sheet was edited later."""
    published = [ref for ref in plan.rules if ref.startswith("年度.")]
    lines = [year, *published]
    for id_, *row in zip(ids, *(trace.columns[ref].tolist() for ref in published), strict=True):
        lines.append("\t".join([id_, *(f"{v:.2f}" if isinstance(v, float) else str(v) for v in row)]))
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()
