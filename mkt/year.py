"""The journey of a year: from the months of a folder to a graded year. Read this after `month.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mkt.annual import faults
from mkt.annual.best import best_of_year
from mkt.annual.gather import Group, year_without_months
from mkt.annual.grade import columns_of, grade, marks_of
from mkt.annual.people import distinct, members
from mkt.annual.plan import plan_of
from mkt.annual.probation import cases
from mkt.annual.recommend import advice
from mkt.annual.result import GradedYear
from mkt.policy import annual as columns
from mkt.policy.versions import Versions
from mkt.reading.year_result import LastYear, last_year_unfit
from mkt.records import Review


def graded(group: Group, versions: Versions, last_year: LastYear | None = None) -> GradedYear:
    """The year that the months of a group make; `last_year` is the graded year before.

    Raises `Refused` where there are no months, or last year's result is of another year.
    """
    year_without_months.refuse(group.label, group)
    last_year_unfit.refuse(last_year.file if last_year else "", last_year, group.year)
    months = group.months
    policy = versions.latest(months[-1].period)
    plan = plan_of(policy, {m.month: versions.at(m.file, m.period) for m in months}, last_year is not None)
    faults.grade_without_points.refuse(group.label, plan)
    sanctions = distinct(months, [book.records.sanctions for book in group.books])
    people = members(months, sanctions, plan.annual)

    reviews = list(_reviews(group))
    score = plan.annual.score
    scale = float(score.lowest.value), float(score.highest.value)
    marks = [marks_of(part, people, reviews, *scale) for part in score.parts if part.of == "reviews"]

    given = columns_of(people, months, sanctions, plan, last_year)
    given |= {columns.reviews_column(one.part.title).ref: one.values for one in marks}
    owners = {columns.reviews_column(one.part.title).ref: one.owners for one in marks}
    trace = grade(given, owners, len(people), plan)

    year = GradedYear(group.label, group.year, months, group.books, plan, people, sanctions, marks, trace, last_year)
    year = replace(
        year,
        advice=list(advice(people, trace, plan)),
        best_months={month.period: month.best for month in months},
        best_year=best_of_year(people, trace, plan.annual.year_best) if year.whole else {},
        cases=list(cases(people, months, year.letters(), policy.probation)) if policy.probation else [],
    )
    told = [finding for month in months for finding in month.findings]
    return replace(year, findings=[*group.findings, *told, *faults.check(year)])


def _reviews(group: Group) -> Iterator[Review]:
    """The marks in all books, each cell with its book, as Excel writes it."""
    books = [(month.file, month.records) for month in group.months]
    books += [(book.file, book.records) for book in group.books]
    for file, records in books:
        yield from (replace(review, file=file) for review in records.reviews)
