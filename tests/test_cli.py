"""Every command through the real entry point: streams, exit status, words."""

from __future__ import annotations

import functools
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, MakeBook
from tests.process import Run, run_in


@pytest.fixture
def mkt(tmp_path: Path) -> Run:
    """Run `mkt` as a process in a folder that holds copies of the sample books."""
    for name in ("2024-05.xlsx", "2024-08.xlsx", "2024-09.xlsx"):
        shutil.copy(SAMPLES / name, tmp_path)

    return functools.partial(run_in, tmp_path)


def test_score_prints_the_table_and_writes_the_book(mkt: Run, tmp_path: Path) -> None:
    """A clean month: exit 0, a line per person on stdout, the result named on stderr."""
    done = mkt("score", "2024-05.xlsx")

    assert done.returncode == 0
    head, *rows = done.stdout.splitlines()
    assert head.split("\t") == [
        "名次",
        "工号",
        "姓名",
        "部门",
        "业绩",
        "作息考勤",
        "办公纪律",
        "团队意识",
        "职业素质",
        "总分",
        "等级",
    ]
    assert len(rows) == 30
    assert all(len(row.split("\t")) == 11 for row in rows)
    assert "2024-05.scored.xlsx" in done.stderr
    assert (tmp_path / "2024-05.scored.xlsx").exists()


def test_a_month_with_a_slip_exits_1_and_names_the_cell(mkt: Run) -> None:
    """August's zero plan: exit 1, the cell on stderr, its person listed last as not scored."""
    done = mkt("score", "2024-08.xlsx")

    assert done.returncode == 1
    assert "销售目标!C15" in done.stderr
    assert "[target-zero]" in done.stderr
    assert any(row.split("\t")[1] == "1014" and row.endswith("未评分") for row in done.stdout.splitlines())


def test_json_is_one_document_and_nothing_else(mkt: Run) -> None:
    """`--json` gives the documented shape on stdout."""
    done = mkt("score", "2024-08.xlsx", "--json")

    document = json.loads(done.stdout)
    assert document["schema"] == "mkt.score/1"
    assert document["period"] == "2024-08"
    assert document["policy"]["id"] == "sales-60-40"
    assert document["outputs"] == ["2024-08.scored.xlsx"]
    assert document["inputs"][0]["file"] == "2024-08.xlsx"
    assert len(document["inputs"][0]["sha256"]) == 64
    broken = next(person for person in document["people"] if person["id"] == "1014")
    assert (broken["scored"], broken["total"], broken["grade"], broken["rank"]) == (False, None, None, None)
    first = document["people"][0]
    assert set(first) == {"id", "name", "department", "position", "scored", "points", "total", "grade", "rank", "why"}
    assert set(first["points"]) == {"sales", "attendance", "discipline", "teamwork", "professionalism"}
    assert first["why"][0]["cells"] == ["销售目标!D3", "销售目标!C3"]
    [fault] = [f for f in document["findings"] if f["severity"] == "error"]
    assert (fault["code"], fault["where"], fault["found"], fault["person"]) == (
        "target-zero",
        "销售目标!C15",
        "0",
        "1014",
    )


def test_second_run_writes_the_same_bytes(mkt: Run, tmp_path: Path) -> None:
    """Same input, same policy: the same bytes, whatever the hash seed and time zone, and no --force is needed."""
    mkt("score", "2024-05.xlsx", PYTHONHASHSEED="1", TZ="Asia/Shanghai")
    first = (tmp_path / "2024-05.scored.xlsx").read_bytes()

    done = mkt("score", "2024-05.xlsx", PYTHONHASHSEED="2", TZ="America/New_York")

    assert done.returncode == 0
    assert (tmp_path / "2024-05.scored.xlsx").read_bytes() == first


