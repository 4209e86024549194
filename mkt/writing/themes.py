"""A sheet per theme of the year: best employees, recommendations, who is left out, probation, the raters' marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkt.annual.grade import unranked
from mkt.annual.plan import total_column
from mkt.annual.recommend import BY_RANK, LEGAL
from mkt.annual.result import GradedYear
from mkt.layout import ADVICE, BEST, FIRST, MARKS, OUT, PROBATION
from mkt.policy import annual as columns
from mkt.writing.look import Look
from mkt.writing.plain import Heading, plain
from mkt.writing.streams import Cells, LongSheet, numbers, texts

NOTE = "按写出时的数；改动数字后请重新运行 mkt grade"


def sheets(look: Look, year: GradedYear) -> Iterator[LongSheet]:
    """Every theme that there is something of."""
    yield best_sheet(look, year)
    yield advice_sheet(look, year)
    yield out_sheet(look, year)
    if year.cases:
        yield probation_sheet(look, year)


def _columns(rows: Sequence[Sequence[str]], count: int) -> list[Cells]:
    """The rows' texts as columns."""
    return [texts(lambda i, c=c: rows[i][c], FIRST) for c in range(count)]  # type: ignore[misc]


def best_sheet(look: Look, year: GradedYear) -> LongSheet:
    """优秀员工: of every month, and of headquarters and each branch."""
    index = {member.person.id: i for i, member in enumerate(year.people)}
    score = year.trace.columns[columns.SCORE.ref].tolist()
    rows, figures = list[list[str]](), list[float]()

    def add(when: str, where: str, ids: Sequence[str], values: Sequence[float], nobody: str, unsure: str) -> None:
        for id_ in ids or [""]:
            member = year.people[index[id_]] if id_ else None
            rows.append([when, where, id_, member.person.name if member else "", member.branch if member else "",
                         "；".join(filter(None, (nobody if not id_ else "并列，请决定" if len(ids) > 1 else "", unsure)))])  # fmt: skip
            figures.append(values[index[id_]] if id_ else float("nan"))

    for month in year.months:
        total = year.trace.columns[total_column(month.month).ref].tolist()
        ungraded = sum(month.period in months for months in year.ungraded)
        unsure = f"当月有 {ungraded} 人未评出等级，补上后可能变" if ungraded else ""
        add(month.period, "全公司", year.best_months[month.period], total, "无人各项均达到要求", unsure)
    lacking = sum(map(len, unranked(year.people, year.trace).values()))
    scoreless = f"有 {lacking} 人没有得分，补上后可能变"
    for branch, ids in year.best_year.items():
        add(f"{year.year} 年度", branch, ids, score, "无人达到要求的年度等级并有年度得分", scoreless if lacking else "")
    heads = [("期间", 12), ("范围", 16), ("工号", 9), ("姓名", 11), ("分公司", 16), ("总分／得分", 12), ("说明", 40)]
    headings = [Heading(w, width, look.points if w == "总分／得分" else look.text) for w, width in heads]
    text = _columns(rows, 6)
    cells = [*text[:5], numbers(figures.__getitem__, lambda i: "", FIRST), text[5]]
    rule = year.plan.annual.month_best
    subtitle = f"{rule.clause or rule.assumed}　{NOTE}"
    return plain(look, BEST, f"{year.year}年优秀员工", subtitle, headings, cells, len(rows))


ORDER = {"dismissal-review": 0, "demotion-review": 1, "post-adjustment": 2, "raise-eligible": 3, "bonus": 4}


def advice_sheet(look: Look, year: GradedYear) -> LongSheet:
    """建议: a recommendation a row, each person's together, those first about whom one needs legal review."""
    grave = {one.member.person.id for one in year.advice if one.rule.ends_employment == "yes"}
    place = {member.person.id: i for i, member in enumerate(year.people)}
    found = sorted(year.advice, key=lambda one: (one.member.person.id not in grave, place[one.member.person.id],
                                                 ORDER[one.rule.code]))  # fmt: skip
    rows = [[one.member.person.id, one.member.person.name, one.member.level, one.rule.title, one.text,
             one.clause, one.short_caution, one.rule.code] for one in found]  # fmt: skip
    heads = [
        ("工号", 9),
        ("姓名", 10),
        ("级别", 9),
        ("事项", 24),
        ("建议和理由", 50),
        ("依据", 40),
        ("提醒", 28),
        ("代码", 17),
    ]
    headings = [Heading(w, width, look.text if width < 20 else look.wrapped) for w, width in heads]
    wrapped = [(c, [row[c] for row in rows]) for c in (3, 4, 5, 6)]
    sheet = plain(
        look, ADVICE, f"{year.year}年建议：供人决定，不是决定", NOTE, headings, _columns(rows, 8), len(rows), wrapped
    )
    if grave:
        look.notice(ADVICE, 2, len(heads) - 1, f"{LEGAL['zh']}{BY_RANK['zh']}")
    return sheet


