"""A spending book is read as a careful person reads it: what is an entry, of what, how much, who signed; what is doubtful is told at its cell."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mkt.book import Ledger, Table
from mkt.findings import Refused
from mkt.reading import parse
from mkt.reading.ledger import read_ledger
from mkt.reading.ledger_heads import kind_said, vocabulary_of
from mkt.reading.ledger_rows import of_total
from mkt.reading.signs import NOBODY, sign
from mkt.spending.gather import spending_book
from mkt.vocabulary.spending import BUDGET, CONTRACTS, LEDGERS, PAYMENTS
from tests.conftest import SAMPLES, grid_of, write_book
from tests.test_capitals import in_words
from tests.test_reading import Change, merged

ROLES = {
    "部门主管": ("部门经理", "部门负责人", "主管"),
    "影城财务部": ("影城财务", "财务部", "财务"),
    "影城总经理": ("影城负责人",),
}
HEAD = "| 日期 | 收款人 | 事由 | 类别 | 金额 |"
ROW = "| 2024-05-03 | 青禾里 | 广告 | 推广费 | 100 |"
LINES = "| 类别 | 月份 | 预算 |\n| 推广费 | 5月 | 300 |"

Reading = Callable[..., Ledger]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write a spending book of May 2024 from a grid and read it. In the grid ⏎ is a line break, ␣ a blank and ／ a stroke."""

    def make(text: str, change: Change | None = None, name: str = "2024-05.xlsx", period: str = "") -> Ledger:
        grid = grid_of(text)
        for rows in grid.values():
            for row in rows:
                row[:] = [v.replace("⏎", "\n").replace("␣", " ") if isinstance(v, str) else v for v in row]
        return read_ledger(write_book(tmp_path / name, grid, change), ROLES, period)

    return make


def kinds(ledger: Ledger) -> list[str]:
    """The kinds of its tables, in order."""
    return [table.kind for table in ledger.tables]


def of(ledger: Ledger, kind: str = PAYMENTS) -> Table:
    """Its only table of a kind."""
    (table,) = ledger.of(kind)
    return table


def column(ledger: Ledger, name: str, kind: str = PAYMENTS) -> list[Any]:
    """The values of a column over all tables of a kind, None for what is missing."""
    found: list[Any] = []
    for table in ledger.of(kind):
        values = table.columns[name].values
        found += values.tolist() if hasattr(values, "tolist") else values
    return [None if isinstance(value, float) and value != value else value for value in found]


def amounts(ledger: Ledger, kind: str = PAYMENTS, name: str = "金额") -> dict[str, float | None]:
    """The figure of every entry by its cell, None where it is missing."""
    cells = [table.cell(i, name) for table in ledger.of(kind) for i in range(len(table.rows))]
    return dict(zip(cells, column(ledger, name, kind), strict=True))


def unread(ledger: Ledger, name: str = "金额", kind: str = PAYMENTS) -> dict[str, str]:
    """What stands in the cells of a column that could not be read, by cell."""
    return {
        table.cell(i, name): said for table in ledger.of(kind) if name in table.columns
        for i, said in table.columns[name].unread.items()
    }  # fmt: skip


def signs(ledger: Ledger, role: str = "部门主管", kind: str = PAYMENTS) -> list[str]:
    """The signatures of a role in words, with the days of the column beside."""
    book = spending_book(ledger, list(ROLES))
    return [item.sign(role).shown for item in (book.payments if kind == PAYMENTS else book.contracts)]


def lines(ledger: Ledger) -> dict[tuple[str, str], float | None]:
    """Category and month of each budget line with its figure."""
    return {
        (line.category, line.period): None if line.cents is None else line.cents / 100
        for line in spending_book(ledger, list(ROLES)).lines
    }


def refusal(make: Callable[[], Any]) -> list[str]:
    """The codes of a refusal."""
    with pytest.raises(Refused) as refused:
        make()
    return [finding.code for finding in refused.value.findings]


def odd(ledger: Ledger) -> list[tuple[str, str]]:
    """What was passed over and is told, labels aside."""
    return [(one.what, one.where) for one in ledger.odd if one.what != "label"]


def day(number: int, month: int = 5) -> datetime.date:
    return datetime.date(2024, month, number)


# The sheet


@pytest.mark.parametrize(("name", "kind"), [
    ("付款", PAYMENTS), ("付款明细", PAYMENTS), ("5月付款明细表", PAYMENTS), ("2024年5月付款登记", PAYMENTS), ("費用報銷", PAYMENTS), ("资金支付申请表", PAYMENTS),
    ("付款 (2)", PAYMENTS), ("Payments", PAYMENTS), ("合同", CONTRACTS), ("合同台账", CONTRACTS), ("合同登記表", CONTRACTS), ("预算", BUDGET), ("2024年度预算", BUDGET),
    ("费用预算表", BUDGET), ("預算", BUDGET), ("Budget", BUDGET), ("预算执行", ""), ("回款明细", ""), ("5月", ""), ("Sheet1", ""), ("销售合同", ""),
])  # fmt: skip
def test_sheet_named_in_other_words(name: str, kind: str) -> None:
    """The usual names mean their kind; what was collected, and what came of a budget, are other sheets."""
    assert kind_said(name) == kind


def test_no_word_names_two_sheets() -> None:
    """A name means one kind of sheet."""
    named = [parse.header(word)[0] for kind, sheet in LEDGERS.items() for word in {kind, *sheet.words}]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("kind", list(LEDGERS))
def test_no_word_heads_two_columns(kind: str) -> None:
    """A header means one column of a kind."""
    heads = [
        parse.header(word)[0]
        for name, words in LEDGERS[kind].columns.items()
        for word in {name, *words.words, *words.bare}
    ]
    assert sorted(heads) == sorted(set(heads))


@pytest.mark.parametrize("name", ["Sheet1", "5月", "市场部", "明细 (2)", "张三's 表", "a b'c"])
def test_sheet_without_a_name_is_told_by_its_columns(name: str, reading: Reading) -> None:
    """Day, payee, purpose and amount are payments, whatever the sheet is called."""
    book = reading(f"sheet {name}\n{HEAD}\n{ROW}")
    assert (kinds(book), column(book, "金额")) == ([PAYMENTS], [100])


def test_cell_of_a_sheet_with_blanks_and_quotes(reading: Reading) -> None:
    """A cell of such a sheet is named as Excel names it."""
    assert list(amounts(reading(f"sheet 张三's 表\n{HEAD}\n{ROW}"))) == ["'张三''s 表'!E2"]


@pytest.mark.parametrize("rows", range(20))
def test_header_in_any_of_the_first_rows(rows: int, reading: Reading) -> None:
    """A title, notes and blank rows may stand above the header."""
    above = "\n".join(["| 某某公司付款登记 |", *["| ~ |", "| 说明：本表逐笔登记 |", "| ~ |"] * 7][:rows])
    book = reading(f"sheet 付款\n{above}\n{HEAD}\n{ROW}")
    assert amounts(book) == {f"付款!E{rows + 2}": 100}


def test_title_merged_over_the_table(reading: Reading) -> None:
    """A merged title takes no column away, neither those that mean something only by themselves."""
    book = reading(
        "sheet 付款\n| ~ |\n| 日期 | 收款人 | 单号 | 合同 | 金额 |\n| 2024-05-03 | 青禾里 | FK-1 | HT-1 | 100 |",
        merged({"A1:E1": "2024年度付款登记"}),
    )
    assert (column(book, "支付申请单号"), column(book, "合同编号")) == (["FK-1"], ["HT-1"])


@pytest.mark.parametrize("title", ["付款登记（单位：万元）", "单位：万元", "金额单位：人民币万元"])
@pytest.mark.parametrize("area", ["A1", "E1"])
def test_unit_in_a_title_line(title: str, area: str, reading: Reading) -> None:
    """单位：万元 above the table scales its amounts, merged into the title or not."""
    before = "~ | " * (ord(area[0]) - ord("A"))
    assert column(reading(f"sheet 付款\n| {before}{title} |\n{HEAD}\n{ROW}"), "金额") == [1_000_000]


@pytest.mark.parametrize(("header", "cell", "expected"), [
    ("金额(万元)", "1.2", 12000), ("金额（元）", "100", 100), ("金额/千元", "2", 2000), ("金额⏎（万元）", "1.2", 12000), ("金额(万元)", "'500元", 500),
    ("金额(万元)", "'1.2万", 12000), ("金额(万元)", "贰仟元整", 2000),
])  # fmt: skip
def test_unit_in_the_header(header: str, cell: str, expected: float, reading: Reading) -> None:
    """The unit in the header scales the column; one in the cell goes before it."""
    assert column(reading(f"sheet 付款\n| 日期 | 收款人 | {header} |\n| 2024-05-03 | 青禾里 | {cell} |"), "金额") == [
        expected
    ]


def test_unit_that_is_no_money_is_kept(reading: Reading) -> None:
    """Dollars are not yuan: nothing of the column is read, and its unit is told."""
    table = of(reading("sheet 付款\n| 日期 | 收款人 | 金额(美元) |\n| 2024-05-03 | 青禾里 | 100 |"))
    assert (table.columns["金额"].unfit, table.columns["金额"].unread) == ("美元", {0: "100"})


# Headers


@pytest.mark.parametrize(("header", "cell", "name", "expected"), [
    ("申请日期", "2024.5.3", "日期", day(3)), ("收款单位", "青 禾 里", "收款人", "青禾里"), ("供应商名称", "青禾里", "收款人", "青禾里"), ("收款單位", "青禾里", "收款人", "青禾里"),
    ("经办人", "张 三", "报销人", "张三"), ("姓  名", "张三", "报销人", "张三"), ("付款事由", "广告", "事由", "广告"), ("摘要", "广告", "事由", "广告"),
    ("费用类型", "推广费", "类别", "推广费"), ("費用類別", "推 广 费", "类别", "推广费"), ("科目", "推广费", "类别", "推广费"), ("发票号码", "'00123456", "发票号", "00123456"),
    ("資金支付申請單號", "FK-1", "支付申请单号", "FK-1"), ("合同号", "HT-1", "合同编号", "HT-1"), ("实际付款日期", "2024-05-04", "付款日期", day(4)),
    ("预算内/外", "内", "计划内", "内"), ("金额（大写）", "贰仟元整", "大写金额", "贰仟元整"), ("服务报告编号", "R-1", "服务报告", "R-1"), ("客户签字", "李四", "客户签字", sign("李四")),
    ("Date", "2024-05-03", "日期", day(3)), ("Payee", "Ann Ltd", "收款人", "Ann Ltd"), ("Vendor Name", "Ann Ltd", "收款人", "Ann Ltd"), ("Invoice No.", "'00123456", "发票号", "00123456"),
    ("Payment Date", "2024-05-04", "付款日期", day(4)), ("Category", "Travel", "类别", "Travel"), ("Description", "ads", "事由", "ads"),
])  # fmt: skip
def test_header_in_other_words(header: str, cell: str, name: str, expected: Any, reading: Reading) -> None:
    """The usual words for a column mean it, and its cell is read to its type."""
    others = {"日期", "收款人", "事由"} - {name}
    book = reading(
        f"sheet 付款\n| {' | '.join(sorted(others))} | {header} | 金额 |\n| {'1 | ' * len(others)}{cell} | 100 |"
    )
    assert column(book, name) == [expected]


def test_header_all_in_english(reading: Reading) -> None:
    """A header in English is one."""
    book = reading(
        "sheet Sheet1\n| Date | Payee | Purpose | Category | Amount |\n| 2024-05-03 | Ann | ads | promotion | 100 |"
    )
    assert amounts(book) == {"Sheet1!E2": 100}


@pytest.mark.parametrize("header", [
    "预算金额", "已付金额合计", "合同金额", "未付金额", "累计付款", "余额", "税额", "税率", "开户行", "应付日期", "到期日", "审批状态", "付款方式", "发票类型", "发票日期", "附件",
])  # fmt: skip
def test_similar_header_never_binds(header: str, reading: Reading) -> None:
    """What was agreed, is left, planned or owed is no payment; its header stays among the unknown."""
    table = of(reading(f"sheet 付款\n| 日期 | 收款人 | 金额 | {header} |\n| 2024-05-03 | 青禾里 | 100 | 7 |"))
    assert (list(table.unknown.values()), list(table.columns)) == ([header], ["日期", "收款人", "金额"])


def test_stacked_header_of_two_rows(reading: Reading) -> None:
    """A role over 签字 and 日期, a title over columns: each column is what its words say."""
    change = merged({"A1:A2": "日期", "B1:B2": "收款人", "C1:C2": "金额", "D1:E1": "部门主管", "F1:G1": "影城财务部"})
    book = reading(
        "sheet 付款\n| ~ |\n| ~ | ~ | ~ | 签字 | 日期 | 签字 | 日期 |\n| 2024-05-03 | 青禾里 | 100 | 张三 | 2024-05-04 | 李四 | 2024-05-05 |",
        change,
    )
    assert (amounts(book), signs(book), signs(book, "影城财务部")) == (
        {"付款!C3": 100}, ["张三 2024-05-04"], ["李四 2024-05-05"],
    )  # fmt: skip


