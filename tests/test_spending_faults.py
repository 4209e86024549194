"""Every fault of spending: a book that has it and one that just has not, its cell, how bad it is, what a tired clerk reads in either language."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import xlsxwriter

from mkt.findings import FaultCheck, Finding, Refused
from mkt.policy.load import packs
from mkt.policy.settings import setting_of
from mkt.spend import checked_books, read_spending
from mkt.spending import budget_faults, chain_faults, entry_faults, pattern_faults
from mkt.spending.checked import CheckedBook, Sales
from mkt.spending.document import needed, spending_document
from mkt.spending.gather import period_of
from mkt.spending.options import plan_of
from mkt.spending.plan import SpendingPlan
from mkt.spending.sales import sales_of
from tests.conftest import MakeBook, grid_of, write_book
from tests.test_pay_faults import is_whole

Change = Callable[[xlsxwriter.Workbook], None]
Row = dict[str, str]

# A payment of 3,000 that five people signed, one of 500 that nobody has to; the contract of the first; a budget that covers both.

FIVE = ("部门主管", "影城财务部", "影城总经理", "总部财务部", "总部总经理")
"""Who signs payments of 2,000 yuan and more, and contracts: section 9 of the rules."""
CHAIN = "→".join(FIVE)
SEVEN = ("市场总监", "公司总经理", "市场部经理", "产品市场部经理", "事业部总经理", "技术总监", "大客户经理")
"""Who else signs by the plan of promotion and by the research and campaigns of the same section."""


def dated(roles: Sequence[str]) -> list[str]:
    """Each role with the column of its days."""
    return [column for role in roles for column in (role, f"{role}日期")]


# A 日期, F 金额, L 付款日期, M to V the five with their days, W 备注.
PLAIN = ["日期", "收款人", "报销人", "事由", "类别", "金额", "大写金额", "计划内", "发票号", "支付申请单号", "合同编号", "付款日期", *dated(FIVE), "备注"]  # fmt: skip
# X 方案类型, Y to AA the papers of after-sales, AB to AO the seven with their days.
WIDE = [*PLAIN, "方案类型", "服务报告", "客户评价", "客户签字", *dated(SEVEN)]
OF_CONTRACTS = ["合同编号", "对方", "事由", "金额", "签订日期", *dated(FIVE)]
OF_BUDGET = ["类别", "月份", "预算", "控制", "此前支出"]

SIGNED: Row = {
    "部门主管": "钱一", "部门主管日期": "2024-05-07", "影城财务部": "孙二", "影城财务部日期": "2024-05-08",
    "影城总经理": "李三", "影城总经理日期": "2024-05-08", "总部财务部": "周四", "总部财务部日期": "2024-05-09",
    "总部总经理": "吴五", "总部总经理日期": "2024-05-10",
}  # fmt: skip
UNSIGNED: Row = dict.fromkeys(SIGNED, "~")
EARLIER = {column: said.replace("2024-05", "2024-04") for column, said in SIGNED.items()}


def large(**other: str) -> Row:
    """The signed payment of 3,000, with some cells otherwise."""
    return {"日期": "2024-05-06", "收款人": "甲公司", "事由": "海报", "类别": "推广费", "金额": "3000", "计划内": "是", "发票号": "'10000001",
            "支付申请单号": "Z-001", "付款日期": "2024-05-12", **SIGNED, **other}  # fmt: skip


def small(**other: str) -> Row:
    """The payment of 500, with some cells otherwise."""
    return {"日期": "2024-05-07", "收款人": "乙公司", "事由": "文具", "类别": "办公费", "金额": "500", "发票号": "'10000002",
            "付款日期": "2024-05-20", **other}  # fmt: skip


def contract(**other: str) -> Row:
    """The countersigned contract, with some cells otherwise."""
    return {
        "合同编号": "HT-01",
        "对方": "甲公司",
        "事由": "海报",
        "金额": "5000",
        "签订日期": "2024-05-05",
        **EARLIER,
        **other,
    }


def line(category: str = "推广费", budget: str = "10000", **other: str) -> Row:
    """A budget line of May; what earlier months spent is stated, so that the year to date is known."""
    return {"类别": category, "月份": "5月", "预算": budget, "此前支出": "0", **other}


ENOUGH = (line(), line("办公费", "2000"))


def sheet(name: str, heads: Sequence[str], rows: Sequence[Row], without: str = "") -> str:
    """A sheet as a grid, with some columns left out."""
    kept = [head for head in heads if head not in without.split()]
    lines = [kept, *([row.get(head, "~") for head in kept] for row in rows)]
    return "\n".join([f"sheet {name}", *(f"| {' | '.join(cells)} |" for cells in lines), ""])


def book_of(
    *payments: Row,
    contracts: Sequence[Row] = (),
    lines: Sequence[Row] = ENOUGH,
    heads: Sequence[str] = PLAIN,
    without: str = "",
    more: str = "",
) -> str:
    """A spending book: the two payments unless others are given, no contracts, the budget."""
    sheets = [sheet("付款", heads, payments or (large(), small()), without)]
    sheets += [sheet("合同", OF_CONTRACTS, contracts, without)] if contracts else []
    sheets += [sheet("预算", OF_BUDGET, lines, without)] if lines else []
    return "".join(sheets) + more


def wide(*payments: Row, lines: Sequence[Row] = ENOUGH, without: str = "") -> str:
    """A book with the columns that all three policies ask for."""
    return book_of(*payments, lines=lines, heads=WIDE, without=without)


SOUND = book_of(contracts=[contract()])
OURS = ("payments-2000",)
ALL = ("payments-2000", "promotion-plan", "research-and-campaigns")
LATE = "2024-12-31"


def formula(place: str, stored: str, name: str = "付款") -> Change:
    """Write a formula into a cell, with what the file holds of its result."""
    return lambda workbook: workbook.get_worksheet_by_name(name).write_formula(place, "=X!A1", None, stored)


def by(policies: tuple[str, ...], threshold: str = "", settings: tuple[str, ...] = ()) -> SpendingPlan:
    """The policies as one; what is built in is read once."""
    built_in = all(name in packs() for name in policies)
    return (_known if built_in else _known.__wrapped__)(policies, threshold, settings)


@functools.cache
def _known(policies: tuple[str, ...], threshold: str, settings: tuple[str, ...]) -> SpendingPlan:
    return plan_of(policies, threshold, [setting_of(text) for text in settings])


def checked(
    folder: Path,
    texts: Sequence[str],
    files: Sequence[str] = ("2024-05.xlsx",),
    policies: Sequence[str] = OURS,
    settings: Sequence[str] = (),
    threshold: str = "",
    today: str = LATE,
    change: Change | None = None,
    sales: dict[str, Sales] | None = None,
) -> list[CheckedBook]:
    """Books checked together; `change` is one of each workbook."""
    plan = by(tuple(policies), threshold, tuple(settings))
    paths = [write_book(folder / file, grid_of(text), change) for file, text in zip(files, texts, strict=True)]
    books = [read_spending(path, plan) for path in paths]
    return list(checked_books(books, plan, datetime.date.fromisoformat(today), sales))


Checking = Callable[..., CheckedBook]
Together = Callable[..., list[CheckedBook]]


@pytest.fixture
def checking(tmp_path: Path) -> Checking:
    """Check one book of May 2024."""

    def run(
        text: str,
        policies: Sequence[str] = OURS,
        settings: Sequence[str] = (),
        threshold: str = "",
        today: str = LATE,
        change: Change | None = None,
        file: str = "2024-05.xlsx",
    ) -> CheckedBook:
        return checked(tmp_path, [text], [file], policies, settings, threshold, today, change)[0]

    return run


@pytest.fixture
def together(tmp_path: Path) -> Together:
    """Check books of April and May 2024, or of other months, together."""

    def run(*texts: str, files: Sequence[str] = ("2024-04.xlsx", "2024-05.xlsx"), policies: Sequence[str] = OURS) -> list[CheckedBook]:  # fmt: skip
        return checked(tmp_path, texts, files, policies)

    return run


def codes(book: CheckedBook) -> list[str]:
    """The codes of everything that was found."""
    return [finding.code for finding in book.findings]


def told(book: CheckedBook) -> list[tuple[str, str]]:
    """Code and place of everything that was found."""
    return [(finding.code, finding.where) for finding in book.findings]


def every(book: CheckedBook, code: str) -> list[Finding]:
    """The findings of a code."""
    return [finding for finding in book.findings if finding.code == code]


def one(book: CheckedBook, code: str) -> Finding:
    """The only finding of a code."""
    [found] = every(book, code)
    return found


def errors(book: CheckedBook) -> list[str]:
    """The codes of what is an error."""
    return [finding.code for finding in book.findings if finding.severity == "error"]


# one fault each


@dataclass(frozen=True)
class Case:
    """A fault: a book that has it, where it is told, how bad it is; what it must say in both languages and in each of them.

    `near` is a book that comes close and is right; `also` are the codes that the same slip brings besides.
    """

    code: str
    where: str
    bad: str
    near: str = ""
    says: str = ""
    zh: str = ""
    en: str = ""
    severity: str = "error"
    also: str = ""
    name: str = ""
    policies: tuple[str, ...] = OURS
    today: str = LATE
    change: Change | None = None


def name_of(case: Case) -> str:
    """What a test of the case is called."""
    return f"{case.code} {case.name}".strip()


def two(first: str, second: str, day: str = "2024-05-13", **other: str) -> str:
    """Two payments to 乙公司, the first on the 6th of May."""
    return book_of(
        small(日期="2024-05-06", 金额=first, **other),
        small(日期=day, 金额=second, 发票号="'10000003", **other),
        lines=[line("办公费", "9000")],
    )


def bill(day: str = "2024-05-07", **other: str) -> Row:
    """A second small payment, of 60 yuan."""
    return small(日期=day, 金额="60", 事由="水电", **other)


SERVICE: Row = {"类别": "售后费", "收款人": "丁公司"}
PAPERS: Row = {"服务报告": "F-17", "客户评价": "满意", "客户签字": "王客"}
TOTAL: Row = {"收款人": "合计"}
PROMOTION = (line("推广费", "9000"), line("售后费", "900"))

CHAINS = [
    Case("request-missing", "付款!J2", book_of(large(支付申请单号="~")), book_of(large(支付申请单号="Z-002")),
         "甲公司 3,000.00", "没有支付申请单号", "the number of the payment request is missing"),
    Case("request-missing", "付款!J2", book_of(large(支付申请单号="无")), book_of(large(支付申请单号="2024-05-001")), "甲公司 3,000.00", name="where it says none"),
    Case("approval-missing", "付款!O2", book_of(large(影城财务部="~", 影城财务部日期="~")), book_of(large(影城财务部="√")),
         f"甲公司 3,000.00 影城财务部 {CHAIN}", "缺 影城财务部 的签字", "the signature of 影城财务部 is missing"),
    Case("approval-missing", "付款!O2", book_of(large(影城财务部="未签")), book_of(large(影城财务部="已签")), "影城财务部", name="where it says so"),
    Case("approval-missing", "付款!U2", book_of(large(金额="2000", 总部总经理="~", 总部总经理日期="~")), book_of(large(金额="1999.99", **UNSIGNED)),
         "2,000.00 总部总经理 以上", "金额恰为 2,000.00 元：“以上”含本数", "Exactly 2,000.00: 以上 includes the number", name="at the bound"),
    Case("approval-missing", "合同!H2", book_of(contracts=[contract(影城财务部="~", 影城财务部日期="~", 签订日期="~")]), book_of(contracts=[contract(签订日期="~")]),
         f"甲公司 5,000.00 影城财务部 {CHAIN}", "缺 影城财务部 的签字", "the signature of 影城财务部 is missing", name="of a contract"),
    Case("approval-refused", "付款!S2", book_of(large(总部财务部="不同意")), book_of(large(总部财务部="同意 周四")),
         "甲公司 3,000.00 总部财务部 不同意", "没有同意", "would not sign"),
    Case("approval-order", "付款!P2", book_of(large(影城财务部日期="2024-05-06")), book_of(large(影城财务部日期="2024-05-07")),
         f"甲公司 影城财务部 2024-05-06 部门主管 2024-05-07 {CHAIN}", "早于 部门主管", "before 部门主管"),
    Case("approval-order", "合同!I2", book_of(contracts=[contract(影城财务部日期="2024-04-06")]), book_of(contracts=[contract(影城财务部日期="2024-04-07")]),
         "甲公司 影城财务部 2024-04-06 部门主管 2024-04-07", name="of a contract"),
    Case("paid-before-approval", "付款!L2", book_of(large(付款日期="2024-05-09")), book_of(large(付款日期="2024-05-10")),
         "甲公司 3,000.00 2024-05-09 总部总经理 2024-05-10", "就付了款", "paid on 2024-05-09"),
    Case("approval-own", "付款!Q2", book_of(large(收款人="李三")), book_of(large(收款人="李三公司")), "李三 3,000.00 影城总经理", "收款人本人", "is the payee"),
    Case("approval-own", "付款!M2", book_of(large(报销人="钱一")), book_of(large(报销人="钱 二")), "甲公司 钱一 部门主管", "报销人本人", "is the claimant", name="of the claimant"),
    Case("approval-own", "合同!F2", book_of(contracts=[contract(对方="钱一")]), book_of(contracts=[contract(对方="钱一一")]), "钱一 部门主管", "对方本人", "is the other party",
         name="of the other party"),
    Case("approval-same-person", "付款!S2", book_of(large(总部财务部="孙二")), book_of(large(总部财务部="孙二二")),
         "甲公司 孙二 影城财务部 总部财务部", "一人签了", "must be different people"),
    Case("contract-number-missing", "合同!A2", book_of(contracts=[contract(合同编号="~")]), book_of(contracts=[contract(合同编号="HT-02")]),
         "甲公司 5,000.00", "没有合同编号。先向行政部取得编号", "the contract number is missing. It is given by administration"),
    Case("contract-number-missing", "合同!A2", book_of(contracts=[contract(合同编号="未取得")]), "", "甲公司", name="where it says so"),
    Case("contract-unsigned", "合同!E2", book_of(contracts=[contract(签订日期="2024-04-09")]), book_of(contracts=[contract(签订日期="2024-04-10")]),
         "甲公司 2024-04-09 总部总经理 2024-04-10", "先会签，后签订", "The countersign comes first"),
    Case("contract-unsigned", "合同!E2", book_of(contracts=[contract(总部财务部="~", 总部财务部日期="~")]), book_of(contracts=[contract(总部财务部="周四 2024-04-09", 总部财务部日期="~")]),
         "甲公司 2024-05-05 总部财务部", "会签还缺 总部财务部", "had not countersigned", also="approval-missing", name="without one of the five"),
    Case("column-needed", "付款!1:1", book_of(without="总部财务部 总部财务部日期"), book_of(small(), without="总部财务部 总部财务部日期"),
         "付款 总部财务部 1 付款!F2", "没有“总部财务部”列", "no column '总部财务部'"),
    Case("column-needed", "付款!1:1", book_of(without="支付申请单号"), book_of(without="支付申请单号").replace("| 合同编号", "| 申请单编号"),
         "付款 支付申请单号 1 付款!F2", name="of the form"),
    Case("column-needed", "合同!1:1", book_of() + sheet("合同", OF_CONTRACTS, [contract(), contract(合同编号="HT-02")], "总部财务部 总部财务部日期"),
         book_of(contracts=[contract()]), "合同 总部财务部 2 合同!D2", name="of contracts"),
    Case("signatures-undated", "付款!S2", book_of(large(总部财务部日期="~")), book_of(large(总部财务部="周四 5月9日", 总部财务部日期="~")),
         "1 付款!S2", "没有日期", "have no day", "note"),
    Case("approval-missing", "付款!AB2", wide(large(), lines=PROMOTION), wide(large(市场总监="郑六"), lines=PROMOTION), "甲公司 3,000.00 市场总监", "缺 市场总监 的签字",
         policies=ALL, name="inside the plan"),
    Case("out-of-plan", "付款!AD2", wide(large(计划内="否", 市场总监="郑六"), lines=PROMOTION), wide(large(计划内="否", 公司总经理="冯七"), lines=PROMOTION),
         "甲公司 3,000.00 公司总经理", "不在计划内，要 公司总经理 签字", "outside the plan, so 公司总经理 has to sign", policies=ALL),
    Case("out-of-plan", "付款!AD2", wide(large(市场总监="郑六"), lines=[line("推广费", "2999.99")]), wide(large(市场总监="郑六"), lines=[line("推广费", "3000.01")]),
         "甲公司 3,000.00 公司总经理", "超出当月预算", "beyond the budget of the month", also="budget-exceeded", policies=ALL, name="beyond the budget"),
    Case("service-report-missing", "付款!Y2", wide(small(**SERVICE), lines=PROMOTION), wide(small(**SERVICE, **PAPERS), lines=PROMOTION),
         "丁公司 500.00 服务报告 客户评价 客户签字", "没有服务报告、客户评价、客户签字", "服务报告、客户评价、客户签字 is missing", policies=ALL),
    Case("service-report-missing", "付款!AA2", wide(small(**SERVICE, **{**PAPERS, "客户签字": "~"}), lines=PROMOTION), wide(small(**SERVICE, **{**PAPERS, "客户签字": "√"}), lines=PROMOTION),
         "丁公司 500.00 客户签字", "没有客户签字", "客户签字 is missing", policies=ALL, name="without the customer's signature"),
    Case("plan-unknown", "付款!H2", wide(large(计划内="~"), lines=PROMOTION), wide(small(计划内="~")), "", "没有写明是否在计划内", "whether it is in the plan", "warning", policies=ALL),
    Case("plan-unknown", "付款!H2", wide(large(计划内="大概"), lines=PROMOTION), wide(large(计划内="√", 市场总监="郑六"), lines=PROMOTION), "大概 是 否", severity="warning", policies=ALL,
         name="of a word that says neither"),
]  # fmt: skip

ENTRIES = [
    Case("columns-alike", "付款!W1", book_of(large(备注="钱一")).replace("| 备注 |", "| 部门经理 |"), book_of(large(备注="钱一")).replace("| 备注 |", "| 市场经理 |"),
         "2 部门主管 付款!M1 付款!W1", "只留一列或改名", "Keep one or rename"),
    Case("amount-missing", "付款!F2", book_of(large(金额="~")), book_of(large(金额="3000元")), "甲公司", "没有填不等于零", "Blank is not zero"),
    Case("amount-unexplained", "付款!F4", book_of(large(), small(), {"金额": "3500"}), book_of(large(), small(), {**TOTAL, "金额": "3500"}),
         "3500 合计", "没有使用", "was not used", "warning"),
    Case("day-unreadable", "付款!A2", book_of(large(日期="月初")), book_of(large(日期="5月6日")), "日期 月初 2024-05-31", "读不出来", "cannot be read"),
    Case("day-unreadable", "付款!L2", book_of(large(付款日期="月底")), book_of(large(付款日期="2024.5.31")), "付款日期 月底", name="of payment"),
    Case("day-unreadable", "付款!T2", book_of(large(总部财务部日期="9号上午")), book_of(large(总部财务部日期="2024年5月9日")), "总部财务部日期 9号上午", also="signatures-undated",
         name="of a signature"),
    Case("day-unreadable", "合同!E2", book_of(contracts=[contract(签订日期="月底")]), book_of(contracts=[contract(签订日期="20240531")]), "签订日期 月底", name="of a contract"),
    Case("signature-unclear", "付款!S2", book_of(large(总部财务部="待核实后再定")), book_of(large(总部财务部="周四")), "总部财务部 待核实后再定",
         "看不出签了没有", "neither a signature nor none", "warning", also="approval-missing"),
    Case("signature-unclear", "付款!S2", book_of(large(总部财务部="李四代签")), book_of(large(总部财务部="李四")), "李四代签", severity="warning",
         also="approval-missing", name="of a deputy"),
    Case("amount-words-differ", "付款!G2", book_of(large(大写金额="叁仟壹佰元整")), book_of(large(大写金额="叁仟元整")), "叁仟壹佰元整 3,100.00 3,000.00", "不一致", "they differ"),
    Case("amount-words-unreadable", "付款!G2", book_of(large(大写金额="三千多")), book_of(large(大写金额="人民币叁仟元整")), "三千多", "读不出来", "no amount in capitals", "note"),
    Case("amount-fraction", "付款!F3", book_of(large(), small(金额="500.005")), book_of(large(), small(金额="500.01")), "500.005 500.01", "不到分", "parts of a cent", "warning"),
    Case("total-differs", "付款!F4", book_of(large(), small(), {**TOTAL, "金额": "3600"}), book_of(large(), small(), {**TOTAL, "金额": "3500.00"}),
         "3,600.00 3,500.00", "合计写着", "the total says", "warning"),
    Case("contract-unknown", "付款!K2", book_of(large(合同编号="HT-02"), contracts=[contract()]), book_of(large(合同编号="HT-01"), contracts=[contract()]),
         "HT-02", "不在合同表里", "not on the sheet of contracts", "warning"),
    Case("contract-exceeded", "合同!D2", book_of(large(合同编号="HT-01"), contracts=[contract(金额="2999.99")]), book_of(large(合同编号="HT-01"), contracts=[contract(金额="3000")]),
         "HT-01 3,000.00 2,999.99", "超过合同金额", "beyond its amount", "warning"),
    Case("contract-twice", "合同!A3", book_of(contracts=[contract(), contract(对方="丁公司")]), book_of(contracts=[contract(), contract(合同编号="HT-010")]),
         "HT-01 合同!A2", "有两份合同用", "two contracts have the number"),
    Case("budget-month-unreadable", "预算!B4", book_of(lines=[*ENOUGH, line("差旅费", 月份="年初")]), book_of(lines=[*ENOUGH, line("差旅费", 月份="6")]),
         "年初 5月 2024-05 全年", "认不出来", "cannot be read"),
    Case("budget-line-twice", "预算!C4", book_of(lines=[*ENOUGH, line("推广费", "500")]), book_of(lines=[*ENOUGH, line("推广费", "500", 月份="6月")]),
         "推广费 2024-05 预算!C2", "只用了先写的", "the first one is used"),
    Case("budget-control-unknown", "预算!D2", book_of(lines=[line(控制="看着办"), line("办公费", "1000")]), book_of(lines=[line(控制="提醒"), line("办公费", "1000")]),
         "看着办 禁止 提醒 不控制", "认不出来", "no known way", "warning"),
    Case("number-unreadable", "付款!F2", book_of(large(金额="约3000")), book_of(large(金额="￥3,000.00")), "约3000", "不是数", "is not a number"),
    Case("number-unreadable", "预算!C2", book_of(lines=[line("推广费", "一万"), line("办公费", "1000")]), book_of(lines=[line("推广费", "1万"), line("办公费", "1000")]), "一万", name="of a budget"),
    Case("number-unreadable", "预算!E2", book_of(lines=[line(此前支出="不清楚"), line("办公费", "1000")]), book_of(lines=[line(此前支出="2,000"), line("办公费", "1000")]), "不清楚",
         also="budget-year-open", name="of what was spent before"),
    Case("number-unreadable", "合同!D2", book_of(contracts=[contract(金额="约5000")]), book_of(contracts=[contract(金额="5000元")]), "约5000", name="of a contract"),
    Case("cell-error", "付款!F2", SOUND, SOUND, "#REF!", "错误值", "the error", change=formula("F2", "#REF!")),
    Case("cell-error", "预算!C3", SOUND, "", "#REF!", change=formula("C3", "#REF!", "预算"), name="of a budget"),
    Case("cell-error", "合同!D2", SOUND, "", "#REF!", change=formula("D2", "#REF!", "合同"), name="of a contract"),
    Case("formula-uncalculated", "付款!F2", SOUND, SOUND, "", "打开、保存一次", "Open and save the book once", change=formula("F2", "")),
    Case("unit-unfit", "付款!F1", SOUND.replace("| 金额 | 大写金额", "| 金额（小时） | 大写金额"), SOUND.replace("| 金额 | 大写金额", "| 金额（元） | 大写金额"),
         "金额 小时 元", "无法换算", "Correct the unit"),
    Case("sheet-hidden", "旧付款", book_of(more="sheet 旧付款\n| 甲 | 乙 |\n| 1 | 2 |\n"), SOUND, "", "没有读取", "was not read", "note",
         change=lambda workbook: workbook.get_worksheet_by_name("旧付款").hide() if workbook.get_worksheet_by_name("旧付款") else None),
    Case("sheet-unused", "备忘", book_of(more="sheet 备忘\n| 下周 | 上周 |\n| 开会 | 聚餐 |\n"), SOUND, "备忘", "没有使用", "was not used", "note"),
]  # fmt: skip

PATTERNS = [
    Case("payment-split", "付款!F2", two("1000", "1000"), two("1000", "999.99", "2024-05-14"), "乙公司 2024-05-06 2024-05-13 2 2,000.00 付款!F2 付款!F3",
         "按一笔计", "counted as one", "warning", also="approval-missing request-missing"),
    Case("payment-near-limit", "付款!F3", book_of(large(), small(金额="1950"), lines=[line(), line("办公费", "9000")]),
         book_of(large(), small(金额="1899.99"), lines=[line(), line("办公费", "9000")]), "乙公司 1,950.00 2,000.00 50.00", "只比 2,000.00 元少", "only 50.00 below 2,000.00", "note"),
    Case("payment-duplicate", "付款!F4", book_of(large(), small(), small(日期="2024-05-30")), book_of(large(), small(), small(日期="2024-05-30", 发票号="'10000003", 金额="400")),
         "乙公司 500.00 10000002 付款!F3", "重复", "repeats"),
    Case("payment-duplicate", "付款!F4", book_of(large(), small(发票号="~"), small(发票号="~")), book_of(large(), small(发票号="~"), small(发票号="~", 日期="2024-05-08")),
         "乙公司 500.00 付款!F3", name="without an invoice"),
    Case("invoice-reused", "付款!I4", book_of(large(), small(), bill(收款人="丁公司")), book_of(large(), small(), bill(收款人="丁公司", 发票号="'10000012")),
         "10000002", "用过", "was used at"),
    Case("invoice-reused", "付款!I4", book_of(large(), small(发票号="10000002、10000005"), bill(发票号="10000007、10000005")), book_of(large(), small(发票号="无"), bill(发票号="无")), "10000005",
         name="among several"),
    Case("date-outside-month", "付款!A3", book_of(large(), small(日期="2024-04-30")), book_of(large(), small(日期="2024-05-31")), "2024-04-30 2024-05", "不在这张表的月份", "is not in 2024-05",
         "warning"),
    Case("date-in-future", "付款!A3", book_of(large(), small(日期="2024-05-30")), book_of(large(), small(日期="2024-05-29")), "日期 2024-05-30 2024-05-29", "还没有到", "still to come",
         today="2024-05-29"),
    Case("date-in-future", "付款!L3", book_of(large(), small(付款日期="2024-05-30")), book_of(large(), small(付款日期="2024-05-29")), "付款日期 2024-05-30", today="2024-05-29", name="of payment"),
    Case("date-in-future", "付款!V2", book_of(large(总部总经理日期="2024-06-10", 付款日期="~")), book_of(large(总部总经理日期="2024-05-29", 付款日期="~")), "总部总经理 2024-06-10",
         today="2024-05-29", name="of a signature"),
    Case("amount-negative", "付款!F3", book_of(large(), small(金额="-500")), book_of(large(), small(金额="-500", 备注="退款")), "-500.00 退款", "没有注明退款", "without a mark that it came back"),
    Case("amount-negative", "付款!F3", book_of(large(), small(金额="0")), book_of(large(), small(金额="0.01")), "0.00", name="of zero"),
]  # fmt: skip

BUDGETS = [
    Case("budget-exceeded", "预算!C3", book_of(lines=[line(), line("办公费", "499.99")]), book_of(lines=[line(), line("办公费", "555.56")]),
         "办公费 2024-05 500.00 499.99 0.01", "超 0.01 元", "0.01 too much"),
    Case("budget-exceeded", "预算!C3", book_of(lines=[line(), line("办公费", "400", 控制="提醒")]), book_of(lines=[line(), line("办公费", "400", 控制="不控制")]),
         "办公费 125.0%", severity="warning", name="that only warns"),
    Case("budget-used-up", "预算!C3", book_of(lines=[line(), line("办公费", "500")]), book_of(lines=[line(), line("办公费", "555.56")]), "办公费 2024-05 500.00 100", "正好用完", "exactly used up", "note"),
    Case("budget-near", "预算!C3", book_of(lines=[line(), line("办公费", "555.55")]), book_of(lines=[line(), line("办公费", "555.56")]), "办公费 2024-05 90.0% 55.55", "还剩", "left", "note"),
    Case("budget-line-missing", "付款!E3", book_of(lines=[line(), line("办公用品", "1000")]), book_of(), "办公费 1 500.00 办公用品", "没有“办公费”这个类别", "no category '办公费'", "warning"),
    Case("category-missing", "付款!E3", book_of(large(), small(类别="~")), book_of(), "1 500.00", "没有写类别", "without a category", "warning"),
    Case("budget-forecast-over", "预算!C3", book_of(lines=[line(), line("办公费", "6000", 月份="全年", 此前支出="2000.01")]),
         book_of(lines=[line(), line("办公费", "6000", 月份="全年", 此前支出="2000")]), "办公费 6,000.02 6,000.00", "全年预计", "at the pace of the year", "note"),
    Case("budget-year-open", "", book_of(lines=[line(此前支出="~"), line("办公费", "1000")]), book_of(), "2024-05 此前支出", "以前各月的付款", "the payments before 2024-05", "note"),
    Case("budget-absent", "", book_of(lines=[]), book_of(), "", "没有预算表", "no budget in the book", "note"),
]  # fmt: skip

CASES = [*CHAINS, *ENTRIES, *PATTERNS, *BUDGETS]
APART = {
    "amount-round",
    "budget-blank",
    "budget-month-shared",
    "day-missing",
    "day-unkept",
    "number-cut",
    "payment-void",
}
"""Codes that have tests of their own below."""
SHARED = {
    "cell-error",
    "formula-uncalculated",
    "number-unreadable",
    "unit-unfit",
    "sheet-hidden",
    "sheet-unused",
    "column-twice",
}
"""Codes that spending has in common with a month."""


@pytest.fixture(scope="module")
def of_case(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case, bool], CheckedBook]:
    """The book of a case, checked: the one that has the fault, or the one that comes close."""

    @functools.cache
    def run(case: Case, near: bool = False) -> CheckedBook:
        unchanged = near and case.near == case.bad
        folder, change = tmp_path_factory.mktemp("case"), None if unchanged else case.change
        [book] = checked(
            folder, [case.near if near else case.bad], policies=case.policies, today=case.today, change=change
        )
        return book

    return run


OfCase = Callable[..., CheckedBook]


def test_sound_book_has_no_finding(checking: Checking) -> None:
    """The book that the faults are put into is right."""
    assert told(checking(SOUND)) == []


def test_sound_book_of_all_policies_has_no_finding(checking: Checking) -> None:
    """So is the wide one by the three policies at once, with the signature that promotion inside the plan needs."""
    assert told(checking(wide(large(市场总监="郑六"), small()), ALL)) == []


def test_every_fault_of_spending_has_a_case() -> None:
    """No fault of spending is without a book that has it."""
    checks = [
        check
        for module in (entry_faults, chain_faults, pattern_faults, budget_faults)
        for check in vars(module).values()
    ]
    known = {check.fault.code for check in checks if isinstance(check, FaultCheck)}
    assert known - SHARED == ({case.code for case in CASES} & known) - SHARED | APART


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_fault_is_told_once_at_its_cell(case: Case, of_case: OfCase) -> None:
    """The finding has its severity, and stands at the cell that must be mended."""
    assert [(f.severity, f.where) for f in every(of_case(case), case.code)] == [(case.severity, case.where)]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_fault_names_the_file(case: Case, of_case: OfCase) -> None:
    """The place is one of the book that was checked."""
    assert {f.file for f in every(of_case(case), case.code)} == {"2024-05.xlsx"}


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_fault_says_in_both_languages_what_a_clerk_needs(case: Case, of_case: OfCase) -> None:
    """Whom, how much, which role, which day, which other cell: both languages say it, with what is wrong in words."""
    found = every(of_case(case), case.code)[0]
    lacking = [
        (words, message) for message in (found.zh, found.en) for words in case.says.split() if words not in message
    ]
    lacking += [
        (words, message) for words, message in ((case.zh, found.zh), (case.en, found.en)) if words not in message
    ]
    assert lacking == []


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_messages_are_whole_in_both_languages(case: Case, of_case: OfCase) -> None:
    """What is said reads as a sentence: no gap, no stop twice."""
    assert [message for f in of_case(case).findings for message in (f.zh, f.en) if not is_whole(message)] == []


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_fault_brings_nothing_else(case: Case, of_case: OfCase) -> None:
    """One slip is one kind of finding, but for what it really means besides."""
    assert set(codes(of_case(case))) - {case.code} == set(case.also.split())


@pytest.mark.parametrize("case", [case for case in CASES if case.near], ids=name_of)
def test_what_comes_close_is_no_fault(case: Case, of_case: OfCase) -> None:
    """The book that is just right does not have the fault."""
    assert case.code not in codes(of_case(case, near=True))


# 2,000.00 and what lies beside it


@pytest.mark.parametrize("amount", ["2000", "2000.00", "2,000.00", "1999.995", "0.2万"])
def test_two_thousand_needs_all_five(amount: str, checking: Checking) -> None:
    """以上 includes the number: exactly 2,000.00, however it is written, is signed by the five, and by nobody is five findings."""
    book = checking(book_of(large(金额=amount, **UNSIGNED)))
    assert needed(book, book.payments[0]) == list(FIVE)
    assert [f.where for f in every(book, "approval-missing")] == [f"付款!{column}2" for column in "MOQSU"]


@pytest.mark.parametrize("amount", ["1999.99", "1999.994", "0.01"])
def test_less_than_two_thousand_needs_nobody(amount: str, checking: Checking) -> None:
    """A cent less is not 以上; parts of a cent are rounded half up before the comparison."""
    book = checking(book_of(large(金额=amount, 支付申请单号="~", **UNSIGNED)))
    assert needed(book, book.payments[0]) == []
    assert errors(book) == []


def test_two_thousand_says_that_the_bound_is_included(checking: Checking) -> None:
    """Who asks why a payment of exactly 2,000.00 needs a form and signatures is told of 以上, in every finding and in both languages."""
    book = checking(book_of(large(金额="2000", 支付申请单号="~", **UNSIGNED)))
    found = [f for f in book.findings if f.severity == "error"]
    assert len(found) == 6
    assert [f for f in found if "“以上”含本数" not in f.zh or "以上 includes the number" not in f.en] == []


def test_two_thousand_and_a_cent_says_nothing_of_the_bound(checking: Checking) -> None:
    """Where the amount is not the bound itself, nobody needs to be told whose the bound is."""
    book = checking(book_of(large(金额="2000.01", 支付申请单号="~", **UNSIGNED)))
    assert [f for f in book.findings if "以上" in f.zh or "以上" in f.en] == []


def test_threshold_moves_who_signs(checking: Checking) -> None:
    """With --threshold 3000 a payment of 2,999.99 needs nobody and one of 3,000.00 all five."""
    book = checking(
        book_of(large(金额="2999.99", **UNSIGNED), large(收款人="丁公司", 发票号="'10000009", **UNSIGNED)),
        threshold="3000",
    )
    assert [needed(book, payment) for payment in book.payments] == [[], list(FIVE)]


UP_TO = """\
policy: up-to
title: 界限归下一级
version: "1"
source: {id: X, document: 测试}
effective: {from: 2024-01-01}
period: month
roles: {部门主管: [], 总部总经理: []}
approvals:
  - title: 付款审批
    covers: {sheet: 付款}
    by: single
    rows:
      - {at_most: 2000, chain: [部门主管]}
      - {above: 2000, chain: [部门主管, 总部总经理]}
    in_order: "yes"
    distinct: "yes"
    clause: 第一条
