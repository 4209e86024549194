"""The number rule, and every node of a rule in its three readings: arrays, LibreOffice's own computation, the sentence."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mkt.book import letters
from mkt.rule import formula, sentence
from mkt.rule.arrays import Trace
from mkt.rule.formula import ROW
from mkt.rule.numbers import half_up, steady, truncate
from mkt.rule.tree import (
    Both,
    Column,
    Count,
    Either,
    Figure,
    If,
    Limit,
    Lookup,
    Node,
    Operation,
    Rank,
    Round,
    Sum,
    Whole,
    Words,
    columns,
    divisors,
    unit_of,
)
from tests.exact import rounded

# numbers


def one(function: Callable[..., Any], value: float, *more: int) -> float:
    """A function of arrays on a single number."""
    return float(function(np.array([value]), *more)[0])


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**5))
def test_half_up_rounds_a_ratio_as_decimal_arithmetic_does(over: int, under: int) -> None:
    """The float of a ratio of whole numbers rounds to the same two decimals as the ratio itself, half away from zero."""
    if abs(over) > under * 10**5:
        over %= under * 10**5  # points, not fortunes
    with localcontext(prec=60):
        exact = (Decimal(over) / Decimal(under)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert one(half_up, over / under, 2) == float(exact)


@given(st.integers(-(10**7), 10**7), st.integers(1, 200))
def test_half_up_rounds_a_share_of_points_as_decimal_arithmetic_does(half_cents: int, parts: int) -> None:
    """So does a tie (a number of half hundredths) that was cut into parts and put together again, with all its noise."""
    with localcontext(prec=60):
        exact = (Decimal(half_cents) / 200).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert one(half_up, half_cents / 200 / parts * parts, 2) == float(exact)


@pytest.mark.parametrize(
    ("value", "rounded_"),
    [(2.675, 2.68), (1.005, 1.01), (89.995, 90.0), (89.994999, 89.99), (0.125, 0.13), (-0.125, -0.13), (-2.675, -2.68),
     (-0.004, 0.0), (8.345, 8.35), (1.115, 1.12), (0.285, 0.29), (99.995, 100.0)],
)  # fmt: skip
def test_half_up_at_ties(value: float, rounded_: float) -> None:
    """A tie goes away from zero whichever side of it the binary number lies."""
    assert one(half_up, value, 2) == rounded_


def test_half_up_knows_no_negative_zero() -> None:
    """What rounds to nothing is 0, not -0."""
    assert math.copysign(1, one(half_up, -0.001, 2)) == 1


@pytest.mark.parametrize(
    ("sum_", "written"), [(0.3 * 3, 0.9), (0.1 + 0.2, 0.3), (1.1 * 1.1, 1.21), (0.7 + 0.1 + 0.1, 0.9)]
)
def test_steady_drops_binary_noise(sum_: float, written: float) -> None:
    """What a person writes as 0.9 is 0.9, although the floats differ."""
    assert sum_ != written
    assert one(steady, sum_) == written


def test_steady_keeps_what_a_person_can_write_down() -> None:
    """A billionth is a difference."""
    assert one(steady, 0.899999999) < one(steady, 0.3 * 3)


@pytest.mark.parametrize(
    ("steps", "whole"),
    [(0.9, 0.0), (-0.9, 0.0), (1.01 / 0.01 - 1 / 0.01, 1.0), ((0.98 - 1) / 0.01, -2.0), (1.999, 1.0), (-1.999, -1.0)],
)
def test_truncate_cuts_toward_zero_after_steadying(steps: float, whole: float) -> None:
    """0.9 of a step counts for nothing, up or down; 0.9999999999 of one is noise around a whole step."""
    assert one(truncate, steps) == whole


# the rules whose three readings are compared

PLAN, ACTUAL = Column("销售目标.计划销售额", "元"), Column("销售目标.实际销售额", "元")
MARK, DAYS = Column("行为评分.作息考勤", "分"), Column("考勤.请假天数", "天")
TASKS = Column("工作任务.完成率", "%", many=True)
SANCTIONS = Column("处分.未抵消", "次", many=True, log=True)
TEAM_PLAN, TEAM_ACTUAL = (Column(f"团队.{c.ref}", "元", many=True) for c in (PLAN, ACTUAL))
SINGLE, LISTS = (PLAN, ACTUAL, MARK, DAYS), (TASKS, SANCTIONS, TEAM_PLAN, TEAM_ACTUAL)


@dataclass(frozen=True)
class Person:
    """What is known of one person, in exact decimals: None for a blank, a list for each column of many."""

    values: dict[Column, Any]

    def __getitem__(self, column: Column) -> Any:
        """The value as a fraction, or the list of them."""
        value = self.values[column]
        return [Fraction(v) for v in value] if isinstance(value, list) else Fraction(value)

    def lacks(self, column: Column) -> bool:
        """Whether a rule that reads the column can say nothing: a blank, or no row at all of what is not a log."""
        value = self.values[column]
        if column in (TEAM_PLAN, TEAM_ACTUAL, TASKS) and value == []:
            return True
        return value is None or (isinstance(value, list) and None in value)


def figure(value: str, name: str = "", unit: str = "分") -> Figure:
    """A figure with a name and a clause, or a plain constant."""
    return Figure(Decimal(value), name, unit, f"条款 {name}" if name else "")


def at_least(value: Fraction, *bands: tuple[str, Any], otherwise: Any) -> Any:
    """The result of the first band, from the highest down, whose bound the value reaches."""
    return next((result for bound, result in bands if value >= Fraction(bound)), otherwise)


def at_most(value: Fraction, *bands: tuple[str, Any], otherwise: Any) -> Any:
    """The result of the first band, from the lowest up, whose bound the value does not exceed."""
    return next((result for bound, result in bands if value <= Fraction(bound)), otherwise)


def cut(value: Fraction) -> Fraction:
    """Whole steps toward zero."""
    return Fraction(math.trunc(value))


def decimals(*written: str) -> tuple[Decimal, ...]:
    """Bounds or points as a table holds them."""
    return tuple(Decimal(value) for value in written)


RATE = ACTUAL / PLAN
CAP, ZERO_LINE = figure("1.2", "业绩_封顶", "%"), figure("0.6", "业绩_零分线", "%")
SHARES = Lookup(RATE, decimals("0.6", "0.7", "0.8", "0.9"), decimals("0", "10", "15", "18", "20"), "达标率", "%", False, "条款 达标率")  # fmt: skip
SPENT = Lookup(RATE, decimals("0.9", "1", "1.1", "1.2"), decimals("20", "18", "10", "5", "0"), "费用", "%", True, "条款 费用")  # fmt: skip
AMOUNTS = Lookup(ACTUAL, decimals("600", "1000.01"), decimals("-1", "0", "1.5"), "金额", "元")
GRADES = Lookup(MARK, decimals("7", "9"), ("C", "B", 'A"'), "等级", "分", False, "条款 等级")
ABSENT, LATE = Operation(">", DAYS, figure("3", "请假_上限", "天")), Operation(">", Sum((SANCTIONS,)), figure("0"))
LOST = If(
    Both((Operation(">=", MARK, figure("7", "等级_B_下限")), Either((ABSENT, LATE)))),
    Words("C", "条款 不得评B"),
    Words("B", "条款 评B"),
)
REACHING = Sum((Operation(">=", TEAM_ACTUAL, TEAM_PLAN),)) / Count(TEAM_PLAN)

Exact = Callable[[Person], Any]
RULES: dict[str, tuple[Node, Exact]] = {
    "a figure": (MARK * figure("0.5", "考勤_系数"), lambda p: p[MARK] / 2),
    "a constant": (MARK * figure("0.25"), lambda p: p[MARK] / 4),
    "sums and products": (MARK + DAYS * MARK - DAYS, lambda p: p[MARK] + p[DAYS] * p[MARK] - p[DAYS]),
    "brackets on the left": ((MARK + DAYS) * MARK, lambda p: (p[MARK] + p[DAYS]) * p[MARK]),
    "brackets on the right": (MARK - (DAYS - MARK), lambda p: p[MARK] - (p[DAYS] - p[MARK])),
    "brackets below a quotient": (RATE / (MARK / figure("3")), lambda p: p[ACTUAL] / p[PLAN] / (p[MARK] / 3)),
    "a sum": (Sum((MARK, DAYS, RATE * MARK)), lambda p: p[MARK] + p[DAYS] + p[ACTUAL] / p[PLAN] * p[MARK]),
    "a sum of rows": (Sum((TASKS,)), lambda p: sum(p[TASKS])),
    "a sum of a log": (Sum((SANCTIONS,)), lambda p: sum(p[SANCTIONS], Fraction(0))),
    "a mean of rows": (Sum((TASKS,)) / Count(TASKS) * figure("40"), lambda p: sum(p[TASKS]) / len(p[TASKS]) * 40),
    "a count": (Count(TASKS), lambda p: len(p[TASKS])),
    "a share of a team": (REACHING, lambda p: Fraction(sum(a >= b for a, b in zip(p[TEAM_ACTUAL], p[TEAM_PLAN], strict=True)), len(p[TEAM_PLAN]))),
    "at most": (Limit(RATE, CAP, "most"), lambda p: min(p[ACTUAL] / p[PLAN], Fraction("1.2"))),
    "at least": (Limit(MARK - DAYS, figure("2"), "least"), lambda p: max(p[MARK] - p[DAYS], Fraction(2))),
    "rounded": (Round(RATE * figure("60"), 2), lambda p: rounded(p[ACTUAL] / p[PLAN] * 60)),
    "rounded below zero": (Round((figure("1") - RATE) * figure("0.5"), 2), lambda p: rounded((1 - p[ACTUAL] / p[PLAN]) / 2)),
    "whole steps": (Whole((RATE - figure("1")) / figure("0.01", "回款_步长", "%")), lambda p: cut((p[ACTUAL] / p[PLAN] - 1) * 100)),
    "if below": (If(Operation("<", RATE, ZERO_LINE), figure("0"), RATE), lambda p: 0 if p[ACTUAL] / p[PLAN] < Fraction("0.6") else p[ACTUAL] / p[PLAN]),
    "if money reaches": (If(Operation(">=", ACTUAL, PLAN), MARK, DAYS), lambda p: p[MARK] if p[ACTUAL] >= p[PLAN] else p[DAYS]),
    "both and either": (LOST, lambda p: "C" if p[MARK] >= 7 and (p[DAYS] > 3 or sum(p[SANCTIONS]) > 0) else "B"),
    "bands at least": (SHARES, lambda p: at_least(p[ACTUAL] / p[PLAN], ("0.9", 20), ("0.8", 18), ("0.7", 15), ("0.6", 10), otherwise=0)),
    "bands at most": (SPENT, lambda p: at_most(p[ACTUAL] / p[PLAN], ("0.9", 20), ("1", 18), ("1.1", 10), ("1.2", 5), otherwise=0)),
    "bands of money": (AMOUNTS, lambda p: at_least(p[ACTUAL], ("1000.01", Fraction("1.5")), ("600", 0), otherwise=-1)),
    "grades": (GRADES, lambda p: at_least(p[MARK], ("9", 'A"'), ("7", "B"), otherwise="C")),
    "words": (If(Operation(">", MARK, figure("5")), Words('说"好"'), Words("否")), lambda p: '说"好"' if p[MARK] > 5 else "否"),
}  # fmt: skip
RANK = Rank(MARK)


def _values(chance: random.Random) -> dict[Column, Any]:
    """What is known of a random person; a good part of the ratios lie on a bound of some band."""

    def amount() -> Decimal:
        return Decimal(chance.randrange(1, 10**7)) / 100

    plan = Decimal(chance.choice([1000, 90000, 700, 33300])) if chance.random() < 0.6 else amount()
    rates = decimals("0.6", "0.7", "0.8", "0.9", "1", "1.1", "1.2", "0.59999", "0.90001", "1.2001", "0.985", "1.01")
    near = (plan * chance.choice(rates)).quantize(Decimal("0.01"))
    plans = [amount() for _ in range(chance.randrange(1, 6))]
    return {
        PLAN: plan,
        ACTUAL: chance.choice([near, near, amount()]),
        MARK: Decimal(chance.randrange(1, 21)) / 2,
        DAYS: Decimal(chance.randrange(0, 13)) / 2,
        TASKS: [Decimal(chance.randrange(0, 201)) / 200 for _ in range(chance.randrange(1, 5))],
        SANCTIONS: [Decimal(chance.randrange(2)) for _ in range(chance.randrange(3))],
        TEAM_PLAN: plans,
        TEAM_ACTUAL: [chance.choice([plan, amount()]) for plan in plans],
    }


ONE = Decimal(1)
BLANKS: list[dict[Column, Any]] = [
    *({column: None} for column in SINGLE),
    {PLAN: Decimal(0)},
    {MARK: Decimal(0)},
    {TASKS: []},
    {TASKS: [ONE, None]},
    {SANCTIONS: []},
    {SANCTIONS: [None, ONE]},
    {TEAM_PLAN: [], TEAM_ACTUAL: []},
    {TEAM_PLAN: [ONE, None], TEAM_ACTUAL: [ONE, ONE]},
    {TEAM_PLAN: [ONE, ONE], TEAM_ACTUAL: [None, ONE]},
]
_CHANCE = random.Random(20240531)
PEOPLE = [Person(_values(_CHANCE)) for _ in range(300)]
PEOPLE += [Person(_values(_CHANCE) | blank) for blank in BLANKS for _ in range(3)]


def expected(name: str) -> list[Any]:
    """What exact arithmetic makes of a rule, None where a value that it reads is missing or it divides by 0."""
    return [exactly(name, person) for person in PEOPLE]


def exactly(name: str, person: Person) -> Any:
    """What exact arithmetic makes of a rule for one person."""
    rule, exact = RULES[name]
    try:
        return None if any(person.lacks(c) for c in columns(rule)) else exact(person)
    except ZeroDivisionError:
        return None


def ranks() -> list[int | None]:
    """One more than the number of people with a higher mark."""
    known = [None if p.lacks(MARK) else p[MARK] for p in PEOPLE]
    return [None if mark is None else 1 + sum(m > mark for m in known if m is not None) for mark in known]


def same(found: Any, wanted: Any) -> bool:
    """Whether a value is the exact one, a float being as near to it as floats are."""
    if wanted is None or isinstance(wanted, str):
        return bool(found == wanted)
    return isinstance(found, float | int) and math.isclose(found, wanted, rel_tol=1e-12, abs_tol=1e-12)


def wrong(found: Sequence[Any], wanted: Sequence[Any]) -> list[tuple[int, Any, Any]]:
    """Person, found, wanted, wherever they differ."""
    return [(i, f, w) for i, (f, w) in enumerate(zip(found, wanted, strict=True)) if not same(f, w)]


# the first reading: arrays


def trace() -> Trace:
    """The people as arrays."""
    floats: dict[str, Any] = {}
    owners: dict[str, Any] = {}
    for column in SINGLE:
        floats[column.ref] = np.array([math.nan if p.lacks(column) else float(p[column]) for p in PEOPLE])
    for column in LISTS:
        rows = [(i, value) for i, p in enumerate(PEOPLE) for value in p.values[column]]
        floats[column.ref] = np.array([math.nan if value is None else float(value) for _, value in rows])
        owners[column.ref] = np.array([i for i, _ in rows], np.intp)
    return Trace(len(PEOPLE), floats, owners)


def listed(array: Any) -> list[Any]:
    """An array as a list, None for NaN."""
    return [None if value is None or value != value else value for value in array.tolist()]


@pytest.mark.parametrize("name", RULES)
def test_arrays_are_exact(name: str) -> None:
    """The arrays hold what fractions make of the rule, and nothing where a value is missing."""
    assert wrong(listed(trace().values(RULES[name][0])), expected(name)) == []


def test_ranks_of_arrays_are_exact() -> None:
    """The highest mark is first, equal marks share a rank, a missing mark has none and takes nobody's."""
    assert listed(trace().values(RANK)) == ranks()


