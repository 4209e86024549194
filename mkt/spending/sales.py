"""The sales of a month book, which expenses are set against."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkt.book import cell
from mkt.findings import Hit, fault
from mkt.reading.book import read
from mkt.spending.checked import Sales
from mkt.spending.gather import cents_of

SALES = ("销售目标", "公司业绩"), "实际销售额"
"""Where sales stand: those of the staff, else of the branches."""


@fault(
    "error",
    "{found} 里没有可用的实际销售额（{why_zh}），算不出费用率。",
    "{found} has no sales that can be used ({why_en}), so there is no expense ratio.",
)
def sales_missing(file: str, why: tuple[str, str] | None) -> Iterator[Hit]:
    """--sales 给的月度工作簿里没有“实际销售额”，或者有的格读不出来。费用率＝费用÷销售额，缺一个人的销售额就不对，所以不算。

    The month book given with --sales has no column 实际销售额, or some of its cells cannot be read. A ratio to part of the sales would be wrong.
    """
    if why:
        yield Hit("", file, more={"why_zh": why[0], "why_en": why[1]})


def sales_of(path: Path) -> tuple[str, Sales]:
    """The month of a month book and its sales, the staff's or else the branches'. Raises `Refused` if they cannot be used."""
    sheets, column = SALES
    book = read(path, frozenset(f"{sheet}.{column}" for sheet in sheets))
    table = next(
        (book.tables[sheet] for sheet in sheets if sheet in book.tables and column in book.tables[sheet].columns), None
    )
    if table and column in table.doubled:
        cells = "、".join(cell(table.sheet, table.header_row, place) for place in table.doubled[column])
        sales_missing.refuse(book.file, path.name, (f"有两列都像：{cells}", f"two columns look like it: {cells}"))
    if table is None:
        sales_missing.refuse(book.file, path.name, ("没有这一列", "there is no such column"))
        raise AssertionError
    whole = [i for i, unit in enumerate(table.texts("单位")) if unit == "总公司"] if table.kind == "公司业绩" else []
    rows = whole or list(range(len(table.rows)))
    cents = cents_of(table, column)
    where = next((table.cell(row, column) for row in rows if cents[row] is None), "" if rows else table.sheet)
    if where:
        sales_missing.refuse(book.file, path.name, (f"{where} 空着或读不出来", f"{where} is blank or cannot be read"))
    return book.period, Sales(book.file, book.sha256, sum(cents[row] or 0 for row in rows))
