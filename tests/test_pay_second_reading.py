"""Pay against an exact second reading of its rules; edges, splits and factors against figures worked out beside them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkt.commission.carry import State
from mkt.commission.compute import Team, compute
from mkt.commission.plan import PayPlan
from mkt.commission.result import PaidMonth
from mkt.pay import paid_in_order, pay_book, read_pay
from mkt.policy.load import find_pay, scoring
from mkt.policy.pay import PayPolicy
from mkt.reading.year_result import YearGrades
from tests import exact_pay, random_pay
from tests.conftest import Grid, grid_of, write_book
from tests.exact_pay import Book, Pay, Scheme, Worked

SCHEMES = {scheme.name: scheme for scheme in random_pay.schemes()}
PEOPLE = {0: 60, 1: 25}
"""Seed → how many people it makes up."""
WORKED = {case.title: case for case in exact_pay.worked()}

Lines = dict[str, float]

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def policy_of(folder: Path, text: str) -> PayPolicy:
    """The policy of pay that a text states."""
    path = folder / "pay.yaml"
    path.write_text(text, encoding="utf-8")
    return find_pay(str(path))


def months_of(
    folder: Path, policy: PayPolicy, sheets: Iterable[Grid], year: YearGrades | None = None
) -> list[PaidMonth]:
    """The pay of books that begin with January 2024, written to a folder and read from it."""
    paths = [write_book(folder / f"2024-{k:02}.xlsx", grid) for k, grid in enumerate(sheets, 1)]
    scores = scoring(policy, "pay.yaml")
    bonus = [year is not None and path == paths[-1] for path in paths]
    books = [pay_book(read_pay(path, policy, scores), policy, scores, bonus[k]) for k, path in enumerate(paths)]
    return list(paid_in_order(books, State(), year))


def lines(month: PaidMonth) -> dict[str, Lines]:
    """Id → the lines of the statement, by the word of their column."""
    return {
        month.people[i].id: {entry.column.ref.removeprefix("提成."): value for entry, value in month.lines(i)}
        for i in month.rows
    }


def column(month: PaidMonth, word: str) -> dict[str, float]:
    """Id → what somebody has in a column."""
    values = month.values(f"提成.{word}")
    return {month.people[i].id: values[i] for i in month.rows}


def yuan(cents: int) -> float:
    """An amount of cents as a workbook holds it."""
    return float(Decimal(cents) / 100)


# the exact reading, told as the program tells its own


def lines_of(scheme: Scheme, pay: Pay) -> Lines:
    """The lines and sums that the exact reading gives."""
    found: dict[str, int] = {}
    for line in pay.lines:
        match line.kind:
            case "tier":
                found[f"第{line.place + 1}级" if scheme.tiers.mode == "marginal" else "分级提成"] = line.amount
            case "special":
                found[scheme.special[line.place].title] = line.amount
            case "draw":
                found |= {"预支补足": max(0, line.amount), "扣回预支": min(0, line.amount)}
            case "clawback" if scheme.receipts is None:
                assert line.amount == 0  # totals know no receipts to take back
            case kind:
                found[WORDS[kind]] = line.amount
    if scheme.floor is not None or scheme.draw is not None:
        found["小计"] = sum(line.amount for line in pay.lines if line.kind not in ("floor", "draw"))
    found["提成合计"] = pay.commission
    if scheme.full is not None:
        found["绩效工资"] = pay.performance
    if scheme.bonus is not None:
        found["年终奖"] = pay.bonus
    return {word: yuan(amount) for word, amount in found.items()} | {"合计": yuan(pay.total)}


SUMS = ("小计", "提成合计", "合计")
WORDS = {"factor": "系数调整", "cap": "封顶扣减", "override": "团队提成", "clawback": "退款追回", "floor": "保底补足"}


def reckoned(scheme: Scheme, books: Sequence[Book]) -> list[dict[str, Pay]]:
    """The exact pay of months, without people who have left and stand in no sheet that the scheme reads: they have no statement."""
    return exact_pay.months(scheme, [_present(scheme, book) for book in books])


def _present(scheme: Scheme, book: Book) -> Book:
    if book.rows is None or scheme.quota is not None:
        return book
    receiving = {row.person for row in book.rows}
    return Book(book.name, tuple(p for p in book.people if p.assessed or p.id in receiving), book.rows)


# random months


@dataclass(frozen=True)
class Run:
    """Random months in a row, as the program pays them and as they are to be paid."""

    scheme: Scheme
    found: list[PaidMonth]
    exact: list[dict[str, Pay]]

    @property
    def states(self) -> list[dict[str, exact_pay.State]]:
        """What each month hands on of everybody so far."""
        found: list[dict[str, exact_pay.State]] = [{}]
        for pays in self.exact:
            found.append(found[-1] | {id_: pay.state for id_, pay in pays.items()})
        return found[1:]


@pytest.fixture(scope="module", params=[(name, seed) for name in SCHEMES for seed in PEOPLE], ids=str)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Three random months of a scheme; where refunds are set off, each of them is so against one receipt of a month.

    Those set off against several, of several products and at several rates, are in `test_refunds_of_every_kind`.
    """
    name, seed = request.param
    scheme = SCHEMES[name]
    made = random_pay.months(scheme, PEOPLE[seed], seed, plain=scheme.clawback)
    return run_of(tmp_path_factory.mktemp("pay"), made)


def run_of(folder: Path, made: random_pay.RandomPay) -> Run:
    """Random months as the program pays them and as they are to be paid."""
    policy = policy_of(folder, random_pay.policy_text(made.scheme))
    return Run(made.scheme, months_of(folder, policy, made.sheets), reckoned(made.scheme, made.books))


def test_every_line_is_what_fractions_make_of_the_text(run: Run) -> None:
    """Every line of everybody's statement, those of zero too, and every sum is the exact one to the cent."""
    for found, exact in zip(run.found, run.exact, strict=True):
        assert lines(found) == {id_: lines_of(run.scheme, pay) for id_, pay in exact.items()}


def test_what_is_collected_and_planned_is_exact(run: Run) -> None:
    """Collected and plan (carried part included) are the exact ones to the cent; a base that is no money is not rounded."""
    money = random_pay.UNITS not in run.scheme.plus
    for found, exact in zip(run.found, run.exact, strict=True):
        wanted = {"计入金额": {id_: yuan(pay.collected) for id_, pay in exact.items()}}
        if run.scheme.quota:
            wanted["计划"] = {id_: yuan(pay.plan or 0) for id_, pay in exact.items()}
        for word, amounts in wanted.items():
            assert column(found, word) == (amounts if money else pytest.approx(amounts, rel=1e-12))


