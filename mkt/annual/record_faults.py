"""What is wrong with the records of a year, or worth a look: the marks of raters, and sanctions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mkt.annual.grade import of_another
from mkt.annual.months import STANDING
from mkt.annual.people import about, day_of, some
from mkt.annual.result import GradedYear
from mkt.findings import Hit, fault
from mkt.records import Review, Sanction


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
            yield about(member, "、".join(lacking))


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
            if of_another(review, member):
                continue  # record_of_another says so
            found = review.written or "（空）"
            yield Hit(review.cell, found, member.person.id, more={"name": member.person.name, **more}, file=review.file)


@fault("warning", "{name}（{person}）的打分 {found} 很低，是不是 {much} 写成了百分数？照 {found} 分计入，请核对。",
       "the mark {found} of {name} ({person}) is very low: is it {much} written as a percentage? It counts as {found}; check it.")  # fmt: skip
def review_tiny(year: GradedYear) -> Iterator[Hit]:
    """百分制的打分写着 0.95：Excel 里显示 95% 的格子存的就是 0.95。照数计入并提醒。

    A mark of 0.95 on a scale to 100: a cell that Excel shows as 95 % holds 0.95. It counts as it stands; have a look.
    """
    for marks in year.marks if year.plan.annual.score.highest.value >= 10 else []:
        for i in np.flatnonzero((marks.values > 0) & (marks.values <= 1)):
            review, member = marks.reviews[int(i)], year.people[int(marks.owners[i])]
            more = {"name": member.person.name, "much": f"{review.mark * 100:g}"}
            yield Hit(review.cell, f"{review.mark:g}", member.person.id, more=more, file=review.file)


@fault("error", "这一行的工号 {person} 是 {name}，姓名却写着“{found}”，分不清是谁的，没有用；{name} 的有关结果也不给。请改正工号或姓名。",
       "the number {person} here is {name}'s, and the name says '{found}'; whose row it is cannot be told. It was not used, and {name} gets no result that rests on it. Correct the number or the name.")  # fmt: skip
def record_of_another(year: GradedYear) -> Iterator[Hit]:
    """评价或处分表里一行的工号和姓名不是同一个人：多半是工号写错。记给谁都可能冤枉人，所以不用。

    A row of reviews or sanctions has the number of one person and the name of another: mostly a mistyped number. Whoever it is put down to
    may be wronged, so it is not used.
    """
    people = {member.person.id: member for member in year.people}
    records: list[tuple[str, Review | Sanction]] = [*_reviews(year), *_sanctions(year)]
    for file, record in records:
        member = people.get(record.person)
        if member is not None and of_another(record, member):
            yield Hit(record.who_cell, record.name, record.person, more={"name": member.person.name}, file=file)


@fault("warning", "评价表里的 {found} 不在各月的名单里，打分没有用。{hint_zh}",
       "{found} in the sheet of reviews is on no month's list; the marks were not used. {hint_en}")  # fmt: skip
def review_unknown(year: GradedYear) -> Iterator[Hit]:
    """评价表里有各月工作簿里没有的人，多半是工号写错。

    The reviews name somebody whom no month's book has: mostly a mistyped number.
    """
    known = year.names()
    told = set()
    for file, review in _reviews(year):
        if review.person not in known and review.person not in told:
            told.add(review.person)
            more = _hint(review.person, review.name, known)
            yield Hit(
                review.who_cell or review.cell,
                f"{review.person} {review.name}".strip() or "（空）",
                more=more,
                file=file,
            )


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
    for file, sanction in _unchecked(year):
        name = names.get(sanction.person, "")
        if sanction.day and day_of(sanction.day) is None:
            more = {"name": name, "zh": "是哪一天", "en": "the day"}
            yield Hit(sanction.day_cell, sanction.day, sanction.person, more=more, file=file)
        if sanction.cancelled is None:
            more = {"name": name, "zh": "抵消没有", "en": "whether it was cancelled out"}
            yield Hit(sanction.tick_cell, "已抵消", sanction.person, more=more, file=file)


@fault("warning", "处分类型“{found}”不在制度的名单里，没有计入。名单：{known}。",
       "the sanction '{found}' is not among those of the policy and was not counted. Known: {known}.")  # fmt: skip
def sanction_unlisted(year: GradedYear) -> Iterator[Hit]:
    """年度工作簿里的处分类型不在制度的名单里，也可能是写法不同。没有计入，请看一眼。

    A sanction in a book about the year is not among those the policy names, or is written differently. It was not counted; have a look.
    """
    annual = year.plan.annual
    types = [
        *(t for bar in annual.disqualify for t in bar.types),
        *(t for one in annual.leave_out for t in one.sanctions),
    ]
    books = {book.file for book in year.books}
    for file, sanction in _unchecked(year):
        like = file in books or any(word in sanction.type for word in types)  # 警告 means nothing to some policies
        if sanction.type not in types and like:
            more = {"known": "、".join(dict.fromkeys(types))}
            yield Hit(sanction.cell, sanction.type or "（空）", more=more, file=file)


def _unchecked(year: GradedYear) -> Iterator[tuple[str, Sanction]]:
    """The sanctions that no month's checks looked at: of books about the year, and of months whose policy reads none."""
    months = {m.file for m in year.months if any(d.of == STANDING for d in year.plan.versions[m.month].disqualify)}
    yield from ((file, sanction) for file, sanction in _sanctions(year) if file not in months)


