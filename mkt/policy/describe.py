"""A policy as a page to read: its figures with their sources, and what its author should be told."""

from __future__ import annotations

from typing import Any

from mkt.findings import Language
from mkt.policy.lint import references
from mkt.policy.model import Policy
from mkt.rule.sentence import number
from mkt.rule.tree import Figure


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
    plan = policy.plan(frozenset(ref for _, ref in references(policy)))
    words = (
        {"clause": "原文", "assumed": "假设", "none": "无"}
        if language == "zh"
        else {"clause": "clause", "assumed": "assumed", "none": "none"}
    )
    out = [f"{policy.title}　{policy.policy} 第 {policy.version} 版　（{policy.source.id} {policy.source.document}）"]
    part = ""
    for figure, there in plan.figures():
        owner, _, word = figure.name.partition("_")
        if owner != part:
            part = owner
            out += ["", owner]
        value = (
            f"{number(float(figure.value), figure.unit)}{'' if figure.unit == '%' else ' ' + figure.unit}"
            if there
            else words["none"]
        )
        out.append(f"  {word.replace('_', ' ')}：{value}　{_source(figure, words)}")
    for table in plan.lookups():
        out += [
            "",
            f"{table.name}（{words['clause']}：{table.clause}）"
            if table.clause
            else f"{table.name}（{words['assumed']}：{table.assumed}）",
        ]
        out += [
            f"  {_edge(table.bounds, i, table.up_to, table.unit)}：{value}"
            for i, value in reversed(list(enumerate(table.values)))
        ]
    out += [
        "",
        *(
            f"次月 {d.day} 日前：{d.title}　（{d.clause or words['assumed'] + '：' + d.assumed}）"
            for d in policy.deadlines
        ),
        *policy.remarks,
    ]
    return "\n".join(out)


def _source(figure: Figure, words: dict[str, str]) -> str:
    return f"〔{words['clause']}：{figure.clause}〕" if figure.clause else f"〔{words['assumed']}：{figure.assumed}〕"


def _edge(bounds: tuple[Any, ...], i: int, up_to: bool, unit: str) -> str:
    if up_to:
        return f"≤{number(float(bounds[i]), unit)}" if i < len(bounds) else f">{number(float(bounds[-1]), unit)}"
    return f"≥{number(float(bounds[i - 1]), unit)}" if i else f"<{number(float(bounds[0]), unit)}"


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
