"""What every check looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mkt.book import Book, Table
from mkt.findings import Hit
from mkt.policy.kinds import Kind
from mkt.policy.model import Plan
from mkt.staff import Input, Person, Staff
from mkt.vocabulary import SHEETS


@dataclass(frozen=True)
class Month:
    """What a check looks at: the book as read, the rules that run on it, the staff as joined."""

    book: Book
    plan: Plan
    staff: Staff

    def inputs(self) -> Iterator[tuple[str, Input]]:
        """The columns that rules read, teams aside: a member's figures are checked where the member stands."""
        yield from ((ref, given) for ref, given in self.staff.inputs.items() if not ref.startswith("团队."))

    def person(self, given: Input, i: int) -> str:
        """The id of the person whose value stands at a position of an input."""
        return self.staff.people[i if given.owners is None else int(given.owners[i])].id

    def hits(self, ref: str, bad: npt.NDArray[np.bool_], **more: str) -> Iterator[Hit]:
        """A hit for every value of an input that is bad."""
        given = self.staff.inputs[ref]
        for i in np.flatnonzero(bad):
            yield Hit(given.cell(int(i)), shown(given.values[i]), self.person(given, int(i)), ref, more)

    def kinds(self) -> Iterator[Kind]:
        """The indicators as they run on this book."""
        yield from self.plan.kinds.values()

    @property
    def used(self) -> frozenset[str]:
        """The sheets that the rules read, and those of what must be handed in."""
        return frozenset(ref.partition(".")[0] for ref, _ in self.inputs()) | {
            r.sheet for r in self.plan.policy.required
        }

    @property
    def tables(self) -> Iterator[Table]:
        """The tables that matter: those of the sheets in use, and the staff list."""
        yield from (table for kind, table in self.book.tables.items() if kind in self.used | {"人员"})

    @cached_property
    def by_name(self) -> dict[str, list[Person]]:
        """Name → the people who have it."""
        found: dict[str, list[Person]] = {}
        for person in (person for person in self.staff.people if person.name):
            found.setdefault(person.name, []).append(person)
        return found

    @cached_property
    def by_number(self) -> dict[str, list[Person]]:
        """Bare number → the people whose number differs from it by zeros in front at most."""
        found: dict[str, list[Person]] = {}
        for person in self.staff.people:
            found.setdefault(bare(person.id), []).append(person)
        return found

    @cached_property
    def absences(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Sheet that is read → true for everybody without a row in it."""
        found: dict[str, npt.NDArray[np.bool_]] = {}
        for ref, given in self.inputs():
            sheet = ref.partition(".")[0]
            if sheet == "人员":  # who is listed need not have been there
                continue
            if given.table is None or given.column.log or SHEETS[sheet].shape == "unit" or ref.endswith(".缺交"):
                continue
            if SHEETS[sheet].shape == "keyed":
                ids = set(self.ids(given.table))
                found[sheet] = np.array([person.id not in ids for person in self.staff.people], bool)
            elif given.owners is None:
                found[sheet] = given.places < 0
            else:
                found[sheet] = np.bincount(given.owners, minlength=len(self.staff.people)) == 0
        return found

    def broken(self, where: str) -> bool:
        """Whether a cell holds an error value or a formula that was never calculated."""
        return where in self.book.errors or where in self.book.uncalculated

    def ids(self, table: Table) -> list[str]:
        """Who each row of a table is about, as the book tells people apart."""
        return table.texts("工号" if self.staff.by_id else "姓名")

    @cached_property
    def away(self) -> npt.NDArray[np.bool_]:
        """True for those who have left or are on unpaid leave and stand, as is right, in none of the sheets."""
        gone = np.array([not person.assessed for person in self.staff.people], bool)
        return np.asarray(np.all([gone, *self.absences.values()], axis=0))


def bare(id_: str) -> str:
    """A number without the zeros in front, capitals or not."""
    return id_.lstrip("0").lower()


def shown(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if value == value else ""
