"""The sheets of pay with another row than a person: departments, receipts, what is taken back, teams, the ledger, control totals, tiers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from mkt.commission import plan as columns
from mkt.commission.control import received
from mkt.commission.layout import SHARE
from mkt.commission.plan import special_rate
from mkt.commission.receipts import Part, Receipt
from mkt.commission.result import PaidMonth
from mkt.layout import (
    CLAWBACKS,
    CONTROL,
    DEPARTMENTS,
    FIGURES,
    FIRST,
    HANDED_ON,
    LEDGER,
    RECEIPTS,
    STATEMENTS,
    SUMMARY,
    TEAM,
    UNSETTLED,
)
from mkt.policy.tiers import NAME, Tiers
from mkt.rule import formula
from mkt.writing.backmatter import LOWEST
from mkt.writing.look import Look
from mkt.writing.pay_places import PayPlaces
from mkt.writing.plain import Heading, plain
from mkt.writing.streams import Cells, LongSheet, formulas, numbers, texts

HIGHEST = 1e15  # the upper bound of the highest tier: nothing is above it


def departments_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """部门: what each department is paid, added up from 汇总."""
    groups: dict[str, list[int]] = {}
    for i in month.rows:
        groups.setdefault(month.people[i].department, []).append(i)
    names = list(groups)
    found = [c for c in (columns.COLLECTED, *month.plan.parts, columns.TOTAL) if c.ref in month.plan.rules]
    own = f"{SUMMARY}!$C${FIRST + 1}:$C${FIRST + places.count}"
    held = month.values(columns.TOTAL.ref)

    def is_mine(i: int) -> str:
        return f"EXACT({own},{formula.quoted(names[i])})"

    def paid(i: int) -> str:
        return f'=SUMPRODUCT({is_mine(i)}*({places.total}<>""))'

    cells: list[Cells] = [
        texts(lambda i: names[i] or "（未填部门）", FIRST),
        formulas(paid, lambda i: float(sum(held[p] == held[p] for p in groups[names[i]])), FIRST),
        numbers(lambda i: float(sum(held[p] != held[p] for p in groups[names[i]])), lambda i: "", FIRST),
    ]
    for column in found:
        values = month.values(column.ref)
        sums = [sum(values[p] for p in groups[name] if values[p] == values[p]) for name in names]
        cells.append(
            formulas(_adding(is_mine, places.column(column.ref)), [round(s, 2) for s in sums].__getitem__, FIRST)
        )
    heads = [Heading("部门", 20, look.text), Heading("发放人数", 10, look.rank), Heading("暂不发人数", 11, look.count)]
    heads += [
        Heading(TITLE.get(c, f"{c.label}（税前）"), 18, look.pay_total if c == columns.TOTAL else look.pay)
        for c in found
    ]
    return plain(look, DEPARTMENTS, "部门合计（税前）", "由“汇总”逐人相加；金额单位：元", heads, cells, len(names))


TITLE = {columns.COLLECTED: "计入金额", columns.TOTAL: "合计（税前）"}


def _adding(is_mine: Any, cells: str) -> Any:
    return lambda i: f"=ROUND(SUMPRODUCT({is_mine(i)}*1,{cells}),2)"


def receipts_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """明细: every receipt of the month, the person's part of it, and what counts at which rate."""
    count = month.count
    assert count is not None
    rows, parts = count.rows, count.parts
    titles = ["按级计入", *(special.title for special in month.plan.specials)]
    heads = [Heading("工号", 9, look.text), Heading("姓名", 10, look.text), Heading("日期", 11, look.text), Heading("客户", 20, look.text),
             Heading("客户类别", 10, look.text), Heading("合同", 14, look.text), Heading("产品", 12, look.text), Heading("类型", 7, look.text),
             Heading("金额", 14, look.pay), Heading("前面各人\n分成", 9, look.percent), Heading("本人分成", 9, look.percent),
             Heading("本人份额", 14, look.pay), *(Heading(title, 14, look.pay) for title in titles), Heading("单元格", 16, look.faint)]  # fmt: skip
    words = {"receipt": "回款", "refund": "退款"}
    cells: list[Cells] = [
        texts(lambda i: month.people[rows[i].person].id, FIRST),
        texts(lambda i: month.people[rows[i].person].name, FIRST),
        texts(lambda i: str(rows[i].day or ""), FIRST),
        *(texts(_field(rows, field), FIRST) for field in ("customer", "customer_class", "contract", "product")),
        texts(lambda i: words.get(rows[i].sort, rows[i].said), FIRST),
        numbers(
            lambda i: float(rows[i].signed) if rows[i].amount == rows[i].amount else float("nan"),
            lambda i: "不能用",
            FIRST,
        ),
        numbers(lambda i: _number(parts[i], "before"), lambda i: "", FIRST),
        numbers(lambda i: _number(parts[i], "share"), lambda i: "不能用", FIRST),
        formulas(_share, lambda i: _number(parts[i], "amount"), FIRST),
    ]
    for special in range(-1, len(month.plan.specials)):
        cells.append(_counted(month, special))
    cells.append(texts(lambda i: month.source.cell(rows[i].row), FIRST))
    subtitle = (
        "一笔回款由几个人分时，份额按累计分成取整到分，加起来正好是这笔回款；退款先冲本月同一合同，再追回以前月份"
    )
    return plain(look, RECEIPTS, "本月回款和退款", subtitle, heads, cells, len(rows), filtered=False)


