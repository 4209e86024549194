"""The rows of the benchmark: which programs run against each other, on which books, and what is promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Program:
    """A command line after `python`, what it may answer, and the file it must leave.

    One that `tells` prints the seconds that count; of any other the whole run counts.
    """

    arguments: tuple[str, ...]
    leaves: Path | None = None
    statuses: tuple[int, ...] = (0,)
    tells: bool = False


@dataclass(frozen=True)
class Books:
    """Books to be made before they are measured with, in words, and the program that makes them."""

    words: str
    maker: Program


@dataclass(frozen=True)
class Case:
    """One row: our program, the one beside it, and what is promised; a big one runs less often and without a warm-up."""

    title: str
    why: str
    ours: Program
    theirs: Program
    books: Books | None = None
    ratio: float | None = None
    megabytes: int | None = None
    big: bool = False


def cases(folder: Path) -> Iterator[Case]:
    """Every row, with its books under the folder; nothing is made yet."""
    yield Case(
        "`mkt --help` against `import typer`",
        "The help text against the bare import of the library that the command line stands on.",
        Program(("-m", "mkt", "--help")),
        Program(("-c", "import typer")),
        ratio=2.5,
    )
    yield from small_months(folder / "30" / "2024-05.xlsx")
    yield big_month(folder, 10_000)
    yield big_month(folder, 100_000, megabytes=600, big=True)
    yield from years(folder, 2_000)
    yield from years(folder, 200, branches=25, big=True)
    yield tiers(100_000)
    yield paid_month(folder / "receipts", 10_000, 30_000)
    yield from patterns(100_000)
    yield checked(folder / "payments", 100_000)


def small_months(book: Path) -> Iterator[Case]:
    """The rows of a department's month."""
    yield Case(
        "`mkt score`, 30 people, against `import pandas`",
        "A department's month, read, checked, scored and written, against the bare import of pandas.",
        score(book),
        Program(("-c", "import pandas")),
        month(book, 30),
    )
    yield Case(
        "`mkt score`, 30 people, against the plain script",
        "The same month against `bench/plain.py`.",
        score(book),
        plain(book),
        month(book, 30),
        ratio=1.5,
    )


def big_month(folder: Path, people: int, megabytes: int | None = None, big: bool = False) -> Case:
    """The row of a month of many people."""
    book = folder / str(people) / "2024-05.xlsx"
    title = f"`mkt score`, {people:,} people, against the plain script"
    why = f"A book of {people:,} people, with formulas, sentences and evidence, against `bench/plain.py`."
    return Case(title, why, score(book), plain(book), month(book, people), ratio=0.7, megabytes=megabytes, big=big)


def years(folder: Path, people: int, branches: int = 1, big: bool = False) -> Iterator[Case]:
    """The rows of a year's month books, with one job and with two; many branches have a folder each."""
    place, last = folder / f"{branches}x{people}", "" if branches == 1 else f"分部{branches:02}"
    books = f"{12 * branches} books of {people:,} people"
    maker = Program((str(HERE / "books.py"), str(people), str(place), str(branches)), place / last / "2024-12.xlsx")
    whose = "A year" if branches == 1 else f"The years of {branches} branches, a folder each"
    why = f"{whose}, read, checked, scored, graded and written, against `bench/read_books.py`."
    for jobs, ratio in ((1, 0.5), (2, 0.3)):
        title = f"`mkt grade`, {books}, `--jobs {jobs}`, against reading them"
        yield Case(title, why, grade(place, last, jobs), read(place), Books(books, maker), ratio=ratio, big=big)


def tiers(people: int) -> Case:
    """The row of the tiers, which is about the computing inside a process."""
    mode = str(HERE / "tiers.py"), str(people)
    return Case(
        f"`mkt commission`, the tiers of {people:,} people, computing alone, against `DataFrame.apply`",
        "The compute part alone, not the process: what the four marginal tiers of `commission-example` pay on attainment, "
        "as `mkt` reads the rule, against a plain function applied row by row; both timed by `bench/tiers.py`.",
        Program((*mode, "mkt"), tells=True),
        Program((*mode, "pandas"), tells=True),
        ratio=0.02,
        big=True,
    )


