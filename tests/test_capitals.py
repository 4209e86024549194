"""Amounts in capitals are read back to the cent, however they are written; what is not certain is not read."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from mkt.reading.capitals import capitals

DIGITS = "零壹贰叁肆伍陆柒捌玖"
TRADITIONAL = str.maketrans("贰叁陆万亿圆", "貳參陸萬億圓")
COMMON = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


def four_places(number: int) -> str:
    """A number below ten thousand as the rules of cheques write it: one 零 for the noughts between digits, none at the end."""
    words = ""
    for unit, mark in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += DIGITS[digit] + mark
        elif words and number % unit:
            words += "零" if not words.endswith("零") else ""
    return words


def yuan_in_words(yuan: int) -> str:
    """A whole number of yuan: sections of four places, a 零 where a section lacks its thousands."""
    words = ""
    for factor, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = yuan // factor % 10_000
        if section:
            gap = words and (section < 1000 or not yuan // factor // 10_000 % 10_000)
            words += ("零" if gap else "") + four_places(section) + mark
    return words


def in_words(cents: int, yuan_mark: str = "元", end: str = "整") -> str:
    """An amount written by this test, not by the program."""
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = yuan_in_words(yuan) + yuan_mark if yuan else ""
    if jiao:
        words += DIGITS[jiao] + "角"
    if fen:
        words += ("零" if yuan and not jiao else "") + DIGITS[fen] + "分"
    if not words:
        return f"零{yuan_mark}{end}"
    return words + (end if not fen else "")


@pytest.mark.parametrize(("cents", "words"), [
    (0, "零元整"), (1, "壹分"), (50, "伍角整"), (105, "壹元零伍分"), (1000, "壹拾元整"), (200000, "贰仟元整"), (100500, "壹仟零伍元整"),
    (1005030, "壹万零伍拾元叁角整"), (10000100, "壹拾万零壹元整"), (10020000, "壹拾万零贰佰元整"), (1000000000001, "壹佰亿元零壹分"),
    (123000000005, "壹拾贰亿叁仟万元零伍分"),
])  # fmt: skip
def test_writer_of_this_test(cents: int, words: str) -> None:
    """The writer that the others rely on writes what a bank clerk writes by hand."""
    assert in_words(cents) == words


def test_every_amount_up_to_three_hundred_yuan() -> None:
    """Each cent from nothing to 300.00 is read back."""
    assert [c for c in range(30_001) if capitals(in_words(c)) != Decimal(c).scaleb(-2)] == []


def test_every_yuan_up_to_thirty_thousand() -> None:
    """Each yuan up to 30,000, and the same with 3 分 and 40 分."""
    cents = (yuan * 100 + more for yuan in range(30_001) for more in (0, 3, 40))
    assert [c for c in cents if capitals(in_words(c)) != Decimal(c).scaleb(-2)] == []


@pytest.mark.parametrize("most", [10**6, 10**9, 10**12, 10**14])
def test_amounts_by_chance(most: int) -> None:
    """Amounts by chance up to 10¹² yuan; half of them with noughts strewn in."""
    chance = random.Random(most)
    for _ in range(4000):
        cents = chance.randrange(most)
        if chance.random() < 0.5:
            cents = int("".join(chance.choice((digit, "0")) for digit in str(cents)))
        assert capitals(in_words(cents)) == Decimal(cents).scaleb(-2), in_words(cents)


@pytest.mark.parametrize("yuan", "元圆")
@pytest.mark.parametrize("end", ["整", "正", ""])
@pytest.mark.parametrize("before", ["", "人民币", "人民币：", "（大写）", "人民币（大写）：", "RMB"])
@pytest.mark.parametrize("letters", [{}, TRADITIONAL, COMMON])
def test_other_ways_of_writing(yuan: str, end: str, before: str, letters: dict[int, int]) -> None:
    """元 or 圆, 整 or 正 or neither, 人民币 before it, traditional or common numerals: the amount is the same."""
    for cents in (50, 105, 10_000, 200_000, 199_999, 1_005_030, 2_030_400_500, 999_999_999_999_99):
        assert capitals(before + in_words(cents, yuan, end).translate(letters)) == Decimal(cents).scaleb(-2)


@pytest.mark.parametrize(("words", "amount"), [
    ("贰 仟 元 整", "2000"), ("贰仟圓正", "2000"), ("貳仟參佰陸拾圓", "2360"), ("两千元", "2000"), ("拾元", "10"), ("拾万元整", "100000"),
    ("二〇元", None), ("一百二十三元四角五分", "123.45"), ("负贰佰元整", "-200"), ("壹仟元零角伍分", "1000.05"), ("叁万○伍元", "30005"),
    ("壹万贰佰元", "10200"), ("壹仟零伍佰元", "1500"), ("壹亿零壹元整", "100000001"), ("壹元伍分", "1.05"),
])  # fmt: skip
def test_written_more_freely(words: str, amount: str | None) -> None:
    """Blanks, common numerals, a 零 too many or too few, where there is no doubt."""
    assert capitals(words) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(("words", "amount"), [
    ("零万贰仟零佰零拾零元零角零分", "2000"), ("零拾零万贰仟零佰零拾伍元零角叁分", "2005.03"), ("壹拾零万零仟零佰零拾零元零角零分", "100000"),
    ("零仟叁佰零拾零元伍角零分", "300.5"), ("贰万零仟肆佰零拾陆元整", "20406"), ("零元零角零分", "0"),
])  # fmt: skip
def test_printed_form(words: str, amount: str) -> None:
    """A printed form has every unit, noughts filled in: 零万贰仟零佰零拾零元."""
    assert capitals(words) == Decimal(amount)


@pytest.mark.parametrize("words", [
    "", "元", "整", "元整", "人民币", "人民币元整", "贰仟", "二千", "约贰仟元", "贰仟元左右", "贰仟多元", "贰仟元整整", "贰仟元伍", "贰仟元叁角肆", "壹仟伍元", "两万五", "两万五元",
    "壹万伍元", "百元", "佰元整", "万元", "亿元", "亿零壹元", "壹壹元", "贰佰叁仟元", "壹佰贰佰元", "拾佰元", "壹万万元", "壹亿亿元", "壹万贰亿元", "二零二四元", "2000元", "贰000元",
    "贰仟美元", "贰仟元至叁仟元", "贰仟元、叁仟元", "贰仟元叁角角", "拾角", "壹拾贰角", "伍分叁角", "壹仟零拾伍元", "壹万零拾元", "贰x仟元", "￥贰仟元", "万仟佰拾元角分",
])  # fmt: skip
def test_what_is_not_certain_is_not_read(words: str) -> None:
    """No amount, two, an approximate one, units out of order, a last digit that may stand for either place."""
    assert capitals(words) is None


@pytest.mark.parametrize("value", [None, "", 2000.0, 2000, True, "2,000.00", float("nan")])
def test_other_cells(value: object) -> None:
    """What is no text in capitals says none."""
    assert capitals(value) is None


def test_long_cell() -> None:
    """Ten thousand numerals are no amount, and do not take long to be none."""
    assert [capitals("零" * 10_000), capitals("壹" * 10_000 + "元"), capitals("壹万" * 5_000 + "元")] == [
        None,
        None,
        None,
    ]
