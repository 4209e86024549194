"""The journey of a month's pay: from a workbook and what the month before handed on to what everybody is paid. Read this after `month.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt

from mkt.book import quoted
from mkt.checks import check as check_month
from mkt.checks import in_order
from mkt.checks.month import Month
from mkt.commission import faults
from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.compute import columns_of, compute, counted, handed_on
from mkt.commission.plan import PayPlan
from mkt.commission.receipts import NOBODY, receipts
from mkt.commission.result import PaidMonth, PayBook, Reason
from mkt.findings import Finding
from mkt.month import month_of, score_book, wanted
from mkt.policy.model import Policy, plain_plan
from mkt.policy.pay import CARRY, GRADE, NO_GRADE, RECEIPTS, SCORE, YEAR_GRADE, PayPolicy
from mkt.reading.book import read
from mkt.reading.year_result import YearGrades
from mkt.rule.arrays import Array, Owners
from mkt.rule.tree import Column
from mkt.staff import Staff
from mkt.vocabulary import unit_of


def read_pay(
    path: Path, policy: PayPolicy, scores: Policy | None, bonus: bool, first: bool, period: str = ""
) -> PayBook:
    """A month's book read and checked for pay; `scores` is the policy it is scored by, `bonus` says that annual grades are given,
    `first` that nothing was handed on. Raises `Refused` if it cannot be read or nobody is in it.
    """
    refs = {column.ref for receipts in (True, False) for column in policy.columns(receipts, bonus)}
    book = read(path, frozenset(refs | {CARRY}) | (wanted(scores) if scores else frozenset()), period)
    faults.receipts_missing.refuse(book.file, policy, book)
    scheme = policy.commission
    plan = PayPlan(policy, bool(scheme and scheme.base.receipts and RECEIPTS in book.tables), bonus)
    further = tuple(policy.columns(plan.receipts, bonus))
    if plan.carries and first and book.has(CARRY):
        further = (*further, Column(CARRY, unit_of(CARRY)))
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
    receiving = _receiving(source)
    index = month.staff.index()
    found = [f for f in found if f.code != "person-not-assessed" or not receiving[index[f.person]]]
    if not policy.needs_score:  # receipts are paid on whoever had them, where no score is asked for
        source = replace(source, away=month.away & ~receiving)
    return replace(source, findings=[*found, *faults.check(faults.BEFORE, book.file, source)])


def _receiving(source: PayBook) -> npt.NDArray[np.bool_]:
    """True for people with receipts of the month."""
    found = np.zeros(len(source.people), bool)
    found[[row.person for row in source.of_month if row.person != NOBODY]] = True
    return found


def paid(source: PayBook, before: State, year: YearGrades | None = None) -> PaidMonth:
    """The month's pay, with what the month before handed on and, if they are given, the annual grades."""
    plan, ids = source.plan, [person.id for person in source.people]
    rows = [row for row in source.of_month if row.person != NOBODY]
    count = counted(rows, source.deals, plan, ids, before.paid) if plan.receipts else None
    given, owners = _given(source, before, year)
    if count is not None:
        more, whose = columns_of(count, plan)
        given, owners = given | more, owners | whose
    given[columns.HELD] = np.array([""] * len(ids), object)
    trace = compute(given, owners, plan, source.team, len(ids))
    draft = PaidMonth(source, count, trace, before, before, {}, year)
    found = [*source.findings, *faults.check(faults.AFTER, source.book.file, draft)]
    held = dict(_held(draft, found))
    given[columns.HELD] = np.array([held[id_].zh if id_ in held else "" for id_ in ids], object)
    trace = compute(given, owners, plan, source.team, len(ids))
    after = handed_on(source.book.period, ids, trace, plan, count, before, source.away.tolist())
    month = replace(draft, trace=trace, held=held, after=after)
    told = [
        *faults.month_first.findings(source.book.file, month),
        *faults.pay_withheld.findings(source.book.file, month),
    ]
    return replace(month, findings=in_order(source.book, [*found, *told]))


def _given(source: PayBook, before: State, year: YearGrades | None) -> tuple[dict[str, Array], dict[str, Owners]]:
    """The columns that pay is reckoned from: the book's, the month's assessment, what was handed on, the annual grades."""
    inputs, ids = source.staff.inputs, [person.id for person in source.people]
    given: dict[str, Array] = {ref: one.values for ref, one in inputs.items()}
    owners = {ref: one.owners for ref, one in inputs.items() if one.owners is not None}
    if source.scored:
        given |= {GRADE: source.scored.scores.grade, SCORE.ref: source.scored.scores.total}
    given[columns.OWED.ref] = _handed(before.owed, ids, before)
    given[columns.CARRIED.ref] = _carried(source.staff, ids, before)
    if year:
        grades = [year.grades.get(id_, ("", ""))[0] or NO_GRADE for id_ in ids]
        given[YEAR_GRADE] = np.array(grades, object)
    return given, owners


