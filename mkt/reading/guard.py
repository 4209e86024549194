"""What a file is, and whether it may be parsed at all. Everything here is looked at before a parser runs.

Spreadsheet parsers can be made to abort the process or to fill the memory by a file of a few kilobytes; these
checks cost milliseconds and each ends in one sentence.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from mkt.findings import Hit, fault

Format = Literal["xlsx", "ods", "xls", "csv"]

LARGEST_FILE = 200_000_000  # bytes on disk
LARGEST_INSIDE = 1 << 30  # bytes after unpacking
HIGHEST_RATIO = 150  # unpacked : packed, of parts over a megabyte; real sheets stay near 20
MOST_PARTS = 5_000


@fault("error", "找不到这个文件。请检查路径和文件名。", "there is no such file. Check the path and the name.")
def file_missing(path: Path) -> Iterator[Hit]:
    """命令里写的文件不存在。

    The file named on the command line does not exist.
    """
    if not path.exists():
        yield Hit("", path.name)


@fault("error", "这是文件夹，不是工作簿。请写出文件名。", "this is a folder, not a workbook. Name the file in it.")
def file_is_folder(path: Path) -> Iterator[Hit]:
    """命令里写的是文件夹。

    A folder was named where a workbook belongs.
    """
    if path.is_dir():
        yield Hit("", path.name)


@fault("error", "无法读取：{found}。", "cannot be read: {found}.")
def file_unreadable(path: Path) -> Iterator[Hit]:
    """系统不让读取这个文件，多半是没有权限，或者它不是普通文件。

    The system does not let the file be read: mostly missing permission, or it is no regular file.
    """
    if not path.is_file():
        yield Hit("", "not a regular file")
        return
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        yield Hit("", error.strerror or type(error).__name__)


@fault(
    "error",
    "文件是空的（0 字节）。请重新保存或重新取得这个文件。",
    "the file is empty (0 bytes). Save or fetch it again.",
)
def file_empty(head: bytes) -> Iterator[Hit]:
    """文件没有任何内容，常见于复制或下载中断。

    The file has no content, often after an interrupted copy or download.
    """
    if not head:
        yield Hit("", "0")


@fault(
    "error",
    "这是 Excel 打开文件时留下的锁文件，不是工作簿。请选不带“~$”的那个文件。",
    "this is the lock file Excel leaves while a book is open, not a workbook. Choose the one without '~$'.",
)
def file_lock(path: Path) -> Iterator[Hit]:
    """以“~$”开头的小文件是 Excel 的锁文件，里面没有表格。

    A small file whose name begins with `~$` is Excel's lock file; it holds no sheets.
    """
    if path.name.startswith(("~$", ".~lock.")):
        yield Hit("", path.name)


@fault(
    "error",
    "工作簿有打开密码。请在 Excel 中打开，去掉密码后另存，再交给 mkt。",
    "the workbook has a password. Open it in Excel, remove the password and save it.",
)
def file_encrypted(sealed: bool) -> Iterator[Hit]:
    """加了打开密码的工作簿无法读取。

    A workbook encrypted with a password cannot be read.
    """
    if sealed:
        yield Hit("")


@fault(
    "error",
    "不是工作簿，而是{zh}。请在 Excel 或 WPS 中另存为“Excel 工作簿 (.xlsx)”。",
    "this is no workbook but {en}. Save it from Excel or WPS as an Excel workbook (.xlsx).",
)
def file_not_workbook(found: tuple[str, str] | None) -> Iterator[Hit]:
    """扩展名是工作簿，内容却不是：网页、图片、其他程序的文件等。

    The name says workbook, the content is something else: a web page, a picture, another program's file.
    """
    if found:
        yield Hit("", found[1], more={"zh": found[0], "en": found[1]})


@fault("error", "文件已损坏：{zh}。请在 Excel 中打开并另存，或取一份完好的。",
       "the file is damaged: {en}. Open it in Excel and save it anew, or fetch a good copy.")  # fmt: skip
def file_damaged(found: tuple[str, str] | None) -> Iterator[Hit]:
    """文件不完整或内部结构有误，读不出全部内容；读一半会算错，所以不读。

    The file is incomplete or wrong inside. Half of a book would give wrong figures, so nothing is read.
    """
    if found:
        yield Hit("", found[1], more={"zh": found[0], "en": found[1]})


@fault("error", "文件过大：{zh}。正常的月度工作簿不会这样；请检查来源，或拆成几个文件。",
       "the file is too large: {en}. No month book is like this; check where it comes from, or split it.")  # fmt: skip
def file_too_large(found: tuple[str, str] | None) -> Iterator[Hit]:
    """文件本身或解压之后超出上限，打开它可能耗尽内存。

    The file, or what it unpacks to, is over the limit; opening it could use up the memory.
    """
    if found:
        yield Hit("", found[1], more={"zh": found[0], "en": found[1]})


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_STRANGERS: tuple[tuple[bytes, str, str], ...] = (
    (bytes.fromhex("ACED"), "Java 程序的数据", "data of a Java program"),
    (b"\x89PNG", "图片（PNG）", "a picture (PNG)"),
    (b"\xff\xd8\xff", "图片（JPEG）", "a picture (JPEG)"),
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
)
_ZIPPED = (
    ("word/document.xml", "Word 文档", "a Word document"),
    ("ppt/presentation.xml", "演示文稿", "a presentation"),
    ("xl/workbook.bin", "二进制格式 (.xlsb)", "the binary format (.xlsb)"),
)


def format_of(path: Path) -> Format:
    """The format of a file by its content. Raises `Refused` with one sentence if it is not to be parsed."""
    name = path.name
    file_lock.refuse(name, path)
    file_missing.refuse(name, path)
    file_is_folder.refuse(name, path)
    file_unreadable.refuse(name, path)
    size = path.stat().st_size
    if size > LARGEST_FILE:
        mega = f"{size / 1e6:.0f} MB"
        file_too_large.refuse(
            name,
            (f"{mega}，上限 {LARGEST_FILE // 1_000_000} MB", f"{mega}, the limit is {LARGEST_FILE // 1_000_000} MB"),
        )
    head, tail = _ends(path, size)
    file_empty.refuse(name, head)
    file_encrypted.refuse(name, head.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in head + tail)
    file_not_workbook.refuse(name, stranger(path, head))
    if head.startswith(b"PK"):
        return _zipped(path)
    return "xls" if head.startswith(OLE) else "csv"


def _ends(path: Path, size: int) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(65_536)
        file.seek(max(0, size - 65_536))
        return head, file.read()


def stranger(path: Path, head: bytes) -> tuple[str, str] | None:
    """What the file is if it is no workbook, in both languages."""
    for magic, zh, en in _STRANGERS:
        if head.startswith(magic):
            return zh, en
    if head.startswith((b"PK", OLE)):
        return None
    if head[:1] == b"\x09" and head[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08"):
        return "很旧的 Excel 文件（没有外壳的 BIFF）", "a very old Excel file (bare BIFF)"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")):
        return "网页或 XML", "a web page or XML"
    if path.suffix.lower() in (".csv", ".txt", ".tsv") and (head[:2] in UTF_16 or b"\x00" not in head):
        return None
    return "别的文件", "some other file"


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except Exception:  # a rotten archive raises a dozen unrelated types
        file_damaged.refuse(
            path.name, ("压缩结构不完整，可能没有下载完", "its zip structure is incomplete, as after a broken download")
        )
        raise
    file_too_large.refuse(path.name, oversize(parts))
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if "mimetype" in names and "content.xml" in names:
        return "ods"
    if not any(name.endswith("workbook.xml") for name in names):
        known = next((words for part, *words in _ZIPPED if part in names), ("一般的压缩包", "a plain zip archive"))
        file_not_workbook.refuse(path.name, tuple(known))
    return "xlsx"


def oversize(parts: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """Why the archive is too large to unpack, in both languages."""
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS:
        return f"里面有 {len(parts)} 个部件", f"it has {len(parts)} parts"
    if total > LARGEST_INSIDE:
        return f"解压后有 {total / 1e9:.1f} GB", f"it unpacks to {total / 1e9:.1f} GB"
    for part in parts:
        if part.file_size > 1_000_000 and part.file_size > HIGHEST_RATIO * max(1, part.compress_size):
            ratio = part.file_size // max(1, part.compress_size)
            return f"压缩比 {ratio} 倍，像压缩炸弹", f"packed {ratio} : 1, like a zip bomb"
    return None


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
