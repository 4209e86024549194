"""A YAML file as plain data in which every scalar is still text, with the place of every value and key.

Text, because YAML's own guesses spoil figures: `0.1` would become a binary float, `no` a truth value, `0123` 83.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
KEY = "\0key"  # at[path + (name, KEY)] is the place of the key itself

FULL_WIDTH = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "”": '"', "＇": "'"}


@dataclass(frozen=True)
class Problem:
    """One fault of a policy file, at a line and column counted from 1."""

    line: int
    column: int
    zh: str
    en: str


@dataclass
class Located:
    """The data of a YAML file (None if it has none that can be used), where everything stands, what is wrong with its form."""

    text: str
    data: Any = None
    at: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, (1, 1))

    def tell(self, place: tuple[int, int], zh: str, en: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(*place, zh, en))


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 30  # levels of nesting; a policy has eight, and the reader of YAML cannot be trusted with thousands


def located(text: str) -> Located:
    """Read YAML text. Faults of form are collected in `problems`, nothing is raised."""
    found = Located(text)
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if strange:
        place = text.count("\n", 0, strange.start()) + 1, strange.start() - text.rfind("\n", 0, strange.start())
        code = f"U+{ord(strange.group()):04X}"
        found.tell(place, f"这里有不能用的控制字符 {code}。", f"control character {code} cannot stand here.")
        return found
    try:
        found.problems += _unsafe(text)
        root = None if found.problems else yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        found.problems.append(_syntax(text.splitlines(), error))
        return found
    if root is None or (root.tag.endswith(":null") and root.value == ""):
        found.problems = found.problems or [Problem(1, 1, "文件是空的。", "the file is empty.")]
    else:
        found.data = _build(root, (), found)
    return found


def _unsafe(text: str) -> list[Problem]:
    """Anchors, aliases and nesting beyond `DEEPEST`, found before composing, which recurses (in C, without a check)."""
    found: list[Problem] = []
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "anchor", None):
            found.append(Problem(*_mark(event), *ANCHOR))
        if depth > DEEPEST:
            zh, en = f"嵌套超过 {DEEPEST} 层。", f"nested more than {DEEPEST} levels deep."
            return [*found, Problem(*_mark(event), zh, en)]
    return found


def _build(node: yaml.Node, path: Path, found: Located) -> Any:
    found.at[path] = _mark(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, found)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, i), found) for i, item in enumerate(node.value)]
    return None if node.tag.endswith(":null") and node.value == "" else node.value


def _mapping(node: yaml.MappingNode, path: Path, found: Located) -> dict[str, Any]:
    """The mapping; of a key given twice the first value."""
    result: dict[str, Any] = {}
    for key_node, value in node.value:
        key = str(key_node.value)
        if key in result:
            first = found.at[(*path, key, KEY)][0]
            zh, en = f"“{key}”写了两次，第一次在第 {first} 行。", f"'{key}' is given twice, first on line {first}."
            found.tell(_mark(key_node), zh, en)
            continue
        found.at[(*path, key, KEY)] = _mark(key_node)
        result[key] = _build(value, (*path, key), found)
    return result


def _mark(at: yaml.Node | yaml.Event) -> tuple[int, int]:
    assert at.start_mark is not None  # only what is made by hand has none
    return at.start_mark.line + 1, at.start_mark.column + 1


ANCHOR = ("制度文件不用锚点和别名；文字以 & 或 * 开头时要加引号。",
          "anchors and aliases are not used here; quote a text that begins with & or *.")  # fmt: skip

WORDS = {
    "tab": ("这里是制表符（Tab），请改为空格。", "a tab here: write spaces."),
    "alias": ANCHOR,
    "anchor": ANCHOR,
    "could not find expected": (
        "这一行缺少冒号，或者冒号后面缺少空格。",
        "a colon is missing on this line, or the space behind it.",
    ),
    "mapping values": (
        "一行里有两个冒号，或者缩进不对；文字里有“: ”时要加引号。",
        "two colons on one line, or wrong indentation; quote a text with ': ' in it.",
    ),
    "expected ','": ("这里缺少逗号。", "a comma is missing here."),
    "expected key": ("缩进和上面的行不一致。", "the indentation does not fit the lines above."),
    "expected '-'": ("缩进和上面的行不一致。", "the indentation does not fit the lines above."),
    "expected <block end>": ("缩进和上面的行不一致。", "the indentation does not fit the lines above."),
    "nesting depth": (f"嵌套超过 {DEEPEST} 层。", f"nested more than {DEEPEST} levels deep."),
    "cannot start any token": (
        "文字以这个符号开头时要加引号。",
        "a text that begins with this sign must be quoted.",
    ),
    "another document": (
        "一个文件只写一份制度，不用“---”分开。",
        "a file holds one policy; no second one after '---'.",
    ),
}
"""What PyYAML says (with libyaml or without) → what is told."""


def _syntax(lines: list[str], error: yaml.YAMLError) -> Problem:
    context, problem = getattr(error, "context", None) or "", getattr(error, "problem", None) or str(error)
    begun, noticed = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = noticed or begun
    place = (mark.line, mark.column) if mark else (0, 0)
    said = f"{problem} {context}"
    if _at(lines, *place)[:1] == "\t":
        return _told(place, *WORDS["tab"])
    if begun and ("flow" in context or "quoted" in context) and begun.line < place[0]:
        return _unclosed(lines, (begun.line, begun.column))
    if begun and any(word in said for word in ("could not find expected", "alias", "anchor")):  # noticed later on
        place = begun.line, begun.column
    return _full_width(lines, place, said) or _told(
        place,
        *next(
            (words for key, words in WORDS.items() if key in said),
            (f"YAML 写法有误：{problem}。", f"not valid YAML: {problem}."),
        ),
    )


def _at(lines: list[str], line: int, column: int) -> str:
    """The text from a place to the end of its line."""
    return lines[line][column:] if line < len(lines) else ""


def _told(place: tuple[int, int], zh: str, en: str) -> Problem:
    return Problem(place[0] + 1, place[1] + 1, zh, en)


def _unclosed(lines: list[str], place: tuple[int, int]) -> Problem:
    """A bracket or quotation mark that is not closed on its line."""
    rest = _at(lines, *place)
    for column, sign in enumerate(rest):
        if sign in "｝］”＇":
            return _wide((place[0], place[1] + column), sign)
    sign = rest[:1]
    return _told(place, f"这里的 {sign} 没有合上。", f"this {sign} is not closed.")


def _full_width(lines: list[str], place: tuple[int, int], said: str) -> Problem | None:
    """A full-width sign that explains the error: in a list or mapping before it, as the colon of the line or the line above."""
    line, column = place
    if "could not find expected" in said:
        column, signs = len(_at(lines, line, 0)), "："
    elif "mapping values" in said:
        line, signs = line - 1, "："
        column = len(_at(lines, line, 0)) if line >= 0 and _at(lines, line, 0).rstrip().endswith("：") else 0
    else:
        signs = "，：｛｝［］" if "flow" in said else ""
    before = _at(lines, line, 0)[:column] if line >= 0 else ""
    found = max((before.rfind(sign) for sign in signs), default=-1)
    return None if found < 0 else _wide((line, found), before[found])


def _wide(place: tuple[int, int], sign: str) -> Problem:
    return _told(place, f"这里是全角“{sign}”，请改为半角“{FULL_WIDTH[sign]}”。",
                 f"full-width '{sign}' here: write '{FULL_WIDTH[sign]}'.")  # fmt: skip
