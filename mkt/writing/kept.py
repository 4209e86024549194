"""The sheets of a result that keep what the book records beside its figures: people, sanctions, reviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mkt.layout import FIRST, KEPT_HEADS, KEPT_PEOPLE, KEPT_REVIEWS, KEPT_SANCTIONS
from mkt.records import Records
from mkt.staff import Person
from mkt.writing.look import Look
from mkt.writing.plain import Heading, plain
from mkt.writing.streams import LongSheet, numbers, texts

TITLES = {
    KEPT_PEOPLE: ("人员记录", "评分时所用的人员表；年度考核由此得知级别、分公司和状态"),
    KEPT_SANCTIONS: ("处分记录", "工作簿里登记的全部处分"),
    KEPT_REVIEWS: ("评价记录", "工作簿里登记的全部评价打分"),
}
WIDTHS = {"姓名": 10, "部门": 12, "分公司": 14, "岗位": 14, "单元格": 18, "项目": 20}


def kept_names(records: Records) -> list[str]:
    """The sheets that there will be."""
    found = ((KEPT_SANCTIONS, records.sanctions), (KEPT_REVIEWS, records.reviews))
    return [KEPT_PEOPLE, *(name for name, rows in found if rows)]


def kept_sheets(look: Look, people: Sequence[Person], records: Records) -> Iterator[LongSheet]:
    """The sheets, laid out; they must be there."""
    rows: dict[str, Sequence[Any]] = {
        KEPT_PEOPLE: people,
        KEPT_SANCTIONS: records.sanctions,
        KEPT_REVIEWS: records.reviews,
    }
    for name in kept_names(records):
        yield _sheet(look, name, rows[name])


def _sheet(look: Look, name: str, rows: Sequence[Any]) -> LongSheet:
    headings = [Heading(word, WIDTHS.get(word, 11), look.text) for word in KEPT_HEADS[name]]
    cells = (
        [_column(rows, field) for field in list(vars(rows[0]))[: len(headings)]]
        if rows
        else [texts(str, FIRST)] * len(headings)
    )
    return plain(look, name, *TITLES[name], headings, cells, len(rows))


def _column(rows: Sequence[Any], field: str) -> Any:
    """A field of every record as a column; whether a sanction was cancelled is said in a word."""
    values = [getattr(row, field) for row in rows]
    if field == "mark":
        return numbers(values.__getitem__, lambda i: "", FIRST)
    if field == "cancelled":
        return texts(lambda i: {True: "是", False: "否"}.get(values[i], "不明"), FIRST)
    return texts(values.__getitem__, FIRST)
