"""Spending against the budget: each category and month, the year to date, what the year comes to at this pace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mkt.policy.spending import BudgetRules, Control
from mkt.spending.entry import Line, Payment, SpendingBook, key
from mkt.vocabulary.spending import CONTROLS

MONTHS = 12
State = Literal["over", "used up", "near", "within", "no line", "unknown"]
Monthly = Mapping[tuple[str, str], int]
"""Category (as compared) and month → cents spent."""


@dataclass(frozen=True)
class Spent:
    """A category in a month; all sums in cents, None where they are not known.

    `before` is what earlier months of the year spent, `due` the budget up to the month, `year` that of the whole year; `elsewhere` is what
    of `before` stands in no payment of this book.
    """

    category: str
    month: str
    budget: int | None
    spent: int
    before: int | None
    elsewhere: int | None
    due: int | None
    year: int | None
    control: Control
    cell: str
    lined: bool

    @property
    def to_date(self) -> int | None:
        """What was spent from January on."""
        return None if self.before is None else self.before + self.spent

    @property
    def forecast(self) -> int | None:
        """What the year comes to at the present pace, rounded half up."""
        if self.to_date is None:
            return None
        month = int(self.month[5:])
        return (2 * self.to_date * MONTHS + month) // (2 * month)

    def state(self, near: Decimal | None) -> State:
        """How the month stands against its budget."""
        if not self.lined:
            return "no line"
        if self.budget is None:
            return "unknown"
        if self.spent > self.budget:
            return "over"
        if self.spent == self.budget and self.budget > 0:
            return "used up"
        close = near is not None and self.budget > 0 and Decimal(self.spent) >= near * self.budget
        return "near" if close else "within"


def monthly(payments: Sequence[Payment]) -> dict[tuple[str, str], int]:
    """What each category spent in each month; what came back is taken off."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for payment in payments:
        if payment.cents is not None and payment.month:
            found[key(payment.category), payment.month] += payment.cents
    return found


def control_said(word: str) -> Control | None:
    """What a budget line says of overspending, None where it says nothing that is known."""
    controls: tuple[Control, ...] = ("stop", "warn", "ignore")
    return next((control for control in controls if word.lower() in CONTROLS[control]), None)


def spent(
    book: SpendingBook, rules: BudgetRules | None, before: Monthly, known: set[str], lines: Sequence[Line]
) -> list[Spent]:
    """Every category in every month of a book: those of the budget in their order, then those without a line.

    `before` is what other books of the run spent, `known` the months they are of; `lines` are the budget, this book's or another's.
    """
    if rules is None:
        return []
    own = monthly(book.payments)
    names = {key(line.category): line.category for line in reversed(lines) if line.category}
    for payment in book.payments:
        if payment.category and payment.cents is not None:
            names.setdefault(key(payment.category), payment.category)
    order = list(
        dict.fromkeys(
            [*(key(line.category) for line in lines if line.category), *(key(p.category) for p in book.payments)]
        )
    )
    return [
        one
        for month in book.months
        for category in order
        if category in names and (one := _spent(names[category], month, rules, own, before, known, lines)) is not None
    ]


def _spent(
    name: str, month: str, rules: BudgetRules, own: Monthly, before: Monthly, known: set[str], lines: Sequence[Line]
) -> Spent | None:
    mine = [line for line in lines if key(line.category) == key(name)]
    of_year = [line for line in mine if line.period[:4] == month[:4]]
    here = next((line for line in of_year if line.period == month), None)
    spent = own.get((key(name), month), 0)
    if not of_year and not spent:
        return None
    earlier = [f"{month[:4]}-{number:02}" for number in range(1, int(month[5:]))]
    stated = (
        here.before
        if here and here.before is not None
        else next((ln.before for ln in of_year if ln.period == month[:4]), None)
    )
    within = sum(own.get((key(name), m), 0) for m in earlier)
    past: int | None
    elsewhere: int | None
    if stated is not None:
        past, elsewhere = stated, stated - within
    elif set(earlier) <= known | {m for _, m in own}:
        elsewhere = sum(before.get((key(name), m), 0) for m in earlier)
        past = within + elsewhere
    else:
        past, elsewhere = None, None
    control = (control_said((here or of_year[0]).control) if of_year else None) or rules.control_of(name)
    return Spent(
        category=name,
        month=month,
        budget=here.cents if here else None,
        spent=spent,
        before=past,
        elsewhere=elsewhere,
        due=_sum_of(of_year, [*earlier, month]),
        year=next((ln.cents for ln in of_year if ln.period == month[:4]), None) or _sum_of(of_year, _year(month[:4])),
        control=control,
        cell=(here or of_year[0]).where if of_year else "",
        lined=bool(of_year),
    )


def _year(year: str) -> list[str]:
    return [f"{year}-{number:02}" for number in range(1, MONTHS + 1)]


def _sum_of(lines: Sequence[Line], months: Sequence[str]) -> int | None:
    """What the lines of some months come to, None where one of them is missing."""
    known = {line.period: line.cents for line in lines}
    found = [known.get(month) for month in months]
    return None if any(cents is None for cents in found) else sum(cents or 0 for cents in found)


def beyond(book: SpendingBook, rows: Sequence[Spent]) -> set[int]:
    """The payments that a month's budget no longer covers, in the order of their days; what is not held is left out."""
    budgets = {
        (key(row.category), row.month): row.budget for row in rows if row.control != "ignore" and row.budget is not None
    }
    order = sorted(book.payments, key=lambda p: (p.when is None, p.when.toordinal() if p.when else 0, p.number))
    sums: dict[tuple[str, str], int] = defaultdict(int)
    found = set()
    for payment in order:
        about = key(payment.category), payment.month
        if payment.cents is not None and about in budgets:
            sums[about] += payment.cents
            if payment.cents > 0 and sums[about] > (budgets[about] or 0):
                found.add(payment.number)
    return found


def overspent(row: Spent) -> int:
    """The cents by which a month, the year to date or the year is overspent, the largest of them; 0 where none is."""
    spans = ((row.budget, row.spent), (row.due, row.to_date), (row.year, row.to_date))
    return max(0, *(spent - budget for budget, spent in spans if budget is not None and spent is not None), 0)