def _sanctions(year: GradedYear) -> Iterator[tuple[str, Sanction]]:
    """Every sanction in every book, with the book's file."""
    yield from ((month.file, sanction) for month in year.months for sanction in month.records.sanctions)
    yield from ((book.file, sanction) for book in year.books for sanction in book.records.sanctions)


@fault("warning", "评价人类别“{found}”的打分有 {count} 个（{ids}），年度得分没有用到。用到的类别：{known}。",
       "marks by '{found}' are not used by the annual score: {count} ({ids}). Kinds of rater that are: {known}.")  # fmt: skip
def rater_unused(year: GradedYear) -> Iterator[Hit]:
    """制度写明年度得分用哪几类评价人的打分，这一类不在其中。

    The policy names the kinds of rater whose marks make up the annual score; this is none of them.
    """
    used = {rater for part in year.plan.annual.score.parts for rater in part.raters}
    unused: dict[str, list[str]] = {}
    for _, review in _reviews(year):
        if review.rater not in used:
            unused.setdefault(review.rater, []).append(review.person)
    for rater, people in unused.items():
        more = {"count": str(len(people)), "ids": some(list(dict.fromkeys(people))), "known": "、".join(sorted(used))}
        yield Hit("", rater or "（空）", more=more)


def _hint(person: str, name: str, known: dict[str, str]) -> dict[str, str]:
    """What to do about somebody nobody knows: the number of that name, or the missing column."""
    numbers = [id_ for id_, known_name in known.items() if known_name in (person, name) and known_name]
    if person and person in known.values():
        return {"hint_zh": f"这里写的是姓名；表里要有“工号”列（{person} 的工号是 {numbers[0]}）。",
                "hint_en": f"This is a name; the sheet needs a column 工号 ({person} is {numbers[0]})."}  # fmt: skip
    if len(numbers) == 1:
        return {
            "hint_zh": f"{name} 的工号是 {numbers[0]}，是不是写错了？",
            "hint_en": f"{name} has number {numbers[0]}: a slip?",
        }
    return {"hint_zh": "请核对工号。", "hint_en": "Check the number."}


def _reviews(year: GradedYear) -> Iterator[tuple[str, Review]]:
    """Every mark in every book, with the book's file."""
    yield from ((month.file, review) for month in year.months for review in month.records.reviews)
    yield from ((book.file, review) for book in year.books for review in book.records.reviews)


@fault("warning", "有几本年度工作簿都带评价（{found}），打分合在一起平均。若是同一份的不同版本，请只留一份。",
       "several books about the year have reviews ({found}); their marks are averaged together. If they are versions of one, keep one.")  # fmt: skip
def review_books_several(year: GradedYear) -> Iterator[Hit]:
    """两本单独的年度评价：可能是分开收集的，也可能是新旧两版。合在一起计算，请看一眼。

    Two books of reviews may have been collected apart, or be an old and a new version of one. Their marks are taken together; have a look.
    """
    files = [book.file for book in year.books if book.records.reviews]
    if len(files) > 1:
        yield Hit("", "、".join(files))


@fault(
    "note", "年度工作簿里隐藏的工作表“{found}”没有读。", "hidden sheets of a book about the year were not read: {found}"
)
def year_sheet_hidden(year: GradedYear) -> Iterator[Hit]:
    """隐藏的工作表常是旧数据，不读，只说明。

    Hidden sheets often hold stale figures; they are left out, and said so.
    """
    yield from (Hit("", "、".join(book.hidden), file=book.file) for book in year.books if book.hidden)


@fault("note", "年度工作簿里只用“评价”和“处分”，没有用：{found}", "of a book about the year only 评价 and 处分 are used, not: {found}")  # fmt: skip
def year_sheet_unused(year: GradedYear) -> Iterator[Hit]:
    """单独的年度工作簿提供评价和处分；人员以最后一个月的为准。

    A book about the year gives reviews and sanctions; people are those of the last month.
    """
    yield from (Hit("", "、".join(book.unused), file=book.file) for book in year.books if book.unused)