def test_only_those_with_a_grade_are_ranked_among() -> None:
    """With `among`, somebody without a word in that column has no rank and takes nobody's."""
    values = {MARK.ref: np.array([9.0, 8.0, 7.0, 7.0]), "等级": np.array(["A", None, "C", "C"], dtype=object)}
    assert listed(Trace(4, values).of(Rank(MARK, "等级"))) == [1, None, 2, 2]


@pytest.mark.parametrize("table", [SHARES, SPENT, AMOUNTS, GRADES], ids=lambda table: table.name)
def test_people_fall_in_every_row_of_the_tables(table: Lookup) -> None:
    """The comparison means something: every row of every table is somebody's."""
    assert set(listed(trace().values(table))) >= {v if isinstance(v, str) else float(v) for v in table.values}


# the second reading: formulas, computed by LibreOffice

STORED = -12345.0  # what every formula cell says before it is computed anew
MARKS = 0xE000  # private characters that stand in a pattern for a list's first row, last row and count


def place(column: Column) -> str:
    """Where a column stands in the workbook."""
    if column not in LISTS:
        letter = letters(SINGLE.index(Column(column.ref, column.unit)))
        return f"数!${letter}$2:${letter}${len(PEOPLE) + 1}" if column.many else f"数!{letter}{ROW}"
    mark = MARKS + 3 * LISTS.index(column)
    return f"表{LISTS.index(column)}!$A{chr(mark)}:$A{chr(mark + 1)}"


