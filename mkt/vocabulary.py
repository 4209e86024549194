"""The sheets and columns of a month book and the words people use for them.

A header is compared after NFKC, with all white space, line breaks, `*` and colons gone and a unit in brackets set
aside. Only an exact word binds. Words in `bare` mean the column only where no second header stands above them:
计划 under 毛利 is not the sales plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["id", "name", "text", "number", "date", "tick", "piece"]
"""tick: yes or no · piece: something handed in, of which the cell may hold a mark, a date or the text itself."""
Shape = Literal["person", "log", "items", "keyed", "unit"]
"""How the rows of a sheet belong to people.

person: one row each · log: any number, none means it did not happen · items: several, at least one ·
keyed: one per person and named thing · unit: one per branch, not per person.
"""


@dataclass(frozen=True)
class ColumnWords:
    """A canonical column: its type, its unit and the other words for it."""

    type: Type
    unit: str = ""
    words: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetWords:
    """A canonical sheet: its shape, the other words for it and its columns."""

    shape: Shape
    words: tuple[str, ...]
    columns: dict[str, ColumnWords]
    key: str = ""
    free: bool = False  # the policy names further columns, such as ratings
    told_by: tuple[str, ...] = field(default=())  # columns that tell the sheet whatever its name


ID = ColumnWords(
    "id",
    words=(
        "员工编号", "员工工号", "职工编号", "职工号", "人员编号", "员工号", "员工id", "工号id", "员工代码",
        "employeeid", "employeeno", "employeenumber", "empid", "staffid", "staffno",
    ),
    bare=("编号", "id"),
)  # fmt: skip
NAME = ColumnWords(
    "name",
    words=(
        "名字", "人名", "员工姓名", "人员姓名", "中文姓名", "员工", "业务员", "销售员", "销售人员", "销售顾问", "被考核人",
        "被考核人姓名", "责任人", "员工名称", "name", "fullname", "employee",
        "employeename", "staff", "staffname", "salesperson",
    ),
)  # fmt: skip
DEPARTMENT = ColumnWords("text", words=("所在部门", "所属部门", "部门名称", "完整部门", "department", "dept"))


def _money(*words: str, bare: tuple[str, ...] = ()) -> ColumnWords:
    return ColumnWords("number", "元", words, bare)


def _days(*words: str, bare: tuple[str, ...] = ()) -> ColumnWords:
    return ColumnWords("number", "天", words, bare)


def _times(*words: str, bare: tuple[str, ...] = ()) -> ColumnWords:
    return ColumnWords("number", "次", words, bare)


PEOPLE = {"工号": ID, "姓名": NAME}

SALES_PLAN = _money(
    "销售额计划", "销售计划", "计划销售", "销售目标", "目标销售额", "销售额目标", "销售目标额", "业绩目标", "签单目标", "本月目标",
    "本月计划销售额", "目标金额", "任务额", "销售任务", "计划金额", "plannedsales",
    "salestarget", "salesplan", "targetsales",
    bare=("目标", "计划", "目标值", "计划值", "target", "plan", "planned"),
)  # fmt: skip
SALES_ACTUAL = _money(
    "销售额实际", "实际销售", "销售实际", "销售额", "完成销售额", "实际完成", "实际完成额", "销售业绩", "签单金额", "签单总金额", "本月销售额",
    "成交金额", "实际金额", "actualsales", "sales", "salesactual",
    bare=("实际", "实绩", "完成", "实际值", "完成值", "完成额", "actual", "业绩"),
)  # fmt: skip

SHEETS: dict[str, SheetWords] = {
    "人员": SheetWords(
        "person",
        ("员工", "人员名单", "员工名单", "花名册", "人员花名册", "员工花名册", "人员信息", "员工信息", "人员档案", "staff",
         "people", "employees", "roster"),
        {
            **PEOPLE,
            "部门": DEPARTMENT,
            "分公司": ColumnWords("text", words=("所属分公司", "所在分公司", "分支机构", "公司", "分公司名称", "branch", "分部")),
            "岗位": ColumnWords("text", words=("职位", "职务", "所属职位", "岗位名称", "position", "post", "title")),
            "级别": ColumnWords("text", words=("职级", "岗位级别", "职别", "等级", "level", "rank")),
            "上级": ColumnWords("text", words=("直属上级", "直接上级", "上级工号", "上司", "主管", "superior", "manager")),
            "状态": ColumnWords("text", words=("员工状态", "在职状态", "人员状态", "status")),
            "入职日期": ColumnWords("date", words=("入职时间", "到岗日期", "hiredate", "entrydate", "joined")),
            "复职日期": ColumnWords("date", words=("复职时间", "返岗日期", "returndate")),
            "绩效工资基数": _money("绩效基数", "绩效工资", "performancepaybase"),
        },
        told_by=("岗位", "入职日期"),
    ),
    "销售目标": SheetWords(
        "person",
        ("销售", "销售业绩", "业绩", "销售任务", "销售计划", "目标", "销售任务完成情况", "销售完成情况", "销售目标完成情况", "业绩完成情况", "月度业绩",
         "targets", "sales", "salestargets", "salestarget"),
        {
            **PEOPLE,
            "计划销售额": SALES_PLAN,
            "实际销售额": SALES_ACTUAL,
            "计划回款": _money("回款计划", "回款目标", "目标回款", "计划回款额", "预计回款", "应收金额", "plannedcollection"),
            "实际回款": _money("回款实际", "回款", "回款金额", "实际回款额", "到账金额", "已收款", "收款金额", "销售回款",                             "actualcollection", "collected"),
            "退货退款": _money("退款", "退货", "退款金额", "退货金额", "退款额", "已退款金额", "退货及退款", "退貨退款", "refund", "refunds", "returns"),
            "上月未完成回款": _money("上月未回款", "上月结转回款", "结转回款", "上月未完成", "carryover"),
        },
        told_by=("计划销售额", "实际销售额"),
    ),
    "考勤": SheetWords(
        "person",
        ("考勤表", "考勤汇总", "考勤统计", "出勤", "出勤表", "月度考勤", "attendance"),
        {
            **PEOPLE,
            "应出勤天数": _days("应出勤", "应到", "应到天数", "workdays", "duedays"),
            "迟到次数": _times("迟到", "late", "latecount", "timeslate"),
            "早退次数": _times("早退", "earlyleave", "leftearly"),
            "旷工天数": _days("旷工", "旷工日数", "absent", "absentdays", "absence"),
            "请假天数": _days("请假", "请假合计", "请假天数合计", "leave", "leavedays"),
            "公假天数": _days("公假", "publicleave", "publicleavedays"),
        },
        told_by=("迟到次数", "早退次数"),
    ),
    "行为评分": SheetWords(
        "person",
        ("行为", "行为考核", "行为评分表", "行为考核评分", "行为指标", "行为表现", "behaviour", "behavior", "ratings"),
        dict(PEOPLE),
        free=True,
    ),
    "工作任务": SheetWords(
        "items",
        ("任务", "工作指标", "任务完成", "月度任务", "重点工作", "任务完成情况", "tasks"),
        {
            **PEOPLE,
            "任务": ColumnWords("text", words=("任务名称", "工作任务", "工作内容", "工作项目", "task")),
            "完成率": ColumnWords("number", "%", ("达成率", "完成比例", "任务完成率", "完成进度", "完成度", "completion", "completionrate")),
        },
        told_by=("任务", "完成率"),
    ),
    "公司业绩": SheetWords(
        "unit",
        ("公司", "公司销售", "分公司业绩", "公司业绩完成情况", "各分公司业绩", "company", "branches"),
        {
            "单位": ColumnWords("text", words=("公司", "分公司", "机构", "公司名称", "单位名称", "unit", "branch")),
            "计划销售额": SALES_PLAN,
            "实际销售额": SALES_ACTUAL,
        },
        told_by=("单位", "计划销售额", "实际销售额"),
    ),
    "指标": SheetWords(
        "keyed",
        ("考核指标", "kpi", "指标完成", "绩效指标", "indicators"),
        {
            **PEOPLE,
            "指标": ColumnWords("text", words=("指标名称", "考核指标", "考核项目", "项目", "indicator")),
            "目标": ColumnWords("number", "", ("目标值", "计划", "计划值", "target")),
            "实际": ColumnWords("number", "", ("实际值", "完成", "完成值", "actual")),
            "得分": ColumnWords("number", "分", ("分数", "评分", "score", "mark")),
        },
        key="指标",
        told_by=("指标", "目标", "实际"),
    ),
    "事件": SheetWords(
        "log",
        ("奖惩", "奖惩记录", "事件记录", "扣分记录", "events"),
        {
            **PEOPLE,
            "事件": ColumnWords("text", words=("事项", "事件名称", "event")),
            "次数": _times("数量", "count", "times"),
            "损失金额": _money("损失", "loss"),
            "扣分": ColumnWords("number", "分", ("扣减", "deduction")),
            "说明": ColumnWords("text", words=("备注", "事由", "remarks")),
        },
        key="事件",
        told_by=("事件", "次数"),
    ),
    "评价": SheetWords(
        "keyed",
        ("评议", "民主测评", "评价打分", "reviews"),
        {
            **PEOPLE,
            "评价人类别": ColumnWords("text", words=("评价人", "评价类别", "考评人类别", "rater")),
            "项目": ColumnWords("text", words=("评价项目", "item")),
            "得分": ColumnWords("number", "分", ("分数", "评分", "score", "mark")),
        },
        key="项目",
        told_by=("评价人类别", "得分"),
    ),
    "处分": SheetWords(
        "log",
        ("处分记录", "处罚", "sanctions", "纪律处分"),
        {
            **PEOPLE,
            "日期": ColumnWords("date", words=("处分日期", "时间", "date")),
            "类型": ColumnWords("text", words=("处分类型", "处分种类", "type")),
            "已抵消": ColumnWords("tick", words=("是否抵消", "抵消", "已撤销", "cancelled")),
        },
        told_by=("类型", "已抵消"),
    ),
    "总结计划": SheetWords(
        "person",
        ("工作总结", "总结", "总结与计划", "月度总结", "工作总结与计划", "summaries"),
        {
            **PEOPLE,
            "工作总结": ColumnWords("piece", words=("月度总结", "总结", "本月总结", "summary")),
            "工作计划": ColumnWords("piece", words=("月度计划", "计划", "下月计划", "plan")),
        },
        told_by=("工作总结", "工作计划"),
    ),
}  # fmt: skip

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
TOTAL_LABELS = ("合计", "总计", "小计", "累计", "共计", "平均", "平均值", "total", "subtotal", "sum", "average")
NOTE_LABELS = (
    "注",
    "备注",
    "说明",
    "制表",
    "填表",
    "审核",
    "审批",
    "复核",
    "批准",
    "签字",
    "签名",
    "经办",
    "制表人",
    "打印日期",
    "note",
)

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
