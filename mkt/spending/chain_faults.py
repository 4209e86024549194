"""Who should have signed and did not, in time, in order, for others. Each check is named for the fault it finds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from mkt.findings import Hit, fault
from mkt.policy.spending import CATEGORY, KIND, OVER_BUDGET, PLAN
from mkt.spending.checked import SOME, CheckedBook, Claim, ref_of
from mkt.spending.entry import Contract, Item, Payment, header_of, key, yuan
from mkt.vocabulary.spending import CONTRACT, CONTRACTS, DATED, PAYMENTS, REQUEST


def hit(claim: Claim, item: Item, found: str, *names: str, **more: str) -> Hit:
    """A hit at a cell of one of a claim's rows."""
    zh, en = claim.about
    return Hit(item.cell(*names), found, ref=ref_of(claim.members), more={"about_zh": zh, "about_en": en, **more})


def own_hit(claim: Claim, item: Item, found: str, *names: str, **more: str) -> Hit:
    """A hit about one of a claim's rows alone."""
    return replace(hit(claim, item, found, *names, **more), ref=ref_of([item]))


def _edge(claim: Claim) -> dict[str, str]:
    """What is to be said of an amount that is a bound itself."""
    for bound in claim.approval.edges:
        if claim.cents == int(bound * 100):
            amount = yuan(claim.cents)
            if claim.approval.table.up_to:
                return {
                    "edge_zh": f"金额恰为 {amount} 元：“以下”含本数。",
                    "edge_en": f" Exactly {amount}: 以下 includes the number.",
                }
            return {
                "edge_zh": f"金额恰为 {amount} 元：“以上”含本数。",
                "edge_en": f" Exactly {amount}: 以上 includes the number.",
            }
    return {"edge_zh": "", "edge_en": ""}


def _papers(book: CheckedBook, *documents: str) -> Iterator[tuple[Claim, Item, str]]:
    """Each claim with the first member that lacks a document it needs although there is a column for it."""
    for claim in book.claims:
        for document in claim.row.documents:
            lacks = next((m for m in claim.members if document in m.papers and not m.papers[document]), None)
            if document in documents and lacks is not None:
                yield claim, lacks, document


@fault("error", "{about_zh}，没有支付申请单号。{edge_zh}请补填《资金支付申请表》的编号。",
       "{about_en}: the number of the payment request is missing.{edge_en} Enter the number of the form.")  # fmt: skip
def request_missing(book: CheckedBook) -> Iterator[Hit]:
    """制度要求这个金额的付款填写资金支付申请表，而“支付申请单号”空着。

    A payment of this amount needs a payment request form, and its number is blank.
    """
    for claim, item, _ in _papers(book, REQUEST):
        yield hit(claim, item, "", REQUEST, **_edge(claim))


@fault("error", "{about_zh}，没有合同编号。先向行政部取得编号再会签、签订。",
       "{about_en}: the contract number is missing. It is given by administration before the countersign.")  # fmt: skip
def contract_number_missing(book: CheckedBook) -> Iterator[Hit]:
    """制度要求先取得合同编号，而“合同编号”空着。

    A contract number is to be had first, and it is blank.
    """
    for claim, item, _ in _papers(book, CONTRACT):
        yield hit(claim, item, "", CONTRACT)


@fault("error", "{about_zh}，没有{found}。售后费用要凭服务报告、客户的评价和签字报销。",
       "{about_en}: {found} is missing. After-sales costs are reimbursed against the service report with the customer's rating and signature.")  # fmt: skip
def service_report_missing(book: CheckedBook) -> Iterator[Hit]:
    """售后费用凭服务报告报销，报告上要有客户的评价和签字，这里缺一样或几样。

    After-sales costs are reimbursed against the service report, which the customer has rated and signed; something of that is missing.
    """
    for claim in book.claims:
        lacks: dict[int, list[str]] = {}
        for document in claim.row.documents:
            for i, member in enumerate(claim.members):
                if document not in (REQUEST, CONTRACT) and document in member.papers and not member.papers[document]:
                    lacks.setdefault(i, []).append(document)
        for i, names in lacks.items():
            yield hit(claim, claim.members[i], "、".join(names), *names)