def test_stacked_header_of_three_rows(reading: Reading) -> None:
    """付款信息 and 审批 over the roles over 签字 and 日期."""
    change = merged({"A1:C1": "付款信息", "D1:G1": "审批", "A2:A3": "日期", "B2:B3": "收款人", "C2:C3": "金额",
                     "D2:E2": "部门主管", "F2:G2": "影城财务部"})  # fmt: skip
    book = reading(
        "sheet 付款\n| ~ |\n| ~ |\n| ~ | ~ | ~ | 签字 | 日期 | 签字 | 日期 |\n| 2024-05-03 | 青禾里 | 100 | 张三 | 5.4 | 李四 | '5.5 |",
        change,
    )
    assert (list(amounts(book)), signs(book, "影城财务部")) == (["付款!C4"], ["李四 2024-05-05"])


def test_stacked_header_without_merges(reading: Reading) -> None:
    """Where the cells are not merged, a role stands over its two columns all the same."""
    book = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | 部门主管 | ~ | 影城财务部 | ~ |
        | ~ | ~ | ~ | 签字 | 日期 | 签字 | 日期 |
        | 2024-05-03 | 青禾里 | 100 | 张三 | 2024-05-04 | 李四 | 2024-05-05 |""")
    assert (signs(book), signs(book, "影城财务部")) == (["张三 2024-05-04"], ["李四 2024-05-05"])


def test_flat_header_with_a_day_behind_each_role(reading: Reading) -> None:
    """A column that is called 日期 and stands right of a role holds the days of its signatures."""
    book = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | 部门主管 | 日期 | 影城财务部 | 日期 |
        | 2024-05-03 | 青禾里 | 100 | 张三 | 2024-05-04 | 李四 | 2024-05-05 |""")
    assert (column(book, "日期"), signs(book), signs(book, "影城财务部")) == (
        [day(3)], ["张三 2024-05-04"], ["李四 2024-05-05"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "部门经理",
        "部门主管签字",
        "部门经理审批",
        "部门负责人",
        "主管意见",
        "部門主管",
        "部门主管⏎（签字）",
        "部门主管审核人",
    ],
)
def test_role_in_other_words(header: str, reading: Reading) -> None:
    """The policy's other words for a role head its signatures too, alone or with 签字, 审批 and the like."""
    book = reading(f"sheet 付款\n| 日期 | 收款人 | 金额 | {header} |\n| 2024-05-03 | 青禾里 | 100 | 张三 |")
    assert signs(book) == ["张三"]


@pytest.mark.parametrize("header", ["部门主管日期", "部门主管签字日期", "部门经理审批时间", "主管日期"])
def test_day_of_a_role_in_other_words(header: str, reading: Reading) -> None:
    """The day of a signature may stand anywhere if its header names the role."""
    book = reading(
        f"sheet 付款\n| 日期 | {header} | 收款人 | 金额 | 部门主管 |\n| 2024-05-03 | 2024-05-04 | 青禾里 | 100 | 张三 |"
    )
    assert signs(book) == ["张三 2024-05-04"]


def test_role_that_the_policy_does_not_name(reading: Reading) -> None:
    """A signature of somebody the policy does not know is no column."""
    table = of(reading("sheet 付款\n| 日期 | 收款人 | 金额 | 董事长 |\n| 2024-05-03 | 青禾里 | 100 | 张三 |"))
    assert table.unknown == {3: "董事长"}


def test_day_of_a_role_that_the_policy_does_not_name(reading: Reading) -> None:
    """The day right of an unknown role, or below it beside 签字, is not the payment's."""
    flat = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | 董事长 | 日期 | 监事 | 日期 |
        | 2024-05-03 | 青禾里 | 100 | 张三 | 2024-05-04 | 李四 | 2024-05-05 |""")
    change = merged({"A1:A2": "日期", "B1:B2": "收款人", "C1:C2": "金额", "D1:E1": "董事长", "F1:G1": "部门主管"})
    stacked = reading(
        "sheet 付款\n| ~ |\n| ~ | ~ | ~ | 签字 | 日期 | 签字 | 日期 |\n| 2024-05-03 | 青禾里 | 100 | 张三 | 2024-05-04 | 李四 | 2024-05-05 |",
        change,
    )
    assert [(column(book, "日期"), of(book).doubled) for book in (flat, stacked)] == [([day(3)], {})] * 2


def test_group_titles_over_columns_say_nothing(reading: Reading) -> None:
    """基本信息 over 编号 and 合同 leaves them what they are alone, and the roles beside are read too."""
    change = merged({"A1:E1": "基本信息", "F1:G1": "部门主管"})
    book = reading(
        "sheet 付款\n| ~ |\n| 编号 | 日期 | 收款人 | 金额 | 合同 | 签字 | 日期 |\n| FK-1 | 2024-05-03 | 青禾里 | 100 | HT-1 | 张三 | 2024-05-04 |",
        change,
    )
    assert (column(book, "支付申请单号"), column(book, "合同编号"), signs(book)) == (
        ["FK-1"],
        ["HT-1"],
        ["张三 2024-05-04"],
    )


@pytest.mark.parametrize(
    "english", ["| Date | Payee | Purpose | Category | Amount |", "| When | To whom | What | Kind | Total (CNY) |"]
)
def test_header_in_two_languages(english: str, reading: Reading) -> None:
    """The header said again in English below is no payment."""
    assert list(amounts(reading(f"sheet 付款\n{HEAD}\n{english}\n{ROW}"))) == ["付款!E3"]


def test_first_row_is_no_part_of_the_header(reading: Reading) -> None:
    """A value that is the word of a column (the kind of paper is 发票) does not make its row one of the header."""
    book = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | 票据类型 | 承担 |
        | 2024-05-03 | 青禾里 | 100 | 发票 | 财务部 |
        | 2024-05-04 | 青禾里 | 200 | 收据 | 财务部 |""")
    assert amounts(book) == {"付款!C2": 100, "付款!C3": 200}


def test_serial_number_is_nothing(reading: Reading) -> None:
    """序号 is no number of a request, and rows that have only one are none."""
    book = reading("sheet 付款\n| 序号 | 日期 | 收款人 | 金额 |\n| 1 | 2024-05-03 | 青禾里 | 100 |\n| 2 |\n| 3 |")
    assert (amounts(book), odd(book)) == ({"付款!D2": 100}, [])


def test_number_that_counts_the_rows_is_no_request(reading: Reading) -> None:
    """编号 1, 2, 3 counts; it does not say that there is a request."""
    book = reading(
        "sheet 付款\n| 编号 | 日期 | 收款人 | 金额 |\n| 1 | 2024-05-03 | 甲公司 | 9 |\n| 2 | 2024-05-03 | 乙公司 | 8 |"
    )
    assert "支付申请单号" not in of(book).columns


def test_number_that_is_one_is_a_request(reading: Reading) -> None:
    """编号 FK-7 is the number of a request."""
    book = reading("sheet 付款\n| 编号 | 日期 | 收款人 | 金额 |\n| FK-7 | 2024-05-03 | 甲公司 | 9 |")
    assert column(book, "支付申请单号") == ["FK-7"]


def test_amount_with_tax_is_what_is_paid(reading: Reading) -> None:
    """On invoices 金额 and 税额 make 价税合计; the payment is the whole."""
    book = reading("sheet 付款\n| 日期 | 收款人 | 金额 | 税额 | 价税合计 |\n| 2024-05-03 | 青禾里 | 100 | 6 | 106 |")
    assert amounts(book) == {"付款!E2": 106}


def test_two_columns_of_amounts_that_differ_are_not_guessed_at(reading: Reading) -> None:
    """金额 and 付款金额: where they differ neither is read, where they agree or one is blank there is no doubt."""
    book = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | 付款金额 |
        | 2024-05-03 | 甲公司 | 100 | 90 |
        | 2024-05-04 | 乙公司 | 100 | 100 |
        | 2024-05-05 | 丙公司 | 100 | ~ |
        | 2024-05-06 | 丁公司 | ~ | 80 |""")
    assert (column(book, "金额"), unread(book)) == ([None, 100, 100, 80], {"付款!C2": "100.00/90.00"})


def test_two_columns_of_amounts_are_told(reading: Reading) -> None:
    """The places of both stand in `doubled`."""
    table = of(reading("sheet 付款\n| 日期 | 收款人 | 金额 | 金额 |\n| 2024-05-03 | 甲公司 | 100 | 90 |"))
    assert table.doubled == {"金额": [2, 3]}


def test_two_columns_of_days_that_differ_are_not_guessed_at(reading: Reading) -> None:
    """申请日期 and 报销日期 that differ: neither is the day."""
    book = reading("sheet 付款\n| 申请日期 | 报销日期 | 收款人 | 金额 |\n| 2024-05-03 | 2024-05-09 | 甲公司 | 100 |")
    assert (column(book, "日期"), unread(book, "日期")) == ([None], {"付款!A2": "2024-05-03/2024-05-09"})


def test_two_columns_of_payees_that_differ_are_not_guessed_at(reading: Reading) -> None:
    """收款单位 and 供应商 that differ: neither is the payee; where one is blank it is the other."""
    book = reading("""sheet 付款
        | 日期 | 收款单位 | 供应商 | 金额 |
        | 2024-05-03 | 甲公司 | 乙公司 | 1 |
        | 2024-05-03 | ~ | 乙公司 | 1 |
        | 2024-05-03 | 丙公司 | 丙公司 | 1 |""")
    assert (column(book, "收款人"), unread(book, "收款人")) == (["", "乙公司", "丙公司"], {"付款!B2": "甲公司/乙公司"})


def test_two_columns_of_signatures_that_differ_are_unclear(reading: Reading) -> None:
    """部门经理 and 部门负责人 are one role to the policy: two signatures that differ are not certain."""
    book = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | 部门经理 | 部门负责人 |
        | 2024-05-03 | 甲公司 | 1 | 张三 | 李四 |
        | 2024-05-03 | 甲公司 | 1 | ~ | 李四 |""")
    assert [sign.signed for sign in column(book, "部门主管")] == [None, True]


@pytest.mark.parametrize("row", ["| 2024-05-03 | 青禾里 | ~ | 100 |", "| 2024-05-03 | ~ | 青禾里 | 100 |"])
def test_header_merged_over_two_columns_is_one(row: str, reading: Reading) -> None:
    """收款单位 merged over two columns heads the one that holds something."""
    table = of(reading(f"sheet 付款\n| 日期 | ~ | ~ | 金额 |\n{row}", merged({"B1:C1": "收款单位"})))
    assert (table.texts("收款人"), table.doubled) == (["青禾里"], {})


@pytest.mark.parametrize(
    ("own", "other"), [("类别", "科目"), ("事由", "摘要"), ("收款人", "供应商"), ("报销人", "经办人")]
)
def test_own_word_of_a_text_goes_before_another(own: str, other: str, reading: Reading) -> None:
    """类别 beside 科目 is the category, wherever it stands."""
    table = of(reading(f"sheet 付款\n| 日期 | {other} | {own} | 金额 |\n| 2024-05-03 | 乙 | 甲 | 100 |"))
    assert (table.texts(own), table.doubled, table.unknown) == (["甲"], {}, {1: other})


def test_month_and_day_in_two_columns(reading: Reading) -> None:
    """月 and 日 side by side below 2024年 are the day."""
    change = merged({"A1:B1": "2024年", "C1:C2": "收款人", "D1:D2": "金额"})
    book = reading(
        "sheet 付款\n| ~ |\n| 月 | 日 |\n| 5 | 3 | 青禾里 | 100 |\n| 5 | ~ | 青禾里 | 90 |\n| 5 | 40 | 甲 | 80 |",
        change,
    )
    assert (column(book, "日期"), unread(book, "日期")) == (
        [day(3), None, None], {"付款!A4": "2024年5月日", "付款!A5": "2024年5月40日"},
    )  # fmt: skip


def test_month_and_day_in_two_columns_without_a_year(reading: Reading) -> None:
    """The year is the book's."""
    assert column(reading("sheet 付款\n| 月 | 日 | 收款人 | 金额 |\n| 5 | 3 | 青禾里 | 100 |"), "日期") == [day(3)]


# Rows: what is an entry


def test_blank_rows_inside(reading: Reading) -> None:
    """Blank rows do not end the table."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ |\n| ~ |\n| ~ |\n{ROW}")
    assert list(amounts(book)) == ["付款!E2", "付款!E6"]


def test_ragged_rows(reading: Reading) -> None:
    """A row may end early, or go on right of the table."""
    book = reading(
        f"sheet 付款\n{HEAD}\n| 2024-05-03 | 青禾里 | 广告 | 推广费 |\n| ~ | ~ | ~ | ~ | 7 | ~ | ~ | 见附件 |\n{ROW}"
    )
    assert amounts(book) == {"付款!E2": None, "付款!E4": 100}


def test_amount_alone_is_told(reading: Reading) -> None:
    """A number with nothing beside it is no payment, and is told at its cell."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ | ~ | ~ | ~ | 500 |")
    assert (len(amounts(book)), odd(book)) == (1, [("stray", "付款!E3")])


