"""`mkt verify` of a workbook of pay: does it still show what its inputs and its policy yield?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from mkt.book import cell
from mkt.commission import plan as columns
from mkt.commission.carry import carry_hash
from mkt.commission.compute import Team, compute
from mkt.commission.layout import SHARE, WORDS, Layout, layout
from mkt.commission.plan import PayPlan, special_rows
from mkt.commission.previous import handed_on, handed_on_edited, pay_result_unknown
from mkt.commission.receipts import cent
from mkt.commission.result import AWAY, fingerprint
from mkt.findings import Finding
from mkt.layout import (
    CALCULATION,
    CARRY_HASH,
    CLAWBACKS,
    EVIDENCE,
    FIGURES,
    FIRST,
    INPUTS,
    PAY_HASH,
    PAY_POLICY,
    PAY_POLICY_HASH,
    PERIOD,
    RECEIPTS,
    REFERENCES,
    STATEMENTS,
    SUMMARY,
    TEAM,
)
from mkt.policy.load import find_pay, packs
from mkt.policy.pay import SCORE, YEAR_GRADE, PayPolicy
from mkt.policy.tiers import NAME, Tiers
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of
from mkt.reading.result import figures_of, result_altered
from mkt.rule.arrays import Array, Owners, Trace
from mkt.rule.numbers import NOISE
from mkt.verify import Shown, evidence_differs, figure_differs, parameter_differs, person_differs, policy_differs


@dataclass(frozen=True)
class PayResult:
    """A workbook of pay: its sheets, and what it says it was made from."""

    file: str
    sheets: Mapping[str, Grid]
    evidence: Mapping[str, str]

    @cached_property
    def ids(self) -> list[str]:
        """Everybody on 输入, in order."""
        return [str(row[0]) for row in self.sheets[INPUTS].rows[FIRST:]]

    @cached_property
    def index(self) -> dict[str, int]:
        """Id → position."""
        return {id_: i for i, id_ in enumerate(self.ids)}

    @cached_property
    def given(self) -> dict[str, Array]:
        """The columns on 输入 by reference: words or numbers."""
        grid, found = self.sheets[INPUTS], dict[str, Array]()
        for place, ref in enumerate(grid.rows[REFERENCES]):
            if ref:
                values = [grid.value(FIRST + i, place) for i in range(len(self.ids))]
                words = str(ref) in WORDS
                found[str(ref)] = np.array([str(v) for v in values], object) if words else _numbers(values)
        return found

    def rows(self, sheet: str) -> list[list[Any]]:
        """The rows of a list."""
        return self.sheets[sheet].rows[FIRST:] if sheet in self.sheets else []

    def column(self, sheet: str, place: int) -> list[Any]:
        """One column of a list."""
        return [row[place] if place < len(row) else "" for row in self.rows(sheet)]

    def owners(self, sheet: str, place: int = 0) -> Owners:
        """Whose the rows of a list are."""
        return np.array([self.index.get(str(row[place]), -1) for row in self.rows(sheet)], np.intp)


def verify_pay(path: Path, policy_names: Sequence[str]) -> list[Finding]:
    """Everything in which a workbook of pay differs from what its inputs and its policy yield. Raises `Refused`."""
    sheets = {grid.name: grid for grid in grids(path, format_of(path))}
    pay_result_unknown.refuse(path.name, sheets)
    further = [CALCULATION] if CALCULATION in sheets else []
    result_altered.refuse(path.name, sheets, SUMMARY, (INPUTS, *further))
    evidence = {str(row[0]): str(row[1]) for row in sheets[EVIDENCE].rows if len(row) > 1}
    result = PayResult(path.name, sheets, evidence)
    policy = _policy(result, policy_names)
    plan = PayPlan(policy, RECEIPTS in sheets, YEAR_GRADE in result.given)
    trace = _computed(result, plan)
    found = parameter_differs.findings(result.file, figures_of(sheets.get(FIGURES)), policy.figures())
    found += person_differs.findings(result.file, _people(result, plan), INPUTS)
    found += figure_differs.findings(result.file, _shown(result, plan, trace))
    made = fingerprint(evidence.get(PERIOD, ""), result.ids, plan, trace)
    found += evidence_differs.findings(result.file, evidence.get(PAY_HASH, ""), made)
    state = handed_on(sheets, evidence, path)
    return found + handed_on_edited.findings(result.file, evidence.get(CARRY_HASH, ""), carry_hash(state))


def _policy(result: PayResult, names: Sequence[str]) -> PayPolicy:
    """The policy it was made by. Raises `Refused` where it is not at hand."""
    id_ = result.evidence.get(PAY_POLICY, "")
    known = [find_pay(name) for name in names] or ([find_pay(id_)] if id_ in packs() else [])
    stated = result.evidence.get(PAY_POLICY_HASH, "")
    own = next((policy for policy in known if policy.sha256 == stated), known[0] if known else None)
    policy_differs.refuse(result.file, stated, own, id_)
    assert own is not None
    return own


def _computed(result: PayResult, plan: PayPlan) -> Trace:
    """The pay that the inputs of the result yield."""
    given, owners = dict(result.given), dict[str, Owners]()
    for i, column in enumerate((columns.COUNTED, *map(special_rows, plan.specials))):
        given[column.ref] = _numbers(result.column(RECEIPTS, SHARE + 1 + i))
        owners[column.ref] = result.owners(RECEIPTS)
    given[columns.CLAWED.ref] = np.array([float(_taken_back(row)) for row in result.rows(CLAWBACKS)], float)
    owners[columns.CLAWED.ref] = result.owners(CLAWBACKS)
    team = Team(result.owners(TEAM), result.owners(TEAM, 2))
    return compute(given, owners, plan, team, len(result.ids))


def _taken_back(row: Sequence[Any]) -> Decimal:
    return -cent(_decimal(row[5]) * _decimal(row[6]))


def _people(result: PayResult, plan: PayPlan) -> Iterator[Shown]:
    """Whether the sheets name the same people and lines row by row; a row that is missing names nobody."""
    names = {id_: str(row[1]) for id_, row in zip(result.ids, result.rows(INPUTS), strict=True)}
    for sheet in (SUMMARY, CALCULATION):
        rows = result.rows(sheet) if sheet in result.sheets else []
        for i, (row, id_) in enumerate(zip(rows, result.ids, strict=False)):
            yield Shown(cell(sheet, FIRST + i, 0), "", id_, f"{row[0]} {row[1]}", f"{id_} {names[id_]}")
    held = result.given[columns.HELD].tolist()
    listed = [id_ for id_, why in zip(result.ids, held, strict=True) if not str(why).endswith(AWAY)]
    lines = [(id_, entry.title) for id_ in listed for entry in plan.entries]
    rows = result.rows(STATEMENTS)
    for i in range(max(len(lines), len(rows))):
        id_, title = lines[i] if i < len(lines) else ("", "")
        row = rows[i] if i < len(rows) else ["", "", ""]
        expected = f"{id_} {names.get(id_, '')} {title}".strip()
        yield Shown(cell(STATEMENTS, FIRST + i, 0), "", id_, f"{row[0]} {row[1]} {row[2]}".strip(), expected)


def _shown(result: PayResult, plan: PayPlan, trace: Trace) -> Iterator[Shown]:
    """Every computed figure that the result shows."""
    single = [ref for ref in result.given if ref in plan.single]
    where = layout(plan, single, SCORE.ref in result.given)
    yield from _columns(result, where, trace)
    yield from _statements(result, plan, trace)
    yield from _parts(result)
    for i, row in enumerate(result.rows(CLAWBACKS)):
        yield Shown(cell(CLAWBACKS, FIRST + i, 7), "追回金额", str(row[0]), row[7], float(_taken_back(row)))
    if plan.scheme:
        yield from _tiers(result, plan.scheme.tiers)


def _columns(result: PayResult, where: Layout, trace: Trace) -> Iterator[Shown]:
    for sheet, (first, refs) in where.sheets.items():
        for place, ref in enumerate(refs, start=first):
            if sheet != INPUTS and sheet in result.sheets:
                shown, values = result.column(sheet, place), trace.columns[ref].tolist()
                for i, (found, value) in enumerate(zip(shown, values, strict=True)):
                    label = ref.rpartition(".")[2]
                    yield Shown(cell(sheet, FIRST + i, place), label, result.ids[i], _steady(found), _steady(value))


def _statements(result: PayResult, plan: PayPlan, trace: Trace) -> Iterator[Shown]:
    """The lines of the statements; each names its person, and stands in the order of the policy."""
    per = len(plan.entries)
    for i, row in enumerate(result.rows(STATEMENTS)):
        entry, person = plan.entries[i % per], result.index.get(str(row[0]), -1)
        value = trace.columns[entry.column.ref].tolist()[person] if person >= 0 else float("nan")
        yield Shown(cell(STATEMENTS, FIRST + i, 3), str(row[2]), str(row[0]), row[3], value)


def _parts(result: PayResult) -> Iterator[Shown]:
    """Each person's part of each receipt, and that what counts of a receipt is the part."""
    for i, row in enumerate(result.rows(RECEIPTS)):
        amount, before, share, part = row[8], row[9], row[10], row[11]
        if all(isinstance(value, float) for value in (amount, before, share)):
            whole, start = _decimal(amount), _decimal(before)
            expected = float(cent(whole * (start + _decimal(share))) - cent(whole * start))
            yield Shown(cell(RECEIPTS, FIRST + i, SHARE), "本人份额", str(row[0]), part, expected)
            counted = [value for value in row[SHARE + 1 : -1] if isinstance(value, float)]
            if amount >= 0:
                yield Shown(cell(RECEIPTS, FIRST + i, SHARE + 1), "计入", str(row[0]), round(sum(counted), 2), expected)


def _tiers(result: PayResult, tiers: Tiers) -> Iterator[Shown]:
    """The table of tiers on 制度参数."""
    rows = result.sheets[FIGURES].rows if FIGURES in result.sheets else []
    first = next((i + 1 for i, row in enumerate(rows) if str(row[0]).startswith(f"{NAME}：")), len(rows))
    for k, tier in enumerate(tiers.rows):
        row = [*rows[first + k], "", "", ""] if first + k < len(rows) else ["", "", ""]
        value = tiers.value(k)
        yield Shown(cell(FIGURES, first + k, 2), value.name, "", row[2], float(value.value))
        if tier.upper is not None:
            yield Shown(cell(FIGURES, first + k, 1), tiers.edge(k).name, "", row[1], float(tier.upper))


def _steady(value: Any) -> Any:
    """A figure without the noise in which two ways to a ratio differ."""
    return round(value, NOISE) + 0.0 if isinstance(value, float) and value == value else value


def _numbers(values: Sequence[Any]) -> Array:
    return np.array([value if isinstance(value, float) else np.nan for value in values], float)


def _decimal(value: Any) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(0)
