"""A policy of pay as a page to read: its figures with their sources, its tiers, what it decides without a figure."""

from __future__ import annotations

from typing import Any

from mkt import pages
from mkt.findings import Language
from mkt.policy.describe import WORDS, decision_rows, described, entry, figure_rows, source_words
from mkt.policy.pay import PayPolicy
from mkt.policy.tiers import Tiers
from mkt.rule.sentence import number
from mkt.rule.tree import Lookup


def pay_description(policy: PayPolicy) -> dict[str, Any]:
    """The policy of pay as data: figures, tiers among them, and decisions."""
    scheme = policy.commission
    tiers = [(figure, True) for figure in (scheme.tiers.figures() if scheme else ())]
    return described(policy) | {
        "scores": policy.scores,
        "figures": figure_rows([*tiers, *policy.figures()]),
        "decisions": decision_rows(scheme.choices() if scheme else ()),
    }


def pay_text(policy: PayPolicy, language: Language) -> str:
    """The policy of pay as a readable page."""
    words = WORDS[language]
    decided, figures = ("规定", "数值") if language == "zh" else ("What it decides", "Figures")
    chosen = [
        {"name": about, "value": decision, "source": source_words(source, words)}
        for about, decision, source in (policy.commission.choices() if policy.commission else ())
    ]
    parts = [{"title": decided, "figures": chosen}]
    parts.append({"title": figures, "figures": [entry(figure, "", there, words) for figure, there in policy.figures()]})
    tables = [_tiers(policy.commission.tiers, words)] if policy.commission else []
    tables += [_bands(table, words) for table in policy.lookups()]
    return pages.render(
        "policy.md.j2",
        policy=policy,
        parts=[part for part in parts if part["figures"]],
        tables=tables,
        source=lambda cited: source_words(cited, words),
        say=lambda zh, en: zh if language == "zh" else en,
    )


def _tiers(tiers: Tiers, words: Any) -> dict[str, Any]:
    unit = "%" if tiers.sort == "rate" else "元"
    rows = [(tiers.words(k), number(float(tiers.value(k).value), unit)) for k in range(len(tiers.rows))]
    return {"title": "分级", "source": source_words(tiers, words), "rows": rows}


def _bands(table: Lookup, words: Any) -> dict[str, Any]:
    edges = ["", *(f"≥{number(float(bound), table.unit)}" for bound in table.bounds)]
    edges[0] = f"<{number(float(table.bounds[0]), table.unit)}"
    rows = list(zip(edges, (number(float(value)) for value in table.values), strict=True))[::-1]
    return {"title": table.name, "source": source_words(table, words), "rows": rows}
