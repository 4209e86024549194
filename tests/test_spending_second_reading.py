"""Spending against an exact second reading of its rules; bounds, splits, days and budgets against what was worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import coordinate_to_tuple

from mkt.spend import checked_books, read_spending
from mkt.spending.document import spending_document
from mkt.spending.options import plan_of
from mkt.spending.plan import SpendingPlan
from tests import exact_spending, random_spending
from tests.conftest import Grid, grid_of, write_book
from tests.exact_spending import FIVE, Book, Contract, Payment, Reading, Rules, Signature, Tier, Told, payments_rule
from tests.random_spending import MONTH, TODAY

PLAN = plan_of(["payments-2000"], "", [])
HIGHER = plan_of(["payments-2000"], "3000", [])
BESIDES = frozenset({"amount-fraction", "budget-absent", "budget-year-open", "signatures-undated"})
"""What is told beside the rules that the exact reading has."""
APART = frozenset({"budget-line-missing", "payment-near-limit"})
"""What is told of several payments at one of them, and compared by itself."""

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Three bounds, each chain the beginning of the next.
STEPS = """
policy: three-bounds
title: 三档审批
version: "1"
source: {id: T, document: 试验}
effective: {from: 2000-01-01}
period: month
roles: {部门主管: [], 影城财务部: [], 影城总经理: [], 总部财务部: [], 总部总经理: []}
approvals:
  - title: 付款
    covers: {sheet: 付款}
    by: single
    rows:
      - {below: 500, chain: []}
      - {at_least: 500, below: 2000, chain: [部门主管]}
      - {at_least: 2000, below: 10000, chain: [部门主管, 影城财务部, 影城总经理]}
      - {at_least: 10000, chain: [部门主管, 影城财务部, 影城总经理, 总部财务部, 总部总经理], documents: [支付申请单号]}
    in_order: {value: "yes"}
    distinct: {value: "yes"}
    clause: 试验
patterns:
  split: {days: 7, assumed: 试验}
  near: {margin: 5%, assumed: 试验}
  duplicate: "yes"
  invoice_reused: "yes"
  outside_month: "yes"
  in_future: "yes"
  negative: "yes"
  round: none
  clause: 试验
