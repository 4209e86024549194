"""A month's pay computed: what counts of each receipt, then every column for everybody at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from mkt.commission import plan as columns
from mkt.commission.carry import Paid, Settled, State, settle
from mkt.commission.plan import PayPlan
from mkt.commission.receipts import Deal, Part, Receipt, floats, parts
from mkt.rule.arrays import Array, Owners, Trace
from mkt.rule.numbers import NOISE


@dataclass(frozen=True)
class Counted:
    """The rows that count in a month, each person's together, with the person's part of each (None where it cannot be told)."""

    rows: list[Receipt]
    parts: list[Part | None]
    settled: Settled | None
    """Where refunds of earlier months take back what was paid."""

    @property
    def owners(self) -> Owners:
        """Whose each row is."""
        return np.array([row.person for row in self.rows], np.intp)

    def amounts(self, special: int) -> list[Decimal | None]:
        """What of each row goes by a special rate, or by the tiers (-1); None where that cannot be told."""
        return [None if part is None else self._amount(part, special) for part in self.parts]

    def _amount(self, part: Part, special: int) -> Decimal:
        if part.receipt.sort == "refund" and self.settled is not None:
            return -self.settled.lowered.get(part.receipt.row, {}).get(special, Decimal(0))
        return part.amount if part.special == special else Decimal(0)


def counted(
    rows: Sequence[Receipt], found: Sequence[Deal], plan: PayPlan, ids: Sequence[str], before: Sequence[Paid]
) -> Counted:
    """The rows of people who can be paid with their parts of the month's receipts, and their refunds set off."""
    assert plan.scheme is not None
    mine = parts(found, plan.scheme)
    own = [mine[row.row] for row in rows]
    sound = [part for part in own if part is not None]
    return Counted(list(rows), own, settle(ids, sound, before) if plan.claws_back else None)


def columns_of(count: Counted, plan: PayPlan) -> tuple[dict[str, Array], dict[str, Owners]]:
    """The columns of receipts and of what is taken back, with whose each row is."""
    given: dict[str, Array] = {columns.COUNTED.ref: floats(count.amounts(-1))}
    for i, special in enumerate(plan.specials):
        given[columns.special_rows(special).ref] = floats(count.amounts(i))
    owners = dict.fromkeys(given, count.owners)
    if count.settled is not None:
        given[columns.CLAWED.ref] = floats([taken.pay for taken in count.settled.taken])
        owners[columns.CLAWED.ref] = np.array([taken.person for taken in count.settled.taken], np.intp)
    return given, owners


def compute(given: Mapping[str, Array], owners: Mapping[str, Owners], plan: PayPlan, team: Team, size: int) -> Trace:
    """The trace of a month's pay: every column given and every column computed from them."""
    trace = Trace(size, given, owners)
    for ref, rule in plan.rules.items():
        trace.columns[ref] = trace.values(rule)
        if ref == columns.COLLECTED.ref:
            trace.columns[columns.TEAM.ref] = trace.columns[ref][team.members]
            trace.owners[columns.TEAM.ref] = team.superiors
    return trace


@dataclass(frozen=True)
class Team:
    """Who reports to whom: positions of superiors, ascending, and beside each the position of a direct subordinate."""

    superiors: Owners
    members: Owners


def handed_on(
    period: str,
    ids: Sequence[str],
    trace: Trace,
    plan: PayPlan,
    count: Counted | None,
    before: State,
    away: Sequence[bool],
) -> State:
    """What the month hands on; of people who are away what was handed on to it, of people not paid nothing that is known."""
    total = trace.columns[columns.TOTAL.ref].tolist()
    unpaid = {id_ for id_, value, gone in zip(ids, total, away, strict=True) if value != value and not gone}
    present = {id_ for id_, gone in zip(ids, away, strict=True) if not gone}

    def now(column: str, old: Mapping[str, float]) -> dict[str, float]:
        kept = {id_: value for id_, value in old.items() if id_ not in present}
        values = trace.columns[column].tolist() if column in trace.columns else [0.0] * len(ids)
        return kept | {id_: v for id_, v in zip(ids, values, strict=True) if id_ in present and v == v and v}

    unsettled = (before.unsettled - present) | unpaid
    left, owed = now(columns.LEFT.ref, before.left), now(columns.OWED_AFTER.ref, before.owed)
    settled = count.settled if count else None
    paid = settled.paid + tuple(_paid(period, ids, trace, plan, settled)) if settled else before.paid
    return State(period, left, owed, tuple(sorted(paid, key=_order)), frozenset(unsettled))


def _order(entry: Paid) -> tuple[str, str]:
    return entry.person, entry.period  # within a month as they stand in the sheet


def _paid(period: str, ids: Sequence[str], trace: Trace, plan: PayPlan, settled: Settled) -> Iterator[Paid]:
    """The month's own receipts that a later refund could take back, with the rate they were paid at."""
    rates = [trace.columns[column.ref].tolist() for column in plan.rate_columns]
    total = trace.columns[columns.TOTAL.ref].tolist()
    for lot, amount in settled.own.items():
        if lot.contract and amount > 0 and total[lot.person] == total[lot.person]:
            rate = rates[lot.special + 1][lot.person]
            exact = Decimal(f"{0.0 if rate != rate else rate:.{NOISE}f}")  # nothing was earned that could be taken back
            title = plan.specials[lot.special].title if lot.special >= 0 else ""
            yield Paid(ids[lot.person], lot.contract, lot.product, period, amount, exact, title)
