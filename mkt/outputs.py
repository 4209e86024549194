"""Where results go, and what may be replaced: only what `mkt` itself wrote from the same input."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from mkt.findings import Hit, fault
from mkt.writing import atomic
from mkt.writing.streams import EPOCH, MODE


@fault("error", "{found} 已经存在，{zh}。要覆盖请加 --force，或用 --out 写到别处。",
       "{found} exists; {en}. Use --force to replace it, or --out to write elsewhere.")  # fmt: skip
def output_exists(target: Path, reason: tuple[str, str]) -> Iterator[Hit]:
    """结果文件已经存在，而且不是 mkt 由同一份数据写出的，或者后来有人改过。为免丢失，不覆盖。

    The result file is there already and was not written by mkt from the same data, or was edited since. It is not
    replaced, so that nothing is lost.
    """
    yield Hit("", target.name, more={"zh": reason[0], "en": reason[1]})


@fault("error", "两个输入会写到同一个结果文件 {found}。请改文件名或分开运行。",
       "two inputs would write to the same result {found}. Rename one, or run them apart.")  # fmt: skip
def output_twice(targets: list[Path]) -> Iterator[Hit]:
    """几个输入的文件名相同，又要写到同一个文件夹，会互相覆盖。

    Several inputs with the same name would go to the same folder and overwrite each other.
    """
    for i, target in enumerate(targets):
        if target in targets[:i]:
            yield Hit("", target.name)


def beside(book: Path, ending: str, out: Path | None) -> Path:
    """The result's path: beside the input, or in the folder asked for."""
    return (out or book.parent) / f"{book.stem}{ending}"


def guard(target: Path, made_of: Sequence[str], force: bool) -> None:
    """Raise `Refused` if the file there must not be replaced by a result made of this (the hashes of input and policy)."""
    if force or not target.exists():
        return
    made_from = inputs_of(target)
    if made_from is None:
        output_exists.refuse(
            target.name, target, ("不是 mkt 写的，或者写出之后有人改过", "mkt did not write it, or it was edited since")
        )
    elif not all(sha256 in made_from for sha256 in made_of):
        output_exists.refuse(
            target.name,
            target,
            (
                "是由另一份（或改动前的）数据或制度得出的",
                "it was made from other data or by another policy, or before they changed",
            ),
        )


def guard_grown(target: Path, made_of: Sequence[str], force: bool) -> None:
    """Raise `Refused` unless what the file there was made of is all among this: a result may be replaced by one of more months."""
    if force or not target.exists():
        return
    made_from = inputs_of(target)
    reason = None
    if made_from is None:
        reason = ("不是 mkt 写的，或者写出之后有人改过", "mkt did not write it, or it was edited since")
    elif not set(HASH.findall(made_from)) <= set(made_of):
        reason = ("用到的数据或制度有的已改动，有的这次没有给出",
                  "some of the data or policies it was made of changed, or were not given this time")  # fmt: skip
    if reason:
        output_exists.refuse(target.name, target, reason)


HASH = re.compile(r"(?<![0-9a-f:])[0-9a-f]{64}(?![0-9a-f])")
"""The hash of an input or a policy on 凭据; a fingerprint of figures has a `:` before it."""


def inputs_of(target: Path) -> str | None:
    """The evidence in a result untouched since `mkt` wrote it; None for any other file."""
    try:
        with zipfile.ZipFile(target) as archive:
            parts = archive.infolist()
            ours = all(p.date_time == EPOCH and p.external_attr == MODE for p in parts)
            return archive.read("xl/sharedStrings.xml").decode() if ours and parts else None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, KeyError, ValueError):
        return None


def export(source: Path, target: Path | None, force: bool) -> None:
    """Write a policy file to `target`, or to stdout."""
    raw = source.read_bytes().replace(b"\r\n", b"\n")
    if target is None:
        print(raw.decode(), end="")
        return
    if target.exists() and not force:
        output_exists.refuse(target.name, target, ("不会覆盖已有的文件", "an existing file is not replaced"))

    def fill(file: BinaryIO) -> None:
        file.write(raw)

    atomic.write(target, fill)
