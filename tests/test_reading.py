"""What a careful person reads in an untidy book is read, to the cell; what is doubtful is told at its cell."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mkt.book import Book
from mkt.findings import Refused
from mkt.reading import parse
from mkt.reading.book import read
from mkt.reading.heads import kind_named
from tests.conftest import grid_of, write_book
from tests.hostile import SHEET, month_book

RATINGS = ("作息考勤", "办公纪律", "团队意识", "职业素质")
WANTED = frozenset(
    {
        "销售目标.计划销售额",
        "销售目标.实际销售额",
        "考勤.迟到次数",
        "考勤.请假天数",
        "工作任务.完成率",
        "公司业绩.实际销售额",
    }
    | {f"行为评分.{word}" for word in RATINGS}
)

Change = Callable[[xlsxwriter.Workbook], None]
SALES = "| 工号 | 姓名 | 计划销售额 | 实际销售额 |"


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Book]:
    """Write a book from a grid and read it. In the grid ⏎ is a line break and ␣ a blank."""

    def make(text: str, change: Change | None = None, name: str = "2024-05.xlsx", period: str = "") -> Book:
        grid = grid_of(text)
        for rows in grid.values():
            for row in rows:
                row[:] = [v.replace("⏎", "\n").replace("␣", " ") if isinstance(v, str) else v for v in row]
        return read(write_book(tmp_path / name, grid, change), WANTED, period)

    return make


Reading = Callable[..., Book]


def merged(areas: dict[str, Any], sheet: str = "") -> Change:
    """A change that merges cells of a sheet (of the first one unless it is named) under a value each."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        found = workbook.get_worksheet_by_name(sheet) if sheet else workbook.worksheets()[0]
        for area, value in areas.items():
            found.merge_range(area, value)

    return change


def values(book: Book, column: str) -> list[Any]:
    """The values of a column, None for what is missing: `values(book, "销售目标.计划销售额")`."""
    kind, _, name = column.partition(".")
    found = book.tables[kind].columns[name].values
    return [
        None if isinstance(v, float) and v != v else v for v in (found.tolist() if hasattr(found, "tolist") else found)
    ]


def ids(book: Book, kind: str = "销售目标") -> list[str]:
    """Who the rows of a table are about."""
    return book.tables[kind].texts("工号")


def odd(book: Book) -> list[tuple[str, str]]:
    """What was passed over: sort and place."""
    return [(one.what, one.where) for one in book.odd]


# Where the table begins and ends


