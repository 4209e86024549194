"""A policy as a page to read: its figures with their sources, and what its author should be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mkt import pages
from mkt.findings import Language
from mkt.policy.annual import GRADE_TABLE, POINTS, choices
from mkt.policy.lint import references
from mkt.policy.model import Plan, Policy
from mkt.policy.regulation import Regulation
from mkt.rule.sentence import Sourced, number
from mkt.rule.tree import Figure, Lookup

Words = tuple[str, str, str, str, str, str]


def description(policy: Policy) -> dict[str, Any]:
    """The policy as data: indicators, figures, grades."""
    plan = policy.plan(frozenset(ref for _, ref in references(policy)))
    figures = [
        *plan.figures(),
        *(f for k in policy.indicators if k.fallback for f in k.fallback.figures()),
        *((f, True) for f in _figures_of_year(policy)),
    ]
    return described(policy) | {
        "indicators": [
            {"id": k.id, "title": k.title, "kind": k.kind, "reads": sorted(k.reads())} for k in policy.indicators
        ],
        "figures": figure_rows(figures),
        "grades": policy.grades.titles(),
        "annual": decision_rows(choices(policy.annual) if policy.annual else ()),
    }


def described(policy: Regulation) -> dict[str, Any]:
    """What a policy of any sort says of itself, as data."""
    return {
        "policy": policy.policy,
        "title": policy.title,
        "version": policy.version,
        "sha256": policy.sha256,
        "source": policy.source.model_dump(),
    }


def figure_rows(figures: Iterable[tuple[Figure, bool]]) -> list[dict[str, Any]]:
    """Figures with their sources, as data; a figure that is not there has no value."""
    return [
        {
            "name": f.name,
            "value": str(f.value) if there else None,
            "unit": f.unit,
            "clause": f.clause,
            "assumed": f.assumed,
        }
        for f, there in figures
    ]


def decision_rows(choices: Iterable[tuple[str, str, Sourced]]) -> list[dict[str, Any]]:
    """Decisions without a figure, with their sources, as data."""
    return [
        {"about": about, "decision": words, "clause": source.clause, "assumed": source.assumed}
        for about, words, source in choices
    ]


def _figures_of_year(policy: Policy) -> list[Figure]:
    """The figures of the annual part and of probation."""
    annual = list(policy.annual.figures()) if policy.annual else []
    return list(dict.fromkeys([*annual, *(policy.probation.figures() if policy.probation else ())]))


def text(policy: Policy, language: Language) -> str:
    """The policy as a readable page: indicator by indicator, each figure with its clause or the reason it is assumed."""
    words = WORDS[language]
    plan = policy.plan(frozenset(ref for _, ref in references(policy)))
    tables = [
        {
            "title": t.name,
            "source": source_words(t, words),
            "rows": [(_edge(t, i), v) for i, v in reversed(list(enumerate(t.values)))],
        }
        for t in [*plan.lookups(), *([policy.annual.grades.table(POINTS, GRADE_TABLE)] if policy.annual else [])]
    ]
    return pages.render(
        "policy.md.j2",
        policy=policy,
        parts=[{"title": t, "figures": figures} for t, figures in _parts(policy, plan, words).items() if figures],
        tables=tables,
        source=lambda cited: source_words(cited, words),
        say=lambda zh, en: zh if language == "zh" else en,
    )


WORDS: dict[Language, Words] = {
    "zh": ("原文", "假设", "无", "缺列时改用", "年度和试用期", "年度的规定"),
    "en": (
        "clause",
        "assumed",
        "none",
        "where the column is not kept",
        "The year and probation",
        "What the year decides",
    ),
}


def _parts(policy: Policy, plan: Plan, words: Words) -> dict[str, list[dict[str, str]]]:
    """The figures by the part of the policy whose title their name begins with, a fallback behind its indicator."""
    parts: dict[str, list[dict[str, str]]] = {}
    for kind in policy.indicators:
        parts[kind.title] = []
        if kind.fallback is not None:
            entries = [entry(figure, kind.fallback.title, there, words) for figure, there in kind.fallback.figures()]
            parts[f"{kind.title}（{words[3]}）"] = entries
    titles = [p.title for p in (*policy.indicators, *policy.groups.values(), *policy.disqualify, *policy.required)]
    titles.sort(key=len, reverse=True)
    for figure, there in plan.figures():
        known = (title for title in titles if figure.name.startswith(f"{title}_"))
        title = next(known, figure.name.partition("_")[0])
        parts.setdefault(title, []).append(entry(figure, title, there, words))
    return parts | _year_parts(policy, words)


def _year_parts(policy: Policy, words: Words) -> dict[str, list[dict[str, str]]]:
    """The annual part: its figures, then what it decides without one."""
    figures = [entry(figure, "", True, words) for figure in _figures_of_year(policy)]
    told = choices(policy.annual) if policy.annual else ()
    chosen = [
        {"name": about, "value": decision, "source": source_words(source, words)} for about, decision, source in told
    ]
    return {words[4]: figures, words[5]: chosen}


def entry(figure: Figure, title: str, there: bool, words: Words) -> dict[str, str]:
    """A figure as the page shows it."""
    value = f"{number(float(figure.value), figure.unit)}{'' if figure.unit == '%' else ' ' + figure.unit}"
    word = figure.name.removeprefix(f"{title}_").replace("_", " ")
    return {"name": word, "value": value if there else words[2], "source": source_words(figure, words)}


def source_words(cited: Sourced, words: Words) -> str:
    return f"{words[0]}：{cited.clause}" if cited.clause else f"{words[1]}：{cited.assumed}"


def _edge(table: Lookup, i: int) -> str:
    """The values that belong to one row of a table, as ≥90 or ≤60 %."""
    bounds = [number(float(bound), table.unit) for bound in table.bounds]
    if table.up_to:
        return f"≤{bounds[i]}" if i < len(bounds) else f">{bounds[-1]}"
    return f"≥{bounds[i - 1]}" if i else f"<{bounds[0]}"


def advice(policy: Policy, language: Language) -> list[str]:
    """What whoever checks the policy should know although it is no fault."""
    told = []
    if not policy.tests:
        told.append("还没有样例：建议在 tests 里写几个，包括等级的界限。" if language == "zh"
                    else "there are no examples: write a few under 'tests', the bounds of the grades among them.")  # fmt: skip
    total = policy.total
    if total.rescale_to.value is None or total.full_marks.value is None:
        return told
    full, to = f"{total.full_marks.value:f}", f"{total.rescale_to.value:f}"
    if language == "zh":
        return [*told, f"各项满分合计 {full}，总分按 {to}÷{full} 折算；要照原文不折算，把 rescale_to 改为 none。"]
    return [
        *told,
        f"the points add up to {full}; totals are multiplied by {to}/{full}. Set rescale_to to none to keep them as written.",
    ]
