"""What is wrong with a year's months, or worth a look. Each check is named for the fault it finds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mkt.annual import record_faults
from mkt.annual.grade import unranked
from mkt.annual.people import Member, about, day_of, some
from mkt.annual.plan import YearPlan, needs_last_year
from mkt.annual.result import GradedYear
from mkt.findings import FaultCheck, Finding, Hit, fault
from mkt.policy import annual as columns


@fault("warning", "没有 {found} 月可用的数据：这些月不计入积分。补上或改好后请重新运行。",
       "there are no usable data of month {found}: it adds no points. Add or mend them and run again.")  # fmt: skip
def month_missing(year: GradedYear) -> Iterator[Hit]:
    """两个有数据的月份之间缺了月份（或年初的月份缺了）。缺的月不当作 0 分，也不当作没有：积分照有的月份相加，并注明几个月。

    A month between two that are there (or before the first) has no book. It counts neither as zero nor as absent: points are
    added up over the months at hand and marked k/12.
    """
    last = year.months[-1].month
    missing = [month for month in year.missing_months if month < last]
    if missing:
        yield Hit("", "、".join(str(int(month)) for month in missing))


@fault("note", "本年有 {found}/{full} 个月的数据：年度积分、等级只是到目前为止的；依年度等级、得分和名次的建议、年度最佳等数据齐了再给。",
       "{found} of {full} months are at hand: points and grade stand as of now; what rests on the annual grade, score or rank is recommended when the year is whole.")  # fmt: skip
def year_incomplete(year: GradedYear) -> Iterator[Hit]:
    """一年还没有十二个月的数据。连续、累计的建议照给（已成事实），其余的等全年数据。

    Not all twelve months are there yet. Recommendations that rest on runs and counts are given, as they stand whatever follows; the
    others wait for the whole year.
    """
    if not year.whole:
        yield Hit("", str(len(year.months)), more={"full": f"{year.plan.annual.months.value:f}"})


@fault("warning", "{found} 有 {count} 人在职而未评出等级，年度积分少算这个月：{ids}。请先改好那个月的数据。",
       "{found}: in service without a grade, so that the month adds no points: {count} ({ids}). Mend that month's data first.")  # fmt: skip
def month_ungraded(year: GradedYear) -> Iterator[Hit]:
    """一个人当月在职，工作簿也在，但因数据有问题没有评出等级。这个月不计入积分，不当作 C。

    Somebody was in service and the month's book is there, but for a fault in the data no grade came of it. The month adds no points; it is
    not taken for a C.
    """
    for month in year.months:
        ids = [member.person.id for i, member in enumerate(year.people) if month.period in year.ungraded[i]]
        if ids:
            yield Hit("", month.period, more={"count": str(len(ids)), "ids": some(ids)})


@fault("warning", "{name}（{person}）从 {found} 起不在册，也没有离职记录：按年底不在职处理，没有年度等级。请核对。",
       "{name} ({person}) is on no list from {found} on, yet never was 离职: taken as gone, without an annual grade. Check it.")  # fmt: skip
def person_vanished(year: GradedYear) -> Iterator[Hit]:
    """一个人前几个月在册，后来的月份没有了，最后一次的状态也不是离职。可能漏登，也可能换了工号。

    Somebody was listed in earlier months and is in none of the later ones, and was not 离职 when last seen: forgotten, or under
    another number.
    """
    for member in year.people:
        if not member.listed_last and member.person.assessed:
            seen = max(member.places)
            yield about(member, next(m.period for m in year.months if m.period > seen))


@fault("error", "工号 {person} 在不同月份有两个姓名：{found}。分不清是谁，没有年度等级。请统一。",
       "number {person} has two names over the months: {found}. It gets no annual grade. Make them agree.")  # fmt: skip
def member_two_names(year: GradedYear) -> Iterator[Hit]:
    """同一个工号在不同月份的工作簿里姓名不同，各月的成绩可能是两个人的。

    One number goes by different names in the books of different months, whose results may be those of two people.
    """
    for member in year.people:
        names = dict.fromkeys(m.people[member.places[m.period]].name for m in year.months if m.period in member.places)
        if len([name for name in names if name]) > 1:
            yield Hit("", " / ".join(filter(None, names)), member.person.id)


@fault("warning", "姓名“{found}”先后有两个工号：{ids}。若是同一人，请统一工号，否则各算各的。",
       "the name '{found}' goes with {ids} one after the other. If it is one person, use one number; else each stands alone.")  # fmt: skip
def member_two_ids(year: GradedYear) -> Iterator[Hit]:
    """同一个姓名在不同月份是不同的工号，而且从没有同时出现过：可能是换了工号的同一个人。

    One name has different numbers in different months, never both at once: perhaps one person whose number changed.
    """
    by_name: dict[str, list[Member]] = {}
    for member in year.people:
        by_name.setdefault(member.person.name, []).append(member)
    for name, mine in by_name.items():
        if name and len(mine) > 1 and not set.intersection(*(set(member.places) for member in mine)):
            yield Hit("", name, more={"ids": "、".join(member.person.id for member in mine)})


@fault("note", "{name}（{person}）年内{what_zh}有变：{found}。各月按当月的算，年度按年底的。",
       "{name} ({person}): {what_en} changed in the year: {found}. Each month goes by its own, the year by the last.")  # fmt: skip
def member_moved(year: GradedYear) -> Iterator[Hit]:
    """一个人年内换了分公司或级别。每个月按当月的分公司算；年度名次和最佳按最后一个月的级别、分公司。

    Somebody changed branch or level. Every month goes by that month's branch; rank and best of the year by the level and branch of the
    last month.
    """
    for member in year.people:
        for what, what_en, field in (("分公司", "branch", "branch"), ("级别", "level", "level")):
            words = [(m.period, getattr(m.people[member.places[m.period]], field)) for m in year.months
                     if m.period in member.places]  # fmt: skip
            changes = [
                f"{p} 起{word}" for (_, before), (p, word) in pairwise(words) if word and before and word != before
            ]
            if changes:
                first = next(word for _, word in words if word)
                yield about(member, "，".join([first, *changes]), what_zh=what, what_en=what_en)


@fault("note", "{found} 人没有级别，不参加同级排名：{ids}", "without a level, hence not ranked: {found} ({ids})")
def level_missing(year: GradedYear) -> Iterator[Hit]:
    """名次在同一级别里排。没有级别的人（人员表没有“级别”列，或空着）没有名次，依名次的建议也没有。

    Ranks are within a level. People without one (no column 级别 in the staff list, or a blank) have no rank and nothing that rests on
    it.
    """
    without = [member.person.id for member in year.people if not member.left_out and not member.level]
    if without:
        yield Hit("", str(len(without)), more={"ids": some(without)})


@fault("note", "{name}（{person}）在“{level}”里排倒数第 {found}。制度要看是否连续两年，请用 --previous 给出上年的年度结果。",
       "{name} ({person}) is number {found} from below among '{level}'. Whether for the second year is told with --previous and last year's result.")  # fmt: skip
def last_year_needed(year: GradedYear) -> Iterator[Hit]:
    """有一条规则要看连续两年的名次，而没有给出上年的结果。

    A rule looks at the rank of two years running, and last year's result was not given.
    """
    known = {rule.title for rule in year.plan.recommend}
    for rule in needs_last_year(year.plan.annual.recommend):
        if rule.title in known or not year.whole:
            continue
        place = year.trace.columns[columns.LOWEST.ref] == float(rule.place.value)
        room = year.trace.columns[columns.GROUP.ref] > float(rule.place.value)
        for i in np.flatnonzero(place & room & year.trace.holding(columns.LEVEL, rule.levels)):
            member = year.people[int(i)]
            yield about(member, f"{rule.place.value:f}", level=member.level)


@fault("error", "{name}（{person}）的复职日期“{found}”看不懂，不知道是否满制度规定的月数，没有年度等级。",
       "the day of return '{found}' of {name} ({person}) is no day, so no annual grade can be given.")  # fmt: skip
def return_unreadable(year: GradedYear) -> Iterator[Hit]:
    """复职不满规定月数的人不参加年度考核；日期看不懂就不知道，不猜。

    People back from leave for too short a time take no part; with a day that cannot be read that is not known, and not guessed.
    """
    if any(rule.back_months for rule in year.plan.annual.leave_out):
        for member in year.people:
            if member.person.back and day_of(member.person.back) is None and member.listed_last:
                yield about(member, member.person.back)


@fault("error", "{name}（{person}）停薪留职后 {found} 复职，人员表没有写复职日期，不知是否满制度规定的月数，没有年度等级。请补上。",
       "{name} ({person}) came back from unpaid leave in {found}, and the list has no day of return; whether it is long enough is not known, so there is no annual grade. Add the day.")  # fmt: skip
def return_missing(year: GradedYear) -> Iterator[Hit]:
    """停薪留职后复职的人没有写复职日期，从月份也断定不了满不满规定的月数：不猜，不给年度等级。

    Somebody came back from unpaid leave, the day is not written down, and the months do not settle whether it was long enough ago. It is not
    guessed, and no annual grade is given.
    """
    for member in year.people:
        if member.back_unknown:
            yield about(member, member.back_unknown)


@fault("warning", "“{found}”级有 {count} 人没有名次（{ids}），同级名次和依名次的建议可能因此不对。",
       "in level '{found}' without a rank: {count} ({ids}); ranks in it, and what rests on them, may be wrong.")  # fmt: skip
def rank_unsure(year: GradedYear) -> Iterator[Hit]:
    """同级里有人因为缺数据或数据有误没有得分。名次只在有得分的人里排；他们补上以后，第一和末位都可能换人。

    Somebody in the level has no score, for data that is missing or wrong. Ranks are among those who have one; when the others get theirs, first
    and last may be others.
    """
    for level, ids in unranked(year.people, year.trace).items():
        yield Hit("", level, more={"count": str(len(ids)), "ids": some(ids)})


@fault(
    "note",
    "{found} 人没有分公司，不参加年度最佳：{ids}",
    "without a branch, hence not among the year's best: {found} ({ids})",
)
def branch_missing(year: GradedYear) -> Iterator[Hit]:
    """年度最佳按总公司和各分公司评。别人写了分公司而没有写的人，不知道归哪里。

    The year's best are chosen for headquarters and each branch. Of people without a branch, where others have one, it is not known where they belong.
    """
    without = [m.person.id for m in year.people if not m.left_out and not m.branch]
    if without and any(member.branch for member in year.people):
        yield Hit("", str(len(without)), more={"ids": some(without)})


@fault("note", "{name}（{person}）{found} 不在册。", "{name} ({person}) is on no list of {found}.")
def person_between(year: GradedYear) -> Iterator[Hit]:
    """一个人前面、后面的月份在册，中间的月份不在。这些月没有成绩，也不当作 C。

    Somebody is listed before and after, and not in between. Those months have no grade; they are not taken for a C.
    """
    for member in year.people:
        first, last = min(member.places), max(member.places)
        gap = [m.period for m in year.months if first < m.period < last and m.period not in member.places]
        if gap:
            yield about(member, "、".join(gap))


@fault("note", "{found} 的最佳员工并列：{ids}。制度规定一名，请决定。",
       "the best of {found} tie: {ids}. The regulation wants one; people decide.")  # fmt: skip
def best_tied(year: GradedYear) -> Iterator[Hit]:
    """制度规定最佳员工一名，而几个人总分（或年度得分）相同。并列照报，不代为取舍。

    The regulation wants one best employee, and several have the same total (or score). The tie is reported, not broken.
    """
    for what, ids in (year.best_months | year.best_year).items():
        if len(ids) > 1:
            yield Hit("", what, more={"ids": "、".join(ids)})


@fault("warning", "{count} 人有涉及岗位、薪酬或劳动关系的建议（{ids}）：须提交人事、法务复核，由人决定。",
       "recommendations that touch post, pay or employment concern {count} ({ids}): they need legal review, and people decide.")  # fmt: skip
def advice_needs_review(year: GradedYear) -> Iterator[Hit]:
    """按制度提出的建议里，有的会使人失去岗位、薪酬或工作。这些只是提请复核；名次居末不能单独作为解除劳动合同的理由。

    Some recommendations would cost people their post, pay or work. They ask for a review; ranking last is by itself no ground for ending a
    contract.
    """
    ids = list(dict.fromkeys(a.member.person.id for a in year.advice if a.rule.ends_employment == "yes"))
    if ids:
        yield Hit("", "", more={"ids": some(ids), "count": str(len(ids))})


@fault("warning", "{name}（{person}）试用期：{zh}。", "{name} ({person}), probation: {en}.")
def probation_due(year: GradedYear) -> Iterator[Hit]:
    """试用期已满或将满，要作决定的人。可以继续试用、可以提前转正的不在此列，见“试用期”表。

    Probationers about whom a decision is due. Those who simply go on, or may be confirmed early, are on sheet 试用期 only.
    """
    for case in year.cases:
        if case.decision not in ("probation-continue", "probation-early", "probation-await"):
            yield about(case.member, "", zh=case.text("zh"), en=case.text("en"))


@fault("error", "{found} 月按 {file} 评出的等级“{grades}”在 {last} 的年度积分里没有分值，没有写出结果。请在最后一个版本的 points 里补上。",
       "the grade '{grades}' of month {found} by {file} has no points in {last}; nothing was written. Give it points in the last version.")  # fmt: skip
def grade_without_points(plan: YearPlan) -> Iterator[Hit]:
    """几个版本的等级名称不同，最后一个版本的年度积分没有写前面版本的等级。当作 0 分会冤枉人，所以不算。

    The versions have grades of other names, and the annual points of the last one leave those of the earlier out. Taking them for zero
    would wrong people, so nothing is graded.
    """
    known = {row.grade for row in plan.annual.points.rows}
    for month, policy in plan.versions.items():
        lacking = [grade for grade in policy.grades.titles() if grade not in known]
        if lacking:
            more = {"file": policy.file, "grades": "、".join(lacking), "last": plan.policy.file}
            yield Hit("", str(int(month)), more=more)
            return


@fault("error", "按制度 {found} 没有一个人评出等级，没有写出结果。制度用对了吗？用 --policy 指定（内置的有：{packs}），或先用 mkt check 看一个月的问题。",
       "by the policy {found} nobody has a single grade; nothing was written. Is it the right policy? Name one with --policy (built in: {packs}), or see what mkt check says of one month.")  # fmt: skip
def nobody_graded(year: GradedYear, packs: list[str]) -> Iterator[Hit]:
    """所有月份里没有一个人有等级，多半是用错了制度：它要的表或列这些工作簿里没有。

    Nobody has a grade in any month: most likely the policy is not the one these books are kept for, and its sheets or columns are missing.
    """
    if not any(grade for letters in year.letters().values() for grade in letters):
        yield Hit("", year.plan.policy.policy, more={"packs": "、".join(packs)})


CHECKS: tuple[FaultCheck, ...] = (
    member_two_names,
    return_unreadable,
    return_missing,
    record_faults.sanction_unclear,
    record_faults.review_unusable,
    record_faults.record_of_another,
    month_missing,
    month_ungraded,
    person_vanished,
    member_two_ids,
    record_faults.reviews_none,
    record_faults.review_missing,
    record_faults.review_tiny,
    record_faults.review_unknown,
    record_faults.review_books_several,
    record_faults.sanction_of_nobody,
    record_faults.sanction_unlisted,
    rank_unsure,
    advice_needs_review,
    probation_due,
    year_incomplete,
    member_moved,
    person_between,
    record_faults.rater_unused,
    level_missing,
    branch_missing,
    last_year_needed,
    best_tied,
    record_faults.year_sheet_unused,
    record_faults.year_sheet_hidden,
)


def check(year: GradedYear) -> list[Finding]:
    """Every finding about the year as a whole."""
    return [finding for one in CHECKS for finding in one.findings(year.label, year)]