def test_attainment_is_collected_by_plan(run: Run) -> None:
    """Attainment is the exact quotient, as close as a float comes to it."""
    for found, exact in zip(run.found, run.exact, strict=True):
        if run.scheme.quota:
            wanted = {id_: float(pay.attainment) for id_, pay in exact.items() if pay.attainment is not None}
            assert column(found, "完成率") == pytest.approx(wanted, rel=1e-12)


def test_what_is_left_of_the_plan_is_handed_on(run: Run) -> None:
    """Where plans are carried over, what was not collected goes to the next month, also that of people who are missing in this one."""
    for found, states in zip(run.found, run.states, strict=True):
        assert found.after.left == left_of(states)


def test_what_is_owed_is_handed_on(run: Run) -> None:
    """The advances that were not paid back yet go to the next month, also those of people who have no statement in this one."""
    for found, states in zip(run.found, run.states, strict=True):
        assert found.after.owed == owed_of(states)


States = Mapping[str, exact_pay.State]


def left_of(states: States) -> dict[str, float]:
    """Id → what was left of the plan, of those who have some."""
    return {id_: yuan(state.left_of_plan) for id_, state in states.items() if state.left_of_plan}


def owed_of(states: States) -> dict[str, float]:
    """Id → the advances that were not paid back, of those who owe some."""
    return {id_: yuan(state.owed) for id_, state in states.items() if state.owed}


def test_paid_receipts_are_handed_on_with_their_rates(run: Run) -> None:
    """What remains of every contract's amounts goes to the next month, in the order of their first rows, with the rate paid to nine decimals."""
    for found, states in zip(run.found, run.states, strict=True):
        assert handed_on(found) == paid_of(run.scheme, states)


Amount = tuple[tuple[str, ...], Decimal, int]
"""Whose it is, what it is, and a rate in billionths."""


def handed_on(month: PaidMonth) -> list[Amount]:
    """The amounts paid on that the program hands on; those of a person's month and contract in the program's own order."""
    found = [
        ((one.person, one.period, one.contract, one.product, one.special), one.amount, in_billionths(one.rate))
        for one in month.after.paid
    ]
    return sorted(found, key=_contract)


def paid_of(scheme: Scheme, states: States) -> list[Amount]:
    """The amounts paid on that are to be handed on, in the order of their first rows."""
    titles = {None: ""} | {place: special.title for place, special in enumerate(scheme.special)}
    found = [
        (
            (id_, one.month, one.contract, one.product or "", titles[one.special]),
            Decimal(one.left) / 100,
            in_billionths(one.rate),
        )
        for id_, state in states.items()
        for one in state.paid
    ]
    return sorted(found, key=_contract)


def _contract(amount: Amount) -> tuple[str, ...]:
    return amount[0][:3]


def in_billionths(rate: Decimal | Fraction) -> int:
    """A rate of nine decimals as a whole number; more decimals than that are an error."""
    found = Fraction(rate) * 10**9
    assert found.denominator == 1, rate
    return int(found)


def test_what_is_taken_back_is_exact(run: Run) -> None:
    """Each amount that a refund takes back of an earlier month, and the rate it was paid at, is the exact one."""
    for found, exact in zip(run.found, run.exact, strict=True):
        assert taken_by(found) == taken_of(exact)


def taken_by(month: PaidMonth) -> list[Amount]:
    """The amounts that the program takes back, each person's in the order in which they are taken."""
    taken = month.count.settled.taken if month.count and month.count.settled else []
    found = [((month.people[one.person].id,), one.amount, in_billionths(one.paid.rate)) for one in taken]
    return sorted(found, key=_contract)


def taken_of(exact: Mapping[str, Pay]) -> list[Amount]:
    """The amounts that are to be taken back."""
    found = [
        ((id_,), Decimal(back) / 100, in_billionths(rate)) for id_, pay in exact.items() for back, rate in pay.taken
    ]
    return sorted(found, key=_contract)


SETTING_OFF = [name for name, scheme in SCHEMES.items() if scheme.clawback and scheme.receipts]


@pytest.mark.parametrize("seed", [2, 3, 4, 5])
@pytest.mark.parametrize("name", SETTING_OFF)
def test_refunds_of_every_kind(name: str, seed: int, tmp_path: Path) -> None:
    """Refunds set off against several receipts, of two products, at two rates and of several months: every line and all that is handed on."""
    made = random_pay.months(SCHEMES[name], 20, seed, 4)
    run = run_of(tmp_path, made)
    for found, exact, states in zip(run.found, run.exact, run.states, strict=True):
        assert lines(found) == {id_: lines_of(run.scheme, pay) for id_, pay in exact.items()}
        assert taken_by(found) == taken_of(exact)
        assert handed_on(found) == paid_of(run.scheme, states)
        assert (found.after.left, found.after.owed) == (left_of(states), owed_of(states))
    assert not any(found.after.unsettled for found in run.found)


def test_refunds_of_every_kind_are_among_them() -> None:
    """The months above have what they are made for: one refund that takes several amounts, and one amount made of several receipts."""
    pieces: Counter[str] = Counter()
    for name in SETTING_OFF:
        made = random_pay.months(SCHEMES[name], 20, 2, 4)
        for book, pays in zip(made.books, made.pay, strict=True):
            rows = [row for row in book.rows or () if row.contract]
            pieces["of an amount"] += len(rows) - len(
                {(row.person, row.contract, row.product, row.refund) for row in rows}
            )
            pieces["of a number"] += _shared_numbers(rows)
            refunds = Counter(row.person for row in rows if row.refund)
            pieces["of a refund"] += sum(len(pay.taken) > refunds[id_] for id_, pay in pays.items())
            for pay in pays.values():
                goes = Counter((one.month, one.contract, one.product) for one in pay.state.paid)
                pieces["of a product"] += sum(many > 1 for many in goes.values())
    assert {what for what, many in pieces.items() if many >= 5} == {
        "of an amount",
        "of a number",
        "of a refund",
        "of a product",
    }


