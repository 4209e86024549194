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
from mkt.reading.guard import file_damaged, file_too_large

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 20_000_000  # rows × columns that a sheet may span; the reader fills the span, 40 bytes a cell
MOST_MERGED = 2_000_000  # cells under merges
MOST_TEXT = 1 << 28  # bytes of text in the cells of a sheet
CHUNK = 4 << 20
BOOK, STRINGS = "xl/workbook.xml", "sharedstrings.xml"

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
    filled: int = 0  # cells with something in them


_NS = rb"(?:[A-Za-z_][\w.-]*:)?"
_IS = rb"\s*=\s*[\"']"
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _tag(name: bytes, rest: bytes) -> re.Pattern[bytes]:
    """A pattern that begins with a tag; it never looks beyond the next `<`, so that no text makes it slow."""
    return re.compile(b"<" + _NS + name + rb"\b" + rest.replace(b"...", rb"[^<>]*").replace(b" IS ", _IS))


_ROW = _tag(b"row", rb"...?\br IS (\d+)")
_CELL = _tag(b"c", rb"(?:...?\br IS ([A-Za-z]+\d+))?...(?<!/)>")
_FORMULA = rb"<" + _NS + rb"f\b(?:.../>|...(?<!/)>[^<]*</" + _NS + rb"f>)\s*"
_ERROR = _tag(b"c", rb"(...\bt IS e[\"']...)>\s*(?:" + _FORMULA + rb")?<" + _NS + rb"v>([^<]*)<")
_EMPTY = rb"(<" + _NS + rb"v\s*/>|<" + _NS + rb"v>\s*</" + _NS + rb"v>)?\s*</"
_UNCALCULATED = _tag(b"c", rb"(...)>\s*" + _FORMULA + _EMPTY + _NS + b"c>")
_SHARED = _tag(b"c", rb"...\bt IS s[\"']...>\s*<" + _NS + rb"v>\s*(\d+)")
_REF = re.compile(rb"\br" + _IS + rb"([A-Za-z]+)(\d+)")
_MERGE = _tag(b"mergeCell", rb"...\bref IS ([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)")
_RELATION, _LISTED = _tag(b"Relationship", b"...>"), _tag(b"sheet", b"...>")


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
            listed = list(_sheets(path.name, archive, names))
            sheets = {sheet: names[part] for sheet, part in listed}
            if len(sheets) < len(listed):
                file_damaged.refuse(path.name, ("有两张同名的工作表", "two of its sheets have the same name"))
            longest = _sound(path.name, archive, [info for info in names.values() if info not in sheets.values()])
            found = {sheet: _sheet(path.name, sheet, archive, info) for sheet, info in sheets.items()}
            if longest * sum(seen.filled for seen in found.values()) > MOST_TEXT:
                _repeated(path.name, archive, names, sheets)
            return found
    except Refused:
        raise
    except Exception as error:  # a rotten archive raises a dozen unrelated types
        file_damaged.refuse(path.name, ("内部的部件读不出来", f"a part of it cannot be read ({type(error).__name__})"))
        raise


def _parts(file: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts by their names in small letters; two of one name are refused, for a parser may take the other one."""
    infos = archive.infolist()
    names = {info.filename.replace("\\", "/").lower(): info for info in infos}
    if len(names) < len(infos):
        file_damaged.refuse(file, ("内部有两个同名的部件", "two of its parts have the same name"))
    return names


def _sound(file: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> int:
    """Read the parts that a parser will read, sheets aside, for sizes and checksums may lie. Returns the longest text."""
    longest = 0
    for info in parts:
        if info.filename.lower().endswith((".xml", ".rels")):
            with archive.open(info) as part:
                head = _plain(file, part.read(4096))
            with archive.open(info) as part:
                gap = max(_gaps(part), default=0)
            if info.filename.lower().endswith(STRINGS):
                _counted(file, head, info.file_size)
                longest = gap
    return longest


def _gaps(part: IO[bytes]) -> Iterator[int]:
    """The bytes between the ends of texts."""
    gap = 0
    while block := part.read(CHUNK):
        first, *rest = (len(piece) for piece in block.split(b"si>"))
        yield gap + first
        yield from rest
        gap = rest[-1] if rest else gap + first


def _repeated(
    file: str, archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], sheets: dict[str, zipfile.ZipInfo]
) -> None:
    """Refuse a book in which texts kept once stand in so many cells that they would fill the memory."""
    strings = next((info for name, info in names.items() if name.endswith(STRINGS)), None)
    sizes = dict(enumerate(len(text) for text in archive.read(strings).split(b"/si>"))) if strings else {}
    for sheet, info in sheets.items():
        with archive.open(info) as part:
            size = sum(sizes.get(int(i), 0) for piece in _pieces(part) for i in _SHARED.findall(piece))
        if size > MOST_TEXT:
            mega = f"{size / 1e6:.0f} MB"
            file_too_large.refuse(file, (f"工作表“{sheet}”的文字有 {mega}", f"sheet '{sheet}' holds {mega} of text"))


def _sheets(file: str, archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    """The name and the part of every worksheet, in order."""
    book = min((name for name in names if name.endswith("workbook.xml")), key=lambda name: (name != BOOK, len(name)))
    folder, leaf = posixpath.split(book)
    relations = names.get(f"{folder}/_rels/{leaf}.rels")
    if relations is None:
        file_damaged.refuse(file, ("缺少部件清单", "its list of parts is missing"))
        return
    targets = {}
    for tag in _RELATION.findall(_plain(file, archive.read(relations))):
        target = _attribute(tag, b"Target").replace("\\", "/").lower()
        targets[_attribute(tag, b"Id")] = _target(folder, target)
    for tag in _LISTED.findall(_plain(file, archive.read(names[book]))):
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
            end = max(0, piece.rfind(b"<"))
        yield piece[:end]
        kept = piece[end:]
    yield kept


def _look(file: str, sheet: str, piece: bytes, seen: Survey) -> None:
    _extent(piece, seen)
    _bounded(file, sheet, seen)
    if b'="e"' in piece or b"='e'" in piece:
        for attributes, error in _ERROR.findall(piece):
            seen.errors[_place(attributes)] = error.decode()
    if b"<f" in piece or b":f" in piece:
        for attributes, empty in _UNCALCULATED.findall(piece):
            if not (empty and b't="str"' in attributes):  # a text formula may well yield an empty text
                seen.uncalculated.add(_place(attributes))
    for left, top, right, bottom in _MERGE.findall(piece):
        seen.merged += (column_number(right) - column_number(left) + 1) * (int(bottom) - int(top) + 1)
        if seen.merged > MOST_MERGED:
            sheet_too_large.refuse(file, sheet, f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}")


def _extent(piece: bytes, seen: Survey) -> None:
    """How far the cells reach that hold something; rows and cells that do not say where they stand are counted."""
    cells = _CELL.findall(piece)
    seen.filled += len(cells)
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
