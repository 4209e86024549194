"""The checked workbook: every formula recalculated by LibreOffice, bounds that can be changed, order, cells and words of the input."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mkt.auditing import over_books, task
from mkt.policy.load import packs
from mkt.spending.verify import verify_spending
from tests.conftest import SAMPLES, grid_of, write_book
from tests.test_pay_books import cells, differences, heads, values, workbook
from tests.test_spending_faults import ALL, UNSIGNED, book_of, contract, large, line, sheet, small
from tests.test_spending_faults import PLAIN as COLUMNS
from tests.test_spending_reading import FORM

Recalculate = Callable[[Sequence[Path], Path], list[Path]]
SPENDING = SAMPLES / "spending"
FIRST = 5  # the first row (from 0) under the heads
OURS = ("payments-2000",)
NO_BUDGET: list[dict[str, str]] = []
STRANGE = {"=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "<b>&\"'"}

HOSTILE = book_of(
    large(收款人="'=1+1", 事由='\'=HYPERLINK("x")', 报销人="'+1", 发票号="'-1"),
    large(收款人="'@SUM(A1)", 事由="'<b>&\"'", **UNSIGNED),
    contracts=[contract(对方="'=1+1", 事由="'@SUM(A1)")],
)
SMALL_BOOKS = {
    "no budget": book_of(lines=NO_BUDGET, contracts=[contract()]),
    "no contracts": book_of(large(**UNSIGNED)),
    "no findings": book_of(contracts=[contract()]),
    "form": FORM,
    "hostile": HOSTILE,
}

SALES = """
sheet 销售目标
| 工号 | 姓名 | 计划销售额 | 实际销售额 |
| 1001 | 甲 | 100000 | 70000 |
"""
SOLD = {
    "sales": [large(), small()],
    "sales and a void row": [large(), small(备注="作废")],
    "sales and an amount that cannot be read": [large(), small(金额="约900")],
}


def checked(
    folder: Path, books: Sequence[Path], policies: Sequence[str] = OURS, threshold: str = "", sales: Sequence[Path] = ()
) -> list[Path]:
    """The checked workbooks of some books looked at together, as `mkt budget-check` writes them to a folder."""
    job = task(policies, threshold, [], sales, "2024-12-31", folder, "", False, "zh", "")
    outcomes = over_books(books, job)
    assert {outcome.status for outcome in outcomes} <= {0, 1}
    return [job.target(book) for book in books]


def by_the_month(folder: Path) -> Path:
    """A policy whose table goes by what a payee gets in a month."""
    text = packs()["payments-2000"].read_text(encoding="utf-8")
    start, end = text.index("patterns:"), text.index("tests:")
    text = text[:start].replace("by: single", "by: payee_month", 1) + text[start:end]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "monthly.yaml").write_text(text.replace("policy: payments-2000", "policy: monthly"), encoding="utf-8")
    return folder / "monthly.yaml"


@dataclass(frozen=True)
class Books:
    """Checked workbooks by what they are, and the policies each was made by."""

    paths: dict[str, Path]
    policies: dict[str, Sequence[str]]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Every workbook that these tests look at, each under a name of its own."""
    folder = tmp_path_factory.mktemp("checked")
    policies: dict[str, Sequence[str]] = {}
    paths = dict(zip(("April", "May"), checked(folder / "all", sorted(SPENDING.glob("*.xlsx")), ALL), strict=True))
    [paths["messy"]] = checked(folder / "messy", sorted((SPENDING / "messy").glob("*.xlsx")), ALL)
    for name, text in SMALL_BOOKS.items():
        [paths[name]] = checked(folder / name, [write_book(folder / name / "2024-05.xlsx", grid_of(text))])
    policies["monthly"] = [str(by_the_month(folder / "monthly"))]
    text = book_of(
        small(金额="1500"), small(金额="900", 日期="2024-05-29", 发票号="'2"), lines=[line("办公费", "9000")]
    )
    monthly = write_book(folder / "monthly" / "2024-05.xlsx", grid_of(text))
    [paths["monthly"]] = checked(folder / "monthly", [monthly], policies["monthly"])
    sold = write_book(folder / "month" / "2024-05.xlsx", grid_of(SALES))
    for name, rows in SOLD.items():
        [paths[name]] = checked(
            folder / name, [write_book(folder / name / "2024-05.xlsx", grid_of(book_of(*rows)))], sales=[sold]
        )
    [paths["3000"]] = checked(folder / "3000", [SPENDING / "2024-05.xlsx"], threshold="3000")
    [paths["moved"]] = checked(folder / "moved", [SPENDING / "2024-05.xlsx"])
    moved_bound(paths["moved"])
    paths["planted"] = with_wrong_value(paths["May"], folder / "planted.xlsx")
    (folder / "one").mkdir()
    named = {name: path.rename(folder / "one" / f"{name}.xlsx") for name, path in paths.items()}
    return Books(named, policies)