def out_sheet(look: Look, year: GradedYear) -> LongSheet:
    """不参评: who takes no part in the year, and why."""
    found = [member for member in year.people if member.left_out]
    rows = [
        [member.person.id, member.person.name, member.level, member.person.status, member.left_out,
         (member.reason.clause or f"假设：{member.reason.assumed}") if member.reason else "数据对不上，请核对"]
        for member in found
    ]  # fmt: skip
    heads = [("工号", 9), ("姓名", 10), ("级别", 10), ("状态", 12), ("原因", 44), ("依据", 50)]
    headings = [Heading(w, width, look.text if width < 20 else look.wrapped) for w, width in heads]
    wrapped = [(c, [row[c] for row in rows]) for c in (4, 5)]
    subtitle = "没有年度等级、得分和名次；各月成绩照列" if rows else "没有人不参评"
    return plain(
        look, OUT, f"{year.year}年不参加年度考核的人", subtitle, headings, _columns(rows, 6), len(rows), wrapped
    )


def probation_sheet(look: Look, year: GradedYear) -> LongSheet:
    """试用期: which decision is due about whom."""
    rows = [
        [case.member.person.id, case.member.person.name, case.member.person.hired,
         " ".join(f"{int(period[5:])}月{grade}" for period, grade in case.grades.items()),
         *(day.isoformat() if day else "" for day in (case.earliest, case.due, case.extended)),
         case.text("zh"), case.caution("zh")]
        for case in year.cases
    ]  # fmt: skip
    heads = [("工号", 9), ("姓名", 10), ("入职日期", 12), ("各月等级", 22), ("最早转正", 12), ("应决定日", 12), ("最迟日期", 12),
             ("应作的决定", 44), ("提醒", 60)]  # fmt: skip
    headings = [Heading(w, width, look.text if width < 20 else look.wrapped) for w, width in heads]
    wrapped = [(c, [row[c] for row in rows]) for c in (3, 7, 8)]
    rule = year.plan.policy.probation
    subtitle = f"截至 {year.months[-1].last_day}　{rule.clause or rule.assumed}" if rule else NOTE
    return plain(look, PROBATION, "试用期", subtitle, headings, _columns(rows, 9), len(rows), wrapped)


def marks_sheet(look: Look, year: GradedYear) -> LongSheet:
    """评价: the marks of the raters, each person's together, as the parts of the score read them."""
    rows = [(one, i) for one in year.marks for i in range(len(one.reviews))]
    persons = [year.people[int(one.owners[i])].person for one, i in rows]
    reviews = [one.reviews[i] for one, i in rows]
    values = [float(one.values[i]) for one, i in rows]
    heads = [("工号", 9), ("姓名", 10), ("评价人类别", 14), ("项目", 22), ("得分", 9), ("计入", 14), ("单元格", 34)]
    headings = [Heading(w, width, look.number if w == "得分" else look.text) for w, width in heads]
    cells = [
        texts(lambda i: persons[i].id, FIRST), texts(lambda i: persons[i].name, FIRST), texts(lambda i: reviews[i].rater, FIRST),
        texts(lambda i: reviews[i].item, FIRST), numbers(values.__getitem__, lambda i: reviews[i].written, FIRST),
        texts(lambda i: rows[i][0].part.title, FIRST), texts(lambda i: f"[{reviews[i].file}]{reviews[i].cell}", FIRST),
    ]  # fmt: skip
    return plain(
        look, MARKS, "评价打分", "年度得分用到的打分，同一人的各行相连", headings, cells, len(rows), filtered=False
    )
