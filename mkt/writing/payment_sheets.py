"""付款 and 合同: every row as it came, in its order, with who has to sign, who has not, and what is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from mkt.layout import FIRST
from mkt.policy.spending import BASES, NOTHING, Approval
from mkt.rule.sentence import People, clauses, sentences
from mkt.spending.brief import brief
from mkt.spending.checked import ASKED, GROUP, MISSING, SHOWN, CheckedBook, need_of
from mkt.spending.compute import AMOUNT
from mkt.spending.entry import Item, Payment
from mkt.vocabulary.spending import CONTRACTS, PAYMENTS
from mkt.writing.checked_places import CELL, MONTH, REFUND, RESULT, TOLD, WHY, CheckedPlaces
from mkt.writing.look import BAD, GOOD, POOR, Look
from mkt.writing.streams import Cells, LongSheet, formulas, lines, numbers, texts

WRONG, LOOK, WHOLE, FREE = "错误", "提醒", "齐全", NOTHING
RESULTS = (WRONG, LOOK, WHOLE, FREE)
"""What is concluded of a payment, the worst first."""
WIDTHS = {"日期": 11, "付款日期": 11, "收款人": 20, "事由": 22, "类别": 12, "金额": 13, "缺": 20, "结论": 9, "问题": 46, "依据": 60, "原单元格": 14,
          "对方": 22, "签订日期": 11}  # fmt: skip
CHAIN = 34  # characters: a chain of five roles and one beside it in two lines
PALE_RED = "#F8DEDA"


def results(book: CheckedBook) -> list[str]:
    """What is concluded of each payment."""
    return [_result(book, payment) for payment in book.payments]


def _result(book: CheckedBook, item: Item) -> str:
    severities = {finding.severity for finding in book.of(item)}
    if "error" in severities:
        return WRONG
    if "warning" in severities:
        return LOOK
    return WHOLE if any(claim.row.chain or claim.row.documents for claim in book.claims_of(item)) else FREE


def told(book: CheckedBook, item: Item) -> str:
    """What is wrong with a row, in a few words; of a split payment that is not the first of its group only where to look."""
    mine, first = book.of(item), book.group_of.get(item.number) if isinstance(item, Payment) else None
    if first is None or (book.holds(first[1].members[0]) and first[1].members[0] == book.start + item.number):
        return brief(mine, "zh")
    at = book.place_of(first[1].members[0])
    own = [finding for finding in mine if len(finding.ref.split()) == 1]
    return "；".join(filter(None, (f"与 {at} 等合计按一笔计" if len(own) < len(mine) else "", brief(own, "zh"))))


def payments_sheet(look: Look, book: CheckedBook, places: CheckedPlaces) -> LongSheet:
    """付款, with a colour for what must be looked at."""
    words = results(book), [told(book, payment) for payment in book.payments]
    columns = {ref: _payment_cells(ref, book, places, words) for ref in places.columns[PAYMENTS]}
    months = book.book.months
    span = months[0] if len(months) == 1 else book.book.ledger.period
    subtitle = f"{span}　按原来的顺序；红色要处理，橙色请看一眼，绿色签字和单据齐全；右边是签字、依据和原单元格"
    tall = [(words[1], WIDTHS["问题"]), (book.words(MISSING), WIDTHS["缺"]), (book.words(SHOWN), CHAIN)]
    return _sheet(look, PAYMENTS, "付款核对", subtitle, columns, places, tall)


def contracts_sheet(look: Look, book: CheckedBook, places: CheckedPlaces) -> LongSheet:
    """合同, in the same way."""
    contracts = book.book.contracts
    said = [_result(book, contract) for contract in contracts], [told(book, contract) for contract in contracts]
    columns = {ref: _contract_cells(ref, book, places, said) for ref in places.columns[CONTRACTS]}
    needs = [(book.words(need_of(table)), CHAIN) for table in book.plan.countersigns]
    tall = [(said[1], WIDTHS["问题"]), *needs]
    return _sheet(look, CONTRACTS, "合同会签核对", "先取得编号，再会签，然后签订", columns, places, tall)


def _sheet(
    look: Look,
    name: str,
    title: str,
    subtitle: str,
    columns: dict[str, Cells],
    places: CheckedPlaces,
    tall: Sequence[tuple[Sequence[str], int]],
) -> LongSheet:
    sheet, refs, count = look.workbook.get_worksheet_by_name(name), list(columns), places.count[name]
    last, labels = max(FIRST, FIRST + count - 1), [ref.rpartition(".")[2] for ref in refs]
    look.heading(sheet, title, subtitle)
    look.header(sheet, FIRST - 1, labels)
    look.references(sheet, dict(enumerate(refs)))
    look.model_row(sheet, FIRST, [_format(look, ref) for ref in refs])
    chains = set(places.rules(name)) - {MISSING.replace(PAYMENTS, name, 1)}
    look.widths(
        sheet, [CHAIN if ref in chains else WIDTHS.get(label, 15) for ref, label in zip(refs, labels, strict=True)]
    )
    look.frame(sheet, FIRST, last, len(refs) - 1, freeze=2)
    asked, result = (places.at(ref.replace(PAYMENTS, name, 1)) for ref in (ASKED, RESULT))
    sheet.set_column(asked, asked, None, None, {"hidden": True})
    sheet.print_area(0, 0, last, places.at(TOLD.replace(PAYMENTS, name, 1)))
    letter = xlsxwriter.utility.xl_col_to_name(result)
    for word, colour in ((WRONG, PALE_RED), (LOOK, POOR), (WHOLE, GOOD)):
        tint = look.workbook.add_format({"bg_color": colour})
        rule = {"type": "formula", "criteria": f'=${letter}{FIRST + 1}="{word}"', "format": tint}
        sheet.conditional_format(FIRST, 0, last, places.at(TOLD.replace(PAYMENTS, name, 1)), rule)
    red = look.workbook.add_format({"font_color": BAD, "bold": True})
    missing = places.at(MISSING.replace(PAYMENTS, name, 1))
    sheet.conditional_format(FIRST, missing, last, missing, {"type": "no_blanks", "format": red})
    return LongSheet(
        name,
        FIRST,
        count,
        list(columns.values()),
        lambda i: max(2, *(lines(words[i], width - 2) for words, width in tall)),
    )


def _format(look: Look, ref: str) -> Any:
    label = ref.rpartition(".")[2]
    if label in ("金额", "组外金额", *BASES.values()):
        return look.pay if ref == AMOUNT else look.money
    if label in ("日期", "付款日期", "签订日期"):
        return look.custom("yyyy-mm-dd")
    if label in ("原单元格", "依据"):
        return look.faint
    return look.centred if label in ("分组", "结论", "月份", "计划", "退款") else look.indented


def _payment_cells(ref: str, book: CheckedBook, places: CheckedPlaces, words: tuple[list[str], list[str]]) -> Cells:
    payments, label = book.payments, ref.rpartition(".")[2]
    computed = places.rules(PAYMENTS)
    if ref in computed:
        return formulas(places.rule(computed[ref]), book.words(ref).__getitem__, FIRST)
    if label in BASES.values():
        return _basis(label, book, places)
    plain: dict[str, Callable[[int], str]] = {
        RESULT: words[0].__getitem__,
        TOLD: words[1].__getitem__,
        CELL: lambda i: payments[i].cell("金额"),
        MONTH: lambda i: payments[i].month,
        REFUND: lambda i: "作废" if payments[i].void else "退款" if payments[i].refund else "",
        f"{PAYMENTS}.收款人": lambda i: payments[i].payee,
        f"{PAYMENTS}.报销人": lambda i: payments[i].claimant,
        f"{PAYMENTS}.事由": lambda i: payments[i].purpose,
        f"{PAYMENTS}.发票号": lambda i: payments[i].said("发票号"),
        f"{PAYMENTS}.大写金额": lambda i: payments[i].capitals,
    }
    if ref in plain:
        return texts(plain[ref], FIRST)
    if ref == WHY:
        return texts(_why(book).__getitem__, FIRST)
    if ref == AMOUNT:
        amounts = book.trace.columns[AMOUNT].tolist()
        return numbers(
            amounts.__getitem__,
            lambda i: payments[i].unread("金额") or (payments[i].yuan if payments[i].void else ""),
            FIRST,
        )
    if ref == GROUP:
        groups = [float(book.group_of[i][0]) if i in book.group_of else float("nan") for i in range(len(payments))]
        return numbers(groups.__getitem__, lambda i: "", FIRST)
    if label in ("日期", "付款日期"):
        return _days(
            [payment.day if label == "日期" else payment.paid for payment in payments],
            [p.unread(label) for p in payments],
        )
    if ref in book.trace.columns:
        return texts(book.words(ref).__getitem__, FIRST)
    return texts(lambda i: payments[i].papers.get(label, ""), FIRST)


def _contract_cells(ref: str, book: CheckedBook, places: CheckedPlaces, said: tuple[list[str], list[str]]) -> Cells:
    contracts, label = book.book.contracts, ref.rpartition(".")[2]
    computed = places.rules(CONTRACTS)
    if ref in computed:
        return formulas(places.rule(computed[ref]), book.words(ref).__getitem__, FIRST)
    if label == "金额":
        return numbers(
            book.contract_trace.columns[ref].tolist().__getitem__, lambda i: contracts[i].unread("金额"), FIRST
        )
    if label == "签订日期":
        return _days([contract.signed for contract in contracts], [c.unread(label) for c in contracts])
    plain: dict[str, Callable[[int], str]] = {
        "结论": said[0].__getitem__,
        "问题": said[1].__getitem__,
        "原单元格": lambda i: contracts[i].cell("金额"),
        "合同编号": lambda i: contracts[i].contract,
        "对方": lambda i: contracts[i].party,
        "事由": lambda i: contracts[i].title,
    }
    return texts(plain[label], FIRST) if label in plain else texts(book.words(ref).__getitem__, FIRST)


_EPOCH = datetime.date(1899, 12, 30)  # day 0 of a sheet


def _days(days: Sequence[datetime.date | None], unread: Sequence[str]) -> Cells:
    serials = [float((day - _EPOCH).days) if day else float("nan") for day in days]
    return numbers(serials.__getitem__, unread.__getitem__, FIRST)


def _basis(label: str, book: CheckedBook, places: CheckedPlaces) -> Cells:
    """The amount a table looks at: live for single payments and split groups, stated for what a month comes to."""
    values = book.trace.columns[f"{PAYMENTS}.{label}"].tolist()
    if label != BASES["single"]:
        return numbers(values.__getitem__, lambda i: "", FIRST)
    return formulas(places.together(), values.__getitem__, FIRST)


def elsewhere(book: CheckedBook) -> list[float]:
    """What of each split payment's group stands in other books, in yuan; nothing for the others."""
    found = [float("nan")] * len(book.payments)
    for number, (_, group) in book.group_of.items():
        cents = sum(book.across.payments[i].counts for i in group.members if not book.holds(i))
        found[number] = cents / 100 if cents else float("nan")
    return found


def _why(book: CheckedBook) -> list[str]:
    """Why each payment needs what it needs: a sentence and the clauses of every table that asks for something."""
    found: list[list[str]] = [[] for _ in book.payments]
    for approval in book.plan.approvals:
        needs = book.words(need_of(approval))
        rows = [i for i, words in enumerate(needs) if words and words != NOTHING]
        if rows:
            for i, line in zip(rows, _sentences(book, approval, rows), strict=True):
                found[i].append(line)
    return ["；".join(lines_) for lines_ in found]


def _sentences(book: CheckedBook, approval: Approval, rows: list[int]) -> list[str]:
    people, rule = People(book.trace, rows), approval.need()
    said = sentences(approval.title, rule, people)
    return [f"{line}（{clause}）" for line, clause in zip(said, clauses(rule, people, approval), strict=True)]
