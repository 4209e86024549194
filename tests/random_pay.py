"""Random months of pay, as facts and as sheets: edges of tiers to the cent, splits, refunds of every kind."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests import exact_pay
from tests.exact_pay import PLANNED, RECEIPTS, REFUNDED, Book, Person, Row, Scheme, Special, Tier, Tiers

Sheets = dict[str, list[list[Any]]]

YEAR = 2024
UNITS, UNITS_PLANNED = "指标.新客户数.实际", "指标.新客户数.目标"
PLANS = (10_000_000, 10_000_000, 3_333_333, 12_345_678, 500_000, 100_001, 25_000_000)
UNIT_PLANS = (4_000, 3_300, 700, 12_000)
STATUSES = ("在职",) * 12 + ("试用",) * 3
NOT_ASSESSED = ("离职", "停薪留职")
DEPARTMENTS = ("销售一部", "销售二部", "渠道部")
PRODUCTS = ("标准款", "标准款", "标准款", "旗舰款", "尊享款", "配件", None)
CLASSES = ("新客户", "老客户", "老客户", None)
KINDS = ("退款", "退款", "退货", "冲销")
# Shares in hundredths of a per cent.
SHARES = (
    (5000, 5000), (3333, 6667), (1250, 8750), (1, 9999), (3333, 3333, 3334), (3334, 3333, 3333), (1000, 3000, 6000),
    (2500, 2500, 2500, 2500), (1667, 1667, 1666, 5000), (1425, 2875, 3333, 2367),
)  # fmt: skip


@dataclass(frozen=True)
class RandomPay:
    """Months in order: facts, the same as sheets (name → rows, the header first), and what an exact reading pays."""

    scheme: Scheme
    books: tuple[Book, ...]
    sheets: tuple[Sheets, ...]
    pay: tuple[Mapping[str, exact_pay.Pay], ...]


@dataclass(frozen=True)
class Contract:
    """A contract with a customer about a product or two."""

    name: str
    customer: str
    customer_class: str | None
    products: tuple[str | None, ...]


@dataclass
class World:
    """What lasts from month to month; `told` are the receipts so far: by whom, and what part."""

    chance: random.Random
    scheme: Scheme
    plain: bool
    contracts: list[Contract] = field(default_factory=list)
    told: list[tuple[str, Row, int]] = field(default_factory=list)
    numbers: int = 0


@dataclass
class Draft:
    """The rows of a month as they are made up."""

    number: int
    people: list[Person]
    rows: list[Row] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [person.id for person in self.people]


def months(scheme: Scheme, people: int, seed: int, count: int = 3, plain: bool = False) -> RandomPay:
    """So many months of 2024 in order; the last person joins in the second, in which another one is missing.

    `plain` leaves each refund one receipt of a month to be set off against: no several receipts of one person under one contract in a
    month, no contracts about two products or with two classes of customers, no refunds that name no product where their contract does.
    """
    world = World(random.Random(seed), scheme, plain)
    chance = world.chance
    staff = _staff(chance, people)
    titles = {person.id: (chance.choice(STATUSES), chance.choice(DEPARTMENTS)) for person in staff}
    books: list[Book] = []
    found: list[dict[str, exact_pay.Pay]] = []
    states: dict[str, exact_pay.State] | None = None
    for number in range(1, count + 1):
        present = _present(staff, number)
        draft = Draft(number, [_month_of(chance, scheme, person, titles[person.id][0]) for person in present])
        books.append(_book(world, draft, states))
        found.append(exact_pay.month(scheme, books[-1], states))
        states = (states or {}) | {id_: pay.state for id_, pay in found[-1].items()}
    assert found == exact_pay.months(scheme, books)
    grids = tuple(sheets(chance, scheme, book, titles) for book in books)
    return RandomPay(scheme, tuple(books), grids, tuple(found))


def sheets(
    chance: random.Random, scheme: Scheme, book: Book, titles: Mapping[str, tuple[str, str]] | None = None
) -> Sheets:
    """A book as sheets of plain values, refunds with a minus or without; `titles` are status and department."""
    titles = titles or {}
    found: Sheets = {
        "人员": [["工号", "姓名", "部门", "上级", "状态", "绩效工资基数", "年终奖基数"]],
        "销售目标": [["工号", "姓名", "计划销售额", "实际销售额", "计划回款", "实际回款", "退货退款"]],
    }
    if any(person.left_before for person in book.people):
        found["销售目标"][0].append("上月未完成回款")
    if UNITS in scheme.plus:
        found["指标"] = [["工号", "姓名", "指标", "目标", "实际"]]
    sums = _received(book)
    for person in book.people:
        who = [person.id, _name(person.id)]
        received, refunded = sums.get(person.id, (0, 0))
        status, department = titles.get(person.id, ("在职" if person.assessed else "离职", DEPARTMENTS[0]))
        bases = [_yuan(person.pay_base), _yuan(person.bonus_base)]
        found["人员"].append([*who, department, person.superior, status, *bases])
        of_units = scheme.quota == UNITS_PLANNED or UNITS in scheme.plus
        plan = PLANS[0] if of_units or person.plan is None else person.plan
        amounts = [plan, received, plan, received, refunded, person.left_before]
        found["销售目标"].append([*who, *map(_yuan, amounts[: len(found["销售目标"][0]) - 2])])
        if "指标" in found:
            planned = None if person.plan is None else _yuan(person.plan)
            found["指标"].append([*who, "新客户数", planned, _yuan(person.figures[UNITS])])
    if book.rows is not None:
        found["回款明细"] = _receipt_sheet(chance, book.rows)
    return found


def schemes() -> list[Scheme]:
    """A good spread of schemes that rest on no score and no grade."""
    rates, bounds = ("1%", "2%", "3%", "4%"), ("80%", "100%", "120%")
    attainment, odd = _tiers("attainment", bounds, rates), _tiers("attainment", ("33.33%", "66.67%"), rates[:3])
    amount = _tiers("amount", ("20000", "50000.5", "100000"), ("0.5%", "1.25%", "2.75%", "3%"))
    closed = replace(amount, rows=tuple(replace(row, lower_in=False, upper_in=True) for row in amount.rows))
    prizes = _tiers("attainment", bounds, ("0", "500", "1200.5", "3000"), "fixed")
    prizes_by_amount = _tiers("amount", ("20000", "100000"), ("300", "800", "2000"), "fixed")
    each = _tiers("attainment", bounds, ("10", "20.5", "33.33", "50"), "each")
    each_by_amount = _tiers("amount", ("10", "30"), ("8.88", "12", "20"), "each")
    beyond = _tiers("attainment", ("100%", "120%"), ("0%", "3%", "4%"))
    each_beyond = _tiers("attainment", ("100%", "120%"), ("0", "33.33", "50"), "each")
    specials = (
        Special("新产品", Fraction(5, 100), products=("旗舰款", "尊享款")),
        Special("新产品老客户", Fraction(4, 100), products=("旗舰款",), classes=("老客户",)),
    )
    classes = (*specials, Special("新客户", Fraction(333, 10_000), classes=("新客户",)))
    half = Fraction(5, 1000)
    monthly = {"quota": PLANNED}
    carried = {"quota": PLANNED, "carry_over": True}
    totals = {"receipts": None, "plus": (RECEIPTS,), "less": (REFUNDED,)}
    units = {"receipts": None, "plus": (UNITS,)}
    by_units = {**units, "quota": UNITS_PLANNED, "carry_over": True}
    found: list[tuple[str, Tiers, dict[str, Any]]] = [
        ("marginal-attainment", _mode(attainment, "marginal"), monthly),
        ("marginal-attainment-all", _mode(attainment, "marginal"),
         {**carried, "special": classes, "cap": 200_000, "draw": 50_000, "override": half, "clawback": True}),
        ("marginal-attainment-odd", _mode(odd, "marginal"),
         {**carried, "special": specials, "draw": 0, "clawback": True}),
        ("marginal-amount", _mode(amount, "marginal"), {"draw": 200_000, "override": half}),
        ("marginal-amount-clawback", _mode(amount, "marginal"),
         {"special": classes, "clawback": True, "floor": 100_000}),
        ("whole-attainment", _mode(attainment, "whole"),
         {**carried, "special": specials, "cap": 150_000, "clawback": True}),
        ("whole-attainment-odd", _mode(odd, "whole"), {**carried, "override": Fraction(333, 100_000)}),
        ("whole-amount-closed", _mode(closed, "whole"), {"floor": 150_000, "special": classes}),
        ("whole-amount-clawback", _mode(amount, "whole"), {"draw": 0, "clawback": True, "override": half}),
        ("whole-fixed", _mode(prizes, "whole"), {**carried, "special": specials, "draw": 0}),
        ("whole-fixed-amount", _mode(prizes_by_amount, "whole"), {"cap": 180_000, "special": specials}),
        ("whole-fixed-clawback", _mode(prizes, "whole"), {**monthly, "clawback": True, "special": specials}),
        ("overage-attainment", _mode(beyond, "overage"),
         {**carried, "special": specials, "override": half, "clawback": True, "draw": 100_000}),
        ("overage-amount", _mode(amount, "overage"), {**monthly, "cap": 100_000}),
        ("totals-marginal", _mode(attainment, "marginal"), {**totals, **carried, "draw": 100_000, "override": half}),
        ("totals-whole-amount", _mode(amount, "whole"), {**totals, "cap": 100_000, "draw": 0}),
        ("totals-whole-fixed", _mode(prizes, "whole"), {**totals, **carried, "floor": 50_000}),
        ("totals-overage", _mode(beyond, "overage"), {**totals, **monthly, "clawback": True}),
        ("each-marginal", _mode(each, "marginal"), by_units),
        ("each-marginal-amount", _mode(each_by_amount, "marginal"), {**units, "draw": 30_000}),
        ("each-whole", _mode(each, "whole"), {**by_units, "cap": 150_000}),
        ("each-overage", _mode(each_beyond, "overage"), {**by_units, "carry_over": False, "floor": 20_000}),
        ("floor-and-draw", _mode(attainment, "marginal"),
         {**monthly, "floor": 50_000, "draw": 100_000, "clawback": True}),
    ]  # fmt: skip
    return [Scheme(name, tiers, **rest) for name, tiers, rest in found]


def policy_text(scheme: Scheme) -> str:
    """The policy file of a scheme; what it does not have is written out as none, or left out where it is a list."""
    scored = scheme.factor is not None or scheme.full is not None or scheme.bonus is not None
    lines = [f"policy: {scheme.name}", f"title: {scheme.name}", 'version: "1"',
             f"source: {{id: {scheme.name}, document: {scheme.name}}}", "effective: {from: 2024-01-01}",
             "period: month", f"scores: {'sales-60-40' if scored else 'none'}", "commission:", "  clause: 第一条", "  base:",
             f"    receipts: {scheme.receipts or 'none'}"]  # fmt: skip
    if scheme.plus or scheme.less:
        sides = {"plus": scheme.plus, "less": scheme.less}
        lines.append(f"    totals: {_flow({side: _list(columns) for side, columns in sides.items() if columns})}")
    lines.append("    clause: 第二条")
    if scheme.quota is None:
        lines.append("  quota: none")
    else:
        carry_over = "yes" if scheme.carry_over else "no"
        lines += ["  quota:", f"    of: {scheme.quota}", f"    carry_over: {carry_over}", "    clause: 第三条"]
    lines += ["  tiers:", f"    on: {scheme.tiers.on}", f"    mode: {scheme.tiers.mode}", "    rows:"]
    lines += [f"      - {_flow(_tier(scheme.tiers, tier))}" for tier in scheme.tiers.rows]
    lines.append("    clause: 第四条")
    if scheme.special:
        lines += ["  special:", *(f"    - {_flow(_special(special))}" for special in scheme.special)]
    lines += _factor_text(scheme)
    for key, value in (("cap", scheme.cap), ("floor", scheme.floor), ("draw", scheme.draw)):
        lines.append(_value(key, None if value is None else _number(Fraction(value, 100))))
    lines.append(_value("override", None if scheme.override is None else _percent(scheme.override)))
    lines.append(_value("clawback", "rate_paid" if scheme.clawback else None))
    if scheme.full is not None:
        lines += [
            "performance_pay:",
            "  base: 人员.绩效工资基数",
            f"  full: {_number(scheme.full)}",
            "  clause: 第十一条",
        ]
    if scheme.bonus is not None:
        lines += [
            "annual_bonus:",
            "  base: 人员.年终奖基数",
            "  rows:",
            *_grade_rows(scheme.bonus),
            "  clause: 第十二条",
        ]
    return "\n".join(lines) + "\n"


def _tiers(on: str, bounds: Sequence[str], values: Sequence[str], sort: str = "rate") -> Tiers:
    """Tiers from texts such as 80 % and 1 %, the bound belonging to the upper one."""
    ends = [None, *map(_exact, bounds), None]
    rows = zip(ends, ends[1:], values, strict=False)
    return Tiers(on, "", tuple(Tier(lower, upper, _exact(value), sort) for lower, upper, value in rows))


def _mode(tiers: Tiers, mode: str) -> Tiers:
    return replace(tiers, mode=mode)


def _exact(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def _staff(chance: random.Random, people: int) -> list[Person]:
    """People of whom most have a superior that stands before them."""
    ids = [str(10_001 + i) for i in range(people)]
    bosses = [chance.choice(ids[: min(i, 4)]) if i and chance.random() < 0.8 else None for i in range(people)]
    return [Person(id_, boss) for id_, boss in zip(ids, bosses, strict=True)]


def _present(staff: list[Person], number: int) -> list[Person]:
    """All but the last in the first month, all but the last but one in the second, where there are enough."""
    if len(staff) > 2 and number <= 2:
        return [person for person in staff if person is not staff[-number]]
    return staff


def _month_of(chance: random.Random, scheme: Scheme, person: Person, status: str) -> Person:
    """Somebody with a plan for the month."""
    plans = UNIT_PLANS if scheme.quota == UNITS_PLANNED else PLANS
    return replace(
        person,
        plan=chance.choice(plans) if scheme.quota else None,
        assessed=status not in NOT_ASSESSED,
        pay_base=chance.choice([0, 150_000, 233_333]),
        bonus_base=chance.choice([0, 1_000_000]),
    )


def _book(world: World, draft: Draft, states: Mapping[str, exact_pay.State] | None) -> Book:
    name = f"{YEAR}-{draft.number:02}"
    if world.scheme.receipts is None:
        return Book(name, tuple(_with_figures(world, person, states) for person in draft.people))
    _add_receipts(world, draft)
    _add_splits(world, draft)
    _add_refunds(world, draft)
    draft.rows = _by_day(world.chance.sample(draft.rows, len(draft.rows)))
    _close(world, draft, states)
    book = Book(name, tuple(draft.people), tuple(_by_day(draft.rows)))
    assert book.rows is not None
    for row, part in zip(book.rows, exact_pay.parts(book.rows), strict=True):
        if row.contract and not row.refund:
            world.told.append((row.person, row, part))
    return book


def _with_figures(world: World, person: Person, states: Mapping[str, exact_pay.State] | None) -> Person:
    """Totals instead of receipts; the figures themselves are never below zero."""
    state = states.get(person.id, exact_pay.State()) if states else exact_pay.State()
    aim = _aim(world, exact_pay.plan_of(world.scheme, person, state))
    if UNITS in world.scheme.plus:
        return replace(person, figures={UNITS: max(0, aim)})
    refunded = max(world.chance.choice([0, 0, 12_345, 300_000]), -aim)
    return replace(person, figures={RECEIPTS: aim + refunded, REFUNDED: refunded})


def _aim(world: World, plan: int | None) -> int:
    """What somebody collects: at the edge of a tier, a cent from it, below zero, nothing, or anything."""
    chance, tiers = world.chance, world.scheme.tiers
    if chance.random() < 0.6:
        bounds = [row.lower for row in tiers.rows if row.lower is not None]
        edges = [exact_pay.edge(tiers, bound, plan) for bound in bounds] + ([plan] if plan is not None else [])
        return chance.choice(edges) + chance.choice([-1, 0, 0, 1])
    size = plan or (2_000 if UNITS in world.scheme.plus else 6_000_000)
    return chance.choices([0, -chance.randint(1, size), chance.randint(1, 2 * size)], [1, 1, 3])[0]


def _add_receipts(world: World, draft: Draft) -> None:
    """None to five receipts a person, now and then the same one twice."""
    chance = world.chance
    for id_ in draft.ids:
        for _ in range(chance.choice([0, 1, 2, 3, 5])):
            row = _receipt(world, draft, [id_])
            draft.rows.append(row)
            if row.number is None and not (world.plain and row.contract) and chance.random() < 0.05:
                draft.rows.append(row)
            while row.contract and not world.plain and chance.random() < 0.3:
                draft.rows.append(_further(world, draft, row))


def _add_splits(world: World, draft: Draft) -> None:
    """Receipts shared by two to four people, the shares in any order."""
    chance = world.chance
    for _ in range(len(draft.ids) // 2):
        fitting = [shares for shares in SHARES if len(shares) <= len(draft.ids)]
        if fitting:
            shares = list(chance.choice(fitting))
            chance.shuffle(shares)
            people = chance.sample(draft.ids, len(shares))
            draft.rows += _shared(_receipt(world, draft, people), people, shares)


def _shared(row: Row, people: Iterable[str], shares: Iterable[int]) -> list[Row]:
    return [replace(row, person=id_, share=Fraction(of, 10_000)) for id_, of in zip(people, shares, strict=True)]


def _receipt(world: World, draft: Draft, people: Sequence[str]) -> Row:
    """A receipt for the first of the people, under a contract or not."""
    chance = world.chance
    contract = _contract(world, draft, people)
    named = chance.random() < 0.85
    amount = chance.choice(
        [chance.randint(1, 4_000_000), chance.randint(1, 60_000), 100 * chance.randint(1, 30_000), 1]
    )
    row = Row(
        day=_day(chance, draft),
        person=people[0],
        amount=0 if chance.random() < 0.01 else amount,
        kind=chance.choice(["回款", "回款", None]),
        customer=contract.customer,
        customer_class=None if not world.plain and chance.random() < 0.1 else contract.customer_class,
        contract=contract.name if named else None,
        product=chance.choice(contract.products),
    )
    return _told_apart(world, draft, row)


def _further(world: World, draft: Draft, row: Row) -> Row:
    """Another receipt of a person's contract, of any of its products and for any class of customers."""
    chance = world.chance
    products = next(contract.products for contract in world.contracts if contract.name == row.contract)
    found = replace(row, day=_day(chance, draft), amount=chance.randint(1, 2_000_000), number=None)
    classes = chance.choice([row.customer_class, *CLASSES])
    return _told_apart(world, draft, replace(found, product=chance.choice(products), customer_class=classes))


