"""What a policy file says, once it is known to be sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, field_validator

from mkt.policy.annual import Annual, Probation
from mkt.policy.figures import Rule, Stated, StatedOrNone, figure
from mkt.policy.grades import Disqualifier, Grades
from mkt.policy.kinds import MOST, AnyKind, Kind, Title, range_
from mkt.policy.regulation import Example, Regulation
from mkt.rule import tree

TOTAL = tree.Column("成绩.总分", "分")
GRADE_TABLE = "等级"


class Group(Rule):
    """A group of indicators with a weight of its own."""

    title: Title
    weight: Stated


class Total(Rule):
    """How points become the total: a start, full marks and what they are rescaled to, a floor and a ceiling."""

    start: Stated
    full_marks: StatedOrNone
    rescale_to: StatedOrNone
    floor: StatedOrNone
    ceiling: StatedOrNone

    _range = field_validator("ceiling")(range_)

    def own(self, key: Literal["start", "full_marks", "rescale_to", "floor", "ceiling"]) -> tree.Figure:
        """A figure of the total under its name in the workbook."""
        return figure(getattr(self, key), f"总分_{TOTAL_WORDS[key]}", "分", self)

    def rule(self, points: tuple[tree.Node, ...], off: tuple[tree.Node, ...]) -> tree.Node:
        """The published total over the published points of the indicators, less deductions."""
        terms = (self.own("start"), *points) if self.start.value else points
        result: tree.Node = tree.Sum(terms)
        for deduction in off:
            result = result - deduction
        if self.rescale_to.value is not None:
            result = result * self.own("rescale_to") / self.own("full_marks")
        if self.ceiling.value is not None:
            result = tree.Limit(result, self.own("ceiling"), "most")
        if self.floor.value is not None:
            result = tree.Limit(result, self.own("floor"), "least")
        return tree.Round(result, 2)


TOTAL_WORDS = {
    "start": "起始分",
    "full_marks": "满分",
    "rescale_to": "折算满分",
    "floor": "最低分",
    "ceiling": "最高分",
}


class Required(Rule):
    """Something every person hands in; a missing piece is told and takes points off."""

    sheet: str
    columns: tuple[str, ...] = Field(min_length=1)
    title: Title
    deduct: Stated

    def off(self) -> tree.Node:
        """The points taken off for the missing pieces."""
        return tree.Column(f"{self.sheet}.缺交", "次") * self.figure()

    def figure(self) -> tree.Figure:
        """The points a missing piece costs."""
        return figure(self.deduct, f"{self.title}_每缺一项扣", "分", self)


class Policy(Regulation):
    """How a month is scored, and what becomes of the months of a year."""

    groups: dict[str, Group] = Field(default_factory=dict)
    indicators: tuple[AnyKind, ...] = Field(min_length=1, max_length=2 * MOST)
    total: Total
    grades: Grades
    disqualify: tuple[Disqualifier, ...] = Field((), max_length=MOST)
    required: tuple[Required, ...] = Field((), max_length=MOST)
    annual: Annual | None = None
    probation: Probation | None = None
    tests: tuple[Example, ...] = ()

    def plan(self, available: frozenset[str]) -> Plan:
        """The rules as they run on a book that has these columns."""
        chosen = {kind.id: kind.used(available) for kind in self.indicators}
        return Plan(self, chosen)


@dataclass(frozen=True)
class Plan:
    """The rules of a policy for one book: where a column is not kept, the indicator's fallback stands in."""

    policy: Policy
    kinds: Mapping[str, Kind]
    further: tuple[tree.Column, ...] = ()
    """Columns that are read beside those of the rules, such as what pay rests on."""

    def rules(self) -> dict[str, tree.Node]:
        """Indicator id → its published points."""
        return {id_: weighted(self.policy, self._entry(id_), kind) for id_, kind in self.kinds.items()}

    def best(self, id_: str) -> Decimal | None:
        """The full points of an indicator, weighted, where its kind knows them."""
        entry, best = self._entry(id_), self.kinds[id_].best()
        group = self.policy.groups.get(entry.group)
        if best is None:
            return None
        return best * (entry.weight.value if entry.weight else 1) * (group.weight.value if group else 1)

    def _entry(self, id_: str) -> Kind:
        return next(kind for kind in self.policy.indicators if kind.id == id_)

    def total(self) -> tree.Node:
        """The published total."""
        points = tuple(points_column(kind.title) for kind in self.kinds.values())
        off = tuple(r.off() for r in self.policy.required if r.deduct.value)
        return self.policy.total.rule(points, off)

    def grade(self) -> tree.Node:
        """The grade of the published total, taken down where something disqualifies."""
        takings = [(d.taking, d.test()) for d in self.policy.disqualify]
        return self.policy.grades.rule(TOTAL, GRADE_TABLE, takings)

    def reaches(self, grade: str) -> tree.Node:
        """True where the total earns a grade, or would."""
        return self.policy.grades.reaches(grade, TOTAL, GRADE_TABLE)

    def columns(self) -> tuple[tree.Column, ...]:
        """Every column of the book that the rules read, those of the year too."""
        if not self.kinds:
            return self.further
        roots = [*self.rules().values(), self.total(), self.grade()]
        roots += [d.test() for d in self.policy.annual.disqualify] if self.policy.annual else []
        found = dict.fromkeys(c for root in roots for c in tree.columns(root))
        return tuple(dict.fromkeys((*(c for c in found if not c.ref.startswith("成绩.")), *self.further)))

    def figures(self) -> Iterator[tuple[tree.Figure, bool]]:
        """Every figure with its name, and False where the policy says there is none."""
        for id_, kind in self.kinds.items():
            entry = self._entry(id_)
            yield from kind.figures()
            if entry.weight is not None:
                yield weight_figure(entry), True
        for group in self.policy.groups.values():
            yield group_figure(group), True
        for key in TOTAL_WORDS:
            yield self.policy.total.own(key), getattr(self.policy.total, key).value is not None  # type: ignore[arg-type]
        yield from ((bound, True) for bound in self.policy.grades.bounds(GRADE_TABLE))
        yield from ((d.figure(), True) for d in self.policy.disqualify)
        yield from ((r.figure(), True) for r in self.policy.required)

    def lookups(self) -> tuple[tree.Lookup, ...]:
        """Every table, the grades last."""
        tables = (table for kind in self.kinds.values() for table in kind.lookups())
        return (*dict.fromkeys(tables), self.policy.grades.table(TOTAL, GRADE_TABLE))


def plain_plan(further: tuple[tree.Column, ...]) -> Plan:
    """A plan that scores nobody and only reads some columns."""
    construct: Any = Policy.model_construct  # no other part of a policy is asked for
    nothing = construct(indicators=(), groups={}, disqualify=(), required=(), annual=None, probation=None)
    return Plan(nothing, {}, further)


def points_column(title: str) -> tree.Column:
    """The published points of an indicator, as a column the total adds up."""
    return tree.Column(f"成绩.{title}", "分")


def weight_figure(kind: Kind) -> tree.Figure:
    """The weight of an indicator within its group or the whole."""
    assert kind.weight is not None
    return figure(kind.weight, f"{kind.title}_权重", "%", kind)


def group_figure(group: Group) -> tree.Figure:
    """The weight of a group."""
    return figure(group.weight, f"{group.title}_权重", "%", group)


def weighted(policy: Policy, entry: Kind, kind: Kind) -> tree.Node:
    """The published points of one indicator: earned × weight × weight of its group, rounded."""
    earned = kind.earned()
    if entry.weight is not None:
        earned = earned * weight_figure(entry)
    if entry.group:
        earned = earned * group_figure(policy.groups[entry.group])
    return tree.Round(earned, 2)
