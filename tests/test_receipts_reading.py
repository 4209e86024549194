"""The log of receipts is read as a careful person reads it: what is a receipt, whose, of which day, and how much."""

from __future__ import annotations

import datetime
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mkt.book import Book
from mkt.reading import parse
from mkt.reading.book import read
from mkt.reading.heads import kind_named
from mkt.vocabulary import SHEETS
from tests.conftest import ROOT, SAMPLES, grid_of, write_book
from tests.test_reading import Change, merged, odd, values

WANTED = frozenset({"销售目标.计划销售额", "销售目标.实际销售额", "回款明细.金额"})
HEAD = "| 工号 | 姓名 | 日期 | 客户 | 合同 | 金额 |"

Reading = Callable[..., Book]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write a book of May 2024 from a grid and read it."""

    def make(text: str, change: Change | None = None) -> Book:
        return read(write_book(tmp_path / "2024-05.xlsx", grid_of(text), change), WANTED)

    return make


def amounts(book: Book) -> dict[str, float | None]:
    """The amount of every receipt by its cell, None where it is missing."""
    table = book.tables["回款明细"]
    return {table.cell(i, "金额"): value for i, value in enumerate(values(book, "回款明细.金额"))}


def people(book: Book) -> list[str]:
    """Whose the rows are."""
    return values(book, "回款明细.姓名")


# The sheet


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("回款明细", "回款明细"), ("5月回款明细表", "回款明细"), ("回款", "回款明细"), ("回款记录", "回款明细"), ("2024年5月收款明细", "回款明细"),
        ("到账明细", "回款明细"), ("回款台账", "回款明细"), ("回款臺賬", "回款明细"), ("收款记录（5月）", "回款明细"), ("Receipts", "回款明细"),
        ("collections", "回款明细"), ("销售", "销售目标"), ("业绩", "销售目标"), ("回款计划", ""), ("退款明细", ""), ("应收账款", ""),
    ],
)  # fmt: skip
def test_sheet_named_in_other_words(name: str, kind: str) -> None:
    """The usual names of a list of receipts mean it; plans, refunds and what is owed are other lists."""
    assert kind_named(name) == kind


def test_no_word_names_two_sheets() -> None:
    """A name means one kind of sheet."""
    named = [parse.header(word)[0] for kind, sheet in SHEETS.items() for word in {kind, *sheet.words}]
    assert len(named) == len(set(named))


def test_no_word_heads_two_columns_of_receipts() -> None:
    """A header means one column."""
    columns = SHEETS["回款明细"].columns.items()
    heads = [parse.header(word)[0] for name, column in columns for word in {name, *column.words, *column.bare}]
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize("name", ["Sheet1", "工作表2", "5月", "2024-05", "明细"])
def test_sheet_without_a_name_is_told_by_its_columns(name: str, reading: Reading) -> None:
    """Day, contract and amount of people, in a sheet whose name says nothing, are receipts."""
    book = reading(f"sheet {name}\n{HEAD}\n| 1001 | 甲 | 2024-05-03 | 青禾里 | HT-1 | 100 |")
    assert values(book, "回款明细.金额") == [100]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"sheet 5月回款情况\n{HEAD}", id="its name"),
        pytest.param(f"sheet 华东\n| 2024年5月到账登记 |\n{HEAD}", id="its title"),
        pytest.param("sheet 华东\n| 工号 | 姓名 | 回款日期 | 客户 | 合同 | 金额 |", id="the day"),
        pytest.param("sheet 华东\n| 工号 | 姓名 | 日期 | 客户 | 合同 | 到账金额 |", id="the amount"),
    ],
)
def test_sheet_with_a_name_of_its_own_speaks_of_receipts(text: str, reading: Reading) -> None:
    """A sheet with another name is a list of receipts where its name, its title or its header says so."""
    assert values(reading(f"{text}\n| 1001 | 甲 | 2024-05-03 | 青禾里 | HT-1 | 100 |"), "回款明细.金额") == [100]


@pytest.mark.parametrize("name", ["合同台账", "销售明细", "费用报销", "退款明细"])
def test_other_lists_with_the_same_columns_are_no_receipts(name: str, reading: Reading) -> None:
    """Contracts, orders, expenses and refunds have day, contract and amount too; they are not taken for receipts, and told."""
    book = reading(f"sheet {name}\n{HEAD}\n| 1001 | 甲 | 2024-05-03 | 青禾里 | HT-1 | 100 |")
    assert (list(book.tables), odd(book)) == ([], [("table", name)])


def test_contracts_beside_receipts_are_no_rivals(reading: Reading) -> None:
    """A list of contracts beside the receipts leaves them alone."""
    row = "| 1001 | 甲 | 2024-05-03 | 青禾里 | HT-1 | {} |"
    book = reading(f"sheet 合同台账\n{HEAD}\n{row.format(900)}\nsheet 回款明细\n{HEAD}\n{row.format(100)}")
    assert (amounts(book), book.rivals) == ({"回款明细!F2": 100}, {})


def test_targets_that_hold_what_was_collected_are_no_receipts(reading: Reading) -> None:
    """回款金额 beside plan and actual is the person's 实际回款, even in a sheet named 回款."""
    book = reading("sheet 回款\n| 工号 | 姓名 | 计划销售额 | 实际销售额 | 回款金额 |\n| 1001 | 甲 | 100 | 110 | 90 |")
    assert list(book.tables) == ["销售目标"]
    assert values(book, "销售目标.实际回款") == [90]


