"""A YAML file as plain data in which every scalar is still text, with the place of every value and key.

Text, because YAML's own guesses spoil figures: `0.1` would become a binary float, `no` a truth value, `0123` 83.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
KEY = "\0key"  # at[path + (name, KEY)] is the place of the key itself

FULL_WIDTH = {"：": ":", "，": ",", "－": "-", "｛": "{", "｝": "}", "［": "[", "］": "]", "＃": "#", "\u3000": " ",
              "“": '"', "”": '"', "％": "%"}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One fault of a policy file, at a line and column counted from 1."""

    line: int
    column: int
    zh: str
    en: str


@dataclass
class Located:
    """The data of a YAML file, where everything stands in it, and what is wrong with its form."""

    text: str
    data: Any = None
    at: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # the nodes met, to tell an alias

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, (1, 1))


def located(text: str) -> Located:
    """Read YAML text. Faults of form are collected in `problems`, nothing is raised."""
    found = Located(text)
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        found.problems.append(_syntax(text, error))
        return found
    except yaml.YAMLError as error:  # a character YAML does not allow
        found.problems.append(
            Problem(1, 1, f"文件含有 YAML 不允许的字符：{error}", f"a character YAML does not allow: {error}")
        )
        return found
    if root is None:
        found.problems.append(Problem(1, 1, "文件是空的。", "the file is empty."))
        return found
    found.data = _build(root, (), found)
    return found


def _build(node: yaml.Node, path: Path, found: Located) -> Any:
    found.at[path] = _mark(node)
    if id(node) in found.seen:
        line, column = _mark(node)
        found.problems.append(
            Problem(line, column, "制度文件不用锚点和别名（& *）。", "anchors and aliases (& *) are not used here.")
        )
        return None
    found.seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, found)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, i), found) for i, item in enumerate(node.value)]
    return None if node.tag.endswith(":null") and node.value == "" else node.value


def _mapping(node: yaml.MappingNode, path: Path, found: Located) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value in node.value:
        key = str(key_node.value)
        line, column = _mark(key_node)
        if key in result:
            first = found.at[(*path, key, KEY)][0]
            found.problems.append(
                Problem(
                    line,
                    column,
                    f"“{key}”写了两次，第一次在第 {first} 行。",
                    f"'{key}' is given twice, first on line {first}.",
                )
            )
        found.at[(*path, key, KEY)] = (line, column)
        result[key] = _build(value, (*path, key), found)
    return result


def _mark(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _syntax(text: str, error: yaml.MarkedYAMLError) -> Problem:
    early = error.context_mark is not None and "could not find expected" in (error.problem or "")
    mark = error.context_mark if early else error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    source = lines[line] if line < len(lines) else ""
    wide = next((c for c in source if c in FULL_WIDTH), "")
    if not wide and line > 0 and line - 1 < len(lines):  # an unfinished line is often noticed one line later
        wide = next((c for c in lines[line - 1] if c in "：｛｝［］"), "")
        line, source = (line - 1, lines[line - 1]) if wide else (line, source)
    if wide:
        column = source.index(wide)
        half = FULL_WIDTH[wide]
        return Problem(
            line + 1,
            column + 1,
            f"这里是全角“{wide}”，请改为半角“{half}”。",
            f"full-width '{wide}' here: write '{half}'.",
        )
    return Problem(line + 1, column + 1, f"YAML 写法有误：{error.problem}。", f"not valid YAML: {error.problem}.")
