"""The year as a policy file states it: points of months, the annual grade and score, who is left out, what is recommended.

Every rule here is a tree over the columns of the year (`年度.…`), as an indicator is one over the columns of a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints, field_validator

from mkt.policy.columns import Word
from mkt.policy.figures import Cited, Exact, Model, Positive, Rule, Stated, figure, problem
from mkt.policy.grades import Disqualifier, Grade, Grades
from mkt.policy.kinds import MOST, Title
from mkt.rule import tree

MONTHS = tuple(f"{month:02}" for month in range(1, 13))
LETTERS = tree.Span(tuple(f"年度.{month}" for month in MONTHS), "月度等级")
TOTALS = tree.Span(tuple(f"月度.{month}" for month in MONTHS), "月度总分")
ASSESSED = tree.Column("年度.考核月数", "个月")
POINTS = tree.Column("年度.积分", "分")
GRADE = tree.Column("年度.等级")
SCORE = tree.Column("年度.得分", "分")
LEVEL, BRANCH, LEFT_OUT = "年度.级别", "年度.分公司", "年度.不参评"
PEERS = "年度.级别组"  # a number for each level: sheets compare words loosely, `P*` with P5 and 1 with 01
RANK = tree.Column("年度.名次", "名")
LOWEST = tree.Column("年度.倒数名次", "名")
GROUP = tree.Column("年度.同级人数", "人")
LAST_YEAR = tree.Column("年度.上年倒数名次", "名")
GRADE_TABLE = "年度等级"

Code = Literal["raise-eligible", "post-adjustment", "demotion-review", "dismissal-review", "bonus"]


def tally_column(grade: str) -> tree.Column:
    """In how many months somebody had a grade."""
    return tree.Column(f"年度.{grade}月数", "个月")


def longest_column(grade: str) -> tree.Column:
    """In how many months on end somebody had a grade."""
    return tree.Column(f"年度.{grade}连续月数", "个月")


def part_column(title: str) -> tree.Column:
    """The published points of a part of the annual score."""
    return tree.Column(f"年度.{title}", "分")


def reviews_column(title: str) -> tree.Column:
    """The marks that the raters of a part gave, any number a person."""
    return tree.Column(f"评价.{title}", "分", many=True)


def bar_column(title: str) -> tree.Column:
    """What a disqualifier counts, added up over the year."""
    return tree.Column(f"年度.{title}", "")


class PointsRow(Model):
    """The points of a month with a grade."""

    grade: Grade
    points: Exact


class MonthPoints(Rule):
    """What each month adds to the points of the year."""

    rows: tuple[PointsRow, ...] = Field(min_length=1, max_length=MOST)

    def own(self, row: PointsRow) -> tree.Figure:
        """The points of a grade as a figure."""
        return tree.Figure(row.points, f"年度积分_{row.grade}", "分", self.clause, self.assumed)


class Incomplete(Rule):
    """What becomes of the points of somebody with fewer months: taken as they are, or in proportion to a full year."""

    value: Literal["as_it_is", "pro_rata"]


class Part(Cited):
    """A part of the annual score: the mean of the monthly totals, or of the marks of some raters."""

    title: Title
    of: Literal["months", "reviews"]
    raters: tuple[Word, ...] = ()
    weight: Stated

    def figure(self, around: Rule) -> tree.Figure:
        """The weight as a figure."""
        return figure(self.weight, f"{self.title}_占比", "%", self if self.clause or self.assumed else around)

    def rule(self, around: Rule) -> tree.Node:
        """The published points of the part."""
        if self.of == "months":
            return tree.Only(tree.Round(tree.Mean(TOTALS) * self.figure(around), 2), given=TOTALS)
        marks = reviews_column(self.title)
        return tree.Round(tree.Sum((marks,)) / tree.Count(marks) * self.figure(around), 2)


class Score(Rule):
    """The annual score: its parts, whose weights add up to 100 %; a mark lies between `from` and `to`."""

    parts: tuple[Part, ...] = Field(min_length=1, max_length=MOST)
    lowest: Stated = Field(alias="from")
    highest: Stated = Field(alias="to")

    def rule(self) -> tree.Node:
        """The published score over the published parts; nothing for people left out."""
        parts = tuple(part_column(part.title) for part in self.parts)
        return tree.Only(tree.Round(tree.Sum(parts), 2), unless=LEFT_OUT)


class LeaveOut(Rule):
    """Who is left out of the year, for one reason: a status, a return from leave too recent, a sanction."""

    title: Title
    statuses: tuple[Word, ...] = ()
    back_months: Annotated[int, Field(ge=1, le=12)] | None = None
    sanctions: tuple[Word, ...] = ()

    @field_validator("sanctions")
    @classmethod
    def _one_reason(cls, sanctions: tuple[Word, ...], info: object) -> tuple[Word, ...]:
        data = getattr(info, "data", {})
        if sum(map(bool, (data.get("statuses"), data.get("back_months"), sanctions))) > 1:
            raise problem("statuses、back_months、sanctions 只能写一个。",
                          "give one of 'statuses', 'back_months', 'sanctions'.")  # fmt: skip
        return sanctions


class Recommended(Rule):
    """Something that people are asked to decide about somebody, and when."""

    code: Code
    title: Title
    text: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    ends_employment: Literal["yes", "no"]

    WHOLE_YEAR: ClassVar[bool] = True  # False: a run or count of months stands whatever months follow
    BY_RANK: ClassVar[bool] = False

    def test(self) -> tree.Node:
        """True for the people it is about."""
        raise NotImplementedError

    def figures(self) -> Iterator[tree.Figure]:
        """The figures of the test."""
        found = (node for node in self.test().walk() if isinstance(node, tree.Figure) and node.name)
        yield from dict.fromkeys(found)

    def rule(self) -> tree.Node:
        """The title for the people it is about, an empty text for the others; nothing for people left out."""
        return tree.Only(tree.If(self.test(), tree.Words(self.title), tree.Words("")), unless=LEFT_OUT)

    def own(self, stated: Stated, word: str, unit: str) -> tree.Figure:
        """A figure of the test under its name in the workbook."""
        return figure(stated, f"{self.title}_{word}", unit, self)


class Streak(Recommended):
    """`streak`: a grade in so many months on end, or in so many in all."""

    WHOLE_YEAR: ClassVar[bool] = False

    kind: Literal["streak"]
    grade: Grade
    in_a_row: Positive
    in_all: Positive

    def test(self) -> tree.Node:
        run = tree.Operation(">=", longest_column(self.grade), self.own(self.in_a_row, "连续", "个月"))
        number = tree.Operation(">=", tally_column(self.grade), self.own(self.in_all, "累计", "个月"))
        return tree.Either((run, number))


class YearGrade(Recommended):
    """`grade`: one of these annual grades."""

    kind: Literal["grade"]
    grades: tuple[Grade, ...] = Field(min_length=1)

    def test(self) -> tree.Node:
        return tree.Named(GRADE.ref, self.grades, "")


class First(Recommended):
    """`first`: one of the first places within the level, where more people are ranked than there are places."""

    BY_RANK: ClassVar[bool] = True

    kind: Literal["first"]
    places: Positive

    def test(self) -> tree.Node:
        places = self.own(self.places, "名额", "名")
        lower = tree.Operation(">", LOWEST, tree.Figure(Decimal(1)))  # where all tie, nobody is first
        return tree.Both((tree.Operation("<=", RANK, places), tree.Operation(">", GROUP, places), lower))


class Last(Recommended):
    """`last`: one of the last places within some levels, where more people are ranked than there are places."""

    BY_RANK: ClassVar[bool] = True

    kind: Literal["last"]
    levels: tuple[Word, ...] = Field(min_length=1)
    places: Positive

    def test(self) -> tree.Node:
        places = self.own(self.places, "名额", "名")
        tests = tree.Operation("<=", LOWEST, places), tree.Operation(">", GROUP, places)
        higher = tree.Operation(">", RANK, tree.Figure(Decimal(1)))  # where all tie, nobody is last
        return tree.Both((tree.Named(LEVEL, self.levels), *tests, higher))


class LastAgain(Recommended):
    """`last_again`: the same place from below as the year before, within some levels."""

    BY_RANK: ClassVar[bool] = True

    kind: Literal["last_again"]
    levels: tuple[Word, ...] = Field(min_length=1)
    place: Positive

    def test(self) -> tree.Node:
        place = self.own(self.place, "倒数名次", "名")
        same = (tree.Operation("=", column, place) for column in (LOWEST, LAST_YEAR))
        return tree.Both((tree.Named(LEVEL, self.levels), *same, tree.Operation(">", GROUP, place)))


class ScoreBelow(Recommended):
    """`score_below`: an annual score below a figure."""

    kind: Literal["score_below"]
    below: Positive

    def test(self) -> tree.Node:
        return tree.Operation("<", SCORE, self.own(self.below, "下限", "分"))


Recommendation: TypeAlias = Annotated[
    Streak | YearGrade | First | Last | LastAgain | ScoreBelow, Field(discriminator="kind")
]


RECOMMENDATIONS: dict[str, type[Recommended]] = {
    "streak": Streak,
    "grade": YearGrade,
    "first": First,
    "last": Last,
    "last_again": LastAgain,
    "score_below": ScoreBelow,
}


class MonthBest(Rule):
    """The month's best employee: the highest total among people of the grade whose every indicator reaches a share of its points."""

    share: Positive
    grade: Grade


