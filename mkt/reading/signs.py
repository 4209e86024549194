"""What a signature cell says: who signed, on which day, or that nobody has."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Any

from mkt.reading import parse
from mkt.vocabulary import GIVEN_WORDS, LACKING_WORDS
from mkt.vocabulary.spending import ALREADY, NOT_YET, REFUSED

_DAY = re.compile(r"(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?|20\d{6}")
_NAME = re.compile(
    r"(?![待需请未不暂补缺])(?!.*代签?$)(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+·[\u4e00-\u9fff·]+|[A-Za-z][A-Za-z .'-]{1,29})"
)
"""A name and no remark such as 待核实 or 李四代签."""
_BETWEEN = re.compile(r"[、,;/()\[\]:。]+|(?<![A-Za-z.])\s+|\s+(?![A-Za-z])")
_APART = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")  # 张  三
_GIVEN = frozenset(word.lower() for word in (*ALREADY, *GIVEN_WORDS))
_LACKING = frozenset(word.lower() for word in (*NOT_YET, *LACKING_WORDS))


@dataclass(frozen=True)
class Sign:
    """A signature: whether there is one (None where that cannot be told), by whom and when as far as it says; `refused` if somebody would not.

    A day without its year waits in `late`.
    """

    signed: bool | None = False
    names: tuple[str, ...] = ()
    day: datetime.date | None = None
    late: str = ""
    refused: bool = False
    said: str = ""

    @property
    def shown(self) -> str:
        """The signature in words, "" where there is none."""
        if not self.signed:
            return ""
        return " ".join(["、".join(self.names) or "已签", *([self.day.isoformat()] if self.day else [])])

    def in_year(self, year: int) -> Sign:
        """The signature with its day, now that the year is known; one that is no day then is not certain."""
        day = parse.date(self.late, year)
        return replace(self, day=day, late="", signed=self.signed if day else None)


NOBODY = Sign()


def sign(value: Any) -> Sign:
    """The signature in a cell: a name, a tick, 已签, a day, or several of these; what is none of them is not certain.

    >>> [sign(t).shown for t in ("张三", "√", "张三 2024-05-03", "同意（李四）", "未签", "")]
    ['张三', '已签', '张三 2024-05-03', '李四', '', '']
    >>> sign("待核实金额后再定").signed is None, sign("不同意 王五").refused
    (True, True)
    """
    said = parse.text(value)
    if parse.blank(value):
        return NOBODY
    if isinstance(value, bool):
        return Sign(signed=value, said=said)
    whole = parse.date(value)
    if whole:
        return Sign(signed=True, day=whole, said=said)
    found = _DAY.search(said)
    day = parse.date(found.group()) if found else None
    rest = said.replace(found.group(), " ") if found else said
    words = [_simple(word) for word in _BETWEEN.split(_APART.sub(r"\1\2", rest).strip()) if word]
    if any(word in REFUSED for word in words):
        return Sign(refused=True, said=said)
    if (words and all(word.lower() in _LACKING for word in words)) or (not words and not found):
        return Sign(said=said)
    names = tuple(word for word in words if word.lower() not in _GIVEN)
    if any(not _NAME.fullmatch(name) or name.lower() in _LACKING for name in names) or len(names) > MOST_NAMES:
        return Sign(signed=None, said=said)
    return Sign(signed=True, names=names, day=day, late=found.group() if found and not day else "", said=said)


MOST_NAMES = 3  # more words than that are a remark


def _simple(word: str) -> str:
    """A word without the ticks that stand before or behind it."""
    return word.strip("√✓✔☑") or word
