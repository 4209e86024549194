"""What reading a folder of month books costs without `mkt`: `python read_books.py FOLDER`.

pandas reads every sheet of every book through openpyxl, one book after the other; the rows are counted and
nothing else is done with them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd


def books(folder: Path) -> list[Path]:
    """Every book under the folder that was not made of others, as `2024.graded.xlsx` is."""
    return sorted(path for path in folder.rglob("*.xlsx") if "." not in path.stem)


def sheets(book: Path) -> Iterator[pd.DataFrame]:
    """Every sheet of the book."""
    yield from pd.read_excel(book, sheet_name=None, engine="openpyxl").values()


def main(folder: Path) -> None:
    """Print how many rows the books hold."""
    print(sum(len(sheet) for book in books(folder) for sheet in sheets(book)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
