"""What the search for splits, duplicates and reused invoices costs, inside a process: `python splits.py PAYMENTS mkt` or `… pandas`.

Either prints the seconds that one of the two takes over payments that lie ready in memory, the median of several times: `mkt` sorts
once and goes through once, the plain way joins the payments with themselves by payee. Nothing is printed unless both find the same.
`python splits.py PAYMENTS alone` times `mkt` without the join beside it, which takes too much memory for more payments.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

from mkt.book import Table
from mkt.spending.entry import Payment
from mkt.spending.patterns import Limit, duplicates, reused, splits

TIMES = 3
BOUND, DAYS = 200_000, 7  # cents; days
FIRST = datetime.date(2024, 1, 1)

Found = tuple[set[int], set[int], set[int]]
"""Payments that were split, that repeat another, that use an invoice again: their positions."""


def invented(count: int) -> list[Payment]:
    """So many payments, the same every time, over a year; a few payees get very many of them."""
    luck = np.random.default_rng(2024)
    payees = (luck.pareto(0.8, count) * 20).astype(int) % (count // 10)
    days, cents = luck.integers(0, 366, count), luck.integers(100, 300_000, count)
    papers = luck.integers(0, 20 * count, count)
    table = Table("付款", "付款", 0, list(range(1, count + 1)), {})
    return [
        Payment(i, "", table, i, int(cents[i]), {}, {}, day=FIRST + datetime.timedelta(int(days[i])), payee=f"单位{payees[i]}",
                invoices=(f"F{papers[i]:09}",))
        for i in range(count)
    ]  # fmt: skip


def by_mkt(payments: list[Payment]) -> Callable[[], Found]:
    """As `mkt budget-check` looks."""
    limit = Limit(BOUND, False, frozenset(range(len(payments))))

    def find() -> Found:
        inside = {i for group in splits(payments, [limit], DAYS) for i in group.members}
        twice = {i for i, _ in duplicates(payments)}
        return inside, twice, {i for i, _, _ in reused(payments, twice)}

    return find


def by_pandas(payments: list[Payment]) -> Callable[[], Found]:
    """As a join of the payments with themselves finds them."""
    frame = pd.DataFrame(
        {"i": range(len(payments)), "payee": [p.payee for p in payments], "cents": [p.cents for p in payments],
         "day": [p.day.toordinal() for p in payments if p.day], "invoice": [p.invoices[0] for p in payments]}
    )  # fmt: skip

    def find() -> Found:
        small = frame[frame.cents < BOUND]
        pairs = small.merge(small, on="payee", suffixes=("", "_before"))
        # a window ends with each payment; of one day it holds those that come before it
        earlier = (pairs.day_before < pairs.day) | ((pairs.day_before == pairs.day) & (pairs.i_before <= pairs.i))
        pairs = pairs[earlier & (pairs.day - pairs.day_before <= DAYS)]
        sums = pairs.groupby("i").cents_before.sum()
        inside = set(pairs[pairs.i.isin(sums[sums >= BOUND].index)].i_before)
        same = frame.merge(frame, on="invoice", suffixes=("", "_before"))
        same = same[same.i_before < same.i]
        exact = same[(same.payee == same.payee_before) & (same.cents == same.cents_before)]
        return inside, set(exact.i), set(same.i) - set(exact.i)

    return find


def seconds(find: Callable[[], Found]) -> float:
    """What finding once takes."""
    started = time.perf_counter()
    find()
    return time.perf_counter() - started


MODES = {"mkt": by_mkt, "pandas": by_pandas}


def main(count: int, mode: str) -> None:
    """Print the seconds of one mode, once both agree."""
    payments = invented(count)
    if mode == "alone":
        print(median(seconds(by_mkt(payments)) for _ in range(TIMES)))
        return
    ours, theirs = (make(payments)() for make in MODES.values())
    for what, one, other in zip(("splits", "duplicates", "invoices"), ours, theirs, strict=True):
        assert one == other, f"{what} differ: {len(one ^ other)} payments"
    print(median(seconds(MODES[mode](payments)) for _ in range(TIMES)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