def _unsigned(book: CheckedBook) -> Iterator[tuple[Claim, Item, str]]:
    for claim in book.claims:
        for role in (role for step in claim.row.chain for role in step):
            lacks = claim.lacking(role)
            if lacks is not None and not lacks.sign(role).refused:  # a refusal is told as one
                yield claim, lacks, role


@fault("error", "{about_zh}，缺 {found} 的签字（应签：{chain}）。{edge_zh}",
       "{about_en}: the signature of {found} is missing (to be signed by: {chain}).{edge_en}")  # fmt: skip
def approval_missing(book: CheckedBook) -> Iterator[Hit]:
    """按制度的金额表，这笔付款或这份合同要几个角色签字，其中一个没有签。

    By the amount table of the policy several roles sign this payment or contract, and one of them has not.
    """
    for claim, item, role in _unsigned(book):
        if claim.approval.covers.plan != "outside":
            yield hit(claim, item, role, role, role + DATED, chain=claim.row.chain_words, **_edge(claim))


@fault("error", "{about_zh}，{why_zh}，要 {found} 签字，没有签。",
       "{about_en}: {why_en}, so {found} has to sign and has not.")  # fmt: skip
def out_of_plan(book: CheckedBook) -> Iterator[Hit]:
    """计划或预算以外的费用，要由制度指定的人签字，而没有签。

    Spending outside the plan or the budget is signed by whom the policy names, and has not been.
    """
    plans = book.words(PLAN)
    for claim, item, role in _unsigned(book):
        if claim.approval.covers.plan == "outside":
            over = plans[item.number] == OVER_BUDGET
            more = {"why_zh": "超出当月预算", "why_en": "beyond the budget of the month"} if over else {
                "why_zh": "不在计划内", "why_en": "outside the plan"}  # fmt: skip
            yield hit(claim, item, role, role, role + DATED, **more)


@fault("error", "{about_zh}，{role} 没有同意（“{found}”）。", "{about_en}: {role} would not sign ('{found}').")
def approval_refused(book: CheckedBook) -> Iterator[Hit]:
    """签字栏写着不同意、驳回或退回：有人看过而没有批准。

    The signature cell says that somebody looked at it and would not sign.
    """
    for claim in book.claims:
        for role in (role for step in claim.row.chain for role in step):
            for member in claim.members:
                if member.sign(role).refused:
                    yield own_hit(claim, member, member.sign(role).said, role, role=role)


def _dated(book: CheckedBook, claim: Claim, member: Item) -> Iterator[tuple[int, str, datetime.date]]:
    """The signatures of a claim's chain that have a day: step, role, day. One still to come is a slip where that is told."""
    slips = book.plan.patterns is not None and book.plan.patterns.in_future.holds
    for i, step in enumerate(claim.row.chain):
        for role in step:
            day = member.sign(role).day if member.sign(role).signed else None
            if day is not None and not (slips and day > book.today):
                yield i, role, day


def _last(book: CheckedBook, claim: Claim, member: Item) -> tuple[int, str, datetime.date] | None:
    """The last signature of the chain that has a day; of several of one day that of the last step."""
    return max(_dated(book, claim, member), key=lambda one: (one[2], one[0]), default=None)


@fault("error", "{about_zh}，{later} 在 {found} 签，早于 {earlier} 的 {day}；应签：{chain}。",
       "{about_en}: {later} signed on {found}, before {earlier} did on {day}; the order is {chain}.")  # fmt: skip
def approval_order(book: CheckedBook) -> Iterator[Hit]:
    """签字的日期与制度规定的先后不合：后签的人签得比先签的人早。同一天不算。

    The days of the signatures are not in the order of the policy: a later role signed before an earlier one. The same day is no fault.
    """
    for claim in book.claims:
        if not claim.approval.in_order.holds:
            continue
        for member in claim.members:
            dated = list(_dated(book, claim, member))
            for i, role, day in dated:
                latest = max((one for one in dated if one[0] < i), key=lambda one: one[2], default=None)
                if latest and day < latest[2]:
                    more = {
                        "later": role,
                        "earlier": latest[1],
                        "day": latest[2].isoformat(),
                        "chain": claim.row.chain_words,
                    }
                    yield own_hit(claim, member, day.isoformat(), role + DATED, role, **more)


