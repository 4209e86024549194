"""The third reading of a rule: a sentence per person, with the clauses it rests on.

A sentence follows only the branch that was taken, so a person who lost an A reads the clause that took it.
Columns are spoken whole: a piece of sentence is one text for everybody or a list of one per person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch
from typing import Protocol

import numpy as np

from mkt.rule import tree
from mkt.rule.arrays import Array, Trace, lookup_row
from mkt.rule.formula import bracket
from mkt.rule.numbers import NOISE, steady

Said = str | list[str]

_SPOKEN = {"*": "×", "/": "÷", "-": "-", "+": "+", ">": ">", ">=": "≥", "<": "<", "<=": "≤", "=": "为"}


@dataclass(frozen=True)
class People:
    """Which people are spoken of: `rows` are their positions in the trace."""

    trace: Trace
    rows: Sequence[int]

    def values(self, node: tree.Node) -> Array:
        """The node's values for these people."""
        found = self.trace.of(node)
        return found[list(self.rows)] if found.ndim else np.repeat(found, len(self.rows))


def number(value: float, unit: str = "", decimals: int = 4) -> str:
    """A value as people write it.

    >>> number(0.9), number(0.8999, "%"), number(120000, "元"), number(-2.50)
    ('0.9', '89.99%', '120,000', '-2.5')
    """
    if unit == "%":
        return f"{value * 100:.{decimals}f}".rstrip("0").rstrip(".") + "%"
    shown = f"{value:,.{decimals}f}" if unit == "元" else f"{value:.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def joined(*pieces: Said) -> Said:
    """The pieces one after the other, for everybody or person by person."""
    count = next((len(piece) for piece in pieces if isinstance(piece, list)), None)
    if count is None:
        return "".join(piece for piece in pieces if isinstance(piece, str))
    columns = [[piece] * count if isinstance(piece, str) else piece for piece in pieces]
    return ["".join(parts) for parts in zip(*columns, strict=True)]


def chosen(test: Array, yes: Said, no: Said, count: int) -> Said:
    """`yes` for the people the test holds for, `no` for the others."""
    yes, no = spread(yes, count), spread(no, count)
    return [yes[i] if held else no[i] for i, held in enumerate(test)]


def spread(piece: Said, count: int) -> list[str]:
    """The piece as one text per person."""
    return [piece] * count if isinstance(piece, str) else piece


def sentences(title: str, root: tree.Node, people: People) -> list[str]:
    """How each person's value came about: `业绩：实际销售额 110,000÷计划销售额 100,000×60 = 66`."""
    result: Said = joined(" = ", _values(root, people))
    whole, root = root, root.of if isinstance(root, tree.Only) else root
    if isinstance(root, tree.Round) and isinstance(root.of, tree.Column):
        result = ""  # one mark: the column and its value say it all
    elif isinstance(root, tree.If) and isinstance(root.yes, tree.Words):
        result = chosen(people.values(root.test), "", result, len(people.rows))
    said = spread(joined(f"{title}：", say(root, people), result), len(people.rows))
    missing = people.trace.missing(whole)
    unscored = Unscored(whole, people.trace)
    return [
        f"{title}：{unscored.words(row)}" if missing[row] else line for row, line in zip(people.rows, said, strict=True)
    ]


class Unscored:
    """Why a rule says nothing of people: what bars it, else the columns that are missing, else the divisor that is 0."""

    def __init__(self, root: tree.Node, trace: Trace) -> None:
        self.root, self.trace = root, trace
        self.bars = [(node, trace.barred(node)) for node in root.walk() if isinstance(node, tree.Only)]
        self.lacking = [(column.label, trace.missing(column)) for column in tree.columns(root)]

    def words(self, row: int) -> str:
        """Why one person has no figure, as the whole of a sentence."""
        barred = [node.unless for node, _ in self.bars if node.unless and self.trace.held(node.unless)[row]]
        if barred:
            return f"{barred[0].rpartition('.')[2]}，{self.trace.columns[barred[0]][row]}"
        return f"{self.why(row)}，未评分"

    def why(self, row: int) -> str:
        """What one person lacks, or what cannot be divided by."""
        barred = [node.given.label for node, bar in self.bars if bar[row] and node.given]
        barred += [
            node.name
            for node in self.root.walk()
            if isinstance(node, tree.Match) and np.isnan(self.trace.of(node)[row])
        ]
        if barred:
            return f"没有{barred[0]}"
        lacking = [label for label, missing in self.lacking if missing[row]]
        if lacking:
            return f"缺{'、'.join(lacking)}"
        person = People(self.trace, [row])
        zero = (d for d in tree.divisors(self.root) if steady(person.values(d))[0] == 0)
        return "、".join(f"{spread(say(d, person), 1)[0]} 不能作除数" for d in zero)


class Sourced(Protocol):
    """Anything that has a clause, or a reason why it was assumed."""

    @property
    def clause(self) -> str: ...
    @property
    def assumed(self) -> str: ...