def need(column: Column) -> str:
    """How many values there must be."""
    return chr(MARKS + 3 * LISTS.index(column) + 2)


PATTERNS = {name: formula.guarded(rule, place, need) for name, (rule, _) in RULES.items()}
PATTERNS["a rank"] = formula.guarded(RANK, place, need)


def filled(pattern: str, person: int) -> str:
    """The formula of one person."""
    text = pattern.replace(ROW, str(person + 2))
    for i, column in enumerate(LISTS):
        first = 2 + sum(len(p.values[column]) for p in PEOPLE[:person])
        size = len(PEOPLE[person].values[column])
        least = size if column.log else max(1, size)
        for offset, value in enumerate((first, first + size - 1, least) if size else (1, 1, least)):
            text = text.replace(chr(MARKS + 3 * i + offset), str(value))
    return text


def write_workbook(path: Path) -> None:
    """The people, the figures under their names, the tables, and a column of formulas for each rule, all stored values wrong."""
    with xlsxwriter.Workbook(path) as workbook:
        results, numbers, figures = (workbook.add_worksheet(name) for name in ("结果", "数", "参数"))
        for c, column in enumerate(SINGLE):
            numbers.write_column(0, c, [column.label, *(p.values[column] for p in PEOPLE)])
        for i, column in enumerate(LISTS):
            rows = workbook.add_worksheet(f"表{i}")
            rows.write_column(0, 0, [column.label, *(value for p in PEOPLE for value in p.values[column])])
        for i, (name, values) in enumerate(named_cells().items()):
            figures.write_column(0, i, values)
            workbook.define_name(name, f"=参数!${letters(i)}$1:${letters(i)}${len(values)}")
        for c, pattern in enumerate(PATTERNS.values()):
            for i in range(len(PEOPLE)):
                results.write_formula(i, c, filled(pattern, i), None, STORED)


