"""May's spending as it is really kept: the facts of `spending`, and four slips more.

- The amount of 0536 is 待定, the day of 0533 5月下旬.
- In capitals 0520 is another amount than in digits.
- 总部总经理 would not sign 0523.

0530 stands in no list but on its form; what was budgeted stands below the contracts.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from people import YEAR
from spending import CHAIN, CINEMA, SIGNERS, budget, contract_rows, payment_rows, spending_tables, spent_before
from story import Row, Value
from tidy import TIDY, Look, added, open_book, write_table
from untidy import SERIAL, Column, Untidy, fact, in_wan
from untidy_book import ROUGH, span, write_body, write_heads, write_untidy

# XlsxWriter is annotated but ships no py.typed; whether mypy minds depends on the configuration it finds.
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped, unused-ignore]

MONTH = 5
FORM = "0530"
BELOW = 26  # row of the budget on the sheet of contracts
WRONG: dict[str, Row] = {
    "0504": {"总部总经理": "待签"},
    "0520": {"大写": "叁仟陆佰叁拾元整"},
    "0523": {"总部总经理": "不同意", "总部总经理日期": None, "付款日期": None},
    "0531": {"事由": "多印海报", "备注": "退款，已开红字发票"},
    "0533": {"日期": "5月下旬"},
    "0536": {"金额": "待定", "大写": None},
}
AMOUNTS = {"0501": "1.28万", "0504": "¥2,000.00", "0506": "1，999.99", "0526": "2680元"}


def write_messy_spending(path: Path) -> None:
    """Write May's book untidily, April's payments left behind on a hidden sheet."""
    rows = {str(row["编号"]): row | WRONG.get(str(row["编号"]), {}) for row in map(in_words, payment_rows(MONTH))}
    form = rows.pop(FORM)
    with open_book(path, "宋体") as book:
        look = {name: book.add_format(properties) for name, properties in ROUGH.items()}
        payments, contracts = untidy_payments(list(rows.values())), untidy_contracts()
        write_untidy(book.add_worksheet(payments.name), look, payments)
        write_form(book.add_worksheet("资金支付申请表"), look, form)
        sheet = book.add_worksheet(contracts.name)
        write_untidy(sheet, look, contracts)
        write_below(sheet, look, untidy_budget(), BELOW)
        stale = book.add_worksheet("费用报销(旧)")
        tidy = {name: book.add_format(properties) for name, properties in TIDY.items()}
        write_table(stale, tidy, spending_tables(MONTH - 1)["付款"], f"{CINEMA} {YEAR}年{MONTH - 1}月付款")
        stale.hide()


def untidy_payments(rows: Sequence[Row]) -> Untidy:
    """付款 by category, each merged down with a subtotal; amounts as text and in capitals, signatures in every form."""
    columns = (
        SERIAL,
        Column(("费用\n类别",), fact("类别"), 12),
        Column(("申请\n日期",), day_shown("日期"), 13),
        Column(("收款单位\n（人）",), fact("收款人"), 17),
        Column(("经办人",), fact("报销人"), 9),
        Column(("摘  要",), fact("事由"), 26),
        Column(("活动\n类型",), fact("方案类型")),
        Column(("金额（元）", "小写"), amount_shown, 13, summed=True),
        Column(("金额（元）", "大写"), fact("大写"), 26),
        Column(("计划\n内外",), lambda row: "计划内" if row["计划内"] == "是" else "计划外"),
        Column(("发票号码",), fact("发票号")),
        Column(("申请单号",), fact("支付申请单号"), 14),
        Column(("合同号",), fact("合同编号"), 14),
        Column(("服务报告\n单号",), fact("服务报告")),
        Column(("客户\n满意度",), fact("客户评价")),
        Column(("客户\n签名",), fact("客户签字")),
        *(column for role in SIGNERS for column in signature_columns(role)),
        Column(("付款\n时间",), day_shown("付款日期"), 13),
        Column(("备 注",), lambda row: row.get("备注"), 18),
    )
    by_category = groupby(sorted(rows, key=category_order), key=lambda row: row["类别"])
    groups = [[row | {"分公司": category} for row in group] for category, group in by_category]
    notes = (
        "注：1.2000元（含）以上的须填《资金支付申请表》，由五方依次签字；",
        "    2.已填申请表、尚未登记的见后页。",
    )
    return Untidy(
        "费用报销明细",
        "费用报销明细表",
        columns,
        numbered(groups),
        merged=(1,),
        subtotals=True,
        notes=notes,
        whose=CINEMA,
        maker="林知夏",
    )


def category_order(row: Row) -> int:
    """Where the row's category comes in the budget; one that is not there comes last."""
    categories = [line.category for line in budget()]
    return categories.index(str(row["类别"])) if row["类别"] in categories else len(categories)


