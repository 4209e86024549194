"""What is wrong with receipts, plans and what a month was handed. Each check is named for the fault it finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np

from mkt.book import Book, quoted
from mkt.commission import plan as columns
from mkt.commission.receipts import NOBODY, Deal, Receipt, deals
from mkt.commission.result import PaidMonth, PayBook
from mkt.findings import FaultCheck, Finding, Hit, fault
from mkt.policy.pay import CARRY, RECEIPTS, ByGrade, GradeFactor, PayPolicy
from mkt.staff import superiors

SOME = 5  # cells that a finding names
HALF_CENT = 0.005


def _cell(book: PayBook, row: int, *names: str) -> str:
    """The first of some columns' cells in a row of receipts that there is, else that of the amount."""
    table = book.receipts
    assert table is not None
    return table.cell(row, next(name for name in (*names, book.amount) if name in table.columns))


def _hit(book: PayBook, receipt: Receipt, found: str, *names: str, **more: str) -> Hit:
    """A hit in a row; its person is nobody where that is nobody on the staff."""
    id_ = "" if receipt.person == NOBODY else book.people[receipt.person].id
    return Hit(_cell(book, receipt.row, *names), found, id_, f"{RECEIPTS}.{book.amount}", more)


def _written(book: PayBook, receipt: Receipt, name: str) -> str:
    """What stands in a cell of a receipt that could not be read."""
    table = book.receipts
    return table.columns[name].unread.get(receipt.row, "") if table and name in table.columns else ""


def percent(share: Decimal) -> str:
    """A share as people write it, exactly.

    >>> percent(Decimal("0.9999")), percent(Decimal(2)), percent(Decimal("0.333333333"))
    ('99.99%', '200%', '33.3333333%')
    """
    shown = f"{share * 100:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"


@fault("error", "金额为负（{found}）而没有标明退款。如果是退款，请在“类型”写“退款”；否则改正金额。",
       "the amount is negative ({found}) without a mark that it is a refund. Write 退款 in 类型, or mend the amount.")  # fmt: skip
def receipt_negative(book: PayBook) -> Iterator[Hit]:
    """回款明细里金额是负数，而类型和备注都没有说是退款。可能是退款，也可能是写错，不能猜。此人暂不发。

    A receipt is negative, and neither its 类型 nor its 备注 says that it is a refund. It may be one or a slip; that is not guessed. The
    person is not paid until it is mended.
    """
    table = book.receipts
    for receipt in book.of_month:
        if receipt.sort == "unmarked" and table:
            yield _hit(book, receipt, f"{table.numbers('金额')[receipt.row]:,.2f}", "金额")


@fault("error", "看不出这一笔是收款还是退款（类型“{found}”）。写 回款 或 退款。",
       "it cannot be told whether this came in or went back (类型 '{found}'): write 回款 (receipt) or 退款 (refund).")  # fmt: skip
def receipt_kind_unknown(book: PayBook) -> Iterator[Hit]:
    """“类型”栏说明一笔是收到的钱还是退出去的钱；这里写的词两样都不是，或者类型、备注是错误值。

    The column 类型 says whether money came in or went back; this word says neither, or 类型 or 备注 holds an error.
    """
    for receipt in book.of_month:
        if receipt.sort == "unknown":
            yield _hit(book, receipt, receipt.said, *(("类型",) if receipt.said else ("备注", "类型")))


@fault("error", "{what_zh}，不知道这笔算在哪个月。", "{what_en}, so the month of this receipt is not known.")
def receipt_undated(book: PayBook) -> Iterator[Hit]:
    """一笔回款算在到账的那个月。没有日期，或者日期读不出来，就不知道算不算本月的。

    A receipt counts in the month it arrived. Without a day that can be read, its month is not known.
    """
    table = book.receipts
    for receipt in book.of_month if table and "日期" in table.columns else ():
        where = _cell(book, receipt.row, "日期")
        if receipt.day is None and where not in book.book.errors and where not in book.book.uncalculated:
            said = _written(book, receipt, "日期")
            more = {"what_zh": f"日期“{said}”读不出来" if said else "日期空着",
                    "what_en": f"the day '{said}' cannot be read" if said else "the day is blank"}  # fmt: skip
            yield _hit(book, receipt, said, "日期", **more)