def named_cells() -> dict[str, Sequence[Any]]:
    """Every name that a formula uses, and the cells behind it."""
    nodes = [node for rule, _ in RULES.values() for node in rule.walk()]
    cells: dict[str, Sequence[Any]] = {n.name: [n.value] for n in nodes if isinstance(n, Figure) and n.name}
    for table in (n for n in nodes if isinstance(n, Lookup)):
        edge, bounds = ("上限", table.bounds) if table.up_to else ("下限", (Decimal("-1e15"), *table.bounds))
        cells |= {f"{table.name}_{edge}": bounds, f"{table.name}_结果": table.values}
    return cells


def computed(path: Path) -> dict[str, list[Any]]:
    """The values that the result cells of a workbook carry, None for an empty text."""
    sheet = openpyxl.load_workbook(path, data_only=True)["结果"]
    columns_ = [[cell.value if cell.value != "" else None for cell in column] for column in sheet.iter_cols()]
    return dict(zip(PATTERNS, columns_, strict=True))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as written."""
    path = tmp_path_factory.mktemp("rule") / "rules.xlsx"
    write_workbook(path)
    return path


@pytest.fixture(scope="module")
def recalculated(workbook: Path, recalculate: Callable[..., list[Path]]) -> dict[str, list[Any]]:
    """Every rule as LibreOffice computes it."""
    [done] = recalculate([workbook], workbook.parent / "done")
    return computed(done)


def test_formulas_were_computed_anew(workbook: Path, recalculated: dict[str, list[Any]]) -> None:
    """The oracle is one: what the file stored was wrong in every cell, and none of it is left."""
    assert {value for values in computed(workbook).values() for value in values} == {STORED}
    assert STORED not in {value for values in recalculated.values() for value in values}


@pytest.mark.parametrize("name", RULES)
def test_formulas_are_exact(recalculated: dict[str, list[Any]], name: str) -> None:
    """LibreOffice computes what fractions make of the rule, and an empty cell where a value is missing."""
    assert wrong(recalculated[name], expected(name)) == []


def test_ranks_of_formulas_are_exact(recalculated: dict[str, list[Any]]) -> None:
    """LibreOffice ranks as the arrays do."""
    assert recalculated["a rank"] == ranks()


ALLOWED = {"IF", "ROUND", "SUM", "MIN", "MAX", "LOOKUP", "SUMPRODUCT", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "AND", "OR", "INDEX",
           "MATCH", "TRUNC"}  # fmt: skip


def test_formulas_use_only_functions_of_excel_2007() -> None:
    """No formula needs an Excel newer than 2007."""
    assert {name for pattern in PATTERNS.values() for name in re.findall(r"([A-Z.]+)\(", pattern)} <= ALLOWED


def test_every_lookup_compares_a_rounded_value() -> None:
    """LOOKUP compares the exact binary value in Excel, so its first argument is always rounded."""
    found = [name for name, pattern in PATTERNS.items() if "LOOKUP(" in pattern]
    assert {"bands at least", "bands of money", "grades"} == set(found)
    assert all(PATTERNS[name].count("LOOKUP(") == PATTERNS[name].count("LOOKUP(ROUND(") for name in found)


@pytest.mark.parametrize(
    ("name", "comparison"),
    [
        ("if below", "ROUND(数!B#/数!A#,9)<ROUND(业绩_零分线,9)"),
        ("if money reaches", "ROUND(数!B#,4)>=ROUND(数!A#,4)"),
        ("both and either", "ROUND(数!D#,9)>ROUND(请假_上限,9)"),
    ],
)
def test_every_comparison_is_of_rounded_values(name: str, comparison: str) -> None:
    """Excel, unlike LibreOffice, tells 0.3 × 3 from 0.9: both sides of a comparison are rounded, amounts to four decimals."""
    assert comparison in PATTERNS[name].replace(ROW, "#")


@pytest.mark.parametrize("name", PATTERNS)
def test_the_guard_against_blanks_is_outermost(name: str) -> None:
    """The empty text of a missing value is never an argument of ROUND or of arithmetic, where it would be an error.

    A divisor of 0 is guarded against behind it, in a test of its own: OR computes all its arguments, blank or not.
    """
    assert re.match(r"=IF\((COUNT|OR\(COUNT)", PATTERNS[name])
    divides = name in RULES and bool(divisors(RULES[name][0]))
    assert PATTERNS[name].count(',"",') == 1 + divides


# the third reading: sentences


def spoken(name: str) -> list[str]:
    """Everybody's sentence."""
    return sentence.sentences("某项", RULES[name][0], sentence.People(trace(), range(len(PEOPLE))))


