"""The JSON documents: stable, versioned, described in the README."""

from __future__ import annotations

from typing import Any

from mkt.book import Book
from mkt.findings import Finding, Language
from mkt.policy.model import Policy
from mkt.reasons import explanation
from mkt.scores import ScoredMonth

SCORE = "mkt.score/1"


def score_document(month: ScoredMonth, outputs: list[str], language: Language) -> dict[str, Any]:
    """A scored month as one JSON document."""
    policy = month.policy
    return {
        "schema": SCORE,
        "period": month.book.period,
        "policy": {"id": policy.policy, "version": policy.version, "sha256": policy.sha256},
        "inputs": [{"file": month.book.file, "sha256": month.book.sha256}],
        "outputs": outputs,
        "people": people(month),
        "findings": [finding_document(finding, language) for finding in month.findings],
    }


CHECK = "mkt.check/1"


def check_document(book: Book, policy: Policy, findings: list[Finding], language: Language) -> dict[str, Any]:
    """The findings of a book as one JSON document."""
    return {
        "schema": CHECK,
        "period": book.period,
        "policy": {"id": policy.policy, "version": policy.version, "sha256": policy.sha256},
        "inputs": [{"file": book.file, "sha256": book.sha256}],
        "findings": [finding_document(finding, language) for finding in findings],
    }


def findings_document(schema: str, file: str, findings: list[Finding], language: Language) -> dict[str, Any]:
    """What there is to say of one file, such as why it could not be worked on."""
    return {
        "schema": schema,
        "inputs": [{"file": file}],
        "findings": [finding_document(finding, language) for finding in findings],
    }


def people(month: ScoredMonth) -> list[dict[str, Any]]:
    """Everybody with points, total, grade, rank and the reasons."""
    scores, scored = month.scores, month.scores.scored.tolist()
    points = {id_: values.tolist() for id_, values in scores.points.items()}
    total, grade, rank = scores.total.tolist(), scores.grade.tolist(), scores.rank.tolist()
    told = explanation(month)
    return [
        {
            "id": person.id,
            "name": person.name,
            "department": person.department,
            "position": person.position,
            "scored": scored[i],
            "points": {id_: number(values[i]) for id_, values in points.items()},
            "total": number(total[i]),
            "grade": grade[i],
            "rank": None if rank[i] != rank[i] else int(rank[i]),
            "why": [told.document(i, which) for which in range(told.per_person)],
        }
        for i, person in enumerate(month.staff.people)
    ]


def number(value: float) -> float | int | None:
    """A figure with two decimals at most; None for a missing one."""
    if value != value:
        return None
    return int(value) if value == int(value) else round(value, 2)


def finding_document(finding: Finding, language: Language) -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "file": finding.file,
        "where": finding.where,
        "found": finding.found,
        "message": finding.message(language),
        "person": finding.person or None,
    }
