"""`mkt verify` of pay: a result as written agrees with itself; every edit is told, at its cell where it has one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mkt.commission.verify import verify_pay
from mkt.findings import Finding, Refused
from mkt.policy.load import packs
from tests import random_pay
from tests.conftest import SAMPLES
from tests.test_pay_books import MONTHS, PACK, SCHEMES, of_books, written

SCHEME = "marginal-attainment-all"
FIRST = 6  # the first row of a list


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The third of three random months (every part of a commission, two amounts taken back or more), and the sample March by the pack."""
    folder = tmp_path_factory.mktemp("verify")
    months = random_pay.months(SCHEMES[SCHEME], 14, 3)
    *_, random = written(folder / "random", random_pay.policy_text(months.scheme), months.sheets, MONTHS)
    (folder / "pack").mkdir()
    *_, pack = of_books(folder / "pack", PACK, sorted((SAMPLES / "commission").glob("*.xlsx"))[:3])
    return {"random": random, "pack": pack, "policy": folder / "random" / "pay.yaml"}


class Result:
    """A copy of the random result whose cells can be overwritten, every formula kept as its value.

    What is told of the copy before anything is edited (see `test_a_result_saved_by_another_program_agrees`) is not told of an edit.
    """

    def __init__(self, path: Path, policy: Path, untouched: Sequence[Finding] = ()) -> None:
        self.path, self.policy, self.untouched = path, policy, untouched
        self.book = openpyxl.load_workbook(path, data_only=True)

    def __getitem__(self, sheet: str) -> Worksheet:
        return self.book[sheet]

    def place(self, sheet: str, head: str) -> int:
        """The column (from 1) that a word stands over."""
        words = [str(cell.value).replace("\n", "") for cell in self.book[sheet][FIRST - 1]]
        return words.index(head) + 1

    def rows(self, sheet: str) -> range:
        """The rows of a list."""
        return range(FIRST, self.book[sheet].max_row + 1)

    def number(self, sheet: str, head: str) -> str:
        """The first cell of a column that holds a number other than nothing."""
        column = self.place(sheet, head)
        return next(
            self.book[sheet].cell(row, column).coordinate
            for row in self.rows(sheet)
            if isinstance(self.book[sheet].cell(row, column).value, int | float)
            and self.book[sheet].cell(row, column).value
        )

    def _verified(self) -> list[Finding]:
        self.book.save(self.path)
        try:
            return verify_pay(self.path, [str(self.policy)])
        except Refused as caught:
            return list(caught.findings)

    def findings(self) -> list[Finding]:
        """What is told of the result as it is now, or why it is refused."""
        return [finding for finding in self._verified() if finding not in self.untouched]

    def codes(self) -> list[str]:
        """The codes of what is told."""
        return [finding.code for finding in self.findings()]

    def told(self) -> list[tuple[str, str]]:
        """Code and place of what is told."""
        return [(finding.code, finding.where) for finding in self.findings()]


