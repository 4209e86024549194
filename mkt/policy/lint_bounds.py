"""What is wrong with rows of bounds: an amount that belongs to no row or to two, a row that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkt.policy.bounds import Bounds, shown
from mkt.policy.lint_grades import Fault, Path


@dataclass(frozen=True)
class Speech:
    """What a table says of an amount, and how a row says that there is nothing, in both languages."""

    what_zh: str
    what_en: str
    nothing_zh: str
    nothing_en: str


def ends(path: Path, rows: Sequence[Bounds], unit: str, speech: Speech) -> Iterator[Fault]:
    """A row with two lower or two upper bounds, or without one that it needs."""
    last = len(rows) - 1
    for k, row in enumerate(rows):
        if row.at_least is not None and row.above is not None:
            yield (
                (*path, k),
                "at_least（以上）和 above（超过）只能写一个。",
                "give either 'at_least' or 'above', not both.",
            )
        if row.below is not None and row.at_most is not None:
            yield (
                (*path, k),
                "below（不满）和 at_most（以下）只能写一个。",
                "give either 'below' or 'at_most', not both.",
            )
        if k and row.lower is None:
            yield ((*path, k), "没有写从哪里起：写 at_least（以上，含本数）或 above（超过，不含）。",
                   "it does not say where it begins: write 'at_least' (included) or 'above' (not included).")  # fmt: skip
        if k < last and row.upper is None:
            yield ((*path, k), "没有写到哪里止，后面的各级都用不上：写 below（不满）或 at_most（以下，含本数）。",
                   "it does not say where it ends, so nothing reaches the rows below it: write 'below' or 'at_most'.")  # fmt: skip
        for key in ("at_least", "above", "below", "at_most"):
            if (getattr(row, key) or 0) < 0:
                yield (*path, k, key), "界限不能小于 0。", "a bound cannot be below 0."
    top = rows[last].upper
    if top is not None:
        most = shown(top, unit)
        key = "below" if rows[last].below is not None else "at_most"
        yield ((*path, last, key), f"没有写超过 {most} 的{speech.what_zh}；最高一级不写上限。",
               f"nothing says {speech.what_en} beyond {most}; the highest row has no upper bound.")  # fmt: skip


def adjoining(path: Path, rows: Sequence[Bounds], unit: str, speech: Speech) -> Iterator[Fault]:
    """Tiers that do not begin at zero, hold nothing, leave a gap, overlap, or of whose common bound it is not said whose it is."""
    if rows[0].lower:
        least = shown(rows[0].lower, unit)
        yield ((*path, 0, _lower_key(rows[0])), f"第 1 级要从 0 起：没有写 {least} 以前{speech.what_zh}；{speech.nothing_zh}。",
               f"the first row begins at zero: nothing says {speech.what_en} below {least}; {speech.nothing_en}.")  # fmt: skip
    for k, row in enumerate(rows):
        if row.upper is not None and row.upper <= (row.lower or 0):
            yield ((*path, k), "下限不小于上限，没有数会落在这一级。",
                   "its lower bound is not below its upper one; nothing falls in this row.")  # fmt: skip
            return
    for k, (row, after) in enumerate(pairwise(rows), start=1):
        assert row.upper is not None
        assert after.lower is not None
        where: Path = (*path, k, _lower_key(after))
        upper, lower = shown(row.upper, unit), shown(after.lower, unit)
        if after.lower > row.upper:
            yield (where, f"{upper} 到 {lower} 之间没有写{speech.what_zh}。",
                   f"nothing says {speech.what_en} between {upper} and {lower}.")  # fmt: skip
        elif after.lower < row.upper:
            yield (
                where,
                f"{lower} 到 {upper} 之间与上一级重叠。",
                f"it overlaps the row before from {lower} to {upper}.",
            )
        elif row.at_most is not None and after.at_least is not None:
            yield (where, f"正好 {lower} 同时属于两级（“以下”“以上”都含本数）：上一级写 below（不满），或这一级写 above（超过）。",
                   f"exactly {lower} belongs to both rows: let the one before say 'below', or this one 'above'.")  # fmt: skip
        elif row.below is not None and after.above is not None:
            yield (where, f"正好 {lower} 不属于任何一级：上一级写 at_most（以下），或这一级写 at_least（以上）。",
                   f"exactly {lower} belongs to no row: let the one before say 'at_most', or this one 'at_least'.")  # fmt: skip
    yield from _conventions(path, rows)


def _conventions(path: Path, rows: Sequence[Bounds]) -> Iterator[Fault]:
    """Bounds of which some belong to the tier below and some to the tier above."""
    with_lower = [row.at_most is not None for row in rows[:-1]]
    for k, found in enumerate(with_lower):
        if found != with_lower[0]:
            yield ((*path, k), "各级的界限要么都归上一级（at_most、above），要么都归下一级（below、at_least）。",
                   "the bounds belong all to the tier below ('at_most', 'above') or all to the tier above ('below', 'at_least').")  # fmt: skip
            return


def _lower_key(row: Bounds) -> str:
    return "at_least" if row.at_least is not None else "above"
