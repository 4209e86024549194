"""The map of the program: nouns know nothing of verbs, verbs nothing of each other, nothing knows the command line."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import mkt
from tests.conftest import ROOT

HOME = Path(mkt.__file__).parent

LAYERS = [
    {"findings", "rule", "vocabulary", "language", "pages", "layout"},  # what everything is made of
    {"policy", "book", "policies"},  # nouns: the regulation, the workbook
    {"reading", "staff", "records"},  # a file becomes a book, a book becomes people with figures
    {"scores", "checks"},  # what came of it, what is wrong with it
    {"score", "reasons"},  # arrays, and why
    {
        "month",
        "verify",
        "writing",
        "documents",
        "annual",
        "year",
        "commission",
        "pay",
        "spending",
        "spend",
    },  # the journeys; their results as workbook and JSON
    {"outputs", "terminal"},
    {"runs", "explain"},  # commands over books
    {"grading", "paying", "auditing"},  # the commands over years, months of pay, spending books
    {"what_if"},  # what a changed figure would come to
    {"cli", "__main__"},
]
LEVEL = {name: level for level, layer in enumerate(LAYERS) for name in layer}
VERBS = {"reading", "checks", "score", "writing"}


def imports(path: Path) -> set[str]:
    """The parts of the program a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "mkt":
            below = node.module.split(".")[1:2]
            found |= set(below) if below else {alias.name for alias in node.names if alias.name != "__version__"}
    return found


def test_every_folder_is_in_the_wheel() -> None:
    """A folder of the program that pyproject.toml does not name would be missing where mkt is installed."""
    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    there = {".".join(("mkt", *path.parent.relative_to(HOME).parts)) for path in HOME.rglob("__init__.py")}
    assert there | {"mkt.templates"} == named


FILES = sorted(HOME.rglob("*.py"))


def part(path: Path) -> str:
    """The part of the program a file belongs to."""
    return path.relative_to(HOME).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_imports_point_down_the_map(path: Path) -> None:
    """A part imports from its own level or below, a verb never another verb."""
    here = part(path)
    if here == "__init__":
        return
    for other in imports(path) - {here}:
        assert LEVEL[other] <= LEVEL[here], f"{here} imports {other}"
        assert not {here, other} <= VERBS or other == "reading", f"verb {here} imports verb {other}"


@pytest.mark.parametrize("library", ["pandas", "openpyxl", "numpy", "xlsxwriter", "pydantic", "yaml", "rich", "jinja2"])
def test_help_imports_nothing_heavy(library: str) -> None:
    """`mkt --help` answers at once because it loads none of these."""
    code = f"import sys, mkt.cli; sys.exit('{library}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
