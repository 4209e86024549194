"""A second reading of the regulation's year in exact fractions, written from its text and nothing else."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests import exact

DEMERITS = frozenset({"记过", "记大过", "降级", "降职", "撤职", "留用察看", "开除"})
WARNINGS = DEMERITS | {"警告", "严重警告", "书面警告"}
NOT_ASSESSED = frozenset({"试用", "停薪留职", "离职"})
DIRECTORS = frozenset({"总监", "副总监"})
FULL = {"tasks": 40, "behaviour": 30, "company": 40}
WORTH = {"A": 2, "B": 1, "C": 0}


@dataclass(frozen=True)
class Span:
    """The months of a year that have a book."""

    year: int
    months: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """True where all twelve months have a book."""
        return set(self.months) == set(range(1, 13))

    @property
    def as_of(self) -> date:
        """The last day of the last month that has a book."""
        last = max(self.months)
        return date(self.year, last, monthrange(self.year, last)[1])


@dataclass(frozen=True)
class Month:
    """What a month gave a person, None where it could not be told."""

    total: Fraction | None
    grade: str | None
    points: Mapping[str, Fraction] | None


@dataclass(frozen=True)
class Facts:
    """What the year's books and reviews say of a person; level, branch, status, back: by the last book that lists them.

    `leave` and `absent` hold one entry per month in which attendance is kept, None where the cell is blank;
    `sanctions` hold date, type and whether cancelled; `months` goes by month number.
    """

    id: str
    months: Mapping[int, Month]
    level: str | None
    branch: str | None
    status: str
    back: date | None
    on_last_roster: bool
    leave: Sequence[Fraction | None]
    absent: Sequence[Fraction | None]
    sanctions: Sequence[tuple[date, str, bool]]
    democratic: Sequence[Fraction]
    superior: Sequence[Fraction]


@dataclass(frozen=True)
class Year:
    """What the year gives a person; `months` counts those with a letter."""

    points: int | None
    grade: str | None
    score: Fraction | None
    rank: int | None
    months: int
    left_out: bool
    codes: frozenset[str]


@dataclass(frozen=True)
class Place:
    """A person's place among those ranked in the level, from the top and from below."""

    rank: int
    below: int
    group: int


def month(
    completions: list[exact.Cell],
    ratings: list[exact.Cell],
    planned: exact.Cell,
    actual: exact.Cell,
    leave: exact.Cell,
    absent: exact.Cell,
    sanctions: int,
) -> Month:
    """Total, letter and published points of a month by objectives."""
    found = exact.objectives(completions, ratings, planned, actual, leave, absent, sanctions)
    if found is None:
        return Month(None, None, None)
    tasks, (plan, sold) = _numbers(completions), _numbers([planned, actual])
    points = {
        "tasks": exact.rounded(40 * _mean(tasks)),
        "behaviour": sum(_numbers(ratings), Fraction(0)),
        "company": exact.rounded(40 * sold / plan),
    }
    return Month(*found, points)


def reasons(facts: Facts, span: Span) -> frozenset[str]:
    """Why a person is left out of the year: the status, `off the roster`, `lately back`, `demerit`; empty if not."""
    found = {facts.status} & NOT_ASSESSED
    if not facts.on_last_roster:
        found.add("off the roster")
    if facts.back and _three_months_after(facts.back) > span.as_of + timedelta(days=1):
        found.add("lately back")
    if any(kind in DEMERITS for kind, _ in _sanctions(facts, span)):
        found.add("demerit")
    return frozenset(found)


def points(facts: Facts) -> int | None:
    """2, 1 and 0 for every A, B and C of the year, added up; None without a letter."""
    letters = _letters(facts)
    return sum(WORTH[letter] for letter in letters) if letters else None


def grade(facts: Facts, span: Span) -> str | None:
    """A from 18 points, B from 12; no A after much leave, any absence or a standing warning; None if that is unknown."""
    total = points(facts)
    leave = [days for days in facts.leave if days is not None]
    absent = [days for days in facts.absent if days is not None]
    if total is None or len(leave) < len(facts.leave) or len(absent) < len(facts.absent):
        return None
    warned = any(kind in WARNINGS and not cancelled for kind, cancelled in _sanctions(facts, span))
    lost = sum(leave) > 15 or sum(absent) > 0 or warned
    return ("B" if lost else "A") if total >= 18 else "B" if total >= 12 else "C"


def parts(facts: Facts) -> list[Fraction | None]:
    """The published halves and quarters of the annual score: history, democratic, superior; None for one without marks."""
    history = [found.total for _, found in sorted(facts.months.items()) if found.total is not None]
    shares = [(Fraction(1, 2), history), (Fraction(1, 4), facts.democratic), (Fraction(1, 4), facts.superior)]
    return [exact.rounded(share * _mean(marks)) if marks else None for share, marks in shares]


