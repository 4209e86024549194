"""Why every line of a statement is what it is."""

from __future__ import annotations

from collections.abc import Callable

from mkt.commission import plan as columns
from mkt.commission.plan import Entry
from mkt.commission.result import PaidMonth
from mkt.reasons import Explanation, Line
from mkt.rule import tree

SOME = 6  # source cells that a line names


def explanation(month: PaidMonth) -> Explanation:
    """The reasons of a month's pay, line by line of the statement."""
    return Explanation(month.trace, [_line(month, entry) for entry in month.plan.entries])


def _line(month: PaidMonth, entry: Entry) -> Line:
    ref = entry.column.ref
    root = month.plan.rules[ref]
    further = {
        columns.tier_column(k) for k in range(1, len(month.plan.entries))
    }  # the first tier names the cells for all
    cells = (lambda i: []) if entry.column in further or entry.is_sum else _cells(month, root)
    if entry.column == columns.CLAWBACK:
        cells = _refunds(month)
    return Line(ref, entry.title, ref, root, month.values(ref), entry.source, cells)


def _refunds(month: PaidMonth) -> Callable[[int], list[str]]:
    """The cells of the refunds that take back what somebody was paid."""
    found: dict[int, list[str]] = {}
    for taken in month.count.settled.taken if month.count and month.count.settled else ():
        found.setdefault(taken.person, []).append(month.source.cell(taken.row))
    return lambda person: list(dict.fromkeys(found.get(person, [])))[:SOME]


def _cells(month: PaidMonth, root: tree.Node) -> Callable[[int], list[str]]:
    """The source cells of somebody's line: of the figures it reads, through the columns between, and of the receipts behind them."""
    refs = set(_behind(month, root))
    read = [given for ref, given in month.source.staff.inputs.items() if ref in refs]

    def cells(person: int) -> list[str]:
        found = [given.cell(row) for given in read for row in given.rows_of(person)]
        shown = list(dict.fromkeys(cell for cell in found if cell))
        return shown[:SOME] + ([f"等 {len(shown)} 处"] if len(shown) > SOME else [])

    return cells


def _behind(month: PaidMonth, root: tree.Node) -> list[str]:
    """Every column that a rule rests on, through the computed ones, as far as the bases of pay; sums of lines name none."""
    stop = {entry.column.ref for entry in month.plan.entries} | {columns.TIERED.ref}
    found: list[str] = []
    waiting = [column.ref for column in tree.columns(root)]
    while waiting:
        ref = waiting.pop()
        if ref in found or ref in stop:
            continue
        found.append(ref)
        if ref in month.plan.rules:
            waiting += [column.ref for column in tree.columns(month.plan.rules[ref])]
    receipts = {columns.COUNTED.ref} & set(found)
    return [*found, *(month.receipt_refs if receipts else ())]
