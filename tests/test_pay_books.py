"""The workbook of pay: every formula recalculated by LibreOffice, sums that add up, money that is accounted for, bytes and modes."""

from __future__ import annotations

import functools
import math
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from mkt.paying import over_months, task
from mkt.policy.load import packs
from tests import exact_pay, random_pay, small_years
from tests.conftest import SAMPLES, Grid, grid_of, write_book
from tests.exact_pay import Scheme
from tests.random_pay import RandomPay
from tests.test_pay_second_reading import reckoned
from tests.test_second_reading import ALLOWED

Recalculate = Callable[[Sequence[Path], Path], list[Path]]
Sheet = list[list[Any]]

FIRST = 5  # the first row (from 0) under the heads of every sheet with a list
TOTAL = "合计（税前）"
SUMS = ("小计", "提成合计", TOTAL)
PACK = "commission-example"
SCHEMES = {scheme.name: scheme for scheme in random_pay.schemes()}

# All modes; rate, each and fixed; special rates, cap, floor, draw, override, clawback, totals. The last of three months is recalculated.
SPREAD = (
    "marginal-attainment-all", "marginal-amount-clawback", "whole-attainment", "whole-amount-closed",
    "whole-fixed-clawback", "overage-attainment", "totals-marginal", "each-marginal", "each-overage", "floor-and-draw",
)  # fmt: skip
EVERY_MONTH = "marginal-attainment-all"
PEOPLE, SEED = 24, 5
MORE_PEOPLE = 40  # in the scheme that has everything

BY_SCORE = """\
  factor:
    by: score
    rows:
      - {at_least: 85, factor: 1.15}
      - {at_least: 80, factor: 1.05}
    otherwise: 0.9
    assumed: 测试
"""

MONTH_AND_YEAR = """\
policy: month-and-year
title: 绩效工资和年终奖
version: "1"
source: {id: HR-9, document: 薪酬办法}
effective: {from: 2024-01-01}
period: month
scores: objectives
performance_pay: {base: 人员.绩效工资基数, full: 100, clause: 第一条}
annual_bonus:
  base: 人员.绩效工资基数
  rows:
    - {grade: A, factor: 3}
    - {grade: B, factor: 1.5}
    - {grade: C, factor: 0}
  clause: 第二条
"""
YEAR_FACTOR = {"A": Fraction(3), "B": Fraction(3, 2), "C": Fraction(0)}

PLAIN = """\
policy: plain-pay
title: 提成
version: "1"
source: {id: X, document: 测试}
effective: {from: 2024-01-01}
period: month
scores: none
commission:
  clause: 第一条
  base: {receipts: 金额, totals: {plus: [销售目标.实际回款]}, clause: 第二条}
  quota: none
  tiers: {on: amount, mode: whole, rows: [{rate: 1%}], clause: 第四条}
  special:
    - {title: 新产品, product: [旗舰款], rate: 5%, clause: 第五条}
  factor: none
  cap: none
  floor: none
  draw: none
  override: none
  clawback: none
"""

HOSTILE = """
sheet 人员
| 工号  | 姓名 | 部门 | 岗位 |
| '1001 | '=1+1 | '=HYPERLINK("x") | '@SUM(A1) |
| '1002 | '+1 | '"引号"一部 | '-1 |
| '1003 | 张三 | KA组 | 代表 |
| '1004 | 李四 | ka组 | 代表 |
sheet 回款明细
| 工号  | 日期 | 客户 | 合同 | 产品 | 类型 | 金额 |
| '1001 | 2024-05-06 | '=HYPERLINK("x") | '@SUM(A1) | 旗舰款 | 回款 | 1000 |
| '1002 | 2024-05-07 | '<b>&"' | '=1+1 | '+1 | 回款 | 200 |
| '1003 | 2024-05-06 | 甲 | H1 | 配件 | 回款 | 1000 |
| '1004 | 2024-05-07 | 乙 | H2 | 配件 | 回款 | 300 |
"""


@dataclass(frozen=True)
class Change:
    """A figure on 制度参数 that is set otherwise, and the scheme that then is meant.

    `label` is what stands in column A of a figure; of a tier it is its number, and `column` that of its bound (B) or value (C).
    """

    scheme: str
    label: str | int
    column: str
    value: float
    meant: Scheme


