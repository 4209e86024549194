"""A policy file → a `Policy`, or everything that is wrong with it, each at its line and column."""

from __future__ import annotations

import difflib
import hashlib
import os
import typing
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mkt.findings import Hit, Language, Refused, fault
from mkt.policy.annual import RECOMMENDATIONS
from mkt.policy.figures import short
from mkt.policy.kinds import KINDS
from mkt.policy.lint import lint
from mkt.policy.lint_grades import Fault
from mkt.policy.lint_pay import lint_pay
from mkt.policy.located import KEY, Located, Problem, located
from mkt.policy.model import Policy
from mkt.policy.pay import UNSCORED, ByGrade, PayPolicy
from mkt.policy.settings import Setting, setting_unknown, with_settings

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
    if not isinstance(policy, PayPolicy):
        yield Hit("", policy.policy)


AnyPolicy = Policy | PayPolicy


def find(name: str) -> Policy:
    """The policy by which a month is scored, of a built-in id or a file's path. Raises `Refused`."""
    found = regulation(name)
    policy_of_pay.refuse("", found)
    assert isinstance(found, Policy)
    return found


def find_pay(name: str, settings: Sequence[Setting] = ()) -> PayPolicy:
    """The policy of pay of a built-in id or a file's path, with some of its figures set otherwise. Raises `Refused`."""
    found = regulation(name, settings)
    policy_of_scores.refuse("", found)
    assert isinstance(found, PayPolicy)
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
        return None, text, {}, [*found.problems, *_problems(found, error, model)]
    faults = [Problem(*found.place(path), zh, en) for path, zh, en in faults_of(policy)]
    return policy, text, found.at, [*found.problems, *faults]


def model_of(data: Any) -> type[AnyPolicy]:
    """What a policy file regulates: pay where it has a section on it and no indicators, else scores."""
    pay = isinstance(data, dict) and {"scores", "commission", "performance_pay", "annual_bonus"} & data.keys()
    return PayPolicy if pay and "indicators" not in data else Policy


def faults_of(policy: AnyPolicy) -> list[Fault]:
    """What does not fit in a policy of either sort."""
    return lint_pay(policy) if isinstance(policy, PayPolicy) else lint(policy)


def _problems(found: Located, error: ValidationError, model: type[AnyPolicy]) -> list[Problem]:
    """The faults of single values, each told once: a misspelt key is not missing too, nor a list empty whose items are wrong."""
    faults = error.errors(include_url=False)
    unknown = {e["loc"]: _near_key(e["loc"], model) for e in faults if e["type"] == "extra_forbidden"}
    meant = {(*loc[:-1], key) for loc, key in unknown.items()}
    around = {fault["loc"][:i] for fault in faults for i in range(len(fault["loc"]))}
    follows = {"missing": meant, "too_short": around}
    return [
        _problem(found, fault, unknown, model) for fault in faults if fault["loc"] not in follows.get(fault["type"], ())
    ]


def _problem(found: Located, error: Any, unknown: dict[tuple[Any, ...], str], model: type[AnyPolicy]) -> Problem:
    path = _path(found.data, error["loc"])
    last = str(error["loc"][-1]) if error["loc"] else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        words = _unknown_key(error["loc"], unknown[error["loc"]], model)
        return Problem(*found.place((*_path(found.data, error["loc"][:-1]), last, KEY)), *words)
    if kind == "missing":
        return Problem(*found.place(path), f"缺少“{last}”。", f"'{last}' is missing.")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tag = str(error.get("ctx", {}).get("tag", ""))
        if "factor" in path:
            return Problem(
                *found.place((*path, "by")), "by 写 grade（按等级）或 score（按分数）。", "'by' says grade or score."
            )
        what, known = ("建议", RECOMMENDATIONS) if "recommend" in path else ("指标", KINDS)
        return Problem(*found.place((*path, "kind")), *_unknown_kind(tag, what, list(known)))
    zh, en = _words(error)
    return Problem(*found.place(path), zh, en)


