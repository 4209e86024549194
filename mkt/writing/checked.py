"""The checked workbook."""

from __future__ import annotations

from typing import BinaryIO

from mkt.spending.checked import CheckedBook


def write(book: CheckedBook, target: BinaryIO) -> None:
    """Write it."""
    raise NotImplementedError
