"""预算: each category and month, the year to date, what the year comes to; live over 付款."""

from __future__ import annotations

from collections.abc import Callable

from mkt.layout import FIRST
from mkt.spending.budget import MONTHS, Spent, State
from mkt.spending.checked import CheckedBook
from mkt.vocabulary.spending import BUDGET, PAYMENTS
from mkt.writing.checked_places import CheckedPlaces
from mkt.writing.look import GOOD, POOR, Look
from mkt.writing.payment_sheets import PALE_RED
from mkt.writing.plain import Heading, plain
from mkt.writing.streams import Cells, LongSheet, formulas, numbers, texts

STATES: dict[State, str] = {
    "over": "超支",
    "used up": "用完",
    "near": "临近",
    "within": "正常",
    "no line": "无预算",
    "unknown": "无月预算",
}
CONTROL = {"stop": "禁止超支", "warn": "提醒", "ignore": "不控制"}
HEADS = ("类别", "月份", "预算", "支出", "余额", "使用率", "状态", "以前月份支出", "年初至今预算", "年初至今支出", "年初至今\n使用率", "全年预算", "全年预计",
         "预计占\n全年预算", "控制", "原单元格")  # fmt: skip


def budget_sheet(look: Look, book: CheckedBook, places: CheckedPlaces) -> LongSheet:
    """预算 with its formulas; what was overspent in red."""
    rows, near = book.spent, book.plan.budget.near.value if book.plan.budget else None
    money, share = look.pay, look.attained
    formats = [look.text, look.centred, money, money, money, share, look.centred, money, money, money, share, money, money, share, look.centred, look.faint]  # fmt: skip
    widths = [16, 10, 13, 13, 13, 10, 10, 14, 14, 14, 10, 14, 14, 10, 10, 14]
    headings = [Heading(word, width, form) for word, width, form in zip(HEADS, widths, formats, strict=True)]
    sheet = look.workbook.get_worksheet_by_name(BUDGET)
    for word, colour in (("超支", PALE_RED), ("临近", POOR), ("用完", POOR), ("正常", GOOD)):
        tint = look.workbook.add_format({"bg_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": tint}
        sheet.conditional_format(FIRST, 6, max(FIRST, FIRST + len(rows) - 1), 6, rule)
    cells = _cells(book, rows, places, near is not None)
    subtitle = "支出由“付款”按类别和月份加总；正好用完不算超支；全年预计＝年初至今支出÷月数×12"
    return plain(look, BUDGET, "预算执行", subtitle, headings, cells, len(rows), filtered=False)


def _cells(book: CheckedBook, rows: list[Spent], places: CheckedPlaces, near: bool) -> list[Cells]:
    category, month, amount = (f"{PAYMENTS}!{places.cells(f'{PAYMENTS}.{name}')}" for name in ("类别", "月份", "金额"))
    limit = book.plan.budget.near.value if book.plan.budget else None

    def row(pattern: str) -> Callable[[int], str]:
        return lambda i: pattern.replace("#", str(FIRST + i + 1))

    def stated(values: list[int | None]) -> Cells:
        return numbers([_yuan(value) for value in values].__getitem__, lambda i: "", FIRST)

    def live(pattern: str, values: list[float | str]) -> Cells:
        return formulas(row(pattern), values.__getitem__, FIRST)

    close = 'IF(AND(C#>0,ROUND(D#,9)>=ROUND(C#*预算_临近,9)),"临近","正常")' if near else '"正常"'
    month_state = f'IF(ROUND(D#,2)>ROUND(C#,2),"超支",IF(AND(C#>0,ROUND(D#,2)=ROUND(C#,2)),"用完",{close}))'

    def state(i: int) -> str:
        pattern = f'=IF(C#="","{STATES["no line"] if not rows[i].lined else STATES["unknown"]}",{month_state})'
        return row(pattern)(i)

    return [
        texts(lambda i: rows[i].category, FIRST),
        texts(lambda i: rows[i].month, FIRST),
        stated([one.budget for one in rows]),
        live(f"=ROUND(SUMPRODUCT(({category}=A#)*({month}=B#),{amount}),2)", [_yuan(one.spent) for one in rows]),
        live(
            '=IF(C#="","",ROUND(C#-D#,2))',
            [_yuan(one.budget - one.spent) if one.budget is not None else "" for one in rows],
        ),
        live('=IF(N(C#)<=0,"",D#/C#)', [_share(one.spent, one.budget) for one in rows]),
        formulas(state, lambda i: STATES[rows[i].state(limit)], FIRST),
        stated([one.before for one in rows]),
        stated([one.due for one in rows]),
        live('=IF(H#="","",ROUND(H#+D#,2))', [_yuan(one.to_date) if one.to_date is not None else "" for one in rows]),
        live('=IF(OR(N(I#)<=0,J#=""),"",J#/I#)', [_share(one.to_date, one.due) for one in rows]),
        stated([one.year for one in rows]),
        live(
            f'=IF(J#="","",ROUND(ROUND(J#/VALUE(RIGHT(B#,2))*{MONTHS},9),2))',
            [_yuan(one.forecast) if one.forecast is not None else "" for one in rows],
        ),
        live('=IF(OR(N(L#)<=0,M#=""),"",M#/L#)', [_share(one.forecast, one.year) for one in rows]),
        texts(lambda i: CONTROL[rows[i].control] if rows[i].lined else "", FIRST),
        texts(lambda i: rows[i].cell, FIRST),
    ]


def _yuan(cents: int | None) -> float:
    return float("nan") if cents is None else cents / 100


def _share(spent: int | None, budget: int | None) -> float | str:
    return "" if spent is None or budget is None or budget <= 0 else (spent / 100) / (budget / 100)
