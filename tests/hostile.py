"""Files made to break a reader, and odd ones that a reader has to manage.

`HOSTILE` holds what must be refused with one sentence, `EXPECTED` the finding code of each. `READABLE` holds
the same small month book in forms that look broken and are not. Every file is made when it is asked for, in
its own folder, so that nothing binary is committed and nothing dangerous lies about.

Some abort the process that reads them and one (`ole-loop`) eats all memory first: give them to a child
process with a limit and a timeout, never to a reader inside the test.
"""

from __future__ import annotations

import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

Rows = Sequence[Sequence[str | int | float]]
Parts = dict[str, bytes]
Make = Callable[[Path], Path]

HOSTILE: dict[str, Make] = {}
EXPECTED: dict[str, str] = {}
READABLE: dict[str, Make] = {}

# These are as truly the one as the other, whichever guard sees it first.
ALSO_RIGHT: dict[str, str] = {"entity-bomb": "file-too-large", "inflates-unannounced": "file-too-large"}

TARGETS: Rows = (
    ("工号", "姓名", "计划销售额", "实际销售额"),
    ("1001", "张三", 100000, 110000),
    ("1002", "李四", 80000, 60000),
    ("1003", "王五", 120000, 72000),
)
RATINGS: Rows = (
    ("工号", "姓名", "作息考勤", "办公纪律", "团队意识", "职业素质"),
    ("1001", "张三", 9, 8, 9, 10),
    ("1002", "李四", 8, 8, 7, 9),
    ("1003", "王五", 7, 6, 8, 7),
)
MONTH: Mapping[str, Rows] = {"销售目标": TARGETS, "行为评分": RATINGS}

# By hand: 60 × actual ÷ planned (66, 45, 36) and four ratings (36, 32, 28). The .csv holds no ratings.
TOTALS = {"1001": 102.0, "1002": 77.0, "1003": 64.0}
GRADES = {"1001": "A", "1002": "B", "1003": "C"}

GIB = 1 << 30
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF  # in an OLE container: the last sector of a chain; none at all
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refused_as(code: str) -> Callable[[Make], Make]:
    """A decorator that puts a file into `HOSTILE` under its function's name, and `code` into `EXPECTED`."""

    def keep(make: Make) -> Make:
        name = _name(make)
        HOSTILE[name], EXPECTED[name] = make, code
        return make

    return keep


def readable(make: Make) -> Make:
    """`make`, now in `READABLE` under its name."""
    READABLE[_name(make)] = make
    return make


def _name(make: Make) -> str:
    return make.__name__.replace("_", "-")


def month_book(
    path: Path,
    sheets: Mapping[str, Rows] = MONTH,
    change: Callable[[Parts], None] | None = None,
    *,
    inline: bool = False,
) -> Path:
    """`path`, now a workbook of `sheets` whose parts went through `change`.

    With `inline` every text stands in its own cell; otherwise in the table of shared strings.
    """
    parts = _parts(sheets, inline)
    if change:
        change(parts)
    return _pack(path, parts)


