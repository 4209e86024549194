"""What changed figures of a policy of pay would come to: who would get how much more or less, and the cost of it all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkt.commission import plan as columns
from mkt.commission.result import PaidMonth
from mkt.documents import number
from mkt.language import say
from mkt.paying import PayTask, by_folder
from mkt.runs import Outcome, shortened, status


def what_if(paths: Sequence[Path], before: PayTask, after: PayTask, settings: Sequence[str]) -> list[Outcome]:
    """The pay of every month as it is and as it would be; nothing is written. Raises `Refused`."""
    return [outcome for mine in by_folder(paths) for outcome in _folder(mine, before, after, settings)]


def _folder(paths: Sequence[Path], before: PayTask, after: PayTask, settings: Sequence[str]) -> list[Outcome]:
    found = []
    for task in (before, after):
        books, bad = task.read(paths)
        if bad or not books:
            return bad
        task.check(books, 0)
        found.append([month for _, month in task.months(books)])
    return [_compared(old, new, settings, after.wanted) for old, new in zip(*found, strict=True)]


def _compared(old: PaidMonth, new: PaidMonth, settings: Sequence[str], wanted: str) -> Outcome:
    """The two pays of one month side by side; the totals are of all who are paid, which may be others."""
    was, now = (month.values(columns.TOTAL.ref) for month in (old, new))
    pairs = [(old.people[i], was[i], now[i]) for i in old.rows]
    total = [
        round(sum(v for v in values if v == v), 2) + 0.0
        for values in ([a for _, a, _ in pairs], [b for _, _, b in pairs])
    ]
    more = round(total[1] - total[0], 2) + 0.0
    rows = [[p.id, p.name, p.department, _shown(a), _shown(b), _signed(b - a)] for p, a, b in pairs]
    last = [say("合计", "total"), "", "", _shown(total[0]), _shown(total[1]), _signed(more)]
    heads = [say("工号", "id"), say("姓名", "name"), say("部门", "department"), say("现在（税前）", "now (before tax)"),
             say("试算（税前）", "tried (before tax)"), say("增减", "difference")]  # fmt: skip
    changed = sum(1 for _, a, b in pairs if a == a and b == b and round(a, 2) != round(b, 2))
    lost, gained = (sum(1 for _, a, b in pairs if (a != a, b != b) == gone) for gone in ((False, True), (True, False)))
    zh = "".join([f"，{lost} 人变为暂不发" if lost else "", f"，{gained} 人变为可发" if gained else ""])
    en = "".join([f", {lost} no longer paid" if lost else "", f", {gained} paid now" if gained else ""])
    words = say(f"试算 {old.book.period}（{'，'.join(settings)}）：{changed} 人有变化{zh}，合计 {_signed(more)} 元；没有写出文件",
                f"tried {old.book.period} ({', '.join(settings)}): {changed} people change{en}, {_signed(more)} yuan in all; nothing was written")  # fmt: skip
    document = _document(old, pairs, [*total, more], settings) if wanted == "document" else {}
    table = (heads, [*shortened(rows, len(heads)), last], [3, 4, 5]) if wanted == "table" else ()
    return Outcome(status(new.findings), new.findings, document, table, words)


def _document(
    month: PaidMonth, pairs: Sequence[Any], totals: Sequence[float], settings: Sequence[str]
) -> dict[str, Any]:
    return {
        "schema": "mkt.commission.what-if/1",
        "period": month.book.period,
        "set": list(settings),
        "people": [
            {"id": p.id, "name": p.name, "now": number(a), "tried": number(b), "difference": number(b - a)}
            for p, a, b in pairs
        ],
        "total": dict(zip(("now", "tried", "difference"), map(number, totals), strict=True)),
    }


def _shown(value: float) -> str:
    return "" if value != value else f"{value:,.2f}"


def _signed(value: float) -> str:
    return "" if value != value else "0.00" if round(value, 2) == 0 else f"{value:+,.2f}"