class YearBest(Rule):
    """The year's best of headquarters and of each branch: the highest annual score among people of the annual grade."""

    grade: Grade


class Annual(Rule):
    """How months become a year."""

    months: Positive
    points: MonthPoints
    incomplete: Incomplete
    grades: Grades
    disqualify: tuple[Disqualifier, ...] = Field((), max_length=MOST)
    score: Score
    leave_out: tuple[LeaveOut, ...] = Field((), max_length=MOST)
    recommend: tuple[Recommendation, ...] = Field((), max_length=MOST)
    month_best: MonthBest
    year_best: YearBest

    @property
    def full_year(self) -> tree.Figure:
        """The months of a full year."""
        return figure(self.months, "年度_月数", "个月", self)

    def points_rule(self) -> tree.Node:
        """The points of the year over the months that have a grade."""
        terms = tuple(tally_column(row.grade) * self.points.own(row) for row in self.points.rows)
        total: tree.Node = tree.Sum(terms)
        if self.incomplete.value == "pro_rata":
            total = tree.Round(total * self.full_year / ASSESSED, 2)
        return tree.Only(total, given=LETTERS)

    def grade_rule(self) -> tree.Node:
        """The annual grade of the points, taken down where something disqualifies; nothing for people left out."""
        takings = [(d.taking, d.over(bar_column(d.title))) for d in self.disqualify]
        return tree.Only(self.grades.rule(POINTS, GRADE_TABLE, takings), unless=LEFT_OUT)

    def streak_grades(self) -> tuple[str, ...]:
        """The grades whose runs some recommendation counts."""
        return tuple(dict.fromkeys(one.grade for one in self.recommend if isinstance(one, Streak)))

    def figures(self) -> Iterator[tree.Figure]:
        """Every figure with its name, those of the grade table aside."""
        yield self.full_year
        yield from (self.points.own(row) for row in self.points.rows)
        yield from (d.figure() for d in self.disqualify)
        yield from (part.figure(self.score) for part in self.score.parts)
        yield figure(self.score.lowest, "评价_最低分", "分", self.score)
        yield figure(self.score.highest, "评价_最高分", "分", self.score)
        for one in self.recommend:
            yield from one.figures()
        yield figure(self.month_best.share, "月度最佳_各项得分率", "%", self.month_best)


