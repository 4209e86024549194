"""The sheets and columns of a month book and the words people use for them."""

from __future__ import annotations

from mkt.vocabulary.words import ColumnWords, SheetWords, money

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


def _days(*words: str, bare: tuple[str, ...] = ()) -> ColumnWords:
    return ColumnWords("number", "天", words, bare)


def _times(*words: str, bare: tuple[str, ...] = ()) -> ColumnWords:
    return ColumnWords("number", "次", words, bare)


PEOPLE = {"工号": ID, "姓名": NAME, "部门": DEPARTMENT}

SALES_PLAN = money(
    "销售额计划", "销售计划", "计划销售", "销售目标", "目标销售额", "销售额目标", "销售目标额", "业绩目标", "签单目标", "本月目标",
    "本月计划销售额", "目标金额", "任务额", "销售任务", "计划金额", "plannedsales",
    "salestarget", "salesplan", "targetsales",
    bare=("目标", "计划", "目标值", "计划值", "target", "plan", "planned"),
)  # fmt: skip
SALES_ACTUAL = money(
    "销售额实际", "实际销售", "销售实际", "销售额", "完成销售额", "实际完成", "实际完成额", "销售业绩", "签单金额", "签单总金额", "本月销售额",
    "成交金额", "实际金额", "actualsales", "sales", "salesactual",
    bare=("实际", "实绩", "完成", "实际值", "完成值", "完成额", "actual", "业绩"),
)  # fmt: skip

GROSS_PROFIT = money(
    "毛利额", "实际毛利", "销售毛利", "毛利润", "毛利金额", "实际毛利额", "销售毛利额", "grossprofit", "actualgrossprofit",
)  # fmt: skip

