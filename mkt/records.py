"""What a month's book records of people beside its figures, and a year needs: sanctions, and the marks of raters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkt.book import Book, Table


@dataclass(frozen=True)
class Sanction:
    """A sanction: whose, the day as 2024-05-31 (or what stands in its place), its type, whether it was cancelled out.

    `cancelled` is None where the cell says neither yes nor no. The four last are the cells of the type, the day, the tick and the person.
    """

    person: str
    name: str
    day: str
    type: str
    cancelled: bool | None
    cell: str
    day_cell: str = ""
    tick_cell: str = ""
    who_cell: str = ""


@dataclass(frozen=True)
class Review:
    """One rater's mark: whose, which kind of rater, what about, the mark (NaN where it is no number) as it is written.

    `cell` is the mark's, `who_cell` the person's; `file` is the book, where marks of several are looked at together.
    """

    person: str
    name: str
    rater: str
    item: str
    mark: float
    written: str
    cell: str
    who_cell: str = ""
    file: str = ""


@dataclass(frozen=True)
class Records:
    """The sanctions and reviews of a book, in its order."""

    sanctions: tuple[Sanction, ...] = ()
    reviews: tuple[Review, ...] = ()


def records(book: Book, by_id: bool) -> Records:
    """The sanctions and reviews that a book holds, in any number of sheets; people are known by 工号, or by name where no sheet
    has one.
    """
    key = "工号" if by_id else "姓名"
    tables = [*book.tables.values(), *book.further]
    return Records(
        tuple(sanction for table in tables if table.kind == "处分" for sanction in _sanctions(table, key)),
        tuple(review for table in tables if table.kind == "评价" for review in _reviews(table, key)),
    )


def _sanctions(table: Table, key: str) -> Iterator[Sanction]:
    cancelled = table.columns["已抵消"].values if "已抵消" in table.columns else [False] * len(table.rows)
    rows = zip(table.texts(key), table.texts("姓名"), table.days("日期"), table.texts("类型"), cancelled, strict=True)
    for row, (person, name, day, kind, out) in enumerate(rows):
        broken = "已抵消" in table.columns and row in table.columns["已抵消"].unread
        cells = (_cell(table, row, column) for column in ("类型", "日期", "已抵消", key))
        yield Sanction(person, name, day, kind, None if broken else bool(out), *cells)


def _reviews(table: Table, key: str) -> Iterator[Review]:
    unread = table.columns["得分"].unread if "得分" in table.columns else {}
    texts = (table.texts(column) for column in (key, "姓名", "评价人类别", "项目"))
    for row, (mark, person, name, rater, item) in enumerate(zip(table.numbers("得分").tolist(), *texts, strict=True)):
        written = unread.get(row, f"{mark:g}" if mark == mark else "")
        who = _cell(table, row, key) or _cell(table, row, "姓名")
        yield Review(person, name, rater, item, mark, written, _cell(table, row, "得分"), who)


def _cell(table: Table, row: int, column: str) -> str:
    return table.cell(row, column) if column in table.columns else ""