def _field(rows: Sequence[Receipt], field: str) -> Any:
    return lambda i: getattr(rows[i], field)


def _number(part: Part | None, field: str) -> float:
    return float("nan") if part is None else float(getattr(part, field))


def _share(i: int) -> str:
    """The person's part: the shares up to it × the amount, rounded, less that of the shares before."""
    row = FIRST + i + 1
    whole, before = f"ROUND(ROUND(I{row}*(J{row}+K{row}),9),2)", f"ROUND(ROUND(I{row}*J{row},9),2)"
    return f'=IF(COUNT(I{row}:K{row})<3,"",ROUND({whole}-{before},2))'


def _counted(month: PaidMonth, special: int) -> Cells:
    """What of each row goes by the tiers (-1) or a special rate: the whole part or nothing; what a refund lowers as it was set off."""
    count = month.count
    assert count is not None
    values = [float("nan") if value is None else float(value) for value in count.amounts(special)]
    share = chr(ord("A") + SHARE)

    def formula(i: int) -> str:
        part, row = count.parts[i], FIRST + i + 1
        if part is None or Decimal(repr(values[i])) == part.amount:
            return f"={share}{row}"
        return f'=IF({share}{row}="","",{values[i]!r})'

    return formulas(formula, values.__getitem__, FIRST)


def clawbacks_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """追回: what refunds take back of earlier months, each at the rate it was paid at."""
    assert month.count is not None
    assert month.count.settled is not None
    taken = month.count.settled.taken
    heads = [Heading("工号", 9, look.text), Heading("姓名", 10, look.text), Heading("合同", 16, look.text), Heading("产品", 12, look.text),
             Heading("原月份", 10, look.text), Heading("退款部分", 14, look.pay), Heading("当时实付费率", 12, look.rate),
             Heading("追回金额", 14, look.pay), Heading("退款单元格", 18, look.faint)]  # fmt: skip
    cells: list[Cells] = [
        texts(lambda i: month.people[taken[i].person].id, FIRST),
        texts(lambda i: month.people[taken[i].person].name, FIRST),
        texts(lambda i: taken[i].paid.contract, FIRST),
        texts(lambda i: taken[i].paid.product, FIRST),
        texts(lambda i: taken[i].paid.period, FIRST),
        numbers(lambda i: float(taken[i].amount), lambda i: "", FIRST),
        numbers(lambda i: float(taken[i].paid.rate), lambda i: "", FIRST),
        formulas(
            lambda i: f"=-ROUND(ROUND(F{FIRST + i + 1}*G{FIRST + i + 1},9),2)", lambda i: float(taken[i].pay), FIRST
        ),
        texts(lambda i: month.source.cell(taken[i].row), FIRST),
    ]
    subtitle = "退款对应以前月份的回款：最近的月份先退，按当时实付的费率追回"
    return plain(look, CLAWBACKS, "退款追回", subtitle, heads, cells, len(taken), filtered=False)


def team_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """团队: whose receipts count for whose override."""
    team = month.source.team
    superiors, members = team.superiors.tolist(), team.members.tolist()
    collected = month.values(columns.COLLECTED.ref)
    heads = [Heading("上级工号", 10, look.text), Heading("上级姓名", 10, look.text), Heading("下属工号", 10, look.text),
             Heading("下属姓名", 10, look.text), Heading("计入金额", 16, look.pay)]  # fmt: skip
    cells: list[Cells] = [
        texts(lambda i: month.people[superiors[i]].id, FIRST),
        texts(lambda i: month.people[superiors[i]].name, FIRST),
        texts(lambda i: month.people[members[i]].id, FIRST),
        texts(lambda i: month.people[members[i]].name, FIRST),
        formulas(
            lambda i: f"={places.cell(columns.COLLECTED.ref, members[i])}", lambda i: collected[members[i]], FIRST
        ),
    ]
    return plain(
        look, TEAM, "团队", "直接下属的计入金额，上级的团队提成由此算出", heads, cells, len(members), filtered=False
    )