LAYOUTS = {
    "in the first row": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |""",
    "below titles and blank rows": """
        | 某某公司市场部 |
        | 2024年5月销售目标完成情况 | ~ | ~ | 编号：HR-03 |
        | ~ |
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |""",
    "off to the right, with a serial number": """
        | ~ | ~ | ~ | ~ | ~ | ~ |
        | ~ | 序号 | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | ~ | 1 | 1001 | 甲   | 100 | 110 |
        | ~ | 2 | 1002 | 乙   | 200 | 150 |""",
    "with blank rows inside": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | ~ |
        | 1001 | 甲   | 100 | 110 |
        | ~ |
        | ~ | ␣␣ | ~ | ~ |
        | 1002 | 乙   | 200 | 150 |""",
    "with totals in the middle and at the end": """
        | 部门 | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 一部 | 1001 | 甲   | 100 | 110 |
        | 一部小计 | ~ | ~ | 100 | 110 |
        | 二部 | 1002 | 乙   | 200 | 150 |
        | 二部 | ~ | 小␣␣计 | 200 | 150 |
        | 合␣␣计 | ~ | ~ | 300 | 260 |
        | 平均 | ~ | ~ | 150 | 130 |""",
    "with the head count beside the total": """
        | 部门 | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 一部 | 1001 | 甲   | 100 | 110 |
        | 二部 | 1002 | 乙   | 200 | 150 |
        | 合计 | 2 | ~ | 300 | 260 |
        | ~ | 2 | 总计（2人） | 300 | 260 |""",
    "with totals in other words": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |
        | 合计： | ~ | 300 | 260 |
        | 市场部合计 | ~ | 300 | 260 |
        | ~ | 合計 | 300 | 260 |
        | Total | ~ | 300 | 260 |
        | ~ | 人均 | 150 | 130 |""",
    "with the word for the total on the right": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 | 备注 |
        | 1001 | 甲   | 100 | 110 | ~ |
        | 1002 | ~    | 200 | 150 | 平均 |
        | ~    | ~    | 300 | 260 | 合计 |""",
    "with notes and a sign-off": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |
        | 注：1、以上数据由财务提供。 |
        | 2、退货已扣除；未开票的不计 |
        | 制表人：丙 | ~ | 审核： | ~ |
        | 部门经理签字：________ | ~ | 2024年6月3日 |
        | 审核 | 丁 | ~ | ~ |
        | ~ | ~ | 批准：戊 | ~ |
        | 2024年6月3日 |
        | 以下空白 |""",
    "with the header again on the second page": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 续表 |
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1002 | 乙   | 200 | 150 |""",
    "with the header in two languages": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | Employee ID | Name | Planned sales | Actual sales |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |""",
    "with section titles": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 一、华东 |
        | 1001 | 甲   | 100 | 110 |
        | 二、华南 |
        | 1002 | 乙   | 200 | 150 |""",
    "with numbers prepared for more people": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |
        | 1003 | ~ | ~ | ~ |
        | 1004 | ~ | ~ | ~ |""",
    "with a stray figure far below": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲   | 100 | 110 |
        | 1002 | 乙   | 200 | 150 |
        | ~ |
        | ~ |
        | ~ | ~ | ~ | 13.6 |""",
    "with names of departments for surnames": """
        | 部门 | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 注册部 | A1001 | 甲 | 100 | 110 |
        | 说明会组 | A1002 | 乙 | 200 | 150 |""",
    "with a name that ends as a total does": """
        | 部门 | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 审核 | 1001 | 冯平均 | 100 | 110 |
        | 合计部 | 1002 | 吴计 | 200 | 150 |""",
    "with a remark that says total": """
        | 工号 | 姓名 | 计划销售额 | 实际销售额 | 备注 |
        | A1001 | 甲   | 100 | 110 | 累计 |
        | A1002 | 乙   | 200 | 150 | 合计 |""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_two_people(layout: str, reading: Reading) -> None:
    """Wherever the table stands and whatever stands around it, it holds two people and their figures."""
    book = reading("sheet 销售目标" + LAYOUTS[layout])
    assert [id_.lstrip("A") for id_ in ids(book)] == ["1001", "1002"]
    assert values(book, "销售目标.计划销售额") == [100, 200]
    assert values(book, "销售目标.实际销售额") == [110, 150]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("| ~ |\n| ~ | ~ | 7 | ~ |", [("stray", "销售目标!C4")], id="a lone figure after a gap"),
        pytest.param("| ~ | ~ | 7 | 8 |", [("unowned", "销售目标!C3")], id="a row of nobody right below"),
        pytest.param(
            "| ~ |\n| ~ | ~ | '7 | ~ |\n| 1002 | 乙 | 1 | 1 |", [("unowned", "销售目标!C4")], id="among people, as text"
        ),
        pytest.param("| 一部 | ~ | ~ | ~ |", [("label", "销售目标!A3")], id="the name of a department"),
        pytest.param("| 赵六 | ~ | ~ | ~ |", [("label", "销售目标!A3")], id="a name where numbers stand"),
        pytest.param("| ~ | ~ | 0 | 0 |", [], id="zeros of prepared formulas"),
        pytest.param("| 合计 | ~ | 7 | 8 |", [], id="a total"),
    ],
)
def test_what_is_passed_over_is_kept(rows: str, expected: list[tuple[str, str]], reading: Reading) -> None:
    """A row that is nobody's and holds something is kept with its cell, unless it is a total or empty."""
    assert odd(reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |\n{rows}")) == expected


def test_inflated_sheet(reading: Reading) -> None:
    """Formats far beyond the data add nobody."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        frame = workbook.add_format({"border": 1})
        for row in range(2, 3000):
            workbook.worksheets()[0].write_blank(row, 40, None, frame)

    book = reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |", change)
    assert (ids(book), odd(book)) == (["1001"], [])


def test_every_value_keeps_its_cell(reading: Reading) -> None:
    """Below a title, a stacked header and a blank row, the cell of a value is the one Excel shows."""
    book = reading("""sheet Q1 KPI
        | 五月 |
        | 工号 | 姓名 | 销售额 | ~ |
        | ~ | ~ | 计划 | 实际 |
        | ~ |
        | 1001 | 甲 | 100 | 110 |""")
    assert book.tables["销售目标"].cell(0, "实际销售额") == "'Q1 KPI'!D5"


# Merged cells


def test_numbers_and_names_merged_over_tasks(reading: Reading) -> None:
    """A number and a name merged down belong to each task beside them; the merged rest without a task is none."""
    change = merged({"A2:A4": 1001, "B2:B4": "甲", "A5:A6": 1002, "B5:B6": "乙"})
    book = reading("""sheet 工作任务
        | 工号 | 姓名 | 任务 | 完成率 | 说明 |
        | ~ | ~ | 方案 | 1 | 合计 |
        | ~ | ~ | 拜访：10家；回访：5家 | 0.5 | 累计 |
        | ~ | ~ | 备注：补交 | ~ | ~ |
        | ~ | ~ | 报表 | 0.8 | ~ |
        | ~ | ~ | ~ | ~ | ~ |""", change)  # fmt: skip
    assert ids(book, "工作任务") == ["1001", "1001", "1001", "1002"]
    assert values(book, "工作任务.完成率") == [1, 0.5, None, 0.8]


def test_tasks_below_a_name_that_is_not_merged(reading: Reading) -> None:
    """A task with a blank where the number stands is not given to the person above; it is told at its cell."""
    book = reading("""sheet 工作任务
        | 工号 | 姓名 | 任务 | 完成率 |
        | 1001 | 甲 | 方案 | 1 |
        | ~ | ~ | 拜访 | 0 |
        | ~ | ~ | 回访 | ~ |
        | 1002 | 乙 | 报表 | 0.8 |""")
    assert ids(book, "工作任务") == ["1001", "1002"]
    assert odd(book) == [("unowned", "工作任务!D3"), ("unowned", "工作任务!C4")]


@pytest.mark.parametrize("label", ["小计", "合 计", "平均"])
def test_subtotal_of_somebodys_tasks(label: str, reading: Reading) -> None:
    """A row that adds up a person's tasks is no task, though it bears the number and the name."""
    book = reading(f"""sheet 工作任务
        | 工号 | 姓名 | 任务 | 完成率 |
        | 1001 | 甲 | 方案 | 1 |
        | 1001 | 甲 | 拜访 | 0.5 |
        | 1001 | 甲 | {label} | 0.75 |""")
    assert values(book, "工作任务.完成率") == [1, 0.5]


def test_subtotal_where_the_tasks_have_a_strange_header(reading: Reading) -> None:
    """A subtotal is no task even if the column that says so is unknown."""
    change = merged({"A2:A4": 1001, "B2:B4": "甲"})
    text = "sheet 工作任务\n| 工号 | 姓名 | 事情 | 完成率 | 说明 |\n| ~ | ~ | 方案 | 1 | 合计 |\n| ~ | ~ | 拜访 | 0.5 | ~ |\n| ~ | ~ | 小计 | 0.75 | ~ |"
    assert values(reading(text, change), "工作任务.完成率") == [1, 0.5]


def test_departments_merged_down(reading: Reading) -> None:
    """A department merged over its people is everybody's."""
    book = reading("""sheet 人员
        | 部门 | 工号 | 姓名 | 岗位 | 入职日期 |
        | ~ | 1001 | 甲 | 主管 | 2020-01-01 |
        | ~ | 1002 | 乙 | 代表 | 2020-01-01 |""", merged({"A2:A3": "一部"}))  # fmt: skip
    assert values(book, "人员.部门") == ["一部", "一部"]


def test_figures_merged_over_two_people_are_not_shared(reading: Reading) -> None:
    """Whether a plan merged over two people is each one's or theirs together cannot be told: the second has none."""
    book = reading(f"""sheet 销售目标
        {SALES}
        | 1001 | 甲 | ~ | 110 |
        | 1002 | 乙 | ~ | 150 |""", merged({"C2:C3": 100}))  # fmt: skip
    assert values(book, "销售目标.计划销售额") == [100, None]


# Headers


@pytest.mark.parametrize(
    ("sheet", "header", "column"),
    [
        ("考勤", "迟到⏎次数", "迟到次数"), ("考勤", "迟 到 次 数", "迟到次数"), ("考勤", "迟到（单位：次）", "迟到次数"),
        ("考勤", "*迟到次数：", "迟到次数"), ("考勤", "遲到次數", "迟到次数"), ("考勤", "Times late", "迟到次数"),
        ("考勤", "【迟到次数】", "迟到次数"), ("考勤", "迟到_x000D_⏎次数", "迟到次数"), ("考勤", "迟到/次", "迟到次数"),
        ("考勤", "請假天數（必填）", "请假天数"), ("考勤", "请假（天）", "请假天数"), ("考勤", "請假 天數 Leave days", "请假天数"),
        ("行为评分", "作息考勤（10分）", "作息考勤"), ("行为评分", "團隊意識", "团队意识"), ("行为评分", "辦公 紀律", "办公纪律"),
        ("销售目标", "实际销售额（2024年5月）（元）", "实际销售额"), ("销售目标", "完成销售额", "实际销售额"),
        ("销售目标", "實際銷售額", "实际销售额"), ("销售目标", "Actual Sales", "实际销售额"), ("销售目标", "实际", "实际销售额"),
    ],
)  # fmt: skip
def test_header_in_other_words(sheet: str, header: str, column: str, reading: Reading) -> None:
    """Breaks, blanks, brackets, marks, units, traditional characters and English make no difference."""
    book = reading(f"sheet {sheet}\n| 工 号 | 姓  名 | {header} |\n| 1001 | 甲 | 3 |")
    assert values(book, f"{sheet}.{column}") == [3]


@pytest.mark.parametrize(
    "header",
    [
        "实际销售额（累计）",
        "去年同期实际销售额",
        "实际销售款",
        "实际销售额增长",
        "实销额",
        "毛利实际",
        "实际完成率",
        "本年累计",
    ],
)
def test_similar_header_never_binds(header: str, reading: Reading) -> None:
    """A header that is only like a known word is not taken for it; it stays among the unknown."""
    book = reading(f"sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | {header} |\n| 1001 | 甲 | 100 | 110 |")
    assert "实际销售额" not in book.tables["销售目标"].columns
    assert list(book.tables["销售目标"].unknown) == [3]


@pytest.mark.parametrize("serial", ["序号", "序  号", "No.", "#"])
def test_serial_number_is_no_id(serial: str, reading: Reading) -> None:
    """Without a 工号 the names tell people apart; the serial number never does."""
    book = reading(f"sheet 销售目标\n| {serial} | 姓名 | 计划销售额 | 实际销售额 |\n| 1 | 甲 | 100 | 110 |")
    assert "工号" not in book.tables["销售目标"].columns
    assert book.tables["销售目标"].texts("姓名") == ["甲"]


STACKED = {
    "merged parents": (
        "| 工号 | 姓名 | 销售额（万元） | ~ | 毛利（万元） | ~ |",
        {"C1:D1": "销售额（万元）", "E1:F1": "毛利（万元）"},
    ),
    "parents not merged": ("| 工号 | 姓名 | 销售额（万元） | ~ | 毛利（万元） | ~ |", {}),
    "everything merged": (
        "| ~ | ~ | ~ | ~ | ~ | ~ |",
        {"A1:A2": "工号", "B1:B2": "姓名", "C1:D1": "销售额（万元）", "E1:F1": "毛利（万元）"},
    ),
}


@pytest.mark.parametrize("how", STACKED)
def test_two_stacked_rows(how: str, reading: Reading) -> None:
    """计划 and 实际 are the sales figures under 销售额 in its unit; under 毛利 the one is nothing, the other the gross profit."""
    first, areas = STACKED[how]
    change = merged(areas)
    book = reading(
        f"sheet 销售目标\n{first}\n| ~ | ~ | 计划 | 实际 | 计划 | 实际 |\n| 1001 | 甲 | 10 | 11 | 3 | 4 |", change
    )
    assert values(book, "销售目标.计划销售额") == [100_000]
    assert values(book, "销售目标.实际销售额") == [110_000]
    assert values(book, "销售目标.毛利") == [40_000]
    assert list(book.tables["销售目标"].unknown.values()) == ["毛利/计划"]


def test_gross_profit_alone_is_no_sales(reading: Reading) -> None:
    """计划 and 实际 under 毛利 only: the sheet has no sales figures."""
    change = merged({"A1:A2": "工号", "B1:B2": "姓名", "C1:D1": "毛利"})
    book = reading("sheet 销售目标\n| ~ |\n| ~ | ~ | 计划 | 实际 |\n| 1001 | 甲 | 3 | 4 |", change)
    assert not {"计划销售额", "实际销售额"} & book.tables["销售目标"].columns.keys()


def test_three_stacked_rows(reading: Reading) -> None:
    """Three rows of header, the middle one with the word and the last with plan and actual."""
    change = merged({"A1:A3": "工号", "B1:B3": "姓名", "C1:F1": "业绩指标", "C2:D2": "销售额", "E2:F2": "回款"})
    book = reading(
        """sheet 销售目标
        | ~ |
        | ~ |
        | ~ | ~ | 计划 | 实际 | 计划 | 实际 |
        | 1001 | 甲 | 10 | 11 | 5 | 6 |""",
        change,
    )
    found = {name: values(book, f"销售目标.{name}") for name in ("计划销售额", "实际销售额", "计划回款", "实际回款")}
    assert found == {"计划销售额": [10], "实际销售额": [11], "计划回款": [5], "实际回款": [6]}


def test_stacked_header_again_on_the_second_page(reading: Reading) -> None:
    """Both rows of a stacked header that is repeated are nobody."""
    two = "| 工号 | 姓名 | 销售额 | ~ |\n| ~ | ~ | 计划 | 实际 |"
    change = merged({"A1:A2": "工号", "B1:B2": "姓名", "A4:A5": "工号", "B4:B5": "姓名"})
    book = reading(f"sheet 销售目标\n{two}\n| 1001 | 甲 | 10 | 11 |\n{two}\n| 1002 | 乙 | 20 | 21 |", change)
    assert (ids(book), odd(book)) == (["1001", "1002"], [])


def test_parent_is_not_taken_for_its_first_child(reading: Reading) -> None:
    """请假 over 事假 and 病假 is neither of them: the sheet has no sum of leave."""
    change = merged({"A1:A2": "工号", "B1:B2": "姓名", "C1:C2": "迟到次数", "D1:E1": "请假"})
    book = reading("sheet 考勤\n| ~ |\n| ~ | ~ | ~ | 事假 | 病假 |\n| 1001 | 甲 | 1 | 2 | 3 |", change)
    assert "请假天数" not in book.tables["考勤"].columns
    assert list(book.tables["考勤"].unknown.values()) == ["请假/事假", "请假/病假"]


@pytest.mark.parametrize("parent", ["本年累计", "去年同期", "上月", "2023年度"])
def test_figures_of_another_period_do_not_bind(parent: str, reading: Reading) -> None:
    """Under a parent that names another period, 销售额 is not the month's."""
    book = reading(f"""sheet 销售目标
        | 工号 | 姓名 | 计划销售额 | {parent} |
        | ~ | ~ | ~ | 销售额 |
        | 1001 | 甲 | 100 | 900 |""", merged({"A1:A2": "工号", "B1:B2": "姓名", "C1:C2": "计划销售额"}))  # fmt: skip
    assert "实际销售额" not in book.tables["销售目标"].columns


def test_row_of_units_below_the_words(reading: Reading) -> None:
    """A second header row that holds nothing but units scales the columns above."""
    book = reading(
        "sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额 |\n| ~ | ~ | （万元） | 万元 |\n| 1001 | 甲 | 10 | 11 |"
    )
    assert values(book, "销售目标.实际销售额") == [110_000]


def test_exact_word_goes_before_a_bare_one(reading: Reading) -> None:
    """工号 beside 编号, and 姓名 beside 责任人: the exact word is meant, and no column is doubled."""
    book = reading(
        "sheet 销售目标\n| 编号 | 工号 | 姓名 | 责任人 | 计划销售额 | 实际销售额 |\n| 1 | 1001 | 甲 | 丙 | 100 | 110 |"
    )
    assert (ids(book), book.tables["销售目标"].texts("姓名")) == (["1001"], ["甲"])
    assert book.tables["销售目标"].doubled == {}


def test_two_headers_for_one_thing_are_kept_as_doubled(reading: Reading) -> None:
    """实际销售额 and 完成销售额 in one sheet: both places are known."""
    book = reading(
        "sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额 | 完成销售额 |\n| 1001 | 甲 | 100 | 110 | 111 |"
    )
    assert book.tables["销售目标"].doubled == {"实际销售额": [3, 4]}


# Sheets


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("销售目标", "销售目标"), (" 5月销售目标 ", "销售目标"), ("销售目标(2024年5月)", "销售目标"), ("考勤汇总", "考勤"), ("考勤表", "考勤"),
        ("2024-05考勤", "考勤"), ("花名册", "人员"), ("Attendance", "考勤"), ("1.行为评分表", "行为评分"), ("銷售目標", "销售目标"),
        ("Sheet1", ""), ("说明", ""), ("工资", ""),
    ],
)  # fmt: skip
def test_sheet_named_in_other_words(name: str, kind: str) -> None:
    """Months, numbers, brackets and 表 in a sheet's name make no difference; any other name says nothing."""
    assert kind_named(name) == kind