@pytest.mark.parametrize("name", RULES)
def test_sentences_end_in_the_exact_value(name: str) -> None:
    """The number (or word) a sentence ends in is the exact one, to the four decimals that are shown."""
    for said, wanted in zip(spoken(name), expected(name), strict=True):
        if isinstance(wanted, str):
            assert said.endswith(f" {wanted}")
        elif wanted is not None:
            result = float(said.rpartition(" = ")[2].replace(",", ""))
            assert result == pytest.approx(float(wanted), rel=0, abs=5.1e-5), said


@pytest.mark.parametrize("name", RULES)
def test_sentences_name_what_is_missing(name: str) -> None:
    """Where a value is missing the sentence says which, where the divisor is 0 that it is; and no number."""
    for person, said, wanted in zip(PEOPLE, spoken(name), expected(name), strict=True):
        if wanted is None:
            lacking = [c.label for c in columns(RULES[name][0]) if person.lacks(c)]
            assert said == f"某项：缺{'、'.join(lacking)}，未评分" if lacking else said.endswith(" 不能作除数，未评分")


@pytest.mark.parametrize("name", RULES)
def test_a_blank_is_blank_in_all_three_readings(name: str, recalculated: dict[str, list[Any]]) -> None:
    """For each column that a rule reads somebody lacks it, and is given neither the best nor the worst: nothing, three times."""
    values, said = listed(trace().values(RULES[name][0])), spoken(name)
    for column in columns(RULES[name][0]):
        lacking = [i for i, person in enumerate(PEOPLE) if person.lacks(column)]
        assert len(lacking) >= 3
        assert {(values[i], recalculated[name][i]) for i in lacking} == {(None, None)}
        assert all("未评分" in said[i] and "=" not in said[i] for i in lacking)


