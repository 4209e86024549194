"""The kinds of indicator. A kind says only how its entry in the policy becomes a tree.

Its keys are figures and columns; every choice that a regulation can leave open is a key of its own that must be
written out. `earned()` builds the tree before rounding; `Indicator.rule()` weights and rounds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from mkt import vocabulary
from mkt.policy.figures import AnyStated, Cited, Exact, Model, Rule, Stated, StatedOrNone, figure, problem
from mkt.rule import tree

Title = Annotated[str, StringConstraints(pattern=r"^[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9_]*$", max_length=40)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


def _reference(value: Any) -> Any:
    if not isinstance(value, str) or "." not in value:
        raise problem(
            f"“{value}”不是列。写成 表.列，例如 销售目标.实际销售额。",
            f"'{value}' is not a column; write SHEET.COLUMN, such as 销售目标.实际销售额.",
        )
    return value


Ref = Annotated[str, BeforeValidator(_reference)]


def column(ref: str) -> tree.Column:
    """The column that a reference names, as many or single as its sheet is."""
    shape = vocabulary.SHEETS[ref.partition(".")[0]].shape
    return tree.Column(ref, vocabulary.unit_of(ref), many=shape in ("log", "items"), log=shape == "log")


def total_of(ref: str) -> tree.Node:
    """The column as one value per person: rows of a log or list are added up."""
    node = column(ref)
    return tree.Sum((node,)) if node.many else node


class Net(Model):
    """An amount made of several columns: some added, some taken off (collected less refunds)."""

    plus: tuple[Ref, ...] = Field(min_length=1)
    less: tuple[Ref, ...] = ()

    def node(self) -> tree.Node:
        """The amount as a tree."""
        first, *rest = (total_of(ref) for ref in self.plus)
        result: tree.Node = first
        for term in rest:
            result = result + term
        for ref in self.less:
            result = result - total_of(ref)
        return result


def _amount(value: Any) -> Any:
    return {"plus": [value]} if isinstance(value, str) else value


Amount = Annotated[Net, BeforeValidator(_amount)]


class Quotient(Model):
    """One amount divided by another: attainment, expense ratio, share kept."""

    actual: Amount
    target: Amount

    def node(self) -> tree.Node:
        """Actual ÷ target."""
        return self.actual.node() / self.target.node()


class TeamShare(Model):
    """The share of a superior's team whose own actual reaches their plan."""

    team_reaching: Quotient

    def node(self) -> tree.Node:
        """Members who reach their plan ÷ members."""
        actual, target = (_of_team(amount.node()) for amount in (self.team_reaching.actual, self.team_reaching.target))
        members = next(c for c in tree.columns(target))
        return tree.Sum((tree.Operation(">=", actual, target),)) / tree.Count(members)


def _of_team(node: tree.Node) -> tree.Node:
    match node:
        case tree.Column():
            return tree.Column(f"团队.{node.ref}", node.unit, many=True)
        case tree.Operation():
            return tree.Operation(node.sign, _of_team(node.left), _of_team(node.right))
    return node


def _quantity(value: Any) -> Any:
    if isinstance(value, str):
        return {"plus": [value]}
    return value


Quantity = Annotated[Net | Quotient | TeamShare, BeforeValidator(_quantity)]


class Kind(Rule):
    """What every kind has in common."""

    FIGURES: ClassVar[dict[str, tuple[str, str]]] = {}
    """The figures of the kind: key → the word for it in the workbook, and its unit."""

    kind: str
    title: Title
    id: str = ""
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
        """The columns the rule reads."""
        return frozenset(c.ref for c in tree.columns(self.earned()))


def _at_most(node: tree.Node, bound: tree.Figure, stated: StatedOrNone) -> tree.Node:
    return node if stated.value is None else tree.Limit(node, bound, "most")


def _at_least(node: tree.Node, bound: tree.Figure, stated: StatedOrNone) -> tree.Node:
    return node if stated.value is None else tree.Limit(node, bound, "least")


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
    of: tuple[Ref, ...] = Field(min_length=1)
    lowest: Stated = Field(alias="from")
    highest: Stated = Field(alias="to")
    floor: StatedOrNone
    whole: Literal["yes", "no"]

    def earned(self) -> tree.Node:
        marks = tuple(total_of(ref) for ref in self.of)
        return marks[0] if len(marks) == 1 else tree.Sum(marks)

    def best(self) -> Decimal | None:
        return self.highest.value * len(self.of)

    @model_validator(mode="after")
    def _scale(self) -> Ratings:
        if self.lowest.value >= self.highest.value:
            raise problem("评分范围 from 要小于 to。", "'from' must be below 'to'.")
        return self