def _words(error: Any) -> tuple[str, str]:
    value, limits = error.get("input"), error.get("ctx", {})
    written = isinstance(value, str) and value
    shown, said = (f"“{short(value)}”", f"'{short(value)}'") if written else ("这里", "this")
    match error["type"]:
        case "mkt":
            zh, _, en = error["msg"].partition("\0")
            return zh, en
        case "literal_error":
            words = limits["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            close = difflib.get_close_matches(str(value), words, 1)
            hint_zh, hint_en = (f"是不是 {close[0]}？", f"did you mean {close[0]}? ") if close else ("", "")
            return (
                f"{shown}不在可选的词里。{hint_zh}可选：{'、'.join(words)}。",
                f"{said} is not a choice. {hint_en}Choose: {', '.join(words)}.",
            )
        case "string_pattern_mismatch" if written:
            return (f"{shown}不合写法：用字母、数字、下划线或汉字，不以数字开头。",
                    f"{said} has characters that cannot stand here: letters, digits, _ or Chinese, no digit first.")  # fmt: skip
        case "string_too_long" | "too_long":
            most = limits["max_length"]
            return f"{shown}太长，最多 {most} 个。", f"{said} is too long: {most} at most."
        case "int_parsing" | "int_from_float" | "int_type":
            return f"{shown}不是整数。", f"{said} is not a whole number."
        case "greater_than_equal" | "less_than_equal":
            return f"{shown}超出范围。", f"{said} is out of range."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{shown}要写成若干“键: 值”。", f"{said}: a mapping of keys and values belongs here."
        case "tuple_type" | "list_type":
            return f"{shown}要写成列表，例如 [一, 二]。", f"{said}: a list belongs here, such as [one, two]."
        case "string_type" if value is not None:
            return "这里要写一个词或一句话。", "a text belongs here."
        case "string_type" | "string_too_short" | "too_short" | "string_pattern_mismatch":
            return "这里不能空着。", "this must not be empty."
    return f"{shown}不对：{error['msg']}", f"{said}: {error['msg']}"


def _path(data: Any, loc: tuple[Any, ...]) -> tuple[str | int, ...]:
    """The place in the file of pydantic's location, which also holds names of union members."""
    node, path = data, tuple[str | int, ...]()
    for step in loc:
        known = step in node and step != node.get("kind") if isinstance(node, dict) else _is_index(node, step)
        if known:
            node, path = node[step], (*path, step)
    return path


def _is_index(node: Any, step: Any) -> bool:
    return isinstance(node, list) and isinstance(step, int) and step < len(node)


def _near_key(loc: tuple[Any, ...], model: type[AnyPolicy]) -> str:
    """The key that may have been meant by an unknown one, "" if none is like it."""
    close = difflib.get_close_matches(str(loc[-1]).partition("：")[0], sorted(_keys_at(loc[:-1], model)), 1)
    return close[0] if close else ""


def _unknown_key(loc: tuple[Any, ...], near: str, model: type[AnyPolicy]) -> tuple[str, str]:
    key = str(loc[-1])
    if "：" in key:
        return "这里是全角“：”，请改为半角“:”，后面空一格。", "full-width '：' here: write ':' and a space."
    if near:
        return f"没有“{key}”这个键，是不是“{near}”？", f"unknown key '{key}'; did you mean '{near}'?"
    names = sorted(_keys_at(loc[:-1], model))
    return f"没有“{key}”这个键。可用的键：{'、'.join(names)}。", f"unknown key '{key}'; known here: {', '.join(names)}."


def _unknown_kind(tag: str, what: str, kinds: list[str]) -> tuple[str, str]:
    close = difflib.get_close_matches(tag, kinds, 1)
    known = "、".join(kinds)
    zh = f"没有“{tag}”这种{what}。" if tag else f"缺少 kind（{what}的种类）。"
    en = f"unknown kind '{tag}'" if tag else "'kind' is missing"
    if close:
        return (
            f"{zh}是不是“{close[0]}”？可用：{known}。",
            f"{en}; did you mean '{close[0]}'? Known: {', '.join(kinds)}.",
        )
    return f"{zh}可用：{known}。", f"{en}. Known: {', '.join(kinds)}."


def _keys_at(loc: tuple[Any, ...], root: type[AnyPolicy]) -> set[str]:
    """The keys that the model at a location knows."""
    model: Any = root
    for step in loc:
        model = _below(model, step)
    return {f.alias or name for m in _models(model) for name, f in m.model_fields.items()}


def _below(model: Any, step: Any) -> Any:
    for candidate in _models(model):
        if candidate in (KINDS.get(step), RECOMMENDATIONS.get(step)) or candidate.__name__ == step:
            return candidate
    for candidate in _models(model):
        for name, f in candidate.model_fields.items():
            if step in (name, f.alias):
                return f.annotation
    return model  # an index of a list, a key of a dict, or the name of a union's member


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in typing.get_args(annotation) for m in _models(part)]
