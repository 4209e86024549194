"""A policy file → a `Policy`, or everything that is wrong with it, each at its line and column."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mkt.findings import Hit, Language, Refused, fault
from mkt.policy.lint import lint
from mkt.policy.lint_grades import Fault
from mkt.policy.lint_pay import lint_pay
from mkt.policy.lint_spending import lint_spending
from mkt.policy.located import Problem, located
from mkt.policy.model import Policy
from mkt.policy.pay import UNSCORED, ByGrade, PayPolicy
from mkt.policy.problems import problems_of
from mkt.policy.settings import Setting, setting_unknown, with_settings
from mkt.policy.spending import SpendingPolicy

LARGEST = 1_000_000  # bytes; the longest regulation is a few hundred lines


@fault("error", "制度文件有误：{zh}", "fault in the policy file: {en}")
def policy_faulty(text: str, problems: list[Problem]) -> Iterator[Hit]:
    """制度文件里有一处写错：格式、键名、数值、出处或者各部分之间对不上。所有错误一次列出，指明行和列；改好之前不会用它评分。

    Something in the policy file is wrong: its form, a key, a value, a source, or parts that do not fit each
    other. All of them are listed at once with line and column; nobody is scored by the file until they are mended.
    """
    lines = text.splitlines()
    for p in sorted(dict.fromkeys(problems), key=lambda p: (p.line, p.column)):
        source = lines[p.line - 1] if p.line <= len(lines) else ""
        yield Hit(f"{p.line}:{p.column}", source, more={"zh": p.zh, "en": p.en})


@fault("error", "没有名为“{found}”的制度。{zh}", "there is no policy '{found}'. {en}")
def policy_unknown(name: str) -> Iterator[Hit]:
    """`--policy` 后面要写内置制度的名称（见 `mkt policy list`）或一个制度文件的路径。

    After `--policy` comes the id of a built-in policy (see `mkt policy list`) or the path of a policy file.
    """
    known = list(packs())
    close = difflib.get_close_matches(name, known, 1)
    zh = f"是不是“{close[0]}”？" if close else f"内置的有：{'、'.join(known)}；也可以写文件路径。"
    en = f"Did you mean '{close[0]}'?" if close else f"Built in: {', '.join(known)}; or give the path of a file."
    yield Hit("", name, more={"zh": zh, "en": en})


@fault("error", "制度文件打不开：{reason}。", "the policy file cannot be opened: {reason}.")
def policy_unreadable(reason: str) -> Iterator[Hit]:
    """制度文件在，但读不了：没有权限，或者磁盘、网络出错。

    The policy file is there but cannot be read: no permission, or a fault of the disk or network.
    """
    yield Hit("", "", more={"reason": reason})


@fault(
    "error",
    "找不到制度文件“{found}”。请检查路径和文件名。",
    "there is no policy file '{found}'. Check the path and the name.",
)
def policy_file_missing(name: str) -> Iterator[Hit]:
    """写的是文件名，而这个文件不存在。

    A file was named that does not exist.
    """
    yield Hit("", name)


def packs() -> dict[str, Path]:
    """The built-in policies, by id."""
    folder = Path(str(resources.files("mkt") / "policies"))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


@fault("error", "“{found}”规定的是薪酬，用 mkt commission；这里要的是考核制度。",
       "'{found}' regulates pay; use it with mkt commission. A policy that scores belongs here.")  # fmt: skip
def policy_of_pay(policy: AnyPolicy) -> Iterator[Hit]:
    """给评分命令的是薪酬制度，里面规定的是提成、绩效工资或年终奖。评分要用考核制度。

    A policy of pay was given where a policy that scores is needed.
    """
    if isinstance(policy, PayPolicy):
        yield Hit("", policy.policy)


@fault("error", "“{found}”是考核制度，不规定薪酬；mkt commission 要用薪酬制度，例如 commission-example。",
       "'{found}' scores and says nothing of pay; mkt commission needs a policy of pay, such as commission-example.")  # fmt: skip
def policy_of_scores(policy: AnyPolicy) -> Iterator[Hit]:
    """给提成命令的是考核制度：里面没有规定提成、绩效工资、年终奖的任何一节，所以算不出薪酬。

    The policy given to `mkt commission` has no section on pay.
    """
    if isinstance(policy, Policy):
        yield Hit("", policy.policy)


@fault("error", "“{found}”规定的是付款审批和预算，用 mkt budget-check。",
       "'{found}' regulates spending; use it with mkt budget-check.")  # fmt: skip
def policy_of_spending(policy: AnyPolicy) -> Iterator[Hit]:
    """给评分或提成命令的是管付款审批和预算的制度。

    A policy of approvals and budgets was given where one that scores or pays is needed.
    """
    if isinstance(policy, SpendingPolicy):
        yield Hit("", policy.policy)


@fault("error", "“{found}”不规定付款审批和预算；mkt budget-check 要用这样的制度，例如 payments-2000。",
       "'{found}' says nothing of approvals or budgets; mkt budget-check needs a policy that does, such as payments-2000.")  # fmt: skip
def policy_not_of_spending(policy: AnyPolicy) -> Iterator[Hit]:
    """给 `mkt budget-check` 的是考核制度或薪酬制度，里面没有审批、异常模式、预算的规定。

    The policy given to `mkt budget-check` scores or pays, and has no section on approvals, patterns or budgets.
    """
    if not isinstance(policy, SpendingPolicy):
        yield Hit("", policy.policy)


AnyPolicy = Policy | PayPolicy | SpendingPolicy


def find(name: str) -> Policy:
    """The policy by which a month is scored, of a built-in id or a file's path. Raises `Refused`."""
    found = regulation(name)
    policy_of_pay.refuse("", found)
    policy_of_spending.refuse("", found)
    assert isinstance(found, Policy)
    return found