def test_wide_sheet_serves_several_kinds(reading: Reading) -> None:
    """One sheet with sales, ratings and attendance side by side is all three."""
    book = reading("""sheet Sheet1
        | 工号 | 姓名 | 部门 | 计划销售额 | 实际销售额 | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 | 迟到次数 | 早退次数 |
        | 1001 | 甲 | 一部 | 100 | 110 | 9 | 8 | 7 | 6 | 1 | 0 |""")
    assert set(book.tables) == {"销售目标", "行为评分", "考勤"}
    assert values(book, "行为评分.职业素质") == [6]
    assert values(book, "考勤.迟到次数") == [1]


def test_wide_sheet_that_is_named_for_one_kind(reading: Reading) -> None:
    """A sheet named for its sales that holds ratings as well is both."""
    book = reading("""sheet 销售目标
        | 工号 | 姓名 | 计划销售额 | 实际销售额 | 作息考勤 | 办公纪律 |
        | 1001 | 甲 | 100 | 110 | 9 | 8 |""")
    assert values(book, "行为评分.办公纪律") == [8]


def test_branch_of_a_salesman_makes_no_sheet_of_branches(reading: Reading) -> None:
    """Sales figures with a column 分公司 are people's, not the branches'."""
    book = reading("sheet Sheet1\n| 姓名 | 分公司 | 计划销售额 | 实际销售额 |\n| 甲 | 华东 | 100 | 110 |")
    assert set(book.tables) == {"销售目标"}


