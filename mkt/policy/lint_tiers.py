"""What is wrong with a table of tiers: amounts that belong to no tier or to two, tiers nobody reaches, tiers that never pay."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from mkt.policy.lint_grades import Fault, Path
from mkt.policy.tiers import TierRow, Tiers
from mkt.rule.sentence import number

HIGHEST_RATE = Decimal(1)  # a rate above 100 % is nearly always one without its % sign
HIGHEST_SHARE = Decimal(10)  # so is attainment above 1000 %


def tier_faults(path: Path, tiers: Tiers, money: bool) -> Iterator[Fault]:
    """Every fault of a table of tiers; `money` where the amount it is about is one of yuan."""
    rows: Path = (*path, "rows")
    faults = [*_bounds(rows, tiers), *_values(rows, tiers, money)]
    yield from faults
    if not faults:
        yield from _adjoin(rows, tiers)
        yield from _conventions(rows, tiers)
        yield from _idle(rows, tiers)


def _bounds(path: Path, tiers: Tiers) -> Iterator[Fault]:
    """A row with two lower or two upper bounds, or without one that it needs."""
    last = len(tiers.rows) - 1
    for k, row in enumerate(tiers.rows):
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
        yield from _figures((*path, k), row, tiers)
    top = tiers.rows[last].upper
    if top is not None:
        shown = _shown(top, tiers)
        key = "below" if tiers.rows[last].below is not None else "at_most"
        yield ((*path, last, key), f"没有写超过 {shown} 的怎么算；最高一级不写上限。",
               f"nothing says what is earned beyond {shown}; the highest tier has no upper bound.")  # fmt: skip


def _figures(path: Path, row: TierRow, tiers: Tiers) -> Iterator[Fault]:
    """Figures below zero, and shares without their % sign."""
    for key in ("at_least", "above", "below", "at_most"):
        bound = getattr(row, key)
        if bound is not None and tiers.on == "attainment" and bound > HIGHEST_SHARE:
            yield _percent_missing((*path, key), bound)
        if bound is not None and bound < 0:
            yield (*path, key), "界限不能小于 0。", "a bound cannot be below 0."
    if row.rate is not None and row.rate > HIGHEST_RATE:
        yield _percent_missing((*path, "rate"), row.rate)
    for key in ("rate", "each", "fixed"):
        value = getattr(row, key)
        if value is not None and value < 0:
            yield (*path, key), "不能小于 0。", "it cannot be below 0."


def _percent_missing(path: Path, value: Decimal) -> Fault:
    shown = number(float(value), "%")
    return path, f"{value} 就是 {shown}，是不是漏了百分号？", f"{value} means {shown}; is a % sign missing?"


def _values(path: Path, tiers: Tiers, money: bool) -> Iterator[Fault]:
    """A row that states no pay, two sorts of it, or another sort than the rows before; a sort that does not fit the mode."""
    first = tiers.rows[0].stated
    for k, row in enumerate(tiers.rows):
        if len(row.stated) != 1:
            yield ((*path, k), "每一级写 rate（费率）、each（每单位金额）、fixed（固定金额）之一。",
                   "every tier says one of 'rate', 'each', 'fixed'.")  # fmt: skip
        elif len(first) == 1 and row.stated != first:
            yield ((*path, k, row.stated[0]), f"各级要同一种写法，第 1 级写的是 {first[0]}。",
                   f"all tiers state the same sort of pay; the first says '{first[0]}'.")  # fmt: skip
    if first == ["fixed"] and tiers.mode != "whole":
        yield ((*path[:-1], "mode"), f"固定金额（fixed）只配 whole：{tiers.mode} 按金额的一段算，没有金额可乘。",
               f"fixed amounts go with 'whole': '{tiers.mode}' pays on a part of the amount.")  # fmt: skip
    if first == ["each"] and money:
        yield ((*path, 0, "each"), "基数本身就是金额：用 rate（费率）；each 是每单位（个、台、户）多少元。",
               "the base is money, which takes a 'rate'; 'each' is yuan for each unit of something else.")  # fmt: skip
    if first == ["rate"] and not money:
        yield ((*path, 0, "rate"), "基数不是金额，费率乘不出金额：改用 each（每单位多少元）。",
               "the base is no amount of money, so a rate of it is none: use 'each' (yuan for each unit).")  # fmt: skip


def _adjoin(path: Path, tiers: Tiers) -> Iterator[Fault]:
    """Tiers that do not begin at zero, hold nothing, leave a gap, overlap, or of whose common bound it is not said whose it is."""
    rows = tiers.rows
    if rows[0].lower:
        shown = _shown(rows[0].lower, tiers)
        yield ((*path, 0, _lower_key(rows[0])), f"第 1 级要从 0 起：没有写 {shown} 以前怎么算；不给就写一级 0。",
               f"the first tier begins at zero: nothing says what is earned below {shown}; a tier that pays nothing says 0.")  # fmt: skip
    for k, row in enumerate(rows):
        if row.upper is not None and row.upper <= (row.lower or 0):
            yield ((*path, k), "下限不小于上限，没有数会落在这一级。",
                   "its lower bound is not below its upper one; nothing falls in this tier.")  # fmt: skip
            return
    for k, (row, after) in enumerate(pairwise(rows), start=1):
        assert row.upper is not None
        assert after.lower is not None
        where: Path = (*path, k, _lower_key(after))
        upper, lower = _shown(row.upper, tiers), _shown(after.lower, tiers)
        if after.lower > row.upper:
            yield (where, f"{upper} 到 {lower} 之间没有写怎么算。",
                   f"nothing says what is earned between {upper} and {lower}.")  # fmt: skip
        elif after.lower < row.upper:
            yield (
                where,
                f"{lower} 到 {upper} 之间与上一级重叠。",
                f"it overlaps the tier before from {lower} to {upper}.",
            )
        elif row.at_most is not None and after.at_least is not None:
            yield (where, f"正好 {lower} 同时属于两级（“以下”“以上”都含本数）：上一级写 below（不满），或这一级写 above（超过）。",
                   f"exactly {lower} belongs to both tiers: let the one before say 'below', or this one 'above'.")  # fmt: skip
        elif row.below is not None and after.above is not None:
            yield (where, f"正好 {lower} 不属于任何一级：上一级写 at_most（以下），或这一级写 at_least（以上）。",
                   f"exactly {lower} belongs to no tier: let the one before say 'at_most', or this one 'at_least'.")  # fmt: skip


def _conventions(path: Path, tiers: Tiers) -> Iterator[Fault]:
    """Bounds of which some belong to the tier below and some to the tier above."""
    with_lower = [row.at_most is not None for row in tiers.rows[:-1]]
    for k, found in enumerate(with_lower):
        if found != with_lower[0]:
            yield ((*path, k), "各级的界限要么都归上一级（at_most、above），要么都归下一级（below、at_least）。",
                   "the bounds belong all to the tier below ('at_most', 'above') or all to the tier above ('below', 'at_least').")  # fmt: skip
            return


def _idle(path: Path, tiers: Tiers) -> Iterator[Fault]:
    """A tier within the plan that states pay although only what lies above the plan earns."""
    if tiers.mode != "overage" or tiers.on != "attainment":
        return
    for k, row in enumerate(tiers.rows):
        if row.upper is not None and row.upper <= 1 and getattr(row, tiers.sort):
            yield ((*path, k, tiers.sort), "overage 只计超过计划的部分，这一级在计划以内，永远不付：写 0。",
                   "'overage' pays only what lies above the plan; this tier lies within it and never pays: write 0.")  # fmt: skip


def _lower_key(row: TierRow) -> str:
    return "at_least" if row.at_least is not None else "above"


def _shown(bound: Decimal, tiers: Tiers) -> str:
    return number(float(bound), tiers.unit) + ("" if tiers.on == "attainment" else "元")