def paid_month(place: Path, people: int, receipts: int) -> Case:
    """The row of a month that many people are paid by, with about so many receipts."""
    title = f"`mkt commission`, {people:,} people, {receipts:,} receipts, against reading them"
    why = "A month, read, checked, scored, paid by `commission-example` and written, against `bench/read_books.py`."
    book = place / "2024-05.xlsx"
    maker = Program((str(HERE / "books.py"), str(people), str(book), "receipts"), book)
    books = Books(f"a book of {people:,} people and their receipts", maker)
    return Case(title, why, commission(book), read(place), books)


def patterns(payments: int) -> Iterator[Case]:
    """The rows of what shows only over many payments: against joining them, and against a tenth of them."""
    script = str(HERE / "splits.py")
    ours = Program((script, str(payments), "mkt"), tells=True)
    yield Case(
        f"`mkt budget-check`, splits and duplicates of {payments:,} payments, computing alone, against a pandas self-join",
        "The search alone, not the process: splits within seven days, exact duplicates and invoices used again, as `mkt` looks for them "
        "(sorted once, gone through once), against joining the payments with themselves by payee; both timed by `bench/splits.py`, "
        "which sees that they find the same.",
        ours,
        Program((script, str(payments), "pandas"), tells=True),
        ratio=1.0,
        big=True,
    )
    yield Case(
        f"`mkt budget-check`, splits and duplicates of {10 * payments:,} payments, computing alone, against {payments:,}",
        "The same search over ten times as many payments: what is linear takes ten times as long.",
        Program((script, str(10 * payments), "alone"), tells=True),
        Program((script, str(payments), "alone"), tells=True),
        ratio=15,
        big=True,
    )


def checked(place: Path, payments: int) -> Case:
    """The row of a whole spending book."""
    book, out = place / "2024-05.xlsx", place.with_name(f"{place.name}-out")
    maker = Program((str(HERE / "payments.py"), str(payments), str(book)), book)
    return Case(
        f"`mkt budget-check`, {payments:,} payments, against reading them",
        "A book of payments with five signatures each, read, checked and written with live formulas, against `bench/read_books.py`.",
        Program(("-m", "mkt", "budget-check", str(book), "--out", str(out), "--force", "--quiet", "--today", "2024-06-03"),
                out / "2024-05.checked.xlsx", statuses=(0, 1)),
        read(place),
        Books(f"a book of {payments:,} payments", maker),
        big=True,
    )  # fmt: skip


def month(book: Path, people: int) -> Books:
    """A month book of that many people."""
    return Books(f"a book of {people:,} people", Program((str(HERE / "books.py"), str(people), str(book)), book))


def score(book: Path) -> Program:
    """`mkt score` on the book; status 1 says that something wants looking at, and the work is done."""
    out = book.parent / "out"
    return Program(
        ("-m", "mkt", "score", str(book), "--out", str(out), "--force"),
        leaves=out / f"{book.stem}.scored.xlsx",
        statuses=(0, 1),
    )


def plain(book: Path) -> Program:
    """The plain script on the book."""
    out = book.with_name("plain.xlsx")
    return Program((str(HERE / "plain.py"), str(book), str(out)), leaves=out)


def grade(place: Path, last: str, jobs: int) -> Program:
    """`mkt grade` on the folder, whose last year stands in the folder `last` below it; statuses as of `mkt score`."""
    out = place.with_name(f"{place.name}-out")
    return Program(
        ("-m", "mkt", "grade", str(place), "--out", str(out), "--force", "--jobs", str(jobs)),
        leaves=out / last / "2024.graded.xlsx",
        statuses=(0, 1),
    )


def commission(book: Path) -> Program:
    """`mkt commission` on the book by the policy it takes of itself; statuses as of `mkt score`."""
    out = book.parent.with_name(f"{book.parent.name}-out")
    return Program(
        ("-m", "mkt", "commission", str(book), "--out", str(out), "--force"),
        leaves=out / f"{book.stem}.commission.xlsx",
        statuses=(0, 1),
    )


def read(place: Path) -> Program:
    """The loop that only reads, on the folder."""
    return Program((str(HERE / "read_books.py"), str(place)))