@pytest.fixture(scope="module")
def untouched(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is told of the random result saved by another program without an edit."""
    target = tmp_path_factory.mktemp("untouched") / made["random"].name
    shutil.copy(made["random"], target)
    return Result(target, made["policy"]).findings()


@pytest.fixture
def result(made: dict[str, Path], untouched: list[Finding], tmp_path: Path) -> Result:
    """The random result to be edited."""
    target = tmp_path / made["random"].name
    shutil.copy(made["random"], target)
    return Result(target, made["policy"], untouched)


# untouched


@pytest.mark.parametrize("name", ["random", "pack"])
def test_a_result_as_written_agrees(name: str, made: dict[str, Path]) -> None:
    """Nothing is told of a result that nobody touched."""
    assert verify_pay(made[name], [str(made["policy"])] if name == "random" else []) == []


def test_a_result_saved_by_another_program_agrees(untouched: list[Finding]) -> None:
    """Saved without an edit: other programs keep fifteen or sixteen digits of a quotient, which is no edit."""
    assert untouched == []


def test_a_result_with_people_who_are_not_paid_agrees(tmp_path: Path) -> None:
    """The untidy sample book: the cells of ten people are empty, and that is as it should be."""
    [path] = of_books(tmp_path, PACK, list((SAMPLES / "commission" / "messy").glob("*.xlsx")))
    assert verify_pay(path, []) == []


@pytest.mark.parametrize("name", ["totals-marginal", "each-whole", "whole-fixed", "overage-amount", "floor-and-draw"])
def test_results_of_other_schemes_agree(name: str, tmp_path: Path) -> None:
    """Totals, amounts each, fixed amounts, overage, floor and draw."""
    made = random_pay.months(SCHEMES[name], 15, 2, count=2)
    for path in written(tmp_path, random_pay.policy_text(made.scheme), made.sheets, MONTHS[:2]):
        assert verify_pay(path, [str(tmp_path / "pay.yaml")]) == []


# figures

SHOWN = [
    ("汇总", "合计（税前）"), ("汇总", "提成合计（税前）"), ("汇总", "计入金额"), ("汇总", "完成率"),
    ("汇总", "团队提成"), ("结算单", "金额（税前）"), ("计算", "小计"), ("计算", "按级金额"), ("追回", "追回金额"),
]  # fmt: skip


def _sheet_has(result: Result, sheet: str, head: str) -> bool:
    return head in [str(cell.value).replace("\n", "") for cell in result[sheet][FIRST - 1]]


@pytest.mark.parametrize(("sheet", "head"), SHOWN)
def test_an_edited_figure_is_named_by_its_cell(sheet: str, head: str, result: Result) -> None:
    """A cent more: that very cell is told, and no other."""
    cell = result.number(sheet, head)
    result[sheet][cell] = result[sheet][cell].value + 0.01
    assert result.told() == [("figure-differs", f"{sheet}!{cell}")]


def test_a_figure_taken_away_is_told(result: Result) -> None:
    """A total that was there and is blank now."""
    cell = result.number("汇总", "合计（税前）")
    result["汇总"][cell] = None
    assert ("figure-differs", f"汇总!{cell}") in result.told()


# inputs


def test_an_edited_input_is_found_by_its_consequences(result: Result) -> None:
    """A plan that was changed and not recalculated: 计划 and what follows do not fit, and the hash does not either."""
    cell = result.number("输入", "计划回款")
    result["输入"][cell] = result["输入"][cell].value + 5000
    told = result.told()
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert any(
        code == "figure-differs" and where.startswith("汇总!") and where.endswith(str(row)) for code, where in told
    )


@pytest.mark.parametrize("head", ["金额", "本人分成"])
def test_an_edited_receipt_is_found(head: str, result: Result) -> None:
    """Amount or share: the part of that row does not follow from it."""
    cell = result.number("明细", head)
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    result["明细"][cell] = result["明细"][cell].value / 2
    assert ("figure-differs", f"明细!L{row}") in result.told()


def test_an_edited_part_is_found(result: Result) -> None:
    """What counts of a receipt is another amount than the person's part of it."""
    cell = result.number("明细", "按级计入")
    result["明细"][cell] = result["明细"][cell].value + 1
    assert "figure-differs" in result.codes()


def test_a_receipt_given_to_another_is_found(result: Result) -> None:
    """The 工号 of a row of 明细 overwritten by another's: what both collected does not follow any more."""
    sheet, total = result["明细"], result.place("明细", "按级计入")
    row = next(row for row in result.rows("明细") if sheet.cell(row, total).value)
    other = next(
        sheet.cell(k, 1).value for k in result.rows("明细") if sheet.cell(k, 1).value != sheet.cell(row, 1).value
    )
    sheet.cell(row, 1).value = other
    assert "figure-differs" in result.codes()


@pytest.mark.parametrize(("head", "by"), [("退款部分", 100.0), ("当时实付费率", 0.001)])
def test_an_edited_clawback_is_found(head: str, by: float, result: Result) -> None:
    """What goes back, or the rate it was paid at: the amount taken back does not follow from it."""
    cell = result.number("追回", head)
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    result["追回"][cell] = result["追回"][cell].value + by
    assert ("figure-differs", f"追回!H{row}") in result.told()


def test_a_subordinate_taken_away_is_found(result: Result) -> None:
    """A row of 团队 gone: the override of the superior does not follow any more."""
    amount = result.place("团队", "计入金额")
    row = next(row for row in result.rows("团队") if result["团队"].cell(row, amount).value)
    result["团队"].delete_rows(row)
    assert "figure-differs" in result.codes()


def test_somebody_held_back_is_found(result: Result) -> None:
    """A word in 暂不发 on 输入 for somebody who was paid."""
    result["输入"].cell(FIRST, result.place("输入", "暂不发")).value = "以后再发"
    assert "figure-differs" in result.codes()


# the policy's figures


def _tier_row(result: Result, place: int) -> int:
    sheet = result["制度参数"]
    top = next(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value).startswith("分级："))
    return top + place


