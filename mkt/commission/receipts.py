"""The receipts and refunds of a month: read row by row, shared out to the cent, each at the rate it goes by."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import numpy as np

from mkt.book import Table
from mkt.policy.pay import RECEIPTS, Commission
from mkt.reading.parse import word
from mkt.staff import Staff

RECEIPT_WORDS = ("款", "收", "到账", "入账", "进账", "定金", "订金", "receipt", "payment", "received", "deposit")
_IS_REFUND = re.compile("退款|退货|退回|冲销|冲红|红冲|refund|return")
_DENIED = re.compile("[无非不没未](有)?(退|冲)|no refund")
_REFUNDED = re.compile("退款|退货|refund", re.IGNORECASE)
_REFUND = re.compile("(客户)?(退款|退货|退货款|退回货款)|refund", re.IGNORECASE)
"""A remark that says of a positive amount that it went back; any longer one may say the contrary."""
ABOUT = ("客户", "客户类别", "合同", "产品", "单号", "类型")
NOBODY = -1
"""The person of a row whose person is not on the staff list."""
Sort = Literal["receipt", "refund", "unmarked", "unknown"]
WHOLE = Decimal(1)


@dataclass(frozen=True)
class Receipt:
    """One row of 回款明细 of somebody on the staff: a receipt, or with a minus a refund.

    `amount` is what stands there (NaN if unreadable), the whole of a deal that is shared; `share` None where the row says none, NaN where it
    cannot be read. `row` is its place in the table.
    """

    person: int
    row: int
    day: datetime.date | None
    customer: str
    customer_class: str
    contract: str
    product: str
    number: str
    said: str
    sort: Sort
    amount: float
    share: float | None

    @property
    def deal(self) -> tuple[str, ...]:
        """What rows of one shared receipt have in common: its number with sort and product, or all that describes it."""
        if self.number:
            return (self.number.casefold(), self.sort, self.product)
        return (str(self.day), *self.described)

    @property
    def described(self) -> tuple[str, ...]:
        """What describes a receipt besides its day."""
        amount = f"{self.signed:.2f}" if self.amount == self.amount else ""
        return self.customer, self.contract, self.product, self.sort, amount

    @property
    def signed(self) -> Decimal:
        """The amount, below zero for a refund however it is written."""
        amount = Decimal(repr(self.amount))
        return -abs(amount) if self.sort == "refund" else amount


@dataclass(frozen=True)
class Part:
    """A person's part of a receipt: the shares before it, its own, and the amount in yuan to the cent; `special` the rate it goes by, -1 for the tiers."""

    receipt: Receipt
    before: Decimal
    share: Decimal
    amount: Decimal
    special: int


def receipts(table: Table, staff: Staff, scheme: Commission, broken: Set[str]) -> list[Receipt]:
    """The rows of everybody on the staff, each person's together in the order of the sheet, then those of nobody (`NOBODY`).

    `broken` are the cells that hold an error or a formula never calculated.
    """
    name = scheme.base.receipts or ""
    given = staff.inputs[f"{RECEIPTS}.{name}"]
    assert given.owners is not None
    known = list(zip(given.owners.tolist(), given.places.tolist(), given.values.tolist(), strict=True))
    owned = set(given.places.tolist())
    others = [(NOBODY, row, value) for row, value in enumerate(table.numbers(name).tolist()) if row not in owned]
    words = {one: table.texts(one) for one in (*ABOUT, "备注")}
    days = table.columns["日期"].values if "日期" in table.columns else [None] * len(table.rows)
    flows = table.numbers("金额").tolist()
    found = []
    for person, row, amount in [*known, *others]:
        unread = bool(broken) and any(
            one in table.columns and table.cell(row, one) in broken for one in ("类型", "备注")
        )
        sort = "unknown" if unread else _sort(words["类型"][row], words["备注"][row], flows[row])
        customer, kind, contract, product, number, said = (words[one][row] for one in ABOUT)
        found.append(Receipt(person, row, days[row] or None, customer, kind, contract, product, number, said, sort, amount,
                             _share(table, row, broken)))  # fmt: skip
    return found


