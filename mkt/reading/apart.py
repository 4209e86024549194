"""A parser that may hang, abort or eat the memory, run in a process of its own."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkt.findings import Refused
from mkt.reading.guard import file_damaged

LONGEST = 120.0  # seconds
MOST_MEMORY = 3 << 29  # bytes: 1 GiB for the book and what Python itself takes

# Not `multiprocessing`: its child imports the caller's main program anew, which not every program stands.
_CHILD = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from mkt.reading.apart import answer
answer()
"""


def apart(work: Callable[[Path], Any], path: Path, longest: float = LONGEST) -> Any:
    """What `work` makes of a file, in a fresh process with bounded memory that is killed when its time is up.

    Raises `Refused`: that of `work`, or that the file is damaged where the process died or took too long.
    """
    given = pickle.dumps(sys.path) + pickle.dumps((work, path))
    try:
        command = [sys.executable, "-c", _CHILD]
        done = subprocess.run(command, input=given, capture_output=True, timeout=longest, check=True)  # noqa: S603  # ourselves
    except subprocess.SubprocessError:  # what a parser says as it dies is not for the user
        file_damaged.refuse(path.name, ("读取程序打不开它", "the reader cannot open it"))
        raise
    outcome = pickle.loads(done.stdout)  # noqa: S301  # our own child's
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def answer() -> None:
    """In the child: do the work that was asked for and hand back what came of it."""
    work, path = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent's
    _bound()
    try:
        outcome = work(path)
    except Refused as refused:
        outcome = refused
    pickle.dump(outcome, sys.stdout.buffer)


def _bound() -> None:
    """Bound the memory of this process where the system can; Windows cannot, hence the looks before parsing."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        pass
