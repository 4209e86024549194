"""The columns that a policy may name, as nodes of the rule tree: single ones, sums and differences, quotients, team shares."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from mkt import vocabulary
from mkt.policy.figures import Model, problem
from mkt.rule import tree

DERIVED = {"处分": ("未抵消",), "总结计划": ("缺交",)}
"""Columns that are counted from others: sanctions that still stand, pieces not handed in."""
TEAM = "团队."


def near(word: str, known: Sequence[str]) -> tuple[str, str]:
    """What may have been meant by a word that is not known, in both languages."""
    close = difflib.get_close_matches(word, known, 1, 0.5)
    if close:
        return f"是不是“{close[0]}”？", f"Did you mean '{close[0]}'?"
    return f"可用：{'、'.join(known)}。", f"Known: {', '.join(known)}."


def normal(word: str) -> str:
    """A word as cells are read: full-width forms narrowed, outer blanks gone."""
    return unicodedata.normalize("NFKC", word).strip()


def _reference(value: Any) -> Any:
    if not isinstance(value, str) or "." not in value:
        shown = f"“{value}”" if isinstance(value, str) else "这里"
        said = f"'{value}'" if isinstance(value, str) else "this"
        raise problem(
            f"{shown}不是列。写成 表.列，例如 销售目标.实际销售额。",
            f"{said} is not a column; write SHEET.COLUMN, such as 销售目标.实际销售额.",
        )
    ref = normal(value)
    wrong = unfit(ref)
    if wrong:
        raise problem(*wrong)
    return ref


def unfit(ref: str) -> tuple[str, str] | None:
    """Why a reference names no column of numbers, None if it does."""
    sheet, _, rest = ref.partition(".")
    key, _, name = rest.rpartition(".")
    words = vocabulary.SHEETS.get(sheet)
    if words is None:
        zh, en = near(sheet, list(vocabulary.SHEETS))
        return f"没有“{sheet}”这张表。{zh}", f"there is no sheet '{sheet}'. {en}"
    if rest in DERIVED.get(sheet, ()) or (words.free and rest and rest not in words.columns):
        return None
    if words.key and not key:
        example = f"{sheet}.名称.{_numbers(words)[0]}"
        return f"“{sheet}”表的列要写成 {example}。", f"a column of sheet '{sheet}' is written as {example}."
    if name not in words.columns or bool(key) != bool(words.key):
        zh, en = near(name, [*_numbers(words), *DERIVED.get(sheet, ())])
        return f"“{sheet}”表没有“{rest}”列。{zh}", f"sheet '{sheet}' has no column '{rest}'. {en}"
    if words.columns[name].type != "number":
        return f"“{sheet}”表的“{name}”列不是数字。", f"column '{name}' of sheet '{sheet}' does not hold numbers."
    return None


def _numbers(words: vocabulary.SheetWords) -> list[str]:
    return [name for name, column in words.columns.items() if column.type == "number"]


def _of_items(ref: str) -> str:
    if not column(ref).many:
        lists = [f"{sheet}.{name}" for sheet, words in vocabulary.SHEETS.items() for name in _numbers(words)
                 if words.shape == "items"]  # fmt: skip
        raise problem(
            f"“{ref}”一人只有一个数；这里要写一人多行的列：{'、'.join(lists)}。",
            f"'{ref}' has one value a person; a column with several rows a person belongs here: {', '.join(lists)}.",
        )
    return ref


Ref = Annotated[str, BeforeValidator(_reference)]
ItemsRef = Annotated[Ref, AfterValidator(_of_items)]
Word = Annotated[str, AfterValidator(normal)]


def column(ref: str) -> tree.Column:
    """The column that a reference names, as many or single as its sheet is; `团队.` before it makes it the team's."""
    own = ref.removeprefix(TEAM)
    shape = vocabulary.SHEETS[own.partition(".")[0]].shape
    many = own != ref or shape in ("log", "items")
    return tree.Column(ref, vocabulary.unit_of(own), many=many, log=own == ref and shape == "log")


def total_of(ref: str) -> tree.Node:
    """The column as one value per person: rows of a log or list are added up."""
    node = column(ref)
    return tree.Sum((node,)) if node.many else node


class Net(Model):
    """An amount made of several columns: some added, some taken off (collected less refunds)."""

    plus: tuple[Ref, ...] = Field(min_length=1, max_length=20)
    less: tuple[Ref, ...] = Field((), max_length=20)

    def node(self) -> tree.Node:
        """The amount as a tree."""
        first, *rest = (total_of(ref) for ref in self.plus)
        result: tree.Node = first
        for term in rest:
            result = result + term
        for ref in self.less:
            result = result - total_of(ref)
        return result

    def refs(self) -> Iterator[str]:
        """The columns it names."""
        yield from (*self.plus, *self.less)


def _amount(value: Any) -> Any:
    return {"plus": [value]} if isinstance(value, str) else value


Amount = Annotated[Net, BeforeValidator(_amount)]


class Quotient(Model):
    """One amount divided by another: attainment, expense ratio, share kept."""

    actual: Amount
    target: Amount

    def node(self) -> tree.Node:
        """Actual ÷ target."""
        return self.actual.node() / self.target.node()

    def refs(self) -> Iterator[str]:
        """The columns it names."""
        yield from (*self.actual.refs(), *self.target.refs())


def _of_members(quotient: Quotient) -> Quotient:
    for ref in quotient.refs():
        if column(ref).many:
            raise problem(f"“{ref}”一人有多行，不能用来看团队每个人是否达标。",
                          f"'{ref}' has several rows a person; whether a member reaches the plan cannot be told by it.")  # fmt: skip
    return quotient


class TeamShare(Model):
    """The share of a superior's team whose own actual reaches their plan."""

    team_reaching: Annotated[Quotient, AfterValidator(_of_members)]

    def node(self) -> tree.Node:
        """Members who reach their plan ÷ members."""
        actual, target = (_of_team(amount.node()) for amount in (self.team_reaching.actual, self.team_reaching.target))
        members = next(c for c in tree.columns(target))
        return tree.Sum((tree.Operation(">=", actual, target),)) / tree.Count(members)

    def refs(self) -> Iterator[str]:
        """The columns it names, as each member has them."""
        return self.team_reaching.refs()


def _of_team(node: tree.Node) -> tree.Node:
    match node:
        case tree.Column():
            return column(f"{TEAM}{node.ref}")
        case tree.Operation():
            return tree.Operation(node.sign, _of_team(node.left), _of_team(node.right))
    return node


_SORTS = {"plus": "Net", "less": "Net", "actual": "Quotient", "target": "Quotient", "team_reaching": "TeamShare"}


def _quantity(value: Any) -> Any:
    value = _amount(value)
    if not isinstance(value, dict) or not _SORTS.keys() & value.keys():
        raise problem("这里要写一列（表.列），或者 {plus, less}、{actual, target}、{team_reaching} 之一。",
                      "a column belongs here (SHEET.COLUMN), or one of {plus, less}, {actual, target}, {team_reaching}.")  # fmt: skip
    return value


def _sort(value: Any) -> str:
    return next(_SORTS[key] for key in reversed(_SORTS) if key in value)


Quantity = Annotated[
    Annotated[Net, Tag("Net")] | Annotated[Quotient, Tag("Quotient")] | Annotated[TeamShare, Tag("TeamShare")],
    Discriminator(_sort),
    BeforeValidator(_quantity),
]
