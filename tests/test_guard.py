"""Files that are no month book end in one sentence; files that only look odd are read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mkt.findings import Finding, Refused
from mkt.month import score_month
from mkt.policy.model import Policy
from mkt.reading import ole
from mkt.reading.apart import apart
from tests.conftest import ROOT, SAMPLES, scored, soffice, totals, write_book
from tests.hostile import ALSO_RIGHT, EXPECTED, GRADES, HOSTILE, RATINGS, READABLE, TARGETS, TOTALS

GIB = 1 << 30

# A reader that lets one of these through dies or fills the memory, so they only ever go to a child.
DANGEROUS = {
    *("inflates", "inflates-unannounced", "too-many-entries", "entity-bomb", "strings-overstated", "ole-loop"),
    *("far-cell", "column-beyond-grid", "row-beyond-grid", "merge-everything", "far-row-of-unplaced-cells"),
    *("far-cell-in-single-quotes", "wide-and-tall", "merges-upon-merges", "decoy", "part-twice", "sheet-twice"),
    *("strings-unannounced", "strings-repeated", "ods-repeats", "ods-repeats-a-text"),
}


def right(name: str) -> set[str]:
    """The codes that are right for a hostile file."""
    return {EXPECTED[name], ALSO_RIGHT.get(name, EXPECTED[name])}


def refusal(path: Path, policy: Policy) -> tuple[Finding, ...]:
    """What a file is refused with."""
    with pytest.raises(Refused) as refused:
        score_month(path, policy)
    return refused.value.findings


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - DANGEROUS))
def test_hostile_file_is_refused(name: str, tmp_path: Path, sixty_forty: Policy) -> None:
    """Each file ends as one finding with its code, its name and a sentence in both languages."""
    path = HOSTILE[name](tmp_path)
    (found,) = refusal(path, sixty_forty)
    assert found.code in right(name)
    assert found.file == path.name
    assert found.zh.endswith("。")
    assert found.en.endswith(".")
    assert found.zh != found.en


def check(path: Path, memory: int = 2 * GIB) -> subprocess.CompletedProcess[str]:
    """`mkt check FILE` as a person runs it, with bounded memory where the system can bound it."""

    def bound() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return subprocess.run(
        [sys.executable, "-m", "mkt", "check", str(path), "--lang", "en"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        preexec_fn=bound if os.name == "posix" else None,
    )


@pytest.mark.parametrize("name", sorted(DANGEROUS))
def test_dangerous_file_costs_one_line(name: str, tmp_path: Path) -> None:
    """The command ends with status 2 and one line that names the file, within 2 GiB and a minute."""
    path = HOSTILE[name](tmp_path)
    done = check(path)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert path.name in line
    assert any(line.endswith(f"[{code}]") for code in right(name))


@pytest.mark.parametrize("name", sorted(set(READABLE) - {"csv-gbk"}))
def test_odd_but_sound_file_scores(name: str, tmp_path: Path, sixty_forty: Policy) -> None:
    """Each form of the same month gives the totals and grades worked out by hand."""
    path = READABLE[name](tmp_path)
    assert scored(path, sixty_forty) == {id_: (TOTALS[id_], GRADES[id_]) for id_ in TOTALS}


def test_csv_of_a_chinese_excel_holds_its_sales(tmp_path: Path, sixty_forty: Policy) -> None:
    """The GBK file has no ratings, but everybody's sales points: 60 × 110 %, 75 % and 60 %."""
    month = score_month(READABLE["csv-gbk"](tmp_path), sixty_forty)
    assert month.scores.points["sales"].tolist() == [66.0, 45.0, 36.0]


WIDE = [[*sales, *marks[2:]] for sales, marks in zip(TARGETS, RATINGS, strict=True)]


