"""What cannot be read of a spending book, or does not agree with itself. The rest is checked all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from mkt.book import Ledger, Table, cell, quoted
from mkt.checks import cells, sheets
from mkt.findings import FaultCheck, Finding, Hit, Severity, fault
from mkt.policy.spending import PLAN
from mkt.reading.capitals import capitals
from mkt.rule.numbers import half_up
from mkt.spending.budget import control_said
from mkt.spending.checked import CheckedBook, ref_of
from mkt.spending.compute import told_apart
from mkt.spending.entry import Item, Payment, key, yuan
from mkt.vocabulary.spending import BUDGET, CONTRACTS, PAYMENTS

FIGURES = {PAYMENTS: ("金额",), CONTRACTS: ("金额",), BUDGET: ("预算", "此前支出")}
DAYS = {PAYMENTS: ("日期", "付款日期"), CONTRACTS: ("签订日期",)}


def read_findings(book: CheckedBook) -> list[Finding]:
    """Findings that a month's book has too, in the same words: error values, formulas never calculated, numbers, units, what was passed over."""
    ledger = book.book.ledger
    about = {(id(i.table), i.row): ref_of([i]) for some in (book.payments, book.book.contracts) for i in some}
    found: list[tuple[FaultCheck, Hit]] = []
    for table in ledger.tables:
        for row, where in _broken(table, ledger):
            ref = about.get((id(table), row), "")
            known = where in ledger.errors
            check = cells.cell_error if known else cells.formula_uncalculated
            found.append((check, Hit(where, ledger.errors[where] if known else "=", ref=ref)))
        for name in (name for name in FIGURES[table.kind] if name in table.columns and not table.columns[name].unfit):
            for row, said in table.columns[name].unread.items():
                where, ref = table.cell(row, name), about.get((id(table), row), "")
                if where not in ledger.errors and where not in ledger.uncalculated and "作废" not in said:
                    found.append((cells.number_unreadable, Hit(where, said, ref=ref)))
        for column in table.columns.values():
            if column.unfit:
                header = cell(table.sheet, table.header_row, column.place)
                found.append(
                    (sheets.unit_unfit, Hit(header, column.unfit, more={"header": column.header, "unit": "元"}))
                )
    found += [(sheets.sheet_hidden, Hit(quoted(name), name)) for name in ledger.hidden]
    found += [(sheets.row_unused, Hit(odd.where, odd.found)) for odd in ledger.odd if odd.what == "label"]
    found += [(sheets.sheet_unused, Hit(odd.where, odd.found)) for odd in ledger.odd if odd.what == "table"]
    return [check.fault.finding(ledger.file, hit) for check, hit in found]


def _broken(table: Table, ledger: Ledger) -> Iterator[tuple[int, str]]:
    """The rows and cells of a table that hold an error value or a formula that was never calculated; remarks do not matter."""
    if not ledger.errors and not ledger.uncalculated:
        return
    for name in (name for name in table.columns if name not in ("事由", "备注")):
        for row in range(len(table.rows)):
            where = table.cell(row, name)
            if where in ledger.errors or where in ledger.uncalculated:
                yield row, where


@fault("error", "有 {count} 列都像“{found}”（{cells}），两列一样的才用，不一样的没有用。请只留一列或改名。",
       "{count} columns look like '{found}' ({cells}); they are used where they agree and not where they differ. Keep one or rename the others.")  # fmt: skip
def columns_alike(book: CheckedBook) -> Iterator[Hit]:
    """同一张表里有两列的列名说的是同一件事，例如“付款金额”和“实付金额”。不猜用哪一列：两列写得一样的才用。

    Two columns of a sheet have names for the same thing. Which one counts is not guessed: a row is used where both say the same.
    """
    for table in book.book.ledger.tables:
        for name, places in table.doubled.items():
            where = [cell(table.sheet, table.header_row, place) for place in places]
            yield Hit(where[1], name, more={"count": str(len(places)), "cells": "、".join(where)})


@fault(
    "error",
    "{whom} 的金额空着。没有填不等于零，请填上。",
    "the amount of {whom} is blank. Blank is not zero: enter it.",
)
def amount_missing(book: CheckedBook) -> Iterator[Hit]:
    """没有写金额，不知道要谁签字，也没有计入预算。合同只在按金额分别由不同的人会签时才要。

    No amount: who signs it is not known, and it counts in no budget. A contract needs one only where who signs it goes by amounts.
    """
    ledger = book.book.ledger
    contracts = book.book.contracts if any(table.edges for table in book.plan.countersigns) else []
    for item in (*book.payments, *contracts):
        where = item.cell("金额")
        known = where in ledger.errors or where in ledger.uncalculated
        if (
            item.cents is None
            and not item.unread("金额")
            and not known
            and "金额" in item.table.columns
            and not is_void(item)
        ):
            yield Hit(where, "", ref=ref_of([item]), more={"whom": item.with_whom})


