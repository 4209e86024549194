"""The worst things of a checked book, the worst first: what a manager looks at before anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkt.findings import Finding, Language
from mkt.spending.brief import brief
from mkt.spending.budget import overspent
from mkt.spending.checked import CheckedBook, ref_of
from mkt.spending.entry import Item, yuan

LESS = {"column-needed", "budget-line-missing", "category-missing"}
"""What is about many payments at once; it is told by itself, not as the fault of each."""


WORST = 5  # that are named first


@dataclass(frozen=True)
class Worst:
    """A payment, a contract or a budget line with everything that is wrong with it, and the cents at stake."""

    file: str
    where: str
    whom: str
    cents: int
    findings: tuple[Finding, ...]

    @property
    def yuan(self) -> str:
        """What is at stake."""
        return yuan(self.cents) if self.cents else ""

    @property
    def errors(self) -> bool:
        """Whether something in it is an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def words(self, language: Language) -> str:
        """Whom it is about, and what is wrong in a few words."""
        return (
            f"{self.whom}{'：' if language == 'zh' else ': '}{brief(self.findings, language)}"
            if self.whom
            else self.findings[0].message(language)
        )


def worst(book: CheckedBook) -> list[Worst]:
    """Everything that must be looked at, errors before warnings, the larger amounts first."""
    found: list[Worst] = []
    told: set[int] = set()
    groups = dict(book.group_of.values())
    cents = {ref_of([p]): p.counts for p in book.payments}
    for group in groups.values():
        mine = [book.across.payments[i] for i in group.members if book.holds(i)]
        found += _together(book, mine, group.cents, told)
    for item in (*book.payments, *book.book.contracts):
        found += _together(book, [item], cents.get(ref_of([item]), item.cents or 0), told)
    over: dict[tuple[str, str], int] = {}
    for row in book.spent:
        for line in (row.line, row.whole):
            if line:
                over[line.file, line.where] = max(overspent(row), over.get((line.file, line.where), 0))
    for finding in book.findings:
        if finding.severity != "note" and id(finding) not in told:
            stake = over.get((finding.file, finding.where), 0)
            found.append(Worst(finding.file, finding.where or finding.file, "", stake, (finding,)))
    return sorted(found, key=lambda one: (not one.errors, -one.cents))


def _together(book: CheckedBook, items: Sequence[Item], cents: int, told: set[int]) -> list[Worst]:
    """What is wrong with some payments that count as one, unless it was told."""
    found = {
        id(f): f
        for item in items
        for f in book.of(item)
        if f.severity != "note" and f.code not in LESS and id(f) not in told
    }
    told.update(found)
    return (
        [Worst(items[0].file, items[0].cell("金额"), items[0].with_whom, cents, tuple(found.values()))] if found else []
    )
