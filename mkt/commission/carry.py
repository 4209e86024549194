"""What one month hands on to the next: what was left of the plan, what is owed of advances, and the receipts that were paid on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mkt.commission.receipts import Part, cent


@dataclass(frozen=True)
class Paid:
    """Receipts of a contract and product of somebody in a month: what of them was not taken back yet, the rate they were paid at, and the
    title of the special rate, "" for the tiers.
    """

    person: str
    contract: str
    product: str
    period: str
    amount: Decimal
    rate: Decimal
    special: str = ""


@dataclass(frozen=True)
class State:
    """What is handed on, by person; a person who was not paid is `unsettled`, and what he or she hands on is not known.

    `bonus` is the last year of which the annual bonus was paid; `file` and `sha256` are those of the result it was read from, if it was.
    """

    period: str = ""
    left: dict[str, float] = field(default_factory=dict)
    owed: dict[str, float] = field(default_factory=dict)
    paid: tuple[Paid, ...] = ()
    unsettled: frozenset[str] = frozenset()
    bonus: str = ""
    file: str = ""
    sha256: str = ""


def carry_hash(state: State) -> str:
    """A hash over what is handed on, to tell whether it was edited later."""
    lines = [state.period, state.bonus]
    for id_ in sorted({*state.left, *state.owed, *state.unsettled}):
        settled = "" if id_ in state.unsettled else "settled"
        lines.append(f"{id_}\t{state.left.get(id_, 0.0):.2f}\t{state.owed.get(id_, 0.0):.2f}\t{settled}")
    lines += ["paid", *("\t".join(map(str, vars(entry).values())) for entry in state.paid)]
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True)
class Taken:
    """What of a refund is set off against an earlier month's receipts."""

    row: int
    person: int
    paid: Paid
    amount: Decimal

    @property
    def pay(self) -> Decimal:
        """The commission that it takes back, below zero."""
        return -cent(self.amount * self.paid.rate)


@dataclass(frozen=True)
class Lot:
    """Receipts that a refund can be set off against: whose, of which contract and product, and the rate they go by."""

    person: int
    contract: str
    product: str
    special: int

    def covers(self, refund: Part) -> bool:
        """Whether a refund is of this contract and, where it names one, of this product."""
        receipt = refund.receipt
        same = receipt.person == self.person and receipt.contract == self.contract
        return same and receipt.product in ("", self.product)


@dataclass
class Settled:
    """The refunds of a month set off.

    `taken` is what they take back of earlier months; `lowered` by row what they lower of this month's amount at which rate, `unmatched` what of
    that is no receipt's; `own` and `paid` are what is left of this month's and of earlier receipts.
    """

    taken: list[Taken] = field(default_factory=list)
    lowered: dict[int, dict[int, Decimal]] = field(default_factory=dict)
    unmatched: dict[int, Decimal] = field(default_factory=dict)
    own: dict[Lot, Decimal] = field(default_factory=dict)
    paid: tuple[Paid, ...] = ()

    def lower(self, row: int, special: int, amount: Decimal) -> None:
        """Take a part of a refund off what goes by a rate."""
        if amount:
            rates = self.lowered.setdefault(row, {})
            rates[special] = rates.get(special, Decimal(0)) + amount


def settle(ids: Sequence[str], parts: Iterable[Part], before: Sequence[Paid]) -> Settled:
    """Set each refund off against the person's receipts of its contract: the month's own first, then earlier ones, the latest first.

    `ids` are the ids of the people that parts name by position.
    """
    found = Settled()
    in_order = sorted(parts, key=lambda part: part.receipt.row)
    for part in (part for part in in_order if part.receipt.sort != "refund"):
        receipt = part.receipt
        lot = Lot(receipt.person, receipt.contract, receipt.product, part.special)
        found.own[lot] = found.own.get(lot, Decimal(0)) + part.amount
    lots: dict[tuple[int, str], list[Lot]] = {}
    for lot in found.own:
        lots.setdefault((lot.person, lot.contract), []).append(lot)
    earlier: dict[tuple[str, str], list[Paid]] = {}
    for entry in sorted(before, key=lambda entry: entry.period, reverse=True):
        earlier.setdefault((entry.person, entry.contract), []).append(entry)
    for refund in (part for part in in_order if part.receipt.sort == "refund"):
        receipt, left = refund.receipt, -refund.amount
        if receipt.contract:
            left = _set_off(found, lots.get((receipt.person, receipt.contract), []), refund, left)
            left = _take_back(found, earlier.get((ids[receipt.person], receipt.contract), []), refund, left)
        if left:
            found.unmatched[receipt.row] = left
            found.lower(receipt.row, refund.special, left)
    found.paid = tuple(entry for entries in earlier.values() for entry in entries if entry.amount)
    found.taken.sort(key=lambda taken: (taken.person, taken.row))
    return found


def _set_off(found: Settled, lots: Sequence[Lot], refund: Part, left: Decimal) -> Decimal:
    """What is left of a refund after the month's own receipts."""
    for lot in lots:
        if lot.covers(refund):
            back = min(left, max(found.own[lot], Decimal(0)))  # a sale at a loss has nothing to set off
            found.own[lot] -= back
            found.lower(refund.receipt.row, lot.special, back)
            left -= back
    return left


def _take_back(found: Settled, earlier: list[Paid], refund: Part, left: Decimal) -> Decimal:
    """What is left of a refund after the receipts of earlier months, which are used up as far as it goes."""
    for place, entry in enumerate(earlier):
        back = min(left, entry.amount)
        if back and refund.receipt.product in ("", entry.product):
            found.taken.append(Taken(refund.receipt.row, refund.receipt.person, entry, back))
            earlier[place] = replace(entry, amount=entry.amount - back)
            left -= back
    return left
