"""What must hold of spending whatever the figures are: order, files, units, splitting, signing, and more money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mkt.spending.options import plan_of
from mkt.spending.plan import SpendingPlan
from tests.exact_spending import FIVE, OF_GROUPS, Book, Payment, Signature
from tests.random_spending import MONTH, chances, sheets, signatures, spending_books
from tests.test_spending_second_reading import BESIDES, HIGHER, PLAN, document, documents, steps

__all__ = ["steps"]  # a fixture

LATER = frozenset({"payment-duplicate", "invoice-reused"})
"""What is told of the later of two rows, whichever that is."""
NAME, NOTE = "丁活动公司", "payment-near-limit"

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def counted(found: Mapping[str, Any]) -> Counter[str]:
    """How often each code is told."""
    return Counter(finding["code"] for finding in found["findings"])


def told(found: Mapping[str, Any]) -> list[set[str]]:
    """What is told of each payment, apart from what depends on which row is the later one."""
    return [set(payment["findings"]) - LATER for payment in found["payments"]]


def check(folder: Path, payments: Sequence[Payment], plan: SpendingPlan = PLAN, **facts: Any) -> dict[str, Any]:
    """What is said of a book with these payments."""
    return document(folder, sheets(Book(MONTH, tuple(payments), **facts)), plan)


def lines(found: Mapping[str, Any]) -> dict[str, tuple[float | None, float]]:
    """Category, without capitals → its budget and what was spent."""
    return {row["category"].casefold(): (row["budget"], row["spent"]) for row in found["budget"]}


def order_of(count: int, seed: int) -> list[int]:
    return Random(seed).sample(range(count), count)


@quick
@given(spending_books(), st.integers(0, 10**6), st.sampled_from([PLAN, HIGHER]))
def test_the_order_of_rows_changes_nothing(tmp_path: Path, book: Book, seed: int, plan: SpendingPlan) -> None:
    """In another order each payment needs, counts as and is told the same, and every code is told as often."""
    order = order_of(len(book.payments), seed)
    facts = {"contracts": book.contracts, "budget": book.budget}
    found = check(tmp_path, book.payments, plan, **facts)
    mixed = check(tmp_path, [book.payments[i] for i in order], plan, **facts)
    assert [told(found)[i] for i in order] == told(mixed)
    for what in ("needs", "signed", "counted_as"):
        assert [found["payments"][i][what] for i in order] == [p[what] for p in mixed["payments"]]
    assert counted(mixed) == counted(found)
    assert lines(mixed) == lines(found)


@quick
@given(spending_books(), st.integers(0, 10**6))
def test_several_bounds_whatever_the_order(tmp_path: Path, steps: SpendingPlan, book: Book, seed: int) -> None:
    """Under several bounds too the order of rows changes neither what payments count as nor what is told of them."""
    order = order_of(len(book.payments), seed)
    found = check(tmp_path, book.payments, steps)
    mixed = check(tmp_path, [book.payments[i] for i in order], steps)
    assert [told(found)[i] for i in order] == told(mixed)
    assert [found["payments"][i]["counted_as"] for i in order] == [p["counted_as"] for p in mixed["payments"]]


@quick
@given(spending_books(), st.integers(0, 12))
def test_two_files_of_a_run_are_one(tmp_path: Path, book: Book, cut: int) -> None:
    """Payments in two books that are checked together need and count as the same as in one; what is told of a group may be told in each."""
    whole = check(tmp_path, book.payments)
    parts = [Book(MONTH, part) for part in (book.payments[:cut], book.payments[cut:]) if part]
    apart = documents(tmp_path, [sheets(part) for part in parts])
    for what in ("needs", "signed", "counted_as"):
        assert [p[what] for found in apart for p in found["payments"]] == [p[what] for p in whole["payments"]]
    often = sum((counted(found) for found in apart), Counter[str]())
    for code, times in counted(whole).items():
        most = 2 * times if code in OF_GROUPS else times
        assert code in BESIDES or times <= often[code] <= most
    assert set(often) - BESIDES == set(counted(whole)) - BESIDES


@quick
@given(spending_books())
def test_half_as_much_again_with_a_bound_half_as_high_again(tmp_path: Path, book: Book) -> None:
    """With each amount and the bound of 2000 half as high again, what is told stays as it is."""
    payments = [replace(p, amount=2 * Decimal(p.cents) / 100) for p in book.payments]  # so that half of it is whole
    more = [replace(p, amount=p.amount * 3 / 2) for p in payments]
    doubled = plan_of(["payments-2000"], "4000", [])
    sixth = plan_of(["payments-2000"], "6000", [])
    found, raised = check(tmp_path, payments, doubled), check(tmp_path, more, sixth)
    assert counted(raised) == counted(found)
    assert told(raised) == told(found)


# one claim in several payments


@st.composite
def claims(draw: st.DrawFn, least: int, most: int) -> tuple[Payment, list[Payment]]:
    """A claim, and payments that differ from it in their amounts alone, which add up to it."""
    bounds = st.sampled_from([500_00, 2000_00, 10_000_00]).flatmap(lambda b: st.integers(b - 200, b + 200))
    cents = draw(st.one_of(st.integers(least, most), bounds.filter(lambda c: least <= c <= most)))
    cuts = sorted(draw(st.sets(st.integers(1, cents - 1), min_size=1, max_size=4)))
    chance = draw(chances())
    day = date(2024, 5, 1) + timedelta(chance.randrange(31))
    claim = Payment(
        Decimal(cents) / 100,
        NAME,
        chance.choice(("", "陈三", "周甲")),
        category=chance.choice(("推广费", "招待费")),
        day=day,
        paid=day + timedelta(chance.randrange(5)),
        request=chance.choice(("", "ZF1")),
        invoices=("2023001",) if chance.randrange(2) else (),
        signs=signatures(chance, day, chance.randrange(2) == 0),
    )
    amounts = [b - a for a, b in zip([0, *cuts], [*cuts, cents], strict=True)]
    return claim, [replace(claim, amount=Decimal(amount) / 100) for amount in amounts]


@quick
@given(claims(100, 450_000), spending_books(6), st.integers(0, 6))
def test_splitting_a_claim_never_helps(
    tmp_path: Path, claim: tuple[Payment, list[Payment]], book: Book, at: int
) -> None:
    """A claim paid in several parts, all else the same, is told at least as much as the claim in one."""
    one, parts = claim
    before, after = book.payments[:at], book.payments[at:]
    whole = check(tmp_path, (*before, one, *after), budget=book.budget)
    split = check(tmp_path, (*before, *parts, *after), budget=book.budget)
    assert len(split["findings"]) >= len(whole["findings"])
    assert set(counted(split)) >= set(counted(whole))


@quick
@given(claims(100, 450_000), spending_books(6))
def test_splitting_never_helps_against_another_threshold(
    tmp_path: Path, claim: tuple[Payment, list[Payment]], book: Book
) -> None:
    """With --threshold 3000 too."""
    one, parts = claim
    whole, split = (check(tmp_path, (*book.payments, *some), HIGHER) for some in ([one], parts))
    assert len(split["findings"]) >= len(whole["findings"])


@settings(quick, max_examples=50)
@given(claims(100, 1_200_000), spending_books(4))
def test_splitting_never_helps_under_several_bounds(
    tmp_path: Path, steps: SpendingPlan, claim: tuple[Payment, list[Payment]], book: Book
) -> None:
    """Where each bound asks for more than the one below it, the parts are told at least as much as the claim.

    A note that an amount is just below a bound is left out: none is made of parts that are a split of a lower bound.
    """
    one, parts = claim
    whole, split = (check(tmp_path, (*book.payments, *some), steps) for some in ([one], parts))
    often, before = counted(split), counted(whole)
    assert often.total() - often[NOTE] >= before.total() - before[NOTE]
    needed = [role for payment in split["payments"][-len(parts) :] for role in payment["needs"]]
    assert set(needed) >= set(whole["payments"][-1]["needs"])


# signing, and more money


@quick
@given(spending_books(), st.integers(0, 10**6), st.sampled_from([PLAN, HIGHER]))
def test_a_signature_more_is_never_one_missing_more(tmp_path: Path, book: Book, seed: int, plan: SpendingPlan) -> None:
    """Adding a signature adds no approval-missing, wherever it is and whenever it was made."""
    chance = Random(seed)
    lacking = [(i, role) for i, p in enumerate(book.payments) for role in FIVE if role not in p.signs]
    assume(lacking)
    i, role = chance.choice(lacking)
    sign = Signature(chance.choice(("", "周甲", "张一")), chance.choice((None, date(2024, 5, 2), date(2024, 7, 1))))
    more = list(book.payments)
    more[i] = replace(more[i], signs={**more[i].signs, role: sign})
    before, after = check(tmp_path, book.payments, plan), check(tmp_path, more, plan)
    missing = "approval-missing"
    assert counted(before)[missing] - 1 <= counted(after)[missing] <= counted(before)[missing]
    assert [p["needs"] for p in after["payments"]] == [p["needs"] for p in before["payments"]]
    for old, new in zip(before["payments"], after["payments"], strict=True):
        assert missing in old["findings"] or missing not in new["findings"]


@quick
@given(spending_books(), st.integers(0, 11), st.integers(1, 300_000), st.sampled_from([PLAN, HIGHER]))
def test_more_money_never_asks_for_fewer_signatures(
    tmp_path: Path, book: Book, i: int, cents: int, plan: SpendingPlan
) -> None:
    """A payment that is raised needs whoever it needed before."""
    i %= len(book.payments)
    more = list(book.payments)
    more[i] = replace(more[i], amount=more[i].amount + Decimal(cents) / 100)
    before, after = (check(tmp_path, some, plan)["payments"][i]["needs"] for some in (book.payments, more))
    assert set(after) >= set(before)


@quick
@given(st.lists(st.integers(1, 300_000), min_size=2, max_size=40))
def test_needs_grow_with_the_amount(tmp_path: Path, amounts: list[int]) -> None:
    """Of payments to different people the larger one never needs fewer signatures; none below 2000.00, all five from there on."""
    payments = [
        Payment(Decimal(c) / 100, f"{chr(0x4E00 + k)}公司", day=date(2024, 5, 6)) for k, c in enumerate(sorted(amounts))
    ]
    needs = [len(p["needs"]) for p in check(tmp_path, payments)["payments"]]
    assert needs == sorted(needs) == [5 if cents >= 200_000 else 0 for cents in sorted(amounts)]


@quick
@given(spending_books(), st.integers(0, 11))
def test_a_payment_to_another_payee_changes_nothing_of_the_rest(tmp_path: Path, book: Book, i: int) -> None:
    """A payment to somebody new, without an invoice, leaves what is told of the others as it was."""
    i %= len(book.payments)
    new = Payment(Decimal("1999.99"), NAME, day=date(2024, 5, 6))
    before = check(tmp_path, book.payments)["payments"]
    after = check(tmp_path, (*book.payments[:i], new, *book.payments[i:]))["payments"]
    assert after.pop(i)["findings"] == [NOTE]
    facts = ("needs", "signed", "counted_as", "findings", "amount")
    assert [[p[what] for what in facts] for p in after] == [[p[what] for what in facts] for p in before]


def test_besides_is_never_an_error(tmp_path: Path) -> None:
    """What the second reading leaves out is said in passing: none of it is an error."""
    payment = Payment(Decimal("1.005"), NAME, day=date(2024, 5, 6), signs={FIVE[0]: Signature()})
    found = check(tmp_path, [payment], budget={"推广费": Decimal(9)})
    assert all(f["severity"] != "error" for f in found["findings"] if f["code"] in BESIDES)


@pytest.mark.parametrize(("parts", "findings"), [((200_000,), 6), ((100_000, 100_000), 8), ((199_999, 1), 8)])
def test_how_many_findings_a_claim_and_its_parts_have(tmp_path: Path, parts: tuple[int, ...], findings: int) -> None:
    """2000.00 with nothing signed: five signatures and a number; in two parts the split and the invoice used twice (or the double) beside."""
    rows = [
        Payment(Decimal(c) / 100, NAME, day=date(2024, 5, 6), invoices=("2023001",), category="推广费") for c in parts
    ]
    found = check(tmp_path, rows, budget={"推广费": Decimal(9999)})
    assert sum(1 for f in found["findings"] if f["code"] not in BESIDES) == findings
