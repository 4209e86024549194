"""What the marketing department of an invented cinema paid in April and May, its contracts and its budget.

April is in order; one category is nearly used up. In May, one of each:

- 0503 was asked for in April.
- 0504, of exactly 2000.00, lacks 总部总经理.
- 0506 is a cent less; that is no fault.
- 0511 was paid before the last signature.
- 0514 and 0515 are equal fares of one day with an invoice each; that is no fault.
- 0516, 0519 and 0524 went to one payee within a week, together above 2000.
- 0517 is outside the plan and lacks 公司总经理.
- 0521 was signed by 总部财务部 before 影城总经理.
- 0522 has the invoice of 0518.
- 0526 was signed by its own claimant.
- 0528 repeats 0509.
- 0529 is of 差旅, where the budget has 差旅费.
- 0531 is a refund; that is no fault.
- 0532 has a service report that the customer has not signed.
- HT-2024-010 was signed before it was countersigned.
- 活动费 is overspent, 物料制作费 exactly used up; 办公费 is overspent and not held.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from facts import luck
from people import YEAR
from sheets import Table
from story import Row

CINEMA = "远山影城市场部"
SIGNERS = {
    "部门主管": "沈若川",
    "影城财务部": "方晴雪",
    "影城总经理": "陶景明",
    "总部财务部": "卓文澜",
    "总部总经理": "霍承安",
    "市场总监": "俞听岚",
    "公司总经理": "祁远征",
}
CHAIN = ("部门主管", "影城财务部", "影城总经理", "总部财务部", "总部总经理")
FROM = 2000  # yuan: what five have to sign
HOLIDAYS = {date(YEAR, 4, 4), date(YEAR, 4, 5), date(YEAR, 5, 1), date(YEAR, 5, 2), date(YEAR, 5, 3), date(YEAR, 6, 10)}


def signature_columns(roles: Sequence[str]) -> tuple[str, ...]:
    """For each role its signature and its day."""
    return tuple(name for role in roles for name in (role, f"{role}日期"))


COLUMNS = {
    "付款": (
        *("日期", "收款人", "报销人", "事由", "类别", "方案类型", "金额", "计划内", "发票号", "支付申请单号"),
        *("合同编号", "服务报告", "客户评价", "客户签字", "付款日期"),
        *signature_columns(tuple(SIGNERS)),
    ),
    "合同": ("合同编号", "对方", "事由", "金额", "签订日期", *signature_columns(CHAIN)),
    "预算": ("类别", "月份", "预算", "控制", "此前支出"),
}

# Number, day, category, payee (本人: who claims it), claimant, yuan, purpose, and what other columns say.
PAYMENTS = {
    4: """
    0401 04-01 推广费 星野户外广告 何思源 12800.00 地铁灯箱4月发布费 合同编号=HT-2024-004 方案类型=常规活动
    0402 04-01 办公费 知新电脑行 林知夏 386.50 打印机墨盒
    0403 04-02 物料制作费 半夏印务 林知夏 3460.00 清明档海报与展架 合同编号=HT-2024-002
    0404 04-02 交通费 本人 郑亦航 62.00 商圈点位踏勘打车
    0405 04-03 推广费 微澜新媒体 许星河 6500.00 清明档短视频投放 合同编号=HT-2024-001 方案类型=专项活动
    0406 04-03 招待费 青柚小馆 夏简 720.00 影评人看片会工作餐
    0407 04-07 售后费 晨晖放映技术 宋予墨 960.00 包场放映机检修 服务报告=FW-04-01 客户评价=满意 客户签字=柳如岑
    0408 04-08 活动费 白榆会展 宋予墨 5200.00 公益放映场布置 合同编号=HT-2024-005 方案类型=常规活动
    0409 04-08 交通费 本人 宋予墨 48.00 送展架打车
    0410 04-09 办公费 青竹里文具 林知夏 268.00 档案盒和标签
    0411 04-09 调研费 知行数据 许星河 4500.00 观影人群4月问卷 合同编号=HT-2024-003 方案类型=月度调研
    0412 04-10 差旅费 本人 何思源 2860.00 赴省城参加院线年会
    0413 04-10 物料制作费 拾光标识 林知夏 1280.00 大堂指示牌
    0414 04-11 招待费 本人 夏简 460.00 合作商户茶歇
    0415 04-11 交通费 本人 许星河 36.50 问卷点位往返打车
    0416 04-12 活动费 岸花集 夏简 1180.00 首映礼鲜花
    0417 04-15 推广费 鹿角文化 宋予墨 3600.00 商圈大屏加投 计划内=否 方案类型=专项活动
    0418 04-15 差旅费 本人 郑亦航 1340.00 邻市影城观摩住宿
    0419 04-16 办公费 知新电脑行 林知夏 640.00 移动硬盘
    0420 04-16 物料制作费 半夏印务 林知夏 2150.00 会员卡套 合同编号=HT-2024-002
    0421 04-17 招待费 青柚小馆 夏简 980.00 异业合作洽谈餐叙
    0422 04-17 交通费 本人 郑亦航 54.00 观摩返程打车
    0423 04-18 活动费 白榆会展 宋予墨 6400.00 导演路演舞台 合同编号=HT-2024-005 方案类型=专项活动
    0424 04-18 调研费 知行数据 许星河 1500.00 神秘顾客暗访 合同编号=HT-2024-003 方案类型=日常调研
    0425 04-19 售后费 澄江谷文化 夏简 520.00 包场音响故障补偿 服务报告=FW-04-02 客户评价=基本满意 客户签字=简舟
    0426 04-22 推广费 云帆里传媒 何思源 4800.00 公众号联合推广第一期 合同编号=HT-2024-006 方案类型=常规活动
    0427 04-22 办公费 青竹里文具 林知夏 325.00 打印纸
    0428 04-23 差旅费 本人 何思源 2240.00 赴邻省订货会
    0429 04-23 物料制作费 半格插画 林知夏 1600.00 五一档票根插画
    0430 04-24 推广费 微澜新媒体 许星河 7200.00 五一档预热投放 合同编号=HT-2024-001 方案类型=专项活动
    0431 04-24 交通费 本人 夏简 71.00 接送主创打车
    0432 04-25 招待费 本人 许星河 2180.00 发行方来访接待
    0433 04-26 物料制作费 拾光标识 林知夏 2480.00 五一档立牌 合同编号=HT-2024-007
    0434 04-26 推广费 云帆里传媒 何思源 1500.00 本地生活号转发 方案类型=常规活动
    0435 04-28 活动费 岸花集 夏简 860.00 会员日花艺课材料
    """,
    5: """
    0501 05-06 推广费 星野户外广告 何思源 12800.00 地铁灯箱5月发布费 合同编号=HT-2024-004 方案类型=常规活动
    0502 05-06 推广费 微澜新媒体 许星河 9600.00 五一档短视频投放 合同编号=HT-2024-001 方案类型=专项活动
    0503 04-29 交通费 本人 许星河 128.00 假期前给代售点送物料打车
    0504 05-07 推广费 云帆里传媒 何思源 2000.00 本地生活号推文 方案类型=常规活动
    0505 05-07 活动费 白榆会展 宋予墨 6800.00 五一亲子观影场地布置 合同编号=HT-2024-005 方案类型=专项活动
    0506 05-08 推广费 鹿角文化 宋予墨 1999.99 会员日弹窗广告 方案类型=常规活动
    0507 05-08 物料制作费 半夏印务 林知夏 4280.00 五一档海报与展架 合同编号=HT-2024-002
    0508 05-08 办公费 知新电脑行 林知夏 412.00 打印机墨盒
    0509 05-09 招待费 青柚小馆 夏简 860.00 媒体看片会工作餐 发票号=60417725
    0510 05-09 交通费 本人 宋予墨 75.00 送展架打车
    0511 05-10 调研费 知行数据 许星河 4800.00 观影人群5月问卷 合同编号=HT-2024-003 方案类型=月度调研
    0512 05-10 活动费 岸花集 夏简 1560.00 母亲节观影花束
    0513 05-11 售后费 晨晖放映技术 宋予墨 1150.00 包场音响检修 合同编号=HT-2024-008 服务报告=FW-05-01 客户评价=满意 客户签字=柳如岑
    0514 05-13 交通费 本人 郑亦航 46.00 商圈点位踏勘打车(去)
    0515 05-13 交通费 本人 郑亦航 46.00 商圈点位踏勘打车(回)
    0516 05-13 办公费 青竹里文具 林知夏 780.00 会员档案盒
    0517 05-14 推广费 鹿角文化 宋予墨 4200.00 商圈大屏临时加投 计划内=否 方案类型=专项活动
    0518 05-14 差旅费 本人 郑亦航 1260.00 院线订货会住宿 发票号=83520916
    0519 05-15 办公费 青竹里文具 林知夏 850.00 活动用签到册
    0520 05-15 物料制作费 拾光标识 林知夏 3360.00 六一档立牌 合同编号=HT-2024-007
    0521 05-15 活动费 白榆会展 宋予墨 7900.00 主创见面会舞台搭建 合同编号=HT-2024-005 方案类型=专项活动
    0522 05-16 招待费 本人 郑亦航 540.00 订货会餐叙 发票号=83520916
    0523 05-16 物料制作费 半夏印务 林知夏 2640.00 会员手册 合同编号=HT-2024-002
    0524 05-17 办公费 青竹里文具 林知夏 690.00 印章和印台
    0525 05-17 推广费 微澜新媒体 许星河 8800.00 六一档预告投放 合同编号=HT-2024-001 方案类型=专项活动
    0526 05-20 招待费 听雨轩 沈若川 2680.00 院线来访接待
    0527 05-20 物料制作费 拾光标识 林知夏 980.00 爆米花桶贴
    0528 05-21 招待费 青柚小馆 夏简 860.00 媒体看片会工作餐 发票号=60417725
    0529 05-21 差旅 本人 夏简 1480.00 邻市影城观摩
    0530 05-22 推广费 云帆里传媒 何思源 6400.00 公众号联合推广第二期 合同编号=HT-2024-006 方案类型=常规活动
    0531 05-22 物料制作费 半夏印务 林知夏 -640.00 多印海报退款
    0532 05-23 售后费 澄江谷文化 夏简 580.00 包场空调故障补偿 服务报告=FW-05-02 客户评价=不满意
    0533 05-23 差旅费 本人 何思源 2350.00 赴省城院线推介会
    0534 05-24 物料制作费 半格插画 林知夏 1380.00 六一档票根插画
    0535 05-27 活动费 童心里木偶剧团 夏简 3000.00 六一亲子场表演 合同编号=HT-2024-009 方案类型=专项活动
    0536 05-28 调研费 知行数据 许星河 1200.00 神秘顾客暗访 合同编号=HT-2024-003 方案类型=日常调研
    """,
}

# Number, the day it began to go round for countersigning, the other party, yuan, what about.
CONTRACTS = """
    HT-2024-001 01-08 微澜新媒体 120000.00 全年短视频投放
    HT-2024-002 01-15 半夏印务 60000.00 全年海报与手册印制
    HT-2024-003 02-19 知行数据 54000.00 观影人群调研
    HT-2024-004 03-11 星野户外广告 76800.00 地铁灯箱发布(4月至9月)
    HT-2024-005 03-18 白榆会展 90000.00 年度活动搭建
    HT-2024-006 04-08 云帆里传媒 38400.00 公众号联合推广
    HT-2024-007 04-10 拾光标识 26000.00 立牌与标识制作
    HT-2024-008 04-15 晨晖放映技术 18000.00 包场设备检修
    HT-2024-009 05-08 童心里木偶剧团 3000.00 六一亲子场表演
    HT-2024-010 05-13 鹿角文化 24000.00 商圈大屏发布
    """

# Category, what is done when it is overspent, yuan spent from January to March, yuan budgeted for each month.
BUDGET = """
    推广费 禁止 118460.00 46000 42000 45000 50000 60000 64000 78000 76000 52000 60000 48000 72000
    物料制作费 禁止 31275.50 12000 11000 12000 14000 12000 14000 18000 16000 12000 14000 12000 16000
    活动费 禁止 42180.00 18000 16000 16000 18000 18000 22000 26000 24000 18000 20000 18000 26000
    调研费 禁止 16500.00 7000 6000 7000 7500 7500 7500 8000 8000 7500 7500 7500 7500
    招待费 提醒 12960.00 6000 6000 5000 6000 6000 6000 6000 6000 6000 6000 6000 8000
    差旅费 提醒 14320.00 6000 5000 6000 7000 7000 6000 6000 6000 7000 7000 6000 5000
    交通费 不控制 1084.50 500 500 500 500 500 500 600 600 500 500 500 500
    办公费 不控制 5236.00 2500 2000 2000 2500 2500 2500 2500 2500 2500 2500 2500 2500
    售后费 提醒 4870.00 2000 2000 2000 2500 2500 2500 3000 3000 2500 2500 2500 2500
    """

# Where May departs from the order of things: payment or contract → what the cells say instead.
TOLD: dict[str, Row] = {
    "0504": {"总部总经理": None, "总部总经理日期": None},
    "0511": {"总部总经理日期": date(YEAR, 5, 23), "付款日期": date(YEAR, 5, 20)},
    "0517": {"公司总经理": None, "公司总经理日期": None},
    "0521": {
        "影城总经理日期": date(YEAR, 5, 22),
        "总部财务部日期": date(YEAR, 5, 20),
        "总部总经理日期": date(YEAR, 5, 23),
        "付款日期": date(YEAR, 5, 24),
    },
    "HT-2024-010": {"签订日期": date(YEAR, 5, 15), "总部总经理日期": date(YEAR, 5, 21)},
}


@dataclass(frozen=True)
class Line:
    """A category of the budget, in yuan: what was spent before April, and what each month may spend."""

    category: str
    control: str
    spent: Decimal
    months: tuple[Decimal, ...]


def lines(text: str) -> Iterator[list[str]]:
    """The words of each line."""
    return (line.split() for line in text.strip().splitlines())


def budget() -> list[Line]:
    """The budget of the year."""
    return [
        Line(category, control, Decimal(spent), tuple(map(Decimal, months)))
        for category, control, spent, *months in lines(BUDGET)
    ]


def payment_rows(month: int) -> list[Row]:
    """付款: a row for each payment, with its number as 编号, which no column shows."""
    return [payment_row(*line) for line in lines(PAYMENTS[month])]


def payment_row(
    number: str, day: str, category: str, payee: str, claimant: str, amount: str, purpose: str, *more: str
) -> Row:
    """A payment, signed in order by whom it needs, then paid, unless it is told otherwise."""
    asked, yuan = date.fromisoformat(f"{YEAR}-{day}"), Decimal(amount)
    said = dict(one.split("=") for one in more)
    roles = who_sign(category, yuan, said.get("计划内", "是"))
    *days, paid = days_from(asked, len(roles), number)
    row: Row = dict.fromkeys(COLUMNS["付款"]) | {
        "编号": number,
        "日期": asked,
        "收款人": claimant if payee == "本人" else payee,
        "报销人": claimant,
        "事由": purpose,
        "类别": category,
        "金额": yuan,
        "计划内": "是",
        "发票号": str(luck("invoice", number).randint(10_000_000, 99_999_999)) if yuan > 0 else None,
        "支付申请单号": f"ZF-{YEAR}-{number}" if yuan >= FROM else None,
        "付款日期": paid,
    }
    return row | said | signed(roles, days) | TOLD.get(number, {})


def who_sign(category: str, yuan: Decimal, planned: str) -> list[str]:
    """Who signs a payment, in order: below the bound only the head and the cinema's accounts."""
    head, *others = CHAIN if yuan >= FROM else CHAIN[:2]
    promotion = ["市场总监" if planned == "是" else "公司总经理"] if category == "推广费" else []
    return [head, *promotion, *others]


