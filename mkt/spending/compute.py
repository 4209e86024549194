"""A spending book reckoned: what each payment and contract needs, as columns, and the claims that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mkt.policy.spending import BASES, INSIDE, NOTHING, OUTSIDE, OVER_BUDGET, PLAN, Approval, Basis, SpendingPolicy
from mkt.rule import tree
from mkt.rule.arrays import Array, Trace, lookup_row
from mkt.spending.checked import ASKED, MISSING, SHOWN, Across, Claim, Why, need_of, signature
from mkt.spending.entry import Item, Payment, SpendingBook
from mkt.spending.patterns import Group, Limit, duplicates, near_limits, reused, running, splits
from mkt.spending.plan import SpendingPlan
from mkt.vocabulary.spending import CONTRACTS, PAYMENTS

AMOUNT = f"{PAYMENTS}.金额"


def across(books: Sequence[SpendingBook], plan: SpendingPlan) -> Across:
    """Everything that shows over all payments of a run, as far as the policy looks for it."""
    payments = [payment for book in books for payment in book.payments]
    found, limits = plan.patterns, list(_limits(payments, plan))
    days = int(found.split.days.value) if found and found.split else 0
    groups = splits(payments, limits, days) if found and found.split else []
    inside = [i for group in groups for i in group.members]
    near = list(near_limits(payments, limits, found.near.margin.value, days, inside)) if found and found.near else []
    twice = list(duplicates(payments)) if found and found.duplicate.holds else []
    used = list(reused(payments, [i for i, _ in twice])) if found and found.invoice_reused.holds else []
    by_payee = running(payments, [p.whom for p in payments])
    by_claimant = running(payments, [p.claimant or p.payee for p in payments])
    contracts = [contract for book in books for contract in book.contracts]
    months = Counter(month for book in books for month in book.months)
    return Across(payments, groups, twice, used, near, by_payee, by_claimant, contracts, months)


def _limits(payments: Sequence[Payment], plan: SpendingPlan) -> Iterator[Limit]:
    """The amounts at which a single payment needs other signatures, each with the payments that its table is about."""
    for approval in plan.approvals:
        if approval.by == "single" and approval.edges:
            about = frozenset(i for i, payment in enumerate(payments) if _covers(approval, payment))
            for bound in approval.edges:
                yield Limit(int(bound * 100), approval.table.up_to, about)


def told_apart(approval: Approval, payment: Payment) -> bool:
    """Whether a table is about payments of this category and kind."""
    named = ((approval.covers.categories, payment.category), (approval.covers.kinds, payment.kind))
    return all(not words or said.casefold() in {word.casefold() for word in words} for words, said in named)


def _covers(approval: Approval, payment: Payment) -> bool:
    """Whether a table is about a payment, by what the payment says of itself: what no budget covers is told apart later."""
    plan = {"any": payment.plan, "inside": INSIDE, "outside": OUTSIDE}[approval.covers.plan]
    return told_apart(approval, payment) and payment.plan == plan


def spelled(plan: SpendingPlan) -> dict[str, dict[str, str]]:
    """Column → word as it is compared → word as the policies spell it: Excel does not tell capitals apart."""
    found: dict[str, dict[str, str]] = {}
    for approval in plan.approvals:
        for node in approval.need().walk():
            if isinstance(node, tree.Named):
                found.setdefault(node.ref, {}).update({word.casefold(): word for word in node.words})
    return found


def payment_trace(book: SpendingBook, plan: SpendingPlan, seen: Across, start: int, beyond: set[int]) -> Trace:
    """The columns of a book's payments: amounts, words, signatures, what every table asks and who has not signed."""
    payments = book.payments
    columns = _amounts(payments, seen, start)
    words = spelled(plan)
    plans = [OVER_BUDGET if p.number in beyond and p.plan != OUTSIDE else p.plan for p in payments]
    for ref, values in (
        (f"{PAYMENTS}.类别", [p.category for p in payments]),
        (f"{PAYMENTS}.方案类型", [p.kind for p in payments]),
        (PLAN, plans),
    ):
        known = words.get(ref, {})
        columns[ref] = np.array([known.get(value.casefold(), value) for value in values], object)
    for role in plan.roles:
        columns[signature(role)] = np.array([p.sign(role).shown for p in payments], object)
    trace = Trace(len(payments), columns)
    for approval in plan.approvals:
        trace.columns[need_of(approval)] = trace.values(approval.need())
    for ref, rule in closing(plan).items():
        trace.columns[ref] = trace.of(rule)
    return trace


