"""The books of years: the files of folders found, and what they turned out to be put together by folder and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mkt.annual.months import MonthOfYear
from mkt.annual.result import YearBook
from mkt.annual.take import Taken
from mkt.findings import Finding, Hit, fault

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


@fault("error", "没有可用的月度工作簿或评分结果。", "there is no month book and no scored result to work on.")
def months_none(groups: Sequence[Group], unusable: int) -> Iterator[Hit]:
    """给出的文件都不是月度工作簿或评分结果。

    None of the files given is a month book or a scored result.
    """
    if not groups and not unusable:
        yield Hit("")


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
    found = [file for file in sorted(path.rglob("*")) if file.suffix.lower() in BOOKS and not _passed_over(file, path)]
    folder_empty.refuse("", path, found)
    return found


def _passed_over(file: Path, folder: Path) -> bool:
    """Whether a file in a folder is no input: hidden, or in a hidden folder, opened by somebody (~$), or a result of a year."""
    hidden = any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
    return hidden or file.name.endswith(RESULTS)


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


@fault("error", "{found} 年只有评价，没有月度工作簿（或者有几个文件夹都有这一年的，不知道归哪个），做不了年度考核。",
       "of {found} there are reviews but no month books (or several folders have some, and which is meant is not clear), so no year can be graded.")  # fmt: skip
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
    months, told = _usable(_months(mine))
    kept = []
    for period in sorted({month.period for month in months}):
        same = [month for month in months if month.period == period]
        twice = month_twice.findings("", period, same)
        if not twice:
            kept.append(max(same, key=_preference))
        told += twice or month_again.findings("", kept[-1], same)
    books = {one.what.sha256: one.what for one in mine if isinstance(one.what, YearBook)}
    return Group(folder, year, kept, list(books.values()), told, year)


def _usable(months: Sequence[MonthOfYear]) -> tuple[list[MonthOfYear], list[Finding]]:
    """The months that can be added up: by one policy, and knowing people in one way; and what is wrong with the others."""
    ids = [month.policy_id for month in months]
    usual = max(dict.fromkeys(ids), key=ids.count, default="")
    told = policy_mixed.findings("", months, usual)
    one = [month for month in months if month.policy_id == usual]
    told += month_without_ids.findings("", one)
    return [month for month in one if month.by_id] or one, told


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
