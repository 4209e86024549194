"""Why every figure is what it is: sentence, clauses and cells, line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mkt.policy.model import TOTAL, points_column
from mkt.rule import sentence, tree
from mkt.rule.arrays import Trace
from mkt.rule.sentence import Sourced
from mkt.scores import GRADE, ScoredMonth
from mkt.staff import Input

BLOCK = 2_000  # people whose sentences are made at a time; it bounds the memory


@dataclass(frozen=True)
class Line:
    """One figure that is explained for everybody: its id, its title, the column it is published in, its rule and its values.

    `cells` yields the source cells of one person's figure.
    """

    id: str
    title: str
    ref: str
    root: tree.Node
    values: Sequence[Any]
    source: Sourced
    cells: Callable[[int], list[str]]


class Explanation:
    """The reasons, a line each: person by person the figures in their order."""

    def __init__(self, trace: Trace, figures: Sequence[Line]) -> None:
        self.trace, self.figures = trace, figures
        self.per_person = len(figures)
        self._from, self._sentences, self._clauses = -1, [], []  # type: ignore[var-annotated]

    def figure(self, i: int) -> Line:
        """The figure that a line is about."""
        return self.figures[i % self.per_person]

    def value(self, i: int) -> float | str:
        """The figure of a line."""
        value = self.figure(i).values[i // self.per_person]
        return "" if value is None else value

    def sentence(self, i: int) -> str:
        """How the figure came about."""
        return str(self._spoken(i)[0][i % self.per_person][i // self.per_person - self._from])

    def clauses(self, i: int) -> str:
        """The clauses it rests on."""
        return str(self._spoken(i)[1][i % self.per_person][i // self.per_person - self._from])

    def _spoken(self, i: int) -> tuple[list[list[str]], list[list[str]]]:
        """Sentences and clauses of the block of people that line `i` is in; blocks bound the memory."""
        block = i // self.per_person // BLOCK * BLOCK
        if block != self._from:
            rows = range(block, min(block + BLOCK, self.trace.size))
            people = sentence.People(self.trace, rows)
            self._sentences = [sentence.sentences(line.title, line.root, people) for line in self.figures]
            self._clauses = [sentence.clauses(line.root, people, line.source) for line in self.figures]
            self._from = block
        return self._sentences, self._clauses

    def cells(self, i: int) -> str:
        """The cells of the source that the figure was made from."""
        return "、".join(self.figure(i).cells(i // self.per_person))

    def document(self, person: int, which: int) -> dict[str, Any]:
        """One figure of one person with its reasons, as JSON has it."""
        line = person * self.per_person + which
        return {
            "indicator": self.figures[which].id,
            "text": self.sentence(line),
            "clause": self.clauses(line),
            "cells": self.figures[which].cells(person),
        }

    def reasons(self, which: int, person: int) -> str:
        """The clauses of one figure, with the reason in full where something was assumed."""
        line = self.figures[which]
        spoken = sentence.clauses(line.root, sentence.People(self.trace, [person]), line.source)[0]
        assumed = [line.source.assumed, *(getattr(n, "assumed", "") for n in line.root.walk())]
        why = "；".join(dict.fromkeys(f"假设：{reason}" for reason in assumed if reason))
        return spoken.replace(sentence.ASSUMED, why)


def explanation(month: ScoredMonth) -> Explanation:
    """The reasons of a month: the indicators, the total, the grade."""
    scores, inputs = month.scores, month.staff.inputs
    plan, policy = scores.plan, scores.plan.policy

    def line(id_: str, title: str, ref: str, root: tree.Node, values: Any, source: Sourced) -> Line:
        read = [inputs[c.ref] for c in tree.columns(root) if c.ref in inputs]
        return Line(id_, title, ref, root, values.tolist(), source, lambda person: _cells(read, person))

    points = (
        line(id_, kind.title, points_column(kind.title).ref, scores.rules[id_], scores.points[id_], kind)
        for id_, kind in plan.kinds.items()
    )
    total = line("total", "总分", TOTAL.ref, plan.total(), scores.total, policy.total)
    grade = line("grade", "等级", GRADE, plan.grade(), scores.grade, policy.grades)
    return Explanation(scores.trace, [*points, total, grade])


def _cells(read: Sequence[Input], person: int) -> list[str]:
    """The source cells of one person's figure."""
    found = (given.cell(row) for given in read for row in given.rows_of(person))
    return list(dict.fromkeys(cell for cell in found if cell))