@pytest.mark.parametrize("row", [
    "| 合计 | ~ | ~ | ~ | 100 |", "| ~ | 合   计 | ~ | ~ | 100 |", "| ~ | ~ | ~ | 小计 | 100 |", "| 总计： | ~ | ~ | ~ | 100 |", "| 5月合计 | ~ | ~ | ~ | 100 |", "| 本月合计 | ~ | ~ | ~ | 100 |",
    "| ~ | ~ | ~ | 推广费小计 | 100 |", "| 推广费小计 | ~ | ~ | ~ | 100 |", "| Total | ~ | ~ | ~ | 100 |", "| ~ | Sub-total: | ~ | ~ | 100 |", "| Grand Total | ~ | ~ | ~ | 100 |",
    "| 合计（大写）：壹佰元整 | ~ | ~ | ~ | 100 |", "| 合计人民币（大写） | 壹佰元整 | ~ | ~ | 100 |", "| 合计金额 | ~ | ~ | ~ | 100 |", "| 共计1笔 | ~ | ~ | ~ | 100 |", "| 合计：1笔 | ~ | ~ | ~ | 100 |",
    "| 青禾里 | ~ | 合计 | ~ | 100 |", "| ~ | 青禾里 | 小计 | ~ | 100 |", "| ~ | 青禾里小计 | ~ | ~ | 100 |", "| 2024-05-03 | ~ | 小计 | ~ | 100 |", "| 2024-05-03 | ~ | 本日合计 | ~ | 100 |",
    "| 共 1 笔 | ~ | ~ | ~ | 100 |", "| ~ | ~ | 总金额 | ~ | 100 |", "| 人民币合计 | ~ | ~ | ~ | 100 |", "| 累计 | ~ | ~ | ~ | 100 |", "| 總計 | ~ | ~ | ~ | 100 |", "| 合计（元） | ~ | ~ | ~ | 100 |", "| 报销总额 | ~ | ~ | ~ | 100 |",
])  # fmt: skip
def test_total_is_no_payment(row: str, reading: Reading) -> None:
    """A row that is named a total is none of its rows, and what it states is kept with its cell."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n{row}")
    assert (list(amounts(book)), [total.where for total in book.sums], odd(book)) == (["付款!E2"], ["付款!E3"], [])


@pytest.mark.parametrize("row", [
    "| 2024-05-03 | 青禾里 | 打印费合计 | ~ | 100 |", "| 2024-05-03 | ~ | 打印费合计 | ~ | 100 |", "| ~ | 合计广告公司 | 广告 | ~ | 100 |", "| 2024-05-03 | 小计科技 | ~ | ~ | 100 |",
    "| ~ | 余额宝公司 | 广告 | ~ | 100 |", "| ~ | 青禾里 | 三张发票合计 | ~ | 100 |", "| 2024-05-03 | 总计划部 | 广告 | ~ | 100 |", "| 2024-05-03 | ~ | 合计划印刷 | ~ | 100 |",
])  # fmt: skip
def test_payment_that_mentions_a_total_is_one(row: str, reading: Reading) -> None:
    """A payee, or a day, makes a payment of a row that speaks of a sum."""
    assert list(amounts(reading(f"sheet 付款\n{HEAD}\n{row}\n{ROW}"))) == ["付款!E2", "付款!E3"]


def test_total_in_the_column_of_the_serial_number(reading: Reading) -> None:
    """合计 stands mostly below 序号."""
    book = reading(
        "sheet 付款\n| 序号 | 日期 | 收款人 | 金额 |\n| 1 | 2024-05-03 | 青禾里 | 100 |\n| 合计 | ~ | ~ | 100 |"
    )
    assert (list(amounts(book)), odd(book)) == (["付款!D2"], [])


def test_total_merged_over_columns(reading: Reading) -> None:
    """A merged 合计 is one too."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ | ~ | ~ | ~ | 100 |", merged({"A3:D3": "合  计"}))
    assert (list(amounts(book)), len(book.sums)) == (["付款!E2"], 1)


@pytest.mark.parametrize(
    "row",
    [
        "| 承前页 | ~ | ~ | ~ | 900 |",
        "| ~ | ~ | 上月结余 | ~ | 900 |",
        "| 余额 | ~ | ~ | ~ | 900 |",
        "| ~ | 过次页 | ~ | ~ | 900 |",
    ],
)
def test_sum_carried_over_is_no_payment(row: str, reading: Reading) -> None:
    """What a page carries over, or what is left, was not paid."""
    assert list(amounts(reading(f"sheet 付款\n{HEAD}\n{row}\n{ROW}"))) == ["付款!E3"]


def holds(book: Ledger) -> list[bool]:
    """Whether each total agrees with something that it may mean."""
    return [any(abs(total.value - rows) < 0.005 for rows in total.rows) for total in book.sums]


def rows_of(*cells: str) -> str:
    return "sheet 付款\n| 日期 | 收款人 | 类别 | 金额 |\n" + "\n".join(cells)


A, B = "| 2024-05-03 | 甲公司 | 推广费 | 100 |", "| 2024-05-04 | 乙公司 | 差旅费 | 30 |"


@pytest.mark.parametrize(("rows", "expected"), [
    pytest.param((A, B, "| 合计 | ~ | ~ | 130 |"), [True], id="all"),
    pytest.param((A, B, "| 合计 | ~ | ~ | 131 |"), [False], id="wrong"),
    pytest.param((A, "| 小计 | ~ | ~ | 100 |", B, "| 小计 | ~ | ~ | 30 |", "| 合计 | ~ | ~ | 130 |"), [True] * 3, id="parts"),
    pytest.param((A, "| 小计 | ~ | ~ | 100 |", B, "| 小计 | ~ | ~ | 31 |", "| 合计 | ~ | ~ | 130 |"), [True, False, True], id="a part wrong"),
    pytest.param((A, B, A, "| 推广费小计 | ~ | ~ | 200 |", "| 差旅费小计 | ~ | ~ | 30 |", "| 合计 | ~ | ~ | 230 |"), [True] * 3, id="by name"),
    pytest.param(("| 合计 | ~ | ~ | 130 |", A, B), [True], id="above the rows"),
    pytest.param(("| 合计 | ~ | ~ | 131 |", A, B), [False], id="above the rows, wrong"),
    pytest.param((A, "| 小计 | ~ | ~ | 100 |", B, "| 小计 | ~ | ~ | 30 |", "| 一部合计 | ~ | ~ | 130 |", A, "| 小计 | ~ | ~ | 100 |", B, "| 小计 | ~ | ~ | 30 |",
                  "| 二部合计 | ~ | ~ | 130 |", "| 总计 | ~ | ~ | 260 |"), [True] * 7, id="parts of parts"),
    pytest.param((A, "| 日期 | 收款人 | 类别 | 金额 |", B, "| 本页小计 | ~ | ~ | 30 |", "| 合计 | ~ | ~ | 130 |"), [True] * 2, id="a page"),
    pytest.param((A, "| 合计 | ~ | ~ | '¥100.00 |"), [True], id="as text"),
    pytest.param((A, "| 合计 | ~ | ~ | ~ |"), [], id="blank"),
    pytest.param((A, "| 2024-05-04 | 乙公司 | 差旅费 | 待定 |", "| 合计 | ~ | ~ | 130 |"), [], id="below an amount that is not known"),
    pytest.param((A, "| 2024-05-04 | 乙公司 | 差旅费 | -100 |", "| 合计 | ~ | ~ | 0 |"), [True], id="with a refund"),
    pytest.param(("| 2024-05-03 | 甲公司 | 推广费 | 0.1 |", "| 2024-05-03 | 甲公司 | 推广费 | 0.2 |", "| 合计 | ~ | ~ | 0.3 |"), [True], id="binary noise"),
])  # fmt: skip
def test_totals_are_held_against_the_rows(rows: tuple[str, ...], expected: list[bool], reading: Reading) -> None:
    """A total may be that of all rows above, of those since another total, of those it is named after, or of those below it."""
    assert holds(reading(rows_of(*rows))) == expected


def test_total_in_the_unit_of_the_header(reading: Reading) -> None:
    """A total in 万元 is scaled as its rows are."""
    book = reading("sheet 付款\n| 日期 | 收款人 | 金额(万元) |\n| 2024-05-03 | 甲公司 | 1.2 |\n| 合计 | ~ | 1.2 |")
    assert [(total.value, holds(book)) for total in book.sums] == [(12000, [True])]


@pytest.mark.parametrize("row", [
    "| 审批人： | ~ | 会计： | ~ | 出纳： |", "| 制表：张三 | ~ | 审核：李四 | ~ | 2024年5月31日 |", "| 注：以上金额含税 |", "| 审批人： | 张三 | 会计： | 李四 |", "| 备注：金额均已核对 |", "| 部门主管： | 张三 | 财务： | 李四 | 王五 |",
    "| 说明：1、本表逐笔登记；2、金额含税。 |", "| ~ | 制表人：张三 | ~ | ~ | 制表日期：2024-05-31 |", "| 以上付款均已审核无误 |", "| 制表人 | 张三 | 2024-05-31 |", "| 附件张数： | ~ | ~ | ~ | 3张 |", "| 附件： | ~ | ~ | ~ | ~ |",
    "| 预借金额： | 500 | ~ | 应退金额： | 400 |", "| 一、推广费 |", "| 以下空白 |", "| 其中：推广费 | ~ | ~ | ~ | 60 |", "| ~ | 其中差旅费 | ~ | ~ | 60 |",
])  # fmt: skip
def test_note_or_sign_off_is_no_payment(row: str, reading: Reading) -> None:
    """Notes and the signatures below a table are none of its rows."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ |\n{row}")
    assert (list(amounts(book)), odd(book)) == (["付款!E2"], [])


@pytest.mark.parametrize(("row", "cell"), [
    ("| 2024-05-03 10:30 | 甲公司 | 广告 | 推广费 | 待定 |", "待定"), ("| 供应商：甲公司 | ~ | 广告 | 推广费 | 待定 |", "待定"), ("| 2024-05-03 | 说明书印刷厂 | 印刷 | 推广费 | 约2000 |", "约2000"),
])  # fmt: skip
def test_payment_that_looks_like_a_note_is_one(row: str, cell: str, reading: Reading) -> None:
    """A time of day, a label in the payee's cell: what cannot be read of the payment is told, not passed over."""
    book = reading(f"sheet 付款\n| 日期 | 收款人 | 事由 | 类别 | 金额 |\n{row}\n{ROW}")
    assert unread(book) == {"付款!E2": cell}


@pytest.mark.parametrize(("row", "expected"), [
    ("| 2024-05-03 | 甲公司 | ~ | ~ | ~ |", None), ("| ~ | 甲公司 | 广告 | ~ | ~ |", None), ("| ~ | ~ | ~ | 推广费 | 100 |", 100), ("| 2024-05-03 | ~ | ~ | ~ | 100 |", 100),
    ("| 2024-05-03 | 甲公司 | 广告 | 推广费 | 0 |", 0),
])  # fmt: skip
def test_payment_with_blanks_is_one(row: str, expected: float | None, reading: Reading) -> None:
    """Two things said of it, or one and its amount, make a payment; a blank amount is missing, and 0 is 0."""
    assert amounts(reading(f"sheet 付款\n{HEAD}\n{row}\n{ROW}"))["付款!E2"] == expected


def test_prepared_rows_are_none(reading: Reading) -> None:
    """Rows that hold only a day or only a category wait for a payment."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| 2024-05-04 |\n| ~ | ~ | ~ | 推广费 |")
    assert (list(amounts(book)), odd(book)) == (["付款!E2"], [])


# Merged cells


def test_merged_texts_and_days_fill_down(reading: Reading) -> None:
    """Day, payee, category and request number that are merged over rows are each row's."""
    change = merged({"A2:A3": "2024-05-03", "B2:B3": "青禾里", "C2:C3": "推广费", "E2:E3": "FK-1"})
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 类别 | 金额 | 支付申请单号 |\n| ~ | ~ | ~ | 100 |\n| ~ | ~ | ~ | 90 |", change
    )
    assert [column(book, name) for name in ("日期", "收款人", "类别", "金额", "支付申请单号")] == [
        [day(3)] * 2, ["青禾里"] * 2, ["推广费"] * 2, [100, 90], ["FK-1"] * 2,
    ]  # fmt: skip


def test_row_whose_other_cells_are_all_merged_is_a_payment(reading: Reading) -> None:
    """An amount alone in its row is a payment if a merged payee covers it."""
    book = reading(
        "sheet 付款\n| 收款人 | 事由 | 金额 |\n| ~ | 广告 | 100 |\n| ~ | ~ | 90 |", merged({"A2:A3": "青禾里"})
    )
    assert (column(book, "收款人"), column(book, "金额"), odd(book)) == (["青禾里"] * 2, [100, 90], [])