def _amounts(payments: Sequence[Payment], seen: Across, start: int) -> dict[str, Array]:
    """What every basis of a table comes to for each payment, in yuan; nothing for refunds and for what cannot be read."""
    known = np.array([bool(p.counts) for p in payments], bool)
    amounts = np.array([np.nan if p.cents is None or p.void else p.cents / 100 for p in payments], float)
    together = np.where(known, amounts, np.nan)
    for group in seen.groups:
        for position in group.members:
            if start <= position < start + len(payments):
                together[position - start] = group.cents / 100
    month = slice(start, start + len(payments))
    by_payee, by_claimant = (
        np.where(known, np.array(sums[month], float) / 100, np.nan) for sums in (seen.by_payee, seen.by_claimant)
    )
    bases: dict[Basis, Array] = {"single": together, "payee_month": by_payee, "claimant_month": by_claimant}
    return {AMOUNT: amounts} | {f"{PAYMENTS}.{BASES[by]}": values for by, values in bases.items()}


def contract_trace(book: SpendingBook, plan: SpendingPlan) -> Trace:
    """The columns of a book's contracts."""
    contracts = book.contracts
    amounts = np.array([np.nan if c.cents is None else c.cents / 100 for c in contracts], float)
    columns: dict[str, Array] = {f"{CONTRACTS}.金额": amounts}
    for role in plan.roles:
        columns[signature(role, CONTRACTS)] = np.array([c.sign(role).shown for c in contracts], object)
    trace = Trace(len(contracts), columns)
    for approval in plan.countersigns:
        trace.columns[need_of(approval)] = trace.values(approval.need())
    for ref, rule in closing(plan, CONTRACTS).items():
        trace.columns[ref] = trace.of(rule)
    return trace


def closing(plan: SpendingPlan, sheet: str = PAYMENTS) -> dict[str, tree.Node]:
    """The last columns of payments or contracts, as rules: what all tables ask together, who is asked, and who of them has not signed."""
    tables = plan.countersigns if sheet == CONTRACTS else plan.approvals
    asked, missing = (ref.replace(PAYMENTS, sheet, 1) for ref in (ASKED, MISSING))
    roles, needs = tuple(plan.roles), tuple(need_of(approval) for approval in tables)
    shown: dict[str, tree.Node] = {SHOWN: tree.Listed(needs, NOTHING)} if sheet == PAYMENTS else {}
    return shown | {
        asked: tree.Asked(needs),
        missing: tree.Unsigned(asked, roles, tuple(signature(role, sheet) for role in roles)),
    }


def claims(
    book: SpendingBook, plan: SpendingPlan, trace: Trace, contracts: Trace, groups: Mapping[int, Group]
) -> Iterator[Claim]:
    """What every table has to cover, in the order of the payments, then of the contracts; `groups` are those of split payments, by number."""
    for approval in plan.approvals:
        yield from _claims(approval, book.payments, trace, groups if approval.by == "single" else {})
    for approval in plan.countersigns:
        yield from _claims(approval, book.contracts, contracts, {})


def _claims(approval: Approval, items: Sequence[Item], trace: Trace, groups: Mapping[int, Group]) -> Iterator[Claim]:
    needed = trace.columns[need_of(approval)].tolist()
    basis = trace.of(approval.basis)
    own = trace.of(tree.Column(f"{CONTRACTS if approval.on_contracts else PAYMENTS}.金额", "元"))
    rows, alone = (lookup_row(approval.table, np.nan_to_num(values)).tolist() for values in (basis, own))
    together: dict[tuple[int, ...], list[Item]] = {}
    for i, item in enumerate(items):
        row = approval.rows[rows[i]]
        if not needed[i] or not (row.chain or row.documents):
            continue
        if i in groups and rows[i] != alone[i]:
            together.setdefault(groups[i].members, []).append(item)
        else:
            amount = basis[i] if approval.by != "single" else own[i]
            why: Why = "month" if approval.by != "single" and amount != own[i] else "single"
            yield Claim(approval, row, (item,), _cents(amount), why)
    for group, members in together.items():
        at = members[0].number
        yield Claim(approval, approval.rows[rows[at]], tuple(members), _cents(basis[at]), "split", len(group))


def _cents(amount: float) -> int:
    """An amount in cents; a contract may have none."""
    return 0 if amount != amount else round(float(amount) * 100)


def example_needs(policy: SpendingPolicy, given: Mapping[str, object]) -> dict[str, str]:
    """What each table of a policy asks of one payment or contract of which a few columns are known."""
    columns: dict[str, Array] = {}
    for name, value in given.items():
        columns[f"{PAYMENTS}.{name}"] = (
            np.array([value], object) if isinstance(value, str) else np.array([float(str(value))])
        )
    amount = columns.get(AMOUNT, np.array([np.nan]))
    for name in BASES.values():
        columns.setdefault(f"{PAYMENTS}.{name}", amount)
    columns[f"{CONTRACTS}.金额"] = amount
    trace = Trace(1, columns)
    return {approval.title: trace.values(approval.need())[0] or "" for approval in policy.approvals}