def _contract(world: World, draft: Draft, people: Sequence[str]) -> Contract:
    """A new contract or a known one; where things are plain, one that none of the people had this month."""
    chance = world.chance
    used = {row.contract for row in draft.rows if row.person in people} if world.plain else set()
    known = [contract for contract in world.contracts if contract.name not in used]
    if known and chance.random() < 0.4:
        return chance.choice(known)
    count = len(world.contracts)
    customer = chance.randint(1, 4 + count // 2)
    products = [chance.choice(PRODUCTS) for _ in range(1 if world.plain else chance.choice([1, 2, 2, 3]))]
    found = Contract(f"HT-{count + 1:04}", f"客户{customer}", CLASSES[customer % len(CLASSES)], tuple(products))
    world.contracts.append(found)
    return found


def _day(chance: random.Random, draft: Draft) -> date:
    last = monthrange(YEAR, draft.number)[1]
    return date(YEAR, draft.number, chance.choice([1, last, chance.randint(1, last), chance.randint(1, last)]))


def _told_apart(world: World, draft: Draft, row: Row) -> Row:
    """The row with a number, or with an amount by which it is told from all others of its day.

    The number is one of its own, or now and then that of a receipt or refund of the month that is of another product or sort.
    """
    if world.chance.random() < 0.5:
        others = [replace(row, number=other.number) for other in draft.rows if other.number]
        if others and world.chance.random() < 0.2 and _is_free(draft, other := world.chance.choice(others)):
            return other
        world.numbers += 1
        return replace(row, number=f"SK{world.numbers:05}")
    used = {_alike(other) for other in draft.rows}
    while _alike(row) in used:
        row = replace(row, amount=row.amount + 1)
    return row


def _is_free(draft: Draft, row: Row) -> bool:
    """True where no row of the month is of the receipt that this one would be."""
    return row.receipt not in {other.receipt for other in draft.rows}


def _alike(row: Row) -> tuple[object, ...]:
    return row.day, row.customer, row.contract, row.product, row.amount


def _add_refunds(world: World, draft: Draft) -> None:
    """Refunds of this month's and earlier receipts, by one person or shared like the receipt, and some of nothing."""
    chance = world.chance
    received = list(draft.rows)
    for row, part in zip(received, exact_pay.parts(received), strict=True):
        if chance.random() < 0.12:
            _add_refund(world, draft, row, part)
        elif row.share is not None and chance.random() < 0.1:
            fellows = [other for other in received if other.receipt == row.receipt]
            whole = _refund(world, draft, row, chance.choice([row.amount, max(1, row.amount // 3)]))
            draft.rows += [replace(whole, person=fellow.person, share=fellow.share) for fellow in fellows]
    for id_, row, part in world.told:
        if id_ in draft.ids and chance.random() < 0.12:
            _add_refund(world, draft, row, part)
    for id_ in draft.ids:
        if chance.random() < 0.1:
            row = _receipt(world, draft, [id_])
            contract = chance.choice([None, None, row.contract])
            row = replace(row, kind=chance.choice(KINDS), contract=contract, number=None)
            draft.rows.append(_told_apart(world, draft, row))


def _add_refund(world: World, draft: Draft, row: Row, part: int) -> None:
    """A refund of what one person had of a receipt: whole, in part, or more; seldom under another product."""
    chance = world.chance
    amounts = [part, part, max(1, part // 3), chance.randint(1, max(1, part)), part + 1, 2 * part + 7]
    amount = chance.choice(amounts if world.plain else [*amounts, 3 * part])
    found = _refund(world, draft, row, max(1, amount))
    if row.product and chance.random() < 0.04:
        found = _told_apart(world, draft, replace(found, product="维修", number=None))
    draft.rows.append(found)


def _refund(world: World, draft: Draft, row: Row, amount: int) -> Row:
    chance = world.chance
    silent = not world.plain and chance.random() < 0.4
    product = None if silent else row.product
    found = replace(row, day=_day(chance, draft), amount=amount, kind=chance.choice(KINDS), share=None, product=product)
    if found.number and chance.random() < 0.4 and _is_free(draft, found):
        return found  # under the number of what is refunded
    return _told_apart(world, draft, replace(found, number=None))


def _close(world: World, draft: Draft, states: Mapping[str, exact_pay.State] | None) -> None:
    """Bring half of the people exactly to an aim, by a receipt or refund without a contract."""
    chance, tiers = world.chance, world.scheme.tiers
    book = Book(f"{YEAR}-{draft.number:02}", tuple(draft.people), tuple(draft.rows))
    for id_, pay in exact_pay.month(world.scheme, book, states).items():
        closes = chance.random() < 0.5 or not draft.rows  # a book with receipts has at least one
        by_amount = tiers.on == "amount" or tiers.mode == "marginal" or chance.random() < 0.3
        missing = _aim(world, pay.plan) - (pay.by_tiers if by_amount else pay.collected)
        if closes and (missing or not draft.rows):
            kind = "回款" if missing >= 0 else "退款"
            day = _day(chance, draft)
            draft.rows.append(Row(day, id_, abs(missing), kind, customer=f"零售{id_}", product="标准款"))


def _by_day(rows: Iterable[Row]) -> list[Row]:
    """In order of days, those of a day as they stand: neither the cents of a split nor what is set off may change."""
    return sorted(rows, key=lambda row: row.day)


def _name(id_: str) -> str:
    return f"员工{id_}"


def _yuan(amount: int) -> float:
    return float(Decimal(amount) / 100)


def _received(book: Book) -> dict[str, tuple[int, int]]:
    """Id → 实际回款 and 退货退款."""
    mine = exact_pay.rows_of(book)
    if mine is None:
        return {one.id: (one.figures.get(RECEIPTS, 0), one.figures.get(REFUNDED, 0)) for one in book.people}
    received = {id_: sum(part for row, part in rows if not row.refund) for id_, rows in mine.items()}
    return {id_: (received[id_], sum(part for row, part in rows if row.refund)) for id_, rows in mine.items()}


def _receipt_sheet(chance: random.Random, rows: Iterable[Row]) -> list[list[Any]]:
    """Rows of 回款明细; those of one refund all with a minus or all without, shares as numbers or as texts with %."""
    found: list[list[Any]] = [
        ["日期", "工号", "姓名", "客户", "客户类别", "合同", "产品", "类型", "金额", "分成", "单号"]
    ]
    written: dict[tuple[object, ...], tuple[bool, bool]] = {}
    for row in rows:
        minus, text = written.setdefault(row.receipt, (chance.random() < 0.5, chance.random() < 0.3))
        amount = -row.amount if minus and row.refund else row.amount
        share = None if row.share is None else _percent(row.share) if text else float(row.share)
        who = [row.day.isoformat(), row.person, _name(row.person)]
        what = [row.customer, row.customer_class, row.contract, row.product, row.kind]
        found.append([*who, *what, _yuan(amount), share, row.number])
    return found


def _number(value: Fraction) -> str:
    number = Decimal(value.numerator) / Decimal(value.denominator)
    assert Fraction(number) == value, "no more digits than a policy has"
    return f"{number.normalize():f}"


def _percent(value: Fraction) -> str:
    return f"{_number(100 * value)}%"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _flow(entries: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"


def _value(key: str, value: str | None) -> str:
    return f"  {key}: none" if value is None else f"  {key}: {_flow({'value': value, 'clause': '第七条'})}"


def _tier(tiers: Tiers, tier: Tier) -> dict[str, str]:
    bound = _percent if tiers.on == "attainment" else _number
    found = {}
    if tier.lower is not None:
        found["at_least" if tier.lower_in else "above"] = bound(tier.lower)
    if tier.upper is not None:
        found["at_most" if tier.upper_in else "below"] = bound(tier.upper)
    return found | {tier.sort: _percent(tier.value) if tier.sort == "rate" else _number(tier.value)}


def _special(special: Special) -> dict[str, str]:
    found = {"title": special.title}
    if special.products:
        found["product"] = _list(special.products)
    if special.classes:
        found["customer_class"] = _list(special.classes)
    return found | {"rate": _percent(special.rate), "clause": "第五条"}


def _factor_text(scheme: Scheme) -> list[str]:
    if scheme.factor is None:
        return ["  factor: none"]
    rows = [f"  {row}" for row in _grade_rows(scheme.factor.grades)]
    rows += [f"      - {_flow({'at_least': _number(at), 'factor': _number(of)})}" for at, of in scheme.factor.bands]
    return ["  factor:", f"    by: {scheme.factor.by}", "    rows:", *rows, "    clause: 第六条"]


def _grade_rows(grades: Mapping[str, Fraction]) -> list[str]:
    return [f"    - {_flow({'grade': grade, 'factor': _number(factor)})}" for grade, factor in grades.items()]
