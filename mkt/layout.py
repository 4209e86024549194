"""The layout of the results that their writers and their readers share."""

YEAR, TOTALS, WORKINGS, MARKS = "年度", "月度总分", "判定", "评价"
BEST, ADVICE, OUT, PROBATION = "优秀员工", "建议", "不参评", "试用期"
SCORES, WHY, INPUTS, FIGURES, FINDINGS, EVIDENCE = "成绩", "说明", "输入", "制度参数", "问题", "凭据"

REFERENCES = 2  # the hidden row (from 0) that holds the reference of each column of inputs
FIRST = 5  # the first row (from 0) of people, on every sheet with a row per person
LEADING = 4  # columns of 成绩 before the indicators: 工号 姓名 部门 岗位

SUMMARY, DEPARTMENTS, STATEMENTS, RECEIPTS, CLAWBACKS, TEAM = "汇总", "部门", "结算单", "明细", "追回", "团队"
CALCULATION, HANDED_ON, LEDGER, CONTROL = "计算", "结转", "台账", "核对"

PERIOD, POLICY, POLICY_HASH, SCORES_HASH = "月份", "制度", "制度文件 SHA-256", "成绩校验码 SHA-256"  # labels on 凭据
SOURCE_HASH = "输入文件 SHA-256"
PAY_POLICY, PAY_POLICY_HASH, PAY_HASH, CARRY_HASH = "薪酬制度", "薪酬制度文件 SHA-256", "薪酬校验码", "结转校验码"
BONUS_PAID = "年终奖已发年度"
SPENDING_POLICY, SPENDING_HASH, SETTINGS = "制度", "核对校验码", "改动的数值"
UNSETTLED = "未结清"  # what 结转 says of people who were not paid
YEAR_LABEL, YEAR_HASH = "年度", "年度成绩校验码"

KEPT_PEOPLE, KEPT_SANCTIONS, KEPT_REVIEWS = "记录_人员", "记录_处分", "记录_评价"
"""Sheets of what the book records beside the figures, for the year: a field of the record a column, in this order."""

KEPT_HEADS = {
    KEPT_PEOPLE: ("工号", "姓名", "部门", "分公司", "岗位", "级别", "上级", "状态", "入职日期", "复职日期"),
    KEPT_SANCTIONS: ("工号", "姓名", "日期", "类型", "已抵消", "单元格", "日期单元格", "抵消单元格", "工号单元格"),
    KEPT_REVIEWS: ("工号", "姓名", "评价人类别", "项目", "得分", "原文", "单元格", "工号单元格"),
}