def test_nothing_in_a_log_is_not_a_blank(recalculated: dict[str, list[Any]]) -> None:
    """What was recorded nowhere did not happen: without rows in a log the sum is 0, in arrays and in the sheet."""
    nobody = [i for i, person in enumerate(PEOPLE) if person.values[SANCTIONS] == []]
    values = listed(trace().values(RULES["a sum of a log"][0]))
    assert {(values[i], recalculated["a sum of a log"][i]) for i in nobody} == {(0, 0)}


# one person, written out


def alone(rule: Node, clause: str = "", **values: float) -> tuple[str, str]:
    """The sentence and the clauses of one person with these marks, days and so on."""
    known = {c.ref: np.array([values[c.label]]) for c in columns(rule) if not c.many}
    owners = {c.ref: np.zeros(int(values.get(c.label, 0)), np.intp) for c in columns(rule) if c.many}
    known |= {ref: np.ones(len(owner)) for ref, owner in owners.items()}
    people = sentence.People(Trace(1, known, owners), [0])
    [said], [cited] = sentence.sentences("某项", rule, people), sentence.clauses(rule, people, figure("0", clause))
    return said.removeprefix("某项："), cited


@pytest.mark.parametrize(
    ("mark", "days", "sanctions", "cited"),
    [
        (6.5, 5.0, 1, "条款 等级；条款 评B"),
        (7.0, 3.0, 0, "条款 等级；条款 评B"),
        (7.0, 3.5, 0, "条款 等级；条款 等级_B_下限；条款 请假_上限；条款 不得评B"),
        (7.0, 3.0, 1, "条款 等级；条款 等级_B_下限；条款 不得评B"),
        (7.0, 3.5, 1, "条款 等级；条款 等级_B_下限；条款 请假_上限；条款 不得评B"),
    ],
)
def test_clauses_are_those_of_the_branch_taken(mark: float, days: float, sanctions: int, cited: str) -> None:
    """A person who lost a grade reads the clause that took it, and only the reasons that apply; nobody else reads either."""
    assert alone(LOST, "等级", 作息考勤=mark, 请假天数=days, 未抵消=sanctions)[1] == cited


