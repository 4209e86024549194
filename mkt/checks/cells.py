"""Faults of single values."""

from __future__ import annotations

from collections.abc import Container, Iterator

import numpy as np

from mkt.book import Column
from mkt.checks.month import Month, shown
from mkt.findings import Hit, fault
from mkt.policy.kinds import Completion, Mark, Ratings, Ratio
from mkt.reading.parse import number
from mkt.rule import tree
from mkt.rule.arrays import Trace
from mkt.staff import Input
from mkt.vocabulary import SHEETS


@fault("error", "“{found}”不是数。请改成数字。", "'{found}' is not a number. Enter a number.")
def number_unreadable(month: Month) -> Iterator[Hit]:
    """应当是数字的单元格写了别的：文字、两个数、范围等。读不准的数不算分。

    A cell that should hold a number holds something else: words, two numbers, a range. What is not certain is not scored.
    """
    for ref, given, i, where in _cells(month):
        if given.written(i) and not _unfit(given) and not _half_percent(given, i) and where not in month.book.errors:
            yield Hit(where, given.written(i), month.person(given, i), ref)


@fault("error", "列名写着（%），这里写着 {found}：是 {found}% 还是 {much}？若是 {much}，请去掉列名里的（%），或在单元格里写 {much}。",
       "the header says (%) and the cell {found}: is it {found}% or {much}? If {much}, take (%) out of the header, or write {much} in the cell.")  # fmt: skip
def percent_unclear(month: Month) -> Iterator[Hit]:
    """列名带（%）而数不超过 1：Excel 里显示 95% 的单元格，存的是 0.95。是 0.95% 还是 95%，差一百倍，不猜。

    The header is in percent and the number is not above 1: a cell that Excel shows as 95% holds 0.95. Whether 0.95% or
    95% is meant is a hundredfold difference and is not guessed.
    """
    for ref, given, i, where in _cells(month):
        if _half_percent(given, i):
            much = f"{float(number(given.written(i)) or 0):.10%}".rstrip("0%").rstrip(".") + "%"
            yield Hit(where, given.written(i), month.person(given, i), ref, {"much": much})


def _half_percent(given: Input, i: int) -> bool:
    """Whether a number was left out because its header is in percent; no other number is."""
    return given.column.unit == "%" and number(given.written(i)) is not None


def _unfit(given: Input) -> bool:
    return bool(given.table and given.name in given.table.columns and given.table.columns[given.name].unfit)


def _cells(month: Month) -> Iterator[tuple[str, Input, int, str]]:
    """Every value that is missing although its cell exists: column, input, position, cell."""
    for ref, given in month.inputs():
        if given.table is None or ref.endswith((".缺交", ".未抵消")):
            continue
        for i in np.flatnonzero(np.isnan(given.values)):
            where = given.cell(int(i))
            if where:
                yield ref, given, int(i), where


@fault("error", "{label}空着。没有填不等于零，请填上数字（没有就填 0）。",
       "{label} is blank. Blank is not zero: enter a number (0 if there is none).")  # fmt: skip
def value_missing(month: Month) -> Iterator[Hit]:
    """要用的数字没有填。空白可能是漏填，也可能是零，不能猜。

    A figure that is needed is blank. It may be forgotten or may be zero; that is not guessed.
    """
    for ref, given, i, where in _cells(month):
        if not given.written(i) and where not in month.book.errors and where not in month.book.uncalculated:
            yield Hit(where, "", month.person(given, i), ref, {"label": given.name})


@fault(
    "error",
    "单元格是错误值 {found}。请在 Excel 里改好公式。",
    "the cell holds the error {found}. Mend the formula in Excel.",
)
def cell_error(month: Month) -> Iterator[Hit]:
    """单元格里是 #REF!、#DIV/0! 之类的错误值。

    The cell holds an error such as #REF! or #DIV/0!.
    """
    errors = month.book.errors
    yield from (Hit(where, errors[where], person, ref) for where, person, ref in _broken(month, errors))


@fault("error", "公式还没有算过，没有结果。请在 Excel 或 WPS 里打开、保存一次。",
       "the formula was never calculated. Open and save the book once in Excel or WPS.")  # fmt: skip
