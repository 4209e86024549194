"""What the department collected from January to May, receipts and refunds, and the books of these months that pay rests on."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import count, pairwise
from random import Random

from facts import cents, form, luck, trade
from people import BONUS_BASE, STAFF, YEAR, Person, assessed
from sheets import PERSON, Table, month_tables
from story import SALES, Row

COLUMNS = (*PERSON, "日期", "单号", "客户", "客户类别", "合同", "产品", "类型", "金额", "分成", "备注")
CUSTOMERS = {
    "青禾里商贸": "老客户",
    "澄江谷文化": "老客户",
    "半山序家居": "老客户",
    "云起岸食品": "老客户",
    "远岫行建材": "老客户",
    "鹿鸣野户外": "新客户",
    "听澜渡酒店": "老客户",
    "栖木间装饰": "新客户",
    "朗月庭餐饮": "老客户",
    "拾光集百货": "新客户",
    "万壑松仓储": "老客户",
    "晴川桥电器": "老客户",
    "知味巷茶业": "新客户",
    "南枝记服饰": "老客户",
    "溪山外旅游": "新客户",
    "长风驿物流": "老客户",
}
PRODUCTS = ("旗舰款", "尊享款", "标准款", "标准款", "入门款")  # what sells twice as often stands twice
TWO = (Decimal("0.6"), Decimal("0.4"))
THREE = (Decimal("0.3333"), Decimal("0.3333"), Decimal("0.3334"))
NAMES = {person.id: person.name for person in STAFF}
LEVELS = {person.id: person.level for person in STAFF}

# What is told and not left to chance: in March, everything that 1017 alone collected in January and February goes back, more
# than comes in; in April, 1025 gives back something that no contract is named for, and part of the first receipt that was
# shared goes back to the customer of three months ago.
ALL_BACK = ("1017", 3)
WITHOUT_CONTRACT = ("1025", 4)
SHARED_BACK = 4


@dataclass(frozen=True)
class Receipt:
    """Money that came in or, as a refund, went back; `shares` are those of `people`, none where it is one person's alone."""

    day: date
    customer: str
    contract: str
    product: str
    amount: Decimal
    people: tuple[str, ...]
    shares: tuple[Decimal, ...] = ()
    kind: str = "回款"
    minus: bool = False  # how a refund is written
    note: str | None = None

    @property
    def refund(self) -> bool:
        """Whether it went back."""
        return self.kind != "回款"

    def parts(self) -> dict[str, Decimal]:
        """Each one's part, cut so that the parts add up to the amount."""
        ends, so_far = [Decimal(0)], Decimal(0)
        for share in self.shares or (Decimal(1),):
            so_far += share
            ends.append((self.amount * so_far).quantize(Decimal("0.01"), ROUND_HALF_UP))
        return {who: end - start for who, (start, end) in zip(self.people, pairwise(ends), strict=True)}


@cache
def ledger() -> dict[int, list[Receipt]]:
    """The receipts and refunds of each month, by day."""
    found: dict[int, list[Receipt]] = {}
    numbers = count(1)
    for month in range(1, 6):
        earlier = [one for past in found.values() for one in past]
        received = [one for person in assessed(month) for one in received_by(person, month, earlier, numbers)]
        back = [one for person in assessed(month) for one in refunded_by(person, month, earlier, received)]
        if month == SHARED_BACK:
            first = next(one for one in earlier if one.shares and one.contract not in returned(earlier))
            back.append(part_back(first, month, luck("shared back", month)))
        found[month] = sorted([*received, *back], key=lambda one: (one.day, one.contract, one.refund))
    return found


def received_by(person: Person, month: int, earlier: list[Receipt], numbers: Iterator[int]) -> Iterator[Receipt]:
    """One to four receipts of which the person's parts are what they are up to; some are shared, some go on with a contract."""
    chance = luck("takings", person.id, month)
    reached = min(1.25, max(0.62, form(person, month) / 100 * chance.uniform(1.0, 1.3)))
    others = [(chance.uniform(0.3, 0.8), *shared(person, month, chance)) for _ in range(chance.randint(0, 3))]
    deals = [(1.0, (person.id,), ()), *others]
    kept = sum(weight * float(shares[0] if shares else 1) for weight, _, shares in deals)
    running = [one for one in earlier if one.people == (person.id,) and one.day.month == month - 1 and not one.refund]
    for weight, people, shares in deals:
        amount = cents(float(trade(person, month).to_collect) * reached * weight / kept)
        day = chance.choice(workdays(month, date(YEAR, month, 1)))
        if len(people) == 1 and running and chance.random() < 0.3:
            yield replace(running.pop(), day=day, amount=amount, note="二期款")
        else:
            contract = f"HT-{YEAR}-{next(numbers):03}"
            customer, product = chance.choice(list(CUSTOMERS)), chance.choice(PRODUCTS)
            yield Receipt(day, customer, contract, product, amount, *in_order(people, shares))


def shared(person: Person, month: int, chance: Random) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    """Whose a receipt is: mostly the person's alone, now and then one or two colleagues' as well."""
    mates = [p.id for p in assessed(month) if (p.superior, p.level) == (person.superior, person.level) and p != person]
    roll = chance.random()
    if roll < 0.08 and len(mates) > 1:
        return (person.id, *chance.sample(mates, 2)), THREE
    if roll < 0.2 and mates:
        return (person.id, chance.choice(mates)), TWO
    return (person.id,), ()