@pytest.mark.parametrize("mark", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding_with_any_mark(encoding: str, mark: str, tmp_path: Path, sixty_forty: Policy) -> None:
    """A .csv with sales and ratings side by side scores as the workbook does, amounts with commas and all."""
    lines = [mark.join(f'"{v:,}"' if isinstance(v, int) and v > 999 else str(v) for v in row) for row in WIDE]
    path = tmp_path / "2024-05.csv"
    path.write_bytes("\r\n".join(["市场部考核表", *lines]).encode(encoding))
    assert scored(path, sixty_forty) == {id_: (TOTALS[id_], GRADES[id_]) for id_ in TOTALS}


def test_csv_names_its_cells(tmp_path: Path, sixty_forty: Policy) -> None:
    """A value of a .csv is found again by line and column, as the sheet that Excel shows."""
    path = tmp_path / "五月.csv"
    path.write_text("工号,姓名,计划销售额,实际销售额\n1001,甲,100,约80\n", encoding="utf-8")
    found = score_month(path, sixty_forty, "2024-05").findings
    assert ("number-unreadable", "五月!D2") in {(finding.code, finding.where) for finding in found}


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """A book saved by LibreOffice in another format."""
    program, folder = soffice(), tmp_path_factory.mktemp("converted")

    def convert(book: Path, form: str) -> Path:
        profile = (folder / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(book)], check=True, capture_output=True, timeout=120)
        return folder / f"{book.stem}.{form}"

    return convert


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_other_formats_score_alike(form: str, converted: Callable[[Path, str], Path], sixty_forty: Policy) -> None:
    """A tidy book saved as .xls or .ods gives everybody the same total and grade."""
    book = SAMPLES / "2024-05.xlsx"
    assert scored(converted(book, form), sixty_forty) == scored(book, sixty_forty)


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_other_formats_keep_their_merges(form: str, converted: Callable[[Path, str], Path], objectives: Policy) -> None:
    """An untidy book whose numbers and names are merged down over several tasks scores alike, too."""
    (book,) = (SAMPLES / "objectives" / "messy").glob("*.xlsx")
    other = score_month(converted(book, form), objectives)
    assert totals(other) == totals(score_month(book, objectives))
    assert not [f for f in other.findings if f.severity == "error"]


def test_output_is_no_input(tmp_path: Path, sixty_forty: Policy) -> None:
    """A workbook with the sheets 成绩 and 凭据 is a result of mkt, and says so at 凭据."""
    path = write_book(tmp_path / "2024-05.scored.xlsx", {"成绩": [["工号", "姓名"]], "凭据": [["x"]]})
    (found,) = refusal(path, sixty_forty)
    assert (found.code, found.where) == ("book-is-output", "凭据")


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="needs a file that may not be read")
def test_file_without_permission(tmp_path: Path, sixty_forty: Policy) -> None:
    """A file that the system does not let be read is told apart from a damaged one."""
    path = tmp_path / "2024-05.xlsx"
    path.write_bytes(b"PK")
    path.chmod(0)
    assert refusal(path, sixty_forty)[0].code == "file-unreadable"


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in folders on Windows")
def test_pipe_is_not_waited_for(tmp_path: Path, sixty_forty: Policy) -> None:
    """A named pipe is refused at once; opening it would wait for ever."""
    path = tmp_path / "2024-05.xlsx"
    os.mkfifo(path)
    assert refusal(path, sixty_forty)[0].code == "file-unreadable"


def endless(path: Path) -> None:
    """A parser that never comes back; it leaves its process id."""
    path.with_suffix(".pid").write_text(str(os.getpid()))
    time.sleep(600)


def aborting(path: Path) -> None:
    """A parser that takes its process with it."""
    print("panicked", file=sys.stderr, flush=True)
    os.abort()


def greedy(path: Path) -> int:
    """A parser that wants 4 GiB."""
    return len(bytearray(4 * GIB))


@pytest.mark.skipif(os.name != "posix", reason="asks the system for a process by its id")
def test_parser_that_hangs_is_killed(tmp_path: Path) -> None:
    """The file is refused when its time is up, and the process is gone then."""
    with pytest.raises(Refused):
        apart(endless, tmp_path / "book.xls", longest=5)
    process = int((tmp_path / "book.pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize(
    "work", [aborting, pytest.param(greedy, marks=pytest.mark.skipif(os.name != "posix", reason="unbounded"))]
)
def test_parser_that_dies_leaves_one_sentence(
    work: Callable[[Path], object], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A parser that aborts or runs out of memory ends as a damaged file; its last words are not shown."""
    with pytest.raises(Refused) as refused:
        apart(work, tmp_path / "book.xls")
    assert [finding.code for finding in refused.value.findings] == ["file-damaged"]
    assert capfd.readouterr().err == ""


def test_loop_is_seen_before_any_parser(tmp_path: Path) -> None:
    """The chain of sectors is looked at first, so that no bound on the memory is needed where there is none."""
    with pytest.raises(Refused):
        ole.unlooped(HOSTILE["ole-loop"](tmp_path))