@fault("warning", "这一行只有一个数 {found}，别的都没有写，没有使用。不是合计请补全这一行；是合计请写“合计”。",
       "this row holds the number {found} and nothing else; it was not used. Complete the row, or name a total 合计.")  # fmt: skip
def amount_unexplained(book: CheckedBook) -> Iterator[Hit]:
    """付款表里有一行只写了金额：可能是漏填的付款，也可能是没有写“合计”的合计，不能猜。

    A row of payments holds an amount alone: a payment that was not filled in, or a total that is not named one.
    """
    yield from (Hit(odd.where, odd.found) for odd in book.book.ledger.odd if odd.what == "stray")


def is_void(item: Item) -> bool:
    """Whether a payment is marked 作废."""
    return isinstance(item, Payment) and item.void


@fault(
    "note",
    "{whom} 这一行写着“{found}”，没有计入，也没有核对。",
    "this payment ({whom}) is marked {found} (void); it was neither counted nor checked.",
)
def payment_void(book: CheckedBook) -> Iterator[Hit]:
    """金额或备注写着“作废”的付款不计入支出，也不要签字。

    A payment whose amount or remark says 作废 was not made: it counts in no budget, and nobody has to sign it.
    """
    for payment in book.payments:
        if payment.void:
            yield Hit(payment.cell("金额"), "作废", ref=ref_of([payment]), more={"whom": payment.whom})


@fault(
    "warning",
    "没有日期，{why_zh}拆分没有核对。请补上。",
    "it has no day, so {why_en}splits were not checked. Enter it.",
)
def day_missing(book: CheckedBook) -> Iterator[Hit]:
    """付款的日期和付款日期都空着：不知道是不是拆开付的；表和工作簿也没有写月份的，还不知道算在哪个月的预算里。

    Neither 日期 nor 付款日期 is filled in: whether it was split is not known, nor, where neither sheet nor book says its month, in which month's
    budget it counts.
    """
    for payment in book.payments:
        blank = not payment.unread("日期") and not payment.unread("付款日期")
        if payment.when is None and payment.counts and blank:
            why = {"why_zh": "没有计入任何月份的预算，", "why_en": "it counts in no month's budget, and "}
            severity: Severity = "error"
            if payment.month:
                why, severity = {"why_zh": "", "why_en": ""}, "warning"
            yield Hit(payment.cell("日期", "付款日期"), "", ref=ref_of([payment]), more=why, severity=severity)


@fault(
    "error", "{label}“{found}”读不出来，写成 2024-05-31 这样。", "{label} '{found}' cannot be read; write 2024-05-31."
)
def day_unreadable(book: CheckedBook) -> Iterator[Hit]:
    """日期写得认不出来，这一笔的先后、月份、拆分就无法核对。

    A day that cannot be read: order, month and splits of this row cannot be checked by it.
    """
    ledger = book.book.ledger
    for item in (*book.payments, *book.book.contracts):
        for name, column in item.table.columns.items():
            dated = name in DAYS[item.table.kind] or name.endswith("日期")
            said = column.unread.get(item.row, "") if dated else ""
            where = item.cell(name) if said else ""
            if said and where not in ledger.errors and where not in ledger.uncalculated:
                yield Hit(where, said, ref=ref_of([item]), more={"label": column.header or name})


@fault("warning", "{role} 栏写着“{found}”，看不出签了没有。请写签字人的姓名、√ 或“已签”。",
       "{role} says '{found}', which is neither a signature nor none. Write the name, a tick, or 已签.")  # fmt: skip
def signature_unclear(book: CheckedBook) -> Iterator[Hit]:
    """签字栏里的字既不像姓名，也不是已签、未签之类的词，或者写明是代签。按没有签处理。

    What stands in a signature cell is neither a name nor a word for signed or not, or says that somebody else signed. It counts as not signed.
    """
    for item in (*book.payments, *book.book.contracts):
        for role, sign in item.signs.items():
            if sign.signed is None:
                yield Hit(item.cell(role), sign.said, ref=ref_of([item]), more={"role": role})


@fault("warning", "没有写明是否在计划内（读到“{said_zh}”），不知道该由谁签。请写 是 或 否。",
       "it does not say whether it is in the plan (found {said_en}), so who signs is not known. Write 是 or 否.")  # fmt: skip
