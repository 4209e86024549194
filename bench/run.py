"""Measure `mkt` against what people would use without it: `python bench/run.py`.

Prints one Markdown table; `--write` puts it into BENCHMARKS.md together with what each row means. The books
are made for the occasion in a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from cases import HERE, Books, Case, Program, cases

# Nothing heavy is imported here: to Linux a child's peak memory is at least that of the process starting it.

ROOT = HERE.parent
LIBRARIES = ("typer", "pandas", "numpy", "openpyxl", "XlsxWriter", "python-calamine")
# Without compiled modules on disk every start would measure the compiler.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """What one process took; no memory on Windows, which does not tell, nor where only a part of the process counts."""

    seconds: float
    megabytes: float | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and perhaps write."""
    options = parse(arguments)
    with tempfile.TemporaryDirectory(prefix="mkt-bench-") as folder:
        rows = list(cases(Path(folder)))
        chosen = [case for case in rows if wanted(case, options)]
        if not chosen:
            raise SystemExit(f"no row's title contains {options.only}")
        measured = [(case, measure(case, options)) for case in chosen]
    table = "\n".join([*head(), *(row(case, pairs) for case, pairs in measured)])
    print(f"{machine()}\n\n{table}")
    if options.write:
        page = document(table, rows, options.quick)
        (ROOT / "BENCHMARKS.md").write_text(page, encoding="utf-8", newline="\n")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description="Measure mkt against what people would use without it.")
    parser.add_argument("--quick", action="store_true", help="leave out the big rows: 100,000 people, 300 books")
    parser.add_argument("--runs", type=count, default=5, metavar="K", help="pairs to run for each row (default 5)")
    parser.add_argument("--big-runs", type=count, default=1, metavar="K", help="the same for the big rows (default 1)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--only", default="", metavar="TEXT", help="measure only the rows whose title contains TEXT")
    which.add_argument("--write", action="store_true", help="write the table to BENCHMARKS.md")
    return parser.parse_args(arguments)


def count(text: str) -> int:
    """A number of pairs, at least one."""
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def wanted(case: Case, options: argparse.Namespace) -> bool:
    """True where the options ask for the row."""
    return bool(bare(options.only) in bare(case.title) and not (case.big and options.quick))


def bare(title: str) -> str:
    """The title without its marks of code."""
    return title.replace("`", "")


def measure(case: Case, options: argparse.Namespace) -> list[tuple[Run, Run]]:
    """Pairs of runs, ours and theirs in turn, so that a busy moment strikes both."""
    if case.books:
        make(case.books)
    say(bare(case.title))
    if not case.big:
        once(case.ours)
        once(case.theirs)
    return [(once(case.ours), once(case.theirs)) for _ in range(options.big_runs if case.big else options.runs)]


def make(books: Books) -> None:
    """Make the books, unless an earlier row did."""
    if books.maker.leaves and not books.maker.leaves.exists():
        say(f"making {books.words}")
        once(books.maker)


def once(program: Program) -> Run:
    """One whole process, from its start to its end, or the seconds that it tells; stops everything where it fails."""
    if program.leaves:
        program.leaves.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        command = [sys.executable, *program.arguments]
        output = printed if program.tells else subprocess.DEVNULL
        child = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=output, stderr=said)
        megabytes = finish(child)
        seconds = time.perf_counter() - started
        if child.returncode not in program.statuses or (program.leaves and not program.leaves.exists()):
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-3:]
            told = "\n  ".join([f"python {' '.join(program.arguments)}: status {child.returncode}", *last])
            raise SystemExit(told)
        if program.tells:
            printed.seek(0)
            return Run(float(printed.read()), None)
    return Run(seconds, megabytes)


def finish(child: subprocess.Popen[bytes]) -> float | None:
    """Wait for the child; the peak memory of its largest process in MB, where the system tells."""
    if sys.platform == "win32":
        child.wait()
        return None
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6


def head() -> list[str]:
    """The table's two first lines."""
    columns = ["", "mkt s", "other s", "ratio", "lowest – highest", "target", "mkt MB", "other MB", "pairs"]
    return [f"| {' | '.join(columns)} |", "| --- |" + " ---: |" * (len(columns) - 1)]


