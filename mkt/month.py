"""The journey of a month: from a workbook to a scored workbook. Read this first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkt.book import Book
from mkt.checks import Month, check
from mkt.findings import Finding
from mkt.policy.lint import references
from mkt.policy.model import Policy
from mkt.reading.book import read
from mkt.score import Scores, score
from mkt.staff import Staff, available, join


@dataclass(frozen=True)
class ScoredMonth:
    """A scored month: the book as read, everybody with their figures as they stood and as far as they are sound."""

    book: Book
    policy: Policy
    original: Staff
    staff: Staff
    scores: Scores
    findings: list[Finding]


def score_month(path: Path, policy: Policy, period: str = "") -> ScoredMonth:
    """Read a book, check it, and score everybody whose figures are sound. Raises `Refused` if it cannot be read."""
    wanted = frozenset(ref for _, ref in references(policy))
    book = read(path, wanted, period)
    plan = policy.plan(available(book, policy, wanted))
    staff = join(book, plan)
    findings = check(Month(book, plan, staff))
    sound = staff.sound(findings)
    return ScoredMonth(book, policy, staff, sound, score(sound, plan), findings)