@fault("error", "{about_zh}，{found} 就付了款，早于 {role} 在 {day} 的签字。",
       "{about_en}: paid on {found}, before {role} signed on {day}.")  # fmt: skip
def paid_before_approval(book: CheckedBook) -> Iterator[Hit]:
    """付款日期早于审批链上最后一个签字的日期：先付款，后补签。

    The day of payment is before that of the last signature of the chain: it was paid first and signed afterwards.
    """
    for claim in book.claims:
        for member in claim.members:
            last = _last(book, claim, member)
            if isinstance(member, Payment) and member.paid and last and member.paid < last[2]:
                more = {"role": last[1], "day": last[2].isoformat()}
                yield own_hit(claim, member, member.paid.isoformat(), "付款日期", **more)


@fault(
    "error",
    "{about_zh}，{role} 的签字 {found} 就是{whose_zh}本人。",
    "{about_en}: {found} signed as {role} and is the {whose_en}.",
)
def approval_own(book: CheckedBook) -> Iterator[Hit]:
    """审批链上的签字人就是收款人、报销人或合同的对方：自己批自己的钱。

    Somebody of the chain is the payee, the claimant or the other party: nobody approves his or her own money.
    """
    for claim in book.claims:
        for member in claim.members:
            own = _own(member)
            for role in (role for step in claim.row.chain for role in step):
                for name in member.sign(role).names:
                    if key(name) in own:
                        zh, en = own[key(name)]
                        yield own_hit(claim, member, name, role, role=role, whose_zh=zh, whose_en=en)


def _own(item: Item) -> dict[str, tuple[str, str]]:
    if isinstance(item, Payment):
        return {key(item.payee): ("收款人", "payee"), key(item.claimant): ("报销人", "claimant")}
    return {key(item.party): ("对方", "other party")} if isinstance(item, Contract) else {}


@fault("error", "{about_zh}，{found} 一人签了 {roles}，这几个角色不能是同一个人。",
       "{about_en}: {found} signed as {roles}, which must be different people.")  # fmt: skip
def approval_same_person(book: CheckedBook) -> Iterator[Hit]:
    """制度要不同的人审核，而一个人签了链上的两个角色。

    Different people are to look at it, and one person signed as two roles of the chain.
    """
    for claim in book.claims:
        if not claim.approval.distinct.holds:
            continue
        for member in claim.members:
            whose: dict[str, list[tuple[str, str]]] = {}
            for role in (role for step in claim.row.chain for role in step):
                for name in member.sign(role).names:
                    whose.setdefault(key(name), []).append((role, name))
            for signed in (signed for signed in whose.values() if len(signed) > 1):
                second, name = signed[1]
                yield own_hit(claim, member, name, second, roles="、".join(role for role, _ in signed))


@fault(
    "error",
    "{about_zh}，{found} 签订，{why_zh}。先会签，后签订。",
    "{about_en}: signed on {found}, {why_en}. The countersign comes first.",
)
def contract_unsigned(book: CheckedBook) -> Iterator[Hit]:
    """合同会签还没有完成就签订了：会签缺签字，或者最后一个会签晚于签订日期。

    A contract was signed before its countersign was complete: a signature is missing, or the last one is later than the day of signing.
    """
    for claim in book.claims:
        for member in claim.members:
            if not isinstance(member, Contract) or member.signed is None:
                continue
            lacks = [role for step in claim.row.chain for role in step if claim.lacking(role)]
            last = _last(book, claim, member)
            signed = member.signed.isoformat()
            if lacks:
                names = "、".join(lacks)
                yield hit(
                    claim,
                    member,
                    signed,
                    "签订日期",
                    why_zh=f"会签还缺 {names}",
                    why_en=f"while {names} had not countersigned",
                )
            elif last and last[2] > member.signed:
                more = {
                    "why_zh": f"{last[1]} 到 {last[2].isoformat()} 才会签",
                    "why_en": f"before {last[1]} countersigned on {last[2].isoformat()}",
                }
                yield hit(claim, member, signed, "签订日期", **more)


