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
from tests.conftest import Grid, write_book
from tests.exact_spending import FIVE, Book, Contract, Payment, Reading, Rules, Signature, Tier, Told, payments_rule
from tests.random_spending import MONTH, TODAY

PLAN = plan_of(["payments-2000"], "", [])
HIGHER = plan_of(["payments-2000"], "3000", [])
BESIDES = frozenset({"amount-fraction", "budget-absent", "budget-year-open", "signatures-undated"})
"""What is told beside the rules that the exact reading has."""
LINES = frozenset({"budget-line-missing"})
"""What is told of a category at one payment of several."""

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

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
    return set(entry["findings"]) - BESIDES - LINES


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
        assert set().union(*(codes(payments[r]) for r in rows)) == set().union(*(exact.codes(r) for r in rows)) - LINES
        assert all(codes(payments[r]) >= exact.codes(r) - LINES for r in rows)
    near = {i for i, p in enumerate(payments) if "payment-near-limit" in p["findings"]}
    assert near == exact.near
    of_contracts = [{t.code for t in exact.told if t.sheet == "合同" and t.row == i} for i in range(len(book.contracts))]
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