@pytest.mark.parametrize(("column", "value"), [("C", 0.025), ("B", 0.95)])
def test_an_edited_tier_is_named_by_its_cell(column: str, value: float, result: Result) -> None:
    """The rate of the second tier, or its bound."""
    cell = f"{column}{_tier_row(result, 2)}"
    assert result["制度参数"][cell].value != value
    result["制度参数"][cell] = value
    assert [where for _, where in result.told()] == [f"制度参数!{cell}"]


@pytest.mark.parametrize("label", ["封顶", "预支保底", "团队提成_费率"])
def test_an_edited_figure_of_the_policy_is_named_by_its_cell(label: str, result: Result) -> None:
    """Cap, draw and override."""
    sheet = result["制度参数"]
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)
    sheet.cell(row, 2).value *= 2
    assert result.told() == [("parameter-differs", f"制度参数!B{row}")]


def test_an_edited_special_rate_is_named_by_its_cell(result: Result) -> None:
    """The first of the special rates, 5 %."""
    sheet = result["制度参数"]
    row = next(row for row in range(1, sheet.max_row + 1) if "新产品" in str(sheet.cell(row, 1).value))
    assert sheet.cell(row, 2).value == pytest.approx(0.05)
    sheet.cell(row, 2).value = 0.06
    assert result.told() == [("parameter-differs", f"制度参数!B{row}")]


# what is handed on


@pytest.mark.parametrize(
    ("sheet", "head"), [("结转", "未完成计划"), ("结转", "预支结余"), ("台账", "余额"), ("台账", "实付费率")]
)
def test_what_is_handed_on_is_not_edited(sheet: str, head: str, result: Result) -> None:
    """Plan, advance, amount or rate: next month's inputs are no longer those of this month."""
    cell = result.number(sheet, head)
    result[sheet][cell] = result[sheet][cell].value * 2
    assert result.codes() == ["handed-on-edited"]


def test_somebody_marked_as_not_settled_is_found(result: Result) -> None:
    """状态 on 结转."""
    result["结转"].cell(FIRST, result.place("结转", "状态")).value = "未结清"
    assert result.codes() == ["handed-on-edited"]


def test_a_row_taken_off_the_ledger_is_found(result: Result) -> None:
    """A receipt that could not be taken back any more."""
    result["台账"].delete_rows(FIRST)
    assert result.codes() == ["handed-on-edited"]


# people and rows that are not where they belong


def test_two_people_swapped_on_the_summary_are_found(result: Result) -> None:
    """工号 and 姓名 of two rows of 汇总 exchanged: each would have the other's pay. Of a scored book that is told."""
    sheet = result["汇总"]
    for column in (1, 2):
        one, other = sheet.cell(FIRST, column), sheet.cell(FIRST + 1, column)
        one.value, other.value = other.value, one.value
    assert result.codes() != []


def test_a_name_overwritten_on_the_summary_is_found(result: Result) -> None:
    """A name alone."""
    result["汇总"].cell(FIRST, 2).value = "别人"
    assert result.codes() != []


def test_a_statement_of_another_is_found(result: Result) -> None:
    """The 工号 of one line of 结算单 overwritten by another's who is paid otherwise."""
    sheet = result["结算单"]
    cell = result.number("结算单", "金额（税前）")
    row = int(cell.lstrip("D"))
    other = next(
        sheet.cell(k, 1).value for k in result.rows("结算单") if sheet.cell(k, 1).value != sheet.cell(row, 1).value
    )
    sheet.cell(row, 1).value = other
    assert "figure-differs" in result.codes()


def test_somebody_added_to_the_summary_is_found(result: Result) -> None:
    """A row more on 汇总, with a total, of nobody on 输入."""
    sheet = result["汇总"]
    last = sheet.max_row + 1
    for cell in sheet[FIRST]:
        sheet.cell(last, cell.column).value = cell.value
    sheet.cell(last, 1).value, sheet.cell(last, 2).value = "99999", "郝未央"
    assert result.codes() != []


def test_somebody_taken_off_the_summary_is_found(result: Result) -> None:
    """The last row of 汇总 gone."""
    result["汇总"].delete_rows(result["汇总"].max_row)
    assert result.codes() != []


def test_a_statement_taken_away_is_found(result: Result) -> None:
    """All lines of the last person's statement gone."""
    sheet = result["结算单"]
    last = sheet.cell(sheet.max_row, 1).value
    for row in reversed(result.rows("结算单")):
        if sheet.cell(row, 1).value == last:
            sheet.delete_rows(row)
    assert result.codes() != []