def moved_bound(path: Path) -> None:
    """Set the one bound of 2,000 on 制度参数 to 3,000."""
    book = openpyxl.load_workbook(path)
    [bound] = [cell for row in book["制度参数"].iter_rows() for cell in row if cell.value == 2000]
    bound.value = 3000
    book.save(path)


def with_wrong_value(source: Path, target: Path) -> Path:
    """The workbook with a wrong stored value for the sum of all payments (B5 of 汇总)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text, count = re.subn(r'(r="B5"[^>]*><f>[^<]*</f><v>)[^<]*', r"\g<1>12345", content.decode())
                assert count == 1
                content = text.encode()
            new.writestr(info, content)
    return target


@pytest.fixture(scope="module")
def recalculated(books: Books, recalculate: Recalculate, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every workbook with all its formulas computed anew, in one run of LibreOffice."""
    done = recalculate(list(books.paths.values()), tmp_path_factory.mktemp("recalculated"))
    return dict(zip(books.paths, done, strict=True))


def column(path: Path, head: str, name: str = "付款") -> list[Any]:
    """What stands in a column of a list."""
    rows = values(path, name)
    place = heads(rows).index(head)
    return [row[place] for row in rows[FIRST:]]


UNTOUCHED = ["April", "May", "messy", *SMALL_BOOKS, *SOLD, "monthly", "3000"]
each_book = pytest.mark.parametrize("name", UNTOUCHED)


@each_book
def test_recalculated_books_differ_in_no_cell(name: str, books: Books, recalculated: dict[str, Path]) -> None:
    """LibreOffice, made to compute every formula anew, finds the stored values."""
    assert differences(books.paths[name], recalculated[name]) == []


@each_book
def test_a_book_verifies(name: str, books: Books) -> None:
    """`mkt verify` finds nothing in a result as written."""
    assert verify_spending(books.paths[name], books.policies.get(name, [])) == []


@each_book
def test_no_cell_has_an_error_and_the_summary_is_in_front(name: str, books: Books) -> None:
    """No stored value is an error of a spreadsheet; the workbook opens on 汇总."""
    path = books.paths[name]
    assert [cell for cell, value in cells(path).items() if str(value).startswith("#")] == []
    assert workbook(path).active.title == "汇总"


def test_a_wrong_stored_value_is_corrected(books: Books, recalculated: dict[str, Path]) -> None:
    """A sum of 12,345 planted on 汇总 is put right, and nothing else is changed."""
    right = cells(books.paths["May"])["汇总!B5"]
    assert right == 97846.99
    assert differences(books.paths["planted"], recalculated["planted"]) == [("汇总!B5", 12345.0, right)]


def alone(books: Books) -> list[int]:
    """The payments of May that are in no split group, by either bound."""
    groups = zip(*(column(books.paths[name], "分组") for name in ("moved", "3000")), strict=True)
    return [i for i, pair in enumerate(groups) if set(pair) <= {"", None}]


@pytest.mark.parametrize("head", ["应签", "缺"])
def test_a_changed_bound_asks_what_it_says(head: str, books: Books, recalculated: dict[str, Path]) -> None:
    """2,000 set to 3,000 on 制度参数 and recalculated gives what --threshold 3000 writes."""
    got, wanted = (column(path, head) for path in (recalculated["moved"], books.paths["3000"]))
    rows = alone(books)
    assert len(rows) > 20
    assert [got[i] for i in rows] == [wanted[i] for i in rows]


def test_a_changed_bound_matters(books: Books) -> None:
    """By the two bounds some payment that is in no group needs something else."""
    was, now = (column(path, "应签") for path in (books.paths["May"], books.paths["3000"]))
    assert any(was[i] != now[i] for i in alone(books))


@pytest.mark.parametrize(("name", "file"), [("April", "2024-04.xlsx"), ("May", "2024-05.xlsx")])
def test_payments_stand_in_their_own_order(name: str, file: str, books: Books) -> None:
    """原单元格 names the cells of the book from top to bottom, and 金额 is what stands there."""
    where = column(books.paths[name], "原单元格")
    rows = [int(re.sub(r"\D", "", cell.partition("!")[2])) for cell in where]
    assert rows == sorted(set(rows))
    source = openpyxl.load_workbook(SPENDING / file, data_only=True)
    stated = [source[cell.partition("!")[0]][cell.partition("!")[2]].value for cell in where]
    numbers = zip(stated, column(books.paths[name], "金额"), strict=True)
    assert [pair for pair in numbers if isinstance(pair[0], int | float) and pair[0] != pair[1]] == []


