"""The second reading of a rule: a formula that Excel 2007, WPS and LibreOffice all compute to the same value.

A formula is made once per rule as a pattern with marks for the row, and filled in per person, for a
hundred thousand people in a blink. Lookups compare the exact binary value in Excel, so every value is rounded to
`NOISE` decimals before it is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    for node in root.walk():
        if isinstance(node, tree.Only):
            tests += [f'{place(tree.Column(node.unless))}<>""'] if node.unless else []
            tests += [f'SUMPRODUCT(({_range(node.given, place)}<>"")*1)=0'] if node.given else []
        elif isinstance(node, tree.Match):
            held = place(tree.Column(node.ref))
            tests.append(_all(f"{held}<>{quoted(word)}" for word in node.words))
    zero = [f"ROUND({text(divisor, place)},{NOISE})=0" for divisor in tree.divisors(root)]
    for guard in (zero, tests):  # a blank is looked for first: arithmetic on "" would be an error
        if guard:
            body = f'IF({guard[0] if len(guard) == 1 else "OR(" + ",".join(guard) + ")"},"",{body})'
    return f"={body}"


_LEVEL = {">": 0, ">=": 0, "<": 0, "<=": 0, "=": 0, "+": 1, "-": 1, "*": 2, "/": 2}


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
    def whole(ref: str, unit: str = "") -> str:
        return place(tree.Column(ref, unit, many=True))

    own, values = place(node.of), whole(node.of.ref, node.of.unit)
    criterion = {"highest": f'">"&{own}', "lowest": f'"<"&{own}', "number": '">=-1E+15"'}[node.by]
    more = "" if node.by == "number" else "+1"
    if not node.among and not node.within:
        return f"COUNTIF({values},{criterion}){more}"
    parts = [f"{values},{criterion}"]
    parts += [f'{whole(node.among)},"?*"'] if node.among else []
    parts += [f'{whole(node.within)},"="&{place(tree.Column(node.within))}'] if node.within else []
    blank = [f'{place(tree.Column(ref))}=""' for ref in (node.among, node.within) if ref]
    guard = blank[0] if len(blank) == 1 else f"OR({','.join(blank)})"
    return f'IF({guard},"",COUNTIFS({",".join(parts)}){more})'


def _range(span: tree.Span, place: Place) -> str:
    """The cells of a span, which stand side by side."""
    first, last = (place(tree.Column(ref)) for ref in (span.refs[0], span.refs[-1]))
    return f"{first}:{last.rpartition('!')[2]}"


@text.register
def _(node: tree.Tally, place: Place) -> str:
    cells = _range(node.of, place)
    return f"COUNTIF({cells},{quoted(node.word)})" if node.word else f'SUMPRODUCT(({cells}<>"")*1)'


@text.register
def _(node: tree.Longest, place: Place) -> str:
    """The longest of the runs that end in each cell: a run goes on where the cell holds the word, and is 0 where not."""
    runs: list[str] = []
    for ref in node.of.refs:
        held = f"({place(tree.Column(ref))}={quoted(node.word)})"
        runs.append(f"{held}*(1+{runs[-1]})" if runs else f"{held}*1")
    return f"MAX({','.join(runs)})"


@text.register
def _(node: tree.Mean, place: Place) -> str:
    return f"AVERAGE({_range(node.of, place)})"


@text.register
def _(node: tree.Only, place: Place) -> str:
    return text(node.of, place)


@text.register
def _(node: tree.Named, place: Place) -> str:
    tests = [f"{place(tree.Column(node.ref))}={quoted(word)}" for word in node.words]
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


def _all(tests: Iterable[str]) -> str:
    found = list(tests)
    return found[0] if len(found) == 1 else f"AND({','.join(found)})"


@text.register
def _(node: tree.Match, place: Place) -> str:
    result = text(node.figures[-1], place)
    for word, figure in reversed(list(zip(node.words, node.figures, strict=True))[:-1]):
        result = f"IF({place(tree.Column(node.ref))}={quoted(word)},{text(figure, place)},{result})"
    return result


@text.register
def _(node: tree.Slice, place: Place) -> str:
    of = text(node.of, place)
    inside = of if node.high is None else f"MIN({of},{text(node.high, place)})"
    return inside if node.low is None else f"MAX({inside}-{text(node.low, place)},0)"


@text.register
def _(node: tree.Marginal, place: Place) -> str:
    """Every slice is what the amount has up to its upper edge, less the lower one; the lowest begins below everything."""
    of, low, high = text(node.of, place), f"{node.name}_下限", f"{node.name}_上限"
    if node.per is not None:
        low, high = (f"ROUND(ROUND({edge}*{text(node.per, place)},{NOISE}),2)" for edge in (low, high))
    slices = f"({of}>{low})*(({of}<{high})*{of}+({of}>={high})*{high}-({low}>0)*{low})"
    return f"SUMPRODUCT(ROUND(ROUND({slices}*{node.name}_结果,{NOISE}),2))"


@text.register
def _(node: tree.Listed, place: Place) -> str:
    words = '&" "&'.join(place(tree.Column(ref)) for ref in node.refs)
    listed = f'SUBSTITUTE(TRIM({words})," ","；")'
    if not node.idle or len(node.refs) == 1:
        return listed
    return f'SUBSTITUTE(SUBSTITUTE({listed},"{node.idle}；",""),"；{node.idle}","")'


@text.register
def _(node: tree.Asked, place: Place) -> str:
    def plain(ref: str) -> str:
        cell = place(tree.Column(ref))
        return f'IF({cell}="","","、"&SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"→","、"),"(",""),")","")&"、")'

    return "&".join(plain(ref) for ref in node.refs)


@text.register
def _(node: tree.Unsigned, place: Place) -> str:
    """Each role that is asked and has not signed with 、 behind it; the last 、 goes."""
    asked = place(tree.Column(node.ref))
    parts = (
        f'IF(AND({place(tree.Column(sign))}="",ISNUMBER(FIND("、{role}、",{asked}))),"{role} ","")'
        for role, sign in zip(node.roles, node.signs, strict=True)
    )
    return f'SUBSTITUTE(TRIM({"&".join(parts)})," ","、")'
