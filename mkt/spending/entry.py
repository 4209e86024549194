"""What a spending book holds: payments, contracts and budget lines, each knowing its cells."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from mkt.book import Ledger, Table, cell, quoted
from mkt.reading.signs import NOBODY, Sign
from mkt.vocabulary.spending import PAYMENTS


@dataclass(frozen=True)
class Item:
    """A row that people sign: where it stands, its amount in cents (None where it has none that can be read), its signatures.

    `number` is its place among the payments, or the contracts, of its book.
    """

    number: int
    file: str
    table: Table
    row: int
    cents: int | None
    signs: Mapping[str, Sign]
    papers: Mapping[str, str]
    """Document → its number or what else stands there; "" where it is not there, no key where there is no column for it."""

    def cell(self, *names: str) -> str:
        """The first of some columns' cells that there is, else the row."""
        for name in names:
            if name in self.table.columns:
                return self.table.cell(self.row, name)
        if "金额" in self.table.columns:
            return self.table.cell(self.row, "金额")
        return cell(self.table.sheet, self.table.rows[self.row], 0)

    def said(self, column: str) -> str:
        """The text of a column, "" where there is no such column."""
        there = self.table.columns.get(column)
        return there.values[self.row] if there else ""

    def unread(self, column: str) -> str:
        """What stands in a cell that could not be read, "" where it could."""
        there = self.table.columns.get(column)
        return there.unread.get(self.row, "") if there else ""

    def sign(self, role: str) -> Sign:
        """The signature of a role."""
        return self.signs.get(role, NOBODY)

    @property
    def with_whom(self) -> str:
        """Whom it is about: the payee of a payment, the other party of a contract."""
        return ""

    @property
    def yuan(self) -> str:
        """The amount as people write it."""
        return "" if self.cents is None else yuan(self.cents)


@dataclass(frozen=True)
class Payment(Item):
    """A payment: to whom, by whom claimed, what for, when asked for and when paid.

    `month` is the month of its sheet, else that of its day; "" where neither is known. `plan` is 计划内, 计划外 or "", `plan_said` what it
    stands for; `capitals` is the amount as 大写金额 has it; a `void` one
    (作废) needs nothing and was not spent.
    """

    month: str = ""
    day: datetime.date | None = None
    paid: datetime.date | None = None
    payee: str = ""
    claimant: str = ""
    purpose: str = ""
    category: str = ""
    kind: str = ""
    plan: str = ""
    plan_said: str = ""
    invoices: tuple[str, ...] = ()
    capitals: str = ""
    refund: bool = False
    void: bool = False

    @property
    def when(self) -> datetime.date | None:
        """The day it was asked for, else paid."""
        return self.day or self.paid

    @property
    def counts(self) -> int:
        """The cents that approvals and patterns look at: none of refunds, of what is not above zero, of what cannot be read."""
        return self.cents if self.cents is not None and self.cents > 0 and not self.void else 0

    @property
    def spent(self) -> int | None:
        """The cents that a budget counts, less what came back; None where it cannot be read."""
        return 0 if self.void else self.cents

    @property
    def whom(self) -> str:
        """The payee, else the claimant."""
        return self.payee or self.claimant

    @property
    def with_whom(self) -> str:
        """The payee, else the claimant."""
        return self.whom


@dataclass(frozen=True)
class Contract(Item):
    """A contract: its number, with whom, what about, the day it was signed."""

    contract: str = ""
    party: str = ""
    title: str = ""
    signed: datetime.date | None = None

    @property
    def with_whom(self) -> str:
        """The other party."""
        return self.party


@dataclass(frozen=True)
class Line:
    """A budget line: category, month (`2024-05`) or year (`2024`), cents, what is done when it is overspent, what earlier months spent."""

    category: str
    period: str
    cents: int | None
    control: str
    before: int | None
    where: str
    file: str = ""
    blank: bool = False


@dataclass(frozen=True)
class SpendingBook:
    """A spending book with what stands in it."""

    ledger: Ledger
    payments: list[Payment]
    contracts: list[Contract]
    lines: list[Line]
    unread: dict[str, str] = field(default_factory=dict)
    """Cell → what stands there, of months of the budget that cannot be read."""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.ledger.file

    def keeps(self, column: str) -> bool:
        """Whether some table of its payments has a column."""
        return any(column in table.columns for table in self.ledger.of(PAYMENTS))

    @property
    def covers(self) -> set[str]:
        """The months of which it has everything that was spent: a year's book in one list those up to the last with a payment."""
        if len(self.ledger.period) > len("2024") or not self.months or self.ledger.months:
            return set(self.months)
        return {f"{self.ledger.period}-{month:02}" for month in range(1, int(self.months[-1][5:]) + 1)}

    @property
    def months(self) -> list[str]:
        """The months that its payments are of."""
        found = {payment.month for payment in self.payments if payment.month}
        return sorted(found | ({self.ledger.period} if len(self.ledger.period) > len("2024") else set()))


def key(words: str) -> str:
    """A category or a name as it is compared: Excel does not tell capitals apart either."""
    return words.casefold()


def yuan(cents: int) -> str:
    """Cents as people write yuan.

    >>> yuan(200000), yuan(-5)
    ('2,000.00', '-0.05')
    """
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def header_of(table: Table) -> str:
    """The row of a table's header as places name it."""
    return f"{quoted(table.sheet)}!{table.header_row + 1}:{table.header_row + 1}"
