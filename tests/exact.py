"""A second reading of the two regulations in exact fractions, written from their text and nothing else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Cell = float | int | str | None


def exact(value: Cell) -> Fraction | None:
    """A cell as the number a person wrote, None for a blank."""
    return None if value is None else Fraction(Decimal(str(value)))


def rounded(value: Fraction) -> Fraction:
    """Two decimals, half away from zero."""
    size = abs(value) * 100
    whole = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return Fraction(whole if value >= 0 else -whole, 100)


def grade(total: Fraction) -> str:
    """A from 90, B from 70."""
    return "A" if total >= 90 else "B" if total >= 70 else "C"


def sixty_forty(planned: Cell, actual: Cell, ratings: list[Cell]) -> tuple[Fraction, str] | None:
    """60 × actual ÷ planned, and four ratings; None where anything is blank, the plan 0, or a rating outside 0-10."""
    plan, sold = exact(planned), exact(actual)
    marks = [exact(rating) for rating in ratings]
    if plan is None or sold is None or plan <= 0 or any(mark is None or not 0 <= mark <= 10 for mark in marks):
        return None
    total = rounded(60 * sold / plan) + sum(rounded(mark) for mark in marks if mark is not None)
    return total, grade(total)


def objectives(
    completions: list[Cell], ratings: list[Cell], planned: Cell, actual: Cell, leave: Cell, absent: Cell, sanctions: int
) -> tuple[Fraction, str | None] | None:
    """40 × mean completion, six ratings of 1-5, 40 × the branch's actual ÷ planned, on 110, brought to 100.

    Without the days of leave or absence the total stands, but no grade can be told.
    """
    tasks, marks = [exact(c) for c in completions], [exact(r) for r in ratings]
    plan, sold, away, missed = exact(planned), exact(actual), exact(leave), exact(absent)
    if not tasks or plan is None or sold is None or plan <= 0:
        return None
    if any(t is None or not 0 <= t <= 1 for t in tasks) or any(m is None or m not in (1, 2, 3, 4, 5) for m in marks):
        return None
    mean = sum((t for t in tasks if t is not None), Fraction(0)) / len(tasks)
    points = rounded(40 * mean) + sum(m for m in marks if m is not None) + rounded(40 * sold / plan)
    total = rounded(points * 100 / 110)
    if away is None or missed is None:
        return total, None
    lost = away > 3 or missed > 0 or sanctions > 0
    return total, "B" if lost and grade(total) == "A" else grade(total)
