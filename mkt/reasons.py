"""Why every figure is what it is: sentence, clauses and cells, line by line."""

from __future__ import annotations

from mkt.policy.model import TOTAL, points_column
from mkt.rule import sentence, tree
from mkt.scores import ScoredMonth

BLOCK = 2_000  # people whose sentences are made at a time; it bounds the memory


class Explanation:
    """The reasons, a line each: person by person the indicators, the total, the grade."""

    def __init__(self, month: ScoredMonth) -> None:
        scores = month.scores
        plan = scores.plan
        self.trace = scores.trace
        self.roots: list[tree.Node] = [*scores.rules.values(), plan.total(), plan.grade()]
        self.ids = [*scores.rules, "total", "grade"]
        inputs = month.staff.inputs
        self.inputs = [[inputs[c.ref] for c in tree.columns(root) if c.ref in inputs] for root in self.roots]
        self.titles = [*(kind.title for kind in plan.kinds.values()), "总分", "等级"]
        self.refs = [*(points_column(kind.title).ref for kind in plan.kinds.values()), TOTAL.ref, "成绩.等级"]
        self.values = [values.tolist() for values in (*scores.points.values(), scores.total, scores.grade)]
        self.sources = [*plan.kinds.values(), plan.policy.total, plan.policy.grades]
        self.per_person = len(self.roots)
        self._from, self._sentences, self._clauses = -1, [], []  # type: ignore[var-annotated]

    def value(self, i: int) -> float | str:
        """The figure of a line."""
        value = self.values[i % self.per_person][i // self.per_person]
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
            spoken = zip(self.titles, self.roots, strict=True)
            self._sentences = [sentence.sentences(title, root, people) for title, root in spoken]
            cited = zip(self.sources, self.roots, strict=True)
            self._clauses = [sentence.clauses(root, people, source) for source, root in cited]
            self._from = block
        return self._sentences, self._clauses

    def cells(self, i: int) -> str:
        """The cells of the source that the figure was made from."""
        return "、".join(self.cell_list(i % self.per_person, i // self.per_person))

    def cell_list(self, which: int, person: int) -> list[str]:
        """The source cells of one figure of one person."""
        found = (given.cell(row) for given in self.inputs[which] for row in given.rows_of(person))
        return list(dict.fromkeys(cell for cell in found if cell))

    def reasons(self, which: int, person: int) -> str:
        """The clauses of one figure, with the reason in full where something was assumed."""
        source = self.sources[which]
        spoken = sentence.clauses(self.roots[which], sentence.People(self.trace, [person]), source)[0]
        assumed = [source.assumed, *(getattr(n, "assumed", "") for n in self.roots[which].walk())]
        why = "；".join(dict.fromkeys(f"假设：{reason}" for reason in assumed if reason))
        return spoken.replace(sentence.ASSUMED, why)
