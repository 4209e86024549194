"""What is wrong with a policy of spending whose parts are each well formed: amounts left to nobody, roles nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from mkt.policy.columns import near, normal
from mkt.policy.lint_bounds import Speech, adjoining, ends
from mkt.policy.lint_grades import Fault, Path
from mkt.policy.located import KEY
from mkt.policy.spending import ARROW, BASES, JOINT, NOTHING, Approval, SpendingPolicy
from mkt.vocabulary.spending import CONTRACT, CONTRACTS, LEDGERS, PAYMENTS

SIGNED = Speech("由谁批", "who signs", "不需审批就写 chain: []", "amounts that nobody signs say 'chain: []'")
UNFIT = (ARROW, JOINT, "(", ")", " ", "日期", NOTHING)
"""What a role's name must not have: it stands in chains and heads columns."""


def lint_spending(policy: SpendingPolicy) -> list[Fault]:
    """Every fault of a policy of spending as a whole."""
    return [
        fault for check in (_sections, _roles, _approvals, _patterns, _budget, _examples) for fault in check(policy)
    ]


def _sections(policy: SpendingPolicy) -> Iterator[Fault]:
    if policy.effective.end is not None and policy.effective.end < policy.effective.start:
        yield ("effective", "to"), "to 早于 from。", "'to' is before 'from'."
    if not (policy.approvals or policy.patterns or policy.budget):
        yield (("approvals",), "要写 approvals（审批）、patterns（异常模式）、budget（预算）至少一节。",
               "one of 'approvals', 'patterns', 'budget' belongs here.")  # fmt: skip


def _roles(policy: SpendingPolicy) -> Iterator[Fault]:
    """Roles that are never asked to sign, names that cannot stand in a chain, a word that means two roles."""
    used = {role for approval in policy.approvals for role in approval.roles}
    whose: dict[str, str] = {}
    for role, words in policy.roles.items():
        if role not in used:
            yield ("roles", role, KEY), f"没有哪张审批表用到“{role}”。", f"no approval table asks '{role}' to sign."
        for i, word in enumerate((role, *words)):
            place: Path = ("roles", role, KEY) if not i else ("roles", role, i - 1)
            if not word:
                yield place, "这里不能空着。", "this must not be empty."
            elif any(sign in word for sign in UNFIT):
                yield place, f"“{word}”不能作角色名称。", f"'{word}' cannot name a role."
            elif _head(word) in COLUMNS:
                yield (
                    place,
                    f"“{word}”是付款表或合同表的另一列，不能作角色。",
                    f"'{word}' is another column of payments or contracts and no role.",
                )
            if whose.setdefault(word, role) != role:
                yield place, f"“{word}”也指“{whose[word]}”。", f"'{word}' means '{whose[word]}' too."


def _approvals(policy: SpendingPolicy) -> Iterator[Fault]:
    """Tables with one title, about nothing, or that leave an amount to nobody or to two."""
    titles: list[str] = []
    for i, approval in enumerate(policy.approvals):
        path: Path = ("approvals", i)
        if approval.title in titles or approval.title in TAKEN:
            yield (*path, "title"), f"名称“{approval.title}”已有别的用处。", f"title '{approval.title}' is taken."
        titles.append(approval.title)
        rows: Path = (*path, "rows")
        yield from list(ends(rows, approval.rows, "元", SIGNED)) or adjoining(rows, approval.rows, "元", SIGNED)
        yield from _chains(path, approval, policy)
        yield from _about(path, approval)


TAKEN = frozenset({
    "金额", "类别", "方案类型", "计划", "事由", "日期", "付款日期", "收款人", "报销人", "发票号", "支付申请单号", "合同编号", "服务报告", "客户评价", "客户签字",
    "大写金额", "应签", "应签角色", "缺", "结论", "问题", "退款", "月份", "分组", "组外金额", "依据", "原单元格", "对方", "签订日期", *BASES.values(),
})  # fmt: skip
"""Other columns of the result, which a table of approvals cannot be called."""


