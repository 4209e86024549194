"""What a month's result hands on to the next, read back from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from mkt.commission.carry import Paid, State, carry_hash
from mkt.findings import Hit, fault
from mkt.layout import (
    BONUS_PAID,
    CARRY_HASH,
    EVIDENCE,
    FIRST,
    HANDED_ON,
    INPUTS,
    LEDGER,
    PAY_POLICY,
    PERIOD,
    STATEMENTS,
    SUMMARY,
    UNSETTLED,
)
from mkt.policy.pay import PayPolicy
from mkt.reading.grids import Grid, grids
from mkt.reading.guard import format_of, hash_of
from mkt.rule.numbers import NOISE


@fault("error", "--previous 要给 mkt commission 写出的结果（*.commission.xlsx），这份缺“{found}”表。",
       "--previous takes a result of mkt commission (*.commission.xlsx); this file has no sheet '{found}'.")  # fmt: skip
def pay_result_unknown(sheets: Mapping[str, Grid]) -> Iterator[Hit]:
    """给 `--previous` 的文件不是提成结果。

    The file given with `--previous` is no result of `mkt commission`.
    """
    missing = [name for name in (SUMMARY, STATEMENTS, INPUTS, HANDED_ON, EVIDENCE) if name not in sheets]
    if missing:
        yield Hit("", missing[0])


@fault("error", "“{found}”或“台账”被改过，下个月不能据以接着算。请用原始工作簿重算这个月。",
       "the sheet '{found}' or 台账 was edited, so the next month cannot go on from it. Reckon this month anew from its book.")  # fmt: skip
def handed_on_edited(stated: str, made: str) -> Iterator[Hit]:
    """结转到本月的数与上月写出时的校验码不符：有人改过，或者公式没有结果。

    What is handed on does not fit the hash written with it: somebody edited it, or a program saved it without the formulas' values.
    """
    if stated != made:
        yield Hit(HANDED_ON, HANDED_ON)


@fault("error", "上月的结果按另一份薪酬制度（{found}）得出，这里用的是 {other}，接不上。",
       "last month's result was made by another policy of pay ({found}); here it is {other}.")  # fmt: skip
def pay_policy_other(found: str, other: str) -> Iterator[Hit]:
    """前后几个月要按同一份薪酬制度（可以是不同版本）。

    The months go by one policy of pay, perhaps in several versions.
    """
    if found != other:
        yield Hit(EVIDENCE, found, more={"other": other})


def state_of(path: Path, policy: PayPolicy) -> State:
    """What a month's result hands on. Raises `Refused` for any other file, an edited one, or one by another policy."""
    sheets = {grid.name: grid for grid in grids(path, format_of(path))}
    pay_result_unknown.refuse(path.name, sheets)
    evidence = {str(row[0]): str(row[1]) for row in sheets[EVIDENCE].rows if len(row) > 1}
    pay_policy_other.refuse(path.name, evidence.get(PAY_POLICY, ""), policy.policy)
    state = handed_on(sheets, evidence, path)
    handed_on_edited.refuse(path.name, evidence.get(CARRY_HASH, ""), carry_hash(state))
    return state


def handed_on(sheets: Mapping[str, Grid], evidence: Mapping[str, str], path: Path) -> State:
    """What the sheets 结转 and 台账 say, and 凭据 of the bonus."""
    left: dict[str, float] = {}
    owed: dict[str, float] = {}
    unsettled = set()
    for id_, _, plan, advance, status in (_cells(row, 5) for row in sheets[HANDED_ON].rows[FIRST:]):
        if status == UNSETTLED:
            unsettled.add(str(id_))
        for known, value in ((left, plan), (owed, advance)):
            if isinstance(value, float) and value:
                known[str(id_)] = value
    rows = (_cells(row, 7) for row in (sheets[LEDGER].rows[FIRST:] if LEDGER in sheets else []))
    paid = tuple(_paid(row) for row in rows if row[0])
    bonus = evidence.get(BONUS_PAID, "")
    return State(evidence.get(PERIOD, ""), left, owed, paid, frozenset(unsettled), bonus, path.name, hash_of(path))


def _paid(row: list[object]) -> Paid:
    person, contract, product, period, amount, rate, special = row
    return Paid(
        str(person), str(contract), str(product), str(period), _decimal(amount, 2), _decimal(rate, NOISE), str(special)
    )


def _cells(row: list[object], count: int) -> list[object]:
    return [*row, *[""] * count][:count]


def _decimal(value: object, digits: int) -> Decimal:
    return Decimal(f"{value:.{digits}f}") if isinstance(value, float) else Decimal(0)
