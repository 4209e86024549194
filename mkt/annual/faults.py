"""What is wrong with a year's months, or worth a look. Each check is named for the fault it finds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mkt.annual.people import Member, day_of
from mkt.annual.plan import needs_last_year
from mkt.annual.result import GradedYear
from mkt.findings import FaultCheck, Finding, Hit, fault
from mkt.policy import annual as columns
from mkt.records import Review, Sanction


@fault("warning", "缺 {found} 月的工作簿：这些月不计入积分。补上后请重新运行。",
       "there is no book for month {found}: it adds no points. Add it and run again.")  # fmt: skip
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
        ids = [member.person.id for i, member in enumerate(year.people) if month.period in year.ungraded(i)]
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
            yield _about(member, next(m.period for m in year.months if m.period > seen))


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
                yield _about(member, "，".join([first, *changes]), what_zh=what, what_en=what_en)


@fault("warning", "没有评价数据：{found} 没有打分，年度得分、名次和依它们的建议都没有。请给出带“评价”表的工作簿。",
       "there are no reviews: nobody marked {found}, so there are no annual scores, ranks or recommendations by them. Give a book with sheet 评价.")  # fmt: skip
def reviews_none(year: GradedYear) -> Iterator[Hit]:
    """年度得分的一部分是评价人的打分，而给出的工作簿里都没有（评价表可以放在任何一个月的工作簿里，或单独一本“年度评价”）。

    A part of the annual score is marks given by raters, and no book has any. The sheet 评价 may stand in any month's book or in a book of
    its own. Before the year is whole nobody is asked for them.
    """
    lacking = [marks.part.title for marks in year.marks if not marks.reviews]
    if lacking and year.whole:
        yield Hit("", "、".join(lacking))


@fault("warning", "{name}（{person}）没有{found}的打分，没有年度得分和名次。",
       "{name} ({person}) has no marks of {found}, hence no annual score and no rank.")  # fmt: skip
def review_missing(year: GradedYear) -> Iterator[Hit]:
    """别人有评价打分，此人没有。没有不等于零分，所以没有年度得分。

    Others were marked, this person was not. Missing is not zero, so there is no annual score.
    """
    for i, member in enumerate(year.people):
        lacking = [m.part.title for m in year.marks if m.reviews and i not in set(m.owners.tolist())]
        if lacking and year.whole and not member.left_out:
            yield _about(member, "、".join(lacking))


@fault("error", "{name}（{person}）的打分“{found}”不能用（要写 {low}–{high} 的数），没有年度得分。",
       "the mark '{found}' of {name} ({person}) cannot be used (a number from {low} to {high} belongs there); no annual score.")  # fmt: skip
def review_unusable(year: GradedYear) -> Iterator[Hit]:
    """评价表里的一个分数是空的、不是数，或超出范围。少算一个评价人会改变平均，所以此人没有年度得分，直到改好。

    A mark in the sheet of reviews is blank, no number, or out of range. Leaving one rater out would change the mean, so the person has no
    annual score until it is mended.
    """
    score = year.plan.annual.score
    more = {"low": f"{score.lowest.value:f}", "high": f"{score.highest.value:f}"}
    for marks in year.marks:
        for i in np.flatnonzero(np.isnan(marks.values)):
            review, member = marks.reviews[int(i)], year.people[int(marks.owners[i])]
            found = review.written or "（空）"
            yield Hit(review.cell, found, member.person.id, more={"name": member.person.name, **more}, file=review.file)


@fault("warning", "评价表里的 {found} 不在各月的名单里，打分没有用。请核对工号。",
       "{found} in the sheet of reviews is on no month's list; the marks were not used. Check the number.")  # fmt: skip
def review_unknown(year: GradedYear) -> Iterator[Hit]:
    """评价表里有各月工作簿里没有的人，多半是工号写错。

    The reviews name somebody whom no month's book has: mostly a mistyped number.
    """
    known = year.names()
    told = set()
    for file, review in _reviews(year):
        if review.person not in known and review.person not in told:
            told.add(review.person)
            yield Hit(review.cell, review.person or "（空）", file=file)


@fault("warning", "处分表里的 {found} 不在各月的名单里，没有计入。请核对工号。",
       "{found} in the sheet of sanctions is on no month's list; it was not counted. Check the number.")  # fmt: skip
def sanction_of_nobody(year: GradedYear) -> Iterator[Hit]:
    """处分表里有各月名单没有的人，多半是工号写错。

    The sheet of sanctions names somebody whom no month's list has: mostly a mistyped number.
    """
    known = year.names()
    for file, sanction in _sanctions(year):
        if sanction.person not in known:
            yield Hit(sanction.cell, sanction.person or "（空）", file=file)


@fault("error", "{name}（{person}）的处分写着“{found}”，看不出{zh}，没有年度等级。请改正。",
       "the sanction of {name} ({person}) says '{found}', which does not tell {en}; no annual grade. Correct it.")  # fmt: skip
def sanction_unclear(year: GradedYear) -> Iterator[Hit]:
    """处分的日期看不懂，就不知道是不是本年的；“已抵消”看不出是或否，就不知道还算不算。不猜。

    A day that cannot be read may or may not lie in the year; a tick that says neither yes nor no leaves open whether it stands. Neither is
    guessed.
    """
    names = year.names()
    for book in year.books:
        for sanction in book.records.sanctions:
            name = names.get(sanction.person, "")
            if sanction.day and day_of(sanction.day) is None:
                more = {"name": name, "zh": "是哪一天", "en": "the day"}
                yield Hit(sanction.day_cell, sanction.day, sanction.person, more=more, file=book.file)
            if sanction.cancelled is None:
                more = {"name": name, "zh": "抵消没有", "en": "whether it was cancelled out"}
                yield Hit(sanction.tick_cell, "已抵消", sanction.person, more=more, file=book.file)


@fault("warning", "处分类型“{found}”不在制度的名单里，没有计入。名单：{known}。",
       "the sanction '{found}' is not among those of the policy and was not counted. Known: {known}.")  # fmt: skip
def sanction_unlisted(year: GradedYear) -> Iterator[Hit]:
    """年度工作簿里的处分类型不在制度的名单里，也可能是写法不同。没有计入，请看一眼。

    A sanction in a book about the year is not among those the policy names, or is written differently. It was not counted; have a look.
    """
    annual = year.plan.annual
    known = dict.fromkeys(
        [*(t for bar in annual.disqualify for t in bar.types), *(t for o in annual.leave_out for t in o.sanctions)]
    )
    for book in year.books:
        for sanction in book.records.sanctions:
            if sanction.type not in known:
                more = {"known": "、".join(known)}
                yield Hit(sanction.cell, sanction.type or "（空）", more=more, file=book.file)


def _sanctions(year: GradedYear) -> Iterator[tuple[str, Sanction]]:
    """Every sanction in every book, with the book's file."""
    yield from ((month.file, sanction) for month in year.months for sanction in month.records.sanctions)
    yield from ((book.file, sanction) for book in year.books for sanction in book.records.sanctions)