def score(facts: Facts) -> Fraction | None:
    """The three published parts added up, None if one is missing."""
    found = parts(facts)
    known = [part for part in found if part is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None


def years(people: Iterable[Facts], span: Span) -> dict[str, Year]:
    """Id → what the year gives each person."""
    people = list(people)
    judged = {facts.id: facts for facts in people if not reasons(facts, span)}
    grades = {id_: grade(facts, span) for id_, facts in judged.items()}
    scores = {id_: score(facts) for id_, facts in judged.items()}
    places = _places(judged, grades, scores)
    found = {}
    for facts in people:
        id_ = facts.id
        rank = places[id_].rank if id_ in places else None
        codes = _codes(facts, span, grades[id_], scores[id_], places.get(id_)) if id_ in judged else frozenset()
        found[id_] = Year(points(facts), grades.get(id_), scores.get(id_), rank, len(_letters(facts)),
                          id_ not in judged, codes)  # fmt: skip
    return found


def best_of_month(people: Iterable[Facts], number: int) -> list[str]:
    """Ids of those with the highest total among the A people who are at 90 % of every indicator, in order."""
    totals = {}
    for facts in people:
        found = facts.months.get(number)
        if found and found.grade == "A" and found.total is not None and _good_throughout(found):
            totals[facts.id] = found.total
    return _highest(totals)


def best_of_year(people: Iterable[Facts], found: Mapping[str, Year], span: Span) -> dict[str, list[str]]:
    """Branch → ids of its A people with the highest score, in order; empty unless the year is complete."""
    present = [facts for facts in people if facts.on_last_roster and facts.branch]
    scores: dict[str, dict[str, Fraction]] = {str(facts.branch): {} for facts in present}
    for facts in present:
        given = found[facts.id]
        if given.grade == "A" and given.score is not None:
            scores[str(facts.branch)][facts.id] = given.score
    return {branch: _highest(totals) for branch, totals in scores.items()} if span.complete else {}


def longest(facts: Facts, letter: str) -> int:
    """The most calendar months in a row with the letter; a month without any letter ends the row."""
    best = now = 0
    for number in range(1, 13):
        found = facts.months.get(number)
        now = now + 1 if found and found.grade == letter else 0
        best = max(best, now)
    return best


def _good_throughout(found: Month) -> bool:
    points = found.points or {}
    return all(10 * points.get(id_, 0) >= 9 * full for id_, full in FULL.items())


def _codes(facts: Facts, span: Span, letter: str | None, total: Fraction | None, place: Place | None) -> frozenset[str]:
    letters, codes = _letters(facts), set()
    if longest(facts, "A") >= 9 or letters.count("A") >= 10:
        codes.add("raise-eligible")
    if longest(facts, "C") >= 6 or letters.count("C") >= 9:
        codes.add("demotion-review")
    if not span.complete:
        return frozenset(codes)
    if letter:
        codes.add("post-adjustment" if letter == "C" else "bonus")
    if total is not None and total < 50:
        codes.add("dismissal-review")
    return frozenset(codes | _codes_of_place(facts.level, place))


def _codes_of_place(level: str | None, place: Place | None) -> set[str]:
    codes: set[str] = set()
    if place is None or place.group < 2:
        return codes
    if place.rank == 1 and place.below > 1:  # where all tie, nobody is first
        codes.add("raise-eligible")
    if level in DIRECTORS and place.below == 1 and place.rank > 1:
        codes.add("demotion-review")
    if level == "员工" and place.below <= 5 and place.group > 5 and place.rank > 1:
        codes.add("dismissal-review")
    return codes


def _places(
    people: Mapping[str, Facts], grades: Mapping[str, str | None], scores: Mapping[str, Fraction | None]
) -> dict[str, Place]:
    levels: dict[str, dict[str, Fraction]] = {}
    for id_, facts in people.items():
        total = scores[id_]
        if facts.level and grades[id_] is not None and total is not None:
            levels.setdefault(facts.level, {})[id_] = total
    return {id_: _place(total, list(same.values())) for same in levels.values() for id_, total in same.items()}


def _place(total: Fraction, same: list[Fraction]) -> Place:
    return Place(1 + sum(other > total for other in same), 1 + sum(other < total for other in same), len(same))


def _highest(totals: Mapping[str, Fraction]) -> list[str]:
    return sorted(id_ for id_, total in totals.items() if total == max(totals.values()))


def _letters(facts: Facts) -> list[str]:
    return [found.grade for found in facts.months.values() if found.grade is not None]


def _sanctions(facts: Facts, span: Span) -> list[tuple[str, bool]]:
    return [(kind, cancelled) for day, kind, cancelled in facts.sanctions if day.year == span.year]


def _three_months_after(day: date) -> date:
    year, number = (day.year, day.month + 3) if day.month <= 9 else (day.year + 1, day.month - 9)
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def _numbers(cells: Iterable[exact.Cell]) -> list[Fraction]:
    return [number for number in map(exact.exact, cells) if number is not None]


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)