def test_merged_signature_is_of_every_row(reading: Reading) -> None:
    """One signature over two payments signs both."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管 |\n| 2024-05-03 | 甲 | 100 |\n| 2024-05-03 | 乙 | 90 |",
        merged({"D2:D3": "张三"}),
    )
    assert signs(book) == ["张三", "张三"]


def test_merged_amount_is_one_payment_with_two_invoices(reading: Reading) -> None:
    """An amount over two rows is one payment; the invoices of both rows are its."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 发票号 | 金额 |\n| 2024-05-03 | 甲 | '00123456 |\n| ~ | ~ | '00123457 |\n| 2024-05-04 | 乙 | '00123458 | 7 |",
        merged({"D2:D3": 100}),
    )
    payments = spending_book(book, list(ROLES)).payments
    assert [(p.cents, p.invoices) for p in payments] == [(10000, ("00123456", "00123457")), (700, ("00123458",))]


def test_merged_amount_of_two_payees_is_told(reading: Reading) -> None:
    """An amount merged over two payees: the second is no part of the first's payment, and its amount is missing."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 发票号 | 金额 |\n| 2024-05-03 | 甲 | '00123456 |\n| 2024-05-03 | 乙 | '00123457 |",
        merged({"D2:D3": 100}),
    )
    assert amounts(book) == {"付款!D2": 100, "付款!D3": None}


def test_number_that_excel_has_cut_is_none(reading: Reading) -> None:
    """Of twenty digits Excel keeps fifteen: two such invoices that look alike may be two, so neither is read."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 发票号 | 金额 |\n| 2024-05-03 | 甲 | 24332000000012345678 | 9 |\n| 2024-05-04 | 乙 | '24332000000012345679 | 9 |"
    )
    assert (column(book, "发票号"), list(unread(book, "发票号"))) == (["", "24332000000012345679"], ["付款!C2"])


def test_merged_invoice_is_said_once(reading: Reading) -> None:
    """One invoice merged over two payments is not used twice."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 发票号 | 金额 |\n| 2024-05-03 | 甲 | ~ | 60 |\n| 2024-05-03 | 甲 | ~ | 40 |",
        merged({"C2:C3": "'00123456".strip("'")}),
    )
    assert column(book, "发票号") == ["00123456", ""]


def test_ditto_repeats_the_cell_above(reading: Reading) -> None:
    """同上 is what stands above, of payees, days and purposes."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| 同上 | 同上 | 〃 | ″ | 90 |\n| 同 上 | 同上 | 同上 | 同上 | 80 |")
    assert [set(column(book, name)) for name in ("日期", "收款人", "事由", "类别")] == [
        {day(3)},
        {"青禾里"},
        {"广告"},
        {"推广费"},
    ]


# Amounts


@pytest.mark.parametrize(("cell", "expected"), [
    ("'¥2,000.00", 2000), ("'￥2,000.00", 2000), ("'1.2万", 12000), ("'２０００", 2000), ("'(300)", -300), ("'2000元", 2000), ("贰仟元整", 2000), ("'2000元整", 2000),
    ("'人民币2,000.00元", 2000), ("'RMB 2000", 2000), ("'人民币贰仟元整", 2000), ("贰仟元整（¥2,000.00）", 2000), ("贰仟元整 ￥2000", 2000), ("-300", -300), ("'-¥300", -300), ("'¥-300", -300), ("负叁佰元整", -300),
    ("'−300", -300), ("0.05", 0.05), ("'2,000.00", 2000), ("'1.5千元", 1500), ("伍角整", 0.5), ("'+300", 300), ("'2000.", None),
    ("待定", None), ("about 2000", None), ("约2000", None), ("'2000/2500", None), ("'2000-2500", None), ("'2000、2500", None), ("'2 000", None), ("'$500", None), ("'500美元", None), ("'2,00", None), ("'2000左右", None),
    ("贰仟元整（¥3,000.00）", None), ("壹仟伍元", None), ("'95%", None), ("无", None), ("-", None), ("见合同", None), ("'2000+500", None), ("'1e3", None), ("'=A1", None), ("O", None), ("1e16", None),
])  # fmt: skip
def test_amount_as_people_write_it(cell: str, expected: float | None, reading: Reading) -> None:
    """An amount that is certain is read; any other is told at its cell with what stands there."""
    book = reading(f"sheet 付款\n{HEAD}\n| 2024-05-03 | 青禾里 | 广告 | 推广费 | {cell} |\n{ROW}")
    said = list(unread(book)) == ["付款!E2"]
    assert (amounts(book)["付款!E2"], said) == (expected, expected is None)


def test_day_in_an_amount_cell_is_told(reading: Reading) -> None:
    """A date where an amount should stand is not read as a serial number."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        workbook.worksheets()[0].write_datetime(
            1, 4, datetime.datetime(2024, 5, 3), workbook.add_format({"num_format": "yyyy-mm-dd"})
        )

    book = reading(f"sheet 付款\n{HEAD}\n| 2024-05-03 | 青禾里 | 广告 | 推广费 | ~ |", change)
    assert (amounts(book), list(unread(book))) == ({"付款!E2": None}, ["付款!E2"])


def test_truth_value_in_an_amount_cell_is_told(reading: Reading) -> None:
    """TRUE is no amount."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}", lambda workbook: workbook.worksheets()[0].write_boolean(1, 4, True))
    assert unread(book) == {"付款!E2": "True"}


# Days


@pytest.mark.parametrize(("cell", "expected"), [
    ("2024.5.3", day(3)), ("'2024/5/3", day(3)), ("2024年5月3日", day(3)), ("2024 年 5 月 3 日", day(3)), ("5月3日", day(3)), ("5/3", day(3)), ("'5.3", day(3)), ("'5.10", day(10)), ("45415", day(3)),
    ("20240503", day(3)), ("'20240503", day(3)), ("2024-05-03 10:30", day(3)), ("2024-05-03T10:30:00", day(3)), ("12月28日", datetime.date(2024, 12, 28)),
    ("2024-02-30", None), ("五月三日", None), ("5月初", None), ("待定", None), ("5.1", None), ("3", None), ("2024", None), ("13/45", None), ("5月", None), ("2024-05", None),
])  # fmt: skip
def test_day_as_people_write_it(cell: str, expected: datetime.date | None, reading: Reading) -> None:
    """A day that is certain is read, one without its year in that of the book; any other is told at its cell. The number 5.1 may be 1 or 10 May."""
    book = reading(f"sheet 付款\n{HEAD}\n| {cell} | 青禾里 | 广告 | 推广费 | 100 |\n{ROW}")
    assert (column(book, "日期")[0], list(unread(book, "日期"))) == (expected, [] if expected else ["付款!A2"])


def test_day_that_excel_knows(reading: Reading) -> None:
    """A date with a time is its day."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        form = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        workbook.worksheets()[0].write_datetime(1, 0, datetime.datetime(2024, 5, 3, 23, 59), form)

    assert column(reading(f"sheet 付款\n{HEAD}\n| ~ | 青禾里 | 广告 | 推广费 | 100 |", change), "日期") == [day(3)]


# Signatures


@pytest.mark.parametrize(("cell", "shown"), [
    ("张三", "张三"), ("张  三", "张三"), ("欧 阳 锋", "欧阳锋"), ("欧阳修文", "欧阳修文"), ("买买提·吐尔逊", "买买提·吐尔逊"), ("Ann Lee", "Ann Lee"), ("J. Smith", "J. Smith"), ("√", "已签"), ("√√", "已签"), ("✔", "已签"),
    ("已签", "已签"), ("同意", "已签"), ("同意付款", "已签"), ("已审核通过", "已签"), ("OK", "已签"), ("1", "已签"), ("张三 2024-05-03", "张三 2024-05-03"), ("2024-05-03 张三", "张三 2024-05-03"), ("张三⏎2024/5/3 10:22", "张三 2024-05-03"),
    ("张三（5月3日）", "张三 2024-05-03"), ("张三5.3", "张三 2024-05-03"), ("同意（李四）", "李四"), ("同意 李四 5/3", "李四 2024-05-03"), ("2024-05-03", "已签 2024-05-03"), ("'5.3", "已签 2024-05-03"), ("45415", "已签 2024-05-03"), ("20240503", "已签 2024-05-03"),
    ("张三、李四", "张三、李四"), ("张三/李四", "张三、李四"), ("张三 5.3 李四 5.4", "张三、李四"), ("签字：张三 日期：2024.5.3", "张三 2024-05-03"), ("审批人：张三", "张三"), ("部门主管：张三", "张三"), ("张三总经理", "张三"), ("张三（部门主管）", "张三"),
    ("李经理", "李经理"), ("王总", "王总"), ("张三签", "张三"), ("张三 已签", "张三"), ("代军", "代军"), ("☑同意 ☐不同意", "已签"), ("Approved by Tom Lee", "Tom Lee"), ("2024-05-03T10:22:33", "已签 2024-05-03"),
    ("意见：同意", "已签"), ("已盖章", "已签"), ("張三", "張三"),
])  # fmt: skip
def test_signature(cell: str, shown: str, reading: Reading) -> None:
    """A name, a tick, a word that says so, a day, or several of these sign."""
    assert signs(
        reading(f"sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管 |\n| 2024-05-03 | 青禾里 | 100 | {cell} |")
    ) == [shown]


@pytest.mark.parametrize(
    "cell",
    [
        "~",
        "未签",
        "待签",
        "无",
        "-",
        "/",
        "——",
        "×",
        "0",
        "审批中",
        "出差",
        "签字：",
        "签字：    日期：",
        "年  月  日",
        "意见：",
        "Not signed",
        "pending",
        "☐同意 ☐不同意",
        "□同意",
    ],
)
def test_not_signed(cell: str, reading: Reading) -> None:
    """A blank, a word that says so, or a form that waits is no signature, and no doubt either."""
    table = of(reading(f"sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管 |\n| 2024-05-03 | 青禾里 | 100 | {cell} |"))
    assert (table.columns["部门主管"].values[0].signed, table.columns["部门主管"].values[0].refused) == (False, False)


@pytest.mark.parametrize("cell", [
    "不同意", "不同意 王五", "2024-05-03 不同意", "不予批准", "拒签", "拒绝签字", "已驳回", "退回", "退回修改", "Rejected", "REFUSED", "rejected by Tom", "□同意 ☑不同意", "不同意部门主管：张三", "不同意，金额过高", "未通过", "Denied",
])  # fmt: skip
def test_refused_to_sign(cell: str) -> None:
    """Somebody who would not sign has not, whatever else stands there."""
    assert (sign(cell).signed, sign(cell).refused) == (False, True)


@pytest.mark.parametrize("cell", [
    "待核实金额后再定", "李四代签", "代李四", "代签", "李四（代）", "王五代张三签", "同上", "见附件", "电话同意", "微信已同意", "财务部", "总经理", "影城总经理", "已阅", "情况属实", "张三未签", "张三（出差）", "2000", "张三，但请再核实金额", "TBD", "not approved",
    "see attached", "公章", "财务专用章", "付讫", "作废", "免签", "无需签字", "加急", "张三 李四 王五 赵六", "?", "张三2024-13-45", "张" * 10_000, "12.5.3",
])  # fmt: skip
def test_unclear_signature(cell: str) -> None:
    """A remark, a title, somebody who signed for another, a day that is none: whether it is signed cannot be told."""
    found = sign(cell)
    assert (found.in_year(2024).signed if found.late else found.signed, found.refused) == (None, False)


@pytest.mark.parametrize(
    ("value", "signed"),
    [(True, True), (False, False), (1.0, True), (0.0, False), (5.1, None), (2.0, None), (45415.0, True)],
)
def test_signature_that_is_no_text(value: object, signed: bool | None) -> None:
    """Truth values and the numbers 1 and 0 say yes and no, a serial number is a day; 5.1 may be 1 or 10 May."""
    assert sign(value).signed is signed


def test_signature_with_a_day_that_is_none(reading: Reading) -> None:
    """A name with a day that no calendar has is not certain."""
    table = of(reading("sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管 |\n| 2024-05-03 | 青禾里 | 100 | 张三 2月30日 |"))
    assert table.columns["部门主管"].values[0].signed is None


def test_day_alone_in_the_column_beside_signs(reading: Reading) -> None:
    """Where there is only a column of days for a role, a day in it is a signature."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管日期 |\n| 2024-05-03 | 青禾里 | 100 | 5月4日 |\n| 2024-05-03 | 青禾里 | 90 | ~ |"
    )
    assert signs(book) == ["已签 2024-05-04", ""]


def test_unreadable_day_of_a_signature_is_told(reading: Reading) -> None:
    """待补 as the day of a signature is told at its cell."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管 | 日期 |\n| 2024-05-03 | 青禾里 | 100 | 张三 | 待补 |"
    )
    assert (signs(book), unread(book, "部门主管日期")) == (["张三"], {"付款!E2": "待补"})


# Error values and formulas


def errors(cells: dict[str, str]) -> Change:
    """A change that writes formulas whose stored value is an error, or that were never calculated."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        for cell, value in cells.items():
            workbook.worksheets()[0].write_formula(cell, "=1/0", None, value)

    return change