ASSUMED = "假设（见制度参数）"


def clauses(root: tree.Node, people: People, source: Sourced) -> list[str]:
    """The clauses each person's value rests on, that of the whole rule first, then those of the branch taken."""
    count = len(people.rows)
    return spread(merged([_own(source), _clauses(root, people)], count), count)


def _values(node: tree.Node, people: People) -> list[str]:
    unit = node.unit if isinstance(node, tree.Column) else "元" if tree.unit_of(node) == "元" else ""
    return [v if isinstance(v, str) else number(v, unit) if v == v else "" for v in people.values(node).tolist()]


@singledispatch
def say(node: tree.Node, people: People) -> Said:
    """The node as a piece of sentence."""
    raise TypeError(type(node))


@say.register
def _(node: tree.Figure, people: People) -> Said:
    return number(float(node.value), node.unit)


@say.register
def _(node: tree.Words, people: People) -> Said:
    return node.value


@say.register
def _(node: tree.Column, people: People) -> Said:
    if node.many:
        return f"{node.label}各项"
    return joined(f"{node.label} ", _values(node, people))


@say.register
def _(node: tree.Operation, people: People) -> Said:
    left, right = say(node.left, people), say(node.right, people)
    if node.sign == "-" and node.left == tree.Figure(Decimal(0)):
        return joined("-", right if isinstance(node.right, tree.Limit) else joined("(", right, ")"))
    return joined(_held(node.left, node, left), _SPOKEN[node.sign], _held(node.right, node, right))


def _held(node: tree.Node, outer: tree.Operation, said: Said) -> Said:
    """The operand in brackets where the outer sign binds tighter."""
    loose = bracket(node, outer, "") == "()" or (
        (outer.sign in "*/" or (outer.sign == "-" and node is outer.right))
        and isinstance(node, tree.Sum)
        and len(node.terms) > 1
    )
    return joined("(", said, ")") if loose else said


@say.register
def _(node: tree.Sum, people: People) -> Said:
    if len(node.terms) == 1 and tree.is_many(node.terms[0]):
        unit, total = tree.unit_of(node), people.values(node).tolist()
        if isinstance(node.terms[0], tree.Column):
            return joined(f"{node.terms[0].label}合计 ", [number(v, unit) for v in total])
        return joined(say(node.terms[0], people), "的有 ", [f"{number(v)}项" for v in total])
    pieces: list[Said] = []
    for position, term in enumerate(node.terms):
        pieces += ["+" if position else "", say(term, people)]
    said = joined(*pieces)
    return said.replace("+-", "-") if isinstance(said, str) else [line.replace("+-", "-") for line in said]


@say.register
def _(node: tree.Count, people: People) -> Said:
    return [f"{number(v)}项" for v in people.values(node).tolist()]


@say.register
def _(node: tree.Limit, people: People) -> Said:
    inside, bound = people.values(node.of), people.values(node.bound)
    cut = inside > bound if node.at == "most" else inside < bound
    word = "最高" if node.at == "most" else "最低"
    held = joined("(", say(node.of, people), f"，{word}取 ", say(node.bound, people), ")")
    return chosen(cut, held, say(node.of, people), len(people.rows))


@say.register
def _(node: tree.Round, people: People) -> Said:
    return say(node.of, people)


@say.register
def _(node: tree.Whole, people: People) -> Said:
    return joined("取整", "(", say(node.of, people), ")")


@say.register
def _(node: tree.If, people: People) -> Said:
    become = "为 " if isinstance(node.yes, tree.Words) else ""
    yes = joined("因", say(node.test, people), "，", become, say(node.yes, people))
    return chosen(people.values(node.test), yes, say(node.no, people), len(people.rows))


@say.register
def _(node: tree.Either, people: People) -> Said:
    """Only the tests that hold, so the reason given is the person's own."""
    held = [(people.values(test), spread(say(test, people), len(people.rows))) for test in node.tests]
    return ["、".join(said[i] for holds, said in held if holds[i]) for i in range(len(people.rows))]


@say.register
def _(node: tree.Both, people: People) -> Said:
    first, *rest = (say(test, people) for test in node.tests)
    return joined(first, *(piece for said in rest for piece in ("且", said)))


@say.register
def _(node: tree.Lookup, people: People) -> Said:
    value = people.values(node.of)
    shown = [_beside(node.bounds, v, node.unit) if v == v else "" for v in value.tolist()]
    rows = lookup_row(node, value)
    reached = [_band(node, row) for row in range(len(node.values))]
    said = (
        joined(f"{node.of.label} ", shown)
        if isinstance(node.of, tree.Column)
        else joined(say(node.of, people), "=", shown)
    )
    return joined(said, [reached[row] for row in rows.tolist()])


