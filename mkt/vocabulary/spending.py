"""The sheets and columns of a spending book and the words people use for them; the signature columns are named by the policy."""

from __future__ import annotations

import re

from mkt.vocabulary.words import ColumnWords, SheetWords, money

DATED = "日期"
"""What stands behind a role in the name of the column with the days of its signatures."""
PAYMENTS, CONTRACTS, BUDGET = "付款", "合同", "预算"
REQUEST, CONTRACT, REPORT = "支付申请单号", "合同编号", "服务报告"

_CATEGORIES = (
    "費用類別", "類別", "费用类别", "费用类型", "费用科目", "费用项目", "费用分类", "科目", "科目名称", "预算科目", "预算项目", "支出类别", "支出项目", "支出科目", "成本类别",
    "费用名称", "费用明细", "category", "categories", "expensetype", "expensecategory", "account")  # fmt: skip
CATEGORY = ColumnWords("word", words=_CATEGORIES, bare=("类型", "项目", "分类"))
LINE = ColumnWords("word", words=(
    *_CATEGORIES, *(f"{one}{sign}{other}" for word in ("类别", "项目", "科目") for one, other in (("月份", word), (word, "月份"))
                    for sign in ("", "/", "\\", "|"))), bare=("类型", "项目", "分类"))  # fmt: skip
"""The category of a budget line; in a budget by months the corner of the table may say both: 类别\\月份."""
CONTRACT_NUMBER = ColumnWords("word", words=(
    "合同号", "合同号码", "协议编号", "协议号", "合同代码", "contract", "contractno", "contractnumber"), bare=("合同",))  # fmt: skip

