"""What a month's book records of people beside its figures, and a year needs: sanctions, and the marks of raters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkt.book import Book, Table


@dataclass(frozen=True)
class Sanction:
    """A sanction: whose, the day as 2024-05-31 (or what stands in its place), its type, whether it was cancelled out.

    `cancelled` is None where the cell says neither yes nor no. The three last are the cells of the type, the day and the tick.
    """

    person: str
    day: str
    type: str
    cancelled: bool | None
    cell: str
    day_cell: str = ""
    tick_cell: str = ""


@dataclass(frozen=True)
class Review:
    """One rater's mark: whose, which kind of rater, what about, the mark (NaN where it is no number) as it is written.

    `file` is its book, where marks of several are looked at together.
    """

    person: str
    rater: str
    item: str
    mark: float
    written: str
    cell: str
    file: str = ""

    @property
    def place(self) -> str:
        """The cell with its book, as Excel writes it."""
        return f"[{self.file}]{self.cell}" if self.file else self.cell


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
    rows = zip(table.texts(key), table.days("日期"), table.texts("类型"), cancelled, strict=True)
    for row, (person, day, kind, out) in enumerate(rows):
        broken = "已抵消" in table.columns and row in table.columns["已抵消"].unread
        cells = (_cell(table, row, name) for name in ("类型", "日期", "已抵消"))
        yield Sanction(person, day, kind, None if broken else bool(out), *cells)


def _reviews(table: Table, key: str) -> Iterator[Review]:
    unread = table.columns["得分"].unread if "得分" in table.columns else {}
    raters, items, marks = table.texts("评价人类别"), table.texts("项目"), table.numbers("得分").tolist()
    for row, (person, rater, item, mark) in enumerate(zip(table.texts(key), raters, items, marks, strict=True)):
        written = unread.get(row, f"{mark:g}" if mark == mark else "")
        yield Review(person, rater, item, mark, written, _cell(table, row, "得分"))


def _cell(table: Table, row: int, column: str) -> str:
    return table.cell(row, column) if column in table.columns else ""
