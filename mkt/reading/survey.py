"""One look over the XML of a workbook before a parser reads it.

It finds what would make a parser abort (a cell at the far corner, a merge over the whole sheet, a count that lies)
and what a parser would silently swallow: error values and formulas that were never calculated, both of which the
fast reader returns as empty.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from mkt.findings import Hit, Refused, fault
from mkt.reading.guard import file_damaged

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 20_000_000  # rows × columns that a sheet may span; the reader fills the span, 40 bytes a cell
CHUNK = 4 << 20

CellPlace = tuple[int, int]
"""Row and column, both from 0."""


@fault(
    "error",
    "工作表的数据伸展到 {found}，超出上限。请删除远处多余的单元格后另存。",
    "the sheet reaches out to {found}, over the limit. Delete the stray cells far out and save.",
)
def sheet_too_large(sheet: str, found: str) -> Iterator[Hit]:
    """工作表里有单元格或合并区域在很远的地方，按这个范围读取会耗尽内存。

    A cell or a merge stands far out; reading the whole span would use up the memory.
    """
    yield Hit(sheet, found)


@dataclass
class Survey:
    """What was seen of one sheet: errors (with their text) and formulas without a value by place, and how far it reaches."""

    errors: dict[CellPlace, str] = field(default_factory=dict)
    uncalculated: set[CellPlace] = field(default_factory=set)
    rows: int = 0
    columns: set[bytes] = field(default_factory=set)
    unplaced: int = 0  # cells of the fullest row whose cells do not say where they stand
    merged: int = 0  # cells under merges


_NS = rb"(?:[A-Za-z_][\w.-]*:)?"
_IS = rb"\s*=\s*[\"']"
_ROW = re.compile(rb"row\b[^>]*?\br" + _IS + rb"(\d+)")
_CELL = re.compile(rb"<" + _NS + rb"c\b(?:[^>]*?\br" + _IS + rb"([A-Za-z]+\d+))?[^>]*(?<!/)>")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ERROR = re.compile(rb"<" + _NS + rb"c\b([^>]*\bt" + _IS + rb"e[\"'][^>]*)>(.*?)</" + _NS + rb"c>", re.S)
_FORMULA = re.compile(
    rb"<" + _NS + rb"c\b([^>]*)>\s*<" + _NS + rb"f\b(?:[^>]*/>|[^>]*[^/]?>[^<]*</" + _NS + rb"f>)\s*"
    rb"(<" + _NS + rb"v\s*/>|<" + _NS + rb"v>\s*</" + _NS + rb"v>)?\s*</" + _NS + rb"c>"
)  # fmt: skip
_REF = re.compile(rb"\br" + _IS + rb"([A-Za-z]+)(\d+)")
_VALUE = re.compile(rb"<" + _NS + rb"v>([^<]*)<")
_MERGE = re.compile(rb"<" + _NS + rb"mergeCell\b[^>]*\bref" + _IS + rb"([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)")


def column_number(letters: bytes | str) -> int:
    """The column of its letters, from 0.

    >>> column_number("A"), column_number(b"XFD")
    (0, 16383)
    """
    text = letters.decode() if isinstance(letters, bytes) else letters
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def survey(path: Path) -> dict[str, Survey]:
    """Sheet name → what was seen of it. Raises `Refused` if a parser must not see the file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = _parts(path.name, archive)
            sheets = dict(_sheets(path.name, archive, names))
            _sound(path.name, archive, [info for name, info in names.items() if name not in sheets.values()])
            return {sheet: _sheet(path.name, sheet, archive, names[part]) for sheet, part in sheets.items()}
    except Refused:
        raise
    except Exception as error:  # a rotten archive raises a dozen unrelated types
        file_damaged.refuse(path.name, ("内部的部件读不出来", f"a part of it cannot be read ({type(error).__name__})"))
        raise