@pytest.mark.parametrize(("rate", "cited"), [(0.5, "条款 业绩；条款 业绩_零分线"), (0.6, "条款 业绩")])
def test_a_line_that_was_not_crossed_is_not_cited(rate: float, cited: str) -> None:
    """The clause of the zero line is cited below it only."""
    rule = If(Operation("<", RATE, ZERO_LINE), figure("0"), RATE)
    assert alone(rule, "业绩", 实际销售额=rate * 100, 计划销售额=100.0)[1] == cited


def test_an_assumed_figure_is_called_so() -> None:
    """A figure without a clause is cited as assumed."""
    assumed = Figure(Decimal("0.5"), "考勤_系数", "分", "", "原文没有写")
    assert alone(MARK * assumed, "考勤", 作息考勤=8.0)[1] == f"条款 考勤；{sentence.ASSUMED}"


@pytest.mark.parametrize(
    ("rule", "values", "said"),
    [
        (RATE * figure("60"), {"实际销售额": 110_000, "计划销售额": 100_000}, "实际销售额 110,000÷计划销售额 100,000×60 = 66"),
        (Limit(RATE, CAP, "most"), {"实际销售额": 6, "计划销售额": 4}, "(实际销售额 6÷计划销售额 4，最高取 120%) = 1.2"),
        (Limit(RATE, CAP, "most"), {"实际销售额": 4, "计划销售额": 4}, "实际销售额 4÷计划销售额 4 = 1"),
        ((MARK + DAYS) * MARK, {"作息考勤": 2, "请假天数": 1}, "(作息考勤 2+请假天数 1)×作息考勤 2 = 6"),
        (MARK - (DAYS - MARK), {"作息考勤": 2, "请假天数": 1}, "作息考勤 2-(请假天数 1-作息考勤 2) = 3"),
        (GRADES, {"作息考勤": 8.5}, "作息考勤 8.5≥7 = B"),
        (SPENT, {"实际销售额": 100, "计划销售额": 100}, "实际销售额 100÷计划销售额 100=100%≤100% = 18"),
        (SPENT, {"实际销售额": 130, "计划销售额": 100}, "实际销售额 130÷计划销售额 100=130%>120% = 0"),
        (SHARES, {"实际销售额": 59, "计划销售额": 100}, "实际销售额 59÷计划销售额 100=59%<60% = 0"),
        (LOST, {"作息考勤": 8, "请假天数": 4, "未抵消": 0}, "因作息考勤 8≥7且请假天数 4>3，为 C"),
        (LOST, {"作息考勤": 8, "请假天数": 4, "未抵消": 2}, "因作息考勤 8≥7且请假天数 4>3、未抵消合计 2>0，为 C"),
        (Sum((SANCTIONS,)), {"未抵消": 2}, "未抵消合计 2 = 2"),
    ],
)  # fmt: skip
def test_sentences_as_people_read_them(rule: Node, values: dict[str, float], said: str) -> None:
    """A sentence follows the arithmetic from the person's own figures to the result, by the branch that was taken."""
    assert alone(rule, **{label: float(value) for label, value in values.items()})[0] == said


def test_a_share_of_a_team_is_told_by_heads() -> None:
    """The members who reach their plan are counted, not added up as yuan."""
    [said] = sentence.sentences("达标", REACHING, sentence.People(_team([5, 6, 7, 8], [5, 6, 7, 7.99]), [0]))
    assert said == "达标：实际销售额各项≥计划销售额各项的有 3项÷4项 = 0.75"


def _team(plans: list[float], actuals: list[float]) -> Trace:
    floats = {TEAM_PLAN.ref: np.array(plans), TEAM_ACTUAL.ref: np.array(actuals)}
    return Trace(1, floats, dict.fromkeys(floats, np.zeros(len(plans), np.intp)))


@pytest.mark.parametrize(
    ("actual", "said"),
    [(9_999_999, "99.99999%≤100% = 18"), (10_000_001, "100.00001%≤110% = 10"), (10_000_000, "100%≤100% = 18")],
)
def test_a_value_beside_a_bound_is_told_from_it(actual: int, said: str) -> None:
    """99.99999 % is not shown as 100 %: the reader sees on which side of the bound the value lies."""
    assert (
        alone(SPENT, 实际销售额=actual, 计划销售额=10_000_000)[0]
        == f"实际销售额 {actual:,}÷计划销售额 10,000,000={said}"
    )


# boundaries


