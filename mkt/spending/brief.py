"""What is wrong with a payment in a few words, where a sentence for each finding would be too long."""

from __future__ import annotations

from collections.abc import Iterable

from mkt.findings import FAULTS, Finding, Language

BRIEF: dict[str, tuple[str, str]] = {
    "request-missing": ("没有支付申请单号", "no payment request number"),
    "contract-number-missing": ("没有合同编号", "no contract number"),
    "service-report-missing": ("缺 {found}", "lacks {found}"),
    "approval-missing": ("缺签字：{found}", "not signed by {found}"),
    "out-of-plan": ("计划或预算外，缺 {found} 签字", "outside plan or budget, not signed by {found}"),
    "approval-refused": ("没有同意：{found}", "refused: {found}"),
    "approval-order": ("签字先后不对（{found}）", "signed out of order ({found})"),
    "paid-before-approval": ("{found} 先付款，后签字", "paid on {found}, before it was signed"),
    "approval-own": ("自己批自己：{found}", "signed by its own payee or claimant: {found}"),
    "approval-same-person": ("一人兼签：{found}", "one person signed twice: {found}"),
    "contract-unsigned": ("会签未完成就签订（{found}）", "signed on {found}, before the countersign"),
    "payment-split": ("疑似拆分，合计 {found} 元", "perhaps split, {found} yuan together"),
    "payment-duplicate": ("与 {found} 重复", "repeats {found}"),
    "invoice-reused": ("发票 {found} 重复使用", "invoice {found} used before"),
    "date-in-future": ("日期在将来：{found}", "a day to come: {found}"),
    "date-outside-month": ("日期不在当月：{found}", "a day of another month: {found}"),
    "amount-missing": ("没有金额", "no amount"),
    "amount-negative": ("金额 {found}，未注明退款", "{found}, not marked as a refund"),
    "amount-words-differ": ("大小写不一致：{found}", "capitals and digits differ: {found}"),
    "day-unreadable": ("日期读不出来：{found}", "a day that cannot be read: {found}"),
    "number-unreadable": ("金额读不出来：{found}", "an amount that cannot be read: {found}"),
    "signature-unclear": ("签字看不明白：{found}", "a signature that is not clear: {found}"),
    "plan-unknown": ("没有写明是否计划内", "does not say whether it is in the plan"),
    "payment-near-limit": ("略低于限额：{found}", "just below the limit: {found}"),
    "contract-unknown": ("合同表里没有 {found}", "no contract {found}"),
    "budget-line-missing": ("“{found}”没有预算", "no budget for '{found}'"),
    "category-missing": ("没有写类别", "no category"),
    "day-missing": ("没有日期", "no day"),
    "payment-void": ("作废，未计入", "void, not counted"),
    "column-needed": ("表里没有要的签字栏或单据列", "a column for a signature or document is missing"),
}  # fmt: skip
"""Code → its few words in both languages, with what was found; of other codes the sentence is told."""


def brief(findings: Iterable[Finding], language: Language) -> str:
    """Some findings in a few words, the worst first, several of one code together."""
    order = list(FAULTS)
    severities = ("error", "warning", "note")
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (severities.index(f.severity), order.index(f.code))):
        groups.setdefault(finding.code, []).append(finding)
    return ("；" if language == "zh" else "; ").join(_words(code, some, language) for code, some in groups.items())


def _words(code: str, findings: list[Finding], language: Language) -> str:
    if code not in BRIEF:
        return ("；" if language == "zh" else " ").join(finding.message(language).rstrip("。.") for finding in findings)
    found = ("、" if language == "zh" else ", ").join(dict.fromkeys(finding.found for finding in findings))
    return BRIEF[code][language == "en"].format(found=found)
