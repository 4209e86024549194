"""The second reading of a rule: a formula that Excel 2007, WPS and LibreOffice all compute to the same value.

A formula is made once per rule as a pattern with marks for the row, and filled in per person, for a
hundred thousand people in a blink. Lookups compare the exact binary value in Excel, so every value is rounded to
`NOISE` decimals before it is compared.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from mkt.rule import tree
from mkt.rule.numbers import NOISE, noise

ROW = "\x01"  # stands for the person's row in a pattern

Place = Callable[[tree.Column], str]
"""Where a column stands: a cell with `ROW` for its row, or for a column of many a range pattern."""

Need = Callable[[tree.Column], str]
"""How many numbers a column of many must hold, as formula text."""


def guarded(root: tree.Node, place: Place, need: Need) -> str:
    """The formula pattern of a rule, empty where a value it reads is missing (a blank is never zero)."""
    single = [place(c) for c in tree.columns(root) if not c.many]
    tests = [f"COUNT({','.join(single)})<{len(single)}"] if single else []
    tests += [f"COUNT({place(c)})<{need(c)}" for c in tree.columns(root) if c.many]
    body = text(root, place)
    zero = [f"ROUND({text(divisor, place)},{NOISE})=0" for divisor in tree.divisors(root)]
    for guard in (zero, tests):  # a blank is looked for first: arithmetic on "" would be an error
        if guard:
            body = f'IF({guard[0] if len(guard) == 1 else "OR(" + ",".join(guard) + ")"},"",{body})'
    return f"={body}"


_LEVEL = {">": 0, ">=": 0, "<": 0, "+": 1, "-": 1, "*": 2, "/": 2}


def bracket(node: tree.Node, outer: tree.Operation, inside: str) -> str:
    """The text of an operand, in brackets where the outer sign binds tighter."""
    if not isinstance(node, tree.Operation):
        return inside
    looser = _LEVEL[node.sign] < _LEVEL[outer.sign]
    regroups = node is outer.right and _LEVEL[node.sign] == _LEVEL[outer.sign]
    return f"({inside})" if looser or regroups else inside


def quoted(words: str) -> str:
    """A text as a formula holds it: in quotation marks, those inside it doubled."""
    return '"' + words.replace('"', '""') + '"'


@singledispatch
def text(node: tree.Node, place: Place) -> str:
    """The node as a piece of formula."""
    raise TypeError(type(node))


@text.register
def _(node: tree.Figure, place: Place) -> str:
    return node.name or f"{node.value:f}"


@text.register
def _(node: tree.Words, place: Place) -> str:
    return quoted(node.value)


@text.register
def _(node: tree.Column, place: Place) -> str:
    return place(node)


@text.register
def _(node: tree.Operation, place: Place) -> str:
    left, right = text(node.left, place), text(node.right, place)
    if _LEVEL[node.sign]:
        return bracket(node.left, node, left) + node.sign + bracket(node.right, node, right)
    digits = noise(tree.unit_compared(node))
    return f"ROUND({left},{digits}){node.sign}ROUND({right},{digits})"


@text.register
def _(node: tree.Sum, place: Place) -> str:
    return f"SUM({','.join(_added_up(term, place) for term in node.terms)})"


def _added_up(term: tree.Node, place: Place) -> str:
    inside = text(term, place)
    if not tree.is_many(term) or isinstance(term, tree.Column):
        return inside
    return f"SUMPRODUCT(({inside})*1)"  # * 1: a comparison over many rows becomes ones and zeros


@text.register
def _(node: tree.Count, place: Place) -> str:
    return f"COUNT({place(node.of)})"


@text.register
def _(node: tree.Limit, place: Place) -> str:
    return f"{'MIN' if node.at == 'most' else 'MAX'}({text(node.of, place)},{text(node.bound, place)})"


@text.register
def _(node: tree.Round, place: Place) -> str:
    return f"ROUND(ROUND({text(node.of, place)},{NOISE}),{node.digits})"


@text.register
def _(node: tree.Whole, place: Place) -> str:
    return f"TRUNC(ROUND({text(node.of, place)},{NOISE}))"


@text.register
def _(node: tree.If, place: Place) -> str:
    return f"IF({text(node.test, place)},{text(node.yes, place)},{text(node.no, place)})"


@text.register
def _(node: tree.Either, place: Place) -> str:
    tests = ",".join(text(test, place) for test in node.tests)
    return tests if len(node.tests) == 1 else f"OR({tests})"


@text.register
def _(node: tree.Both, place: Place) -> str:
    return f"AND({','.join(text(test, place) for test in node.tests)})"


@text.register
def _(node: tree.Lookup, place: Place) -> str:
    of = f"ROUND({text(node.of, place)},{noise(node.unit)})"
    if node.up_to:
        return f"INDEX({node.name}_结果,SUMPRODUCT(({node.name}_上限<{of})*1)+1)"
    return f"LOOKUP({of},{node.name}_下限,{node.name}_结果)"


@text.register
def _(node: tree.Rank, place: Place) -> str:
    if not node.among:
        return f'COUNTIF({place(tree.Column(node.of.ref, node.of.unit, many=True))},">"&{place(node.of)})+1'
    values, words = (place(tree.Column(ref, many=True)) for ref in (node.of.ref, node.among))
    return f'IF({place(tree.Column(node.among))}="","",COUNTIFS({values},">"&{place(node.of)},{words},"?*")+1)'
