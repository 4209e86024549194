"""A ledger as read → payments, contracts, budget lines."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkt.book import Ledger, Table
from mkt.policy.spending import INSIDE, OUTSIDE
from mkt.reading.period import in_digits
from mkt.reading.signs import NOBODY, Sign
from mkt.rule.numbers import half_up
from mkt.spending.entry import Contract, Line, Payment, SpendingBook
from mkt.vocabulary.spending import (
    BUDGET,
    CONTRACT,
    CONTRACTS,
    DATED,
    IN_PLAN,
    OUT_OF_PLAN,
    PAYMENTS,
    REFUND_WORDS,
    REPORT,
    REQUEST,
    WHOLE_YEAR,
)

PAPERS = (REQUEST, CONTRACT, REPORT, "客户评价")
CUSTOMER = "客户签字"
_LACKS = frozenset(("", "无", "没有", "未填", "待补", "缺", "-", "/", "—", "0", "×", "x", "否", "no", "n/a", "未取得"))
_INVOICE = re.compile(r"[、,;/\s]+")
SAYING = ("事由", "方案类型", "类别", "备注")
"""Columns that may say that money came back."""
_REFUND = re.compile("|".join(REFUND_WORDS), re.I)
_VOID = re.compile("作废")
_COUNT = re.compile(r"\d{0,2}张?|\d+份")  # how many invoices, not which


def spending_book(ledger: Ledger, roles: Sequence[str]) -> SpendingBook:
    """The payments, contracts and budget lines of a ledger, in its order."""
    payments = [p for table in ledger.of(PAYMENTS) for p in _payments(ledger, table, roles)]
    contracts = [c for table in ledger.of(CONTRACTS) for c in _contracts(ledger, table, roles)]
    unread: dict[str, str] = {}
    lines = [line for table in ledger.of(BUDGET) for line in _lines(ledger, table, unread)]
    return SpendingBook(
        ledger,
        [replace(p, number=i) for i, p in enumerate(payments)],
        [replace(c, number=i) for i, c in enumerate(contracts)],
        lines,
        unread,
    )


def cents_of(table: Table, name: str) -> list[int | None]:
    """A column of money in cents, rounded half up, None where there is no number."""
    values = half_up(table.numbers(name) * 100, 0).tolist()
    return [None if value != value else int(value) for value in values]


def _payments(ledger: Ledger, table: Table, roles: Sequence[str]) -> Iterator[Payment]:
    days, paid = _days(table, "日期"), _days(table, "付款日期")
    rows = _items(ledger, table, roles)
    cents = cents_of(table, "金额")
    texts = {
        name: table.texts(name)
        for name in ("收款人", "报销人", "事由", "类别", "方案类型", "计划内", "发票号", "大写金额", "备注")
    }
    unread = table.columns["金额"].unread if "金额" in table.columns else {}
    own = ledger.months.get(table.sheet, "") or (ledger.period if len(ledger.period) == len("2024-05") else "")
    for i in range(len(table.rows)):
        day = days[i] or paid[i]
        yield Payment(
            **next(rows),
            month=own or (f"{day:%Y-%m}" if day else ""),
            day=days[i],
            paid=paid[i],
            payee=texts["收款人"][i],
            claimant=texts["报销人"][i],
            purpose=texts["事由"][i],
            category=texts["类别"][i],
            kind=texts["方案类型"][i],
            plan=plan_of(texts["计划内"][i]),
            plan_said=texts["计划内"][i],
            invoices=invoices(texts["发票号"][i]),
            capitals=texts["大写金额"][i],
            refund=(amount := cents[i]) is not None
            and amount <= 0
            and bool(_REFUND.search(" ".join(texts[name][i] for name in SAYING))),
            void=bool(_VOID.search(f"{texts['备注'][i]} {unread.get(i, '')}")),
        )


def plan_of(word: str) -> str:
    """计划内, 计划外, or "" where the word says neither."""
    said = word.lower()
    return INSIDE if said in IN_PLAN else OUTSIDE if said in OUT_OF_PLAN else ""


def invoices(said: str) -> tuple[str, ...]:
    """The invoice numbers in a cell; what has no digit, or only counts them, is none.

    >>> invoices("00123456、00123457"), invoices("T1"), invoices("电子发票"), invoices("2张")
    (('00123456', '00123457'), ('T1',), (), ())
    """
    found = (part.upper() for part in _INVOICE.split(said))
    return tuple(part for part in found if any(c.isdigit() for c in part) and not _COUNT.fullmatch(part))


def _contracts(ledger: Ledger, table: Table, roles: Sequence[str]) -> Iterator[Contract]:
    signed, parties, titles = _days(table, "签订日期"), table.texts("对方"), table.texts("事由")
    for i, item in enumerate(_items(ledger, table, roles)):
        yield Contract(
            **item,
            contract=item["papers"].get(CONTRACT, ""),
            party=parties[i],
            title=titles[i],
            signed=signed[i],
        )


def _items(ledger: Ledger, table: Table, roles: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What payments and contracts have alike, row by row."""
    cents, signs, papers = cents_of(table, "金额"), _signs(table, roles), _papers(table)
    for i in range(len(table.rows)):
        yield {
            "number": 0,
            "file": ledger.file,
            "table": table,
            "row": i,
            "cents": cents[i],
            "signs": {role: column[i] for role, column in signs.items()},
            "papers": {name: column[i] for name, column in papers.items()},
        }