def test_sanctions_and_tasks_are_told_as_before(reading: Reading) -> None:
    """Day and type of a sanction, and tasks, in sheets without a name are what they were."""
    book = reading("""sheet Sheet1
        | 工号 | 姓名 | 日期 | 类型 | 已抵消 |
        | 1001 | 甲 | 2024-05-03 | 警告 | 否 |
        sheet Sheet2
        | 工号 | 姓名 | 任务 | 完成率 | 备注 |
        | 1001 | 甲 | 回款跟进 | 1 | ~ |""")
    assert set(book.tables) == {"处分", "工作任务"}


# Columns


@pytest.mark.parametrize(
    ("header", "cell", "column", "expected"),
    [
        ("到账日期", "2024.5.3", "日期", datetime.date(2024, 5, 3)), ("收款时间", "2024-05-03", "日期", datetime.date(2024, 5, 3)),
        ("客户名称", "青 禾 里", "客户", "青禾里"), ("客戶名稱", "青禾里", "客户", "青禾里"), ("新老客户", "新客户", "客户类别", "新客户"),
        ("客户等级", "A", "客户类别", "A"), ("合同编号", "HT - 1", "合同", "HT-1"), ("订单号", "DD1", "合同", "DD1"),
        ("合同（订单）编号", "HT-1", "合同", "HT-1"), ("品名", "旗舰款", "产品", "旗舰款"), ("产品类别", "旗舰款", "产品", "旗舰款"),
        ("款项类型", "退 貨", "类型", "退货"), ("收支类型", "沖銷", "类型", "冲销"), ("毛利额", "30", "毛利", 30), ("业绩分成", "60%", "分成", 0.6),
        ("分摊比例（%）", "33.33", "分成", 0.3333), ("占比", "0.6", "分成", 0.6), ("收款单号", "SK1", "单号", "SK1"),
        ("银行流水号", "20240503001", "单号", "20240503001"), ("凭证号", "记-7", "单号", "记-7"), ("摘要", "客户退货", "备注", "客户退货"),
        ("Customer", "A", "客户", "A"), ("Contract No.", "C1", "合同", "C1"), ("Share", "60%", "分成", 0.6),
    ],
)  # fmt: skip
def test_header_in_other_words(header: str, cell: str, column: str, expected: Any, reading: Reading) -> None:
    """The usual words for a column of receipts mean it, and its cell is read to its type."""
    book = reading(f"sheet 回款明细\n| 工号 | 姓名 | {header} | 金额 |\n| 1001 | 甲 | {cell} | 100 |")
    assert values(book, f"回款明细.{column}") == [expected]


@pytest.mark.parametrize(
    "header",
    [
        "合同金额", "退款金额", "累计回款", "未回款金额", "应收金额", "开票金额", "计划回款", "毛利率", "提成比例", "回款率", "签约日期",
        "预计回款日期", "开票日期", "发票号", "付款单位", "回款方式",
    ],
)  # fmt: skip
def test_similar_header_never_binds(header: str, reading: Reading) -> None:
    """What was agreed, is owed, planned or paid out is no receipt; its header stays among the unknown."""
    book = reading(f"sheet 回款明细\n| 工号 | 姓名 | 日期 | 金额 | {header} |\n| 1001 | 甲 | 2024-05-03 | 100 | 7 |")
    assert list(book.tables["回款明细"].unknown.values()) == [header]


