"""`mkt budget-check` through the real entry point, on the sample books and on small ones: streams, exit status, files, `mkt verify` of the result."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import SAMPLES, grid_of, write_book
from tests.explained import assert_pages, codes_in, pages_of
from tests.process import Done, Ran, Run, run_in
from tests.test_spending_faults import SOUND, UNSIGNED, book_of, large, line, small

SPENDING = SAMPLES / "spending"
APRIL, MAY = SPENDING / "2024-04.xlsx", SPENDING / "2024-05.xlsx"
FIRST = 6  # the first row of a list in a result
CHINESE = re.compile(r"[\u4e00-\u9fff]")

SALES = """
sheet 销售目标
| 工号 | 姓名 | 目标销售额 | 实际销售额 |
| '1001 | 张三 | 5000 | 6000 |
| '1002 | 李四 | 5000 | 1000 |
"""
"""A month book whose sales come to 7,000: twice what the sound book spends."""


def spending_book(folder: Path, text: str = SOUND, name: str = "2024-05.xlsx") -> Path:
    """Write a small book: a signed payment of 3,000 and one of 500, of May unless named otherwise."""
    return write_book(folder / name, grid_of(text))


def numbered(done: Done) -> list[list[str]]:
    """The rows on stdout that have a number, cut at the tabs."""
    rows = [row.split("\t") for row in done.stdout.splitlines()]
    return [row for row in rows if row[0].isdigit()]


def codes(done: Done) -> list[str]:
    """The codes in brackets on stderr, in order."""
    return re.findall(r"\[([a-z-]+)\]$", done.stderr, re.MULTILINE)


def results(folder: Path) -> list[str]:
    """The names of the results in a folder and those below it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.checked.xlsx"))


def said(path: Path, label: str) -> list[str]:
    """What 凭据 says at a label."""
    rows = openpyxl.load_workbook(path, read_only=True)["凭据"].iter_rows(max_col=2, values_only=True)
    return [str(value) for name, value in rows if name == label]


