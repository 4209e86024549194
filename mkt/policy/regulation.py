"""What every policy file says of itself, whatever it regulates: its id, its version, its source, the days it is in force."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr

from mkt.policy.columns import Word
from mkt.policy.figures import Model, Rule, exact, problem


class Source(Model):
    """The document a policy restates."""

    id: str
    document: str = Field(min_length=1)


def _day(value: Any) -> datetime.date:
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    shown, said = (f"“{value}”", f"'{value}'") if isinstance(value, str) else ("这里", "this")
    raise problem(f"{shown}不是日期，写成 2024-01-31 这样。", f"{said} is not a date; write 2024-01-31.")


Day = Annotated[datetime.date, BeforeValidator(_day)]


class Span(Model):
    """The days on which a policy is in force; without `to`, until further notice."""

    start: Day = Field(alias="from")
    end: Day | None = Field(None, alias="to")

    def holds(self, day: datetime.date) -> bool:
        """Whether the policy is in force on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


def _amounts(value: Any) -> Any:
    return [exact(item) for item in value] if isinstance(value, list) else exact(value)


Given = Annotated[Decimal | list[Decimal], BeforeValidator(_amounts)]


class Example(Model):
    """A worked example: what is given for one person, and what the regulation makes of it."""

    name: str
    given: dict[Word, Given]
    expect: dict[str, str]


class Deadline(Rule):
    """A day of the following month by which something is due."""

    title: str
    day: int = Field(ge=1, le=31)


class Regulation(Model):
    """One version of one regulation."""

    policy: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    title: str = Field(min_length=1)
    version: str = Field(min_length=1)
    source: Source
    effective: Span
    period: Literal["month"]
    deadlines: tuple[Deadline, ...] = ()
    remarks: tuple[str, ...] = ()

    _sha256: str = PrivateAttr("")
    _file: str = PrivateAttr("")
    _places: Mapping[tuple[str | int, ...], tuple[int, int]] = PrivateAttr(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The hash of the file's text (with LF line ends)."""
        return self._sha256

    @property
    def file(self) -> str:
        """The name of the file the policy was read from."""
        return self._file

    @property
    def name(self) -> str:
        """Title, id and version, as results name it."""
        return f"{self.title}（{self.policy} 第 {self.version} 版）"

    def read_from(self, file: str, sha256: str, places: Mapping[tuple[str | int, ...], tuple[int, int]]) -> Self:
        """This policy, knowing its file and where everything stands in it."""
        self._file, self._sha256, self._places = file, sha256, places
        return self

    def place(self, *path: str | int) -> str:
        """Line and column of a part in the policy's file."""
        return "{}:{}".format(*self._places.get(path, (1, 1)))
