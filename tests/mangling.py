"""Policy files whose lines were edited by chance, and what must hold of what is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from mkt.findings import Finding

Edits = list[tuple[str, int, int, str]]
"""Each the sort of edit, the place of a line, a column, and what is written there."""


def edits(sources: Iterable[str], scraps: Sequence[str]) -> Any:
    """Some edits that write lines of the sources, or scraps."""
    lines = sorted({line for source in sources for line in source.splitlines()})
    edit = st.tuples(st.sampled_from(["delete", "double", "replace", "insert", "indent"]), st.integers(0, 10**6), st.integers(0, 200),
                     st.sampled_from(lines) | st.sampled_from(scraps))  # fmt: skip
    return st.lists(edit, min_size=1, max_size=4)


def mangled(source: str, chosen: Edits) -> str:
    """The text after some edits of its lines."""
    lines = source.splitlines()
    for edit, place, column, scrap in chosen:
        i = place % max(1, len(lines))
        line = lines[i] if lines else ""
        cut = column % (len(line) + 1)
        lines[i : i + 1] = {
            "delete": [],
            "double": [line, line],
            "replace": [scrap],
            "insert": [line[:cut] + scrap + line[cut:]],
            "indent": [" " * (column % 8) + line.lstrip()],
        }[edit]
    return "\n".join(lines)


def assert_places(found: Sequence[Finding], content: str) -> None:
    """Every finding stands at a line and a column that there are."""
    for finding in found:
        line, column = (int(part) for part in finding.where.split(":"))
        assert 1 <= line <= content.count("\n") + content.count("\u2028") + 2
        assert column >= 1
