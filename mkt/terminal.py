"""What a person sees: tables on a terminal, tab-separated lines in a pipe, findings on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from mkt.findings import Finding, Language
from mkt.language import say

ROOMY = 100  # columns; a narrower terminal has no room for gaps
LONGEST_CELL = 12  # columns that a cell keeps even on a narrow terminal
MOST_FINDINGS = 100  # lines; the result and --json hold them all
COLOURS = {"error": "red", "warning": "yellow", "note": "bright_black"}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> None:
    """A table on stdout: framed on a terminal, one tab-separated line a row elsewhere, never a cell cut short."""
    if not sys.stdout.isatty():
        _plain(heads, rows)
        return
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, numeric = Console(highlight=False), set(right)
    gap = 1 if console.width >= ROOMY else 0
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0))
    widest = [max((cell_len(row[i]) for row in rows), default=0) for i in range(len(heads))]
    width = console.width - (2 + gap) * len(heads) - 2
    room = widths_for(width, widest)
    if sum(room) > width:  # rich would leave whole columns out
        _plain(heads, rows)
        return
    for i, head in enumerate(heads):
        words = folded(head, max(room[i], LONGEST_CELL // 2))  # a heading may wrap; a figure keeps its width
        shown.add_column(
            words, justify="right" if i in numeric else "left", overflow="fold", min_width=min(room[i], LONGEST_CELL)
        )
    for row in rows:
        shown.add_row(*(Text(folded(cell, width)) for cell, width in zip(row, room, strict=True)))
    console.print(shown)


def _plain(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in (heads, *rows):
        print("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))


def widths_for(width: int, widest: Sequence[int]) -> list[int]:
    """The widths of columns on a terminal: as wide as their cells, the widest cut to what is left of the width.

    >>> widths_for(40, [4, 8, 60]), widths_for(100, [4, 8, 60])
    ([4, 8, 28], [4, 8, 60])
    """
    over, found = sum(widest) - width, list(widest)
    if over > 0:
        place = found.index(max(found))
        found[place] = max(LONGEST_CELL, (found[place] - over) // 2 * 2)
    return found


def folded(text: str, width: int) -> str:
    r"""The text in lines of so many columns at most, a Chinese character taking two; rich loses one that does not fit.

    >>> folded("可申请加薪ab", 5)
    '可申\n请加\n薪ab'
    """
    from rich.cells import cell_len

    lines, room = [""], width
    for character in text:
        size = cell_len(character)
        if size > room and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += character
        room -= size
    return "\n".join(lines)


def told(findings: Iterable[Finding], language: Language, quiet: bool = False) -> None:
    """The findings on stderr, a line each; `quiet` leaves the notes out."""
    wanted = [f for f in findings if not (quiet and f.severity == "note")]
    distinct = list({(f.file, f.where, f.zh): f for f in wanted}.values())
    for finding in distinct[:MOST_FINDINGS]:
        _line(f"{_severity(finding)}{finding.line(language)}", COLOURS[finding.severity])
        if finding.code == "policy-faulty" and finding.found.strip():
            _line(_pointed(finding), "default")
    if len(distinct) > MOST_FINDINGS:
        left = len(distinct) - MOST_FINDINGS
        note(
            say(
                f"另有 {left} 条，见结果的“问题”表或 --json。", f"{left} more: see sheet 问题 of the result, or --json."
            )
        )


def _severity(finding: Finding) -> str:
    words = {"error": say("错误 ", "error "), "warning": say("提醒 ", "warning "), "note": say("说明 ", "note ")}
    return words[finding.severity]


def _pointed(finding: Finding) -> str:
    """The line of the file with a caret below the fault; a Chinese character is two columns wide."""
    column = int(finding.where.rpartition(":")[2])
    pad = "".join("\u3000" if ord(c) > 0x2E7F else " " for c in finding.found[: column - 1])
    return f"    {finding.found}\n    {pad}^"


def note(text: str) -> None:
    """A line about the run itself, on stderr."""
    _line(text, "default")


def _line(text: str, colour: str) -> None:
    if sys.stderr.isatty() and colour != "default":
        from rich.console import Console

        Console(stderr=True, highlight=False, soft_wrap=True).print(text, style=colour, markup=False)
    else:
        print(text, file=sys.stderr)


def survive(stream: TextIO) -> None:
    """Let a stream replace what its encoding lacks, so that a rare name in a GBK console ends no run."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
        reconfigure(errors="replace")
