"""A month's book as it really arrives, page by page."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from people import YEAR
from sheets import month_tables
from story import SALES, Row, Value
from tidy import TIDY, Look, added, letter, open_book, write_table
from untidy import Column, Untidy, untidy_sheets

# XlsxWriter is annotated but ships no py.typed; whether mypy minds depends on the configuration it finds.
from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped, unused-ignore]

SOLID = {"border": 1, "align": "center", "valign": "vcenter"}
ROUGH = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "plain": {"valign": "vcenter"},
    "head": SOLID | {"bold": True, "text_wrap": True},
    "cell": SOLID,
    "date": SOLID | {"num_format": 'yyyy"年"m"月"d"日"'},
    "percent": SOLID | {"num_format": "0%"},
    "sum": SOLID | {"bold": True, "bg_color": "#FFF2CC"},
}


def write_messy(path: Path, policy: str) -> None:
    """Write May's book untidily, with April's figures left on a hidden sheet and an empty one behind."""
    with open_book(path, "宋体") as book:
        look = {name: book.add_format(properties) for name, properties in ROUGH.items()}
        for untidy in untidy_sheets(policy, 5):
            write_untidy(book.add_worksheet(untidy.name), look, untidy)
        hide_stale(book, "销售目标" if policy == SALES else "公司业绩", policy)
        book.add_worksheet("Sheet3")


def hide_stale(book: Workbook, name: str, policy: str) -> None:
    """Add April's sheet of that name, hidden."""
    look = {style: book.add_format(properties) for style, properties in TIDY.items()}
    sheet = book.add_worksheet(f"{name}(旧)")
    write_table(sheet, look, month_tables(policy, 4)[name], f"远山科技市场部 {YEAR}年4月{name}")
    sheet.hide()


def write_untidy(sheet: Worksheet, look: Look, untidy: Untidy) -> None:
    """Form number, blank row, title, caption, header, body, notes, signatures, and litter far below."""
    for column, shape in enumerate(untidy.columns):
        sheet.set_column(column, column, shape.width)
    last = len(untidy.columns) - 1
    sheet.set_row(2, 27)
    sheet.write(0, 0, "表单编号：YS-SC-07", look["plain"])
    sheet.merge_range(2, 0, 2, last, f"{untidy.whose}{YEAR}年5月{untidy.title}", look["title"])
    sheet.write(3, last - 1, untidy.caption, look["plain"])
    body = write_heads(sheet, look, untidy.columns, 4)
    end = write_body(sheet, look, untidy, body)
    write_foot(sheet, look, untidy, end + 1)
    if untidy.stray:
        sheet.write(end + 11, 4, Decimal("13.6"))
    write_litter(sheet, look)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def write_heads(sheet: Worksheet, look: Look, columns: Sequence[Column], top: int) -> int:
    """Write the header, parents merged over their columns; gives the row below it."""
    deep = max(len(column.head) for column in columns)
    if any("\n" in words for column in columns for words in column.head):
        sheet.set_row(top + deep - 1, 32)
    for first, run in runs(columns):
        if len(run[0].head) < deep:
            span(sheet, (top, first, top + deep - 1, first), run[0].head[0], look["head"])
            continue
        if deep == 2:
            span(sheet, (top, first, top, first + len(run) - 1), run[0].head[0], look["head"])
        for column, shape in enumerate(run, start=first):
            sheet.write(top + deep - 1, column, shape.head[-1], look["head"])
    return top + deep


def runs(columns: Sequence[Column]) -> list[tuple[int, list[Column]]]:
    """Neighbouring columns with the same first heading, each run with the number of its first column."""
    found = [list(run) for _, run in groupby(enumerate(columns), key=lambda pair: pair[1].head[0])]
    return [(run[0][0], [column for _, column in run]) for run in found]


def span(sheet: Worksheet, cells: tuple[int, int, int, int], value: Value, style: object) -> None:
    """Write into a range, merging it if it has more than one cell."""
    top, left, bottom, right = cells
    if (top, left) == (bottom, right):
        sheet.write(top, left, value, style)
    else:
        sheet.merge_range(top, left, bottom, right, value, style)


