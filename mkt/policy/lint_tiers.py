"""What is wrong with a table of tiers: amounts that belong to no tier or to two, tiers nobody reaches, tiers that never pay."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mkt.policy.lint_bounds import Speech, adjoining, ends
from mkt.policy.lint_grades import Fault, Path
from mkt.policy.tiers import TierRow, Tiers
from mkt.rule.sentence import number

HIGHEST_RATE = Decimal(1)  # a rate above 100 % is nearly always one without its % sign
HIGHEST_SHARE = Decimal(10)  # so is attainment above 1000 %
EARNED = Speech("怎么算", "what is earned", "不给就写一级 0", "a tier that pays nothing says 0")


def tier_faults(path: Path, tiers: Tiers, money: bool) -> Iterator[Fault]:
    """Every fault of a table of tiers; `money` where the amount it is about is one of yuan."""
    rows: Path = (*path, "rows")
    faults = [*ends(rows, tiers.rows, tiers.unit, EARNED)]
    for k, row in enumerate(tiers.rows):
        faults += _figures((*rows, k), row, tiers)
    faults += _values(rows, tiers, money)
    yield from faults
    if not faults:
        yield from adjoining(rows, tiers.rows, tiers.unit, EARNED)
        yield from _idle(rows, tiers)


def _figures(path: Path, row: TierRow, tiers: Tiers) -> Iterator[Fault]:
    """Figures below zero, and shares without their % sign."""
    for key in ("at_least", "above", "below", "at_most"):
        bound = getattr(row, key)
        if bound is not None and tiers.on == "attainment" and bound > HIGHEST_SHARE:
            yield _percent_missing((*path, key), bound)
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


def _idle(path: Path, tiers: Tiers) -> Iterator[Fault]:
    """A tier within the plan that states pay although only what lies above the plan earns."""
    if tiers.mode != "overage" or tiers.on != "attainment":
        return
    for k, row in enumerate(tiers.rows):
        if row.upper is not None and row.upper <= 1 and getattr(row, tiers.sort):
            yield ((*path, k, tiers.sort), "overage 只计超过计划的部分，这一级在计划以内，永远不付：写 0。",
                   "'overage' pays only what lies above the plan; this tier lies within it and never pays: write 0.")  # fmt: skip
