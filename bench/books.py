"""Month books of any size, the same ones every time.

    python books.py PEOPLE BOOK               one book
    python books.py PEOPLE BOOK receipts      one book of May 2024 with the sheet 回款明细, about three rows for each of them
    python books.py PEOPLE FOLDER BRANCHES    the twelve of 2024 for each branch, with that many people in each

One branch has its books in FOLDER itself, 2024-01.xlsx … 2024-12.xlsx; several have 分部01/2024-01.xlsx and so on.
The sheets have a plain header in row 1 and nothing wrong in them, so that both programs of a comparison do
all the work and neither is stopped by a finding. Everybody is invented.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, count
from pathlib import Path
from random import Random

# XlsxWriter is annotated but ships no py.typed; whether mypy minds depends on the configuration it finds.
from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]

Row = list[str | int | float | date | None]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲燕彬"
    "飞鹏浩亮宇晨曦雨欣怡佳琪梦洁雪梅兰竹菊松柏峰岩川江河海波澜清源泉林森木"
)
DEPARTMENTS = ("市场部", "销售一部", "销售二部", "渠道部", "客户部", "品牌部")
BRANCHES = ("总公司", "华东分公司", "华南分公司")
POSTS = (("专员", "P3"), ("主管", "P5"), ("经理", "P7"))
PRODUCTS = ("旗舰款", "尊享款", "标准款", "入门款")
CLASSES = ("老客户", "老客户", "新客户")
RECEIPTS = "回款明细"

HEADERS = {
    "人员": "工号 姓名 部门 分公司 岗位 级别 上级 状态 入职日期 复职日期 绩效工资基数",
    "销售目标": "工号 姓名 计划销售额 实际销售额 计划回款 实际回款 退货退款 上月未完成回款",
    "行为评分": "工号 姓名 作息考勤 办公纪律 团队意识 职业素质",
    "考勤": "工号 姓名 应出勤天数 迟到次数 早退次数 旷工天数 请假天数 公假天数",
    "总结计划": "工号 姓名 工作总结 工作计划",
    RECEIPTS: "工号 姓名 日期 单号 客户 客户类别 合同 产品 类型 金额 分成",
}


def number(person: int) -> str:
    """The 工号 of the person at that place, counted from 0."""
    return f"{100001 + person}"


def name(person: int) -> str:
    """The person's name, which nobody else among the first 100,000 has."""
    rest, surname = divmod(person, len(SURNAMES))
    second, first = divmod(rest, len(GIVEN))
    return SURNAMES[surname] + GIVEN[first] + GIVEN[(first + second + 1) % len(GIVEN)]