def test_head_of_a_branch_makes_no_sheet_of_people(reading: Reading) -> None:
    """Branches with the name of who is responsible are branches."""
    book = reading("sheet Sheet1\n| 单位 | 责任人 | 计划销售额 | 实际销售额 |\n| 总公司 | 甲 | 100 | 110 |")
    assert set(book.tables) == {"公司业绩"}


def test_indicators_with_target_and_actual_are_no_sales(reading: Reading) -> None:
    """目标 and 实际 beside 指标 are an indicator's, though the same words alone may be the sales."""
    book = reading("sheet Sheet1\n| 工号 | 姓名 | 指标 | 目标 | 实际 |\n| 1001 | 甲 | 回访 | 10 | 9 |")
    assert set(book.tables) == {"指标"}


STACKED_TABLES = """
    | 一、销售 |
    | 工号 | 姓名 | 计划销售额 | 实际销售额 |
    | 1001 | 甲 | 100 | 110 |
    | 1002 | 乙 | 200 | 150 |
    | 合计 | ~ | 300 | 260 |
    | ~ |
    | 二、行为 |
    | {first} | 工号 | 姓名 | 作息考勤 | 办公纪律 | 团队意识 | 职业素质 |
    | 1 | 1001 | 甲 | 9 | 9 | 9 | 9 |
    | 2 | 1002 | 乙 | 8 | 8 | 8 | 8 |"""