def _beside(bounds: tuple[Decimal, ...], value: float, unit: str) -> str:
    """A value with as many decimals as it takes to tell it from the bounds of its table: 99.99999% is not 100%."""
    shown = number(value, unit)
    if any(shown == number(float(bound), unit) for bound in bounds):
        return number(value, unit, NOISE - 2)
    return shown


def _band(node: tree.Lookup, row: int) -> str:
    if not node.bounds:  # one row for every value
        return ""
    if node.up_to:
        top = row == len(node.bounds)
        return (
            f">{number(float(node.bounds[-1]), node.unit)}" if top else f"≤{number(float(node.bounds[row]), node.unit)}"
        )
    return (
        f"≥{number(float(node.bounds[row - 1]), node.unit)}" if row else f"<{number(float(node.bounds[0]), node.unit)}"
    )


@say.register
def _(node: tree.Rank, people: People) -> Said:
    group = f"同{node.within.rpartition('.')[2].removesuffix('组')}" if node.within else ""
    words = {"highest": "排名", "lowest": "倒数排名", "number": "排名的人数"}
    return f"{group}按{node.of.label}{words[node.by]}"


@say.register
def _(node: tree.Tally, people: People) -> Said:
    return joined(f"{node.word} " if node.word else "", [f"{number(v)}个月" for v in people.values(node).tolist()])


@say.register
def _(node: tree.Longest, people: People) -> Said:
    return joined(f"{node.word} 最长连续 ", [f"{number(v)}个月" for v in people.values(node).tolist()])


@say.register
def _(node: tree.Mean, people: People) -> Said:
    return joined(f"{node.of.label}平均 ", _values(node, people))


@say.register
def _(node: tree.Only, people: People) -> Said:
    return say(node.of, people)


@say.register
def _(node: tree.Named, people: People) -> Said:
    values = people.trace.columns.get(node.ref, np.full(people.trace.size, None)).tolist()
    return joined(f"{node.label} ", [str(values[row] or "") for row in people.rows])


@say.register
def _(node: tree.Match, people: People) -> Said:
    held = people.trace.columns.get(node.ref, np.full(people.trace.size, None))[list(people.rows)].tolist()
    values = people.values(node).tolist()
    return [
        f"{node.label} {word or ''} 的{node.name} {number(v)}" if v == v else ""
        for word, v in zip(held, values, strict=True)
    ]


@say.register
def _(node: tree.Slice, people: People) -> Said:
    """The amount and the part of it: `计入金额 95,000 中 80,000 至 100,000 的部分 15,000`."""
    unit = tree.unit_of(node.of)
    low, high, part = (
        [] if bound is None else [number(v, unit, 2) for v in people.values(bound).tolist()]
        for bound in (node.low, node.high, node)
    )
    if node.low is None and node.high is None:
        return say(node.of, people)
    if node.low is None:
        where = [f"不超过 {bound}" for bound in high]
    elif node.high is None:
        where = [f"超过 {bound}" for bound in low]
    else:
        where = [f"{above} 至 {up_to}" for above, up_to in zip(low, high, strict=True)]
    return joined(say(node.of, people), " 中 ", where, " 的部分 ", part)


@say.register
def _(node: tree.Marginal, people: People) -> Said:
    unit = tree.unit_of(node.of)
    values = [[number(v, unit, 2) for v in people.values(line).tolist()] for line in node.lines]
    return ["各级相加 " + "+".join(row) for row in zip(*values, strict=True)]


@say.register
def _(node: tree.Listed, people: People) -> Said:
    return [str(words) for words in people.values(node).tolist()]


@say.register
def _(node: tree.Asked | tree.Unsigned, people: People) -> Said:
    return [str(words) for words in people.values(node).tolist()]


@singledispatch
def _clauses(node: tree.Node, people: People) -> Said:
    own = _own(node)
    below = [_clauses(child, people) for child in node.children()]
    return merged([own, *below], len(people.rows))


@_clauses.register
def _(node: tree.If, people: People) -> Said:
    test = people.values(node.test)
    yes = merged([_clauses(node.test, people), _clauses(node.yes, people)], len(people.rows))
    return chosen(test, yes, _clauses(node.no, people), len(people.rows))


@_clauses.register
def _(node: tree.Either, people: People) -> Said:
    count = len(people.rows)
    parts = [chosen(people.values(test), _clauses(test, people), "", count) for test in node.tests]
    return merged(parts, count)


def _own(node: object) -> str:
    clause: str = getattr(node, "clause", "")
    return clause or (ASSUMED if getattr(node, "assumed", "") else "")


def merged(parts: Iterable[Said], count: int) -> Said:
    """The distinct clauses of the parts, in order, joined by ；."""
    parts = [part for part in parts if part]
    if all(isinstance(part, str) for part in parts):
        return _distinct(part for part in parts if isinstance(part, str))
    spreads = [spread(part, count) for part in parts]
    return [_distinct(row) for row in zip(*spreads, strict=True)]


def _distinct(parts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(clause for part in parts if part for clause in part.split("；")))
