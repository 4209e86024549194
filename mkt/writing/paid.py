"""The workbook of pay: 汇总, 部门, 结算单 and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter

from mkt import __version__
from mkt.commission import plan as columns
from mkt.commission.carry import carry_hash
from mkt.commission.layout import LEADING, NAMED, WORDS, layout
from mkt.commission.result import PaidMonth, fingerprint
from mkt.layout import (
    BONUS_PAID,
    CALCULATION,
    CARRY_HASH,
    CLAWBACKS,
    CONTROL,
    DEPARTMENTS,
    EVIDENCE,
    FIGURES,
    FINDINGS,
    FIRST,
    HANDED_ON,
    INPUTS,
    LEDGER,
    PAY_HASH,
    PAY_POLICY,
    PAY_POLICY_HASH,
    PERIOD,
    POLICY,
    POLICY_HASH,
    RECEIPTS,
    SOURCE_HASH,
    STATEMENTS,
    SUMMARY,
    TEAM,
)
from mkt.rule import tree
from mkt.writing import pay_lists, statements
from mkt.writing.backmatter import evidence_sheet, figures_sheet, findings_sheet
from mkt.writing.look import Look
from mkt.writing.pay_places import PayPlaces
from mkt.writing.scored import stamp
from mkt.writing.streams import Cells, LongSheet, finish, formulas, lines, numbers, texts

REMARK_WIDTH = 40  # characters
TITLES = {columns.COMMISSION: "提成合计\n（税前）", columns.PERFORMANCE: "绩效工资\n（税前）",
          columns.BONUS: "年终奖\n（税前）", columns.TOTAL: "合计\n（税前）", columns.PLAN: "计划\n（含结转）", columns.COLLECTED: "计入金额"}  # fmt: skip


def write(month: PaidMonth, target: BinaryIO) -> None:
    """Write the workbook of pay, the same bytes for the same month."""
    skeleton = BytesIO()
    with xlsxwriter.Workbook(skeleton, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        properties = {"title": title(month), "author": f"mkt {__version__}", "created": stamp(month.book.period)}
        workbook.set_properties(properties)
        workbook.set_calc_mode("auto")
        sheets = _Sheets(month, workbook).build()
    finish(skeleton, sheets, target)


def title(month: PaidMonth) -> str:
    """The title over the summary: what is paid, and the month."""
    year, number = month.book.period.split("-")
    words = {columns.COMMISSION: "提成", columns.PERFORMANCE: "绩效工资", columns.BONUS: "年终奖"}
    return f"{year}年{int(number)}月{'、'.join(words[part] for part in month.plan.parts)}"


class _Sheets:
    """Builds the sheets of one workbook, in their order."""

    def __init__(self, month: PaidMonth, workbook: xlsxwriter.Workbook) -> None:
        self.month, self.workbook, self.look = month, workbook, Look(workbook)
        self.plan, self.people = month.plan, month.people
        self.single = [given for ref, given in month.source.staff.inputs.items() if ref in self.plan.single]
        scored = month.source.scored is not None
        self.layout = layout(self.plan, [given.column.ref for given in self.single], scored)
        self.places = PayPlaces(month, self.layout)
        self.count = len(self.people)
        self.last = max(FIRST, FIRST + self.count - 1)

    def build(self) -> list[LongSheet]:
        """Lay out every sheet; the long ones come back to be filled."""
        calculation = [CALCULATION] if self.layout.sheets[CALCULATION][1] else []
        lists = dict.fromkeys(sheet for sheet, _ in self.layout.lists.values())
        ledger = [LEDGER] if self.plan.claws_back else []
        for name in (
            SUMMARY,
            DEPARTMENTS,
            STATEMENTS,
            *lists,
            INPUTS,
            *calculation,
            HANDED_ON,
            *ledger,
            CONTROL,
            FIGURES,
            FINDINGS,
            EVIDENCE,
        ):
            self.look.page(self.workbook.add_worksheet(name), wide=name != EVIDENCE)
        self.figures()
        findings_sheet(self.look, self.month.findings, "错误使有关的人暂不发", by_file=True)
        self.evidence()
        pay_lists.control_sheet(self.look, self.month, self.places)
        found = [self.summary(), pay_lists.departments_sheet(self.look, self.month, self.places),
                 statements.statements_sheet(self.look, self.month, self.places), self.inputs()]  # fmt: skip
        makers: dict[str, Callable[..., LongSheet]] = {
            RECEIPTS: pay_lists.receipts_sheet, CLAWBACKS: pay_lists.clawbacks_sheet, TEAM: pay_lists.team_sheet,
            LEDGER: pay_lists.ledger_sheet, HANDED_ON: pay_lists.handed_on_sheet,
        }  # fmt: skip
        found += [makers[name](self.look, self.month, self.places) for name in (*lists, HANDED_ON, *ledger)]
        return [*found, *([self.calculation()] if calculation else [])]

    def who(self, *fields: str) -> list[Cells]:
        """Fields of the people as columns."""
        return [_texts([getattr(person, field) for person in self.people]) for field in fields]

    def computed(self, ref: str) -> Cells:
        """A computed column: formulas with their values."""
        return formulas(self.places.formula(ref), self.month.values(ref).__getitem__, FIRST)

    def format(self, column: tree.Column, bold: bool = False) -> Any:
        """The format of a column of figures."""
        if column.unit == "%":
            return self.look.attained
        if column.unit == "元":
            return self.look.pay_total if bold else self.look.pay
        return self.look.number

    def summary(self) -> LongSheet:
        """汇总: a person a row, what counts and what is paid."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(SUMMARY)
        _, refs = self.layout.sheets[SUMMARY]
        found = [self.column(ref) for ref in refs]
        sums = {columns.COMMISSION, columns.TOTAL}
        heads = ["工号", "姓名", "部门", "岗位", *(TITLES.get(c, c.label) for c in found), "备注"]
        remarks = [self.month.held[p.id].zh if p.id in self.month.held else "" for p in self.people]
        words = [
            f"暂不发：{words}" if words and not away else words
            for words, away in zip(remarks, self.month.source.away, strict=True)
        ]
        look.heading(
            sheet, title(self.month), f"{self.plan.policy.name}　数据：{self.month.book.file}　金额单位：元，税前"
        )
        look.header(sheet, FIRST - 1, heads)
        look.model_row(sheet, FIRST, [look.text] * LEADING + [self.format(c, c in sums) for c in found] + [look.remark])
        look.widths(
            sheet, [9, 10, 12, 13] + [10 if c.unit == "%" else 13 for c in found] + [REMARK_WIDTH if any(words) else 14]
        )
        self.facts(sheet)
        look.frame(sheet, FIRST, self.last, LEADING + len(found), freeze=2, filtered=False)
        look.unpaid(sheet, FIRST, self.last, LEADING + len(found), LEADING + refs.index(columns.TOTAL.ref))
        cells = [*self.who("id", "name", "department", "position"), *map(self.computed, refs), _texts(words)]
        return LongSheet(SUMMARY, FIRST, self.count, cells, lambda i: lines(words[i], REMARK_WIDTH))

    def column(self, ref: str) -> tree.Column:
        """A column by its reference, with its unit."""
        scheme = self.plan.scheme
        standard = [columns.standard_column(scheme.tiers)] if scheme else []
        known = {c.ref: c for c in (columns.ATTAINED, columns.FACTOR, *standard, *self.plan.rate_columns)}
        return known.get(ref, tree.Column(ref, "元"))

    def facts(self, sheet: Any) -> None:
        """The facts over the table: formulas with the texts they yield."""
        paid = [v for v in self.month.values(columns.TOTAL.ref) if v == v]
        held = len(self.month.rows) - len(paid)
        total = self.places.total.rpartition("!")[2]
        facts = [
            (f'="合计 "&TEXT(SUM({total}),"#,##0.00")&" 元"', f"合计 {sum(paid):,.2f} 元"),
            (f'="发放 "&COUNT({total})&" 人"', f"发放 {len(paid)} 人"),
            (f'="暂不发 "&({len(self.month.rows)}-COUNT({total}))&" 人"', f"暂不发 {held} 人"),
        ]
        self.look.chips(sheet, 2, facts, [0, 4, 6])

    def inputs(self) -> LongSheet:
        """输入: what pay was reckoned from, with the cells it was read from."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(INPUTS)
        _, refs = self.layout.sheets[INPUTS]
        read = {given.column.ref: given for given in self.single}
        heads, formats, cells, widths = ["工号", "姓名"], [look.text] * 2, self.who("id", "name"), [9.0, 10.0]
        for ref in refs:
            heads.append(ref.rpartition(".")[2])
            formats.append(look.text if ref in WORDS else look.money if ref not in ("成绩.总分",) else look.points)
            widths.append(30 if ref in (columns.HELD, columns.DOUBT) else 14)
            cells.append(self.stated(ref))
        for given in self.single:
            heads.append(f"{given.column.label}\n单元格")
            formats.append(look.faint)
            widths.append(18)
            cells.append(texts(given.cell, FIRST))
        look.heading(sheet, "计发的依据", "读到的数据、成绩和上月结转；右边是原工作簿的单元格；红字是不能用的值")
        look.header(sheet, FIRST - 1, heads)
        look.references(sheet, {NAMED + i: ref for i, ref in enumerate(refs)})
        look.model_row(sheet, FIRST, formats)
        look.widths(sheet, widths)
        look.frame(sheet, FIRST, self.last, len(heads) - 1, freeze=2, filtered=False)
        look.unusable(sheet, FIRST, self.last, [NAMED + i for i, ref in enumerate(refs) if ref in read])
        return LongSheet(INPUTS, FIRST, self.count, cells)

    def stated(self, ref: str) -> Cells:
        """A column that is given: words or numbers, and what stands there where no number can be used."""
        values = self.month.trace.columns[ref].tolist()
        if ref in WORDS:
            return _texts([str(value or "") for value in values])
        original = self.month.source.original.inputs.get(ref)
        return numbers(values.__getitem__, lambda i: original.written(i) if original else "", FIRST)

    def calculation(self) -> LongSheet:
        """计算: figures between, and what is handed on to the next month."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(CALCULATION)
        _, refs = self.layout.sheets[CALCULATION]
        found = [self.column(ref) for ref in refs]
        look.heading(sheet, "中间数", "“汇总”和“结算单”由这里和“输入”算出")
        look.header(sheet, FIRST - 1, ["工号", "姓名", *(column.label for column in found)])
        look.model_row(sheet, FIRST, [look.text, look.text, *map(self.rate_format, found)])
        look.widths(sheet, [9, 10, *[14] * len(found)])
        look.references(sheet, {NAMED + i: ref for i, ref in enumerate(refs)})
        look.frame(sheet, FIRST, self.last, NAMED + len(found) - 1, freeze=2, filtered=False)
        return LongSheet(CALCULATION, FIRST, self.count, [*self.who("id", "name"), *map(self.computed, refs)])

    def rate_format(self, column: tree.Column) -> Any:
        """The format of a figure between."""
        return self.look.rate if column in self.plan.rate_columns else self.format(column)

    def figures(self) -> None:
        """制度参数: every figure, the tiers in a table of their own."""
        policy = self.plan.policy
        choices = policy.commission.choices() if policy.commission else ()
        subtitle = f"{policy.title}　公式用到的数值改动后，薪酬随之重算"
        row = figures_sheet(self.look, subtitle, policy.figures(), policy.lookups(), choices)
        if policy.commission:
            pay_lists.tiers_table(self.look, row + 1, policy.commission.tiers)

    def evidence(self) -> None:
        """凭据: what pay was made from, and room for the signatures."""
        month, policy, scores = self.month, self.plan.policy, self.month.source.scores
        paid = sum(value == value for value in month.values(columns.TOTAL.ref))
        facts = [
            (PERIOD, month.book.period),
            (PAY_POLICY, policy.policy),
            ("薪酬制度名称", f"{policy.title} 第 {policy.version} 版"),
            (PAY_POLICY_HASH, policy.sha256),
        ]
        facts.append(("制度出处", f"{policy.source.id} {policy.source.document}"))
        if scores:
            facts += [(POLICY, f"{scores.title}（{scores.policy}）"), (POLICY_HASH, scores.sha256)]
        facts += [("输入文件", month.book.file), (SOURCE_HASH, month.book.sha256)]
        facts += [(f"输入 {file}", sha256) for file, sha256 in month.inputs()[1:]]
        facts.append(("人数", f"{len(month.rows)}，其中发放 {paid}，暂不发 {len(month.rows) - paid}"))
        made = fingerprint(month.book.period, [p.id for p in self.people], self.plan, month.trace)
        facts += [(BONUS_PAID, month.after.bonus)] if month.after.bonus else []
        facts += [(PAY_HASH, made), (CARRY_HASH, carry_hash(month.after)), ("程序", f"mkt {__version__}")]
        facts += [("说明", remark) for remark in policy.remarks]
        evidence_sheet(
            self.look,
            "本表说明薪酬由什么得出；全部金额为税前。签字后生效",
            facts,
            ["制表", "财务", "人事行政部", "总经理"],
        )


def _texts(values: Sequence[str]) -> Cells:
    return texts(values.__getitem__, FIRST)