@pytest.mark.parametrize("first", ["序号", "部门"])
@pytest.mark.parametrize("sheet", ["Sheet1", "销售目标", "行为评分"])
def test_two_tables_in_one_sheet(sheet: str, first: str, reading: Reading) -> None:
    """A second table below the first, with other columns in other places, is read as well, whatever the sheet is called."""
    book = reading(f"sheet {sheet}" + STACKED_TABLES.format(first=first))
    assert ids(book) == ["1001", "1002"]
    assert values(book, "行为评分.作息考勤") == [9, 8]
    assert odd(book) == []


def test_second_table_nobody_knows_is_told(reading: Reading) -> None:
    """A further table that no policy reads ends the first one and is told at its first cell."""
    book = reading(
        f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |\n| ~ |\n| 工号 | 姓名 | 奖金 |\n| 1001 | 甲 | 500 |"
    )
    assert ids(book) == ["1001"]
    assert odd(book) == [("table", "销售目标!A4")]


def test_third_table_after_an_unknown_one(reading: Reading) -> None:
    """A table below one that nobody knows is found all the same."""
    book = reading(f"""sheet Sheet1
        {SALES}
        | 1001 | 甲 | 100 | 110 |
        | 工号 | 姓名 | 奖金 | 罚款 |
        | 1001 | 甲 | 500 | 1 |
        | 工号 | 姓名 | 迟到次数 | 早退次数 |
        | 1001 | 甲 | 2 | 0 |""")
    assert values(book, "考勤.迟到次数") == [2]


def test_sheet_of_the_same_kind_in_two_places(reading: Reading) -> None:
    """Two sheets for one kind are both named; neither is quietly left out."""
    one = f"{SALES}\n| 1001 | 甲 | 100 | 110 |"
    assert reading(f"sheet 销售目标\n{one}\nsheet 销售目标(旧)\n{one}").rivals == {
        "销售目标": ["销售目标", "销售目标(旧)"]
    }


def test_hidden_sheet_is_left_out(reading: Reading) -> None:
    """A hidden sheet of stale figures is neither read nor a rival, and its name is kept."""
    one = f"{SALES}\n| 1001 | 甲 | 100 | 110 |"
    book = reading(f"sheet 销售目标\n{one}\nsheet 旧\n{one}", lambda w: w.get_worksheet_by_name("旧").hide())
    assert (book.hidden, book.rivals) == (("旧",), {})


def test_unknown_sheet_is_told(reading: Reading) -> None:
    """A sheet in which nothing is recognised is kept by name; an empty one is not."""
    book = reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |\nsheet 说明\n| 本表每月5日前交 |\nsheet Sheet3")
    assert odd(book) == [("table", "说明")]


# Values


NUMBERS: list[tuple[str, str, float | None]] = [
    # unit of the column, what stands in the cell, the number in the column's unit
    ("元", "1,200.50", 1200.5), ("元", "¥2,000", 2000), ("元", "￥2，000.00", 2000), ("元", "２００", 200), ("元", "1.2万", 12_000),
    ("元", "(300)", -300), ("元", "（1,300.5）", -1300.5), ("元", "-300", -300), ("元", "－300", -300), ("元", "+300", 300),
    ("元", "\u2212300", -300), ("元", "120万元", 1_200_000), ("元", "1200元", 1200), ("元", "3千", 3000), ("元", "1.5亿", 150_000_000),
    ("元", "RMB 2000", 2000), ("元", " 80 ", 80), ("元", "1.2 萬", 12_000), ("元", "12 万元", 120_000), ("元", ".5", 0.5), ("元", "0", 0),
    ("元", "8\u200b0", 80),
    ("%", "95%", 0.95), ("%", "95％", 0.95), ("%", "95 %", 0.95), ("%", "0.95", 0.95), ("%", "120.5%", 1.205),
    ("分", "8分", 8), ("分", "8.5 分", 8.5), ("次", "3次", 3), ("天", "2天", 2), ("天", "0.5", 0.5), ("天", "1日", 1),
    ("", "95%", 0.95), ("", "3次", 3), ("", "2万", 20_000),
    # what a careful person would ask about
    ("元", "1,2,3", None), ("元", "1,20", None), ("元", "80-90", None), ("元", "约80", None), ("元", "80 90", None), ("元", "80\n90", None),
    ("元", "1/2", None), ("元", "—", None), ("元", "-", None), ("元", "N/A", None), ("元", "无", None), ("元", "一万", None), ("元", "2万5", None),
    ("元", "$2,000", None), ("元", "95%", None), ("元", "12k", None), ("元", "1e5", None), ("元", "(-300)", None), ("元", "1.5.3", None),
    ("元", "True", None), ("元", "#REF!", None), ("元", "1" * 16, None), ("元", "3次", None), ("元", "", None), ("元", "2024-05-31", None),
    ("分", "95%", None), ("分", "8/10", None), ("分", "优", None), ("分", "8~9", None), ("次", "3天", None), ("次", "2万", None), ("天", "1天半", None),
    ("天", "4小时", None), ("%", "95分", None), ("%", "完成", None),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "written", "expected"), NUMBERS)
def test_number_in_text(unit: str, written: str, expected: float | None) -> None:
    """A text that is one number, in a unit of its column, is that number; any other text is none."""
    found = parse.number(written, unit=unit)
    assert (None if found is None else float(found)) == expected


@pytest.mark.parametrize(
    "value", [True, datetime.date(2024, 5, 31), datetime.time(8, 30), None, float("inf"), 1e15, -1e15]
)
def test_what_is_no_number(value: object) -> None:
    """Truth values, dates, times and numbers beyond what a float counts are no figures."""
    assert parse.number(value, unit="元") is None