def test_a_line_taken_off_a_statement_is_found(result: Result) -> None:
    """One line of a statement gone: the lines after it are not where they belong."""
    result["结算单"].delete_rows(FIRST + 1)
    assert result.codes() != []


def test_a_statement_added_is_found(result: Result) -> None:
    """A person's whole statement twice."""
    sheet = result["结算单"]
    rows = [[cell.value for cell in sheet[row]] for row in result.rows("结算单")]
    for row in (row for row in rows if row[0] == rows[0][0]):
        sheet.append(row)
    assert result.codes() != []


def test_a_renamed_line_is_found(result: Result) -> None:
    """项目 of a line of 结算单: 团队提成 called something else."""
    sheet = result["结算单"]
    row = next(row for row in result.rows("结算单") if sheet.cell(row, 3).value == "团队提成")
    sheet.cell(row, 3).value = "特别奖励"
    assert result.codes() != []


# recalculated


def test_an_input_edited_and_recalculated_breaks_the_evidence(
    made: dict[str, Path], tmp_path: Path, recalculate: Callable[[Sequence[Path], Path], list[Path]]
) -> None:
    """A base of performance pay edited and everything computed anew: the figures agree with each other, but not with the hash on 凭据."""
    target = tmp_path / made["pack"].name
    book = openpyxl.load_workbook(made["pack"])
    place = [str(cell.value) for cell in book["输入"][FIRST - 1]].index("绩效工资基数") + 1
    book["输入"].cell(FIRST, place).value += 1000
    book.save(target)
    [done] = recalculate([target], tmp_path / "recalculated")
    assert {finding.code for finding in verify_pay(done, [])} == {"evidence-differs"}


# policies


def refused(path: Path, *policies: Path) -> list[str]:
    """The codes that a result is refused for."""
    with pytest.raises(Refused) as caught:
        verify_pay(path, [str(policy) for policy in policies])
    return [finding.code for finding in caught.value.findings]


def _version(folder: Path, policy: Path) -> Path:
    text = policy.read_text(encoding="utf-8")
    assert 'version: "1"' in text
    path = folder / "other.yaml"
    path.write_text(text.replace('version: "1"', 'version: "2"'), encoding="utf-8")
    return path


def test_another_version_of_the_policy_proves_nothing(made: dict[str, Path], tmp_path: Path) -> None:
    """The same figures under another version."""
    assert refused(made["random"], _version(tmp_path, made["policy"])) == ["policy-differs"]


def test_of_several_versions_the_one_that_made_it_is_taken(made: dict[str, Path], tmp_path: Path) -> None:
    """Both files given, in either order."""
    other = _version(tmp_path, made["policy"])
    for policies in ([other, made["policy"]], [made["policy"], other]):
        assert verify_pay(made["random"], [str(policy) for policy in policies]) == []


def test_a_policy_that_is_not_built_in_must_be_given(made: dict[str, Path]) -> None:
    """Without --policy a result by a policy of one's own is not judged."""
    assert refused(made["random"]) == ["policy-differs"]


def test_a_hash_overwritten_on_the_evidence_is_found(result: Result) -> None:
    """The hash of the pay: every line of 凭据 that proves something does so."""
    rows = {str(row[0].value): row[1] for row in result["凭据"].iter_rows(max_col=2)}
    rows["薪酬校验码"].value = f"sha256:{'0' * 64}"
    assert result.codes() == ["evidence-differs"]


def test_another_month_on_the_evidence_is_found(result: Result) -> None:
    """The month itself belongs to what the hashes are over."""
    rows = {str(row[0].value): row[1] for row in result["凭据"].iter_rows(max_col=2)}
    rows["月份"].value = "2024-04"
    assert set(result.codes()) == {"evidence-differs", "handed-on-edited"}


def test_a_month_s_book_is_no_result() -> None:
    """A book that pay is made from is told to be none."""
    assert refused(SAMPLES / "commission" / "2024-01.xlsx", packs()[PACK]) == ["pay-result-unknown"]


@pytest.mark.parametrize("sheet", ["汇总", "结算单", "输入", "结转", "凭据"])
def test_a_result_without_one_of_its_sheets_is_refused_or_told(sheet: str, result: Result) -> None:
    """A sheet taken away: told in words, and never a failure of mkt itself."""
    del result.book[sheet]
    assert result.codes() != []
