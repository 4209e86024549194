"""The scored workbook: 成绩, 说明, 输入, 制度参数, 问题, 凭据."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import xlsxwriter

from mkt import __version__
from mkt.book import letters
from mkt.findings import Hit, fault
from mkt.layout import (
    EVIDENCE,
    FIGURES,
    FINDINGS,
    FIRST,
    INPUTS,
    PERIOD,
    POLICY,
    POLICY_HASH,
    SCORES,
    SCORES_HASH,
    SOURCE_HASH,
    WHY,
)
from mkt.policy.model import GRADE_TABLE, TOTAL
from mkt.reasons import explanation
from mkt.rule import formula, sentence, tree
from mkt.scores import RANK, ScoredMonth, fingerprint
from mkt.staff import Input
from mkt.writing.backmatter import evidence_sheet, figures_sheet, findings_sheet
from mkt.writing.kept import kept_names, kept_sheets
from mkt.writing.look import Look
from mkt.writing.places import Places
from mkt.writing.streams import LAST_ROW, Cells, LongSheet, finish, formulas, lines, numbers, texts
from mkt.writing.why import why_sheet

MOST_REMARKS = 3
REMARK_WIDTH = 44  # characters


@fault("error", "{found} 人太多，一份结果写不下（最多 {most} 人）。请按部门分成几本。",
       "{found} people do not fit into one result (at most {most}). Split the book by department.")  # fmt: skip
def people_too_many(result: ScoredMonth, most: int) -> Iterator[Hit]:
    """Excel 的一张表最多 1,048,576 行，“说明”表每人要占几行。

    A sheet of Excel has 1,048,576 rows, and 说明 takes several for each person.
    """
    if len(result.staff.people) > most:
        yield Hit("", str(len(result.staff.people)), more={"most": str(most)})


def write(result: ScoredMonth, target: BinaryIO) -> None:
    """Write the scored workbook, the same bytes for the same result. Raises `Refused` for more people than a sheet has room for."""
    people_too_many.refuse(result.book.file, result, (LAST_ROW - FIRST) // (len(result.scores.rules) + 2))
    skeleton = BytesIO()
    with xlsxwriter.Workbook(skeleton, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties(
            {"title": title(result), "author": f"mkt {__version__}", "created": stamp(result.book.period)}
        )
        workbook.set_calc_mode("auto")
        sheets = _Sheets(result, workbook).build()
    finish(skeleton, sheets, target)


def title(result: ScoredMonth) -> str:
    """The title over the scores."""
    year, month = result.book.period.split("-")
    return f"{year}年{int(month)}月绩效考核成绩"


def stamp(period: str) -> datetime.datetime:
    """The moment the file says it was made: SOURCE_DATE_EPOCH if set, else the first of the month; never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).replace(tzinfo=None)
    year, month = period.split("-")
    return datetime.datetime(int(year), int(month), 1)


