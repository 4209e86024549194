"""A scored workbook read back: what it says it was made from, the inputs it holds, the figures it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mkt.book import cell
from mkt.findings import Hit, fault
from mkt.layout import EVIDENCE, FIRST, INPUTS, REFERENCES, SCORES
from mkt.policy.columns import column
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of
from mkt.rule import tree
from mkt.rule.numbers import Floats
from mkt.staff import Input, Person


@fault(
    "error",
    "这不是 mkt 写出的评分结果（缺“{found}”表）。",
    "this is no scored workbook of mkt (sheet '{found}' is missing).",
)
def result_unknown(sheets: dict[str, Grid]) -> Iterator[Hit]:
    """`mkt verify` 核对的是 mkt 写出的评分结果，里面有成绩、输入、凭据等表。

    `mkt verify` takes a scored workbook that mkt wrote, with its sheets 成绩, 输入 and 凭据.
    """
    missing = [name for name in (SCORES, INPUTS, EVIDENCE) if name not in sheets]
    if missing:
        yield Hit("", missing[0])


@dataclass(frozen=True)
class Result:
    """A scored workbook: `evidence` by label, the people, their inputs by reference, and the sheet of scores."""

    file: str
    evidence: dict[str, str]
    people: list[Person]
    inputs: dict[str, Input]
    scores: Grid

    def shown(self, place: int) -> list[Any]:
        """What a column of 成绩 shows for each person; "" for nothing."""
        return [self.scores.value(FIRST + i, place) for i in range(len(self.people))]

    def cell(self, person: int, place: int) -> str:
        """The cell of a person's figure on 成绩."""
        return cell(self.scores.name, FIRST + person, place)


def read_result(path: Path) -> Result:
    """The scored workbook a file holds. Raises `Refused` for any other file."""
    sheets = {grid.name: grid for grid in grids(path, format_of(path))}
    result_unknown.refuse(path.name, sheets)
    people = [Person(str(row[0]), str(row[1])) for row in sheets[INPUTS].rows[FIRST:]]
    index = {person.id: i for i, person in enumerate(people)}
    inputs = _inputs(sheets[INPUTS], index)
    for name, grid in sheets.items():
        if name.startswith(f"{INPUTS}_"):
            inputs |= _inputs(grid, index)
    evidence = {str(row[0]): str(row[1]) for row in sheets[EVIDENCE].rows if len(row) > 1}
    return Result(path.name, evidence, people, inputs, sheets[SCORES])


def _inputs(grid: Grid, index: dict[str, int]) -> dict[str, Input]:
    """The inputs of a sheet by the references in its hidden row."""
    rows = grid.rows[FIRST:]
    owners = np.array([index.get(str(row[0]), -1) for row in rows], np.intp)
    found = {}
    for place, reference in enumerate(grid.rows[REFERENCES]):
        if reference:
            values = np.array([row[place] if isinstance(row[place], float) else np.nan for row in rows], float)
            found[str(reference)] = _input(str(reference), values, owners)
    return found


def _input(reference: str, values: Floats, owners: Any) -> Input:
    if reference.startswith("团队."):
        return Input(tree.Column(reference, many=True), values, owners=owners)
    if reference.endswith(".缺交"):
        return Input(tree.Column(reference), values)
    read = column(reference)
    return Input(read, values, owners=owners if read.many else None)