def test_text_from_the_input_stays_text(books: Books, recalculated: dict[str, Path]) -> None:
    """A payee, a purpose, a claimant and an invoice that look like formulas are words, before and after."""
    found = workbook(books.paths["hostile"])
    told = [cell for page in found for row in page.iter_rows() for cell in row if cell.value in STRANGE]
    assert {cell.value for cell in told} == STRANGE
    assert {cell.data_type for cell in told} == {"s"}
    assert not any(page._hyperlinks for page in found)
    assert column(recalculated["hostile"], "收款人") == ["=1+1", "@SUM(A1)"]


def test_a_payee_s_month_is_stated(books: Books) -> None:
    """1,500 needs nobody; 900 more make 2,400 of the month, which five sign."""
    assert [len(str(words).split("、")) if words else 0 for words in column(books.paths["monthly"], "缺")] == [0, 5]


@pytest.mark.parametrize("name", ["no contracts", "form"])
def test_there_is_no_sheet_of_no_contracts(name: str, books: Books) -> None:
    """A book without contracts has no such sheet in its result."""
    assert "合同" not in workbook(books.paths[name]).sheetnames


@pytest.mark.parametrize("name", ["no budget", "form"])
def test_without_a_budget_spending_is_still_added_up(name: str, books: Books) -> None:
    """预算 has what was spent, and says of every category that it has no budget."""
    path = books.paths[name]
    assert set(column(path, "状态", "预算")) == {"无预算"}
    assert set(column(path, "预算", "预算")) == {""}
    assert sum(column(path, "支出", "预算")) == sum(column(path, "金额"))


def test_a_form_is_one_payment(books: Books) -> None:
    """Its amount and the cell it came from."""
    assert column(books.paths["form"], "金额") == [2000]
    assert column(books.paths["form"], "原单元格") == ["资金支付申请表!D5"]


COMPUTED = {"付款": ("应签", "缺", "计批金额"), "预算": ("支出", "余额", "使用率", "状态"), "合同": ("缺",)}


@pytest.mark.parametrize("page", COMPUTED)
def test_what_is_computed_is_a_formula(page: str, books: Books) -> None:
    """Every cell of these columns."""
    path = books.paths["May"]
    words = heads(values(path, page))
    found = workbook(path)[page]
    for head in COMPUTED[page]:
        place = words.index(head) + 1
        kinds = {found.cell(row, place).data_type for row in range(FIRST + 1, found.max_row + 1)}
        assert kinds == {"f"}, head


def test_a_table_beside_another_keeps_its_order(tmp_path: Path) -> None:
    """Later days first: the order of the book, not of the days, also with a second sheet."""
    first = [small(日期=f"2024-05-{day:02}", 金额=str(day), 发票号=f"'{day}") for day in (20, 3, 11)]
    text = book_of(*first, lines=NO_BUDGET) + sheet("付款（二）", COLUMNS, [small(金额="7", 发票号="'77")])
    [path] = checked(tmp_path, [write_book(tmp_path / "2024-05.xlsx", grid_of(text))])
    assert column(path, "金额") == [20, 3, 11, 7]


@pytest.mark.parametrize(("epoch", "said"), [("1700000000", "2023-11-14T22:13:20Z"), ("", "2024-05-01T00:00:00Z")])
def test_the_moment_it_was_made_is_not_of_the_clock(
    epoch: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH where it is set, else the first of the month."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    [path] = checked(tmp_path, [write_book(tmp_path / "2024-05.xlsx", grid_of(book_of()))])
    with zipfile.ZipFile(path) as archive:
        assert f">{said}<" in archive.read("docProps/core.xml").decode()


def test_expense_ratio_is_of_everything_or_of_nothing(books: Books) -> None:
    """3,000 and 500 to sales of 70,000; a void row was not spent; with an amount that cannot be read there is no ratio."""
    found = {name: next(row[1] for row in values(books.paths[name], "汇总") if str(row[0]).startswith("费用率")) for name in SOLD}  # fmt: skip
    assert found == {
        "sales": pytest.approx(3500 / 70000, abs=1e-15),
        "sales and a void row": pytest.approx(3000 / 70000, abs=1e-15),
        "sales and an amount that cannot be read": "",
    }
