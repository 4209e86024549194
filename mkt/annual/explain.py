"""Why the figures of a year are what they are."""

from __future__ import annotations

from collections.abc import Callable

from mkt.annual.grade import Marks
from mkt.annual.result import GradedYear
from mkt.policy import annual as columns
from mkt.policy.figures import Cited
from mkt.reasons import Explanation, Line
from mkt.rule.sentence import Sourced


def explanation(year: GradedYear) -> Explanation:
    """The reasons of a year: points, grade, the parts of the score, the score, the rank."""
    annual, rules, trace = year.plan.annual, year.plan.rules, year.trace
    marks = {one.part.title: one for one in year.marks}

    def line(id_: str, title: str, ref: str, source: Sourced, cells: Callable[[int], list[str]] = lambda i: []) -> Line:
        return Line(id_, title, ref, rules[ref], trace.columns[ref].tolist(), source, cells)

    parts = []
    for part in annual.score.parts:
        source = part if part.clause or part.assumed else annual.score
        cells = _cells(marks[part.title]) if part.title in marks else lambda i: []
        parts.append(line(part.of, part.title, columns.part_column(part.title).ref, source, cells))
    return Explanation(trace, [
        line("points", "年度积分", columns.POINTS.ref, annual.points),
        line("grade", "年度等级", columns.GRADE.ref, annual.grades),
        *parts,
        line("score", "年度得分", columns.SCORE.ref, annual.score),
        line("rank", "同级名次", columns.RANK.ref, Cited()),
    ])  # fmt: skip


def _cells(marks: Marks) -> Callable[[int], list[str]]:
    """The cells of each person's marks: of each sheet of a book its name and the cells there, `[年度评价2024.xlsx]评价!E3 E4`."""
    by_owner: dict[int, dict[str, list[str]]] = {}
    for owner, review in zip(marks.owners.tolist(), marks.reviews, strict=True):
        sheet, _, address = review.cell.rpartition("!")
        by_owner.setdefault(owner, {}).setdefault(f"[{review.file}]{sheet}!", []).append(address)
    return lambda i: [sheet + " ".join(cells) for sheet, cells in by_owner.get(i, {}).items()]
