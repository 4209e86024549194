"""A second reading of the spending rules, by brute force and in exact numbers, written from their text and nothing else.

Amounts are decimals of yuan as they stand in the sheet; once rounded they are whole cents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

FIVE = ("部门主管", "影城财务部", "影城总经理", "总部财务部", "总部总经理")
REFUND_WORDS = ("退款", "退货", "冲销")
OF_GROUPS = frozenset({"approval-missing", "request-missing", "payment-split"})
"""What is told once of payments that count as one."""


@dataclass(frozen=True)
class Signature:
    """Who signed, "" where it says no name, and when."""

    name: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Payment:
    """A row of 付款; a role that has not signed is not in `signs`."""

    amount: Decimal
    payee: str = ""
    claimant: str = ""
    purpose: str = "布置费"
    category: str = "推广费"
    kind: str = ""
    note: str = ""
    day: date | None = None
    paid: date | None = None
    request: str = ""
    invoices: tuple[str, ...] = ()
    signs: Mapping[str, Signature] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        return cents(self.amount)

    @property
    def whom(self) -> str:
        return self.payee or self.claimant

    @property
    def when(self) -> date | None:
        return self.day or self.paid

    @property
    def came_back(self) -> bool:
        """Whether a cell says that money came back."""
        said = (self.purpose, self.category, self.kind, self.note)
        return any(word in text for text in said for word in REFUND_WORDS)

    @property
    def refund(self) -> bool:
        """Whether it is money that came back: below zero, and said to be; 退款 paid to a customer is a payment."""
        return self.cents < 0 and self.came_back

    @property
    def counts(self) -> bool:
        """Whether anybody has to sign for it, and it can be part of a pattern."""
        return self.cents > 0 and not self.refund


@dataclass(frozen=True)
class Contract:
    """A row of 合同."""

    number: str
    party: str
    amount: Decimal
    signed: date | None = None
    signs: Mapping[str, Signature] = field(default_factory=dict)


Signed = TypeVar("Signed", Payment, Contract)


@dataclass(frozen=True)
class Book:
    """A month's book; `budget` goes by category, `month` is (year, month). Without `request_column` there is no 支付申请单号."""

    month: tuple[int, int]
    payments: tuple[Payment, ...]
    contracts: tuple[Contract, ...] = ()
    budget: Mapping[str, Decimal] = field(default_factory=dict)
    request_column: bool = True


@dataclass(frozen=True)
class Tier:
    """From this many cents on these roles sign, in order; `request` says whether the form is needed too."""

    bound: int
    chain: tuple[str, ...]
    request: bool = False


@dataclass(frozen=True)
class Rules:
    """The amounts, from the lowest up, and the patterns."""

    tiers: tuple[Tier, ...]
    days: int = 7
    margin: Fraction = Fraction(5, 100)
    contracts: tuple[str, ...] = FIVE
    near_budget: Fraction = Fraction(90, 100)

    def tier(self, amount: int) -> Tier:
        """What an amount needs."""
        return next((tier for tier in reversed(self.tiers) if amount >= tier.bound), Tier(0, ()))


def payments_rule(bound: int = 2000) -> Rules:
    """The rule of payments from so many yuan on."""
    return Rules((Tier(bound * 100, FIVE, request=True),))


@dataclass(frozen=True)
class Told:
    """A finding: its code, the row (0 is the first payment or contract) and the column; a budget's row is its category."""

    code: str
    row: int | str
    column: str = ""
    sheet: str = "付款"


@dataclass
class Reading:
    """What the rules make of a book."""

    needs: list[tuple[str, ...]]
    counted: list[int]
    told: Counter[Told]
    near: list[list[frozenset[int]]]
    groups: list[tuple[int, ...]]
    spent: dict[str, int]

    def codes(self, row: int) -> set[str]:
        """What is told of a payment: by itself, or of the group it counts in."""
        group = next((group for group in self.groups if row in group), (row,))
        mine = {t.code for t in self.told if t.sheet == "付款" and t.row == row}
        shared = {t.code for t in self.told if t.sheet == "付款" and t.row in group and t.code in OF_GROUPS}
        return mine | shared