@pytest.mark.parametrize("content", [b"somebody's notes", None])
def test_another_file_is_not_overwritten(mkt: Run, tmp_path: Path, content: bytes | None) -> None:
    """A file in the way that mkt did not write, or wrote from other data, stays as it is: exit 2; --force replaces it."""
    target = tmp_path / "2024-05.scored.xlsx"
    if content is None:
        mkt("score", "2024-08.xlsx")
        shutil.move(tmp_path / "2024-08.scored.xlsx", target)
    else:
        target.write_bytes(content)
    before = target.read_bytes()

    refused = mkt("score", "2024-05.xlsx")

    assert refused.returncode == 2
    assert "[output-exists]" in refused.stderr
    assert target.read_bytes() == before
    assert mkt("score", "2024-05.xlsx", "--force").returncode == 0
    assert target.read_bytes() != before


def test_a_result_edited_by_hand_is_not_overwritten(mkt: Run, tmp_path: Path) -> None:
    """A result that a spreadsheet program saved again may hold somebody's remarks; it is kept."""
    import openpyxl

    mkt("score", "2024-05.xlsx")
    target = tmp_path / "2024-05.scored.xlsx"
    book = openpyxl.load_workbook(target)
    book["成绩"]["M6"] = "面谈已完成"
    book.save(target)

    assert mkt("score", "2024-05.xlsx").returncode == 2


def test_one_bad_book_does_not_stop_the_others(mkt: Run, tmp_path: Path) -> None:
    """In a batch the worst status is returned and the good books are written, in one process or two."""
    (tmp_path / "2024-07.xlsx").write_bytes(b"")
    for jobs in ("1", "2"):
        done = mkt(
            "score",
            "2024-05.xlsx",
            "2024-07.xlsx",
            "2024-08.xlsx",
            "--quiet",
            "--force",
            "--out",
            f"out{jobs}",
            "--jobs",
            jobs,
        )
        assert done.returncode == 2
        assert "[file-empty]" in done.stderr
        assert {p.name for p in (tmp_path / f"out{jobs}").iterdir()} == {"2024-05.scored.xlsx", "2024-08.scored.xlsx"}


def test_results_among_the_books_are_passed_over(mkt: Run) -> None:
    """`mkt score *.xlsx` a second time meets its own results: a note each, no failure."""
    mkt("score", "2024-05.xlsx")
    done = mkt("score", "2024-05.xlsx", "2024-05.scored.xlsx", "--quiet")
    assert done.returncode == 0


def test_explain_gives_sentence_clause_and_cell(mkt: Run) -> None:
    """One person's figures, line by line: 246,000 of 240,000 earn 61.5 points."""
    done = mkt("explain", "2024-05.xlsx", "--who", "1006")

    assert done.returncode == 0
    assert "业绩：实际销售额 246,000÷计划销售额 240,000×60 = 61.5" in done.stdout
    assert "业绩考核（60%）" in done.stdout
    assert "销售目标!D8" in done.stdout


def test_explain_of_a_code_prints_its_page(mkt: Run) -> None:
    """A code is explained in the language asked for."""
    assert "除数不能为零" in mkt("explain", "target-zero").stdout
    assert "Zero cannot be divided by" in mkt("explain", "target-zero", "--lang", "en").stdout
    assert mkt("explain", "target-zer").returncode == 2


def test_language_follows_the_flag_then_the_locale(mkt: Run) -> None:
    """Chinese unless the flag or the locale says English."""
    assert "算不出完成率" in mkt("check", "2024-08.xlsx").stderr
    assert "there is no completion rate" in mkt("check", "2024-08.xlsx", LANG="en_US.UTF-8").stderr
    assert "算不出完成率" in mkt("check", "2024-08.xlsx", "--lang", "zh", LANG="en_US.UTF-8").stderr


def test_a_gbk_console_ends_no_run(mkt: Run) -> None:
    """Output survives a console of another encoding."""
    done = mkt("score", "2024-08.xlsx", PYTHONUTF8="0", PYTHONIOENCODING="gbk", reads="gbk")
    assert done.returncode == 1
    assert "苏禾" in done.stdout
    assert "?" not in done.stdout


def test_check_writes_nothing(mkt: Run, tmp_path: Path) -> None:
    """`mkt check` reads only."""
    before = sorted(tmp_path.iterdir())
    assert mkt("check", "2024-05.xlsx", "2024-08.xlsx").returncode == 1
    assert sorted(tmp_path.iterdir()) == before


