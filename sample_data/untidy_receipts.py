"""May's receipts as they really arrive, in a book with five faults: see `wrong_receipts` and `wrong_targets`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from people import YEAR
from receipts import pay_tables
from sheets import Table
from story import Row, Value
from tidy import TIDY, open_book, write_table
from untidy import (
    ID,
    NAME,
    SERIAL,
    Column,
    Untidy,
    by_person,
    fact,
    in_wan,
    now_and_then_text,
    number_of,
    untidy_attendance,
    untidy_ratings,
    untidy_sanctions,
    untidy_staff,
    untidy_summaries,
    untidy_trade,
)
from untidy_book import ROUGH, write_untidy

MONTH = 5
STRANGER = {"工号": "1099", "姓名": "郝未央"}


def write_messy_pay(path: Path) -> None:
    """Write May's book untidily, April's receipts left behind on a hidden sheet."""
    tables = pay_tables(MONTH)
    with open_book(path, "宋体") as book:
        look = {name: book.add_format(properties) for name, properties in ROUGH.items()}
        for untidy in (
            with_bonus(untidy_staff(tables["人员"])),
            without_arrears(untidy_trade(wrong_targets(tables["销售目标"]))),
            untidy_receipts(wrong_receipts(tables["回款明细"])),
            untidy_attendance(tables["考勤"]),
            untidy_ratings(tables["行为评分"], "0-10"),
            untidy_summaries(tables["总结计划"]),
            untidy_sanctions(tables["处分"]),
        ):
            write_untidy(book.add_worksheet(untidy.name), look, untidy)
        stale = book.add_worksheet("回款明细(旧)")
        tidy = {name: book.add_format(properties) for name, properties in TIDY.items()}
        write_table(stale, tidy, pay_tables(MONTH - 1)["回款明细"], f"远山科技市场部 {YEAR}年{MONTH - 1}月回款明细")
        stale.hide()


def wrong_targets(table: Table) -> Table:
    """The fault in 销售目标: a plan of zero (1008), which nothing can be divided by."""
    rows = [row | {"计划回款": Decimal(0)} if row["工号"] == "1008" else row for row in table.rows]
    return replace(table, rows=rows)


def wrong_receipts(table: Table) -> Table:
    """The faults in 回款明细.

    - A receipt of 1006 is negative, and nothing says that it went back.
    - A share in a receipt of two is no number.
    - A receipt is that of a person whom no other sheet knows.
    - The shares in a receipt of three add up to 99.99 %.
    """
    rows = [dict(row) for row in table.rows]

    def first(wanted: Callable[[Row], bool]) -> Row:
        return next(row for row in rows if row["类型"] == "回款" and wanted(row))

    alone = first(lambda row: row["工号"] == "1006" and row["分成"] is None)
    alone["金额"] = -Decimal(str(alone["金额"]))
    first(lambda row: row["分成"] == Decimal("0.4"))["分成"] = "四成"
    first(lambda row: row["工号"] == "1026" and row["分成"] is None).update(STRANGER)
    first(lambda row: row["分成"] == Decimal("0.3334"))["分成"] = Decimal("0.3333")
    return replace(table, rows=rows)


def with_bonus(staff: Untidy) -> Untidy:
    """人员 with a column for the bases of the annual bonus."""
    more = Column(("年终奖\n基数（元）",), now_and_then_text("年终奖基数"), 13)
    return replace(staff, columns=(*staff.columns, more))


def without_arrears(targets: Untidy) -> Untidy:
    """销售目标 without what the month before left."""
    return replace(targets, columns=targets.columns[:-1])


def untidy_receipts(table: Table) -> Untidy:
    """回款明细 in 万元 by person, number and name merged down, each with a subtotal; days as text, and the year left out of some."""
    columns = (
        SERIAL,
        ID,
        NAME,
        Column(("到账\n日期",), day_as_text, 13),
        Column(("客户名称",), fact("客户"), 14),
        Column(("客户\n类型",), fact("客户类别")),
        Column(("合同编号",), fact("合同"), 14),
        Column(("产品名称",), fact("产品")),
        Column(("收支\n类型",), fact("类型")),
        Column(("到账\n金额",), in_wan("金额"), 13, summed=True),
        Column(("分成\n比例",), share_as_text),
        Column(("收款\n单号",), fact("单号")),
        Column(("备 注",), fact("备注"), 13),
    )
    ordered = sorted(table.rows, key=lambda row: str(row["工号"]))
    groups = [[row | {"分公司": row["姓名"]} for row in rows] for rows in by_person(replace(table, rows=ordered))]
    notes = ("注：1.几个人的单子，每人一行，金额写全额，按分成比例计算；", "    2.退款按退款日期填写。")
    return Untidy(
        "5月回款台账",
        "回款台账",
        columns,
        groups,
        caption="单位：万元",
        merged=(0, 1, 2),
        subtotals=True,
        notes=notes,
    )


def day_as_text(row: Row) -> Value:
    """A day as text in one of four forms, two of them without the year."""
    day = row["日期"]
    if not isinstance(day, date):
        return day
    forms = (
        f"{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日",
    )
    return forms[(number_of(row) + day.day) % len(forms)]


def share_as_text(row: Row) -> Value:
    """A share in per cent, as text; what is no number as it stands."""
    share = row["分成"]
    return f"{(share * 100).normalize():f}%" if isinstance(share, Decimal) else share
