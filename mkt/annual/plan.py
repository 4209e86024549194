"""The rules of a year as they run on the months at hand: a tree for every column of the year, in the order of computing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mkt.policy import annual as year
from mkt.policy.annual import Annual, LastAgain, Recommendation
from mkt.policy.grades import Taking
from mkt.policy.model import GRADE_TABLE, Policy
from mkt.rule import tree

LISTED = tree.Column("年度.建议")


def total_column(month: str) -> tree.Column:
    """The published total of a month."""
    return tree.Column(f"月度.{month}", "分")


def taken_column(month: str, taking: Taking) -> tree.Column:
    """How many grounds there are for taking a month's grade down."""
    return tree.Column(f"月度.{month}.{taking[0]}降{taking[1]}", "项")


def recommended_column(position: int) -> tree.Column:
    """The title of a recommendation for the people it is about."""
    return tree.Column(f"建议.{position}")


@dataclass(frozen=True)
class YearPlan:
    """The rules of one year: `versions` by month, and the annual part of the last of them."""

    policy: Policy
    versions: Mapping[str, Policy]
    recommend: tuple[Recommendation, ...]

    @property
    def annual(self) -> Annual:
        """The annual rules."""
        assert self.policy.annual is not None  # who grades a year has seen to that
        return self.policy.annual

    @cached_property
    def tables(self) -> dict[str, str]:
        """Version (by hash) → the name of its grade table: the plain name for one version, numbered for several."""
        known = list({policy.sha256: policy for policy in self.versions.values()}.values())
        if len(known) == 1:
            return {known[0].sha256: GRADE_TABLE}
        return {policy.sha256: f"{GRADE_TABLE}{i}" for i, policy in enumerate(known, 1)}

    def by_table(self) -> dict[str, Policy]:
        """Name of a grade table → the version whose it is."""
        known = {policy.sha256: policy for policy in self.versions.values()}
        return {self.tables[sha256]: policy for sha256, policy in known.items()}

    def letter(self, month: str) -> tree.Node:
        """The grade of a month over its total, by the version in force."""
        policy = self.versions[month]
        none = tree.Figure(Decimal(0))
        takings = dict.fromkeys(d.taking for d in policy.disqualify)
        tests = [(t, tree.Operation(">", taken_column(month, t), none)) for t in takings]
        return policy.grades.rule(total_column(month), self.tables[policy.sha256], tests)

    @cached_property
    def rules(self) -> dict[str, tree.Node]:
        """Reference → rule, in the order in which one builds on another."""
        annual, found = self.annual, dict[str, tree.Node]()
        for month in self.versions:
            found[f"年度.{month}"] = self.letter(month)
        found[year.ASSESSED.ref] = tree.Tally(year.LETTERS)
        for row in annual.points.rows:
            found[year.tally_column(row.grade).ref] = tree.Tally(year.LETTERS, row.grade)
        for grade in annual.streak_grades():
            found[year.longest_column(grade).ref] = tree.Longest(year.LETTERS, grade)
        found[year.POINTS.ref] = annual.points_rule()
        found[year.GRADE.ref] = annual.grade_rule()
        for part in annual.score.parts:
            found[year.part_column(part.title).ref] = part.rule(annual.score)
        found[year.SCORE.ref] = annual.score.rule()
        for place, by in ((year.RANK, "highest"), (year.LOWEST, "lowest"), (year.GROUP, "number")):
            found[place.ref] = tree.Rank(year.SCORE, year.GRADE.ref, year.PEERS, by)  # type: ignore[arg-type]
        for i, one in enumerate(self.recommend):
            found[recommended_column(i).ref] = one.rule()
        if self.recommend:
            found[LISTED.ref] = tree.Listed(tuple(recommended_column(i).ref for i in range(len(self.recommend))))
        return found

    def figures(self) -> Iterator[tree.Figure]:
        """Every figure with its name, those of the grade tables aside."""
        yield from dict.fromkeys(self.annual.figures())
        if self.policy.probation:
            yield from self.policy.probation.figures()

    def lookups(self) -> Iterator[tree.Lookup]:
        """The grade tables: of the months, a version each, and of the year."""
        for name, policy in self.by_table().items():
            yield policy.grades.table(tree.Column("月度总分", "分"), name)
        yield self.annual.grades.table(year.POINTS, year.GRADE_TABLE)


def plan_of(policy: Policy, versions: Mapping[str, Policy], previous: bool) -> YearPlan:
    """The plan for some months: what rests on a whole year is not recommended before it is whole, nor what rests on the
    year before without its result.
    """
    assert policy.annual is not None
    whole = len(versions) >= policy.annual.months.value
    kept = (one for one in policy.annual.recommend if whole or not one.WHOLE_YEAR)
    return YearPlan(policy, versions, tuple(one for one in kept if previous or not isinstance(one, LastAgain)))


def needs_last_year(recommend: Sequence[Recommendation]) -> list[LastAgain]:
    """The recommendations that rest on the year before."""
    return [one for one in recommend if isinstance(one, LastAgain)]