def write_body(sheet: Worksheet, look: Look, untidy: Untidy, top: int) -> int:
    """Write the groups, their subtotals and the total; gives the row below the last."""
    row, subtotal_rows = top, []
    for group in filter(None, untidy.groups):
        row = write_group(sheet, look, untidy, group, row)
        if untidy.subtotals:
            write_subtotal(sheet, look, untidy, group, row)
            subtotal_rows.append(row)
        row += untidy.subtotals + untidy.gap
    if not untidy.subtotals:
        return row - untidy.gap
    write_total(sheet, look, untidy, subtotal_rows, row)
    return row + 1


def write_group(sheet: Worksheet, look: Look, untidy: Untidy, group: list[Row], top: int) -> int:
    """Write one group's rows; gives the row below them."""
    for column, shape in enumerate(untidy.columns):
        shown = [shape.show(row) for row in group]
        if column in untidy.merged:
            span(sheet, (top, column, top + len(group) - 1, column), shown[0], look["cell"])
            continue
        for row, value in enumerate(shown, start=top):
            sheet.write(row, column, value, look[style_for(shape, value)])
    return top + len(group)


def style_for(shape: Column, value: Value) -> str:
    """The format a shown value needs."""
    if isinstance(value, date):
        return "date"
    return "percent" if shape.head == ("完成率",) and isinstance(value, Decimal) else "cell"


def write_subtotal(sheet: Worksheet, look: Look, untidy: Untidy, group: list[Row], row: int) -> None:
    """A branch's sums below its rows: formulas over numbers, typed figures where the column is text."""
    first = row - len(group) + 1
    label(sheet, look, untidy, row, f"{group[0]['分公司']}小计")
    for column, shape in summed(untidy):
        name = letter(column)
        write_sum(sheet, look, (row, column), f"=SUM({name}{first}:{name}{row})", [shape.show(r) for r in group])


def write_total(sheet: Worksheet, look: Look, untidy: Untidy, subtotal_rows: list[int], row: int) -> None:
    """合  计 over the subtotals."""
    label(sheet, look, untidy, row, "合  计")
    people = [person for group in untidy.groups for person in group]
    for column, shape in summed(untidy):
        formula = "=" + "+".join(f"{letter(column)}{above + 1}" for above in subtotal_rows)
        write_sum(sheet, look, (row, column), formula, [shape.show(person) for person in people])


def label(sheet: Worksheet, look: Look, untidy: Untidy, row: int, text: str) -> None:
    """The words of a sum, merged over the columns before the first figure."""
    span(
        sheet,
        (row, 0, row, next(summed_column for summed_column, _ in summed(untidy)) - 1),
        text,
        look["sum"],
    )


def summed(untidy: Untidy) -> Iterable[tuple[int, Column]]:
    """The columns that are added up, with their numbers."""
    return ((column, shape) for column, shape in enumerate(untidy.columns) if shape.summed)


def write_sum(sheet: Worksheet, look: Look, cell: tuple[int, int], formula: str, shown: list[Value]) -> None:
    """The formula with its value, or the sum as text where the figures are text."""
    total = added(shown)
    if any(isinstance(value, str) for value in shown):
        sheet.write(*cell, f"{total:,.2f}", look["sum"])
    else:
        sheet.write_formula(*cell, formula, look["sum"], float(total))


def write_foot(sheet: Worksheet, look: Look, untidy: Untidy, top: int) -> None:
    """Notes, then the line people sign; its date is in June and is not the period."""
    for row, note in enumerate(untidy.notes, start=top):
        sheet.write(row, 0, note, look["plain"])
    sheet.write(
        top + len(untidy.notes) + 1,
        0,
        f"制表人：{untidy.maker}　　　　审核人：　　　　　　制表日期：2024年6月4日",
        look["plain"],
    )


def write_litter(sheet: Worksheet, look: Look) -> None:
    """Formatted empty cells far below and far right, which stretch the used range."""
    for row in range(396, 400):
        for column in range(26):
            sheet.write_blank(row, column, None, look["cell"])
