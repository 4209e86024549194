"""The people of a month and the figures the rules read of them, joined over the sheets of a book."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from mkt.book import Book, Table
from mkt.findings import Finding
from mkt.policy.columns import TEAM
from mkt.policy.model import Plan, Policy
from mkt.reading.parse import word
from mkt.rule.numbers import Floats
from mkt.rule.tree import Column
from mkt.vocabulary import HEADQUARTERS, SHEETS, STATUS_NOT_ASSESSED

Places = npt.NDArray[np.intp]
"""For each person (or each of many rows) the row in the table, -1 where there is none."""


@dataclass(frozen=True)
class Person:
    """One person. Without a 工号 in the book the name serves as id; days are texts such as 2024-05-31, as the list has them."""

    id: str
    name: str
    department: str = ""
    branch: str = ""
    position: str = ""
    level: str = ""
    superior: str = ""
    status: str = ""
    hired: str = ""
    back: str = ""

    @property
    def assessed(self) -> bool:
        """False for people who have left or are on unpaid leave."""
        return not self.status.startswith(STATUS_NOT_ASSESSED)


@dataclass(frozen=True)
class Input:
    """One column the rules read: values per person, or for a column of many per row with `owners`, sorted by owner."""

    column: Column
    values: Floats
    table: Table | None = None
    name: str = ""
    places: Places = field(default_factory=lambda: np.zeros(0, np.intp))
    owners: Places | None = None
    members: Places | None = None  # of a team's column: whose figure each row is

    def cell(self, i: int) -> str:
        """Where the value stands, "" if nowhere."""
        if self.table is None or i >= len(self.places) or self.places[i] < 0 or self.name not in self.table.columns:
            return ""
        return self.table.cell(int(self.places[i]), self.name)

    def address(self, i: int) -> str:
        """Where the value stands within its sheet."""
        return self.cell(i).rpartition("!")[2]

    @property
    def sheet(self) -> str:
        """The sheet the values stand in, as the book calls it."""
        return self.table.sheet.strip() if self.table else ""

    def written(self, i: int) -> str:
        """What stands in the cell although it is no usable number."""
        if self.table is None or self.places[i] < 0 or self.name not in self.table.columns:
            return ""
        column = self.table.columns[self.name]
        place = int(self.places[i])
        if place in column.unread:
            return column.unread[place]
        value = column.values[place]
        return f"{value:g}" if isinstance(value, float) and value == value else ""

    def rows_of(self, person: int) -> range:
        """The positions of a person's values."""
        if self.owners is None:
            return range(person, person + 1)
        first, end = np.searchsorted(self.owners, [person, person + 1])
        return range(int(first), int(end))


@dataclass(frozen=True)
class Staff:
    """Everybody in the book, in its order, with the inputs by reference.

    `joined` maps a sheet to each person's row in it; `doubles` to the further rows of people who stand there
    twice (none of whose rows is used); `unknown` to rows of nobody on the staff list.
    """

    people: list[Person]
    inputs: dict[str, Input]
    joined: dict[str, Places]
    doubles: dict[str, dict[int, list[int]]]
    unknown: dict[str, list[int]]
    by_id: bool

    def index(self) -> dict[str, int]:
        """Id → position."""
        return {person.id: i for i, person in enumerate(self.people)}

    def sound(self, findings: Iterable[Finding]) -> Staff:
        """The staff without the values that an error spoils; nothing is computed from those."""
        values = {ref: given.values.copy() for ref, given in self.inputs.items()}
        index = self.index()
        for finding in findings:
            if finding.severity == "error" and finding.person in index:
                for ref in [finding.ref, f"{TEAM}{finding.ref}"] if finding.ref else self.inputs:
                    if ref in self.inputs:
                        self._spoil(
                            self.inputs[ref], values[ref], index[finding.person], finding if finding.ref else None
                        )
        return replace(self, inputs={ref: replace(given, values=values[ref]) for ref, given in self.inputs.items()})

    def _spoil(self, given: Input, values: Floats, person: int, finding: Finding | None) -> None:
        if given.owners is None:
            values[person] = np.nan
            return
        if given.members is not None:
            values[given.members == person] = np.nan
            return
        rows = given.rows_of(person)
        values[[i for i in rows if finding is None or given.cell(i) == finding.where]] = np.nan


def available(book: Book, policy: Policy, references: Iterable[str]) -> frozenset[str]:
    """The columns that the book can give the policy; what is logged nowhere counts as kept."""
    return frozenset(ref for ref in references if book.has(ref) or SHEETS[ref.partition(".")[0]].shape == "log")


