"""Spending books of any size, the same ones every time: `python payments.py PAYMENTS BOOK`.

One sheet 付款 of May 2024 with a plain header in row 1, and a budget that holds. Payments from 2,000 yuan on have their request number and
all five signatures; payees get few enough below it that none look split. Everybody is invented.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

from books import Row, name

# XlsxWriter is annotated but ships no py.typed; whether mypy minds depends on the configuration it finds.
from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]

ROLES = ("部门主管", "影城财务部", "影城总经理", "总部财务部", "总部总经理")
CATEGORIES = ("推广费", "差旅费", "交通费", "办公费", "印刷费")
HEADER = ["日期", "收款人", "事由", "类别", "金额", "计划内", "发票号", "支付申请单号", "合同编号", "付款日期"]
SIGNED, PAID, LIMIT = date(2024, 5, 20), date(2024, 5, 28), 2000


def payments(count: int) -> Iterator[Row]:
    """The header and so many payments."""
    luck = Random("付款")
    yield [*HEADER, *(word for role in ROLES for word in (role, f"{role}日期"))]
    for i in range(count):
        amount = round(luck.uniform(50, 600) if luck.random() < 0.6 else luck.uniform(LIMIT, 20_000), 2)
        large = amount >= LIMIT
        about: Row = [
            date(2024, 5, luck.randrange(1, 20)),
            f"单位{i % (count // 2 + 1):06}",
            f"第{i}次采购",
            CATEGORIES[i % len(CATEGORIES)],
            amount,
        ]
        paper: Row = ["是", f"{10_000_000 + i}", f"ZF-{i:06}" if large else None, None, PAID]
        signs: Row = [word for k in range(len(ROLES)) for word in ((name(k), SIGNED) if large else (None, None))]
        yield [*about, *paper, *signs]


def budget(count: int) -> Iterator[Row]:
    """A line for every category, larger than what is spent."""
    yield ["类别", "月份", "预算"]
    for category in CATEGORIES:
        yield [category, "5月", count * 20_000]


def main(count: int, path: Path) -> None:
    """Write the book."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2024, 6, 3, 9, 0)})
        for sheet, rows in (("付款", payments(count)), ("预算", budget(count))):
            page = book.add_worksheet(sheet)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
