"""A policy as a page to read: its figures with their sources, and what its author should be told."""

from __future__ import annotations

from typing import Any

from mkt import pages
from mkt.findings import Language
from mkt.policy.lint import references
from mkt.policy.model import Policy
from mkt.rule.sentence import Sourced, number
from mkt.rule.tree import Lookup


def description(policy: Policy) -> dict[str, Any]:
    """The policy as data: indicators, figures, grades."""
    plan = policy.plan(frozenset(ref for _, ref in references(policy)))
    figures = [
        {
            "name": f.name,
            "value": str(f.value) if there else None,
            "unit": f.unit,
            "clause": f.clause,
            "assumed": f.assumed,
        }
        for f, there in plan.figures()
    ]
    return {
        "policy": policy.policy,
        "title": policy.title,
        "version": policy.version,
        "sha256": policy.sha256,
        "source": policy.source.model_dump(),
        "indicators": [
            {"id": k.id, "title": k.title, "kind": k.kind, "reads": sorted(k.reads())} for k in policy.indicators
        ],
        "figures": figures,
        "grades": policy.grades.titles(),
    }


def text(policy: Policy, language: Language) -> str:
    """The policy as a readable page: indicator by indicator, each figure with its clause or the reason it is assumed."""
    words = WORDS[language]
    plan = policy.plan(frozenset(ref for _, ref in references(policy)))
    parts: dict[str, list[dict[str, str]]] = {}
    for figure, there in plan.figures():
        title, _, word = figure.name.partition("_")
        shown = f"{number(float(figure.value), figure.unit)}{'' if figure.unit == '%' else ' ' + figure.unit}"
        entry = {
            "name": word.replace("_", " "),
            "value": shown if there else words[2],
            "source": _source(figure, words),
        }
        parts.setdefault(title, []).append(entry)
    tables = [
        {
            "title": t.name,
            "source": _source(t, words),
            "rows": [(_edge(t, i), v) for i, v in reversed(list(enumerate(t.values)))],
        }
        for t in plan.lookups()
    ]
    return pages.render(
        "policy.md.j2",
        policy=policy,
        parts=[{"title": title, "figures": figures} for title, figures in parts.items()],
        tables=tables,
        source=lambda cited: _source(cited, words),
        say=lambda zh, en: zh if language == "zh" else en,
    )


WORDS: dict[Language, tuple[str, str, str]] = {"zh": ("原文", "假设", "无"), "en": ("clause", "assumed", "none")}


def _source(cited: Sourced, words: tuple[str, str, str]) -> str:
    return f"{words[0]}：{cited.clause}" if cited.clause else f"{words[1]}：{cited.assumed}"


def _edge(table: Lookup, i: int) -> str:
    """The values that belong to one row of a table, as ≥90 or ≤60 %."""
    bounds = [number(float(bound), table.unit) for bound in table.bounds]
    if table.up_to:
        return f"≤{bounds[i]}" if i < len(bounds) else f">{bounds[-1]}"
    return f"≥{bounds[i - 1]}" if i else f"<{bounds[0]}"


def advice(policy: Policy, language: Language) -> list[str]:
    """What whoever checks the policy should know although it is no fault."""
    total = policy.total
    if total.rescale_to.value is None or total.full_marks.value is None:
        return []
    full, to = f"{total.full_marks.value:f}", f"{total.rescale_to.value:f}"
    if language == "zh":
        return [f"各项满分合计 {full}，总分按 {to}÷{full} 折算；要照原文不折算，把 rescale_to 改为 none。"]
    return [
        f"the points add up to {full}; totals are multiplied by {to}/{full}. Set rescale_to to none to keep them as written."
    ]
