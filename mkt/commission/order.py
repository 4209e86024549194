"""Months of pay in their order: which follows which, and what can be wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from mkt.book import Book
from mkt.commission.carry import State
from mkt.findings import Hit, fault
from mkt.policy.pay import PayPolicy
from mkt.reading.year_result import YearGrades

ENDING = ".commission.xlsx"


def period_before(period: str) -> str:
    """The month before one.

    >>> period_before("2024-01"), period_before("2024-12")
    ('2023-12', '2024-11')
    """
    year, month = map(int, period.split("-"))
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02}"


@fault(
    "error",
    "{found} 有几份：{files}。不知道用哪一份，请只留一份。",
    "{found} stands in several books: {files}. Keep one.",
)
def pay_month_twice(books: Sequence[Book]) -> Iterator[Hit]:
    """同一个文件夹里给出了两份同一个月的工作簿。

    Two books of one month were given from one folder.
    """
    for before, book in pairwise(books):
        if before.period == book.period:
            yield Hit("", book.period, more={"files": f"{before.file}、{book.file}"})


@fault("error", "{before} 之后给出的是 {found}，中间缺了月份：结转、预支和追回接不上。请补上缺的月份，或者分开运行。",
       "{before} is followed by {found}: a month between is missing, so nothing can be handed on. Give it, or run them apart.")  # fmt: skip
def pay_month_missing(periods: Sequence[str]) -> Iterator[Hit]:
    """几个月按顺序算，上月没完成的计划、欠的预支、付过提成的回款都要传给下个月。中间缺一个月就接不上。

    Months are reckoned in order; each hands on what was left of the plan, what is owed of advances and which receipts were paid on. With a month missing
    nothing can be handed on.
    """
    for before, period in pairwise(periods):
        if period_before(period) != before:
            yield Hit("", period, more={"before": before})


@fault("error", "--previous 给出的是 {found} 的结果，第一个月是 {period}，要给 {wanted} 的。",
       "--previous names the result of {found}; the first month is {period}, so that of {wanted} is wanted.")  # fmt: skip
def previous_unfit(before: State, period: str) -> Iterator[Hit]:
    """上月的结果要正好是第一个月的前一个月。

    The result handed on is that of the month right before the first.
    """
    wanted = period_before(period)
    if before.period and before.period != wanted:
        yield Hit("", before.period, more={"period": period, "wanted": wanted})


@fault(
    "error",
    "--previous 只能用于一个文件夹里的月份，这里有几个文件夹。",
    "--previous goes with the months of one folder; here are several.",
)
def previous_ambiguous(folders: int) -> Iterator[Hit]:
    """几个文件夹的月份各算各的，一份上月的结果不知道属于哪一个。

    The months of each folder go by themselves; whose month before it is, is not known.
    """
    if folders > 1:
        yield Hit("")


@fault(
    "note",
    "旁边有 {found}：如果要接着上月算，请加 --previous {found}。",
    "{found} stands beside it: to go on from it, add --previous {found}.",
)
def previous_beside(first: Book, folder: Path) -> Iterator[Hit]:
    """同一个文件夹里有上月的提成结果，而这次没有用 --previous 给出。

    The result of the month before stands in the folder and was not given with --previous.
    """
    name = f"{period_before(first.period)}{ENDING}"
    if (folder / name).is_file():
        yield Hit("", name)


@fault("error", "--year 给出的是 {year} 年的结果，而发年终奖的月份 {found} 还在这一年里：年度没有结束，等级不会已经评定。",
       "--year names the result of {year}, and the month of the bonus, {found}, lies within that year: its grades cannot be known yet.")  # fmt: skip
def bonus_early(year: YearGrades | None, period: str) -> Iterator[Hit]:
    """年终奖在一年结束（十二月）或以后的月份发。多半是 --year 给错了年份。

    The annual bonus is paid in December of its year or later. Most likely another year's result was meant.
    """
    if year is not None and period < f"{year.year}-12":
        yield Hit("", period, more={"year": year.year})


@fault("error", "有 {found} 份工作簿不能用。几个月要按顺序接着算，改好它们以前，别的月份也没有算。",
       "{found} of the books cannot be used. The months go on from each other, so none was paid before they are mended.")  # fmt: skip
def pay_book_unreadable(count: int) -> Iterator[Hit]:
    """同一个文件夹里有读不了的工作簿。不知道它是哪个月，后面的月份接不上，所以都不算。

    A book of the folder cannot be read. Which month it is may not be known, and the months after it would go on from nothing.
    """
    if count:
        yield Hit("", str(count))


@fault(
    "error",
    "{found} 年的年终奖上月的结果里已经发过。",
    "the bonus of {found} was paid already, by the result of the month before.",
)
def bonus_again(year: YearGrades | None, before: State) -> Iterator[Hit]:
    """一年的年终奖只发一次。上月的结果（--previous）记着发到了哪一年。

    The bonus of a year is paid once. The result of the month before says up to which year it was.
    """
    if year is not None and before.bonus >= year.year:
        yield Hit("", year.year)


@fault(
    "error",
    "这份制度没有年终奖（annual_bonus），--year 用不上。",
    "this policy has no annual bonus, so --year is of no use.",
)
def bonus_none(policy: PayPolicy) -> Iterator[Hit]:
    """给出了年度结果，而薪酬制度里没有年终奖一节。

    A graded year was given, and the policy of pay has no section on the bonus.
    """
    if policy.annual_bonus is None:
        yield Hit("", policy.policy)


@fault("error", "这份制度只有年终奖：用 --year 给出年度结果，并且只给发放的那一个月。",
       "this policy pays an annual bonus only: name the graded year with --year, and give the one month in which it is paid.")  # fmt: skip
def bonus_alone(policy: PayPolicy, year: YearGrades | None, months: int) -> Iterator[Hit]:
    """制度里没有提成也没有绩效工资：没有给出年度结果就没有什么可发；给了几个月，也只有最后一个月有得发。

    The policy has neither commission nor performance pay: without a graded year nothing is due, and of several months only the last would pay.
    """
    if not policy.commission and not policy.performance_pay and (year is None or months > 1):
        yield Hit("", policy.policy)