def _sort(kind: str, remark: str, flow: float) -> Sort:
    """What a row is by its 类型, or by its remark where that is plain; a minus by itself says nothing, nor does 无退款.

    `flow` is the money that moved.
    """
    said, told = kind.lower(), word(remark).lower()
    if _DENIED.search(said) or (_DENIED.search(told) and not said):
        return "unknown"
    spoken_of = bool(_REFUNDED.search(told)) and not _DENIED.search(told)
    if _IS_REFUND.search(said) or (spoken_of and flow < 0) or (not said and _REFUND.fullmatch(told)):
        return "refund"
    if (said and not any(one in said for one in RECEIPT_WORDS)) or (spoken_of and not said):
        return "unknown"
    return "unmarked" if flow < 0 else "receipt"


def _share(table: Table, row: int, broken: Set[str]) -> float | None:
    if "分成" not in table.columns:
        return None
    column = table.columns["分成"]
    if row in column.unread or (broken and table.cell(row, "分成") in broken):
        return float("nan")
    value = float(column.values[row])
    return None if value != value else value


def of_month(found: Sequence[Receipt], period: str) -> list[Receipt]:
    """The receipts that arrived in a month."""
    return [receipt for receipt in found if receipt.day is None or f"{receipt.day:%Y-%m}" == period]


@dataclass(frozen=True)
class Deal:
    """A receipt with the rows of everybody who has a share in it."""

    rows: tuple[Receipt, ...]

    @property
    def shared(self) -> bool:
        """Whether several rows are one receipt: one person's rows without shares are receipts of their own."""
        return any(row.share is not None for row in self.rows) or len({row.person for row in self.rows}) > 1

    def shares(self) -> list[Decimal]:
        """The share of every row; a blank one is the whole."""
        return [WHOLE if row.share is None else Decimal(repr(row.share)) for row in self.rows]

    @property
    def is_sound(self) -> bool:
        """Whether it can be shared out: every figure readable, one amount, the shares the whole."""
        if any(row.amount != row.amount or row.sort in ("unmarked", "unknown") or row.day is None for row in self.rows):
            return False
        if any(row.share is not None and not 0 < row.share <= 1 for row in self.rows):
            return False
        return not self.shared or (self.adds_up and len({row.signed for row in self.rows}) == 1)

    @property
    def adds_up(self) -> bool:
        """Whether the shares add up to the whole."""
        return all(share == share for share in self.shares()) and sum(self.shares()) == WHOLE


def deals(found: Sequence[Receipt]) -> list[Deal]:
    """The rows put together by receipt, in the order of the sheet."""
    by_deal: dict[tuple[str, ...], list[Receipt]] = {}
    for receipt in sorted(found, key=lambda receipt: receipt.row):
        by_deal.setdefault(receipt.deal, []).append(receipt)
    return [Deal(tuple(rows)) for rows in by_deal.values()]


def parts(found: Sequence[Deal], scheme: Commission) -> dict[int, Part | None]:
    """Row → the part of it that is the person's; None where it cannot be told."""
    return {row: part for deal in found for row, part in _parts(deal, scheme)}


def _parts(deal: Deal, scheme: Commission) -> Iterator[tuple[int, Part | None]]:
    """The parts of one receipt; cut so that they add up to it: shares so far × amount, rounded, less that of the shares before."""
    if not deal.is_sound:
        yield from ((row.row, None) for row in deal.rows)
        return
    before, shared = Decimal(0), deal.shared
    for row, share in zip(deal.rows, deal.shares(), strict=True):
        start, whole = before if shared else Decimal(0), row.signed
        amount = cent(whole * (start + share)) - cent(whole * start)
        yield row.row, Part(row, start, share, amount, scheme.special_of(row.product, row.customer_class))
        before = start + share


def cent(amount: Decimal) -> Decimal:
    """An amount rounded half away from zero to the cent."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def floats(values: Sequence[Decimal | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Amounts as an array, NaN for those that cannot be told."""
    return np.array([float("nan") if value is None else float(value) for value in values], float)
