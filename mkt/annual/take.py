"""One file read as what it is: a month's book, the result of a month, a book about a year, or none of these."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkt.annual.months import MonthOfYear, Origin, month_of_year
from mkt.annual.result import YearBook
from mkt.book import Book
from mkt.findings import Finding, Hit, fault
from mkt.layout import EVIDENCE, PERIOD, POLICY, POLICY_HASH, SOURCE_HASH
from mkt.month import score_book, wanted
from mkt.policies import DEFAULT
from mkt.policy.load import find, packs
from mkt.policy.model import Policy
from mkt.policy.versions import Versions, versions
from mkt.reading.book import is_graded, is_result, looked, month_book, year_book
from mkt.reading.grids import grids
from mkt.reading.guard import format_of
from mkt.reading.period import period_malformed
from mkt.reading.result import Result, result_of
from mkt.records import records
from mkt.scores import Scores
from mkt.verify import differences, policy_differs, rescored


@fault("error", "这份评分结果被手工改过（{found}），没有用它。要按改过的数计，请加 --trust；否则请用原始工作簿重新评分。",
       "this result was edited by hand ({found}) and was not used. --trust takes the edited totals; else score the original book again.")  # fmt: skip
def result_edited(found: Sequence[Finding]) -> Iterator[Hit]:
    """评分结果里的数与它自己的输入、制度和校验码对不上：写出之后有人改过。年度成绩不用来历不明的数。

    The figures of the result do not follow from its own inputs, policy and hash: somebody edited it. A year is not made of figures of unknown
    origin.
    """
    if found:
        yield Hit(found[0].where, _cells(found))


@fault("warning", "按 --trust 采用手工改过的数：{said_zh}等级按表上的总分得出。",
       "by --trust a figure edited by hand was used: {said_en} Grades follow from the totals as they stand.")  # fmt: skip
def result_trusted(found: Sequence[Finding]) -> Iterator[Hit]:
    """加了 --trust：采用手工改过的评分结果。每一处改动都列出，年度表的备注也写明。

    `--trust` was given: a result edited by hand is used. Every change is told, and the remarks of the year name it.
    """
    for one in found:
        yield Hit(one.where, one.found, one.person, more={"said_zh": one.zh, "said_en": one.en})


def _cells(found: Sequence[Finding]) -> str:
    cells = list(dict.fromkeys(finding.where for finding in found if finding.where))
    return "、".join(cells[:5]) + (f" 等 {len(cells)} 处" if len(cells) > 5 else "")


@fault("error", "这份评分结果是按另一份制度（{found}）得出的，这里用的是 {other}，没有用它。",
       "this result was made by another policy ({found}); here it is {other}, so it was not used.")  # fmt: skip
def policy_other(found: str, other: str) -> Iterator[Hit]:
    """一年的各月要按同一份制度（可以是前后几个版本）。按别的制度评的月份，分数不能相加。

    The months of a year go by one policy (perhaps several versions of it). Scores by another one cannot be added to them.
    """
    if found != other:
        yield Hit(EVIDENCE, found, more={"other": other})


@fault("error", "这份评分结果按 {found} 得出，而 {period} 有效的版本是 {other}，没有用它。请用原始工作簿重新评分。",
       "this result was made by {found}, while {other} was in force in {period}; it was not used. Score the original book again.")  # fmt: skip
def version_other(made_by: Policy, in_force: Policy, period: str) -> Iterator[Hit]:
    """每个月按当月有效的制度版本。这份结果是按另一个版本评的。

    Every month goes by the version in force. This result was made by another one.
    """
    if made_by.sha256 != in_force.sha256:
        yield Hit(EVIDENCE, made_by.file, more={"other": in_force.file, "period": period})


@fault(
    "error",
    "这份制度没有年度部分（annual），不能做年度考核。",
    "this policy has no annual part, so it cannot grade a year.",
)
def annual_missing(policies: Sequence[Policy]) -> Iterator[Hit]:
    """制度文件里没有 annual 一节：怎样由月度成绩得出年度等级。可参照 `mkt policy export objectives`。

    The policy file has no section `annual` that says how months become a year. See `mkt policy export objectives` for one.
    """
    yield from (Hit("", policy.policy) for policy in policies if policy.annual is None)


@fault(
    "note",
    "这是 mkt 写出的年度结果，不是月度工作簿，跳过。",
    "this is a graded year that mkt wrote, no month book; passed over.",
)
def graded_passed_over(path: Path) -> Iterator[Hit]:
    """文件夹或通配符里带到了以前写出的年度结果。

    A graded year written earlier is among the files.
    """
    yield Hit("", path.name)


@dataclass(frozen=True)
class Taken:
    """What a file turned out to be: a month, a book about a year, or neither; and what to tell of it."""

    path: Path
    what: MonthOfYear | YearBook | None
    findings: list[Finding]

    @property
    def year(self) -> str:
        """The year it is about."""
        return self.what.period[:4] if isinstance(self.what, MonthOfYear) else self.what.year if self.what else ""


@dataclass(frozen=True)
class Taker:
    """Reads one file as what it is. Without versions given, a month book goes by the default policy and a result by its own."""

    versions: Versions | None
    trust: bool

    def __call__(self, path: Path) -> Taken:
        """What a file holds. Raises `Refused`."""
        sheets = grids(path, format_of(path))
        if is_graded(sheets):
            return Taken(path, None, graded_passed_over.findings(path.name, path))
        if is_result(sheets):
            return self._result(path, result_of(path, sheets))
        known = self.versions or _usual()
        annual_missing.refuse(path.name, known.policies)
        seen = looked(path, sheets, wanted(*known.policies))
        year = year_book(seen)
        if year is not None:
            book, unused = year
            by_id = _by_id(book)
            what = YearBook(
                book.file, book.sha256, book.period, by_id, records(book, by_id), tuple(unused), book.hidden
            )
            return Taken(path, what, [])
        return self._month(path, month_book(seen), known)

    def _month(self, path: Path, book: Book, known: Versions) -> Taken:
        scored = score_book(book, known.at(path.name, book.period))
        origin = Origin(book.file, book.sha256, book.sha256, book.period, scored.original.by_id)
        month = month_of_year(origin, scored.original.people, scored.records, scored.scores, scored.findings)
        return Taken(path, month, scored.findings)

    def _result(self, path: Path, result: Result) -> Taken:
        period_malformed.refuse(path.name, result.evidence.get(PERIOD, ""))
        policy = self._made_by(path, result)
        annual_missing.refuse(path.name, [policy])
        found, scores = differences(result, policy)
        if not self.trust:
            result_edited.refuse(path.name, found)
        told = result_trusted.findings(path.name, found)
        month = _month_of_result(result, rescored(result, scores) if found else scores, told)
        return Taken(path, month, told)

    def _made_by(self, path: Path, result: Result) -> Policy:
        """The policy a result was made by, among those at hand. Raises `Refused` where it is none of them."""
        id_ = result.policy_id
        known = self.versions.policies if self.versions else (find(id_),) if id_ in packs() else ()
        if self.versions:
            policy_other.refuse(path.name, id_, self.versions.policies[0].policy)
        own = next((p for p in known if p.sha256 == result.evidence.get(POLICY_HASH)), None)
        policy_differs.refuse(path.name, result.evidence.get(POLICY_HASH, ""), own, result.evidence.get(POLICY, ""))
        assert own is not None
        period = result.evidence.get(PERIOD, "")
        version_other.refuse(path.name, own, versions(known).at(path.name, period), period)
        return own


@functools.cache
def _usual() -> Versions:
    """The policy where none is named, read once."""
    return versions([find(DEFAULT)])


def _by_id(book: Book) -> bool:
    return any("工号" in table.columns for table in book.tables.values())


def _month_of_result(result: Result, scores: Scores, findings: list[Finding]) -> MonthOfYear:
    evidence = result.evidence
    by_id = any(person.id != person.name for person in result.people)
    origin = Origin(result.file, result.sha256, evidence.get(SOURCE_HASH, ""), evidence.get(PERIOD, ""), by_id)
    return month_of_year(origin, result.people, result.records, scores, findings)
