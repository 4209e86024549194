"""The checked workbook: 汇总, 付款, 合同, 预算 and what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter

from mkt import __version__
from mkt.findings import FAULTS
from mkt.layout import (
    EVIDENCE,
    FIGURES,
    FINDINGS,
    FIRST,
    PERIOD,
    POLICY_HASH,
    SETTINGS,
    SOURCE_HASH,
    SPENDING_HASH,
    SPENDING_POLICY,
    SUMMARY,
)
from mkt.spending.checked import MISSING, CheckedBook
from mkt.spending.document import expense_ratio, total
from mkt.spending.entry import yuan
from mkt.spending.fingerprint import fingerprint
from mkt.spending.worst import WORST, worst
from mkt.vocabulary.spending import BUDGET, CONTRACTS, PAYMENTS
from mkt.writing import budget_sheet, payment_sheets
from mkt.writing.backmatter import evidence_sheet, figures_sheet, findings_sheet
from mkt.writing.checked_places import CELL, REFUND, RESULT, CheckedPlaces
from mkt.writing.look import Look
from mkt.writing.scored import stamp
from mkt.writing.streams import LongSheet, finish, lines, row_height


def write(book: CheckedBook, target: BinaryIO) -> None:
    """Write the checked workbook, the same bytes for the same book."""
    skeleton = BytesIO()
    with xlsxwriter.Workbook(skeleton, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        period = book.book.ledger.period
        made = stamp(period if len(period) > len("2024") else f"{period}-01")
        workbook.set_properties({"title": title(book), "author": f"mkt {__version__}", "created": made})
        workbook.set_calc_mode("auto")
        sheets = _Sheets(book, workbook).build()
    finish(skeleton, sheets, target)


def title(book: CheckedBook) -> str:
    """The title over the summary."""
    year, _, month = book.book.ledger.period.partition("-")
    return f"{year}年{int(month)}月付款核对" if month else f"{year}年付款核对"


class _Sheets:
    """Builds the sheets of one workbook, in their order."""

    def __init__(self, book: CheckedBook, workbook: xlsxwriter.Workbook) -> None:
        self.book, self.workbook, self.look = book, workbook, Look(workbook)
        self.places = CheckedPlaces(book)

    def build(self) -> list[LongSheet]:
        """Lay out every sheet; the long ones come back to be filled."""
        makers: dict[str, Callable[..., LongSheet]] = {PAYMENTS: payment_sheets.payments_sheet}
        if self.book.book.contracts:
            makers[CONTRACTS] = payment_sheets.contracts_sheet
        if self.book.spent:
            makers[BUDGET] = budget_sheet.budget_sheet
        for name in (SUMMARY, *makers, FIGURES, FINDINGS, EVIDENCE):
            self.look.page(self.workbook.add_worksheet(name), wide=name not in (EVIDENCE, SUMMARY))
        self.figures()
        findings_sheet(self.look, self.book.findings, "请逐条核对")
        self.evidence()
        long = [make(self.look, self.book, self.places) for make in makers.values()]
        self.summary()
        return long

    def summary(self) -> None:
        """汇总: how many payments, how many of them are in order, the worst things first, how often each thing was found."""
        look, sheet = self.look, self.workbook.get_worksheet_by_name(SUMMARY)
        names = "、".join(policy.title for policy in self.book.plan.policies)
        look.heading(sheet, title(self.book), f"{names}　数据：{self.book.book.file}　金额单位：元")
        look.widths(sheet, [24, 16, 62, 16])
        row = self.facts(sheet, 3)
        row = self.worst(sheet, row + 1)
        self.counts(sheet, row + 1)

    def facts(self, sheet: Any, row: int) -> int:
        """The facts, each a live formula; the row below them."""
        amounts = f"{PAYMENTS}!{self.places.cells(f'{PAYMENTS}.金额')}"
        results = f"{PAYMENTS}!{self.places.cells(RESULT)}"
        missing = f"{PAYMENTS}!{self.places.cells(MISSING)}"
        refunds = f"{PAYMENTS}!{self.places.cells(REFUND)}"
        payments, words = self.book.payments, payment_sheets.results(self.book)
        lacking = sum(bool(said) for said in self.book.words(MISSING))
        facts: list[tuple[str, str, float, Any]] = [
            (
                "付款笔数",
                f'=SUMPRODUCT(({PAYMENTS}!{self.places.cells(CELL)}<>"")*1)',
                len(payments),
                self.look.whole_number,
            ),
            ("付款合计", f"=ROUND(SUM({amounts}),2)", total(self.book) / 100, self.look.pay),
            (
                "金额空着或读不出来的",
                f'=B{row + 1}-COUNT({amounts})-COUNTIF({refunds},"作废")',
                sum(p.spent is None for p in payments),
                self.look.whole_number,
            ),
            ("缺签字的", f'=SUMPRODUCT(({missing}<>"")*1)', lacking, self.look.whole_number),
            *(
                (f"结论：{word}", f'=COUNTIF({results},"{word}")', words.count(word), self.look.whole_number)
                for word in payment_sheets.RESULTS
            ),
        ]
        if self.book.sales:
            sales = self.book.sales
            facts.append((f"销售额（{sales.file}）", "", sales.cents / 100, self.look.pay))
            ratio = expense_ratio(self.book)
            there = f"B{row + len(facts)}"
            facts.append(
                (
                    "费用率＝付款合计÷销售额",
                    f'=IF(OR(B{row + 3}>0,{there}=0),"",B{row + 2}/{there})',
                    float("nan") if ratio is None else ratio,
                    self.look.attained,
                )
            )
        for i, (label, formula, value, form) in enumerate(facts):
            sheet.write_string(row + i, 0, label, self.look.label)
            if not formula:
                sheet.write_number(row + i, 1, value, form)
            else:
                sheet.write_formula(row + i, 1, formula, form, value if value == value else "")
        return row + len(facts)

    def worst(self, sheet: Any, row: int) -> int:
        """The worst things first; the row below them."""
        found = worst(self.book)
        left = f"（另有 {len(found) - WORST} 处，见“问题”）" if len(found) > WORST else ""
        sheet.write_string(row, 0, f"先看这些{left}" if found else "没有要处理的问题", self.look.chip)
        if not found:
            return row + 1
        self.look.header(sheet, row + 1, ["位置", "金额", "什么事"])
        for i, one in enumerate(found[:WORST], row + 2):
            words = one.words("zh")
            sheet.set_row(i, row_height(lines(words, 60)))
            sheet.write_string(i, 0, one.where, self.look.text)
            if one.cents:
                sheet.write_number(i, 1, one.cents / 100, self.look.pay)
            else:
                sheet.write_blank(i, 1, None, self.look.pay)
            sheet.write_string(i, 2, words, self.look.indented)
        return row + 2 + min(WORST, len(found))

    def counts(self, sheet: Any, row: int) -> None:
        """How often each thing was found, counted on 问题."""
        codes = sorted({finding.code: finding for finding in self.book.findings}.items())
        if not codes:
            return
        self.look.header(sheet, row, ["代码", "条数", "是什么（详见 mkt explain 代码）"])
        last = FIRST + len(self.book.findings)
        for i, (code, _) in enumerate(codes, row + 1):
            count = sum(finding.code == code for finding in self.book.findings)
            sheet.write_string(i, 0, code, self.look.text)
            sheet.write_formula(
                i, 1, f"=COUNTIF({FINDINGS}!$F${FIRST + 1}:$F${last},A{i + 1})", self.look.whole_number, count
            )
            words = FAULTS[code].page("zh").partition("。")[0] + "。"
            sheet.set_row(i, row_height(lines(words, 60)))
            sheet.write_string(i, 2, words, self.look.indented)

    def figures(self) -> None:
        """制度参数: the tables of amounts, every figure, every switch."""
        plan = self.book.plan
        figures = [figure for policy in plan.policies for figure in policy.figures()]
        choices = [choice for policy in plan.policies for choice in policy.choices()]
        tables = [table for policy in plan.policies for table in policy.lookups()]
        names = "、".join(policy.title for policy in plan.policies)
        figures_sheet(self.look, f"{names}　金额界限改动后，应签和所缺随之重算", figures, tables, choices)

    def evidence(self) -> None:
        """凭据: what was checked, by what, and room for the signatures."""
        book, ledger = self.book, self.book.book.ledger
        facts = [(PERIOD, ledger.period), ("输入文件", ledger.file), (SOURCE_HASH, ledger.sha256)]
        for policy in book.plan.policies:
            facts += [(SPENDING_POLICY, policy.policy), ("制度名称", f"{policy.title} 第 {policy.version} 版"),
                      (POLICY_HASH, policy.sha256), ("制度出处", f"{policy.source.id} {policy.source.document}")]  # fmt: skip
        facts += [(SETTINGS, setting) for setting in book.plan.settings]
        if book.sales:
            facts += [(f"销售额 {book.sales.file}", book.sales.sha256)]
        errors = sum(finding.severity == "error" for finding in book.findings)
        facts += [
            ("付款", f"{len(book.payments)} 笔，合计 {yuan(total(book))} 元"),
            ("问题", f"{len(book.findings)} 条，其中错误 {errors} 条"),
        ]
        spent = [
            (row.category, row.month, None if row.budget is None else row.budget / 100, row.spent / 100)
            for row in book.spent
        ]
        made = fingerprint(ledger.period, book.plan, book.trace, book.contract_trace, spent)
        facts += [(SPENDING_HASH, made), ("程序", f"mkt {__version__}")]
        facts += [("说明", remark) for policy in book.plan.policies for remark in policy.remarks]
        evidence_sheet(self.look, "本表说明核对的是什么、按什么核对", facts, ["核对人", "财务", "负责人"])
