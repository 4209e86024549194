"""Tables whose rows go from one bound to another, drawn by chance: they may adjoin, leave a gap or overlap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from mkt.policy.bounds import Bounds


def spans(bounds: Sequence[str], unit: str = "") -> Any:
    """From one to four rows, each as the words of its bounds: `at_least: 5, below: 10, `."""
    bound = st.sampled_from([f"{bound}{unit}" for bound in bounds])
    seam = st.tuples(
        st.sampled_from(["below", "at_most"]), bound, st.sampled_from(["at_least", "above"]), bound | st.none()
    )  # how a row ends and the next begins, None for at the same bound
    start = st.sampled_from(["", f"at_least: 0{unit}, ", f"above: 0{unit}, ", f"at_least: 10{unit}, "])
    return st.tuples(start, st.lists(seam, max_size=3)).map(_rows)


def _rows(drawn: tuple[str, list[tuple[str, str, str, str | None]]]) -> list[str]:
    """The rows of a start and the seams after it."""
    start, seams = drawn
    lows = [start, *(f"{low}: {other or bound}, " for _, bound, low, other in seams)]
    highs = [*(f"{high}: {bound}, " for high, bound, _, _ in seams), ""]
    return [low + high for low, high in zip(lows, highs, strict=True)]


def figures(rows: Sequence[Bounds], step: Decimal) -> list[Decimal]:
    """One step above zero, and every bound with the figures one step beside it, as far as they lie above zero."""
    bounds = [bound for row in rows for bound in (row.lower, row.upper) if bound is not None]
    return [step, *(bound + more for bound in bounds for more in (-step, 0, step) if bound + more > 0)]


def holds(row: Bounds, figure: Decimal) -> bool:
    """Whether a figure lies between the bounds of a row, as their words say."""
    over = (row.at_least is None or figure >= row.at_least) and (row.above is None or figure > row.above)
    return over and (row.below is None or figure < row.below) and (row.at_most is None or figure <= row.at_most)