LEDGERS: dict[str, SheetWords] = {
    PAYMENTS: SheetWords(
        "entries",
        ("支付", "付款明细", "付款登记", "付款台账", "付款记录", "付款清单", "付款汇总", "付款汇总表", "支出", "支出明细", "支出登记", "费用", "费用明细",
         "费用支出", "费用报销", "费用登记", "费用台账", "报销", "报销明细", "报销登记", "资金支付", "资金支付登记", "请款", "请款明细", "用款", "业务费用明细",
         "资金支付申请表", "支付申请表", "付款申请单", "付款申请表", "支付申请单", "请款单", "报销单", "费用报销单", "payments", "expenses", "spending"),
        {
            "日期": ColumnWords("date", words=(
                "申请日期", "申请时间", "报销日期", "填报日期", "填表日期", "填单日期", "发生日期", "费用日期", "刷卡日期", "业务日期", "单据日期", "制单日期",
                "日期时间", "date", "requestdate", "transactiondate", "expensedate"), bare=("时间",)),
            "收款人": ColumnWords("name", words=(
                "收款单位", "收款方", "收款单位名称", "收款人名称", "收款人姓名", "收款人全称", "收款单位全称", "收款户名", "收款账户名称", "收方户名", "供应商", "供应商名称",
                "对方单位", "付款对象", "支付对象", "收款对象", "payee", "payeename", "paidto", "vendor", "vendorname", "supplier", "suppliername", "beneficiary",
                "recipient")),
            "报销人": ColumnWords("name", words=(
                "申请人", "经办人", "报销人员", "报销人姓名", "申请人姓名", "请款人", "领款人", "发起人", "发起人姓名", "姓名", "员工", "员工姓名", "claimant", "claimedby", "applicant", "requester", "requestedby",
                "employee")),
            "部门": ColumnWords("text", words=("申请部门", "报销部门", "所在部门", "所属部门", "填写部门", "发起人部门", "department", "dept")),
            "事由": ColumnWords("text", words=(
                "付款事由", "用途", "摘要", "付款原因", "付款用途", "出差事由", "报销事由", "费用说明", "申请说明", "付款内容", "款项用途", "内容", "purpose", "reason", "description", "details")),
            "类别": CATEGORY,
            "方案类型": ColumnWords("word", words=("事项类型", "活动类型", "计划类型", "调研类型", "方案类别", "活动类别", "业务类型", "kind")),
            "金额": money(
                "付款金额", "支付金额", "报销金额", "申请金额", "请款金额", "本次付款金额", "本次付款", "实付金额", "实际支付", "实付", "支出金额", "费用金额",
                "发生额", "小写金额", "金额小写", "人民币小写", "付款额", "价税合计", "含税金额", "amount", "amountpaid", "paymentamount", bare=("小写",)),
            "大写金额": ColumnWords("text", words=("金额大写", "人民币大写", "大写人民币", "合计大写", "合计金额大写", "合计人民币大写"), bare=("大写",)),
            "计划内": ColumnWords("word", words=(
                "是否计划内", "是否在计划内", "计划内外", "计划内/外", "计划内/计划外", "是否计划", "预算内", "是否预算内", "预算内外", "预算内/外", "planned",
                "inplan")),
            "发票号": ColumnWords("word", words=(
                "发票号码", "发票编号", "票据号", "票据号码", "发票", "票号", "invoice", "invoiceno", "invoicenumber", "invoice#")),
            REQUEST: ColumnWords("word", words=(
                "资金支付申请单号", "资金支付申请表编号", "支付申请表编号", "支付申请表号", "支付申请单", "付款申请单号", "付款申请单编号", "付款申请编号", "申请单号",
                "申请单编号", "申请表编号", "申请编号", "请款单号", "审批单号", "requestno", "requestnumber"), bare=("单号", "编号")),
            CONTRACT: CONTRACT_NUMBER,
            REPORT: ColumnWords("word", words=(
                "服务报告单号", "服务报告编号", "售后服务报告", "服务单号", "服务报告单", "维修单号", "servicereport")),
            "客户评价": ColumnWords("word", words=("客户评分", "客户满意度", "客户意见", "服务评价", "customerrating")),
            "客户签字": ColumnWords("sign", words=("客户签名", "客户签收", "客户确认", "客户签字确认", "customersignature")),
            "付款日期": ColumnWords("date", words=(
                "支付日期", "付款时间", "支付时间", "打款日期", "实际付款日期", "实付日期", "出款日期", "转账日期", "paymentdate", "datepaid", "paid", "paidon")),
            "备注": ColumnWords("text", words=("说明", "备注说明", "remark", "remarks", "note")),
        },
        told_by=("金额",),
    ),
    CONTRACTS: SheetWords(
        "entries",
        ("合同台账", "合同登记", "合同登记表", "合同明细", "合同清单", "合同会签", "合同会签单", "contracts"),
        {
            CONTRACT: CONTRACT_NUMBER,
            "对方": ColumnWords("name", words=(
                "对方单位", "合同对方", "合作方", "签约方", "签约单位", "乙方", "乙方单位", "供应商", "供应商名称", "客户", "counterparty")),
            "事由": ColumnWords("text", words=("合同名称", "合同内容", "标的", "合同标的", "内容", "title")),
            "类别": CATEGORY,
            "大写金额": ColumnWords("text", words=("金额大写", "合同金额大写", "人民币大写"), bare=("大写",)),
            "金额": money("合同金额", "合同总额", "合同价款", "合同总价", "总金额", "总价", "签约金额", "amount"),
            "签订日期": ColumnWords("date", words=("签约日期", "合同签订日期", "签署日期", "签订时间", "合同日期", "簽訂日期", "signedon", "signed", "datesigned")),
            "备注": ColumnWords("text", words=("说明", "remark", "remarks", "note")),
        },
        told_by=(CONTRACT, "对方"),
    ),
    BUDGET: SheetWords(
        "entries",
        ("费用预算", "预算表", "预算明细", "月度预算", "年度预算", "部门预算", "费用预算表", "budget"),
        {
            "类别": LINE,
            "月份": ColumnWords("text", words=("月", "期间", "预算月份", "预算期间", "month", "period")),
            "预算": money("预算金额", "预算额", "月预算", "本月预算", "月度预算", "批准预算", "预算数", "budget", "budgetamount", "budgeted", bare=("金额", "计划", "额度")),
            "控制": ColumnWords("word", words=("控制方式", "控制类型", "超支控制", "管控方式", "超预算处理", "control")),
            "此前支出": money("以前月份支出", "前期累计支出", "截至上月支出", "截至上月累计", "上月累计支出", "年初至上月支出", "spentbefore"),
            "备注": ColumnWords("text", words=("说明", "remark", "remarks", "note")),
        },
        told_by=("类别", "预算"),
    ),
}  # fmt: skip

SIGNED_WORDS = (
    "签字", "签名", "签批", "签章", "盖章", "审批", "审批人", "审核", "审核人", "审批签字", "审核签字", "签字人", "意见", "审批意见", "会签", "signature",
)  # fmt: skip
"""What may stand behind a role in the header of its signatures."""
DAY_WORDS = (
    "日期", "时间", "签字日期", "签字时间", "签名日期", "签批日期", "审批日期", "审批时间", "审核日期", "审核时间", "会签日期", "date",
)  # fmt: skip
"""What may stand behind a role in the header of the days of its signatures, or alone right of it."""