def _shared_numbers(rows: Iterable[exact_pay.Row]) -> int:
    """How many numbers stand for several receipts or refunds."""
    deals = {row.receipt for row in rows if row.number}
    return len(deals) - len({number for number, *_ in deals})


def test_the_lines_add_up_to_the_totals_shown(run: Run) -> None:
    """The lines of the commission, as they are shown to the cent, add up to its sum, which is all that is paid here."""
    for found in run.found:
        for id_, mine in lines(found).items():
            parts = sum(round(value * 100) for word, value in mine.items() if word not in SUMS)
            assert parts == round(mine["提成合计"] * 100) == round(mine["合计"] * 100), id_


def test_nothing_is_wrong_with_random_months(run: Run) -> None:
    """The comparisons above leave nobody out: no month has an error, and nobody is held back."""
    for found in run.found:
        assert [finding.line("en") for finding in found.findings if finding.severity == "error"] == []
        assert set(found.held) == {person.id for person in found.people} - set(lines(found))


# cases worked by hand


@pytest.mark.parametrize("title", [title for title in WORKED if title != "grades"])
def test_worked_cases(title: str, tmp_path: Path) -> None:
    """Cases that were reckoned by hand from the text pay the lines and totals written beside them."""
    case = WORKED[title]
    sheets = [random_pay.sheets(random.Random(0), case.scheme, _numbered(book)) for book in case.books]
    policy = policy_of(tmp_path, random_pay.policy_text(case.scheme))

    found = months_of(tmp_path, policy, sheets)

    assert [_shown(month) for month in found] == [_worked(case, k) for k in range(len(case.books))]


def _numbered(book: Book) -> Book:
    """The book with a number for each receipt that has none, so that two people with the same amount do not share it."""
    rows = book.rows and tuple(row if row.number else replace(row, number=f"N{i}") for i, row in enumerate(book.rows))
    return replace(book, rows=rows)


def _shown(month: PaidMonth) -> dict[str, tuple[Counter[float], float]]:
    """Id → the lines that are not zero, in any order, and the total."""
    return {
        id_: (Counter(value for word, value in mine.items() if value and word not in SUMS), mine["合计"])
        for id_, mine in lines(month).items()
    }


def _worked(case: Worked, k: int) -> dict[str, tuple[Counter[float], float]]:
    return {
        id_: (Counter(yuan(cents) for _, cents in parts), yuan(total)) for id_, (parts, total) in case.paid[k].items()
    }


def test_the_worked_case_of_grades(tmp_path: Path) -> None:
    """Factor, override, performance pay and bonus together come to the lines and totals written beside the case.

    The columns are given as they stand there: no month would score a 95 in sales and grade another 87.65 a C.
    """
    case = WORKED["grades"]
    [book], [wanted] = case.books, case.paid
    plan = PayPlan(policy_of(tmp_path, random_pay.policy_text(case.scheme)), receipts=True, bonus=True)
    mine = exact_pay.rows_of(book) or {}
    counted = [sum(-part if row.refund else part for row, part in mine[person.id]) for person in book.people]
    columns: dict[str, list[Any]] = {
        "成绩.等级": [person.grade for person in book.people],
        "年度.等级": [person.annual_grade for person in book.people],
        "提成.暂不发": [""] * len(book.people),
    }
    figures = {
        "成绩.总分": [float("nan") if person.score is None else float(person.score) for person in book.people],
        "明细.按级计入": [yuan(cents) for cents in counted],
        "人员.绩效工资基数": [yuan(person.pay_base) for person in book.people],
        "人员.年终奖基数": [yuan(person.bonus_base) for person in book.people],
    }
    given_ = {ref: np.array(column, object) for ref, column in columns.items()} | {
        ref: np.array(column, float) for ref, column in figures.items()
    }
    team = Team(np.array([0, 0]), np.array([1, 2]))

    trace = compute(given_, {"明细.按级计入": np.arange(3)}, plan, team, 3)

    for i, id_ in enumerate(("1", "2")):  # the third has left and has no score
        found = [float(trace.columns[entry.column.ref][i]) for entry in plan.entries if not entry.is_sum]
        parts, total = wanted[id_]
        beside = found[-2:]  # performance pay and bonus
        assert Counter(value for value in found[:-2] if value) == Counter(yuan(cents) for _, cents in parts)
        assert yuan(total) == float(trace.columns["提成.合计"][i]) == pytest.approx(sum(beside + found[:-2]))


# small schemes and books, written in the test


def policy_text(tiers: str, scores: str = "none", sections: str = "", **parts: str) -> str:
    """A policy of pay: the tiers, and what a test says of the other parts of the commission, which are else `none`."""
    plain = dict.fromkeys(("quota", "factor", "cap", "floor", "draw", "override", "clawback"), "none")
    given_ = {"base": "{receipts: 金额, clause: 二}", "tiers": f"{{{tiers}, clause: 四}}"} | plain | parts
    head = ["policy: test", "title: 提成办法", 'version: "1"', "source: {id: S1, document: 提成办法}",
            "effective: {from: 2024-01-01}", "period: month", f"scores: {scores}", "commission:", "  clause: 第一条"]  # fmt: skip
    return "\n".join([*head, *(f"  {key}: {value}" for key, value in given_.items()), sections]) + "\n"


PLAN = "{of: 销售目标.计划回款, carry_over: no, clause: 三}"
CARRIED = "{of: 销售目标.计划回款, carry_over: yes, clause: 三}"
UNITS = "{receipts: none, totals: 指标.新客户数.实际, clause: 二}"
UNITS_PLAN = "{of: 指标.新客户数.目标, carry_over: no, clause: 三}"

Row = dict[str, Any]


def receipts_of(rows: Sequence[Row], month: int = 1, plan: float = 1000, people: int = 0) -> Grid:
    """A book of people 1, 2, … with this plan each, and their receipts; whose a row is stands under `who`, else they are one each."""
    last = max(people, *(row.get("who", i) for i, row in enumerate(rows, 1)))
    ids = [str(i) for i in range(1, last + 1)]
    found: Grid = {
        "人员": [["工号", "姓名", "上级"], *([id_, f"员工{id_}", None] for id_ in ids)],
        "销售目标": [["工号", "姓名", "计划回款"], *([id_, f"员工{id_}", plan] for id_ in ids)],
        "回款明细": [["日期", "工号", "姓名", "客户", "客户类别", "合同", "产品", "类型", "金额", "分成", "单号"]],
    }
    for i, row in enumerate(rows, 1):
        who, amount = row.get("who", i), row["amount"]
        what = [row.get(key) for key in ("customer_class", "contract", "product")]
        kind = row.get("kind", "回款" if amount >= 0 else "退款")
        deal = [row.get("share"), row.get("number", f"N{i}")]
        found["回款明细"].append([f"2024-{month:02}-15", str(who), f"员工{who}", "客户", *what, kind, amount, *deal])
    return found