def cents(amount: Decimal) -> int:
    """Yuan in whole cents, half a cent going up (away from zero)."""
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def read(book: Book, rules: Rules, today: date) -> Reading:
    """A book by the rules."""
    dates, book = list(_dates(book, today)), replace(book, payments=tuple(_until(p, today) for p in book.payments),
                                                     contracts=tuple(_until(c, today) for c in book.contracts))  # fmt: skip
    payments = book.payments
    groups = split_groups(payments, rules)
    group_of = {row: group for group in groups for row in group}
    counted = [sum(payments[r].cents for r in group_of.get(row, (row,))) for row in range(len(payments))]
    tiers = [rules.tier(counted[r]) if payments[r].counts else Tier(0, ()) for r in range(len(payments))]
    told = Counter(
        [
            *_missing(book, [*groups, *((r,) for r in range(len(payments)) if r not in group_of)], tiers),
            *_splits(book, groups, tiers),
            *(t for r, p in enumerate(payments) for t in _signers(r, p.signs, tiers[r].chain, (p.payee, p.claimant))),
            *_paid_early(payments, tiers),
            *_twice(payments),
            *dates,
            *(
                Told("day-missing", r, "日期")
                for r, p in enumerate(payments)
                if p.cents > 0 and p.day is None and p.paid is None
            ),
            *(Told("amount-negative", r, "金额") for r, p in enumerate(payments) if p.cents <= 0 and not p.came_back),
            *(t for r, contract in enumerate(book.contracts) for t in _contract(r, contract, rules)),
            *_budget(book, rules),
        ]
    )
    needs = [tier.chain for tier in tiers]
    return Reading(needs, counted, told, near(payments, rules, group_of), groups, spent(book))


def _until(item: Signed, today: date) -> Signed:
    """A payment or contract whose signatures of days to come have no day: such a day is told as that and as nothing else."""
    signs = {r: replace(s, day=None) if s.day and s.day > today else s for r, s in item.signs.items()}
    return replace(item, signs=signs)


# splits


def windows(payments: Sequence[Payment], rows: Sequence[int], days: int) -> Iterator[tuple[int, ...]]:
    """The rows to one payee from each of their days on, over so many days."""
    for first in rows:
        start = payments[first].when
        assert start
        yield tuple(r for r in rows if 0 <= (payments[r].when - start).days <= days)  # type: ignore[operator]


def _by_payee(payments: Sequence[Payment], below: int) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for row, payment in enumerate(payments):
        if payment.counts and payment.cents < below and payment.whom and payment.when:
            found.setdefault(payment.whom, []).append(row)
    return list(found.values())


def split_groups(payments: Sequence[Payment], rules: Rules) -> list[tuple[int, ...]]:
    """Rows that count as one payment, in row order."""
    groups: list[set[int]] = []
    for tier in rules.tiers:
        for rows in _by_payee(payments, tier.bound):
            for window in windows(payments, rows, rules.days):
                if sum(payments[r].cents for r in window) >= tier.bound:
                    groups.append(set(window))
    while True:
        pair = next(((a, b) for a, b in combinations(groups, 2) if a & b), None)
        if pair is None:
            return sorted(tuple(sorted(group)) for group in groups)
        groups = [group for group in groups if group is not pair[0] and group is not pair[1]]
        groups.append(pair[0] | pair[1])


def near(payments: Sequence[Payment], rules: Rules, but: Mapping[int, object]) -> list[list[frozenset[int]]]:
    """What lies just below a bound, payments that are part of no split: single ones, and those to one payee within some days.

    Those that share payments stand together; one of them is to be noted.
    """
    found: list[list[frozenset[int]]] = []
    for tier in rules.tiers:
        least = tier.bound * (1 - rules.margin)
        single = [(row,) for row, payment in enumerate(payments) if payment.counts and row not in but]
        rest = [[row for row in rows if row not in but] for rows in _by_payee(payments, tier.bound)]
        several = [window for rows in rest for window in windows(payments, rows, rules.days) if len(window) > 1]
        for rows in (*several, *single):
            if least <= sum(payments[r].cents for r in rows) < tier.bound:
                one = frozenset(rows)
                mine = [some for some in found if any(one & other for other in some)] if len(one) > 1 else []
                found = [some for some in found if some not in mine]
                found.append([one, *(other for some in mine for other in some)])
    return found


# signatures


def _missing(book: Book, claims: Sequence[Sequence[int]], tiers: Sequence[Tier]) -> Iterator[Told]:
    for claim in claims:
        tier = tiers[claim[0]]
        for role in tier.chain:
            lacking = [row for row in claim if role not in book.payments[row].signs]
            if lacking:
                yield Told("approval-missing", lacking[0], role)
        lacking = [row for row in claim if not book.payments[row].request]
        if tier.request and book.request_column and lacking:
            yield Told("request-missing", lacking[0], "支付申请单号")


def _splits(book: Book, groups: Sequence[Sequence[int]], tiers: Sequence[Tier]) -> Iterator[Told]:
    for group in groups:
        tier = tiers[group[0]]
        members = [book.payments[row] for row in group]
        signed = all(role in member.signs for member in members for role in tier.chain)
        if not signed or (tier.request and not all(member.request for member in members)):
            yield Told("payment-split", group[0], "金额")


