"""The one shape every problem takes, and the two ways a problem ends: as a finding in a list or as a refusal.

A fault is written as a small generator function named for it. The `fault` decorator gives it its severity and
its words in both languages; its docstring is the page that `mkt explain CODE` prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, ParamSpec

Severity = Literal["error", "warning", "note"]
Language = Literal["zh", "en"]
P = ParamSpec("P")


@dataclass(frozen=True)
class Hit:
    """One place where a fault was found.

    `where` is a cell (`销售目标!D7`) or a place in a file, `found` what stands there, `more` fills the words of
    the fault. A hit that names a `person` and the `ref` of a figure makes that figure unusable if the fault is an error.
    `file` is the file of the place where a check looks at several, `severity` how bad it is where that is not the same each time.
    """

    where: str
    found: str = ""
    person: str = ""
    ref: str = ""
    more: dict[str, str] = field(default_factory=dict)
    file: str = ""
    severity: Severity | None = None


@dataclass(frozen=True)
class Finding:
    """A problem as it is reported: code, severity, file and place, what was found and what to do, in both languages."""

    code: str
    severity: Severity
    file: str
    where: str
    found: str
    zh: str
    en: str
    person: str = ""
    ref: str = ""

    def message(self, language: Language) -> str:
        """The sentence a user reads."""
        return self.zh if language == "zh" else self.en

    def line(self, language: Language) -> str:
        """The finding on one line, place first, so that an editor or a person can go there."""
        place = "".join([self.file, "  " if self.file and self.where else "", self.where])
        return f"{place}{'  ' if place else ''}{self.message(language)} [{self.code}]"


@dataclass(frozen=True)
class Fault:
    """What can be wrong: a code, how bad it is, its words, and the page about it in both languages."""

    code: str
    severity: Severity
    zh: str
    en: str
    doc: str

    def page(self, language: Language) -> str:
        """The explanation in one language: the paragraphs of the docstring that are written in it."""
        paragraphs = [re.sub(r"\s*\n\s*", " ", p).strip() for p in self.doc.split("\n\n")]
        chinese = [re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", p) for p in paragraphs if _is_chinese(p)]
        english = [p for p in paragraphs if p and not _is_chinese(p)]
        return "\n\n".join(chinese if language == "zh" else english)

    def finding(self, file: str, hit: Hit) -> Finding:
        """The finding for one hit in one file."""
        words = {"found": _short(hit.found), "where": hit.where, "person": hit.person, **hit.more}
        return Finding(
            self.code,
            hit.severity or self.severity,
            hit.file or file,
            hit.where,
            _short(hit.found),
            self.zh.format_map(words),
            self.en.format_map(words),
            hit.person,
            hit.ref,
        )


def _is_chinese(paragraph: str) -> bool:
    """Whether a paragraph is Chinese; an English one may quote a few Chinese words."""
    return sum(character > "\u2e80" for character in paragraph) * 4 > len(paragraph)


def _short(found: str) -> str:
    """What was found, cut where it is a whole story."""
    return found if len(found) <= LONGEST_FOUND else f"{found[: LONGEST_FOUND - 1]}…"


LONGEST_FOUND = 120  # characters
FAULTS: dict[str, Fault] = {}


class Refused(Exception):  # noqa: N818  # it reads as the sentence it is: refused
    """A job that cannot be done; it carries every finding that says why. Nothing was written."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings


class FaultCheck:
    """A function that yields hits, known by the code made of its name."""

    def __init__(self, function: Callable[..., Iterator[Hit]], fault: Fault) -> None:
        self.function, self.fault = function, fault
        self.__name__, self.__doc__ = function.__name__, function.__doc__

    def findings(self, file: str, *arguments: Any) -> list[Finding]:
        """Everything of this fault in one file."""
        return [self.fault.finding(file, hit) for hit in self.function(*arguments)]

    def refuse(self, file: str, *arguments: Any) -> None:
        """Raise `Refused` if the fault is there at all."""
        found = self.findings(file, *arguments)
        if found:
            raise Refused(*found)


def fault(severity: Severity, zh: str, en: str) -> Callable[[Callable[P, Iterator[Hit]]], FaultCheck]:
    """Make a generator of hits into a fault with a code, e.g. `target_zero` → `target-zero`."""

    def register(function: Callable[P, Iterator[Hit]]) -> FaultCheck:
        code = function.__name__.replace("_", "-")
        FAULTS[code] = Fault(code, severity, zh, en, function.__doc__ or "")
        return FaultCheck(function, FAULTS[code])

    return register
