"""What a cell says, as a number, a date, a tick, a name or an id. What is not certain is not read."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from mkt import vocabulary

TRADITIONAL = str.maketrans(
    "號員職業績遲曠請總結計劃畫實際額銷標單萬評為協團隊質務狀態離級復門專責崗匯應間紀錄處類獎懲記損備註說審複簽無達進項價機構連續賬費數題個報編稱",
    "号员职业绩迟旷请总结计划画实际额销标单万评为协团队质务状态离级复门专责岗汇应间纪录处类奖惩记损备注说审复签无达进项价机构连续账费数题个报编称",
)
_SPACE = re.compile(r"\s+|_x000D_|[\u200b-\u200f\ufeff]")
_UNIT = re.compile(r"[(\[【〔]\s*(?:单位[:：]?)?([^()\[\]【】〔〕]*)[)\]】〕]$")


def text(value: Any) -> str:
    """The cell as text in canonical width, outer blanks gone.

    >>> text(" ２００　"), text(1001.0), text("")
    ('200', '1001', '')
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFKC", value).replace("_x000D_", " ").strip() if value else ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def tight(value: Any) -> str:
    """The cell as text without any white space, as people write 合   计 and 姓  名."""
    return _SPACE.sub("", text(value))


def header(value: Any) -> tuple[str, str]:
    r"""The word of a header cell and the unit it carries in brackets.

    >>> header("迟到\n次数 *"), header("销售额（萬元）"), header("Employee ID")
    (('迟到次数', ''), ('销售额', '万元'), ('employeeid', ''))
    """
    word = tight(value).translate(TRADITIONAL).strip("*:：、.").lower()
    found = _UNIT.search(word)
    if found and found.start():
        return word[: found.start()], found.group(1)
    return word, ""


def name(value: Any) -> str:
    """A person's name: no blanks between Chinese characters, no note on the status behind it.

    >>> name("张 三"), name("李四[离职]"), name("Ann  Lee")
    ('张三', '李四', 'Ann Lee')
    """
    if isinstance(value, str) and value.isalpha() and unicodedata.is_normalized("NFKC", value):
        return value  # nearly every name; the rest is for the few
    plain = re.sub(r"\s+", " ", text(value))
    plain = re.sub(r"(?<=[\u2e80-\uffff]) (?=[\u2e80-\uffff])", "", plain)
    return re.sub(r"\s*[(\[【](?:已?离职|试用期?|实习|停薪留职|在职)[)\]】]$", "", plain)


def identity(value: Any) -> str:
    """An employee number as text: 1001.0 is 1001, but 00123 stays 00123.

    >>> identity(1001.0), identity(" ００1２3 ")
    ('1001', '00123')
    """
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value
    return tight(value)


_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_LOTS = {"万": 10_000, "萬": 10_000, "千": 1_000, "百万": 1_000_000, "亿": 100_000_000, "": 1}


ONE = Decimal(1)


def number(value: Any, scale: Decimal = ONE) -> Decimal | float | None:
    """The number in a cell in its base unit, or None where it holds none that is certain.

    `scale` is the unit of the header (10,000 for 万元, 0.01 for %); a unit in the cell itself goes before it. A date, a truth value
    and any text with more than one number in it are not numbers.

    >>> [str(number(t)) for t in ("95%", "1,200.50", "¥2,000", "２００", "1.2万", "(300)", "约80")]
    ['0.95', '1200.50', '2000', '200', '12000.0', '-300', 'None']
    >>> number("1.2万", scale=Decimal(10_000)) == 12000
    True
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if scale == 1 else Decimal(repr(value)) * scale
    if not isinstance(value, str):
        return None
    return _from_text(tight(value), scale)


def _from_text(written: str, scale: Decimal) -> Decimal | None:
    negative = re.fullmatch(r"\((.+)\)", written)
    inner = (negative.group(1) if negative else written).lstrip("¥￥").removeprefix("RMB")
    percent = inner.endswith("%")
    inner = inner.removesuffix("%").removesuffix("元").removesuffix("圆")
    lots = next((lot for lot in ("百万", "亿", "万", "萬", "千") if inner.endswith(lot)), "")
    inner = inner.removesuffix(lots)
    if not _NUMBER.fullmatch(inner):
        return None
    try:
        result = Decimal(inner.replace(",", ""))
    except InvalidOperation:
        return None
    own = lots or percent or written.endswith("元")
    result = result / 100 if percent else result * _LOTS[lots] if own else result * scale
    return -result if negative else result


_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:\s.*|[ T]?\d{1,2}:.*)?")


def date(value: Any) -> datetime.date | None:
    """The day in a cell: a date, a text such as 2024年5月31日 or 2024.5.31, or Excel's serial number of one.

    >>> date("2024年5月31日"), date(45443.0)
    (datetime.date(2024, 5, 31), datetime.date(2024, 5, 31))
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 20_000 <= value < 80_000:
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
    found = _DATE.fullmatch(text(value)) if isinstance(value, str) else None
    try:
        return datetime.date(*(int(part) for part in found.groups()[:3])) if found else None
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
    word = tight(value).lower()
    if not word or word in vocabulary.LACKING_WORDS:
        return False
    if word in vocabulary.GIVEN_WORDS or date(value) is not None:
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