def _head(word: str) -> str:
    """A word as it is compared with those that head columns."""
    return "".join(normal(word).lower().split())


COLUMNS = frozenset(
    _head(word)
    for kind in (PAYMENTS, CONTRACTS)
    for name, column in LEDGERS[kind].columns.items()
    for word in (name, *column.words)
)
"""Words that head other columns of payments and contracts, which cannot be words for a role too."""


def _chains(path: Path, approval: Approval, policy: SpendingPolicy) -> Iterator[Fault]:
    """Steps by roles that are not known, or a role twice in a chain."""
    for k, row in enumerate(approval.rows):
        seen: list[str] = []
        for s, step in enumerate(row.chain):
            for role in step:
                place: Path = (*path, "rows", k, "chain", s)
                if role not in policy.roles:
                    zh, en = near(role, list(policy.roles))
                    yield place, f"roles 里没有“{role}”。{zh}", f"'roles' has no '{role}'. {en}"
                if role in seen:
                    yield place, f"“{role}”在同一条链里签两次。", f"'{role}' signs twice in one chain."
                seen.append(role)


def _about(path: Path, approval: Approval) -> Iterator[Fault]:
    covers = approval.covers
    if approval.on_contracts and approval.by != "single":
        yield (*path, "by"), "合同逐份看金额：by 写 single。", "contracts are looked at one by one: 'by: single'."
    if approval.on_contracts and (covers.kinds or covers.plan != "any" or covers.categories):
        yield ((*path, "covers"), "合同表没有方案类型、计划内和类别可依，covers 只写 sheet。",
               "contracts are not told apart by kind, plan or category: 'covers' says 'sheet' only.")  # fmt: skip
    for k, row in enumerate(approval.rows):
        for d, document in enumerate(row.documents):
            if approval.on_contracts and document != CONTRACT:
                yield ((*path, "rows", k, "documents", d), f"合同表没有“{document}”，合同只能要 合同编号。",
                       f"contracts have no '{document}'; they can only be asked for 合同编号.")  # fmt: skip
    if all(not row.chain and not row.documents for row in approval.rows):
        yield ((*path, "rows"), "没有一行要谁签字或要什么单据，这张表没有用。",
               "no row asks for a signature or a document; the table is of no use.")  # fmt: skip


def _patterns(policy: SpendingPolicy) -> Iterator[Fault]:
    found = policy.patterns
    if found is None:
        return
    if found.split and not (found.split.days.value >= 0 and found.split.days.value == int(found.split.days.value)):
        yield (
            ("patterns", "split", "days"),
            "天数要是整数，0 表示同一天。",
            "days are a whole number; 0 means the same day.",
        )
    if found.near and found.near.margin.value >= 1:
        yield ("patterns", "near", "margin"), "幅度要小于 100%，例如 5%。", "the margin is below 100 %, such as 5%."


def _budget(policy: SpendingPolicy) -> Iterator[Fault]:
    rules = policy.budget
    if rules is None:
        return
    if rules.near.value is not None and not 0 < rules.near.value <= 1:
        yield ("budget", "near"), "要在 0% 和 100% 之间，或写 none。", "it lies between 0 % and 100 %, or says none."
    known: list[str] = []
    for i, line in enumerate(rules.lines):
        if line.category.casefold() in known:
            yield (
                ("budget", "lines", i, "category"),
                f"“{line.category}”写了两次。",
                f"'{line.category}' is given twice.",
            )
        known.append(line.category.casefold())


def _examples(policy: SpendingPolicy) -> Iterator[Fault]:
    for i, example in enumerate(policy.tests):
        amount = example.given.get("金额")
        if isinstance(amount, str):
            yield ("tests", i, "given", "金额"), f"“{amount}”不是数。", f"'{amount}' is not a number."