def formula_uncalculated(month: Month) -> Iterator[Hit]:
    """单元格是公式，但文件里没有存结果，常见于程序生成、没有在 Excel 里打开过的文件。

    The cell is a formula without a stored result, as in files made by a program and never opened in Excel.
    """
    yield from (Hit(where, "=", person, ref) for where, person, ref in _broken(month, month.book.uncalculated))


def _broken(month: Month, places: Container[str]) -> Iterator[tuple[str, str, str]]:
    """The cells among some places that were needed, each with its person and figure: figures, then what says who or when."""
    if not places:
        return
    yield from ((where, month.person(given, i), ref) for ref, given, i, where in _cells(month) if where in places)
    for table in month.tables:
        for name in (name for name, column in table.columns.items() if _matters(table.kind, name, column)):
            for row, id_ in enumerate(month.ids(table)):
                where = table.cell(row, name)
                if where in places:
                    yield where, "" if name == "姓名" else id_, ""


def _matters(kind: str, name: str, column: Column) -> bool:
    """Whether a column that holds no figures bears on them; remarks do not."""
    return not isinstance(column.values, np.ndarray) and SHEETS[kind].columns[name].type != "text"


@fault("error", "{label}为 {found}，算不出完成率。请填写大于 0 的数。",
       "{label} is {found}, so there is no completion rate. Enter a number above 0.")  # fmt: skip
def target_zero(month: Month) -> Iterator[Hit]:
    """计划为零：完成率＝实际÷计划，除数不能为零，也不能当成 0 分或满分。

    A plan of zero: attainment is actual ÷ plan. Zero cannot be divided by, nor taken for no points or full points.
    """
    yield from (hit for hit, value in _targets(month) if value == 0)


@fault("error", "{label}为负数 {found}。请核对。", "{label} is negative: {found}. Check it.")
def target_negative(month: Month) -> Iterator[Hit]:
    """计划不会是负数，多半是写错了。

    A plan is never negative; it is most likely a slip.
    """
    yield from (hit for hit, value in _targets(month) if value < 0)


def _targets(month: Month) -> Iterator[tuple[Hit, float]]:
    """What a rule divides by, where it is not above zero: the place of its first column, and its value."""
    inputs = month.staff.inputs
    owners = {ref: given.owners for ref, given in inputs.items() if given.owners is not None}
    trace = Trace(len(month.staff.people), {ref: given.values for ref, given in inputs.items()}, owners)
    for divisor in dict.fromkeys(d for kind in month.kinds() for d in tree.divisors(kind.earned())):
        first, *more = tree.columns(divisor)
        label = "、".join(column.label for column in (first, *more))
        values = trace.of(divisor)
        for i in np.flatnonzero((values <= 0) & ~trace.missing(first)):
            where = inputs[first.ref].cell(int(i)) if first.ref not in owners else ""
            hit = Hit(where, shown(values[i]), month.staff.people[int(i)].id, first.ref, {"label": label})
            yield hit, float(values[i])


@fault("warning", "{label}为负数 {found}，按原样计分。请核对是否退货冲减。",
       "{label} is negative ({found}) and is scored as it stands. Check whether returns explain it.")  # fmt: skip
def actual_negative(month: Month) -> Iterator[Hit]:
    """实际数为负，可能是退货冲减，也可能是写错。照数计分，请看一眼。

    A negative actual may come from returns or from a slip. It is scored as it stands; have a look.
    """
    refs = [ref for k in month.kinds() if isinstance(k, Ratio) for ref in k.actual.plus]
    for ref in dict.fromkeys(refs):
        if ref in month.staff.inputs:
            given = month.staff.inputs[ref]
            yield from month.hits(ref, given.values < 0, label=given.column.label)


@fault("warning", "完成率为 {found}，多半是单位或小数点写错。请核对实际和计划的单位（元、万元）。",
       "attainment is {found}, most likely a slip in a unit or a decimal point. Check the units of actual and plan (元, 万元).")  # fmt: skip
def attainment_unlikely(month: Month) -> Iterator[Hit]:
    """完成率超过 1000% 或不到 1%：通常是一列按元、一列按万元，或者多写少写了几个零。照数计分，请务必看一眼。

    Attainment over 1000 % or under 1 %: mostly one column in yuan and one in 万元, or a zero too many. It is scored as it stands; do
    have a look.
    """
    for kind in month.kinds():
        if isinstance(kind, Ratio) and len([*kind.actual.refs()]) == len([*kind.target.refs()]) == 1:
            actual, target = (month.staff.inputs[next(amount.refs())] for amount in (kind.actual, kind.target))
            with np.errstate(all="ignore"):
                share = (
                    actual.values / target.values if actual.owners is None and target.owners is None else np.zeros(0)
                )
            for i in np.flatnonzero(
                np.isfinite(share) & ((share >= UNLIKELY_HIGH) | ((share > 0) & (share < UNLIKELY_LOW)))
            ):
                yield Hit(actual.cell(int(i)), f"{share[i]:.2%}", month.person(actual, int(i)), actual.column.ref)


