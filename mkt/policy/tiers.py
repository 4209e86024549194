"""A table of tiers: what each earns, on an amount or on attainment, slice by slice or as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from mkt.policy.bounds import Bounds
from mkt.policy.figures import Exact, Rate, Rule
from mkt.policy.kinds import MOST
from mkt.rule import tree

NAME = "分级"
"""The table's name in the workbook."""

Sort = Literal["rate", "each", "fixed"]
WORDS: dict[Sort, tuple[str, str]] = {"rate": ("费率", "%"), "each": ("单价", "元"), "fixed": ("金额", "元")}
"""What a tier may state: a share of the amount, yuan for each unit of it, or yuan for reaching it."""


class TierRow(Bounds):
    """A tier from one bound to another, with what it earns."""

    rate: Rate | None = None
    each: Exact | None = None
    fixed: Exact | None = None

    @property
    def stated(self) -> list[Sort]:
        """What it says of its pay; one of the three where the policy is sound."""
        return [sort for sort in WORDS if getattr(self, sort) is not None]


class Tiers(Rule):
    """Tiers that adjoin from zero up.

    `marginal` pays each slice of the amount at its own rate, `whole` the whole amount at the rate reached, `overage` what lies above
    the plan at the rate reached.
    """

    on: Literal["amount", "attainment"]
    mode: Literal["marginal", "whole", "overage"]
    rows: tuple[TierRow, ...] = Field(min_length=1, max_length=MOST)

    @property
    def sort(self) -> Sort:
        """What the rows state."""
        return self.rows[0].stated[0]

    @property
    def unit(self) -> str:
        """The unit of the bounds."""
        return "%" if self.on == "attainment" else "元"

    def value(self, k: int) -> tree.Figure:
        """What the row at a position earns, as a figure."""
        word, unit = WORDS[self.sort]
        return self._figure(k, getattr(self.rows[k], self.sort), word, unit)

    def edge(self, k: int) -> tree.Figure:
        """The upper bound of the row at a position."""
        return self._figure(k, self.rows[k].upper or Decimal(0), "上限", self.unit)

    def _figure(self, k: int, value: Decimal, word: str, unit: str) -> tree.Figure:
        row = self.rows[k]
        source = row if row.clause or row.assumed else self
        return tree.Figure(value, f"{NAME}_{k + 1}_{word}", unit, source.clause, source.assumed)

    def lines(self, amount: tree.Node, plan: tree.Node) -> Iterator[tree.Node]:
        """What each slice of an amount earns, rounded; on attainment the edges are shares of the plan, rounded to the cent."""
        edges: list[tree.Node | None] = [None]
        for k in range(len(self.rows) - 1):
            share = self.edge(k)
            edges.append(tree.Round(share * plan, 2) if self.on == "attainment" else share)
        for k, (low, high) in enumerate(zip(edges, [*edges[1:], None], strict=True)):
            yield tree.Round(tree.Slice(amount, low, high) * self.value(k), 2)

    def marginal(self, lines: tuple[tree.Node, ...], amount: tree.Node, plan: tree.Node) -> tree.Node:
        """The lines of all slices added up."""
        return tree.Marginal(lines, amount, plan if self.on == "attainment" else None, NAME)

    def reached(self, measure: tree.Node) -> tree.Lookup:
        """What the tier that a measure reaches states."""
        bounds = tuple(row.upper for row in self.rows if row.upper is not None)
        values = tuple(getattr(row, self.sort) for row in self.rows)
        up_to = any(row.at_most is not None for row in self.rows)
        return tree.Lookup(measure, bounds, values, NAME, self.unit, up_to, self.clause, self.assumed)

    def words(self, k: int) -> str:
        """The tier in words that say whose its bounds are: 80%以下, 超过80%至100%, 不满50,000元, 50,000元以上."""
        return self.rows[k].words(self.unit)

    def figures(self) -> Iterator[tree.Figure]:
        """Every bound and every value."""
        for k in range(len(self.rows)):
            if k < len(self.rows) - 1:
                yield self.edge(k)
            yield self.value(k)
