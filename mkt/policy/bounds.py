"""Rows of a table that run from one bound to another, of which the words say whose the bound is."""

from __future__ import annotations

from decimal import Decimal

from mkt.policy.figures import Cited, Exact
from mkt.rule.sentence import number


class Bounds(Cited):
    """A row from one bound to another: 以上 and 以下 include the number, 超过 and 不满 do not (Civil Code, art. 1259)."""

    at_least: Exact | None = None
    above: Exact | None = None
    below: Exact | None = None
    at_most: Exact | None = None

    @property
    def lower(self) -> Decimal | None:
        """Where it begins, None for the lowest."""
        return self.at_least if self.at_least is not None else self.above

    @property
    def upper(self) -> Decimal | None:
        """Where it ends, None for the highest."""
        return self.below if self.below is not None else self.at_most

    def words(self, unit: str) -> str:
        """The row in words that say whose its bounds are: 80%以下, 超过80%至100%, 不满50,000元, 50,000元以上."""
        low, high = ("" if b is None else shown(b, unit) for b in (self.lower or None, self.upper))
        closed = self.at_most is not None
        if not low:
            return "全部" if not high else f"{high}以下" if closed else f"不满{high}"
        begin = f"超过{low}" if self.above is not None else f"{low}以上"
        return begin if not high else f"{begin}至{high}" if closed else f"{begin}不满{high}"


def shown(bound: Decimal, unit: str) -> str:
    """A bound as messages and tables name it."""
    return number(float(bound), unit) + ("元" if unit == "元" else "")
