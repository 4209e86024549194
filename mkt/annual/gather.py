"""The books of years: files found, each read as a month, a result or a book about a year, and put together by folder and year."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from mkt.reading.result import Result, result_of
from mkt.records import records
from mkt.scores import Scores
from mkt.verify import differences, policy_differs, rescored

BOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
RESULTS = (".graded.xlsx", ".commission.xlsx", ".checked.xlsx")
SCORED = ".scored.xlsx"


@fault("error", "文件夹 {found} 里没有工作簿。", "the folder {found} has no workbooks.")
def folder_empty(folder: Path, books: Sequence[Path]) -> Iterator[Hit]:
    """给出的文件夹（连同子文件夹）里没有 .xlsx、.xlsm、.xls、.ods 或 .csv 文件。

    The folder and those below it hold no .xlsx, .xlsm, .xls, .ods or .csv file.
    """
    if not books:
        yield Hit("", str(folder))


@fault("note", "旁边有原始工作簿，按原始工作簿算，没有用这份评分结果。",
       "the month book stands beside it and was used; this result was not.")  # fmt: skip
def result_beside_book(path: Path) -> Iterator[Hit]:
    """同一个文件夹里既有月度工作簿，又有由它得出的评分结果：用原始工作簿重新算，不重复计。

    A folder holds both a month book and the result made of it. The book is scored anew and counted once.
    """
    yield Hit("", path.name)


@fault("error", "这份评分结果被手工改过（{found}），没有用它。要按改过的数计，请加 --trust；否则请用原始工作簿重新评分。",
       "this result was edited by hand ({found}) and was not used. --trust takes the edited totals; else score the original book again.")  # fmt: skip
def result_edited(found: Sequence[Finding]) -> Iterator[Hit]:
    """评分结果里的数与它自己的输入、制度和校验码对不上：写出之后有人改过。年度成绩不用来历不明的数。

    The figures of the result do not follow from its own inputs, policy and hash: somebody edited it. A year is not made of figures of unknown
    origin.
    """
    if found:
        yield Hit(found[0].where, _cells(found))


@fault("warning", "这份评分结果被手工改过（{found}），已按 --trust 采用表上的总分，等级按这些总分得出。",
       "this result was edited by hand ({found}); by --trust its totals were taken as they stand, and grades follow from them.")  # fmt: skip
def result_trusted(found: Sequence[Finding]) -> Iterator[Hit]:
    """加了 --trust：采用手工改过的评分结果。

    `--trust` was given: a result edited by hand is used.
    """
    if found:
        yield Hit(found[0].where, _cells(found))


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


@fault("error", "没有可用的月度工作簿或评分结果。", "there is no month book and no scored result to work on.")
def months_none(groups: Sequence[Group], unusable: int) -> Iterator[Hit]:
    """给出的文件都不是月度工作簿或评分结果。

    None of the files given is a month book or a scored result.
    """
    if not groups and not unusable:
        yield Hit("")


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
            what = YearBook(book.file, book.sha256, book.period, by_id, records(book, by_id), tuple(unused))
            return Taken(path, what, [])
        return self._month(path, month_book(seen), known)

    def _month(self, path: Path, book: Book, known: Versions) -> Taken:
        scored = score_book(book, known.at(path.name, book.period))
        origin = Origin(book.file, book.sha256, book.sha256, book.period, scored.original.by_id)
        month = month_of_year(origin, scored.original.people, scored.records, scored.scores, scored.findings)
        return Taken(path, month, scored.findings)

    def _result(self, path: Path, result: Result) -> Taken:
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


def found_in(paths: Iterable[Path], trust: bool) -> tuple[list[Path], list[Finding]]:
    """The books among files and folders, each once and in order; of a folder all below it. Raises `Refused` for an empty folder.

    A result that stands beside its book is left out, with a note, unless edited results are to be trusted.
    """
    books: dict[Path, Path] = {}
    for path in paths:
        for book in _books_of(path):
            books.setdefault(book.resolve(), book)
    return (list(books.values()), []) if trust else _without_results(list(books.values()))


def _books_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        file for file in path.rglob("*")
        if file.suffix.lower() in BOOKS and not file.name.startswith((".", "~$")) and not file.name.endswith(RESULTS)
    )  # fmt: skip
    folder_empty.refuse("", path, found)
    return found


def _without_results(books: Sequence[Path]) -> tuple[list[Path], list[Finding]]:
    stems = {(book.parent, book.stem) for book in books if not book.name.endswith(SCORED)}
    beside = [b for b in books if b.name.endswith(SCORED) and (b.parent, b.name.removesuffix(SCORED)) in stems]
    told = [finding for book in beside for finding in result_beside_book.findings(book.name, book)]
    return [book for book in books if book not in beside], told


@dataclass(frozen=True)
class Group:
    """The books of one year in one folder."""

    folder: Path
    year: str
    months: list[MonthOfYear]
    books: list[YearBook]
    findings: list[Finding]
    label: str


@fault("error", "{found} 有几份数据：{files}。不知道用哪一份，都没有用。请只留一份。",
       "{found} stands in several files: {files}. Which is meant is not guessed; none was used. Keep one.")  # fmt: skip
def month_twice(period: str, months: Sequence[MonthOfYear]) -> Iterator[Hit]:
    """两份内容不同的工作簿都说自己是同一个月。

    Two books with different content claim the same month.
    """
    if len({month.source for month in months}) > 1:
        yield Hit("", period, more={"files": "、".join(month.file for month in months)})


@fault("note", "{found} 与 {other} 是同一份数据，只计一次。", "{found} and {other} hold the same data, counted once.")
def month_again(kept: MonthOfYear, months: Sequence[MonthOfYear]) -> Iterator[Hit]:
    """同一个月的同一份数据给了两次（例如原始工作簿和由它得出的评分结果）。

    The same data of a month was given twice, such as a book and the result made of it.
    """
    yield from (Hit("", month.file, more={"other": kept.file}) for month in months if month is not kept)


@fault("error", "{found} 按 {id} 评分，这一年其余的月份按 {other}：分数不能相加，没有用。",
       "{found} was scored by {id}, the other months of the year by {other}: they cannot be added, so it was not used.")  # fmt: skip
def policy_mixed(months: Sequence[MonthOfYear], usual: str) -> Iterator[Hit]:
    """一年的月份混用了两份制度。用 --policy 指明按哪一份。

    The months of a year go by two policies. Say with --policy which one is meant.
    """
    yield from (Hit("", m.file, more={"id": m.policy_id, "other": usual}) for m in months if m.policy_id != usual)


@fault("error", "{found} 里没有工号，其他月份有工号，对不上人，没有用。请补上工号列。",
       "{found} has no 工号 while the other months have it, so people cannot be matched; it was not used. Add the column.")  # fmt: skip
def month_without_ids(months: Sequence[MonthOfYear]) -> Iterator[Hit]:
    """有的月份靠工号认人，这一个月只有姓名。姓名会重、会写错，不拿来对人。

    Some months know people by number, this one by name only. Names repeat and are misspelt, so they are not used for matching.
    """
    if any(month.by_id for month in months):
        yield from (Hit("", month.file) for month in months if not month.by_id)


@fault("error", "{found} 年只有评价，没有月度工作簿，做不了年度考核。",
       "of {found} there are reviews but no month books, so no year can be graded.")  # fmt: skip
def year_without_months(group: Group) -> Iterator[Hit]:
    """给出了单独的年度评价，却没有同一年的月度工作簿。请看年份是不是写错了。

    A book of reviews was given, and no month book of the same year. See whether the year is right.
    """
    if not group.months:
        yield Hit("", group.year)


def grouped(taken: Sequence[Taken]) -> list[Group]:
    """The books by folder and year, in their order. Reviews that stand in another folder go to the only folder with that year."""
    folders: dict[tuple[Path, str], list[Taken]] = {}
    for one in taken:
        if one.what is not None:
            folders.setdefault((one.path.parent, one.year), []).append(one)
    for key in [key for key, mine in folders.items() if not _months(mine)]:
        homes = [other for other, mine in folders.items() if other[1] == key[1] and _months(mine)]
        if len(homes) == 1:
            folders[homes[0]] += folders.pop(key)
    return [_group(folder, year, mine) for (folder, year), mine in folders.items()]


def _months(taken: Sequence[Taken]) -> list[MonthOfYear]:
    return [one.what for one in taken if isinstance(one.what, MonthOfYear)]


def _group(folder: Path, year: str, mine: Sequence[Taken]) -> Group:
    """The group with each month once; what cannot be used is told."""
    months, findings = _months(mine), list[Finding]()
    ids = [month.policy_id for month in months]
    usual = max(dict.fromkeys(ids), key=ids.count, default="")
    for found, bad in (
        (policy_mixed.findings("", months, usual), {id(m) for m in months if m.policy_id != usual}),
        (
            month_without_ids.findings("", months),
            {id(m) for m in months if not m.by_id and any(o.by_id for o in months)},
        ),
    ):
        findings += found
        months = [month for month in months if id(month) not in bad]
    kept = []
    for period in sorted({month.period for month in months}):
        same = [month for month in months if month.period == period]
        twice = month_twice.findings("", period, same)
        if twice:
            findings += twice
            continue
        chosen = max(same, key=_preference)
        findings += month_again.findings("", chosen, same)
        kept.append(chosen)
    books = [one.what for one in mine if isinstance(one.what, YearBook)]
    return Group(folder, year, kept, list({book.sha256: book for book in books}.values()), findings, year)


def _preference(month: MonthOfYear) -> int:
    """Of one month's data a result that is trusted though edited goes first, then the book, then a result."""
    if any(finding.code == "result-trusted" for finding in month.findings):
        return 2
    return 1 if month.sha256 == month.source else 0


def renamed(group: Group, folder: str) -> Group:
    """The group with the folder's name before its files' names, where several folders are worked on."""

    def name(file: str) -> str:
        return f"{folder}/{file}" if folder and file else file

    months = [
        replace(m, file=name(m.file), findings=[replace(f, file=name(f.file)) for f in m.findings])
        for m in group.months
    ]
    books = [replace(book, file=name(book.file)) for book in group.books]
    findings = [replace(f, file=name(f.file)) for f in group.findings]
    return replace(group, months=months, books=books, findings=findings, label=name(group.year))