@pytest.mark.parametrize(("weak", "strong", "column"), [
    ("订单号", "合同编号", "合同"), ("凭证号", "收款单号", "单号"), ("占比", "分成比例", "分成"),
])  # fmt: skip
def test_surer_word_goes_first(weak: str, strong: str, column: str, reading: Reading) -> None:
    """An order number beside that of the contract is not the contract, nor are the two doubled."""
    book = reading(f"sheet 回款明细\n| 工号 | 姓名 | {weak} | {strong} | 金额 |\n| 1001 | 甲 | 1 | 2 | 100 |")
    table = book.tables["回款明细"]
    assert (table.cell(0, column), table.unknown, table.doubled) == ("回款明细!D2", {2: weak}, {})


def test_two_headers_for_one_thing_are_kept_as_doubled(reading: Reading) -> None:
    """产品名称 and 产品类别 in one sheet: which one a rate names is not guessed, both places are known."""
    book = reading("sheet 回款明细\n| 工号 | 姓名 | 产品名称 | 产品类别 | 金额 |\n| 1001 | 甲 | X1 | 旗舰款 | 100 |")
    assert book.tables["回款明细"].doubled == {"产品": [2, 3]}


def test_stacked_header(reading: Reading) -> None:
    """Columns under 回款信息 and 合同信息 are what their own words say."""
    change = merged({"A1:A2": "工号", "B1:B2": "姓名", "C1:D1": "回款信息", "E1:F1": "合同信息"})
    book = reading(
        "sheet 回款明细\n| ~ |\n| ~ | ~ | 日期 | 金额 | 合同号 | 客户 |\n| 1001 | 甲 | 2024-05-03 | 100 | HT-1 | 青禾里 |",
        change,
    )
    assert (amounts(book), values(book, "回款明细.合同")) == ({"回款明细!D3": 100}, ["HT-1"])


def test_bonus_base_of_the_staff(reading: Reading) -> None:
    """年终奖金基数 in the staff list is the base of the annual bonus, in the unit that it names."""
    book = reading(
        "sheet 人员\n| 工号 | 姓名 | 岗位 | 入职日期 | 年终奖金基数（万元） |\n| 1001 | 甲 | 主管 | 2020-01-01 | 1.5 |"
    )
    assert values(book, "人员.年终奖基数") == [15_000]


@pytest.mark.parametrize("header", ["毛利", "毛利额", "实际毛利", "销售毛利"])
def test_gross_profit_of_the_targets(header: str, reading: Reading) -> None:
    """The gross profit that a person made stands beside the sales."""
    book = reading(
        f"sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额 | {header} |\n| 1001 | 甲 | 100 | 110 | 30 |"
    )
    assert values(book, "销售目标.毛利") == [30]


# Days and amounts


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5/31", "2024-05-31"), ("2024.5.31", "2024-05-31"), ("5月31日", "2024-05-31"), ("2024年5月31日", "2024-05-31"),
        ("2024-05-31 09:30", "2024-05-31"), ("45443", "2024-05-31"), ("2024-04-30", "2024-04-30"), ("5月下旬", None), ("~", None),
    ],
)  # fmt: skip
def test_days_as_text(cell: str, expected: str | None, reading: Reading) -> None:
    """A day in any usual form is that day; a month or a blank is none, and the row stays."""
    book = reading(f"sheet 回款明细\n{HEAD}\n| 1001 | 甲 | {cell} | 青禾里 | HT-1 | 100 |")
    assert values(book, "回款明细.日期") == [datetime.date.fromisoformat(expected) if expected else None]
    assert amounts(book) == {"回款明细!F2": 100}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("-500", -500), ("(500)", -500), ("'－500", -500), ("¥1,200.50", 1200.5), ("1.2万", 12_000), ("0", 0), ("约500", None), ("500+300", None), ("~", None)],
)  # fmt: skip
def test_amounts_as_text(cell: str, expected: float | None, reading: Reading) -> None:
    """A minus or brackets make a refund negative; what is no certain number is missing at its cell, never left out."""
    book = reading(f"sheet 回款明细\n{HEAD}\n| 1001 | 甲 | 2024-05-03 | 青禾里 | HT-1 | {cell} |")
    assert amounts(book) == {"回款明细!F2": expected}


