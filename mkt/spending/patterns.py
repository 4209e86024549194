"""What shows only over many payments: splits, duplicates, invoices used twice. Everything is sorted once and gone through once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mkt.spending.entry import Payment, key


@dataclass(frozen=True)
class Group:
    """Payments to one payee within some days that together reach a bound that each is below: their positions, by day, and the sum in cents."""

    members: tuple[int, ...]
    cents: int
    bound: int


@dataclass(frozen=True)
class Limit:
    """An amount in cents at which other people sign, and the payments that it is about, by position."""

    bound: int
    up_to: bool
    about: frozenset[int]


def below(cents: int, bound: int, up_to: bool) -> bool:
    """Whether an amount needs only what is needed below a bound; with `up_to` the bound itself does too."""
    return cents <= bound if up_to else cents < bound


class Dated:
    """Payments that have a payee, a day and an amount, each payee's by day: the days and the cents of all, and positions by payee."""

    def __init__(self, payments: Sequence[Payment]) -> None:
        self.cents = [payment.counts for payment in payments]
        self.days = [payment.when.toordinal() if payment.when else 0 for payment in payments]
        payees: dict[str, list[int]] = defaultdict(list)
        for i, payment in enumerate(payments):
            if self.cents[i] and self.days[i] and payment.whom:
                payees[key(payment.whom)].append(i)
        self.payees = [sorted(mine, key=self.days.__getitem__) for mine in payees.values()]

    def small(self, limit: Limit) -> Iterator[list[int]]:
        """Each payee's payments that are below a limit which is about them."""
        for mine in self.payees:
            found = [i for i in mine if i in limit.about and below(self.cents[i], limit.bound, limit.up_to)]
            if found:
                yield found

    def windows(self, mine: Sequence[int], span: int) -> Iterator[tuple[int, int, int]]:
        """For each of one payee's payments: first and last place in `mine` of those within `span` days up to it, and their sum in cents."""
        start = total = 0
        for end, i in enumerate(mine):
            total += self.cents[i]
            while self.days[i] - self.days[mine[start]] > span:
                total -= self.cents[mine[start]]
                start += 1
            yield start, end, total


def splits(payments: Sequence[Payment], limits: Sequence[Limit], days: int) -> list[Group]:
    """Every group of split payments; payments that two windows share are of one group."""
    dated = Dated(payments)
    linked: dict[int, int] = {}
    reached: dict[int, int] = {}
    for limit in limits:
        for mine in dated.small(limit):
            done = 0
            for start, end, total in dated.windows(mine, days):
                if end > start and not below(total, limit.bound, limit.up_to):
                    for at in range(max(start, done), end + 1):  # what lies before was linked by the window before
                        _link(linked, mine[start], mine[at])
                        reached[mine[at]] = max(limit.bound, reached.get(mine[at], 0))
                    done = end
    members: dict[int, list[int]] = defaultdict(list)
    for i in linked:
        members[_root(linked, i)].append(i)
    found = (sorted(some, key=lambda i: (dated.days[i], i)) for some in members.values())
    groups = [Group(tuple(some), sum(dated.cents[i] for i in some), max(reached[i] for i in some)) for some in found]
    return sorted(groups, key=lambda group: min(group.members))


def _root(linked: dict[int, int], i: int) -> int:
    while linked.setdefault(i, i) != i:
        linked[i] = linked[linked[i]]
        i = linked[i]
    return i


def _link(linked: dict[int, int], one: int, other: int) -> None:
    linked[_root(linked, other)] = _root(linked, one)


def near_limits(
    payments: Sequence[Payment], limits: Sequence[Limit], margin: Decimal, days: int, but: Iterable[int]
) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """Payments, alone or within some days together, that are at most a share below a limit: positions, the sum, the bound.

    Those in `but` are passed over: they were told to be split. Windows that share payments are told once, by the largest sum.
    """
    passed, dated = set(but), Dated(payments)
    for limit in limits:
        least, seen = limit.bound * (1 - margin), set[int]()

        def close(cents: int, limit: Limit = limit, least: Decimal = least) -> bool:
            return cents >= least and below(cents, limit.bound, limit.up_to)

        for mine in ([i for i in found if i not in passed] for found in dated.small(limit)):
            for start, end, total in _apart([window for window in dated.windows(mine, days) if close(window[2])]):
                seen.update(mine[start : end + 1])
                yield tuple(mine[start : end + 1]), total, limit.bound
        for i in sorted(limit.about - seen - passed):
            if close(dated.cents[i]):
                yield (i,), dated.cents[i], limit.bound


def _apart(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Of windows that share payments the one with the largest sum."""
    kept: list[tuple[int, int, int]] = []
    reach = -1
    for window in found:
        if window[0] > reach:
            kept.append(window)
        else:
            kept[-1] = max(kept[-1], window, key=lambda one: one[2])
        reach = window[1]
    return kept


def duplicates(payments: Sequence[Payment]) -> Iterator[tuple[int, int]]:
    """Each payment that repeats an earlier one, with that one: the same payee, amount and invoice, or where neither has an invoice the same
    day, purpose and category.
    """
    first: dict[tuple[object, ...], int] = {}
    for i, p in enumerate(payments):
        if not p.counts or not p.whom:
            continue
        if p.invoices:
            about: tuple[object, ...] = (key(p.whom), p.cents, frozenset(p.invoices))
        elif p.when and p.purpose:
            about = (key(p.whom), p.cents, p.when, p.purpose, p.category)
        else:
            continue
        if about in first:
            yield i, first[about]
        else:
            first[about] = i


def reused(payments: Sequence[Payment], but: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """Each use of an invoice number after the first: the payment, the first one, the number. Duplicates (`but`) are told already."""
    passed, first = set(but), dict[str, int]()
    for i, p in enumerate(payments):
        if p.void or (p.cents is not None and p.cents <= 0):
            continue
        for invoice in dict.fromkeys(p.invoices):
            if invoice not in first:
                first[invoice] = i
            elif first[invoice] != i and i not in passed:
                yield i, first[invoice], invoice


def running(payments: Sequence[Payment], whose: Sequence[str]) -> list[int]:
    """For each payment what its payee (or claimant) got in its month up to it, in cents, by day; those without a day come last."""
    last = datetime.date.max  # those without a day
    order = sorted(range(len(payments)), key=lambda i: payments[i].when or last)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    found = [0] * len(payments)
    for i in order:
        about = key(whose[i]), payments[i].month
        sums[about] += payments[i].counts
        found[i] = sums[about] if whose[i] else payments[i].counts
    return found
