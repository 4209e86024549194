"""Amounts in capital numerals, as cheques and forms carry them beside the digits: 贰仟元整."""

from __future__ import annotations

import re
from decimal import Decimal

from mkt.reading.parse import word

_DIGITS = {
    digit: value
    for value, digits in enumerate(("零〇○", "壹一弌", "贰二两貳兩", "叁三参參叄", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九"))
    for digit in digits
}  # fmt: skip
_LARGE = {"万": 10**4, "亿": 10**8}
_NUMERAL = "[" + "".join([*_DIGITS, *"拾十佰百仟千万萬亿億"]) + "]"
_DIGIT = "[" + "".join(_DIGITS) + "]"
_AMOUNT = re.compile(
    rf"\(?(?:人民币|rmb)?\)?\(?(?:大写)?\)?:?(?P<minus>负)?(?:(?P<yuan>{_NUMERAL}+)[元圆圓])?零?(?:(?P<jiao>{_DIGIT})角)?零?(?:(?P<fen>{_DIGIT})分)?[整正]?",
    re.I,
)

_NOUGHT = re.compile("^零[仟佰拾]|(?<=[万亿])零仟|(?<=仟)零佰|(?<=佰)零拾")
"""A nought with its unit as printed forms have them, 贰仟零佰零拾元: the units fall without a gap."""
_SAME = str.maketrans("〇○千百十萬億", "零零仟佰拾万亿")


def capitals(value: object) -> Decimal | None:
    """The amount that capital numerals say, None where they say none that is certain.

    >>> [str(capitals(t)) for t in ("贰仟元整", "人民币壹万零伍拾元叁角整", "壹拾贰亿叁仟万元零伍分", "零万贰仟零佰零拾零元零角零分", "贰仟", "约贰仟元")]
    ['2000.00', '10050.30', '1230000000.05', '2000.00', 'None', 'None']
    """
    said = word(value)
    found = _AMOUNT.fullmatch(said) if said else None
    if not found or not (found["yuan"] or found["jiao"] or found["fen"]):
        return None
    yuan = _whole(found["yuan"]) if found["yuan"] else 0
    if yuan is None:
        return None
    cents = yuan * 100 + 10 * _DIGITS.get(found["jiao"] or "零", 0) + _DIGITS.get(found["fen"] or "零", 0)
    return Decimal(-cents if found["minus"] else cents).scaleb(-2)


def _whole(said: str) -> int | None:
    """A whole number: below each 亿 and 万 a section of four places, whose units fall; None where they do not.

    A last digit right behind a unit above ten is not certain: 壹仟伍 may be 1,005 or 1,500; nor is 壹仟零拾伍.
    """
    said = re.sub("零+", "零", _NOUGHT.sub("零", said.translate(_SAME)))
    if "零拾" in said:
        return None
    total, above = 0, 10**12
    pieces = re.findall(f"([^{''.join(_LARGE)}]*)([{''.join(_LARGE)}]?)", said)[:-1]
    for piece, large in pieces:
        section = _section(piece, bool(total)) if piece else 0
        factor = _LARGE.get(large, 1)
        if section is None or factor >= above or (large and not piece):
            return None
        total = (total + section) * factor if factor == 10**8 else total + section * factor
        above = factor
    return total


_SECTION = re.compile(
    "零?" + "".join(rf"(?:(?P<d{unit}>{_DIGIT})?(?P<m{unit}>[{marks}]))?零?" for unit, marks in ((1000, "仟"), (100, "佰"), (10, "拾")))
    + rf"(?P<d1>{_DIGIT})?"
)  # fmt: skip


def _section(said: str, after: bool) -> int | None:
    """A number below ten thousand; `after` where a larger part stands before it."""
    found = _SECTION.fullmatch(said)
    if not found:
        return None
    value = 0
    for unit in (1000, 100, 10):
        digit = found[f"d{unit}"]
        if found[f"m{unit}"] and not digit and unit != 10:
            return None
        value += unit * (_DIGITS[digit] if digit else 1) if found[f"m{unit}"] else 0
    last = found["d1"]
    if last and (value or after) and not re.search(f"[拾零]{last}$", said):
        return None
    return value + (_DIGITS[last] if last else 0)