def units_of(amounts: Sequence[float], plan: float = 10) -> Grid:
    """A book of people who each have so many new customers."""
    rows = [[str(i), f"员工{i}", "新客户数", plan, amount] for i, amount in enumerate(amounts, 1)]
    return {"指标": [["工号", "姓名", "指标", "目标", "实际"], *rows]}


def paid_for(folder: Path, text: str, amounts: Sequence[float], plan: float = 1000) -> list[float]:
    """The total of each of some people who collect one of these amounts."""
    policy = policy_of(folder, text)
    book = (
        units_of(amounts, plan) if "指标" in text else receipts_of([{"amount": amount} for amount in amounts], 1, plan)
    )
    [month] = months_of(folder, policy, [book])
    return list(column(month, "合计").values())


# edges of tiers: a cent below, on and a cent above each bound


HALVES = "rows: [{below: 80%, rate: 50%}, {at_least: 80%, below: 100%, rate: 100%}, {at_least: 100%, rate: 50%}]"
HALVES_UP_TO = "rows: [{at_most: 80%, rate: 50%}, {above: 80%, at_most: 100%, rate: 100%}, {above: 100%, rate: 50%}]"
BEYOND = "rows: [{below: 100%, rate: 0%}, {at_least: 100%, below: 120%, rate: 50%}, {at_least: 120%, rate: 100%}]"
BEYOND_UP_TO = "rows: [{at_most: 100%, rate: 0%}, {above: 100%, at_most: 120%, rate: 50%}, {above: 120%, rate: 100%}]"


def in_yuan(rows: str) -> str:
    """The rows with bounds in yuan that are those shares of 1,000."""
    for share, amount in (("80%,", "800,"), ("100%,", "1000,"), ("120%,", "1200,")):
        for word in ("below", "at_least", "above", "at_most"):
            rows = rows.replace(f"{word}: {share}", f"{word}: {amount}")
    return rows


# Half of 799.99 is 399.995, half of 0.01 is 0.005: both are rounded up.
MARGINAL = {799.99: 400, 800: 400, 800.01: 400.01, 999.99: 599.99, 1000: 600, 1000.01: 600.01}
WHOLE = {799.99: 400, 800: 800, 800.01: 800.01, 999.99: 999.99, 1000: 500, 1000.01: 500.01}
WHOLE_UP_TO = {799.99: 400, 800: 400, 800.01: 800.01, 999.99: 999.99, 1000: 1000, 1000.01: 500.01}
OVERAGE = {999.99: 0, 1000: 0, 1000.01: 0.01, 1199.99: 100, 1200: 200, 1200.01: 200.01}
OVERAGE_UP_TO = {999.99: 0, 1000: 0, 1000.01: 0.01, 1199.99: 100, 1200: 100, 1200.01: 200.01}
EDGES = {
    ("attainment", "marginal", HALVES): MARGINAL,
    ("attainment", "marginal", HALVES_UP_TO): MARGINAL,  # a slice has the same length, whosever its end is
    ("attainment", "whole", HALVES): WHOLE,
    ("attainment", "whole", HALVES_UP_TO): WHOLE_UP_TO,
    ("attainment", "overage", BEYOND): OVERAGE,
    ("attainment", "overage", BEYOND_UP_TO): OVERAGE_UP_TO,
    ("amount", "marginal", in_yuan(HALVES)): MARGINAL,
    ("amount", "marginal", in_yuan(HALVES_UP_TO)): MARGINAL,
    ("amount", "whole", in_yuan(HALVES)): WHOLE,
    ("amount", "whole", in_yuan(HALVES_UP_TO)): WHOLE_UP_TO,
    ("amount", "overage", in_yuan(BEYOND)): OVERAGE,
    ("amount", "overage", in_yuan(BEYOND_UP_TO)): OVERAGE_UP_TO,
}


@pytest.mark.parametrize(("on", "mode", "rows"), EDGES)
def test_a_cent_around_every_bound(on: str, mode: str, rows: str, tmp_path: Path) -> None:
    """Who is a cent below a bound is in the lower tier, a cent above in the upper one, and on it where the words say."""
    amounts = EDGES[on, mode, rows]
    text = policy_text(f"on: {on}, mode: {mode}, {rows}", quota=PLAN)
    assert paid_for(tmp_path, text, list(amounts)) == list(amounts.values())


PRIZES = "rows: [{below: 80%, fixed: 0}, {at_least: 80%, below: 100%, fixed: 500}, {at_least: 100%, fixed: 1200.5}]"
PRICES = "rows: [{below: 10, each: 8.88}, {at_least: 10, below: 30, each: 12}, {at_least: 30, each: 20}]"
PRICES_BEYOND = "rows: [{below: 100%, each: 0}, {at_least: 100%, below: 120%, each: 12}, {at_least: 120%, each: 20}]"


@pytest.mark.parametrize(("on", "rows"), [("attainment", PRIZES), ("amount", in_yuan(PRIZES))])
def test_a_prize_is_paid_from_its_bound_on(on: str, rows: str, tmp_path: Path) -> None:
    """A fixed amount is paid whole from its bound on, and that of the lowest tier also below zero."""
    text = policy_text(f"on: {on}, mode: whole, {rows}", quota=PLAN)
    amounts = {-0.01: 0, 799.99: 0, 800: 500, 800.01: 500, 999.99: 500, 1000: 1200.5, 1000.01: 1200.5}
    assert paid_for(tmp_path, text, list(amounts)) == list(amounts.values())