def choices(annual: Annual) -> Iterator[tuple[str, str, Cited]]:
    """What the annual part decides without a figure: what about, the decision in words, and its source."""
    words = {"as_it_is": "照实相加", "pro_rata": "按全年月数折算"}
    yield "年度积分：月份不满", words[annual.incomplete.value], annual.incomplete
    if annual.score.lowest.assumed:
        yield "年度得分", "各部分取平均", annual.score.lowest
    for rule in annual.leave_out:
        yield (
            f"不参评：{rule.title}",
            "、".join(rule.statuses or rule.sanctions) or f"复职不满 {rule.back_months} 个月",
            rule,
        )
    for one in annual.recommend:
        yield f"建议：{one.title}", one.text, one
    yield "月度最佳", f"月度等级 {annual.month_best.grade}", annual.month_best
    yield "年度最佳", f"年度等级 {annual.year_best.grade}", annual.year_best


class Probation(Rule):
    """How long a probation lasts: the least, the usual and the most months, and by how many days it may be extended."""

    least: Positive
    usual: Positive
    most: Positive
    extension_days: Positive
    statuses: tuple[Word, ...] = Field(min_length=1)
    pass_grades: tuple[Grade, ...] = Field(min_length=1)

    def figures(self) -> Iterator[tree.Figure]:
        """Every figure with its name."""
        words = {"least": "最短", "usual": "通常", "most": "最长"}
        yield from (figure(getattr(self, key), f"试用期_{word}", "个月", self) for key, word in words.items())
        yield figure(self.extension_days, "试用期_延长", "天", self)