budget: none
"""
STEP_RULES = Rules((Tier(500_00, FIVE[:1]), Tier(2000_00, FIVE[:3]), Tier(10_000_00, FIVE, request=True)))


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> SpendingPlan:
    """The policy of three bounds."""
    path = tmp_path_factory.mktemp("policy") / "three-bounds.yaml"
    path.write_text(STEPS, encoding="utf-8")
    return plan_of([str(path)], "", [])


def document(folder: Path, sheets: Grid, plan: SpendingPlan = PLAN, today: date = TODAY) -> dict[str, Any]:
    """What is said of one book of May 2024."""
    return documents(folder, [sheets], plan, today)[0]


def documents(
    folder: Path, grids: Sequence[Grid], plan: SpendingPlan = PLAN, today: date = TODAY
) -> list[dict[str, Any]]:
    """What is said of books that are checked together, all of them of May 2024."""
    paths = [write_book(folder / f"{k}" / "2024-05.xlsx", sheets) for k, sheets in enumerate(grids)]
    checked = checked_books([read_spending(path, plan) for path in paths], plan, today)
    return [spending_document(book, [], "zh") for book in checked]


def told(found: Mapping[str, Any], sheets: Grid, groups: Iterable[Sequence[int]] = ()) -> Counter[Told]:
    """The findings of a document by row and column; a role's day stands for its signature, a group's first row for the group."""
    first = {row: group[0] for group in groups for row in group}
    places: Counter[Told] = Counter()
    for finding in found["findings"]:
        code, (sheet, _, cell) = finding["code"], finding["where"].rpartition("!")
        if code in BESIDES or code == "payment-near-limit":
            continue
        row, column = coordinate_to_tuple(cell)
        word = sheets[sheet][0][column - 1]
        if sheet == "预算":
            places[Told(code, sheets[sheet][row - 1][0].casefold(), sheet=sheet)] += 1
            continue
        role = word.removesuffix("日期")
        row = first.get(row - 2, row - 2) if code == "payment-split" else row - 2
        places[Told(code, row, role if role in FIVE else word, sheet)] += 1
    return places


def codes(entry: Mapping[str, Any]) -> set[str]:
    """The codes that a document has beside a payment or contract, as far as the exact reading knows them."""
    return set(entry["findings"]) - BESIDES - APART


def yuan(cents: int) -> float:
    """Cents as a document has them."""
    return float(Decimal(cents) / 100)


def agree(found: dict[str, Any], book: Book, sheets: Grid, exact: Reading) -> None:
    """Assert that a document says of every payment, contract and budget line what the exact reading does, at the same cells."""
    assert told(found, sheets, exact.groups) == exact.told
    payments = found["payments"]
    assert [p["needs"] for p in payments] == [list(chain) for chain in exact.needs]
    assert [p["counted_as"] for p in payments] == list(map(yuan, exact.counted))
    assert [p["amount"] for p in payments] == [yuan(p.cents) for p in book.payments]
    assert [p["signed"] for p in payments] == [[r for r in FIVE if r in p.signs] for p in book.payments]
    ungrouped = set(range(len(payments))) - {row for group in exact.groups for row in group}
    for rows in (*exact.groups, *((row,) for row in ungrouped)):
        assert set().union(*(codes(payments[r]) for r in rows)) == set().union(*(exact.codes(r) for r in rows)) - APART
        assert all(codes(payments[r]) >= exact.codes(r) - APART for r in rows)
    near = {i for i, p in enumerate(payments) if "payment-near-limit" in p["findings"]}
    assert near <= {row for some in exact.near for rows in some for row in rows}
    assert all(any(rows <= near for rows in some) for some in exact.near)
    of_contracts = [
        {t.code for t in exact.told if t.sheet == "合同" and t.row == i} for i in range(len(book.contracts))
    ]
    assert [codes(c) for c in found["contracts"]] == of_contracts
    assert [c["signed"] for c in found["contracts"]] == [[r for r in FIVE if r in c.signs] for c in book.contracts]
    lines = {row["category"].casefold(): (row["budget"], row["spent"]) for row in found["budget"]}
    for category, amount in book.budget.items():
        spent = yuan(exact.spent.get(category.casefold(), 0))
        assert lines[category.casefold()] == (float(amount), spent)


def compare(folder: Path, book: Book, style: int, plan: SpendingPlan = PLAN, rules: Rules | None = None) -> None:
    """Assert that a book is read alike by both."""
    sheets = random_spending.sheets(book, style)
    agree(document(folder, sheets, plan), book, sheets, exact_spending.read(book, rules or payments_rule(), TODAY))


# random books


@quick
@given(random_spending.spending_books(), st.integers(0, 1))
def test_small_books_are_read_alike(tmp_path: Path, book: Book, style: int) -> None:
    """What payments need, have and lack, and what the budget says, is what the exact reading finds, cell by cell."""
    compare(tmp_path, book, style)


@pytest.mark.parametrize("seed", range(10))
def test_long_books_are_read_alike(tmp_path: Path, seed: int) -> None:
    """In books of hundreds of payments to few payees, where splits overlap, both find the same."""
    compare(tmp_path, random_spending.spending_book(Random(seed), 250), seed % 2)


@quick
@given(random_spending.spending_books(bound=3000), st.integers(0, 1))
def test_another_threshold_is_read_alike(tmp_path: Path, book: Book, style: int) -> None:
    """With --threshold 3000 the exact reading of a bound of 3000 yuan is found."""
    compare(tmp_path, book, style, HIGHER, payments_rule(3000))


@quick
@given(st.sampled_from([500, 2000, 10_000]).flatmap(lambda bound: random_spending.spending_books(bound=bound)))
def test_several_bounds_are_read_alike(tmp_path: Path, steps: SpendingPlan, book: Book) -> None:
    """With bounds of 500, 2000 and 10000 yuan, splits of any of them are found and need the chain of their sum."""
    compare(tmp_path, replace(book, budget={}, contracts=()), 0, steps, STEP_RULES)


@pytest.mark.parametrize("seed", range(6))
def test_long_books_under_several_bounds_are_read_alike(tmp_path: Path, steps: SpendingPlan, seed: int) -> None:
    """Hundreds of payments about all three bounds are read alike."""
    chance = Random(seed)
    parts = [random_spending.spending_book(chance, 60, bound).payments for bound in (500, 2000, 10_000)]
    mixed = chance.sample([p for part in parts for p in part], 180)
    compare(tmp_path, Book(MONTH, tuple(mixed)), 0, steps, STEP_RULES)


# worked out by hand, for both readings


def paid(amount: str, day: int = 6, payee: str = "甲广告公司", **facts: Any) -> Payment:
    """A payment of May (or of June, from day 32 on) with nothing signed."""
    return Payment(Decimal(amount), payee, day=date(2024, 4, 30) + timedelta(day), **facts)


def signed(*days: int, names: Sequence[str] = random_spending.SIGNERS) -> dict[str, Signature]:
    """The five signatures, made on days of May; a day of 0 stands for a signature that is missing."""
    five = zip(FIVE, names, days, strict=True)
    return {role: Signature(name, date(2024, 4, 30) + timedelta(day)) for role, name, day in five if day}


def both(folder: Path, *payments: Payment, plan: SpendingPlan = PLAN, **facts: Any) -> tuple[dict[str, Any], Reading]:
    """What both readings say of a book; that they agree is asserted."""
    book = Book(MONTH, payments, **facts)
    sheets = random_spending.sheets(book)
    exact = exact_spending.read(book, payments_rule(3000 if plan is HIGHER else 2000), TODAY)
    found = document(folder, sheets, plan)
    agree(found, book, sheets, exact)
    return found, exact


def places(exact: Reading, *sought: str) -> set[tuple[str, int | str, str]]:
    """Code, row and column of some findings."""
    return {(t.code, t.row, t.column) for t in exact.told if t.code in sought}


@pytest.mark.parametrize(
    ("amount", "many"),
    [
        ("1999.99", 0),
        ("2000", 5),
        ("2000.01", 5),
        ("1999.995", 5),
        ("1999.994", 0),
        ("-2000", 0),
        ("0", 0),
        ("0.01", 0),
    ],
)
def test_2000_yuan_and_more_need_five_signatures(tmp_path: Path, amount: str, many: int) -> None:
    """Rounded half up to the cent, 2000.00 and more need all five and a request, each of which is told to be missing; less needs nothing."""
    _, exact = both(tmp_path, paid(amount))
    assert exact.needs == [FIVE[:many]]
    assert [t.column for t in exact.told if t.code == "approval-missing"] == list(FIVE[:many])
    assert len(places(exact, "request-missing")) == many // 5


@pytest.mark.parametrize(
    ("amount", "many"), [("2999.99", 0), ("3000", 5), ("3000.01", 5), ("2999.995", 5), ("2999.994", 0), ("2000", 0)]
)
def test_the_threshold_moves_the_bound(tmp_path: Path, amount: str, many: int) -> None:
    """With --threshold 3000 the five sign from 3000.00 on, and 2000.00 needs nobody."""
    _, exact = both(tmp_path, paid(amount), plan=HIGHER)
    assert exact.needs == [FIVE[:many]]


SPLITS: dict[str, tuple[list[Payment], list[str]]] = {
    "exactly the bound": ([paid("1000"), paid("1000")], ["2000", "2000"]),
    "a cent below it": ([paid("1000"), paid("999.99")], ["1000", "999.99"]),
    "half a cent makes it": ([paid("1000"), paid("999.995")], ["2000", "2000"]),
    "less than half a cent does not": ([paid("1000"), paid("999.994")], ["1000", "999.99"]),
    "seven days apart": ([paid("1500", 1), paid("1500", 8)], ["3000", "3000"]),
    "eight days apart": ([paid("1500", 1), paid("1500", 9)], ["1500", "1500"]),
    "windows that share a payment": ([paid("1500", 1), paid("1500", 8), paid("1500", 15)], ["4500"] * 3),
    "a chain with a gap": (
        [paid("1500", 1), paid("1500", 8), paid("1500", 16), paid("500", 23)],
        ["3000", "3000", "2000", "2000"],
    ),
    "not in the order of days": ([paid("900", 8), paid("900", 5), paid("900", 1)], ["2700"] * 3),
    "small ones within the days are part of it": ([paid("1", 4), paid("1500", 1), paid("600", 7)], ["2101"] * 3),
    "one that is not small is not": ([paid("2000"), paid("1999.99"), paid("0.01")], ["2000", "2000", "2000"]),
    "a large one and a small one are none": ([paid("5000"), paid("100")], ["5000", "100"]),
    "other payees": ([paid("1500"), paid("1500", payee="乙印刷厂")], ["1500", "1500"]),
    "the claimant where there is no payee": (
        [paid("1500", payee="张一"), paid("1500", payee="", claimant="张一")],
        ["3000", "3000"],
    ),
    "the claimant where there is a payee is nothing": (
        [paid("1500", claimant="张一"), paid("1500", payee="张一")],
        ["1500", "1500"],
    ),
    "the day of payment where there is no other": (
        [paid("1500", 1), Payment(Decimal(1500), "甲广告公司", paid=date(2024, 5, 8))],
        ["3000", "3000"],
    ),
    "the day of payment where there is another is nothing": (
        [paid("1500", 1), paid("1500", 9, paid=date(2024, 5, 2))],
        ["1500", "1500"],
    ),
    "without a day": ([paid("1500"), Payment(Decimal(1500), "甲广告公司")], ["1500", "1500"]),
    "refunds take no part": ([paid("1500"), paid("600"), paid("-1500", note="退款")], ["2100", "2100", "-1500"]),
    "what is paid is no refund whatever it says": ([paid("1500"), paid("500", note="客户退款")], ["2000", "2000"]),
    "negative amounts take no part": ([paid("1500"), paid("1500"), paid("-1500")], ["3000", "3000", "-1500"]),
    "across the end of a month": ([paid("1500", 31), paid("1500", 38)], ["3000", "3000"]),
}  # fmt: skip


@pytest.mark.parametrize("case", SPLITS)
def test_splits(tmp_path: Path, case: str) -> None:
    """What each payment counts as, worked out by hand for every edge of the rule, and that what counts as 2000 or more needs the five."""
    payments, counted = SPLITS[case]
    _, exact = both(tmp_path, *payments)
    assert exact.counted == [round(Decimal(c) * 100) for c in counted]
    assert exact.needs == [
        FIVE if p.counts and Decimal(c) >= 2000 else () for p, c in zip(payments, counted, strict=True)
    ]


def test_a_split_above_another_threshold(tmp_path: Path) -> None:
    """With --threshold 3000 two payments of 1500.00 are one of 3000.00, two of 1499.99 and 1500.00 are not."""
    _, exact = both(tmp_path, paid("1500"), paid("1500", 13), paid("1500", 20), paid("1500", 20), plan=HIGHER)
    assert exact.counted == [600_000] * 4
    _, exact = both(tmp_path, paid("1500"), paid("1499.99", 13), plan=HIGHER)
    assert exact.counted == [150_000, 149_999]


def test_a_group_is_told_once(tmp_path: Path) -> None:
    """A signature that members of a group lack is told once, at the first row that lacks it; so is the number, and the split itself."""
    first, second = paid("1500", signs=signed(1, 0, 2, 0, 0)), paid("1500", signs=signed(0, 1, 2, 0, 3), request="ZF1")
    _, exact = both(tmp_path, first, second)
    missing = {(0, FIVE[1]), (0, FIVE[3]), (0, FIVE[4]), (1, FIVE[0])}
    assert places(exact, "approval-missing") == {("approval-missing", *at) for at in missing}
    assert places(exact, "request-missing") == {("request-missing", 0, "支付申请单号")}
    assert places(exact, "payment-split") == {("payment-split", 0, "金额")}


def test_a_split_that_has_what_the_sum_needs_is_not_told(tmp_path: Path) -> None:
    """With all five signatures and the number on each member nothing is told; without one number the split is."""
    whole = paid("1500", signs=signed(1, 2, 3, 4, 5), request="ZF1", invoices=("20240001",))
    other = replace(whole, amount=Decimal(600), invoices=("20240002",))
    _, exact = both(tmp_path, whole, other)
    assert not exact.told
    _, exact = both(tmp_path, whole, replace(other, request=""))
    assert {t.code for t in exact.told} == {"payment-split", "request-missing"}


@pytest.mark.parametrize(
    ("payments", "near"),
    [
        ([paid("1899.99")], [False]),
        ([paid("1900")], [True]),
        ([paid("1999.99")], [True]),
        ([paid("1899.995")], [True]),
        ([paid("2000")], [False]),
        ([paid("-1900", note="退款")], [False]),
        ([paid("1000", 1), paid("950", 8)], [True, True]),
        ([paid("1000", 1), paid("950", 9)], [False, False]),
        ([paid("1000", 1), paid("899.99", 8)], [False, False]),
        ([paid("1950", 1), paid("50", 8)], [False, False]),
    ],
)
def test_just_below_the_bound(tmp_path: Path, payments: list[Payment], near: list[bool]) -> None:
    """From 1900.00 to 1999.99, alone or within seven days together, a note is made; not of what is split."""
    found, _ = both(tmp_path, *payments)
    assert ["payment-near-limit" in p["findings"] for p in found["payments"]] == near


@pytest.mark.parametrize(
    ("days", "late"),
    [
        ((1, 2, 3, 4, 5), ()),
        ((3, 3, 3, 3, 3), ()),
        ((3, 2, 4, 4, 4), (1,)),
        ((3, 1, 2, 3, 4), (1, 2)),  # 2 is later than 1, and still before the 3 of the first
        ((5, 0, 4, 0, 5), (2,)),
        ((2, 2, 2, 2, 1), (4,)),
    ],
)
def test_order_of_signatures(tmp_path: Path, days: tuple[int, ...], late: tuple[int, ...]) -> None:
    """A role is told that signed before one earlier in the chain, whoever was latest so far; the same day is fine."""
    _, exact = both(tmp_path, paid("2000", signs=signed(*days), request="ZF1"), paid("5", 20, signs=signed(*days)))
    assert places(exact, "approval-order") == {("approval-order", 0, FIVE[i]) for i in late}


@pytest.mark.parametrize(("day", "early"), [(4, True), (5, False), (6, False)])
def test_paid_before_the_last_signature(tmp_path: Path, day: int, early: bool) -> None:
    """Paying the day before the last signature is told, paying on its day is not; the last one need not be the last of the chain."""
    payment = paid("2000", 1, paid=date(2024, 5, day), request="ZF1", signs=signed(1, 2, 5, 0, 4))
    _, exact = both(tmp_path, payment)
    assert bool(places(exact, "paid-before-approval")) is early


def test_who_may_not_sign(tmp_path: Path) -> None:
    """The payee and the claimant may not sign a chain, nor may one person twice; what needs no chain is nobody's concern."""
    names = ("张一", "李二", "张一", "王丁", "张一")
    payment = paid("2000", payee="张一", claimant="李二", request="ZF1", signs=signed(1, 1, 1, 1, 1, names=names))
    _, exact = both(tmp_path, payment, replace(payment, amount=Decimal("0.01"), day=date(2024, 5, 20)))
    own = {("approval-own", 0, FIVE[i]) for i in (0, 1, 2, 4)}
    assert places(exact, "approval-own", "approval-same-person") == own | {("approval-same-person", 0, FIVE[2])}


