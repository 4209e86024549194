"""`mkt verify`: does a scored workbook still show what its inputs and its policy yield?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mkt.findings import Finding, Hit, fault
from mkt.layout import EVIDENCE, FIGURES, KEPT_PEOPLE, LEADING, PERIOD, POLICY_HASH, SCORES_HASH
from mkt.policy.load import find, packs
from mkt.policy.model import TOTAL, Plan, Policy, points_column
from mkt.reading.result import Result, read_result
from mkt.rule import tree
from mkt.rule.arrays import Trace
from mkt.rule.numbers import NOISE, Floats
from mkt.score import score
from mkt.scores import GRADE, RANK, Scores, fingerprint
from mkt.staff import Staff


@dataclass(frozen=True)
class Shown:
    """A figure that a result shows, and what it should be: "" for nothing."""

    cell: str
    label: str
    person: str
    found: Any
    expected: Any


@fault("error", "{label}显示 {found}，由输入和制度算出的是 {expected}。这一格或它的输入被改过。",
       "{label} shows {found}; the inputs and the policy yield {expected}. This cell or its inputs were changed.")  # fmt: skip
def figure_differs(figures: Iterable[Shown]) -> Iterator[Hit]:
    """结果里的一个数，与用其中的输入和制度重算出来的不同。多半是有人改了这一格，或者改了输入而没有重算。

    A figure of a result is not what its own inputs and the policy yield. Somebody changed the cell, or an input without
    recalculating.
    """
    for one in figures:
        expected = "" if one.expected is None or one.expected != one.expected else one.expected
        if one.found != expected:
            more = {"label": f"{one.person} {one.label}", "expected": _text(expected)}
            yield Hit(one.cell, _text(one.found), one.person, more=more)


def _of_month(result: Result, scores: Scores) -> Iterator[Shown]:
    """Every figure on 成绩."""
    for place, (label, values) in enumerate(_computed(scores).items(), start=LEADING):
        for i, (shown, value) in enumerate(zip(result.shown(place), values, strict=True)):
            yield Shown(result.cell(i, place), label, result.people[i].id, shown, value)


@fault(
    "error",
    "{found} 与“{sheet}”表上的 {expected} 不同：姓名或工号被改过。",
    "{found} is not {expected}, as on {sheet}: a name or number was changed.",
)
def person_differs(rows: Iterable[Shown], sheet: str) -> Iterator[Hit]:
    """结果的两张表在同一行写的不是同一个人。

    The same row of two sheets of a result names two people.
    """
    for one in rows:
        if one.found != one.expected:
            yield Hit(one.cell, one.found, one.person, more={"expected": one.expected, "sheet": sheet})


def _people(result: Result) -> Iterator[Shown]:
    for i, (person, id_, name) in enumerate(zip(result.people, result.shown(0), result.shown(1), strict=True)):
        yield Shown(result.cell(i, 0), "", person.id, f"{id_} {name}", f"{person.id} {person.name}")


@fault(
    "error", "{label}现在是 {found}，制度里是 {expected}。", "{label} is {found} now; in the policy it is {expected}."
)
def parameter_differs(
    shown: Mapping[str, tuple[int, float]], figures: Iterable[tuple[tree.Figure, bool]]
) -> Iterator[Hit]:
    """“制度参数”表上的数值被改过。用改过的数值试算可以，但这就不再是按制度得出的成绩。

    A figure on 制度参数 was changed. It may be changed to try something out, but the scores are then no longer the policy's.
    """
    for figure, there in figures:
        row, value = shown.get(figure.name, (0, None))
        if there and value is not None and value != float(figure.value):
            more = {"label": figure.name, "expected": f"{figure.value:f}"}
            yield Hit(f"{FIGURES}!B{row}", _text(value), more=more)


def _computed(scores: Scores) -> dict[str, list[Any]]:
    """The columns of 成绩 from the first indicator on."""
    points = {kind.title: scores.points[id_].tolist() for id_, kind in scores.plan.kinds.items()}
    return {**points, "总分": scores.total.tolist(), "等级": scores.grade.tolist(), "名次": scores.rank.tolist()}


def _text(value: Any) -> str:
    if not isinstance(value, float):
        return str(value) or "空白"
    return f"{value:.2f}" if round(value, 2) == value else f"{value:.{NOISE}f}".rstrip("0")


@fault("error", "数字与凭据上的校验码不符：写出之后输入或结果被改过。",
       "the figures do not fit the hash on 凭据: inputs or results were changed after they were written.")  # fmt: skip
def evidence_differs(shown: str, made: str) -> Iterator[Hit]:
    """凭据表上的校验码是写出时全部成绩的指纹。现在由表里的输入算出的成绩，指纹不同：数据被改过。

    The hash on 凭据 is the fingerprint of all scores as they were written. What the inputs in the sheet yield now has another
    one: something was changed.
    """
    if shown != made:
        yield Hit(EVIDENCE, made[:12])


@fault("error", "这份结果用的制度是 {found}，与现有的不同（校验码不符）。请用 --policy 给出当时的制度文件。",
       "the result was made with the policy {found}, and the one at hand is another (its hash differs). Give the file with --policy.")  # fmt: skip
def policy_differs(stated: str, policy: Policy | None, id_: str) -> Iterator[Hit]:
    """凭据上记着评分时制度文件的校验码。用别的版本重算没有意义，所以不核对。

    凭据 names the hash of the policy file. Recomputing with another version would prove nothing.
    """
    if policy is None or stated != policy.sha256:
        yield Hit(EVIDENCE, id_)


def verify(path: Path, policy_name: str = "") -> list[Finding]:
    """Everything in which a scored workbook differs from what its inputs and its policy yield. Raises `Refused`."""
    result = read_result(path)
    id_ = result.policy_id
    policy = find(policy_name) if policy_name else find(id_) if id_ in packs() else None
    policy_differs.refuse(path.name, result.evidence.get(POLICY_HASH, ""), policy, id_)
    assert policy is not None
    return differences(result, policy)[0]


def differences(result: Result, policy: Policy) -> tuple[list[Finding], Scores]:
    """Everything in which a result differs from what its inputs and its policy yield, and what they yield."""
    scores = score(staff_of(result), policy.plan(frozenset(result.inputs)))
    found = parameter_differs.findings(result.file, result.figures, scores.plan.figures())
    found += person_differs.findings(result.file, _people(result), KEPT_PEOPLE)
    found += figure_differs.findings(result.file, _of_month(result, scores))
    made = fingerprint(scores, result.people, result.evidence.get(PERIOD, ""), result.records)
    return found + evidence_differs.findings(result.file, result.evidence.get(SCORES_HASH), made), scores


def rescored(result: Result, scores: Scores) -> Scores:
    """The scores with the points and totals that the result shows, and the grades that follow from those totals."""
    shown = {ref: _numbers(result.shown(place)) for place, ref in enumerate(_published(scores.plan), start=LEADING)}
    trace = Trace(scores.trace.size, scores.trace.columns | shown, scores.trace.owners)
    points = {id_: shown[points_column(kind.title).ref] for id_, kind in scores.plan.kinds.items()}
    grade = trace.columns[GRADE] = trace.values(scores.plan.grade())
    return Scores(scores.plan, trace, scores.rules, points, shown[TOTAL.ref], grade, trace.of(RANK))


def _published(plan: Plan) -> list[str]:
    """The references of the figures on 成绩, in its order."""
    return [*(points_column(kind.title).ref for kind in plan.kinds.values()), TOTAL.ref]


def _numbers(shown: list[Any]) -> Floats:
    return np.array([value if isinstance(value, float) else np.nan for value in shown], float)


def staff_of(result: Result) -> Staff:
    """The people and inputs of a result, to be scored anew."""
    return Staff(result.people, result.inputs, {}, {}, {}, by_id=True)
