"""A policy of spending as a page to read: who signs what, its figures with their sources, its switches."""

from __future__ import annotations

from typing import Any

from mkt import pages
from mkt.findings import Language
from mkt.policy.describe import WORDS, decision_rows, described, entry, figure_rows, source_words
from mkt.policy.spending import Approval, ApprovalRow, SpendingPolicy


def spending_description(policy: SpendingPolicy) -> dict[str, Any]:
    """The policy of spending as data: tables, figures and decisions."""
    return described(policy) | {
        "roles": {role: list(words) for role, words in policy.roles.items()},
        "approvals": [
            {"title": a.title, "covers": a.covers.model_dump(), "by": a.by, "clause": a.clause, "assumed": a.assumed,
             "rows": [{"amount": row.words("元"), "chain": [list(step) for step in row.chain], "documents": list(row.documents)}
                      for row in a.rows]}
            for a in policy.approvals
        ],
        "figures": figure_rows(policy.figures()),
        "decisions": decision_rows(policy.choices()),
    }  # fmt: skip


def spending_text(policy: SpendingPolicy, language: Language) -> str:
    """The policy of spending as a readable page."""
    words = WORDS[language]
    decided, figures = ("规定", "数值") if language == "zh" else ("What it decides", "Figures")
    chosen = [
        {"name": about, "value": decision, "source": source_words(source, words)}
        for about, decision, source in policy.choices()
    ]
    parts = [
        {"title": decided, "figures": chosen},
        {"title": figures, "figures": [entry(figure, "", there, words) for figure, there in policy.figures()]},
    ]
    return pages.render(
        "policy.md.j2",
        policy=policy,
        parts=[part for part in parts if part["figures"]],
        tables=[
            {
                "title": f"{a.title}（{about(a)}）",
                "source": source_words(a, words),
                "rows": [(row.words("元"), _asked(row)) for row in a.rows],
            }
            for a in policy.approvals
        ],
        source=lambda cited: source_words(cited, words),
        say=lambda zh, en: zh if language == "zh" else en,
    )


def about(approval: Approval) -> str:
    """What a table is about, in words."""
    covers = approval.covers
    bases = {"single": "单笔", "payee_month": "同一收款人当月累计", "claimant_month": "同一报销人当月累计"}
    plan = {"any": "", "inside": "计划内", "outside": "计划外或超预算"}[covers.plan]
    named = ("、".join(words) for words in (covers.categories, covers.kinds))
    return "；".join(filter(None, (covers.sheet, bases[approval.by], plan, *named)))


def _asked(row: ApprovalRow) -> str:
    return row.chain_words + (f"；单据：{'、'.join(row.documents)}" if row.documents else "")
