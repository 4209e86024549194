"""A form of labels and values, such as a payment request: one payment, or several below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mkt.book import Scattered, Table, cell
from mkt.reading import parse
from mkt.reading.entries import DATED, Vocabulary
from mkt.reading.grids import Grid
from mkt.reading.heads import Words
from mkt.reading.tables import column_of
from mkt.vocabulary.spending import PAYMENTS

LONGEST = 200  # rows of a sheet in which labels are looked for
LEAST = 3  # labels that a form has at least, the amount among them
_PAIR = re.compile(r"([^:\s]+(?:\s[^:\s]+)?):\s*([^:]*?)(?=\s+[^:\s]+:|$)")


def forms(grid: Grid, known: Vocabulary) -> Iterator[Table]:
    """The payments of a sheet of labels and values: one for each time that an amount is labelled."""
    pairs = list(_pairs(grid, known))
    found: list[dict[str, tuple[Any, str]]] = [{}]
    for name, value, where in pairs:
        if name in found[-1] and name != "日期":
            found.append({})
        found[-1].setdefault(name, (value, where))
    for labelled in found:
        if "大写金额" in labelled and "金额" not in labelled:
            _split_amount(labelled)
        if "金额" in labelled and len(labelled) >= LEAST:
            columns = {
                name: column_of(known.columns[PAYMENTS][name], name, 0, [value], "")
                for name, (value, _) in labelled.items()
            }
            yield Scattered(
                PAYMENTS, grid.name, 0, [0], columns, cells={name: [where] for name, (_, where) in labelled.items()}
            )


def _split_amount(labelled: dict[str, tuple[Any, str]]) -> None:
    """人民币（大写）：贰仟元整 ¥2,000.00 says the amount twice."""
    said, where = labelled["大写金额"]
    capital, sign, digits = parse.text(said).partition("¥")
    if sign:
        labelled["大写金额"], labelled["金额"] = (capital, where), (f"¥{digits}", where)
    else:
        labelled["金额"] = said, where


def _pairs(grid: Grid, known: Vocabulary) -> Iterator[tuple[str, Any, str]]:
    """Every label with its value: in one cell, or in the next one to the right."""
    words = known.words[PAYMENTS]
    for r, row in enumerate(grid.rows[:LONGEST]):
        role = ""
        filled = [(c, v) for c, v in enumerate(row) if not parse.blank(v)]
        for i, (c, value) in enumerate(filled):
            if not isinstance(value, str):
                continue
            said = parse.text(value)
            beside = filled[i + 1] if i + 1 < len(filled) else None
            found = _PAIR.findall(said) if ":" in said else [(said, "")]
            for label, inside in found:
                name = _named(label, words)
                if name == "日期" and role:
                    name = role + DATED
                if not name:
                    continue
                role = name if name in known.roles else role
                if inside:
                    yield name, inside, cell(grid.name, r, c)
                elif beside and not (isinstance(beside[1], str) and _is_label(beside[1], words)):
                    yield name, beside[1], cell(grid.name, r, beside[0])


def _named(label: str, words: Words) -> str:
    said, unit = parse.header(label)
    said = said + unit if unit in ("大写", "小写") else said
    return words.canonical((said,))[0] if said else ""


def _is_label(value: str, words: Words) -> bool:
    return any(_named(label, words) for label, _ in (_PAIR.findall(parse.text(value)) or [(value, "")]))