def test_paid_twice(tmp_path: Path) -> None:
    """The same payee, amount and invoices are one payment twice; without an invoice day, purpose and category must be the same too."""
    bill = paid("10", invoices=("20240001", "20240002"))
    plain = paid("20")
    rows = [
        bill,
        replace(bill, invoices=("20240002", "20240001"), day=date(2024, 5, 20), purpose="餐费", category="招待费"),
        replace(bill, invoices=("20240001",)),  # one of the two: used before, no duplicate
        replace(bill, payee="乙印刷厂"),  # both used before
        replace(bill, note="退款", amount=Decimal(-10)),
        plain,
        plain,
        replace(plain, day=date(2024, 5, 7)),
        replace(plain, purpose="餐费"),
        replace(plain, category="招待费"),
        replace(plain, amount=Decimal("20.004")),  # the same to the cent
        replace(plain, payee="", claimant="甲广告公司"),
    ]
    _, exact = both(tmp_path, *rows)
    assert {t.row for t in exact.told if t.code == "payment-duplicate"} == {1, 6, 10, 11}
    used = Counter(t.row for t in exact.told.elements() if t.code == "invoice-reused")
    assert used == {2: 1, 3: 2}


def test_days_outside_the_month_and_to_come(tmp_path: Path) -> None:
    """A day of April is told in a sheet of May; today is no day to come, tomorrow is, and is told as nothing else."""
    tomorrow = TODAY + timedelta(1)
    rows = [
        paid("1", 0),
        paid("2", 1),
        paid("3", 31, paid=TODAY),
        paid("4", 31, paid=tomorrow),
        replace(paid("5"), day=TODAY),
        replace(paid("6"), day=tomorrow),
        replace(paid("7"), day=None, paid=date(2024, 6, 1)),
        replace(paid("8"), day=None, paid=tomorrow),
    ]
    _, exact = both(tmp_path, *rows)
    outside = {
        ("date-outside-month", 0, "日期"),
        ("date-outside-month", 4, "日期"),
        ("date-outside-month", 6, "付款日期"),
    }
    future = {("date-in-future", 3, "付款日期"), ("date-in-future", 5, "日期"), ("date-in-future", 7, "付款日期")}
    assert places(exact, "date-outside-month", "date-in-future") == outside | future