FORM_LABELS = frozenset((
    "开户行", "开户银行", "银行", "账号", "账户", "银行账号", "收款账号", "户名", "付款方式", "支付方式", "结算方式", "附件", "附单据", "附单据数", "单据张数", "附件张数", "电话",
    "联系电话", "联系人", "职务", "岗位", "地址", "税号", "审批意见", "领导审批", "领款人签字", "预借金额", "应退金额", "余额", "出纳", "会计", "制单", "审核", "复核", "批准",
    "项目名称", "合同名称", "bank", "account", "attachments", "phone"))  # fmt: skip
"""Further labels of forms; what stands behind them is no payee."""

ALREADY = (
    "已签",
    "已签字",
    "已签名",
    "已审",
    "已审核",
    "已审批",
    "已批",
    "已批准",
    "已同意",
    "已会签",
    "同意",
    "批准",
    "通过",
    "签字",
    "准",
    "可",
    "已盖章",
    "盖章",
    "agreed",
    "approved",
    "signed",
    "v",
)
"""What a cell says that is signed without saying by whom; ticks beside."""
NOT_YET = (
    "未签",
    "未签字",
    "未审",
    "未审批",
    "未批",
    "待签",
    "待签字",
    "待审",
    "待审批",
    "待批",
    "审批中",
    "审核中",
    "流转中",
    "出差",
    "休假",
    "空",
    "无",
    "--",
    "---",
    "—",
    "——",
    "pending",
    "not signed",
    "not yet",
    "unsigned",
)
"""What a cell says that is not signed."""
REFUSED = ("不同意", "拒绝", "驳回", "退回", "否决", "未通过", "不通过", "不批准", "已撤销", "rejected", "refused")
"""What a cell says of somebody who would not sign."""

REMARKS = (
    "同[上前]", "如上", "见上", "见附", "见合同", "附件", "加急", "暂缓", "知悉", "属实", "情况", "付讫", "作废", "取消", "撤[回销]", "电话", "口头", "微信",
    "邮件", "钉钉", "线上", "系统", "流程", "公章", "财务章", "无[需须]", "免", "现金", "转账", "报销", "财务$", "会计$", "出纳$", "领导", "老板", "重新", "修改",
    "各位", "本人", "未知", "不详", "其他", "全部", "合计", "代[签办理]",
)  # fmt: skip
"""How remarks begin that stand in signature cells and are as short as names."""
TITLES = ("董事长", "总经理", "副总经理", "总裁", "副总裁", "总监", "部门主管", "部门经理", "经理", "主管", "主任", "店长", "组长", "会计", "出纳", "财务",
          "先生", "女士")  # fmt: skip
"""What may stand behind a name, or instead of one."""

REFUND_WORDS = ("退款", "退回", "退货", "冲销", "冲红", "红冲", "冲减", "refund")
"""What makes an amount below zero money that came back."""
IN_PLAN = ("计划内", "预算内", "是", "内", "√", "✓", "✔", "y", "yes", "true", "1")
OUT_OF_PLAN = ("计划外", "预算外", "否", "外", "×", "✗", "✘", "x", "n", "no", "false", "0", "无计划", "非计划")
WHOLE_YEAR = ("全年", "年度", "全年预算", "全年合计", "年度预算", "年度合计", "年", "合计", "总计", "year", "total")
MONTH_NAMES = {word: number for words in (
        ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"),
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
    ) for number, word in enumerate(words, 1)}  # fmt: skip
"""Months in words, as headers of columns have them."""
ACTUAL = re.compile(
    r"实际|执行|支出|已用|使用|完成|决算|差异|对比|余额|结余|剩余|占比|比例|进度|actual|spent|used|variance|balance"
)
"""What makes a column or a table one of what came of a budget."""
RECEIVED = ("客户", "客户名称", "工号", "业务员", "销售员", "毛利", "分成", "产品", "customer", "salesperson")
"""Columns that the receipts of a month book have, and payments rarely."""
PAID = re.compile(
    r"费用|报销|付款|支付|支出|请款|申请|收款人|收款单位|收款方|供应商|payee|vendor|supplier|expense|paid"
)
"""What a header says that is one of payments all the same."""
GROSS, TAX = ("价税合计", "含税金额", "含税总额"), ("税额", "税金", "进项税额", "tax")
"""What an invoice calls its amount with tax, and the tax."""
DITTO = ("同上", "〃", "″", "′′", '"', "”", "''", "ditto")
"""What a cell says that repeats the one above."""
CONTROLS = {"stop": ("禁止", "不得超支", "刚性", "严格", "停", "stop"), "warn": ("提醒", "预警", "警告", "弹性", "warn"),
            "ignore": ("不控制", "不管", "忽略", "不控", "ignore")}  # fmt: skip
"""What a budget line says of overspending."""