@fault(
    "error",
    "“{found}”表没有日期列，不知道每笔算在哪个月。",
    "sheet '{found}' has no column of days, so the month of no receipt is known.",
)
def receipts_undated(book: PayBook) -> Iterator[Hit]:
    """一笔回款算在到账的那个月，所以回款明细要有“日期”列。

    A receipt counts in the month it arrived, so 回款明细 needs a column 日期.
    """
    table = book.receipts
    if table and "日期" not in table.columns:
        yield Hit(f"{quoted(table.sheet)}!{table.header_row + 1}:{table.header_row + 1}", table.sheet)


@fault("note", "没有“{found}”表，提成按合计列计算。", "there is no sheet '{found}'; commission goes by the totals.")
def receipts_absent(book: PayBook) -> Iterator[Hit]:
    """薪酬制度可以逐笔计，这本工作簿没有回款明细，所以按“销售目标”等表上每人的合计计。

    The policy can count receipt by receipt; the book has none, so the totals of each person count.
    """
    scheme = book.plan.scheme
    if scheme and scheme.base.receipts and not book.plan.receipts:
        yield Hit("", RECEIPTS)


@fault("warning", "{count} 笔的日期不在 {period}（{cells}），没有计入本月，合计 {found} 元。",
       "not of {period} and not counted: {count} rows ({cells}), {found} yuan in all.")  # fmt: skip
def receipt_other_month(book: PayBook) -> Iterator[Hit]:
    """回款算在到账的那个月。别的月份的回款要放在那个月的工作簿里；如果是日期写错了，请改正。

    A receipt counts in the month it arrived. Those of other months belong into those months' books; a wrong day is to be mended.
    """
    here = {receipt.row for receipt in book.of_month}
    others = sorted((r for r in book.everything if r.row not in here), key=lambda receipt: receipt.row)
    if others:
        cells = "、".join(_cell(book, r.row, "日期") for r in others[:SOME]) + ("…" if len(others) > SOME else "")
        whole = (deal.rows[:1] if deal.shared else deal.rows for deal in deals(others))
        total = sum(float(row.signed) for rows in whole for row in rows if row.amount == row.amount)
        more = {"count": str(len(others)), "period": book.book.period, "cells": cells}
        yield Hit(_cell(book, others[0].row, "日期"), f"{total:,.2f}", more=more)


@fault(
    "error",
    "分成“{found}”不是 0% 到 100% 之间的数。{hint_zh}",
    "the share '{found}' is no number from 0 % to 100 %.{hint_en}",
)
def share_unreadable(book: PayBook) -> Iterator[Hit]:
    """一笔回款由几个人分，每人一行，“分成”写各自的比例，例如 60%。

    A receipt that several people share has a row for each with that person's 分成, such as 60 %.
    """
    for receipt in book.of_month:
        share = receipt.share
        if share is not None and not 0 < share <= 1:
            where = _cell(book, receipt.row, "分成")
            said = (
                _written(book, receipt, "分成")
                or book.book.errors.get(where, "")
                or (f"{share:g}" if share == share else "公式没有结果")
            )
            bare = 2 <= share <= 100
            more = {"hint_zh": f"如果是 {share:g}%，请写上百分号。" if bare else "",
                    "hint_en": f" If {share:g}% is meant, write the % sign." if bare else ""}  # fmt: skip
            yield _hit(book, receipt, said, "分成", **more)


