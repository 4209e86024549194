"""Spending against the budget: each category and month, the year to date, what the year comes to at this pace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from mkt.policy.spending import BudgetRules, Control
from mkt.spending.entry import Line, Payment, SpendingBook, key
from mkt.spending.plan import SpendingPlan
from mkt.vocabulary.spending import CONTROLS

MONTHS = 12
State = Literal["over", "used up", "near", "within", "no line", "unknown"]
Span = Literal["month", "to date", "year"]
Monthly = Mapping[tuple[str, str], int]
"""Category (as compared) and month → cents spent."""


@dataclass(frozen=True)
class Spent:
    """A category in a month; all sums in cents, None where they are not known.

    `line` is the budget line, `whole` that of the year; `lined` says that there is one for the month or the year.
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
    line: Line | None
    whole: Line | None
    lined: bool

    @property
    def cell(self) -> str:
        """The cell of its line."""
        return self.line.where if self.line else ""

    @property
    def to_date(self) -> int | None:
        """What was spent from January on."""
        return None if self.before is None else self.before + self.spent

    @property
    def forecast(self) -> int | None:
        """What the year comes to at the present pace, rounded half away from zero."""
        if self.to_date is None:
            return None
        month, size = int(self.month[5:]), abs(self.to_date)
        cents = (2 * size * MONTHS + month) // (2 * month)
        return cents if self.to_date >= 0 else -cents

    @property
    def spans(self) -> Iterator[tuple[Span, int, int, Line | None]]:
        """The month, the year to date and the year, as far as both budget and spending are known: which, budget, spent, its line."""
        year = self.spent if self.to_date is None else self.to_date  # at least
        known: tuple[tuple[Span, int | None, int | None, Line | None], ...] = (
            ("month", self.budget, self.spent, self.line), ("to date", self.due, self.to_date, self.line), ("year", self.year, year, self.whole),
        )  # fmt: skip
        for span, budget, spent, line in known:
            if budget is not None and spent is not None:
                yield span, budget, spent, line

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
        if payment.spent is not None and payment.month:
            found[key(payment.category), payment.month] += payment.spent
    return found


def control_said(word: str) -> Control | None:
    """What a budget line says of overspending, None where it says nothing that is known."""
    controls: tuple[Control, ...] = ("stop", "warn", "ignore")
    return next((control for control in controls if word.lower() in CONTROLS[control]), None)


def spent(
    book: SpendingBook, plan: SpendingPlan, before: Monthly, known: set[str], lines: Sequence[Line]
) -> list[Spent]:
    """Every category in every month of a book: those of the budget in their order, then those without a line.

    `before` is what other books of the run spent, `known` the months they are of; `lines` are the budget, this book's or another's. None
    where no policy holds a budget, nor asks for other signatures beyond it.
    """
    if not plan.budget and not plan.needs_plan:
        return []
    own = monthly(book.payments)
    names: dict[str, str] = {}
    for category in (*(line.category for line in lines), *(p.category for p in book.payments if p.cents is not None)):
        if category:
            names.setdefault(key(category), category)
    whole = _Budget(own, before, known | book.covers, lines, plan.budget)
    return [one for month in book.months for name in names.values() if (one := whole.month(name, month)) is not None]


@dataclass(frozen=True)
class _Budget:
    """A budget with what was spent in this book and before it, and the months of which that is known."""

    own: Monthly
    before: Monthly
    known: set[str]
    lines: Sequence[Line]
    rules: BudgetRules | None

    @cached_property
    def _by_year(self) -> dict[tuple[str, str], list[Line]]:
        found: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in self.lines:
            found[key(line.category), line.period[:4]].append(line)
        return found

    def month(self, name: str, month: str) -> Spent | None:
        """A category in a month, None where it has neither a line nor spending."""
        of_year = self._by_year.get((key(name), month[:4]), [])
        here = next((line for line in of_year if line.period == month), None)
        whole = next((line for line in of_year if line.period == month[:4]), None)
        spent = self.own.get((key(name), month), 0)
        if not of_year and (key(name), month) not in self.own:
            return None
        earlier = [f"{month[:4]}-{number:02}" for number in range(1, int(month[5:]))]
        past, elsewhere = self._past(name, earlier, [here, whole])
        first = here or whole or (of_year[0] if of_year else None)
        control = control_said(first.control) if first else None
        return Spent(
            category=name,
            month=month,
            budget=here.cents if here else None,
            spent=spent,
            before=past,
            elsewhere=elsewhere,
            due=_sum_of(of_year, [*earlier, month]),
            year=whole.cents if whole else _sum_of(of_year, _year(month[:4])),
            control=control or (self.rules.control_of(name) if self.rules else "stop"),
            line=first,
            whole=whole or first,
            lined=bool(here or whole),
        )

    def _past(self, name: str, earlier: Sequence[str], lines: Sequence[Line | None]) -> tuple[int | None, int | None]:
        """What earlier months spent, as a line says or as the books of the run have it, and what of it is in no payment of this book."""
        within = sum(self.own.get((key(name), month), 0) for month in earlier)
        stated = next((line.before for line in lines if line and line.before is not None), None)
        if stated is not None:
            return stated, stated - within
        if not set(earlier) <= self.known:
            return None, None
        elsewhere = sum(self.before.get((key(name), month), 0) for month in earlier)
        return within + elsewhere, elsewhere


def _year(year: str) -> list[str]:
    return [f"{year}-{number:02}" for number in range(1, MONTHS + 1)]


def _sum_of(lines: Sequence[Line], months: Sequence[str]) -> int | None:
    """What the lines of some months come to, None where one of them is missing."""
    known = {line.period: line.cents for line in reversed(lines)}  # of two lines for a month the first counts
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
        if payment.spent is not None and about in budgets:
            sums[about] += payment.spent
            if payment.spent > 0 and sums[about] > (budgets[about] or 0):
                found.add(payment.number)
    return found


def overspent(row: Spent) -> int:
    """The cents by which a month, the year to date or the year is overspent, the largest of them; 0 where none is."""
    return max((spent - budget for _, budget, spent, _ in row.spans if spent > budget), default=0)