def test_unread_number_keeps_what_stands_there(reading: Reading) -> None:
    """A cell that is no number is missing, not 0, and its text is kept for the finding; a blank is only missing."""
    book = reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 约80 | 110 |\n| 1002 | 乙 | ~ | 0 |")
    column = book.tables["销售目标"].columns["计划销售额"]
    assert values(book, "销售目标.计划销售额") == [None, None]
    assert column.unread == {0: "约80"}
    assert values(book, "销售目标.实际销售额") == [110, 0]


@pytest.mark.parametrize(
    ("title", "header", "cell", "expected"),
    [
        pytest.param("~", "计划销售额（万元）", "1.2", 12_000, id="in the header"),
        pytest.param("~", "计划销售额(单位：万元)", "1.2", 12_000, id="in the header, spelled out"),
        pytest.param("~", "计划销售额/万元", "1.2", 12_000, id="behind a stroke"),
        pytest.param("~", "計劃銷售額（萬元）", "'1.2", 12_000, id="traditional, as text"),
        pytest.param("单位：万元", "计划销售额", "1.2", 12_000, id="under the title"),
        pytest.param("五月销售表（万元）", "计划销售额", "1.2", 12_000, id="in the title"),
        pytest.param("金额单位：人民币万元", "计划销售额", "1.2", 12_000, id="in words"),
        pytest.param("~", "计划销售额", "1.2万", 12_000, id="in the cell"),
        pytest.param("单位：万元", "计划销售额（万元）", "1.2万", 12_000, id="everywhere: once"),
        pytest.param("~", "计划销售额（万元）", "12000元", 12_000, id="the cell goes first"),
        pytest.param("单位：元", "计划销售额（千元）", "12", 12_000, id="the header goes before the title"),
        pytest.param("所属单位：元通公司", "计划销售额", "12000", 12_000, id="a company's name is no unit"),
        pytest.param("单位：万元", "计划销售额（元）", "12000", 12_000, id="the header says yuan"),
    ],
)
def test_ten_thousands_scale_once(title: str, header: str, cell: str, expected: float, reading: Reading) -> None:
    """万元 in the title, the header or the cell makes ten thousand of one, and only once."""
    book = reading(f"sheet 销售目标\n| {title} |\n| 工号 | 姓名 | {header} | 迟到次数 |\n| 1001 | 甲 | {cell} | 3 |")
    assert values(book, "销售目标.计划销售额") == [expected]


def test_unit_of_the_table_above_is_not_the_next_ones(reading: Reading) -> None:
    """万元 above one table does not scale another below it."""
    book = reading("""sheet Sheet1
        | 单位：万元 |
        | 工号 | 姓名 | 计划销售额 | 实际销售额 |
        | 1001 | 甲 | 1 | 1 |
        | ~ |
        | 单位 | 计划销售额 | 实际销售额 |
        | 总公司 | 5 | 6 |""")
    assert values(book, "销售目标.计划销售额") == [10_000]
    assert values(book, "公司业绩.计划销售额") == [5]


@pytest.mark.parametrize("unit", ["小时", "美元", "箱", "%", "次"])
def test_unit_of_another_sort_spoils_the_column(unit: str, reading: Reading) -> None:
    """A money column headed in hours, dollars or boxes holds no amount that could be scored."""
    book = reading(f"sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额（{unit}） |\n| 1001 | 甲 | 100 | 110 |")
    assert values(book, "销售目标.实际销售额") == [None]
    assert book.tables["销售目标"].columns["实际销售额"].unfit == unit


@pytest.mark.parametrize("remark", ["含税", "5月", "必填", "B=A×110%", "由财务填"])
def test_remark_in_brackets_is_no_unit(remark: str, reading: Reading) -> None:
    """A remark in the brackets of a header changes nothing."""
    book = reading(f"sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额（{remark}） |\n| 1001 | 甲 | 100 | 110 |")
    assert values(book, "销售目标.实际销售额") == [110]


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("完成率", "95%", 0.95), ("完成率", "0.95", 0.95), ("完成率", "1", 1), ("完成率（%）", "95", 0.95), ("完成率（%）", "95%", 0.95),
        ("完成率(%)", "'95", 0.95), ("完成率（%）", "0", 0), ("完成率（%）", "100", 1), ("完成率/%", "99.5", 0.995),
        ("完成率（%）", "0.95", None), ("完成率（%）", "'0.95", None), ("完成率（%）", "1", None),
    ],
)  # fmt: skip
def test_percent(header: str, cell: str, expected: float | None, reading: Reading) -> None:
    """95 % in any form is 0.95; a bare 0.95 or 1 under (%), which may be a hundredth of it, is not read."""
    book = reading(f"sheet 工作任务\n| 工号 | 姓名 | 任务 | {header} |\n| 1001 | 甲 | 方案 | {cell} |")
    assert values(book, "工作任务.完成率") == [expected]


def test_float_noise(reading: Reading) -> None:
    """A third of a day and a sum of cents come without the noise of binary fractions."""
    book = reading(
        "sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额 |\n| 1001 | 甲 | 557.1999999999999 | 0.30000000000000004 |"
    )
    assert values(book, "销售目标.计划销售额") == [557.2]
    assert values(book, "销售目标.实际销售额") == [0.3]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024年5月31日", "2024-05-31"), ("2024.5.31", "2024-05-31"), ("2024-05-31 09:00", "2024-05-31"), ("2024/5/1", "2024-05-01"),
        ("5/31", "2024-05-31"), ("5月31日", "2024-05-31"), ("45443", "2024-05-31"), ("'20240531", "2024-05-31"), ("２０２４．５．３１", "2024-05-31"),
        ("2024年 5 月 31日", "2024-05-31"), ("2023-12-31", "2023-12-31"),
        ("5-6号", None), ("2024年5月", None), ("2024-02-30", None), ("31/5/2024", None), ("月底", None), ("24-5-31", None),
    ],
)  # fmt: skip
def test_dates(cell: str, expected: str | None, reading: Reading) -> None:
    """A day in any usual form is that day, in the book's year if it names none; anything else is kept unread."""
    book = reading(f"sheet 处分\n| 工号 | 姓名 | 日期 | 类型 |\n| 1001 | 甲 | {cell} | 警告 |")
    column = book.tables["处分"].columns["日期"]
    assert column.values == [datetime.date.fromisoformat(expected) if expected else None]
    assert bool(column.unread) == (expected is None)