@pytest.mark.parametrize(
    ("mode", "amounts"),
    [
        # 9.99 × 8.88 = 88.7112; 88.80 + 0.01 × 12; 88.80 + 19.99 × 12 = 328.68; 88.80 + 240 + 0.01 × 20.
        ("marginal", {9.99: 88.71, 10: 88.8, 10.01: 88.92, 29.99: 328.68, 30: 328.8, 30.01: 329}),
        ("whole", {9.99: 88.71, 10: 120, 10.01: 120.12, 29.99: 359.88, 30: 600, 30.01: 600.2}),
        # Of a plan of 10: 0.01 × 12, 19.99 × 12 = 239.88, 20 × 20, 20.01 × 20.
        ("overage", {9.99: 0, 10: 0, 10.01: 0.12, 29.99: 239.88, 30: 400, 30.01: 400.2}),
    ],
)
def test_a_price_for_each_unit(mode: str, amounts: dict[float, float], tmp_path: Path) -> None:
    """Yuan for each unit of a base that is no money are paid by slices, for all or beyond the plan as rates are."""
    text = policy_text(f"on: amount, mode: {mode}, {PRICES}", base=UNITS, quota=UNITS_PLAN)
    assert paid_for(tmp_path, text, list(amounts), 10) == list(amounts.values())


def test_a_price_for_each_unit_beyond_the_plan(tmp_path: Path) -> None:
    """On attainment of a plan of 10: 1.99 × 12 = 23.88 below 120 %, 2 × 20 at 120 %."""
    text = policy_text(f"on: attainment, mode: overage, {PRICES_BEYOND}", base=UNITS, quota=UNITS_PLAN)
    amounts = {9.99: 0, 10: 0, 10.01: 0.12, 11.99: 23.88, 12: 40, 12.01: 40.2}
    assert paid_for(tmp_path, text, list(amounts), 10) == list(amounts.values())


def test_the_edge_of_a_slice_is_rounded_to_the_cent(tmp_path: Path) -> None:
    """33.33 % of 1,000.01 is 333.303333, so the first slice ends at 333.30, and half of 0.01 beyond is 0.01."""
    text = policy_text("on: attainment, mode: marginal, rows: [{below: 33.33%, rate: 100%}, {at_least: 33.33%, rate: 50%}]", quota=PLAN)  # fmt: skip
    amounts = {333.29: 333.29, 333.30: 333.3, 333.31: 333.31, 333.32: 333.31, 333.33: 333.32}
    assert paid_for(tmp_path, text, list(amounts), 1000.01) == list(amounts.values())


def test_a_tier_is_reached_by_attainment_itself(tmp_path: Path) -> None:
    """333.30 of 1,000.01 is 33.3297 % and stays below 33.33 %, 333.31 is 33.3307 % and does not."""
    text = policy_text("on: attainment, mode: whole, rows: [{below: 33.33%, rate: 0%}, {at_least: 33.33%, rate: 100%}]", quota=PLAN)  # fmt: skip
    assert paid_for(tmp_path, text, [333.30, 333.31], 1000.01) == [0, 333.31]


def test_every_line_is_rounded_by_itself(tmp_path: Path) -> None:
    """Three slices that each earn 0.005 are three lines of 0.01, not a sum of 0.015."""
    rows = "rows: [{below: 0.5, rate: 1%}, {at_least: 0.5, below: 0.75, rate: 2%}, {at_least: 0.75, rate: 1%}]"
    policy = policy_of(tmp_path, policy_text(f"on: amount, mode: marginal, {rows}"))
    [month] = months_of(tmp_path, policy, [receipts_of([{"amount": 1.25}])])
    assert lines(month)["1"] == {"第1级": 0.01, "第2级": 0.01, "第3级": 0.01, "提成合计": 0.03, "合计": 0.03}


# months below zero, and refunds


@pytest.mark.parametrize(
    ("mode", "rows", "total"),
    [("marginal", HALVES, -250.01), ("whole", HALVES, -250.01), ("overage", BEYOND, 0), ("whole", PRIZES, 0)],
)
def test_a_month_below_zero(mode: str, rows: str, total: float, tmp_path: Path) -> None:
    """-500.01 lies in the lowest tier (half of it is -250.005, rounded away from zero); nothing lies above the plan."""
    assert paid_for(tmp_path, policy_text(f"on: attainment, mode: {mode}, {rows}", quota=PLAN), [-500.01]) == [total]


def test_what_is_below_zero_is_added_to_the_next_plan(tmp_path: Path) -> None:
    """Of 1,000 planned and 300 - 500 collected, 1,200 are left; next month's plan is 2,200, of which 0 leaves all."""
    policy = policy_of(tmp_path, policy_text(f"on: attainment, mode: whole, {HALVES}", quota=CARRIED))
    first = receipts_of([{"amount": 300, "who": 1}, {"amount": -500, "who": 1}])
    second = receipts_of([{"amount": 7, "who": 1}, {"amount": -7, "who": 1}], 2)
    january, february = months_of(tmp_path, policy, [first, second])
    assert january.after.left == {"1": 1200}
    assert column(february, "计划") == {"1": 2200}
    assert february.after.left == {"1": 2200}


def test_a_refund_beyond_the_receipts_lowers_the_month_and_is_told(tmp_path: Path) -> None:
    """Of 500 that go back of a contract of which 300 came in, 300 are set off and 200 lower the month, which is told."""
    policy = policy_of(tmp_path, policy_text(f"on: amount, mode: whole, {in_yuan(HALVES)}", clawback="rate_paid"))
    rows = [{"amount": 300, "who": 1, "contract": "A"}, {"amount": -500, "who": 1, "contract": "A"}]
    [month] = months_of(tmp_path, policy, [receipts_of(rows)])
    assert lines(month)["1"] == {"分级提成": -100, "退款追回": 0, "提成合计": -100, "合计": -100}
    assert [f.found for f in month.findings if f.code == "refund-unmatched"] == ["200.00"]


def test_a_refund_of_a_product_lowers_what_goes_by_its_rate(tmp_path: Path) -> None:
    """100 - 300 of a product paid at 5 % is -10; the 1,000 that go by the tiers are as they were."""
    special = "[{title: 新产品, product: [旗舰款], rate: 5%, clause: 五}]"
    policy = policy_of(tmp_path, policy_text(f"on: amount, mode: whole, {in_yuan(HALVES)}", special=special))
    rows = [{"amount": 1000}, {"amount": 100, "product": "旗舰款"}, {"amount": -300, "product": "旗舰款"}]
    [month] = months_of(tmp_path, policy, [receipts_of([{**row, "who": 1} for row in rows])])
    assert lines(month)["1"] == {"分级提成": 500, "新产品": -10, "提成合计": 490, "合计": 490}