class _Sheets:
    """Builds the sheets of one workbook, in their order."""

    def __init__(self, result: ScoredMonth, workbook: xlsxwriter.Workbook) -> None:
        self.result, self.workbook, self.look = result, workbook, Look(workbook)
        self.scores, self.staff, self.plan = result.scores, result.staff, result.scores.plan
        self.people = self.staff.people
        self.count = len(self.people)
        self.last = max(FIRST, FIRST + self.count - 1)
        self.places = Places(result.staff, self.plan)
        self.single, self.lists, self.columns = self.places.single, self.places.lists, self.places.columns

    def build(self) -> list[LongSheet]:
        """Lay out every sheet; the long ones come back to be filled."""
        names = (
            SCORES,
            WHY,
            INPUTS,
            *(self.places.list_name(given) for given in self.lists),
            *kept_names(self.result.records),
            FIGURES,
            FINDINGS,
            EVIDENCE,
        )
        for name in names:
            self.look.page(self.workbook.add_worksheet(name), wide=name != EVIDENCE)
        self.figures()
        findings_sheet(self.look, self.result.findings, "错误使有关的人不评分")
        self.evidence()
        lists = (self.list_sheet(given) for given in self.lists)
        return [self.grades(), self.why(), self.inputs(), *lists,
                *kept_sheets(self.look, self.people, self.result.records)]  # fmt: skip

    def person_columns(self) -> list[Cells]:
        """工号 and 姓名."""
        return [texts(lambda i: self.people[i].id, FIRST), texts(lambda i: self.people[i].name, FIRST)]

    def grades(self) -> LongSheet:
        """成绩: a person a row."""
        sheet = self.workbook.get_worksheet_by_name(SCORES)
        kinds = list(self.plan.kinds.values())
        best = [self.plan.best(id_) for id_ in self.plan.kinds]
        heads = [
            f"{kind.title}\n（{b.normalize():f}分）" if b else kind.title for kind, b in zip(kinds, best, strict=True)
        ]
        remarks = self.remarks()
        self.look.heading(sheet, title(self.result), self.subtitle())
        self.look.header(sheet, FIRST - 1, ["工号", "姓名", "部门", "岗位", *heads, "总分", "等级", "名次", "备注"])
        formats = [self.look.text] * 4 + [self.look.points] * len(kinds)
        formats += [self.look.total, self.look.grade, self.look.rank, self.look.remark]
        self.look.model_row(sheet, FIRST, formats)
        self.look.widths(sheet, [9, 10, 12, 14] + [11] * len(kinds) + [10, 7, 7, REMARK_WIDTH if remarks else 14])
        self.look.chips(sheet, 2, self.summary())
        self.look.frame(sheet, FIRST, self.last, len(formats) - 1, freeze=2)
        self.look.highlights(sheet, FIRST, self.last, self.columns[TOTAL.ref], list(self.plan.policy.grades.titles()))
        height = lambda i: lines(remarks.get(self.people[i].id, ""), REMARK_WIDTH)  # noqa: E731  # a row's height
        return LongSheet(SCORES, FIRST, self.count, self.score_columns(remarks), height)

    def subtitle(self) -> str:
        policy = self.plan.policy
        return f"{policy.title}（{policy.policy} 第 {policy.version} 版）　数据：{self.result.book.file}"

    def score_columns(self, remarks: dict[str, str]) -> list[Cells]:
        people = self.people
        columns = [
            *self.person_columns(),
            texts(lambda i: people[i].department, FIRST),
            texts(lambda i: people[i].position, FIRST),
        ]
        for id_, rule in self.scores.rules.items():
            columns.append(formulas(self.places.formula(rule), self.scores.points[id_].tolist().__getitem__, FIRST))
        for rule, values in (
            (self.plan.total(), self.scores.total),
            (self.plan.grade(), self.scores.grade),
            (RANK, self.scores.rank),
        ):
            columns.append(formulas(self.places.formula(rule), values.tolist().__getitem__, FIRST))
        return [*columns, texts(lambda i: remarks.get(people[i].id, ""), FIRST)]

    def remarks(self) -> dict[str, str]:
        """Per person the words of the findings, errors first."""
        found: dict[str, list[str]] = {}
        for i, disqualifier in self.scores.taken_down():
            reason = sentence.spread(sentence.say(disqualifier.test(), sentence.People(self.scores.trace, [i])), 1)[0]
            words = f"{disqualifier.title}（{reason}），{disqualifier.takes} 降为 {disqualifier.becomes}"
            found.setdefault(self.people[i].id, []).append(words)
        order = {"error": 0, "warning": 1, "note": 2}
        for finding in sorted(self.result.findings, key=lambda f: order[f.severity]):
            if finding.person:
                words = f"{finding.where} {finding.zh}" if finding.where else finding.zh
                mine = found.setdefault(finding.person, [])
                if words not in mine:
                    mine.append(words)
        scored = self.scores.scored
        unscored = {p.id for i, p in enumerate(self.people) if not scored[i]}
        return {id_: ("未评分：" if id_ in unscored else "") + _few(words) for id_, words in found.items()}

    def summary(self) -> list[tuple[str, str]]:
        """The facts over the table: a formula and the text it yields."""
        grade = self.places.place(tree.Column("成绩.等级", many=True))
        scored = int(self.scores.scored.sum())
        graded = f'SUMPRODUCT(({grade}<>"")*1)'
        facts = [
            (f'="已评 "&{graded}&" 人"', f"已评 {scored} 人"),
            (f'="未评 "&({self.count}-{graded})&" 人"', f"未评 {self.count - scored} 人"),
        ]
        for name, word in self.plan.policy.grades.titles().items():
            label = f"{name} {word}".strip()
            number = int((self.scores.grade == name).sum())
            counted = f"COUNTIF({grade},{formula.quoted(name)})"
            facts.append((f'={formula.quoted(f"{label} ")}&{counted}&" 人"', f"{label} {number} 人"))
        return facts

    def why(self) -> LongSheet:
        """说明: the reasons behind each figure."""
        told = explanation(self.result)
        return why_sheet(self.look, told, self.people, lambda ref: f"{SCORES}!{letters(self.columns[ref])}")

    def inputs(self) -> LongSheet:
        """输入: what was read of each person and from which cell."""
        sheet = self.workbook.get_worksheet_by_name(INPUTS)
        self.look.heading(sheet, "读到的数据", "每个数右边是它在原工作簿里的单元格，表名在上面一行；红字是不能用的值")
        heads, formats, columns = ["工号", "姓名"], [self.look.text, self.look.text], self.person_columns()
        for given in self.single:
            heads += [given.column.label, "单元格"]
            formats += [self.look.of_unit(given.column.unit), self.look.faint]
            columns += [self.value_column(given), texts(given.address, FIRST)]
        placed = list(self.places.inputs.values())
        self.look.groups(
            sheet, FIRST - 2, [(column, given.sheet) for column, given in zip(placed, self.single, strict=True)]
        )
        self.look.header(sheet, FIRST - 1, heads)
        self.look.references(sheet, dict(zip(placed, (given.column.ref for given in self.single), strict=True)))
        self.look.model_row(sheet, FIRST, formats)
        self.look.widths(
            sheet, [9, 10, *(width for given in self.single for width in (13 if given.column.unit == "元" else 10, 8))]
        )
        self.look.frame(sheet, FIRST, self.last, len(heads) - 1, freeze=2)
        self.look.unusable(sheet, FIRST, self.last, placed)
        return LongSheet(INPUTS, FIRST, self.count, columns)

    def value_column(self, given: Input) -> Cells:
        original = self.result.original.inputs[given.column.ref]
        return numbers(
            given.values.tolist().__getitem__, lambda i: f"{original.written(i)}" if given.cell(i) else "", FIRST
        )

    def list_sheet(self, given: Input) -> LongSheet:
        """输入_…: the rows of a column of many, each person's together."""
        assert given.owners is not None
        owners, name = given.owners, self.places.list_name(given)
        sheet = self.workbook.get_worksheet_by_name(name)
        self.look.heading(sheet, f"读到的数据：{given.column.ref}", "一人多行，同一人的各行相连")
        self.look.header(sheet, FIRST - 1, ["工号", "姓名", "内容", given.column.label, "单元格"])
        self.look.references(sheet, {3: given.column.ref})
        look = self.look
        self.look.model_row(
            sheet, FIRST, [look.text, look.text, look.text, look.of_unit(given.column.unit), look.faint]
        )
        self.look.widths(sheet, [9, 10, 34, 12, 18])
        last = max(FIRST, FIRST + len(owners) - 1)
        self.look.frame(sheet, FIRST, last, 4, freeze=2)
        self.look.unusable(sheet, FIRST, last, [3])
        labels = item_labels(given)
        columns = [
            texts(lambda i: self.people[owners[i]].id, FIRST),
            texts(lambda i: self.people[owners[i]].name, FIRST),
            texts(lambda i: labels[i], FIRST),
            self.value_column(given),
            texts(given.cell, FIRST),
        ]
        return LongSheet(name, FIRST, len(owners), columns)

    def figures(self) -> None:
        """制度参数: every figure, the bounds of grades aside, which stand in their table."""
        policy = self.plan.policy
        bounds = {bound.name for bound in policy.grades.bounds(GRADE_TABLE)}
        figures = ((figure, there) for figure, there in self.plan.figures() if figure.name not in bounds)
        subtitle = f"{policy.title}　公式用到的数值改动后，成绩随之重算"
        figures_sheet(self.look, subtitle, figures, self.plan.lookups())

    def evidence(self) -> None:
        """凭据: what the result was made from, and room for the signatures."""
        policy, book, scored = self.plan.policy, self.result.book, int(self.scores.scored.sum())
        facts = [
            (PERIOD, book.period),
            (POLICY, f"{policy.title}（{policy.policy}）"),
            ("制度版本", policy.version),
            ("制度出处", f"{policy.source.id} {policy.source.document}"),
            (POLICY_HASH, policy.sha256),
            ("输入文件", book.file),
            (SOURCE_HASH, book.sha256),
            ("人数", f"{self.count}，其中已评 {scored}，未评 {self.count - scored}"),
            (SCORES_HASH, fingerprint(self.scores, self.people, book.period, self.result.records)),
            ("程序", f"mkt {__version__}"),
            *((f"次月 {d.day} 日前", d.title) for d in policy.deadlines),
            *(("说明", remark) for remark in policy.remarks),
        ]
        roles = ["制表", "直接上级", "人事行政部", "总经理"]
        evidence_sheet(self.look, "本表说明成绩由什么得出；签字后生效", facts, roles)


def _few(words: list[str]) -> str:
    """The first few of a person's remarks; the sheet of findings holds them all."""
    left = len(words) - MOST_REMARKS
    return "；".join(words[:MOST_REMARKS]) + (f"；另有 {left} 条，见“{FINDINGS}”" if left > 0 else "")


def item_labels(given: Input) -> list[str]:
    """What each row of a list is about: the task, the event, the type of sanction."""
    if given.table is None:
        return [""] * len(given.values)
    column = next((name for name in ("任务", "事件", "类型", "指标", "姓名") if name in given.table.columns), "")
    return [given.table.texts(column)[int(place)] for place in given.places] if column else [""] * len(given.values)