def _carried(staff: Staff, ids: Sequence[str], before: State) -> Array:
    """What was left of the plan: by the month before, else by the book, else nothing."""
    if not before.period and CARRY in staff.inputs:
        return staff.inputs[CARRY].values
    return _handed(before.left, ids, before)


def _handed(known: dict[str, float], ids: Sequence[str], before: State) -> Array:
    """What was handed on to everybody: nothing to newcomers, and not known of people who were not paid."""
    return np.array([np.nan if id_ in before.unsettled else known.get(id_, 0.0) for id_ in ids])


def _held(month: PaidMonth, found: Sequence[Finding]) -> Iterator[tuple[str, Reason]]:
    """Id → why somebody is not paid: an error in what pay rests on, no score where one is needed, not paid the month before."""
    source, policy = month.source, month.plan.policy
    errors, shared = _errors(month, found), dict(_shared_faults(month, found))
    scored = source.scored.scores.scored if source.scored and policy.needs_score else None
    total = month.values(columns.TOTAL.ref)
    for i, person in enumerate(source.people):
        id_ = person.id
        if source.away[i]:
            yield id_, Reason(f"{person.status}，本月不计", f"{person.status}, not counted this month")
        elif id_ in errors:
            yield id_, errors[id_]
        elif id_ in month.before.unsettled:
            yield id_, Reason("上月还没有发，先改好上月", "not paid the month before; mend that first")
        elif scored is not None and not scored[i]:
            yield id_, Reason("本月没有评出成绩", "not scored this month")
        elif total[i] != total[i]:
            yield id_, shared.get(i) or month.lacking(i)


def _errors(month: PaidMonth, found: Sequence[Finding]) -> dict[str, Reason]:
    """Id → the first error in what the person's pay rests on, or about the person as a whole."""
    refs = {c.ref for c in month.plan.policy.columns(month.plan.receipts, month.year is not None)} | {CARRY, ""}
    table, here = month.source.receipts, {row.row for row in month.source.of_month}
    others = (
        {table.cell(r.row, month.source.amount) for r in month.source.rows if r.row not in here} if table else set()
    )
    errors: dict[str, Reason] = {}
    for finding in found:
        bears = (finding.ref in refs or finding.code in OWN) and finding.where not in others
        if finding.severity == "error" and finding.person and bears:
            errors.setdefault(finding.person, _reason(finding, month.book.file))
    return errors


def _reason(finding: Finding, file: str) -> Reason:
    place = " ".join(filter(None, (finding.file if finding.file != file else "", finding.where)))
    return Reason(f"{place} {finding.zh.rstrip('。')}".strip(), f"{place} [{finding.code}]".strip())


def _shared_faults(month: PaidMonth, found: Sequence[Finding]) -> Iterator[tuple[int, Reason]]:
    """Position → what is wrong with a receipt that somebody shares in although nothing is wrong with his or her own row."""
    table = month.source.receipts
    if table is None:
        return
    undated = Reason(f"“{table.sheet}”表没有日期列", f"sheet {table.sheet} has no column of days")
    told = [finding for finding in found if finding.severity == "error"]
    told.sort(key=lambda finding: finding.code == "person-unknown")  # that somebody is unknown keeps nobody else unpaid
    by_row = {_row_of(finding.where): finding for finding in reversed(told)}
    sheet = quoted(table.sheet)
    for person, unsure in month.unsure.items():
        rows = (f"{sheet}!{table.rows[row.row] + 1}" for deal in unsure for row in deal.rows)
        first = next((by_row[row] for row in rows if row in by_row), None)
        if "日期" not in table.columns:
            yield person, undated
        elif first is not None:
            yield person, _reason(first, month.book.file)


def _row_of(where: str) -> str:
    """The sheet and row of a cell: 回款明细!7."""
    sheet, _, cell = where.rpartition("!")
    return f"{sheet}!{cell.lstrip(ascii_uppercase)}"


OWN = frozenset(one.__name__.replace("_", "-") for one in (*faults.BEFORE, *faults.AFTER))
"""Codes of faults of pay; an error of one of them keeps somebody from being paid whatever figure it is about."""


def paid_in_order(books: Sequence[PayBook], before: State, year: YearGrades | None = None) -> Iterator[PaidMonth]:
    """The pay of months in order, each handing on to the next; the annual grades go with the last."""
    for i, source in enumerate(books):
        month = paid(source, before, year if i == len(books) - 1 else None)
        yield month
        before = month.after
