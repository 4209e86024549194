"""What `mkt explain CODE` prints of many codes, in one process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_FAULT = re.compile(r"^@fault\(.*?^def (\w+)\(", re.MULTILINE | re.DOTALL)
_EXPLAINED = """
import sys
from mkt import cli
for code in sys.argv[2:]:
    sys.argv = ["mkt", "explain", code]
    print("<<<", code, cli._run())
"""
LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}


def codes_in(modules: Iterable[Path]) -> list[str]:
    """The code of every fault that some files declare."""
    return [name.replace("_", "-") for module in modules for name in _FAULT.findall(module.read_text(encoding="utf-8"))]


def pages_of(codes: Sequence[str], language: str) -> dict[str, str]:
    """Code → its page in a language, each of which must end with status 0 and nothing on stderr."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "MKT_"))}
    done = subprocess.run([sys.executable, "-c", _EXPLAINED, "-", *codes], capture_output=True, text=True, encoding="utf-8",
                          env=clean | {"PYTHONUTF8": "1", "LANG": LOCALES[language]}, timeout=120, check=True)  # fmt: skip
    assert done.stderr == ""
    found: dict[str, str] = {}
    page: list[str] = []
    for line in done.stdout.splitlines():
        if line.startswith("<<< "):
            _, code, status = line.split()
            assert status == "0"
            found[code], page = "\n".join(page), []
        else:
            page.append(line)
    return found


def assert_pages(pages: dict[str, str], codes: Sequence[str], least: int) -> None:
    """Every code has a page that begins with it and says something more, of so many characters at least."""
    assert list(pages) == list(codes)
    for code, page in pages.items():
        head, *more = page.strip().splitlines()
        assert head.startswith(code)
        assert len("".join(more)) > least
