"""The kinds of indicator. A kind says only how its entry in the policy becomes a tree.

Its keys are figures and columns; every choice that a regulation can leave open is a key of its own that must be
written out. `earned()` builds the tree before rounding; `Indicator.rule()` weights and rounds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from mkt import vocabulary
from mkt.policy.columns import TEAM, Amount, ItemsRef, Quantity, Ref, column, total_of
from mkt.policy.figures import (
    AnyStated,
    Cited,
    Exact,
    Model,
    Positive,
    PositiveExact,
    Rule,
    Stated,
    StatedOrNone,
    figure,
    ordered,
)
from mkt.rule import tree

Title = Annotated[str, StringConstraints(pattern=r"^[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9_]*$", max_length=40)]
Id = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_-]*)?$", max_length=40)]
MOST = 50  # parts of one indicator; a formula that adds up more would be longer than Excel allows


class Kind(Rule):
    """What every kind has in common."""

    FIGURES: ClassVar[dict[str, tuple[str, str]]] = {}
    """The figures of the kind: key → the word for it in the workbook, and its unit."""

    kind: str
    title: Title
    id: Id = ""
    weight: Stated | None = None
    group: str = ""
    fallback: AnyKind | None = None

    def earned(self) -> tree.Node:
        """The rule before weighting and rounding."""
        raise NotImplementedError

    def own(self, key: str) -> tree.Figure:
        """A figure of this indicator under the name it has in the workbook."""
        word, unit = self.FIGURES[key]
        return figure(getattr(self, key), f"{self.title}_{word}", unit, self)

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """Every figure, and whether there is one (False: the policy says `none`)."""
        for key in self.FIGURES:
            stated: AnyStated | None = getattr(self, key)
            if stated is not None:
                yield self.own(key), stated.value is not None

    def lookups(self) -> Iterator[tree.Lookup]:
        """The tables of the rule."""
        yield from (n for n in dict.fromkeys(self.earned().walk()) if isinstance(n, tree.Lookup))

    def best(self) -> Decimal | None:
        """The full points where the kind knows them."""
        return None

    def used(self, available: frozenset[str]) -> Kind:
        """This kind, or its fallback where the book has the columns of that one only."""
        if self.fallback is None or self.reads() <= available or not self.fallback.reads() <= available:
            return self
        return self.fallback

    def reads(self) -> frozenset[str]:
        """The columns of the book that the rule reads, of the person or of the team."""
        return frozenset(c.ref.removeprefix(TEAM) for c in tree.columns(self.earned()))


def _at_most(node: tree.Node, bound: tree.Figure, stated: StatedOrNone) -> tree.Node:
    return node if stated.value is None else tree.Limit(node, bound, "most")


def _at_least(node: tree.Node, bound: tree.Figure, stated: StatedOrNone) -> tree.Node:
    return node if stated.value is None else tree.Limit(node, bound, "least")


def scale(highest: Stated, info: ValidationInfo) -> Stated:
    """The upper end of a scale, if it lies above the lower."""
    ordered(info.data.get("lowest"), highest, ("from", "to"), strictly=True)
    return highest


def range_(ceiling: StatedOrNone, info: ValidationInfo) -> StatedOrNone:
    """The ceiling, if it does not lie below the floor."""
    ordered(info.data.get("floor"), ceiling, ("floor", "ceiling"))
    return ceiling


class Ratio(Kind):
    """`ratio`: points × actual ÷ target. `cap` limits the attainment, `ceiling` the points, below `zero_below` nothing is earned."""

    FIGURES = {
        "points": ("分值", "分"),
        "cap": ("封顶", "%"),
        "zero_below": ("零分线", "%"),
        "ceiling": ("最高分", "分"),
    }

    kind: Literal["ratio"]
    actual: Amount
    target: Amount
    points: Stated
    cap: StatedOrNone
    zero_below: StatedOrNone
    ceiling: StatedOrNone

    def earned(self) -> tree.Node:
        attained = self.actual.node() / self.target.node()
        earned = _at_most(
            _at_most(attained, self.own("cap"), self.cap) * self.own("points"), self.own("ceiling"), self.ceiling
        )
        if self.zero_below.value is None:
            return earned
        zero = tree.Figure(Decimal(0), "", "分", self.clause)
        return tree.If(tree.Operation("<", attained, self.own("zero_below")), zero, earned)

    def best(self) -> Decimal | None:
        return self.points.value


class Ratings(Kind):
    """`ratings`: the sum of marks on a scale. Below `floor` (from the text) a mark is accepted and told; outside the scale it is an error."""

    FIGURES = {"lowest": ("评分下限", "分"), "highest": ("评分上限", "分"), "floor": ("要求下限", "分")}

    kind: Literal["ratings"]
    of: tuple[Ref, ...] = Field(min_length=1, max_length=MOST)
    lowest: Stated = Field(alias="from")
    highest: Stated = Field(alias="to")
    floor: StatedOrNone
    whole: Literal["yes", "no"]

    def earned(self) -> tree.Node:
        marks = tuple(total_of(ref) for ref in self.of)
        return marks[0] if len(marks) == 1 else tree.Sum(marks)

    def best(self) -> Decimal | None:
        return self.highest.value * len(self.of)

    _scale = field_validator("highest")(scale)


class Mark(Kind):
    """`mark`: a given mark on a scale, worth its share of `points`: mark ÷ full × points."""

    FIGURES = {"full": ("满分", "分"), "points": ("分值", "分")}

    kind: Literal["mark"]
    of: Ref
    full: Positive
    points: Stated

    def earned(self) -> tree.Node:
        return total_of(self.of) / self.own("full") * self.own("points")

    def best(self) -> Decimal | None:
        return self.points.value


class Completion(Kind):
    """`completion`: the person's tasks share the points equally; each earns its completion of its share."""

    FIGURES = {"points": ("分值", "分"), "lowest": ("完成率下限", "%"), "highest": ("完成率上限", "%")}

    kind: Literal["completion"]
    of: ItemsRef
    points: Stated
    lowest: Stated = Field(alias="from")
    highest: Stated = Field(alias="to")

    _scale = field_validator("highest")(scale)

    def earned(self) -> tree.Node:
        rows = column(self.of)
        return tree.Sum((rows,)) / tree.Count(rows) * self.own("points")

    def best(self) -> Decimal | None:
        return self.points.value


