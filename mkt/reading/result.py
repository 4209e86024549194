"""A scored workbook read back: what it says it was made from, the inputs it holds, the figures it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mkt.book import cell
from mkt.findings import Hit, fault
from mkt.layout import (
    EVIDENCE,
    FIGURES,
    FIRST,
    INPUTS,
    KEPT_HEADS,
    KEPT_PEOPLE,
    KEPT_REVIEWS,
    KEPT_SANCTIONS,
    POLICY,
    REFERENCES,
    SCORES,
)
from mkt.policy.columns import column
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of, hash_of
from mkt.records import Records, Review, Sanction
from mkt.rule import tree
from mkt.rule.numbers import Floats
from mkt.staff import Input, Person


@fault(
    "error",
    "这不是 mkt 写出的评分结果（缺“{found}”表）。",
    "this is no scored workbook of mkt (sheet '{found}' is missing).",
)
def result_unknown(sheets: dict[str, Grid]) -> Iterator[Hit]:
    """命令 `mkt verify` 核对的是 mkt 写出的评分结果，里面有成绩、输入、凭据等表。

    `mkt verify` takes a scored workbook that mkt wrote, with its sheets 成绩, 输入 and 凭据.
    """
    missing = [name for name in (SCORES, INPUTS, KEPT_PEOPLE, EVIDENCE) if name not in sheets]
    if missing:
        yield Hit("", missing[0])


@fault("error", "{zh}，无法核对。", "it cannot be verified: {en}.")
def result_altered(sheets: dict[str, Grid], computed: str, stated: tuple[str, ...]) -> Iterator[Hit]:
    """结果的布局被改动过（删了行或列），或者被别的程序存过而公式没有结果。在 Excel 里打开、保存一次可以补上结果。

    The layout of the result was changed (rows or columns deleted), or a program saved it without the formulas' values. Opening and
    saving it once in Excel brings the values back.
    """
    rows = [len(sheets[name].rows) for name in (computed, *stated)]
    if sheets[computed].uncalculated:
        more = {"zh": "公式没有结果，请在 Excel 或 WPS 里打开、保存一次",
                "en": "the formulas have no values; open and save it once in Excel"}  # fmt: skip
        yield Hit(computed, more=more)
    elif rows[0] <= FIRST or len(set(rows)) > 1 or not any(sheets[stated[0]].rows[REFERENCES][2:]):
        more = {"zh": "表的布局被改过（行或列有增减）", "en": "the layout of its sheets was changed"}
        yield Hit(stated[0], more=more)


@dataclass(frozen=True)
class Result:
    """A scored workbook: `evidence` by label, the people, their inputs by reference, and the sheet of scores."""

    file: str
    sha256: str
    evidence: dict[str, str]
    people: list[Person]
    records: Records
    inputs: dict[str, Input]
    scores: Grid
    figures: dict[str, tuple[int, float]]

    @property
    def policy_id(self) -> str:
        """The id of the policy it was made by."""
        return self.evidence.get(POLICY, "").rpartition("（")[2].rstrip("）")

    def shown(self, place: int) -> list[Any]:
        """What a column of 成绩 shows for each person; "" for nothing."""
        return [self.scores.value(FIRST + i, place) for i in range(len(self.people))]

    def cell(self, person: int, place: int) -> str:
        """The cell of a person's figure on 成绩."""
        return cell(self.scores.name, FIRST + person, place)


def read_result(path: Path) -> Result:
    """The scored workbook a file holds. Raises `Refused` for any other file."""
    return result_of(path, grids(path, format_of(path)))


def result_of(path: Path, found: list[Grid]) -> Result:
    """The scored workbook that the sheets of a file are. Raises `Refused` if they are none."""
    sheets = {grid.name: grid for grid in found}
    result_unknown.refuse(path.name, sheets)
    result_altered.refuse(path.name, sheets, SCORES, (INPUTS, KEPT_PEOPLE))
    people = [Person(*(str(value) for value in row)) for row in _kept(sheets, KEPT_PEOPLE)]
    index = {person.id: i for i, person in enumerate(people)}
    inputs = _inputs(sheets[INPUTS], index)
    for name, grid in sheets.items():
        if name.startswith(f"{INPUTS}_"):
            inputs |= _inputs(grid, index)
    evidence = {str(row[0]): str(row[1]) for row in sheets[EVIDENCE].rows if len(row) > 1}
    return Result(
        path.name,
        hash_of(path),
        evidence,
        people,
        _records(sheets),
        inputs,
        sheets[SCORES],
        figures_of(sheets.get(FIGURES)),
    )


def _kept(sheets: dict[str, Grid], name: str) -> list[list[Any]]:
    """The rows of a sheet of records, each as long as a record has fields."""
    fields = len(KEPT_HEADS[name])
    return [(row + [""] * fields)[:fields] for row in (sheets[name].rows[FIRST:] if name in sheets else [])]


def _records(sheets: dict[str, Grid]) -> Records:
    said = {"是": True, "否": False}
    sanctions = (
        Sanction(str(person), str(name), str(day), str(kind), said.get(str(cancelled)), *map(str, cells))
        for person, name, day, kind, cancelled, *cells in _kept(sheets, KEPT_SANCTIONS)
    )
    reviews = (
        Review(
            str(person), str(name), str(rater), str(item), mark if isinstance(mark, float) else np.nan, *map(str, cells)
        )
        for person, name, rater, item, mark, *cells in _kept(sheets, KEPT_REVIEWS)
    )
    return Records(tuple(sanctions), tuple(reviews))


def figures_of(grid: Grid | None) -> dict[str, tuple[int, float]]:
    """Name → row (from 1) and value of every figure on 制度参数."""
    rows = enumerate(grid.rows, 1) if grid else ()
    return {str(row[0]): (r, row[1]) for r, row in rows if len(row) > 1 and row[0] and isinstance(row[1], float)}


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