def test_error_value_in_an_amount_is_a_payment_and_told(reading: Reading) -> None:
    """#REF! as the amount: the payment is there, its amount is not, and the cell is known."""
    book = reading(f"sheet 付款\n{HEAD}\n| 2024-05-03 | 青禾里 | 广告 | 推广费 | ~ |", errors({"E2": "#REF!"}))
    assert (amounts(book), book.errors) == ({"付款!E2": None}, {"付款!E2": "#REF!"})


def test_row_that_holds_an_error_value_alone_is_told(reading: Reading) -> None:
    """An error value with nothing beside it is told as a number alone is."""
    assert odd(reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ |", errors({"E3": "#REF!"}))) == [("stray", "付款!E3")]


@pytest.mark.parametrize(("cell", "name"), [("A2", "日期"), ("B2", "收款人"), ("D2", "部门主管"), ("E2", "发票号")])
def test_error_value_in_any_cell_is_known(cell: str, name: str, reading: Reading) -> None:
    """#N/A where a day, a payee, a signature or an invoice should stand is nothing of the kind, and its cell is known."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 金额 | 部门主管 | 发票号 |\n| 2024-05-03 | 甲 | 100 | 张三 | '00123456 |",
        errors({cell: "#N/A"}),
    )
    table = of(book)
    assert (table.columns[name].values[0] in (None, "", NOBODY), book.errors) == (True, {table.cell(0, name): "#N/A"})


def test_formula_never_calculated_is_no_amount(reading: Reading) -> None:
    """A formula without a value: the payment is there, its amount is not known, the cell is."""
    book = reading(f"sheet 付款\n{HEAD}\n| 2024-05-03 | 青禾里 | 广告 | 推广费 | ~ |", errors({"E2": ""}))
    assert (amounts(book), book.uncalculated) == ({"付款!E2": None}, {"付款!E2"})


def test_formula_with_its_value_is_the_value(reading: Reading) -> None:
    """A calculated formula is its value."""
    assert column(
        reading(f"sheet 付款\n{HEAD}\n| 2024-05-03 | 青禾里 | 广告 | 推广费 | ~ |", errors({"E2": "250"})), "金额"
    ) == [250]


# Several tables in a sheet


def test_header_repeated_on_each_page(reading: Reading) -> None:
    """A header that is said again does not end the table: one table, and the total is that of both pages."""
    book = reading(
        f"sheet 付款\n| 单位：万元 |\n{HEAD}\n{ROW}\n| ~ |\n| 某某公司 第2页 |\n{HEAD}\n{ROW}\n| 合计 | ~ | ~ | ~ | 200 |"
    )
    assert (amounts(book), holds(book)) == ({"付款!E3": 1_000_000, "付款!E7": 1_000_000}, [True])


def test_repeated_header_with_roles_and_days(reading: Reading) -> None:
    """A flat header with 日期 behind each role is the same when it is said again."""
    head = "| 序号 | 日期 | 收款人 | 金额（元） | 金额（大写） | 部门主管 | 日期 |"
    row = "| 1 | 2024-05-03 | 甲 | 100 | 壹佰元整 | 张三 | 2024-05-04 |"
    book = reading(f"sheet 付款\n{head}\n{row}\n{head}\n{row}\n| 合计 | ~ | ~ | 200 |")
    assert (len(book.tables), list(amounts(book)), holds(book)) == (1, ["付款!D2", "付款!D4"], [True])


def test_repeated_stacked_header(reading: Reading) -> None:
    """Both rows of a stacked header may be said again."""
    head = "| 日期 | 收款人 | 金额 | 部门主管 | ~ |\n| ~ | ~ | ~ | 签字 | 日期 |"
    row = "| 2024-05-03 | 甲 | 100 | 张三 | 2024-05-04 |"
    book = reading(f"sheet 付款\n{head}\n{row}\n{head}\n{row}")
    assert (len(book.tables), list(amounts(book)), odd(book)) == (1, ["付款!C3", "付款!C6"], [])


def test_repeated_header_in_another_unit(reading: Reading) -> None:
    """The second page in 万元 is a table of its own, scaled by itself."""
    row = "| 2024-05-03 | 甲 | 1 |"
    book = reading(f"sheet 付款\n| 日期 | 收款人 | 金额(元) |\n{row}\n| 日期 | 收款人 | 金额(万元) |\n{row}")
    assert column(book, "金额") == [1, 10000]


def test_repeated_header_below_a_line_with_another_unit(reading: Reading) -> None:
    """单位：万元 above the second header is about what stands below it."""
    book = reading(f"sheet 付款\n| 单位：元 |\n{HEAD}\n{ROW}\n| ~ |\n| 单位：万元 |\n{HEAD}\n{ROW}")
    assert column(book, "金额") == [100, 1_000_000]


def test_budget_below_payments(reading: Reading) -> None:
    """Payments above, a budget below: both are read, neither is part of the other."""
    book = reading(f"sheet 市场部\n{HEAD}\n{ROW}\n| 合计 | ~ | ~ | ~ | 100 |\n| ~ |\n| 5月预算 |\n{LINES}")
    assert (amounts(book), lines(book), odd(book)) == ({"市场部!E2": 100}, {("推广费", "2024-05"): 300}, [])


def test_contracts_below_payments_in_a_sheet_named_for_payments(reading: Reading) -> None:
    """Contracts are told by their columns, though the sheet is called 付款 and the columns would pass for its own."""
    book = reading(f"""sheet 付款
        {HEAD}
        {ROW}
        | ~ |
        | 合同编号 | 对方单位 | 合同名称 | 合同金额 | 签订日期 |
        | HT-1 | 青禾里 | 广告 | 900 | 2024-05-01 |""")
    assert (amounts(book), amounts(book, CONTRACTS)) == ({"付款!E2": 100}, {"付款!D5": 900})


def test_unit_above_the_second_table(reading: Reading) -> None:
    """A unit above a table is that table's."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ |\n| 费用预算（单位：万元） |\n{LINES}")
    assert (column(book, "金额"), lines(book)) == ([100], {("推广费", "2024-05"): 3_000_000})


def test_two_blocks_of_payments(reading: Reading) -> None:
    """Two tables of payments with other columns, below each other."""
    book = reading(
        f"sheet 付款\n{HEAD}\n{ROW}\n| ~ |\n| 现金部分 |\n| 收款单位 | 付款金额 | 支付日期 |\n| 乙公司 | 50 | 2024-05-09 |"
    )
    assert amounts(book) == {"付款!E2": 100, "付款!B6": 50}


def test_budget_beside_payments(reading: Reading) -> None:
    """A blank column parts two tables side by side, each with its own totals and end."""
    book = reading("""sheet 市场部
        | 日期 | 收款人 | 金额 | ~ | 类别 | 预算 |
        | 2024-05-03 | 甲 | 100 | ~ | 推广费 | 300 |
        | 2024-05-04 | 乙 | 90 | ~ | 差旅费 | 200 |
        | 2024-05-05 | 丙 | 80 | ~ | 合计 | 500 |
        | 合计 | ~ | 270 |""")
    assert (column(book, "金额"), holds(book), lines(book)) == (
        [100, 90, 80], [True], {("推广费", "2024-05"): 300, ("差旅费", "2024-05"): 200},
    )  # fmt: skip


def test_budget_beside_payments_that_begins_in_another_row(reading: Reading) -> None:
    """A table beside another need not begin in the same row."""
    book = reading("""sheet 市场部
        | 付款登记 | ~ | ~ | ~ | 费用预算 |
        | ~ | ~ | ~ | ~ | 类别 | 预算 |
        | 日期 | 收款人 | 金额 | ~ | 推广费 | 300 |
        | 2024-05-03 | 甲 | 100 | ~ | 差旅费 | 200 |
        | 2024-05-04 | 乙 | 90 |""")
    assert (column(book, "金额"), list(lines(book).values())) == ([100, 90], [300, 200])


def test_months_below_each_other_in_a_sheet(reading: Reading) -> None:
    """Tables titled 4月 and 5月 in a sheet: it is of no one month, each payment is of its day's."""
    block = "| {0}月付款 |\n" + HEAD + "\n| {0}月3日 | 甲公司 | 广告 | 推广费 | 100 |"
    book = reading(f"sheet 付款\n{block.format(4)}\n| ~ |\n{block.format(5)}", name="付款2024.xlsx")
    payments = spending_book(book, list(ROLES)).payments
    assert (book.months, [p.month for p in payments]) == ({}, ["2024-04", "2024-05"])


def test_budget_below_a_title_with_its_own_month(reading: Reading) -> None:
    """6月预算 above a budget without months is its month, though the payments above it are of May."""
    book = reading(f"sheet 市场部\n| 5月付款 |\n{HEAD}\n{ROW}\n| ~ |\n| 6月预算 |\n| 类别 | 预算 |\n| 推广费 | 300 |")
    assert (book.months, lines(book)) == ({"市场部": "2024-05"}, {("推广费", "2024-06"): 300})


def test_payments_beside_payments(reading: Reading) -> None:
    """The same columns twice, side by side, are two tables."""
    book = reading("""sheet 付款
        | 日期 | 收款人 | 金额 | ~ | 日期 | 收款人 | 金额 |
        | 2024-05-03 | 甲 | 100 | ~ | 2024-05-20 | 乙 | 90 |""")
    assert amounts(book) == {"付款!C2": 100, "付款!G2": 90}


def test_signatures_beside_a_blank_column_belong_to_the_table(reading: Reading) -> None:
    """A blank column between the payment and its signatures does not part them."""
    book = reading(
        "sheet 付款\n| 日期 | 收款人 | 金额 | ~ | 部门主管 | 日期 |\n| 2024-05-03 | 甲 | 100 | ~ | 张三 | 2024-05-04 |"
    )
    assert (len(book.tables), signs(book)) == (1, ["张三 2024-05-04"])


def test_sums_by_category_are_no_budget(reading: Reading) -> None:
    """类别 and 金额 beside, below, or on a sheet of their own are what was spent, not what was planned."""
    sums = "| 类别 | 金额 |\n| 推广费 | 100 |"
    book = reading(f"""sheet 付款
        | 日期 | 收款人 | 类别 | 金额 | ~ | 类别 | 金额 |
        | 2024-05-03 | 甲 | 推广费 | 100 | ~ | 推广费 | 100 |
        sheet 汇总
        {sums}""")
    assert (kinds(book), amounts(book)) == ([PAYMENTS], {"付款!D2": 100})


@pytest.mark.parametrize("below", [
    "| 类别 | 笔数 | 合计金额 |\n| 推广费 | 1 | 100 |", "| 费用汇总 |\n| 类别 | ~ | ~ | ~ | 金额 |\n| 推广费 | ~ | ~ | ~ | 100 |", "| 项目 | 上月 | 本月 | 增减 | 说明 |\n| 推广 | 90 | 100 | 10 | 1 |",
    "| 部门 | 人数 | 招待 | 差旅 | 推广 |\n| 市场部 | 3 | 10 | 20 | 70 |",
])  # fmt: skip
def test_other_table_below_is_no_payment(below: str, reading: Reading) -> None:
    """A summary below the payments is none of them, and is told."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n| ~ |\n{below}")
    assert (list(amounts(book)), [what for what, _ in odd(book)]) == (["付款!E2"], ["table"])


# Budgets


def test_budget_of_rows(reading: Reading) -> None:
    """A category and a month a row, with lines of the whole year, merged categories and totals."""
    change = merged({"A2:A3": "推广费"})
    book = reading(
        "sheet 预算\n| 类别 | 月份 | 预算 |\n| ~ | 1月 | 100 |\n| ~ | 5月 | 300 |\n| 差旅费 | 全年 | 900 |\n| 差旅费 | 合计 | 900 |\n| 合计 | ~ | 1300 |",
        change,
    )
    assert lines(book) == {("推广费", "2024-01"): 100, ("推广费", "2024-05"): 300, ("差旅费", "2024"): 900}


def test_budget_without_months_is_of_the_month_of_the_book(reading: Reading) -> None:
    """Without a month a line is of the book's."""
    assert lines(reading("sheet 预算\n| 费用项目 | 本月预算 |\n| 推广费 | 300 |")) == {("推广费", "2024-05"): 300}


def test_budget_without_months_is_of_the_month_of_the_sheet(reading: Reading) -> None:
    """Or of the sheet's own."""
    book = reading(f"sheet 5月付款\n{HEAD}\n{ROW}\nsheet 6月预算\n| 类别 | 预算 |\n| 推广费 | 300 |")
    assert lines(book) == {("推广费", "2024-06"): 300}


MONTHS = " | ".join(f"{month}月" for month in range(1, 13))
FIGURES = " | ".join(str(month * 10) for month in range(1, 13))


@pytest.mark.parametrize("corner", ["类别", "费用项目", "项目", "类别／月份", "类别\\月份", "月份/项目"])
def test_budget_by_months(corner: str, reading: Reading) -> None:
    """A column for each month: a line for each category and month; 合计 right of them is none."""
    book = reading(f"sheet 预算\n| {corner} | {MONTHS} | 合计 |\n| 推广费 | {FIGURES} | 780 |")
    assert lines(book) == {("推广费", f"2024-{month:02}"): month * 10 for month in range(1, 13)}


def test_budget_by_months_names_its_cells(reading: Reading) -> None:
    """A line of May is the cell below 5月."""
    table = of(reading(f"sheet 预算\n| 类别 | {MONTHS} |\n| 推广费 | {FIGURES} |"), BUDGET)
    assert (table.cell(4, "预算"), table.cell(4, "月份"), table.cell(4, "类别")) == ("预算!F2", "预算!F1", "预算!A2")


@pytest.mark.parametrize("head", [
    "| 类别 | 1月份 | 5月份 |", "| 类别 | 一月 | 五月 |", "| 类别 | 2024年1月 | 2024年5月 |", "| 类别 | 2024-01 | '2024.5 |", "| 类别 | '202401 | '202405 |", "| Category | Jan | May |", "| 类别 | 1月预算 | 5月预算数 |",
])  # fmt: skip
def test_months_in_other_words(head: str, reading: Reading) -> None:
    """Months as people head columns with them."""
    assert lines(reading(f"sheet 预算\n{head}\n| 推广费 | 10 | 50 |")) == {
        ("推广费", "2024-01"): 10,
        ("推广费", "2024-05"): 50,
    }


def test_months_as_days_of_excel(reading: Reading) -> None:
    """A typed 2024年5月 becomes the first of May for Excel."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        form = workbook.add_format({"num_format": 'yyyy"年"m"月"'})
        for column, month in ((1, 1), (2, 5)):
            workbook.worksheets()[0].write_datetime(0, column, datetime.datetime(2024, month, 1), form)

    assert lines(reading("sheet 预算\n| 类别 | ~ | ~ |\n| 推广费 | 10 | 50 |", change)) == {
        ("推广费", "2024-01"): 10,
        ("推广费", "2024-05"): 50,
    }


def test_months_as_numbers_below_a_title(reading: Reading) -> None:
    """1 to 12 below 月份 are months."""
    numbers = " | ".join(map(str, range(1, 13)))
    change = merged({"A1:A2": "类别", "B1:M1": "月份"})
    book = reading(f"sheet 预算\n| ~ |\n| ~ | {numbers} |\n| 推广费 | {FIGURES} |", change)
    assert lines(book) == {("推广费", f"2024-{month:02}"): month * 10 for month in range(1, 13)}


def test_months_below_a_year(reading: Reading) -> None:
    """2024年 over the months is their year."""
    change = merged({"A1:A2": "类别", "B1:M1": "2023年"})
    book = reading(f"sheet 预算\n| ~ |\n| ~ | {MONTHS} |\n| 推广费 | {FIGURES} |", change)
    assert lines(book)["推广费", "2023-05"] == 50


def test_months_with_budget_and_actual(reading: Reading) -> None:
    """Below each month 预算 and 实际: only the budget is read."""
    change = merged({"A1:A2": "类别", "B1:C1": "4月", "D1:E1": "5月"})
    book = reading("sheet 预算\n| ~ |\n| ~ | 预算 | 实际 | 预算 | 实际 |\n| 推广费 | 40 | 41 | 50 | 49 |", change)
    assert lines(book) == {("推广费", "2024-04"): 40, ("推广费", "2024-05"): 50}


def test_unit_of_a_budget_by_months(reading: Reading) -> None:
    """万元 in the header of a month, or above the table, scales its figures."""
    book = reading("sheet 预算\n| 类别 | 4月(万元) | 5月(万元) |\n| 推广费 | 1.2 | 2 |")
    other = reading("sheet 预算\n| 单位：万元 |\n| 类别 | 4月 | 5月 |\n| 推广费 | 1.2 | 2 |")
    assert list(lines(book).values()) == list(lines(other).values()) == [12000, 20000]


def test_blank_month_of_a_budget_is_missing(reading: Reading) -> None:
    """A blank month is no budget of nothing; 0 is."""
    assert list(lines(reading("sheet 预算\n| 类别 | 4月 | 5月 |\n| 推广费 | ~ | 0 |")).values()) == [None, 0]


def test_unreadable_month_of_a_budget_is_told(reading: Reading) -> None:
    """待定 below a month is told at its cell."""
    book = reading("sheet 预算\n| 类别 | 4月 | 5月 |\n| 推广费 | 待定 | 50 |")
    assert unread(book, "预算", BUDGET) == {"预算!B2": "待定"}


def test_sum_of_the_year_alone_is_a_line_of_the_year(reading: Reading) -> None:
    """Where no month has a figure the sum of the year is its budget."""
    book = reading(
        f"sheet 预算\n| 类别 | {MONTHS} | 全年 |\n| 推广费 | {'~ | ' * 12}900 |\n| 差旅费 | {FIGURES} | 780 |"
    )
    assert (lines(book)["推广费", "2024"], len(lines(book))) == (900, 13)


@pytest.mark.parametrize(
    ("header", "period"),
    [("年度预算", "2024"), ("2023年预算", "2023"), ("全年预算", "2024"), ("2023年度预算额", "2023")],
)
def test_budget_of_a_year(header: str, period: str, reading: Reading) -> None:
    """年度预算 is of the whole year, not of the month of the book, also beside months."""
    alone = reading(f"sheet 预算\n| 费用项目 | {header} |\n| 推广费 | 3000 |")
    beside = reading(f"sheet 预算\n| 费用项目 | {header} | 1月 |\n| 推广费 | 3000 | 100 |")
    assert (lines(alone), lines(beside)) == (
        {("推广费", period): 3000}, {("推广费", period): 3000, ("推广费", "2024-01"): 100},
    )  # fmt: skip


def test_sections_and_totals_of_a_budget(reading: Reading) -> None:
    """Titles of sections and sums are no lines."""
    book = reading(
        "sheet 预算\n| 类别 | 预算 |\n| 一、市场 |\n| 推广费 | 300 |\n| 小计 | 300 |\n| 二、行政 |\n| 办公费 | 50 |\n| 合计 | 350 |"
    )
    assert list(lines(book).values()) == [300, 50]


@pytest.mark.parametrize("text", [
    f"sheet 费用统计\n| 类别 | {MONTHS} |\n| 推广费 | {FIGURES} |", f"sheet 预算执行\n| 类别 | {MONTHS} |\n| 推广费 | {FIGURES} |", "sheet 汇总\n| 项目 | 金额 |\n| 推广费 | 300 |",
])  # fmt: skip
def test_what_was_spent_is_no_budget(text: str, reading: Reading) -> None:
    """Sums by category, or by category and month, on a sheet that does not say 预算, or says what came of it, are told as unused."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\n{text}")
    assert (kinds(book), odd(book)) == ([PAYMENTS], [("table", text.partition("\n")[0].removeprefix("sheet "))])


