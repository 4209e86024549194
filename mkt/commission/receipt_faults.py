"""What is wrong with the receipts of a month's book. Each check is named for the fault it finds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mkt.book import Book, quoted
from mkt.commission.receipts import NOBODY, Deal, Receipt, deals
from mkt.commission.result import PayBook
from mkt.findings import FaultCheck, Hit, fault
from mkt.policy.pay import RECEIPTS, PayPolicy
from mkt.staff import superiors

SOME = 5  # cells that a finding names


def hit(book: PayBook, receipt: Receipt, found: str, *names: str, **more: str) -> Hit:
    """A hit in a row; its person is nobody where that is nobody on the staff."""
    id_ = "" if receipt.person == NOBODY else book.people[receipt.person].id
    return Hit(book.cell(receipt.row, *names), found, id_, f"{RECEIPTS}.{book.amount}", more)


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
            yield hit(book, receipt, f"{table.numbers('金额')[receipt.row]:,.2f}", "金额")


@fault("error", "看不出这一笔是收款还是退款（{found}）。请在“类型”写 回款 或 退款。",
       "it cannot be told whether this came in or went back ({found}): write 回款 (receipt) or 退款 (refund) in 类型.")  # fmt: skip
def receipt_kind_unknown(book: PayBook) -> Iterator[Hit]:
    """“类型”栏说明一笔是收到的钱还是退出去的钱；这里写的词两样都不是，或者类型、备注是错误值。

    The column 类型 says whether money came in or went back; this word says neither, or 类型 or 备注 holds an error.
    """
    table = book.receipts
    for receipt in book.of_month:
        if receipt.sort == "unknown":
            remark = table.texts("备注")[receipt.row] if table else ""
            yield hit(book, receipt, receipt.said or remark, *(("类型",) if receipt.said else ("备注", "类型")))


@fault("error", "{what_zh}，不知道这笔算在哪个月。", "{what_en}, so the month of this receipt is not known.")
def receipt_undated(book: PayBook) -> Iterator[Hit]:
    """一笔回款算在到账的那个月。没有日期，或者日期读不出来，就不知道算不算本月的。

    A receipt counts in the month it arrived. Without a day that can be read, its month is not known.
    """
    table = book.receipts
    for receipt in book.of_month if table and "日期" in table.columns else ():
        where = book.cell(receipt.row, "日期")
        if receipt.day is None and where not in book.book.errors and where not in book.book.uncalculated:
            said = _written(book, receipt, "日期")
            more = {"what_zh": f"日期“{said}”读不出来" if said else "日期空着",
                    "what_en": f"the day '{said}' cannot be read" if said else "the day is blank"}  # fmt: skip
            yield hit(book, receipt, said, "日期", **more)


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
        cells = "、".join(book.cell(r.row, "日期") for r in others[:SOME]) + ("…" if len(others) > SOME else "")
        whole = (deal.rows[:1] if deal.shared else deal.rows for deal in deals(others))
        total = sum(float(row.signed) for rows in whole for row in rows if row.amount == row.amount)
        more = {"count": str(len(others)), "period": book.book.period, "cells": cells}
        yield Hit(book.cell(others[0].row, "日期"), f"{total:,.2f}", more=more)


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
            where = book.cell(receipt.row, "分成")
            said = (
                _written(book, receipt, "分成")
                or book.book.errors.get(where, "")
                or (f"{share:g}" if share == share else "公式没有结果")
            )
            bare = 2 <= share <= 100
            more = {"hint_zh": f"如果是 {share:g}%，请写上百分号。" if bare else "",
                    "hint_en": f" If {share:g}% is meant, write the % sign." if bare else ""}  # fmt: skip
            yield hit(book, receipt, said, "分成", **more)


@fault(
    "error",
    "这笔回款的分成合计 {found}，应为 100%（{cells}）。{hint_zh}",
    "the shares of this receipt add up to {found}, not 100 % ({cells}).{hint_en}",
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
            cells = "、".join(book.cell(row.row, "分成") for row in deal.rows)
            blank = any(row.share is None for row in deal.rows)
            more = {
                "cells": cells,
                "hint_zh": "没有写分成的行算整笔。" if blank else "",
                "hint_en": " A row without a share claims the whole." if blank else "",
            }
            for row in deal.rows:
                yield hit(book, row, percent(sum(shares, Decimal(0))), "分成", **more)


@fault("error", "单号 {found} 的各行金额不同（{cells}）：一笔回款每行都写整笔的金额，另写分成。",
       "the rows of receipt {found} have different amounts ({cells}): each row has the whole amount, with the share beside it.")  # fmt: skip
def deal_amounts_differ(book: PayBook) -> Iterator[Hit]:
    """几个人分一笔回款时，每行的金额都写整笔的金额，由分成算出各人的部分。

    Where several people share a receipt, every row has its whole amount; the share says whose how much is.
    """
    for deal in _shared(book):
        amounts = {row.signed for row in deal.rows if row.amount == row.amount}
        if len(amounts) > 1:
            cells = "、".join(book.cell(row.row, book.amount) for row in deal.rows)
            for row in deal.rows:
                yield hit(book, row, row.number, book.amount, cells=cells)


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
            cells = "、".join(book.cell(row.row, book.amount) for row in deal.rows)
            found = f"{deal.rows[0].amount:,.2f}"
            yield hit(book, deal.rows[-1], found, book.amount, cells=cells, count=str(len(deal.rows)))


def _shared(book: PayBook) -> list[Deal]:
    """The receipts of the month that several rows share."""
    return [deal for deal in book.deals if deal.shared]


@fault("error", "{name}（{person}）已{found}，本月还有回款或退款（{cells}），发不发、追不追由人决定，没有计入。",
       "{name} ({person}) is {found} and has receipts or refunds this month ({cells}); what becomes of them is for people to decide: they were not counted.")  # fmt: skip
def receipt_of_leaver(book: PayBook) -> Iterator[Hit]:
    """离职或停薪留职的人，别的表里都没有，回款明细里还有回款。按什么规定发，制度没有写。

    Somebody who has left or is on unpaid leave stands in no other sheet, yet has receipts. The policy does not say what becomes of them.
    """
    mine: dict[int, list[Receipt]] = {}
    for receipt in book.of_month:
        if receipt.person != NOBODY and book.away[receipt.person]:
            mine.setdefault(receipt.person, []).append(receipt)
    for i, found in mine.items():
        cells = "、".join(book.cell(receipt.row, book.amount) for receipt in found[:SOME])
        more = {"cells": cells, "name": book.people[i].name}
        yield hit(book, found[0], book.people[i].status, book.amount, **more)


@fault("error", "这一行的工号是 {id}，姓名写的是“{found}”，而 {found} 是 {person}：不知道是谁的回款。",
       "this row has the number {id} and the name {found}, who is {person}: whose receipt it is cannot be told.")  # fmt: skip
def receipt_of_two(book: PayBook) -> Iterator[Hit]:
    """回款明细的一行，工号是一个人的，姓名是另一个人的。两个人都可能，所以两个人都暂不发。

    A row of receipts has one person's number and another's name. It may be either's, so neither is paid.
    """
    table = book.receipts
    if table is None or not book.original.by_id or "姓名" not in table.columns:
        return
    ids, names = table.texts("工号"), table.texts("姓名")
    index, by_name = book.original.index(), superiors(book.people)
    for row in dict.fromkeys(receipt.row for receipt in book.of_month):
        other = by_name.get(names[row], -1)
        if ids[row] in index and other >= 0 and other != index[ids[row]] and names[row] == book.people[other].name:
            yield Hit(table.cell(row, "姓名"), names[row], book.people[other].id, more={"id": ids[row]})


@fault("warning", "“{found}”表里没有一笔本月的回款。", "sheet '{found}' has no receipt of the month.")
def receipts_empty(book: PayBook) -> Iterator[Hit]:
    """回款明细是空的，或者全是别的月份的。有保底或预支时，大家只会得到保底。

    The sheet of receipts is empty, or all of it is of other months. With a floor or a draw everybody is paid just that.
    """
    if book.receipts is not None and not book.of_month:
        yield Hit(quoted(book.receipts.sheet), book.receipts.sheet)


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


CHECKS: tuple[FaultCheck, ...] = (receipts_absent, receipts_empty, receipt_of_two, receipts_undated, receipt_negative, receipt_kind_unknown, receipt_undated, receipt_other_month, share_unreadable, shares_not_whole,
                                  deal_amounts_differ, receipt_twice, receipt_of_leaver, superior_unknown)  # fmt: skip
"""What can be told of a book by itself."""