"""


Own = Callable[[str], tuple[str, ...]]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """A policy of one's own in a file, ready to be given."""

    def write(text: str) -> tuple[str, ...]:
        path = tmp_path / "own.yaml"
        path.write_text(text, encoding="utf-8")
        return (str(path),)

    return write


def edited(text: str, *edits: tuple[str, str]) -> str:
    """The text with some words changed, each of which must be there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_bound_may_belong_to_the_lower_row(checking: Checking, own: Own) -> None:
    """By a policy that says 2,000 以下 and 超过 2,000, exactly 2,000.00 is the head of the department's alone."""
    book = checking(book_of(small(金额="2000"), small(金额="2000.01", 收款人="丁公司", 发票号="'10000009")), own(UP_TO))
    assert [needed(book, payment) for payment in book.payments] == [["部门主管"], ["部门主管", "总部总经理"]]
    assert "“以下”含本数" in every(book, "approval-missing")[0].zh
    assert "以下 includes the number" in every(book, "approval-missing")[0].en


# what is signed together, and in which order


def test_late_first_signature_is_told_of_each_who_signed_before(checking: Checking) -> None:
    """If the head of the department signs after everybody, the four others signed too early, each at his day."""
    book = checking(book_of(large(部门主管日期="2024-05-11")))
    assert told(book) == [("approval-order", f"付款!{column}2") for column in "PRTV"]