def test_title_says_that_months_are_a_budget(reading: Reading) -> None:
    """A title above makes a budget of months, whatever the sheet is called."""
    book = reading(f"sheet 市场部\n| 2024年市场部费用预算 |\n| 类别 | {MONTHS} |\n| 推广费 | {FIGURES} |")
    assert lines(book)["推广费", "2024-05"] == 50


def test_total_of_a_budget_with_a_remark_is_none(reading: Reading) -> None:
    """合计 is no line, whatever stands in its last cell."""
    book = reading(
        "sheet 预算\n| 费用项目 | 预算 | 备注 |\n| 推广费 | 300 | ~ |\n| ~ | 300 | 合计 |\n| 一部小计 | 300 | 全年 |"
    )
    assert list(lines(book).values()) == [300]


def test_months_without_categories_are_told_as_unused(reading: Reading) -> None:
    """Months without a column of categories are no budget, and no crash."""
    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\nsheet 预算\n| 负责 | {MONTHS} |\n| 张三 | {FIGURES} |")
    assert (kinds(book), odd(book)) == ([PAYMENTS], [("table", "预算")])


def test_budget_and_what_is_left(reading: Reading) -> None:
    """已用 and 余额 beside 预算 are no budget."""
    assert lines(reading("sheet 预算\n| 类别 | 预算 | 已用 | 余额 |\n| 推广费 | 300 | 100 | 200 |")) == {
        ("推广费", "2024-05"): 300
    }


# Contracts


def test_contracts(reading: Reading) -> None:
    """Number, other party, amount, day and signatures of contracts; a total is none, nor is a number that was only handed out."""
    book = reading("""sheet 合同
        | 合同编号 | 对方 | 合同金额(万元) | 签订日期 | 部门主管 | 日期 |
        | HT-1 | 青禾里 | 1.2 | 2024.5.3 | 张三 | 5月2日 |
        | HT-2 |
        | 合计 | ~ | 1.2 |""")
    assert (amounts(book, CONTRACTS), column(book, "签订日期", CONTRACTS), signs(book, kind=CONTRACTS)) == (
        {"合同!C2": 12000}, [day(3)], ["张三 2024-05-02"],
    )  # fmt: skip


def test_total_of_contracts_is_held_against_them(reading: Reading) -> None:
    """A total of contracts is one too."""
    book = reading("sheet 合同\n| 合同编号 | 对方 | 金额 |\n| HT-1 | 甲公司 | 100 |\n| 合计 | ~ | 90 |")
    assert holds(book) == [False]


# Period


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("2024-05.xlsx", "sheet 付款", "2024-05"), ("2024年5月市场部付款.xlsx", "sheet 付款", "2024-05"), ("市场部付款2024.xlsx", "sheet 5月", "2024-05"), ("付款.xlsx", "sheet 付款\n| 2024年5月付款登记 |", "2024-05"),
    ("付款.xlsx", "sheet 付款\n| 付款登记 |\n| 月份：2024年5月 |", "2024-05"), ("付款2024.xlsx", "sheet 付款", "2024"), ("付款.xlsx", "sheet 付款\n| 2024年度付款登记 |", "2024"), ("付款.xlsx", "sheet 2024年5月", "2024-05"),
])  # fmt: skip
def test_period(name: str, text: str, expected: str, reading: Reading) -> None:
    """The month, or the year, is named by the file, the sheet or a title."""
    assert reading(f"{text}\n{HEAD}\n{ROW}", name=name).period == expected


def test_year_book_with_a_sheet_a_month(reading: Reading) -> None:
    """Sheets 1月 to 12月 in a file of a year: each is of its month, and a day without a year is in the file's."""
    text = "\n".join(
        f"sheet {month}月\n{HEAD}\n| {month}月3日 | 甲 | 广告 | 推广费 | {month} |" for month in range(1, 13)
    )
    book = reading(text, name="2024年付款.xlsx")
    payments = spending_book(book, list(ROLES)).payments
    assert (book.period, [(p.month, p.day, p.cents) for p in payments]) == (
        "2024", [(f"2024-{month:02}", day(3, month), month * 100) for month in range(1, 13)],
    )  # fmt: skip


def test_year_that_only_a_title_says(reading: Reading) -> None:
    """The year in the titles is that of the sheets' months."""
    book = reading(
        f"sheet 4月\n| 2024年付款登记 |\n{HEAD}\n{ROW}\nsheet 5月\n| 2024年付款登记 |\n{HEAD}\n{ROW}", name="付款.xlsx"
    )
    assert (book.period, book.months) == ("2024", {"4月": "2024-04", "5月": "2024-05"})


@pytest.mark.parametrize(
    "row",
    ["| ~ | ~ | 4月份广告费 | ~ | 100 |", "| 2024年4月30日 | ~ | ~ | ~ | 100 |", "| ~ | 4月15日付 | ~ | ~ | 100 |"],
)
def test_month_in_a_row_is_not_that_of_the_book(row: str, reading: Reading) -> None:
    """What a payment is for may name another month than the book's."""
    assert reading(f"sheet 付款\n{HEAD}\n{row}\n{ROW}").period == "2024-05"


@pytest.mark.parametrize("corner", ["月份", "类别\\月份"])
def test_months_of_a_budget_are_not_that_of_the_book(corner: str, reading: Reading) -> None:
    """月份 in the corner of a table with 1月 beside it does not say that the book is of January."""
    head = "| 类别 | 月份 |" if corner == "月份" else f"| {corner} |"
    book = reading(
        f"sheet 预算\n{head} {MONTHS} |\n| 推广费 | {'~ | ' if corner == '月份' else ''}{FIGURES} |",
        name="2024预算.xlsx",
    )
    assert (book.period, book.months) == ("2024", {})


def test_two_months_that_disagree_are_refused(reading: Reading) -> None:
    """File and title of different months: which one is not guessed."""
    assert refusal(lambda: reading(f"sheet 付款\n| 2024年6月付款登记 |\n{HEAD}\n{ROW}")) == ["period-conflict"]