def days_from(first: date, signatures: int, about: str) -> list[date]:
    """The days of some signatures from a day on, and one after them, on which it is paid or signed."""
    chance, days = luck("signed", about), [first]
    for _ in range(signatures):
        days.append(workday(days[-1], chance.choice((0, 0, 1, 1, 2))))
    return [*days[1:], workday(days[-1], chance.choice((1, 1, 2)))]


def workday(day: date, later: int) -> date:
    """The workday that comes so many after a day."""
    while later:
        day += timedelta(1)
        later -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def signed(roles: Sequence[str], days: Sequence[date]) -> Row:
    """The roles' names and days."""
    found: Row = {}
    for role, day in zip(roles, days, strict=True):
        found |= {role: SIGNERS[role], f"{role}日期": day}
    return found


def contract_rows(month: int) -> list[Row]:
    """合同: a row for each contract that was begun by the month."""
    return [row for line in lines(CONTRACTS) if int(line[1][:2]) <= month for row in [contract_row(*line)]]


def contract_row(number: str, day: str, party: str, amount: str, title: str) -> Row:
    """A contract, countersigned in order, then signed, unless it is told otherwise."""
    *days, last = days_from(date.fromisoformat(f"{YEAR}-{day}"), len(CHAIN), number)
    about: Row = {"合同编号": number, "对方": party, "事由": title, "金额": Decimal(amount), "签订日期": last}
    return about | signed(CHAIN, days) | TOLD.get(number, {})


def budget_rows(month: int) -> list[Row]:
    """预算: a line for each category in the month with what was spent before, then one for the year."""
    of_month: list[Row] = [
        {
            "类别": line.category,
            "月份": f"{month}月",
            "预算": line.months[month - 1],
            "控制": line.control,
            "此前支出": spent_before(line, month),
        }
        for line in budget()
    ]
    of_year: list[Row] = [
        {"类别": line.category, "月份": "全年", "预算": sum(line.months), "控制": line.control, "此前支出": None}
        for line in budget()
    ]
    return of_month + of_year


def spent_before(line: Line, month: int) -> Decimal:
    """What a category spent from January up to the month."""
    rows = [row for earlier in PAYMENTS if earlier < month for row in payment_rows(earlier)]
    return line.spent + sum(Decimal(str(row["金额"])) for row in rows if row["类别"] == line.category)


def spending_tables(month: int) -> dict[str, Table]:
    """The sheets of a month's spending book."""
    rows = {"付款": payment_rows(month), "合同": contract_rows(month), "预算": budget_rows(month)}
    return {name: Table(name, COLUMNS[name], rows[name]) for name in COLUMNS}