def test_order_is_not_looked_at_where_it_does_not_matter(checking: Checking, own: Own) -> None:
    """With in_order: no the days of the signatures may stand as they like."""
    free = edited(UP_TO, ('in_order: "yes"', 'in_order: "no"'))
    rows = large(部门主管日期="2024-05-11")
    assert "approval-order" in codes(checking(book_of(rows), own(UP_TO)))
    assert "approval-order" not in codes(checking(book_of(rows), own(free)))


def test_one_person_may_sign_twice_where_the_policy_lets_him(checking: Checking, own: Own) -> None:
    """With distinct: no the head of the department may be the general manager too."""
    free = edited(UP_TO, ('distinct: "yes"', 'distinct: "no"'))
    rows = large(总部总经理="钱一")
    assert "approval-same-person" in codes(checking(book_of(rows), own(UP_TO)))
    assert "approval-same-person" not in codes(checking(book_of(rows), own(free)))


STUDY: Row = {
    "方案类型": "年度调研", "类别": "调研费", "付款日期": "2024-05-08", "市场部经理": "赵甲", "市场部经理日期": "2024-05-01",
    "产品市场部经理": "钱乙", "产品市场部经理日期": "2024-05-02", "事业部总经理": "孙丙", "事业部总经理日期": "2024-05-03",
    "技术总监": "李丁", "技术总监日期": "2024-05-05", "公司总经理": "周戊", "公司总经理日期": "2024-05-06", "大客户经理": "吴己",
    "大客户经理日期": "2024-05-07",
}  # fmt: skip
"""A research plan of the year, signed as SC-001 says; payments of it are small."""
JOINT = ("技术总监", "公司总经理", "大客户经理")


