"""A graded year as one JSON document."""

from __future__ import annotations

from typing import Any

from mkt.annual.explain import explanation
from mkt.annual.plan import total_column
from mkt.annual.result import GradedYear
from mkt.documents import finding_document, number
from mkt.findings import Language
from mkt.policy import annual as columns

GRADE = "mkt.grade/1"


def year_document(year: GradedYear, outputs: list[str], language: Language) -> dict[str, Any]:
    """A graded year: people with their months and their year, the best employees, probationers, findings."""
    policy = year.plan.policy
    return {
        "schema": GRADE,
        "period": year.year,
        "months": [month.period for month in year.months],
        "policy": {"id": policy.policy, "version": policy.version, "sha256": policy.sha256},
        "inputs": [{"file": file, "sha256": sha256} for file, sha256 in year.inputs()],
        "outputs": outputs,
        "people": _people(year, language),
        "best": {**year.best_months, "year": year.best_year},
        "probation": [
            {"id": case.member.person.id, "decision": case.decision, "text": case.text(language),
             "earliest": _day(case.earliest), "due": _day(case.due), "latest": _day(case.extended),
             "months": case.grades, "caution": case.caution(language)}
            for case in year.cases
        ],
        "findings": [finding_document(finding, language) for finding in year.findings],
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _people(year: GradedYear, language: Language) -> list[dict[str, Any]]:
    trace, told = year.trace.columns, explanation(year)
    recommended: dict[str, list[dict[str, str]]] = {}
    for one in year.advice:
        entry = {"code": one.rule.code, "text": one.text, "clause": one.clause, "caution": one.caution(language)}
        recommended.setdefault(one.member.person.id, []).append(entry)
    refs = {"points": columns.POINTS, "score": columns.SCORE, "months": columns.ASSESSED, "rank": columns.RANK}
    figures = {key: [number(value) for value in trace[column.ref].tolist()] for key, column in refs.items()}
    grade, letters = trace[columns.GRADE.ref].tolist(), year.letters()
    totals = {m.period: trace[total_column(m.month).ref].tolist() for m in year.months}
    return [
        {
            "id": member.person.id,
            "name": member.person.name,
            "department": member.person.department,
            "position": member.person.position,
            "branch": member.branch,
            "level": member.level,
            "months": {
                p: {"total": number(totals[p][i]), "grade": letters[p][i]} for p in totals if p in member.places
            },
            "year": {
                "points": figures["points"][i],
                "grade": grade[i],
                "score": figures["score"][i],
                "months": figures["months"][i],
                "rank": figures["rank"][i],
                "left_out": member.left_out or None,
                "recommendations": recommended.get(member.person.id, []),
            },
            "why": [told.document(i, which) for which in range(told.per_person)],
        }
        for i, member in enumerate(year.people)
    ]