@pytest.mark.parametrize(
    ("above", "header"),
    [("单位：万元", "金额"), ("2024年5月回款明细（万元）", "金额"), ("~", "回款金额（万元）"), ("~", "金额/万元")],
)
def test_ten_thousands(above: str, header: str, reading: Reading) -> None:
    """万元 above the table or in the header makes ten thousand of one; yuan in a cell stay yuan, and shares are not scaled."""
    book = reading(f"""sheet 回款明细
        | {above} |
        | 工号 | 姓名 | 日期 | 合同 | {header} | 分成 |
        | 1001 | 甲 | 2024-05-03 | HT-1 | 1.2345678 | 60% |
        | 1002 | 乙 | 2024-05-03 | HT-1 | 3000元 | 40% |""")
    assert amounts(book) == {"回款明细!E3": 12_345.678, "回款明细!E4": 3000}
    assert values(book, "回款明细.分成") == [0.6, 0.4]


@pytest.mark.parametrize(("cell", "said"), [("六成", "六成"), ("60/40", "60/40"), ("约60%", "约60%")])
def test_share_that_is_no_number(cell: str, said: str, reading: Reading) -> None:
    """A share in words is kept unread, to be told at its cell."""
    book = reading(f"sheet 回款明细\n| 工号 | 姓名 | 金额 | 分成 |\n| 1001 | 甲 | 100 | {cell} |")
    assert book.tables["回款明细"].columns["分成"].unread == {0: said}


# Which rows are receipts


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("| 合计 | ~ | ~ | ~ | ~ | 300 |", id="合计 where numbers stand"),
        pytest.param("| ~ | 合  计 | ~ | ~ | ~ | 300 |", id="合计 where names stand"),
        pytest.param("| ~ | ~ | 本月合计 | ~ | ~ | 300 |", id="合计 where days stand"),
        pytest.param("| 本年累计 | ~ | ~ | ~ | ~ | 9000 |", id="本年累计 where numbers stand"),
        pytest.param("| ~ | ~ | ~ | ~ | 本月累计 | 300 |", id="累计 beside the amount"),
        pytest.param("| ~ | 甲小计 | ~ | ~ | ~ | 300 |", id="the person's 小计"),
        pytest.param("| 1001 | 甲 | 小计 | ~ | ~ | 300 |", id="小计 beside number and name"),
        pytest.param("| 1001 | 甲 | ~ | ~ | 合计： | 300 |", id="合计 where contracts stand"),
        pytest.param("| 1001 | 甲 | ~ | 青禾里小计 | ~ | 300 |", id="of a customer"),
        pytest.param("| 1001 | 甲 | 5/3 | 当日合计 | ~ | 300 |", id="of a day"),
        pytest.param("| 一部小计 | ~ | ~ | ~ | ~ | 300 |", id="of a department"),
        pytest.param("| 总计（2笔） | ~ | ~ | ~ | ~ | 300 |", id="with a count"),
        pytest.param("| 注：退款以负数表示 |", id="a note"),
        pytest.param("| 制表人：丙 | ~ | 审核：丁 | ~ | 2024年6月3日 | ~ |", id="a sign-off"),
        pytest.param("| 9 | ~ | ~ | ~ | ~ | ~ |", id="a number prepared"),
    ],
)
def test_rows_that_are_no_receipts(row: str, reading: Reading) -> None:
    """Totals wherever they are named, notes, sign-offs and prepared rows are no receipts and nobody's."""
    book = reading(f"""sheet 回款明细
        {HEAD}
        | 1001 | 甲 | 5/3 | 青禾里 | HT-1 | 100 |
        {row}
        | 1002 | 乙 | 5/4 | 澄江谷 | HT-2 | 200 |""")
    assert (amounts(book), odd(book)) == ({"回款明细!F2": 100, "回款明细!F4": 200}, [])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("| A1 | 甲 | 5/3 | 和计贸易 | HT-1 | 300 |", id="a customer's name with the sign of a sum"),
        pytest.param("| A1 | 冯平均 | 5/3 | 青禾里 | HT-1 | 300 |", id="a person named as an average"),
        pytest.param("| A1 | 甲 | 5/3 | 青禾里 | HT-1 | 300 | 合计 |", id="a remark that says total"),
        pytest.param("| A1 | 甲 | ~ | ~ | ~ | 300 | 小计 |", id="nothing but the amount and a remark"),
    ],
)
def test_receipts_that_look_like_totals(row: str, reading: Reading) -> None:
    """A row that names a person and no total among what it is about is a receipt."""
    assert amounts(reading(f"sheet 回款明细\n{HEAD} 备注 |\n{row}")) == {"回款明细!F2": 300}