def test_amounts_that_are_no_payments(tmp_path: Path) -> None:
    """Zero and less are told unless a word says that money came back; what rounds to a cent is a payment."""
    rows = [paid("0"), paid("-0.01"), paid("0.004"), paid("0.005")]
    rows += [replace(paid("-1"), **{where: "退款"}) for where in ("purpose", "category", "kind", "note")]  # type: ignore[arg-type]
    _, exact = both(tmp_path, *rows)
    assert {t.row for t in exact.told if t.code == "amount-negative"} == {0, 1, 2}


@pytest.mark.parametrize(
    ("budget", "code"),
    [("899.99", "budget-exceeded"), ("900", "budget-used-up"), ("900.01", "budget-near"), ("1000", "budget-near"), ("1000.01", "")],
)  # fmt: skip
def test_spent_against_the_budget(tmp_path: Path, budget: str, code: str) -> None:
    """1000.00 less a refund of 100.00 is over 899.99, uses up 900.00, is nine tenths of 1000.00; capitals in the name mean nothing."""
    rows = [
        paid("600", category="Travel"),
        paid("400", 26, category="travel"),
        paid("-100", category="TRAVEL", note="退款"),
    ]
    found, exact = both(tmp_path, *rows, budget={"tRAVEL": Decimal(budget)})
    assert {t.code for t in exact.told} == ({code} if code else set())
    assert [row["spent"] for row in found["budget"]] == [900]


