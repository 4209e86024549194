"""Recommendations: what people are asked to decide, about whom, why, and what the law says to mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mkt.annual.grade import scaled, unranked
from mkt.annual.people import Member
from mkt.annual.plan import YearPlan, recommended_column
from mkt.findings import Language
from mkt.policy import annual as year
from mkt.policy.annual import Recommendation
from mkt.rule import sentence
from mkt.rule.arrays import Trace

LEGAL: dict[Language, str] = {
    "zh": "仅为建议，由人决定。涉及降职、降薪或劳动关系的，须提交人事、法务复核：不能胜任工作的，应先培训或者调整岗位，"
    "仍不能胜任的才可以依法解除（劳动合同法第四十条第二项），孕期、产期、哺乳期和医疗期等另有限制（第四十二条），举证由单位负责。",
    "en": "A recommendation only: people decide, after legal review. Somebody unfit for the work must first be trained or given "
    "another post; only then may the contract be ended (Labour Contract Law, art. 40), not during pregnancy, nursing or medical "
    "treatment (art. 42), and the employer bears the burden of proof.",
}
BY_RANK: dict[Language, str] = {
    "zh": "名次居末不等于不能胜任工作，单凭名次不得单方解除劳动合同（最高人民法院指导案例18号）。",
    "en": "Ranking last does not by itself show that somebody is unfit; it is no lawful ground for ending the contract "
    "(Supreme People's Court, guiding case 18).",
}


SHORT = "须经人事、法务复核，由人决定"
SHORT_BY_RANK = "；名次居末不等于不能胜任"


@dataclass(frozen=True)
class Advice:
    """One recommendation about one person: the rule, why it applies, the clauses, and how many months stand behind it."""

    member: Member
    rule: Recommendation
    why: str
    clause: str
    flag: str

    @property
    def text(self) -> str:
        """What is recommended and why, in a sentence."""
        return f"{self.rule.text}：{self.why}{self.flag}"

    @property
    def short_caution(self) -> str:
        """The caution in a few words, for a sheet that holds it in full above."""
        return "" if self.rule.ends_employment == "no" else SHORT + (SHORT_BY_RANK if self.rule.BY_RANK else "")

    def caution(self, language: Language) -> str:
        """What the law says to mind, "" where nobody loses anything."""
        if self.rule.ends_employment == "no":
            return ""
        gap = " " if language == "en" else ""
        return LEGAL[language] + (gap + BY_RANK[language] if self.rule.BY_RANK else "")


def advice(people: Sequence[Member], trace: Trace, plan: YearPlan) -> Iterator[Advice]:
    """Every recommendation, person by person."""
    flags, lacking = _flags(trace, plan), unranked(people, trace)
    found: dict[int, list[Advice]] = {}
    for position, rule in enumerate(plan.recommend):
        rows = np.flatnonzero(trace.held(recommended_column(position).ref)).tolist()
        spoken = sentence.People(trace, rows)
        why = sentence.spread(sentence.say(rule.test(), spoken), len(rows))
        clauses = sentence.clauses(rule.test(), spoken, rule)
        for i, words, clause in zip(rows, why, clauses, strict=True):
            unsure = len(lacking.get(people[i].level, [])) if rule.BY_RANK else 0
            flag = flags[i] + (f"（同级还有 {unsure} 人没有得分，名次可能变）" if unsure else "")
            found.setdefault(i, []).append(Advice(people[i], rule, words, _in_full(clause, rule), flag))
    for i in sorted(found):
        yield from found[i]


def _in_full(clauses: str, rule: Recommendation) -> str:
    """The clauses first, then the assumption of the rule in full."""
    written = [clause for clause in clauses.split("；") if clause != sentence.ASSUMED]
    return "；".join([*written, *([f"假设：{rule.assumed}"] if rule.assumed else [])])


def _flags(trace: Trace, plan: YearPlan) -> list[str]:
    """Per person how many months stand behind a recommendation and what they come to, "" for a full year."""
    full, months = plan.annual.months.value, trace.columns[year.ASSESSED.ref].tolist()
    whole = scaled(trace, plan)
    return [
        f"（不完整：只考核 {k:g}/{full:f} 个月；{words}）" if words else ""
        for k, words in zip(months, whole, strict=True)
    ]