def test_date_in_a_format_of_chinese_excel(reading: Reading) -> None:
    """A day in the built-in format 58, which some readers take for a number, is a day."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        style = workbook.add_format()
        style.set_num_format(58)
        workbook.worksheets()[0].write_datetime(1, 2, datetime.datetime(2024, 5, 31), style)

    book = reading("sheet 处分\n| 工号 | 姓名 | 日期 | 类型 |\n| 1001 | 甲 | ~ | 警告 |", change)
    assert values(book, "处分.日期") == [datetime.date(2024, 5, 31)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("张 三", "张三"), ("张　三", "张三"), ("张三[离职]", "张三"), ("张三(已离职)", "张三"), ("张三（试用期）", "张三"), ("Ann  Lee", "Ann Lee"),
        ("张\u200b三", "张三"), ("买买提•艾力", "买买提·艾力"), ("张三\xa0", "张三"), ("张三_x000D_", "张三"),
        ("张三 Sherry", "张三 Sherry"), ("张三3月15离职", "张三3月15离职"), ("400001 - 张三", "400001 - 张三"), ("張三", "張三"), ("张三(北京)", "张三(北京)"),
    ],
)  # fmt: skip
def test_names(written: str, expected: str) -> None:
    """Blanks between characters and a status in brackets are no part of a name; nothing else is taken off."""
    assert parse.name(written) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("1001", "1001"), ("'1001", "1001"), ("'1001.0", "1001"), ("'10.0.1", "10.0.1"), ("'00123", "00123"), ("'␣1001␣␣", "1001"), ("１００１", "1001"), ("A 01", "A01"), ("'1001⏎", "1001"),
     ("'123456789012345678", "123456789012345678")],
)  # fmt: skip
def test_ids(cell: str, expected: str, reading: Reading) -> None:
    """A number, a text, a padded text and full-width digits are one 工号; zeros in front stay."""
    assert ids(reading(f"sheet 销售目标\n{SALES}\n| {cell} | 甲 | 100 | 110 |")) == [expected]


@pytest.mark.parametrize("cell", ["待定", "—", "新员工", "无"])
def test_word_in_the_place_of_an_id(cell: str, reading: Reading) -> None:
    """A word where a number belongs is nobody's number; the row stays, with the word for the finding."""
    book = reading(f"sheet 销售目标\n{SALES}\n| {cell} | 甲 | 100 | 110 |")
    assert ids(book) == [""]
    assert book.tables["销售目标"].columns["工号"].unread == {0: cell}


def test_words_that_are_compared(reading: Reading) -> None:
    """Blanks inside a branch, a status or a kind of sanction, and traditional characters, make no other one."""
    book = reading("""sheet 公司业绩
        | 單位 | 計劃銷售額 | 實際銷售額 |
        | 總 公 司 | 100 | 110 |
        sheet 人员
        | 工号 | 姓名 | 岗位 | 入职日期 | 状态 |
        | 1001 | 甲 | 主管 | 2020-01-01 | 離 職 |""")
    assert values(book, "公司业绩.单位") == ["总公司"]
    assert values(book, "人员.状态") == ["离职"]


# The month


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("2024-05.xlsx", "2024-05"), ("2024年5月考核表.xlsx", "2024-05"), ("202405.xlsx", "2024-05"), ("市场部2024年05月份(终稿).xlsx", "2024-05"),
        ("2024.5.xlsx", "2024-05"), ("2024_05_市场部.xlsx", "2024-05"), ("2024年度5月考核.xlsx", "2024-05"), ("二〇二四年五月.xlsx", "2024-05"),
        ("2024年十二月.xlsx", "2024-12"), ("Sales May 2024.xlsx", "2024-05"), ("2024 5月.xlsx", "2024-05"), ("2024-05 (2).xlsx", "2024-05"),
    ],
)  # fmt: skip
def test_month_in_the_file_name(name: str, month: str, reading: Reading) -> None:
    """A file name in any usual form says the month."""
    assert reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |", name=name).period == month


@pytest.mark.parametrize(
    "above",
    [
        "| 2024年5月销售目标完成情况 |", "| 某公司 |\n| 考核月份：2024年5月 |", "| 月份 | 2024-05 | ~ | 部门 | 市场部 |", "| 部门：市场部 | ~ | 期间：2024.05 |",
        "| 统计日期：2024-05-01 至 2024-05-31 |", "| 二○二四年五月 |", "| 考核期间：2024年5月1日—5月31日 |", "| 年月 | '202405 |",
    ],
)  # fmt: skip
def test_month_above_the_table(above: str, reading: Reading) -> None:
    """A title, or a label with its value in one cell or two, says the month."""
    assert (
        reading(f"sheet 销售目标\n{above}\n{SALES}\n| 1001 | 甲 | 100 | 110 |", name="考核表.xlsx").period == "2024-05"
    )