def _pack(path: Path, parts: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """`path`, now a zip of `parts`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        for name, body in parts.items():
            packed.writestr(zipfile.ZipInfo(name), body, how)
    return path


def _parts(sheets: Mapping[str, Rows], inline: bool = False) -> Parts:
    """The files inside a plain workbook of `sheets`, by name and in their order."""
    made = BytesIO()
    saved = datetime(2024, 6, 3, 9, 0)  # without it XlsxWriter writes the time of day into the file
    # This mode of XlsxWriter is the one that leaves texts in their cells.
    with xlsxwriter.Workbook(made, {"constant_memory": inline}) as book:
        book.set_properties({"created": saved})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    with zipfile.ZipFile(made) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _swap(part: str, old: str, new: str) -> Callable[[Parts], None]:
    """A change that puts `new` for the first `old` in a part, and fails where there is none."""

    def change(parts: Parts) -> None:
        if old.encode() not in parts[part]:
            raise LookupError(f"{part} holds no {old}")
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return change


def _book(folder: Path, change: Callable[[Parts], None] | None = None) -> Path:
    return month_book(folder / "2024-05.xlsx", change=change)


def _file(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


@refused_as("file-missing")
def missing(folder: Path) -> Path:
    """A path at which nothing is."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "2024-05.xlsx"


@refused_as("file-empty")
def empty_file(folder: Path) -> Path:
    """A file of 0 bytes, as a broken download leaves it."""
    return _file(folder / "2024-05.xlsx", b"")


@refused_as("file-lock")
def lock_file(folder: Path) -> Path:
    """The file Excel puts beside an open book: who holds it, as bytes and as UTF-16, padded to 165 bytes."""
    owner = "HR"
    short = bytes([len(owner)]) + owner.encode().ljust(54)
    long = struct.pack("<H", len(owner)) + owner.ljust(54).encode("utf-16-le")
    return _file(folder / "~$2024-05.xlsx", short + long)


@refused_as("file-encrypted")
def encrypted(folder: Path) -> Path:
    """A book saved with a password: an OLE container around the encrypted package."""
    method = b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>'
    info = struct.pack("<HHI", 4, 4, 0x40) + method
    secret = struct.pack("<Q", 4000) + random.Random(1).randbytes(4088)
    return _file(folder / "2024-05.xlsx", _ole({"EncryptionInfo": info, "EncryptedPackage": secret}))


@refused_as("file-encrypted")
def encrypted_xls(folder: Path) -> Path:
    """An .xls saved with a password: FILEPASS is the second record, the ones behind it are noise."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    filepass = _record(0x002F, struct.pack("<HHH", 1, 1, 1) + random.Random(2).randbytes(48))
    secret = random.Random(3).randbytes(2000)
    return _file(folder / "2024-05.xls", _ole({"Workbook": start + filepass + secret}))


@refused_as("file-not-workbook")
def html_as_xls(folder: Path) -> Path:
    """A table of a web page named .xls, the way many office systems "export to Excel"."""
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in TARGETS)
    page = f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'
    return _file(folder / "2024-05.xls", page.encode())


@refused_as("file-not-workbook")
def text_as_xlsx(folder: Path) -> Path:
    """Lines of text with tabs, named .xlsx."""
    return _file(folder / "2024-05.xlsx", _lines(TARGETS, "\t").encode())


@refused_as("file-not-workbook")
def java_as_xls(folder: Path) -> Path:
    """A serialised Java list named .xls: an export that went wrong on the server."""
    head = b"\xac\xed\x00\x05sr\x00\x13java.util.ArrayListx\x81\xd2\x1d\x99\xc7a\x9d\x03\x00\x01I\x00\x04size"
    return _file(folder / "2024-05.xls", head + b"xp\x00\x00\x00\x00w\x04\x00\x00\x00\x00x")


@refused_as("file-not-workbook")
def png_as_xlsx(folder: Path) -> Path:
    """A picture of one grey dot named .xlsx."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    dot = chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return _file(folder / "2024-05.xlsx", b"\x89PNG\r\n\x1a\n" + size + dot + chunk(b"IEND", b""))


@refused_as("file-not-workbook")
def raw_biff(folder: Path) -> Path:
    """A sheet of Excel 5 records with no container around them, its texts in GBK and no code page told."""
    start = _record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 0x07CC))
    cells = b"".join(_label(r, c, str(value)) for r, row in enumerate(TARGETS) for c, value in enumerate(row))
    return _file(folder / "2024-05.xls", start + cells + _record(0x000A, b""))