def test_a_category_without_a_budget_is_told_once(tmp_path: Path) -> None:
    """A category without a line is told at its first payment, however often and in whatever capitals it stands there."""
    rows = [paid("1"), paid("2", category="Travel"), paid("3", category="travel"), paid("4", 26, category="布置费")]
    _, exact = both(tmp_path, *rows, budget={"推广费": Decimal(9)})
    assert places(exact, "budget-line-missing") == {("budget-line-missing", i, "类别") for i in (1, 3)}


TWO_MONTHS = """
sheet 预算
| 类别 | 月份 | 预算 |
| 推广费 | 4月 | 100 |
| 推广费 | 5月 | 200 |
"""


def year_book(folder: Path, text: str) -> dict[str, Any]:
    """What is said of a book of the year 2024."""
    path = write_book(folder / "2024.xlsx", grid_of(text + TWO_MONTHS))
    (checked,) = checked_books([read_spending(path, PLAN)], PLAN, TODAY)
    return spending_document(checked, [], "zh")


def spent_by_month(found: Mapping[str, Any]) -> dict[str, float]:
    return {row["month"]: row["spent"] for row in found["budget"]}


def test_the_month_of_the_sheet(tmp_path: Path) -> None:
    """What stands in the sheet of April counts in April, also where its day is of May, which is told."""
    found = year_book(
        tmp_path,
        """
        sheet 4月付款
        | 日期 | 收款人 | 事由 | 类别 | 金额 |
        | 2024-04-30 | 甲广告公司 | 海报 | 推广费 | 95 |
        | 2024-05-01 | 乙印刷厂 | 海报 | 推广费 | 5 |
        sheet 5月付款
        | 日期 | 收款人 | 事由 | 类别 | 金额 |
        | 2024-05-01 | 丙餐饮店 | 餐费 | 推广费 | 201 |
        """,
    )
    assert spent_by_month(found) == {"2024-04": 100, "2024-05": 201}
    told_ = [(f["code"], f["where"]) for f in found["findings"] if f["code"] not in BESIDES]
    assert Counter(told_) == Counter(
        [("date-outside-month", "'4月付款'!A3"), ("budget-used-up", "预算!C2"), ("budget-exceeded", "预算!C3")]
    )


