"""Control totals: the money in the input, and where all of it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np

from mkt.commission import plan as columns
from mkt.commission.receipts import NOBODY, deals, parts
from mkt.commission.result import PaidMonth
from mkt.policy.columns import Net
from mkt.policy.pay import RECEIPTS, Commission

Total = tuple[str, float]
"""What is added up, and the sum in yuan."""


def received(month: PaidMonth) -> Iterator[Total]:
    """What all rows of the input come to, then what of it is not in the month's amounts and why.

    The first less the others is what 汇总 has as collected.
    """
    scheme = month.plan.scheme
    if scheme is not None and month.count is not None:
        yield from _of_receipts(month, scheme)
    elif scheme is not None and scheme.base.totals is not None:
        yield from _of_totals(month, scheme.base.totals)


def _of_receipts(month: PaidMonth, scheme: Commission) -> Iterator[Total]:
    count = month.count
    assert count is not None
    amounts = dict(_amounts(month, scheme))
    collected = month.values(columns.COLLECTED.ref)
    of_month = {row.row for row in month.source.of_month}
    gone = {row.row for row in month.source.of_month if row.person != NOBODY and month.source.away[row.person]}
    counted = {row.row for row in count.rows if collected[row.person] == collected[row.person]}
    of_staff = {row.row for row in month.source.rows}
    of_others, faulty = of_staff - of_month, {row.row for row in count.rows} - counted
    yield f"“{RECEIPTS}”各行的份额合计", _sum(amounts.values())
    yield "其中：不在人员表的人", _sum(a for row, a in amounts.items() if row not in of_staff)
    yield "其中：日期不在本月", _sum(a for row, a in amounts.items() if row in of_others)
    yield "其中：离职或停薪的人，没有计入", _sum(a for row, a in amounts.items() if row in gone)
    yield "其中：数据有错，暂不计", _sum(a for row, a in amounts.items() if row in faulty)
    if count.settled is not None:
        back = _sum(taken.amount for taken in count.settled.taken if taken.row in counted)
        yield "其中：以前月份的退款（另行追回，不减本月）", -back


def _amounts(month: PaidMonth, scheme: Commission) -> Iterator[tuple[int, Decimal]]:
    """Every row's part of its receipt; of a receipt that cannot be shared out the whole amount, once."""
    whole = deals(month.source.everything)
    known = parts(whole, scheme)
    for deal in whole:
        rest = deal.rows[1:] if deal.shared and not deal.is_sound else ()
        for row in deal.rows:
            part = known.get(row.row)
            if row.amount == row.amount:
                yield row.row, part.amount if part else Decimal(0) if row in rest else row.signed


def _of_totals(month: PaidMonth, totals: Net) -> Iterator[Total]:
    """The same where the book has totals: rows of nobody on the staff, and of people of whom a figure cannot be used."""
    whole = used = 0.0
    known = ~np.isnan(np.array(month.values(columns.COLLECTED.ref)))
    for sign, refs in ((1, totals.plus), (-1, totals.less)):
        for ref in refs:
            given = month.source.original.inputs[ref]
            stated = given.table.numbers(given.name) if given.table else given.values
            mine = given.values[known] if given.owners is None else given.values[known[given.owners]]
            whole += sign * float(np.nansum(stated))
            used += sign * float(np.nansum(mine))
    yield f"{'、'.join(totals.refs())} 各行合计", round(whole, 2)
    yield "其中：不在人员表，或数据有错暂不计", round(whole - used, 2)


def _sum(amounts: Iterable[Decimal]) -> float:
    return float(sum(amounts, Decimal(0)))
