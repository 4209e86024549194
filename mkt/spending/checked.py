"""A spending book checked: what each payment needs and lacks, the claims that were looked at, the budget, the findings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from mkt.findings import Finding
from mkt.policy.spending import Approval, ApprovalRow
from mkt.rule.arrays import Trace
from mkt.spending.budget import Spent
from mkt.spending.entry import Contract, Item, Line, Payment, SpendingBook, yuan
from mkt.spending.patterns import Group
from mkt.spending.plan import SpendingPlan
from mkt.vocabulary.spending import CONTRACTS, PAYMENTS

SHOWN, ASKED, MISSING, GROUP, ELSEWHERE = (
    f"{PAYMENTS}.{name}" for name in ("应签", "应签角色", "缺", "分组", "组外金额")
)
SOME = 5  # cells that a finding names
Why = Literal["single", "split", "month"]


def signature(role: str, sheet: str = PAYMENTS) -> str:
    """The column of a role's signatures."""
    return f"{sheet}.签字.{role}"


def need_of(approval: Approval) -> str:
    """The column of what an approval table asks."""
    return f"{CONTRACTS if approval.on_contracts else PAYMENTS}.{approval.title}"


@dataclass(frozen=True)
class Claim:
    """What one approval has to cover: a payment or contract, or several payments that count as one.

    `count` is how many count as one, those of other books too; `members` are of this book.
    """

    approval: Approval
    row: ApprovalRow
    members: tuple[Item, ...]
    cents: int
    why: Why
    count: int = 1

    def lacking(self, role: str) -> Item | None:
        """The first member for which a role has not signed although its sheet has a column for it."""
        return next((m for m in self.members if role in m.signs and not m.sign(role).signed), None)

    @property
    def about(self) -> tuple[str, str]:
        """What the claim is, in both languages, for a sentence about it."""
        first = self.members[0]
        whom = first.with_whom
        if self.approval.by == "claimant_month" and isinstance(first, Payment):
            whom = first.claimant or whom
        amount = yuan(self.cents)
        if self.why == "split":
            zh = f"{whom} {self.count} 笔合计 {amount} 元，按一笔计"
            return zh, f"{self.count} payments to {whom}, {amount} yuan together and counted as one"
        if self.why == "month":
            return f"{whom} 当月累计 {amount} 元", f"{whom}, {amount} yuan in the month"
        return f"{whom} {amount} 元", f"{whom}, {amount} yuan"


@dataclass(frozen=True)
class Sales:
    """The month's sales that expenses are set against: where they were read, and the sum in cents."""

    file: str
    sha256: str
    cents: int


@dataclass(frozen=True)
class Across:
    """What shows over all payments of a run: `payments` of every book, in order, and positions among them; and every contract.

    Each of `duplicates` and `reused` is a payment with the earlier one, and the invoice; `near` are positions, their sum and the bound in cents.
    """

    payments: list[Payment]
    groups: list[Group]
    duplicates: list[tuple[int, int]]
    reused: list[tuple[int, int, str]]
    near: list[tuple[tuple[int, ...], int, int]]
    by_payee: list[int]
    by_claimant: list[int]
    contracts: list[Contract] = field(default_factory=list)
    months: Mapping[str, int] = field(default_factory=dict)
    """How many books of the run are of each month."""


@dataclass(frozen=True)
class CheckedBook:
    """A book with everything that was found; `start` is the position of its first payment in the run, `today` the day of the run, `lines` the budget it is held against."""

    book: SpendingBook
    plan: SpendingPlan
    trace: Trace
    contract_trace: Trace
    claims: list[Claim]
    across: Across
    start: int
    today: datetime.date
    lines: list[Line]
    spent: list[Spent]
    sales: Sales | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def payments(self) -> list[Payment]:
        """Its payments, in its order."""
        return self.book.payments

    @cached_property
    def group_of(self) -> dict[int, tuple[int, Group]]:
        """The number of a payment that was split → the group's number, from 1, and the group."""
        found = {}
        for number, group in enumerate(self.across.groups, 1):
            for position in group.members:
                if self.holds(position):
                    found[position - self.start] = number, group
        return found

    def holds(self, position: int) -> bool:
        """Whether the payment at a position of the run is of this book."""
        return self.start <= position < self.start + len(self.payments)

    def place_of(self, position: int) -> str:
        """Where a payment of the run stands, with its file if that is another."""
        payment = self.across.payments[position]
        return payment.cell("金额") if self.holds(position) else f"{payment.file} {payment.cell('金额')}"

    def words(self, ref: str) -> list[str]:
        """A column of words, of payments or of contracts."""
        trace = self.contract_trace if ref.startswith(f"{CONTRACTS}.") else self.trace
        return [word or "" for word in trace.columns[ref].tolist()]

    @cached_property
    def told(self) -> dict[str, list[Finding]]:
        """`付款:3` → the findings about that payment (or contract)."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            sheet, _, numbers = finding.ref.partition(":")
            for number in numbers.split():
                found.setdefault(f"{sheet}:{number}", []).append(finding)
        return found

    @cached_property
    def _claims(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            for member in claim.members:
                found.setdefault(ref_of([member]), []).append(claim)
        return found

    def claims_of(self, item: Item) -> list[Claim]:
        """What has to be covered for a payment or a contract."""
        return self._claims.get(ref_of([item]), [])

    def of(self, item: Item) -> list[Finding]:
        """The findings about a payment or a contract."""
        return self.told.get(ref_of([item]), [])


def ref_of(items: Sequence[Item]) -> str:
    """What ties a finding to payments or contracts of one book: `付款:3 4`."""
    sheet = CONTRACTS if isinstance(items[0], Contract) else PAYMENTS
    return f"{sheet}:{' '.join(str(item.number) for item in items)}"