@pytest.mark.parametrize("amount", ["约5000", "~"])
def test_day_in_front_of_the_name(amount: str, reading: Reading) -> None:
    """A row that begins with a day is a receipt, not a sign-off, though it has no number and no amount that can be read."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        style = workbook.add_format({"num_format": "yyyy-mm-dd"})
        workbook.worksheets()[0].write_datetime(1, 0, datetime.datetime(2024, 5, 3), style)

    book = reading(f"sheet 回款明细\n| 日期 | 业务员 | 客户 | 金额 |\n| ~ | 甲 | 青禾里 | {amount} |", change)
    assert amounts(book) == {"回款明细!D2": None}


def test_day_in_front_of_a_signature(reading: Reading) -> None:
    """A day with 审核： where names stand is a sign-off."""
    book = reading("""sheet 回款明细
        | 日期 | 业务员 | 客户 | 金额 |
        | 5/3 | 甲 | 青禾里 | 100 |
        | 2024年6月3日 | 审核：丁 | ~ | ~ |""")
    assert amounts(book) == {"回款明细!D2": 100}


def test_receipt_of_nobody_is_told(reading: Reading) -> None:
    """A receipt below a name that is not merged is not given to the person above: it is told, with its amount or its day."""
    book = reading(f"""sheet 回款明细
        {HEAD}
        | 1001 | 甲 | 5/3 | 青禾里 | HT-1 | 100 |
        | ~ | ~ | 5/4 | 澄江谷 | HT-2 | 200 |
        | ~ | ~ | 5/5 | 半山序 | HT-3 | ~ |
        | 1002 | 乙 | 5/6 | 云起岸 | HT-4 | 400 |""")
    assert amounts(book) == {"回款明细!F2": 100, "回款明细!F5": 400}
    assert odd(book) == [("unowned", "回款明细!F3"), ("unowned", "回款明细!C4")]


def test_persons_and_departments_merged_down(reading: Reading) -> None:
    """A number and a name merged over receipts are those of each, and of no subtotal that stands in the merge."""
    change = merged({"A2:A5": "一部", "B2:B4": 1001, "C2:C4": "甲"})
    book = reading(
        """sheet 回款明细
        | 部门 | 工号 | 姓名 | 日期 | 客户 | 合同 | 金额 |
        | ~ | ~ | ~ | 5/3 | 青禾里 | HT-1 | 100 |
        | ~ | ~ | ~ | 5/4 | 澄江谷 | HT-2 | 200 |
        | ~ | ~ | ~ | 小计 | ~ | ~ | 300 |
        | ~ | 1002 | 乙 | 5/6 | 云起岸 | HT-4 | 400 |
        | 一部合计 | ~ | ~ | ~ | ~ | ~ | 700 |""",
        change,
    )
    assert amounts(book) == {"回款明细!G2": 100, "回款明细!G3": 200, "回款明细!G5": 400}
    assert (people(book), values(book, "回款明细.部门")) == (["甲", "甲", "乙"], ["一部", "一部", "一部"])


def test_day_and_customer_merged_down(reading: Reading) -> None:
    """A day, a customer and a contract merged over several receipts are those of each."""
    book = reading(f"""sheet 回款明细
        {HEAD}
        | 1001 | 甲 | ~ | ~ | ~ | 100 |
        | 1002 | 乙 | ~ | ~ | ~ | 200 |""", merged({"C2:C3": "5/3", "D2:D3": "青禾里", "E2:E3": "HT-1"}))  # fmt: skip
    assert values(book, "回款明细.日期") == [datetime.date(2024, 5, 3)] * 2
    assert values(book, "回款明细.合同") == ["HT-1", "HT-1"]


SHARED = """sheet 回款明细
    | 单号 | 日期 | 合同 | 工号 | 姓名 | 金额 | 分成 |
    | ~ | 5/3 | HT-1 | 1001 | 甲 | ~ | {} |
    | ~ | 5/3 | {} | 1002 | 乙 | ~ | {} |"""


def test_amount_merged_over_its_shares(reading: Reading) -> None:
    """One receipt whose amount is merged over the shares of two people: each row has the whole amount."""
    change = merged({"A2:A3": "SK1", "F2:F3": 1000})
    assert amounts(reading(SHARED.format("60%", "HT-1", "40%"), change)) == {"回款明细!F2": 1000, "回款明细!F3": 1000}


@pytest.mark.parametrize(
    ("first", "contract", "second"),
    [
        pytest.param("~", "HT-1", "~", id="without shares"),
        pytest.param("60%", "HT-1", "~", id="with one share"),
        pytest.param("100%", "HT-2", "100%", id="of two contracts"),
    ],
)
def test_amount_merged_over_what_is_no_one_receipt(first: str, contract: str, second: str, reading: Reading) -> None:
    """Whose a merged amount is cannot be told where the rows are not shares of one receipt: the second has none."""
    change = merged({"A2:A3": "SK1", "F2:F3": 1000})
    assert amounts(reading(SHARED.format(first, contract, second), change)) == {
        "回款明细!F2": 1000,
        "回款明细!F3": None,
    }


# Several blocks


BLOCKS = """sheet 回款明细
    | {above} |
    | 工号 | 姓名 | 日期 | 客户 | 合同 | {first} |
    | 1001 | 甲 | 5/3 | 青禾里 | HT-1 | 1 |
    | 合计 | ~ | ~ | ~ | ~ | 1 |
    | ~ |
    | {between} |
    | 工号 | 姓名 | 日期 | 客户 | 合同 | {second} |
    | 1002 | 乙 | 5/4 | 澄江谷 | HT-2 | 2 |"""


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_blocks_under_titles_of_their_own(unit: str, reading: Reading) -> None:
    """A list in blocks, each under a title and the same header, is one list."""
    text = BLOCKS.format(above=f"一部（{unit}）", first="金额", between=f"2024年5月二部回款（{unit}）", second="金额")
    factor = 10_000 if unit == "万元" else 1
    assert amounts(reading(text)) == {"回款明细!F3": factor, "回款明细!F8": 2 * factor}


@pytest.mark.parametrize(
    ("between", "second"),
    [("二部（单位：万元）", "金额"), ("二部", "金额（万元）")],
    ids=["above the header", "in the header"],
)
def test_block_in_another_unit_is_a_table_of_its_own(between: str, second: str, reading: Reading) -> None:
    """万元 over the second block only scales that block: it is kept apart, and told."""
    book = reading(BLOCKS.format(above="一部", first="金额", between=between, second=second))
    assert amounts(book) == {"回款明细!F3": 1}
    (further,) = book.further
    assert (further.cell(0, "金额"), further.numbers("金额").tolist()) == ("回款明细!F8", [20_000])


def test_block_with_other_columns_is_kept(reading: Reading) -> None:
    """A block whose columns stand in another order is a further table with its own cells."""
    book = reading(f"""sheet 回款明细
        {HEAD}
        | 1001 | 甲 | 5/3 | 青禾里 | HT-1 | 100 |
        | ~ |
        | 日期 | 工号 | 姓名 | 客户 | 合同 | 金额 | 备注 |
        | 5/4 | 1002 | 乙 | 澄江谷 | HT-2 | 200 | ~ |""")
    assert book.rivals == {"回款明细": ["回款明细", "回款明细"]}
    assert (book.further[0].cell(0, "日期"), book.further[0].columns["日期"].values) == (
        "回款明细!A5",
        [datetime.date(2024, 5, 4)],
    )


def test_months_in_the_rows_are_no_titles(reading: Reading) -> None:
    """Contracts and days of other months do not contradict the file."""
    book = reading(f"sheet 回款明细\n{HEAD}\n| 1001 | 甲 | 2024-04-30 | 2024年4月 | 2024-03 | 100 |")
    assert book.period == "2024-05"


# The sample books


PAY = SAMPLES / "commission"
TIDY = sorted(PAY.glob("*.xlsx"))
(MESSY,) = (PAY / "messy").glob("*.xlsx")


def parts(book: Book, *, refunds: bool) -> dict[str, Decimal]:
    """Each person's parts of the receipts or refunds of a book: shares added up row by row, each end rounded to the cent."""
    table = book.tables["回款明细"]
    found: dict[str, Decimal] = defaultdict(Decimal)
    reached: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    columns = (table.texts(name) for name in ("单号", "工号", "类型"))
    figures = (table.numbers(name).tolist() for name in ("金额", "分成"))
    for number, who, kind, amount, share in zip(*columns, *figures, strict=True):
        if (kind != "回款") == refunds:
            so_far, before = reached[number]
            so_far += Decimal(1) if share != share else Decimal(repr(share))
            end = (abs(Decimal(repr(amount))) * so_far).quantize(Decimal("0.01"), ROUND_HALF_UP)
            found[who] += end - before
            reached[number] = so_far, end
    return found


