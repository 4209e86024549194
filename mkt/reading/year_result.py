"""A graded workbook read back: the places of last year, and what `mkt verify` recomputes it from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkt.findings import Hit, fault
from mkt.layout import EVIDENCE, FIRST, WORKINGS, YEAR
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of


@fault("error", "这不是 mkt 写出的年度结果（缺“{found}”表）。", "this is no graded year that mkt wrote (sheet '{found}' is missing).")  # fmt: skip
def year_result_unknown(sheets: dict[str, Grid]) -> Iterator[Hit]:
    """`--previous` 后面要写上年的年度结果，即 mkt grade 写出的 YEAR.graded.xlsx。

    After `--previous` comes last year's result, the YEAR.graded.xlsx that `mkt grade` wrote.
    """
    missing = [name for name in (YEAR, WORKINGS, EVIDENCE) if name not in sheets]
    if missing:
        yield Hit("", missing[0])


def places_of(path: Path) -> dict[str, float]:
    """Everybody's place from below in a graded year, by id. Raises `Refused` for any other file."""
    sheets = {grid.name: grid for grid in grids(path, format_of(path))}
    year_result_unknown.refuse(path.name, sheets)
    grid = sheets[WORKINGS]
    heads = [str(head) for head in grid.rows[FIRST - 1]]
    place = heads.index("倒数名次") if "倒数名次" in heads else -1
    rows = grid.rows[FIRST:] if place >= 0 else []
    return {str(row[0]): row[place] for row in rows if isinstance(row[place], float)}
