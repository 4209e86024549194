"""The scored workbook: 成绩, 说明, 输入, 制度参数, 问题, 凭据."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

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
from mkt.reasons import Explanation
from mkt.rule import formula, sentence, tree
from mkt.scores import RANK, ScoredMonth, fingerprint
from mkt.staff import Input
from mkt.writing import look
from mkt.writing.kept import kept_names, kept_sheets
from mkt.writing.look import Look, severity_word
from mkt.writing.places import Places
from mkt.writing.streams import LAST_ROW, Cells, LongSheet, finish, formulas, lines, numbers, row_height, texts

MOST_REMARKS = 3
REMARK_WIDTH, SENTENCE_WIDTH, CLAUSE_WIDTH = 44, 64, 34  # characters


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
        self.findings()
        self.evidence()
        lists = (self.list_sheet(given) for given in self.lists)
        return [self.grades(), *self.why(), self.inputs(), *lists,
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

    def why(self) -> list[LongSheet]:
        """说明: for each person and figure the sentence, its clauses and the cells it came from."""
        sheet = self.workbook.get_worksheet_by_name(WHY)
        self.look.heading(sheet, "每个数字的由来", "句子按当时的数写成；“核对”一栏在有人改动数字后会提示")
        self.look.header(sheet, FIRST - 1, ["工号", "姓名", "项目", "结果", "说明", "依据", "原始单元格", "核对"])
        look = self.look
        self.look.model_row(
            sheet,
            FIRST,
            [look.text, look.text, look.text, look.result, look.wrapped, look.wrapped, look.faint, look.warn],
        )
        self.look.widths(sheet, [9, 10, 11, 9, SENTENCE_WIDTH, CLAUSE_WIDTH, 34, 12])
        told = Explanation(self.result)
        count = self.count * told.per_person
        self.look.frame(sheet, FIRST, FIRST + count - 1, 7, freeze=4)
        self.look.bands(sheet, FIRST, FIRST + count - 1, 7, told.per_person)
        height = lambda i: max(lines(told.sentence(i), SENTENCE_WIDTH), lines(told.clauses(i), CLAUSE_WIDTH))  # noqa: E731
        return [LongSheet(WHY, FIRST, count, self.why_columns(told), height)]

    def why_columns(self, told: Explanation) -> list[Cells]:
        per = told.per_person
        columns = [letters(self.columns[ref]) for ref in told.refs]

        def reference(i: int) -> str:
            return f"={SCORES}!{columns[i % per]}{FIRST + i // per + 1}"

        def check(i: int) -> str:
            value = told.value(i)
            expected = formula.quoted(value) if isinstance(value, str) else repr(value) if value == value else '""'
            return f'=IF(D{FIRST + i + 1}={expected},"","与说明不符")'

        return [
            texts(lambda i: self.people[i // per].id, FIRST),
            texts(lambda i: self.people[i // per].name, FIRST),
            texts(lambda i: told.titles[i % per], FIRST),
            formulas(reference, told.value, FIRST),
            texts(told.sentence, FIRST),
            texts(told.clauses, FIRST),
            texts(told.cells, FIRST),
            formulas(check, lambda i: "", FIRST),
        ]

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
        """制度参数: every figure with its source, and the tables; each value has a name that the formulas use."""
        sheet = self.workbook.get_worksheet_by_name(FIGURES)
        policy = self.plan.policy
        self.look.heading(sheet, "制度参数", f"{policy.title}　公式用到的数值改动后，成绩随之重算")
        self.look.header(sheet, 3, ["名称", "数值", "单位", "依据（原文）", "假设（原文没有）"])
        self.look.widths(sheet, [30, 12, 8, look.CLAUSE_WIDTH, look.REASON_WIDTH])
        self.look.frame(sheet, 4, 4, 4, freeze=0, filtered=False)
        row = 4
        bounds = {f"{GRADE_TABLE}_{grade.grade}_下限" for grade in policy.grades.rows}
        for figure, there in self.plan.figures():
            if figure.name not in bounds:  # the bounds of grades stand in their table below
                self.look.figure(sheet, row, figure, there)
                if there:
                    self.workbook.define_name(figure.name, f"={FIGURES}!$B${row + 1}")
                row += 1
        for table in self.plan.lookups():
            row = self.table(sheet, row + 1, table)

    def table(self, sheet: Any, row: int, table: tree.Lookup) -> int:
        """One band table with its names; returns the row after it."""
        edge = "上限" if table.up_to else "下限"
        self.look.header(sheet, row, [f"{table.name}：{edge}", "结果", "单位", "依据（原文）", "假设（原文没有）"])
        first = row + 1
        bounds: list[float | None] = [float(b) for b in table.bounds]
        bounds = [*bounds, None] if table.up_to else [-1e15, *bounds]
        for bound, value in zip(bounds, table.values, strict=True):
            row += 1
            self.look.band(sheet, row, bound, value, table)
            if table.name == GRADE_TABLE and bound is not None and bound > -1e15:
                self.workbook.define_name(f"{GRADE_TABLE}_{value}_下限", f"={FIGURES}!$A${row + 1}")
        last_bound = row if table.up_to else row + 1
        self.workbook.define_name(f"{table.name}_{edge}", f"={FIGURES}!$A${first + 1}:$A${last_bound}")
        self.workbook.define_name(f"{table.name}_结果", f"={FIGURES}!$B${first + 1}:$B${row + 1}")
        return row + 1

    def findings(self) -> None:
        """问题: every finding."""
        sheet = self.workbook.get_worksheet_by_name(FINDINGS)
        found = self.result.findings
        self.look.heading(sheet, "问题", "没有发现问题" if not found else f"共 {len(found)} 条，错误使有关的人不评分")
        self.look.header(sheet, FIRST - 1, ["程度", "位置", "读到的内容", "说明和处理", "工号", "代码"])
        self.look.widths(sheet, [8, 26, 22, 70, 10, 24])
        self.look.frame(sheet, FIRST, max(FIRST, FIRST + len(found) - 1), 5, freeze=0)
        for i, f in enumerate(found):
            sheet.set_row(FIRST + i, row_height(lines(f.zh, 70)))
            values = [severity_word(f.severity), f.where, f.found, f.zh, f.person, f.code]
            for column, value in enumerate(values):
                sheet.write_string(FIRST + i, column, value, self.look.wrapped if column == 3 else self.look.text)

    def evidence(self) -> None:
        """凭据: what the result was made from, and room for the signatures."""
        sheet = self.workbook.get_worksheet_by_name(EVIDENCE)
        policy, book, scored = self.plan.policy, self.result.book, int(self.scores.scored.sum())
        self.look.heading(sheet, "凭据", "本表说明成绩由什么得出；签字后生效")
        lines = [
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
        self.look.widths(sheet, [22, 76])
        for i, (label, value) in enumerate(lines):
            sheet.write_string(3 + i, 0, label, self.look.label)
            sheet.write_string(3 + i, 1, value, self.look.wrapped)
        self.look.signatures(sheet, 5 + len(lines), ["制表", "直接上级", "人事行政部", "总经理"])


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
