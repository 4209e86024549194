"""Faults of what is handed in or recorded: summaries, plans, sanctions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from mkt.book import Table, quoted
from mkt.checks.month import Month
from mkt.findings import Hit, fault
from mkt.staff import in_month, rows_keyed
from mkt.vocabulary import SHEETS


@fault("warning", "{name}（{person}）没有交{found}。", "{name} ({person}) did not hand in {found}.")
def summary_missing(month: Month) -> Iterator[Hit]:
    """制度要求每人按月交的总结或计划没有交。是否扣分由制度里的数值决定。

    A monthly summary or plan that the policy demands was not handed in. Whether it costs points is a figure of the policy.
    """
    for required in month.plan.policy.required:
        table = month.book.tables.get(required.sheet)
        if table is None:
            continue
        places = month.staff.joined[required.sheet]
        for i in np.flatnonzero(_lacks(table, required.columns)[places] > 0):
            person, place = month.staff.people[int(i)], int(places[i])
            if month.away[int(i)]:
                continue
            missing = [
                c
                for c in required.columns
                if place < 0 or c not in table.columns or table.columns[c].values[place] is False
            ]
            where = (
                table.cell(place, missing[0])
                if place >= 0 and missing and missing[0] in table.columns
                else quoted(table.sheet)
            )
            if missing:
                yield Hit(where, "、".join(missing), person.id, more={"name": person.name})


def _lacks(table: Table, columns: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """How many of the columns each row does not tick; the last entry stands for people without a row."""
    ticks = [table.columns[c].values if c in table.columns else [False] * len(table.rows) for c in columns]
    return np.array([sum(tick[row] is False for tick in ticks) for row in range(len(table.rows))] + [len(columns)])


@fault(
    "note",
    "没有“{found}”表，没有检查是否交了总结和计划。",
    "there is no sheet '{found}', so summaries and plans were not checked.",
)
def summaries_unchecked(month: Month) -> Iterator[Hit]:
    """制度要求交总结和计划，而工作簿里没有登记这件事的表。

    The policy demands summaries and plans, and the book has no sheet that records them.
    """
    for required in month.plan.policy.required:
        if required.sheet not in month.book.tables:
            yield Hit("", required.sheet)


@fault("error", "“{found}”看不出是有还是没有。请写“是”或“否”。", "'{found}' says neither yes nor no. Write 是 or 否.")
def tick_unreadable(month: Month) -> Iterator[Hit]:
    """只能是“是/否”“已交/未交”“√”之类的单元格写了别的话。

    A cell that should say yes or no says something else.
    """
    watched: list[tuple[str, tuple[str, ...]]] = [("处分", ("已抵消",))] if "处分.未抵消" in month.staff.inputs else []
    watched += [(r.sheet, r.columns) for r in month.plan.policy.required]
    for sheet, columns in watched:
        table = month.book.tables.get(sheet)
        for name in columns if table else ():
            if table and name in table.columns:
                for row, shown in table.columns[name].unread.items():
                    id_ = table.texts("工号" if month.staff.by_id else "姓名")[row]
                    yield Hit(table.cell(row, name), shown, id_, "处分.未抵消" if sheet == "处分" else f"{sheet}.缺交")


@fault("error", "“{found}”看不出是哪一天。请写成 2024-05-31 这样。", "'{found}' is no day. Write it as 2024-05-31.")
def date_unreadable(month: Month) -> Iterator[Hit]:
    """处分的日期看不懂，就不知道是不是本月的处分，此人不能定等级。

    A sanction whose day cannot be read may or may not be of this month, so the person's grade cannot be told.
    """
    table = month.book.tables.get("处分")
    if table is not None and "处分.未抵消" in month.staff.inputs and "日期" in table.columns:
        for row, shown in table.columns["日期"].unread.items():
            yield Hit(table.cell(row, "日期"), shown, month.ids(table)[row], "处分.未抵消")


@fault("warning", "处分类型“{found}”不在制度的名单里，没有计入。名单：{known}。",
       "the sanction '{found}' is not among those of the policy and was not counted. Known: {known}.")  # fmt: skip
def sanction_unknown(month: Month) -> Iterator[Hit]:
    """制度写明哪些处分影响等级，这一种不在其中，也可能是写法不同。没有计入，请看一眼。

    The policy names the sanctions that bear on the grade; this one is not among them, or is written differently.
    """
    table = month.book.tables.get("处分")
    known = [kind for d in month.plan.policy.disqualify for kind in d.types]
    if table is None or not known:
        return
    for row, kind in enumerate(table.texts("类型")):
        if kind not in known:
            where = table.cell(row, "类型") if "类型" in table.columns else quoted(table.sheet)
            yield Hit(where, kind, more={"known": "、".join(known)})


@fault(
    "warning",
    "处分日期 {found} 不在本月（{period}），没有计入。",
    "the sanction of {found} is not of this month ({period}) and was not counted.",
)
def sanction_other_month(month: Month) -> Iterator[Hit]:
    """本月的工作簿里登记了别的月份的处分。

    The book of this month holds a sanction of another month.
    """
    table = month.book.tables.get("处分")
    if table is None or "处分.未抵消" not in month.staff.inputs or "日期" not in table.columns:
        return
    for row, day in enumerate(table.columns["日期"].values):
        if not in_month(table, row, month.book.period):
            yield Hit(table.cell(row, "日期"), str(day), more={"period": month.book.period})


@fault("error", "“{found}”表里没有 {name}（{person}）的“{key}”。请补上这一行。",
       "sheet '{found}' has no '{key}' of {name} ({person}). Add the row.")  # fmt: skip
def entry_missing(month: Month) -> Iterator[Hit]:
    """一人多行的表（指标、评价）里，此人缺了制度要用的一项。缺一项不等于零分，所以此人不评分。

    In a sheet with one row a person and thing (indicators, reviews), somebody lacks a thing the policy reads. Missing is
    not zero, so the person is not scored.
    """
    for table, key, ref in _keyed(month):
        given, absent = month.staff.inputs[ref], month.absences[table.kind]
        rows = rows_keyed(table, key, month.staff.by_id)
        for i in np.flatnonzero((given.places < 0) & ~absent):
            person = month.staff.people[int(i)]
            if person.id not in rows:
                yield Hit(quoted(table.sheet), table.kind, person.id, ref, {"name": person.name, "key": key})


@fault("error", "{person} 的“{key}”有 {count} 行（{cells}），不知道用哪一行。请只留一行。",
       "{person} has {count} rows for '{key}' ({cells}); which is meant is not guessed. Keep one.")  # fmt: skip
def entry_twice(month: Month) -> Iterator[Hit]:
    """一人多行的表（指标、评价）里，同一个人的同一项有两行。哪一行都不用，此人不评分。

    In a sheet with one row a person and thing, somebody has two rows for one thing. None is used; the person is not scored.
    """
    for table, key, ref in _keyed(month):
        word = SHEETS[table.kind].key
        for id_, rows in rows_keyed(table, key, month.staff.by_id).items():
            if len(rows) > 1:
                more = {"key": key, "count": str(len(rows)), "cells": "、".join(table.cell(row, word) for row in rows)}
                yield Hit(table.cell(rows[-1], word), table.kind, id_, ref, more)


def _keyed(month: Month) -> Iterator[tuple[Table, str, str]]:
    """Every thing that the rules read of a keyed sheet: the table, the thing, the reference."""
    for ref, given in month.inputs():
        sheet, _, rest = ref.partition(".")
        if given.table is not None and SHEETS[sheet].shape == "keyed" and SHEETS[sheet].key in given.table.columns:
            yield given.table, rest.rpartition(".")[0], ref
