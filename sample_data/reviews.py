"""The year's reviews: what the staff and the superior think of each person in December."""

from collections.abc import Sequence
from decimal import Decimal

from facts import luck
from people import Person, assessed
from sheets import PERSON, Table, named
from story import REVIEW_STORY, Row

COLUMNS = (*PERSON, "评价人类别", "项目", "得分")
# Each kind of rater: what they rate, how many they are, and how far off the person's ability they may be.
RATERS = {"民主测评": ("年度民主测评", 5, 6), "上级": ("年度评价", 1, 5)}


def review_table() -> Table:
    """评价: one row per mark, the general manager standing in as the director's superior."""
    return Table(
        "评价", COLUMNS, [row for person in assessed(12) for kind in RATERS for row in review_rows(person, kind)]
    )


def review_rows(person: Person, kind: str) -> list[Row]:
    """The marks that raters of one kind gave the person."""
    item = RATERS[kind][0]
    return [named(person) | {"评价人类别": kind, "项目": item, "得分": mark} for mark in review_marks(person, kind)]


def review_marks(person: Person, kind: str) -> Sequence[Decimal]:
    """Marks of 0–100 in steps of a half, unless the story says otherwise."""
    _, raters, spread = RATERS[kind]
    chance = luck("review", person.id, kind)
    by_chance = [halves(person.ability + chance.uniform(-spread, spread)) for _ in range(raters)]
    return REVIEW_STORY.get((person.id, kind), by_chance)


def halves(mark: float) -> Decimal:
    """The mark to the nearest half, within 0–100."""
    return Decimal(min(200, max(0, round(mark * 2)))) / 2
