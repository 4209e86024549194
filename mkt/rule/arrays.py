"""The first reading of a rule: arrays, the whole staff at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from functools import singledispatchmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from mkt.rule import tree
from mkt.rule.numbers import Floats, half_up, noise, steady, truncate

Array = npt.NDArray[Any]
Owners = npt.NDArray[np.intp]

_SIGNS: dict[str, Callable[[Array, Array], Array]] = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
_TESTS: dict[str, Callable[[Array, Array], Array]] = {
    ">": np.greater,
    ">=": np.greater_equal,
    "<": np.less,
    "<=": np.less_equal,
    "=": np.equal,
}


class Trace:
    """The values of every node computed so far, for `size` people.

    `columns` maps a reference to its values: one per person, or for a column of many one per row, with
    `owners` saying whose row it is. NaN is a missing number, None or "" a missing word. A reference that is not there is
    missing for all.
    """

    def __init__(self, size: int, columns: Mapping[str, Array], owners: Mapping[str, Owners] | None = None) -> None:
        self.size = size
        self.columns = dict(columns)
        self.owners = dict(owners or {})
        self.seen: dict[tree.Node, Array] = {}
        self._without: dict[tree.Node, npt.NDArray[np.bool_]] = {}

    def values(self, root: tree.Node) -> Array:
        """What the rule yields for each person; NaN (or None for words) where a value it needs is missing."""
        result = self.of(root)
        missing = self.missing(root)
        nothing: object = None if result.dtype == object else np.nan
        return np.where(missing, np.array(nothing), result)

    def missing(self, root: tree.Node) -> npt.NDArray[np.bool_]:
        """True for each person who lacks a value that the rule reads, or has 0 where it divides."""
        if root not in self._without:
            lacking = [self._lacking(column) for column in tree.columns(root)]
            zero = [steady(self.of(divisor)) == 0 for divisor in tree.divisors(root)]
            barred = [self.barred(node) for node in root.walk() if isinstance(node, tree.Only)]
            unmatched = [np.isnan(self.of(node)) for node in root.walk() if isinstance(node, tree.Match)]
            self._without[root] = np.any([np.zeros(self.size, bool), *lacking, *zero, *barred, *unmatched], axis=0)
        return self._without[root]

    def barred(self, node: tree.Only) -> npt.NDArray[np.bool_]:
        """True for the people for whom the node yields nothing."""
        bar = self.held(node.unless) if node.unless else np.zeros(self.size, bool)
        if node.given is not None:
            bar = bar | ~np.any([self.held(ref) for ref in node.given.refs], axis=0)
        return bar

    def held(self, ref: str) -> npt.NDArray[np.bool_]:
        """True for each person who has a value or a word in a column."""
        values = self.columns.get(ref)
        if values is None:
            return np.zeros(self.size, bool)
        return values.astype(bool) if values.dtype == object else ~np.isnan(values)

    def holding(self, ref: str, words: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """True for each person who has one of the words in a column."""
        values = self.columns.get(ref)
        if values is None:
            return np.zeros(self.size, bool)
        return np.asarray(np.any([values == word for word in words], axis=0))

    def owner(self, column: tree.Column) -> Owners:
        """Whose row each value of a column of many is."""
        return self.owners.get(column.ref, np.zeros(0, np.intp))

    def of(self, node: tree.Node) -> Array:
        """The node's values, computed once."""
        if node not in self.seen:
            with np.errstate(all="ignore"):
                self.seen[node] = self._compute(node)
        return self.seen[node]

    def _lacking(self, column: tree.Column) -> npt.NDArray[np.bool_]:
        nan: npt.NDArray[np.bool_] = np.isnan(self.of(column))
        if not column.many:
            return nan
        owner = self.owner(column)
        bad = np.bincount(owner, weights=nan, minlength=self.size) > 0
        if column.log:
            return bad
        return np.asarray(bad | (np.bincount(owner, minlength=self.size) == 0))

    def _added_up(self, term: tree.Node) -> Array:
        if not tree.is_many(term):
            return self.of(term)
        column = next(c for c in tree.columns(term) if c.many)
        return np.bincount(self.owner(column), weights=self.of(term), minlength=self.size)

    @singledispatchmethod
    def _compute(self, node: tree.Node) -> Array:
        raise TypeError(type(node))

    @_compute.register
    def _(self, node: tree.Figure) -> Array:
        return np.array(float(node.value))

    @_compute.register
    def _(self, node: tree.Words) -> Array:
        return np.array(node.value, dtype=object)

    @_compute.register
    def _(self, node: tree.Column) -> Array:
        if node.ref in self.columns:
            return self.columns[node.ref]
        return np.full(0 if node.many else self.size, np.nan)

    @_compute.register
    def _(self, node: tree.Operation) -> Array:
        left, right = self.of(node.left), self.of(node.right)
        if node.sign in _SIGNS:
            return _SIGNS[node.sign](left, right)
        digits = noise(tree.unit_compared(node))
        return _TESTS[node.sign](steady(left, digits), steady(right, digits))

    @_compute.register
    def _(self, node: tree.Sum) -> Array:
        total = np.zeros(self.size)
        for term in node.terms:
            total = total + self._added_up(term)
        return total

    @_compute.register
    def _(self, node: tree.Count) -> Array:
        return np.bincount(self.owner(node.of), minlength=self.size).astype(float)

    @_compute.register
    def _(self, node: tree.Limit) -> Array:
        return (np.minimum if node.at == "most" else np.maximum)(self.of(node.of), self.of(node.bound))

    @_compute.register
    def _(self, node: tree.Round) -> Array:
        return half_up(self.of(node.of), node.digits)

    @_compute.register
    def _(self, node: tree.Whole) -> Array:
        return truncate(self.of(node.of))

    @_compute.register
    def _(self, node: tree.If) -> Array:
        return np.where(self.of(node.test), self.of(node.yes), self.of(node.no))

    @_compute.register
    def _(self, node: tree.Either) -> Array:
        return np.asarray(np.logical_or.reduce([self.of(test) for test in node.tests]))

    @_compute.register
    def _(self, node: tree.Both) -> Array:
        return np.asarray(np.logical_and.reduce([self.of(test) for test in node.tests]))

    @_compute.register
    def _(self, node: tree.Lookup) -> Array:
        words = isinstance(node.values[0], str)
        results = np.array(node.values, dtype=object) if words else np.array([float(v) for v in node.values])
        return results[lookup_row(node, self.of(node.of))]

    @_compute.register
    def _(self, node: tree.Rank) -> Array:
        values = steady(self.of(node.of))
        for ref in filter(None, (node.among, node.within)):
            values = np.where(self.held(ref), values, np.nan)
        if not node.within:
            return _ranks(values, node.by)
        found, words = np.full(self.size, np.nan), self.columns.get(node.within, np.full(self.size, None))
        for word in dict.fromkeys(words[~np.isnan(values)].tolist()):
            same = words == word
            found[same] = _ranks(values[same], node.by)
        return found

    @_compute.register
    def _(self, node: tree.Tally) -> Array:
        held = (self.holding(ref, (node.word,)) if node.word else self.held(ref) for ref in node.of.refs)
        return np.asarray(np.sum(list(held), axis=0), float)

    @_compute.register
    def _(self, node: tree.Longest) -> Array:
        longest = run = np.zeros(self.size)
        for ref in node.of.refs:
            run = np.where(self.holding(ref, (node.word,)), run + 1, 0)
            longest = np.maximum(longest, run)
        return longest

    @_compute.register
    def _(self, node: tree.Mean) -> Array:
        values = np.array([self.columns.get(ref, np.full(self.size, np.nan)) for ref in node.of.refs], float)
        return np.asarray(np.nansum(values, axis=0) / np.sum(~np.isnan(values), axis=0))

    @_compute.register
    def _(self, node: tree.Only) -> Array:
        return self.of(node.of)

    @_compute.register
    def _(self, node: tree.Named) -> Array:
        return self.holding(node.ref, node.words)

    @_compute.register
    def _(self, node: tree.Match) -> Array:
        found = np.full(self.size, np.nan)
        for word, figure in zip(node.words, node.figures, strict=True):
            found[self.holding(node.ref, (word,))] = float(figure.value)
        return found

    @_compute.register
    def _(self, node: tree.Slice) -> Array:
        inside = self.of(node.of) if node.high is None else np.minimum(self.of(node.of), self.of(node.high))
        return inside if node.low is None else np.maximum(inside - self.of(node.low), 0.0)

    @_compute.register
    def _(self, node: tree.Marginal) -> Array:
        return np.asarray(np.sum([self.of(line) for line in node.lines], axis=0))

    @_compute.register
    def _(self, node: tree.Listed) -> Array:
        columns = [self.columns[ref].tolist() for ref in node.refs]
        rows = ([word for word in row if word] for row in zip(*columns, strict=True)) if columns else [[]] * self.size
        said = ([word for word in row if word != node.idle] or row[:1] for row in rows)
        return np.array(["；".join(row) for row in said], dtype=object)

    @_compute.register
    def _(self, node: tree.Asked) -> Array:
        chains = [self.columns[ref].tolist() for ref in node.refs]
        words = (
            ["".join(_asked(chain) for chain in row if chain) for row in zip(*chains, strict=True)]
            if chains
            else [""] * self.size
        )
        return np.array(words, dtype=object)

    @_compute.register
    def _(self, node: tree.Unsigned) -> Array:
        asked = self.columns[node.ref].tolist()
        blank = [[not sign for sign in self.columns[ref].tolist()] for ref in node.signs]
        found = [
            "、".join(
                role for role, lacks in zip(node.roles, blank, strict=True) if lacks[i] and f"、{role}、" in words
            )
            for i, words in enumerate(asked)
        ]
        return np.array(found, dtype=object)


@functools.lru_cache(1 << 10)  # chains repeat from payment to payment
def _asked(chain: str) -> str:
    return f"、{chain.translate(_PLAIN)}、"


_PLAIN = str.maketrans({"→": "、", "(": None, ")": None})


def _ranks(values: Floats, by: str) -> Floats:
    """Each value's rank among those that are known, from above or below, or their number; NaN for the others."""
    known = np.sort(values[~np.isnan(values)])
    if by == "highest":
        rank = len(known) - np.searchsorted(known, values, side="right") + 1
    elif by == "lowest":
        rank = np.searchsorted(known, values, side="left") + 1
    else:
        rank = np.full(len(values), len(known))
    return np.where(np.isnan(values), np.nan, rank)


def lookup_row(node: tree.Lookup, x: Array) -> npt.NDArray[np.intp]:
    """Which row of the table each value falls in, 0 for the lowest. NaN must be guarded by the caller."""
    bounds = np.array([float(bound) for bound in node.bounds])
    return np.searchsorted(bounds, steady(x, noise(node.unit)), side="left" if node.up_to else "right")
