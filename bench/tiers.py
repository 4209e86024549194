"""What the tiers cost to compute, inside a process: `python tiers.py PEOPLE mkt` or `python tiers.py PEOPLE pandas`.

Either prints the seconds that one of the two takes over the marginal tiers of `commission-example`, the median of
several times, with the amounts and plans of everybody ready in memory. Nothing is printed unless both come to the
same amounts, to the cent.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt
import pandas as pd

from mkt.commission.plan import AMOUNT, HELD, PLAN, TIERED, PayPlan, tier_column
from mkt.policy.load import find_pay
from mkt.rule.arrays import Trace

TIMES = 5
BOUNDS = (0.8, 1.0, 1.2)  # shares of the plan
RATES = (0.01, 0.02, 0.03, 0.04)

Amounts = npt.NDArray[np.floating]


@dataclass(frozen=True)
class People:
    """What everybody collected and planned: cents and whole hundreds of yuan; some gave back more than they collected."""

    collected: Amounts
    planned: Amounts


def invented(people: int) -> People:
    """So many people, the same every time, from a little below nothing to half more than planned."""
    luck = np.random.default_rng(2024)
    planned = luck.integers(200, 4000, people) * 100.0
    return People(np.round(planned * luck.uniform(-0.05, 1.5, people), 2), planned)


def by_mkt(people: People) -> Callable[[], Amounts]:
    """The rule as `mkt commission` evaluates it: a line for every tier, then their sum, for everybody at once."""
    size, plan = len(people.planned), PayPlan(find_pay("commission-example"), receipts=True, bonus=False)
    given = {AMOUNT.ref: people.collected, PLAN.ref: people.planned, HELD: np.array([""] * size, object)}
    refs = [*(tier_column(k).ref for k in range(len(RATES))), TIERED.ref]

    def compute() -> Amounts:
        trace = Trace(size, given)
        for ref in refs:
            trace.columns[ref] = trace.values(plan.rules[ref])
        return trace.columns[TIERED.ref]

    return compute


def by_pandas(people: People) -> Callable[[], Amounts]:
    """The plain function, row by row."""
    frame = pd.DataFrame({"回款": people.collected, "计划": people.planned})
    return lambda: np.asarray(frame.apply(earned, axis=1), float)


def earned(row: pd.Series) -> float:
    """What one person earns: each slice at its own rate, what is below zero at the lowest."""
    collected, planned = row["回款"], row["计划"]
    total, low = 0.0, 0.0
    for rate, high in zip(RATES, [*(cent(bound * planned) for bound in BOUNDS), math.inf], strict=True):
        total += cent((min(collected, high) - low) * rate)
        if collected <= high:
            break
        low = high
    return round(total, 2)


def cent(value: float) -> float:
    """`value` to the cent, a half rounded away from zero; the inner rounding takes float noise away."""
    return math.copysign(math.floor(round(abs(value) * 100, 6) + 0.5) / 100, value)


def seconds(compute: Callable[[], Amounts]) -> float:
    """What computing once takes."""
    started = time.perf_counter()
    compute()
    return time.perf_counter() - started


MODES = {"mkt": by_mkt, "pandas": by_pandas}


def main(people: int, mode: str) -> None:
    """Print the seconds of one mode, once both agree."""
    everybody = invented(people)
    ways = {name: make(everybody) for name, make in MODES.items()}
    ours, theirs = (np.rint(compute() * 100) for compute in ways.values())
    differing = np.flatnonzero(ours != theirs)
    assert not differing.size, f"{differing.size} amounts differ, the first of person {differing[0]}"
    print(median(seconds(ways[mode]) for _ in range(TIMES)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