def handed_on_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """结转: what the next month takes over of each person, of people who are away what they had before."""
    after, here = month.after, month.source.staff.index()
    ids = [*(month.people[i].id for i in month.rows)]
    ids += sorted({*after.left, *after.owed, *after.unsettled} - set(ids))
    names = {person.id: person.name for person in month.people}
    heads = [Heading("工号", 9, look.text), Heading("姓名", 10, look.text), Heading("未完成计划", 16, look.pay),
             Heading("预支结余", 16, look.pay), Heading("状态", 12, look.text)]  # fmt: skip
    shown = set(ids[: len(month.rows)])

    def amounts(column: Any, known: dict[str, float]) -> Cells:
        live = column.ref in month.plan.rules

        def formula(i: int) -> str:
            if live and ids[i] in shown:
                return f"={places.cell(column.ref, here[ids[i]])}"
            return f"={known.get(ids[i], 0.0)!r}"

        def value(i: int) -> float:
            return float("nan") if live and ids[i] in after.unsettled and ids[i] in shown else known.get(ids[i], 0.0)

        return formulas(formula, value, FIRST)

    cells: list[Cells] = [
        texts(ids.__getitem__, FIRST),
        texts(lambda i: names.get(ids[i], ""), FIRST),
        amounts(columns.LEFT, after.left),
        amounts(columns.OWED_AFTER, after.owed),
        texts(lambda i: UNSETTLED if ids[i] in after.unsettled else "", FIRST),
    ]
    subtitle = "下个月的 mkt commission --previous 由这里和“台账”接着算；未结清的人改好数据后请先重算本月"
    return plain(look, HANDED_ON, "结转到下月", subtitle, heads, cells, len(ids))


def ledger_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> LongSheet:
    """台账: receipts that were paid on and not taken back, for refunds of later months."""
    paid, ids = month.after.paid, month.source.staff.index()
    heads = [Heading("工号", 9, look.text), Heading("合同", 16, look.text), Heading("产品", 12, look.text), Heading("月份", 10, look.text),
             Heading("余额", 14, look.pay), Heading("实付费率", 12, look.rate), Heading("专项", 14, look.text)]  # fmt: skip
    columns_of = {s.title: special_rate(s).ref for s in month.plan.specials} | {"": columns.RATE_PAID.ref}

    def rate(i: int) -> str:
        """The rate of the month's own receipts is live; that of earlier ones was handed on."""
        entry = paid[i]
        if entry.period != month.book.period:
            return f"={float(entry.rate)!r}"
        return f"=N({places.cell(columns_of[entry.special], ids[entry.person])})"

    cells: list[Cells] = [
        *(texts(_paid_field(month, field), FIRST) for field in ("person", "contract", "product", "period")),
        numbers(lambda i: float(paid[i].amount), lambda i: "", FIRST),
        formulas(rate, lambda i: float(paid[i].rate), FIRST),
        texts(lambda i: paid[i].special, FIRST),
    ]
    subtitle = "已经付过提成、还没有退的回款；以后退款时按这里的费率追回"
    return plain(look, LEDGER, "已付提成的回款", subtitle, heads, cells, len(paid))


def _paid_field(month: PaidMonth, field: str) -> Any:
    return lambda i: str(getattr(month.after.paid[i], field))