def test_the_month_of_the_day_in_a_book_of_the_year(tmp_path: Path) -> None:
    """Where neither sheet nor book has a month, that of the day counts, of request where there is one, else of payment."""
    found = year_book(
        tmp_path,
        """
        sheet 付款
        | 日期 | 付款日期 | 收款人 | 事由 | 类别 | 金额 |
        | 2024-04-30 | 2024-05-02 | 甲广告公司 | 海报 | 推广费 | 7 |
        | ~ | 2024-05-03 | 乙印刷厂 | 海报 | 推广费 | 9 |
        """,
    )
    assert spent_by_month(found) == {"2024-04": 7, "2024-05": 9}
    assert not [f for f in found["findings"] if f["code"] not in BESIDES]


@pytest.mark.parametrize(
    ("days", "signed_on", "codes_"),
    [
        ((1, 2, 3, 4, 5), 5, set()),
        ((1, 2, 3, 4, 5), 4, {"contract-unsigned"}),
        ((1, 2, 3, 4, 0), 5, {"approval-missing", "contract-unsigned"}),
        ((1, 2, 3, 4, 0), None, {"approval-missing"}),
        ((1, 2, 3, 5, 4), 5, {"approval-order"}),
    ],
)
def test_contracts(tmp_path: Path, days: tuple[int, ...], signed_on: int | None, codes_: set[str]) -> None:
    """A contract of 0.01 yuan needs the five before it is signed, on the last day of them or later."""
    day = date(2024, 5, signed_on) if signed_on else None
    one = Contract("HT1", "乙印刷厂", Decimal("0.01"), day, signed(*days))
    found, exact = both(tmp_path, paid("1"), contracts=(one,))
    assert {t.code for t in exact.told} == codes_
    assert [c["needs"] for c in found["contracts"]] == [list(FIVE)]
    _, exact = both(tmp_path, paid("1"), contracts=(replace(one, number=""),))
    assert {t.code for t in exact.told} == codes_ | {"contract-number-missing"}


