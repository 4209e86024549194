"""Figures as a policy file states them: an exact number with its clause, or with the reason it was assumed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from mkt.rule.tree import Figure


def problem(zh: str, en: str) -> PydanticCustomError:
    """A fault of content with its words in both languages."""
    return PydanticCustomError("mkt", "{zh}\0{en}", {"zh": zh, "en": en})


def short(text: str) -> str:
    """A text as a message quotes it.

    >>> short("60 分"), len(short("9" * 400))
    ('60 分', 40)
    """
    return text if len(text) <= 40 else f"{text[:39]}…"


DIGITS = 15  # as many as a float keeps
_NUMBER = re.compile(r"[+-]?[0-9][0-9_]*(\.[0-9]+)?%?")


def exact(value: Any) -> Any:
    """A number written as text, exactly; `95%` is 0.95. Floats are refused: they are no longer what was written."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str):
        raise problem("这里要写一个数。", "a number belongs here.")
    text, shown = value.strip(), short(value)
    if not _NUMBER.fullmatch(text):
        raise problem(*_no_number(value))
    if sum(c.isdigit() for c in text) > DIGITS:
        raise problem(f"“{shown}”太长，最多 {DIGITS} 位。", f"'{shown}' is too long: {DIGITS} digits at most.")
    number = Decimal(text.rstrip("%").replace("_", ""))
    return number / 100 if text.endswith("%") else number


def _no_number(written: str) -> tuple[str, str]:
    narrow = unicodedata.normalize("NFKC", written).strip()
    if narrow != written and _NUMBER.fullmatch(narrow):
        return f"“{written}”里有全角字符，请写成 {narrow}。", f"'{written}' has full-width characters; write {narrow}."
    shown = short(written)
    return f"“{shown}”不是数。写成 60、0.5 或 90% 这样。", f"'{shown}' is not a number; write 60, 0.5 or 90%."


def exact_or_none(value: Any) -> Any:
    """Like `exact`; the word `none` says on purpose that there is no such figure."""
    return None if value == "none" else exact(value)


def rate(value: Any) -> Any:
    """A share of an amount, `3%` or `0.03`; a bare 1 or more is nearly always one without its % sign."""
    found = exact(value)
    if isinstance(value, str) and "%" not in value and found >= 1:
        shown, percent = (
            short(value),
            f"{found * 100:f}".rstrip("0").rstrip(".") if "." in value else f"{found * 100:f}",
        )
        either = ("", "") if found > 1 else (f" 或 {percent}%", f" or {percent}%")
        raise problem(f"{shown} 就是 {percent}%，是不是漏了百分号？写 {shown}%{either[0]}。",
                      f"{shown} means {percent}%; is a % sign missing? Write {shown}%{either[1]}.")  # fmt: skip
    return found


Rate = Annotated[Decimal, BeforeValidator(rate)]
Exact = Annotated[Decimal, BeforeValidator(exact)]
ExactOrNone = Annotated[Decimal | None, BeforeValidator(exact_or_none)]


class Model(BaseModel):
    """A part of a policy file: unknown keys are refused, nothing can be changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Model):
    """A part that says where it is written (`clause`) or why it was filled in (`assumed`), one of the two."""

    COMPULSORY: ClassVar[bool] = False

    clause: str = ""
    assumed: str = Field("", validate_default=True)

    @field_validator("assumed")
    @classmethod
    def _one_of_both(cls, assumed: str, info: ValidationInfo) -> str:
        clause = info.data.get("clause")
        if clause is None:  # not a text, which is told
            return assumed
        if clause.strip() and assumed.strip():
            raise problem(
                "clause（原文条款）和 assumed（假设理由）只能写一个。", "give either 'clause' or 'assumed', not both."
            )
        if cls.COMPULSORY and not clause.strip() and not assumed.strip():
            raise problem(
                "缺少出处：写 clause（原文条款），或写 assumed（原文没有，为什么这样定）。",
                "no source: give 'clause' (where it is written) or 'assumed' (why this was filled in).",
            )
        return assumed


class Rule(Cited):
    """A cited part for which clause or reason is compulsory; it serves for every figure in it that has none of its own."""

    COMPULSORY = True


class Stated(Cited):
    """A figure, alone or with its own source: `60` or `{value: 60, assumed: …}`."""

    value: Exact

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return data if isinstance(data, dict | cls) else {"value": data}


class StatedOrNone(Cited):
    """A figure or the word `none`."""

    value: ExactOrNone

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        return data if isinstance(data, dict | cls) else {"value": data}


AnyStated = Stated | StatedOrNone
S = TypeVar("S", Stated, Decimal)


def _above_zero(given: S) -> S:
    if (given.value if isinstance(given, Stated) else given) <= 0:
        raise problem("这里的数要大于 0。", "this must be above 0.")
    return given


Positive = Annotated[Stated, AfterValidator(_above_zero)]
PositiveExact = Annotated[Exact, AfterValidator(_above_zero)]


def ordered(low: AnyStated | None, high: AnyStated, words: tuple[str, str], strictly: bool = False) -> None:
    """Raise unless the first figure is below the second, or `strictly` false, no higher; `none` and a faulty figure bound nothing."""
    if low is None or low.value is None or high.value is None:
        return
    if low.value > high.value or (strictly and low.value == high.value):
        raise problem(f"{words[0]} 要小于 {words[1]}。", f"'{words[0]}' must be below '{words[1]}'.")


def figure(stated: AnyStated, name: str, unit: str, around: Cited) -> Figure:
    """The figure as a node of the rule tree, with its own source or that of the part around it."""
    own = stated.clause or stated.assumed
    source = stated if own else around
    return Figure(Decimal(0) if stated.value is None else stated.value, name, unit, source.clause, source.assumed)