@pytest.mark.parametrize("path", TIDY, ids=lambda path: path.stem)
def test_sample_targets_agree_with_the_receipts(path: Path) -> None:
    """实际回款 and 退货退款 of each person are their parts of the month's receipts and refunds."""
    book = read(path, WANTED)
    who = book.tables["销售目标"].texts("工号")
    for column, refunds in (("实际回款", False), ("退货退款", True)):
        theirs = parts(book, refunds=refunds)
        said = [Decimal(repr(value)) for value in values(book, f"销售目标.{column}")]
        assert {w: value for w, value in zip(who, said, strict=True) if value} == {w: p for w, p in theirs.items() if p}


@pytest.mark.parametrize("path", TIDY, ids=lambda path: path.stem)
def test_sample_shares_add_up(path: Path) -> None:
    """The shares of every receipt that is shared add up to exactly 100 %."""
    table = read(path, WANTED).tables["回款明细"]
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for number, share in zip(table.texts("单号"), table.numbers("分成").tolist(), strict=True):
        if share == share:
            shares[number] += Decimal(repr(share))
    assert set(shares.values()) == {Decimal(1)}


def test_messy_sample_is_read_whole() -> None:
    """The untidy book in 万元, with names merged, subtotals and days as text, holds every receipt of its 80 and no total."""
    table = read(MESSY, WANTED).tables["回款明细"]
    assert (len(set(table.texts("单号"))), len(table.rows)) == (80, 93)
    assert not table.columns["日期"].unread
    assert {day.isoformat()[:7] for day in table.columns["日期"].values} == {"2024-05"}
    assert (table.cell(0, "金额"), table.numbers("金额")[0]) == ("'5月回款台账'!J6", 366_378.43)


