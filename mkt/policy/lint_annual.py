"""What is wrong with the annual part of a policy and its probation: parts that do not fit each other or the months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkt.policy.annual import MONTHS, Annual, Probation, Streak, YearGrade
from mkt.policy.grades import Grades
from mkt.policy.lint_grades import Fault, Path, disqualifiers, grade_table, unknown_grade

TAKEN = {
    "积分",
    "等级",
    "得分",
    "名次",
    "建议",
    "考核月数",
    "级别",
    "分公司",
    "不参评",
    "倒数名次",
    "上年倒数名次",
    "同级人数",
    "级别组",
    *MONTHS,
}
"""Columns of the year that a part of the score or a disqualifier cannot be called."""


def annual_faults(annual: Annual, monthly: Grades, handed_in: Sequence[str]) -> Iterator[Fault]:
    """Every fault of the annual part; `monthly` are the grades of a month."""
    yield from _months(annual)
    yield from _points(annual, monthly)
    yield from grade_table(("annual", "grades"), annual.grades)
    yield from disqualifiers(("annual", "disqualify"), annual.disqualify, annual.grades, handed_in)
    yield from _score(annual)
    yield from _titles(annual)
    yield from _leave_out(annual)
    yield from _recommendations(annual, monthly)


def _months(annual: Annual) -> Iterator[Fault]:
    if annual.months.value > len(MONTHS) or annual.months.value % 1:
        yield (
            ("annual", "months"),
            "一年最多 12 个月，写整数。",
            "a year has 12 months at most; a whole number belongs here.",
        )


def _points(annual: Annual, monthly: Grades) -> Iterator[Fault]:
    """A grade of the month without points, twice, or one that no month gives."""
    path: Path = ("annual", "points", "rows")
    given = [row.grade for row in annual.points.rows]
    for i, grade in enumerate(given):
        yield from unknown_grade((*path, i, "grade"), grade, list(monthly.titles()))
        if grade in given[:i]:
            yield (*path, i, "grade"), f"等级“{grade}”写了两次。", f"grade '{grade}' is given twice."
    for grade in monthly.titles():
        if grade not in given:
            yield path, f"月度等级“{grade}”没有写积分。", f"grade '{grade}' of a month has no points."


def _score(annual: Annual) -> Iterator[Fault]:
    """Weights that do not add up, raters where there are none, a scale upside down."""
    path: Path = ("annual", "score")
    total = sum(part.weight.value for part in annual.score.parts)
    if total != 1:
        shown = f"{total * 100:f}".rstrip("0").rstrip(".") if total % 1 else f"{total * 100:.0f}"
        yield (*path, "parts"), f"占比合计 {shown}%，应为 100%。", f"the weights add up to {shown}%, not 100%."
    if annual.score.lowest.value >= annual.score.highest.value:
        yield (*path, "to"), "to 要大于 from。", "'to' must be above 'from'."
    for i, part in enumerate(annual.score.parts):
        if (part.of == "reviews") != bool(part.raters):
            yield ((*path, "parts", i), "of: reviews 要写 raters（哪几类评价人），of: months 不写。",
                   "'of: reviews' needs 'raters'; 'of: months' has none.")  # fmt: skip
        others = {rater for j, other in enumerate(annual.score.parts) if j < i for rater in other.raters}
        for rater in part.raters:
            if rater in others:
                yield (
                    (*path, "parts", i, "raters"),
                    f"“{rater}”已属于另一部分。",
                    f"'{rater}' is in another part already.",
                )


def _titles(annual: Annual) -> Iterator[Fault]:
    """Two parts of one name, or one that is a column's: each has a column of its own in the workbook."""
    named: list[tuple[str, Path]] = [
        (d.title, ("annual", "disqualify", i, "title")) for i, d in enumerate(annual.disqualify)
    ]
    named += [(part.title, ("annual", "score", "parts", i, "title")) for i, part in enumerate(annual.score.parts)]
    seen = {title.casefold() for title in TAKEN} | {
        f"{row.grade}{word}".casefold() for row in annual.points.rows for word in ("月数", "连续月数")
    }
    for title, path in named:
        if title.casefold() in seen:
            yield path, f"名称“{title}”已有别的用处，请换一个。", f"title '{title}' is taken."
        seen.add(title.casefold())
    figures: set[str] = set()
    for i, one in enumerate(annual.recommend):
        if one.title.casefold() in figures:
            yield (
                ("annual", "recommend", i, "title"),
                f"名称“{one.title}”用了不止一次。",
                f"title '{one.title}' is used more than once.",
            )
        figures.add(one.title.casefold())


def _leave_out(annual: Annual) -> Iterator[Fault]:
    for i, rule in enumerate(annual.leave_out):
        if not (rule.statuses or rule.sanctions or rule.back_months):
            yield (("annual", "leave_out", i), "要写 statuses、back_months 或 sanctions 之一。",
                   "one of 'statuses', 'back_months', 'sanctions' belongs here.")  # fmt: skip


def _recommendations(annual: Annual, monthly: Grades) -> Iterator[Fault]:
    """A grade that nobody can get, or a run longer than a year."""
    months, years = list(monthly.titles()), list(annual.grades.titles())
    for i, one in enumerate(annual.recommend):
        path: Path = ("annual", "recommend", i)
        if isinstance(one, Streak):
            yield from unknown_grade((*path, "grade"), one.grade, months)
            for key, most in (("in_a_row", one.in_a_row.value), ("in_all", one.in_all.value)):
                if most > len(MONTHS):
                    yield (*path, key), "一年只有 12 个月，这一条用不上。", "a year has 12 months; nobody reaches this."
        if isinstance(one, YearGrade):
            for j, grade in enumerate(one.grades):
                yield from unknown_grade((*path, "grades", j), grade, years)
    yield from unknown_grade(("annual", "month_best", "grade"), annual.month_best.grade, months)
    yield from unknown_grade(("annual", "year_best", "grade"), annual.year_best.grade, years)
    if annual.month_best.share.value > 1:
        yield (
            ("annual", "month_best", "share"),
            "得分率不会超过 100%，是不是漏了百分号？",
            "no share exceeds 100%; is a % sign missing?",
        )


def probation_faults(probation: Probation, monthly: Grades) -> Iterator[Fault]:
    """Lengths out of order, or a grade that no month gives."""
    order = ("least", "usual", "most")
    for shorter, longer in zip(order, order[1:], strict=False):
        if getattr(probation, shorter).value > getattr(probation, longer).value:
            yield ("probation", longer), f"{longer} 不能小于 {shorter}。", f"'{longer}' is below '{shorter}'."
    for key in (*order, "extension_days"):
        if getattr(probation, key).value % 1:
            yield ("probation", key), "写整数。", "a whole number belongs here."
    for i, grade in enumerate(probation.pass_grades):
        yield from unknown_grade(("probation", "pass_grades", i), grade, list(monthly.titles()))
