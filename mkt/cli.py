"""The command line: parameters in, one journey, words and an exit status out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mkt import __version__
from mkt.findings import Finding, Refused
from mkt.language import LANGUAGE, say
from mkt.policies import DEFAULT, PAY, SPENDING

if TYPE_CHECKING:
    from mkt.policy.model import Policy
    from mkt.runs import Outcome

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: half the start-up time, and the same in a pipe
    context_settings={"help_option_names": ["--help", "-h"]},
    help=say(
        "从人们实际使用的工作簿算出考核成绩，并说明每个数字的由来。",
        "Scores from the workbooks that people really keep, every figure explained.",
    ),
    epilog=say(
        "例：mkt score 2024-05.xlsx　　退出码：0 完成，1 有事要看，2 做不了，3 程序出错",
        "Example: mkt score 2024-05.xlsx    Exit status: 0 done, 1 something to look at, 2 cannot be done, 3 a fault of mkt",
    ),
)
policy_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=say("查看、检查、导出制度。", "Show, check and export policies.")
)
app.add_typer(policy_app, name="policy")

Books = Annotated[
    list[Path], typer.Argument(metavar="BOOK...", help=say("月度工作簿；不会被改动", "month workbooks; never changed"))
]
PolicyName = Annotated[
    str,
    typer.Option("--policy", metavar="ID|FILE", help=say("制度：内置名称或文件", "policy: a built-in id or a file")),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help=say("结果写到这个文件夹（默认在原文件旁）", "folder for results (default: beside the input)"),
    ),
]
Json = Annotated[bool, typer.Option("--json", help=say("在标准输出给出一个 JSON 文档", "one JSON document on stdout"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=say("不打印成绩表和说明性提示", "no table and no notes"))]
Force = Annotated[bool, typer.Option("--force", help=say("覆盖已有的结果文件", "replace an existing result"))]
Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help=say("语言（默认随系统，否则中文）", "language (default: the locale's, else Chinese)"),
    ),
]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=1, max=64, metavar="N", help=say("同时处理几个文件", "books worked on at once")),
]
Period = Annotated[
    str,
    typer.Option(
        "--period", metavar="YYYY-MM", help=say("月份，文件里看不出时用", "the month, where the book does not say")
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help=say("程序出错时显示细节", "show details of a fault of mkt"))]


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", "-V", help=say("显示版本", "show the version"))] = False,
) -> None:
    """The program as a whole."""
    if version:
        print(f"mkt {__version__}")
        raise typer.Exit


@app.command(help=say(
    "给一个月评分：各项得分、总分、等级、名次，写出 *.scored.xlsx。例：mkt score 2024-05.xlsx",
    "Score a month: points, total, grade, rank; writes *.scored.xlsx. Example: mkt score 2024-05.xlsx"))  # fmt: skip
def score(
    books: Books, policy: PolicyName = DEFAULT, out: Out = None, period: Period = "", json: Json = False,
    quiet: Quiet = False, force: Force = False, jobs: Jobs = 1, lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Score month books."""
    from mkt import runs

    wanted = "document" if json else "" if quiet else "table"
    task = runs.ScoreTask(_policy(policy), out, period, force, LANGUAGE, wanted)
    _finish(runs.over(books, task, jobs), json, quiet)


@app.command(help=say(
    "把一年的月度成绩汇成年度等级：积分、得分、名次、最佳、建议，写出 YEAR.graded.xlsx。例：mkt grade 2024-*.xlsx 年度评价2024.xlsx；mkt grade 文件夹",
    "Roll a year of months up into annual grades: points, score, rank, best, recommendations; writes YEAR.graded.xlsx. Examples: mkt grade 2024-*.xlsx reviews2024.xlsx; mkt grade FOLDER"))  # fmt: skip