def _tier(name: str, place: int, **values: Fraction) -> Scheme:
    """A scheme with one tier otherwise; where its upper bound moves, the next one's lower bound does too."""
    scheme = SCHEMES[name]
    rows = list(scheme.tiers.rows)
    rows[place] = replace(rows[place], **values)
    if "upper" in values:
        rows[place + 1] = replace(rows[place + 1], lower=values["upper"])
    return replace(scheme, tiers=replace(scheme.tiers, rows=tuple(rows)))


CHANGES = {
    "rate of a slice": Change(
        "marginal-attainment-all", 1, "C", 0.0155, _tier("marginal-attainment-all", 0, value=Fraction(155, 10_000))
    ),
    "bound of the whole": Change("whole-attainment", 1, "B", 0.4, _tier("whole-attainment", 0, upper=Fraction(2, 5))),
    "amount of a tier": Change(
        "whole-fixed-clawback", 1, "C", 55.55, _tier("whole-fixed-clawback", 0, value=Fraction("55.55"))
    ),
    "cap": Change("whole-fixed-amount", "封顶", "B", 900, replace(SCHEMES["whole-fixed-amount"], cap=90_000)),
}


def written(folder: Path, policy: str, sheets: Iterable[Grid], names: Iterable[str]) -> list[Path]:
    """The workbooks of months that follow each other, by the policy that a text states."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pay.yaml").write_text(policy, encoding="utf-8")
    books = [write_book(folder / f"{name}.xlsx", grid) for name, grid in zip(names, sheets, strict=False)]
    return of_books(folder, str(folder / "pay.yaml"), books)


def of_books(folder: Path, policy: str, books: Sequence[Path], year: Path | None = None) -> list[Path]:
    """The workbooks of pay of some month books in order, as `mkt commission` writes them to a folder."""
    outcomes = over_months(books, task(policy, folder, False, None, year, "", [], "zh", ""))
    assert {outcome.status for outcome in outcomes} <= {0, 1}
    return [folder / f"{book.stem}.commission.xlsx" for book in books]


def _with_faults(made: RandomPay) -> list[Grid]:
    """The sheets of random months with faults in the second and third, so that some people are not paid."""
    sheets = [{name: [list(row) for row in rows] for name, rows in grid.items()} for grid in made.sheets]
    for grid in sheets[1:]:
        if "回款明细" in grid:
            grid["回款明细"][3][grid["回款明细"][0].index("类型")] = "不详"
        elif "指标" in grid:
            grid["指标"][3][-1] = None
        else:
            grid["销售目标"][3][grid["销售目标"][0].index("实际回款")] = None
    return sheets


@dataclass(frozen=True)
class Books:
    """Workbooks of pay by what they are, as written; and the random months behind some of them."""

    paths: dict[str, Path]
    made: dict[str, RandomPay]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Every workbook that these tests look at, each under a name of its own."""
    folder = tmp_path_factory.mktemp("pay")
    paths, made = {}, {}
    for name in SPREAD:
        made[name] = random_pay.months(SCHEMES[name], MORE_PEOPLE if name == EVERY_MONTH else PEOPLE, SEED)
        targets = written(folder / name, random_pay.policy_text(SCHEMES[name]), _with_faults(made[name]), MONTHS)
        paths[f"{name} 3"] = targets[-1]
        if name == EVERY_MONTH:
            paths[f"{name} 2"] = targets[1]
    for title, change in CHANGES.items():
        one = made[title] = random_pay.months(SCHEMES[change.scheme], 15, SEED, count=1)
        [target] = written(folder / title, random_pay.policy_text(one.scheme), one.sheets, MONTHS)
        paths[title] = _with_figure(target, change)
    paths |= _samples(folder / "samples")
    paths["by score"] = _by_score(folder / "score")
    paths["bonus"] = _with_bonus(folder / "bonus")
    [paths["hostile"]] = written(folder / "hostile", PLAIN, [grid_of(HOSTILE)], ["2024-05"])
    paths["planted"] = _with_wrong_value(paths["bonus"], folder / "planted.xlsx")
    return Books({name: _moved(path, folder / "all" / f"{name}.xlsx") for name, path in paths.items()}, made)