@refused_as("file-not-workbook")
def document_as_xlsx(folder: Path) -> Path:
    """A Word document named .xlsx: a sound zip, and no workbook in it."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    texts = {
        TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>五月总结</w:t></w:r></w:p></w:body></w:document>",
    }
    return _pack(folder / "2024-05.xlsx", {name: text.encode() for name, text in texts.items()})


@refused_as("file-is-folder")
def folder_as_xlsx(folder: Path) -> Path:
    """A folder named like a book."""
    (folder / "x.xlsx").mkdir(parents=True, exist_ok=True)
    return folder / "x.xlsx"


@refused_as("file-damaged")
def truncated(folder: Path) -> Path:
    """The first half of a book: the zip directory, which stands at the end, is gone."""
    path = _book(folder)
    return _file(path, path.read_bytes()[: path.stat().st_size // 2])


@refused_as("file-damaged")
def sheet_part_missing(folder: Path) -> Path:
    """A book whose list of sheets names a part that is not in the zip."""

    def change(parts: Parts) -> None:
        del parts[SHEET]

    return _book(folder, change)


@refused_as("file-damaged")
def sheet_malformed(folder: Path) -> Path:
    """A book whose first sheet ends in the middle of a tag."""

    def change(parts: Parts) -> None:
        parts[SHEET] = parts[SHEET][: parts[SHEET].index(b"</row>") + 4]

    return _book(folder, change)


@refused_as("file-damaged")
def bad_checksum(folder: Path) -> Path:
    """A book in which one digit of a target rotted (100000 reads 900000): only the checksum can tell."""
    path = _pack(folder / "2024-05.xlsx", _parts(MONTH), zipfile.ZIP_STORED)
    return _file(path, path.read_bytes().replace(b"<v>100000</v>", b"<v>900000</v>", 1))


@refused_as("file-damaged")
def strings_overstated(folder: Path) -> Path:
    """A table of shared strings that claims to hold 4,294,967,295: who believes it reserves 100 GB."""

    def change(parts: Parts) -> None:
        parts[STRINGS] = re.sub(rb'ount="\d+"', b'ount="4294967295"', parts[STRINGS])

    return _book(folder, change)


@refused_as("file-damaged")
def entity_bomb(folder: Path) -> Path:
    """Ten entities, each ten of the one before ("billion laughs"): 1 KB of sheet that means 18 GB of text."""
    entities = '<!ENTITY e0 "工号工号工号">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))

    def change(parts: Parts) -> None:
        _swap(SHEET, "<worksheet", f"<!DOCTYPE worksheet [{entities}]>\n<worksheet")(parts)
        _swap(SHEET, "</row>", '<c r="E1" t="inlineStr"><is><t>&e9;</t></is></c></row>')(parts)

    return _book(folder, change)


@refused_as("file-damaged")
def ole_loop(folder: Path) -> Path:
    """An .xls whose table of sectors leads back to the same sector: a reader that follows it never ends."""
    body = bytearray(_ole({"Workbook": _record(0x0809, bytes(16))}))
    struct.pack_into("<I", body, 512 + 4 * 1, 1)  # the directory, sector 1, is followed by sector 1
    return _file(folder / "2024-05.xls", bytes(body))


@refused_as("file-damaged")
def ole_stub(folder: Path) -> Path:
    """An .xls of which only the first eight bytes came through."""
    return _file(folder / "2024-05.xls", bytes.fromhex("D0CF11E0A1B11AE1"))


@refused_as("file-too-large")
def inflates(folder: Path) -> Path:
    """A book of 1 MB whose first sheet unpacks to more than 1 GiB of spaces."""
    parts = _parts(MONTH)
    head, tail = parts.pop(SHEET).split(b"<sheetData>")
    path = _pack(folder / "2024-05.xlsx", parts)
    _append(path, SHEET, head + b"<sheetData>", tail)
    return path


def _append(path: Path, name: str, head: bytes, tail: bytes) -> None:
    """Add a part to a zip: `head`, 1 GiB of spaces, `tail`."""
    spaces = b" " * (16 << 20)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open(name, "w") as part,
    ):
        part.write(head)
        for _ in range(GIB // len(spaces)):
            part.write(spaces)
        part.write(tail)


@refused_as("file-damaged")
def inflates_unannounced(folder: Path) -> Path:
    """The same book, and its zip directory says that the sheet has 2,000 bytes."""
    return _belittled(inflates(folder), SHEET)


def _belittled(path: Path, name: str) -> Path:
    """The zip, now with a directory that says a part has 2,000 bytes."""
    body = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        local = packed.getinfo(name).header_offset
    central = body.rindex(name.encode()) - 46  # a directory record has 46 bytes before its name
    struct.pack_into("<I", body, local + 22, 2000)
    struct.pack_into("<I", body, central + 24, 2000)
    return _file(path, bytes(body))


@refused_as("file-too-large")
def too_many_entries(folder: Path) -> Path:
    """A book with 70,000 empty pictures in its zip."""
    path = _book(folder)
    with zipfile.ZipFile(path, "a") as packed:
        for number in range(70_000):
            packed.writestr(zipfile.ZipInfo(f"xl/media/image{number}.png"), b"")
    return path


@refused_as("sheet-too-large")
def far_cell(folder: Path) -> Path:
    """A month book with a stray 1 in the last cell of the grid: 17 billion cells if all are kept."""
    return _book(folder, _stray("XFD1048576", 1048576))


@refused_as("sheet-too-large")
def column_beyond_grid(folder: Path) -> Path:
    """A month book with a cell in column ZZZZ, which no sheet has."""
    return _book(folder, _swap(SHEET, "</row>", '<c r="ZZZZ1"><v>1</v></c></row>'))


@refused_as("sheet-too-large")
def row_beyond_grid(folder: Path) -> Path:
    """A month book with a cell in row 99,999,999, which no sheet has."""
    return _book(folder, _stray("A99999999", 99999999))


@refused_as("sheet-too-large")
def merge_everything(folder: Path) -> Path:
    """A month book whose first sheet is one merged cell."""
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return _book(folder, _swap(SHEET, "</sheetData>", merged))


def _stray(ref: str, row: int) -> Callable[[Parts], None]:
    """A change that adds a row of one cell below the table."""
    return _swap(SHEET, "</sheetData>", f'<row r="{row}"><c r="{ref}"><v>1</v></c></row></sheetData>')


@refused_as("sheet-too-large")
def far_row_of_unplaced_cells(folder: Path) -> Path:
    """A stray cell that does not say where it stands, in a row that says 99,999,999."""
    return _book(folder, _swap(SHEET, "</sheetData>", '<row r="99999999"><c><v>1</v></c></row></sheetData>'))


@refused_as("sheet-too-large")
def far_cell_in_single_quotes(folder: Path) -> Path:
    """A stray cell in the last corner, its place in single quotes and blanks around the sign."""
    cell = "<row r='9'><c r = 'XFD1048576'><v>1</v></c></row>"
    return _book(folder, _swap(SHEET, "</sheetData>", f"{cell}</sheetData>"))


@refused_as("sheet-too-large")
def wide_and_tall(folder: Path) -> Path:
    """Sixteen thousand cells without a place in one row and one cell far below: nothing else says how wide it is."""
    row = f'<row r="9">{"<c><v>1</v></c>" * 16_000}</row><row r="1048576"><c><v>1</v></c></row>'
    return _book(folder, _swap(SHEET, "</sheetData>", f"{row}</sheetData>"))


@refused_as("sheet-too-large")
def merges_upon_merges(folder: Path) -> Path:
    """A thousand merges, each over the same hundred thousand rows: who fills them down never ends."""
    merges = "".join(f'<mergeCell ref="A2:A{100_000 + n}"/>' for n in range(1000))
    return _book(folder, _swap(SHEET, "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"))


@refused_as("sheet-too-large")
def decoy(folder: Path) -> Path:
    """A second workbook.xml outside xl/, harmless, beside the one a reader takes, which leads to a far cell."""

    def change(parts: Parts) -> None:
        _stray("XFD1048576", 1048576)(parts)
        parts["workbook.xml"] = parts[BOOK]
        parts["_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"sheet1", b"sheet2")
        parts["worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"]

    return _book(folder, change)


@refused_as("file-damaged")
def part_twice(folder: Path) -> Path:
    """A harmless sheet1.xml for the guard and a Sheet1.xml with a far cell for whoever minds no capitals."""

    def change(parts: Parts) -> None:
        harmless = parts[SHEET]
        _stray("XFD1048576", 1048576)(parts)
        parts["xl/worksheets/Sheet1.xml"] = harmless

    return _book(folder, change)


@refused_as("file-damaged")
def sheet_twice(folder: Path) -> Path:
    """Two sheets of one name, the first with a far cell: the name alone does not say which a reader takes."""

    def change(parts: Parts) -> None:
        _stray("XFD1048576", 1048576)(parts)
        parts[BOOK] = parts[BOOK].replace("行为评分".encode(), "销售目标".encode())

    return _book(folder, change)


@refused_as("file-damaged")
def strings_unannounced(folder: Path) -> Path:
    """A table of strings that unpacks to 1 GiB, while the zip directory says 2,000 bytes."""
    parts = _parts(MONTH)
    strings = parts.pop(STRINGS)
    path = _pack(folder / "2024-05.xlsx", parts)
    _append(path, STRINGS, strings.replace(b"</sst>", b""), b"</sst>")
    return _belittled(path, STRINGS)


@refused_as("file-too-large")
def strings_repeated(folder: Path) -> Path:
    """One text of two million characters that four thousand cells share: 3 MB of file, 8 GB of cells."""
    noise = random.Random(4).randbytes(1_000_000).hex().encode()

    def change(parts: Parts) -> None:
        parts[STRINGS] = parts[STRINGS].replace(b"</sst>", b"<si><t>" + noise + b"</t></si></sst>")
        last = parts[STRINGS].count(b"<si>") - 1
        rows = "".join(f'<row r="{r}"><c r="F{r}" t="s"><v>{last}</v></c></row>' for r in range(10, 4010))
        _swap(SHEET, "</sheetData>", f"{rows}</sheetData>")(parts)
        parts[STRINGS] = re.sub(rb'ount="\d+"', b'ount="5000"', parts[STRINGS])

    return _book(folder, change)


@refused_as("file-damaged")
def locked_part(folder: Path) -> Path:
    """A zip whose entries are marked as encrypted, as some archivers with a password make it."""
    body = bytearray(_book(folder).read_bytes())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(body)):
            body[found.start() + flag] |= 1
    return _file(folder / "2024-05.xlsx", bytes(body))


@refused_as("file-damaged")
def rotten_stream(folder: Path) -> Path:
    """A book whose first sheet cannot be unpacked: zlib gives up in the middle."""
    path = _book(folder)
    with zipfile.ZipFile(path) as packed:
        sheet = packed.getinfo(SHEET)
    start = sheet.header_offset + 30 + len(SHEET)
    body = bytearray(path.read_bytes())
    body[start : start + sheet.compress_size] = b"\xff" * sheet.compress_size
    return _file(path, bytes(body))


@refused_as("file-not-workbook")
def binary_workbook(folder: Path) -> Path:
    """A workbook in the binary format .xlsb, which nothing here looks over before it is parsed."""
    return _pack(folder / "2024-05.xlsb", {TYPES: b"<Types/>", "xl/workbook.bin": b"\x83\x01\x00"})


@refused_as("file-damaged")
def csv_open_quote(folder: Path) -> Path:
    """A .csv in which a quotation mark opens and never closes: it swallows everybody after the first."""
    text = _lines(TARGETS, ",").replace("张三", '"张三')
    return _file(folder / "2024-05.csv", text.encode())


@refused_as("file-not-workbook")
def binary_csv(folder: Path) -> Path:
    """Bytes of some program named .csv."""
    return _file(folder / "2024-05.csv", b"\x01\x00\x02\x00" * 100)


@refused_as("sheet-too-large")
def ods_repeats(folder: Path) -> Path:
    """An .ods of 1 KB: a row of 16,384 equal cells, a million times."""
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    return _ods(folder, f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


@refused_as("sheet-too-large")
def ods_repeats_a_text(folder: Path) -> Path:
    """An .ods with one long text that 16,000 cells repeat: 16 GB."""
    text = random.Random(5).randbytes(500_000).hex()
    cell = f'<table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>{text}</text:p>'
    return _ods(folder, f"<table:table-row>{cell}</table:table-cell></table:table-row>")


@refused_as("file-encrypted")
def encrypted_ods(folder: Path) -> Path:
    """An .ods saved with a password: its list of parts says how each was encrypted, the parts are noise."""
    return _ods(folder, "", "<manifest:encryption-data/>")


@refused_as("sheets-none")
def no_sheets(folder: Path) -> Path:
    """A workbook that lists no sheet."""

    def change(parts: Parts) -> None:
        for name in [name for name in parts if name.startswith("xl/worksheets/")]:
            del parts[name]
        parts[BOOK] = re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts[BOOK])
        parts[TYPES] = re.sub(rb'<Override PartName="/xl/worksheets/[^>]*/>', b"", parts[TYPES])
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = re.sub(rb'<Relationship [^>]*Target="worksheets/[^>]*/>', b"", parts[rels])

    return _book(folder, change)


@refused_as("sheets-none")
def empty_sheets(folder: Path) -> Path:
    """A workbook of three sheets with nothing in them, as Excel used to make a new one."""
    return month_book(folder / "2024-05.xlsx", {"Sheet1": (), "Sheet2": (), "Sheet3": ()})


@readable
def strict_namespaces(folder: Path) -> Path:
    """The month saved as "Strict Open XML": other namespaces, the same content."""
    names = (
        (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
        ("relationships/extended-properties", "relationships/extendedProperties"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"),
        ("http://purl.oclc.org/ooxml/officeDocument/extended-properties",
         "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"),
    )  # fmt: skip

    def change(parts: Parts) -> None:
        for part in parts:
            for old, new in names:
                parts[part] = parts[part].replace(old.encode(), new.encode())
        _swap(BOOK, "<workbook ", '<workbook conformance="strict" ')(parts)

    return _book(folder, change)


@readable
def prefixed_elements(folder: Path) -> Path:
    """The month with every element named `x:…`, as programs built on Microsoft's SDK write it."""

    def change(parts: Parts) -> None:
        for part, body in parts.items():
            if f'xmlns="{MAIN}"'.encode() in body:
                named = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", body)
                parts[part] = named.replace(f'xmlns="{MAIN}"'.encode(), f'xmlns:x="{MAIN}"'.encode())

    return _book(folder, change)


