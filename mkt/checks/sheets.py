"""Faults of whole sheets and columns, and what of the book was passed over."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from mkt.book import Odd, cell, quoted
from mkt.checks.month import Month
from mkt.findings import Hit, fault
from mkt.vocabulary import OTHER_PERIOD, SHEETS


@fault("error", "缺少“{found}”表，{more_zh}。请补上这张表。", "sheet '{found}' is missing; {more_en}. Add the sheet.")
def sheet_missing(month: Month) -> Iterator[Hit]:
    """制度要用的一张表在工作簿里找不到（表名和列名都不像）。没有它就算不出有关的指标。

    A sheet that the policy reads is not in the book, neither by its name nor by its columns. Without it the
    indicators that read it cannot be computed.
    """
    for sheet in dict.fromkeys(ref.partition(".")[0] for ref, _ in month.inputs()):
        if sheet not in month.book.tables and SHEETS[sheet].shape != "log":
            titles = "、".join(k.title for k in month.kinds() if any(r.startswith(f"{sheet}.") for r in k.reads()))
            zh = f"“{titles}”无法计算" if titles else "等级无法判定"
            en = f"'{titles}' cannot be computed" if titles else "grades cannot be told"
            yield Hit("", sheet, more={"more_zh": zh, "more_en": en})


@fault(
    "note",
    "没有“{found}”列，{title}改由 {other} 推算。",
    "there is no column '{found}'; {title} is worked out from {other}.",
)
def fallback_used(month: Month) -> Iterator[Hit]:
    """制度写明一项指标缺列时改用别的数据推算（fallback），这一次用上了。

    The policy says what an indicator is worked out from where its column is not kept (`fallback`), and this was done.
    """
    yield from (hit for hit, near in _fallbacks(month) if not near)


@fault("warning", "没有“{found}”列，{title}改由 {other} 推算；但有一列“{near}”，是不是就是它？若是，请改列名，否则评分不对。",
       "there is no column '{found}', so {title} is worked out from {other}; but there is '{near}'. If it is meant, rename it, or the score is wrong.")  # fmt: skip
def fallback_doubtful(month: Month) -> Iterator[Hit]:
    """一项指标缺列而改用别的数据推算，同时表里有一列名字很像：多半是列名写得不一样。

    An indicator was worked out from other data, while the sheet has a column with a similar name: most likely it is spelt differently.
    """
    yield from (hit for hit, near in _fallbacks(month) if near)


def _fallbacks(month: Month) -> Iterator[tuple[Hit, str]]:
    """Each indicator whose fallback runs, and the similar header if there is one."""
    for entry in month.plan.policy.indicators:
        used = month.plan.kinds[entry.id]
        if used is entry:
            continue
        ref = min(ref for ref in entry.reads() if not month.book.has(ref))
        sheet, _, name = ref.partition(".")
        table = month.book.tables.get(sheet)
        near = _mistaken(name, list(table.unknown.values())) if table else ""
        other = "、".join(sorted({r.partition(".")[0] for r in used.reads()}))
        yield (
            Hit(quoted(table.sheet) if table else "", name, more={"title": entry.title, "other": other, "near": near}),
            near,
        )


def _mistaken(name: str, headers: list[str]) -> str:
    """The header that may be the column which is missing: the most similar one, else any that is no remark or sum."""
    own = [header for header in headers if not REMARKS.search(header)]
    return _nearest(name, headers) or (own[0] if own else "")


REMARKS = re.compile(
    "备注|说明|评语|意见|签[名字]|合计|总分|小计|平均|日期|部门|岗位|职务|序号|remark|note|total", re.IGNORECASE
)


@fault(
    "note",
    "没有“{found}”表，按本月没有记录处理。",
    "there is no sheet '{found}'; taken as nothing recorded this month.",
)
def log_missing(month: Month) -> Iterator[Hit]:
    """登记类的表（处分、事件）不在工作簿里。没有登记的事就当没有发生；如果漏放了这张表，请补上。

    A log (sanctions, events) is not in the book. What is not recorded did not happen; if the sheet was left
    out by mistake, add it.
    """
    for sheet in dict.fromkeys(ref.partition(".")[0] for ref, _ in month.inputs()):
        if sheet not in month.book.tables and SHEETS[sheet].shape == "log":
            yield Hit("", sheet)


@fault("error", "没有“{found}”列。{more_zh}", "there is no column '{found}'. {more_en}")
def column_missing(month: Month) -> Iterator[Hit]:
    """表在，但少了制度要用的一列。列名相近时只提示，不代为认定：“计划”和“实际”只差一个词，认错就算错。

    The sheet is there, but a column the policy reads is not. A similar header is only suggested, never taken:
    planned and actual differ by one word.
    """
    for kind, name in dict.fromkeys(_needed(month)):
        table = month.book.tables[kind]
        if name not in table.columns and name not in table.doubled:
            where = f"{quoted(table.sheet)}!{table.header_row + 1}:{table.header_row + 1}"
            zh, en = _hint(name, list(table.unknown.values()))
            yield Hit(where, name, more={"more_zh": zh, "more_en": en})


def _needed(month: Month) -> Iterator[tuple[str, str]]:
    """Sheet and column of what the rules read; of sanctions the type, for what is not marked as cancelled still stands."""
    for ref, given in month.inputs():
        if given.table is not None:
            sheet = SHEETS[given.table.kind]
            yield given.table.kind, "类型" if ref == "处分.未抵消" else given.name
            if sheet.key:
                yield given.table.kind, sheet.key


def _hint(name: str, unknown: list[str]) -> tuple[str, str]:
    """What to do about a missing column, looking at the headers nobody knows."""
    leaves = "、".join(word for word in unknown if "假" in word and "公假" not in word)
    if name == "请假天数" and leaves:
        return (f"请加一列“{name}”，填各种假（{leaves}）的合计，公假不算在内。",
                f"Add a column '{name}' with the sum of all leave ({leaves}), official leave aside.")  # fmt: skip
    near = _nearest(name, [word for word in unknown if not OTHER_PERIOD.search(word)])
    if near:
        return f"“{near}”是不是就是它？若是，请把列名改成“{name}”。", f"Is '{near}' meant? If so, name it '{name}'."
    return "请补上这一列。", "Add the column."


def _nearest(word: str, unknown: list[str]) -> str:
    close = difflib.get_close_matches(word, unknown, 1, 0.45)
    return close[0] if close else ""


@fault("error", "有 {count} 列都像“{found}”（{cells}），不知道用哪一列，所以都不用。请只留一列或改名。",
       "{count} columns look like '{found}' ({cells}); which one is meant is not guessed. Keep one or rename the others.")  # fmt: skip
def column_twice(month: Month) -> Iterator[Hit]:
    """同一张表里有两列的列名说的是同一件事，例如“实际”和“完成”。不猜用哪一列，有关的人不评分。

    Two columns of a sheet have names for the same thing. Which one counts is not guessed; nobody is scored by it.
    """
    read = {ref for ref, _ in month.inputs()}
    for table in month.tables:
        for name, places in table.doubled.items():
            ref = "" if name in ("工号", "姓名") else f"{table.kind}.{name}"
            if ref in read or not ref:
                cells = "、".join(cell(table.sheet, table.header_row, place) for place in places)
                more = {"count": str(len(places)), "cells": cells}
                where = cell(table.sheet, table.header_row, places[1])
                yield from (Hit(where, name, person, ref, more) for person in ["", *(p.id for p in month.staff.people)])


@fault("error", "“{found}”表有好几张：{sheets}，不知道用哪一张。请只留一张，或隐藏其余的。",
       "there are several sheets for '{found}': {sheets}; which one is meant is not guessed. Keep one, or hide the others.")  # fmt: skip
def sheet_twice(month: Month) -> Iterator[Hit]:
    """两张看得见的表都像同一种表，例如“销售目标”和“销售目标（旧）”。用错一张就全错，所以不猜，有关的人不评分。

    Two visible sheets look like the same kind of sheet. The wrong one would make everything wrong, so neither is used.
    """
    used = month.used | {"人员"}
    for kind, sheets in month.book.rivals.items():
        if kind in used:
            more = {"sheets": "、".join(sheets)}
            yield Hit(quoted(sheets[1]), kind, more=more)
            for person in month.staff.people:
                yield Hit(quoted(sheets[1]), kind, person.id, "", more)


@fault("error", "“{header}”的单位是“{found}”，这一列应当是“{unit}”，无法换算。请改正列名里的单位。",
       "the unit of '{header}' is '{found}', the column should be in '{unit}'. Correct the unit in the header.")  # fmt: skip
def unit_unfit(month: Month) -> Iterator[Hit]:
    """列名里写的单位和这一列应有的单位不是一回事，例如请假天数写成（小时）。

    The unit in the header is of another sort than the column's: days of leave in hours, for example.
    """
    for _, given in month.inputs():
        column = given.table.columns.get(given.name) if given.table else None
        if given.table and column and column.unfit:
            more = {"header": column.header, "unit": given.column.unit}
            where = cell(given.table.sheet, given.table.header_row, column.place)
            yield Hit(where, column.unfit, more=more)


@fault("note", "隐藏的工作表，没有读取。", "a hidden sheet; it was not read.")
def sheet_hidden(month: Month) -> Iterator[Hit]:
    """隐藏的工作表常常是旧数据，一律不读。要用它，请取消隐藏。

    Hidden sheets often hold stale figures and are never read. To use one, unhide it.
    """
    yield from (Hit(quoted(name), name) for name in month.book.hidden)


@fault(
    "note", "“{found}”这张表没有认出来，没有使用。", "the sheet or table '{found}' was not recognised and was not used."
)
def sheet_unused(month: Month) -> Iterator[Hit]:
    """有内容的工作表，或表里下方的另一张表，表名和列名都不像制度要用的表。

    A sheet with content, or a further table below another, whose name and columns are not those of any sheet the policies know.
    """
    yield from _odd(month, "table")


@fault("note", "表外有一个孤立的数 {found}，没有使用。", "a lone number {found} outside the table; it was not used.")
def value_stray(month: Month) -> Iterator[Hit]:
    """没有工号也没有姓名的行里有数字，不知道是谁的，没有使用。

    A row without number and name holds a figure; whose it is cannot be told, so it was not used.
    """
    yield from _odd(month, "stray")


@fault("error", "这一行有内容（{found}），却没有工号和姓名，不知道是谁的，没有使用。请补上是谁的；如果是合计，请写“合计”。",
       "this row holds {found} but neither number nor name; whose it is cannot be told, so it was not used. Say whose; if it is a total, name it 合计.")  # fmt: skip
def row_unowned(month: Month) -> Iterator[Hit]:
    """人员的各行中间（或紧接在下面）有一行数字或任务，没有写是谁的。同一个人的几行任务，要在每行写上工号，或把工号合并单元格。

    Among the rows of people, or right below them, a row of figures or a task does not say whose it is. Where somebody
    has several tasks, write the number in each row, or merge its cell over them.
    """
    yield from _odd(month, "unowned")


@fault(
    "note",
    "这一行只有“{found}”，不像是一个人，没有使用。",
    "this row holds only '{found}', which is no person; it was not used.",
)
def row_unused(month: Month) -> Iterator[Hit]:
    """表里夹着只有一个词的行，例如部门名、分节标题。如果它其实是一个人，请写到姓名列，并填上数字。

    A row of one word among the people, such as the name of a department or section. If it is a person after all,
    write it in the column of names and fill in the figures.
    """
    yield from _odd(month, "label")


def _odd(month: Month, what: Odd) -> Iterator[Hit]:
    return (Hit(one.where, one.found) for one in month.book.odd if one.what == what)
