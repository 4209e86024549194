"""The nodes a rule is made of. A node says what is computed; the readings beside this file say how.

Nodes are frozen, so a node is its own key: the arrays of a computation, kept by node, are its trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Sign = Literal["+", "-", "*", "/", ">", ">=", "<", "<=", "="]


class Node:
    """A part of a rule. Arithmetic between nodes builds larger nodes, so a kind reads like its clause."""

    def __add__(self, other: Node) -> Operation:
        return Operation("+", self, other)

    def __sub__(self, other: Node) -> Operation:
        return Operation("-", self, other)

    def __mul__(self, other: Node) -> Operation:
        return Operation("*", self, other)

    def __truediv__(self, other: Node) -> Operation:
        return Operation("/", self, other)

    def children(self) -> Iterator[Node]:
        """The nodes directly below this one."""
        for value in vars(self).values():
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from (part for part in value if isinstance(part, Node))

    def walk(self) -> Iterator[Node]:
        """This node and everything below it."""
        yield self
        for child in self.children():
            yield from child.walk()


@dataclass(frozen=True)
class Figure(Node):
    """A figure of the regulation; in the workbook it stands on the sheet of figures under `name`.

    A figure without a name is a plain constant. Either `clause` says where it is written, or `assumed` why
    it was filled in.
    """

    value: Decimal
    name: str = ""
    unit: str = ""
    clause: str = ""
    assumed: str = ""


@dataclass(frozen=True)
class Words(Node):
    """A text, such as a grade, with the clause that awards it."""

    value: str
    clause: str = ""


@dataclass(frozen=True)
class Column(Node):
    """A column of the people's figures, by its reference (`销售目标.实际销售额`).

    `many`: each person has any number of rows of it, to be added up or counted. A `log` may have none: what
    was not recorded did not happen. In any other column no value means not known.
    """

    ref: str
    unit: str = ""
    many: bool = False
    log: bool = False

    @property
    def label(self) -> str:
        """The last part of the reference, the word people use."""
        return self.ref.rpartition(".")[2]


@dataclass(frozen=True)
class Operation(Node):
    """Two nodes joined by an arithmetic or comparison sign."""

    sign: Sign
    left: Node
    right: Node


@dataclass(frozen=True)
class Sum(Node):
    """The sum of the terms; a term with many rows per person adds up the person's rows."""

    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Count(Node):
    """How many rows the person has in a column of many."""

    of: Column


@dataclass(frozen=True)
class Limit(Node):
    """`of`, but at most (or at least) `bound`."""

    of: Node
    bound: Node
    at: Literal["most", "least"]


@dataclass(frozen=True)
class Round(Node):
    """`of` rounded half away from zero."""

    of: Node
    digits: int


@dataclass(frozen=True)
class Whole(Node):
    """`of` cut toward zero to whole steps."""

    of: Node


