"""The journey of a month's pay: from a workbook and what the month before handed on to what everybody is paid. Read this after `month.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from mkt.book import Book
from mkt.checks import check as check_month
from mkt.checks import in_order
from mkt.checks.month import Month
from mkt.commission import faults, receipt_faults
from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.compute import columns_of, compute, counted, handed_on
from mkt.commission.given import given
from mkt.commission.plan import PayPlan
from mkt.commission.receipts import NOBODY, receipts
from mkt.commission.result import PaidMonth, PayBook
from mkt.commission.withheld import in_doubt, withheld
from mkt.month import month_of, score_book, wanted
from mkt.policy.model import Policy, plain_plan
from mkt.policy.pay import CARRY, RECEIPTS, PayPolicy
from mkt.policy.versions import version_missing
from mkt.reading.book import read
from mkt.reading.year_result import YearGrades


def read_pay(path: Path, policy: PayPolicy, scores: Policy | None, period: str = "") -> Book:
    """A month's book as pay needs it; `scores` is the policy it is scored by. Raises `Refused` if it cannot be read, or is of a month
    in which the policy is not in force.
    """
    refs = {column.ref for receipts in (True, False) for column in policy.columns(receipts, bonus=True)}
    book = read(path, frozenset(refs | {CARRY}) | (wanted(scores) if scores else frozenset()), period)
    version_missing.refuse(book.file, [policy], book.period)
    return book


def pay_book(book: Book, policy: PayPolicy, scores: Policy | None, bonus: bool = False) -> PayBook:
    """The book checked for pay; `bonus` says that annual grades are given. Raises `Refused` if nobody is in it."""
    receipt_faults.receipts_missing.refuse(book.file, policy, book)
    scheme = policy.commission
    plan = PayPlan(policy, bool(scheme and scheme.base.receipts and RECEIPTS in book.tables), bonus)
    further = tuple(policy.columns(plan.receipts, bonus))
    if scores:
        scored = score_book(book, scores, further)
        month, sound, found = Month(book, scored.scores.plan, scored.original), scored.staff, scored.findings
    else:
        scored, month = None, month_of(book, plain_plan(further))
        found = check_month(month)
        sound = month.staff.sound(found)
    broken = {*book.errors, *book.uncalculated}
    everything = receipts(book.tables[RECEIPTS], sound, scheme, broken) if plan.receipts and scheme else []
    source = PayBook(book, plan, scores, scored, month.staff, sound, month.away, everything, found)
    return _checked(source)


def _checked(source: PayBook) -> PayBook:
    """The book with the faults of its receipts; that somebody stands in no sheet is not told of people with receipts."""
    gone = {source.people[row.person].id for row in source.of_month if row.person != NOBODY and source.away[row.person]}
    found = [f for f in source.findings if f.code != "person-not-assessed" or f.person not in gone]
    return replace(source, findings=[*found, *faults.check(receipt_faults.CHECKS, source.book.file, source)])


def paid(source: PayBook, before: State, year: YearGrades | None = None) -> PaidMonth:
    """The month's pay, with what the month before handed on and, if they are given, the annual grades.

    It is reckoned twice: what is wrong, and with whom, shows in part only when it is; then with the pay of those people withheld.
    """
    plan, ids, file = source.plan, [person.id for person in source.people], source.book.file
    count = counted(source.counting, source.deals, plan, ids, before.paid) if plan.receipts else None
    known, owners = given(source, before, year)
    if count is not None:
        more, whose = columns_of(count, plan)
        known, owners = known | more, owners | whose
    known[columns.HELD] = np.array([""] * len(ids), object)
    known[columns.DOUBT] = in_doubt(source)
    draft = PaidMonth(source, count, compute(known, owners, plan, source.team, len(ids)), before, before, {}, year)
    found = [*source.findings, *faults.check(faults.CHECKS, file, draft)]
    held = dict(withheld(draft, found))
    known[columns.HELD] = np.array([held[id_].zh if id_ in held else "" for id_ in ids], object)
    trace = compute(known, owners, plan, source.team, len(ids))
    after = handed_on(source.book.period, ids, trace, plan, count, before, source.away.tolist())
    after = replace(after, bonus=year.year if year else before.bonus)
    month = replace(draft, trace=trace, held=held, after=after)
    found += faults.check(faults.LAST, file, month)
    return replace(month, findings=in_order(source.book, found))


def paid_in_order(books: Iterable[PayBook], before: State, year: YearGrades | None = None) -> Iterator[PaidMonth]:
    """The pay of months in order, each handing on to the next; the annual grades go with the book that asks for them."""
    for source in books:
        month = paid(source, before, year if source.plan.bonus else None)
        yield month
        before = month.after
