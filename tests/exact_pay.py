"""A second reading of the pay rules in exact fractions, written from their text and nothing else.

Money is in whole cents and a quantity in whole hundredths; rates, shares, bounds (shares of the plan, or yuan)
and the values of tiers (a rate, or yuan) are fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

REFUNDS = frozenset({"退款", "退货", "冲销"})
RECEIPTS = "销售目标.实际回款"
REFUNDED = "销售目标.退货退款"
PLANNED = "销售目标.计划回款"


@dataclass(frozen=True)
class Tier:
    """A row of the tiers; None is an open end. `sort` is rate, each or fixed."""

    lower: Fraction | None
    upper: Fraction | None
    value: Fraction
    sort: str = "rate"
    lower_in: bool = True
    upper_in: bool = False

    def holds(self, value: Fraction) -> bool:
        """True where the value lies between the ends, those included that are."""
        above = self.lower is None or value > self.lower or (self.lower_in and value == self.lower)
        below = self.upper is None or value < self.upper or (self.upper_in and value == self.upper)
        return above and below


@dataclass(frozen=True)
class Tiers:
    """`on` is attainment or amount, `mode` marginal, whole or overage; rows go from the lowest up, without a gap."""

    on: str
    mode: str
    rows: tuple[Tier, ...]


@dataclass(frozen=True)
class Special:
    """A rate of its own for products, for classes of customers, or for products with classes of customers."""

    title: str
    rate: Fraction
    products: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def names(self, row: Row) -> bool:
        """True where it names the row."""
        product = not self.products or row.product in self.products
        return product and (not self.classes or row.customer_class in self.classes)

    @property
    def precise(self) -> int:
        """Product and class before product alone, product before class."""
        return 2 * bool(self.products) + bool(self.classes)


@dataclass(frozen=True)
class Factor:
    """By grade, or by score in bands of (at least, factor), the highest first."""

    by: str
    grades: Mapping[str, Fraction] = field(default_factory=dict)
    bands: tuple[tuple[Fraction, Fraction], ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A pay policy, None for what it does not have; `full` and `bonus` are performance pay and annual bonus."""

    name: str
    tiers: Tiers
    receipts: str | None = "金额"
    plus: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    quota: str | None = None
    carry_over: bool = False
    special: tuple[Special, ...] = ()
    factor: Factor | None = None
    cap: int | None = None
    floor: int | None = None
    draw: int | None = None
    override: Fraction | None = None
    clawback: bool = False
    full: Fraction | None = None
    bonus: Mapping[str, Fraction] | None = None


@dataclass(frozen=True)
class Person:
    """What a month's book says of a person; `figures` goes by column, `left_before` is 上月未完成回款 of the first month.

    `assessed` is False for who has left or is on unpaid leave.
    """

    id: str
    superior: str | None = None
    plan: int | None = None
    figures: Mapping[str, int] = field(default_factory=dict)
    grade: str | None = None
    score: Fraction | None = None
    assessed: bool = True
    pay_base: int = 0
    bonus_base: int = 0
    annual_grade: str | None = None
    left_before: int = 0


@dataclass(frozen=True)
class Row:
    """A row of 回款明细; the amount is that of the whole receipt or refund, never below zero."""

    day: date
    person: str
    amount: int
    kind: str | None = "回款"
    customer: str = "客户"
    customer_class: str | None = None
    contract: str | None = None
    product: str | None = None
    share: Fraction | None = None
    number: str | None = None

    @property
    def refund(self) -> bool:
        """True where money went back."""
        return self.kind in REFUNDS

    @property
    def receipt(self) -> tuple[object, ...]:
        """What rows of one shared receipt have in common; a number may stand for several products, and for refunds of them."""
        if self.number:
            return self.number, self.product, self.refund
        return self.day, self.customer, self.contract, self.product, self.refund, self.amount


@dataclass(frozen=True)
class Book:
    """A month; `rows` in the order of the sheet, None where the book has no 回款明细."""

    name: str
    people: tuple[Person, ...]
    rows: tuple[Row, ...] | None = None


@dataclass(frozen=True)
class Paid:
    """What remains of an amount (of a contract and product, at one rate, in a month) that was paid, and at which rate.

    `special` is the special rate it went by, None for the tiers.
    """

    month: str
    contract: str
    product: str | None
    special: int | None
    left: int
    rate: Fraction