def test_month_as_a_date_cell(reading: Reading) -> None:
    """Excel makes the first of the month of a title typed as 2024年5月."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        style = workbook.add_format({"num_format": 'yyyy"年"m"月"'})
        workbook.worksheets()[0].write_datetime(0, 0, datetime.datetime(2024, 5, 1), style)

    assert (
        reading(f"sheet 销售目标\n| ~ |\n{SALES}\n| 1001 | 甲 | 100 | 110 |", change, "考核表.xlsx").period == "2024-05"
    )


@pytest.mark.parametrize(("sheet", "name"), [("5月销售目标", "2024年考核.xlsx"), ("销售目标", "5月.xlsx")])
def test_year_and_month_in_two_places(sheet: str, name: str, reading: Reading) -> None:
    """A year in one place and a month in another make one period."""
    title = "2024年5月" if name == "5月.xlsx" else "市场部"
    assert reading(f"sheet {sheet}\n| {title} |\n{SALES}\n| 1001 | 甲 | 100 | 110 |", name=name).period == "2024-05"


def test_number_beside_the_label_is_the_month(reading: Reading) -> None:
    """月份 with a bare 12 beside it is December, of the year that the file names."""
    text = f"sheet 销售目标\n| 月份 | 12 |\n{SALES}\n| 1001 | 甲 | 100 | 110 |"
    assert reading(text, name="2024年考核.xlsx").period == "2024-12"


@pytest.mark.parametrize(
    "line",
    [
        "| 制表日期：2024年6月3日 |", "| 打印日期 | 2024-06-03 |", "| 2024年6月3日 |", "| 二〇二四年六月三日 |", "| 1-4月累计见另表 |", "| 制度2023年修订 |",
        "| 2024年3月至2024年4月 |", "| 3月—4月 |", "| 2024-03~2024-04 |",
    ],
)  # fmt: skip
def test_sign_off_date_is_no_month(line: str, reading: Reading) -> None:
    """A day, a span of months or a year alone above the table says nothing of the month."""
    assert reading(f"sheet 销售目标\n{line}\n{SALES}\n| 1001 | 甲 | 100 | 110 |").period == "2024-05"


def test_months_in_the_rows_are_no_titles(reading: Reading) -> None:
    """A task that speaks of the next month, beside a merged name, does not contradict the file."""
    change = merged({"A2:A3": 1001, "B2:B3": "甲"})
    text = "sheet 工作任务\n| 工号 | 姓名 | 任务 | 完成率 |\n| ~ | ~ | 方案 | 1 |\n| ~ | ~ | 2024年6月计划 | 1 |"
    assert reading(text, change).period == "2024-05"


def test_months_on_a_sheet_without_a_table_do_not_count(reading: Reading) -> None:
    """A sheet of explanations may name any month."""
    text = f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |\nsheet 说明\n| 本制度自2023年1月起施行 |"
    assert reading(text).period == "2024-05"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sheet 销售目标\n| 2024年4月销售 |\n{table}", "销售目标!A1"),
        ("sheet 销售目标\n| 月份 | 4 |\n{table}", "销售目标!A1"),
        ("sheet 4月销售目标\n{table}", "'4月销售目标'"),
        ("sheet 销售目标\n| 2023年5月 |\n{table}", "销售目标!A1"),
    ],
)
def test_months_that_disagree_are_refused(text: str, place: str, reading: Reading) -> None:
    """The file says May 2024 and the book something else: both places are named, and nothing is read."""
    with pytest.raises(Refused) as refused:
        reading(text.format(table=f"{SALES}\n| 1001 | 甲 | 100 | 110 |"))
    (found,) = refused.value.findings
    assert found.code == "period-conflict"
    assert "2024-05.xlsx 2024-05" in found.found
    assert place in found.found


def test_month_by_hand_goes_before_all(reading: Reading) -> None:
    """With `--period` neither the file's name nor a title is asked."""
    text = f"sheet 销售目标\n| 2024年4月 |\n{SALES}\n| 1001 | 甲 | 100 | 110 |"
    assert reading(text, period="2024-03").period == "2024-03"


@pytest.mark.parametrize("period", ["2024-13", "2024-5", "五月", "24-05"])
def test_malformed_month_is_refused(period: str, reading: Reading) -> None:
    """`--period` takes a year and a month and nothing like it."""
    with pytest.raises(Refused) as refused:
        reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |", period=period)
    assert [finding.code for finding in refused.value.findings] == ["period-malformed"]


@pytest.mark.parametrize("name", ["考核表.xlsx", "5月.xlsx", "2024年.xlsx", "2024-05-31.xlsx"])
def test_missing_month_is_refused(name: str, reading: Reading) -> None:
    """Without a year or without a month, and for a day, nothing is guessed."""
    with pytest.raises(Refused) as refused:
        reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | 100 | 110 |", name=name)
    assert [finding.code for finding in refused.value.findings] == ["period-missing"]


# What the cells hold besides values


def test_errors_and_formulas_without_a_value_are_known_by_cell(reading: Reading) -> None:
    """An error value and a formula that was never calculated are kept with their cells; a calculated one is a value."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.worksheets()[0]
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D2", "=C3*2", None, "")
        sheet.write_formula("D3", "=C3*2", None, 400)

    book = reading(f"sheet 销售目标\n{SALES}\n| 1001 | 甲 | ~ | ~ |\n| 1002 | 乙 | 200 | ~ |", change)
    assert book.errors == {"销售目标!C2": "#DIV/0!"}
    assert book.uncalculated == {"销售目标!D2"}
    assert values(book, "销售目标.实际销售额") == [None, 400]


def test_formula_that_yields_an_empty_text_is_calculated(tmp_path: Path) -> None:
    """A formula such as =IF(A1="","",A1) stores an empty text; that is a blank, not a formula without a value."""

    def change(parts: dict[str, bytes]) -> None:
        cell = b'<c r="E2" t="str"><f>""</f><v></v></c></row>'
        parts[SHEET] = parts[SHEET].replace(b'<c r="D2"><v>110000</v></c></row>', b'<c r="D2"><v>110000</v></c>' + cell)
        assert cell in parts[SHEET]

    assert read(month_book(tmp_path / "2024-05.xlsx", change=change), WANTED).uncalculated == frozenset()


def test_row_of_ticks_whose_id_was_never_calculated_is_no_header(reading: Reading) -> None:
    """Words below the header without a number beside them are not its second row if the number is a formula."""
    text = "sheet 总结计划\n| 工号 | 姓名 | 工作总结 | 工作计划 |\n| ~ | ~ | 已交 | 已交 |\n| 1002 | 乙 | 已交 | 未交 |"
    book = reading(text, lambda w: w.worksheets()[0].write_formula("A2", "=人员!A2", None, ""))
    assert ids(book, "总结计划") == ["", "1002"]
    assert values(book, "总结计划.工作计划") == [True, False]


def test_ids_that_are_errors_are_still_rows(reading: Reading) -> None:
    """A number looked up in vain is an error value; its row is not passed over."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        workbook.worksheets()[0].write_formula("A2", "=NA()", None, "#N/A")

    book = reading(f"sheet 销售目标\n{SALES}\n| ~ | ~ | 100 | 110 |", change)
    assert ids(book) == [""]