def in_order(people: tuple[str, ...], shares: tuple[Decimal, ...]) -> tuple[tuple[str, ...], tuple[Decimal, ...]]:
    """People and their shares in the order of the staff list, in which every sheet names them."""
    pairs = sorted(zip(people, shares, strict=True)) if shares else []
    return (tuple(who for who, _ in pairs), tuple(share for _, share in pairs)) if pairs else (people, ())


def refunded_by(person: Person, month: int, earlier: list[Receipt], received: list[Receipt]) -> Iterator[Receipt]:
    """What the person's customers had back: of a receipt of this month, of an earlier one, or as the story has it."""
    chance = luck("refunds", person.id, month)
    gone = returned(earlier)
    here = {p.id for p in assessed(month)}
    if (person.id, month) == ALL_BACK:
        own = [one for one in earlier if one.people == (person.id,) and one.contract not in gone]
        yield from (refund(one, month, chance, one.amount) for one in own)
        return
    if (person.id, month) == WITHOUT_CONTRACT:
        loose = next(one for one in received if one.people == (person.id,))
        yield replace(refund(loose, month, chance, Decimal("1280.50")), contract="", product="", note="赠品退回")
    mine = [one for one in received if one.people[0] == person.id]
    if chance.random() < 0.12:
        yield part_back(chance.choice(mine), month, chance)
    past = [one for one in earlier if one.people[0] == person.id and here.issuperset(one.people) and not one.refund]
    open_ = [one for one in past if one.contract not in gone]
    if open_ and chance.random() < 0.15:
        yield part_back(chance.choice(open_), month, chance)


def returned(earlier: list[Receipt]) -> set[str]:
    """The contracts of which something has gone back before."""
    return {one.contract for one in earlier if one.refund}


def part_back(receipt: Receipt, month: int, chance: Random) -> Receipt:
    """A tenth to a half of a receipt given back."""
    return refund(receipt, month, chance, cents(float(receipt.amount) * chance.uniform(0.1, 0.5)))


def refund(receipt: Receipt, month: int, chance: Random, amount: Decimal) -> Receipt:
    """An amount given back of a receipt, shared as it was, written with a minus or without."""
    day = chance.choice(workdays(month, receipt.day))
    kind = chance.choice(("退款", "退款", "退款", "退货", "冲销"))
    return replace(receipt, day=day, amount=amount, kind=kind, minus=chance.random() < 0.5, note=None)


def workdays(month: int, first: date) -> list[date]:
    """The weekdays of a month from a day on; its last day where there are none."""
    days = [date(YEAR, month, day) for day in range(1, monthrange(YEAR, month)[1] + 1)]
    return [day for day in days if day >= first and day.weekday() < 5] or days[-1:]


def receipt_rows(month: int) -> list[Row]:
    """回款明细: a row for each one's share of each receipt, by day, every row with the whole amount."""
    return [
        row
        for number, one in enumerate(ledger()[month], start=1)
        for row in shares_of(one, f"{'TK' if one.refund else 'SK'}{month:02}{number:03}")
    ]


def shares_of(one: Receipt, number: str) -> Iterator[Row]:
    """The rows of one receipt."""
    for who, share in zip(one.people, one.shares or (None,), strict=True):
        yield {
            "工号": who,
            "姓名": NAMES[who],
            "日期": one.day,
            "单号": number,
            "客户": one.customer,
            "客户类别": CUSTOMERS[one.customer],
            "合同": one.contract or None,
            "产品": one.product or None,
            "类型": one.kind,
            "金额": -one.amount if one.minus else one.amount,
            "分成": share,
            "备注": one.note,
        }


def parts_of(who: str, month: int, *, refunds: bool) -> Decimal:
    """What of the month's receipts, or of its refunds, is one person's."""
    mine = (one.parts().get(who, Decimal(0)) for one in ledger()[month] if one.refund == refunds)
    return sum(mine, Decimal(0))


def pay_tables(month: int) -> dict[str, Table]:
    """The sheets of a month's book that pay rests on: those that are scored, bonus bases among them, and the receipts, which
    the collections of 销售目标 agree with.
    """
    tables = month_tables(SALES, month)
    staff, targets = tables["人员"], tables["销售目标"]
    tables["人员"] = Table(
        staff.name,
        (*staff.columns, "年终奖基数"),
        [row | {"年终奖基数": BONUS_BASE[LEVELS[str(row["工号"])]]} for row in staff.rows],
    )
    tables["销售目标"] = Table(
        targets.name,
        tuple(name for name in targets.columns if name != "上月未完成回款"),
        [row | collected(str(row["工号"]), month) for row in targets.rows],
    )
    return tables | {"回款明细": Table("回款明细", COLUMNS, receipt_rows(month))}


def collected(who: str, month: int) -> Row:
    """What 销售目标 says of a person's receipts and refunds."""
    return {
        "实际回款": parts_of(who, month, refunds=False),
        "退货退款": parts_of(who, month, refunds=True),
    }
