"""The versions of one regulation, each with the days on which it is in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkt.findings import Hit, fault
from mkt.policy.model import Policy


@fault("error", "这些制度文件不是同一份制度：{found}。几个版本要用同一个 policy 名称。",
       "these policy files are not one regulation: {found}. Its versions share one 'policy'.")  # fmt: skip
def versions_mixed(policies: Sequence[Policy]) -> Iterator[Hit]:
    """--policy 给了几个文件，它们应当是同一份制度的几个版本，每个月按当月有效的版本。

    Several files were given with --policy: they must be versions of one regulation, each month going by the one in force.
    """
    if len({policy.policy for policy in policies}) > 1:
        yield Hit("", "、".join(policy.policy for policy in policies))


@fault("error", "{found} 同时有两个版本有效：{files}。请改 effective 的起止日期，让它们前后相接。",
       "two versions are in force on {found}: {files}. Make their days of 'effective' follow each other.")  # fmt: skip
def versions_overlap(policies: Sequence[Policy]) -> Iterator[Hit]:
    """两个版本的有效期重叠，不知道重叠的日子按哪个版本。

    The days of two versions overlap; which one holds on those days is not guessed.
    """
    ordered = sorted(policies, key=lambda policy: policy.effective.start)
    for earlier, later in pairwise(ordered):
        if earlier.effective.end is None or earlier.effective.end >= later.effective.start:
            yield Hit("", str(later.effective.start), more={"files": f"{earlier.file}、{later.file}"})


@fault("error", "{found} 没有有效的制度版本（现有：{spans}）。请用 --policy 再给出当时的版本。",
       "no version of the policy is in force in {found} (at hand: {spans}). Give that version with --policy too.")  # fmt: skip
def version_missing(policies: Sequence[Policy], period: str) -> Iterator[Hit]:
    """给出的制度版本里，没有一个在这个月有效。月份按当月一日有效的版本。

    None of the versions given is in force in this month. A month goes by the version in force on its first day.
    """
    if not any(policy.effective.holds(first_day(period)) for policy in policies):
        spans = (f"{p.file} {p.effective.start}—{p.effective.end or ''}" for p in policies)
        yield Hit("", period, more={"spans": "、".join(spans)})


def first_day(period: str) -> datetime.date:
    """The first day of a month."""
    return datetime.date(int(period[:4]), int(period[5:]), 1)


@dataclass(frozen=True)
class Versions:
    """Versions of one regulation whose days do not overlap."""

    policies: tuple[Policy, ...]

    def at(self, file: str, period: str) -> Policy:
        """The version in force on the first day of a month. Raises `Refused` where none is."""
        version_missing.refuse(file, self.policies, period)
        return next(policy for policy in self.policies if policy.effective.holds(first_day(period)))

    def latest(self, period: str) -> Policy:
        """The last version that had come into force by a month; its rules are those of the year."""
        known = sorted(self.policies, key=lambda policy: policy.effective.start)
        return next((p for p in reversed(known) if p.effective.start <= first_day(period)), known[0])


def versions(policies: Sequence[Policy]) -> Versions:
    """The versions as one. Raises `Refused` where they are not one regulation, or overlap."""
    distinct = list({policy.sha256: policy for policy in policies}.values())
    versions_mixed.refuse("", distinct)
    versions_overlap.refuse("", distinct)
    return Versions(tuple(distinct))