def ran(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Check in a folder."""
    return Ran(folder, run_in(folder, "budget-check", *arguments, **environment))


@pytest.fixture(scope="module")
def april(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The sample April, checked alone."""
    folder = tmp_path_factory.mktemp("april")
    shutil.copy(APRIL, folder)
    return ran(folder, "2024-04.xlsx")


@pytest.fixture(scope="module")
def may(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The sample May, checked alone."""
    folder = tmp_path_factory.mktemp("may")
    shutil.copy(MAY, folder)
    return ran(folder, "2024-05.xlsx", PYTHONHASHSEED="1", TZ="Asia/Shanghai")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The sample May as JSON."""
    return ran(tmp_path_factory.mktemp("json"), str(MAY), "--json", "--out", ".")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A book of the fictitious words A to D only, so that all that is Chinese is the program's; it lacks nearly everything."""
    folder = tmp_path_factory.mktemp("english")
    payments = [
        large(收款人="Acme", 事由="ads", 报销人="Doe", 支付申请单号="~", 部门主管="Doe", 付款日期="2024-05-09"),
        large(收款人="Bond", 事由="ads", 报销人="Doe", 金额="1990", **UNSIGNED),
        large(收款人="Bond", 事由="ads", 报销人="Doe", 金额="1990", **UNSIGNED),
        large(收款人="Cole", 事由="ads", 报销人="Doe", 日期="2024-04-30", 发票号="'7", 影城财务部日期="2024-05-01"),
    ]
    spending_book(folder, book_of(*payments))
    return ran(folder, "2024-05.xlsx", "--lang", "en")


# exit status and streams


def test_a_month_in_order_is_0(april: Ran) -> None:
    """The sample April: nothing on stdout, its note on stderr."""
    assert (april.done.returncode, april.done.stdout) == (0, "")
    assert codes(april.done) == ["budget-near"]


def test_a_month_with_findings_is_1(may: Ran) -> None:
    """The sample May."""
    assert may.done.returncode == 1
    assert results(may.folder) == ["2024-05.checked.xlsx"]


def test_stdout_names_the_five_worst(may: Ran) -> None:
    """Heads, five rows with the larger amounts first, how many more there are; nothing else."""
    assert [row[:3] for row in numbered(may.done)] == [
        ["1", "合同!D12", "24,000.00"],
        ["2", "付款!G23", "7,900.00"],
        ["3", "付款!G13", "4,800.00"],
        ["4", "付款!G28", "2,680.00"],
        ["5", "付款!G18", "2,320.00"],
    ]
    head, *_, more = may.done.stdout.splitlines()
    assert head.split("\t") == ["", "位置", "金额（元）", "什么事"]
    assert more.split("\t")[1] == "…另有 6 处"
    assert len(may.done.stdout.splitlines()) == 1 + 5 + 1


def test_stdout_is_cut_at_tabs(may: Ran) -> None:
    """Every line has the same four cells, without escape codes."""
    assert {len(text.split("\t")) for text in may.done.stdout.splitlines()} == {4}
    assert "\x1b" not in may.done.stdout + may.done.stderr


def test_findings_are_on_stderr(may: Ran) -> None:
    """Each with how bad it is, file, place, words and code; none of it is on stdout."""
    assert {
        "approval-missing", "payment-split", "payment-duplicate", "invoice-reused", "approval-order", "approval-own",
        "paid-before-approval", "contract-unsigned", "budget-exceeded", "budget-used-up", "payment-near-limit",
    } <= set(codes(may.done))  # fmt: skip
    assert "错误 2024-05.xlsx  付款!X6  云帆里传媒 2,000.00 元，缺 总部总经理 的签字" in may.done.stderr
    assert "[" not in may.done.stdout


def test_the_summary_says_where_it_was_written(may: Ran) -> None:
    """The last line: payments, sum, how many are wrong, the file."""
    assert may.done.stderr.splitlines()[-1] == (
        "2024-05.xlsx：36 笔付款合计 97,846.99 元，11 笔有问题；12 个错误，3 个提醒，已写入 2024-05.checked.xlsx"
    )


REFUSED = {
    "no such file": (["nothing.xlsx"], "file-missing"),
    "unreadable": (["broken.xlsx"], ""),
    "a month book": ([str(SAMPLES / "2024-05.xlsx"), "--out", "."], "ledger-empty"),
    "threshold": (["2024-05.xlsx", "--threshold", "abc"], "threshold-malformed"),
    "threshold below zero": (["2024-05.xlsx", "--threshold", "-5"], "threshold-malformed"),
    "today": (["2024-05.xlsx", "--today", "abc"], "today-malformed"),
    "policy": (["2024-05.xlsx", "--policy", "no-such-policy"], "policy-unknown"),
    "policy of scores": (["2024-05.xlsx", "--policy", "sales-60-40"], ""),
    "setting": (["2024-05.xlsx", "--set", "patterns.nothing.days=3"], "setting-unknown"),
    "setting without a value": (["2024-05.xlsx", "--set", "patterns.split.days"], ""),
    "one book twice": (["2024-05.xlsx", "2024-05.xlsx"], "output-twice"),
    "sales of another month": (["2024-05.xlsx", "--sales", "sales/2024-04.xlsx"], "sales-unused"),
    "sales of nothing": (["2024-05.xlsx", "--sales", "nothing.xlsx"], "file-missing"),
    "no book": ([], ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_2(case: str, mkt: Run, tmp_path: Path) -> None:
    """Exit 2, why on stderr, nothing on stdout, nothing written, no traceback."""
    arguments, code = REFUSED[case]
    spending_book(tmp_path)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    write_book(tmp_path / "sales" / "2024-04.xlsx", grid_of(SALES))

    done = mkt("budget-check", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    if code:
        assert codes(done) == [code]
    assert results(tmp_path) == []


def test_a_bad_book_stops_no_other(mkt: Run, tmp_path: Path) -> None:
    """A broken book between two: both others are written, each row says of which, and the worst status, 2, is returned."""
    spending_book(tmp_path, book_of(large(**UNSIGNED)))
    spending_book(tmp_path, SOUND.replace("2024-05", "2024-06"), "2024-06.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")

    done = mkt("budget-check", "2024-05.xlsx", "broken.xlsx", "2024-06.xlsx")

    assert done.returncode == 2
    assert results(tmp_path) == ["2024-05.checked.xlsx", "2024-06.checked.xlsx"]
    assert all(row[1].startswith(("2024-05.xlsx ", "2024-06.xlsx ")) for row in numbered(done))
    assert "broken.xlsx" in done.stderr


def test_both_months_of_the_samples_are_1(mkt: Run, tmp_path: Path) -> None:
    """April is in order and May is not: the worse of 0 and 1."""
    done = mkt("budget-check", str(APRIL), str(MAY), "--out", ".")
    assert done.returncode == 1
    assert results(tmp_path) == ["2024-04.checked.xlsx", "2024-05.checked.xlsx"]


def test_quiet_prints_no_table_and_no_notes(mkt: Run) -> None:
    """Errors and warnings are still told, and the status is the same."""
    done = mkt("budget-check", str(MAY), "--out", ".", "--quiet")
    assert (done.returncode, done.stdout) == (1, "")
    assert "[approval-missing]" in done.stderr
    assert not [text for text in done.stderr.splitlines() if text.startswith("说明")]


def test_quiet_on_a_month_in_order_says_nothing(mkt: Run) -> None:
    """The sample April, whose only finding is a note."""
    done = mkt("budget-check", str(APRIL), "--out", ".", "-q")
    assert (done.returncode, done.stdout) == (0, "")
    assert "[" not in done.stderr


# files


def test_the_input_is_as_it_was(may: Ran) -> None:
    """Its bytes are those of the sample."""
    assert (may.folder / "2024-05.xlsx").read_bytes() == MAY.read_bytes()


def test_nothing_else_is_left(may: Ran) -> None:
    """The book and its result; no temporary file."""
    assert sorted(path.name for path in may.folder.iterdir()) == ["2024-05.checked.xlsx", "2024-05.xlsx"]


def test_a_second_run_writes_the_same_bytes(may: Ran, tmp_path: Path) -> None:
    """Whatever the hash seed and time zone, onto the first result without --force."""
    for path in may.folder.iterdir():
        shutil.copy(path, tmp_path)
    done = run_in(tmp_path, "budget-check", "2024-05.xlsx", PYTHONHASHSEED="2", TZ="America/New_York")
    assert (done.returncode, done.stdout, done.stderr) == (1, may.done.stdout, may.done.stderr)
    assert (tmp_path / "2024-05.checked.xlsx").read_bytes() == (may.folder / "2024-05.checked.xlsx").read_bytes()


def test_the_order_of_books_changes_no_byte(mkt: Run, tmp_path: Path) -> None:
    """April and May, May and April."""
    mkt("budget-check", str(APRIL), str(MAY), "--out", "a", "-q")
    mkt("budget-check", str(MAY), str(APRIL), "--out", "b", "-q")
    for name in ("2024-04.checked.xlsx", "2024-05.checked.xlsx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_result_of_other_data_is_kept(mkt: Run, tmp_path: Path) -> None:
    """The book has changed since: exit 2 and the old result stands; --force writes the new one."""
    spending_book(tmp_path)
    assert mkt("budget-check", "2024-05.xlsx").returncode == 0
    old = (tmp_path / "2024-05.checked.xlsx").read_bytes()
    spending_book(tmp_path, book_of(large(金额="3100")))

    done = mkt("budget-check", "2024-05.xlsx")

    assert (done.returncode, done.stdout, codes(done)) == (2, "", ["output-exists"])
    assert (tmp_path / "2024-05.checked.xlsx").read_bytes() == old
    assert mkt("budget-check", "2024-05.xlsx", "--force").returncode == 0
    assert (tmp_path / "2024-05.checked.xlsx").read_bytes() != old


def test_an_edited_result_is_kept(mkt: Run, tmp_path: Path) -> None:
    """Somebody saved the result with another program: exit 2 without --force."""
    spending_book(tmp_path)
    mkt("budget-check", "2024-05.xlsx")
    book = openpyxl.load_workbook(tmp_path / "2024-05.checked.xlsx")
    book.save(tmp_path / "2024-05.checked.xlsx")
    done = mkt("budget-check", "2024-05.xlsx")
    assert (done.returncode, codes(done)) == (2, ["output-exists"])


@pytest.mark.parametrize("command", ["score", "budget-check"])
def test_a_result_is_no_book(command: str, may: Ran, tmp_path: Path) -> None:
    """`mkt score` and `mkt budget-check` on a checked book: refused as a result, exit 2."""
    done = run_in(may.folder, command, "2024-05.checked.xlsx", "--out", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert codes(done) == ["book-is-output"]
    assert list(tmp_path.iterdir()) == []


# what is found can be changed


def test_a_higher_threshold_asks_for_less(mkt: Run, tmp_path: Path) -> None:
    """--threshold 3000: 2,999.99 needs nobody, 3,000.00 needs five; 凭据 says so."""
    spending_book(tmp_path, book_of(large(金额="2999.99", **UNSIGNED), large(收款人="乙公司", 发票号="'2", **UNSIGNED)))

    done = mkt("budget-check", "2024-05.xlsx", "--threshold", "3000", "--json")

    payments = json.loads(done.stdout)["payments"]
    assert [len(payment["needs"]) for payment in payments] == [0, 5]
    assert said(tmp_path / "2024-05.checked.xlsx", "改动的数值") == ["threshold=3000"]
    assert json.loads(done.stdout)["settings"] == ["threshold=3000"]


def test_a_setting_changes_what_is_found(mkt: Run, tmp_path: Path) -> None:
    """--set patterns.split.days=3: two payments of 1,500 five days apart are no longer one; 凭据 says so."""
    spending_book(tmp_path, book_of(small(金额="1500"), small(金额="1500", 日期="2024-05-12", 发票号="'2"), lines=[line("办公费", "9000")]))  # fmt: skip

    usual = mkt("budget-check", "2024-05.xlsx", "--out", "usual")
    other = mkt("budget-check", "2024-05.xlsx", "--set", "patterns.split.days=3")

    assert (usual.returncode, other.returncode) == (1, 0)
    assert "payment-split" in codes(usual)
    assert "payment-split" not in codes(other)
    assert said(tmp_path / "2024-05.checked.xlsx", "改动的数值") == ["patterns.split.days=3"]
    assert said(tmp_path / "usual" / "2024-05.checked.xlsx", "改动的数值") == []


def test_results_with_other_figures_verify(mkt: Run, tmp_path: Path) -> None:
    """`mkt verify` takes --threshold and --set from 凭据."""
    mkt("budget-check", str(MAY), "--out", ".", "--threshold", "3000", "--set", "patterns.split.days=3", "-q")
    done = mkt("verify", "2024-05.checked.xlsx")
    assert (done.returncode, done.stderr) == (0, "") or done.returncode == 0
    assert results(tmp_path) == ["2024-05.checked.xlsx"]


def test_sales_give_the_ratio(mkt: Run, tmp_path: Path) -> None:
    """3,500 spent of 7,000 sold: 0.5, in the document and on 汇总."""
    spending_book(tmp_path)
    write_book(tmp_path / "sales" / "2024-05.xlsx", grid_of(SALES))

    done = mkt("budget-check", "2024-05.xlsx", "--sales", "sales/2024-05.xlsx", "--json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["sales"] == {
        "file": "2024-05.xlsx", "sales": 7000, "spent": 3500, "expense_ratio": 0.5,
    }  # fmt: skip
    rows = openpyxl.load_workbook(tmp_path / "2024-05.checked.xlsx", data_only=True)["汇总"]
    facts = {row[0]: row[1] for row in rows.iter_rows(max_col=2, values_only=True)}
    assert facts["费用率＝付款合计÷销售额"] == 0.5


FUTURE = {
    "the day before": (("--today", "2024-05-06"), {}, 1),
    "the day itself": (("--today", "2024-05-07"), {}, 0),
    "the epoch before": ((), {"SOURCE_DATE_EPOCH": "1714953600"}, 1),  # 2024-05-06
    "the epoch after": ((), {"SOURCE_DATE_EPOCH": "1719792000"}, 0),  # 2024-07-01
    "both": (("--today", "2024-05-31"), {"SOURCE_DATE_EPOCH": "1714953600"}, 0),
}


@pytest.mark.parametrize("case", FUTURE)
def test_today_decides_what_is_in_the_future(case: str, mkt: Run, tmp_path: Path) -> None:
    """A payment of the 7th of May; --today goes before SOURCE_DATE_EPOCH."""
    arguments, environment, status = FUTURE[case]
    spending_book(tmp_path, book_of(small(付款日期="~")))
    done = mkt("budget-check", "2024-05.xlsx", *arguments, **environment)
    assert done.returncode == status
    assert codes(done).count("date-in-future") == status


# JSON


def test_json_is_one_document(document: Ran) -> None:
    """The findings are in it, in the document's own order; status as ever."""
    assert document.done.returncode == 1
    found = json.loads(document.done.stdout)
    assert found["schema"] == "mkt.budget-check/1"
    assert found["period"] == "2024-05"
    assert found["outputs"] == ["2024-05.checked.xlsx"]


KEYS = {
    "payments": {"where", "date", "payee", "category", "amount", "counted_as", "tables", "needs", "signed", "findings"},
    "contracts": {"where", "contract", "party", "amount", "needs", "signed", "findings"},
    "budget": {"category", "month", "budget", "spent", "left", "ratio", "year_to_date", "year"},
    "findings": {"code", "severity", "file", "where", "found", "message"},
    "policies": {"id", "version", "sha256"},
    "inputs": {"file", "sha256"},
}


@pytest.mark.parametrize("part", KEYS)
def test_json_has_the_documented_keys(part: str, document: Ran) -> None:
    """Every entry of every list."""
    entries = json.loads(document.done.stdout)[part]
    assert entries
    assert all(KEYS[part] <= set(entry) for entry in entries)


def test_json_names_what_it_was_made_of(document: Ran) -> None:
    """The hash of the book, and the policy."""
    found = json.loads(document.done.stdout)
    assert found["inputs"] == [{"file": "2024-05.xlsx", "sha256": hashlib.sha256(MAY.read_bytes()).hexdigest()}]
    assert [policy["id"] for policy in found["policies"]] == ["payments-2000"]
    assert found["sales"] is None


def test_json_amounts_have_two_decimals_at_most(document: Ran) -> None:
    """They are numbers, and add up to what is spent."""
    found = json.loads(document.done.stdout)
    amounts = [payment["amount"] for payment in found["payments"]]
    assert all(isinstance(amount, int | float) and round(amount, 2) == amount for amount in amounts)
    assert round(sum(amounts), 2) == 97846.99


def test_json_of_a_split_payment_counts_the_sum(document: Ran) -> None:
    """Three payments of 青竹里文具 count as 2,320.00 and need the five."""
    split = [p for p in json.loads(document.done.stdout)["payments"] if "payment-split" in p["findings"]]
    assert {payment["payee"] for payment in split} == {"青竹里文具"}
    assert [(payment["counted_as"], len(payment["needs"])) for payment in split] == [(2320, 5)] * 3


def test_json_of_several_books_is_one_document(mkt: Run) -> None:
    """April and May in one document on stdout."""
    done = mkt("budget-check", str(APRIL), str(MAY), "--out", ".", "--json")
    found = json.loads(done.stdout)
    books: list[Any] = found["books"]
    assert [book["period"] for book in books] == ["2024-04", "2024-05"]


# English


def test_english_words_only(english: Ran) -> None:
    """Heads, findings and summary; what is Chinese are the names of sheets, roles, documents and categories."""
    assert english.done.returncode == 1
    names = (
        "付款",
        "预算",
        "部门主管",
        "影城财务部",
        "影城总经理",
        "总部财务部",
        "总部总经理",
        "推广费",
        "支付申请单号",
        "以上",
    )
    text = english.done.stdout + english.done.stderr
    for name in names:
        text = text.replace(name, "")
    assert [row for row in text.splitlines() if CHINESE.search(row)] == []


def test_english_heads(english: Ran) -> None:
    """The table of the worst things."""
    assert english.done.stdout.splitlines()[0].split("\t") == ["", "where", "yuan", "what"]


def test_english_of_the_sample_has_the_same_codes(may: Ran, mkt: Run) -> None:
    """Whatever the language, the same is found in the same order."""
    done = mkt("budget-check", str(MAY), "--out", ".", "--lang", "en")
    assert codes(done) == codes(may.done)
    assert "，" not in done.stderr + done.stdout
    assert "。" not in done.stderr + done.stdout


# verify


def place(sheet: Worksheet, head: str) -> int:
    """The column (from 1) that a word stands over."""
    return [str(cell.value).replace("\n", "") for cell in sheet[FIRST - 1]].index(head) + 1


def cell_of(sheet: Worksheet, head: str, payee: str = "") -> str:
    """The first cell of a column that holds something, of a payee if one is named."""
    column = place(sheet, head)
    who = place(sheet, "收款人") if payee else 0
    return next(
        sheet.cell(row, column).coordinate
        for row in range(FIRST, sheet.max_row + 1)
        if sheet.cell(row, column).value and (not payee or sheet.cell(row, who).value == payee)
    )


@dataclass(frozen=True)
class Edit:
    """A cell of a result overwritten: the sheet, the word over it, the new value; `told` is the head of the cell told, if it is another."""

    sheet: str
    head: str
    value: object
    payee: str = ""
    told: str = ""


EDITS = {
    "amount": Edit("付款", "金额", 100, "微澜新媒体", "计批金额"),
    "amount by a cent": Edit("付款", "金额", 9600.01, "微澜新媒体", "计批金额"),
    "signature": Edit("付款", "总部总经理", None, "微澜新媒体", "缺"),
    "needs": Edit("付款", "应签", "部门主管", "微澜新媒体"),
    "lacks": Edit("付款", "缺", None, "云帆里传媒"),
    "counted": Edit("付款", "计批金额", 9000, "微澜新媒体"),
    "spent": Edit("预算", "支出", 1),
    "left": Edit("预算", "余额", 1),
    "countersign": Edit("合同", "总部总经理", None, "", "缺"),
}
NOTHING_TOLD_BEFORE = ("as written", "saved")


@pytest.fixture(scope="module")
def verified(may: Ran, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, str]]:
    """What `mkt verify` says of the sample May's result with an edit each: status, the cell to be told, all that is told."""
    folder = tmp_path_factory.mktemp("verify")
    source, cells = may.folder / "2024-05.checked.xlsx", {}
    shutil.copy(source, folder / "as written.xlsx")
    openpyxl.load_workbook(source, data_only=True).save(folder / "saved.xlsx")
    for name, edit in EDITS.items():
        book = openpyxl.load_workbook(source, data_only=True)
        sheet = book[edit.sheet]
        at = cell_of(sheet, edit.head, edit.payee)
        assert sheet[at].value not in (None, edit.value)
        sheet[at].value = edit.value
        row = sheet[at].row
        cells[name] = f"{edit.sheet}!{sheet.cell(row, place(sheet, edit.told or edit.head)).coordinate}"
        book.save(folder / f"{name}.xlsx")
    book = openpyxl.load_workbook(source, data_only=True)
    [bound] = [c for row in book["制度参数"].iter_rows() for c in row if c.value == 2000]
    bound.value, cells["bound"] = 3000, f"制度参数!{bound.coordinate}"
    book.save(folder / "bound.xlsx")
    found = {}
    for names in (NOTHING_TOLD_BEFORE, (*EDITS, "bound")):
        done = run_in(folder, "verify", *(f"{name}.xlsx" for name in names))
        rows = (done.stdout + done.stderr).splitlines()
        for name in names:
            mine = "\n".join(row for row in rows if re.search(rf"(^| ){name}\.xlsx", row))
            found[name] = done.returncode if "有出入" in mine else 0, cells.get(name, ""), mine
    return found


@pytest.mark.parametrize("name", NOTHING_TOLD_BEFORE)
def test_a_result_verifies(name: str, verified: dict[str, tuple[int, str, str]]) -> None:
    """As written, and saved by another program without an edit: exit 0."""
    status, _, text = verified[name]
    assert (status, re.findall(r"\[[a-z-]+\]", text)) == (0, [])


@pytest.mark.parametrize("name", [*EDITS, "bound"])
def test_an_edit_is_told_at_its_cell(name: str, verified: dict[str, tuple[int, str, str]]) -> None:
    """Exit 1, and the cell is named."""
    status, cell, text = verified[name]
    assert status == 1
    assert re.search(rf"{re.escape(cell)}(?!\d)", text)


@pytest.mark.parametrize("book", ["april", "may"])
def test_the_sample_results_verify(book: str, request: pytest.FixtureRequest) -> None:
    """`mkt verify` of each: exit 0."""
    folder = request.getfixturevalue(book).folder
    [result] = results(folder)
    assert run_in(folder, "verify", result).returncode == 0


# explain

ROOT = Path(__file__).parents[1] / "mkt"
MODULES = sorted((ROOT / "spending").glob("*.py"))
CODES = codes_in(MODULES)
"""The codes of everything that is told of spending."""


@pytest.fixture(scope="module", params=["zh", "en"])
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    """Code → what `mkt explain CODE` prints, all in one process; what it returned stands behind."""
    return pages_of(CODES, request.param)


def test_every_code_of_spending_has_a_page(pages: dict[str, str]) -> None:
    """`mkt explain CODE`: the code, and more than a line about it."""
    assert len(CODES) > 30
    assert_pages(pages, CODES, 10)


def test_the_documented_codes_are_among_them() -> None:
    """Every code that docs/spending.md puts in a table or a list is one of spending."""
    text = (ROOT.parent / "docs" / "spending.md").read_text(encoding="utf-8")
    documented = {
        code
        for row in text.splitlines()
        if row.startswith(("| `", "- **`"))
        for code in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", row)
    }
    assert len(documented) > 15
    assert documented <= set(CODES)
