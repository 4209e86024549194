"""`mkt verify` of a graded year: does it still show what its inputs and its policy yield?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from mkt.annual import layout
from mkt.annual.grade import grade
from mkt.annual.plan import YearPlan, plan_of
from mkt.annual.result import fingerprint
from mkt.findings import Finding
from mkt.layout import FIRST, POLICY_HASH, TOTALS, WORKINGS, YEAR, YEAR_HASH, YEAR_LABEL
from mkt.policy import annual as columns
from mkt.policy.load import find, packs
from mkt.policy.model import Policy
from mkt.policy.versions import versions
from mkt.reading.period import year_unclear
from mkt.reading.year_result import YearResult, read_year_result
from mkt.rule.arrays import Trace
from mkt.verify import Shown, evidence_differs, figure_differs, parameter_differs, person_differs, policy_differs


def verify_year(path: Path, policy_names: Sequence[str]) -> list[Finding]:
    """Everything in which a graded year differs from what its inputs and its policy yield. Raises `Refused`."""
    result = read_year_result(path)
    year_unclear.refuse(
        result.file, [result.said(YEAR_LABEL)] if re.fullmatch(r"20\d\d", result.said(YEAR_LABEL)) else []
    )
    plan = _plan(result, _policies(result, policy_names))
    owners = {columns.reviews_column(part).ref: owned for part, (_, owned) in result.marks.items()}
    given = {columns.reviews_column(part).ref: marks for part, (marks, _) in result.marks.items()}
    trace = grade(result.given | given, owners, len(result.people), plan)
    found = parameter_differs.findings(result.file, result.figures, ((figure, True) for figure in plan.figures()))
    found += person_differs.findings(result.file, _people(result), TOTALS)
    found += figure_differs.findings(result.file, _figures(result, plan, trace))
    made = fingerprint(result.said(YEAR_LABEL), [id_ for id_, _ in result.people], plan, trace)
    return found + evidence_differs.findings(result.file, result.said(YEAR_HASH), made)


def _policies(result: YearResult, names: Sequence[str]) -> list[Policy]:
    """The versions it was made by. Raises `Refused` where one is not at hand."""
    id_ = result.policy_id
    known = [find(name) for name in names] or ([find(id_)] if id_ in packs() else [])
    stated = [value for label, value in result.evidence if label == POLICY_HASH]
    by_hash = {policy.sha256: policy for policy in known}
    for sha256 in stated or [""]:
        policy_differs.refuse(result.file, sha256, by_hash.get(sha256), id_)
    return [by_hash[sha256] for sha256 in stated]


def _plan(result: YearResult, policies: Sequence[Policy]) -> YearPlan:
    """The plan as it was: the months that have a column, each by its version."""
    known, year = versions(policies), result.said(YEAR_LABEL)
    months = [month for month in columns.MONTHS if f"月度.{month}" in result.given]
    latest = known.latest(f"{year}-{months[-1]}")
    heads = result.heads(WORKINGS)
    previous = (
        any(rule.title in heads for rule in latest.annual.recommend if rule.kind == "last_again")
        if latest.annual
        else False
    )
    return plan_of(latest, {month: known.at(result.file, f"{year}-{month}") for month in months}, previous)


def _people(result: YearResult) -> Iterator[Shown]:
    """Whether the sheets name the same people row by row."""
    for i, (id_, name) in enumerate(result.people):
        for sheet in (YEAR, WORKINGS):
            shown = f"{result.sheets[sheet].value(FIRST + i, 0)} {result.sheets[sheet].value(FIRST + i, 1)}"
            yield Shown(result.cell(sheet, i, 0), "", id_, shown, f"{id_} {name}")


def _figures(result: YearResult, plan: YearPlan, trace: Trace) -> Iterator[Shown]:
    """Every computed figure of 年度 and 判定."""
    for sheet, (first, refs) in layout.sheets(plan).items():
        heads = result.heads(sheet)
        for place, ref in enumerate(refs, start=first):
            if ref in plan.rules:
                label = heads[place].replace("\n", "") if place < len(heads) else ref
                values = trace.columns[ref].tolist()
                for i, (shown, value) in enumerate(zip(result.shown(sheet, place), values, strict=True)):
                    yield Shown(result.cell(sheet, i, place), label, result.people[i][0], shown, value)