def staff(person: int, luck: Random) -> Row:
    """Department, branch, post, level, superior, status, dates, pay base; every tenth leads the next nine."""
    post, level = POSTS[1 if person % 10 == 0 else 0]
    joined = date(2015, 1, 5) + timedelta(days=luck.randrange(3000))
    return [
        DEPARTMENTS[person // 10 % len(DEPARTMENTS)],
        BRANCHES[person // 10 % len(BRANCHES)],
        post,
        level,
        number(person // 10 * 10) if person % 10 else None,
        "在职",
        joined,
        None,
        luck.randrange(30, 80) * 100,
    ]


def targets(_: int, luck: Random) -> Row:
    """Sales and collection, planned and done; the sales have cents."""
    planned = luck.randrange(50, 400) * 1000
    actual = round(planned * luck.uniform(0.5, 1.2), 2)
    return [planned, actual, planned - 10000, round(actual * 0.9, 2), luck.randrange(20) * 100, 0]


def ratings(_: int, luck: Random) -> Row:
    """Four ratings from 5 to 10 in halves."""
    return [luck.randrange(10, 21) / 2 for _ in range(4)]


def attendance(_: int, luck: Random) -> Row:
    """A month of 21 working days."""
    return [21, luck.randrange(3), luck.randrange(2), 0, luck.randrange(3), 0]


def summaries(person: int, luck: Random) -> Row:
    """A line of summary and a line of plan."""
    customers = luck.randrange(3, 30)
    return [f"本月拜访客户{customers}家，完成第{person % 9 + 1}季推广。", f"下月拜访客户{customers + 2}家。"]


SHEETS: dict[str, Callable[[int, Random], Row]] = {
    "人员": staff,
    "销售目标": targets,
    "行为评分": ratings,
    "考勤": attendance,
    "总结计划": summaries,
}


def rows(sheet: str, people: range, season: str = "") -> Iterator[Row]:
    """The sheet's header and one row per person; the staff are the same in every season, all else differs."""
    luck = Random(sheet if sheet == "人员" else sheet + season)
    yield list(HEADERS[sheet].split())
    for person in people:
        yield [number(person), name(person), *SHEETS[sheet](person, luck)]


@dataclass(frozen=True)
class Entry:
    """A row of 回款明细: whose it is, the person's part of it in cents, below zero for a refund, and its cells."""

    person: int
    part: int
    row: Row


def receipts(people: range) -> Iterator[Entry]:
    """Two or three receipts each; some are shared with the next colleague, of some a part goes back."""
    luck, numbers = Random(RECEIPTS), count(1)
    for person in people:
        for _ in range(luck.randrange(2, 4)):
            amount, deal, fate = luck.randrange(500_000, 16_500_000), next(numbers), luck.random()
            about: Row = [
                f"客户{luck.randrange(1, 5000):04}",
                luck.choice(CLASSES),
                f"HT-{deal:06}",
                luck.choice(PRODUCTS),
            ]
            came: Row = [date(2024, 5, luck.randrange(1, 21)), f"SK{deal:06}", *about, "回款", amount / 100]
            if fate < 0.15 and len(people) > 1:
                mate, mine = people[(person - people.start + 1) % len(people)], (amount * 60 + 50) // 100
                yield Entry(person, mine, [number(person), name(person), *came, 0.6])
                yield Entry(mate, amount - mine, [number(mate), name(mate), *came, 0.4])
                continue
            yield Entry(person, amount, [number(person), name(person), *came, None])
            if fate > 0.95:
                back = amount // luck.randrange(2, 10)
                went: Row = [date(2024, 5, luck.randrange(21, 32)), f"TK{deal:06}", *about, "退款", back / 100]
                yield Entry(person, -back, [number(person), name(person), *went, None])


def agreeing(found: Iterator[Row], entries: Sequence[Entry]) -> Iterator[Row]:
    """The rows of 销售目标 with 实际回款 and 退货退款 as the receipts have them, and a plan that they come near to."""
    came, went, luck = Counter[str](), Counter[str](), Random(f"{RECEIPTS} 计划")
    for entry in entries:
        (came if entry.part > 0 else went)[number(entry.person)] += abs(entry.part)
    header = next(found)
    yield header
    for row in found:
        who = str(row[0])
        planned = came[who] * luck.uniform(0.7, 1.7) // 100_000 * 1000 + 1000
        row[4:6], row[6] = [planned, came[who] / 100], went[who] / 100
        yield row


def sheets(people: range, season: str, paid: bool) -> Iterator[tuple[str, Iterator[Row]]]:
    """Every sheet's name and rows; with receipts in a book that people are paid by."""
    entries = list(receipts(people)) if paid else []
    for sheet in SHEETS:
        found = rows(sheet, people, season)
        yield sheet, agreeing(found, entries) if entries and sheet == "销售目标" else found
    if entries:
        yield RECEIPTS, chain([list(HEADERS[RECEIPTS].split())], (entry.row for entry in entries))


def write(people: range, path: Path, season: str = "", paid: bool = False) -> None:
    """Write the book of those people, with their receipts where they are paid by it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Row by row to disk: 100,000 people need 30 MB instead of 1 GB.
    with Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2024, 6, 3, 9, 0)})
        for sheet, found in sheets(people, season, paid):
            page = book.add_worksheet(sheet)
            for place, row in enumerate(found):
                page.write_row(place, 0, row)


def write_years(people: int, folder: Path, branches: int) -> None:
    """Write every branch's twelve books."""
    for branch in range(branches):
        place = folder / f"分部{branch + 1:02}" if branches > 1 else folder
        for month in range(1, 13):
            staffed = range(branch * people, (branch + 1) * people)
            write(staffed, place / f"2024-{month:02}.xlsx", f" {branch}-{month}")


def main(people: int, place: Path, more: str = "") -> None:
    """Write one book, one with receipts, or the years of so many branches."""
    if more.isdecimal():
        write_years(people, place, int(more))
    else:
        write(range(people), place, paid=more == "receipts")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