@fault(
    "error",
    "这笔回款的分成合计 {found}，应为 100%（{cells}）。",
    "the shares of this receipt add up to {found}, not 100 % ({cells}).",
)
def shares_not_whole(book: PayBook) -> Iterator[Hit]:
    """同一笔回款（单号、产品、类型相同；没有单号的，日期、客户、合同、产品、类型、金额都相同）各人的分成加起来要正好 100%。没有写分成的一行算整笔。

    The shares of one receipt (the same 单号, product and sort; without a 单号 the same day, customer, contract, product, sort and amount) add up to
    exactly 100 %. A row without a share claims the whole.
    """
    undated = {row.described for row in book.of_month if row.day is None}
    for deal in _shared(book):
        shares = deal.shares()
        readable = all(share == share and 0 < share <= 1 for share in shares)
        if readable and not deal.adds_up and deal.rows[0].described not in undated:
            cells = "、".join(_cell(book, row.row, "分成") for row in deal.rows)
            for row in deal.rows:
                yield _hit(book, row, percent(sum(shares, Decimal(0))), "分成", cells=cells)


@fault("error", "单号 {found} 的各行金额不同（{cells}）：一笔回款每行都写整笔的金额，另写分成。",
       "the rows of receipt {found} have different amounts ({cells}): each row has the whole amount, with the share beside it.")  # fmt: skip
def deal_amounts_differ(book: PayBook) -> Iterator[Hit]:
    """几个人分一笔回款时，每行的金额都写整笔的金额，由分成算出各人的部分。

    Where several people share a receipt, every row has its whole amount; the share says whose how much is.
    """
    for deal in _shared(book):
        amounts = {row.signed for row in deal.rows if row.amount == row.amount}
        if len(amounts) > 1:
            cells = "、".join(_cell(book, row.row, book.amount) for row in deal.rows)
            for row in deal.rows:
                yield _hit(book, row, row.number, book.amount, cells=cells)


@fault(
    "warning",
    "{cells} 完全相同，是不是同一笔重复登记了？已按 {count} 笔计。",
    "{cells} are the same: entered more than once? They were counted as {count} receipts.",
)
def receipt_twice(book: PayBook) -> Iterator[Hit]:
    """同一个人有几行日期、客户、合同、产品、类型、金额都相同，又没有单号可以区分。可能真有几笔，也可能重复登记。

    Rows of one person agree in day, customer, contract, product, sort and amount, and no number tells them apart.
    """
    for deal in book.deals:
        if not deal.shared and len(deal.rows) > 1 and not deal.rows[0].number:
            cells = "、".join(_cell(book, row.row, book.amount) for row in deal.rows)
            found = f"{deal.rows[0].amount:,.2f}"
            yield _hit(book, deal.rows[-1], found, book.amount, cells=cells, count=str(len(deal.rows)))


def _shared(book: PayBook) -> list[Deal]:
    """The receipts of the month that several rows share."""
    return [deal for deal in book.deals if deal.shared]


@fault("error", "{name}（{person}）已{found}，本月还有回款（{cells}），要不要发由人决定，没有计发。",
       "{name} ({person}) is {found} and has receipts this month ({cells}); whether they are paid is for people to decide: nothing was.")  # fmt: skip
def receipt_of_leaver(book: PayBook) -> Iterator[Hit]:
    """离职或停薪留职的人，别的表里都没有，回款明细里还有回款。按什么规定发，制度没有写。

    Somebody who has left or is on unpaid leave stands in no other sheet, yet has receipts. The policy does not say what becomes of them.
    """
    mine: dict[int, list[Receipt]] = {}
    for receipt in book.of_month:
        if receipt.person != NOBODY and book.away[receipt.person]:
            mine.setdefault(receipt.person, []).append(receipt)
    for i, found in mine.items():
        cells = "、".join(_cell(book, receipt.row, book.amount) for receipt in found[:SOME])
        more = {"cells": cells, "name": book.people[i].name}
        yield _hit(book, found[0], book.people[i].status, book.amount, **more)


@fault("warning", "上级“{found}”不在人员表里（或有重名），{name}（{person}）的回款没有计入任何人的团队提成。",
       "the superior '{found}' is not on the staff list, or two people have the name; what {name} ({person}) collects counts for nobody's override.")  # fmt: skip