def join(book: Book, plan: Plan) -> Staff:
    """The people of the book and every column that the plan reads of them."""
    by_id = any("工号" in table.columns for table in _of_people(book))
    used = {c.ref.removeprefix("团队.").partition(".")[0] for c in plan.columns()}
    people = _people(book, by_id, used)
    index = {person.id: i for i, person in enumerate(people)}
    joined, doubles, unknown = {}, {}, {}
    for table in _of_people(book):
        if SHEETS[table.kind].shape == "person":
            joined[table.kind], doubles[table.kind] = _rows_of_people(table, index, by_id)
        if table.kind in used | {r.sheet for r in plan.policy.required}:
            unknown[table.kind] = [i for i, key in enumerate(_keys(table, by_id)) if key and key not in index]
    maker = _Maker(book, plan.policy, people, index, joined, by_id)
    inputs = {c.ref: maker.input(c) for c in _with_members(plan.columns())}
    return Staff(people, inputs, joined, doubles, unknown, by_id)


def _with_members(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns, and beside every column of a team the members' own, so that it is checked where it stands."""
    found: dict[str, Column] = {}
    for column in columns:
        own = column.ref.removeprefix(TEAM)
        found[own] = Column(own, column.unit) if own != column.ref else column
        found[column.ref] = column
    yield from found.values()


def _of_people(book: Book) -> list[Table]:
    return [table for kind, table in book.tables.items() if SHEETS[kind].shape != "unit"]


def _keys(table: Table, by_id: bool) -> list[str]:
    return table.texts("工号" if by_id else "姓名")


def rows_keyed(table: Table, key: str, by_id: bool) -> dict[str, list[int]]:
    """Person → the rows of a keyed table that are about a thing: an indicator, an item."""
    found: dict[str, list[int]] = {}
    for row, (id_, said) in enumerate(zip(_keys(table, by_id), table.texts(SHEETS[table.kind].key), strict=True)):
        if said == word(key):
            found.setdefault(id_, []).append(row)
    return found


def _people(book: Book, by_id: bool, used: set[str]) -> list[Person]:
    """The staff list, or without one everybody in the sheets that are used, in order of appearance."""
    roster = book.tables.get("人员")
    if roster is not None and any(_keys(roster, by_id)):
        return list({person.id: person for person in _listed(roster, by_id)}.values())
    found: dict[str, Person] = {}
    for table in _of_people(book):
        if table.kind in used:
            departments = table.texts("部门")
            for key, name, department in zip(_keys(table, by_id), table.texts("姓名"), departments, strict=True):
                if key:
                    found.setdefault(key, Person(key, name, department))
    return list(found.values())


def _listed(roster: Table, by_id: bool) -> Iterator[Person]:
    words = ("部门", "分公司", "岗位", "级别", "上级", "状态")
    days = (roster.days("入职日期"), roster.days("复职日期"))
    texts = (roster.texts(word) for word in words)
    for key, *facts in zip(_keys(roster, by_id), roster.texts("姓名"), *texts, *days, strict=True):
        if key:
            yield Person(key, *facts)


def _rows_of_people(table: Table, index: dict[str, int], by_id: bool) -> tuple[Places, dict[int, list[int]]]:
    """Each person's row, and for people with several rows all of them (then none is theirs)."""
    places = np.full(len(index), -1, np.intp)
    doubles: dict[int, list[int]] = {}
    for row, key in enumerate(_keys(table, by_id)):
        person = index.get(key, -1)
        if person < 0:
            continue
        if places[person] >= 0:
            doubles.setdefault(person, [int(places[person])]).append(row)
        else:
            places[person] = row
    places[list(doubles)] = -1
    return places, doubles


@dataclass(frozen=True)
class _Maker:
    """Makes the inputs, one method for each shape of sheet."""

    book: Book
    policy: Policy
    people: list[Person]
    index: dict[str, int]
    joined: dict[str, Places]
    by_id: bool

    def input(self, column: Column) -> Input:
        """The input for a column a rule reads."""
        sheet, _, rest = column.ref.partition(".")
        if sheet == "团队":
            return self._team(column, rest)
        table = self.book.tables.get(sheet)
        if column.ref.endswith(".缺交"):
            return self._handed_in(column, table)
        if table is None:
            return self._nothing(column)
        match SHEETS[sheet].shape:
            case "person":
                return self._one(column, table, rest, self.joined[sheet])
            case "unit":
                return self._one(column, table, rest, self._branches(table))
            case "keyed":
                key, _, name = rest.rpartition(".")
                return self._one(column, table, name, self._keyed(table, key))
            case "items":
                return self._many(column, table, rest, range(len(table.rows)))
        return self._log(column, table, rest)

    def _nothing(self, column: Column) -> Input:
        if column.many:
            return Input(column, np.zeros(0), owners=np.zeros(0, np.intp))
        return Input(column, np.full(len(self.people), np.nan))

    def _one(self, column: Column, table: Table, name: str, places: Places) -> Input:
        numbers = np.append(table.numbers(name), np.nan)  # place -1 is the NaN at the end
        return Input(column, numbers[places], table, name, places)

    def _branches(self, table: Table) -> Places:
        """Each person's branch; where nobody's branch is kept and the sheet has but the whole company, everybody's is that."""
        units: dict[str, int] = {}
        for row, unit in enumerate(table.texts("单位")):
            units[unit] = -1 if unit in units else row  # two rows of one branch: neither is taken
        if branches_kept(self.book):
            return np.array([units.get(person.branch, -1) for person in self.people], np.intp)
        whole = units.get(HEADQUARTERS, -1) if set(units) <= {HEADQUARTERS} else -1
        return np.full(len(self.people), whole, np.intp)

    def _keyed(self, table: Table, key: str) -> Places:
        places = np.full(len(self.people), -1, np.intp)
        for id_, rows in rows_keyed(table, key, self.by_id).items():
            if id_ in self.index and len(rows) == 1:  # two rows for one thing: neither is taken
                places[self.index[id_]] = rows[0]
        return places

    def _many(self, column: Column, table: Table, name: str, rows: Iterable[int]) -> Input:
        keys = _keys(table, self.by_id)
        mine = sorted((self.index[keys[row]], row) for row in rows if keys[row] in self.index)
        owners = np.array([owner for owner, _ in mine], np.intp)
        places = np.array([row for _, row in mine], np.intp)
        return Input(column, table.numbers(name)[places], table, name, places, owners)

    def _log(self, column: Column, table: Table, rest: str) -> Input:
        key, _, name = rest.rpartition(".")
        if name == "未抵消":
            counted = self._many(column, table, "已抵消", range(len(table.rows)))
            standing = np.array([self._stands(table, int(row)) for row in counted.places], float)
            return replace(counted, values=standing)
        words = table.texts(SHEETS[table.kind].key)
        return self._many(column, table, name, [row for row, said in enumerate(words) if said == word(key)])

    def _stands(self, table: Table, row: int) -> float:
        """1 for a sanction of the month, grave enough and not cancelled out; 0 for others; NaN where that is not clear."""
        grave = {kind for d in self.policy.disqualify for kind in d.types}
        if table.texts("类型")[row] not in grave or not in_month(table, row, self.book.period):
            return 0.0
        cancelled = table.columns["已抵消"].values[row] if "已抵消" in table.columns else False
        undated = "日期" in table.columns and row in table.columns["日期"].unread
        return float("nan") if cancelled is None or undated else float(not cancelled)

    def _handed_in(self, column: Column, table: Table | None) -> Input:
        """How many of the required pieces each person did not hand in."""
        if table is None:
            return self._nothing(column)
        required = next(r for r in self.policy.required if r.sheet == table.kind)
        ticks = [
            table.columns[name].values if name in table.columns else [False] * len(table.rows)
            for name in required.columns
        ]
        lacking = np.array(
            [sum(not given[row] for given in ticks) for row in range(len(table.rows))] + [len(ticks)], float
        )
        places = self.joined[table.kind]
        return Input(column, lacking[places], table, required.columns[0], places)

    def _team(self, column: Column, ref: str) -> Input:
        """The values of everybody's direct subordinates, as rows of the superior."""
        own = self.input(Column(ref, column.unit))
        ids = superiors(self.people)
        pairs = sorted((ids[p.superior], i) for i, p in enumerate(self.people) if p.superior in ids and p.assessed)
        owners = np.array([owner for owner, _ in pairs], np.intp)
        members = np.array([member for _, member in pairs], np.intp)
        return Input(
            column,
            own.values[members],
            own.table,
            own.name,
            own.places[members] if own.table else members,
            owners,
            members,
        )


def superiors(people: Sequence[Person]) -> dict[str, int]:
    """What a superior may be called → position: the 工号, or the name where only one person has it."""
    names = Counter(person.name for person in people)
    by_name = {person.name: i for i, person in enumerate(people) if person.name and names[person.name] == 1}
    return by_name | {person.id: i for i, person in enumerate(people)}


def branches_kept(book: Book) -> bool:
    """Whether the staff list says to which branch people belong."""
    roster = book.tables.get("人员")
    return roster is not None and "分公司" in roster.columns


def in_month(table: Table, row: int, period: str) -> bool:
    """Whether a dated row belongs to the month; a row without a date does."""
    day: datetime.date | None = table.columns["日期"].values[row] if "日期" in table.columns else None
    return day is None or f"{day.year}-{day.month:02}" == period
