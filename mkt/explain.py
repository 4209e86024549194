"""`mkt explain`: one person's figures line by line, or the page about a finding code."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkt.findings import FAULTS, Finding, Hit, Language, fault
from mkt.language import say
from mkt.month import score_month
from mkt.policy.model import Policy
from mkt.reasons import Explanation, explanation
from mkt.scores import ScoredMonth


@fault("error", "没有“{found}”这个文件或代码。{zh}", "there is no file or code '{found}'. {en}")
def code_unknown(word: str) -> Iterator[Hit]:
    """`mkt explain` 后面要写一个工作簿加 --who，或者一个问题的代码。

    `mkt explain` takes a workbook with --who, or the code of a finding.
    """
    close = difflib.get_close_matches(word, list(FAULTS), 1)
    zh = f"是不是 {close[0]}？" if close else "代码写在每条问题后面的方括号里。"
    en = f"Did you mean {close[0]}?" if close else "Codes stand in brackets after each finding."
    yield Hit("", word, more={"zh": zh, "en": en})


@fault("error", "请用 --who 写明是谁（工号），例如 --who {found}。", "say who with --who, for example --who {found}.")
def who_missing(month: ScoredMonth) -> Iterator[Hit]:
    """`mkt explain 工作簿` 要用 --who 指明一个人。

    `mkt explain BOOK` needs --who to say whose figures are meant.
    """
    yield Hit("", month.staff.people[0].id if month.staff.people else "1001")


@fault("error", "工作簿里没有“{found}”这个人。{zh}", "the book has nobody called '{found}'. {en}")
def who_unknown(month: ScoredMonth, who: str) -> Iterator[Hit]:
    """`--who` 后面的工号或姓名在工作簿里找不到。

    The number or name after --who is not in the book.
    """
    known = [word for person in month.staff.people for word in (person.id, person.name)]
    close = difflib.get_close_matches(who, known, 1, 0.5)
    yield Hit(
        "",
        who,
        more={"zh": f"是不是 {close[0]}？" if close else "", "en": f"Did you mean {close[0]}?" if close else ""},
    )


@fault(
    "error", "叫“{found}”的有几个人：{ids}。请写工号。", "several people are called '{found}': {ids}. Give the 工号."
)
def who_ambiguous(found: str, ids: list[str]) -> Iterator[Hit]:
    """重名，要写工号。

    Namesakes: give the number.
    """
    yield Hit("", found, more={"ids": "、".join(ids)})


def page(code: str, language: Language) -> str:
    """The page about a finding code. Raises `Refused` for an unknown one."""
    from mkt import checks, outputs, spend, verify  # noqa: F401  # importing them registers their faults
    from mkt.annual import faults, gather, take  # noqa: F401
    from mkt.commission import examples as pay_examples  # noqa: F401
    from mkt.commission import faults as pay_faults  # noqa: F401
    from mkt.commission import order, previous, receipt_faults  # noqa: F401
    from mkt.policy import examples, load, settings, versions  # noqa: F401
    from mkt.reading import book, result, year_result  # noqa: F401
    from mkt.spending import examples as spending_examples  # noqa: F401
    from mkt.spending import options, sales  # noqa: F401
    from mkt.writing import atomic, scored  # noqa: F401

    if code not in FAULTS:
        code_unknown.refuse("", code)
    found = FAULTS[code]
    kinds = {"error": say("错误", "error"), "warning": say("提醒", "warning"), "note": say("说明", "note")}
    return f"{code} - {kinds[found.severity]}\n\n{found.page(language)}"


def person(
    path: Path, policy: Policy, period: str, who: str, language: Language
) -> tuple[dict[str, Any], list[Finding]]:
    """One person's figures with their reasons, and the findings about the person."""
    month = score_month(path, policy, period)
    if not who:
        who_missing.refuse(month.book.file, month)
    i = _position(month, who)
    found, told = month.staff.people[i], explanation(month)
    own = [finding for finding in month.findings if finding.person == found.id]
    rank = month.scores.rank[i]
    figures = [_figure(told, i, which) for which in range(told.per_person)]
    return {
        "schema": "mkt.explain/1",
        "period": month.book.period,
        "policy": {"id": policy.policy, "version": policy.version, "title": policy.title},
        "id": found.id,
        "name": found.name,
        "department": found.department,
        "rank": None if rank != rank else int(rank),
        "of": int(month.scores.scored.sum()),
        "figures": figures,
        "findings": [finding.line(language) for finding in own],
    }, own


def _figure(told: Explanation, i: int, which: int) -> dict[str, Any]:
    return told.document(i, which) | {"clause": told.reasons(which, i)}


def _position(month: ScoredMonth, who: str) -> int:
    by_id = month.staff.index()
    if who in by_id:
        return by_id[who]
    named = [i for i, person in enumerate(month.staff.people) if person.name == who]
    if len(named) > 1:
        who_ambiguous.refuse(month.book.file, who, [month.staff.people[i].id for i in named])
    if not named:
        who_unknown.refuse(month.book.file, month, who)
    return named[0]


def lines(told: dict[str, Any]) -> str:
    """The explanation as text."""
    head = f"{told['name']}（{told['id']}）{told['department']}　{told['period']}　{told['policy']['title']}"
    rank = (
        say(f"名次：第 {told['rank']} 名，共 {told['of']} 人", f"rank: {told['rank']} of {told['of']}")
        if told["rank"]
        else ""
    )
    body = []
    for figure in told["figures"]:
        body.append(figure["text"])
        body.append(f"    {say('依据', 'source')}：{figure['clause']}")
        if figure["cells"]:
            body.append(f"    {say('单元格', 'cells')}：{'、'.join(figure['cells'])}")
    return "\n".join([head, "", *body, *filter(None, [rank])])