def _parts(file: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by their names with `/`; two of one name are refused, for a parser may take the other one."""
    infos = archive.infolist()
    if len({info.filename.replace("\\", "/").lower() for info in infos}) < len(infos):
        file_damaged.refuse(file, ("内部有两个同名的部件", "two of its parts have the same name"))
    return {info.filename.replace("\\", "/"): info for info in infos}


def _sound(file: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read the parts that a parser will read, sheets aside; their sizes and checksums may not lie."""
    for info in parts:
        if info.filename.lower().endswith((".xml", ".rels")):
            with archive.open(info) as part:
                head = _plain(file, part.read(4096))
                while part.read(CHUNK):
                    pass
            if info.filename.lower().endswith("sharedstrings.xml"):
                _counted(file, head, info.file_size)


def _sheets(file: str, archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    """The name and the part of every worksheet, in order."""
    book = next(n for n in sorted(names, key=len) if n.lower().endswith("workbook.xml"))
    folder, leaf = posixpath.split(book)
    relations = names.get(f"{folder}/_rels/{leaf}.rels")
    if relations is None:
        file_damaged.refuse(file, ("缺少部件清单", "its list of parts is missing"))
        return
    targets = {}
    for tag in re.findall(rb"<" + _NS + rb"Relationship\b[^>]*>", _plain(file, archive.read(relations))):
        targets[_attribute(tag, b"Id")] = _target(folder, _attribute(tag, b"Target").replace("\\", "/"))
    for tag in re.findall(rb"<" + _NS + rb"sheet\b[^>]*>", _plain(file, archive.read(names[book]))):
        part = targets.get(_attribute(tag, rb"[\w]+:id"), "")
        if part and part not in names:
            file_damaged.refuse(file, ("缺少一张工作表的内容", "the content of a sheet is missing"))
        if part:
            yield _attribute(tag, b"name"), part


def _target(folder: str, target: str) -> str:
    if target.startswith(("/", f"{folder}/")):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return html.unescape((found.group(1) or found.group(2) or b"").decode("utf-8", "replace")) if found else ""


def _plain(file: str, head: bytes) -> bytes:
    """The XML text unless it uses what no workbook needs: entity declarations or another encoding than UTF-8."""
    if b"<!DOCTYPE" in head[:4096] or b"<!ENTITY" in head[:4096]:
        file_damaged.refuse(file, ("含有工作簿不该有的实体定义", "it holds entity declarations, which no workbook has"))
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00<\x00" in head[:64]:
        file_damaged.refuse(file, ("内部文字不是 UTF-8 编码", "its text is not UTF-8 inside"))
    return head


def _counted(file: str, head: bytes, size: int) -> None:
    """Refuse a table of strings that claims more strings than its bytes can hold."""
    for word, limit in ((b"uniqueCount", size), (b"count", 20 * MOST_CELLS)):
        claimed = _attribute(head, word)
        if claimed.isdigit() and int(claimed) > limit:
            file_damaged.refuse(file, ("文字表的计数与内容不符", "the count of its strings does not fit its content"))


def _sheet(file: str, sheet: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Survey:
    seen = Survey()
    with archive.open(info) as part:
        first = True
        for piece in _pieces(part):
            if first:
                _plain(file, piece)
                first = False
            _look(file, sheet, piece, seen)
    return seen


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The XML in pieces that end at a row's end where there is one, so that no cell is torn."""
    kept = b""
    while block := part.read(CHUNK):
        piece = kept + block
        end = piece.rfind(b"row>") + 4
        if end < 4:
            end = max(0, len(piece) - 65_536)
        yield piece[:end]
        kept = piece[end:]
    yield kept


def _look(file: str, sheet: str, piece: bytes, seen: Survey) -> None:
    _extent(piece, seen)
    _bounded(file, sheet, seen)
    if b'="e"' in piece or b"='e'" in piece:
        for attributes, inside in _ERROR.findall(piece):
            value = _VALUE.search(inside)
            seen.errors[_place(attributes)] = value.group(1).decode() if value else "#?"
    if b"<f" in piece or b":f" in piece:
        for attributes, empty in _FORMULA.findall(piece):
            if not (empty and b't="str"' in attributes):  # a text formula may well yield an empty text
                seen.uncalculated.add(_place(attributes))
    for left, top, right, bottom in _MERGE.findall(piece):
        seen.merged += (column_number(right) - column_number(left) + 1) * (int(bottom) - int(top) + 1)
        if seen.merged > MOST_CELLS:
            sheet_too_large.refuse(file, sheet, f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}")


def _extent(piece: bytes, seen: Survey) -> None:
    """How far the cells reach that hold something; rows and cells that do not say where they stand are counted."""
    cells = _CELL.findall(piece)
    refs = b" ".join(cells)
    seen.columns.update(refs.translate(None, _DIGITS).split())
    rows = {*refs.translate(None, _LETTERS).split(), *_ROW.findall(piece)}
    seen.rows = max(seen.rows, *map(int, rows), 0)
    if b"" in cells:
        seen.rows = max(seen.rows, piece.count(b"row>"))
        seen.unplaced = max(seen.unplaced, *(len(_CELL.findall(row)) for row in piece.split(b"row>")))


def _place(attributes: bytes) -> CellPlace:
    found = _REF.search(attributes)
    return (int(found.group(2)) - 1, column_number(found.group(1))) if found else (-1, -1)


def _bounded(file: str, sheet: str, seen: Survey) -> None:
    widest = max(seen.columns, key=lambda letters: (len(letters), letters), default=b"")
    width = max(seen.unplaced, column_number(widest) + 1 if len(widest) <= 3 else LAST_COLUMN + 1)
    if width > LAST_COLUMN or seen.rows > LAST_ROW or seen.rows * width > MOST_CELLS:
        sheet_too_large.refuse(file, sheet, f"{widest.decode()}{seen.rows}")