@pytest.mark.parametrize("written", [-300, 300])
def test_a_refund_is_one_with_a_minus_or_without(written: float, tmp_path: Path) -> None:
    """A row with 退款 as its sort lowers the month by its amount, however that is written: half of 700."""
    policy = policy_of(tmp_path, policy_text(f"on: amount, mode: whole, {in_yuan(HALVES)}"))
    rows = [{"amount": 1000, "who": 1}, {"amount": written, "kind": "退款", "who": 1}]
    [month] = months_of(tmp_path, policy, [receipts_of(rows)])
    assert column(month, "合计") == {"1": 350}


def test_no_more_is_taken_back_than_was_paid(tmp_path: Path) -> None:
    """10,000.50 at 1 % pays 100.01 (100.005), a rate of 0.010000499975…: to nine decimals 0.010000500, by which 100.01 is taken back."""
    policy = policy_of(tmp_path, policy_text("on: amount, mode: whole, rows: [{rate: 1%}]", clawback="rate_paid"))
    receipt = {"amount": 10_000.5, "contract": "A"}
    back = {"amount": -10_000.5, "contract": "A"}
    january, february = months_of(tmp_path, policy, [receipts_of([receipt]), receipts_of([back], 2)])
    assert [str(entry.rate) for entry in january.after.paid] == ["0.010000500"]
    assert lines(february)["1"] == {"分级提成": 0, "退款追回": -100.01, "提成合计": -100.01, "合计": -100.01}


def test_a_rate_is_kept_to_nine_decimals(tmp_path: Path) -> None:
    """Of 70,000,000 at 0.3 %, capped at 100,000, the rate is 1 ÷ 700: by 0.001428571, 99,999.97 go back; by 0.001429 it were 100,030.00."""
    policy = policy_of(tmp_path, policy_text("on: amount, mode: whole, rows: [{rate: 0.3%}]", cap="100000", clawback="rate_paid"))  # fmt: skip
    receipt, back = {"amount": 70_000_000, "contract": "A"}, {"amount": -70_000_000, "contract": "A"}
    january, february = months_of(tmp_path, policy, [receipts_of([receipt]), receipts_of([back], 2)])
    assert [str(entry.rate) for entry in january.after.paid] == ["0.001428571"]
    assert [column(month, "合计") for month in (january, february)] == [{"1": 100_000}, {"1": -99_999.97}]


SPECIAL = "[{title: 新产品, product: [旗舰款], rate: 5%, clause: 五}]"


@pytest.mark.parametrize("first", [{"amount": 0, "kind": "退款"}, {"amount": 0.01, "kind": "退款", "share": 0.0001}])
def test_a_refund_begins_no_amount(first: Row, tmp_path: Path) -> None:
    """Amounts stand in the order of their first receipts, not of a refund of nothing (or of no cent): 100 go off the 1 %, not off the 5 %."""
    policy = policy_of(tmp_path, policy_text("on: amount, mode: whole, rows: [{rate: 1%}]", special=SPECIAL, clawback="rate_paid"))  # fmt: skip
    rest = [{**first, "who": 2, "share": 0.9999}] if "share" in first else []
    rows = [
        *({**row, "product": "旗舰款", "number": "T1"} for row in ({**first, "who": 1}, *rest)),
        {"amount": 100, "who": 1, "product": "标准款"},
        {"amount": 100, "who": 1, "product": "旗舰款"},
        {"amount": -100, "who": 1},
    ]
    [month] = months_of(tmp_path, policy, [receipts_of([{**row, "contract": "A"} for row in rows])])
    assert lines(month)["1"] == {"分级提成": 0, "新产品": 5, "退款追回": 0, "提成合计": 5, "合计": 5}


# special rates


@pytest.mark.parametrize(
    ("product", "customer_class", "total"),
    [("旗舰款", "老客户", 40), ("旗舰款", "新客户", 50), ("旗舰款", None, 50), ("标准款", "新客户", 30), ("标准款", "老客户", 10)],
)  # fmt: skip
def test_the_most_specific_rate_wins(product: str, customer_class: str | None, total: float, tmp_path: Path) -> None:
    """Product and class (4 %) go before product alone (5 %), that before class alone (3 %), and all before the tiers (1 %)."""
    special = (
        "[{title: 丙, customer_class: [新客户], rate: 3%, clause: 五}, {title: 甲, product: [旗舰款], rate: 5%, clause: 五},"
        " {title: 乙, product: [旗舰款], customer_class: [老客户], rate: 4%, clause: 五}]"
    )
    policy = policy_of(tmp_path, policy_text("on: amount, mode: whole, rows: [{rate: 1%}]", special=special))
    row = {"amount": 1000, "product": product, "customer_class": customer_class}
    [month] = months_of(tmp_path, policy, [receipts_of([row])])
    assert column(month, "合计") == {"1": total}


def test_a_rate_of_its_own_counts_for_attainment(tmp_path: Path) -> None:
    """400 by the tiers and 400 at 5 % are 80 % of the plan, so the 400 are paid at the second tier's 100 %."""
    special = "[{title: 新产品, product: [旗舰款], rate: 5%, clause: 五}]"
    policy = policy_of(tmp_path, policy_text(f"on: attainment, mode: whole, {HALVES}", quota=PLAN, special=special))
    rows = [{"amount": 400, "who": 1}, {"amount": 400, "product": "旗舰款", "who": 1}]
    [month] = months_of(tmp_path, policy, [receipts_of(rows)])
    assert lines(month)["1"] == {"分级提成": 400, "新产品": 20, "提成合计": 420, "合计": 420}


# score and grade