def test_without_a_column_for_the_number(tmp_path: Path) -> None:
    """Where there is no column 支付申请单号 its number is not told to be missing of each payment."""
    book = Book(MONTH, (paid("2000"),), request_column=False)
    found = document(tmp_path, random_spending.sheets(book))
    assert "request-missing" not in {f["code"] for f in found["findings"]}
    assert sum(f["code"] == "approval-missing" for f in found["findings"]) == 5


def test_a_contract_without_an_amount(tmp_path: Path) -> None:
    """A contract needs the five whatever its amount, also where none is written."""
    head, row = ["合同编号", "对方", "金额"], ["HT1", "乙印刷厂", None]
    found = document(tmp_path, random_spending.sheets(Book(MONTH, (paid("1"),))) | {"合同": [head, row]})
    assert found["contracts"][0]["needs"] == list(FIVE)


def test_what_is_paid_back_to_a_customer_is_paid(tmp_path: Path) -> None:
    """2000.00 with the word 退款 is a payment: the five sign it, and it is spent. Only below zero it is a refund."""
    rows = [paid("2000", note="退款"), paid("-500", note="退款")]
    found, exact = both(tmp_path, *rows, budget={"推广费": Decimal(1500)})
    assert exact.needs == [FIVE, ()]
    assert [row["spent"] for row in found["budget"]] == [1500]