def plan_unknown(book: CheckedBook) -> Iterator[Hit]:
    """制度分计划内、计划外由不同的人签，而“计划内”空着或写得认不出来。

    The policy has different people sign inside and outside the plan, and the column 计划内 is blank or says neither.
    """
    if not book.plan.needs_plan or not book.book.keeps("计划内"):
        return
    planned = [approval for approval in book.plan.approvals if approval.covers.plan != "any"]
    plans = book.words(PLAN)
    for payment in book.payments:
        if not plans[payment.number] and payment.counts and any(told_apart(table, payment) for table in planned):
            said = payment.plan_said
            more = {"said_zh": said or "空白", "said_en": f"'{said}'" if said else "a blank"}
            yield Hit(payment.cell("计划内"), said, ref=ref_of([payment]), more=more)


@fault("error", "大写“{found}”是 {capital} 元，数字是 {digits} 元，不一致。",
       "in capitals '{found}' it is {capital} yuan, in digits {digits}: they differ.")  # fmt: skip
def amount_words_differ(book: CheckedBook) -> Iterator[Hit]:
    """大写金额与小写金额不一样，不知道哪个对。审批按数字核对。

    The amount in capitals is not that in digits; which one is right is not known. Approvals are checked by the digits.
    """
    for payment in book.payments:
        said = payment.capitals
        amount = capitals(said) if said else None
        if amount is not None and payment.cents is not None and int(amount * 100) != payment.cents:
            more = {"capital": yuan(int(amount * 100)), "digits": payment.yuan}
            yield Hit(payment.cell("大写金额"), said, ref=ref_of([payment]), more=more)


@fault(
    "note",
    "大写“{found}”读不出来，没有与数字核对。",
    "'{found}' is no amount in capitals that can be read; it was not held against the digits.",
)
def amount_words_unreadable(book: CheckedBook) -> Iterator[Hit]:
    """大写金额写得不合规则，没有办法与数字核对。

    The capitals do not make an amount, so they were not compared with the digits.
    """
    for payment in book.payments:
        said = payment.capitals
        if said and capitals(said) is None:
            yield Hit(payment.cell("大写金额"), said, ref=ref_of([payment]))


@fault(
    "warning",
    "金额 {found} 不到分，按 {cents} 元核对。",
    "the amount {found} has parts of a cent; it is checked as {cents}.",
)
def amount_fraction(book: CheckedBook) -> Iterator[Hit]:
    """金额有三位以上小数。先四舍五入到分，再与限额比较。

    The amount has more than two decimals. It is rounded half up to the cent before it is compared with any bound.
    """
    for table in book.book.ledger.of(PAYMENTS):
        amounts = table.numbers("金额")
        exact = half_up(amounts, 2)
        for row in np.flatnonzero(~np.isnan(amounts) & (np.abs(amounts - exact) > LEAST)).tolist():
            yield Hit(table.cell(row, "金额"), f"{amounts[row]:.4f}".rstrip("0"), more={"cents": f"{exact[row]:,.2f}"})


LEAST = 0.00005  # yuan: what is smaller is no fraction but binary noise


@fault("warning", "合计写着 {found}，各行加起来是 {sum}。请核对是否漏了行，或合计没有更新。",
       "the total says {found}, the rows come to {sum}. Perhaps a row is missing, or the total is stale.")  # fmt: skip
def total_differs(book: CheckedBook) -> Iterator[Hit]:
    """表上的合计与读到的各行不一致：有行被漏读、漏填，或合计没有更新。合计行本身不参加核对。

    The total that a table states is not what its rows come to. The total itself is not used.
    """
    for stated in book.book.ledger.sums:
        if all(abs(stated.value - rows) >= HALF_CENT for rows in stated.rows):
            yield Hit(stated.where, f"{stated.value:,.2f}", more={"sum": f"{stated.rows[-1]:,.2f}"})


HALF_CENT = 0.005


@fault("warning", "合同编号“{found}”不在合同表里。", "the contract '{found}' is not on the sheet of contracts.")
def contract_unknown(book: CheckedBook) -> Iterator[Hit]:
    """付款写了合同编号，而这次给出的合同表里都没有这份合同。

    A payment names a contract that no sheet of contracts of the run has.
    """
    known = {contract.contract for contract in book.across.contracts if contract.contract}
    if book.across.contracts:
        for payment in book.payments:
            number = payment.papers.get("合同编号", "")
            if number and number not in known:
                yield Hit(payment.cell("合同编号"), number, ref=ref_of([payment]))


@fault("warning", "合同 {contract} 的付款合计 {found} 元，超过合同金额 {amount} 元。",
       "payments under contract {contract} come to {found} yuan, beyond its amount of {amount}.")  # fmt: skip