class Mark(Kind):
    """`mark`: a given mark on a scale, worth its share of `points`: mark ÷ full × points."""

    FIGURES = {"full": ("满分", "分"), "points": ("分值", "分")}

    kind: Literal["mark"]
    of: Ref
    full: Stated
    points: Stated

    def earned(self) -> tree.Node:
        return total_of(self.of) / self.own("full") * self.own("points")

    def best(self) -> Decimal | None:
        return self.points.value


class Completion(Kind):
    """`completion`: the person's tasks share the points equally; each earns its completion of its share."""

    FIGURES = {"points": ("分值", "分"), "lowest": ("完成率下限", "%"), "highest": ("完成率上限", "%")}

    kind: Literal["completion"]
    of: Ref
    points: Stated
    lowest: Stated = Field(alias="from")
    highest: Stated = Field(alias="to")

    def earned(self) -> tree.Node:
        rows = column(self.of)
        return tree.Sum((rows,)) / tree.Count(rows) * self.own("points")

    def best(self) -> Decimal | None:
        return self.points.value


class Row(Cited):
    """A row of a band table: a bound, counted from below (`at_least`) or from above (`at_most`), and its points."""

    at_least: Exact | None = None
    at_most: Exact | None = None
    points: Exact


class Bands(Kind):
    """`bands`: the points of the band that a value falls in. All rows say `at_least` (falling) or all say `at_most` (rising)."""

    kind: Literal["bands"]
    of: Quantity
    unit: Literal["%", "元", "分", "次", "天", ""]
    rows: tuple[Row, ...] = Field(min_length=1)
    otherwise: Exact

    def earned(self) -> tree.Node:
        return band_table(self.of.node(), self.title, self.unit, self.rows, self.otherwise, self)

    def best(self) -> Decimal | None:
        return max(row.points for row in self.rows)

    @model_validator(mode="after")
    def _ordered(self) -> Bands:
        check_rows([row.at_least for row in self.rows], [row.at_most for row in self.rows])
        return self


def check_rows(at_least: list[Decimal | None], at_most: list[Decimal | None]) -> None:
    """Raise unless the bounds are all of one sort and strictly in order, so that every value has exactly one row."""
    lower, upper = [b for b in at_least if b is not None], [b for b in at_most if b is not None]
    if (len(lower), len(upper)) not in ((len(at_least), 0), (0, len(at_most))):
        raise problem("每一行都写 at_least（以上），或每一行都写 at_most（以下），不能混用。",
                      "every row says 'at_least', or every row says 'at_most'; not both.")  # fmt: skip
    if any(a <= b for a, b in zip(lower, lower[1:], strict=False)):
        raise problem(
            "at_least 的各行要从高到低，每个界限只写一次。",
            "rows go from the highest bound to the lowest, each bound once.",
        )
    if any(a >= b for a, b in zip(upper, upper[1:], strict=False)):
        raise problem(
            "at_most 的各行要从低到高，每个界限只写一次。",
            "rows go from the lowest bound to the highest, each bound once.",
        )


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
    per: Exact | None = None


class PerEvent(Kind):
    """`per_event`: a start, and points added or taken for each event, within floor and ceiling."""

    FIGURES = {"start": ("起始分", "分"), "floor": ("最低分", "分"), "ceiling": ("最高分", "分")}

    kind: Literal["per_event"]
    start: Stated
    events: tuple[Event, ...] = Field(min_length=1)
    floor: StatedOrNone
    ceiling: StatedOrNone

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
        word = event.of.partition(".")[2].replace(".", "_")
        sign = "加" if event.each > 0 else "扣"
        each = tree.Figure(abs(event.each), f"{self.title}_{word}_每次{sign}", "分", source.clause, source.assumed)
        if event.per is None:
            return each, None
        return each, tree.Figure(event.per, f"{self.title}_{word}_每满", "元", source.clause, source.assumed)

    def best(self) -> Decimal | None:
        return self.start.value if all(event.each <= 0 for event in self.events) else None


class PerStep(Kind):
    """`per_step`: points for every step above (or below) a neutral value; whole steps, cut toward it, or in proportion."""

    FIGURES = {"neutral": ("起点", "%"), "step": ("步长", "%"), "points": ("每步", "分")}

    kind: Literal["per_step"]
    of: Quantity
    neutral: Stated = Field(alias="from")
    step: Stated
    points: Stated
    steps: Literal["whole", "proportional"]

    def earned(self) -> tree.Node:
        steps = (self.of.node() - self.own("neutral")) / self.own("step")
        return (tree.Whole(steps) if self.steps == "whole" else steps) * self.own("points")

    @model_validator(mode="after")
    def _steps(self) -> PerStep:
        if self.step.value <= 0:
            raise problem("步长 step 要大于 0。", "'step' must be above 0.")
        return self


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
