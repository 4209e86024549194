"""Large amounts are rounded and cut as decimal arithmetic does it, in arrays and in the sheet.

What is guaranteed: a value of at most fifteen digits, with no more noise than two exact products added up can have. For an
array that is a half cent, a third decimal, below 10**12 yuan, and whole cents below 10**13. In the sheet it is a half cent
below 10**10 yuan: LibreOffice's own ROUND begins to take some for less a little above.
"""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mkt.rule import formula
from mkt.rule.formula import ROW
from mkt.rule.numbers import half_up, truncate
from mkt.rule.tree import Column, Operation, Round, Whole

FEN, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
FORTUNE = 10**13  # fen: 10**11 yuan
CENT, YUAN = 10**6, 10**8  # of what a product of fen and millionths counts: hundred-millionths of a yuan


def cents(exact: Decimal) -> float:
    """What a value must be rounded to."""
    return float(exact.quantize(FEN, ROUND_HALF_UP))


def cut(exact: Decimal) -> float:
    """What a value must be cut to."""
    return float(exact.quantize(Decimal(1), ROUND_DOWN))


def one(function: Callable[..., Any], value: float, *more: int) -> float:
    """A function of arrays on a single number."""
    return float(function(np.array([value]), *more)[0])


def amount(near: int, rate: int, rest: int, each: int) -> int:
    """An amount about as large whose product with the rate is `rest` above a multiple of `each`."""
    shared = math.gcd(rate, each)
    step = each // shared
    return near // step * step + rest // shared * pow(rate // shared, -1, step) % step


fen = st.integers(10**8, FORTUNE - YUAN)
rates = st.integers(1, 9_999_999).filter(lambda rate: rate % 64)  # a half cent is no multiple of 64 millionths of a fen
signs = st.sampled_from([1, -1])