def superior_unknown(book: PayBook) -> Iterator[Hit]:
    """团队提成按直接下属的回款计。上级栏写的人认不出来，就不知道该给谁。

    The override is a share of what direct subordinates collect. A superior whom nobody knows cannot have it.
    """
    scheme, roster = book.plan.scheme, book.book.tables.get("人员")
    if scheme is None or not scheme.own("override") or roster is None:
        return
    known = superiors(book.people)
    for i, person in enumerate(book.people):
        if person.superior and person.superior not in known:
            where = roster.cell(int(book.original.joined["人员"][i]), "上级")
            yield Hit(where, person.superior, person.id, more={"name": person.name})


@fault(
    "error",
    "没有“回款明细”表，这份制度按逐笔回款计提成。",
    "there is no sheet 回款明细, and the policy counts receipt by receipt.",
)
def receipts_missing(policy: PayPolicy, book: Book) -> Iterator[Hit]:
    """薪酬制度只写了按回款明细计（receipts），没有写没有明细时用哪些合计（totals）。

    The policy of pay counts receipts and names no totals to go by where a book has none.
    """
    base = policy.commission.base if policy.commission else None
    if base and base.totals is None and RECEIPTS not in book.tables:
        yield Hit("", RECEIPTS)


BEFORE: tuple[FaultCheck, ...] = (receipts_absent, receipts_undated, receipt_negative, receipt_kind_unknown, receipt_undated, receipt_other_month, share_unreadable, shares_not_whole,
                                  deal_amounts_differ, receipt_twice, receipt_of_leaver, superior_unknown)  # fmt: skip
"""What can be told of a book by itself."""


@fault(
    "error",
    "计划为 {found}，算不出完成率。请填写大于 0 的数。",
    "the plan is {found}, so there is no attainment. Enter a number above 0.",
)
def plan_zero(month: PaidMonth) -> Iterator[Hit]:
    """提成按完成率分级：完成率＝回款÷计划。计划（连同上月结转）为零或负数，不能作除数。

    Tiers go by attainment, which is collected ÷ plan. A plan (with what was carried over) of zero or less cannot be divided by.
    """
    scheme = month.plan.scheme
    if scheme is None or scheme.quota is None or (scheme.tiers.on == "amount" and scheme.tiers.mode != "overage"):
        return
    given = month.source.original.inputs[scheme.quota.of.plus[0]]
    plans = month.values(columns.PLAN.ref)
    for i in month.rows:
        if plans[i] <= 0:
            where = given.cell(i) if given.owners is None else ""
            yield Hit(where, f"{plans[i]:,.2f}", month.people[i].id, given.column.ref)


@fault("error", "上月未完成回款写的是 {found}，按上月的结果应为 {expected}。请核对哪个对。",
       "上月未完成回款 says {found}; by last month's result it is {expected}. Find out which is right.")  # fmt: skip
def carry_differs(month: PaidMonth) -> Iterator[Hit]:
    """上月没有完成的计划结转到本月。工作簿里自己填的数，与上月提成结果里的不一致。

    What was left of last month's plan is added to this one's. The book states another figure than last month's result.
    """
    table = month.book.tables.get(CARRY.partition(".")[0])
    name = CARRY.partition(".")[2]
    if not (month.plan.carries and month.before.period and table and name in table.columns):
        return
    places, unread = month.source.original.joined[table.kind], table.columns[name].unread
    stated, expected = np.append(table.numbers(name), np.nan)[places].tolist(), month.values(columns.CARRIED.ref)
    for i in month.rows:
        if int(places[i]) in unread:
            more = {"expected": f"{expected[i]:,.2f}"}
            yield Hit(table.cell(int(places[i]), name), unread[int(places[i])], month.people[i].id, CARRY, more)
        if stated[i] == stated[i] and expected[i] == expected[i] and abs(stated[i] - expected[i]) > HALF_CENT:
            more = {"expected": f"{expected[i]:,.2f}"}
            yield Hit(table.cell(int(places[i]), name), f"{stated[i]:,.2f}", month.people[i].id, CARRY, more)


