"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from mkt.findings import Hit, fault


@fault("error", "写不了 {found}：{reason}。请关闭正在打开它的程序，或检查权限和磁盘空间。",
       "cannot write {found}: {reason}. Close the program that has it open, or check permissions and disk space.")  # fmt: skip
def output_unwritable(target: Path, reason: str) -> Iterator[Hit]:
    """结果文件写不进去：正被 Excel 打开、没有权限、磁盘已满。原来的文件没有动。

    The result cannot be written: open in Excel, no permission, or the disk is full. The old file is untouched.
    """
    yield Hit("", target.name, more={"reason": reason})


PRIVATE = 0o600
"""The mode of a file with pay in it: its owner's alone."""


def write(target: Path, fill: Callable[[BinaryIO], None], private: bool = False) -> None:
    """Let `fill` write the file beside its place and then put it there in one step; a `private` one only its owner can read.

    A crash or a full disk leaves the old file or none.
    Raises `Refused` where it cannot be written.
    """
    temporary = ""
    try:
        if target.is_symlink() or (target.exists() and not target.is_file()):
            raise OSError("not a regular file")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".mkt-", suffix=".tmp", dir=target.parent)
        with os.fdopen(handle, "w+b") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":
            Path(temporary).chmod(PRIVATE if private else 0o666 & ~_umask())
        Path(temporary).replace(target)
        temporary = ""
        _sync_folder(target.parent)
    except OSError as error:
        folder_in_the_way = isinstance(error, FileExistsError | NotADirectoryError)
        reason = f"{target.parent} 不是文件夹 / is no folder" if folder_in_the_way else error.strerror or str(error)
        output_unwritable.refuse(target.name, target, reason)
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