def contract_exceeded(book: CheckedBook) -> Iterator[Hit]:
    """同一合同编号下的付款加起来超过合同金额。

    What was paid under a contract is more than its amount.
    """
    paid: dict[str, int] = defaultdict(int)
    for payment in book.across.payments:
        paid[payment.papers.get("合同编号", "")] += payment.spent or 0
    for contract in book.book.contracts:
        if contract.contract and contract.cents is not None and paid[contract.contract] > contract.cents:
            more = {"contract": contract.contract, "amount": contract.yuan}
            yield Hit(contract.cell("金额"), yuan(paid[contract.contract]), ref=ref_of([contract]), more=more)


@fault("warning", "{label} {found} 是数字，Excel 只留 15 位，后面的已经丢了，没有使用。请把这一格改成文本，重新填写。",
       "{label} {found} is a number, of which Excel keeps 15 digits and has lost the rest; it was not used. Make the cell a text and enter it again.")  # fmt: skip
def number_cut(book: CheckedBook) -> Iterator[Hit]:
    """发票号、单号、合同编号按数字输入，超过 15 位的部分被 Excel 改成了零，认不出原来的号码。

    A number of an invoice, a request or a contract that was typed as a figure: beyond fifteen digits Excel has made zeros of it.
    """
    ledger = book.book.ledger
    for item in (*book.payments, *book.book.contracts):
        for name in ("发票号", "支付申请单号", "合同编号"):
            said = item.unread(name)
            if said.isdecimal() and item.cell(name) not in ledger.errors:
                yield Hit(item.cell(name), said, ref=ref_of([item]), more={"label": name})


@fault(
    "error",
    "合同编号“{found}”有两份合同用（另一份在 {first}）。",
    "two contracts have the number '{found}' (the other at {first}).",
)
def contract_twice(book: CheckedBook) -> Iterator[Hit]:
    """一本工作簿里两份合同用了同一个编号，付款对不上是哪一份。另一个月的台账重列同一份合同，不算。

    Two contracts of a book share a number, so a payment may belong to either. The register of another month lists the same contract again.
    """
    first: dict[str, str] = {}
    for contract in book.book.contracts:
        if contract.contract:
            if contract.contract in first:
                yield Hit(
                    contract.cell("合同编号"),
                    contract.contract,
                    ref=ref_of([contract]),
                    more={"first": first[contract.contract]},
                )
            first.setdefault(contract.contract, contract.cell("合同编号"))


@fault(
    "error",
    "预算的月份“{found}”认不出来，写成 5月、2024-05 或 全年。",
    "the budget's month '{found}' cannot be read; write 5月, 2024-05 or 全年.",
)
def budget_month_unreadable(book: CheckedBook) -> Iterator[Hit]:
    """预算行的月份写得认不出来，这一行没有用上。

    The month of a budget line cannot be read, so the line was not used.
    """
    for where, said in book.book.unread.items():
        yield Hit(where, said)


@fault("error", "类别“{found}”{period} 的预算写了两次（另一处 {first}），只用了先写的。",
       "the budget of '{found}' for {period} is given twice (also at {first}); the first one is used.")  # fmt: skip
def budget_line_twice(book: CheckedBook) -> Iterator[Hit]:
    """同一类别、同一月份有两行预算，不知道是追加还是重复。

    A category has two lines for one month; whether the second adds to the first or repeats it is not guessed.
    """
    first: dict[tuple[str, str], str] = {}
    for line in book.book.lines:
        about = key(line.category), line.period
        if line.period and about in first:
            yield Hit(line.where, line.category, more={"period": line.period, "first": first[about]})
        first.setdefault(about, line.where)


@fault("warning", "控制方式“{found}”认不出来，按制度的规定处理。可写 禁止、提醒、不控制。",
       "'{found}' is no known way to hold a line; the policy's is used. Write 禁止, 提醒 or 不控制.")  # fmt: skip
def budget_control_unknown(book: CheckedBook) -> Iterator[Hit]:
    """预算行的“控制”写得认不出来。

    The column 控制 of a budget line says nothing that is known.
    """
    for table in book.book.ledger.of(BUDGET):
        for row, said in enumerate(table.texts("控制")):
            if said and control_said(said) is None:
                yield Hit(table.cell(row, "控制"), said)


CHECKS = (
    payment_void,
    day_missing,
    number_cut,
columns_alike, amount_missing, amount_unexplained, day_unreadable, signature_unclear, plan_unknown, amount_words_differ, amount_words_unreadable, amount_fraction,
          total_differs, contract_unknown, contract_exceeded, contract_twice, budget_month_unreadable, budget_line_twice,
          budget_control_unknown)  # fmt: skip
