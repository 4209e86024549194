"""A graded workbook read back: the places of last year, and what `mkt verify` recomputes it from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mkt.book import cell
from mkt.findings import Hit, fault
from mkt.layout import EVIDENCE, FIGURES, FIRST, MARKS, POLICY, REFERENCES, TOTALS, WORKINGS, YEAR, YEAR_LABEL
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of, hash_of
from mkt.reading.result import figures_of, result_altered
from mkt.rule.arrays import Array, Owners


@fault("error", "这不是 mkt 写出的结果（缺“{found}”表）。", "this is no result that mkt wrote (sheet '{found}' is missing).")  # fmt: skip
def year_result_unknown(sheets: dict[str, Grid]) -> Iterator[Hit]:
    """`mkt verify` 核对的、`--previous` 给出的，要是 mkt 写出的结果：月度的 *.scored.xlsx 或年度的 *.graded.xlsx。

    `mkt verify` and `--previous` take a result that mkt wrote: the *.scored.xlsx of a month or the *.graded.xlsx of a year.
    """
    missing = [name for name in (YEAR, TOTALS, WORKINGS, EVIDENCE) if name not in sheets]
    if missing:
        yield Hit("", missing[0])


@dataclass(frozen=True)
class YearResult:
    """A graded workbook: its evidence line by line, everybody's id and name, the columns it was computed from, and its sheets."""

    file: str
    evidence: list[tuple[str, str]]
    people: list[tuple[str, str]]
    given: dict[str, Array]
    marks: dict[str, tuple[Array, Owners]]
    sheets: dict[str, Grid]

    @property
    def policy_id(self) -> str:
        """The id of the policy it was made by."""
        return self.said(POLICY).rpartition("（")[2].partition("）")[0]

    def said(self, label: str) -> str:
        """What the first line of the evidence with a label says."""
        return next((value for name, value in self.evidence if name == label), "")

    def heads(self, sheet: str) -> list[str]:
        """The words over the columns of a sheet."""
        return [str(head) for head in self.sheets[sheet].rows[FIRST - 1]]

    def shown(self, sheet: str, place: int) -> list[Any]:
        """What a column of a sheet shows for each person; "" for nothing."""
        return [self.sheets[sheet].value(FIRST + i, place) for i in range(len(self.people))]

    def cell(self, sheet: str, person: int, place: int) -> str:
        """The cell of a person's figure."""
        return cell(sheet, FIRST + person, place)

    @property
    def figures(self) -> dict[str, tuple[int, float]]:
        """Name → row and value of every figure on 制度参数."""
        return figures_of(self.sheets.get(FIGURES))


def read_year_result(path: Path) -> YearResult:
    """The graded workbook a file holds. Raises `Refused` for any other file."""
    sheets = {grid.name: grid for grid in grids(path, format_of(path))}
    year_result_unknown.refuse(path.name, sheets)
    result_altered.refuse(path.name, sheets, YEAR, (TOTALS, WORKINGS))
    people = [(str(row[0]), str(row[1])) for row in sheets[TOTALS].rows[FIRST:]]
    index = {id_: i for i, (id_, _) in enumerate(people)}
    given = {ref: values for name in (TOTALS, WORKINGS) for ref, values in _given(sheets[name], len(people))}
    evidence = [(str(row[0]), str(row[1])) for row in sheets[EVIDENCE].rows if len(row) > 1]
    return YearResult(path.name, evidence, people, given, _marks(sheets.get(MARKS), index), sheets)


def _given(grid: Grid, count: int) -> Iterator[tuple[str, Array]]:
    """The columns of a sheet by the references in its hidden row: numbers, or words."""
    for place, ref in enumerate(grid.rows[REFERENCES]):
        if ref:
            values = [grid.value(FIRST + i, place) for i in range(count)]
            if str(ref) in WORDS:
                yield str(ref), np.array(values, object)
            else:
                yield str(ref), np.array([value if isinstance(value, float) else np.nan for value in values], float)


WORDS = {"年度.级别", "年度.分公司", "年度.不参评"}  # columns of words; the others hold numbers


def _marks(grid: Grid | None, index: dict[str, int]) -> dict[str, tuple[Array, Owners]]:
    """Part of the score → the marks and whose they are."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row in grid.rows[FIRST:] if grid else []:
        owner, mark = index.get(str(row[0]), -1), row[4] if isinstance(row[4], float) else np.nan
        if owner >= 0:
            found.setdefault(str(row[5]), []).append((owner, mark))
    return {
        part: (np.array([mark for _, mark in rows]), np.array([owner for owner, _ in rows], np.intp))
        for part, rows in found.items()
    }


@dataclass(frozen=True)
class LastYear:
    """A graded year before the one at hand: everybody's level and place from below by id, where more people were ranked than that."""

    file: str
    sha256: str
    year: str
    places: Mapping[str, tuple[str, float]]


def places_of(path: Path) -> LastYear:
    """The places of a graded year. Raises `Refused` for any other file."""
    result = read_year_result(path)
    heads = result.heads(WORKINGS)
    lowest, group = (
        result.shown(WORKINGS, heads.index(head)) if head in heads else [] for head in ("倒数名次", "同级人数")
    )
    levels = result.given["年度.级别"].tolist() if "年度.级别" in result.given else [""] * len(result.people)
    rows = zip(result.people, levels, lowest, group, strict=False)
    places = {id_: (level, place) for (id_, _), level, place, size in rows
              if isinstance(place, float) and isinstance(size, float) and size > place}  # fmt: skip
    return LastYear(result.file, hash_of(path), result.said(YEAR_LABEL), places)


@dataclass(frozen=True)
class YearGrades:
    """Everybody's annual grade by id, with its cell; "" for people without one."""

    file: str
    sha256: str
    year: str
    grades: Mapping[str, tuple[str, str]]


@fault("error", "这份年度结果的等级还是暂计（不满全年），不能据以发年终奖。",
       "the grades of this year stand only as of now (it is not whole); no bonus rests on them.")  # fmt: skip
def year_provisional(heads: Sequence[str]) -> Iterator[Hit]:
    """年终奖依据年度等级。全年各月的数据齐了，mkt grade 才给出正式的年度等级。

    The annual bonus rests on the annual grade, which `mkt grade` gives for good when all months of the year are there.
    """
    if YEAR_GRADE not in heads:
        yield Hit(YEAR)


YEAR_GRADE = "年度\n等级"


def grades_of(path: Path) -> YearGrades:
    """The annual grades of a graded year. Raises `Refused` for any other file, and for a year that is not whole."""
    result = read_year_result(path)
    heads = result.heads(YEAR)
    year_provisional.refuse(path.name, heads)
    place = heads.index(YEAR_GRADE)
    found = enumerate(zip(result.people, result.shown(YEAR, place), strict=True))
    grades = {id_: (str(grade), result.cell(YEAR, i, place)) for i, ((id_, _), grade) in found}
    return YearGrades(result.file, hash_of(path), result.said(YEAR_LABEL), grades)


@fault("error", "--previous 给出的是 {found} 年的结果，这里考核的是 {year} 年，要给 {wanted} 年的。",
       "--previous names the result of {found}; the year at hand is {year}, so that of {wanted} is wanted.")  # fmt: skip
def last_year_unfit(previous: LastYear | None, year: str) -> Iterator[Hit]:
    """连续两年的名次，要看紧挨着的上一年。

    Ranks of two years running are those of the year right before.
    """
    wanted = str(int(year) - 1)
    if previous is not None and previous.year != wanted:
        yield Hit("", previous.year, more={"year": year, "wanted": wanted})