def studied(**other: str) -> str:
    """A book with the plan of research, with some cells otherwise."""
    return wide(small(**{**STUDY, **other}), lines=[line("调研费", "9000")])


@pytest.mark.parametrize("days", ["5 6 7", "5 7 6", "6 5 7", "6 7 5", "7 5 6", "7 6 5", "4 4 4"])
def test_joint_step_is_signed_in_any_order(days: str, checking: Checking) -> None:
    """技术总监、公司总经理、大客户经理 sign together: whoever is first, nothing is told."""
    dates = {f"{role}日期": f"2024-05-0{day}" for role, day in zip(JOINT, days.split(), strict=True)}
    assert told(checking(studied(**dates), ALL)) == []


@pytest.mark.parametrize("role", JOINT)
def test_each_of_a_joint_step_signs_after_the_step_before(role: str, checking: Checking) -> None:
    """Whichever of the three signs before 事业部总经理 did, on the 3rd, is told, also where another of them is named before him."""
    found = one(checking(studied(**{f"{role}日期": "2024-05-02"}), ALL), "approval-order")
    assert role in found.zh
    assert "事业部总经理" in found.zh
    assert "2024-05-03" in found.en


@pytest.mark.parametrize("role", JOINT)
def test_all_of_a_joint_step_sign(role: str, checking: Checking) -> None:
    """One of the three missing is told at his cell; the other two do not make up for him."""
    found = one(checking(studied(**{role: "~", f"{role}日期": "~"}), ALL), "approval-missing")
    assert found.where == f"付款!{dict(zip(JOINT, ('AL', 'AD', 'AN'), strict=True))[role]}2"
    assert "市场部经理→产品市场部经理→事业部总经理→(技术总监、公司总经理、大客户经理)" in found.zh


def test_last_of_a_joint_step_is_the_last_signature(checking: Checking) -> None:
    """Paid on the 6th while 大客户经理 signed on the 7th: before the last signature, although the others had signed."""
    found = one(checking(studied(付款日期="2024-05-06"), ALL), "paid-before-approval")
    assert "大客户经理" in found.zh
    assert "2024-05-07" in found.en


@pytest.mark.parametrize(("kind", "expected"), [
    ("年度调研", ["市场部经理", "产品市场部经理", "事业部总经理", *JOINT]),
    ("月度调研", ["市场部经理", "产品市场部经理", "事业部总经理", *JOINT]),
    ("重大专项调研", ["市场部经理", "产品市场部经理", "事业部总经理", *JOINT]),
    ("日常调研", ["市场部经理", "产品市场部经理", *JOINT]),
    ("专项活动", ["公司总经理"]),
    ("常规活动", ["产品市场部经理"]),
    ("团建", []),
    ("~", []),
])  # fmt: skip
def test_who_signs_by_the_kind_of_plan(kind: str, expected: list[str], checking: Checking) -> None:
    """SC-001 and SC-007: routine research skips 事业部总经理, special campaigns are the general manager's, regular ones 产品市场部经理's."""
    book = checking(wide(small(方案类型=kind)), ALL)
    assert needed(book, book.payments[0]) == expected


def test_all_policies_hold_at_once(checking: Checking) -> None:
    """3,000 yuan outside the plan for a special campaign need the five of the limit and the general manager, who is named once."""
    book = checking(wide(large(方案类型="专项活动", 计划内="否")), ALL)
    assert needed(book, book.payments[0]) == [*FIVE, "公司总经理"]


def test_each_policy_tells_its_own(checking: Checking) -> None:
    """That payment without any signature is told by the limit, by the plan and by the campaign, each at its cell."""
    book = checking(wide(large(方案类型="专项活动", 计划内="否", **UNSIGNED)), ALL)
    assert [f.where for f in every(book, "approval-missing")] == [
        *(f"付款!{column}2" for column in "MOQSU"),
        "付款!AD2",
    ]
    assert [f.where for f in every(book, "out-of-plan")] == ["付款!AD2"]


def test_signature_of_one_policy_does_not_serve_another(checking: Checking) -> None:
    """市场总监 signs what is in the plan; outside of it his name is not the general manager's."""
    assert codes(checking(wide(large(计划内="否", 市场总监="郑六")), ALL)) == ["out-of-plan"]


def test_columns_of_other_words_for_a_role(checking: Checking) -> None:
    """部门经理, 集团总经理 and the like are columns of the roles: the policy's words for them bind."""
    text = (
        SOUND.replace("| 部门主管", "| 部门经理")
        .replace("| 总部总经理", "| 集团总经理")
        .replace("| 影城财务部 |", "| 财务部签字 |")
    )
    assert told(checking(text)) == []


# columns that are not there


def test_column_that_is_not_there_is_told_once(checking: Checking) -> None:
    """However many payments need the role, its column is missing once, with how many there are and where the first stands."""
    rows = [large(发票号=f"'2000000{i}", 收款人=f"{name}公司") for i, name in enumerate("赵钱孙")]
    found = one(checking(book_of(*rows, without="影城总经理 影城总经理日期")), "column-needed")
    assert "3 笔" in found.zh
    assert "rows: 3" in found.en
    assert "付款!F2" in found.zh


def test_column_that_is_not_there_keeps_nothing_else_from_being_checked(checking: Checking) -> None:
    """Without the column of 影城总经理 the others are checked: who has not signed, and who signed too early."""
    text = book_of(
        large(影城财务部="~", 影城财务部日期="~", 总部总经理日期="2024-05-06"), without="影城总经理 影城总经理日期"
    )
    assert told(checking(text)) == [
        ("column-needed", "付款!1:1"),
        ("approval-missing", "付款!O2"),
        ("approval-order", "付款!T2"),
    ]


def test_role_without_a_column_is_not_missing_too(checking: Checking) -> None:
    """Whether 影城总经理 signed cannot be told, so nobody is said not to have signed."""
    assert codes(checking(book_of(large(), without="影城总经理 影城总经理日期"))) == ["column-needed"]


def test_days_without_a_column_of_names_are_signatures(checking: Checking) -> None:
    """A sheet may keep only the days on which the role signed: a day is a signature, a blank is none."""
    text = book_of(large(), large(收款人="丁公司", 发票号="'10000009", 影城总经理日期="~"), without="影城总经理")
    assert told(checking(text)) == [("approval-missing", "付款!Q3")]


@pytest.mark.parametrize(("policy", "column"), [("research-and-campaigns", "方案类型"), ("promotion-plan", "类别")])
def test_policy_without_the_column_it_goes_by_is_not_silent(policy: str, column: str, checking: Checking) -> None:
    """A book without the column by which a policy tells payments apart is not simply right: the column is named, once."""
    book = checking(wide(large(), small(), without=column, lines=[]), (policy,))
    assert [f.code for f in book.findings if column in f.zh and column in f.en] != []


def test_two_columns_for_the_amount_are_not_guessed(checking: Checking) -> None:
    """金额 says 100 and 付款金额 5,000: which one is paid is not known, and taking the first would let 5,000 through unsigned."""
    book = checking(edited(book_of(small(金额="100", 备注="5000")), ("| 备注 |", "| 付款金额 |")))
    assert book.payments[0].cents is None
    assert "error" in [f.severity for f in book.of(book.payments[0])]


def test_two_columns_for_the_amount_that_agree_are_one(checking: Checking) -> None:
    """Where both say 3,000 it is 3,000, which the five signed."""
    book = checking(edited(book_of(large(备注="3000")), ("| 备注 |", "| 付款金额 |")))
    assert [payment.cents for payment in book.payments] == [300000]
    assert codes(book) == ["columns-alike"]


# cells that hold no value


@pytest.mark.parametrize("place", ["A2", "B2", "E2", "I2", "L2", "M2", "N2"])
def test_error_value_is_told_wherever_it_matters(place: str, checking: Checking) -> None:
    """A day, a payee, a category, an invoice, a signature that is #REF! is not a blank: the formula is to be mended at its cell."""
    found = one(checking(book_of(), change=formula(place, "#REF!")), "cell-error")
    assert (found.severity, found.where, found.found) == ("error", f"付款!{place}", "#REF!")


@pytest.mark.parametrize("place", ["A2", "L2", "N2"])
def test_formula_without_a_result_is_told_where_a_day_should_be(place: str, checking: Checking) -> None:
    """A day that was never calculated is told at its cell: without it order and payment cannot be checked."""
    assert ("formula-uncalculated", f"付款!{place}") in told(checking(book_of(), change=formula(place, "")))


def test_cell_with_an_error_does_not_lose_its_payment(checking: Checking) -> None:
    """A payment whose amount is an error stays a payment, tied to its finding."""
    book = checking(SOUND, change=formula("F2", "#DIV/0!"))
    assert len(book.payments) == 2
    assert [f.code for f in book.of(book.payments[0])] == ["cell-error"]


def test_payment_without_an_amount_counts_in_no_budget(checking: Checking) -> None:
    """A blank is not zero: what is spent is the other payment alone, and the document says null."""
    document = spending_document(checking(book_of(large(金额="~"), small())), [], "zh")
    assert document["payments"][0]["amount"] is None
    assert [row["spent"] for row in document["budget"]] == [0, 500]


# contracts


@pytest.mark.parametrize("amount", ["~", "约5000", "面议"])
def test_contract_without_an_amount_is_countersigned_all_the_same(amount: str, checking: Checking) -> None:
    """Contracts are countersigned whatever the amount, also where none is written: 影城财务部 is missing at his cell."""
    book = checking(book_of(contracts=[contract(金额=amount, 影城财务部="~", 影城财务部日期="~")]))
    assert [f.where for f in every(book, "approval-missing")] == ["合同!H2"]


def test_contract_without_an_amount_is_told_where_the_amount_matters(checking: Checking, own: Own) -> None:
    """By a policy whose table of contracts goes by amounts, a blank one leaves open who signs: told at its cell."""
    policy = own(edited(UP_TO, ("sheet: 付款", "sheet: 合同")))
    book = checking(book_of(small(), contracts=[contract(金额="~")], lines=[]), policy)
    assert [(f.severity, f.where) for f in book.findings] == [("error", "合同!D2")]