def test_messy_sample_has_its_faults() -> None:
    """A negative receipt, a share in words, a stranger, a plan of zero and shares of 99.99 % stand where the maker put them."""
    book = read(MESSY, WANTED)
    table, targets = book.tables["回款明细"], book.tables["销售目标"]
    rows = list(zip(table.texts("类型"), table.numbers("金额").tolist(), table.texts("工号"), strict=True))
    negative = [table.cell(i, "金额") for i, (kind, amount, _) in enumerate(rows) if kind == "回款" and amount < 0]
    unread = [table.cell(i, "分成") for i in table.columns["分成"].unread]
    strangers = [table.cell(i, "工号") for i, (_, _, who) in enumerate(rows) if who not in targets.texts("工号")]
    planless = [targets.cell(i, "计划回款") for i, plan in enumerate(targets.numbers("计划回款")) if plan == 0]
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for number, share in zip(table.texts("单号"), table.numbers("分成").tolist(), strict=True):
        shares[number] += Decimal(0) if share != share else Decimal(repr(share))
    assert [number for number, whole in shares.items() if whole == Decimal("0.9999")] == ["SK05032"]
    assert (negative, unread, strangers, planless) == (
        ["'5月回款台账'!J21"],
        ["'5月回款台账'!K88"],
        ["'5月回款台账'!B128"],
        ["销售任务完成情况!G14"],
    )


def test_sample_books_are_those_that_the_maker_writes(tmp_path: Path) -> None:
    """The maker writes the books that stand here, part by part the same."""
    subprocess.run([sys.executable, "sample_data/make.py", str(tmp_path)], cwd=ROOT, check=True, timeout=120)
    made = {path.relative_to(tmp_path): contents(path) for path in (tmp_path / "commission").rglob("*.xlsx")}
    assert made == {path.relative_to(SAMPLES): contents(path) for path in (*TIDY, MESSY)}


def contents(path: Path) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