UNLIKELY_HIGH, UNLIKELY_LOW = 10, 0.01  # attainment, as a share


@fault("error", "{label}评分 {found} 超出 {low}–{high} 的范围。请核对。",
       "the rating of {label}, {found}, is outside {low}-{high}. Check it.")  # fmt: skip
def rating_out_of_range(month: Month) -> Iterator[Hit]:
    """评分超出制度规定的范围。

    A rating outside the scale of the policy.
    """
    scales = [(ref, float(kind.lowest.value), float(kind.highest.value)) for kind, ref, _ in _ratings(month)]
    scales += [(kind.of, 0.0, float(kind.full.value)) for kind in month.kinds() if isinstance(kind, Mark)]
    for ref, low, high in scales:
        given = month.staff.inputs[ref]
        more = {"label": given.column.label, "low": f"{low:g}", "high": f"{high:g}"}
        yield from month.hits(ref, (given.values < low) | (given.values > high), **more)


@fault("warning", "{label}评分 {found} 低于制度写明的最低 {floor} 分，已照数计分。请确认。",
       "the rating of {label}, {found}, is below the lowest mark the text names ({floor}); it is scored as it stands. Confirm it.")  # fmt: skip
def rating_below_floor(month: Month) -> Iterator[Hit]:
    """制度写明不合要求的人最低给几分，而评分比这还低。照数计分并提醒。

    The text names the lowest mark for somebody who does not meet the requirement, and the rating is lower still.
    """
    for kind, ref, given in _ratings(month):
        if kind.floor.value is not None:
            low, floor = float(kind.lowest.value), float(kind.floor.value)
            bad = (given.values >= low) & (given.values < floor)
            yield from month.hits(ref, bad, label=given.column.label, floor=f"{floor:g}")


@fault(
    "error",
    "{label}评分 {found} 不是整数。制度要求整数评分。",
    "the rating of {label}, {found}, is no whole number, as the policy demands.",
)
def rating_not_whole(month: Month) -> Iterator[Hit]:
    """制度要求按整数评分，而这里有小数。

    The policy demands whole marks, and this one has decimals.
    """
    for kind, ref, given in _ratings(month):
        if kind.whole == "yes":
            yield from month.hits(
                ref, ~np.isnan(given.values) & (given.values != np.floor(given.values)), label=given.column.label
            )


def _ratings(month: Month) -> Iterator[tuple[Ratings, str, Input]]:
    for kind in month.kinds():
        if isinstance(kind, Ratings):
            yield from ((kind, ref, month.staff.inputs[ref]) for ref in kind.of)


@fault(
    "error",
    "完成率 {found} 超出 {low}–{high}。{hint_zh}请核对。",
    "completion {found} is outside {low}-{high}. {hint_en}Check it.",
)
def completion_out_of_range(month: Month) -> Iterator[Hit]:
    """任务完成率要在制度规定的范围里（通常 0% 到 100%）。只写 95 而没有百分号，会读成 9500%。

    The completion of a task lies within the range of the policy (mostly 0 % to 100 %). A bare 95 without a % sign means 9500 %.
    """
    for kind in month.kinds():
        if not isinstance(kind, Completion):
            continue
        given = month.staff.inputs[kind.of]
        low, high = float(kind.lowest.value), float(kind.highest.value)
        for i in np.flatnonzero((given.values < low) | (given.values > high)):
            value = float(given.values[i])
            more = {"low": f"{low:.0%}", "high": f"{high:.0%}", "hint_zh": "", "hint_en": ""}
            if 2 < value <= 100:
                more |= {
                    "hint_zh": f"如果是 {value:g}%，请写上百分号。",
                    "hint_en": f"If {value:g}% is meant, write the % sign. ",
                }
            yield Hit(given.cell(int(i)), f"{value:.0%}", month.person(given, int(i)), kind.of, more)