def numbered(groups: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The groups with 序号, numbered through."""
    starts = [sum(map(len, groups[:place])) for place in range(len(groups))]
    return [
        [row | {"序号": number} for number, row in enumerate(group, start=start + 1)]
        for start, group in zip(starts, groups, strict=True)
    ]


def untidy_contracts() -> Untidy:
    """合同 with the countersignatures under their roles."""
    columns = (
        SERIAL,
        Column(("合同号",), fact("合同编号"), 14),
        Column(("对方单位",), fact("对方"), 17),
        Column(("合同名称",), fact("事由"), 26),
        Column(("合同金额\n（万元）",), in_wan("金额")),
        Column(("签约\n日期",), day_shown("签订日期"), 13),
        *(column for role in CHAIN for column in signature_columns(role)),
    )
    rows = [row | {"序号": number} for number, row in enumerate(contract_rows(MONTH), start=1)]
    notes = ("注：合同编号由行政部统一编排。",)
    return Untidy("合同会签台账", "合同会签台账", columns, [rows], notes=notes, whose=CINEMA, maker="林知夏")


def untidy_budget() -> Untidy:
    """预算 in 万元 with a column a month, and a line of sums."""
    figures = ("截至上月累计", *(f"{month}月" for month in range(1, 13)), "全年")
    rows: list[Row] = []
    for number, line in enumerate(budget(), start=1):
        amounts = (spent_before(line, MONTH), *line.months, sum(line.months, Decimal(0)))
        said: Row = {"序号": number, "类别": line.category, "控制": line.control}
        rows.append(said | dict(zip(figures, amounts, strict=True)))
    sums: Row = {name: added(row[name] for row in rows) for name in figures}
    columns = (
        SERIAL,
        Column(("费用科目",), fact("类别")),
        Column(("控制\n方式",), fact("控制")),
        *(Column((name,), in_wan(name)) for name in figures),
    )
    total: Row = {"序号": None, "类别": "合  计", "控制": None}
    return Untidy("预算", "费用预算表", columns, [[*rows, total | sums]], caption="单位：万元", whose=CINEMA)


def day_shown(name: str) -> Callable[[Row], Value]:
    """Shows some days as dates, the others as text in several forms, two of them without the year; words as they are."""

    def show(row: Row) -> Value:
        day = row[name]
        if not isinstance(day, date):
            return day
        forms = (
            day,
            f"{day.month}/{day.day}",
            f"{day.year}.{day.month}.{day.day}",
            day,
            f"{day.month}月{day.day}日",
        )
        return forms[int(str(row["序号"])) % len(forms)]

    return show


def amount_shown(row: Row) -> Value:
    """Shows some amounts as numbers, the others as text in several forms; words as they are."""
    amount = row["金额"]
    if not isinstance(amount, Decimal):
        return amount
    forms = (amount, f"{amount:,.2f}", amount, f"{amount:.2f} ")
    return AMOUNTS.get(str(row["编号"]), forms[int(str(row["序号"])) % len(forms)])


def signature_columns(role: str) -> tuple[Column, Column]:
    """签字 and 日期 below a role."""
    return Column((role, "签字"), signature(role), 12), Column((role, "日期"), signature_day(role), 12)


def signature(role: str) -> Callable[[Row], Value]:
    """Shows a name, a mark, or a name with its day; nothing, or words, where nobody signed."""

    def show(row: Row) -> Value:
        name, day = row[role], row[f"{role}日期"]
        if not isinstance(day, date):
            return name
        forms = (name, "√", f"{name} {day.month}.{day.day}", name, "已签")
        return forms[form_of(row, role)]

    return show


def signature_day(role: str) -> Callable[[Row], Value]:
    """Shows the day, unless it stands beside the name."""
    show = day_shown(f"{role}日期")
    return lambda row: None if form_of(row, role) == 2 else show(row)


def form_of(row: Row, role: str) -> int:
    """In which of five forms a role signs a row; the head always writes the name."""
    place = list(SIGNERS).index(role)
    return (int(str(row["序号"])) + place) % 5 if place else 0


def in_words(row: Row) -> Row:
    """The row with its amount in capital numerals."""
    return row | {"大写": capitals(Decimal(str(row["金额"])))}


def capitals(amount: Decimal) -> str:
    """An amount in capital numerals: 壹仟玖佰玖拾玖元玖角玖分."""
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    jiao, fen = ("零壹贰叁肆伍陆柒捌玖"[int(digit)] for digit in f"{cents:02}")
    rest = "整" if not cents else f"{jiao}角" if fen == "零" else f"{jiao}{'角' * (jiao != '零')}{fen}分"
    return f"{'负' if amount < 0 else ''}{numeral(yuan)}元{rest}"


def numeral(number: int) -> str:
    """A whole number below a hundred million in capital numerals."""
    ten_thousands, rest = divmod(number, 10_000)
    if ten_thousands:
        gap = "零" if 0 < rest < 1000 else ""
        return f"{numeral(ten_thousands)}万{gap}{numeral(rest) if rest else ''}"
    digits = zip(str(number), ("仟", "佰", "拾", "")[-len(str(number)) :], strict=True)
    said = "".join("零壹贰叁肆伍陆柒捌玖"[int(digit)] + (unit if digit != "0" else "") for digit, unit in digits)
    return re.sub("零+", "零", said).rstrip("零")


def write_form(sheet: Worksheet, look: Look, row: Row) -> None:
    """The request of one payment: labels with their values beside or behind them, then who signed on which day."""
    sheet.set_column(0, 3, 22)
    sheet.set_row(0, 27)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    span(sheet, (0, 0, 0, 3), "资金支付申请表", look["title"])
    sheet.write(1, 0, f"编号：{row['支付申请单号']}", look["plain"])
    sheet.write(1, 2, f"申请日期：{row['日期']}", look["plain"])
    pairs: list[tuple[Value, ...]] = [
        ("申请部门", "市场部", "经办人", row["报销人"]),
        ("收款单位", row["收款人"], "是否计划内", row["计划内"]),
        ("付款事由", row["事由"], "活动类型", row["方案类型"]),
        ("费用类别", row["类别"], "合同编号", row["合同编号"]),
        ("金额（大写）", row["大写"], "小写", f"¥{row['金额']:,.2f}"),
        ("发票号码", row["发票号"], "附件张数", "2"),
        *((role, row[role], "日期", row[f"{role}日期"]) for role in SIGNERS if row[role]),
        ("付款日期", row["付款日期"], "出纳", "已付"),
    ]
    for line, values in enumerate(pairs, start=2):
        for column, value in enumerate(values):
            sheet.write(line, column, value, look["date" if isinstance(value, date) else "cell"])
    sheet.write(len(pairs) + 3, 0, "注：本表一式两份，财务部、申请部门各存一份。", look["plain"])


def write_below(sheet: Worksheet, look: Look, untidy: Untidy, top: int) -> None:
    """A second table below the first: its title, its caption, its header, its rows."""
    span(sheet, (top, 0, top, len(untidy.columns) - 1), f"{untidy.whose}{YEAR}年{untidy.title}", look["title"])
    sheet.write(top + 1, len(untidy.columns) - 2, untidy.caption, look["plain"])
    write_body(sheet, look, untidy, write_heads(sheet, look, untidy.columns, top + 2))