MONTHS = ("2024-01", "2024-02", "2024-03")


def _moved(path: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    shutil.copy(path, target)
    return target


def _samples(folder: Path) -> dict[str, Path]:
    """The sample months and the untidy one after them, paid by the pack in one go."""
    folder.mkdir()
    months = [*sorted((SAMPLES / "commission").glob("*.xlsx")), *(SAMPLES / "commission" / "messy").glob("*.xlsx")]
    targets = of_books(folder, PACK, months)
    return dict(zip(("2024-01", "2024-02", "2024-03", "2024-04", "messy"), targets, strict=True))


def _by_score(folder: Path) -> Path:
    """A sample month by the pack with a factor that goes by the score."""
    folder.mkdir()
    text = packs()[PACK].read_text(encoding="utf-8")
    start, end = text.index("  factor:"), text.index("  cap:")
    (folder / "pay.yaml").write_text(text[:start] + BY_SCORE + text[end : text.index("tests:")], encoding="utf-8")
    [target] = of_books(folder, str(folder / "pay.yaml"), [SAMPLES / "commission" / "2024-01.xlsx"])
    return target


def _with_bonus(folder: Path) -> Path:
    """December of the sample year by objectives, with the bonus of the graded year."""
    for book in sorted((SAMPLES / "objectives").glob("*.xlsx")):
        _moved_to(book, folder / "books")
    year = small_years.written(small_years.year_of(folder / "books", "objectives"), folder / "2024.graded.xlsx")
    (folder / "pay.yaml").write_text(MONTH_AND_YEAR, encoding="utf-8")
    [target] = of_books(folder, str(folder / "pay.yaml"), [folder / "books" / "2024-12.xlsx"], year)
    return target


def _moved_to(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder)


def _with_wrong_value(source: Path, target: Path) -> Path:
    """The workbook with a wrong stored value for the first person's total (G6 of 汇总)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text, count = re.subn(r'(r="G6"><f>[^<]*</f><v>)[^<]*', r"\g<1>12345", content.decode())
                assert count == 1
                content = text.encode()
            new.writestr(info, content)
    return target


def _with_figure(path: Path, change: Change) -> Path:
    """The workbook with a figure on 制度参数 set otherwise."""
    book = openpyxl.load_workbook(path)
    sheet = book["制度参数"]
    labels = [str(row[0] or "") for row in sheet.iter_rows(max_col=1, values_only=True)]
    if isinstance(change.label, int):
        row = next(i for i, label in enumerate(labels, 1) if label.startswith("分级：")) + change.label
    else:
        row = labels.index(change.label) + 1
    assert isinstance(sheet[f"{change.column}{row}"].value, int | float)
    sheet[f"{change.column}{row}"] = change.value
    book.save(path)
    return path


@pytest.fixture(scope="module")
def recalculated(books: Books, recalculate: Recalculate, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every workbook with all its formulas computed anew, in one run of LibreOffice."""
    done = recalculate(list(books.paths.values()), tmp_path_factory.mktemp("recalculated"))
    return dict(zip(books.paths, done, strict=True))


# reading them


@functools.cache
def sheets_of(path: Path) -> dict[str, Sheet]:
    """The stored values of every sheet, row by row."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@functools.cache
def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook with its formulas, to be looked at only."""
    return openpyxl.load_workbook(path)


def values(path: Path, sheet: str) -> Sheet:
    """The stored values of a sheet, row by row."""
    return sheets_of(path)[sheet]


def cells(path: Path) -> dict[str, object]:
    """Every filled cell of a workbook."""
    return {
        f"{name}!{get_column_letter(c + 1)}{r + 1}": value
        for name, rows in sheets_of(path).items()
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value != ""
    }


def differences(before: Path, after: Path) -> list[tuple[str, object, object]]:
    """Cell, stored value and recalculated one, where they differ by more than the digits that LibreOffice does not write."""
    one, other = cells(before), cells(after)
    pairs = [(cell, one.get(cell), other.get(cell)) for cell in sorted(one.keys() | other.keys())]
    return [(cell, was, now) for cell, was, now in pairs if was != now and not _same(was, now)][:20]


def _same(was: object, now: object) -> bool:
    """Quotients are written with fifteen digits; a cent more or less is a greater difference."""
    return isinstance(was, float) and isinstance(now, float) and math.isclose(was, now, rel_tol=1e-13)


def heads(sheet: Sheet) -> list[str]:
    """The words over the columns."""
    return [str(word).replace("\n", "") for word in sheet[FIRST - 1]]


def column(path: Path, sheet: str, head: str) -> dict[str, Any]:
    """工号 (or what else stands in the first column) → what stands in a column."""
    rows = values(path, sheet)
    place = heads(rows).index(head)
    return {str(row[0]): row[place] for row in rows[FIRST:]}


def cents(amount: object) -> int:
    """A shown amount in cents; it has no more decimals than that."""
    found = Decimal(str(amount)) * 100
    assert found == found.to_integral_value(), amount
    return int(found)


def paid(path: Path) -> dict[str, int]:
    """Id → total in cents, of those who are paid."""
    return {id_: cents(total) for id_, total in column(path, "汇总", TOTAL).items() if total != ""}


def statements(path: Path) -> dict[str, list[tuple[str, Any]]]:
    """Id → title and amount of each line of the statement."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for id_, _, title, amount, *_ in values(path, "结算单")[FIRST:]:
        found.setdefault(str(id_), []).append((str(title), amount))
    return found


def control(path: Path) -> dict[str, float]:
    """Label → amount of 核对; where a label stands twice, the last."""
    return {str(row[0]): row[1] for row in values(path, "核对")[4:]}


UNTOUCHED = [
    f"{EVERY_MONTH} 2", *(f"{name} 3" for name in SPREAD), "2024-01", "2024-02", "2024-03",
    "2024-04", "messy", "by score", "bonus", "hostile",
]  # fmt: skip
UNPAID = [f"{EVERY_MONTH} 2", *(f"{name} 3" for name in SPREAD), "messy"]

each_book = pytest.mark.parametrize("name", UNTOUCHED)


# recalculated


@each_book
def test_recalculated_books_differ_in_no_cell(name: str, books: Books, recalculated: dict[str, Path]) -> None:
    """LibreOffice, made to compute every formula anew, finds the stored values."""
    assert differences(books.paths[name], recalculated[name]) == []


@pytest.mark.parametrize("name", UNPAID)
def test_people_who_are_not_paid_are_among_them(name: str, books: Books) -> None:
    """The books that were recalculated have people with a statement whose cells stay empty."""
    assert any(amount == "" for lines in statements(books.paths[name]).values() for _, amount in lines)


def test_a_wrong_stored_value_is_corrected(books: Books, recalculated: dict[str, Path]) -> None:
    """A total of 12,345 planted on 汇总 is put right, and nothing else is changed."""
    right = cells(books.paths["bonus"])["汇总!G6"]
    assert differences(books.paths["planted"], recalculated["planted"]) == [("汇总!G6", 12345.0, right)]


@pytest.mark.parametrize("title", CHANGES)
def test_a_changed_figure_pays_what_it_says(title: str, books: Books, recalculated: dict[str, Path]) -> None:
    """A figure set otherwise on 制度参数 and recalculated pays everybody what fractions make of the scheme that is then meant."""
    [exact] = reckoned(CHANGES[title].meant, books.made[title].books)
    assert paid(recalculated[title]) == {id_: pay.total for id_, pay in exact.items()}


@pytest.mark.parametrize("title", CHANGES)
def test_a_changed_figure_matters(title: str, books: Books) -> None:
    """The figures of the test before are not so chosen that nobody is paid otherwise."""
    change = CHANGES[title]
    was, meant = (reckoned(scheme, books.made[title].books)[0] for scheme in (SCHEMES[change.scheme], change.meant))
    assert any(was[id_].total != meant[id_].total for id_ in was)


@pytest.mark.parametrize("title", CHANGES)
def test_statements_follow_a_changed_figure(title: str, recalculated: dict[str, Path]) -> None:
    """The lines of 结算单 add up to the new total, and none is told to differ from 汇总."""
    path = recalculated[title]
    assert {id_: _added(lines) for id_, lines in statements(path).items() if id_ in paid(path)} == paid(path)
    assert {row[7] for row in values(path, "结算单")[FIRST:]} == {""}


def test_departments_that_differ_in_case_only(books: Books, recalculated: dict[str, Path]) -> None:
    """KA组 has 1 % of 1,000 and ka组 1 % of 300, also in a spreadsheet, to which the two words are the same."""
    for path in (books.paths["hostile"], recalculated["hostile"]):
        found = column(path, "部门", TOTAL)
        assert (found["KA组"], found["ka组"]) == (10.0, 3.0)


# formulas

COMPUTED: dict[str, Callable[[str], bool]] = {
    "汇总": lambda head: head not in ("工号", "姓名", "部门", "岗位", "备注"),
    "部门": lambda head: head not in ("部门", "暂不发人数"),
    "结算单": lambda head: head in ("金额（税前）", "核对"),
    "追回": lambda head: head == "追回金额",
    "团队": lambda head: head == "计入金额",
    "计算": lambda head: head not in ("工号", "姓名"),
    "结转": lambda head: head in ("未完成计划", "预支结余"),
    "台账": lambda head: head == "实付费率",
}
SHARED = (
    "工号",
    "姓名",
    "日期",
    "客户",
    "客户类别",
    "合同",
    "产品",
    "类型",
    "金额",
    "前面各人分成",
    "本人分成",
    "单元格",
)


def _is_computed(sheet: str, head: str) -> bool:
    return head not in SHARED if sheet == "明细" else COMPUTED[sheet](head)


@each_book
def test_every_computed_cell_is_a_formula(name: str, books: Books) -> None:
    """Sheet by sheet, whatever mkt computes is a formula, of people who are not paid too."""
    book = workbook(books.paths[name])
    for title in book.sheetnames:
        if title == "明细" or title in COMPUTED:
            found = list(_plain(book[title]))
            assert found == [], title


def _plain(sheet: Worksheet) -> Iterator[str]:
    """The computed cells that are no formula."""
    words = [str(cell.value).replace("\n", "") for cell in sheet[FIRST]]
    computed = [place for place, head in enumerate(words) if _is_computed(sheet.title, head)]
    assert computed
    for row in sheet.iter_rows(min_row=FIRST + 1):
        yield from (row[place].coordinate for place in computed if row[place].data_type != "f")


@each_book
def test_who_is_paid_has_a_number_in_every_cell(name: str, books: Books) -> None:
    """Stored values are there for programs that do not calculate."""
    path = books.paths[name]
    lines = {id_: amounts for id_, amounts in statements(path).items() if id_ in paid(path)}
    assert lines
    assert all(isinstance(amount, float) for amounts in lines.values() for _, amount in amounts)


def formulas(path: Path) -> list[str]:
    """Every formula of a workbook."""
    book = workbook(path)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@each_book
def test_only_functions_of_excel_2007(name: str, books: Books) -> None:
    """Those of the scored book, and EXACT, N, SUMIF and TEXT, which are older still; every LOOKUP compares a rounded value."""
    found = formulas(books.paths[name])
    bare = [re.sub(r'"[^"]*"', "", formula) for formula in found]
    assert {word for formula in bare for word in re.findall(r"([A-Z]+)\(", formula)} <= ALLOWED | {
        "EXACT",
        "N",
        "SUMIF",
        "TEXT",
    }
    assert all(formula.count("LOOKUP(") == formula.count("LOOKUP(ROUND(") for formula in bare)


@each_book
def test_names_in_formulas_are_defined(name: str, books: Books) -> None:
    """Every figure that a formula names stands on 制度参数 under that name."""
    book = workbook(books.paths[name])
    used = {
        word
        for formula in formulas(books.paths[name])
        for word in re.findall(r"[\u4e00-\u9fff]\w*(?![\w!])", re.sub(r'"[^"]*"', "", formula))
    }
    assert used <= set(book.defined_names)
    assert all("制度参数" in book.defined_names[word].attr_text for word in used)


# sums


def _added(lines: Iterable[tuple[str, Any]]) -> int:
    return sum(cents(amount) for title, amount in lines if title not in SUMS)


@each_book
def test_lines_add_up_to_the_total(name: str, books: Books) -> None:
    """Of everybody who is paid the lines of the statement, sums aside, add up to the cent to its total and to that on 汇总."""
    path = books.paths[name]
    totals = paid(path)
    found = {id_: lines for id_, lines in statements(path).items() if id_ in totals}
    assert {id_: _added(lines) for id_, lines in found.items()} == totals
    assert {id_: cents(dict(lines)[TOTAL]) for id_, lines in found.items()} == totals


@each_book
def test_nobody_is_paid_half(name: str, books: Books) -> None:
    """Where a total is empty, so is every sum above it and every part on 汇总 that is paid."""
    path = books.paths[name]
    for id_, lines in statements(path).items():
        if id_ not in paid(path):
            assert {amount for title, amount in lines if title in SUMS} == {""}


def test_totals_are_the_exact_ones(books: Books, tmp_path: Path) -> None:
    """What stands on 汇总 in three months without a fault is what fractions make of the text."""
    made = books.made[EVERY_MONTH]
    targets = written(tmp_path, random_pay.policy_text(made.scheme), made.sheets, MONTHS)
    for target, exact in zip(targets, reckoned(made.scheme, made.books), strict=True):
        assert paid(target) == {id_: pay.total for id_, pay in exact.items()}


@each_book
def test_departments_add_up(name: str, books: Books) -> None:
    """部门 has of each department how many are paid and what they are paid, as 汇总 says person by person."""
    path = books.paths[name]
    rows = values(path, "汇总")
    department, total = heads(rows).index("部门"), heads(rows).index(TOTAL)
    wanted: dict[str, list[int]] = {}
    for row in rows[FIRST:]:
        if row[total] != "":
            wanted.setdefault(str(row[department]), []).append(cents(row[total]))
    found = values(path, "部门")
    amounts = {str(row[0]): (int(row[1]), cents(row[-1])) for row in found[FIRST:] if row[1]}
    assert amounts == {title: (len(totals), sum(totals)) for title, totals in wanted.items()}


# control totals


@each_book
def test_control_totals_leave_no_difference(name: str, books: Books, recalculated: dict[str, Path]) -> None:
    """Every difference on 核对 is nothing, as stored and as recalculated."""
    for path in (books.paths[name], recalculated[name]):
        found = [(label, amount) for label, amount in control(path).items() if "差额" in label]
        assert len(found) == (2 if name == "bonus" else 3)
        assert {amount for _, amount in found} == {0.0}


def money_of(book: Path) -> Decimal:
    """What came in less what went back by a sample book: every receipt or refund once, whoever shares in it."""
    rows = list(openpyxl.load_workbook(book, data_only=True)["回款明细"].iter_rows(values_only=True))
    top = next(i for i, row in enumerate(rows) if "工号" in row)
    words = [str(word) for word in rows[top]]
    seen = {}
    for row in rows[top + 1 :]:
        one = dict(zip(words, row, strict=True))
        if one["金额"] is not None:
            back = one["类型"] != "回款"
            amount = abs(Decimal(str(one["金额"])))
            seen[one["单号"], one["产品"], back] = -amount if back else amount
    return sum(seen.values(), Decimal(0))


@pytest.mark.parametrize("name", MONTHS)
def test_the_first_control_total_is_the_money_in_the_input(name: str, books: Books) -> None:
    """Of a sample month: the receipts of its sheet, each once, less its refunds."""
    assert next(iter(control(books.paths[name]).values())) == float(money_of(SAMPLES / "commission" / f"{name}.xlsx"))


@pytest.mark.parametrize("title", CHANGES)
def test_the_first_control_total_is_the_money_of_random_receipts(title: str, books: Books) -> None:
    """The parts of the rows of a random month without a fault, refunds taken off, added up in cents."""
    rows = books.made[title].books[0].rows or ()
    whole = sum(-part if row.refund else part for row, part in zip(rows, exact_pay.parts(rows), strict=True))
    first = next(label for label in control(books.paths[title]))
    assert "回款明细" in first
    assert workbook(books.paths[title])["核对"]["B5"].value == pytest.approx(whole / 100, abs=1e-9)


def test_the_first_control_total_of_totals_is_that_of_the_columns(books: Books, tmp_path: Path) -> None:
    """Where the book has totals, 实际回款 less 退货退款 of everybody."""
    name = "totals-marginal"
    made = books.made[name]
    [target, *_] = written(tmp_path, random_pay.policy_text(made.scheme), made.sheets, MONTHS)
    whole = sum(person.figures[exact_pay.RECEIPTS] - person.figures[exact_pay.REFUNDED] for person in made.books[0].people)  # fmt: skip
    assert cents(next(iter(control(target).values()))) == whole


ASTRAY = """
sheet 人员
| 工号  | 姓名 | 部门 |
| '1001 | 张三 | 一部 |
| '1002 | 李四 | 一部 |
sheet 回款明细
| 工号  | 日期 | 客户 | 合同 | 类型 | 金额 | 分成 | 单号 |
| '1001 | 2024-05-06 | 甲 | H1 | 回款 | 1000 | ~ | D1 |
| '1001 | 2024-05-08 | 甲 | H1 | 退款 | 200 | ~ | D2 |
| '1002 | 2024-04-30 | 乙 | H2 | 回款 | 300 | ~ | D3 |
| '1099 | 2024-05-07 | 丙 | H3 | 回款 | 500 | ~ | D4 |
"""


def test_money_that_does_not_count_is_told_by_its_reason(tmp_path: Path) -> None:
    """1,000 - 200 + 300 + 500: 300 are of April, 500 of nobody on the staff, 800 count and pay 8."""
    [path] = written(tmp_path, PLAIN, [grid_of(ASTRAY)], ["2024-05"])
    found = control(path)
    assert list(found.values())[:4] == [1600, 500, 300, 0]
    assert found["“汇总”计入金额合计"] == 800
    assert found["“汇总”合计（税前）"] == 8


UNSHARED = """
sheet 人员
| 工号  | 姓名 | 部门 |
| '1001 | 张三 | 一部 |
| '1002 | 李四 | 一部 |
| '1003 | 王五 | 一部 |
sheet 回款明细
| 工号  | 日期 | 客户 | 合同 | 类型 | 金额 | 分成 | 单号 |
| '1001 | 2024-05-06 | 甲 | H1 | 回款 | 1000 | 60% | D1 |
| '1002 | 2024-05-06 | 甲 | H1 | 回款 | 1000 | 30% | D1 |
| '1003 | 2024-05-06 | 乙 | H2 | 回款 | 500 | ~ | D2 |
"""


def test_a_receipt_that_cannot_be_shared_out_is_its_amount_once(tmp_path: Path) -> None:
    """1,000 of which 60 % and 30 % are claimed, and 500: the input has 1,500, of which 1,000 are not counted for a fault."""
    [path] = written(tmp_path, PLAIN, [grid_of(UNSHARED)], ["2024-05"])
    found = control(path)
    assert next(iter(found.values())) == 1500
    assert found["其中：数据有错，暂不计"] == 1000


# scores and grades


def half_up(amount: Fraction) -> Decimal:
    """Yuan to the cent."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_factor_by_score_goes_by_the_score_shown(books: Books) -> None:
    """From 85 up × 1.15, from 80 up × 1.05, else × 0.9 of what the tiers earn."""
    path = books.paths["by score"]
    scores, tiers = column(path, "输入", "总分"), column(path, "汇总", "分级提成")
    factors = {
        id_: Fraction("1.15") if score >= 85 else Fraction("1.05") if score >= 80 else Fraction("0.9")
        for id_, score in scores.items()
        if score != ""
    }
    assert set(factors.values()) == {Fraction("1.15"), Fraction("1.05"), Fraction("0.9")}
    wanted = {
        id_: float(half_up(Fraction(str(tiers[id_])) * factor) - Decimal(str(tiers[id_])))
        for id_, factor in factors.items()
    }
    assert column(path, "汇总", "系数调整") == pytest.approx(wanted, abs=1e-9)


def test_the_annual_bonus_is_base_by_factor_of_the_grade(books: Books, tmp_path: Path) -> None:
    """The grade that the graded year shows, three times, one and a half times or none of the base on the staff list."""
    for book in sorted((SAMPLES / "objectives").glob("*.xlsx")):
        _moved_to(book, tmp_path / "books")
    year = small_years.written(small_years.year_of(tmp_path / "books", "objectives"), tmp_path / "2024.graded.xlsx")
    grades = column(year, "年度", "年度等级")
    path = books.paths["bonus"]
    bases = column(path, "输入", "绩效工资基数")
    found = {id_: bonus for id_, bonus in column(path, "汇总", "年终奖（税前）").items() if bonus != ""}
    assert {grades[id_] for id_ in found} >= {"A", "B", "C"}
    wanted = {
        id_: float(half_up(Fraction(str(bases[id_])) * YEAR_FACTOR.get(grades[id_], Fraction(0)))) for id_ in found
    }
    assert found == wanted


# words, bytes, modes


@each_book
def test_amounts_are_said_to_be_before_tax(name: str, books: Books) -> None:
    """Over 汇总, over each column of 部门 and 结算单 that is pay, and on 凭据."""
    path = books.paths[name]
    summary, departments = values(path, "汇总"), values(path, "部门")
    assert "税前" in summary[1][0]
    sums = [head for head in heads(summary) if re.match("提成合计|绩效工资|年终奖|合计", head)]
    assert all("税前" in head for head in [*sums, *heads(departments)[4 if "计入金额" in heads(departments) else 3 :]])
    assert heads(values(path, "结算单"))[3] == "金额（税前）"
    assert statements(path)
    assert "全部金额为税前" in values(path, "凭据")[1][0]


def test_text_from_the_input_stays_text(books: Books, recalculated: dict[str, Path]) -> None:
    """A customer, a contract, a product, a name and a department that look like formulas are words, before and after."""
    path = books.paths["hostile"]
    found = workbook(path)
    words = {"=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "<b>&\"'"}
    told = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value in words]
    assert {cell.value for cell in told} == words
    assert {cell.data_type for cell in told} == {"s"}
    assert not any(sheet._hyperlinks for sheet in found)
    assert cells(recalculated["hostile"])["明细!D6"] == '=HYPERLINK("x")'


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277])
def test_only_its_owner_may_read_it(mask: int, tmp_path: Path) -> None:
    """Mode 0600, whatever the umask lets or takes away."""
    (tmp_path / "pay.yaml").write_text(PLAIN, encoding="utf-8")
    book = write_book(tmp_path / "2024-05.xlsx", grid_of(ASTRAY))
    before = os.umask(mask)
    try:
        over_months([book], task(str(tmp_path / "pay.yaml"), None, False, None, None, "", [], "zh", ""))
    finally:
        os.umask(before)
    assert (tmp_path / "2024-05.commission.xlsx").stat().st_mode & 0o7777 == 0o600


def test_the_same_month_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second run of the sample months, in another folder."""
    months = sorted((SAMPLES / "commission").glob("*.xlsx"))[:2]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        of_books(tmp_path / folder, PACK, months)
    for name in ("2024-01.commission.xlsx", "2024-02.commission.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(("epoch", "said"), [("1700000000", "2023-11-14T22:13:20Z"), ("", "2024-05-01T00:00:00Z")])
def test_the_moment_it_was_made_is_not_of_the_clock(
    epoch: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH where it is set (1,700,000,000 seconds are 22:13:20 of 14 November 2023), else the first of the month."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    [path] = written(tmp_path, PLAIN, [grid_of(ASTRAY)], ["2024-05"])
    with zipfile.ZipFile(path) as archive:
        assert f">{said}<" in archive.read("docProps/core.xml").decode()


@each_book
def test_no_cell_has_an_error_and_the_summary_is_in_front(name: str, books: Books) -> None:
    """No stored value is an error of a spreadsheet; the workbook opens on 汇总."""
    path = books.paths[name]
    assert [cell for cell, value in cells(path).items() if str(value).startswith("#")] == []
    assert workbook(path).active.title == "汇总"