# where mkt says something else


def codes_of(folder: Path, *payments: Payment, **facts: Any) -> list[set[str]]:
    """What is told of each payment."""
    found = document(folder, random_spending.sheets(Book(MONTH, payments, **facts)))
    return [codes(p) for p in found["payments"]]


def test_a_refund_word_stands_in_one_cell(tmp_path: Path) -> None:
    """押金未退 in the category 款项 says of no money that it came back, so the minus before it is told."""
    (told_,) = codes_of(tmp_path, paid("-500", purpose="押金未退", category="款项"))
    assert told_ == {"amount-negative"}


def test_nothing_that_came_back_is_not_told(tmp_path: Path) -> None:
    """An amount of zero that a word calls a refund is not told to be without one."""
    assert codes_of(tmp_path, paid("0", note="退款")) == [set()]


def test_nothing_is_paid_with_an_invoice_of_another(tmp_path: Path) -> None:
    """An amount of zero takes no part in patterns: its invoice number is told neither of it nor of a later payment."""
    nothing, something = paid("0", invoices=("20240001",)), paid("9", invoices=("20240001",))
    assert codes_of(tmp_path, nothing, something) == [{"amount-negative"}, set()]


def test_a_signature_of_a_day_to_come_is_told_as_that_only(tmp_path: Path) -> None:
    """Signed in 2025 by a slip: one finding, and not that everybody after signed too early and that it was paid before."""
    signs = signed(1, 1, 1, 1, 1) | {FIVE[1]: Signature("吴乙", date(2025, 5, 1))}
    assert codes_of(tmp_path, paid("2000", 1, paid=date(2024, 5, 2), request="ZF1", signs=signs)) == [
        {"date-in-future"}
    ]


def test_what_is_wrong_with_one_row_is_told_of_that_row(tmp_path: Path) -> None:
    """Of two payments that count as one, that on which the payee signed is told to be so, the other is not."""
    own = ("张一", *random_spending.SIGNERS[1:])
    mine = paid("1500", payee="张一", request="ZF1", signs=signed(1, 1, 1, 1, 1, names=own))
    assert codes_of(tmp_path, mine, replace(mine, amount=Decimal(600), signs=signed(1, 1, 1, 1, 1))) == [
        {"approval-own"},
        set(),
    ]