# 60 × actual ÷ planned (66, 45, 36) and four marks (36, 32, 28): 102 is an A, 77 a B, 64 a C. Each collected 1,000.05.
SCORED = grid_of("""
sheet 人员
| 工号 | 姓名 | 绩效工资基数 | 年终奖基数 |
| '1 | 张三 | 2333.33 | 10000.05 |
| '2 | 李四 | 2333.33 | 10000.05 |
| '3 | 王五 | 2333.33 | 10000.05 |
sheet 销售目标
| 工号 | 姓名 | 计划销售额 | 实际销售额 |
| '1 | 张三 | 100 | 110 |
| '2 | 李四 | 80 | 60 |
| '3 | 王五 | 120 | 72 |
sheet 行为评分
| 工号 | 姓名 | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 |
| '1 | 张三 | 9 | 8 | 9 | 10 |
| '2 | 李四 | 8 | 8 | 7 | 9 |
| '3 | 王五 | 7 | 6 | 8 | 7 |
sheet 总结计划
| 工号 | 姓名 | 工作总结 | 工作计划 |
| '1 | 张三 | 已交 | 已交 |
| '2 | 李四 | 已交 | 已交 |
| '3 | 王五 | 已交 | 已交 |
sheet 回款明细
| 日期 | 工号 | 姓名 | 金额 |
| 2024-01-15 | '1 | 张三 | 1000.05 |
| 2024-01-16 | '2 | 李四 | 1000.05 |
| 2024-01-17 | '3 | 王五 | 1000.05 |
""")
TENTH = "on: amount, mode: whole, rows: [{rate: 10%}]"
BY_GRADE = "{by: grade, rows: [{grade: A, factor: 1.2}, {grade: B, factor: 1}, {grade: C, factor: 0.8}], clause: 六}"
BY_SCORE = "{by: score, rows: [{at_least: 90, factor: 1.2}, {at_least: 77, factor: 1}], otherwise: 0.5, clause: 六}"


def of_scored(folder: Path, text: str, word: str, year: YearGrades | None = None) -> list[float]:
    """A column of the three people that are scored."""
    [month] = months_of(folder, policy_of(folder, text), [SCORED], year)
    return list(column(month, word).values())


def test_a_factor_by_grade(tmp_path: Path) -> None:
    """100.01 × 1.2 = 120.012, × 1, × 0.8 = 80.008, each rounded and less 100.01."""
    text = policy_text(TENTH, scores="sales-60-40", factor=BY_GRADE)
    assert of_scored(tmp_path, text, "系数调整") == [20, 0, -20]


def test_a_factor_by_score(tmp_path: Path) -> None:
    """102 is above 90, 77 just reaches its bound, 64 reaches none: half of 100.01 is 50.005, so 50.01 less 100.01."""
    text = policy_text(TENTH, scores="sales-60-40", factor=BY_SCORE)
    assert of_scored(tmp_path, text, "系数调整") == [20, 0, -50]


def test_the_cap_comes_after_the_factor(tmp_path: Path) -> None:
    """120.01, 100.01 and 80.01 are capped at 100.005, so a line of -20.01 (-20.005), one of -0.01 (-0.005) and one of nothing."""
    text = policy_text(TENTH, scores="sales-60-40", factor=BY_GRADE, cap="100.005")
    assert of_scored(tmp_path, text, "封顶扣减") == [-20.01, -0.01, 0]


PERFORMANCE = "performance_pay: {base: 人员.绩效工资基数, full: 100, clause: 十一}"
BONUS = "annual_bonus: {base: 人员.年终奖基数, rows: [{grade: A, factor: 1.2}, {grade: B, factor: 1}, {grade: C, factor: 0}], clause: 十二}"


def test_performance_pay(tmp_path: Path) -> None:
    """102, 77 and 64 hundredths of 2,333.33 are 2,379.9966, 1,796.6641 and 1,493.3312."""
    text = policy_text(TENTH, scores="sales-60-40", sections=PERFORMANCE)
    assert of_scored(tmp_path, text, "绩效工资") == [2380, 1796.66, 1493.33]


def test_performance_pay_is_added_to_the_commission(tmp_path: Path) -> None:
    """100.01 of commission and the performance pay are the total."""
    text = policy_text(TENTH, scores="sales-60-40", sections=PERFORMANCE)
    assert of_scored(tmp_path, text, "合计") == [2480.01, 1896.67, 1593.34]


def test_performance_pay_without_commission(tmp_path: Path) -> None:
    """A policy of performance pay alone pays that alone; of full marks of 120, 102 are 85 % of 2,333.33 = 1,983.3305."""
    whole = policy_text(TENTH, scores="sales-60-40", sections=PERFORMANCE.replace("100", "120"))
    alone = whole[: whole.index("commission:")] + whole[whole.index("performance_pay:") :]
    assert of_scored(tmp_path, alone, "合计")[0] == 1983.33


YEAR = YearGrades("2023.graded.xlsx", "sha256:0", "2023", {"1": ("A", "年度成绩!K6"), "2": ("C", "年度成绩!K7"), "3": ("", "年度成绩!K8")})  # fmt: skip


def test_an_annual_bonus(tmp_path: Path) -> None:
    """10,000.05 × 1.2 = 12,000.06; a C earns nothing, and who has no annual grade has no bonus."""
    text = policy_text(TENTH, sections=BONUS)
    assert of_scored(tmp_path, text, "年终奖", YEAR) == [12_000.06, 0, 0]


def test_an_annual_bonus_is_paid_once(tmp_path: Path) -> None:
    """The bonus goes with the last of several months, for which the annual grades are given."""
    policy = policy_of(tmp_path, policy_text(TENTH, sections=BONUS))
    later = {**SCORED, "回款明细": [[str(c).replace("2024-01", "2024-02") for c in row] for row in SCORED["回款明细"]]}
    found = months_of(tmp_path, policy, [SCORED, later], YEAR)
    assert [lines(month)["1"].get("年终奖", 0) for month in found] == [0, 12_000.06]


def gone(row: int) -> list[list[Any]]:
    """The staff list with a status, which says of somebody that he or she has left."""
    return [[*cells, "状态" if i == 0 else "离职" if i == row else "在职"] for i, cells in enumerate(SCORED["人员"])]


def test_a_leaver_who_stands_in_no_sheet_that_is_read_is_not_paid(tmp_path: Path) -> None:
    """Who has left and has receipts only has no statement, neither commission nor bonus; everybody else's pay is as it was."""
    policy = policy_of(tmp_path, policy_text(TENTH, sections=BONUS))
    [month], [whole] = (months_of(tmp_path, policy, [{**SCORED, "人员": gone(row)}], YEAR) for row in (3, 0))
    assert "3" in lines(whole)
    assert lines(month) == {id_: mine for id_, mine in lines(whole).items() if id_ != "3"}