@st.composite
def ties(draw: st.DrawFn) -> tuple[int, int]:
    """An amount and a rate whose product ends in half a cent exactly."""
    near, rate = draw(fen), draw(rates)
    return draw(signs) * amount(near, rate, CENT // 2, CENT), rate


@st.composite
def written(draw: st.DrawFn) -> Decimal:
    """Fifteen digits at a million and more, often half a cent or a whole yuan, or the next number below or above one."""
    decimals = draw(st.integers(0, 8))
    digits = draw(st.integers(10**14, 10**15 - 1))
    grain = 10 ** draw(st.integers(0, decimals))
    around = digits // grain * grain + draw(st.sampled_from([0, grain // 2])) + draw(st.integers(-1, 1))
    return draw(signs) * Decimal(min(max(around, 10**14), 10**15 - 1)).scaleb(-decimals)


@given(written(), st.integers(-1, 1))
def test_fifteen_digits_and_their_neighbours(exact: Decimal, noise: int) -> None:
    """A value of fifteen digits is rounded and cut as written, and so are the floats next to it: never twice."""
    value = float(exact)
    value = math.nextafter(value, noise * math.inf) if noise else value
    assert one(half_up, value, 2) == cents(exact)
    assert one(truncate, value) == cut(exact)


@given(ties())
def test_half_a_cent_of_an_amount_times_a_rate(tie: tuple[int, int]) -> None:
    """An amount of up to 10**11 yuan times a rate that ends in half a cent: away from zero, whatever the float says."""
    yuan, rate = tie[0] * FEN, tie[1] * MILLIONTH
    assert yuan * rate % FEN in (FEN / 2, -FEN / 2)
    assert one(half_up, float(yuan) * float(rate), 2) == cents(yuan * rate)


@given(st.integers(1, 10**9 - 1), st.integers(0, 4), st.integers(1, 10**6 - 1), signs)
def test_any_amount_times_a_rate(head: int, zeros: int, millionths: int, sign: int) -> None:
    """Any product of at most fifteen digits, large and small, rounded and cut."""
    yuan, rate = sign * head * 10**zeros * FEN, millionths * MILLIONTH
    assert one(half_up, float(yuan) * float(rate), 2) == cents(yuan * rate)
    assert one(truncate, float(yuan) * float(rate)) == cut(yuan * rate)


@given(fen, rates)
def test_a_whole_number_of_yuan_is_not_cut_to_the_one_below(near: int, millionths: int) -> None:
    """An amount times a rate that makes whole yuan stays, although the float may lie below."""
    yuan, rate = amount(near, millionths, 0, YUAN) * FEN, millionths * MILLIONTH
    assert one(truncate, float(yuan) * float(rate)) == float(yuan * rate)


@given(ties(), st.integers(0, 25))
def test_half_a_cent_of_a_difference_times_a_rate(tie: tuple[int, int], percent: int) -> None:
    """What exceeds a bound times a rate, where the bound is at most a fifth: a difference of near values has more noise."""
    over, rate = tie[0] * FEN, tie[1] * MILLIONTH
    bound = tie[0] * percent // 100 * FEN
    assert one(half_up, (float(over + bound) - float(bound)) * float(rate), 2) == cents(over * rate)


@given(fen, fen, rates, rates.filter(lambda rate: rate % 2 and rate % 5))
def test_half_a_cent_of_a_sum_of_products(first: int, near: int, one_rate: int, other_rate: int) -> None:
    """Two products, neither of which ends at a cent, that make half a cent together."""
    second = amount(near // 10, other_rate, (CENT // 2 - first // 10 * one_rate) % CENT, CENT)
    pairs = [(first // 10 * FEN, one_rate * MILLIONTH), (second * FEN, other_rate * MILLIONTH)]
    exact = sum(yuan * rate for yuan, rate in pairs)
    assert isinstance(exact, Decimal)
    assert exact % FEN == FEN / 2
    assert one(half_up, sum(float(yuan) * float(rate) for yuan, rate in pairs), 2) == cents(exact)


@given(st.lists(st.integers(1, FORTUNE // 100), min_size=1, max_size=100))
def test_a_sum_of_amounts_keeps_its_cents(amounts: list[int]) -> None:
    """A hundred amounts added up as floats are the exact sum, up to 10**11 yuan."""
    assert one(half_up, sum(float(each * FEN) for each in amounts), 2) == float(sum(amounts) * FEN)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(0.004999, 0.0), (1234567.00499999, 1234567.0), (12345678.0049999, 12345678.0), (12345678.905, 12345678.91),
     (12345678.9049999, 12345678.9), (123456789012.345, 123456789012.35), (-123456789012.345, -123456789012.35),
     (999999.994999999, 999999.99), (999999.995, 1000000.0), (9999999.995, 10000000.0), (99999999999.995, 100000000000.0)],
)  # fmt: skip
def test_what_is_a_little_less_than_half_a_cent_is_not_half_a_cent(value: float, rounded: float) -> None:
    """No value is rounded to a tie first and then away from zero."""
    assert one(half_up, value, 2) == rounded


@given(st.lists(st.floats(-999_999.99, 999_999.99), max_size=20), st.integers(0, 4))
def test_small_values_do_not_mind_large_ones_beside_them(values: list[float], digits: int) -> None:
    """A large value in the column changes nothing in the other rows."""
    small, mixed = np.array(values), np.array([*values, 1e7])
    assert half_up(mixed, digits)[:-1].tolist() == half_up(small, digits).tolist()
    assert truncate(mixed)[:-1].tolist() == truncate(small).tolist()


def test_what_is_missing_or_beyond_all_cents_stays_as_it_is() -> None:
    """NaN, infinity and what a float counts in whole numbers pass, and nothing is warned of."""
    kept = np.array([np.nan, np.inf, -np.inf, 2.0**53 + 2, -1.7e308, 1e22, 1e15])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for done in (half_up(kept, 2), truncate(kept)):
            np.testing.assert_array_equal(done, kept)
        assert half_up(np.zeros(0), 2).size == truncate(np.zeros(0)).size == 0
        assert half_up(np.array(8811850.904999998), 2) == 8811850.91


AMOUNT, RATE = Column("数.金额", "元"), Column("数.比例")
PRODUCT = Operation("*", AMOUNT, RATE)
CELLS = {AMOUNT: f"A{ROW}", RATE: f"B{ROW}"}


def hard_products(number: int) -> list[tuple[Decimal, Decimal]]:
    """Amounts and rates, evenly over the powers of ten from 10**6 to 10**10, whose products end in half a cent or in a whole yuan."""
    chance = random.Random(20240531)
    made: list[tuple[Decimal, Decimal]] = []
    while len(made) < number:
        size = 10 ** chance.uniform(6, 10)
        rate = chance.randrange(1, 10 ** chance.randint(1, 7)) * 10 ** chance.randint(0, 2)
        rest, each = chance.choice([(CENT // 2, CENT), (CENT // 2, CENT), (0, YUAN)])
        if rate % 64 == 0 and rest:
            continue
        yuan = chance.choice([1, -1]) * amount(int(size * YUAN) // rate, rate, rest, each) * FEN
        if abs(yuan) <= 10**11 and 10**6 <= abs(yuan * rate * MILLIONTH) < 10**10:
            made.append((yuan, rate * MILLIONTH))
    return made


def test_the_sheet_rounds_and_cuts_large_products_alike(tmp_path: Path, recalculate: Callable[..., list[Path]]) -> None:
    """LibreOffice, arrays and decimals agree below 10**10 yuan. From there on its ROUND takes some half cents for less."""
    cases = hard_products(4000)
    exact = [yuan * rate for yuan, rate in cases]
    expected = [(cents(value), cut(value)) for value in exact]

    amounts, shares = np.array(cases, float).T
    products = amounts * shares
    assert list(zip(half_up(products, 2).tolist(), truncate(products).tolist(), strict=True)) == expected

    path = tmp_path / "products.xlsx"
    patterns = [formula.text(node, CELLS.__getitem__) for node in (Round(PRODUCT, 2), Whole(PRODUCT))]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for row, case in enumerate(cases):
            sheet.write_row(row, 0, case)
            for column, pattern in enumerate(patterns, 2):
                sheet.write_formula(row, column, "=" + pattern.replace(ROW, str(row + 1)), None, -1)
    [done] = recalculate([path], tmp_path / "done")
    computed = openpyxl.load_workbook(done, data_only=True).worksheets[0]
    assert list(computed.iter_rows(min_col=3, values_only=True)) == expected
