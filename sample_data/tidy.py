"""A book as the template lays it out: a title, a header, a row per fact."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from people import DEPARTMENT
from sheets import MONEY, Table
from story import Row, Value

# XlsxWriter is annotated but ships no py.typed; whether mypy minds depends on the configuration it finds.
from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped, unused-ignore]

Look = dict[str, Any]

CENTRED = {"border": 1, "border_color": "#BFBFBF", "align": "center", "valign": "vcenter"}
MONEY_CELL = CENTRED | {"align": "right", "num_format": "#,##0.00"}
TIDY = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "head": CENTRED | {"bold": True, "bg_color": "#DDE7F0"},
    "cell": CENTRED,
    "text": CENTRED | {"align": "left"},
    "date": CENTRED | {"num_format": "yyyy-mm-dd"},
    "percent": CENTRED | {"num_format": "0%"},
    "share": CENTRED | {"num_format": "0.00%"},
    "money": MONEY_CELL,
    "total": MONEY_CELL | {"bold": True, "top": 2},
}
STYLE_OF = dict.fromkeys((*MONEY, "绩效工资基数", "年终奖基数", "金额", "预算", "此前支出"), "money") | {
    "完成率": "percent",
    "分成": "share",
    "任务": "text",
    "事由": "text",
}


def open_book(path: Path, font: str) -> Workbook:
    """A new workbook that carries a fixed date instead of the clock's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"in_memory": True, "default_format_properties": {"font_name": font, "font_size": 11}}
    book = Workbook(str(path), options)
    book.set_properties({"author": "远山科技", "created": datetime(2024, 1, 1)})
    return book


def write_tidy(path: Path, period: str, tables: Iterable[Table], whose: str = DEPARTMENT) -> None:
    """Write a book of the period's sheets, those of a department, in the canonical layout."""
    with open_book(path, "微软雅黑") as book:
        look = {name: book.add_format(properties) for name, properties in TIDY.items()}
        for table in tables:
            write_table(book.add_worksheet(table.name), look, table, f"{whose} {period}{table.name}")


def write_table(sheet: Worksheet, look: Look, table: Table, title: str) -> None:
    """A title in row 1, the header in row 2, the rows below and, for money, a line of sums."""
    sheet.write(0, 0, title, look["title"])
    sheet.set_row(0, 26)
    sheet.write_row(1, 0, table.columns, look["head"])
    for number, row in enumerate(table.rows, start=2):
        write_row(sheet, look, number, table.columns, row)
    if table.name == "销售目标":
        write_sums(sheet, look, table)
    fit(sheet, table)
    set_up_page(sheet)


def write_row(sheet: Worksheet, look: Look, number: int, columns: Sequence[str], row: Row) -> None:
    """The row's values in their columns' formats."""
    for column, name in enumerate(columns):
        value = row[name]
        style = "date" if isinstance(value, date) else STYLE_OF.get(name, "cell")
        sheet.write(number, column, value, look[style])


def write_sums(sheet: Worksheet, look: Look, table: Table) -> None:
    """合计 below the rows: formulas that carry their values."""
    last = len(table.rows) + 2
    sheet.write_row(last, 0, ("合计", None), look["total"])
    for column, name in enumerate(table.columns[2:], start=2):
        formula = f"=SUM({letter(column)}3:{letter(column)}{last})"
        sheet.write_formula(last, column, formula, look["total"], float(added(r[name] for r in table.rows)))


def added(values: Iterable[Value]) -> Decimal:
    """The exact sum of numbers, also of those written as text."""
    return sum((worth(value) for value in values), Decimal(0))


def worth(value: Value) -> Decimal:
    """The number in a cell, also as people write it: 1，999.99, 1.28万; 0 where words stand."""
    if not isinstance(value, str):
        return Decimal(str(value))
    number = re.search(r"-?\d[\d.]*", re.sub("[,，]", "", value))
    return Decimal(number.group()) * (10_000 if "万" in value else 1) if number else Decimal(0)


def letter(column: int) -> str:
    """The column's letter; no sheet here goes beyond Z."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def fit(sheet: Worksheet, table: Table) -> None:
    """Make every column as wide as its text, a Chinese character counting twice."""
    for column, name in enumerate(table.columns):
        money = 14 if name in MONEY else 10
        texts = [name, *(str(row[name]) for row in table.rows)]
        sheet.set_column(column, column, max(money, 3 + max(map(breadth, texts))))


def breadth(text: str) -> int:
    """How many Latin characters wide the text is."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def set_up_page(sheet: Worksheet) -> None:
    """Freeze the header, print it on every A4 page, and let text stand where numbers usually do."""
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:Z200"})
