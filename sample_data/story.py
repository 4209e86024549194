"""What is told and not left to chance: the company's sales, the sanctions, and the months that differ."""

from datetime import date
from decimal import Decimal

from people import SOUTH

Value = str | int | Decimal | date | None
Row = dict[str, Value]

SALES, OBJECTIVES = "sales-60-40", "objectives"
RATINGS = {
    SALES: ("作息考勤", "办公纪律", "团队意识", "职业素质"),
    OBJECTIVES: ("作息考勤", "办公纪律", "组织行为", "环境维护", "团队意识", "职业素养"),
}

# Planned and actual sales in 万元: headquarters (the whole company, other departments too), east, south.
COMPANY = (
    ("880 871.2", "330 321.42", "260 249.6"),
    ("560 526.4", "210 194.25", "165 155.1"),
    ("780 765.96", "290 287.1", "230 216.2"),
    ("800 784", "300 288", "235 230.3"),
    ("840 798", "315 307.125", "250 231.25"),
    ("880 888.8", "330 336.6", "260 252.2"),
    ("740 680.8", "275 258.5", "215 190.275"),
    ("740 703", "275 266.75", "215 202.1"),
    ("840 823.2", "315 311.85", "250 237.5"),
    ("800 760", "300 282", "235 223.25"),
    ("920 929.2", "345 351.9", "270 264.6"),
    ("1000 985", "375 365.625", "295 285.265"),
)

SANCTIONS = (
    (2, "1015", date(2024, 2, 21), "警告", "是"),
    (6, "1022", date(2024, 6, 13), "警告", "否"),
)


def marks(policy: str, text: str) -> Row:
    """The policy's ratings, as given."""
    return dict(zip(RATINGS[policy], map(Decimal, text.split()), strict=True))


# Where the story departs from chance: (book, month, sheet, person or branch) → what the cells say instead.
BOTH = "both books"
STORY: dict[tuple[str, int, str, str], Row] = {
    # May, sales-60-40: exactly 90.00 (61.5, where actual / planned * 60 in floats falls short, + 28.5) …
    (SALES, 5, "销售目标", "1006"): {"计划销售额": 240_000, "实际销售额": 246_000},
    (SALES, 5, "行为评分", "1006"): marks(SALES, "7 6.5 7.5 7.5"),
    # … exactly 70.00 (42 + 28) …
    (SALES, 5, "销售目标", "1009"): {"计划销售额": 210_000, "实际销售额": 147_000},
    (SALES, 5, "行为评分", "1009"): marks(SALES, "7.5 7 7 6.5"),
    # … 89.99, which stays a B (54.99 + 35) …
    (SALES, 5, "销售目标", "1027"): {"计划销售额": 200_000, "实际销售额": 183_300},
    (SALES, 5, "行为评分", "1027"): marks(SALES, "9 8.5 9 8.5"),
    # … and 49.125 points for sales, where rounding half to even would lose a hundredth.
    (SALES, 5, "销售目标", "1016"): {"计划销售额": 240_000, "实际销售额": 196_500},
    # May, objectives: the same two people at 90.00 (38 + 23 + 38 of 110) and 70.00 (20 + 19 + 38).
    (OBJECTIVES, 5, "行为评分", "1006"): marks(OBJECTIVES, "4 4 4 4 3 4"),
    (OBJECTIVES, 5, "行为评分", "1009"): marks(OBJECTIVES, "4 3 3 3 3 3"),
    # May: four days of leave cost an A under objectives, three do not.
    (BOTH, 5, "考勤", "1013"): {"请假天数": 4},
    (BOTH, 5, "考勤", "1004"): {"请假天数": 3},
    # The year's mistakes and mishaps.
    (BOTH, 3, "考勤", "1010"): {"旷工天数": 1},
    (SALES, 8, "销售目标", "1014"): {"计划销售额": 0},
    (OBJECTIVES, 8, "公司业绩", SOUTH): {"计划销售额": 0},
    (SALES, 9, "行为评分", "1017"): {"办公纪律": 4},
    (BOTH, 10, "总结计划", "1008"): {"工作总结": None},
    (SALES, 11, "行为评分", "1005"): {"团队意识": 11},
    (OBJECTIVES, 11, "行为评分", "1005"): {"团队意识": 6},
}
TASK_STORY = {("1006", 5): (100, 90, 95), ("1009", 5): (60, 45, 55, 40)}

# What the annual rules of objectives find in these months: an A in all twelve (1015), in ten in a row (1004), in ten
# with one unscored between (1005); a C in all twelve (1017), in six in a row (1007, 1028), in nine apart (1020); twelve
# points, which just make a B (1008, 1016), ten, which do not (1009), and ten and eleven from as many months (1018, 1030).
# The marks below take 1017's annual score under 50, too.
REVIEW_STORY = {
    ("1017", "民主测评"): tuple(map(Decimal, ("41.5", "38", "44", "36.5", "40"))),
    ("1017", "上级"): (Decimal(36),),
}
