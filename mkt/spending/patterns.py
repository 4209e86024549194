"""What shows only over many payments: splits, duplicates, invoices used twice. Everything is sorted once and gone through once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkt.spending.entry import Payment


@dataclass(frozen=True)
class Group:
    """Payments to one payee within some days that together reach a bound that each is below: their positions, by day, and the sum in cents."""

    members: tuple[int, ...]
    cents: int
    bound: int


def below(cents: int, bound: int, up_to: bool) -> bool:
    """Whether an amount needs only what is needed below a bound; with `up_to` the bound itself does too."""
    return cents <= bound if up_to else cents < bound


def windows(payments: Sequence[Payment], mine: Sequence[int], days: int) -> Iterator[tuple[int, int, int]]:
    """For each of one payee's payments, sorted by day: first and last position in `mine` of those within the days before it, and their sum."""
    start = total = 0
    for end, position in enumerate(mine):
        total += payments[position].counts
        while (_day(payments[position]) - _day(payments[mine[start]])) > days:
            total -= payments[mine[start]].counts
            start += 1
        yield start, end, total


def _day(payment: Payment) -> int:
    assert payment.when is not None
    return payment.when.toordinal()


def by_payee(payments: Sequence[Payment], chosen: Iterable[int]) -> dict[str, list[int]]:
    """Payee → the positions of some payments, by day; what has no payee, no day or no amount is left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for i in chosen:
        if payments[i].whom and payments[i].when and payments[i].counts:
            found[payments[i].whom].append(i)
    for mine in found.values():
        mine.sort(key=lambda i: (_day(payments[i]), i))
    return found


def splits(payments: Sequence[Payment], bounds: Sequence[tuple[int, bool]], days: int) -> list[Group]:
    """Every group of split payments; payments that two windows share are of one group."""
    linked: dict[int, int] = {}
    reached: dict[int, int] = {}
    for bound, up_to in bounds:
        small = [i for i, p in enumerate(payments) if p.counts and below(p.counts, bound, up_to)]
        for mine in by_payee(payments, small).values():
            done = 0
            for start, end, total in windows(payments, mine, days):
                if end > start and not below(total, bound, up_to):
                    for at in range(max(start, done), end + 1):  # what lies before was linked by the window before
                        _link(linked, mine[start], mine[at])
                        reached[mine[at]] = max(bound, reached.get(mine[at], 0))
                    done = end
    members: dict[int, list[int]] = defaultdict(list)
    for i in linked:
        members[_root(linked, i)].append(i)
    found = (sorted(some, key=lambda i: (_day(payments[i]), i)) for some in members.values())
    groups = [
        Group(tuple(some), sum(payments[i].counts for i in some), max(reached[i] for i in some)) for some in found
    ]
    return sorted(groups, key=lambda group: min(group.members))


def _root(linked: dict[int, int], i: int) -> int:
    while linked.setdefault(i, i) != i:
        linked[i] = linked[linked[i]]
        i = linked[i]
    return i


def _link(linked: dict[int, int], one: int, other: int) -> None:
    linked[_root(linked, other)] = _root(linked, one)


def near_bounds(
    payments: Sequence[Payment], bounds: Sequence[tuple[int, bool]], margin: float, days: int, but: Iterable[int]
) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """Payments, alone or within some days together, that lie just below a bound: positions, the sum, the bound.

    Those in `but` are passed over: they were told to be split. Windows that share payments are told once, by the largest sum.
    """
    passed = set(but)
    for bound, up_to in bounds:
        small = [i for i, p in enumerate(payments) if p.counts and below(p.counts, bound, up_to) and i not in passed]
        least, seen = bound * (1 - margin), set[int]()
        for mine in by_payee(payments, small).values():
            near = [w for w in windows(payments, mine, days) if w[2] >= least and below(w[2], bound, up_to)]
            for start, end, total in _apart(near):
                seen.update(mine[start : end + 1])
                yield tuple(mine[start : end + 1]), total, bound
        yield from (((i,), payments[i].counts, bound) for i in small if i not in seen and payments[i].counts >= least)


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
    day and purpose.
    """
    first: dict[tuple[object, ...], int] = {}
    for i, p in enumerate(payments):
        if not p.counts or not p.whom:
            continue
        if p.invoices:
            about: tuple[object, ...] = (p.whom, p.cents, frozenset(p.invoices))
        elif p.when and p.purpose:
            about = (p.whom, p.cents, p.when, p.purpose, p.category)
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
        if p.refund or (p.cents or 0) < 0:
            continue
        for invoice in dict.fromkeys(p.invoices):
            if invoice not in first:
                first[invoice] = i
            elif first[invoice] != i and i not in passed:
                yield i, first[invoice], invoice


def running(payments: Sequence[Payment], whose: Sequence[str]) -> list[int]:
    """For each payment what its payee (or claimant) got in its month up to it, in cents, by day; those without a day come last."""
    order = sorted(
        range(len(payments)), key=lambda i: (payments[i].when is None, _day(payments[i]) if payments[i].when else 0, i)
    )
    sums: dict[tuple[str, str], int] = defaultdict(int)
    found = [0] * len(payments)
    for i in order:
        about = whose[i], payments[i].month
        sums[about] += payments[i].counts
        found[i] = sums[about]
    return found