@fault("error", "系数表里没有等级“{found}”，{name}（{person}）的{what_zh}算不出来。请在制度里补上。",
       "the table of factors has no grade '{found}', so the {what_en} of {name} ({person}) cannot be told. Add it to the policy.")  # fmt: skip
def grade_without_factor(month: PaidMonth) -> Iterator[Hit]:
    """提成（或年终奖）乘以等级的系数，而薪酬制度的系数表没有此人的等级。没有写不等于 1，也不等于 0。

    Commission (or the bonus) is multiplied by the factor of the grade, and the policy of pay has none for this grade. What is not written is neither 1 nor 0.
    """
    scheme, scored = month.plan.scheme, month.source.scored
    if scheme and isinstance(scheme.factor, ByGrade) and scored:
        grades = {person.id: (scored.scores.grade[i], _person_cell(month, i)) for i, person in enumerate(month.people)}
        yield from _without_factor(month, scheme.factor.rows, grades, ("提成", "commission"), "")
    bonus = month.plan.policy.annual_bonus
    if bonus and month.year:
        yield from _without_factor(month, bonus.rows, month.year.grades, ("年终奖", "bonus"), month.year.file)


def _without_factor(month: PaidMonth, rows: Sequence[GradeFactor], grades: Mapping[str, tuple[str, str]], what: tuple[str, str],
                    file: str) -> Iterator[Hit]:  # fmt: skip
    """The people whose grade no row has; `grades` maps an id to its grade and cell."""
    known = {row.grade for row in rows}
    for i in month.rows:
        person = month.people[i]
        grade, where = grades.get(person.id, ("", ""))
        if grade and grade not in known:
            more = {"name": person.name, "what_zh": what[0], "what_en": what[1]}
            yield Hit(where, grade, person.id, more=more, file=file)


def _person_cell(month: PaidMonth, i: int) -> str:
    """Where somebody stands on the staff list."""
    roster, places = month.book.tables.get("人员"), month.source.original.joined.get("人员")
    if roster is None or places is None or places[i] < 0:
        return ""
    return roster.cell(int(places[i]), "工号" if "工号" in roster.columns else "姓名")


@fault(
    "warning",
    "{why_zh}退款 {found} 元，已冲减本月的回款。",
    "{why_en}: {found} yuan of this refund lower this month's receipts.",
)
def refund_unmatched(month: PaidMonth) -> Iterator[Hit]:
    """退款要追回当初付的提成，先要找到是哪笔回款退的：同一人、同一合同。找不到（没有写合同，或以前的月份没有给出），只能冲减本月。

    To take back what was paid on a receipt, it must be known which: the same person and contract. Where none is found (no contract is named, or the earlier months
    were not given), the refund lowers this month's receipts.
    """
    if month.count is None or month.count.settled is None:
        return
    by_row = {row.row: row for row in month.count.rows}
    for row, amount in sorted(month.count.settled.unmatched.items()):
        receipt = by_row[row]
        zh, en = ("没有写合同，不知道退的是哪笔回款：", "no contract is named, so which receipt goes back is not known") if not receipt.contract else (
            f"本月和以前付过提成的回款里，合同 {receipt.contract} 没有这么多可退：",
            f"contract {receipt.contract} has not as much left in receipts of this month or paid on before")  # fmt: skip
        yield _hit(month.source, receipt, f"{amount:,.2f}", "合同", why_zh=zh, why_en=en)


@fault("warning", "“{table}”表上的净回款是 {found}，回款明细合计 {other}，按明细计。请核对。",
       "sheet {table} says that {found} was collected; the receipts add up to {other}, and they count. Check them.")  # fmt: skip
