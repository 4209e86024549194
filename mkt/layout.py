"""The layout of a scored workbook that its writer and its reader share."""

SCORES, WHY, INPUTS, FIGURES, FINDINGS, EVIDENCE = "成绩", "说明", "输入", "制度参数", "问题", "凭据"

REFERENCES = 2  # the hidden row (from 0) that holds the reference of each column of inputs
FIRST = 5  # the first row (from 0) of people, on every sheet with a row per person
LEADING = 4  # columns of 成绩 before the indicators: 工号 姓名 部门 岗位

PERIOD, POLICY, POLICY_HASH, SCORES_HASH = "月份", "制度", "制度文件 SHA-256", "成绩校验码 SHA-256"  # labels on 凭据
