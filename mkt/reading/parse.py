"""What a cell says, as a number, a date, a tick, a name or an id. What is not certain is not read."""

from __future__ import annotations

import datetime
import functools
import math
import re
import unicodedata
from decimal import Decimal
from typing import Any

from mkt import vocabulary

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_BRACKETED = re.compile(r"[(\[【〔]\s*(?:单位[:：]?)?([^()\[\]【】〔〕]*)[)\]】〕]$")
_SLASHED = re.compile(r"(.+)[/_](" + "|".join(sorted(vocabulary.UNITS, key=len, reverse=True)) + r")$")


REMEMBERED = 1 << 14  # texts: names, departments and words repeat down a column and from month to month


def text(value: Any) -> str:
    """The cell as text in canonical width, outer blanks gone.

    >>> text(" ２００　"), text(1001.0), text("")
    ('200', '1001', '')
    """
    if isinstance(value, str):
        if value.isascii():
            return value.replace("_x000D_", " ").strip()
        return _narrowed(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


@functools.lru_cache(maxsize=REMEMBERED)
def _narrowed(value: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).replace("_x000D_", " ").strip()


def tight(value: Any) -> str:
    """The cell as text without any white space, as people write 合   计 and 姓  名."""
    return _SPACE.sub("", text(value))


def word(value: Any) -> str:
    """The cell as a word that is compared: no white space, simplified characters.

    >>> word("總 公 司")
    '总公司'
    """
    return _word(text(value))


@functools.lru_cache(maxsize=REMEMBERED)
def _word(said: str) -> str:
    return _SPACE.sub("", said).translate(vocabulary.SIMPLIFIED)


def header(value: Any) -> tuple[str, str]:
    r"""The word of a header cell and the unit it carries in brackets or behind a stroke.

    A bracket that names another period stays: 实际销售额（累计） is not 实际销售额.

    >>> header("迟到\n次数 *"), header("销售额（萬元）"), header("金额/万元"), header("(万元)")
    (('迟到次数', ''), ('销售额', '万元'), ('金额', '万元'), ('', '万元'))
    """
    return _header(value) if isinstance(value, str) else (text(value).lower(), "")


@functools.lru_cache(8192)
def _header(value: str) -> tuple[str, str]:
    said = word(value).lower().strip("*:、.")
    units = []
    while (found := _BRACKETED.search(said)) and not vocabulary.OTHER_PERIOD.search(found.group(1)):
        if not found.start() and found.group(1) not in vocabulary.UNITS:
            said = found.group(1)  # 【姓名】
            continue
        units.append(found.group(1))
        said = said[: found.start()].rstrip("*:")
    slashed = _SLASHED.match(said)
    if slashed:
        said, units = slashed.group(1), [*units, slashed.group(2)]
    return said, next((unit for unit in units if unit in vocabulary.UNITS), units[0] if units else "")


_BETWEEN = re.compile(r"(?<=[\u2e80-\uffff]) (?=[\u2e80-\uffff])")
_ANNOTATION = re.compile(r"\s*[(\[【](?:已?离职|试用期?|实习|停薪留职|在职)[)\]】]$")
_DOTS = str.maketrans("•‧∙・●", "·····")


def name(value: Any) -> str:
    """A person's name: no blanks between Chinese characters, no note on the status behind it.

    >>> name("张 三"), name("李四[离职]"), name("Ann  Lee")
    ('张三', '李四', 'Ann Lee')
    """
    if isinstance(value, str) and value.isalpha() and unicodedata.is_normalized("NFKC", value):
        return value  # nearly every name; the rest is for the few
    plain = _BETWEEN.sub("", _SPACE.sub(" ", text(value).translate(_DOTS)))
    return _ANNOTATION.sub("", plain)


def identity(value: Any) -> str:
    """An employee number as text: 1001.0 is 1001, but 00123 stays 00123. A day, and words such as 待定, are none.

    >>> identity(1001.0), identity(" ００1２3 "), identity("1001.0"), identity("待定")
    ('1001', '00123', '1001', '')
    """
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value
    said = "" if isinstance(value, datetime.date) else re.sub(r"(?<=^\d)(\d*)\.0+$", r"\1", tight(value))
    return said if any(character.isascii() and character.isalnum() for character in said) else ""


ONE = Decimal(1)
MOST = Decimal(10) ** 15  # a float holds every whole number below it
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_NUMBER = re.compile(rf"(?P<sign>[+-]?)(?:¥|rmb|cny)?(?P<digits>{_DIGITS})(?P<own>\D*)", re.I)
_TWO = re.compile(r"[\d.,]\s+[\d.,]")


def number(value: Any, scale: Decimal = ONE, unit: str = "") -> Decimal | float | None:
    """The number in a cell in its base unit, or None where it holds none that is certain.

    `scale` is the unit of the header (10,000 for 万元, 0.01 for %); a unit in the cell itself goes before it and must be
    one of the column's `unit`. A date, a truth value and any text with more than one number in it are not numbers.

    >>> [str(number(t)) for t in ("95%", "1,200.50", "¥2,000", "２００", "1.2万", "(300)", "约80", "80 90")]
    ['0.95', '1200.50', '2000', '200', '12000.0', '-300', 'None', 'None']
    >>> number("1.2万", scale=Decimal(10_000)) == 12000, number("8分", unit="分"), number("95%", unit="元")
    (True, Decimal('8'), None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) >= MOST:
            return None
        return value if scale == 1 else Decimal(repr(value)) * scale
    written = text(value) if isinstance(value, str) else ""
    return None if _TWO.search(written) else _from_text(word(written).replace("\u2212", "-"), scale, unit)


def _from_text(written: str, scale: Decimal, unit: str) -> Decimal | None:
    inner = re.fullmatch(r"\(([^+-]+)\)", written)
    found = _NUMBER.fullmatch(inner.group(1) if inner else written)
    factor = vocabulary.own_units(unit).get(found.group("own")) if found and found.group("own") else scale
    if not found or factor is None:
        return None
    result = Decimal(found.group("digits").replace(",", "")) * Decimal(factor)
    if result >= MOST:
        return None
    return -result if inner or found.group("sign") == "-" else result


_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:\s.*|[ T]?\d{1,2}:.*)?")
_COMPACT = re.compile(r"(20\d\d)([01]\d)([0-3]\d)")
_DAY = re.compile(r"()(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?")


def date(value: Any, year: int = 0) -> datetime.date | None:
    """The day in a cell: a date, a text such as 2024年5月31日, 2024.5.31 or 20240531, or Excel's serial number of one.

    A day without its year (5/31) is one where the `year` is known.

    >>> date("2024年5月31日"), date(45443.0), date("5月31日"), date("5/31", year=2024)
    (datetime.date(2024, 5, 31), datetime.date(2024, 5, 31), None, datetime.date(2024, 5, 31))
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 20_000 <= value < 80_000:
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
    written = text(value)
    found = _DATE.fullmatch(written) or _COMPACT.fullmatch(written) or (_DAY.fullmatch(written) if year else None)
    try:
        return datetime.date(*(int(part or year) for part in found.groups()[:3])) if found else None
    except ValueError:
        return None


def tick(value: Any) -> bool | None:
    """Whether a cell says that something is there; blank says no, a word that says neither gives None.

    A date counts as done on that day.

    >>> tick("已交"), tick("×"), tick(""), tick("大概")
    (True, False, False, None)
    """
    if isinstance(value, bool):
        return value
    said = word(value).lower()
    if not said or said in vocabulary.LACKING_WORDS:
        return False
    if said in vocabulary.GIVEN_WORDS or date(value) is not None:
        return True
    return None


def handed_in(value: Any) -> bool:
    """Whether a piece was handed in: anything but a blank or a word that says no; the cell may hold the piece itself.

    >>> handed_in("本月完成三项……"), handed_in("未交"), handed_in("")
    (True, False, False)
    """
    return tick(value) is not False


def blank(value: Any) -> bool:
    """Whether a cell holds nothing but white space."""
    return value == "" or value is None or (isinstance(value, str) and not value.strip("\u200b\ufeff \t\r\n\u3000\xa0"))
