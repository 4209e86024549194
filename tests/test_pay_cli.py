"""`mkt commission` through the real entry point, on a tiny pay worked out by hand and on the samples: streams, exit status, files."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from mkt.findings import Refused
from mkt.paying import over_months, task
from mkt.policy.load import packs
from tests import small_years
from tests.conftest import SAMPLES, grid_of, write_book
from tests.explained import assert_pages, codes_in, pages_of
from tests.process import Done, Ran, Run, run_in
from tests.test_year_cli import rows_of

PAY = ("--policy", "pay.yaml")
PACK = "commission-example"

POLICY = """\
policy: own-pay
title: 提成
version: "1"
source: {id: X, document: 测试}
effective: {from: 2024-01-01}
period: month
scores: none
commission:
  clause: 第一条
  base: {receipts: 金额, clause: 第二条}
  quota: {of: 销售目标.计划回款, carry_over: "yes", clause: 第三条}
  tiers:
    on: attainment
    mode: marginal
    rows:
      - {at_most: 100%, rate: 1%}
      - {above: 100%, rate: 2%}
    clause: 第四条
  factor: none
  cap: none
  floor: none
  draw: 10
  override: 1%
  clawback: rate_paid
"""

HEAD = "| 工号 | 姓名 | 日期 | 合同 | 类型 | 金额 |"
RECEIPTS = {
    1: ["| '1001 | 张三 | 2024-01-10 | H1 | 回款 | 1500 |", "| '1002 | 李四 | 2024-01-11 | H2 | 回款 | 600 |"],
    2: [
        "| '1001 | 张三 | 2024-02-10 | H3 | 回款 | 1000 |",
        "| '1001 | 张三 | 2024-02-12 | H1 | 退款 | 500 |",
        "| '1002 | 李四 | 2024-02-11 | H4 | 回款 | 1400 |",
    ],
    3: ["| '1001 | 张三 | 2024-03-10 | H5 | 回款 | 2000 |"],
    4: [
        "| '1001 | 张三 | 2024-04-10 | H6 | 回款 | 500 |",
        "| '1001 | 张三 | 2024-04-12 | H3 | 退款 | 1000 |",
        "| '1002 | 李四 | 2024-04-11 | H7 | 回款 | 2500 |",
    ],
}

# 张三 is 李四's superior; both have a plan of 1,000 a month.
# January: 1,000 × 1 % + 500 × 2 % = 20, and 1 % of 李四's 600 = 6. 李四: 6, to the draw of 10 an advance of 4; 400 of the plan are left.
# February: 1,000 × 1 % = 10, 1 % of 1,400 = 14; 500 of January, paid at 20 ÷ 1,500, go back: 6.67. 李四: 1,400 of 1,400 is 14 less the 4.
# March: 10 + 1,000 × 2 % = 30. 李四: nothing, so an advance of 10; 1,000 of the plan are left.
# April: 5 + 1 % of 2,500 = 25; 1,000 of February, paid at 1 %, go back: 10. 李四: 2,000 × 1 % + 500 × 2 % = 30 less the 10.
TOTALS = {1: ("26.00", "10.00"), 2: ("17.33", "10.00"), 3: ("30.00", "10.00"), 4: ("20.00", "20.00")}


def month_book(folder: Path, number: int, name: str = "", *, change: dict[str, str] | None = None) -> Path:
    """The tiny book of a month of 2024; `change` replaces words of it."""
    people = "| '1001 | 张三 | 一部 | ~ |\n| '1002 | 李四 | 二部 | 张三 |"
    plans = "| '1001 | 张三 | 1000 |\n| '1002 | 李四 | 1000 |"
    rows = "\n".join(RECEIPTS[number])
    text = f"sheet 人员\n| 工号 | 姓名 | 部门 | 上级 |\n{people}\nsheet 销售目标\n| 工号 | 姓名 | 计划回款 |\n{plans}\nsheet 回款明细\n{HEAD}\n{rows}"
    for old, new in (change or {}).items():
        assert old in text
        text = text.replace(old, new)
    return write_book(folder / (name or f"2024-{number:02}.xlsx"), grid_of(text))


def tiny(folder: Path, numbers: Iterable[int] = (1, 2, 3)) -> Path:
    """A folder with tiny months and their policy."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        month_book(folder, number)
    (folder / "pay.yaml").write_text(POLICY, encoding="utf-8")
    return folder


def results(folder: Path) -> list[str]:
    """The names of the results of pay in a folder and those below it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.commission.xlsx"))


def tables(done: Done) -> list[list[list[str]]]:
    """Every table printed, its heads first, without the column that says which of several months it is."""
    found: list[list[list[str]]] = []
    for row in rows_of(done):
        if "工号" in row:
            place = row.index("工号")
            found.append([])
        found[-1].append(row[place:])
    return found


def totals(done: Done) -> list[tuple[str, ...]]:
    """The totals of every table printed, month by month."""
    found = []
    for head, *rows in tables(done):
        place = next(i for i, word in enumerate(head) if word.endswith("合计（税前）"))
        found.append(tuple(row[place] for row in rows))
    return found


def sheet(path: Path, name: str) -> list[list[Any]]:
    """The stored values of a sheet."""
    rows: list[list[Any]] = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    return rows


def edited(result: Path, name: str, cell: str, value: object) -> None:
    """Overwrite one cell of a result, every formula kept as its value."""
    book = openpyxl.load_workbook(result, data_only=True)
    assert book[name][cell].value not in (None, value)
    book[name][cell] = value
    book.save(result)


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Three tiny months, the last named first."""
    folder = tiny(tmp_path_factory.mktemp("quarter") / "in", (1, 2, 3, 4))
    done = run_in(folder, "commission", "2024-03.xlsx", "2024-01.xlsx", "2024-02.xlsx", *PAY, PYTHONHASHSEED="1", TZ="Asia/Shanghai")  # fmt: skip
    return Ran(folder, done)


