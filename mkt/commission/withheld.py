"""Who is not paid and why: an error in what pay rests on, no score where one is needed, not paid the month before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

import numpy as np

from mkt.book import quoted
from mkt.commission import faults, receipt_faults
from mkt.commission import plan as columns
from mkt.commission.result import AWAY, PaidMonth, PayBook, Reason
from mkt.findings import Finding
from mkt.policy.pay import CARRY
from mkt.rule.arrays import Array


def withheld(month: PaidMonth, found: Sequence[Finding]) -> Iterator[tuple[str, Reason]]:
    """Id → why somebody is not paid: an error in what pay rests on, no score where one is needed, not paid the month before."""
    source, policy = month.source, month.plan.policy
    errors, shared = _errors(month, found), dict(_shared_faults(month, found))
    scored = source.scored.scores.scored if source.scored and policy.needs_score else None
    total, doubt = month.values(columns.TOTAL.ref), doubts(source)
    for i, person in enumerate(source.people):
        id_ = person.id
        if source.away[i]:
            yield id_, Reason(f"{person.status}{AWAY}", f"{person.status}, not counted this month")
        elif id_ in errors:
            yield id_, errors[id_]
        elif id_ in month.before.unsettled:
            yield id_, Reason("上月还没有发，先改好上月", "not paid the month before; mend that first")
        elif scored is not None and not scored[i]:
            yield id_, Reason("本月没有评出成绩", "not scored this month")
        elif id_ in doubt:
            yield id_, doubt[id_]
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
    lacking = [name for name in ("日期", month.source.amount) if name not in table.columns]
    missing = Reason(f"“{table.sheet}”表没有{'、'.join(lacking)}列", f"sheet {table.sheet} lacks {', '.join(lacking)}")
    told = [finding for finding in found if finding.severity == "error"]
    told.sort(key=lambda finding: finding.code == "person-unknown")  # that somebody is unknown keeps nobody else unpaid
    by_row = {_row_of(finding.where): finding for finding in reversed(told)}
    sheet = quoted(table.sheet)
    for person, unsure in month.unsure.items():
        rows = (f"{sheet}!{table.rows[row.row] + 1}" for deal in unsure for row in deal.rows)
        first = next((by_row[row] for row in rows if row in by_row), None)
        if lacking:
            yield person, missing
        elif first is not None:
            yield person, _reason(first, month.book.file)


def _row_of(where: str) -> str:
    """The sheet and row of a cell: 回款明细!7."""
    sheet, _, cell = where.rpartition("!")
    return f"{sheet}!{cell.lstrip(ascii_uppercase)}"


OWN = frozenset(one.__name__.replace("_", "-") for one in (*receipt_faults.CHECKS, *faults.CHECKS))
"""Codes of faults of pay; an error of one of them keeps somebody from being paid whatever figure it is about."""


def doubts(source: PayBook) -> dict[str, Reason]:
    """Id → why it is not known what somebody collected although no row of his or her own is wrong: a row may be theirs and cannot be told."""
    table = source.receipts
    if table is None:
        return {}
    if source.original.by_id and "工号" not in table.columns:
        reason = Reason(f"“{table.sheet}”表没有工号列", f"sheet {table.sheet} has no column 工号")
        return {person.id: reason for person in source.people}
    sheet = quoted(table.sheet)
    told = (f for f in reversed(source.findings) if f.severity == "error" and f.person and f.ref == "")
    return {f.person: _reason(f, source.book.file) for f in told if f.where.rpartition("!")[0] == sheet}


def in_doubt(source: PayBook) -> Array:
    """The doubts as a column, "" for nobody's."""
    found = doubts(source)
    return np.array([found[person.id].zh if person.id in found else "" for person in source.people], object)