def _days(table: Table, name: str) -> list[datetime.date | None]:
    return table.columns[name].values if name in table.columns else [None] * len(table.rows)


def _signs(table: Table, roles: Sequence[str]) -> dict[str, list[Sign]]:
    """The signatures of each role that has a column, with the days of the column beside it; a day alone is a signature."""
    found: dict[str, list[Sign]] = {}
    for role in roles:
        signs: list[Sign] = table.columns[role].values if role in table.columns else []
        days = _days(table, role + DATED) if role + DATED in table.columns else []
        if signs and days:
            found[role] = [_on(sign, day) for sign, day in zip(signs, days, strict=True)]
        elif signs:
            found[role] = signs
        elif days:
            found[role] = [Sign(signed=True, day=day) if day else NOBODY for day in days]
    return found


def _on(sign: Sign, day: Any) -> Sign:
    return replace(sign, day=day) if day and sign.signed and sign.day is None else sign


def _papers(table: Table) -> dict[str, list[str]]:
    found = {
        name: ["" if said.lower() in _LACKS else said for said in table.texts(name)]
        for name in PAPERS
        if name in table.columns
    }
    if CUSTOMER in table.columns:
        signs: list[Sign] = table.columns[CUSTOMER].values
        found[CUSTOMER] = [sign.shown for sign in signs]
    return found


_MONTH = re.compile(r"(?:(20\d\d)\s*[年./-]?\s*)?(0?[1-9]|1[0-2])\s*月?(?:份)?")


def period_of(said: str, year: str) -> str:
    """The month or the year that a budget line is about, "" where it says none.

    >>> period_of("5月", "2024"), period_of("2024年5月", ""), period_of("全年", "2024"), period_of("5", "2024"), period_of("年初", "2024")
    ('2024-05', '2024-05', '2024', '2024-05', '')
    """
    said = in_digits(said)
    if said.lower() in WHOLE_YEAR or re.fullmatch(r"20\d\d(?:年度?)?", said):
        return re.sub(r"\D", "", said)[:4] or year
    found = (
        _MONTH.fullmatch(said)
        or re.fullmatch(r"(20\d\d)(0[1-9]|1[0-2])", said)
        or re.match(r"(20\d\d)-(\d\d)-01\b", said)
    )
    return f"{found[1] or year}-{int(found[2]):02}" if found else ""


def _blank(table: Table, row: int) -> bool:
    """Whether the budget of a line is blank, and not only unreadable."""
    column = table.columns.get("预算")
    return column is None or row not in column.unread


def _lines(ledger: Ledger, table: Table, unread: dict[str, str]) -> Iterator[Line]:
    """The lines of a budget; of one without months the month of its sheet or of the book."""
    cents, before = cents_of(table, "预算"), cents_of(table, "此前支出")
    categories, controls = table.texts("类别"), table.texts("控制")
    whole = ledger.months.get(table.sheet, "") or ledger.period
    months: Mapping[int, str] = dict(enumerate(table.texts("月份"))) if "月份" in table.columns else {}
    for i in range(len(table.rows)):
        period = period_of(months[i], whole[:4]) if i in months else whole
        where = table.cell(i, "预算") if "预算" in table.columns else table.cell(i, "类别")
        if not period:
            unread[table.cell(i, "月份")] = months[i]
        yield Line(categories[i], period, cents[i], controls[i], before[i], where, ledger.file, _blank(table, i))