def control_sheet(look: Look, month: PaidMonth, places: PayPlaces) -> None:
    """核对: the money of the input and where it went, and totals of the sheets, each with its difference."""
    sheet = look.workbook.get_worksheet_by_name(CONTROL)
    look.heading(sheet, "核对", "输入的钱都去了哪里；差额应为 0")
    look.widths(sheet, [58, 20, 60])
    look.header(sheet, 3, ["项目", "金额", "说明"])
    row = 4

    def line(label: str, value: float, formula: str = "", note: str = "", strong: bool = False) -> str:
        nonlocal row
        value += 0.0  # no negative zero
        sheet.write_string(row, 0, label, look.label if strong else look.text)
        form = look.money_total if strong else look.pay
        if formula:
            sheet.write_formula(row, 1, formula, form, value)
        else:
            sheet.write_number(row, 1, value, form)
        sheet.write_string(row, 2, note, look.wrapped)
        row += 1
        return f"B{row}"

    found = list(received(month))
    collected = sum(value for value in _known(month, columns.COLLECTED.ref)) if found else 0.0
    if found:
        cells = [line(label, round(value, 2)) for label, value in found]
        counted = line(
            "“汇总”计入金额合计", round(collected, 2), f"=ROUND(SUM({places.column(columns.COLLECTED.ref)}),2)"
        )
        left = round(found[0][1] - sum(value for _, value in found[1:]) - collected, 2)
        note = "输入合计减去各项不计入的，应等于汇总的计入金额"
        line("差额", left, f"=ROUND({cells[0]}-SUM({cells[1]}:{cells[-1]})-{counted},2)", note, strong=True)
    total = sum(_known(month, columns.TOTAL.ref))
    whole = line("“汇总”合计（税前）", round(total, 2), f"=ROUND(SUM({places.total}),2)")
    place = letters_of(month)
    departments = f"{DEPARTMENTS}!${place}:${place}"
    line(
        "“部门”合计的差额",
        round(total - sum(_known(month, columns.TOTAL.ref)), 2),
        f"=ROUND({whole}-SUM({departments}),2)",
        "部门表逐部门相加",
        strong=True,
    )
    title = month.plan.entries[-1].title
    statements = f'SUMIF({STATEMENTS}!$C:$C,"{title}",{STATEMENTS}!$D:$D)'
    line(
        "“结算单”合计的差额",
        round(total - _stated(month), 2),
        f"=ROUND({whole}-{statements},2)",
        "结算单每人的合计相加",
        strong=True,
    )


def letters_of(month: PaidMonth) -> str:
    """The letter of the totals on 部门."""
    found = [c for c in (columns.COLLECTED, *month.plan.parts, columns.TOTAL) if c.ref in month.plan.rules]
    return chr(ord("A") + 2 + len(found))


def _stated(month: PaidMonth) -> float:
    """What the lines of all statements come to, sums aside."""
    lines = (amount for i in month.rows for entry, amount in month.lines(i) if not entry.is_sum)
    return sum(amount for amount in lines if amount == amount)


def _known(month: PaidMonth, ref: str) -> list[float]:
    return [value for value in month.values(ref) if value == value] if ref in month.trace.columns else []


def tiers_table(look: Look, row: int, tiers: Tiers) -> None:
    """The tiers on 制度参数: bounds and what each earns, with the names that the formulas use."""
    sheet = look.workbook.get_worksheet_by_name(FIGURES)
    word = {"rate": "费率", "each": "每单位（元）", "fixed": "金额（元）"}[tiers.sort]
    look.header(
        sheet,
        row,
        [
            f"{NAME}：起（{'以上' if tiers.rows[-1].at_least is not None else '超过'}）",
            "止",
            word,
            "依据（原文）",
            "假设（原文没有）",
        ],
    )
    bound = look.percent if tiers.on == "attainment" else look.money
    open_low, open_high = (look.custom(f'"{text}";"{text}"') for text in ("（最低）", "（不限）"))
    first = row + 1
    for k, tier in enumerate(tiers.rows):
        row = first + k
        source = tier if tier.clause or tier.assumed else tiers
        if k:
            sheet.write_formula(row, 0, f"=B{row}", bound, float(tiers.rows[k - 1].upper or 0))
        else:
            sheet.write_number(row, 0, LOWEST, open_low)
        sheet.write_number(
            row, 1, HIGHEST if tier.upper is None else float(tier.upper), open_high if tier.upper is None else bound
        )
        value = tiers.value(k)
        sheet.write_number(row, 2, float(value.value), look.percent if tiers.sort == "rate" else look.money)
        sheet.write_string(row, 3, source.clause, look.wrapped)
        sheet.write_string(row, 4, source.assumed, look.wrapped)
        look.workbook.define_name(value.name, f"={FIGURES}!$C${row + 1}")
        if tier.upper is not None:
            look.workbook.define_name(tiers.edge(k).name, f"={FIGURES}!$B${row + 1}")
    for word, letter in (("下限", "A"), ("上限", "B"), ("结果", "C")):
        look.workbook.define_name(f"{NAME}_{word}", f"={FIGURES}!${letter}${first + 1}:${letter}${row + 1}")