class Row(Model):
    """A row of a band table: a bound, counted from below (`at_least`) or from above (`at_most`), and its points."""

    at_least: Exact | None = None
    at_most: Exact | None = None
    points: Exact


class Bands(Kind):
    """`bands`: the points of the band that a value falls in. All rows say `at_least` (falling) or all say `at_most` (rising)."""

    kind: Literal["bands"]
    of: Quantity
    unit: Literal["%", "元", "分", "次", "天", ""]
    rows: tuple[Row, ...] = Field(min_length=1, max_length=MOST)
    otherwise: Exact

    def earned(self) -> tree.Node:
        return band_table(self.of.node(), self.title, self.unit, self.rows, self.otherwise, self)

    def best(self) -> Decimal | None:
        return max(self.otherwise, *(row.points for row in self.rows))


def band_table(
    of: tree.Node, name: str, unit: str, rows: tuple[Row, ...], otherwise: Decimal, around: Cited
) -> tree.Lookup:
    """The rows as one table with ascending bounds."""
    if rows[0].at_most is not None:
        bounds = tuple(row.at_most for row in rows if row.at_most is not None)
        values = (*(row.points for row in rows), otherwise)
        return tree.Lookup(of, bounds, values, name, unit, True, around.clause, around.assumed)
    rising = rows[::-1]
    bounds = tuple(row.at_least for row in rising if row.at_least is not None)
    values = (otherwise, *(row.points for row in rising))
    return tree.Lookup(of, bounds, values, name, unit, False, around.clause, around.assumed)


class Event(Cited):
    """One sort of event: how often (or how much) it happened, and the points each time. `per` counts an amount in whole lots."""

    of: Ref
    each: Exact
    per: PositiveExact | None = None


class PerEvent(Kind):
    """`per_event`: a start, and points added or taken for each event, within floor and ceiling."""

    FIGURES = {"start": ("起始分", "分"), "floor": ("最低分", "分"), "ceiling": ("最高分", "分")}

    kind: Literal["per_event"]
    start: Stated
    events: tuple[Event, ...] = Field(min_length=1, max_length=MOST)
    floor: StatedOrNone
    ceiling: StatedOrNone

    _range = field_validator("ceiling")(range_)

    def earned(self) -> tree.Node:
        result: tree.Node = self.own("start")
        for event in self.events:
            each, per = self._figures_of(event)
            times: tree.Node = total_of(event.of)
            if per is not None:
                times = tree.Whole(times / per)
            result = result + times * each if event.each > 0 else result - times * each
        return _at_least(_at_most(result, self.own("ceiling"), self.ceiling), self.own("floor"), self.floor)

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        yield from super().figures()
        for event in self.events:
            each, per = self._figures_of(event)
            yield each, True
            if per is not None:
                yield per, True

    def _figures_of(self, event: Event) -> tuple[tree.Figure, tree.Figure | None]:
        source = event if event.clause or event.assumed else self
        word = re.sub(r"\W", "_", event.of.partition(".")[2])  # a name in a workbook has no other signs
        sign = "加" if event.each > 0 else "扣"
        each = tree.Figure(abs(event.each), f"{self.title}_{word}_每次{sign}", "分", source.clause, source.assumed)
        if event.per is None:
            return each, None
        unit = vocabulary.unit_of(event.of)
        return each, tree.Figure(event.per, f"{self.title}_{word}_每满", unit, source.clause, source.assumed)

    def best(self) -> Decimal | None:
        return self.start.value if all(event.each <= 0 for event in self.events) else None


class PerStep(Kind):
    """`per_step`: points for every step above (or below) a neutral value; whole steps, cut toward it, or in proportion."""

    FIGURES = {"neutral": ("起点", "%"), "step": ("步长", "%"), "points": ("每步", "分")}

    kind: Literal["per_step"]
    of: Quantity
    neutral: Stated = Field(alias="from")
    step: Positive
    points: Stated
    steps: Literal["whole", "proportional"]

    def earned(self) -> tree.Node:
        steps = (self.of.node() - self.own("neutral")) / self.own("step")
        return (tree.Whole(steps) if self.steps == "whole" else steps) * self.own("points")


AnyKind: TypeAlias = Annotated[
    Ratio | Ratings | Mark | Completion | Bands | PerEvent | PerStep, Field(discriminator="kind")
]
KINDS: dict[str, type[Kind]] = {
    "ratio": Ratio,
    "ratings": Ratings,
    "mark": Mark,
    "completion": Completion,
    "bands": Bands,
    "per_event": PerEvent,
    "per_step": PerStep,
}
for _kind in KINDS.values():
    _kind.model_rebuild()  # AnyKind, which `fallback` names, is known only here
