"""Figures of a policy set otherwise for a try: `--set tiers.2.rate=3.5%`."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mkt.findings import Hit, fault

FIGURES = ("commission", "performance_pay", "annual_bonus", "approvals", "patterns", "budget")
"""The sections of a policy whose figures can be set."""
SECTION = "commission"
"""Where a path is looked for that does not begin with a section."""


@dataclass(frozen=True)
class Setting:
    """A figure by its path, and what it is set to."""

    path: str
    value: str

    def __str__(self) -> str:
        return f"{self.path}={self.value}"


@fault("error", "--set 要写成 路径=值，例如 --set tiers.2.rate=3.5%；这里是“{found}”。",
       "--set takes PATH=VALUE, such as --set tiers.2.rate=3.5%; this is '{found}'.")  # fmt: skip
def setting_malformed(text: str) -> Iterator[Hit]:
    """`--set` 后面没有等号，或者等号的一边是空的。

    What follows `--set` has no `=`, or nothing on one side of it.
    """
    path, sign, value = text.partition("=")
    if not (sign and path.strip() and value.strip()):
        yield Hit("", text)


@fault("error", "制度里没有“{found}”可改。{zh}", "the policy has no '{found}' to set. {en}")
def setting_unknown(data: Any, settings: Sequence[Setting]) -> Iterator[Hit]:
    """`--set` 的路径在制度文件里找不到。路径由各级的键组成，表里的行写第几行（从 1 起），例如 tiers.2.rate。

    The path after `--set` is not in the policy file. It is made of keys; a row of a table is its number, from 1: tiers.2.rate.
    """
    for setting in settings:
        holder, key, known = _found(data, setting.path)
        if holder is None:
            near = difflib.get_close_matches(key, known, 1)
            empty = (
                "这里是空的；试算只能改已有的数。",
                "There is nothing here; a try can only change figures that are there.",
            )
            zh = f"是不是“{near[0]}”？" if near else f"这一级有：{'、'.join(known)}。" if known else empty[0]
            en = f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(known)}." if known else empty[1]
            yield Hit("", setting.path, more={"zh": zh, "en": en})


def setting_of(text: str) -> Setting:
    """The setting that a text asks for. Raises `Refused`."""
    setting_malformed.refuse("", text)
    path, _, value = text.partition("=")
    return Setting(path.strip(), value.strip())


def with_settings(data: Any, settings: Sequence[Setting]) -> Any:
    """The data of a policy file with some figures set; a figure keeps its source, as the try is told apart by itself."""
    result = copy.deepcopy(data) if settings else data
    for setting in settings:
        holder, key, _ = _found(result, setting.path)
        if holder is not None:
            here = holder[key]
            if isinstance(here, dict) and "value" in here:
                here["value"] = setting.value
            else:
                holder[key] = setting.value
    return result


def _found(data: Any, path: str) -> tuple[Any, Any, list[str]]:
    """What holds the figure of a path and its key there; without one, the step that leads nowhere and the steps there are."""
    whole = {name: data[name] for name in FIGURES if name in data} if isinstance(data, dict) else {}
    roots = [whole, *([whole[SECTION]] if SECTION in whole else [])]
    tried = [_down(root, path.split(".")) for root in roots]
    for _, *found in tried:
        if found[0] is not None:
            return found[0], found[1], found[2]
    deepest = max(depth for depth, *_ in tried)
    last = [found for found in tried if found[0] == deepest]
    return None, last[0][2], [step for *_, known in last for step in known]


def _down(node: Any, steps: list[str]) -> tuple[int, Any, Any, list[str]]:
    """How far the steps lead, then as `_found`."""
    for i, step in enumerate(steps):
        if isinstance(node, dict) and "rows" in node and step.isdecimal():
            node = node["rows"]
        known = _steps(node)
        if step not in known:
            return i, None, step, known
        key: Any = int(step) - 1 if isinstance(node, list) else step
        if i == len(steps) - 1 and not isinstance(node[key], list):
            return i, node, key, known
        node = node[key]
    return len(steps), None, steps[-1], _steps(node)


def _steps(node: Any) -> list[str]:
    """The steps that lead on from a part of the file: keys, or the numbers of rows."""
    if isinstance(node, dict):
        return list(node)
    return [str(n + 1) for n in range(len(node))] if isinstance(node, list) else []