def test_policy_commands(mkt: Run, tmp_path: Path) -> None:
    """list, show, check and export; what is exported checks clean and scores the same."""
    assert {"sales-60-40", "objectives"} <= {line.split("\t")[0] for line in mkt("policy", "list").stdout.splitlines()}
    assert "折算满分：100 分" in mkt("policy", "show", "objectives").stdout
    assert mkt("policy", "export", "objectives", "--out", "mine.yaml").returncode == 0
    assert mkt("policy", "export", "objectives", "--out", "mine.yaml").returncode == 2
    checked = mkt("policy", "check", "mine.yaml")
    assert checked.returncode == 0
    assert "110" in checked.stdout  # whoever checks it is told that the points add up to 110


def test_a_faulty_policy_is_refused_at_its_line(mkt: Run, tmp_path: Path) -> None:
    """Nothing is scored by a faulty policy; every fault is told with file, line and column."""
    text = mkt("policy", "export", "sales-60-40").stdout.replace("    points: 60", "    points: sixty")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    line = next(i for i, words in enumerate(text.splitlines(), 1) if "sixty" in words)

    done = mkt("score", "2024-05.xlsx", "--policy", "mine.yaml")

    assert done.returncode == 2
    assert f"mine.yaml  {line}:13" in done.stderr
    assert not (tmp_path / "2024-05.scored.xlsx").exists()


@pytest.mark.parametrize(
    "arguments", [("score",), ("score", "2024-05.xlsx", "--jobs", "none"), ("nonsense",), ("score", "--no-such")]
)
def test_wrong_usage_exits_2_without_a_traceback(mkt: Run, arguments: tuple[str, ...]) -> None:
    """Usage faults: exit 2, one sentence."""
    done = mkt(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("command", [(), ("score",), ("check",), ("explain",), ("policy",), ("policy", "check")])
def test_help_everywhere(mkt: Run, command: tuple[str, ...]) -> None:
    """--help answers for every command."""
    done = mkt(*command, "--help")
    assert done.returncode == 0
    assert "--help" in done.stdout


def test_version(mkt: Run) -> None:
    """--version names program and version."""
    assert mkt("--version").stdout.startswith("mkt ")


def test_a_bug_is_an_apology_without_names(mkt: Run, tmp_path: Path) -> None:
    """A fault of mkt itself: exit 3, no traceback, nobody's name; --debug shows more."""
    (tmp_path / "sitecustomize.py").write_text(
        "import mkt.month\ndef broken(*a):\n    raise RuntimeError('沈知远 90000')\nmkt.month.read = broken\n",
        encoding="utf-8",
    )
    done = mkt("score", "2024-05.xlsx", PYTHONPATH=str(tmp_path))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "沈知远" not in done.stderr
    assert "Traceback" in mkt("score", "2024-05.xlsx", "--debug", PYTHONPATH=str(tmp_path)).stderr


def test_an_unwritable_folder_is_one_sentence(mkt: Run, tmp_path: Path) -> None:
    """Where the result cannot be written: exit 2, nothing left behind."""
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    done = mkt("score", "2024-05.xlsx", "--out", "out")
    assert done.returncode == 2
    assert "[output-unwritable]" in done.stderr
    assert not list(tmp_path.glob(".mkt-*"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "<b>&\"'"])
def test_text_from_the_input_stays_text(mkt: Run, tmp_path: Path, text: str, book: MakeBook) -> None:
    """A name that looks like a formula is written as text."""
    import openpyxl

    book(f"""
        sheet 销售目标
        | 工号  | 姓名   | 计划销售额 | 实际销售额 |
        | '1001 | '{text} | 100       | 100        |
        sheet 行为评分
        | 工号  | 姓名   | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 |
        | '1001 | '{text} | 8 | 8 | 8 | 8 |
    """)
    assert mkt("score", "2024-05.xlsx", "--force").returncode == 0
    for sheet in openpyxl.load_workbook(tmp_path / "2024-05.scored.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == text:
                    assert cell.data_type == "s"