def test_payments_under_a_contract_are_added_up(checking: Checking) -> None:
    """Three payments of 3,000 are beyond a contract of 8,999.99; a refund of 0.01 makes them fit."""
    rows = [large(合同编号="HT-01", 发票号=f"'3000000{i}", 金额="3000") for i in range(3)]
    back = small(合同编号="HT-01", 金额="-0.01", 备注="退款", 发票号="~")
    agreed = [contract(金额="8999.99")]
    assert "contract-exceeded" in codes(checking(book_of(*rows, contracts=agreed, lines=[line()])))
    assert "contract-exceeded" not in codes(
        checking(book_of(*rows, back, contracts=agreed, lines=[line(), line("办公费")]))
    )


def test_contract_of_another_book_is_known(together: Together) -> None:
    """A contract that April's book registers is not unknown in May's, if the two are given together."""
    april = book_of(small(**APRIL), contracts=[contract()])
    may = book_of(large(合同编号="HT-01"), contracts=[contract(合同编号="HT-02")])
    assert "contract-unknown" not in codes(together(april, may)[1])


def test_contract_is_exceeded_over_two_books(together: Together) -> None:
    """3,000 in April and 3,000 in May are beyond a contract of 5,000, if the two books are given together."""
    first = {column: said.replace("2024-05", "2024-04") for column, said in large(合同编号="HT-01").items()}
    april = book_of(first, contracts=[contract(签订日期="~")])
    books = together(april, book_of(large(合同编号="HT-01", 发票号="'10000077")))
    assert [f.found for book in books for f in every(book, "contract-exceeded")] == ["6,000.00"]


def test_contracts_need_no_column_of_payments(checking: Checking) -> None:
    """A book of contracts alone is checked: no payment is missed, and no budget is looked for but told to be absent."""
    text = sheet("合同", OF_CONTRACTS, [contract(总部财务部="~", 总部财务部日期="~", 签订日期="~")])
    assert told(checking(text)) == [("approval-missing", "合同!L2"), ("budget-absent", "")]


# refunds


def test_money_that_came_back_is_signed_by_nobody(checking: Checking) -> None:
    """A refund of 3,000 is no payment of 3,000: nobody signs it, and it lowers what was spent."""
    book = checking(book_of(small(金额="-3000", 备注="客户退款"), large(), lines=[line(), line("办公费", "100")]))
    assert codes(book) == []
    assert [row.spent for row in book.spent] == [300000, -300000]


@pytest.mark.parametrize("words", ["客户退货款", "设备退货运费", "无退款", "补付退回的发票款"])
def test_payment_is_one_whatever_its_purpose_mentions(words: str, checking: Checking) -> None:
    """3,000 yuan above zero went out, even where 事由 or 备注 mentions a return: they are signed as any others are."""
    book = checking(book_of(large(事由=words, **UNSIGNED)))
    assert needed(book, book.payments[0]) == list(FIVE)


def test_refund_without_its_minus_is_not_passed_over(checking: Checking) -> None:
    """3,000 above zero that say 退款 are either a payment, which nobody signed, or money that came back, which adds to no spending: told."""
    assert errors(checking(book_of(large(事由="退款", **UNSIGNED)))) != []


def test_refund_may_share_the_invoice_of_its_payment(checking: Checking) -> None:
    """What came back on an invoice is no second use of it."""
    assert "invoice-reused" not in codes(
        checking(book_of(large(), small(), small(金额="-500", 备注="退款", 日期="2024-05-20")))
    )


# split payments


@pytest.mark.parametrize(("day", "split"), [("2024-05-06", True), ("2024-05-13", True), ("2024-05-14", False)])
def test_split_is_within_seven_days(day: str, split: bool, checking: Checking) -> None:
    """1,000 on the 6th and 1,000 on the 6th or the 13th are within 7 days, on the 14th they are not."""
    assert ("payment-split" in codes(checking(two("1000", "1000", day)))) is split


@pytest.mark.parametrize(
    ("amounts", "split"), [("1000 1000", True), ("1000 999.99", False), ("1999.99 0.01", True), ("2000 1", False)]
)
def test_split_reaches_the_limit_by_payments_below_it(amounts: str, split: bool, checking: Checking) -> None:
    """Together 2,000.00 or more, each below: a payment that is signed by itself makes no split of its neighbours."""
    first, second = amounts.split()
    assert ("payment-split" in codes(checking(two(first, second)))) is split


def test_split_needs_what_the_sum_needs(checking: Checking) -> None:
    """Each of the two is looked at as 2,400, and the document says so."""
    document = spending_document(checking(two("1200", "1200")), [], "zh")
    assert [(p["amount"], p["counted_as"], p["needs"]) for p in document["payments"]] == [(1200, 2400, list(FIVE))] * 2


def test_split_that_was_signed_as_one_is_none(checking: Checking) -> None:
    """Where both payments have the form and the five signatures of the sum, nothing is told."""
    signed = {**SIGNED, "支付申请单号": "Z-9", "付款日期": "2024-05-20"}
    assert told(checking(two("1200", "1200", **signed))) == []


def test_split_names_the_first_member_without_a_signature(checking: Checking) -> None:
    """Four of the five signed both, 总部总经理 the first only: one finding, at the cell of the second, about the sum."""
    signed = {**SIGNED, "支付申请单号": "Z-9", "付款日期": "2024-05-20"}
    text = book_of(
        small(**{**signed, "日期": "2024-05-06", "金额": "1200"}),
        small(
            **{
                **signed,
                "日期": "2024-05-13",
                "金额": "1300",
                "发票号": "'10000003",
                "总部总经理": "~",
                "总部总经理日期": "~",
            }
        ),
        lines=[line("办公费", "9000")],
    )
    found = one(checking(text), "approval-missing")
    assert found.where == "付款!U3"
    assert "2 笔合计 2,500.00 元" in found.zh
    assert "2,500.00" in found.en


@pytest.mark.parametrize(
    "other",
    [{"收款人": "丁公司"}, {"日期": "~", "付款日期": "~"}, {"金额": "-1000", "备注": "退款"}],
    ids=["payee", "no day", "refund"],
)
def test_split_is_of_one_payee_by_days(other: Row, checking: Checking) -> None:
    """Another payee, a payment without a day, a refund: none of them makes a split with the first."""
    text = book_of(
        small(金额="1500"), small(**{"金额": "1000", "发票号": "'10000003", **other}), lines=[line("办公费", "9000")]
    )
    assert "payment-split" not in codes(checking(text))


def test_split_of_many_is_one_finding(checking: Checking) -> None:
    """Five payments of 700, two days apart, are one split, with their number and sum, although no window holds them all."""
    rows = [small(日期=f"2024-05-{day:02}", 金额="700", 发票号=f"'4000{day:04}") for day in range(2, 12, 2)]
    found = one(checking(book_of(*rows, lines=[line("办公费", "9000")])), "payment-split")
    assert "5 笔" in found.zh
    assert "5 payments" in found.en
    assert found.found == "3,500.00"


def test_split_is_of_payments_that_the_limit_is_about(checking: Checking, own: Own) -> None:
    """By a policy whose limit is on promotion alone, two payments of 1,500 for stationery reach no limit together or apart."""
    policy = own(edited(LIMITED, ("covers: {sheet: 付款}", "covers: {sheet: 付款, categories: [推广费]}")))
    assert "payment-split" in codes(checking(two("1500", "1500", 类别="推广费"), policy))
    assert codes(checking(two("1500", "1500"), policy)) == []


def test_near_the_limit_is_of_payments_that_the_limit_is_about(checking: Checking, own: Own) -> None:
    """So is a payment of 1,990 for stationery near no limit."""
    policy = own(edited(LIMITED, ("covers: {sheet: 付款}", "covers: {sheet: 付款, categories: [推广费]}")))
    assert codes(checking(book_of(small(金额="1990")), policy)) == []


LIMITED = (
    edited(UP_TO, ("{at_most: 2000, chain: [部门主管]}", "{below: 2000, chain: []}"), ("above: 2000", "at_least: 2000"))
    + """\
patterns:
  split: {days: 7, assumed: 试}
  near: {margin: 5%, assumed: 试}
  duplicate: "yes"
  invoice_reused: "yes"
  outside_month: "yes"
  in_future: "yes"
  negative: "yes"
  round: {multiple: 1000, assumed: 试}
  assumed: 试
"""
)


# near the limit


@pytest.mark.parametrize(("amount", "near"), [("1899.99", False), ("1900", True), ("1999.99", True), ("2000", False)])
def test_near_the_limit_is_within_five_percent_below(amount: str, near: bool, checking: Checking) -> None:
    """The policy says 5% 以内, which includes it: 1,900.00 is exactly 5 % below, 1,899.99 is further."""
    assert ("payment-near-limit" in codes(checking(book_of(large(金额=amount))))) is near


def test_near_the_limit_together_says_that_it_is_a_sum(checking: Checking) -> None:
    """1,000 and 950 to one payee: who looks at a cell that says 950 must read that the 1,950 are two payments."""
    found = one(checking(two("1000", "950")), "payment-near-limit")
    assert found.where == "付款!F3"
    assert "付款!F2" in found.zh or "2 笔" in found.zh
    assert "付款!F2" in found.en or "2 payments" in found.en


def test_split_is_not_near_the_limit_too(checking: Checking) -> None:
    """Payments that are told to be split are not told again for lying just below."""
    assert "payment-near-limit" not in codes(checking(two("1950", "1990")))


# two books


APRIL: Row = {"日期": "2024-04-29", "付款日期": "2024-04-29"}
MAY: Row = {"日期": "2024-05-03", "付款日期": "2024-05-03"}


def of_april(**other: str) -> str:
    """April's book of one payment."""
    return book_of(small(**{**APRIL, **other}), lines=[])


def of_may(**other: str) -> str:
    """May's book of one payment."""
    return book_of(small(**{**MAY, **other}), lines=[])


def test_duplicate_over_two_books_names_the_other_file(together: Together) -> None:
    """The same invoice paid again in May is told in May's book, at its cell, with file and cell of the first."""
    april, may = together(of_april(), of_may())
    found = one(may, "payment-duplicate")
    assert (found.file, found.where) == ("2024-05.xlsx", "付款!F2")
    assert "2024-04.xlsx 付款!F2" in found.zh
    assert "2024-04.xlsx 付款!F2" in found.en
    assert "payment-duplicate" not in codes(april)


def test_invoice_over_two_books_names_the_other_file(together: Together) -> None:
    """Another amount on the invoice of April is told in May's book, with April's file."""
    april, may = together(of_april(), of_may(金额="60"))
    found = one(may, "invoice-reused")
    assert (found.file, found.where) == ("2024-05.xlsx", "付款!I2")
    assert "2024-04.xlsx" in found.zh
    assert "2024-04.xlsx" in found.en
    assert "invoice-reused" not in codes(april)


def test_split_over_two_books_is_told_in_both(together: Together) -> None:
    """1,500 on April 29 and 600 on May 3 are within 7 days: each book names the other's file and cell, and the sum."""
    april, may = together(of_april(金额="1500"), of_may(金额="600", 发票号="'10000003"))
    first, second = one(april, "payment-split"), one(may, "payment-split")
    assert (first.file, first.where, second.file, second.where) == (
        "2024-04.xlsx",
        "付款!F2",
        "2024-05.xlsx",
        "付款!F2",
    )
    assert "2024-05.xlsx 付款!F2" in first.zh
    assert "2024-04.xlsx 付款!F2" in second.en
    assert first.found == second.found == "2,100.00"


def test_split_over_two_books_is_of_two_payments_in_every_sentence(together: Together) -> None:
    """What is said of the missing signatures speaks of the same two payments of 2,100 together, not of one."""
    april, may = together(of_april(金额="1500"), of_may(金额="600", 发票号="'10000003"))
    missing = [*every(april, "approval-missing"), *every(may, "approval-missing")]
    assert [f.zh for f in missing if "2 笔合计 2,100.00 元" not in f.zh] == []
    assert [f.en for f in missing if "2 payments" not in f.en] == []