def test_no_month_and_no_year_is_refused(reading: Reading) -> None:
    """Days alone do not say what the book is about."""
    assert refusal(lambda: reading(f"sheet 付款\n{HEAD}\n{ROW}", name="付款.xlsx")) == ["period-missing"]


def test_period_by_hand(reading: Reading) -> None:
    """A month given by hand goes before everything."""
    assert reading(f"sheet 6月\n{HEAD}\n{ROW}", name="付款.xlsx", period="2024-05").period == "2024-05"


# The book


def test_hidden_sheet_is_left_out_with_a_note(reading: Reading) -> None:
    """Hidden sheets hold stale figures."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        workbook.get_worksheet_by_name("付款旧").hide()

    book = reading(f"sheet 付款\n{HEAD}\n{ROW}\nsheet 付款旧\n{HEAD}\n{ROW}\n{ROW}", change)
    assert (list(amounts(book)), book.hidden) == (["付款!E2"], ("付款旧",))


def test_two_sheets_of_a_kind_are_both_read(reading: Reading) -> None:
    """Two sheets of payments are both read, each with its cells."""
    assert list(amounts(reading(f"sheet 付款\n{HEAD}\n{ROW}\nsheet 付款 (2)\n{HEAD}\n{ROW}"))) == [
        "付款!E2",
        "'付款 (2)'!E2",
    ]


def test_sheet_that_is_none_is_told(reading: Reading) -> None:
    """A sheet that nobody knows is told."""
    assert odd(reading(f"sheet 付款\n{HEAD}\n{ROW}\nsheet 通讯录\n| 姓名 | 电话 |\n| 张三 | 1 |")) == [
        ("table", "通讯录")
    ]


@pytest.mark.parametrize(
    "sample", ["2024-05.xlsx", "messy/2024-05.xlsx", "objectives/2024-05.xlsx", "commission/2024-05.xlsx"]
)
def test_month_book_is_refused(sample: str) -> None:
    """A month book holds nothing of the kind, and is refused in a sentence."""
    path = SAMPLES / sample
    if not path.exists():
        path = next(iter(sorted((SAMPLES / sample).parent.glob("*.xlsx"))))
    assert refusal(lambda: read_ledger(path, ROLES)) == ["ledger-empty"]


@pytest.mark.parametrize("name", ["回款明细", "Sheet1", "5月"])
def test_receipts_are_no_payments(name: str, reading: Reading) -> None:
    """A log of receipts has days, people, contracts and amounts too."""
    text = f"sheet {name}\n| 工号 | 姓名 | 日期 | 客户 | 合同 | 金额 | 备注 |\n| 1001 | 甲 | 2024-05-03 | 青禾里 | HT-1 | 100 | ~ |"
    assert refusal(lambda: reading(text)) == ["ledger-empty"]


def test_no_payments_yet_is_a_book(reading: Reading) -> None:
    """A header without rows is a book without payments."""
    assert amounts(reading(f"sheet 付款\n{HEAD}")) == {}


# Forms


FORM = """sheet 资金支付申请表
    | 资金支付申请表 |
    | 申请部门： | 市场部 | 申请日期： | 2024-05-03 |
    | 收款单位： | 青禾里 | 支付申请单号： | FK-1 |
    | 付款事由： | 广告 | 费用类别： | 推广费 |
    | 人民币（大写）： | 贰仟元整 | 小写： | '￥2,000.00 |
    | 部门主管： | 张三 | 日期： | 2024-05-04 |
    | 财务部： | 李四 | 日期： | 2024-05-05 |"""


def form(book: Ledger) -> list[tuple[Any, ...]]:
    """Day, payee, cents and signatures of every payment."""
    payments = spending_book(book, list(ROLES)).payments
    return [(p.day, p.payee, p.cents, p.sign("部门主管").shown, p.sign("影城财务部").shown) for p in payments]


WHOLE = (day(3), "青禾里", 200000, "张三 2024-05-04", "李四 2024-05-05")


def test_form_with_label_and_value_in_two_cells(reading: Reading) -> None:
    """A payment request of labels and values is one payment."""
    assert form(reading(FORM)) == [WHOLE]


def test_form_names_its_cells(reading: Reading) -> None:
    """Each value knows where it stands."""
    table = of(reading(FORM))
    assert [table.cell(0, name) for name in ("日期", "收款人", "金额", "大写金额", "影城财务部")] == [
        f"资金支付申请表!{cell}" for cell in ("D2", "B3", "D5", "B5", "B7")
    ]


@pytest.mark.parametrize("text", [
    pytest.param("""sheet 付款申请单
        | 申请部门：市场部 | 申请日期：2024年5月3日 |
        | 收款单位：青禾里 | 付款事由：广告 |
        | 金额：2,000.00 |
        | 部门主管：张三 2024-05-04 | 财务部：李四 2024-05-05 |""", id="in one cell"),
    pytest.param("""sheet 付款申请单
        | 申请部门：市场部␣␣␣申请日期：2024 年 5 月 3 日␣␣收款单位：青禾里 |
        | 付款事由：广告␣␣␣␣金␣␣␣␣额：2,000.00元 |
        | 部门主管：张三␣␣日期：2024-05-04␣␣财务部：李四␣␣日期：2024-05-05 |""", id="several in one cell"),
    pytest.param("""sheet 付款申请单
        | 申请部门 | 财务部 | 申请日期 | 2024-05-03 |
        | 收款单位 | 青禾里 | 付款事由 | 广告 |
        | 金额（元） | 2000 |
        | 部门主管 | 张三 2024-05-04 | 影城财务部 | 李四 2024-05-05 |""", id="without colons"),
    pytest.param("""sheet 付款申请单
        | 部门：市场部 | ~ | ~ | 日期：2024-05-03 |
        | 收款单位： | 青禾里 | 事由： | 广告 |
        | 人民币（大写）：贰仟元整 ￥2,000.00 |
        | 部门主管 | 财务部 |
        | 张三 2024-05-04 | 李四 2024-05-05 |""", id="signatures below their roles"),
    pytest.param("""sheet 付款申请单
        | 日期：2024-05-03 |
        | 收款单位：青禾里 | 事由：广告 |
        | 人民币（大写）贰仟元整（小写）￥2000 |
        | 部门主管：张三⏎2024-05-04 10:30 | 财务部：李四⏎2024-05-05 |""", id="amount without a colon"),
    pytest.param("""sheet 资金支付申请表
        | 编号：ZF-001 | 申请日期：2024年5月3日 |
        | 收款单位 | 青禾里 | 开户行 | 工商银行 |
        | 付款事由 | 广告 | 付款方式 | 转账 |
        | 付款金额 | 人民币（大写）：贰仟元整␣␣（小写）：￥2,000.00 |
        | 部门主管审批 | 同意␣␣张三␣␣2024.5.4 |
        | 影城财务部审核 | 李四␣5月5日 |""", id="labels behind a label"),
    pytest.param("""sheet 付款申请单
        | 日期：2024-05-03 | 收款单位：青禾里 | 事由：广告 | 金额：2000 |
        | 部门主管意见：同意␣␣签字：张三␣␣日期：5.4 |
        | 财务部： | ~ | 审核： | 李四 | 审核日期： | 2024-05-05 |""", id="opinion and signature"),
    pytest.param("""sheet 付款申请单
        | 日期： | 2024-05-03 |
        | 收款单位： | ~ | 青禾里 | 开户行： | 某银行 |
        | 事由： | ~ | 广告 |
        | 合计人民币（大写）： | 贰仟元整 |
        | 部门主管： | 张三 | 签字日期： | 2024-05-04 |
        | 财务部： | 李四 | 审批日期： | 2024-05-05 |""", id="capitals alone"),
])  # fmt: skip
def test_form_written_otherwise(text: str, reading: Reading) -> None:
    """Labels and values in one cell, several in one, without colons, signatures below their roles, the amount in capitals."""
    assert form(reading(text)) == [WHOLE]


def test_form_with_merged_cells(reading: Reading) -> None:
    """Labels and values that are merged over cells."""
    change = merged({"A1:H1": "付款申请单", "A2:B2": "收款单位", "C2:H2": "青禾里", "A3:B3": "付款事由", "C3:D3": "广告", "E3:F3": "日期", "G3:H3": "2024-05-03",
                     "A4:B4": "金额", "C4:H4": 2000, "A5:B5": "部门主管", "C5:D5": "张三 2024-05-04", "E5:F5": "财务部", "G5:H5": "李四 2024-05-05"})  # fmt: skip
    assert form(reading("sheet 付款申请单\n| ~ |", change)) == [WHOLE]


def test_form_of_a_contract(reading: Reading) -> None:
    """A 合同会签单 is a contract, with its signatures, and no payment."""
    book = reading("""sheet 会签
        | 合同会签单 |
        | 合同编号： | HT-1 | 签订日期： | 2024-05-03 |
        | 对方单位： | 青禾里 | 合同金额： | 9000 |
        | 部门主管： | 张三 | 日期： | 2024-05-04 |""")
    assert (kinds(book), amounts(book, CONTRACTS), signs(book, kind=CONTRACTS)) == (
        [CONTRACTS], {"会签!D3": 9000}, ["张三 2024-05-04"],
    )  # fmt: skip


CLAIM = """sheet 费用报销单
    | 费用报销单 |
    | 报销部门：市场部 | 报销日期：2024年5月3日 | ~ | 附单据 3 张 |
    | 费用项目 | 摘要 | 金额 | 备注 |
    | 差旅费 | 高铁 | 300 | ~ |
    | 招待费 | 晚餐 | 200 | ~ |
    | 合计 | ~ | 500 | ~ |
    | 金额大写：伍佰元整 |
    | 报销人：王五 | 部门主管：张三 5.4 | 财务：李四 | 领导审批： |"""


def test_claim_of_several_lines(reading: Reading) -> None:
    """A claim is its lines, each with the claimant, the day and the signatures that its labels name."""
    payments = spending_book(reading(CLAIM), list(ROLES)).payments
    assert [(p.category, p.cents, p.claimant, p.day, p.sign("部门主管").shown, p.sign("影城财务部").shown) for p in payments] == [
        ("差旅费", 30000, "王五", day(3), "张三 2024-05-04", "李四"), ("招待费", 20000, "王五", day(3), "张三 2024-05-04", "李四"),
    ]  # fmt: skip


def test_claim_names_its_cells(reading: Reading) -> None:
    """What a label says stands at its cell, the lines at theirs."""
    book = reading(CLAIM)
    assert ([of(book).cell(1, name) for name in ("金额", "报销人", "日期")], holds(book)) == (
        ["费用报销单!C5", "费用报销单!A8", "费用报销单!B2"], [True],
    )  # fmt: skip


def test_signatures_below_a_list_are_not_those_of_each_payment(reading: Reading) -> None:
    """Who signed a list of payments to many has not signed each."""
    book = reading(
        f"sheet 付款\n{HEAD}\n{ROW}\n| 合计 | ~ | ~ | ~ | 100 |\n| 报销人：王五 | 部门主管：张三 | 财务：李四 |"
    )
    assert "部门主管" not in of(book).columns


def test_blank_value_is_not_the_next_label(reading: Reading) -> None:
    """收款人 with nothing beside it: 开户行, which comes next, is no payee."""
    book = reading("""sheet 付款申请单
        | 收款单位 | ~ | 开户行 | 某银行 |
        | 联系人 | ~ | 开户地 | 北京 |
        | 报销人 | 张三 | 事由 | 广告 |
        | 金额 | 2000 | 日期 | 2024-05-03 |""")
    assert form(book)[0][1] == ""


@pytest.mark.parametrize("text", [
    """sheet 付款申请单
        | 申请部门： | ~ | 申请日期： | 年   月   日 |
        | 收款单位： | ~ | 付款事由： | ~ |
        | 人民币（大写）： | 万 仟 佰 拾 元 角 分 | ￥： | ~ |
        | 部门主管： | ~ | 财务部： | ~ |""",
    """sheet 付款申请单
        | 申请部门：        申请日期：   年  月  日 |
        | 收款单位：        付款事由： |
        | 人民币（大写）：            ￥：          |
        | 部门主管：   年 月 日 | 财务部：   年 月 日 |""",
    "sheet 付款申请单\n| 申请部门 | 市场部 | 日期 | ~ |\n| 收款单位 | ~ | 事由 | ~ |\n| 金额 | 0 | 大写 | 零元整 |\n| 部门主管 | ~ | 财务部 | ~ |",
])  # fmt: skip
def test_blank_form_is_no_payment(text: str, reading: Reading) -> None:
    """A form that nobody has filled in holds no payment."""
    assert refusal(lambda: reading(text)) == ["ledger-empty"]


def test_form_without_its_amount_is_a_payment(reading: Reading) -> None:
    """A form with payee and purpose whose amount is blank is a payment without one, at the cell where it would stand."""
    book = reading(
        "sheet 付款申请单\n| 收款单位： | 青禾里 | 事由： | 广告 |\n| 金额： | ~ | 日期： | 2024-05-03 |\n| 部门主管： | 张三 |"
    )
    assert amounts(book) == {"付款申请单!B2": None}


def test_two_forms_below_each_other(reading: Reading) -> None:
    """Each form has its own day, payee, amount and signatures, and the day may be its first label."""
    one = "| 付款申请单 |\n| 日期：{0} |\n| 收款单位：{1} | 事由：广告 |\n| 金额：{2} |\n| 部门主管：{3} | 日期：{4} |\n| 领款人签字： | ~ | 日期： | 2024-05-09 |"
    text = "\n".join(
        (
            one.format("2024-05-03", "甲公司", 100, "张三", "2024-05-04"),
            one.format("2024-05-06", "乙公司", 200, "李四", "2024-05-07"),
        )
    )
    assert form(reading(f"sheet 付款申请单\n{text}")) == [
        (day(3), "甲公司", 10000, "张三 2024-05-04", ""), (day(6), "乙公司", 20000, "李四 2024-05-07", ""),
    ]  # fmt: skip


def test_two_forms_side_by_side(reading: Reading) -> None:
    """Two forms beside each other are not mixed."""
    book = reading("""sheet 付款申请单
        | 日期： | 2024-05-03 | ~ | 日期： | 2024-05-06 |
        | 收款单位： | 甲公司 | ~ | 收款单位： | 乙公司 |
        | 金额： | 100 | ~ | 金额： | 200 |
        | 部门主管： | 张三 | ~ | 部门主管： | 李四 |""")
    assert form(book) == [(day(3), "甲公司", 10000, "张三", ""), (day(6), "乙公司", 20000, "李四", "")]


def test_one_form_a_sheet(reading: Reading) -> None:
    """A sheet for each request."""
    text = "sheet {0}\n| 收款单位： | 甲公司 | 日期： | 2024-05-03 |\n| 金额： | {0} |"
    assert [cents for _, _, cents, *_ in form(reading(f"{text.format(1)}\n{text.format(2)}"))] == [100, 200]


def test_form_in_another_unit(reading: Reading) -> None:
    """金额（万元） of a form is scaled."""
    assert (
        form(reading("sheet 付款申请单\n| 收款单位： | 甲公司 | 日期： | 2024-05-03 |\n| 金额（万元）： | 1.2 |"))[0][2]
        == 1_200_000
    )


def test_form_with_two_amounts_that_differ(reading: Reading) -> None:
    """申请金额 and 实付金额 that differ in one form: neither is read."""
    book = reading(
        "sheet 付款申请单\n| 收款单位： | 甲公司 | 日期： | 2024-05-03 |\n| 申请金额： | 100 | 实付金额： | 90 |"
    )
    assert (amounts(book), unread(book)) == ({"付款申请单!B2": None}, {"付款申请单!B2": "100 / 90"})


def test_form_with_an_amount_that_cannot_be_read(reading: Reading) -> None:
    """待定 in a form is told at its cell."""
    book = reading("sheet 付款申请单\n| 收款单位： | 甲公司 | 日期： | 2024-05-03 |\n| 金额： | 待定 |")
    assert unread(book) == {"付款申请单!B2": "待定"}


def test_month_named_in_a_form_is_not_that_of_the_book(reading: Reading) -> None:
    """付款事由：4月份广告费 does not say that the book is of April."""
    assert reading("sheet 付款申请单\n| 付款事由：4月份广告费 |\n| 收款单位：甲公司 | 金额：100 |").period == "2024-05"


# By chance


class Untidy:
    """A sheet of payments as somebody untidy keeps it, and what is true of it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int, int, Any]] = []
        self.true: list[tuple[datetime.date, str, str, int, str]] = []
        self.scale = self.chance.choice((1, 1, 1, 10_000))
        self.serial = self.some(0.5)
        self.stacked = self.some(0.5)
        self.before = self.chance.choice((0, 0, 1, 3))  # columns left of the table

    def some(self, share: float) -> bool:
        return self.chance.random() < share

    def put(self, *cells: Any) -> None:
        self.rows.append([None] * self.before + list(cells))

    def head(self, unit: bool) -> None:
        """The header, the same each time but for its height."""
        words = [
            *(["序号"] if self.serial else []),
            "日期",
            self.payee,
            "摘要",
            f"金额（{'万元' if self.scale > 1 else '元'}）" if unit else "金 额",
            "部门经理",
        ]
        if self.stacked:
            top = len(self.rows)
            for place in range(len(words) - 1):
                self.merges.append((top, self.before + place, top + 1, self.before + place, words[place]))
            self.merges.append((top, self.before + len(words) - 1, top, self.before + len(words), words[-1]))
            self.put(*words, None)
            self.put(*[None] * (len(words) - 1), "签字", "日期")
        else:
            self.put(*words, "日期")

    def amount(self, cents: int) -> Any:
        """An amount written down in one of the ways that are certain."""
        value = cents / 100
        forms: list[Callable[[], Any]] = [
            lambda: round(value / self.scale, 6), lambda: f"{value:,.2f}元", lambda: in_words(cents), lambda: f"人民币{value:.2f}元整",
        ]  # fmt: skip
        if self.scale == 1:
            forms += [
                lambda: f"¥{value:,.2f}",
                lambda: f" {value:.2f} ",
                lambda: f"{value:.2f}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            ]
        return (forms[0] if self.some(0.6) else self.chance.choice(forms))()

    def payment(self) -> int:
        """A row that is a payment; its cents."""
        when, whom, what = day(self.chance.randint(1, 31)), self.chance.choice(PAYEES), self.chance.choice(PURPOSES)
        cents = (
            self.chance.choice((self.chance.randrange(1, 99_999_99), self.chance.randrange(1, 99) * 100_00))
            // (1 if self.scale == 1 else 100)
            * (1 if self.scale == 1 else 100)
        )
        signer = self.chance.choice(("张三", "李 四", "王小五", ""))
        written = self.chance.choice(
            (
                f"{when:%Y-%m-%d}",
                f"{when.month}月{when.day}日",
                f"{when:%Y%m%d}",
                f"{when.year}.{when.month}.{when.day}",
                float((when - datetime.date(1899, 12, 30)).days),
            )
        )
        serial = [float(len(self.true) + 1)] if self.serial else []
        self.put(
            *serial,
            written,
            whom,
            what,
            self.amount(cents or 100),
            signer or None,
            f"{when.month}/{when.day}" if signer else None,
        )
        self.true.append(
            (when, whom, parse.text(what), cents or 100, f"{signer.replace(' ', '')} {when}" if signer else "")
        )
        return cents or 100

    def total(self, word: str, cents: int) -> None:
        place = self.chance.randrange(2) if self.serial else 0
        self.put(*[None] * place, word, *[None] * (3 + self.serial - place - 1), round(cents / 100 / self.scale, 8))

    def write(self) -> None:
        """The sheet from its title to its notes."""
        self.payee = self.chance.choice(("收款单位", "收款人", "供应商名称"))
        unit = self.some(0.5)
        if self.some(0.7):
            self.put("某某公司2024年5月付款登记表")
        if not unit and self.scale > 1:
            self.put(*[None] * self.chance.randrange(5), "单位：万元")
        for _ in range(self.chance.randrange(3)):
            self.put()
        self.head(unit)
        whole = 0
        for page in range(self.chance.randrange(1, 4)):
            if page:
                if self.some(0.5):
                    self.put(f"第{page + 1}页")
                self.head(unit)
            part = sum(self.row() for _ in range(self.chance.randrange(1, 8)))
            whole += part
            if self.some(0.5):
                self.total(self.chance.choice(("本页小计", "小 计", "小计：")), part)
        if self.some(0.7):
            self.total(
                self.chance.choice(("合计", "合    计", "总计", "Total", "合计（大写）：" + in_words(whole))), whole
            )
        if self.some(0.5):
            self.put()
            self.put("审批人：", "张三", "会计：", "李四")
        if self.some(0.3):
            self.put("注：本表逐笔登记，含税。")
        if self.some(0.3):
            self.put()
            self.put("类别", "预算")
            self.put("推广费", 300.0)

    def row(self) -> int:
        if self.some(0.15):
            self.put()
        return self.payment()

    def change(self, workbook: xlsxwriter.Workbook) -> None:
        for merge in self.merges:
            workbook.worksheets()[0].merge_range(*merge)


PAYEES = (
    "青禾里",
    "甲公司",
    "合计广告公司",
    "总计划事务所",
    "Ann Ltd",
    "会计师事务所",
    "注册代理公司",
    "说明书印刷厂",
    "小计科技",
)
PURPOSES = (
    "广告",
    "印刷费合计",
    "说明会场租",
    "合同款",
    "五月水电、网络",
    "备注用品",
    "审核费：年报",
    "发票打印机",
    "统计软件",
)


@pytest.mark.parametrize("seed", range(300))
def test_untidy_sheets_by_chance(seed: int, tmp_path: Path) -> None:
    """However a sheet of payments is written down, what is read is what is true: each payment once, to the cent, and every total holds."""
    sheet = Untidy(seed)
    sheet.write()
    book = read_ledger(write_book(tmp_path / "2024-05.xlsx", {"Sheet1": sheet.rows}, sheet.change), ROLES)
    found = [
        (p.day, p.payee, p.purpose, p.cents, p.sign("部门主管").shown)
        for p in spending_book(book, list(ROLES)).payments
    ]
    assert found == sheet.true
    assert all(holds(book)), book.sums
    assert odd(book) == []


# Hostile


def test_hundred_thousand_rows(tmp_path: Path) -> None:
    """A hundred thousand payments take seconds, and four times as many about four times as long."""
    head = ["序号", "日期", "收款人", "事由", "类别", "金额", "部门主管", "日期"]
    spent = []
    for count in (25_000, 100_000):
        rows = [
            head,
            *(
                [i, "2024-05-03", f"公司{i % 97}", f"第{i}号广告", "推广费", 100.0 + i % 7, "张三", "5月4日"]
                for i in range(count)
            ),
        ]
        path = write_book(tmp_path / f"{count}" / "2024-05.xlsx", {"付款": rows})
        start = time.perf_counter()
        book = read_ledger(path, ROLES)
        spent.append(time.perf_counter() - start)
        assert len(column(book, "金额")) == count
    assert spent[1] < 20
    assert spent[1] < 8 * spent[0]


@pytest.mark.parametrize("row", [
    ["合计", None, None, None, 100.0], ["日期", "收款人", "事由", "类别", "金额"], ["类别", "笔数"], [None, None, None, None, 7.0], ["注：见附件"], ["广告", "说明", "内容", "其他", "无"],
    ["2024-05-03", "甲", "广告", "推广费", "待定"],
])  # fmt: skip
def test_ten_thousand_rows_of_anything(row: list[Any], tmp_path: Path) -> None:
    """Totals, headers, notes and strays by the ten thousand do not take longer than they are many."""
    rows = [["日期", "收款人", "事由", "类别", "金额"], *([["2024-05-03", "甲", "广告", "推广费", 1.0], row] * 5_000)]
    path = write_book(tmp_path / "2024-05.xlsx", {"付款": rows})
    start = time.perf_counter()
    book = read_ledger(path, ROLES)
    assert time.perf_counter() - start < 20
    assert sum(value == 1 for value in column(book, "金额")) == 5_000


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000, "金额：" * 3_000, "1 " * 5_000, "：" * 10_000, "零" * 10_000, " 张" * 5_000, "a:" + "b " * 5_000],
)
@pytest.mark.parametrize("place", range(6))
def test_long_cell(value: str, place: int, tmp_path: Path) -> None:
    """A cell of ten thousand characters is read in no time, wherever it stands."""
    row = ["2024-05-03", "甲", "广告", "推广费", 1.0, "张三"]
    row[place] = value
    sheets: dict[str, list[list[Any]]] = {
        "付款": [["日期", "收款人", "事由", "类别", "金额", "部门主管"], row],
        "说明": [[value], ["金额：", value]],
    }
    start = time.perf_counter()
    read_ledger(write_book(tmp_path / "2024-05.xlsx", sheets), ROLES)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(("said", "after"), [
    ("合计", ""), ("合  计", ""), ("差旅费小计", "差旅费"), ("Total", ""), ("sub-total:", ""), ("合计（大写）：贰仟元整", ""), ("合计金额", ""), ("5月合计", ""), ("本月累计", ""), ("合计5笔", ""), ("合计划", None), ("广告", None), ("统计费", None), ("会计师事务所", None),
    ("", None), (7.0, None),
])  # fmt: skip
def test_what_a_total_is_named_after(said: object, after: str | None) -> None:
    """A total may have the name of what it adds up."""
    assert of_total(said) == after


def test_words_of_roles() -> None:
    """A role's own name and its other words head its signatures and their days."""
    words = vocabulary_of({"部门主管": ("部门经理",)}).words[PAYMENTS]
    said = ("部门主管", "部门经理签字", "部门经理日期", "部门主管审批时间", "经理")
    assert [words.canonical((word,))[0] for word in said] == [
        "部门主管",
        "部门主管",
        "部门主管日期",
        "部门主管日期",
        "",
    ]