@readable
def byte_order_mark(folder: Path) -> Path:
    """The month with a UTF-8 byte order mark before every part."""

    def change(parts: Parts) -> None:
        for part, body in parts.items():
            parts[part] = b"\xef\xbb\xbf" + body

    return _book(folder, change)


@readable
def styles_missing(folder: Path) -> Path:
    """The month without a styles part, which small exporters leave out."""

    def change(parts: Parts) -> None:
        del parts["xl/styles.xml"]
        parts[TYPES] = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*/>', b"", parts[TYPES])
        rels = "xl/_rels/workbook.xml.rels"
        parts[rels] = re.sub(rb'<Relationship [^>]*Target="styles.xml"/>', b"", parts[rels])

    return _book(folder, change)


@readable
def backslash_paths(folder: Path) -> Path:
    r"""The month with `xl\workbook.xml` for `xl/workbook.xml`, as some Windows programs pack it."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "2024-05.xlsx", "w") as packed:
        for name, body in _parts(MONTH).items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name.replace("/", "\\")  # set afterwards: ZipInfo mends the name on Windows
            packed.writestr(entry, body, zipfile.ZIP_DEFLATED)
    return folder / "2024-05.xlsx"


@readable
def inline_texts(folder: Path) -> Path:
    """The month with every text in its own cell and no table of shared strings."""
    return month_book(folder / "2024-05.xlsx", inline=True)


@readable
def cells_without_refs(folder: Path) -> Path:
    """The month with no `r` on rows and cells: each stands after the one before it."""

    def change(parts: Parts) -> None:
        for part, body in parts.items():
            if part.startswith("xl/worksheets/"):
                parts[part] = re.sub(rb'<(row|c) r="\w+"', rb"<\1", body)

    return _book(folder, change)


@readable
def dimension_too_small(folder: Path) -> Path:
    """The month with a first sheet that says it ends at A1: a reader that believes it loses every row."""
    return _book(folder, _swap(SHEET, 'ref="A1:D4"', 'ref="A1"'))


@readable
def dimension_too_large(folder: Path) -> Path:
    """The month with a first sheet that says it fills the grid, though nothing stands outside the table."""
    return _book(folder, _swap(SHEET, 'ref="A1:D4"', 'ref="A1:XFD1048576"'))


@readable
def csv_gbk(folder: Path) -> Path:
    """The sales figures alone as the .csv that a Chinese Excel saves: GBK, no byte order mark."""
    return _file(folder / "2024-05.csv", _lines(TARGETS, ",").encode("gbk"))


def _lines(rows: Rows, mark: str) -> str:
    return "".join(mark.join(map(str, row)) + "\r\n" for row in rows)


def _record(kind: int, body: bytes) -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def _label(row: int, column: int, text: str) -> bytes:
    """A BIFF5 cell holding a text."""
    body = text.encode("gbk")
    return _record(0x0204, struct.pack("<HHHH", row, column, 0, len(body)) + body)


def _ods(folder: Path, rows: str, listed: str = "") -> Path:
    """An .ods with one sheet of these rows; `listed` goes into its list of parts."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    sheet = f'<table:table table:name="销售目标">{rows}</table:table>'
    texts = {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml">{listed}</manifest:file-entry></manifest:manifest>',
        "content.xml": f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}"
        "</office:spreadsheet></office:body></office:document-content>",
    }
    return _pack(folder / "2024-05.ods", {name: text.encode() for name, text in texts.items()})


def _ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container of one to three streams, none longer than 4,096 bytes and each brought to that."""
    chains = [0xFFFFFFFD, END]  # what follows each sector: 0 holds this table, 1 the directory
    entries = [_ole_entry("Root Entry", 5, start=END, child=1)]
    for number, name in enumerate(streams, start=1):
        start, after = len(chains), number + 1 if number < len(streams) else FREE
        entries.append(_ole_entry(name, 2, start=start, size=4096, after=after))
        chains += [*range(start + 1, start + 8), END]
    head = bytes.fromhex("D0CF11E0A1B11AE1") + struct.pack("<16xHHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    table = struct.pack(f"<{len(chains)}I", *chains)
    body = b"".join(stream.ljust(4096, b"\0") for stream in streams.values())
    return head.ljust(512, b"\xff") + table.ljust(512, b"\xff") + b"".join(entries).ljust(512, b"\0") + body


def _ole_entry(name: str, kind: int, *, start: int, size: int = 0, after: int = FREE, child: int = FREE) -> bytes:
    """One 128-byte line of an OLE directory, its name in UTF-16."""
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(text), kind, 1, FREE, after, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