@pytest.mark.parametrize(
    ("rule", "unit"),
    [
        (ACTUAL, "元"),
        (ACTUAL - PLAN, "元"),
        (RATE, ""),
        (RATE * figure("40"), "分"),
        (ACTUAL / DAYS, "元"),
        (Sum((TASKS,)), "%"),
        (Limit(RATE, CAP, "most"), "%"),
        (Sum((Operation(">=", TEAM_ACTUAL, TEAM_PLAN),)), ""),
        (Count(TASKS), ""),
        (AMOUNTS, ""),
    ],
)
def test_unit_of_a_rule(rule: Node, unit: str) -> None:
    """Yuan by yuan is a plain ratio, of which nine decimals carry meaning; an amount has four."""
    assert unit_of(rule) == unit


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (0.3 * 3, 20.0),
        (0.9, 20.0),
        (0.899999999, 18.0),
        (0.1 + 0.7, 18.0),
        (0.6, 10.0),
        (0.599999999, 0.0),
        (-1.0, 0.0),
    ],
)
def test_bands_at_least_include_their_bound(value: float, points: float) -> None:
    """0.3 × 3 reaches the bound of 0.9, although as a float it is less; a billionth below does not."""
    assert _looked_up(SHARES, value) == points


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (0.3 * 3, 20.0),
        (0.9, 20.0),
        (0.900000001, 18.0),
        (1.1, 10.0),
        (1.1 * 1.1, 0.0),
        (0.4 * 3, 5.0),
        (1.200000001, 0.0),
    ],
)
def test_bands_at_most_include_their_bound(value: float, points: float) -> None:
    """0.4 × 3 does not exceed the bound of 1.2, although as a float it does; a billionth above does."""
    assert _looked_up(SPENT, value) == points


def _looked_up(table: Lookup, value: float) -> float:
    rule = Lookup(MARK, table.bounds, table.values, table.name, table.unit, table.up_to)
    return float(Trace(1, {MARK.ref: np.array([value])}).values(rule)[0])


@pytest.mark.parametrize(
    ("actual", "plan", "below"),
    [(59.9995, 100.0, True), (5_999_999.99, 10_000_000.0, True), (60.0, 100.0, False), (0.3 * 3, 1.5, False)],
)
def test_a_ratio_of_money_keeps_nine_decimals(actual: float, plan: float, below: bool) -> None:
    """59.9995 % is below 60 %: a ratio of amounts is compared as a ratio, not with the four decimals of an amount."""
    rule = If(Operation("<", RATE, ZERO_LINE), figure("1"), figure("0"))
    values = Trace(1, {ACTUAL.ref: np.array([actual]), PLAN.ref: np.array([plan])}).values(rule)
    assert values.tolist() == [float(below)]


@pytest.mark.parametrize(
    ("actual", "plan", "reached"),
    [(0.1 + 0.2, 0.3, True), (33_333_333.33 * 3, 99_999_999.99, True), (99_999.99, 100_000.0, False)],
)
def test_amounts_are_compared_to_the_fen(actual: float, plan: float, reached: bool) -> None:
    """An amount that was added up reaches its plan in spite of float noise; one fen less does not."""
    rule = If(Operation(">=", ACTUAL, PLAN), figure("1"), figure("0"))
    values = Trace(1, {ACTUAL.ref: np.array([actual]), PLAN.ref: np.array([plan])}).values(rule)
    assert values.tolist() == [float(reached)]


def test_a_column_that_is_not_there_is_missing_for_all() -> None:
    """Nobody is given points from a column the book does not have."""
    assert listed(Trace(2, {}).values(SHARES)) == [None, None]
    assert listed(Trace(2, {}).values(RULES["a mean of rows"][0])) == [None, None]


@pytest.mark.parametrize(
    "rule",
    [
        RATE,
        SHARES,
        SPENT,
        If(Operation("<", RATE, ZERO_LINE), figure("0"), RATE),
        Limit(RATE, CAP, "most"),
        ACTUAL / (PLAN - ACTUAL + ACTUAL),
    ],
    ids=["ratio", "bands at least", "bands at most", "zero line", "cap", "difference"],
)
@pytest.mark.parametrize("actual", [0.0, 5.0, -5.0])
def test_nothing_is_divided_by_zero(rule: Node, actual: float) -> None:
    """Against a plan of 0 there are no points: not infinitely many, and not those of the best or the worst band."""
    assert listed(Trace(1, {ACTUAL.ref: np.array([actual]), PLAN.ref: np.array([0.0])}).values(rule)) == [None]


def test_a_divisor_of_zero_is_told() -> None:
    """The sentence says what was 0."""
    assert alone(RATE * figure("60"), 实际销售额=5, 计划销售额=0)[0] == "计划销售额 0 不能作除数，未评分"