def find_pay(name: str, settings: Sequence[Setting] = ()) -> PayPolicy:
    """The policy of pay of a built-in id or a file's path, with some of its figures set otherwise. Raises `Refused`."""
    found = regulation(name, settings)
    policy_of_scores.refuse("", found)
    policy_of_spending.refuse("", found)
    assert isinstance(found, PayPolicy)
    return found


def find_spending(name: str, settings: Sequence[Setting] = ()) -> SpendingPolicy:
    """The policy of spending of a built-in id or a file's path, with some of its figures set otherwise. Raises `Refused`."""
    found = regulation(name, settings)
    policy_not_of_spending.refuse("", found)
    assert isinstance(found, SpendingPolicy)
    return found


def scoring(pay: PayPolicy, name: str) -> Policy | None:
    """The policy by which the month is scored that pay rests on, None where it rests on no score; `name` is how `pay` was named.

    Raises `Refused`.
    """
    if pay.scores == UNSCORED:
        return None
    return find(scores_file(pay, name) or pay.scores)


def scores_file(pay: PayPolicy, name: str) -> str:
    """The file of the policy that a policy of pay scores by, "" for a built-in one; its path goes from the file that names it."""
    if pay.scores in packs() or pay.scores == UNSCORED:
        return ""
    return str(Path(name).parent / pay.scores) if name not in packs() else pay.scores


def pay_advice(pay: PayPolicy, name: str, language: Language) -> list[str]:
    """What whoever checks a policy of pay should know although it is no fault: grades without a factor, factors of no grade. Raises `Refused`."""
    told, scores = [] if pay.tests else [NO_TESTS[language]], scoring(pay, name)
    factor = pay.commission.factor if pay.commission else None
    tables = [("factor", factor.rows, scores.grades)] if scores and isinstance(factor, ByGrade) else []
    if scores and scores.annual and pay.annual_bonus:
        tables.append(("annual_bonus", pay.annual_bonus.rows, scores.annual.grades))
    for part, rows, grades in tables:
        given, known = [row.grade for row in rows], list(grades.titles())
        for grade in [grade for grade in known if grade not in given]:
            told.append(f"{part}：没有写等级 {grade} 的系数，得这个等级的人会暂不发。" if language == "zh"
                        else f"{part}: grade {grade} has no factor; people with it will not be paid.")  # fmt: skip
        for grade in [grade for grade in given if grade not in known]:
            told.append(f"{part}：{pay.scores} 没有等级 {grade}，这一行用不上。" if language == "zh"
                        else f"{part}: {pay.scores} gives no grade {grade}; the row is never used.")  # fmt: skip
    return told


NO_TESTS: dict[Language, str] = {
    "zh": "还没有样例：建议在 tests 里写几个，包括各级的界限。",
    "en": "there are no examples: write a few under 'tests', the bounds of the tiers among them.",
}


def regulation(name: str, settings: Sequence[Setting] = ()) -> AnyPolicy:
    """The policy of any sort of a built-in id or a file's path. Raises `Refused`."""
    built_in = packs()
    if name in built_in:
        return load(built_in[name], settings)
    if not os.path.isfile(name):  # noqa: PTH113  # Path.is_file raises for a name that is too long
        is_path = name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name
        (policy_file_missing if is_path else policy_unknown).refuse("", name)
    return load(Path(name), settings)


def load(path: Path, settings: Sequence[Setting] = ()) -> AnyPolicy:
    """The policy a file holds. Raises `Refused` with everything wrong in it."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        policy_unreadable.refuse(path.name, error.strerror or str(error))
        raise
    policy, text, places, problems = parse(raw, settings)
    if policy is None or problems:
        raise Refused(*policy_faulty.findings(path.name, text, problems))
    return policy.read_from(path.name, digest(text), places)


def digest(text: str) -> str:
    """The hash by which an output names the policy it was made with."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


Places = dict[tuple[str | int, ...], tuple[int, int]]


def parse(raw: bytes, settings: Sequence[Setting] = ()) -> tuple[AnyPolicy | None, str, Places, list[Problem]]:
    """The policy (if its parts could be read), its text, where everything stands, and its problems."""
    if len(raw) > LARGEST:
        return None, "", {}, [Problem(1, 1, "文件过大，不像制度文件。", "the file is too large to be a policy.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = "文件不是 UTF-8 编码，请另存为 UTF-8。", "the file is not UTF-8; save it as UTF-8."
        return None, "", {}, [Problem(1, 1, *words)]
    found = located(text)
    if found.data is None:
        return None, text, {}, found.problems
    setting_unknown.refuse("", found.data, settings)
    found.data = with_settings(found.data, settings)
    model = model_of(found.data)
    try:
        policy = model.model_validate(found.data)
    except ValidationError as error:
        return None, text, {}, [*found.problems, *problems_of(found, error, model)]
    faults = [Problem(*found.place(path), zh, en) for path, zh, en in faults_of(policy)]
    return policy, text, found.at, [*found.problems, *faults]


def model_of(data: Any) -> type[AnyPolicy]:
    """What a policy file regulates: spending or pay where it has a section on it and no indicators, else scores."""
    keys = data.keys() if isinstance(data, dict) else set()
    if "indicators" in keys:
        return Policy
    if {"approvals", "patterns", "budget"} & keys:
        return SpendingPolicy
    return PayPolicy if {"scores", "commission", "performance_pay", "annual_bonus"} & keys else Policy


def faults_of(policy: AnyPolicy) -> list[Fault]:
    """What does not fit in a policy of any sort."""
    if isinstance(policy, SpendingPolicy):
        return lint_spending(policy)
    return lint_pay(policy) if isinstance(policy, PayPolicy) else lint(policy)
