"""Figures as a policy file states them: an exact number with its clause, or with the reason it was assumed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from mkt.rule.tree import Figure


def problem(zh: str, en: str) -> PydanticCustomError:
    """A fault of content with its words in both languages."""
    return PydanticCustomError("mkt", "{zh}\0{en}", {"zh": zh, "en": en})


def exact(value: Any) -> Any:
    """A number written as text, exactly; `95%` is 0.95. Floats are refused: they are no longer what was written."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, str):
        raise problem("这里要写一个数。", "a number belongs here.")
    text = value.strip()
    percent = text.endswith("%")
    try:
        if not re.fullmatch(r"[+-]?\d[\d_]*(\.\d+)?%?", text):
            raise InvalidOperation
        number = Decimal(text.rstrip("%").replace("_", ""))
    except InvalidOperation:
        raise problem(
            f"“{value}”不是数。写成 60、0.5 或 90% 这样。", f"'{value}' is not a number; write 60, 0.5 or 90%."
        ) from None
    return number / 100 if percent else number


def exact_or_none(value: Any) -> Any:
    """Like `exact`; the word `none` says on purpose that there is no such figure."""
    return None if value == "none" else exact(value)


Exact = Annotated[Decimal, BeforeValidator(exact)]
ExactOrNone = Annotated[Decimal | None, BeforeValidator(exact_or_none)]


class Model(BaseModel):
    """A part of a policy file: unknown keys are refused, nothing can be changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Cited(Model):
    """A part that says where it is written (`clause`) or why it was filled in (`assumed`), one of the two."""

    clause: str = ""
    assumed: str = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Cited:
        if self.clause and self.assumed:
            raise problem(
                "clause（原文条款）和 assumed（假设理由）只能写一个。", "give either 'clause' or 'assumed', not both."
            )
        return self


class Rule(Cited):
    """A cited part for which clause or reason is compulsory; it serves for every figure in it that has none of its own."""

    @model_validator(mode="after")
    def _sourced(self) -> Rule:
        if not self.clause and not self.assumed:
            raise problem(
                "缺少出处：写 clause（原文条款），或写 assumed（原文没有，为什么这样定）。",
                "no source: give 'clause' (where it is written) or 'assumed' (why this was filled in).",
            )
        return self


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


def figure(stated: AnyStated, name: str, unit: str, around: Cited) -> Figure:
    """The figure as a node of the rule tree, with its own source or that of the part around it."""
    own = stated.clause or stated.assumed
    source = stated if own else around
    return Figure(Decimal(0) if stated.value is None else stated.value, name, unit, source.clause, source.assumed)
