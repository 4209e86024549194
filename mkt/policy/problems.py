"""What pydantic finds wrong in a policy file, in our words, each at its line and column."""

from __future__ import annotations

import difflib
import typing
from typing import Any

from pydantic import BaseModel, ValidationError

from mkt.policy.annual import RECOMMENDATIONS
from mkt.policy.figures import short
from mkt.policy.kinds import KINDS
from mkt.policy.located import KEY, Located, Problem


def problems_of(found: Located, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """The faults of single values, each told once: a misspelt key is not missing too, nor a list empty whose items are wrong."""
    faults = error.errors(include_url=False)
    unknown = {e["loc"]: _near_key(e["loc"], model) for e in faults if e["type"] == "extra_forbidden"}
    meant = {(*loc[:-1], key) for loc, key in unknown.items()}
    around = {fault["loc"][:i] for fault in faults for i in range(len(fault["loc"]))}
    follows = {"missing": meant, "too_short": around}
    return [
        _problem(found, fault, unknown, model) for fault in faults if fault["loc"] not in follows.get(fault["type"], ())
    ]


def _problem(found: Located, error: Any, unknown: dict[tuple[Any, ...], str], model: type[BaseModel]) -> Problem:
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


def _near_key(loc: tuple[Any, ...], model: type[BaseModel]) -> str:
    """The key that may have been meant by an unknown one, "" if none is like it."""
    close = difflib.get_close_matches(str(loc[-1]).partition("：")[0], sorted(_keys_at(loc[:-1], model)), 1)
    return close[0] if close else ""


def _unknown_key(loc: tuple[Any, ...], near: str, model: type[BaseModel]) -> tuple[str, str]:
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


def _keys_at(loc: tuple[Any, ...], root: type[BaseModel]) -> set[str]:
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
