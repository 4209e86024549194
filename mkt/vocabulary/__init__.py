"""The words people use for sheets, columns, units and notes.

A header is compared after NFKC, with all white space, line breaks, `*` and colons gone and a unit in brackets set
aside. Only an exact word binds. Words in `bare` mean the column only where no second header stands above them:
计划 under 毛利 is not the sales plan.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from mkt.vocabulary.month import SHEETS
from mkt.vocabulary.words import ColumnWords, SheetWords, Type

__all__ = ["SHEETS", "ColumnWords", "SheetWords", "Type"]

SIMPLIFIED = str.maketrans(
    "號員職業績遲曠請總結計劃畫實際額銷標單萬億評為爲協團隊質務狀態離級復門專責崗匯應間時紀錄處類獎懲記損備註說審複簽無達進項價機構連"
    "續賬費數題個報編稱識辦環維織養貨場勞傷產喪訓練勵東華國區廣營運證書會議調與預領財資發現觀點確認關係開聯後還對導師歷檔術優勝較遠週"
    "獲參動據庫細滿徵罰創辭試臨終舊銀錢傳線長車電話網語測驗選舉黨幹層縣鎮鄉龍麗陽灣蘇滬漢島爾濱廈寧遼貴雲慶濟鄭鋪館廳裝護衛節約誠積極"
    "準顧戶訪問樣稅餘歸歡齊壓強異違規則獨劇變誤趕遞檢補沖臺憑佔帳",
    "号员职业绩迟旷请总结计划画实际额销标单万亿评为为协团队质务状态离级复门专责岗汇应间时纪录处类奖惩记损备注说审复签无达进项价机构连"
    "续账费数题个报编称识办环维织养货场劳伤产丧训练励东华国区广营运证书会议调与预领财资发现观点确认关系开联后还对导师历档术优胜较远周"
    "获参动据库细满征罚创辞试临终旧银钱传线长车电话网语测验选举党干层县镇乡龙丽阳湾苏沪汉岛尔滨厦宁辽贵云庆济郑铺馆厅装护卫节约诚积极"
    "准顾户访问样税余归欢齐压强异违规则独剧变误赶递检补冲台凭占账",
)
"""Traditional characters → simplified, as far as sheets, headers and words of the vocabulary need them; names keep theirs."""

SERIAL = ("序号", "序", "no", "no.", "#", "行号")
PERIOD_LABELS = (
    "月份",
    "考核月份",
    "考核月度",
    "统计月份",
    "期间",
    "考核期间",
    "年月",
    "考核周期",
    "统计日期",
    "month",
    "period",
)
TOTAL_LABELS = (
    *(
        "合计",
        "小计",
        "总计",
        "共计",
        "总和",
        "累计",
        "平均",
        "平均值",
        "平均分",
        "均值",
        "人均",
        "最高",
        "最高分",
        "最低",
        "最低分",
        "合计数",
    ),
    *("total", "grandtotal", "subtotal", "sum", "average", "mean"),
)
SUMMING = re.compile(r".{0,12}(?:合计|小计|总计|共计|累计|部平均|组平均)(?:数|额|金额|人数|\d+人)?")
"""What a row is named that adds up others: 一部小计, 合计金额. Somebody may be called 冯平均."""

NOTE_LABELS = (
    *(
        "注",
        "备注",
        "说明",
        "附注",
        "制表",
        "制表人",
        "填表",
        "填表人",
        "编制",
        "审核",
        "审批",
        "复核",
        "批准",
        "核准",
        "签字",
        "签名",
    ),
    *(
        "经办",
        "经办人",
        "部门负责人",
        "负责人",
        "总经理",
        "打印日期",
        "制表日期",
        "以下空白",
        "以下无正文",
        "note",
        "notes",
        "remark",
    ),
)
ORGANISED = re.compile(r"(?:[一二三四五六七八九十]+[、.].*|.+(?:部|部门|组|中心|分公司|团队|事业部|办事处))")
"""What a row of one cell is that names the section below it."""

OTHER_PERIOD = re.compile(
    r"累计|去年|上年|同期|上月|下月|全年|年度|季度|同比|环比|截至|截止|\d+\s*[-~至]\s*\d+月|ytd|yoy|lastyear|lastmonth|cumulative"
)
"""Words that make a column another one: ended sums, other months and years."""

GIVEN_WORDS = (
    "是",
    "有",
    "已交",
    "已提交",
    "已完成",
    "完成",
    "交",
    "√",
    "✓",
    "✔",
    "☑",
    "y",
    "yes",
    "true",
    "1",
    "ok",
    "已抵消",
    "已抵销",
)
LACKING_WORDS = (
    "否",
    "无",
    "未",
    "未交",
    "未提交",
    "缺",
    "没有",
    "×",
    "✗",
    "✘",
    "x",
    "n",
    "no",
    "false",
    "0",
    "-",
    "/",
    "未抵消",
    "未抵销",
)

UNIT_WORDS: dict[str, dict[str, str]] = {
    "元": {"元": "1", "万元": "10000", "万": "10000", "千元": "1000", "百万元": "1000000", "亿元": "100000000",
          "rmb": "1", "cny": "1", "人民币元": "1", "人民币": "1"},
    "%": {"%": "0.01", "100%": "0.01"},
    "天": {"天": "1", "日": "1", "days": "1"},
    "次": {"次": "1", "回": "1", "times": "1"},
    "分": {"分": "1", "points": "1"},
}  # fmt: skip
"""Unit of a column → the units a header may name, and what one of them is in the column's own."""

STRANGE_UNITS = frozenset({
    "小时", "时", "分钟", "hours", "minutes", "美元", "欧元", "港元", "日元", "港币", "usd", "eur", "hkd", "$", "€",
    "吨", "台", "件", "箱", "个", "套", "辆", "户", "家", "人", "人次", "单", "笔", "平方米", "㎡", "kg", "公斤",
})  # fmt: skip
"""Units that no column has; a column headed with one holds something else."""

UNITS = frozenset(word for words in UNIT_WORDS.values() for word in words) | STRANGE_UNITS


@functools.cache
def own_units(unit: str) -> dict[str, Decimal]:
    """The units that may stand in a cell of a column of this unit, and what one is worth; all of them where it has none.

    >>> own_units("分"), own_units("%")
    ({'分': Decimal('1'), 'points': Decimal('1')}, {'%': Decimal('0.01'), '100%': Decimal('0.01')})
    """
    known = [unit] if unit else UNIT_WORDS
    found = {word: Decimal(worth) for each in known for word, worth in UNIT_WORDS.get(each, {}).items()}
    lots = {"圆": 1, "千": 1_000, "百万": 1_000_000, "亿": 100_000_000} if "元" in found else {}
    return found | {word: Decimal(worth) for word, worth in lots.items()}


STATUS_NOT_ASSESSED = ("离职", "停薪留职", "已离职")
HEADQUARTERS = "总公司"


def unit_of(ref: str) -> str:
    """The unit of a column by its reference: `销售目标.计划销售额` → 元; a rating of the policy → 分."""
    sheet, _, rest = ref.partition(".")
    words = SHEETS.get(sheet)
    if words is None:
        return ""
    column = words.columns.get(rest.rpartition(".")[2])
    return column.unit if column else "分" if words.free else ""
