"""Work out what the sample books of May 2024 must score, in exact fractions and without mkt.

    python tests/expected/work_out.py [BOOKS]

Reads 2024-05.xlsx and objectives/2024-05.xlsx under BOOKS (default: sample_data) and writes beside this file
2024-05.sales-60-40.tsv and 2024-05.objectives.tsv: id, total and grade, a line per person, in book order.

The rules are those of the two regulations, written out once more by hand: points are rounded half up to two
decimals at each indicator, their sum is the total (rescaled and rounded again under objectives), and the
grade is given to the published total.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]
Result = tuple[str, Fraction, str]

BEHAVIOUR = ("作息考勤", "办公纪律", "团队意识", "职业素质")
CONDUCT = ("作息考勤", "办公纪律", "组织行为", "环境维护", "团队意识", "职业素养")
LEAVE_ALLOWED = 3


def rows(book: Path, sheet: str) -> list[Row]:
    """The sheet's rows by column: a title stands in row 1, the header in row 2, 合计 is no row."""
    _, header, *body = load_workbook(book, data_only=True)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in body if line[0] != "合计"]


def by_id(book: Path, sheet: str) -> dict[str, Row]:
    """The sheet's rows, one per person, by 工号."""
    return {row["工号"]: row for row in rows(book, sheet)}


def exact(cell: object) -> Fraction:
    """The number the cell shows, not the binary fraction behind it."""
    return Fraction(str(cell))


def published(amount: Fraction) -> Fraction:
    """The amount rounded half up to two decimals; nothing here is negative."""
    return Fraction(int(amount * 100 + Fraction(1, 2)), 100)


def grade(total: Fraction) -> str:
    """A from 90, B from 70, C below."""
    return "A" if total >= 90 else "B" if total >= 70 else "C"


def add(row: Row, columns: Iterable[str]) -> Fraction:
    """The sum of the row's figures in these columns."""
    return sum((exact(row[column]) for column in columns), Fraction(0))


def sales_60_40(book: Path) -> list[Result]:
    """60 × actual ÷ planned, without a cap, and four ratings."""
    behaviour = by_id(book, "行为评分")
    results = []
    for who, row in by_id(book, "销售目标").items():
        points = published(60 * exact(row["实际销售额"]) / exact(row["计划销售额"]))
        total = points + add(behaviour[who], BEHAVIOUR)
        results.append((who, total, grade(total)))
    return results


def objectives(book: Path) -> list[Result]:
    """40 × mean completion, six ratings and 40 × the branch's actual ÷ planned, brought from 110 to 100."""
    staff, barred, company = by_id(book, "人员"), no_a(book), company_points(book)
    tasks = task_points(book)
    results = []
    for who, row in by_id(book, "行为评分").items():
        points = tasks[who] + add(row, CONDUCT) + company[staff[who]["分公司"]]
        total = published(points * 100 / 110)
        results.append((who, total, "B" if who in barred and grade(total) == "A" else grade(total)))
    return results


def task_points(book: Path) -> dict[str, Fraction]:
    """Each person's points for tasks: the 40 are shared equally."""
    done = defaultdict(list)
    for row in rows(book, "工作任务"):
        done[row["工号"]].append(exact(row["完成率"]))
    return {who: published(40 * sum(parts, Fraction(0)) / len(parts)) for who, parts in done.items()}


def company_points(book: Path) -> dict[str, Fraction]:
    """Each branch's points for the company's result."""
    return {
        row["单位"]: published(40 * exact(row["实际销售额"]) / exact(row["计划销售额"]))
        for row in rows(book, "公司业绩")
    }


def no_a(book: Path) -> set[str]:
    """Who cannot have an A: too much leave, absence without leave, a sanction that stands."""
    away = {
        who
        for who, row in by_id(book, "考勤").items()
        if exact(row["请假天数"]) > LEAVE_ALLOWED or exact(row["旷工天数"]) > 0
    }
    return away | {row["工号"] for row in rows(book, "处分") if row["已抵消"] != "是"}


def write(path: Path, results: list[Result]) -> None:
    """Write id, total with two decimals and grade, separated by tabs."""
    lines = (f"{who}\t{int(total)}.{int(total * 100) % 100:02}\t{mark}\n" for who, total, mark in results)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def main(books: Path) -> None:
    """Write both lists of expected results."""
    write(HERE / "2024-05.sales-60-40.tsv", sales_60_40(books / "2024-05.xlsx"))
    write(HERE / "2024-05.objectives.tsv", objectives(books / "objectives" / "2024-05.xlsx"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "sample_data")
