"""Where everything stands on the sheets of payments and contracts in a checked workbook, and the formulas there."""

from __future__ import annotations

from collections.abc import Callable

from mkt.book import letters
from mkt.layout import FIRST
from mkt.policy.spending import BASES
from mkt.rule import tree
from mkt.rule.formula import ROW
from mkt.spending.checked import ASKED, ELSEWHERE, GROUP, MISSING, SHOWN, CheckedBook, need_of, signature
from mkt.spending.compute import AMOUNT, closing
from mkt.vocabulary.spending import CONTRACTS, PAYMENTS
from mkt.writing.places import filled

WORDS = ("类别", "方案类型", "计划")
REFUND, MONTH, CELL, RESULT, TOLD, WHY = (
    f"{PAYMENTS}.{name}" for name in ("退款", "月份", "原单元格", "结论", "问题", "依据")
)


class CheckedPlaces:
    """The columns of payments and of contracts, by reference, each with its place."""

    def __init__(self, book: CheckedBook) -> None:
        self.book = book
        self.count = {PAYMENTS: len(book.payments), CONTRACTS: len(book.book.contracts)}
        self.columns = {PAYMENTS: self._payments(), CONTRACTS: self._contracts()}

    def has(self, *names: str) -> list[str]:
        """The columns that some table of payments has, of those named."""
        tables = self.book.book.ledger.of(PAYMENTS)
        return [name for name in names if any(name in table.columns for table in tables)]

    def _payments(self) -> list[str]:
        front = [f"{PAYMENTS}.{name}" for name in (*self.has("日期"), "收款人", *self.has("事由"), "类别")]
        rest = [
            *self.has(
                "付款日期",
                "报销人",
                "方案类型",
                "发票号",
                "支付申请单号",
                "合同编号",
                "服务报告",
                "客户评价",
                "客户签字",
                "大写金额",
            ),
            "计划",
        ]
        roles = [signature(role) for role in self.book.plan.roles]
        used = dict.fromkeys(BASES[approval.by] for approval in self.book.plan.approvals)
        bases = [f"{PAYMENTS}.{name}" for name in used]
        needs = [need_of(approval) for approval in self.book.plan.approvals]
        if "方案类型" not in rest:
            rest.append("方案类型")
        return [*front, AMOUNT, SHOWN, MISSING, RESULT, TOLD, *roles, *(f"{PAYMENTS}.{name}" for name in rest), REFUND, MONTH, GROUP, ELSEWHERE, *bases,
                *needs, ASKED, WHY, CELL]  # fmt: skip

    def _contracts(self) -> list[str]:
        needs = [need_of(approval) for approval in self.book.plan.countersigns]
        names = ("合同编号", "对方", "事由", "签订日期", "金额")
        ends = [ref.replace(PAYMENTS, CONTRACTS, 1) for ref in (MISSING, RESULT, TOLD)]
        roles = [signature(role, CONTRACTS) for role in self.book.plan.roles]
        last = [ref.replace(PAYMENTS, CONTRACTS, 1) for ref in (ASKED, CELL)]
        return [*(f"{CONTRACTS}.{name}" for name in names), *needs, *ends, *roles, *last]

    def at(self, ref: str) -> int:
        """The place of a column on its sheet, from 0."""
        return self.columns[ref.partition(".")[0]].index(ref)

    def letter(self, ref: str) -> str:
        """The letter of a column."""
        return letters(self.at(ref))

    def cells(self, ref: str) -> str:
        """All cells of a column, without their sheet."""
        letter = self.letter(ref)
        return f"${letter}${FIRST + 1}:${letter}${FIRST + max(1, self.count[ref.partition('.')[0]])}"

    def rule(self, rule: tree.Node) -> Callable[[int], str]:
        """The formula of a rule for each row of the sheet that it reads."""
        return filled(rule, lambda column: f"{self.letter(column.ref)}{ROW}", {})

    def rules(self, sheet: str) -> dict[str, tree.Node]:
        """The computed columns of a sheet that are rules over its own cells."""
        approvals = self.book.plan.countersigns if sheet == CONTRACTS else self.book.plan.approvals
        return {need_of(approval): approval.need() for approval in approvals} | closing(self.book.plan, sheet)

    def together(self) -> Callable[[int], str]:
        """The formula of the amount that counts: a split group's sum, with what of it stands in other books."""
        amount, group, refund, elsewhere = (self.letter(ref) for ref in (AMOUNT, GROUP, REFUND, ELSEWHERE))

        def formula(i: int) -> str:
            row = FIRST + i + 1
            sum_ = f"ROUND(SUMIF({self.cells(GROUP)},{group}{row},{self.cells(AMOUNT)})+N({elsewhere}{row}),2)"
            known = f'IF({refund}{row}<>"","",IF(N({amount}{row})<=0,"",{{}}))'
            return "=" + known.format(f'IF({group}{row}="",{amount}{row},{sum_})')

        return formula