def test_near_over_two_books_names_the_other_file(together: Together) -> None:
    """1,000 in April and 950 in May: the note in May's book says what else makes the 1,950."""
    found = one(together(of_april(金额="1000"), of_may(金额="950", 发票号="'10000003"))[1], "payment-near-limit")
    assert "2024-04.xlsx" in found.zh
    assert "2024-04.xlsx" in found.en


def test_order_of_the_books_does_not_matter_for_a_split(together: Together) -> None:
    """Given the other way round the same two payments are split."""
    may, april = together(
        of_may(金额="600", 发票号="'10000003"), of_april(金额="1500"), files=("2024-05.xlsx", "2024-04.xlsx")
    )
    assert one(april, "payment-split").found == one(may, "payment-split").found == "2,100.00"


def test_alone_neither_book_has_a_fault(checking: Checking) -> None:
    """What shows only together does not show in May's book alone."""
    assert codes(checking(of_may(金额="600"))) == ["budget-absent"]


# switches


SWITCHES = {
    "payment-split": ("patterns.split=none", two("1000", "1000")),
    "payment-near-limit": ("patterns.near=none", book_of(large(金额="1950"))),
    "payment-duplicate": ("patterns.duplicate=no", book_of(large(), small(发票号="~"), small(发票号="~"))),
    "invoice-reused": ("patterns.invoice_reused=no", book_of(large(), small(), bill())),
    "date-outside-month": ("patterns.outside_month=no", book_of(small(日期="2024-04-30"))),
    "date-in-future": ("patterns.in_future=no", book_of(small(日期="2025-05-30"))),
    "amount-negative": ("patterns.negative=no", book_of(small(金额="-500"))),
    "budget-line-missing": ("budget.line_missing=no", book_of(lines=[line()])),
    "budget-near": ("budget.near=none", book_of(lines=[line(), line("办公费", "510")])),
    "budget-forecast-over": (
        "budget.forecast=no",
        book_of(lines=[line(), line("办公费", "6000", 月份="全年", 此前支出="3000")]),
    ),
    "budget-exceeded": ("budget.over=ignore", book_of(lines=[line(), line("办公费", "400")])),
}


@pytest.mark.parametrize("code", SWITCHES)
def test_switch_is_on_in_the_pack(code: str, checking: Checking) -> None:
    """Without a setting the built-in policy tells it."""
    assert code in codes(checking(SWITCHES[code][1]))


@pytest.mark.parametrize("code", SWITCHES)
def test_switch_turns_it_off(code: str, checking: Checking) -> None:
    """Everything beyond the text can be switched off, each by itself."""
    setting, text = SWITCHES[code]
    assert code not in codes(checking(text, settings=(setting,)))


@pytest.mark.parametrize(
    "code", [code for code in SWITCHES if code not in ("payment-split", "date-in-future", "budget-exceeded")]
)
def test_switch_turns_nothing_else_off(code: str, checking: Checking) -> None:
    """With one pattern off the others are told as before."""
    setting, text = SWITCHES[code]
    plain = [found for found in told(checking(text)) if found[0] != code]
    assert told(checking(text, settings=(setting,))) == plain


def test_split_that_is_not_looked_for_counts_as_two(checking: Checking) -> None:
    """With split off two payments of 1,000 are two payments that nobody signs."""
    assert told(checking(two("1000", "1000"), settings=("patterns.split=none",))) == []


@pytest.mark.parametrize(("days", "split"), [("0", False), ("6", False), ("7", True), ("30", True)])
def test_days_of_a_split_are_the_policys(days: str, split: bool, checking: Checking) -> None:
    """The two are seven days apart: within 7 and more, not within 6; 0 means the same day."""
    assert ("payment-split" in codes(checking(two("1000", "1000"), settings=(f"patterns.split.days={days}",)))) is split


def test_same_day_is_within_no_days(checking: Checking) -> None:
    """With days: 0 two payments of one day are split."""
    assert "payment-split" in codes(checking(two("1000", "1000", "2024-05-06"), settings=("patterns.split.days=0",)))


def test_invoice_of_a_duplicate_is_told_where_duplicates_are_not(checking: Checking) -> None:
    """With duplicates off the second use of an invoice is told as such."""
    text = book_of(large(), small(), small(日期="2024-05-30"))
    assert codes(checking(text)) == ["payment-duplicate"]
    assert codes(checking(text, settings=("patterns.duplicate=no",))) == ["invoice-reused"]


def test_policy_without_patterns_tells_none(checking: Checking, own: Own) -> None:
    """A policy that has no section on patterns looks for none of them."""
    twice = small(日期="2025-01-31", 部门主管="√")
    text = book_of(twice, twice, small(金额="-1"), lines=[])
    assert codes(checking(text, own(UP_TO))) == []


@pytest.mark.parametrize(
    ("amount", "round_"), [("1000", True), ("3000.00", True), ("1500", False), ("1000.01", False), ("-1000", False)]
)
def test_round_amounts_are_told_where_the_policy_asks(amount: str, round_: bool, checking: Checking, own: Own) -> None:
    """With round: 1,000 a whole multiple is a note at its cell, with the multiple; nothing else is."""
    book = checking(book_of(large(金额=amount, 备注="退款" if amount.startswith("-") else "~")), own(LIMITED))
    assert [(f.severity, f.where) for f in every(book, "amount-round")] == [("note", "付款!F2")] * round_


def test_round_amount_says_of_what(checking: Checking, own: Own) -> None:
    """It names payee, amount and multiple in both languages."""
    found = one(checking(book_of(large()), own(LIMITED)), "amount-round")
    assert [
        words for words in ("甲公司", "3,000.00", "1,000.00") if words not in found.zh or words not in found.en
    ] == []
    assert "整数倍" in found.zh
    assert "multiple" in found.en


def test_round_amounts_are_not_told_by_the_pack(checking: Checking) -> None:
    """The built-in policy does not look for them."""
    assert codes(checking(book_of(large()))) == []


# what a month comes to


def monthly(by_: str) -> str:
    """A policy by which the head signs up to 2,000 in the month and the general manager besides from there on."""
    return edited(
        UP_TO, ("by: single", f"by: {by_}"), ("at_most: 2000", "below: 2000"), ("above: 2000", "at_least: 2000")
    )


def paid_on(day: str, amount: str, **other: str) -> Row:
    """A payment of a day that the head of the department signed."""
    return small(
        日期=f"2024-05-{day}",
        付款日期=f"2024-05-{day}",
        金额=amount,
        发票号=f"'5000{day}{amount}",
        部门主管="钱一",
        **other,
    )


def test_month_of_a_payee_adds_up(checking: Checking, own: Own) -> None:
    """1,200, then 799.99, then 0.01: with the third the month comes to 2,000.00, and the general manager signs it, not the first two."""
    book = checking(
        book_of(paid_on("06", "1200"), paid_on("13", "799.99"), paid_on("20", "0.01"), lines=[]),
        own(monthly("payee_month")),
    )
    assert [needed(book, payment) for payment in book.payments] == [
        ["部门主管"],
        ["部门主管"],
        ["部门主管", "总部总经理"],
    ]
    found = one(book, "approval-missing")
    assert found.where == "付款!U4"
    assert "乙公司 当月累计 2,000.00 元" in found.zh
    assert "2,000.00 yuan in the month" in found.en
    assert "“以上”含本数" in found.zh


def test_month_of_a_payee_goes_by_days_not_by_rows(checking: Checking, own: Own) -> None:
    """The payment of the 20th stands first and still is the one that reaches 2,000."""
    book = checking(book_of(paid_on("20", "400"), paid_on("06", "1700"), lines=[]), own(monthly("payee_month")))
    assert [needed(book, payment) for payment in book.payments] == [["部门主管", "总部总经理"], ["部门主管"]]


def test_month_of_a_payee_is_one_month(together: Together, own: Own) -> None:
    """1,500 in April and 1,500 in May are two months, each below 2,000."""
    april = book_of(small(**APRIL, 金额="1500", 部门主管="钱一"), lines=[])
    may = book_of(small(**MAY, 金额="1500", 部门主管="钱一"), lines=[])
    assert [codes(book) for book in together(april, may, policies=own(monthly("payee_month")))] == [[], []]


def test_month_of_a_payee_does_not_mix_payees(checking: Checking, own: Own) -> None:
    """1,500 each to two payees are below 2,000 for both."""
    assert (
        codes(
            checking(
                book_of(paid_on("06", "1500"), paid_on("07", "1500", 收款人="丁公司"), lines=[]),
                own(monthly("payee_month")),
            )
        )
        == []
    )


def test_month_of_nobody_does_not_add_up(checking: Checking, own: Own) -> None:
    """Two payments that do not say to whom are not of one payee: neither reaches 2,000."""
    assert (
        codes(
            checking(
                book_of(paid_on("06", "1500", 收款人="~"), paid_on("07", "1500", 收款人="~"), lines=[]),
                own(monthly("payee_month")),
            )
        )
        == []
    )


def test_month_of_a_claimant_adds_up(checking: Checking, own: Own) -> None:
    """张三 claims 1,500 and 600 to two payees: his month comes to 2,100, which the finding says of him and not of a payee."""
    rows = paid_on("06", "1500", 报销人="张三"), paid_on("07", "600", 收款人="丁公司", 报销人="张三")
    found = one(checking(book_of(*rows, lines=[]), own(monthly("claimant_month"))), "approval-missing")
    assert found.where == "付款!U3"
    assert "张三 当月累计 2,100.00 元" in found.zh
    assert [words for words in ("张三", "2,100.00 yuan in the month") if words not in found.en] == []


def test_month_of_a_claimant_is_not_that_of_a_payee(checking: Checking, own: Own) -> None:
    """Two people claim 1,500 each for the same payee: each is below 2,000."""
    rows = paid_on("06", "1500", 报销人="张三"), paid_on("07", "1500", 报销人="李四")
    assert codes(checking(book_of(*rows, lines=[]), own(monthly("claimant_month")))) == []


def test_sum_of_a_month_is_never_told_as_one_payment(checking: Checking, own: Own) -> None:
    """After 2,100 comes a payment of 2,200: who looks at a cell that says 2,200 must read that 4,300 is what the month comes to."""
    rows = paid_on("06", "2100"), paid_on("20", "2200")
    second = [
        f for f in checking(book_of(*rows, lines=[]), own(monthly("payee_month"))).findings if f.where == "付款!U3"
    ]
    assert [f.zh for f in second if "4,300.00" in f.zh and "累计" not in f.zh] == []
    assert len(second) == 1


# the budget


def spends(amount: str, month: str = "02", invoice: str = "", lines: Sequence[Row] = ()) -> str:
    """A book of one payment for 办公费 in a month, with a budget or without."""
    day = f"2024-{month}-06"
    return book_of(small(日期=day, 付款日期=day, 金额=amount, 发票号=f"'9000{month}{invoice}"), lines=lines)


def office(month: str, budget: str, **other: str) -> Row:
    """A budget line for 办公费."""
    return {"类别": "办公费", "月份": month, "预算": budget, **other}


JANUARY, FEBRUARY = "2024-01.xlsx", "2024-02.xlsx"
BOTH = (JANUARY, FEBRUARY)
TWO_MONTHS = (office("1月", "1000"), office("2月", "1000"))


def test_year_to_date_by_the_column_of_what_was_spent_before(checking: Checking) -> None:
    """900 of 1,000 in February is within the month, but with 1,100.01 before it is 2,000.01 of 2,000: exceeded from January on."""
    found = one(
        checking(
            spends("900", lines=[office("1月", "1000"), office("2月", "1000", 此前支出="1100.01")]), file=FEBRUARY
        ),
        "budget-exceeded",
    )
    assert (found.severity, found.where) == ("error", "预算!C3")
    assert [
        words for words in ("办公费", "2,000.01", "2,000.00", "0.01") if words not in found.zh or words not in found.en
    ] == []
    assert "年初至今" in found.zh
    assert "from January on" in found.en


def test_year_to_date_that_is_just_kept(checking: Checking) -> None:
    """With 1,100 before it is exactly 2,000 of 2,000."""
    assert "budget-exceeded" not in codes(
        checking(spends("900", lines=[office("1月", "1000"), office("2月", "1000", 此前支出="1100")]), file=FEBRUARY)
    )


def test_year_to_date_by_the_books_of_earlier_months(together: Together) -> None:
    """January's book says what was spent before: 1,100.01 and 900 are beyond 2,000 in February's."""
    january, february = together(spends("1100.01", "01", lines=TWO_MONTHS), spends("900", lines=TWO_MONTHS), files=BOTH)
    assert "2024-01" in one(january, "budget-exceeded").zh
    assert "年初至今" in one(february, "budget-exceeded").zh
    assert "budget-year-open" not in codes(february)


