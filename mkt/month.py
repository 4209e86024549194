"""The journey of a month: from a workbook to a scored workbook. Read this first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from mkt.book import Book
from mkt.checks import check
from mkt.checks.month import Month
from mkt.findings import Finding, Hit, fault
from mkt.policy.lint import references
from mkt.policy.model import Plan, Policy
from mkt.reading.book import read
from mkt.rule.sentence import Unscored
from mkt.rule.tree import Column
from mkt.score import score
from mkt.scores import ScoredMonth, Scores
from mkt.staff import Staff, available, join


@fault("error", "没有读到任何人：表里没有带工号或姓名的行。请检查是不是选错了文件。",
       "nobody was found: no sheet has a row with a number or a name. Check that this is the right file.")  # fmt: skip
def people_none(staff: Staff) -> Iterator[Hit]:
    """工作簿能打开，但认不出一个人：没有人员表，要用的表也都没有数据行。

    The book opens, but nobody is in it: there is no staff list, and the sheets that are read have no rows.
    """
    if not staff.people:
        yield Hit("")


@fault("error", "{name}（{person}）未评分：{found}。", "{name} ({person}) is not scored: {found}.")
def figures_lacking(month: Month, scores: Scores, told: set[str]) -> Iterator[Hit]:
    """一个人没有总分或等级，而自己的数据都没有问题：例如考核团队达标率，而他没有下属，或者下属的数据不全。

    Somebody has no total or grade although nothing is wrong with the person's own figures: the share of a team is asked for, and
    there is no team, or a member's figure is missing.
    """
    roots = [*scores.rules.values(), scores.plan.total(), scores.plan.grade()]
    for i in np.flatnonzero(~scores.scored & ~month.away):
        person = month.staff.people[int(i)]
        if person.id not in told:
            lacking = next(root for root in roots if scores.trace.missing(root)[i])
            yield Hit("", Unscored(lacking, scores.trace).why(int(i)), person.id, more={"name": person.name})


def score_month(path: Path, policy: Policy, period: str = "") -> ScoredMonth:
    """Read a book, check it, and score everybody whose figures are sound. Raises `Refused` if it cannot be read."""
    return score_book(read(path, wanted(policy), period), policy)


def score_book(book: Book, policy: Policy, further: tuple[Column, ...] = ()) -> ScoredMonth:
    """A book as read, checked and scored; `further` columns are read and checked with it. Raises `Refused` if nobody is in it."""
    month = joined(book, policy, further)
    findings = check(month)
    sound = month.staff.sound(findings)
    scores = score(sound, month.plan)
    findings += figures_lacking.findings(month.book.file, month, scores, {finding.person for finding in findings})
    return ScoredMonth(month.book, policy, month.staff, sound, scores, findings)


def check_month(path: Path, policy: Policy, period: str = "") -> tuple[Book, list[Finding]]:
    """The book and everything that is wrong with it. Raises `Refused` if it cannot be read."""
    month = joined(read(path, wanted(policy), period), policy)
    return month.book, check(month)


def wanted(*policies: Policy) -> frozenset[str]:
    """The columns that a book is read for."""
    return frozenset(ref for policy in policies for _, ref in references(policy))


def joined(book: Book, policy: Policy, further: tuple[Column, ...] = ()) -> Month:
    """The book, the rules as they run on it, and the people with their figures. Raises `Refused` if nobody is in it."""
    plan = policy.plan(available(book, policy, wanted(policy)))
    return month_of(book, replace(plan, further=further))


def month_of(book: Book, plan: Plan) -> Month:
    """The book with the people and the figures that a plan reads. Raises `Refused` if nobody is in it."""
    staff = join(book, plan)
    people_none.refuse(book.file, staff)
    return Month(book, plan, staff)