@fault("note", "评价人类别“{found}”的打分有 {count} 个，年度得分没有用到。",
       "{count} marks are by '{found}', which the annual score does not use.")  # fmt: skip
def rater_unused(year: GradedYear) -> Iterator[Hit]:
    """制度写明年度得分用哪几类评价人的打分，这一类不在其中。

    The policy names the kinds of rater whose marks make up the annual score; this is none of them.
    """
    used = {rater for part in year.plan.annual.score.parts for rater in part.raters}
    counts: dict[str, int] = {}
    for _, review in _reviews(year):
        if review.rater not in used:
            counts[review.rater] = counts.get(review.rater, 0) + 1
    for rater, count in counts.items():
        yield Hit("", rater or "（空）", more={"count": str(count)})


def _reviews(year: GradedYear) -> Iterator[tuple[str, Review]]:
    """Every mark in every book, with the book's file."""
    yield from ((month.file, review) for month in year.months for review in month.records.reviews)
    yield from ((book.file, review) for book in year.books for review in book.records.reviews)


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
            yield _about(member, f"{rule.place.value:f}", level=member.level)


@fault("error", "{name}（{person}）的复职日期“{found}”看不懂，不知道是否满制度规定的月数，没有年度等级。",
       "the day of return '{found}' of {name} ({person}) is no day, so no annual grade can be given.")  # fmt: skip
def return_unreadable(year: GradedYear) -> Iterator[Hit]:
    """复职不满规定月数的人不参加年度考核；日期看不懂就不知道，不猜。

    People back from leave for too short a time take no part; with a day that cannot be read that is not known, and not guessed.
    """
    if any(rule.back_months for rule in year.plan.annual.leave_out):
        for member in year.people:
            if member.person.back and day_of(member.person.back) is None and member.listed_last:
                yield _about(member, member.person.back)


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
            yield _about(case.member, "", zh=case.text("zh"), en=case.text("en"))


@fault("note", "年度工作簿里只用“评价”和“处分”，没有用：{found}", "of a book about the year only 评价 and 处分 are used, not: {found}")  # fmt: skip
def year_sheet_unused(year: GradedYear) -> Iterator[Hit]:
    """单独的年度工作簿提供评价和处分；人员以最后一个月的为准。

    A book about the year gives reviews and sanctions; people are those of the last month.
    """
    yield from (Hit("", "、".join(book.unused), file=book.file) for book in year.books if book.unused)


def some(ids: list[str]) -> str:
    """The first of some people, and whether there are more; the sheets name them all."""
    return "、".join(ids[:MOST_NAMED]) + ("…" if len(ids) > MOST_NAMED else "")


MOST_NAMED = 10


@fault("error", "按制度 {found} 没有一个人评出等级，没有写出结果。制度用对了吗？用 --policy 指定（内置的有：{packs}），或先用 mkt check 看一个月的问题。",
       "by the policy {found} nobody has a single grade; nothing was written. Is it the right policy? Name one with --policy (built in: {packs}), or see what mkt check says of one month.")  # fmt: skip
def nobody_graded(year: GradedYear, packs: list[str]) -> Iterator[Hit]:
    """所有月份里没有一个人有等级，多半是用错了制度：它要的表或列这些工作簿里没有。

    Nobody has a grade in any month: most likely the policy is not the one these books are kept for, and its sheets or columns are missing.
    """
    if not any(grade for letters in year.letters().values() for grade in letters):
        yield Hit("", year.plan.policy.policy, more={"packs": "、".join(packs)})


def _about(member: Member, found: str, **more: str) -> Hit:
    return Hit("", found, member.person.id, more={"name": member.person.name, **more})


CHECKS: tuple[FaultCheck, ...] = (
    member_two_names,
    return_unreadable,
    sanction_unclear,
    review_unusable,
    month_missing,
    month_ungraded,
    person_vanished,
    member_two_ids,
    reviews_none,
    review_missing,
    review_unknown,
    sanction_of_nobody,
    sanction_unlisted,
    advice_needs_review,
    probation_due,
    year_incomplete,
    member_moved,
    rater_unused,
    level_missing,
    last_year_needed,
    best_tied,
    year_sheet_unused,
)


def check(year: GradedYear) -> list[Finding]:
    """Every finding about the year as a whole."""
    return [finding for one in CHECKS for finding in one.findings(year.label, year)]