@dataclass(frozen=True)
class State:
    """What a month hands on to the next: the plan not collected, the advances owed, the amounts paid."""

    left_of_plan: int = 0
    owed: int = 0
    paid: tuple[Paid, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the commission; `kind` is tier, special, factor, cap, override, clawback, floor or draw.

    `of` is the amount that the line is reckoned from: the slice, the special amount, what the team collected.
    `place` numbers the tiers and the special rates as the policy lists them.
    """

    kind: str
    amount: int
    of: int = 0
    place: int = 0


@dataclass(frozen=True)
class Pay:
    """What a month pays a person; `unmatched` is what refunds lowered the amount by because no receipt was found.

    A line stands here for everything the policy has, also where it is zero.
    """

    lines: tuple[Line, ...]
    by_tiers: int
    collected: int
    plan: int | None
    attainment: Fraction | None
    commission: int
    performance: int
    bonus: int
    total: int
    unmatched: int
    taken: tuple[tuple[int, Fraction], ...]
    state: State


@dataclass
class Counted:
    """What counts for a person in a month; amounts go by special rate, None being the tiers.

    `own` are the month's receipts of contracts, put together into amounts in the order of their first rows.
    `taken` are the amounts taken back from earlier months, each with the rate it was paid at.
    """

    amounts: dict[int | None, int]
    own: list[OwnAmount] = field(default_factory=list)
    earlier: list[Paid] = field(default_factory=list)
    taken: list[tuple[int, Fraction]] = field(default_factory=list)
    unmatched: int = 0

    @property
    def by_tiers(self) -> int:
        """What goes by the tiers."""
        return self.amounts[None]

    @property
    def collected(self) -> int:
        """What goes by the tiers and by special rates."""
        return sum(self.amounts.values())


@dataclass
class OwnAmount:
    """The receipts of the month of one contract and product that go by one rate: which special rate, and what remains of them."""

    contract: str
    product: str | None
    special: int | None
    left: int = 0

    def is_of(self, row: Row, special: int | None) -> bool:
        """True where a receipt is part of it."""
        return (self.contract, self.product, self.special) == (row.contract, row.product, special)


def cents(value: Fraction | int) -> int:
    """A whole number, half away from zero."""
    size = abs(Fraction(value))
    whole = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return whole if value >= 0 else -whole


def months(scheme: Scheme, books: Iterable[Book]) -> list[dict[str, Pay]]:
    """Several months in order, the first of them being the first of all."""
    found: list[dict[str, Pay]] = []
    states: dict[str, State] | None = None
    for book in books:
        found.append(month(scheme, book, states))
        # Who is missing for a month keeps all that was handed on, until he or she is there again.
        states = (states or {}) | {id_: pay.state for id_, pay in found[-1].items()}
    return found


def month(scheme: Scheme, book: Book, states: Mapping[str, State] | None = None) -> dict[str, Pay]:
    """Id → pay, without those who cannot be paid; `states` is None in the first month of all."""
    before = {person.id: _before(person, states) for person in book.people}
    mine = rows_of(book)
    counts = {
        person.id: counted(scheme, person, None if mine is None else mine.get(person.id, []), before[person.id].paid)
        for person in book.people
    }
    unpaid = {person.id for person in book.people if _lacks(scheme, person)}
    found = {}
    for person in book.people:
        team = [other.id for other in book.people if other.superior == person.id]
        waits = scheme.override is not None and not unpaid.isdisjoint(team)
        if person.id not in unpaid and not waits:
            team_collected = sum(counts[id_].collected for id_ in team)
            found[person.id] = _pay(scheme, book, person, counts[person.id], team_collected, before[person.id])
    return found


def parts(rows: Sequence[Row]) -> list[int]:
    """What each row is of its receipt: the receipt × shares so far, less that × shares before, each rounded."""
    so_far: dict[tuple[object, ...], Fraction] = {}
    found = []
    for row in rows:
        share = Fraction(1) if row.share is None else row.share
        shares = Fraction(0) if row.share is None else so_far.get(row.receipt, Fraction(0))
        found.append(cents(row.amount * (shares + share)) - cents(row.amount * shares))
        so_far[row.receipt] = shares + share
    return found


def special_of(scheme: Scheme, row: Row) -> int | None:
    """Which special rate the row goes by, the most precise; of two alike the first."""
    naming = [place for place, special in enumerate(scheme.special) if special.names(row)]
    return max(naming, key=lambda place: (scheme.special[place].precise, -place), default=None)


def rows_of(book: Book) -> dict[str, list[tuple[Row, int]]] | None:
    """Id → the rows of the person, each with the part that is the person's; None where the book has no 回款明细."""
    if book.rows is None:
        return None
    found: dict[str, list[tuple[Row, int]]] = {}
    for row, part in zip(book.rows, parts(book.rows), strict=True):
        found.setdefault(row.person, []).append((row, part))
    return found


def counted(scheme: Scheme, person: Person, mine: Sequence[tuple[Row, int]] | None, paid: Sequence[Paid]) -> Counted:
    """What counts for a person, the refunds set off; `mine` are the person's rows and parts."""
    found = Counted(dict.fromkeys([None, *range(len(scheme.special))], 0), earlier=list(paid))
    if scheme.receipts is None or mine is None:
        figures = person.figures
        found.amounts[None] = sum(figures[of] for of in scheme.plus) - sum(figures[of] for of in scheme.less)
        return found
    for row, part in mine:
        if not row.refund:
            special = special_of(scheme, row)
            found.amounts[special] += part
            if row.contract:
                _add_own(found.own, row, special, part)
    for row, part in mine:
        if row.refund:
            left = _set_off(found, row, part) if scheme.clawback and row.contract else part
            found.amounts[special_of(scheme, row)] -= left
            found.unmatched += left
    return found


def plan_of(scheme: Scheme, person: Person, state: State) -> int | None:
    """The plan of the month and what was left of the month before."""
    if scheme.quota is None or person.plan is None:
        return None
    return person.plan + (state.left_of_plan if scheme.carry_over else 0)


def edge(tiers: Tiers, bound: Fraction, plan: int | None) -> int:
    """A bound in cents: yuan, or a share of the plan, rounded."""
    return cents(bound * (100 if tiers.on == "amount" else plan or 0))


def reached(tiers: Tiers, amount: int, attainment: Fraction | None) -> int:
    """Which tier is reached; what lies below all of them is in the lowest."""
    value = Fraction(amount, 100) if tiers.on == "amount" else attainment
    assert value is not None, "tiers on attainment need a plan"
    return next((place for place, tier in enumerate(tiers.rows) if tier.holds(value)), 0)


def tier_lines(tiers: Tiers, amount: int, plan: int | None, attainment: Fraction | None) -> list[Line]:
    """A line for every tier where they are marginal, else one for that reached."""
    if tiers.mode == "marginal":
        slices = _slices(tiers, amount, plan)
        return [
            _tier_line(tier, part, place) for place, (tier, part) in enumerate(zip(tiers.rows, slices, strict=True))
        ]
    place = reached(tiers, amount, attainment)
    if tiers.mode == "overage":
        assert plan is not None, "overage needs a plan"
        return [_tier_line(tiers.rows[place], max(0, amount - plan), place)]
    return [_tier_line(tiers.rows[place], amount, place)]


def rates_paid(lines: Sequence[Line], scheme: Scheme, amount: int) -> dict[int | None, Fraction]:
    """Special rate, or None for the tiers → the rate that the month paid, to nine decimals."""
    by_tiers = sum(line.amount for line in lines if line.kind == "tier")
    before = by_tiers + sum(line.amount for line in lines if line.kind == "special")
    after = before + sum(line.amount for line in lines if line.kind in ("factor", "cap"))
    scale = Fraction(after, before) if before else Fraction(0)
    rates: dict[int | None, Fraction] = {None: Fraction(by_tiers, amount) if amount else Fraction(0)}
    rates |= {place: special.rate for place, special in enumerate(scheme.special)}
    return {place: max(Fraction(0), Fraction(cents(rate * scale * 10**9), 10**9)) for place, rate in rates.items()}


def _before(person: Person, states: Mapping[str, State] | None) -> State:
    return State(left_of_plan=person.left_before) if states is None else states.get(person.id, State())


def _lacks(scheme: Scheme, person: Person) -> bool:
    """True where the person has no score or grade that the pay needs."""
    by = scheme.factor.by if scheme.factor else None
    scored = by == "score" or (scheme.full is not None and person.assessed)
    return (scored and person.score is None) or (by == "grade" and person.grade is None)


def _add_own(own: list[OwnAmount], row: Row, special: int | None, part: int) -> None:
    """Add a receipt to the amount that it belongs to, the first of which begins it."""
    amount = next((amount for amount in own if amount.is_of(row, special)), None)
    if amount is None:
        assert row.contract
        amount = OwnAmount(row.contract, row.product, special)
        own.append(amount)
    amount.left += part


def _set_off(found: Counted, row: Row, amount: int) -> int:
    """Set a refund off against amounts of its contract, and its product if it names one; what is left of it.

    First this month's, then earlier ones, the latest month first; within a month in the order of their first rows in the sheet.
    What it takes of one amount of an earlier month is one amount taken back.
    """
    left = amount
    for own in found.own:
        if own.contract == row.contract and row.product in (None, own.product):
            cut = min(left, own.left)
            own.left -= cut
            found.amounts[own.special] -= cut
            left -= cut
    for place in sorted(range(len(found.earlier)), key=lambda place: found.earlier[place].month, reverse=True):
        paid = found.earlier[place]
        if paid.contract == row.contract and row.product in (None, paid.product):
            cut = min(left, paid.left)
            found.earlier[place] = replace(paid, left=paid.left - cut)
            left -= cut
            if cut:
                found.taken.append((cut, paid.rate))
    return left


def _slices(tiers: Tiers, amount: int, plan: int | None) -> list[int]:
    """What of the amount lies in each tier; what lies below zero is in the lowest."""
    found = []
    for place, tier in enumerate(tiers.rows):
        top = amount if tier.upper is None else min(amount, edge(tiers, tier.upper, plan))
        bottom = 0 if place == 0 or tier.lower is None else edge(tiers, tier.lower, plan)
        found.append(top - bottom if place == 0 else max(0, top - bottom))
    return found


def _tier_line(tier: Tier, amount: int, place: int) -> Line:
    """A rate of cents, yuan for each of so many hundredths, or yuan at once."""
    paid = 100 * tier.value if tier.sort == "fixed" else amount * tier.value
    return Line("tier", cents(paid), amount, place)


def _pay(scheme: Scheme, book: Book, person: Person, count: Counted, team: int, before: State) -> Pay:
    plan = plan_of(scheme, person, before)
    attainment = Fraction(count.collected, plan) if plan else None
    lines = tier_lines(scheme.tiers, count.by_tiers, plan, attainment)
    for place, special in enumerate(scheme.special):
        lines.append(Line("special", cents(count.amounts[place] * special.rate), count.amounts[place], place))
    if scheme.factor:
        lines.append(Line("factor", cents(_sum(lines) * _factor(scheme.factor, person)) - _sum(lines), _sum(lines)))
    if scheme.cap is not None:
        lines.append(Line("cap", min(0, scheme.cap - _sum(lines)), _sum(lines)))
    rates = rates_paid(lines, scheme, count.by_tiers)
    if scheme.override is not None:
        lines.append(Line("override", cents(team * scheme.override), team))
    if scheme.clawback:
        back = sum(cents(amount * rate) for amount, rate in count.taken)
        lines.append(Line("clawback", -back, sum(amount for amount, _ in count.taken)))
    if scheme.floor is not None:
        lines.append(Line("floor", max(0, scheme.floor - _sum(lines)), _sum(lines)))
    if scheme.draw is not None:
        over = _sum(lines) - scheme.draw
        lines.append(Line("draw", -over if over < 0 else -min(over, before.owed), _sum(lines)))
    owed = before.owed + sum(line.amount for line in lines if line.kind == "draw")
    left = max(0, plan - count.collected) if plan is not None and scheme.carry_over else 0
    own = [
        Paid(book.name, each.contract, each.product, each.special, each.left, rates[each.special]) for each in count.own
    ]
    paid = tuple(each for each in [*count.earlier, *own] if each.left) if scheme.clawback else ()
    performance, bonus = _performance(scheme, person), _bonus(scheme, person)
    return Pay(
        lines=tuple(lines),
        by_tiers=count.by_tiers,
        collected=count.collected,
        plan=plan,
        attainment=attainment,
        commission=_sum(lines),
        performance=performance,
        bonus=bonus,
        total=_sum(lines) + performance + bonus,
        unmatched=count.unmatched,
        taken=tuple(count.taken),
        state=State(left, owed, paid),
    )


def _sum(lines: Iterable[Line]) -> int:
    return sum(line.amount for line in lines)


def _factor(factor: Factor, person: Person) -> Fraction:
    if factor.by == "grade":
        assert person.grade is not None
        return factor.grades[person.grade]
    assert person.score is not None
    return next(value for least, value in factor.bands if person.score >= least)


def _performance(scheme: Scheme, person: Person) -> int:
    """Score ÷ full × base, for those who are assessed."""
    if scheme.full is None or not person.assessed:
        return 0
    assert person.score is not None
    return cents(person.score / scheme.full * person.pay_base)


def _bonus(scheme: Scheme, person: Person) -> int:
    """Base × the factor of the annual grade, where it is given, for those who are assessed."""
    if scheme.bonus is None or not person.assessed or person.annual_grade is None:
        return 0
    return cents(scheme.bonus[person.annual_grade] * person.bonus_base)


@dataclass(frozen=True)
class Worked:
    """A case reckoned by hand: for every month, id → the lines that are not zero (kind and cents) and the total."""

    title: str
    scheme: Scheme
    books: tuple[Book, ...]
    paid: tuple[Mapping[str, tuple[tuple[tuple[str, int], ...], int]], ...]


def shown(pay: Pay) -> tuple[tuple[tuple[str, int], ...], int]:
    """The lines of a pay that are not zero, and its total, as worked cases have them."""
    return tuple((line.kind, line.amount) for line in pay.lines if line.amount), pay.total


def worked() -> list[Worked]:
    """Cases reckoned by hand from the text."""
    return [
        _worked_tiers(), _worked_split(), _worked_carry_over(), _worked_clawback(), _worked_latest_first(),
        _worked_draw(), _worked_nothing_owed_below_zero(), _worked_grades(), _worked_overage(), _worked_edges(),
        _worked_nine_decimals(), _worked_amounts(), _worked_first_rows(), _worked_rates_apart(), _worked_missing(),
        _worked_number(),
    ]  # fmt: skip


def _steps(mode: str, on: str, *steps: tuple[str | None, str]) -> Tiers:
    """Tiers from (below, rate)."""
    bounds = [None, *(None if below is None else Fraction(below) for below, _ in steps)]
    values = [Fraction(rate) for _, rate in steps]
    rows = zip(bounds, bounds[1:], values, strict=False)
    return Tiers(on, mode, tuple(Tier(lower, upper, value) for lower, upper, value in rows))


def _row(month: int, person: str, amount: int, kind: str = "回款", **more: object) -> Row:
    return Row(date(2024, month, 15), person, amount, kind, **more)  # type: ignore[arg-type]


def _worked_tiers() -> Worked:
    """130,000.55 of a plan of 100,000: 80,000 × 1 %, 20,000 × 2 %, 20,000 × 3 %, 10,000.55 × 4 % = 400.022."""
    tiers = _steps("marginal", "attainment", ("0.8", "0.01"), ("1", "0.02"), ("1.2", "0.03"), (None, "0.04"))
    book = Book("2024-01", (Person("1", plan=10_000_000),), (_row(1, "1", 13_000_055),))
    lines = (("tier", 80_000), ("tier", 40_000), ("tier", 60_000), ("tier", 40_002))
    return Worked("slices", Scheme("slices", tiers, quota=PLANNED), (book,), ({"1": (lines, 220_002)},))


def _worked_split() -> Worked:
    """100.01 shared: up to 33.333333, 66.666666 and 100.01, so 33.33, 33.34 and 33.34; paid in full, the cents show."""
    shares = {"1": Fraction(3333, 10_000), "2": Fraction(3333, 10_000), "3": Fraction(3334, 10_000)}
    rows = tuple(_row(1, id_, 10_001, share=share, number="SK1") for id_, share in shares.items())
    book = Book("2024-01", tuple(map(Person, shares)), rows)
    paid = {id_: ((("tier", part),), part) for id_, part in (("1", 3333), ("2", 3334), ("3", 3334))}
    return Worked("split", Scheme("split", _steps("whole", "amount", (None, "1"))), (book,), (paid,))


def _worked_carry_over() -> Worked:
    """6,000 of 10,000 leaves 4,000; 14,000 of 14,000 is 2 %, one cent less is not; below zero the plan grows."""
    tiers = _steps("whole", "attainment", ("1", "0.01"), (None, "0.02"))
    amounts = {"1": (600_000, 1_400_000, -50_000, 2_050_000), "2": (600_000, 1_399_999, 0, 2_000_000)}
    books = []
    for number in (1, 2, 3, 4):
        sums = {id_: amount[number - 1] for id_, amount in amounts.items()}
        rows = [_row(number, id_, abs(of), "回款" if of > 0 else "退款") for id_, of in sums.items() if of]
        books.append(Book(f"2024-0{number}", (Person("1", plan=1_000_000), Person("2", plan=1_000_000)), tuple(rows)))
    # 1: plans 10,000, 14,000, 10,000, 20,500. 2: plans 10,000, 14,000, 10,000.01, 20,000.01, so 20,000 is not enough.
    paid = (
        {"1": ((("tier", 6_000),), 6_000), "2": ((("tier", 6_000),), 6_000)},
        {"1": ((("tier", 28_000),), 28_000), "2": ((("tier", 14_000),), 14_000)},
        {"1": ((("tier", -500),), -500), "2": ((), 0)},
        {"1": ((("tier", 41_000),), 41_000), "2": ((("tier", 20_000),), 20_000)},
    )
    scheme = Scheme("carry-over", tiers, quota=PLANNED, carry_over=True)
    return Worked("carry over", scheme, tuple(books), paid)


def _worked_clawback() -> Worked:
    """A cap of 1,000 on 1,000 + 200 leaves 5/6: rates paid 0.083333333 and 0.041666667.

    Taken back: 3,000 × 0.083333333 = 249.999999, 4,000 × 0.041666667 = 166.666668; the fifth thousand lowers the month: -50.
    """
    special = Special("新产品", Fraction(5, 100), products=("旗舰款",))
    scheme = Scheme(
        "clawback", _steps("whole", "amount", (None, "0.1")), special=(special,), cap=100_000, clawback=True
    )
    first = (_row(1, "1", 1_000_000, contract="A"), _row(1, "1", 400_000, contract="B", product="旗舰款"))
    second = (
        _row(2, "1", 200_000, contract="C"),
        _row(2, "1", 300_000, "退款", contract="A"),
        _row(2, "1", 500_000, "退货", contract="B", product="旗舰款"),
    )
    books = (Book("2024-01", (Person("1"),), first), Book("2024-02", (Person("1"),), second))
    paid = (
        {"1": ((("tier", 100_000), ("special", 20_000), ("cap", -20_000)), 100_000)},
        {"1": ((("tier", 20_000), ("special", -5_000), ("clawback", -41_667)), -26_667)},
    )
    return Worked("clawback", scheme, books, paid)


def _worked_latest_first() -> Worked:
    """1,000 paid at 1 % and 500 at 2 %; of a refund of 900, 100 lowers the month, 500 goes back at 2 %, 300 at 1 %.

    This month is then 700 - 100 = 600 at 2 %. Of a further 900, 700 goes back at 1 % and 200 lowers a month of nothing.
    """
    scheme = Scheme("latest-first", _steps("whole", "amount", ("800", "0.02"), (None, "0.01")), clawback=True)
    rows = (
        (_row(1, "1", 100_000, contract="A"),),
        (_row(2, "1", 50_000, contract="A"),),
        (_row(3, "1", 60_000), _row(3, "1", 90_000, "冲销", contract="A"), _row(3, "1", 10_000, contract="A")),
        (_row(4, "1", 90_000, "退款", contract="A"),),
    )
    books = tuple(Book(f"2024-0{number}", (Person("1"),), of) for number, of in enumerate(rows, 1))
    paid = (
        {"1": ((("tier", 1_000),), 1_000)},
        {"1": ((("tier", 1_000),), 1_000)},
        {"1": ((("tier", 1_200), ("clawback", -1_300)), -100)},
        {"1": ((("tier", -400), ("clawback", -700)), -1_100)},
    )
    return Worked("latest first", scheme, books, paid)


def _worked_draw() -> Worked:
    """A draw of 2,000: 500 earned is an advance of 1,500, of which 1,000 and then 500 is paid back."""
    scheme = Scheme("draw", _steps("marginal", "amount", (None, "0.01")), draw=200_000)
    amounts = (5_000_000, 30_000_000, 40_000_000, 40_000_000)
    books = tuple(Book(f"2024-0{k}", (Person("1"),), (_row(k, "1", of),)) for k, of in enumerate(amounts, 1))
    paid = (
        {"1": ((("tier", 50_000), ("draw", 150_000)), 200_000)},
        {"1": ((("tier", 300_000), ("draw", -100_000)), 200_000)},
        {"1": ((("tier", 400_000), ("draw", -50_000)), 350_000)},
        {"1": ((("tier", 400_000),), 400_000)},
    )
    return Worked("draw", scheme, books, paid)


def _worked_nothing_owed_below_zero() -> Worked:
    """A draw of 0: a month of -12.35 (1,234.50 × 1 % is 12.345) is paid as 0 and taken off the next."""
    scheme = Scheme("draw-zero", _steps("marginal", "amount", (None, "0.01")), draw=0)
    rows = (_row(1, "1", 123_450, "退款"), _row(2, "1", 1_000_000))
    books = tuple(Book(f"2024-0{k}", (Person("1"),), (of,)) for k, of in enumerate(rows, 1))
    paid = (
        {"1": ((("tier", -1_235), ("draw", 1_235)), 0)},
        {"1": ((("tier", 10_000), ("draw", -1_235)), 8_765)},
    )
    return Worked("draw of zero", scheme, books, paid)


def _worked_grades() -> Worked:
    """A superior: 1,000.05 × 1 % = 10.00, × 0.8 = 8.00; the team 333.33 - 100 = 233.33 × 0.5 % = 1.16665.

    87.65 ÷ 100 × 3,000.01 = 2,629.508765, 1.2 × 10,000.05 = 12,000.06. Who has left has neither.
    """
    scheme = Scheme(
        "grades",
        _steps("whole", "amount", (None, "0.01")),
        factor=Factor("grade", {"A": Fraction(6, 5), "B": Fraction(1), "C": Fraction(4, 5)}),
        override=Fraction(1, 200),
        full=Fraction(100),
        bonus={"A": Fraction(6, 5), "B": Fraction(1), "C": Fraction(0)},
    )
    boss = Person("1", None, None, {}, "C", Fraction("87.65"), True, 300_001, 1_000_005, "A")
    good = Person("2", "1", None, {}, "A", Fraction(95), True, 0, 1_000_000, "C")
    gone = Person("3", "1", None, {}, "B", None, False, 300_000, 1_000_000, "A")
    rows = (_row(1, "1", 100_005), _row(1, "2", 33_333), _row(1, "3", 10_000, "退款"))
    paid = {
        "1": ((("tier", 1_000), ("factor", -200), ("override", 117)), 917 + 262_951 + 1_200_006),
        "2": ((("tier", 333), ("factor", 67)), 400),  # 3.33 × 1.2 = 3.996
        "3": ((("tier", -100),), -100),
    }
    return Worked("grades", scheme, (Book("2024-12", (boss, good, gone), rows),), (paid,))


def _worked_overage() -> Worked:
    """110,000.50 by the tiers and 20,000 by a rate of its own are 130 % of the plan, but 10,000.50 lie above it."""
    tiers = _steps("overage", "attainment", ("1.2", "0.03"), (None, "0.04"))
    special = Special("新产品", Fraction(5, 100), products=("旗舰款",))
    rows = (_row(1, "1", 11_000_050), _row(1, "1", 2_000_000, product="旗舰款"))
    book = Book("2024-01", (Person("1", plan=10_000_000),), rows)
    scheme = Scheme("overage", tiers, quota=PLANNED, special=(special,))
    return Worked("overage", scheme, (book,), ({"1": ((("tier", 40_002), ("special", 100_000)), 140_002)},))


def _worked_edges() -> Worked:
    """199.99 is 5 yuan, 200 is 10.50, for the bound belongs to the upper tier; below zero the lowest is reached."""
    tiers = _steps("whole", "amount", ("200", "5"), (None, "10.5"))
    fixed = replace(tiers, rows=tuple(replace(row, sort="fixed") for row in tiers.rows))
    rows = (_row(1, "1", 19_999), _row(1, "2", 20_000), _row(1, "3", 1, "退款"))
    book = Book("2024-01", tuple(map(Person, ("1", "2", "3"))), rows)
    paid = {id_: ((("tier", of),), of) for id_, of in (("1", 500), ("2", 1_050), ("3", 500))}
    return Worked("edges", Scheme("edges", fixed), (book,), (paid,))


ONE_PERCENT = _steps("whole", "amount", (None, "0.01"))


def _worked_nine_decimals() -> Worked:
    """12,000 capped at 10,000: 1,200,000 was paid at 0.008333333, so 600,000 takes back 4,999.9998 (at 0.008333 it were 4,999.80)."""
    scheme = Scheme("nine-decimals", ONE_PERCENT, cap=1_000_000, clawback=True)
    rows = (_row(1, "1", 120_000_000, contract="A"), _row(2, "1", 60_000_000, "退款", contract="A"))
    books = tuple(Book(f"2024-0{k}", (Person("1"),), (of,)) for k, of in enumerate(rows, 1))
    paid = (
        {"1": ((("tier", 1_200_000), ("cap", -200_000)), 1_000_000)},
        {"1": ((("clawback", -500_000),), -500_000)},
    )
    return Worked("nine decimals", scheme, books, paid)


def _worked_amounts() -> Worked:
    """0.50 + 0.50 of A, of B and of C, less 0.25 of C, pay 0.0275, so 0.03: a rate of 0.03 ÷ 2.75 = 0.010909091.

    A: one refund of 1.00 takes one amount, 0.0109, so 0.01. B: two of 0.50 take two, 0.00545 each, so 0.02. C: of 0.80, 0.75 are
    taken (0.00818, so 0.01) and 0.05 (0.0005) lower the month.
    """
    scheme = Scheme("amounts", ONE_PERCENT, clawback=True)
    first = [_row(1, "1", 50, contract=of) for of in ("A", "B", "C", "A", "B", "C")]
    first.append(_row(1, "1", 25, "退款", contract="C"))
    second = [
        _row(2, "1", of, "退款", contract=contract) for of, contract in ((50, "B"), (100, "A"), (50, "B"), (80, "C"))
    ]
    books = (Book("2024-01", (Person("1"),), tuple(first)), Book("2024-02", (Person("1"),), tuple(second)))
    paid = ({"1": ((("tier", 3),), 3)}, {"1": ((("clawback", -4),), -4)})
    return Worked("amounts", scheme, books, paid)


def _worked_first_rows() -> Worked:
    """100 of one product, 200 of another (5 %), 300 of the first: of a refund of no product the first goes wholly before the second.

    January: 150 of 400 go back within the month, so 250 × 1 % and 200 × 5 %. February: of 300, 250 at 1 % and 50 at 5 %.
    """
    special = Special("新产品", Fraction(5, 100), products=("旗舰款",))
    scheme = Scheme("first-rows", ONE_PERCENT, special=(special,), clawback=True)
    first = (
        _row(1, "1", 15_000, "退款", contract="A"),
        _row(1, "1", 10_000, contract="A", product="标准款"),
        _row(1, "1", 20_000, contract="A", product="旗舰款"),
        _row(1, "1", 30_000, contract="A", product="标准款"),
    )
    second = (_row(2, "1", 30_000, "退款", contract="A"),)
    books = (Book("2024-01", (Person("1"),), first), Book("2024-02", (Person("1"),), second))
    paid = (
        {"1": ((("tier", 250), ("special", 1_000)), 1_250)},
        {"1": ((("clawback", -250 - 250),), -500)},
    )
    return Worked("first rows", scheme, books, paid)


def _worked_rates_apart() -> Worked:
    """One product of one contract at 4 % (an old customer's) and at 5 %: two amounts, that of the first row first.

    January 100 × 4 % and (100 + 100) × 5 %; of a refund of 150, 100 goes back at 4 % and 50 at 5 %.
    """
    product = Special("新产品", Fraction(5, 100), products=("旗舰款",))
    old = Special("新产品老客户", Fraction(4, 100), products=("旗舰款",), classes=("老客户",))
    scheme = Scheme("rates-apart", ONE_PERCENT, special=(product, old), clawback=True)
    classes = ("老客户", None, "新客户")
    first = tuple(_row(1, "1", 10_000, contract="A", product="旗舰款", customer_class=of) for of in classes)
    second = (_row(2, "1", 15_000, "退款", contract="A", product="旗舰款"),)
    books = (Book("2024-01", (Person("1"),), first), Book("2024-02", (Person("1"),), second))
    paid = (
        {"1": ((("special", 1_000), ("special", 400)), 1_400)},
        {"1": ((("clawback", -400 - 250),), -650)},
    )
    return Worked("rates apart", scheme, books, paid)


def _worked_missing() -> Worked:
    """Who is missing in February keeps 600 of the plan, 16 of advances and 400 paid at 1 %, all of which count in March.

    March: a plan of 1,600 of which 1,600 is collected is 2 %, 32; 100 goes back at 1 %, so 31, of which 11 beyond the draw pay back.
    The other one has a plan of 1,000, then of 1,999, of which 1,000 leaves 999 for March, so that 1,999 is 2 % again.
    """
    tiers = _steps("whole", "attainment", ("1", "0.01"), (None, "0.02"))
    scheme = Scheme("missing", tiers, quota=PLANNED, carry_over=True, draw=2_000, clawback=True)
    gone, here = Person("1", plan=100_000), Person("2", plan=100_000)
    first = (_row(1, "1", 40_000, contract="A"), _row(1, "2", 100, contract="B"))
    second = (_row(2, "2", 100_000),)
    third = (_row(3, "1", 160_000), _row(3, "1", 10_000, "退款", contract="A"), _row(3, "2", 199_900))
    books = (
        Book("2024-01", (gone, here), first), Book("2024-02", (here,), second), Book("2024-03", (gone, here), third),
    )  # fmt: skip
    paid = (
        {"1": ((("tier", 400), ("draw", 1_600)), 2_000), "2": ((("tier", 1), ("draw", 1_999)), 2_000)},
        {"2": ((("tier", 1_000), ("draw", 1_000)), 2_000)},
        {
            "1": ((("tier", 3_200), ("clawback", -100), ("draw", -1_100)), 2_000),
            "2": ((("tier", 3_998), ("draw", -1_998)), 2_000),
        },
    )
    return Worked("missing", scheme, books, paid)


def _worked_number() -> Worked:
    """One number for a receipt of two products and a refund of one: three deals, each whole; paid in full, the cents show.

    100.01 is shared, 60 % being 60.006; 50 of the other product is the second's alone; of 10.01 back, 50 % is 5.005.
    """

    def deal(person: str, amount: int, share: str | None, product: str, kind: str = "回款") -> Row:
        of = None if share is None else Fraction(share)
        return _row(1, person, amount, kind, share=of, product=product, number="SK1")

    rows = (
        deal("1", 10_001, "0.6", "标准款"), deal("1", 1_001, "0.5", "标准款", "退款"), deal("2", 10_001, "0.4", "标准款"),
        deal("2", 5_000, None, "旗舰款"), deal("2", 1_001, "0.5", "标准款", "退款"),
    )  # fmt: skip
    book = Book("2024-01", (Person("1"), Person("2")), rows)
    paid = {"1": ((("tier", 6_001 - 501),), 5_500), "2": ((("tier", 4_000 + 5_000 - 500),), 8_500)}
    return Worked("number", Scheme("number", _steps("whole", "amount", (None, "1"))), (book,), (paid,))
