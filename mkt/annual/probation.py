"""Probation: which decision is due about whom, by the day of entry and the grades so far."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkt.annual.months import MonthOfYear
from mkt.annual.people import Member, after_months, day_of, has_status
from mkt.policy.annual import Probation

CAUTION = {
    "zh": "同一单位与同一员工只能约定一次试用期，期限随合同期限而定，最长六个月（劳动合同法第十九条）；"
    "以不符合录用条件为由解除的，单位要能证明录用条件和考核依据（第三十九条第一项）。须由人事、法务复核，由人决定。",
    "en": "An employer may set one probation per employee; its length depends on the contract, six months at most (Labour Contract "
    "Law, art. 19). Ending it for not meeting the conditions of recruitment needs proof of those conditions and of the assessment "
    "(art. 39). Needs legal review; people decide.",
}
"""What every decision but a confirmation carries, by language."""

WORDS = {
    "probation-continue": ("继续试用，最早 {earliest} 可以转正", "goes on; {earliest} is the earliest day to confirm"),
    "probation-await": ("各月成绩未全部达到转正要求，继续试用，{due} 前决定", "not every month passes yet; decide by {due}"),
    "probation-early": ("各月成绩达到转正要求，可以提前转正，最迟 {due} 决定", "every month passes: may be confirmed early, by {due} at the latest"),
    "probation-confirm": ("试用期 {due} 已满，各月成绩达到要求，应办理转正", "probation was over on {due} and every month passes: confirm"),
    "probation-decide": ("试用期 {due} 已满而成绩未全部达到要求：转正、延长（不超过 {extended}）或提请复核", "probation was over on {due} and not every month passes: confirm, extend (not beyond {extended}) or have it reviewed"),
    "probation-overdue": ("已过最迟日期 {extended}，须立即决定", "the last day, {extended}, is past: decide now"),
    "probation-ungraded": ("试用期间有月份没有成绩，无法判断；最迟 {extended} 决定", "some month of probation has no grade, so nothing can be said; decide by {extended}"),
    "probation-undated": ("没有可用的入职日期，算不出期限", "no usable day of entry, so no day can be named"),
}  # fmt: skip
"""Decision → its words in both languages."""


@dataclass(frozen=True)
class Case:
    """A probationer at the end of the months: days by which something is possible or due, the grades, the decision."""

    member: Member
    grades: dict[str, str]
    decision: str
    earliest: datetime.date | None = None
    due: datetime.date | None = None
    extended: datetime.date | None = None

    def text(self, language: str) -> str:
        """The decision in words."""
        words = WORDS[self.decision][language == "en"]
        return words.format(earliest=self.earliest, due=self.due, extended=self.extended)

    def caution(self, language: str) -> str:
        """What to mind, "" for those who may simply be confirmed or go on."""
        plain = ("probation-continue", "probation-early", "probation-confirm")
        return "" if self.decision in plain else CAUTION[language]


def cases(
    people: Sequence[Member],
    months: Sequence[MonthOfYear],
    letters: Mapping[str, Sequence[str | None]],
    rule: Probation,
) -> Iterator[Case]:
    """Everybody on probation in the last month; `letters` are the month grades by period, in the people's order."""
    end = months[-1]
    for i, member in enumerate(people):
        if member.listed_last and has_status(member.person, rule.statuses):
            on = [
                m
                for m in months
                if m.period in member.places and has_status(m.people[member.places[m.period]], rule.statuses)
            ]
            yield _case(member, {m.period: letters[m.period][i] or "" for m in on}, end.last_day, rule)


def _case(member: Member, grades: dict[str, str], end: datetime.date, rule: Probation) -> Case:
    hired = day_of(member.person.hired)
    if hired is None:
        return Case(member, grades, "probation-undated")
    earliest, due, latest = (after_months(hired, int(n.value)) for n in (rule.least, rule.usual, rule.most))
    extended = min(due + datetime.timedelta(days=int(rule.extension_days.value)), latest)
    since = {period: grade for period, grade in grades.items() if period >= f"{hired:%Y-%m}"}
    passes = all(grade in rule.pass_grades for grade in since.values())
    known = bool(since) and all(since.values())
    decision = _decision(end + datetime.timedelta(days=1), earliest, due, extended, passes, known)
    return Case(member, {period: grade or "无" for period, grade in since.items()}, decision, earliest, due, extended)


def _decision(
    today: datetime.date,
    earliest: datetime.date,
    due: datetime.date,
    extended: datetime.date,
    passes: bool,
    graded: bool,
) -> str:
    """What is due on the day after the last month."""
    if today > extended:
        return "probation-overdue"
    if today < earliest:
        return "probation-continue"
    if not graded:
        return "probation-ungraded"
    if today < due:
        return "probation-early" if passes else "probation-await"
    return "probation-confirm" if passes else "probation-decide"
