"""A policy file → a `Policy`, or everything that is wrong with it, each at its line and column."""

from __future__ import annotations

import difflib
import hashlib
import typing
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mkt.findings import Finding, Hit, Refused, fault
from mkt.policy.kinds import KINDS
from mkt.policy.lint import lint
from mkt.policy.located import KEY, Located, Problem, located
from mkt.policy.model import Policy

LARGEST = 1_000_000  # bytes; the longest regulation is a few hundred lines


@fault("error", "制度文件有误：{zh}", "fault in the policy file: {en}")
def policy_faulty(text: str, problems: list[Problem]) -> Iterator[Hit]:
    """制度文件里有一处写错：格式、键名、数值、出处或者各部分之间对不上。所有错误一次列出，指明行和列；改好之前不会用它评分。

    Something in the policy file is wrong: its form, a key, a value, a source, or parts that do not fit each
    other. All of them are listed at once with line and column; nobody is scored by the file until they are mended.
    """
    lines = text.splitlines()
    for p in sorted(set(problems), key=lambda p: (p.line, p.column)):
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


def packs() -> dict[str, Path]:
    """The built-in policies, by id."""
    folder = Path(str(resources.files("mkt") / "policies"))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def find(name: str) -> Policy:
    """The policy of a built-in id or a file's path. Raises `Refused`."""
    built_in = packs()
    if name in built_in:
        return load(built_in[name])
    if not Path(name).is_file():
        policy_unknown.refuse("", name)
    return load(Path(name))


def load(path: Path) -> Policy:
    """The policy a file holds. Raises `Refused` with everything wrong in it."""
    raw = path.read_bytes()[: LARGEST + 1]
    policy, text, problems = parse(raw)
    if policy is None or problems:
        raise Refused(*_findings(path.name, text, problems))
    return policy.read_from(path.name, digest(text))


def digest(text: str) -> str:
    """The hash by which an output names the policy it was made with."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def parse(raw: bytes) -> tuple[Policy | None, str, list[Problem]]:
    """The policy (if its parts could be read), its text and its problems."""
    if len(raw) > LARGEST:
        return None, "", [Problem(1, 1, "文件过大，不像制度文件。", "the file is too large to be a policy.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (
            None,
            "",
            [Problem(1, 1, "文件不是 UTF-8 编码，请另存为 UTF-8。", "the file is not UTF-8; save it as UTF-8.")],
        )
    found = located(text)
    if found.problems:
        return None, text, found.problems
    try:
        policy = Policy.model_validate(found.data)
    except ValidationError as error:
        return None, text, [_problem(found, fault) for fault in error.errors(include_url=False)]
    return policy, text, [Problem(*found.place(path), zh, en) for path, zh, en in lint(policy)]


def _findings(file: str, text: str, problems: list[Problem]) -> list[Finding]:
    return policy_faulty.findings(file, text, problems)


def _problem(found: Located, error: Any) -> Problem:
    path = _path(found.data, error["loc"])
    last = str(error["loc"][-1]) if error["loc"] else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        return Problem(*found.at.get((*path, KEY), found.place(path)), *_unknown_key(found.data, error["loc"], last))
    if kind == "missing":
        return Problem(*found.place(path), f"缺少“{last}”。", f"'{last}' is missing.")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tag = str(error.get("ctx", {}).get("tag", ""))
        return Problem(*found.place((*path, "kind")), *_unknown_kind(tag))
    zh, en = _words(error)
    return Problem(*found.place(path), zh, en)


def _words(error: Any) -> tuple[str, str]:
    value = error.get("input")
    shown = f"“{value}”" if isinstance(value, str) else "这里"
    said = f"'{value}'" if isinstance(value, str) else "this"
    match error["type"]:
        case "mkt":
            zh, _, en = error["msg"].partition("\0")
            return zh, en
        case "literal_error":
            allowed = error["ctx"]["expected"]
            words = allowed.replace("'", "").replace(" or ", ", ").split(", ")
            close = difflib.get_close_matches(str(value), words, 1)
            hint_zh, hint_en = (f"是不是 {close[0]}？", f"did you mean {close[0]}? ") if close else ("", "")
            return (
                f"{shown}不在可选的词里。{hint_zh}可选：{'、'.join(words)}。",
                f"{said} is not a choice. {hint_en}Choose: {', '.join(words)}.",
            )
        case "date_from_datetime_parsing" | "date_parsing":
            return f"{shown}不是日期，写成 2024-01-31 这样。", f"{said} is not a date; write 2024-01-31."
        case "string_pattern_mismatch":
            return (f"{shown}不合写法：用字母、数字、下划线或汉字，不以数字开头。",
                    f"{said} has characters that cannot stand here: letters, digits, _ or Chinese, no digit first.")  # fmt: skip
        case "string_too_short" | "too_short" | "string_type":
            return "这里不能空着。", "this must not be empty."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{shown}这里要写成若干“键: 值”。", f"{said}: a mapping of keys and values belongs here."
        case "tuple_type" | "list_type":
            return f"{shown}这里要写成列表。", f"{said}: a list belongs here."
    return f"{shown}不对：{error['msg']}", f"{said}: {error['msg']}"


def _path(data: Any, loc: tuple[Any, ...]) -> tuple[str | int, ...]:
    """The place in the file of pydantic's location, which also holds names of union members."""
    node, path = data, tuple[str | int, ...]()
    for step in loc:
        if (isinstance(node, dict) and step in node) or (
            isinstance(node, list) and isinstance(step, int) and step < len(node)
        ):
            node = node[step]
        else:
            continue
        path = (*path, step)
    return path


def _unknown_key(data: Any, loc: tuple[Any, ...], key: str) -> tuple[str, str]:
    names = sorted(_keys_at(data, loc[:-1]))
    close = difflib.get_close_matches(key, names, 1)
    if close:
        return f"没有“{key}”这个键，是不是“{close[0]}”？", f"unknown key '{key}'; did you mean '{close[0]}'?"
    return f"没有“{key}”这个键。可用的键：{'、'.join(names)}。", f"unknown key '{key}'; known here: {', '.join(names)}."


def _unknown_kind(tag: str) -> tuple[str, str]:
    close = difflib.get_close_matches(tag, list(KINDS), 1)
    known = "、".join(KINDS)
    zh = f"没有“{tag}”这种指标。" if tag else "缺少 kind（指标的种类）。"
    en = f"unknown kind '{tag}'" if tag else "'kind' is missing"
    if close:
        return (
            f"{zh}是不是“{close[0]}”？可用：{known}。",
            f"{en}; did you mean '{close[0]}'? Known: {', '.join(KINDS)}.",
        )
    return f"{zh}可用：{known}。", f"{en}. Known: {', '.join(KINDS)}."


def _keys_at(data: Any, loc: tuple[Any, ...]) -> set[str]:
    """The keys that the model at a location knows."""
    model: Any = Policy
    for step in loc:
        model = _below(model, step)
    return {f.alias or name for m in _models(model) for name, f in m.model_fields.items()}


def _below(model: Any, step: Any) -> Any:
    if isinstance(step, str) and step in KINDS and KINDS[step] in _models(model):
        return KINDS[step]
    for candidate in _models(model):
        for name, f in candidate.model_fields.items():
            if step in (name, f.alias):
                return f.annotation
    return model  # an index of a list, a key of a dict, or the name of a union's member


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for part in typing.get_args(annotation) for m in _models(part)]
