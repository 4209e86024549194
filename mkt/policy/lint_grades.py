"""What is wrong with tables of grades, and with what takes a grade away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mkt.policy.columns import near
from mkt.policy.grades import Disqualifier, Grades

Path = tuple[str | int, ...]
Fault = tuple[Path, str, str]
"""The place of a fault in the file, and its words in both languages."""


def rows_in_order(path: Path, rows: Sequence[tuple[Decimal | None, Decimal | None]]) -> Iterator[Fault]:
    """Rows of bounds that mix two sorts, or leave a value without a row or give it two."""
    sort = "at_least" if rows[0][0] is not None else "at_most"
    for j, (lower, upper) in enumerate(rows):
        bound, other = (lower, upper) if sort == "at_least" else (upper, lower)
        if bound is None or other is not None:
            yield ((*path, j), "每一行都写 at_least（以上），或每一行都写 at_most（以下），不能混用。",
                   "every row says 'at_least', or every row says 'at_most'; not both.")  # fmt: skip
            continue
        before = rows[j - 1][0 if sort == "at_least" else 1] if j else None
        if before is None or (bound < before if sort == "at_least" else bound > before):
            continue
        zh, en = ("从高到低", "from the highest bound to the lowest") if sort == "at_least" else (
            "从低到高", "from the lowest bound to the highest")  # fmt: skip
        yield (*path, j, sort), f"{sort} 的各行要{zh}，每个界限只写一次。", f"rows go {en}, each bound once."


def grade_table(path: Path, grades: Grades) -> Iterator[Fault]:
    """Bands out of order, or a grade named twice."""
    yield from rows_in_order((*path, "rows"), [(row.at_least, None) for row in grades.rows])
    known = [row.grade for row in grades.rows]
    for i, grade in enumerate(known):
        if grade in known[:i] or grade == grades.otherwise.grade:
            yield (*path, "rows", i, "grade"), f"等级“{grade}”写了两次。", f"grade '{grade}' is given twice."


def unknown_grade(path: Path, grade: str, known: Sequence[str]) -> Iterator[Fault]:
    """A grade that no table gives."""
    if grade not in known:
        zh, en = near(grade, known)
        yield path, f"等级表里没有“{grade}”。{zh}", f"no grade '{grade}'. {en}"


def disqualifiers(
    path: Path, found: Sequence[Disqualifier], grades: Grades, handed_in: Sequence[str]
) -> Iterator[Fault]:
    """A disqualifier that speaks of a grade nobody can get, or counts what is not kept; `handed_in` are the sheets in `required`."""
    known = [row.grade for row in grades.rows]
    everything = [*known, grades.otherwise.grade]
    for i, d in enumerate(found):
        yield from unknown_grade((*path, i, "takes"), d.takes, known)
        yield from unknown_grade((*path, i, "becomes"), d.becomes, everything)
        if d.takes in known and d.becomes in known and known.index(d.becomes) <= known.index(d.takes):
            yield ((*path, i, "becomes"), f"“{d.becomes}”不比“{d.takes}”低。",
                   f"'{d.becomes}' is not below '{d.takes}'.")  # fmt: skip
        if (d.of == "处分.未抵消") != bool(d.types):
            yield ((*path, i, "of"), "处分.未抵消 要写 types（哪些处分算），别的列不写。",
                   "处分.未抵消 needs 'types', the sanctions that count; no other column has them.")  # fmt: skip
        if d.of.endswith(".缺交") and d.of.partition(".")[0] not in handed_in:
            yield ((*path, i, "of"), f"{d.of} 要先在 required 里写明交什么。",
                   f"{d.of} needs an entry in 'required' that says what is handed in.")  # fmt: skip
