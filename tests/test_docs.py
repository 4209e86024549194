"""The documentation is true: its commands run and print what it shows, its tables name what exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mkt.policy.kinds import KINDS
from mkt.policy.load import packs
from mkt.policy.located import located
from tests.conftest import ROOT

PAGES = ["README.md", "README.zh-CN.md"]


def sessions(page: str) -> list[tuple[str, list[str]]]:
    """The commands of a page's console blocks, each with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            else:
                found[-1][1].append(line)
    return found


def expanded(word: str) -> list[str]:
    """The files that a pattern stands for, as a shell would have them; any other word as it is."""
    return [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob(word))] if "*" in word else [word]


@pytest.mark.parametrize(
    ("page", "command", "shown"),
    [(p, c, s) for p in PAGES for c, s in sessions(p)],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_commands_print_what_the_page_shows(page: str, command: str, shown: list[str]) -> None:
    """A command in the README runs and prints the lines below it; `...` stands for lines left out."""
    assert command.startswith("mkt ")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "MKT_"))}
    words = [part for word in command.split() for part in expanded(word)]
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=clean | {"PYTHONUTF8": "1"}, text=True,
                          encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)  # fmt: skip
    assert done.returncode in (0, 1)
    pattern = r"\n".join(
        r"(?:.*\n)*.*"
        if line == "..."
        else re.escape(line.replace("/", os.sep) if line.startswith("2024-05:") else line)
        for line in shown
    )
    assert re.fullmatch(pattern, done.stdout.rstrip("\n")), done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_kinds_and_policies_are_all_named(page: str) -> None:
    """Each kind and each built-in policy stands in the README."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert all(f"`{kind}`" in text for kind in KINDS)
    assert all(name in text for name in packs())


def test_links_lead_somewhere() -> None:
    """Links between the pages name files that exist."""
    for page in [*PAGES, "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page}: {target}"


def test_the_map_names_files_that_exist() -> None:
    """Every path in CONTRIBUTING.md is there."""
    for path in re.findall(r"`((?:mkt|templates)/[\w./]*)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        assert Path(ROOT / path).exists(), path


def samples() -> list[str]:
    """The indicators of docs/policy.md."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "policy.md").read_text(encoding="utf-8"), re.S)
    return [block for block in blocks if block.startswith("id:")]


@pytest.mark.parametrize("block", samples(), ids=lambda block: block.splitlines()[0])
def test_samples_of_kinds_are_sound(block: str) -> None:
    """Each sample indicator of docs/policy.md is taken by the loader."""
    entry = located(block).data
    kind = KINDS[entry["kind"]].model_validate(entry)
    assert kind.reads()


def test_every_kind_has_a_sample() -> None:
    """docs/policy.md shows every kind."""
    assert {located(block).data["kind"] for block in samples()} == set(KINDS)