def test_a_leaver_without_a_grade_has_no_bonus_and_keeps_the_commission(tmp_path: Path) -> None:
    """Who has left and has a plan yet is paid what was collected, and neither performance pay nor bonus."""
    quota = PLAN.replace("计划回款", "计划销售额")
    policy = policy_of(tmp_path, policy_text(TENTH, sections=BONUS, quota=quota))
    [month] = months_of(tmp_path, policy, [{**SCORED, "人员": gone(3)}], YEAR)
    assert lines(month)["3"] == {"分级提成": 100.01, "提成合计": 100.01, "年终奖": 0, "合计": 100.01}


# whatever the figures


SHARES = st.lists(st.integers(1, 9_999), max_size=4, unique=True).map(
    lambda cuts: [b - a for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 10_000], strict=True)]
)
CENTS = st.integers(1, 10**9) | st.integers(1, 200)


@quick
@given(st.lists(st.tuples(CENTS, SHARES, st.booleans()), min_size=1, max_size=6))
def test_the_parts_of_a_split_add_up_to_the_receipt(tmp_path: Path, deals: list[tuple[int, list[int], bool]]) -> None:
    """Whatever a receipt or refund is and however it is shared, what counts for everybody together is its amount to the cent."""
    rows: list[Row] = [{"amount": 0.01, "who": 1}]
    for i, (cents, shares, refunded) in enumerate(deals):
        kind = "退款" if refunded else "回款"
        for who, share in enumerate(shares, 1):
            deal = {"who": who, "kind": kind, "number": f"SK{i}", "share": share / 10_000 if len(shares) > 1 else None}
            rows.append({"amount": yuan(cents), **deal})
    policy = policy_of(tmp_path, policy_text("on: amount, mode: whole, rows: [{rate: 100%}]"))

    [month] = months_of(tmp_path, policy, [receipts_of(rows)])

    counted = sum(round(value * 100) for value in column(month, "计入金额").values())
    assert counted == 1 + sum(-cents if refunded else cents for cents, _, refunded in deals)


MIXED = {
    "quota": CARRIED,
    "special": "[{title: 新产品, product: [旗舰款], rate: 4.75%, clause: 五}]",
    "cap": "20000",
    "floor": "100",
    "draw": "300",
}
SCALE = "rows: [{below: 80%, rate: 1.25%}, {at_least: 80%, below: 100%, rate: 2.5%}, {at_least: 100%, rate: 3.75%}]"
AMOUNTS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3 * 10**7), st.booleans(), st.booleans()), min_size=1, max_size=12
)
MODES = st.sampled_from(["marginal", "whole"])
Made = list[tuple[int, int, bool, bool]]


def made_up(made: Made) -> list[Row]:
    """Receipts and refunds of one product or another."""
    return [
        {"who": who, "amount": yuan(-cents if refunded else cents), "product": "旗舰款" if special else None}
        for who, cents, special, refunded in made
    ]


@quick
@given(AMOUNTS, MODES)
def test_lines_add_up_whatever_is_collected(tmp_path: Path, made: Made, mode: str) -> None:
    """The lines that are shown add up to the commission, cent by cent, in any month."""
    policy = policy_of(tmp_path, policy_text(f"on: attainment, mode: {mode}, {SCALE}", **MIXED))
    [month] = months_of(tmp_path, policy, [receipts_of(made_up(made), plan=100_000)])
    for mine in lines(month).values():
        parts = sum(round(value * 100) for word, value in mine.items() if word not in SUMS)
        assert parts == round(mine["提成合计"] * 100) == round(mine["合计"] * 100)


@quick
@given(AMOUNTS, MODES, st.randoms(use_true_random=False))
def test_the_order_of_receipts_changes_nothing(tmp_path: Path, made: Made, mode: str, chance: random.Random) -> None:
    """The order of receipts and refunds changes nobody's pay.

    Two things do go by it: which person has the odd cent of a split, as shares are added up row by row; and, where refunds are set off,
    which of several receipts of a contract a refund takes first.
    """
    policy = policy_of(tmp_path, policy_text(f"on: attainment, mode: {mode}, {SCALE}", **MIXED))
    rows = made_up(made)
    found = [
        lines(months_of(tmp_path, policy, [receipts_of(order, plan=100_000, people=4)])[0])
        for order in (rows, chance.sample(rows, len(rows)))
    ]
    assert found[0] == found[1]


RISING = st.lists(st.integers(0, 10_000), min_size=3, max_size=3).map(sorted)


@quick
@given(
    st.integers(-(10**7), 3 * 10**7),
    st.integers(0, 10**7),
    RISING,
    MODES,
    st.sampled_from(["amount", "attainment"]),
)
def test_more_collected_never_earns_less(tmp_path: Path, cents: int, more: int, rates: list[int], mode: str, on: str) -> None:  # fmt: skip
    """With rates that rise from tier to tier, who collects more is paid no less, by slices or as a whole."""
    first, second, third = (f"{rate / 100:.2f}%" for rate in rates)
    bounds = ("80%", "100%") if on == "attainment" else ("80000", "100000")
    rows = f"[{{below: {bounds[0]}, rate: {first}}}, {{at_least: {bounds[0]}, below: {bounds[1]}, rate: {second}}}, {{at_least: {bounds[1]}, rate: {third}}}]"
    text = policy_text(f"on: {on}, mode: {mode}, rows: {rows}", quota=PLAN)
    less, greater = paid_for(tmp_path, text, [yuan(cents), yuan(cents + more)], 100_000)
    assert less <= greater


@quick
@given(AMOUNTS, MODES)
def test_yuan_and_ten_thousand_yuan_pay_the_same(tmp_path: Path, made: Made, mode: str) -> None:
    """A book in 万元 (said in the header) pays what the same book in yuan does."""
    policy = policy_of(tmp_path, policy_text(f"on: attainment, mode: {mode}, {SCALE}", **MIXED))
    sheets = receipts_of(made_up(made), plan=100_000)
    lots = {name: _in_lots(rows) for name, rows in sheets.items()}
    [in_yuan_], [in_lots] = (months_of(tmp_path, policy, [book]) for book in (sheets, lots))
    assert lines(in_lots) == lines(in_yuan_)


def _in_lots(rows: list[list[Any]]) -> list[list[Any]]:
    """A sheet with its amounts in 万元."""
    head, *others = rows
    money = [head.index(word) for word in ("计划回款", "金额") if word in head]
    heads = [f"{word}（万元）" if c in money else word for c, word in enumerate(head)]
    return [heads, *([round(v / 10_000, 6) if c in money else v for c, v in enumerate(row)] for row in others)]