@fault("error", "“{found}”没有“{column}”列，{count} 笔要它，无法核对（{where_first} 等）。表上另有叫法时请改列名，或在制度的 roles 里加上这个叫法。",
       "'{found}' has no column '{column}', which is needed (rows: {count}, the first at {where_first}) and cannot be checked. Rename the column, or add its word to 'roles' of the policy.")  # fmt: skip
def column_needed(book: CheckedBook) -> Iterator[Hit]:
    """制度要的签字、单据，或者制度用来区分付款的类别、方案类型、计划内，表里没有一列写它：是没有登记，还是列名不一样，不能猜。其余的照常核对。

    The sheet has no column for a signature or a document that the policy asks for, or for what it tells payments apart by. Everything else is checked.
    """
    lacking: dict[tuple[str, int, str], dict[int, Item]] = {}
    for claim in book.claims:
        wanted = [*(role for step in claim.row.chain for role in step), *claim.row.documents]
        for member in claim.members:
            for name in wanted:
                if name not in member.signs and name not in member.papers:
                    lacking.setdefault((member.table.sheet, member.table.header_row, name), {})[member.number] = member
    by_table: dict[int, list[Payment]] = {}
    for payment in book.payments:
        by_table.setdefault(id(payment.table), []).append(payment)
    told_apart = {CATEGORY: "类别", KIND: "方案类型", PLAN: "计划内"}
    for table in book.book.ledger.of(PAYMENTS):
        mine: dict[int, Item] = {payment.number: payment for payment in by_table.get(id(table), [])}
        for name in ("金额", *(told_apart[ref] for ref in book.plan.reads())):
            if name not in table.columns and mine:
                lacking[table.sheet, table.header_row, name] = mine
    for (sheet, _, name), some in lacking.items():
        items = list(some.values())
        more = {"column": name, "count": str(len(items)), "where_first": items[0].cell("金额")}
        yield Hit(header_of(items[0].table), sheet, ref=ref_of(items), more=more)


@fault(
    "note",
    "“{found}”没有“{column}”列，没有核对是不是先办后签。",
    "'{found}' has no column '{column}', so whether it was signed in time was not checked.",
)
def day_unkept(book: CheckedBook) -> Iterator[Hit]:
    """付款表没有付款日期，或合同表没有签订日期：签字齐不齐照查，是不是签完才付、才订查不了。

    Without the day of payment, or of signing a contract, it cannot be told whether the signatures came first.
    """
    signed = {id(member.table) for claim in book.claims if claim.row.chain for member in claim.members}
    for table in book.book.ledger.tables:
        name = {PAYMENTS: "付款日期", CONTRACTS: "签订日期"}.get(table.kind, "")
        if id(table) in signed and name not in table.columns:
            yield Hit(header_of(table), table.sheet, more={"column": name})


@fault(
    "note",
    "{count} 个签字没有日期，先后无法核对：{cells}。",
    "{count} signatures have no day, so their order is not checked: {cells}.",
)
def signatures_undated(book: CheckedBook) -> Iterator[Hit]:
    """签了字而没有写日期，不知道先后，也不知道是不是付款以后补的。

    Signatures without a day: neither their order can be checked nor whether they were added after payment.
    """
    undated = [
        (member, role)
        for claim in book.claims
        if claim.approval.in_order.holds and sum(len(step) for step in claim.row.chain) > 1
        for member in claim.members
        for role in (role for step in claim.row.chain for role in step)
        if member.sign(role).signed and member.sign(role).day is None
    ]
    undated = list({(type(member), member.number, role): (member, role) for member, role in undated}.values())
    if undated:
        shown = "、".join(member.cell(role) for member, role in undated[:SOME]) + ("…" if len(undated) > SOME else "")
        yield Hit(undated[0][0].cell(undated[0][1]), "", more={"count": str(len(undated)), "cells": shown})


CHECKS = (request_missing, contract_number_missing, service_report_missing, approval_missing, out_of_plan, approval_refused, approval_order,
          paid_before_approval, approval_own, approval_same_person, contract_unsigned, day_unkept, column_needed, signatures_undated)  # fmt: skip
