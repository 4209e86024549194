"""The graded workbook: 年度 and what it rests on, a sheet per theme, and the sheets at the back."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter

from mkt import __version__
from mkt.annual.explain import explanation
from mkt.annual.grade import scaled
from mkt.annual.layout import LEADING, NAMED, takings
from mkt.annual.result import GradedYear, fingerprint
from mkt.layout import (
    ADVICE,
    BEST,
    EVIDENCE,
    FIGURES,
    FINDINGS,
    FIRST,
    MARKS,
    OUT,
    POLICY,
    POLICY_HASH,
    PROBATION,
    TOTALS,
    WHY,
    WORKINGS,
    YEAR,
    YEAR_HASH,
    YEAR_LABEL,
)
from mkt.policy import annual as columns
from mkt.rule import formula, tree
from mkt.writing import themes
from mkt.writing.backmatter import evidence_sheet, figures_sheet, findings_sheet
from mkt.writing.look import Look
from mkt.writing.scored import stamp
from mkt.writing.streams import Cells, LongSheet, finish, formulas, lines, numbers, texts
from mkt.writing.why import why_sheet
from mkt.writing.year_places import YearPlaces

ADVICE_WIDTH, REMARK_WIDTH = 26, 26  # characters


def write(year: GradedYear, target: BinaryIO) -> None:
    """Write the graded workbook, the same bytes for the same year."""
    skeleton = BytesIO()
    with xlsxwriter.Workbook(skeleton, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        properties = {"title": title(year), "author": f"mkt {__version__}", "created": stamp(f"{year.year}-01")}
        workbook.set_properties(properties)
        workbook.set_calc_mode("auto")
        sheets = _Sheets(year, workbook).build()
    finish(skeleton, sheets, target)


def title(year: GradedYear) -> str:
    """The title over the year."""
    return f"{year.year}年度绩效考核"


class _Sheets:
    """Builds the sheets of one workbook, in their order."""

    def __init__(self, year: GradedYear, workbook: xlsxwriter.Workbook) -> None:
        self.year, self.workbook, self.look = year, workbook, Look(workbook)
        self.plan, self.trace, self.people = year.plan, year.trace, year.people
        self.count = len(year.people)
        self.last = FIRST + self.count - 1
        self.places = YearPlaces(year.plan, year.marks, self.count)
        self.persons = [member.person for member in year.people]

    def build(self) -> list[LongSheet]:
        """Lay out every sheet; the long ones come back to be filled."""
        marks = [MARKS] if self.year.marks else []
        probation = [PROBATION] if self.year.cases else []
        for name in (YEAR, BEST, ADVICE, OUT, *probation, WHY, TOTALS, WORKINGS, *marks, FIGURES, FINDINGS, EVIDENCE):
            self.look.page(self.workbook.add_worksheet(name), wide=name != EVIDENCE)
        tables = list(self.plan.lookups())
        figures = ((figure, True) for figure in self.plan.figures())
        subtitle = f"{self.plan.policy.title}　公式用到的数值改动后，年度成绩随之重算"
        figures_sheet(self.look, subtitle, figures, tables, columns.choices(self.plan.annual))
        findings_sheet(self.look, self.year.findings, "写明了文件和单元格", by_file=True)
        self.evidence()
        return [
            self.table(),
            *themes.sheets(self.look, self.year),
            why_sheet(self.look, explanation(self.year), self.persons, self.places.column, self.look.plain),
            self.totals(),
            self.workings(),
            *([themes.marks_sheet(self.look, self.year)] if marks else []),
        ]

    def computed(self, ref: str) -> Cells:
        """A computed column: formulas with their values; blank where there is no rule, as in a month without a book."""
        if ref not in self.plan.rules:
            return texts(lambda i: "", FIRST)
        return formulas(self.places.formula(ref), self.trace.columns[ref].tolist().__getitem__, FIRST)

    def stated(self, ref: str) -> Cells:
        """A column that is given: words or numbers."""
        values = self.trace.columns[ref].tolist() if ref in self.trace.columns else [float("nan")] * self.count
        if any(isinstance(value, str) for value in values):
            return _texts([str(value or "") for value in values])
        return numbers(values.__getitem__, lambda i: "", FIRST)

    def who(self, *fields: str) -> list[Cells]:
        """Fields of the people as columns."""
        return [_texts([getattr(person, field) for person in self.persons]) for field in fields]

    def table(self) -> LongSheet:
        """年度: a person a row, twelve letters and what they make."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(YEAR)
        policy, remarks = self.plan.policy, self.remarks()
        parts = self.plan.annual.score.parts
        weights = [f"{part.title}\n（{part.weight.value * 100:f}".rstrip("0").rstrip(".") + "%）" for part in parts]
        heads = ["工号", "姓名", "部门", "分公司", "级别", *(f"{int(m)}月" for m in columns.MONTHS), "考核\n月数",
                 "年度\n积分", "年度\n等级" if self.year.whole else "等级\n（暂计）", *weights, "年度\n得分", "同级\n名次", "建议（由人决定）", "备注"]  # fmt: skip
        formats = (
            [look.text] * LEADING
            + [look.grade] * 12
            + [look.rank, look.whole if self.plan.annual.incomplete.value == "as_it_is" else look.total, look.grade]
        )
        formats += [look.points] * len(parts) + [look.total, look.rank, look.small, look.small]
        look.heading(
            sheet, title(self.year), f"{policy.title}（{policy.policy} 第 {policy.version} 版）　{self.span()}"
        )
        look.header(sheet, FIRST - 1, heads)
        look.model_row(sheet, FIRST, formats)
        look.widths(
            sheet, [8, 9, 9, 11, 7] + [3.6] * 12 + [5, 5, 6] + [8] * len(parts) + [8, 5, ADVICE_WIDTH, REMARK_WIDTH]
        )
        self.facts(sheet)
        look.frame(sheet, FIRST, self.last, len(heads) - 1, freeze=2, filtered=False)
        look.letters(sheet, (FIRST, self.last), list(policy.grades.titles()),
                     [(LEADING, LEADING + 11), (self.places.index(columns.GRADE.ref),) * 2])  # fmt: skip
        _, refs = self.places.sheets[YEAR]
        cells = [*self.who("id", "name", "department", "branch", "level"), *map(self.computed, refs), _texts(remarks)]
        listed = self.year.listed()
        height = lambda i: max(lines(listed[i], ADVICE_WIDTH), lines(remarks[i], REMARK_WIDTH))  # noqa: E731
        return LongSheet(YEAR, FIRST, self.count, cells, height)

    def span(self) -> str:
        """Which months are in it."""
        months, full = self.year.months, f"{self.plan.annual.months.value:f}"
        missing = "、".join(f"{int(month)}月" for month in self.year.missing_months if month < months[-1].month)
        return f"{months[0].period} 至 {months[-1].period}，{len(months)}/{full} 个月" + (
            f"，缺 {missing}" if missing else ""
        )

    def facts(self, sheet: Any) -> None:
        """The facts over the table: formulas with the texts they yield."""
        place = self.places.on(YEAR)
        grades = place(tree.Column(columns.GRADE.ref, many=True))
        found = self.trace.columns[columns.GRADE.ref]
        given = int(self.trace.held(columns.GRADE.ref).sum())
        facts = [(f'="参评 "&SUMPRODUCT(({grades}<>"")*1)&" 人"', f"参评 {given} 人")]
        for name, word in self.plan.annual.grades.titles().items():
            label = f"{name} {word}".strip()
            counted = f"COUNTIF({grades},{formula.quoted(name)})"
            facts.append(
                (f'={formula.quoted(f"{label} ")}&{counted}&" 人"', f"{label} {int((found == name).sum())} 人")
            )
        self.look.chips(sheet, 2, facts, [0, 3, 5, 9])

    def remarks(self) -> list[str]:
        """Per person why he or she takes no part, how many months there are and in which no grade came of it, why a grade fell."""
        full, months = float(self.plan.annual.months.value), self.trace.columns[columns.ASSESSED.ref].tolist()
        found, lowered, whole = [], self.year.lowered(), scaled(self.trace, self.plan)
        for i, member in enumerate(self.people):
            lacking = [f"{int(period[5:])}月" for period in self.year.ungraded[i]]
            words = [f"不参评：{member.left_out}" if member.left_out else "",
                     f"不完整 {months[i]:g}/{full:g}{'，' + whole[i] if whole[i] and not member.left_out else ''}" if months[i] < full else "",
                     f"{'、'.join(lacking)}未评出等级" if lacking else "", lowered.get(i, ""), self.scoreless(i), self.edited(member.person.id)]  # fmt: skip
            found.append("；".join(filter(None, words)))
        return found

    def scoreless(self, i: int) -> str:
        """Why somebody who takes part in a whole year has no score, "" where there is one."""
        if self.people[i].left_out or not self.year.whole or self.trace.held(columns.SCORE.ref)[i]:
            return ""
        parts = [
            p.title for p in self.plan.annual.score.parts if not self.trace.held(columns.part_column(p.title).ref)[i]
        ]
        return f"没有{'、'.join(parts)}，故无年度得分" if parts else ""

    def edited(self, id_: str) -> str:
        """The months whose results were edited by hand in somebody's row and trusted all the same."""
        months = [f"{int(m.month)}月" for m in self.year.months
                  if any(f.code == "result-trusted" and f.person == id_ for f in m.findings)]  # fmt: skip
        return f"{'、'.join(months)}成绩手工改过" if months else ""

    def totals(self) -> LongSheet:
        """月度总分: what the year is computed from, a month a column, and what took a grade down."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(TOTALS)
        refs, months = self.places.given[TOTALS], {m.month: m for m in self.year.months}
        taken = takings(self.plan)
        heads = ["工号", "姓名", *(f"{int(m)}月" for m in columns.MONTHS),
                 *(f"{int(m)}月\n{a}降{b}" for m, (a, b) in taken), "降级原因"]  # fmt: skip
        formats = [look.text] * 2 + [look.points] * 12 + [look.count] * len(taken) + [look.remark]
        look.heading(
            sheet,
            "各月公布的总分",
            "年度的等级、积分都由这里算起" + ("；右边几栏是当月使等级下降的事项数" if taken else ""),
        )
        look.groups(
            sheet,
            FIRST - 2,
            [(2 + i, _short(months[m].file) if m in months else "") for i, m in enumerate(columns.MONTHS)],
            1,
        )
        look.header(sheet, FIRST - 1, heads)
        without = {f"月度.{month}" for month in columns.MONTHS if month not in months}
        look.references(sheet, {place: ref for place, ref in enumerate(refs, NAMED) if ref not in without})
        look.model_row(sheet, FIRST, formats)
        look.widths(sheet, [9, 10] + [11] * 12 + [7] * len(taken) + [40])
        look.frame(sheet, FIRST, self.last, len(heads) - 1, freeze=2, filtered=False)
        why = self.reasons()
        cells = [*self.who("id", "name"), *map(self.stated, refs), _texts(why)]
        return LongSheet(TOTALS, FIRST, self.count, cells, lambda i: lines(why[i], 40))

    def reasons(self) -> list[str]:
        """Per person why the grades of which months were taken down."""
        return [
            "；".join(
                f"{int(m.month)}月 {m.reasons[member.person.id]}"
                for m in self.year.months
                if member.person.id in m.reasons
            )
            for member in self.people
        ]

    def workings(self) -> LongSheet:
        """判定: what else the year is computed from, the counts and runs of months, and every recommendation."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(WORKINGS)
        given = self.places.given[WORKINGS]
        _, refs = self.places.sheets[WORKINGS]
        titles = {f"建议.{i}": one.title for i, one in enumerate(self.plan.recommend)}
        heads = [
            "工号",
            "姓名",
            *(titles.get(ref, ref.replace("年度.", "")) for ref in refs),
        ]
        words = {columns.LEVEL, columns.BRANCH, columns.LEFT_OUT, *titles}
        formats = [look.text] * 2 + [look.remark if ref in words else look.rank for ref in refs]
        look.heading(sheet, "判定", "左边几栏是读到的情况，右边由公式判定；名次和建议都可以在这里追查")
        look.header(sheet, FIRST - 1, heads)
        look.references(sheet, dict(enumerate(given, NAMED)))
        look.model_row(sheet, FIRST, formats)
        wide = {columns.LEFT_OUT: 26, columns.BRANCH: 13}
        look.widths(sheet, [9, 10, *(wide.get(ref, 16 if ref in titles else 10) for ref in refs)])
        look.frame(sheet, FIRST, self.last, len(heads) - 1, freeze=2, filtered=False)
        cells = [*self.who("id", "name"), *map(self.stated, given), *map(self.computed, refs[len(given) :])]
        out = [member.left_out for member in self.people]
        return LongSheet(WORKINGS, FIRST, self.count, cells, lambda i: lines(out[i], 26))

    def evidence(self) -> None:
        """凭据: what the year was made from, and room for the signatures."""
        year, policies = self.year, {p.sha256: p for p in self.plan.versions.values()}
        facts = [(YEAR_LABEL, year.year), ("数据", self.span())]
        for policy in policies.values():
            facts += [
                (POLICY, f"{policy.title}（{policy.policy}）第 {policy.version} 版"),
                (POLICY_HASH, policy.sha256),
            ]
        facts.append(("制度出处", f"{self.plan.policy.source.id} {self.plan.policy.source.document}"))
        facts += [(f"输入 {file}", sha256) for file, sha256 in year.inputs()]
        facts += [
            (YEAR_HASH, fingerprint(year.year, [p.id for p in self.persons], self.plan, self.trace)),
            ("程序", f"mkt {__version__}"),
        ]
        facts += [("说明", remark) for remark in self.plan.policy.remarks]
        roles = ["制表", "人事行政部", "总经理"]
        evidence_sheet(self.look, "本表说明年度成绩由什么得出；签字后生效", facts, roles, label_width=46)


def _short(file: str) -> str:
    """A file's name as far as a narrow column has room for it; 凭据 has it whole."""
    stem = file.rpartition("/")[2].rpartition(".")[0]
    return stem if lines(stem, NARROW) == 1 else stem[: NARROW // 2] + "…"


NARROW = 10  # characters


def _texts(values: Sequence[str]) -> Cells:
    return texts(values.__getitem__, FIRST)