def grade(
    books: Annotated[list[Path], typer.Argument(metavar="BOOK|DIR...", help=say("月度工作簿、评分结果、年度评价，或它们的文件夹", "month books, scored results, books of reviews, or folders of them"))],
    policy: Annotated[list[str], typer.Option("--policy", metavar="ID|FILE", help=say("制度；可重复给出几个版本，各月按当月有效的", "policy; repeat it for several versions, each month goes by the one in force"))] = [],  # noqa: B006  # typer copies it
    out: Out = None,
    previous: Annotated[Path | None, typer.Option("--previous", metavar="FILE", help=say("上年的年度结果，供看连续两年的名次", "last year's graded result, for ranks of two years running"))] = None,
    trust: Annotated[bool, typer.Option("--trust", help=say("采用被手工改过的评分结果", "use scored results that were edited by hand"))] = False,
    json: Json = False, quiet: Quiet = False, force: Force = False, jobs: Jobs = 1, lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Grade the years of month books."""
    from mkt import grading

    wanted = "document" if json else "" if quiet else "table"
    task = grading.task(policy, out, force, trust, previous, LANGUAGE, wanted)
    _finish(grading.over_years(books, task, jobs), json, quiet)


@app.command(help=say(
    "算提成和绩效工资，每人一份结算单，写出 *.commission.xlsx（只有本人可读，金额均为税前）。例：mkt commission 2024-01.xlsx 2024-02.xlsx；mkt commission 2024-04.xlsx --previous 2024-03.commission.xlsx；试算：--set tiers.2.rate=3.5%",
    "Commission and performance pay, a statement a person; writes *.commission.xlsx (readable by its owner only, all amounts before tax). Examples: mkt commission 2024-01.xlsx 2024-02.xlsx; mkt commission 2024-04.xlsx --previous 2024-03.commission.xlsx; a try: --set tiers.2.rate=3.5%"))  # fmt: skip
def commission(
    books: Annotated[list[Path], typer.Argument(metavar="BOOK|DIR...", help=say("月度工作簿或文件夹；各文件夹的月份分别按顺序算", "month workbooks or folders; the months of each folder go in their order"))],
    policy: Annotated[str, typer.Option("--policy", metavar="ID|FILE", help=say("薪酬制度：内置名称或文件", "policy of pay: a built-in id or a file"))] = PAY,
    previous: Annotated[Path | None, typer.Option("--previous", metavar="FILE", help=say("上月的 *.commission.xlsx：结转、预支和以前付过提成的回款由它来", "last month's *.commission.xlsx: plan, advances and paid receipts go on from it"))] = None,
    year: Annotated[Path | None, typer.Option("--year", metavar="FILE", help=say("年度结果 *.graded.xlsx：在最后一个月发年终奖", "a graded year: the annual bonus goes with the last month"))] = None,
    set_: Annotated[list[str], typer.Option("--set", metavar="PATH=VALUE", help=say("试算：把制度的一个数改成别的，看谁多谁少；不写文件", "a try: set a figure of the policy otherwise and see who gets more or less; nothing is written"))] = [],  # noqa: B006  # typer copies it
    out: Out = None, period: Period = "", json: Json = False, quiet: Quiet = False, force: Force = False,
    lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Pay months."""
    from mkt import paying, what_if

    wanted = "document" if json else "" if quiet else "table"
    task = paying.task(policy, out, force, previous, year, period, set_, LANGUAGE, wanted)
    if set_:
        plain = paying.task(policy, out, force, previous, year, period, [], LANGUAGE, wanted)
        _finish(what_if.what_if(books, plain, task, set_), json, quiet)
    _finish(paying.over_months(books, task), json, quiet)


@app.command("budget-check", help=say(
    "核对付款：谁该签、谁签了、先后对不对，拆分、重复、预算，写出 *.checked.xlsx。例：mkt budget-check 2024-05费用.xlsx；几份制度：--policy payments-2000 --policy promotion-plan；改限额：--threshold 3000",
    "Check payments: who should have signed, who did and in what order; splits, duplicates, the budget; writes *.checked.xlsx. Examples: mkt budget-check 2024-05-expenses.xlsx; several policies: --policy payments-2000 --policy promotion-plan; another limit: --threshold 3000"))  # fmt: skip
def budget_check(
    books: Annotated[list[Path], typer.Argument(metavar="BOOK...", help=say("费用工作簿；一起给出的各月互相对照", "spending books; those of several months are looked at together"))],
    policy: Annotated[list[str], typer.Option("--policy", metavar="ID|FILE", help=say("管付款的制度；可重复给出几份", "policy of spending; repeat it for several"))] = [SPENDING],  # noqa: B006  # typer copies it
    threshold: Annotated[str, typer.Option("--threshold", metavar="YUAN", help=say("要审批的金额，代替制度里的", "the amount from which on payments are signed, instead of the policy's"))] = "",
    set_: Annotated[list[str], typer.Option("--set", metavar="PATH=VALUE", help=say("把制度的一个数改成别的，如 patterns.split.days=3", "set a figure of the policy otherwise, such as patterns.split.days=3"))] = [],  # noqa: B006  # typer copies it
    sales: Annotated[list[Path], typer.Option("--sales", metavar="BOOK", help=say("月度工作簿：由其中的销售额算费用率", "a month book: its sales give the expense ratio"))] = [],  # noqa: B006  # typer copies it
    today: Annotated[str, typer.Option("--today", metavar="YYYY-MM-DD", help=say("今天的日期，用来认出将来的日期（默认是系统日期）", "the day by which days in the future are told (default: the system's)"))] = "",
    out: Out = None, period: Period = "", json: Json = False, quiet: Quiet = False, force: Force = False,
    lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Check spending books."""
    from mkt import auditing

    wanted = "document" if json else "" if quiet else "table"
    task = auditing.task(policy, threshold, set_, sales, today, out, period, force, LANGUAGE, wanted)
    _finish(auditing.over_books(books, task), json, quiet)


@app.command(help=say("只读取和检查，不写任何文件。例：mkt check 2024-05.xlsx",
                      "Read and check, write nothing. Example: mkt check 2024-05.xlsx"))  # fmt: skip
def check(
    books: Books, policy: PolicyName = DEFAULT, period: Period = "", json: Json = False,
    quiet: Quiet = False, jobs: Jobs = 1, lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Check month books."""
    from mkt import runs

    task = runs.CheckTask(_policy(policy), period, LANGUAGE, "document" if json else "")
    _finish(runs.over(books, task, jobs), json, quiet)


@app.command(help=say("说明一个人的每个数字怎么来的，或解释一个代码。例：mkt explain 2024-05.xlsx --who 1001；mkt explain target-zero",
                      "How one person's figures came about, or what a code means. Examples: mkt explain 2024-05.xlsx --who 1001; mkt explain target-zero"))  # fmt: skip
def explain(
    subject: Annotated[str, typer.Argument(metavar="BOOK|CODE", help=say("工作簿，或问题的代码", "a workbook, or the code of a finding"))],
    who: Annotated[str, typer.Option("--who", metavar="ID", help=say("工号（或不重名的姓名）", "the 工号 (or a unique name)"))] = "",
    policy: PolicyName = DEFAULT, period: Period = "", json: Json = False, lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Explain a person's figures or a code."""
    from mkt import explain as explaining
    from mkt import runs

    if not who and not Path(subject).exists():
        print(explaining.page(subject, LANGUAGE))
        return
    told, findings = explaining.person(Path(subject), _policy(policy), period, who, LANGUAGE)
    _told(findings)
    print(_json(told) if json else explaining.lines(told))
    raise typer.Exit(runs.status(findings))


@app.command(help=say("核对结果：用表里的输入和制度重算，看有没有被改过。例：mkt verify 2024-05.scored.xlsx 2024.graded.xlsx 2024-05.commission.xlsx",
                      "Recompute a result from the inputs it holds and tell what differs. Example: mkt verify 2024-05.scored.xlsx 2024.graded.xlsx 2024-05.commission.xlsx"))  # fmt: skip
def verify(
    results: Annotated[list[Path], typer.Argument(metavar="FILE...", help=say("月度、年度或薪酬的结果", "scored or graded workbooks, or those of pay"))],
    policy: Annotated[list[str], typer.Option("--policy", metavar="FILE", help=say("当时的制度文件（内置的不用写；几个版本就重复给出）", "the policy file, unless built in; repeat it for several versions"))] = [],  # noqa: B006  # typer copies it
    json: Json = False, quiet: Quiet = False, jobs: Jobs = 1, lang: Lang = "", debug: Debug = False,
) -> None:  # fmt: skip
    """Verify scored workbooks."""
    from mkt import runs

    task = runs.VerifyTask(policy, LANGUAGE, "document" if json else "")
    _finish(runs.over(results, task, jobs), json, quiet)


@policy_app.command("list", help=say("列出内置制度。", "List the built-in policies."))
def policy_list(json: Json = False, lang: Lang = "") -> None:
    """List the built-in policies."""
    from mkt.policy.load import packs, regulation
    from mkt.terminal import table

    found = [regulation(name) for name in packs()]
    if json:
        keys = ("policy", "title", "version")
        print(_json([{key: getattr(p, key) for key in keys} | {"source": p.source.model_dump()} for p in found]))
        return
    rows = [[p.policy, p.title, p.version, f"{p.source.id} {p.source.document}"] for p in found]
    table([say("名称", "id"), say("标题", "title"), say("版本", "version"), say("出处", "source")], rows)


@policy_app.command("show", help=say("制度的全部数值，每个都带条款或假设的理由。例：mkt policy show objectives",
                                     "Every figure of a policy with its clause or why it is assumed. Example: mkt policy show objectives"))  # fmt: skip
def policy_show(name: Annotated[str, typer.Argument(metavar="ID|FILE")], json: Json = False, lang: Lang = "") -> None:
    """Show a policy."""
    from mkt.policy.describe import description, text
    from mkt.policy.describe_pay import pay_description, pay_text
    from mkt.policy.describe_spending import spending_description, spending_text
    from mkt.policy.load import regulation
    from mkt.policy.pay import PayPolicy
    from mkt.policy.spending import SpendingPolicy

    found = regulation(name)
    if isinstance(found, SpendingPolicy):
        print(_json(spending_description(found)) if json else spending_text(found, LANGUAGE))
    elif isinstance(found, PayPolicy):
        print(_json(pay_description(found)) if json else pay_text(found, LANGUAGE))
    else:
        print(_json(description(found)) if json else text(found, LANGUAGE))


@policy_app.command("check", help=say("检查制度文件，运行其中的样例。例：mkt policy check 我的制度.yaml",
                                      "Check a policy file and run its examples. Example: mkt policy check my-policy.yaml"))  # fmt: skip
def policy_check(file: Annotated[str, typer.Argument(metavar="FILE")], lang: Lang = "", debug: Debug = False) -> None:
    """Check a policy file."""
    from mkt.commission import examples as pay_examples
    from mkt.policy import examples
    from mkt.policy.describe import advice
    from mkt.policy.load import pay_advice, regulation
    from mkt.policy.pay import PayPolicy
    from mkt.policy.spending import SpendingPolicy
    from mkt.spending import examples as spending_examples

    found = regulation(file)
    told = []
    if isinstance(found, SpendingPolicy):
        spending_examples.run_examples(found)
    elif isinstance(found, PayPolicy):
        pay_examples.run_examples(found)
        told = pay_advice(found, file, LANGUAGE)
    else:
        examples.run_examples(found)
        told = advice(found, LANGUAGE)
    for line in told:
        print(line)
    count = len(found.tests)
    print(
        say(f"{found.file}：没有错误，{count} 个样例全部符合。", f"{found.file}: no fault, all {count} examples hold.")
    )


@policy_app.command("export", help=say("导出内置制度供修改。例：mkt policy export objectives --out 我的制度.yaml",
                                       "Export a built-in policy to change it. Example: mkt policy export objectives --out my-policy.yaml"))  # fmt: skip
def policy_export(
    name: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=say("写到这个文件", "write to this file"))] = None,
    force: Force = False, lang: Lang = "",
) -> None:  # fmt: skip
    """Export a policy file."""
    from mkt.outputs import export
    from mkt.policy.load import packs, policy_unknown

    if name not in packs():
        policy_unknown.refuse("", name)
    export(packs()[name], out, force)


def _policy(name: str) -> Policy:
    from mkt.policy.load import find

    return find(name)


def _finish(outcomes: list[Outcome], json: bool, quiet: bool) -> None:
    """Print what came out and exit with the worst status."""
    from mkt import terminal

    for outcome in outcomes:
        if outcome.table:
            terminal.table(*outcome.table)
        terminal.told(outcome.findings, LANGUAGE, quiet)
        if outcome.summary and not quiet:
            terminal.note(outcome.summary)
    if json:
        documents = [outcome.document for outcome in outcomes if outcome.document]
        print(_json(documents[0] if len(documents) == 1 else {"schema": "mkt.batch/1", "books": documents}))
    raise typer.Exit(max(outcome.status for outcome in outcomes))


def _json(document: Any) -> str:
    import json

    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)


def _told(findings: list[Finding]) -> None:
    from mkt import terminal

    terminal.told(findings, LANGUAGE)


def main() -> None:
    """Run the command line; the only place that turns an outcome into an exit status."""
    from mkt.terminal import survive

    survive(sys.stdout)
    survive(sys.stderr)
    sys.exit(_run())


def _run() -> int:
    try:
        return app(standalone_mode=False) or 0
    except typer.TyperException as wrong:
        print(say("用法有误：", "usage: ") + wrong.format_message(), file=sys.stderr)
        print(say("看用法：mkt --help", "see: mkt --help"), file=sys.stderr)
        return 2
    except Refused as refused:
        _told(list(refused.findings))
        if "--json" in sys.argv:
            from mkt.documents import findings_document

            print(_json(findings_document("mkt.refused/1", "", list(refused.findings), LANGUAGE)))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        sys.stdout = None  # nobody reads any more; do not fail again on exit
        return 141
    except Exception as bug:  # noqa: BLE001  # the one place where a fault of mkt ends
        return _bug(bug)


def _bug(bug: Exception) -> int:
    if "--debug" in sys.argv:
        import traceback

        traceback.print_exception(bug)
    from mkt.runs import apology

    print(apology(bug), file=sys.stderr)
    return 3