def row(case: Case, pairs: Sequence[tuple[Run, Run]]) -> str:
    """The case's line of the table: medians, and the median of the pairs' ratios."""
    ratios = [ours.seconds / theirs.seconds for ours, theirs in pairs]
    ours, theirs = (tuple(side) for side in zip(*pairs, strict=True))
    memory = peak(ours)
    cells = [
        case.title,
        f"{median(run.seconds for run in ours):.3f}",
        f"{median(run.seconds for run in theirs):.3f}",
        f"**{shown(median(ratios))}**",
        f"{shown(min(ratios))} – {shown(max(ratios))}",
        promise(case, median(ratios), memory),
        "–" if memory is None else f"{memory:.0f}",
        "–" if memory is None else f"{peak(theirs):.0f}",
        str(len(pairs)),
    ]
    return f"| {' | '.join(cells)} |"


def shown(ratio: float) -> str:
    """The ratio with two decimals, a small one with four."""
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}"


def peak(runs: Sequence[Run]) -> float | None:
    """The highest peak of the runs."""
    return max((run.megabytes for run in runs if run.megabytes is not None), default=None)


def promise(case: Case, ratio: float, memory: float | None) -> str:
    """The targets, each with whether it was met."""
    told = []
    if case.ratio is not None:
        told.append(f"≤ {case.ratio} {'met' if ratio <= case.ratio else '**missed**'}")
    if case.megabytes is not None and memory is not None:
        told.append(f"≤ {case.megabytes} MB {'met' if memory <= case.megabytes else '**missed**'}")
    return ", ".join(told) or "–"


def machine() -> str:
    """Cores, memory, system, Python and the libraries that matter."""
    parts = [f"{os.cpu_count()} cores"]
    if sys.platform != "win32":
        parts.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB of memory")
    parts += [
        f"{system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}",
    ]
    return "Measured with " + ", ".join([*parts, *filter(None, map(library, LIBRARIES))]) + "."


def system() -> str:
    """The system as its makers call it."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def library(name: str) -> str:
    """Name and version, or nothing where it is not installed."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""


def document(table: str, rows: Sequence[Case], quick: bool) -> str:
    """BENCHMARKS.md."""
    explained = "\n".join(f"- {case.title}: {meaning(case, quick)}" for case in rows)
    return f"""# Benchmarks

`make bench` makes this page (`python bench/run.py --write`). {machine()}

{table}

Every figure is a whole process as a person starts it: interpreter, imports, reading, computing, writing; only
where a row says “computing alone” is it that part, timed inside the process, and no memory is told. The two programs of a row run in turn, A B A B; the ratio is the median of the pairs' ratios, so a busy machine
strikes both, and below 1 means that `mkt` is faster. Seconds are medians; MB is the highest peak of any run
(a program that works in several processes is counted by its largest).

{explained}

The plain script, `bench/plain.py`, is what a competent analyst writes: `pandas.read_excel` with openpyxl, the
same arithmetic and the same kind of sentences with `DataFrame.apply`, `to_excel` with openpyxl. It reads two
of the book's five sheets and writes values. `mkt` reads and checks the whole book, and writes live formulas
with their values, sentences with clauses, the cell behind every input, the policy's figures and the hashes of
what it read.

The loop that `mkt grade` and `mkt commission` are held against, `bench/read_books.py`, calls `pandas.read_excel`
with openpyxl on one book after the other, every sheet of it, counts the rows and does nothing else. `mkt grade`
reads and checks the same books, scores every month, and grades and writes every year. `mkt commission` reads and
checks the same book, scores the month, shares the receipts out, and writes what everybody is paid and why.

`bench/tiers.py` times the tiers alone, the median of five times, with amounts and plans ready in memory. On one
side it is the rule as `mkt commission` evaluates it, every tier a line of its own; on the other
`DataFrame.apply(axis=1)` with a plain function that cuts the slices, rounds each and adds them up. Each run stops
unless both come to the same amounts to the cent.

`bench/splits.py` times the search of `mkt budget-check` alone, the median of three times, over payments that lie ready in
memory; `mkt budget-check` itself is held against `bench/read_books.py` too.

`bench/books.py` and `bench/payments.py` make all books, the same every time.
"""


def meaning(case: Case, quick: bool) -> str:
    """What the row compares and promises, or that a quick run leaves it out."""
    return "left out of this run (`--quick`)." if case.big and quick else f"{case.why} Target: {target(case)}."


def target(case: Case) -> str:
    """What is promised, in words."""
    ratio = "none" if case.ratio is None else f"at most {case.ratio}"
    return ratio if case.megabytes is None else f"{ratio}, and at most {case.megabytes} MB"


def say(text: str) -> None:
    """Tell whoever waits what is going on."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
