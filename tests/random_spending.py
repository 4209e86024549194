"""Random spending books, as facts and as sheets: amounts about the bounds to the cent, splits, slips in days and signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests import exact_spending
from tests.exact_spending import FIVE, Book, Contract, Payment, Signature

Sheets = dict[str, list[list[Any]]]

TODAY = date(2024, 6, 10)
MONTH = (2024, 5)
HEAD = ("日期", "收款人", "报销人", "事由", "类别", "方案类型", "金额", "发票号", "支付申请单号",
        *(word for role in FIVE for word in (role, f"{role}日期")), "付款日期", "备注")  # fmt: skip
CONTRACT_HEAD = ("合同编号", "对方", "金额", "签订日期", *(word for role in FIVE for word in (role, f"{role}日期")))
PAYEES = ("甲广告公司", "乙印刷厂", "丙餐饮店", "张一", "李二")
SIGNERS = ("周甲", "吴乙", "郑丙", "王丁", "冯戊")
NAMES = (*SIGNERS, "张一", "李二")
PURPOSES = ("海报", "餐费", "布置")
CATEGORIES = ("推广费", "招待费", "Travel", "travel", "布置费")
INVOICES = tuple(f"2024{n:04}" for n in range(9))
PARTS = ("0.5", "0.5", "0.33", "0.25", "0.4", "0.6", "0.75", "0.1", "0.05", "0.02", "0.95", "0.97")
OFF = ("0", "0", "0.01", "-0.01", "0.005", "-0.005", "-0.006", "0.02")


def amount(chance: Random, bound: int) -> Decimal:
    """An amount about a bound, or about a part of it that makes it with others."""
    sort = chance.randrange(12)
    if sort == 0:
        return chance.choice((Decimal(0), Decimal("-12.5"), -Decimal(bound), Decimal("0.004"), Decimal("0.01")))
    if sort in (1, 2):
        return bound + Decimal(chance.choice(OFF))
    if sort == 3:
        return Decimal(chance.randrange(bound * 100, bound * 500)) / 100
    if sort == 4:
        return Decimal(chance.randrange(1, bound * 100)) / 100
    return bound * Decimal(chance.choice(PARTS)) + Decimal(chance.choice(OFF))


def day(chance: Random) -> date:
    """A day of May, seldom of another month, very seldom one to come."""
    sort = chance.randrange(30)
    if sort == 0:
        return TODAY + timedelta(chance.choice((0, 1, 40)))
    if sort == 1:
        return date(2024, 4, 30)
    return date(2024, 5, 1) + timedelta(chance.choice((0, 1, 6, 7, 8, 13, 14, 15, 20, 27, 30)))


def signatures(chance: Random, start: date, all_of_them: bool) -> dict[str, Signature]:
    """Some or all of the five, mostly in order, by name and day, by either, or by neither."""
    found: dict[str, Signature] = {}
    when = min(start, TODAY - timedelta(20))
    for role, own in zip(FIVE, SIGNERS, strict=True):
        if not all_of_them and chance.randrange(3) == 0:
            continue
        when += timedelta(chance.choice((0, 0, 1, 2, -1)))
        name = own if chance.randrange(6) else chance.choice(NAMES)
        sort = chance.randrange(8)
        found[role] = Signature("" if sort in (0, 1) else name, None if sort in (1, 2) else when)
    return found


def payment(chance: Random, bound: int) -> Payment:
    """A payment; every eighth one says that money came back."""
    own = day(chance)
    payee = chance.choice(PAYEES)
    shape = chance.randrange(12)
    made = Payment(
        amount=amount(chance, bound),
        payee=payee if shape > 1 else "",
        claimant="" if shape == 0 else chance.choice(("张一", "李二", "陈三")) if shape < 6 else "",
        purpose=chance.choice(PURPOSES),
        category=chance.choice(CATEGORIES),
        day=own if chance.randrange(8) else None,
        paid=own + timedelta(chance.choice((0, 1, 3, 8))) if chance.randrange(4) else None,
        request=f"ZF{chance.randrange(1000):03}" if chance.randrange(3) else "",
        invoices=tuple(chance.sample(INVOICES, chance.choice((1, 1, 1, 2)))) if chance.randrange(3) == 0 else (),
        signs=signatures(chance, own, chance.randrange(2) == 0) if chance.randrange(5) else {},
    )
    if chance.randrange(8) == 0:
        return refund(chance, made)
    return made if made.counts else replace(made, invoices=())  # test_nothing_is_paid_with_an_invoice_of_another


def refund(chance: Random, made: Payment) -> Payment:
    """The same with a word for a refund: below zero, or 退款 that is paid to a customer."""
    word, where = chance.choice(exact_spending.REFUND_WORDS), chance.choice(("purpose", "kind", "note", "category"))
    if not made.cents:
        return replace(made, invoices=())
    amount = made.amount if made.amount > 0 and chance.randrange(2) else -abs(made.amount)
    return replace(made, amount=amount, **{where: f"客户{word}"})  # type: ignore[arg-type]


def contract(chance: Random, number: int) -> Contract:
    """A contract, its number seldom missing."""
    signs = signatures(chance, day(chance), chance.randrange(2) == 0)
    last = exact_spending.last_day(signs, FIVE) or date(2024, 5, 3)
    return Contract(
        number=f"HT{number:04}" if chance.randrange(5) else "",
        party=chance.choice(PAYEES),
        amount=Decimal(chance.choice((100, 2000, 50_000))),
        signed=last + timedelta(chance.choice((-1, 0, 1))) if chance.randrange(4) else None,
        signs=signs,
    )


def budget(chance: Random, payments: Sequence[Payment]) -> dict[str, Decimal]:
    """A line for some of the categories: just spent, a cent more or less, at nine tenths, or far from it."""
    found: dict[str, Decimal] = {}
    sums = exact_spending.spent(Book(MONTH, tuple(payments)))
    for category in ("推广费", "招待费", "TRAVEL", "布置费"):
        cents = sums.get(category.casefold(), 0)
        if chance.randrange(5) == 0:
            continue
        tenths = -(-cents * 10 // 9)  # nine tenths of it are spent, or just not
        wanted = chance.choice((cents, cents, cents + 1, cents - 1, tenths, tenths + 1, 3 * cents, 0))
        found[category] = Decimal(max(wanted, 0)) / 100
    return found


def spending_book(chance: Random, count: int, bound: int = 2000, repeated: int = 8) -> Book:
    """A month with so many payments; every so many repeat an earlier one with a change or none."""
    payments: list[Payment] = []
    for _ in range(count):
        one = payment(chance, bound)
        if payments and chance.randrange(repeated) == 0:
            old = chance.choice(payments)
            fact = chance.choice(("amount", "invoices", "day", "purpose", "category", "payee", "request"))
            one = replace(old, **{fact: getattr(one, fact)}) if old.counts and one.counts else old
        payments.append(one)
    contracts = tuple(contract(chance, n) for n in range(chance.randrange(4)))
    lines = budget(chance, payments) if chance.randrange(6) else {}
    return Book(MONTH, tuple(payments), contracts, lines)


def chances() -> st.SearchStrategy[Random]:
    """Random numbers that can be repeated: a whole book drawn bit by bit would take minutes to shrink."""
    return st.integers(0, 2**32).map(Random)


def spending_books(most: int = 12, bound: int = 2000) -> st.SearchStrategy[Book]:
    """Books of few payments; a failing one shrinks to fewer."""
    return st.builds(lambda count, chance: spending_book(chance, count, bound), st.integers(1, most), chances())


# as sheets


def sheets(book: Book, style: int = 0) -> Sheets:
    """A book as sheets of plain values; `style` 0 has the days of signatures in columns of their own, 1 in the cells of the signatures."""
    head = [word for word in HEAD if book.request_column or word != "支付申请单号"]
    head = [word for word in head if style == 0 or word.removesuffix("日期") not in FIVE or word in FIVE]
    found: Sheets = {"付款": [head, *([_cells(p, style).get(word) for word in head] for p in book.payments)]}
    if book.contracts:
        rows = [[_contract_cells(c, style).get(word) for word in CONTRACT_HEAD] for c in book.contracts]
        found["合同"] = [list(CONTRACT_HEAD), *rows]
    if book.budget:
        month = "{}-{:02}".format(*book.month)
        found["预算"] = [
            ["类别", "月份", "预算"],
            *([category, month, float(amount)] for category, amount in book.budget.items()),
        ]
    return found


def _cells(payment: Payment, style: int) -> dict[str, Any]:
    return {
        "日期": _iso(payment.day),
        "收款人": payment.payee or None,
        "报销人": payment.claimant or None,
        "事由": payment.purpose,
        "类别": payment.category,
        "方案类型": payment.kind or None,
        "金额": float(payment.amount),
        "发票号": "、".join(payment.invoices) or None,
        "支付申请单号": payment.request or None,
        "付款日期": _iso(payment.paid),
        "备注": payment.note or None,
        **dict(_signed(payment.signs, style)),
    }


def _contract_cells(contract: Contract, style: int) -> dict[str, Any]:
    return {
        "合同编号": contract.number or None,
        "对方": contract.party,
        "金额": float(contract.amount),
        "签订日期": _iso(contract.signed),
        **dict(_signed(contract.signs, style)),
    }


def _signed(signs: Mapping[str, Signature], style: int) -> Iterable[tuple[str, str]]:
    for role, sign in signs.items():
        if style == 0:
            yield role, sign.name or "√"
            if sign.day:
                yield f"{role}日期", sign.day.isoformat()
        else:
            yield role, " ".join(filter(None, (sign.name, _iso(sign.day)))) or "已签"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