def test_year_to_date_does_not_depend_on_the_order_of_the_books(together: Together) -> None:
    """Given the other way round it is the same."""
    february, _ = together(
        spends("900", lines=TWO_MONTHS), spends("1100.01", "01", lines=TWO_MONTHS), files=(FEBRUARY, JANUARY)
    )
    assert "年初至今" in one(february, "budget-exceeded").zh


def test_year_to_date_needs_every_earlier_month(together: Together) -> None:
    """With the books of January and March, what February spent is not known: March says so, once, and does not guess."""
    months = [office(f"{i}月", "1000") for i in (1, 2, 3)]
    _, march = together(
        spends("900", "01", lines=months), spends("500", "03", lines=months), files=(JANUARY, "2024-03.xlsx")
    )
    assert codes(march) == ["budget-year-open"]
    assert spending_document(march, [], "zh")["budget"][0]["year_to_date"]["spent"] is None


def test_stated_sum_wins_over_the_books(together: Together) -> None:
    """What 此前支出 states is what was spent before, also where a book of January says less."""
    lines = [office("1月", "1000"), office("2月", "1000", 此前支出="1500")]
    _, february = together(spends("100", "01", lines=lines), spends("600", lines=lines), files=BOTH)
    assert "2,100.00" in one(february, "budget-exceeded").zh


def test_budget_of_the_first_book_serves_the_run(together: Together) -> None:
    """February's book has no budget of its own; January's has one for both months, and 1,000.01 in February is beyond it."""
    _, february = together(spends("100", "01", lines=TWO_MONTHS), spends("1000.01"), files=BOTH)
    assert "1,000.01" in one(february, "budget-exceeded").zh
    assert "budget-absent" not in codes(february)


def test_budget_of_another_book_is_named_with_its_file(together: Together) -> None:
    """The line that is overspent stands in January's file, and the finding of February names that file, not its own."""
    _, february = together(spends("100", "01", lines=TWO_MONTHS), spends("1000.01"), files=BOTH)
    found = one(february, "budget-exceeded")
    assert (found.file, found.where) == (JANUARY, "预算!C3")


def test_budget_of_another_year_serves_nobody(together: Together) -> None:
    """The budget of 2023 is not that of 2024: the book of 2024 has none, which is told."""
    _, january = together(
        book_of(small(日期="2023-12-06", 付款日期="2023-12-06"), lines=[office("2023-12", "100", 此前支出="0")]),
        spends("900", "01"),
        files=("2023-12.xlsx", JANUARY),
    )
    assert codes(january) == ["budget-absent"]


def test_budget_of_the_year_is_not_exceeded_by_a_month(together: Together) -> None:
    """A whole-year line of 2,000 holds 1,200 in January; with 800.01 in February it is exceeded, of the whole year."""
    january, february = together(
        spends("1200", "01", lines=[office("全年", "2000")]),
        spends("800.01", lines=[office("全年", "2000")]),
        files=BOTH,
    )
    assert "budget-exceeded" not in codes(january)
    found = one(february, "budget-exceeded")
    assert (found.severity, found.where) == ("error", "预算!C2")
    assert "全年" in found.zh
    assert "of the whole year" in found.en


@pytest.mark.parametrize("word", ["全年", "年度", "2024", "2024年", "全年预算"])
def test_words_for_the_whole_year(word: str, checking: Checking) -> None:
    """全年, 年度 and the year itself say that a line is about the whole year."""
    assert (
        "全年"
        in one(
            checking(spends("900.01", lines=[office(word, "1000", 此前支出="100")]), file=FEBRUARY), "budget-exceeded"
        ).zh
    )


def test_budget_of_nothing_for_the_year_holds(checking: Checking) -> None:
    """A whole-year line of 0 allows nothing: 900 are too much. Zero is a number, not a blank."""
    found = one(checking(spends("900", lines=[office("全年", "0", 此前支出="0")]), file=FEBRUARY), "budget-exceeded")
    assert "900.00" in found.zh


def test_whole_year_that_is_exceeded_is_told_at_its_line(checking: Checking) -> None:
    """Beside the lines of the months stands one of the year, and its amount is the one that is exceeded."""
    lines = [office("1月", "1000"), office("2月", "1000"), office("全年", "1500", 此前支出="700")]
    found = one(checking(spends("801", lines=lines), file=FEBRUARY), "budget-exceeded")
    assert "1,500.00" in found.zh
    assert found.where == "预算!C4"


@pytest.mark.parametrize(("amount", "over"), [("400", False), ("400.01", True)])
def test_forecast_is_the_average_of_the_months_so_far(amount: str, over: bool, checking: Checking) -> None:
    """1,100 before and 400 in March make 500 a month, 6,000 a year, which is the budget; a cent more is four cents too much."""
    text = spends(amount, "03", lines=[office("全年", "6000", 此前支出="1100")])
    assert codes(checking(text, file="2024-03.xlsx")) == ["budget-forecast-over"] * over


def test_month_without_a_line_is_not_silent(checking: Checking) -> None:
    """The budget has a line for 办公费 in June only: 900 in May are spent without a budget, which is told."""
    book = checking(spends("900", "05", lines=[office("6月", "1000", 此前支出="0")]))
    assert [f.code for f in book.findings if "办公费" in f.zh] != []


def test_month_with_a_blank_line_is_not_silent(checking: Checking) -> None:
    """A blank budget is neither zero nor enough: that 900 were held against nothing is told."""
    book = checking(spends("900", "05", lines=[office("5月", "~", 此前支出="0"), office("6月", "1000")]))
    assert [f.code for f in book.findings if "办公费" in f.zh or f.where == "预算!C2"] != []


def test_budget_of_last_year_alone_is_not_silent(checking: Checking) -> None:
    """A book of 2024 whose budget is of 2023 was held against no budget, which is told."""
    assert codes(checking(spends("900", "05", lines=[office("2023-05", "1000")]))) != []


def test_line_given_twice_counts_once_in_the_year_to_date(checking: Checking) -> None:
    """Of two lines for January the first counts, as the finding says: 1,000 + 1,000 are exceeded by 1,500 + 900."""
    lines = [office("1月", "1000"), office("1月", "9000"), office("2月", "1000", 此前支出="1500")]
    book = checking(spends("900", lines=lines), file=FEBRUARY)
    assert [f.found for f in every(book, "budget-exceeded")] == ["2,400.00"]


@pytest.mark.parametrize(("word", "severity"), [
    ("禁止", "error"), ("刚性", "error"), ("提醒", "warning"), ("预警", "warning"), ("不控制", None), ("不管", None), ("~", "error"),
])  # fmt: skip
def test_word_of_a_line_says_how_it_is_held(word: str, severity: str | None, checking: Checking) -> None:
    """禁止 is an error, 提醒 a warning, 不控制 nothing at all; without a word the policy's holds, by the pack an error."""
    book = checking(spends("1000.01", "05", lines=[office("5月", "1000", 控制=word, 此前支出="0")]))
    assert [f.severity for f in every(book, "budget-exceeded")] == ([severity] if severity else [])


HELD = """\
policy: held
title: 预算
version: "1"
source: {id: X, document: 测试}
effective: {from: 2024-01-01}
period: month
roles: {}
approvals: []
budget:
  over: warn
  lines:
    - {category: 招待费, control: stop}
    - {category: 水电费, control: ignore}
  near: none
  line_missing: "no"
  forecast: "no"
  clause: 第一条
"""


@pytest.mark.parametrize(("category", "word", "severity"), [
    ("办公费", "~", "warning"), ("招待费", "~", "error"), ("水电费", "~", None), ("招待费", "提醒", "warning"), ("水电费", "禁止", "error"), ("招待费", "看着办", "error"),
])  # fmt: skip
def test_line_of_the_policy_says_how_a_category_is_held(
    category: str, word: str, severity: str | None, checking: Checking, own: Own
) -> None:
    """A category may be held otherwise than the rest; what the budget itself says goes before it, a word that says nothing does not."""
    text = book_of(small(类别=category, 金额="1000.01"), lines=[line(category, "1000", 控制=word)])
    assert [f.severity for f in every(checking(text, own(HELD)), "budget-exceeded")] == ([severity] if severity else [])


def test_line_that_is_not_held_makes_nothing_out_of_plan(checking: Checking) -> None:
    """Beyond a budget that is 不控制 the marketing director still signs."""
    assert told(checking(wide(large(市场总监="郑六"), lines=[line("推广费", "100", 控制="不控制")]), ALL)) == []


def test_payment_that_crosses_the_budget_is_out_of_plan_and_those_before_are_not(checking: Checking) -> None:
    """Of 1,200 on the 6th and 1,200 on the 8th the second crosses 2,000, wherever its row stands; the third, later, is beyond it too."""
    rows = [
        small(
            类别="推广费",
            计划内="是",
            市场总监="郑六",
            收款人=f"{name}公司",
            金额="1200",
            日期=f"2024-05-{day}",
            发票号=f"'6000{day}",
        )
        for name, day in (("乙", "08"), ("丙", "06"), ("丁", "09"))
    ]
    book = checking(wide(*rows, lines=[line("推广费", "2000")]), ALL)
    assert [f.where for f in every(book, "out-of-plan")] == ["付款!AD2", "付款!AD4"]


def test_payment_said_to_be_outside_the_plan_is_that_and_not_beyond_the_budget(checking: Checking) -> None:
    """计划内 says 否 and the budget is exceeded too: the reason is the one that stands in the book."""
    found = one(checking(wide(large(计划内="否"), lines=[line("推广费", "100")]), ALL), "out-of-plan")
    assert "不在计划内" in found.zh
    assert "outside the plan" in found.en


def test_promotion_beyond_the_budget_by_its_policy_alone(checking: Checking) -> None:
    """The text has the general manager sign what is 超出计划或预算: with a budget in the book, 3,000 of 100 are not passed over."""
    book = checking(wide(large(市场总监="郑六"), lines=[line("推广费", "100")]), ("promotion-plan",))
    assert "out-of-plan" in codes(book)


def test_blank_word_for_the_plan_is_named_in_english_too(checking: Checking) -> None:
    """An English message does not quote 空白 as if it stood in the cell."""
    assert "空白" not in one(checking(wide(large(计划内="~")), ALL), "plan-unknown").en


def test_plan_unknown_of_any_payment_that_a_table_tells_apart(checking: Checking, own: Own) -> None:
    """One table is about everything in the plan, another about promotion outside of it: stationery that does not say belongs to neither."""
    text = edited(UP_TO, ("covers: {sheet: 付款}", "covers: {sheet: 付款, plan: inside}"))
    text += (
        text[text.index("  - title") :]
        .replace("付款审批", "计划外审批")
        .replace("plan: inside", "plan: outside, categories: [推广费]")
    )
    assert [f.where for f in every(checking(book_of(small(计划内="~")), own(text)), "plan-unknown")] == ["付款!H2"]


def test_category_is_the_same_in_capitals_or_not(checking: Checking) -> None:
    """A budget for crm费 is one for CRM费: Excel does not tell them apart either."""
    assert told(checking(book_of(small(类别="CRM费"), lines=[line("crm费", "1000")]))) == []


def test_book_of_a_year_has_a_budget_for_each_month(checking: Checking) -> None:
    """In a book of 2024 the months come from the days: 900 of 1,000 in January, 1,100.01 in February."""
    rows = [
        small(日期=f"2024-{m}-06", 付款日期=f"2024-{m}-06", 金额=a, 发票号=f"'7000{m}")
        for m, a in (("01", "800"), ("02", "1100.01"))
    ]
    book = checking(book_of(*rows, lines=TWO_MONTHS), file="2024年费用.xlsx")
    assert told(book) == [("budget-exceeded", "预算!C3")]
    assert [(row.month, row.spent) for row in book.spent] == [("2024-01", 80000), ("2024-02", 110001)]


def test_book_of_a_year_knows_that_a_month_had_no_payment(checking: Checking) -> None:
    """A book of the whole year without a payment in February is not a book whose February is missing."""
    rows = [small(日期=f"2024-{m}-06", 付款日期=f"2024-{m}-06", 金额="500", 发票号=f"'7000{m}") for m in ("01", "03")]
    assert (
        told(checking(book_of(*rows, lines=[office(f"{i}月", "1000") for i in (1, 2, 3)]), file="2024年费用.xlsx"))
        == []
    )


