"""A month's pay as one JSON document."""

from __future__ import annotations

from typing import Any

from mkt.commission import plan as columns
from mkt.commission.explain import explanation
from mkt.commission.result import PaidMonth
from mkt.documents import finding_document, number
from mkt.findings import Language

PAY = "mkt.commission/1"


def pay_document(month: PaidMonth, outputs: list[str], language: Language) -> dict[str, Any]:
    """A month's pay: people with every line of their statement, departments, totals, findings. All amounts are before tax."""
    policy, scores = month.plan.policy, month.source.scores
    return {
        "schema": PAY,
        "period": month.book.period,
        "policy": {"id": policy.policy, "version": policy.version, "sha256": policy.sha256},
        "scores": {"id": scores.policy, "version": scores.version, "sha256": scores.sha256} if scores else None,
        "inputs": [{"file": file, "sha256": sha256} for file, sha256 in month.inputs()],
        "outputs": outputs,
        "before_tax": True,
        "people": _people(month, language),
        "departments": _departments(month),
        "total": number(_sum(month, columns.TOTAL.ref, month.rows)),
        "findings": [finding_document(finding, language) for finding in month.findings],
    }


def _people(month: PaidMonth, language: Language) -> list[dict[str, Any]]:
    told, per = explanation(month), len(month.plan.entries)
    figures = {"collected": columns.COLLECTED, "plan": columns.PLAN, "commission": columns.COMMISSION,
               "performance_pay": columns.PERFORMANCE, "bonus": columns.BONUS, "total": columns.TOTAL}  # fmt: skip
    known = {key: month.values(column.ref) for key, column in figures.items() if column.ref in month.plan.rules}
    attained = month.values(columns.ATTAINED.ref) if columns.ATTAINED.ref in month.plan.rules else []
    found = []
    for i in month.rows:
        person = month.people[i]
        lines = [
            {
                "label": entry.title,
                "amount": number(amount),
                "text": told.sentence(i * per + k),
                "clause": told.clauses(i * per + k),
            }
            for k, (entry, amount) in enumerate(month.lines(i))
            if not entry.is_sum
        ]
        found.append(
            {"id": person.id, "name": person.name, "department": person.department, "position": person.position,
             "paid": person.id not in month.held, "held": _reason(month, person.id, language)}
            | ({"attainment": None if attained[i] != attained[i] else round(attained[i], 6)} if attained else {})
            | {key: number(values[i]) for key, values in known.items()}
            | {"lines": lines}
        )  # fmt: skip
    return found


def _reason(month: PaidMonth, id_: str, language: Language) -> str | None:
    reason = month.held.get(id_)
    return None if reason is None else reason.zh if language == "zh" else reason.en


def _departments(month: PaidMonth) -> list[dict[str, Any]]:
    groups: dict[str, list[int]] = {}
    for i in month.rows:
        groups.setdefault(month.people[i].department, []).append(i)
    return [
        {"department": name, "people": len(rows), "total": number(_sum(month, columns.TOTAL.ref, rows))}
        for name, rows in groups.items()
    ]


def _sum(month: PaidMonth, ref: str, rows: list[int]) -> float:
    values = month.values(ref)
    return round(sum(values[i] for i in rows if values[i] == values[i]), 2)
