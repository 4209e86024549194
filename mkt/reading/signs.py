"""What a signature cell says: who signed, on which day, or that nobody has."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import dataclass, replace
from typing import Any

from mkt.reading import parse
from mkt.vocabulary import GIVEN_WORDS, LACKING_WORDS
from mkt.vocabulary.spending import ALREADY, DAY_WORDS, NOT_YET, REFUSED, REMARKS, SIGNED_WORDS, TITLES

MOST_NAMES = 3  # more words than that are a remark
LONGEST = 200  # characters; what is longer is a story

_CLOCK = r"(?:[T\s]*(?:[上下]午)?\s*\d{1,2}[:时]\d\d分?(?::\d\d(?:\.\d+)?)?Z?)?"
_DAY = re.compile(
    rf"(?<![\d.])(?:(?:20\d\d\s*[年./-]\s*)?\d{{1,2}}\s*[月./-]\s*\d{{1,2}}\s*日?(?![\d./-])|20\d{{6}}(?!\d)){_CLOCK}"
)
_NO_DAY = re.compile(r"(?:20\d{0,2})?\s*年\s*月\s*日")  # where a form waits for one
_OPEN = re.compile(r"[☐□○◯]\s*[^\s☐□○◯☑√✓✔■,、;/]*")  # what a form offers and nobody has ticked
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷"
    "龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤欧司诸]"
)
"""How the names begin that nearly everybody has."""
_TICKS = "√✓✔☑■"
_CJK = r"[\u4e00-\u9fff]"
_NAME = re.compile(
    rf"(?!{'|'.join(('[待需请未不暂补缺]', *REMARKS))})(?!.*(?:代$|代签|出差|休假|请假|外出|[签批审核附票款额已未待补缺退驳没否]))"
    rf"(?:{_CJK}{{2,4}}|{_CJK}+·[\u4e00-\u9fff·]+|[A-Za-z][A-Za-z .'-]{{1,29}})"
)
"""A name and no remark such as 待核实 or 李四代签."""
_FOR_ANOTHER = re.compile(rf"{_CJK}*代(?:{_SURNAME}|部门|经理){_CJK}+")
_WITH = re.compile(rf"({_CJK}{{2,4}}?)已?(?:签字|签名|签批|签|同意|审核|审批|批准)")  # 张三签
_TITLED = re.compile(rf"({_CJK}{{1,3}}?)(?:{'|'.join(TITLES)})")  # 张三总经理
_BY = re.compile(r"(?:approved|signed|agreed|ok|yes)(?:\s+by)?\s+(?=[a-z])", re.I)
_BETWEEN = re.compile(r"[、,;/()\[\]:。]+|(?<![A-Za-z.])\s+|\s+(?![A-Za-z])")
_APART = re.compile(rf"(?<!{_CJK}){_CJK}(?:\s+{_CJK}){{1,3}}(?!{_CJK})")  # 张  三
_LABEL = re.compile(rf"(?:{'|'.join(sorted({*SIGNED_WORDS, *DAY_WORDS, '姓名'}, key=len, reverse=True))})\s*:")
_ROLE = re.compile(
    rf"(?<!{_CJK})(?!{_CJK}{{0,8}}[不拒退驳否未待同])(?!准|批准){_CJK}{{0,8}}(?:部|{'|'.join(TITLES)})(?:{_LABEL.pattern[:-4]})?\s*:"
)
_AGREED = re.compile(
    r"(?:同意|准予|批准).{0,6}|已(?:签字|签名|签批|签|盖章|审核|审批|审|批准|批|同意|会签|复核|核准|通过)+(?:同意|完毕)?"
)
_REFUSING = re.compile(
    r"不(?:予|能|可以?|准予)?(?:同意|批准|通过|准|批|付|认可).*|拒.*|[已被]?(?:驳回|拒绝|退回|否决).*|未(?:予|获)?(?:通过|批准|同意).*"
    r"|(?:rejected|refused|declined|denied|disapproved|disagree)\b.*",
    re.I,
)
_GIVEN = frozenset(word.lower() for word in (*ALREADY, *GIVEN_WORDS))
_LACKING = frozenset(word.lower() for word in (*NOT_YET, *LACKING_WORDS))
_REFUSED = frozenset(word.lower() for word in REFUSED)
_REMARK = re.compile(
    r"\b(?:not?|un\w+|tb[dca]|pending|wait\w*|await\w*|missing|none|nil|absent|leave|away|to|be|see|without|hold|void|draft|unknown|cancel\w*"
    r"|return\w*|revis\w*|attach\w*|for|on|in|n|a|left|later|email|phone|oral\w*|verbal\w*)\b",
    re.I,
)


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

    >>> [sign(t).shown for t in ("张三", "√", "张三 2024-05-03", "同意（李四）", "未签", "签字：    日期：  年  月  日", "")]
    ['张三', '已签', '张三 2024-05-03', '李四', '', '', '']
    >>> sign("待核实金额后再定").signed is None, sign("不同意 王五").refused
    (True, True)
    """
    said = parse.text(value)
    if parse.blank(value):
        return NOBODY
    if isinstance(value, bool):
        return Sign(signed=value, said=said)
    if not isinstance(value, str):
        return _of_number(value, said)
    return _of_text(said) if len(said) <= LONGEST else Sign(signed=None, said=said)


