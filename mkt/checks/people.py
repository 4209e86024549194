"""Faults of who is who: unknown, missing or double people, numbers and names that do not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from mkt.book import Table, cell, quoted
from mkt.checks.month import Month, bare
from mkt.findings import Hit, fault
from mkt.staff import Input, branches_kept
from mkt.vocabulary import HEADQUARTERS, SHEETS


@fault("error", "{found} 不在人员表里，这一行没有用。{hint_zh}请核对工号，或把此人加进人员表。",
       "{found} is not on the staff list; the row was not used. {hint_en}Check the number, or add the person to the list.")  # fmt: skip
def person_unknown(month: Month) -> Iterator[Hit]:
    """一张表里有人员表没有的人。多半是工号写错，也可能是新员工还没登记。这一行没有用。

    工号只差前面的零，或姓名在人员表里是另一个工号，会提示是不是同一个人，但不代为认定。

    A sheet has somebody the staff list does not have: mostly a mistyped number, or a newcomer. The row was not used.

    A number that differs only by leading zeros, or a name that the list has under another number, is pointed out but never taken.
    """
    key = "工号" if month.staff.by_id else "姓名"
    for kind, rows in month.staff.unknown.items():
        table = month.book.tables[kind]
        for row in rows:
            id_, name = table.texts(key)[row], table.texts("姓名")[row]
            near = _near(month, id_, name)
            more = {"hint_zh": f"是不是 {near}？" if near else "", "hint_en": f"Is it {near}? " if near else ""}
            found = id_ if id_ == name else f"{id_} {name}".strip()
            for person in (id_, *_deprived(month, table, name)):
                yield Hit(table.cell(row, key), found, person, more=more)


def _near(month: Month, id_: str, name: str) -> str:
    """The one person on the list who may be meant: the same number but for zeros in front, or the same name."""
    same = month.by_number.get(bare(id_), [])
    for end in range(len(name), 1, -1):  # 李四3月离职 may be 李四
        same = same or month.by_name.get(name[:end], [])
    same = same or month.by_name.get(name, [])
    return " ".join(dict.fromkeys((same[0].id, same[0].name))) if len(same) == 1 else ""


def _deprived(month: Month, table: Table, name: str) -> Iterator[str]:
    """Those of a name who may lack a row that was not used, where they can have several and none is missed."""
    if SHEETS[table.kind].shape in ("items", "keyed", "log"):
        yield from (person.id for person in month.by_name.get(name, ()))


@fault("error", "“{found}”表里没有 {name}（{person}）。{hint_zh}",
       "{name} ({person}) is not in sheet '{found}'. {hint_en}")  # fmt: skip
def person_missing(month: Month) -> Iterator[Hit]:
    """在册的人在一张要用的表里没有数据。没有不等于零，所以此人不评分。

    Somebody on the staff list has no row in a sheet that is needed. Missing is not zero, so the person is not scored.
    """
    for sheet, absent in month.absences.items():
        doubled, table = month.staff.doubles.get(sheet, {}), month.book.tables[sheet]
        if month.staff.by_id and "工号" not in table.columns:
            continue  # id_column_missing says why nobody is found there
        named = {name: row for row, name in enumerate(table.texts("姓名"))}
        for i in np.flatnonzero(absent & ~month.away):
            person = month.staff.people[int(i)]
            if int(i) not in doubled:
                more = {"name": person.name, **_namesake(table, named.get(person.name, -1))}
                yield Hit(quoted(table.sheet), sheet, person.id, more=more)


def _namesake(table: Table, row: int) -> dict[str, str]:
    """What to do for somebody who is missing: look at the row with the same name, if there is one."""
    if row < 0 or "工号" not in table.columns:
        return {"hint_zh": "请补上这一行。", "hint_en": "Add the row."}
    where, other = table.cell(row, "工号"), table.texts("工号")[row] or "（空）"
    return {"hint_zh": f"{where} 有同名的人，工号写的是 {other}，是不是写错了？",
            "hint_en": f"{where} has the same name with the number {other}: a slip?"}  # fmt: skip


@fault("note", "{name}（{person}）状态为“{found}”，各表没有数据，本月不考核。",
       "{name} ({person}) is '{found}' and stands in no sheet: not assessed this month.")  # fmt: skip
def person_not_assessed(month: Month) -> Iterator[Hit]:
    """离职或停薪留职的人，各表都没有数据：本月不考核，不算遗漏。

    Somebody who has left or is on unpaid leave and stands in no sheet: not assessed, and not an omission.
    """
    for i, person in enumerate(month.staff.people):
        if month.away[i]:
            yield Hit("", person.status, person.id, more={"name": person.name})


@fault("warning", "{name}（{person}）状态为“{found}”，表里却有数据，已照常评分。请核对状态。",
       "{name} ({person}) is '{found}', yet has figures and was scored as usual. Check the status.")  # fmt: skip
def person_left(month: Month) -> Iterator[Hit]:
    """离职或停薪留职的人，表里还有数据。可能是当月才离开，也可能是状态或工号写错。照常评分并提醒。

    Somebody who has left or is on unpaid leave has figures: they may have left this month, or the status or number is wrong.
    """
    roster = month.book.tables.get("人员")
    for i, person in enumerate(month.staff.people):
        if roster is not None and not person.assessed and not month.away[i]:
            place = int(month.staff.joined["人员"][i])
            where = roster.cell(place, "状态") if place >= 0 else quoted(roster.sheet)
            yield Hit(where, person.status, person.id, more={"name": person.name})


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
    names: dict[str, dict[str, Callable[[], str]]] = defaultdict(dict)
    for id_, name, where in _named(month):
        names[id_].setdefault(name, where)
    for id_, found in names.items():
        if len(found) > 1:
            cells = [where() for where in found.values()]
            yield Hit(cells[-1], " / ".join(found), id_, more={"cells": "、".join(cells)})


@fault("warning", "姓名“{found}”有两个工号：{ids}（{cells}）。如果是重名，可以不理；如果是同一人，请统一工号。",
       "the name '{found}' goes with two numbers: {ids} ({cells}). Namesakes are fine; if it is one person, use one number.")  # fmt: skip
def name_two_ids(month: Month) -> Iterator[Hit]:
    """同一个姓名对应两个工号，而人员表没有说明是两个人。

    One name goes with two numbers, and the staff list does not say that they are two people.
    """
    ids: dict[str, dict[str, Callable[[], str]]] = defaultdict(dict)
    listed = {p.id for p in month.staff.people} if "人员" in month.book.tables else set()
    for id_, name, where in _named(month):
        ids[name].setdefault(id_, where)
    for name, found in ids.items():
        if len(found) > 1 and not set(found) <= listed:
            cells = [where() for where in found.values()]
            yield Hit(cells[-1], name, more={"ids": "、".join(found), "cells": "、".join(cells)})


def _named(month: Month) -> Iterator[tuple[str, str, Callable[[], str]]]:
    """Every pair of number and name in the book, and how to tell its cell."""
    for table in month.tables:
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
    for table in month.tables:
        if month.staff.by_id and "姓名" in table.columns and "工号" not in table.columns:
            yield Hit(cell(table.sheet, table.header_row, table.columns["姓名"].place), table.kind)


@fault(
    "error",
    "{found} 没有写工号，这一行没有用。请补上工号。",
    "{found} has no 工号 here; the row was not used. Add the number.",
)
def id_missing(month: Month) -> Iterator[Hit]:
    """工号空着，或写着“待定”一类不是工号的话。别的表靠工号对人，这一行对不上，没有用。

    A row without a number, or with a word such as 待定 in its place. People are matched by number, so the row was not used.
    """
    for table in month.tables:
        unread = table.columns["工号"].unread if "工号" in table.columns else {}
        for row, (id_, name) in enumerate(zip(table.texts("工号"), table.texts("姓名"), strict=True)):
            if id_ or "工号" not in table.columns or month.broken(table.cell(row, "工号")):
                continue
            for person in ("", *_deprived(month, table, name)):
                yield Hit(table.cell(row, "工号"), f"{unread.get(row, '')} {name}".strip() or "（空）", person)


@fault("error", "工号 {found} 被 Excel 存成了数，后几位已经丢失。请把工号列设为文本格式后重新填写。",
       "the number {found} was stored by Excel as a figure and has lost its last digits. Make the column text and enter it again.")  # fmt: skip
def id_rounded(month: Month) -> Iterator[Hit]:
    """一个数在 Excel 里只有 15 位。更长的工号要存成文本，否则后几位变成零，不同的人会变成同一个人。

    A figure in Excel holds 15 digits. A longer number must be text; otherwise its last digits turn into zeros and
    different people become one.
    """
    for table in month.tables:
        for row, id_ in enumerate(table.texts("工号")):
            if len(id_) > 15 and "e+" in id_:
                yield Hit(table.cell(row, "工号"), id_, id_)


@fault("error", "{name}（{person}）的分公司“{found}”不在公司业绩表里。请补上这个单位，或改正人员表。",
       "the branch '{found}' of {name} ({person}) is not in sheet 公司业绩. Add the branch, or correct the staff list.")  # fmt: skip
def branch_unknown(month: Month) -> Iterator[Hit]:
    """公司业绩按员工所在的分公司计算，而公司业绩表里没有这个单位，或者人员表里分公司空着。

    The company's result is that of the person's branch, and the sheet of branches does not have it, or the staff list leaves it blank.
    """
    given, twice = _branches(month), _twice(month.book.tables.get("公司业绩"))
    roster = month.book.tables.get("人员")
    for i in np.flatnonzero(given.places < 0) if given and roster and branches_kept(month.book) else ():
        person, place = month.staff.people[int(i)], int(month.staff.joined["人员"][int(i)])
        if not month.away[int(i)] and person.branch not in twice:
            where = roster.cell(place, "分公司") if roster and place >= 0 else quoted("人员")
            yield Hit(
                where, person.branch or "（空）", person.id, given.column.ref if given else "", {"name": person.name}
            )


@fault("error", "公司业绩表有 {count} 个单位（{found}），人员表却没有“分公司”列，不知道谁属于哪个单位。请在人员表里加上“分公司”。",
       "the sheet of branches has {count} ({found}), but the staff list has no column 分公司, so nobody's branch is known. Add the column.")  # fmt: skip
def branches_unassigned(month: Month) -> Iterator[Hit]:
    """公司业绩按员工所在的分公司计算。只有“总公司”一行时人人按总公司；有几个单位时，要知道每个人属于哪一个。

    The company's result is that of the person's branch. Where the sheet has only the whole company it is everybody's; where
    it has several branches, each person's must be known.
    """
    given = _branches(month)
    if given is None or given.table is None or branches_kept(month.book):
        return
    units = list(dict.fromkeys(given.table.texts("单位")))
    if not set(units) <= {HEADQUARTERS}:
        where = quoted(month.book.tables["人员"].sheet if "人员" in month.book.tables else given.table.sheet)
        more = {"count": str(len(units))}
        for person in month.staff.people:
            yield Hit(where, "、".join(units), person.id, given.column.ref, more)


def _branches(month: Month) -> Input | None:
    """A figure that is read of everybody's branch."""
    return next((given for ref, given in month.inputs() if ref.startswith("公司业绩.") and given.table), None)


@fault("error", "“{found}”在公司业绩表里有 {count} 行（{cells}），不知道用哪一行。请只留一行。",
       "'{found}' stands {count} times in the sheet of branches ({cells}); which row is meant is not guessed. Keep one.")  # fmt: skip
def branch_twice(month: Month) -> Iterator[Hit]:
    """公司业绩表里同一个单位有两行。哪一行都不用，这个单位的人不评分。

    A branch has two rows in the sheet of branches. None of them is used; its people are not scored.
    """
    given = _branches(month)
    for unit, rows in _twice(given.table if given else None).items():
        table = month.book.tables["公司业绩"]
        more = {"count": str(len(rows)), "cells": "、".join(table.cell(row, "单位") for row in rows)}
        yield Hit(table.cell(rows[-1], "单位"), unit, more=more)


def _twice(table: Table | None) -> dict[str, list[int]]:
    """Branch → its rows, of branches with more than one."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, unit in enumerate(table.texts("单位") if table else []):
        found[unit].append(row)
    return {unit: rows for unit, rows in found.items() if len(rows) > 1}
