"""What is wrong with a month's pay as it is reckoned: plans, what was handed on, grades and factors, refunds, totals. Each check is
named for the fault it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mkt.commission import plan as columns
from mkt.commission.receipt_faults import hit
from mkt.commission.result import PaidMonth, PayBook
from mkt.findings import FaultCheck, Finding, Hit, fault
from mkt.policies import PAY
from mkt.policy.load import regulation
from mkt.policy.pay import CARRY, ByGrade, GradeFactor

HALF_CENT = 0.005


@fault(
    "error",
    "计划为 {found}，算不出完成率。请填写大于 0 的数。",
    "the plan is {found}, so there is no attainment. Enter a number above 0.",
)
def plan_zero(month: PaidMonth) -> Iterator[Hit]:
    """提成按完成率分级：完成率＝回款÷计划。计划（连同上月结转）为零或负数，不能作除数。

    Tiers go by attainment, which is collected ÷ plan. A plan (with what was carried over) of zero or less cannot be divided by.
    """
    scheme = month.plan.scheme
    if scheme is None or scheme.quota is None or (scheme.tiers.on == "amount" and scheme.tiers.mode != "overage"):
        return
    given = month.source.original.inputs[scheme.quota.of.plus[0]]
    plans = month.values(columns.PLAN.ref)
    for i in month.rows:
        if plans[i] <= 0:
            where = given.cell(i) if given.owners is None else ""
            yield Hit(where, f"{plans[i]:,.2f}", month.people[i].id, given.column.ref)


@fault("error", "上月未完成回款{what_zh}。{hint_zh}", "上月未完成回款 {what_en}. {hint_en}")
def carry_unclear(month: PaidMonth) -> Iterator[Hit]:
    """上月没有完成的计划结转到本月。第一个月按工作簿里填的数：空着或读不出来就不知道结转多少；以后的月份，工作簿里填的数要与上月的结果一致。

    What was left of last month's plan is added to this one's. In the first month the book says how much, and a blank or an unreadable cell leaves it
    open; later the book's figure has to agree with last month's result.
    """
    stated, sheet, name = month.source.stated_carry, *CARRY.split(".")
    if stated is None:
        return
    table, places = month.book.tables[sheet], month.source.original.joined[sheet].tolist()
    handed = month.values(columns.CARRIED.ref)
    for i in (i for i in month.rows if places[i] >= 0):
        where = table.cell(places[i], name)
        written = table.columns[name].unread.get(places[i], "") or month.book.errors.get(where, "")
        if written or where in month.book.uncalculated:
            more = {"what_zh": f"“{written}”不是数" if written else "的公式没有结果", "hint_zh": "请改成数字。",
                    "what_en": f"'{written}' is no number" if written else "holds a formula without a result", "hint_en": "Enter a number."}  # fmt: skip
        elif stated[i] != stated[i] and not month.before.period:
            more = {"what_zh": "空着", "what_en": "is blank", "hint_zh": "没有就填 0；空白不当作零。",
                    "hint_en": "Enter 0 if there is none; blank is not zero."}  # fmt: skip
        elif month.before.period and abs(stated[i] - handed[i]) > HALF_CENT:
            more = {"what_zh": f"写的是 {stated[i]:,.2f}，按上月的结果应为 {handed[i]:,.2f}", "hint_zh": "请核对哪个对。",
                    "what_en": f"says {stated[i]:,.2f}; by last month's result it is {handed[i]:,.2f}", "hint_en": "Find out which is right."}  # fmt: skip
        else:
            continue
        shown = written or ("" if stated[i] != stated[i] else f"{stated[i]:,.2f}")
        yield Hit(where, shown, month.people[i].id, CARRY, more)


@fault("error", "系数表里没有等级“{found}”，{name}（{person}）的{what_zh}算不出来。请在制度里补上。",
       "the table of factors has no grade '{found}', so the {what_en} of {name} ({person}) cannot be told. Add it to the policy.")  # fmt: skip
def grade_without_factor(month: PaidMonth) -> Iterator[Hit]:
    """提成（或年终奖）乘以等级的系数，而薪酬制度的系数表没有此人的等级。没有写不等于 1，也不等于 0。

    Commission (or the bonus) is multiplied by the factor of the grade, and the policy of pay has none for this grade. What is not written is neither 1 nor 0.
    """
    scheme, scored = month.plan.scheme, month.source.scored
    if scheme and isinstance(scheme.factor, ByGrade) and scored:
        grades = {person.id: (scored.scores.grade[i], _person_cell(month, i)) for i, person in enumerate(month.people)}
        yield from _without_factor(month, scheme.factor.rows, grades, ("提成", "commission"), "")
    bonus = month.plan.policy.annual_bonus
    if bonus and month.year:
        yield from _without_factor(month, bonus.rows, month.year.grades, ("年终奖", "bonus"), month.year.file)


def _without_factor(month: PaidMonth, rows: Sequence[GradeFactor], grades: Mapping[str, tuple[str, str]], what: tuple[str, str],
                    file: str) -> Iterator[Hit]:  # fmt: skip
    """The people whose grade no row has; `grades` maps an id to its grade and cell."""
    known = {row.grade for row in rows}
    for i in month.rows:
        person = month.people[i]
        grade, where = grades.get(person.id, ("", ""))
        if grade and grade not in known:
            more = {"name": person.name, "what_zh": what[0], "what_en": what[1]}
            yield Hit(where, grade, person.id, more=more, file=file)


@fault("error", "年度结果里没有 {name}（{person}），不知道年终奖的等级。请核对工号。",
       "the graded year does not know {name} ({person}), so the grade for the bonus is not known. Check the number.")  # fmt: skip
def grade_absent(month: PaidMonth) -> Iterator[Hit]:
    """年终奖按年度等级发，而 --year 给出的年度结果里根本没有这个人：多半是工号写错，或者是下一年才来的。列在里面而没有等级的人（不参评），年终奖为 0。

    The bonus goes by the annual grade, and the graded year does not list this person at all: mostly a mistyped number, or somebody who came later. Who is
    listed without a grade (left out) has a bonus of 0.
    """
    if month.year and month.plan.policy.annual_bonus:
        for i in month.rows:
            person = month.people[i]
            if person.id not in month.year.grades:
                yield Hit(_person_cell(month, i), person.id, person.id, more={"name": person.name})


@fault("warning", "{name}（{person}）本月合计为负（{found} 元），要扣的钱怎么扣由人决定；扣工资有法定限度。",
       "{name} ({person}): the month comes to {found} yuan, below zero. How it is recovered is for people to decide; deductions from wages have legal limits.")  # fmt: skip
def pay_negative(month: PaidMonth) -> Iterator[Hit]:
    """退款、追回多于本月所得，制度又没有预支（draw）把它结转到以后。从工资里扣要有依据，而且每月扣后不得低于最低工资，不超过当月工资的 20%
    （工资支付暂行规定第十六条）。这里只算出数，不判断能不能扣。

    Refunds and clawbacks exceed what was earned, and the policy has no draw that would carry it forward. A deduction from wages needs a ground and has legal
    limits (at most 20 % of the month's wage, never below the minimum wage), which are not checked here.
    """
    for i in month.rows:
        total = month.trace.columns[columns.TOTAL.ref][i]
        if total < 0:
            yield Hit("", f"{total:,.2f}", month.people[i].id, more={"name": month.people[i].name})


@fault(
    "warning",
    "{who_zh}不再计发，还有 {found} 元预支没有扣回。",
    "{who_en} is no longer paid and still owes {found} yuan of advances.",
)
def advance_of_leaver(month: PaidMonth) -> Iterator[Hit]:
    """预支以后从提成里扣回；人已离职、停薪留职，或者不在人员表了，就没有提成可扣了。余额仍在“结转”上，怎么收回由人决定。

    Advances are earned back from later commission, and somebody who has left, or is off the staff list, has none. The balance stays on 结转; how it is recovered
    is for people to decide.
    """
    here = {person.id: i for i, person in enumerate(month.people)}
    for id_, owed in month.before.owed.items():
        if owed and (id_ not in here or month.source.away[here[id_]]):
            name = month.people[here[id_]].name if id_ in here else ""
            who = {
                "who_zh": f"{name}（{id_}）" if name else f"不在人员表的 {id_} ",
                "who_en": f"{name or 'off the staff list,'} ({id_})",
            }
            yield Hit("", f"{owed:,.2f}", id_, more=who)


@fault("warning", "用的是样例制度 {found}，费率都是假设的。请用 --policy 给出本公司的制度。",
       "this is the example policy {found}, whose rates are all assumed. Name your own with --policy.")  # fmt: skip
def policy_of_example(month: PaidMonth) -> Iterator[Hit]:
    """没有给出 --policy，或者给出的就是内置的样例。样例只说明怎样写，里面的费率、系数不是任何公司的规定。

    No --policy was given, or the built-in example. It shows how a policy is written; its rates are nobody's.
    """
    if month.plan.policy.sha256 == regulation(PAY).sha256:
        yield Hit("", PAY)


def _person_cell(month: PaidMonth, i: int) -> str:
    """Where somebody stands on the staff list."""
    roster, places = month.book.tables.get("人员"), month.source.original.joined.get("人员")
    if roster is None or places is None or places[i] < 0:
        return ""
    return roster.cell(int(places[i]), "工号" if "工号" in roster.columns else "姓名")


@fault(
    "warning",
    "{why_zh}退款 {found} 元，已冲减本月的回款。",
    "{why_en}: {found} yuan of this refund lower this month's receipts.",
)
def refund_unmatched(month: PaidMonth) -> Iterator[Hit]:
    """退款要追回当初付的提成，先要找到是哪笔回款退的：同一人、同一合同。找不到（没有写合同，或以前的月份没有给出），只能冲减本月。

    To take back what was paid on a receipt, it must be known which: the same person and contract. Where none is found (no contract is named, or the earlier months
    were not given), the refund lowers this month's receipts.
    """
    if month.count is None or month.count.settled is None:
        return
    by_row = {row.row: row for row in month.count.rows}
    for row, amount in sorted(month.count.settled.unmatched.items()):
        receipt = by_row[row]
        if not receipt.contract:
            zh, en = (
                "没有写合同，不知道退的是哪笔回款：",
                "no contract is named, so which receipt goes back is not known",
            )
        elif not month.before.period:
            zh = f"本月的回款里，合同 {receipt.contract} 没有这么多可退，而这次没有给出以前月份的结果（--previous）："
            en = f"contract {receipt.contract} has not as much left in receipts of this month, and no earlier month was given (--previous)"
        else:
            zh = f"本月和以前付过提成的回款里，合同 {receipt.contract} 没有这么多可退："
            en = f"contract {receipt.contract} has not as much left in receipts of this month or paid on before"
        yield hit(month.source, receipt, f"{amount:,.2f}", "合同", why_zh=zh, why_en=en)


@fault("warning", "“{table}”表上的净回款是 {found}，回款明细合计 {other}，按明细计。请核对。",
       "sheet {table} says that {found} was collected; the receipts add up to {other}, and they count. Check them.")  # fmt: skip
def totals_differ(month: PaidMonth) -> Iterator[Hit]:
    """工作簿里既有每人的回款合计，又有回款明细，两者不一致。提成按明细计算。

    The book has both totals and receipts, and they differ. Commission goes by the receipts.
    """
    scheme = month.plan.scheme
    totals = scheme.base.totals if scheme and scheme.base.receipts == "金额" else None
    if month.count is None or totals is None or not all(month.book.has(ref) for ref in totals.refs()):
        return
    sheet = totals.plus[0].partition(".")[0]
    table, places = month.book.tables[sheet], month.source.original.joined.get(sheet)
    if places is None or any(not ref.startswith(f"{sheet}.") for ref in totals.refs()):
        return
    stated, received = np.zeros(len(month.people)), np.zeros(len(month.people))
    for sign, refs in ((1, totals.plus), (-1, totals.less)):
        for ref in refs:
            stated += sign * np.append(table.numbers(ref.partition(".")[2]), np.nan)[places]
    for row, part in zip(month.count.rows, month.count.parts, strict=True):
        received[row.person] += np.nan if part is None else float(part.amount)
    for i in np.flatnonzero(np.abs(stated - received) > HALF_CENT).tolist():
        if not month.source.away[i]:
            where = table.cell(int(places[i]), totals.plus[0].partition(".")[2])
            more = {"other": f"{received[i]:,.2f}", "table": table.sheet}
            yield Hit(where, f"{stated[i]:,.2f}", month.people[i].id, more=more)


@fault(
    "warning",
    "没有给出上月的提成结果：{what_zh}都当作没有。",
    "the result of the month before was not given: taken as none: {what_en}.",
)
def month_first(month: PaidMonth) -> Iterator[Hit]:
    """制度要用到上个月的事（预支余额、以前付过提成的回款、没完成的计划），而这次没有给出上月的结果。

    一年（或这个办法）的第一个月本来没有上月，可以不理；否则请用 --previous 给出上月的 *.commission.xlsx，或者把以前的月份一起给出。

    The policy rests on things of the month before (advances owed, receipts paid on, what was left of the plan), and its result was not given.

    In the first month of a scheme there is none, and all is well; else name its *.commission.xlsx with --previous, or give the earlier months too.
    """
    if month.before.period:
        return
    plan, stated = month.plan, month.source.stated_carry is not None
    parts = [("预支余额", "advances owed", plan.advances), ("以前付过提成的回款", "receipts paid on before", plan.claws_back),
             ("结转的计划", "what was left of the plan", plan.carries and not stated),
             ("发过的年终奖", "bonuses paid before", month.year is not None)]  # fmt: skip
    kept = [(zh, en) for zh, en, there in parts if there]
    if kept:
        yield Hit("", more={"what_zh": "、".join(zh for zh, _ in kept), "what_en": ", ".join(en for _, en in kept)})


@fault("error", "{name}（{person}）暂不发：{why_zh}。", "{name} ({person}) is not paid: {why_en}.")
def pay_withheld(month: PaidMonth) -> Iterator[Hit]:
    """一个人的数据有错，或者缺少应有的成绩，在改好之前不发，也不猜一个数。其他人照发。改好后重新运行即可。

    Somebody's figures have a fault, or the score they need is missing: nothing is paid, and nothing guessed, until it is mended. Everybody else is
    paid. Mend it and run again.
    """
    for i in month.rows:
        person = month.people[i]
        total = month.trace.columns[columns.TOTAL.ref][i]
        if total != total:
            reason = month.held[person.id]
            more = {"name": person.name, "why_zh": reason.zh, "why_en": reason.en}
            yield Hit("", reason.zh, person.id, more=more)


CHECKS: tuple[FaultCheck, ...] = (
    plan_zero,
    carry_unclear,
    grade_without_factor,
    grade_absent,
    refund_unmatched,
    totals_differ,
)
"""What can be told once the month is reckoned."""

LAST: tuple[FaultCheck, ...] = (policy_of_example, month_first, advance_of_leaver, pay_negative, pay_withheld)
"""What can be told once it is settled who is paid."""


def check(checks: Sequence[FaultCheck], file: str, subject: PayBook | PaidMonth) -> list[Finding]:
    """Every finding of some checks."""
    return [finding for one in checks for finding in one.findings(file, subject)]
