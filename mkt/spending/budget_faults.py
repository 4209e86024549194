"""What is wrong with the budget: overspent, used up, no line, a year that will not last."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from mkt.findings import Hit, Severity, fault
from mkt.policy.spending import BudgetRules
from mkt.spending.budget import Spent
from mkt.spending.checked import CheckedBook, ref_of
from mkt.spending.entry import Line, Payment, key, yuan
from mkt.vocabulary.spending import PAYMENTS


def _rules(book: CheckedBook) -> BudgetRules | None:
    """How the budget is held, where there is one."""
    return book.plan.budget if book.lines else None


def _near(book: CheckedBook) -> Decimal | None:
    rules = _rules(book)
    return rules.near.value if rules else None


def _hit(row: Spent, found: str, **more: str) -> Hit:
    return _at(row.line, row, found, **more)


def _at(line: Line | None, row: Spent, found: str, **more: str) -> Hit:
    """A hit at a budget line, which may stand in another book of the run."""
    where, file = (line.where, line.file) if line else ("", "")
    return Hit(where, found, more={"category": row.category, "month": row.month, **more}, file=file)


@fault("error", "{category} {span_zh} 支出 {found} 元，预算 {budget} 元，超 {over} 元（{ratio}）。",
       "{category}, {span_en}: {found} yuan spent of {budget}, {over} too much ({ratio}).")  # fmt: skip
def budget_exceeded(book: CheckedBook) -> Iterator[Hit]:
    """支出超过预算：当月的，或者年初至今的，或者全年的。正好用完不算超。控制方式写“提醒”的只提醒，写“不控制”的不提。

    More was spent than budgeted, in the month, from January on, or of the year. Spending exactly the budget is not too much. Lines that
    are held by a warning only warn, those that are not held are passed over.
    """
    if _rules(book) is None:
        return
    for row in book.spent:
        if row.control == "ignore" or not row.lined:
            continue
        over = next((span for span in row.spans if span[2] > span[1]), None)
        if over is None:
            continue
        which, budget, spent, line = over
        zh, en = {
            "month": (row.month, row.month),
            "to date": ("年初至今", "from January on"),
            "year": ("全年", "of the whole year"),
        }[which]
        more = {
            "span_zh": zh,
            "span_en": en,
            "budget": yuan(budget),
            "over": yuan(spent - budget),
            "ratio": share(spent, budget),
        }
        severity: Severity = "error" if row.control == "stop" else "warning"
        yield replace(_at(line, row, yuan(spent), **more), severity=severity)


def alike(word: str, known: list[str]) -> tuple[str, str]:
    """What may have been meant by a word, in both languages; nothing where no known one is like it."""
    close = difflib.get_close_matches(word, known, 1, 0.5)
    return (f"是不是“{close[0]}”？", f" Did you mean '{close[0]}'?") if close else ("", "")


def share(spent: int, budget: int) -> str:
    """A ratio as people write it, cut, so that 99.99 % is never shown as 100 %."""
    if budget <= 0:
        return "—"
    if budget < spent < budget + budget // 1000 + 1:
        return ">100%"
    tenths = spent * 1000 // budget
    return f"{tenths // 10}.{tenths % 10}%"


@fault(
    "note",
    "{category} {month} 的预算 {found} 元正好用完（100%）。",
    "{category}, {month}: the budget of {found} yuan is exactly used up (100 %).",
)
def budget_used_up(book: CheckedBook) -> Iterator[Hit]:
    """支出正好等于预算，已经用完，没有超。

    Spending is exactly the budget: used up, not exceeded.
    """
    for row in book.spent:
        if row.control != "ignore" and row.state(None) == "used up" and row.budget is not None:
            yield _hit(row, yuan(row.budget))


@fault(
    "note",
    "{category} {month} 已用 {ratio}，还剩 {found} 元。",
    "{category}, {month}: {ratio} used, {found} yuan left.",
)
def budget_near(book: CheckedBook) -> Iterator[Hit]:
    """支出接近预算，先提个醒。从百分之几起，由制度定。

    Spending comes near the budget; from which share on is a figure of the policy.
    """
    for row in book.spent:
        if row.control != "ignore" and row.state(_near(book)) == "near" and row.budget is not None:
            yield _hit(row, yuan(row.budget - row.spent), ratio=share(row.spent, row.budget))


@fault("warning", "预算里没有“{found}”{span_zh}{what_zh}，{count} 笔合计 {amount} 元没有预算。{zh}",
       "the budget has no {what_en} '{found}'{span_en}: payments {count}, {amount} yuan.{en}")  # fmt: skip
def budget_line_missing(book: CheckedBook) -> Iterator[Hit]:
    """付款的类别在预算里没有，或者有别的月份而没有这个月：没有列预算，或者类别的写法不一样。

    The category of payments has no line in the budget, or none for the month: it was not planned, or is spelt otherwise.
    """
    rules = _rules(book)
    if rules is None or not rules.line_missing.holds:
        return
    known = {key(line.category) for line in book.lines}
    names = list(dict.fromkeys(line.category for line in book.lines))
    payments: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for payment in book.payments:
        if payment.spent is not None:
            payments[key(payment.category), payment.month].append(payment)
    for row in (row for row in book.spent if not row.lined):
        mine = payments[key(row.category), row.month]
        if mine:
            there = key(row.category) in known
            zh, en = ("", "") if there else alike(mine[0].category, names)
            words = {
                "span_zh": f" {row.month} ",
                "what_zh": "的预算",
                "what_en": "line for",
                "span_en": f" in {row.month}",
            }
            if not there:
                words = {"span_zh": "", "what_zh": "这个类别", "what_en": "category", "span_en": ""}
            amount = yuan(sum(p.spent or 0 for p in mine))
            more = {"count": str(len(mine)), "amount": amount, "zh": zh, "en": en, **words}
            yield Hit(mine[0].cell("类别"), mine[0].category, ref=ref_of(mine), more=more)


@fault(
    "error",
    "“{found}”{period} 的预算空着。没有填不等于零，请填上。",
    "the budget of '{found}' for {period} is blank. Blank is not zero: enter it.",
)
def budget_blank(book: CheckedBook) -> Iterator[Hit]:
    """预算表有这一行（或这一个月），而预算空着：可能是漏填，也可能是零，不能猜。

    A line, or a month, of the budget is blank: it may be forgotten or may be zero; that is not guessed.
    """
    ledger = book.book.ledger
    used = {id(row.line) for row in book.spent if row.spent or row.control != "ignore"}
    for line in book.book.lines if _rules(book) else ():
        broken = line.where in ledger.errors or line.where in ledger.uncalculated
        if line.cents is None and line.blank and not broken and id(line) in used:
            yield Hit(line.where, line.category, more={"period": line.period})


@fault(
    "warning",
    "{count} 笔没有写类别，合计 {found} 元，没有计入任何预算。",
    "payments without a category: {count}, {found} yuan; they count in no budget line.",
)
def category_missing(book: CheckedBook) -> Iterator[Hit]:
    """付款没有写费用类别，不知道占用哪个预算。

    Payments without a category: which budget they use is not known.
    """
    mine = [p for p in book.payments if not p.category and p.spent is not None] if _rules(book) else []
    if mine:
        yield Hit(
            mine[0].cell("类别"),
            yuan(sum(p.spent or 0 for p in mine)),
            ref=ref_of(mine),
            more={"count": str(len(mine))},
        )


@fault("note", "{category} 按年初至今的进度，全年预计 {found} 元，预算 {year} 元。",
       "{category}: at the pace of the year so far it comes to {found} yuan, of {year} budgeted.")  # fmt: skip
def budget_forecast_over(book: CheckedBook) -> Iterator[Hit]:
    """按年初至今的月均支出推算，全年会超预算。只是推算。

    At the average of the months so far the year will exceed its budget. An estimate, no more.
    """
    rules = _rules(book)
    if rules is None or not rules.forecast.holds:
        return
    for row in book.spent:
        forecast, year = row.forecast, row.year
        if (
            row.control != "ignore"
            and forecast is not None
            and year is not None
            and forecast > year
            and (row.to_date or 0) <= year
        ):
            yield _hit(row, yuan(forecast), year=yuan(year))


@fault("note", "没有给出 {found} 以前各月的付款，年初至今和全年预计没有算。把以前月份的工作簿一起给出，或在预算表加“此前支出”列。",
       "the payments before {found} were not given, so the year to date and its forecast are left out. Give the books of those months too, or a column 此前支出 in the budget.")  # fmt: skip
def budget_year_open(book: CheckedBook) -> Iterator[Hit]:
    """年初至今要以前各月的支出，这一次没有。

    The year to date needs what earlier months spent, which is not at hand.
    """
    open_ = [row for row in book.spent if row.lined and row.to_date is None]
    if open_ and _rules(book):
        yield Hit("", min(row.month for row in open_))


@fault(
    "warning",
    "另有工作簿也是 {found} 的，这里的预算只按本工作簿的付款核对。",
    "another book is of {found} too; the budget here is held against the payments of this book only.",
)
def budget_month_shared(book: CheckedBook) -> Iterator[Hit]:
    """一起给出的几本工作簿里有两本是同一个月的，各自的支出没有加在一起。放进一本再核对。

    Two books of the run are of one month, and their spending was not added up. Put them into one book.
    """
    for month in book.book.months:
        if book.across.months.get(month, 0) > 1 and _rules(book):
            yield Hit("", month)


@fault(
    "note",
    "工作簿里没有预算表，没有核对预算。",
    "there is no budget in the book, so spending was not held against one.",
)
def budget_absent(book: CheckedBook) -> Iterator[Hit]:
    """制度要核对预算，而工作簿里没有“预算”表（类别、月份、预算）。

    The policy holds spending against a budget, and the book has no sheet 预算.
    """
    if book.plan.budget and not book.lines:
        yield Hit("", PAYMENTS)


CHECKS = (
    budget_blank,budget_exceeded, budget_used_up, budget_near, budget_line_missing, category_missing, budget_forecast_over, budget_year_open, budget_absent, budget_month_shared)  # fmt: skip