def _signers(
    row: int, signs: Mapping[str, Signature], chain: Sequence[str], own: Sequence[str], sheet: str = "付款"
) -> Iterator[Told]:
    """Out of order, for oneself, one person for two."""
    latest: date | None = None
    seen: list[str] = []
    for role in chain:
        sign = signs.get(role)
        if sign is None:
            continue
        if sign.day and latest and sign.day < latest:
            yield Told("approval-order", row, role, sheet)
        if sign.day:
            latest = max(sign.day, latest or sign.day)
        if sign.name and sign.name in own:
            yield Told("approval-own", row, role, sheet)
        if sign.name and seen.count(sign.name) == 1:  # told once of a person, however many roles
            yield Told("approval-same-person", row, role, sheet)
        seen.append(sign.name)


def last_day(signs: Mapping[str, Signature], chain: Sequence[str]) -> date | None:
    """The day of the last signature of a chain."""
    return max((signs[role].day for role in chain if role in signs and signs[role].day), default=None)  # type: ignore[type-var]


def _paid_early(payments: Sequence[Payment], tiers: Sequence[Tier]) -> Iterator[Told]:
    for row, payment in enumerate(payments):
        last = last_day(payment.signs, tiers[row].chain)
        if payment.paid and last and payment.paid < last:
            yield Told("paid-before-approval", row, "付款日期")


def _contract(row: int, contract: Contract, rules: Rules) -> Iterator[Told]:
    if not contract.number:
        yield Told("contract-number-missing", row, "合同编号", "合同")
    missing = [role for role in rules.contracts if role not in contract.signs]
    yield from (Told("approval-missing", row, role, "合同") for role in missing)
    yield from _signers(row, contract.signs, rules.contracts, (contract.party,), "合同")
    last = last_day(contract.signs, rules.contracts)
    if contract.signed and (missing or (last and contract.signed < last)):
        yield Told("contract-unsigned", row, "签订日期", "合同")


# twice, days, budget


def same(one: Payment, other: Payment) -> bool:
    """Whether two payments are one paid twice."""
    if (one.whom, one.cents, set(one.invoices)) != (other.whom, other.cents, set(other.invoices)) or not one.whom:
        return False
    facts = (one.when, one.purpose, one.category) == (other.when, other.purpose, other.category)
    return bool(one.invoices) or (facts and one.when is not None)


def _twice(payments: Sequence[Payment]) -> Iterator[Told]:
    for row, payment in enumerate(payments):
        earlier = [other for other in payments[:row] if other.counts]
        if not payment.counts:
            continue
        if any(same(payment, other) for other in earlier):
            yield Told("payment-duplicate", row, "金额")
        else:
            for number in dict.fromkeys(payment.invoices):
                if any(number in other.invoices for other in earlier):
                    yield Told("invoice-reused", row, "发票号")


def _dates(book: Book, today: date) -> Iterator[Told]:
    for row, payment in enumerate(book.payments):
        days = [("日期", payment.day), ("付款日期", payment.paid)]
        days += [(role, sign.day) for role, sign in payment.signs.items()]
        yield from (Told("date-in-future", row, column) for column, day in days if day and day > today)
        when = payment.when
        if when and when <= today and (when.year, when.month) != book.month:
            yield Told("date-outside-month", row, "日期" if payment.day else "付款日期")


def spent(book: Book) -> dict[str, int]:
    """What each category spent, by its name without capitals; refunds, which are below zero, are taken off."""
    found: dict[str, int] = {}
    for payment in book.payments:
        found[payment.category.casefold()] = found.get(payment.category.casefold(), 0) + payment.cents
    return found


def _budget(book: Book, rules: Rules) -> Iterator[Told]:
    sums = spent(book)
    lines = {category.casefold(): cents(amount) for category, amount in book.budget.items()}
    for category, budget in lines.items():
        amount = sums.get(category, 0)
        if amount > budget:
            yield Told("budget-exceeded", category, sheet="预算")
        elif amount == budget > 0:
            yield Told("budget-used-up", category, sheet="预算")
        elif budget > 0 and amount >= rules.near_budget * budget:
            yield Told("budget-near", category, sheet="预算")
    first: dict[str, int] = {}
    for row, payment in enumerate(book.payments):
        first.setdefault(payment.category.casefold(), row)
    if lines:
        yield from (
            Told("budget-line-missing", row, "类别") for category, row in first.items() if category not in lines
        )
