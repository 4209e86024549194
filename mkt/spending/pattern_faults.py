"""What shows over many payments, or on the face of one: splits, duplicates, invoices used twice, days that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mkt.findings import Hit, fault
from mkt.policy.spending import Patterns
from mkt.spending.checked import SOME, CheckedBook, Claim, ref_of
from mkt.spending.entry import Payment, yuan
from mkt.spending.patterns import Group
from mkt.vocabulary.spending import DATED


def _looked_for(book: CheckedBook) -> Patterns | None:
    return book.plan.patterns


def _hit(item: Payment, found: str, *names: str, **more: str) -> Hit:
    return Hit(item.cell(*names), found, ref=ref_of([item]), more={"whom": item.whom, "amount": item.yuan, **more})


@fault("warning", "{whom} 在 {first} 至 {last} 之间 {count} 笔都低于 {bound} 元，合计 {found} 元（{cells}），按一笔计要按 {bound} 元的规定审批。",
       "{count} payments to {whom} from {first} to {last}, each below {bound} yuan, come to {found} together ({cells}); counted as one they need the signatures of {bound}.")  # fmt: skip
def payment_split(book: CheckedBook) -> Iterator[Hit]:
    """几天之内付给同一收款人的几笔，每笔都低于限额，合计达到限额：可能是拆开付的。合计该有的签字都齐的，不提示。

    Several payments to one payee within some days, each below a bound and together at or above it, may have been split. Where all the
    signatures that the sum needs are there, nothing is told.
    """
    whole = {ref_of([m]) for claim in book.claims if claim.why == "split" and _complete(claim) for m in claim.members}
    told: set[int] = set()
    for number, group in book.group_of.values():
        mine = [book.across.payments[i] for i in group.members if book.holds(i)]
        if number in told or all(ref_of([p]) in whole for p in mine):
            continue
        told.add(number)
        yield _split(book, group, mine)


def _complete(claim: Claim) -> bool:
    """Whether every signature and document that a claim needs is there for every member."""
    roles = [role for step in claim.row.chain for role in step]
    signed = all(member.sign(role).signed for member in claim.members for role in roles)
    return signed and all(member.papers.get(name) for member in claim.members for name in claim.row.documents)


def _split(book: CheckedBook, group: Group, mine: list[Payment]) -> Hit:
    days = sorted(day for i in group.members if (day := book.across.payments[i].when))
    more = {"whom": mine[0].whom, "first": str(days[0]), "last": str(days[-1]), "count": str(len(group.members)), "bound": yuan(group.bound),
            "cells": _places(book, group.members)}  # fmt: skip
    return Hit(mine[0].cell("金额"), yuan(group.cents), ref=ref_of(mine), more=more)


@fault(
    "note",
    "{whom} {several_zh}{found} 元，只比 {bound} 元少 {left} 元。",
    "{whom}: {found} yuan{several_en}, only {left} below {bound}.",
)
def payment_near_limit(book: CheckedBook) -> Iterator[Hit]:
    """一笔付款，或者几天之内付给同一收款人的几笔合计，只比要审批的金额少一点。只是提示。

    A payment, or what one payee got within some days, lies just below an amount that needs signatures. A note, no more.
    """
    for positions, cents, bound in book.across.near:
        if book.holds(positions[-1]):
            mine = [book.across.payments[i] for i in positions if book.holds(i)]
            more = {
                "whom": mine[-1].whom,
                "bound": yuan(bound),
                "left": yuan(bound - cents),
                "several_zh": "",
                "several_en": "",
            }
            if len(positions) > 1:
                where, count = _places(book, positions), len(positions)
                more |= {"several_zh": f"{count} 笔（{where}）合计 ", "several_en": f" in {count} payments ({where})"}
            yield Hit(mine[-1].cell("金额"), yuan(cents), ref=ref_of(mine), more=more)


def _places(book: CheckedBook, positions: Sequence[int]) -> str:
    """The cells of some payments of the run, as a finding names them."""
    return "、".join(book.place_of(i) for i in positions[:SOME]) + ("…" if len(positions) > SOME else "")


@fault(
    "error", "{whom} {amount} 元{invoice_zh}与 {found} 重复。", "{whom}, {amount} yuan{invoice_en}, repeats {found}."
)
def payment_duplicate(book: CheckedBook) -> Iterator[Hit]:
    """同一收款人、同样金额、同一发票号的付款出现了两次；都没有发票号的，连日期、事由和类别也相同才算。发票号不同的不算重复。

    A payment with the payee, the amount and the invoice number of another; where neither has an invoice, with its day, purpose and category too.
    Different invoice numbers are no duplicate.
    """
    for position, first in book.across.duplicates:
        if book.holds(position):
            payment = book.across.payments[position]
            number = "、".join(payment.invoices)
            more = {
                "invoice_zh": f"（发票 {number}）" if number else "",
                "invoice_en": f" (invoice {number})" if number else "",
            }
            yield _hit(payment, book.place_of(first), "金额", **more)


@fault("error", "发票号 {found} 已在 {first} 用过。", "the invoice {found} was used at {first} already.")
def invoice_reused(book: CheckedBook) -> Iterator[Hit]:
    """同一个发票号用在两笔付款上。分期付款共用一张发票的，请在备注注明后在制度里关掉这一项，或分别开票。

    One invoice number stands at two payments.
    """
    for position, first, invoice in book.across.reused:
        if book.holds(position):
            yield _hit(book.across.payments[position], invoice, "发票号", first=book.place_of(first))


@fault(
    "warning", "日期 {found} 不在这张表的月份 {month}。", "the day {found} is not in {month}, the month of this sheet."
)
def date_outside_month(book: CheckedBook) -> Iterator[Hit]:
    """付款的日期不在这张表（或这本工作簿）的月份。钱仍按表的月份计入预算。

    The day of a payment is not in the month of its sheet (or book). It counts in the budget of the sheet's month all the same.
    """
    found = _looked_for(book)
    if found is None or not found.outside_month.holds:
        return
    for payment in book.payments:
        day, period = payment.when, payment.month or book.book.ledger.period
        if payment.day is None and payment.unread("日期"):  # which is told
            continue
        if day and day <= book.today and not day.isoformat().startswith(period):
            yield _hit(payment, day.isoformat(), "日期" if payment.day else "付款日期", month=period)


@fault(
    "error", "{column} {found} 还没有到（今天是 {today}）。", "{column} {found} is still to come (today is {today})."
)
def date_in_future(book: CheckedBook) -> Iterator[Hit]:
    """申请、付款或签字的日期晚于今天，多半写错了年份或月份。

    A day of request, payment or signature that is later than today, most likely a slip in its year or month.
    """
    found = _looked_for(book)
    if found is None or not found.in_future.holds:
        return
    for payment in book.payments:
        days = [("日期", payment.day), ("付款日期", payment.paid)]
        days += [(role + DATED, sign.day) for role, sign in payment.signs.items()]
        for name, day in days:
            if day and day > book.today:
                names = (name, name.removesuffix(DATED) or name)
                yield _hit(payment, day.isoformat(), *names, column=name, today=book.today.isoformat())


@fault("error", "金额为 {found}，而没有注明退款。如果是退款，请在事由或备注写“退款”；否则改正金额。",
       "the amount is {found} without a mark that it came back. Write 退款 in 事由 or 备注, or mend the amount.")  # fmt: skip
def amount_negative(book: CheckedBook) -> Iterator[Hit]:
    """付款金额是零或负数，而事由、类别、备注都没有说是退款或冲销。

    The amount of a payment is zero or negative, and nothing says that it is a refund.
    """
    found = _looked_for(book)
    if found is None or not found.negative.holds:
        return
    for payment in book.payments:
        if payment.cents is not None and payment.cents <= 0 and not payment.refund and not payment.void:
            yield _hit(payment, payment.yuan, "金额")


@fault("note", "{whom} {found} 元，是 {multiple} 元的整数倍。", "{whom}: {found} yuan, a whole multiple of {multiple}.")
def amount_round(book: CheckedBook) -> Iterator[Hit]:
    """金额是整数，多半是估的。默认不检查。

    A round amount is often an estimate. Not looked for unless the policy says so.
    """
    found = _looked_for(book)
    if found is None or found.round is None:
        return
    multiple = int(found.round.multiple.value * 100)
    for payment in book.payments:
        if payment.counts and payment.counts % multiple == 0:
            yield _hit(payment, payment.yuan, "金额", multiple=yuan(multiple))


CHECKS = (payment_split, payment_near_limit, payment_duplicate, invoice_reused, date_outside_month, date_in_future, amount_negative, amount_round)  # fmt: skip
