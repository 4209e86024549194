"""Faults of who is who: unknown, missing or double people, numbers and names that do not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from mkt.book import cell, quoted
from mkt.checks.month import Month
from mkt.findings import Hit, fault
from mkt.vocabulary import HEADQUARTERS


@fault("error", "{found} 不在人员表里，这一行没有用。请核对工号，或把此人加进人员表。",
       "{found} is not on the staff list; the row was not used. Check the number, or add the person to the list.")  # fmt: skip
def person_unknown(month: Month) -> Iterator[Hit]:
    """一张表里有人员表没有的人。多半是工号写错，也可能是新员工还没登记。这一行没有用。

    A sheet has somebody the staff list does not have: mostly a mistyped number, or a newcomer. The row was not used.
    """
    for kind, rows in month.staff.unknown.items():
        table = month.book.tables[kind]
        key = "工号" if month.staff.by_id else "姓名"
        for row in rows:
            shown = " ".join(
                filter(None, (table.texts(key)[row], table.texts("姓名")[row] if month.staff.by_id else ""))
            )
            yield Hit(table.cell(row, key), shown, table.texts(key)[row])


@fault("error", "“{found}”表里没有 {name}（{person}）。请补上这一行。",
       "{name} ({person}) is not in sheet '{found}'. Add the row.")  # fmt: skip
def person_missing(month: Month) -> Iterator[Hit]:
    """在册的人在一张要用的表里没有数据。没有不等于零，所以此人不评分。

    Somebody on the staff list has no row in a sheet that is needed. Missing is not zero, so the person is not scored.
    """
    for sheet, absent in month.absences.items():
        doubled = month.staff.doubles.get(sheet, {})
        for i in np.flatnonzero(absent):
            person = month.staff.people[int(i)]
            if not month.away[int(i)] and int(i) not in doubled:
                yield Hit(quoted(month.book.tables[sheet].sheet), sheet, person.id, more={"name": person.name})


@fault("note", "{name}（{person}）状态为“{found}”，各表没有数据，本月不考核。",
       "{name} ({person}) is '{found}' and stands in no sheet: not assessed this month.")  # fmt: skip
def person_not_assessed(month: Month) -> Iterator[Hit]:
    """离职或停薪留职的人，各表都没有数据：本月不考核，不算遗漏。

    Somebody who has left or is on unpaid leave and stands in no sheet: not assessed, and not an omission.
    """
    for i, person in enumerate(month.staff.people):
        if month.away[i]:
            yield Hit("", person.status, person.id, more={"name": person.name})


@fault("error", "{person} 在“{found}”表里有 {count} 行（{cells}），不知道用哪一行。请只留一行。",
       "{person} stands {count} times in sheet '{found}' ({cells}); which row is meant is not guessed. Keep one.")  # fmt: skip
def person_twice(month: Month) -> Iterator[Hit]:
    """每人一行的表里，同一个人有两行或更多。哪一行都不用，此人不评分。

    Somebody has several rows in a sheet with one row a person. None of them is used; the person is not scored.
    """
    key = "工号" if month.staff.by_id else "姓名"
    used = month.used | {"人员"}
    for kind, people in month.staff.doubles.items():
        table = month.book.tables[kind]
        for i, rows in people.items() if kind in used else ():
            cells = "、".join(table.cell(row, key) for row in rows)
            more = {"count": str(len(rows)), "cells": cells}
            yield Hit(table.cell(rows[-1], key), kind, month.staff.people[i].id, more=more)


@fault("error", "工号 {person} 有两个姓名：{found}（{cells}）。请核对是谁。",
       "number {person} has two names: {found} ({cells}). Find out who it is.")  # fmt: skip
def id_two_names(month: Month) -> Iterator[Hit]:
    """同一个工号在不同的表里姓名不同。数据可能记在了别人名下，所以此人不评分。

    One number goes with different names in different sheets. Figures may belong to somebody else, so the
    person is not scored.
    """
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for id_, name, where in _named(month):
        if name not in names[id_]:
            names[id_][name] = where()
    for id_, found in names.items():
        if len(found) > 1:
            *_, last = found.values()
            yield Hit(last, " / ".join(found), id_, more={"cells": "、".join(found.values())})


@fault("warning", "姓名“{found}”有两个工号：{ids}（{cells}）。如果是重名，可以不理；如果是同一人，请统一工号。",
       "the name '{found}' goes with two numbers: {ids} ({cells}). Namesakes are fine; if it is one person, use one number.")  # fmt: skip
def name_two_ids(month: Month) -> Iterator[Hit]:
    """同一个姓名对应两个工号，而人员表没有说明是两个人。

    One name goes with two numbers, and the staff list does not say that they are two people.
    """
    ids: dict[str, dict[str, str]] = defaultdict(dict)
    listed = {p.id for p in month.staff.people} if "人员" in month.book.tables else set()
    for id_, name, where in _named(month):
        if id_ not in ids[name]:
            ids[name][id_] = where()
    for name, found in ids.items():
        if len(found) > 1 and not set(found) <= listed:
            *_, last = found.values()
            yield Hit(last, name, more={"ids": "、".join(found), "cells": "、".join(found.values())})


def _named(month: Month) -> Iterator[tuple[str, str, Callable[[], str]]]:
    """Every pair of number and name in the book, and how to tell its cell."""
    for table in month.book.tables.values():
        if "工号" in table.columns and "姓名" in table.columns:
            for row, (id_, name) in enumerate(zip(table.texts("工号"), table.texts("姓名"), strict=True)):
                if id_ and name:
                    yield id_, name, lambda table=table, row=row: table.cell(row, "姓名")  # type: ignore[misc]


@fault("error", "“{found}”表没有工号，别的表有工号，无法对上人。请补上工号列。",
       "sheet '{found}' has no 工号 while others have it, so its rows cannot be matched. Add the column.")  # fmt: skip
def id_column_missing(month: Month) -> Iterator[Hit]:
    """有的表用工号，有的表只有姓名。姓名会重、会写错，不拿来对人。

    Some sheets have 工号, this one only names. Names repeat and are misspelt, so they are not used for matching.
    """
    used = month.used
    for kind, table in month.book.tables.items():
        if month.staff.by_id and kind in used and "姓名" in table.columns and "工号" not in table.columns:
            yield Hit(cell(table.sheet, table.header_row, table.columns["姓名"].place), kind)


@fault(
    "error",
    "{found} 没有写工号，这一行没有用。请补上工号。",
    "{found} has no 工号 here; the row was not used. Add the number.",
)
def id_missing(month: Month) -> Iterator[Hit]:
    """有姓名而工号空着的行。别的表靠工号对人，这一行对不上，没有用。

    A row with a name but without a number. People are matched by number, so the row was not used.
    """
    used = month.used | {"人员"}
    for kind, table in month.book.tables.items():
        if kind in used and "工号" in table.columns:
            for row, (id_, name) in enumerate(zip(table.texts("工号"), table.texts("姓名"), strict=True)):
                if name and not id_:
                    yield Hit(table.cell(row, "工号"), name)


@fault("error", "{name}（{person}）的分公司“{found}”不在公司业绩表里。请补上这个单位，或改正人员表。",
       "the branch '{found}' of {name} ({person}) is not in sheet 公司业绩. Add the branch, or correct the staff list.")  # fmt: skip
def branch_unknown(month: Month) -> Iterator[Hit]:
    """公司业绩按员工所在的分公司计算，而公司业绩表里没有这个单位。

    The company's result is that of the person's branch, and the sheet of branches does not have it.
    """
    given = next((g for ref, g in month.inputs() if ref.startswith("公司业绩.") and g.table), None)
    if given is None:
        return
    roster = month.book.tables.get("人员")
    for i in np.flatnonzero(given.places < 0):
        person = month.staff.people[int(i)]
        if month.away[int(i)]:
            continue
        place = month.staff.joined["人员"][int(i)] if roster else -1
        where = (
            roster.cell(int(place), "分公司") if roster and place >= 0 and "分公司" in roster.columns else "公司业绩"
        )
        yield Hit(where, person.branch or HEADQUARTERS, person.id, given.column.ref, {"name": person.name})
