"""A month's pay: what it was made from and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mkt.book import Book, Table, quoted
from mkt.commission import plan as columns
from mkt.commission.carry import State
from mkt.commission.compute import Counted, Team
from mkt.commission.plan import Entry, PayPlan
from mkt.commission.receipts import NOBODY, Deal, Receipt, deals, of_month
from mkt.findings import Finding
from mkt.policy.model import Policy
from mkt.policy.pay import CARRY, RECEIPTS
from mkt.reading.year_result import YearGrades
from mkt.rule.arrays import Trace
from mkt.rule.numbers import Floats
from mkt.rule.sentence import Unscored
from mkt.scores import ScoredMonth
from mkt.staff import Person, Staff, superiors


@dataclass(frozen=True)
class PayBook:
    """A month's book, checked, with the people and figures that pay rests on: as they stood (`original`) and as far as sound.

    `scored` is the month's assessment, None where pay rests on none; `everything` are its receipts, those of other months and of nobody
    on the staff too.
    """

    book: Book
    plan: PayPlan
    scores: Policy | None
    scored: ScoredMonth | None
    original: Staff
    staff: Staff
    away: npt.NDArray[np.bool_]
    everything: list[Receipt]
    findings: list[Finding]

    @cached_property
    def rows(self) -> list[Receipt]:
        """The receipts of people on the staff."""
        return [receipt for receipt in self.everything if receipt.person != NOBODY]

    @cached_property
    def of_month(self) -> list[Receipt]:
        """The receipts of the month, and those of which the month is not known."""
        return of_month(self.everything, self.book.period)

    @cached_property
    def counting(self) -> list[Receipt]:
        """Those of people who can be paid: on the staff and there."""
        return [receipt for receipt in self.of_month if receipt.person != NOBODY and not self.away[receipt.person]]

    @cached_property
    def deals(self) -> list[Deal]:
        """The receipts of the month put together, each with everybody who shares in it."""
        return deals(self.of_month)

    @property
    def amount(self) -> str:
        """The column of receipts that is counted."""
        return (self.plan.scheme and self.plan.scheme.base.receipts) or "金额"

    @cached_property
    def stated_carry(self) -> Floats | None:
        """What the book says was left of last month's plan, NaN where it says nothing that can be read; None without such a column."""
        sheet, _, name = CARRY.partition(".")
        table, places = self.book.tables.get(sheet), self.original.joined.get(sheet)
        if not self.plan.carries or table is None or places is None or name not in table.columns:
            return None
        return np.append(table.numbers(name), np.nan)[places]

    def cell(self, row: int, *names: str) -> str:
        """The first of some columns' cells in a row of receipts that there is, else that of the amount, else the sheet."""
        table = self.receipts
        assert table is not None
        known = [name for name in (*names, self.amount) if name in table.columns]
        return table.cell(row, known[0]) if known else quoted(table.sheet)

    @property
    def people(self) -> list[Person]:
        """Everybody in the book."""
        return self.staff.people

    @property
    def receipts(self) -> Table | None:
        """The sheet of receipts that is counted."""
        return self.book.tables.get(RECEIPTS) if self.plan.receipts else None

    @cached_property
    def team(self) -> Team:
        """Who reports to whom, among those who are there."""
        known_as = superiors(self.people)
        found = sorted((known_as.get(p.superior, -1), i) for i, p in enumerate(self.people) if not self.away[i])
        known = [(superior, member) for superior, member in found if superior not in (-1, member)]
        above, below = zip(*known, strict=True) if known else ((), ())
        return Team(np.array(above, np.intp), np.array(below, np.intp))


AWAY = "，本月不计"
"""How the reason ends why people are not paid who are away."""


@dataclass(frozen=True)
class Reason:
    """Why somebody is not paid, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class PaidMonth:
    """A month's pay: the trace of every column, what it was handed and hands on, who is not paid and why, and what to tell."""

    source: PayBook
    count: Counted | None
    trace: Trace
    before: State
    after: State
    held: dict[str, Reason]
    year: YearGrades | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def book(self) -> Book:
        """The month's book."""
        return self.source.book

    @property
    def plan(self) -> PayPlan:
        """The rules."""
        return self.source.plan

    @property
    def people(self) -> list[Person]:
        """Everybody in the book."""
        return self.source.people

    @cached_property
    def rows(self) -> list[int]:
        """The positions of the people who have a statement: all but those who are away."""
        return [i for i in range(len(self.people)) if not self.source.away[i]]

    @property
    def receipt_refs(self) -> list[str]:
        """The columns of receipts that are read."""
        return [ref for ref in self.source.staff.inputs if ref.startswith(f"{RECEIPTS}.")]

    def values(self, ref: str) -> list[float]:
        """A column, NaN where there is no value."""
        return list(self.trace.columns[ref].tolist())

    @cached_property
    def unsure(self) -> dict[int, list[Deal]]:
        """Person → the receipts of the month of which the share cannot be told, with the rows of everybody who shares in them."""
        if self.count is None:
            return {}
        rows = {r.row for r, part in zip(self.count.rows, self.count.parts, strict=True) if part is None}
        found: dict[int, list[Deal]] = {}
        for deal in self.source.deals if rows else ():
            for person in {row.person for row in deal.rows if row.row in rows}:
                found.setdefault(person, []).append(deal)
        return found

    @cached_property
    def waiting(self) -> dict[int, list[str]]:
        """Superior → the names of those of whom it is not known what they collected, where an override rests on it."""
        if columns.OVERRIDE.ref not in self.plan.rules:
            return {}
        found: dict[int, list[str]] = {}
        collected, team = self.values(columns.COLLECTED.ref), self.source.team
        for superior, member in zip(team.superiors.tolist(), team.members.tolist(), strict=True):
            if collected[member] != collected[member]:
                found.setdefault(superior, []).append(self.people[member].name)
        return found

    def lacking(self, i: int) -> Reason:
        """What somebody lacks who is not paid for no fault of his or her own."""
        if i in self.waiting:
            names = self.waiting[i]
            return Reason(
                f"下属 {'、'.join(names)} 的回款还没有确定", f"what {', '.join(names)} collected is not settled yet"
            )
        lacking = next(ref for ref, rule in self.plan.rules.items() if self.trace.missing(rule)[i])
        words = self._unscored[lacking].why(i)
        return Reason(words, words.replace("缺", "lacking ", 1))

    @cached_property
    def _unscored(self) -> dict[str, Unscored]:
        return {ref: Unscored(rule, self.trace) for ref, rule in self.plan.rules.items()}

    def lines(self, i: int) -> Iterator[tuple[Entry, float]]:
        """The lines of somebody's statement with their amounts."""
        for entry in self.plan.entries:
            yield entry, float(self.trace.columns[entry.column.ref][i])

    def inputs(self) -> list[tuple[str, str]]:
        """File and hash of everything it was made from."""
        found = [(self.book.file, self.book.sha256)]
        if self.before.file:
            found.append((self.before.file, self.before.sha256))
        if self.year:
            found.append((self.year.file, self.year.sha256))
        return found


def fingerprint(period: str, ids: Sequence[str], plan: PayPlan, trace: Trace) -> str:
    """A hash over what everybody is paid, to tell whether a sheet was edited later."""
    paid = [entry.column.ref for entry in plan.entries]
    lines = [period, *paid]
    for id_, *row in zip(ids, *(trace.columns[ref].tolist() for ref in paid), strict=True):
        lines.append("\t".join([id_, *(f"{value:.2f}" for value in row)]))
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()