@dataclass(frozen=True)
class If(Node):
    """`yes` where the test holds, else `no`."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True)
class Either(Node):
    """True where any of the tests holds."""

    tests: tuple[Node, ...]


@dataclass(frozen=True)
class Both(Node):
    """True where all of the tests hold."""

    tests: tuple[Node, ...]


@dataclass(frozen=True)
class Lookup(Node):
    """The value of the row that `of` falls in.

    `bounds` ascend and there is one value more than bounds. Counting from the bottom, a row begins at its
    bound (`up_to` false: "at least") or ends with it (`up_to` true: "at most").
    """

    of: Node
    bounds: tuple[Decimal, ...]
    values: tuple[Decimal, ...] | tuple[str, ...]
    name: str
    unit: str = ""
    up_to: bool = False
    clause: str = ""
    assumed: str = ""


@dataclass(frozen=True)
class Rank(Node):
    """One more than the number of people with a higher value; equal values share a rank.

    With `among`, only people who have a word in that column (a grade) are ranked; with `within`, only against people with
    the same word there (a level), and people without one not at all. `by` "lowest" ranks from below, "number" says how many
    are ranked together.
    """

    of: Column
    among: str = ""
    within: str = ""
    by: Literal["highest", "lowest", "number"] = "highest"


@dataclass(frozen=True)
class Span:
    """Columns side by side, one for each month. No node: a month that is missing is a month less, not a value missing."""

    refs: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Tally(Node):
    """How many columns of the span hold the word; without a word, how many hold any."""

    of: Span
    word: str = ""


@dataclass(frozen=True)
class Longest(Node):
    """The longest run of neighbouring columns that hold the word."""

    of: Span
    word: str


@dataclass(frozen=True)
class Mean(Node):
    """The mean of the numbers that stand in the span; of none where there are none, which an `Only` around it guards."""

    of: Span


@dataclass(frozen=True)
class Only(Node):
    """`of`, but nothing for people with a word in the column `unless`, or with nothing in any column of `given`."""

    of: Node
    unless: str = ""
    given: Span | None = None


@dataclass(frozen=True)
class Named(Node):
    """True where a column holds one of the words."""

    ref: str
    words: tuple[str, ...]
    clause: str = ""

    @property
    def label(self) -> str:
        """The last part of the reference, the word people use."""
        return self.ref.rpartition(".")[2]


@dataclass(frozen=True)
class Match(Node):
    """The figure whose word a column holds; nothing for people with another word or none."""

    ref: str
    words: tuple[str, ...]
    figures: tuple[Figure, ...]
    name: str

    @property
    def label(self) -> str:
        """The last part of the reference, the word people use."""
        return self.ref.rpartition(".")[2]


@dataclass(frozen=True)
class Slice(Node):
    """What of an amount lies above `low` and up to `high`; without `low` all up to `high`, what is below zero too."""

    of: Node
    low: Node | None = None
    high: Node | None = None


@dataclass(frozen=True)
class Marginal(Node):
    """What a table pays that has a rate of its own for every slice of an amount: its `lines` added up, each rounded by itself.

    The edges of the slices are figures of the table `name`, or with `per` shares of it, rounded to the cent.
    """

    lines: tuple[Node, ...]
    of: Node
    per: Node | None
    name: str


@dataclass(frozen=True)
class Listed(Node):
    """The words of several columns one after the other, ； between them; no word has a blank in it.

    The word `idle` says nothing beside another one, and is said once where there is no other.
    """

    refs: tuple[str, ...]
    idle: str = ""


@dataclass(frozen=True)
class Asked(Node):
    """Every role that the chains in some columns ask to sign, between 、 so that none is found in another's name; "" for none."""

    refs: tuple[str, ...]


@dataclass(frozen=True)
class Unsigned(Node):
    """The roles that a column of `Asked` names and of whom the column of their signatures is blank."""

    ref: str
    roles: tuple[str, ...]
    signs: tuple[str, ...]


def columns(root: Node) -> tuple[Column, ...]:
    """Every column the rule reads, once each, in reading order."""
    return tuple(dict.fromkeys(node for node in root.walk() if isinstance(node, Column)))


def divisors(root: Node) -> tuple[Node, ...]:
    """Everything made of the people's figures that the rule divides by, counts aside: they are never 0 where there are rows."""
    found = (node.right for node in root.walk() if isinstance(node, Operation) and node.sign == "/")
    return tuple(dict.fromkeys(n for n in found if columns(n) and not isinstance(n, Count) and not is_many(n)))


def is_many(root: Node) -> bool:
    """Whether the node still holds several rows per person (a sum or count makes one of them)."""
    match root:
        case Column():
            return root.many
        case Sum() | Count():
            return False
    return any(is_many(child) for child in root.children())


def unit_of(root: Node) -> str:
    """The unit of a value, "" for a plain number; yuan by yuan is a ratio, which has none."""
    match root:
        case Column() | Figure():
            return root.unit
        case Operation(sign="/"):
            over = unit_of(root.left)
            return "" if over == unit_of(root.right) else over
        case Operation(sign=">" | ">=" | "<" | "<=" | "=") | Count() | Lookup():
            return ""
    return next((unit for child in root.children() if (unit := unit_of(child))), "")


def unit_compared(node: Operation) -> str:
    """The unit in which a comparison is made: it fixes how many decimals are noise."""
    return unit_of(node.left) or unit_of(node.right)