@pytest.fixture
def after(quarter: Ran, tmp_path: Path) -> Path:
    """A folder of its own with what the three months left, to go on from."""
    shutil.copytree(quarter.folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


# months


def test_one_month_is_paid(mkt: Run, tmp_path: Path) -> None:
    """A line a person on stdout with what was worked out by hand; the month is the first, so there is a warning: exit 1."""
    tiny(tmp_path, (1,))

    done = mkt("commission", "2024-01.xlsx", *PAY)

    assert done.returncode == 1
    [[head, *rows]] = tables(done)
    assert head[:6] == ["工号", "姓名", "部门", "计入金额", "完成率", "提成"]
    assert head[6].endswith("合计（税前）")
    assert rows == [
        ["1001", "张三", "一部", "1,500.00", "150.00%", "26.00", "26.00", ""],
        ["1002", "李四", "二部", "600.00", "60.00%", "10.00", "10.00", ""],
    ]
    assert "[month-first]" in done.stderr
    assert results(tmp_path) == ["2024-01.commission.xlsx"]


def test_months_are_paid_in_order_however_they_are_named(quarter: Ran) -> None:
    """The tables come January, February, March, with the totals worked out by hand."""
    assert quarter.done.returncode == 1
    assert totals(quarter.done) == [TOTALS[1], TOTALS[2], TOTALS[3]]
    assert results(quarter.folder) == ["2024-01.commission.xlsx", "2024-02.commission.xlsx", "2024-03.commission.xlsx"]


def test_only_the_first_month_warns_that_it_is(quarter: Ran) -> None:
    """February and March go on from the month before."""
    assert [line for line in quarter.done.stderr.splitlines() if "[month-first]" in line] == [
        "提醒 2024-01.xlsx  没有给出上月的提成结果：预支余额、以前付过提成的回款、结转的计划都当作没有。 [month-first]"
    ]


def test_the_summary_names_no_amount(quarter: Ran) -> None:
    """A line a month: how many are paid, that amounts are before tax, where it was written."""
    lines = [line for line in quarter.done.stderr.splitlines() if "已写入" in line]
    assert lines == [
        f"2024-0{month}：发放 2 人，暂不发 0 人，金额均为税前，已写入 2024-0{month}.commission.xlsx"
        for month in (1, 2, 3)
    ]


def test_a_second_run_writes_the_same_bytes(quarter: Ran, after: Path, mkt: Run) -> None:
    """Whatever the hash seed and time zone, in the right order; no --force is needed."""
    done = mkt("commission", "2024-01.xlsx", "2024-02.xlsx", "2024-03.xlsx", *PAY, "-q", PYTHONHASHSEED="2", TZ="America/New_York")  # fmt: skip

    assert done.returncode == 1
    assert len(results(after)) == 3
    for name in results(after):
        assert (after / name).read_bytes() == (quarter.folder / name).read_bytes()


def test_a_month_missing_between_is_refused(mkt: Run, tmp_path: Path) -> None:
    """January and March: exit 2, the gap named, nothing written and nothing printed."""
    tiny(tmp_path, (1, 3))

    done = mkt("commission", "2024-01.xlsx", "2024-03.xlsx", *PAY)

    assert (done.returncode, done.stdout) == (2, "")
    assert "2024-01 之后给出的是 2024-03" in done.stderr
    assert "[pay-month-missing]" in done.stderr
    assert results(tmp_path) == []


def test_two_books_of_one_month_are_refused(mkt: Run, tmp_path: Path) -> None:
    """Both are named; nothing is written."""
    tiny(tmp_path, (1, 2))
    month_book(tmp_path, 2, "2024-02改.xlsx")

    done = mkt("commission", "2024-01.xlsx", "2024-02.xlsx", "2024-02改.xlsx", *PAY)

    assert done.returncode == 2
    assert "[pay-month-twice]" in done.stderr
    assert "2024-02.xlsx、2024-02改.xlsx" in done.stderr
    assert results(tmp_path) == []


# from month to month


@pytest.fixture(scope="module")
def april(quarter: Ran, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Ran]:
    """April by what March handed on, and all four months in one run; as JSON."""
    found = []
    for books in (("2024-04.xlsx", "--previous", "2024-03.commission.xlsx"), [f"2024-0{k}.xlsx" for k in (1, 2, 3, 4)]):
        out = tmp_path_factory.mktemp("out")
        found.append(Ran(out, run_in(quarter.folder, "commission", *books, *PAY, "--json", "--out", str(out))))
    return found[0], found[1]


def test_the_month_before_s_result_gives_the_same_people_and_lines(april: tuple[Ran, Ran]) -> None:
    """April alone with --previous, and April as the last of four months; its totals are those worked out by hand."""
    alone, together = (json.loads(ran.done.stdout) for ran in april)
    last = together["books"][-1]
    assert alone["period"] == last["period"] == "2024-04"
    for key in ("people", "departments", "total", "findings"):
        assert alone[key] == last[key]
    assert tuple(f"{person['total']:.2f}" for person in alone["people"]) == TOTALS[4]


@pytest.mark.parametrize("name", ["结转", "台账", "汇总", "结算单", "追回"])
def test_the_month_before_s_result_hands_on_the_same(name: str, april: tuple[Ran, Ran]) -> None:
    """What April hands on, and what it shows, are the same either way."""
    alone, together = (sheet(ran.folder / "2024-04.commission.xlsx", name) for ran in april)
    assert alone == together


def test_what_april_hands_on_is_right(april: tuple[Ran, Ran]) -> None:
    """张三 has 500 of the plan left, nobody owes an advance; of H1 1,000 remain at 20 ÷ 1,500, H3 is gone."""
    path = april[0].folder / "2024-04.commission.xlsx"
    handed = {row[0]: (row[2], row[3], row[4]) for row in sheet(path, "结转") if row[0] in ("1001", "1002")}
    assert handed == {"1001": (500, 0, ""), "1002": (0, 0, "")}
    ledger = {row[1]: (row[3], row[4], row[5]) for row in sheet(path, "台账") if str(row[1]).startswith("H")}
    assert ledger == {
        "H1": ("2024-01", 1000, 0.013333333),
        "H2": ("2024-01", 600, 0.01),
        "H4": ("2024-02", 1400, 0.01),
        "H5": ("2024-03", 2000, 0.015),
        "H6": ("2024-04", 500, 0.01),
        "H7": ("2024-04", 2500, 0.012),
    }


def test_a_month_that_goes_on_has_no_warning(april: tuple[Ran, Ran]) -> None:
    """April with --previous: nothing to look at, exit 0; March's result is among its inputs."""
    done = april[0].done
    assert done.returncode == 0
    assert "[" not in done.stderr
    assert [entry["file"] for entry in json.loads(done.stdout)["inputs"]] == ["2024-04.xlsx", "2024-03.commission.xlsx"]


REFUSED_PREVIOUS = {
    "another month": ("2024-02.commission.xlsx", "previous-unfit"),
    "no such file": ("2024-13.commission.xlsx", "file-missing"),
    "an edited plan": ("2024-03.commission.xlsx", "handed-on-edited"),
    "an edited rate": ("2024-03.commission.xlsx", "handed-on-edited"),
    "another policy": ("2024-03.commission.xlsx", "pay-policy-other"),
}
EDITS = {
    "an edited plan": ("结转", "C7", 1000.01),
    "an edited rate": ("台账", "F6", 0.013333334),
}


@pytest.mark.parametrize("case", REFUSED_PREVIOUS)
def test_a_result_that_does_not_fit_is_refused(case: str, mkt: Run, after: Path) -> None:
    """Exit 2, why, and nothing is written."""
    file, code = REFUSED_PREVIOUS[case]
    if case in EDITS:
        edited(after / file, *EDITS[case])
    if case == "another policy":
        (after / "pay.yaml").write_text(POLICY.replace("own-pay", "other-pay"), encoding="utf-8")
    before = results(after)

    done = mkt("commission", "2024-04.xlsx", "--previous", file, *PAY)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert results(after) == before


def test_another_version_of_the_policy_goes_on(mkt: Run, after: Path) -> None:
    """Version 2 with 3 % for what lies above the plan: 李四 gets 500 × 1 % more in April, 25."""
    text = POLICY.replace('version: "1"', 'version: "2"').replace("rate: 2%", "rate: 3%")
    (after / "pay.yaml").write_text(text, encoding="utf-8")
    done = mkt("commission", "2024-04.xlsx", "--previous", "2024-03.commission.xlsx", *PAY)
    assert (done.returncode, totals(done)) == (0, [("20.00", "25.00")])


def test_last_month_s_result_beside_is_hinted_at(mkt: Run, after: Path) -> None:
    """April without --previous: a note names March's result and how to go on from it, beside the warning."""
    done = mkt("commission", "2024-04.xlsx", *PAY)
    assert "[month-first]" in done.stderr
    assert "--previous 2024-03.commission.xlsx" in done.stderr
    assert "[previous-beside]" in done.stderr


def test_who_was_not_paid_is_not_paid_the_month_after(mkt: Run, tmp_path: Path) -> None:
    """A plan of nothing in January: 李四 is not paid, and stays so in February, whose plan is not known; 张三 waits for nobody's plan."""
    tiny(tmp_path, (2,))
    month_book(tmp_path, 1, change={"| '1002 | 李四 | 1000 |": "| '1002 | 李四 | 0 |"})

    done = mkt("commission", "2024-01.xlsx", "2024-02.xlsx", *PAY)

    assert done.returncode == 1
    assert totals(done) == [("26.00", ""), ("17.33", "")]
    assert "[plan-zero]" in done.stderr
    assert done.stderr.count("[pay-withheld]") == 2
    assert {row[0]: row[4] for row in sheet(tmp_path / "2024-01.commission.xlsx", "结转")}["1002"] == "未结清"


# files


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """January with --out and -q."""
    folder = tiny(tmp_path_factory.mktemp("quiet"), (1,))
    return Ran(folder, run_in(folder, "commission", "2024-01.xlsx", *PAY, "--out", "薪酬/一月", "-q"))


def test_out_names_the_folder(quiet: Ran) -> None:
    """--out: the result goes there, and nowhere else."""
    assert results(quiet.folder) == ["薪酬/一月/2024-01.commission.xlsx"]


def test_quiet_prints_no_table_no_note_and_no_summary(quiet: Ran) -> None:
    """-q: nothing on stdout, the warning on stderr."""
    assert quiet.done.stdout == ""
    assert [line[-13:] for line in quiet.done.stderr.splitlines()] == ["[month-first]"]


@pytest.mark.parametrize("change", ["other data", "edited by hand"])
def test_a_result_of_other_data_is_not_replaced(change: str, mkt: Run, after: Path) -> None:
    """Exit 2, the file untouched, with the reason."""
    target = after / "2024-01.commission.xlsx"
    if change == "other data":
        month_book(after, 1, change={"1500": "1501"})
    else:
        book = openpyxl.load_workbook(target)
        book["汇总"]["N6"] = "面谈已完成"
        book.save(target)
    before = target.read_bytes()

    refused = mkt("commission", "2024-01.xlsx", *PAY)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "[output-exists]" in refused.stderr
    assert target.read_bytes() == before


def test_force_replaces_a_file(quarter: Ran, mkt: Run, after: Path) -> None:
    """--force: somebody's notes give way to the result."""
    target = after / "2024-01.commission.xlsx"
    target.write_bytes(b"somebody's notes")
    assert mkt("commission", "2024-01.xlsx", *PAY, "--force", "-q").returncode == 1
    assert target.read_bytes() == (quarter.folder / target.name).read_bytes()


def test_a_result_that_is_in_the_way_stops_the_months_after_it(mkt: Run, after: Path) -> None:
    """January's book was changed and its result is not replaced: February's, which would go on from it, stays as it is too."""
    month_book(after, 1, change={"1500": "1501"})
    before = {name: (after / name).read_bytes() for name in results(after)}

    done = mkt("commission", "2024-01.xlsx", "2024-02.xlsx", *PAY, "-q")

    assert done.returncode == 2
    assert {name: (after / name).read_bytes() for name in results(after)} == before


def test_the_books_are_not_touched(quarter: Ran, april: tuple[Ran, Ran], tmp_path: Path) -> None:
    """The month books have the bytes that they were made with."""
    assert april
    tiny(tmp_path, (1, 2, 3, 4))
    for month in (1, 2, 3, 4):
        name = f"2024-0{month}.xlsx"
        assert sheet(quarter.folder / name, "回款明细") == sheet(tmp_path / name, "回款明细")


def test_a_result_is_no_book(mkt: Run, after: Path) -> None:
    """A result of pay named as a book: exit 2, told as such."""
    done = mkt("commission", "2024-03.commission.xlsx", *PAY)
    assert done.returncode == 2
    assert "[book-is-output]" in done.stderr
    assert len(results(after)) == 3


def test_a_folder_is_its_months_without_its_results(mkt: Run, after: Path) -> None:
    """`mkt commission .` a second time passes its own results over and pays all four months."""
    done = mkt("commission", ".", *PAY)
    assert totals(done) == [TOTALS[k] for k in (1, 2, 3, 4)]


# folders and bad books


def test_the_months_of_each_folder_go_by_themselves(mkt: Run, tmp_path: Path) -> None:
    """东 has January and February, 西 February alone: the first of each warns, and what 东 hands on is not 西's."""
    tiny(tmp_path / "东", (1, 2))
    tiny(tmp_path / "西", (2,))

    done = mkt("commission", "东", "西", "--policy", "东/pay.yaml")

    # 西: 500 × 1 % and 1 % of 1,400, as no earlier receipt is known; 李四 1,000 × 1 % + 400 × 2 %
    assert totals(done) == [TOTALS[1], TOTALS[2], ("19.00", "18.00")]
    assert done.stderr.count("[month-first]") == 2
    assert results(tmp_path) == [
        "东/2024-01.commission.xlsx",
        "东/2024-02.commission.xlsx",
        "西/2024-02.commission.xlsx",
    ]


def of_two_folders(folder: Path, *, out: bool = False, previous: Path | None = None) -> list[str]:
    """The codes that the months of two folders are refused for, each of which has an April."""
    books = [tiny(folder / name, (4,)) for name in ("东", "西")]
    asked = task(str(books[0] / "pay.yaml"), folder / "out" if out else None, False, previous, None, "", [], "zh", "")
    with pytest.raises(Refused) as refused:
        over_months(books, asked)
    return [finding.code for finding in refused.value.findings]


def test_two_folders_into_one_are_refused(tmp_path: Path) -> None:
    """With --out the second April would replace the first; nothing is written."""
    assert of_two_folders(tmp_path, out=True) == ["output-twice"]
    assert results(tmp_path) == []


def test_the_month_before_goes_with_one_folder(after: Path) -> None:
    """--previous with the months of two folders: whose it is, is not guessed."""
    assert of_two_folders(after, previous=after / "2024-03.commission.xlsx") == ["previous-ambiguous"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_bad_month_stops_its_folder(number: int, mkt: Run, tmp_path: Path) -> None:
    """A month was given that cannot be read: it is named, none is paid from nothing, and nothing is written: exit 2."""
    tiny(tmp_path)
    (tmp_path / f"2024-0{number}.xlsx").write_bytes(b"")
    done = mkt("commission", ".", *PAY)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"2024-0{number}.xlsx  文件是空的" in done.stderr
    assert results(tmp_path) == []


def test_a_bad_folder_stops_no_other(mkt: Run, tmp_path: Path) -> None:
    """东 lacks a month between; 西 is paid: exit 2."""
    tiny(tmp_path / "东", (1, 3))
    tiny(tmp_path / "西", (1,))
    done = mkt("commission", "东", "西", "--policy", "西/pay.yaml")
    assert done.returncode == 2
    assert "[pay-month-missing]" in done.stderr
    assert totals(done) == [TOTALS[1]]
    assert results(tmp_path) == ["西/2024-01.commission.xlsx"]


# JSON


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The sample months and the untidy one after them, paid by the pack in one run; quiet, as JSON, in English."""
    folder = tmp_path_factory.mktemp("samples")
    books = [*sorted((SAMPLES / "commission").glob("*.xlsx")), *(SAMPLES / "commission" / "messy").glob("*.xlsx")]
    for book in books:
        shutil.copy(book, folder)
    return Ran(folder, run_in(folder, "commission", *(book.name for book in books), "--json", "-q", "--lang", "en"))


@pytest.fixture(scope="module")
def documents(samples: Ran) -> list[dict[str, Any]]:
    """The document of each month."""
    found: list[dict[str, Any]] = json.loads(samples.done.stdout, parse_constant=_no_constant)["books"]
    return found


def _no_constant(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def test_several_months_are_one_document(samples: Ran) -> None:
    """`mkt.batch/1` with a `mkt.commission/1` a month, in order."""
    document = json.loads(samples.done.stdout)
    assert document["schema"] == "mkt.batch/1"
    assert {book["schema"] for book in document["books"]} == {"mkt.commission/1"}
    assert [book["period"] for book in document["books"]] == ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]


def test_one_month_is_a_document_of_its_own(april: tuple[Ran, Ran]) -> None:
    """What it was made of and by, and where it went."""
    document = json.loads(april[0].done.stdout)
    assert document["schema"] == "mkt.commission/1"
    assert (document["policy"]["id"], document["policy"]["version"], document["scores"]) == ("own-pay", "1", None)
    assert {len(entry["sha256"]) for entry in [*document["inputs"], document["policy"]]} == {64}
    assert document["outputs"] == ["2024-04.commission.xlsx"]
    assert document["before_tax"] is True


def test_json_has_no_number_that_is_none(samples: Ran) -> None:
    """NaN and Infinity are no JSON."""
    assert json.loads(samples.done.stdout, parse_constant=_no_constant)


def test_json_lines_add_up(documents: list[dict[str, Any]]) -> None:
    """In cents: the lines of whoever is paid to the total, the totals of people to the month's, and to the departments'."""
    for document in documents:
        people = [person for person in document["people"] if person["paid"]]
        for person in people:
            assert sum(round(100 * line["amount"]) for line in person["lines"]) == round(100 * person["total"])
        assert sum(round(100 * person["total"]) for person in people) == round(100 * document["total"])
        assert sum(round(100 * one["total"]) for one in document["departments"]) == round(100 * document["total"])


def test_json_amounts_have_two_decimals_at_most(documents: list[dict[str, Any]]) -> None:
    """Lines and totals."""
    people = [person for document in documents for person in document["people"] if person["paid"]]
    found = [amount for person in people for amount in (person["total"], *(line["amount"] for line in person["lines"]))]
    assert len(found) > 1000
    assert all(round(amount, 2) == amount for amount in found)


HELD = {"1004", "1006", "1008", "1014", "1015", "1017", "1018", "1024", "1025", "1029"}
"""In the untidy book: those with a fault or a share in one, and the superiors of those whose receipts are not known."""


def test_json_tells_who_is_not_paid_and_why(documents: list[dict[str, Any]]) -> None:
    """`paid` false, `held` in words, and no amount of what is paid; of everybody else `held` is null."""
    people = {person["id"]: person for person in documents[-1]["people"]}
    assert {id_ for id_, person in people.items() if not person["paid"]} == HELD
    for id_, person in people.items():
        assert bool(person["held"]) == (id_ in HELD)
        assert (person["total"] is None) == (id_ in HELD)
    assert all(people[id_]["commission"] is None for id_ in HELD)


def test_json_counts_nobody_who_is_not_paid_as_paid(documents: list[dict[str, Any]]) -> None:
    """The words about people who are not paid name every one of them."""
    told = {f["person"] for f in documents[-1]["findings"] if f["code"] == "pay-withheld"}
    assert told == HELD


def test_nobody_s_pay_is_on_stderr(samples: Ran, documents: list[dict[str, Any]]) -> None:
    """Quiet, with all warnings and errors: no total, sum or line of anybody's, with or without commas."""
    amounts = {
        amount
        for document in documents
        for person in document["people"]
        for amount in (person["total"], person["commission"], person["performance_pay"], *(line["amount"] for line in person["lines"]))
        if amount
    }  # fmt: skip
    said = {Decimal(word.replace(",", "")) for word in re.findall(r"\d[\d,]*\.\d\d\b", samples.done.stderr)}
    assert samples.done.stderr
    assert said & {abs(Decimal(str(amount))) for amount in amounts} == set()


def test_samples_have_no_error_before_the_untidy_one(documents: list[dict[str, Any]]) -> None:
    """January to April pay everybody."""
    for document in documents[:4]:
        assert [f["code"] for f in document["findings"] if f["severity"] == "error"] == []
        assert all(person["paid"] for person in document["people"])


# tries


def test_a_try_prints_who_gets_more(mkt: Run, tmp_path: Path) -> None:
    """2 % up to the plan: 张三 20 + 10 + 6 instead of 26; 李四 12, which is above the draw, instead of 10; 12 in all."""
    tiny(tmp_path, (1,))
    before = sorted(tmp_path.iterdir())

    done = mkt("commission", "2024-01.xlsx", *PAY, "--set", "tiers.1.rate=2%")

    assert tables(done)[0] == [
        ["工号", "姓名", "部门", "现在（税前）", "试算（税前）", "增减"],
        ["1001", "张三", "一部", "26.00", "36.00", "+10.00"],
        ["1002", "李四", "二部", "10.00", "12.00", "+2.00"],
        ["合计", "", "", "36.00", "48.00", "+12.00"],
    ]
    assert "2 人有变化，合计 +12.00 元；没有写出文件" in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_several_figures_are_tried_at_once(mkt: Run, tmp_path: Path) -> None:
    """And no override: 张三 20 + 10; 李四 12; as JSON, with what was set."""
    tiny(tmp_path, (1,))

    done = mkt("commission", "2024-01.xlsx", *PAY, "--set", "tiers.1.rate=2%", "--set", "override=none", "--json")

    document = json.loads(done.stdout)
    assert document["schema"] == "mkt.commission.what-if/1"
    assert document["set"] == ["tiers.1.rate=2%", "override=none"]
    assert document["people"] == [
        {"id": "1001", "name": "张三", "now": 26.0, "tried": 30.0, "difference": 4.0},
        {"id": "1002", "name": "李四", "now": 10.0, "tried": 12.0, "difference": 2.0},
    ]
    assert document["total"] == {"now": 36.0, "tried": 42.0, "difference": 6.0}
    assert results(tmp_path) == []


def test_a_try_of_several_months_hands_on_what_was_tried(mkt: Run, tmp_path: Path) -> None:
    """February: 20 + 14 less 500 × 30 ÷ 1,500 instead of 17.33; 李四 28, as no advance is owed, instead of 10."""
    tiny(tmp_path, (1, 2))

    done = mkt("commission", "2024-02.xlsx", "2024-01.xlsx", *PAY, "--set", "commission.tiers.rows.1.rate=2%")

    assert tables(done)[1][1:] == [
        ["1001", "张三", "一部", "17.33", "24.00", "+6.67"],
        ["1002", "李四", "二部", "10.00", "28.00", "+18.00"],
        ["合计", "", "", "27.33", "52.00", "+24.67"],
    ]
    assert results(tmp_path) == []


def test_a_try_leaves_people_who_are_not_paid_empty(mkt: Run, tmp_path: Path) -> None:
    """李四 has a plan of nothing: no amount, no difference, not in the total; nothing that is no JSON."""
    tiny(tmp_path, ())
    month_book(tmp_path, 1, change={"| '1002 | 李四 | 1000 |": "| '1002 | 李四 | 0 |"})
    done = mkt("commission", "2024-01.xlsx", *PAY, "--set", "tiers.2.rate=3%", "--json")
    document = json.loads(done.stdout, parse_constant=_no_constant)
    assert document["people"][1] == {"id": "1002", "name": "李四", "now": None, "tried": None, "difference": None}
    assert document["total"] == {"now": 26.0, "tried": 31.0, "difference": 5.0}  # 500 × 1 % more


FAULTY_SETTINGS = {
    "tiers.9.rate=2%": "setting-unknown",
    "tiers.1.rate=3": "policy-faulty",
}


@pytest.mark.parametrize("setting", FAULTY_SETTINGS)
def test_a_faulty_try_is_refused(setting: str, mkt: Run, tmp_path: Path) -> None:
    """Exit 2, nothing on stdout, nothing written."""
    tiny(tmp_path, (1,))
    done = mkt("commission", "2024-01.xlsx", *PAY, "--set", setting)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"[{FAULTY_SETTINGS[setting]}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert results(tmp_path) == []


# policies


def test_a_policy_that_scores_pays_nobody(mkt: Run, tmp_path: Path) -> None:
    """`mkt commission --policy sales-60-40`: exit 2, with what is wanted."""
    tiny(tmp_path, (1,))
    done = mkt("commission", "2024-01.xlsx", "--policy", "sales-60-40")
    assert done.returncode == 2
    assert "[policy-of-scores]" in done.stderr
    assert PACK in done.stderr
    assert results(tmp_path) == []


def test_a_policy_of_pay_scores_nobody(mkt: Run, tmp_path: Path) -> None:
    """`mkt score --policy commission-example`: exit 2, with the command that is meant."""
    tiny(tmp_path, (1,))
    done = mkt("score", "2024-01.xlsx", "--policy", PACK)
    assert (done.returncode, done.stdout) == (2, "")
    assert "[policy-of-pay]" in done.stderr
    assert "mkt commission" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2024-01.xlsx", "pay.yaml"]


def test_the_pack_is_listed(mkt: Run) -> None:
    """`mkt policy list`."""
    assert PACK in {row[0] for row in rows_of(mkt("policy", "list"))}


def test_the_pack_is_shown(mkt: Run) -> None:
    """`mkt policy show`: every figure with why it is assumed, and the tiers."""
    shown = mkt("policy", "show", PACK).stdout
    assert "团队提成 费率：0.5%" in shown
    assert "原文没有写主管提成" in shown
    assert [line for line in shown.splitlines() if "120%" in line and line.endswith("：4%")]


def test_the_pack_holds(mkt: Run) -> None:
    """`mkt policy check`: all six examples."""
    done = mkt("policy", "check", PACK)
    assert done.returncode == 0
    assert "6 个样例全部符合" in done.stdout


def test_the_pack_is_exported(mkt: Run, tmp_path: Path) -> None:
    """What is exported is the built-in file."""
    assert mkt("policy", "export", PACK, "--out", "mine.yaml").returncode == 0
    assert (tmp_path / "mine.yaml").read_bytes() == packs()[PACK].read_bytes()


def checked(folder: Path, old: str, new: str) -> Done:
    """What `mkt policy check` says of the pack with some words replaced."""
    text = packs()[PACK].read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / "mine.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return run_in(folder, "policy", "check", "mine.yaml")


def line_of(words: str) -> int:
    """The line of the pack on which some words stand."""
    lines = packs()[PACK].read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if words in line)


def test_an_example_that_does_not_hold_is_told(tmp_path: Path) -> None:
    """12,001 expected of a bonus of 10,000 × 1.2: exit 2, at its line, with both figures."""
    done = checked(tmp_path, "{年终奖: 12000, 合计: 12000}", "{年终奖: 12001, 合计: 12000}")
    assert done.returncode == 2
    [line] = [line for line in done.stderr.splitlines() if line.startswith("错误")]
    assert f"mine.yaml  {line_of('{年终奖: 12000')}:" in line
    assert "12001" in line
    assert "12000" in line


@pytest.mark.parametrize(
    ("old", "new"),
    [("{年终奖: 12000, 合计: 12000}", "{年终奖金: 12000, 合计: 12000}"), ("年度.等级: A, 人员.年终奖基数", "年度.等级: A, 人员.年终奖金基数")],
    ids=["expected", "given"],
)  # fmt: skip
def test_an_example_with_an_unknown_figure_is_told(old: str, new: str, tmp_path: Path) -> None:
    """A word that no figure has, or a column that nothing reads: exit 2, at its line, with the word that is near."""
    done = checked(tmp_path, old, new)
    assert done.returncode == 2
    assert f"mine.yaml  {line_of(old)}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert "年终奖" in done.stderr


def test_a_grade_without_a_factor_is_advised_of(tmp_path: Path) -> None:
    """No row for B: people with it would not be paid; the policy holds all the same."""
    text = packs()[PACK].read_text(encoding="utf-8")
    cut = text[: text.index("tests:")].replace("      - {grade: B, factor: 1}\n", "", 1)
    (tmp_path / "mine.yaml").write_text(cut, encoding="utf-8")
    done = run_in(tmp_path, "policy", "check", "mine.yaml")
    assert done.returncode == 0
    assert "factor：没有写等级 B 的系数" in done.stdout
    assert "还没有样例" in done.stdout
    assert "annual_bonus" not in done.stdout


def test_a_policy_beside_names_its_policy_of_scores(mkt: Run, tmp_path: Path) -> None:
    """`scores: own-scores.yaml` is a file beside the policy of pay, wherever mkt is run."""
    scores = packs()["sales-60-40"].read_text(encoding="utf-8").replace("policy: sales-60-40", "policy: own-scores")
    pay = packs()[PACK].read_text(encoding="utf-8").replace("scores: sales-60-40", "scores: own-scores.yaml")
    (tmp_path / "制度").mkdir()
    (tmp_path / "制度" / "own-scores.yaml").write_text(scores, encoding="utf-8")
    (tmp_path / "制度" / "pay.yaml").write_text(pay, encoding="utf-8")
    shutil.copy(SAMPLES / "commission" / "2024-01.xlsx", tmp_path)
    done = mkt("commission", "2024-01.xlsx", "--policy", "制度/pay.yaml", "--json", "-q")
    assert json.loads(done.stdout)["scores"]["id"] == "own-scores"


# the annual bonus

BONUS = """\
policy: own-bonus
title: 年终奖
version: "1"
source: {id: X, document: 测试}
effective: {from: 2024-01-01}
period: month
scores: sales-60-40
annual_bonus:
  base: 人员.年终奖基数
  rows:
    - {grade: A, factor: 1.2}
    - {grade: B, factor: 1}
  clause: 第一条
"""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny graded year (an A, a B and a C) and two of its months with bases of the bonus."""
    folder = tmp_path_factory.mktemp("year")
    letters = {"1001": "A", "1002": "B", "1003": "C"}
    people = [small_years.One(id_, 12 * letter) for id_, letter in letters.items()]
    small_years.write_months(folder / "books", people)
    small_years.written(small_years.year_of(folder / "books"), folder / "2024.graded.xlsx")
    for month in (11, 12):
        grid = small_years.month_grid(people, month)
        bases = ["年终奖基数", 10_000, 8_000.55, 6_000]
        grid["人员"] = [[*row, base] for row, base in zip(grid["人员"], bases, strict=True)]
        write_book(folder / f"2024-{month}.xlsx", grid)
    (folder / "pay.yaml").write_text(BONUS, encoding="utf-8")
    return folder


def test_the_bonus_of_the_year(year: Path, tmp_path: Path) -> None:
    """December: 10,000 × 1.2, 8,000.55 × 1; a C has no factor: told, and not paid."""
    done = run_in(year, "commission", "2024-12.xlsx", *PAY, "--year", "2024.graded.xlsx", "--out", str(tmp_path))
    assert done.returncode == 1
    assert totals(done) == [("12,000.00", "8,000.55", "")]
    assert "[grade-without-factor]" in done.stderr


def test_a_bonus_alone_takes_one_month(year: Path, tmp_path: Path) -> None:
    """November and December by a policy of the bonus alone: nothing is due in November, so it is refused."""
    done = run_in(year, "commission", "2024-12.xlsx", "2024-11.xlsx", *PAY, "--year", "2024.graded.xlsx", "--out", str(tmp_path))  # fmt: skip
    assert done.returncode == 2
    assert "[bonus-alone]" in done.stderr
    assert results(tmp_path) == []


def test_a_year_that_is_not_over_is_refused(year: Path, tmp_path: Path) -> None:
    """The grades of 2024 with November: exit 2, nothing written."""
    done = run_in(year, "commission", "2024-11.xlsx", *PAY, "--year", "2024.graded.xlsx", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "[bonus-early]" in done.stderr
    assert results(tmp_path) == []


def test_an_edited_year_is_refused(year: Path, tmp_path: Path) -> None:
    """A grade overwritten by hand: exit 2, at its cell, nothing written."""
    shutil.copytree(year, tmp_path, dirs_exist_ok=True)
    book = openpyxl.load_workbook(tmp_path / "2024.graded.xlsx", data_only=True)
    place = [str(cell.value).replace("\n", "") for cell in book["年度"][5]].index("年度等级") + 1
    row = next(row for row in range(6, 20) if book["年度"].cell(row, place).value == "B")
    book["年度"].cell(row, place).value = "A"
    book.save(tmp_path / "2024.graded.xlsx")

    done = run_in(tmp_path, "commission", "2024-12.xlsx", *PAY, "--year", "2024.graded.xlsx")

    assert done.returncode == 2
    assert "[result-edited]" in done.stderr
    assert results(tmp_path) == []


# words


def test_messages_in_english(mkt: Run, tmp_path: Path) -> None:
    """Heads, warning and summary; the codes are the same."""
    tiny(tmp_path, (1,))
    done = mkt("commission", "2024-01.xlsx", *PAY, LANG="en_US.UTF-8")
    assert rows_of(done)[0] == ["id", "name", "department", "collected", "attainment", "commission", "total before tax", "remark"]  # fmt: skip
    assert "the result of the month before was not given" in done.stderr
    assert "[month-first]" in done.stderr
    assert "2024-01: 2 paid, 0 withheld, all amounts before tax, written to 2024-01.commission.xlsx" in done.stderr
    assert not re.search(r"[\u4e00-\u9fff]", done.stderr)


ROOT = Path(__file__).parents[1] / "mkt"
MODULES = [*sorted((ROOT / "commission").glob("*.py")), ROOT / "policy" / "settings.py"]
CODES = [*codes_in(MODULES), "policy-of-pay", "policy-of-scores"]
"""The codes of everything that is told of pay."""


@pytest.fixture(scope="module", params=["zh", "en"])
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    """Code → what `mkt explain CODE` prints, all in one process; what it returned stands behind."""
    return pages_of(CODES, request.param)


def test_every_code_of_pay_has_a_page(pages: dict[str, str]) -> None:
    """`mkt explain CODE`: the code, and more than a line about it."""
    assert len(CODES) > 30
    assert_pages(pages, CODES, 15)


def test_a_book_there_is_not_is_one_sentence(mkt: Run) -> None:
    """Exit 2, no traceback, nothing on stdout."""
    done = mkt("commission", "nothing.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "nothing.xlsx" in done.stderr