def test_budget_with_a_column_for_each_month(checking: Checking) -> None:
    """A budget may have its months side by side: what is exceeded is told at the cell of May."""
    text = sheet("付款", PLAIN, [small()]) + "sheet 预算\n| 类别 | 4月 | 5月 | 此前支出 |\n| 办公费 | 100 | 400 | 0 |\n"
    assert told(checking(text)) == [("budget-exceeded", "预算!C2")]


def test_many_payments_without_a_line_are_one_finding(checking: Checking) -> None:
    """Three payments of a category without a budget are told once, at the first, with their number and sum."""
    rows = [small(类别="培训费", 发票号=f"'8000000{i}", 日期=f"2024-05-{i:02}", 金额="100") for i in range(1, 4)]
    found = one(checking(book_of(*rows)), "budget-line-missing")
    assert found.where == "付款!E2"
    assert [words for words in ("培训费", "3", "300.00") if words not in found.zh or words not in found.en] == []


# sales


SALES = "sheet 销售目标\n| 工号 | 姓名 | 计划销售额 | 实际销售额 |\n| '1001 | 张三 | 5000 | 3000.50 |\n| '1002 | 李四 | 5000 | 3999.50 |\n"
BRANCHES = (
    "sheet 公司业绩\n| 单位 | 计划销售额 | 实际销售额 |\n| 华东分公司 | 5000 | 3000 |\n| 总公司 | 9000 | 7000 |\n"
)


def sold(book: MakeBook, text: str, change: Change | None = None) -> tuple[str, int]:
    """The month and the sales in cents that a month book gives."""
    month, sales = sales_of(book(text, change=change))
    return month, sales.cents


def unsold(book: MakeBook, text: str, change: Change | None = None) -> Finding:
    """Why a month book gives no sales."""
    with pytest.raises(Refused) as refused:
        sales_of(book(text, change=change))
    [found] = refused.value.findings
    return found


@pytest.mark.parametrize(
    "text",
    [SALES, BRANCHES, SALES + BRANCHES.replace("7000", "1")],
    ids=["staff", "the whole", "staff before branches"],
)
def test_sales_of_a_month(text: str, book: MakeBook) -> None:
    """3,000.50 and 3,999.50 of the staff are 7,000; of branches the whole company's line counts."""
    assert sold(book, text) == ("2024-05", 700000)


def test_sales_of_branches_without_a_whole_are_added_up(book: MakeBook) -> None:
    """Without a line of 总公司 the branches are added up."""
    assert sold(book, BRANCHES.replace("总公司", "华南分公司")) == ("2024-05", 1000000)


def test_sales_in_lots_of_ten_thousand(book: MakeBook) -> None:
    """Under 实际销售额（万元） 0.7 is 7,000 yuan."""
    assert sold(book, BRANCHES.replace("实际销售额", "实际销售额（万元）").replace("7000", "0.7")) == (
        "2024-05",
        700000,
    )


@pytest.mark.parametrize("cell", ["~", "约3000", "3000/4000"])
def test_sales_that_are_missing_or_cannot_be_read(cell: str, book: MakeBook) -> None:
    """A ratio to part of the sales would be wrong: the cell is named, in both languages, and nothing is reckoned."""
    found = unsold(book, SALES.replace("3999.50", cell))
    assert (found.code, found.severity) == ("sales-missing", "error")
    assert "销售目标!D3" in found.zh
    assert "销售目标!D3" in found.en
    assert "2024-05.xlsx" in found.zh


def test_sales_that_are_an_error(book: MakeBook) -> None:
    """So is an error value."""
    assert "销售目标!D2" in unsold(book, SALES, formula("D2", "#REF!", "销售目标")).zh


def test_sales_of_the_whole_that_are_missing_name_its_cell(book: MakeBook) -> None:
    """The cell of 总公司 is blank, not that of the branch above it."""
    assert "公司业绩!C3" in unsold(book, BRANCHES.replace("7000", "~")).zh


def test_sales_without_a_column(book: MakeBook) -> None:
    """A month book without 实际销售额 gives none, which is said in both languages."""
    found = unsold(book, SALES.replace("实际销售额", "备注"))
    assert "没有这一列" in found.zh
    assert "no such column" in found.en


def test_sales_of_two_columns_are_not_guessed(book: MakeBook) -> None:
    """实际销售 says 1 and 实际销售额 3,000.50: which one counts is not known."""
    assert unsold(book, SALES.replace("计划销售额", "实际销售")).code in ("sales-missing", "column-twice")


def test_ratio_of_expenses_to_sales(tmp_path: Path) -> None:
    """3,500 spent of 7,000 sold is one half; of a month whose sales were not given nothing is said."""
    april = {column: said.replace("2024-05", "2024-04") for column, said in large(发票号="'10000088").items()}
    sales = {"2024-05": Sales("2024-05月度.xlsx", "0", 700000)}
    first, second = checked(tmp_path, [book_of(april), book_of()], ["2024-04.xlsx", "2024-05.xlsx"], sales=sales)
    assert spending_document(first, [], "zh")["sales"] is None
    assert spending_document(second, [], "zh")["sales"] == {
        "file": "2024-05月度.xlsx",
        "sales": 7000,
        "spent": 3500,
        "expense_ratio": 0.5,
    }


# the run as a whole


def test_findings_stand_in_the_order_of_the_book(checking: Checking) -> None:
    """Payments by their rows, then contracts, then the budget; what is of the whole comes last."""
    text = book_of(
        large(影城财务部="~", 影城财务部日期="~"),
        small(金额="~"),
        contracts=[contract(合同编号="~")],
        lines=[line("推广费", "100", 此前支出="~")],
    )
    assert [(f.code, f.where) for f in checking(text).findings if f.severity == "error"] == [
        ("approval-missing", "付款!O2"),
        ("amount-missing", "付款!F3"),
        ("contract-number-missing", "合同!A2"),
        ("budget-exceeded", "预算!C2"),
    ]
    assert codes(checking(text))[-1] == "budget-year-open"


def test_findings_are_tied_to_their_payments(checking: Checking) -> None:
    """The document lists the codes beside the payment they are about, and only there."""
    document = spending_document(
        checking(book_of(large(影城财务部="~", 影城财务部日期="~"), small(日期="2024-04-30"))), [], "zh"
    )
    assert [p["findings"] for p in document["payments"]] == [["approval-missing"], ["date-outside-month"]]
    assert [p["signed"] for p in document["payments"]] == [[role for role in FIVE if role != "影城财务部"], []]


def test_policy_that_is_not_in_force(checking: Checking, own: Own) -> None:
    """A policy from 2025 on does not hold in May 2024: the book is refused, with the days of the policy."""
    with pytest.raises(Refused) as refused:
        checking(SOUND, own(edited(UP_TO, ("from: 2024-01-01", "from: 2025-01-01"))))
    [found] = refused.value.findings
    assert found.code == "version-missing"
    assert "2025-01-01" in found.zh
    assert "2024-05" in found.en


def test_hidden_sheet_is_not_checked(checking: Checking) -> None:
    """A hidden sheet of payments is noted and nothing of it is told, counted or missed."""
    text = book_of() + sheet("旧付款", PLAIN, [large(**UNSIGNED)])
    book = checking(text, change=lambda workbook: workbook.get_worksheet_by_name("旧付款").hide())
    assert told(book) == [("sheet-hidden", "旧付款")]
    assert len(book.payments) == 2


def test_blank_budget_is_not_zero(checking: Checking) -> None:
    """A line whose budget is blank is told at its cell; nothing is held against it."""
    book = checking(book_of(lines=[line(预算="~"), line("办公费", "9000")]))
    assert ("budget-blank", "预算!C2") in told(book)
    assert "budget-exceeded" not in codes(book)


def test_day_of_payment_that_is_not_kept_is_a_note(checking: Checking) -> None:
    """Without a column 付款日期 it cannot be told whether signatures came first: a note, once, at the header."""
    found = one(checking(book_of(large(), without="付款日期")), "day-unkept")
    assert (found.severity, found.where) == ("note", "付款!1:1")


def test_blank_day_is_told(checking: Checking) -> None:
    """A payment without any day is in no window: that splits were not looked for is a warning at its cell."""
    found = one(checking(book_of(small(日期="~", 付款日期="~"))), "day-missing")
    assert (found.severity, found.where) == ("warning", "付款!A2")


@pytest.mark.parametrize("how", [{"备注": "已作废"}, {"金额": "作废"}], ids=["remark", "amount"])
def test_void_payment_counts_in_nothing(how: Row, checking: Checking) -> None:
    """2,700 marked 作废 was not paid: nobody signs it, no budget counts it, and a note says so."""
    book = checking(book_of(large(**{"金额": "2700", **UNSIGNED, **how}), small()))
    assert codes(book) == ["payment-void"]
    assert [row.spent for row in book.spent] == [0, 50000]


def test_two_books_of_one_month_are_told(together: Together) -> None:
    """Each is held against the budget by itself, which is told in both."""
    files = ("2024-05.xlsx", "五月2024-05.xlsx")
    books = together(book_of(small()), book_of(small(发票号="'10000009")), files=files)
    assert ["budget-month-shared" in codes(book) for book in books] == [True, True]


def test_ratio_of_a_part_is_none(checking: Checking) -> None:
    """One amount that cannot be read, and the expense ratio is not told."""
    book = checking(book_of(small(金额="约900"), large()))
    sold = replace(book, sales=Sales("2024-05.xlsx", "", 100_000_00))
    assert spending_document(sold, [], "zh")["sales"]["expense_ratio"] is None


def test_register_that_is_carried_on_repeats_no_contract(together: Together) -> None:
    """May's register lists April's contract again: that is the same contract, and nobody is told of two."""
    books = together(book_of(small(**APRIL), contracts=[contract()]), book_of(small(**MAY, 发票号="'10000009"), contracts=[contract()]))  # fmt: skip
    assert ["contract-twice" in codes(book) for book in books] == [False, False]


def test_void_payment_uses_up_no_contract(checking: Checking) -> None:
    """3,000 paid and 3,000 void are within a contract of 5,000."""
    rows = large(合同编号="HT-01", 金额="3000"), large(合同编号="HT-01", 金额="3000", 发票号="'10000009", 备注="作废")
    assert "contract-exceeded" not in codes(checking(book_of(*rows, contracts=[contract()])))


def test_one_person_is_named_as_written(checking: Checking) -> None:
    """A name keeps its capitals in the finding."""
    found = one(checking(book_of(large(影城财务部="Ann Lee", 总部财务部="Ann Lee"))), "approval-same-person")
    assert (found.found, "Ann Lee" in found.zh, "Ann Lee" in found.en) == ("Ann Lee", True, True)


def test_contract_without_an_amount_is_called_no_payment(checking: Checking, own: Own) -> None:
    """What is blank is the contract's amount, and the sentence does not call it a payment."""
    policy = own(edited(UP_TO, ("sheet: 付款", "sheet: 合同")))
    found = one(checking(book_of(small(), contracts=[contract(金额="~")], lines=[]), policy), "amount-missing")
    assert ("这笔" in found.zh, "payment" in found.en) == (False, False)


def test_day_to_come_counts_where_it_is_not_looked_for(checking: Checking, own: Own) -> None:
    """A policy without patterns tells no day to come; then the signature's day is taken as it stands, and paying before it is told."""
    book = checking(
        book_of(large(总部总经理="冯戊", 总部总经理日期="2099-05-10"), lines=[]), settings=["patterns.in_future=no"]
    )
    assert "paid-before-approval" in codes(book)


def test_invoice_number_that_excel_has_cut_is_told(checking: Checking) -> None:
    """Excel keeps fifteen digits of twenty: the number is not used, and that is said at its cell."""
    found = one(checking(book_of(small(发票号="24312000000123456789"))), "number-cut")
    assert (found.severity, found.where) == ("warning", "付款!I2")


@pytest.mark.parametrize(
    ("said", "month"), [("一月", "2024-01"), ("十二月份", "2024-12"), ("二〇二四年五月", "2024-05")]
)
def test_month_of_the_budget_may_be_in_words(said: str, month: str) -> None:
    """People write 一月 as they write 1月."""
    assert period_of(said, "2024") == month
