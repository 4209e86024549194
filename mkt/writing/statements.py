"""结算单: for each person every line of pay, how it came about, its clause, and a total that adds up."""

from __future__ import annotations

from mkt.commission.explain import explanation
from mkt.commission.result import PaidMonth
from mkt.layout import FIRST, STATEMENTS
from mkt.writing.look import Look
from mkt.writing.pay_places import PayPlaces
from mkt.writing.streams import Cells, LongSheet, formulas, lines, texts

MOST_BREAKS = 1_023  # pages of their own that Excel keeps
SENTENCE_WIDTH, CLAUSE_WIDTH, CELLS_WIDTH = 84, 28, 26  # characters


def statements_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """Lay out the sheet: a line of pay a row, each person's together; filtered by 工号 it is one person's statement."""
    sheet = look.workbook.get_worksheet_by_name(STATEMENTS)
    per, people, told = len(month.plan.entries), month.rows, explanation(month)
    count = per * len(people)
    look.heading(
        sheet,
        "结算单（税前）",
        "每人一组，各行（不含深色的小计、合计）相加即本组合计；按工号筛选可得一个人的；不含基本工资；金额单位：元",
    )
    look.header(sheet, FIRST - 1, ["工号", "姓名", "项目", "金额（税前）", "计算", "依据", "原始单元格", "核对"])
    look.model_row(
        sheet, FIRST, [look.text, look.text, look.text, look.pay, look.wrapped, look.wrapped, look.faint, look.warn]
    )
    look.widths(sheet, [9, 10, 20, 14, SENTENCE_WIDTH, CLAUSE_WIDTH, CELLS_WIDTH, 12])
    last = max(FIRST, FIRST + count - 1)
    look.frame(sheet, FIRST, last, 7, freeze=4)
    if 1 < len(people) <= MOST_BREAKS:
        sheet.set_h_pagebreaks([FIRST + per * i for i in range(1, len(people))])
    look.sums(sheet, FIRST, last, 7, [entry.title for entry in month.plan.entries if entry.is_sum])

    def line(i: int) -> int:
        """The line of the explanation for a row: everybody is explained, people who are away have no rows."""
        return people[i // per] * per + i % per

    def height(i: int) -> int:
        room = (
            (told.sentence(line(i)), SENTENCE_WIDTH),
            (told.clauses(line(i)), CLAUSE_WIDTH),
            (told.cells(line(i)), CELLS_WIDTH),
        )
        return max(lines(words, width) for words, width in room)

    cells: list[Cells] = [
        texts(lambda i: month.people[people[i // per]].id, FIRST),
        texts(lambda i: month.people[people[i // per]].name, FIRST),
        texts(lambda i: month.plan.entries[i % per].title, FIRST),
        _amounts(month, places),
        texts(lambda i: told.sentence(line(i)), FIRST),
        texts(lambda i: told.clauses(line(i)), FIRST),
        texts(lambda i: told.cells(line(i)), FIRST),
        _checks(month, places),
    ]
    return LongSheet(STATEMENTS, FIRST, count, cells, height)


def _amounts(month: PaidMonth, places: PayPlaces) -> Cells:
    """Each amount: a line of 汇总, or where it has none the line's own formula; a sum adds up the rows above it."""
    entries, per = month.plan.entries, len(month.plan.entries)
    on_summary = {c.ref for c in (*(month.plan.commission if month.plan.scheme else ()), *month.plan.parts)}
    own = {
        entry.column.ref: places.rule(month.plan.rules[entry.column.ref], STATEMENTS)
        for entry in entries
        if entry.column.ref not in on_summary and not entry.is_sum
    }
    values = [month.values(entry.column.ref) for entry in entries]

    def formula(i: int) -> str:
        which, person = i % per, month.rows[i // per]
        entry = entries[which]
        if entry.is_sum:
            return _sum(month, which, FIRST + i - which + 1)
        if entry.column.ref in own:
            return own[entry.column.ref](person)
        return f"={places.cell(entry.column.ref, person)}"

    return formulas(formula, lambda i: values[i % per][month.rows[i // per]], FIRST)


def _sum(month: PaidMonth, which: int, first: int) -> str:
    """The sum of the lines of a block above a row; the total adds up the sum before and the lines since. Blank where a line is."""
    entries = month.plan.entries
    before = next((k for k in range(which - 1, -1, -1) if entries[k].is_sum), 0)
    cells = f"D{first + before}:D{first + which - 1}"
    return f'=IF(COUNT({cells})<{which - before},"",ROUND(SUM({cells}),2))'


def _checks(month: PaidMonth, places: PayPlaces) -> Cells:
    """Beside each sum whether it is the one on 汇总."""
    entries, per = month.plan.entries, len(month.plan.entries)

    def formula(i: int) -> str:
        entry = entries[i % per]
        if not entry.is_sum:
            return '=""'
        return f'=IF(D{FIRST + i + 1}={places.cell(entry.column.ref, month.rows[i // per])},"","与汇总不符")'

    return formulas(formula, lambda i: "", FIRST)
