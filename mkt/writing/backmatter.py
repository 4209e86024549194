"""The sheets at the back of every result: 制度参数, 问题, 凭据."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mkt.findings import Finding
from mkt.layout import EVIDENCE, FIGURES, FINDINGS, FIRST
from mkt.rule import tree
from mkt.rule.sentence import Sourced
from mkt.writing import look as looks
from mkt.writing.look import Look, severity_word
from mkt.writing.streams import lines, row_height

LOWEST = -1e15  # the bound of the lowest row of a table: everything is above it


def figures_sheet(
    look: Look,
    subtitle: str,
    figures: Iterable[tuple[tree.Figure, bool]],
    tables: Iterable[tree.Lookup],
    choices: Iterable[tuple[str, str, Sourced]] = (),
) -> int:
    """制度参数: every figure with its source, and the tables; each value has a name that the formulas use. Returns the row below.

    `choices` are decisions without a figure, told in words below the figures.
    """
    sheet = look.workbook.get_worksheet_by_name(FIGURES)
    look.heading(sheet, "制度参数", subtitle)
    look.header(sheet, 3, ["名称", "数值", "单位", "依据（原文）", "假设（原文没有）"])
    look.widths(sheet, [looks.NAME_WIDTH, looks.VALUE_WIDTH, looks.UNIT_WIDTH, looks.CLAUSE_WIDTH, looks.REASON_WIDTH])
    look.frame(sheet, 4, 4, 4, freeze=0, filtered=False)
    row = 4
    for figure, there in figures:
        look.figure(sheet, row, figure, there)
        if there:
            look.workbook.define_name(figure.name, f"={FIGURES}!$B${row + 1}")
        row += 1
    for name, words, source in choices:
        look.choice(sheet, row, name, words, source)
        row += 1
    for table in tables:
        row = _table(look, sheet, row + 1, table)
    return row


def _table(look: Look, sheet: Any, row: int, table: tree.Lookup) -> int:
    """One band table with its names; returns the row after it. The bound of a grade has a name of its own."""
    edge = "上限" if table.up_to else "下限"
    look.header(sheet, row, [f"{table.name}：{edge}", "结果", "单位", "依据（原文）", "假设（原文没有）"])
    first = row + 1
    bounds: list[float | None] = [float(b) for b in table.bounds]
    bounds = [*bounds, None] if table.up_to else [LOWEST, *bounds]
    for bound, value in zip(bounds, table.values, strict=True):
        row += 1
        look.band(sheet, row, bound, value, table)
        if (
            isinstance(value, str) and value.isalnum() and bound is not None and bound > LOWEST
        ):  # a grade; a chain is none
            look.workbook.define_name(f"{table.name}_{value}_下限", f"={FIGURES}!$A${row + 1}")
    last_bound = row if table.up_to else row + 1
    look.workbook.define_name(f"{table.name}_{edge}", f"={FIGURES}!$A${first + 1}:$A${last_bound}")
    look.workbook.define_name(f"{table.name}_结果", f"={FIGURES}!$B${first + 1}:$B${row + 1}")
    return row + 1


def findings_sheet(look: Look, found: Sequence[Finding], consequence: str, by_file: bool = False) -> None:
    """问题: every finding; `by_file` where they are about several files."""
    sheet = look.workbook.get_worksheet_by_name(FINDINGS)
    look.heading(sheet, "问题", "没有发现问题" if not found else f"共 {len(found)} 条，{consequence}")
    look.header(sheet, FIRST - 1, ["程度", "位置", "读到的内容", "说明和处理", "工号", "代码"])
    look.widths(sheet, [8, 36 if by_file else 26, 22, 70, 10, 24])
    look.frame(sheet, FIRST, max(FIRST, FIRST + len(found) - 1), 5, freeze=0)
    for i, f in enumerate(found):
        sheet.set_row(FIRST + i, row_height(max(lines(f.zh, 70), lines(f"{f.file}  {f.where}", 36) if by_file else 1)))
        where = "  ".join(filter(None, (f.file, f.where))) if by_file else f.where
        values = [severity_word(f.severity), where, f.found, f.zh, f.person, f.code]
        for column, value in enumerate(values):
            sheet.write_string(
                FIRST + i, column, value, look.wrapped if column == 3 or (by_file and column == 1) else look.text
            )


def evidence_sheet(
    look: Look, subtitle: str, facts: Sequence[tuple[str, str]], roles: list[str], label_width: int = 22
) -> None:
    """凭据: what the result was made from, a label and a value a line, and room for the signatures."""
    sheet = look.workbook.get_worksheet_by_name(EVIDENCE)
    look.heading(sheet, "凭据", subtitle)
    look.widths(sheet, [label_width, 76])
    for i, (label, value) in enumerate(facts):
        sheet.write_string(3 + i, 0, label, look.label)
        sheet.write_string(3 + i, 1, value, look.wrapped)
    look.signatures(sheet, 5 + len(facts), roles)