def _of_number(value: Any, said: str) -> Sign:
    """A day, the 1 that means yes, the 0 that means no; 5.1 may be the first of May or the tenth."""
    day = parse.date(value)
    if day:
        return Sign(signed=True, day=day, said=said)
    return Sign(signed={1: True, 0: False}.get(value), said=said)


@functools.lru_cache(maxsize=parse.REMEMBERED)  # the same few people sign all day
def _of_text(said: str) -> Sign:
    rest = _NO_DAY.sub(" ", _OPEN.sub(" ", said.replace("\ufe0f", "")))
    found = [match.group() for match in _DAY.finditer(rest)]
    words = _words(_DAY.sub(" ", rest))
    if any(word.lower() in _REFUSED or _REFUSING.fullmatch(word) for word in words):
        return Sign(refused=True, said=said)
    if not words and not found:
        return Sign(said=said)
    if words and all(word.lower() in _LACKING for word in words):
        return Sign(said=said)
    left = [word for word in words if word.lower() not in _GIVEN and not _AGREED.fullmatch(word)]
    names = tuple(map(_name, [word for word in left if word not in TITLES] or left))
    if not all(names) or len(names) > MOST_NAMES:
        return Sign(signed=None, said=said)
    first = _date_part(found[0]) if found and len({_date_part(day) for day in found}) == 1 else ""
    day = parse.date(first) if first else None
    return Sign(signed=True, names=names, day=day, late=first if first and not day else "", said=said)


def _date_part(found: str) -> str:
    """A day without the time of day."""
    return re.sub(rf"(?<=[\d日]){_CLOCK}$", "", found).strip()


def _words(rest: str) -> list[str]:
    """What is said besides the day, labels such as 签字： left out, the blanks in 张  三 too."""
    plain = _APART.sub(lambda name: re.sub(r"\s", "", name.group()), _LABEL.sub(" ", _ROLE.sub(" ", rest)).strip())
    return [_simple(word) for word in _BETWEEN.split(_BY.sub("", plain)) if word]


def _simple(word: str) -> str:
    """A word without the ticks that stand before or behind it; a tick alone is one."""
    return word.strip(_TICKS) or "√"


def _name(word: str) -> str:
    """The name that a word is, "" where it is none: a remark, somebody who signed for another, a title or a department without a name."""
    found, titled = _WITH.fullmatch(word), _TITLED.fullmatch(word)
    if titled and not re.match(_SURNAME, titled.group(1)):
        return ""
    said = (found.group(1) if found else "") or (titled.group(1) if titled else "")
    said = said if _NAME.fullmatch(said) else word
    if not _NAME.fullmatch(said) or said.lower() in _LACKING or said in TITLES or _FOR_ANOTHER.fullmatch(said):
        return ""
    return "" if said.endswith("部") or _REMARK.search(said) else said
