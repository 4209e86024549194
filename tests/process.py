"""The real entry point run as a process, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@dataclass(frozen=True)
class Ran:
    """A folder, and what `mkt` printed in it."""

    folder: Path
    done: Done


def run_in(folder: Path, *arguments: str, reads: str = "utf-8", **environment: str) -> Done:
    """Run `mkt` as a process in a folder, Chinese unless asked otherwise; `reads` is the encoding expected of it."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "MKT_"))}
    return subprocess.run([sys.executable, "-m", "mkt", *arguments], cwd=folder, capture_output=True, text=True,
                          encoding=reads, env=clean | {"PYTHONUTF8": "1"} | environment, timeout=120,
                          check=False)  # fmt: skip