def totals_differ(month: PaidMonth) -> Iterator[Hit]:
    """工作簿里既有每人的回款合计，又有回款明细，两者不一致。提成按明细计算。

    The book has both totals and receipts, and they differ. Commission goes by the receipts.
    """
    scheme = month.plan.scheme
    totals = scheme.base.totals if scheme and scheme.base.receipts == "金额" else None
    if month.count is None or totals is None or not all(month.book.has(ref) for ref in totals.refs()):
        return
    sheet = totals.plus[0].partition(".")[0]
    table, places = month.book.tables[sheet], month.source.original.joined.get(sheet)
    if places is None or any(not ref.startswith(f"{sheet}.") for ref in totals.refs()):
        return
    stated, received = np.zeros(len(month.people)), np.zeros(len(month.people))
    for sign, refs in ((1, totals.plus), (-1, totals.less)):
        for ref in refs:
            stated += sign * np.append(table.numbers(ref.partition(".")[2]), np.nan)[places]
    for row, part in zip(month.count.rows, month.count.parts, strict=True):
        received[row.person] += np.nan if part is None else float(part.amount)
    for i in np.flatnonzero(np.abs(stated - received) > HALF_CENT).tolist():
        if i in month.rows:
            where = table.cell(int(places[i]), totals.plus[0].partition(".")[2])
            more = {"other": f"{received[i]:,.2f}", "table": table.sheet}
            yield Hit(where, f"{stated[i]:,.2f}", month.people[i].id, more=more)


@fault(
    "warning",
    "没有给出上月的提成结果：{what_zh}都当作没有。",
    "the result of the month before was not given: taken as none: {what_en}.",
)
def month_first(month: PaidMonth) -> Iterator[Hit]:
    """制度要用到上个月的事（预支余额、以前付过提成的回款、没完成的计划），而这次没有给出上月的结果。

    一年（或这个办法）的第一个月本来没有上月，可以不理；否则请用 --previous 给出上月的 *.commission.xlsx，或者把以前的月份一起给出。

    The policy rests on things of the month before (advances owed, receipts paid on, what was left of the plan), and its result was not given.

    In the first month of a scheme there is none, and all is well; else name its *.commission.xlsx with --previous, or give the earlier months too.
    """
    if month.before.period:
        return
    plan, stated = month.plan, CARRY in month.source.original.inputs
    parts = [("预支余额", "advances owed", plan.advances), ("以前付过提成的回款", "receipts paid on before", plan.claws_back),
             ("结转的计划", "what was left of the plan", plan.carries and not stated)]  # fmt: skip
    kept = [(zh, en) for zh, en, there in parts if there]
    if kept:
        yield Hit("", more={"what_zh": "、".join(zh for zh, _ in kept), "what_en": ", ".join(en for _, en in kept)})


@fault("error", "{name}（{person}）暂不发：{why_zh}。", "{name} ({person}) is not paid: {why_en}.")
def pay_withheld(month: PaidMonth) -> Iterator[Hit]:
    """一个人的数据有错，或者缺少应有的成绩，在改好之前不发，也不猜一个数。其他人照发。改好后重新运行即可。

    Somebody's figures have a fault, or the score they need is missing: nothing is paid, and nothing guessed, until it is mended. Everybody else is
    paid. Mend it and run again.
    """
    for i in month.rows:
        person = month.people[i]
        total = month.trace.columns[columns.TOTAL.ref][i]
        if total != total:
            reason = month.held[person.id]
            more = {"name": person.name, "why_zh": reason.zh, "why_en": reason.en}
            yield Hit("", reason.zh, person.id, more=more)


AFTER: tuple[FaultCheck, ...] = (plan_zero, carry_differs, grade_without_factor, refund_unmatched, totals_differ)
"""What can be told once the month is reckoned."""


def check(checks: Sequence[FaultCheck], file: str, subject: PayBook | PaidMonth) -> list[Finding]:
    """Every finding of some checks."""
    return [finding for one in checks for finding in one.findings(file, subject)]