SHEETS: dict[str, SheetWords] = {
    "人员": SheetWords(
        "person",
        ("员工", "人员名单", "员工名单", "花名册", "人员花名册", "员工花名册", "人员信息", "员工信息", "人员档案", "staff",
         "people", "employees", "roster"),
        {
            **PEOPLE,
            "分公司": ColumnWords("word", words=("所属分公司", "所在分公司", "分支机构", "公司", "分公司名称", "branch", "分部")),
            "岗位": ColumnWords("text", words=("职位", "职务", "所属职位", "岗位名称", "position", "post", "title")),
            "级别": ColumnWords("text", words=("职级", "岗位级别", "职别", "等级", "level", "rank")),
            "上级": ColumnWords("text", words=("直属上级", "直接上级", "上级工号", "上司", "主管", "superior", "manager")),
            "状态": ColumnWords("word", words=("员工状态", "在职状态", "人员状态", "status")),
            "入职日期": ColumnWords("date", words=("入职时间", "到岗日期", "hiredate", "entrydate", "joined")),
            "复职日期": ColumnWords("date", words=("复职时间", "返岗日期", "returndate")),
            "绩效工资基数": money("绩效基数", "绩效工资", "performancepaybase"),
            "年终奖基数": money("年终奖金基数", "年终奖励基数", "年终基数", "年终奖计算基数", "年度奖金基数", "annualbonusbase", "yearendbonusbase"),
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
            "计划回款": money("回款计划", "回款目标", "目标回款", "计划回款额", "预计回款", "应收金额", "plannedcollection"),
            "实际回款": money("回款实际", "回款", "回款金额", "实际回款额", "到账金额", "已收款", "收款金额", "销售回款",                             "actualcollection", "collected"),
            "退货退款": money("退款", "退货", "退款金额", "退货金额", "退款额", "已退款金额", "退货及退款", "退貨退款", "refund", "refunds", "returns"),
            "上月未完成回款": money("上月未回款", "上月结转回款", "结转回款", "上月未完成", "carryover"),
            "毛利": GROSS_PROFIT,
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
            "单位": ColumnWords("word", words=("公司", "分公司", "机构", "公司名称", "单位名称", "unit", "branch")),
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
            "指标": ColumnWords("word", words=("指标名称", "考核指标", "考核项目", "项目", "indicator")),
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
            "事件": ColumnWords("word", words=("事项", "事件名称", "event")),
            "次数": _times("数量", "count", "times"),
            "损失金额": money("损失", "loss"),
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
            "评价人类别": ColumnWords("word", words=("评价人", "评价类别", "考评人类别", "rater")),
            "项目": ColumnWords("word", words=("评价项目", "item")),
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
            "类型": ColumnWords("word", words=("处分类型", "处分种类", "type")),
            "已抵消": ColumnWords("tick", words=("是否抵消", "抵消", "已撤销", "cancelled")),
        },
        told_by=("类型", "已抵消"),
    ),
    "回款明细": SheetWords(
        "log",
        ("回款", "回款记录", "回款台账", "回款登记", "回款清单", "回款流水", "回款明细台账", "收款", "收款明细", "收款记录", "收款台账", "收款登记",
         "收款清单", "收款流水", "到账", "到账明细", "到账记录", "到账台账", "到账登记", "到账清单", "到款明细", "到款记录", "销售回款", "销售回款明细",
         "销售回款记录", "销售回款台账", "客户回款", "客户回款明细", "客户回款记录", "销售收款明细", "receipts", "receiptlog", "collections",
         "collectionlog"),
        {
            **PEOPLE,
            "日期": ColumnWords("date", words=(
                "回款日期", "回款时间", "到账日期", "到账时间", "收款日期", "收款时间", "到款日期", "到款时间", "入账日期", "入账时间", "进账日期",
                "实际回款日期", "实际到账日期", "实际收款日期", "时间", "date", "receiptdate", "datereceived", "collectiondate")),
            "客户": ColumnWords("word", words=(
                "客户名称", "客户姓名", "客户全称", "客户简称", "客户单位", "客户单位名称", "客户公司", "购货单位", "customer", "customername", "client",
                "clientname")),
            "客户类别": ColumnWords("word", words=(
                "客户类型", "客户等级", "客户分类", "客户级别", "客户性质", "新老客户", "新/老客户", "新旧客户", "customerclass", "customertype",
                "customercategory", "clienttype")),
            "合同": ColumnWords("word", words=(
                "合同编号", "合同号", "合同号码", "合同代码", "销售合同编号", "销售合同号", "合同订单号", "合同/订单号", "合同(订单)号", "合同(订单)编号",
                "协议编号", "协议号", "contract", "contractno", "contractnumber", "contractid"),
                bare=("订单", "订单号", "订单编号", "订单号码", "销售订单号", "销售订单编号", "order", "orderno", "ordernumber", "orderid")),
            "产品": ColumnWords("word", words=(
                "产品名称", "品名", "产品类别", "产品类型", "产品分类", "产品系列", "产品线", "品类", "商品", "商品名称", "货品", "货品名称", "product",
                "productname", "productline")),
            "类型": ColumnWords("word", words=(
                "收支类型", "款项类型", "款项类别", "款项性质", "业务类型", "交易类型", "收款类型", "回款类型", "回款性质", "单据类型", "收退类型",
                "收/退款", "收退款", "type", "transactiontype")),
            "金额": money(
                "回款金额", "回款额", "回款", "到账金额", "到账额", "到账", "收款金额", "收款额", "收款", "到款金额", "到款额", "入账金额", "进账金额",
                "实收金额", "实收款", "实收", "实际到账", "实际回款金额", "实际到账金额", "实际收款金额", "本次回款", "本次回款金额", "本次到账金额", "本次收款",
                "本次收款金额", "amount", "amountreceived", "receivedamount", "receiptamount", "amountcollected", "collectedamount"),
            "毛利": GROSS_PROFIT,
            "分成": ColumnWords("number", "%", (
                "分成比例", "分成占比", "分摊比例", "分摊占比", "分配比例", "分单比例", "拆分比例", "归属比例", "业绩分成", "业绩分成比例", "业绩分摊比例",
                "业绩分配比例", "业绩归属比例", "业绩占比", "share", "split"), bare=("占比",)),
            "单号": ColumnWords("word", words=(
                "收款单号", "收款单编号", "收款编号", "回款单号", "回款单编号", "回款编号", "到账单号", "收据号", "收据编号", "单据号", "单据编号", "流水号",
                "收款流水号", "银行流水号", "交易流水号", "receiptno", "receiptnumber", "receiptid"), bare=("凭证号", "凭证编号", "voucherno")),
            "备注": ColumnWords("text", words=("备注说明", "说明", "摘要", "款项说明", "remark", "remarks", "note", "notes", "memo")),
        },
        told_by=("日期", "合同", "金额"),
        told_with="回款|到账|收款|到款|入账|进账|实收|receipt|received|collect",
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
