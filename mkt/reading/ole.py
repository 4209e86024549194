"""One look over the container of an .xls before a parser follows its chains of sectors.

A chain that leads back into itself has no end; a parser that follows it fills the memory.
"""

from __future__ import annotations

import struct
from pathlib import Path

from mkt.reading.guard import file_damaged

LAST = 0xFFFFFFFA  # sectors from here on are marks, not places
HEADER = 512


def unlooped(path: Path) -> None:
    """Refuse a container whose chains of sectors lead back into themselves."""
    raw = path.read_bytes().ljust(HEADER, b"\0")
    size = 1 << min(raw[30], 16)
    (lists,) = struct.unpack_from("<I", raw, 68)
    first = struct.unpack_from("<109I", raw, 76)
    tables = [*first, *_further(raw, size, lists)]
    following = [entry for sector in tables if sector < LAST for entry in _sector(raw, size, sector)]
    if _looped(following):
        file_damaged.refuse(path.name, ("内部的扇区链绕成了圈", "a chain of its sectors leads back into itself"))


def _further(raw: bytes, size: int, sector: int) -> list[int]:
    """The tables that a long file lists outside its header: sectors of numbers, the last naming the next sector."""
    found: list[int] = []
    for _ in range(len(raw) // size):
        if sector >= LAST:
            break
        *places, sector = _sector(raw, size, sector) or (LAST,)
        found += places
    return found


def _sector(raw: bytes, size: int, sector: int) -> tuple[int, ...]:
    body = raw[(sector + 1) * size : (sector + 2) * size]
    return struct.unpack(f"<{len(body) // 4}I", body[: len(body) // 4 * 4])


def _looped(following: list[int]) -> bool:
    """Whether some sector is followed, in the end, by itself."""
    walk = [0] * len(following)  # in which walk each sector was passed
    for start in range(len(following)):
        here = start
        while here < len(following) and not walk[here]:
            walk[here] = start + 1
            here = following[here]
        if here < len(following) and walk[here] == start + 1:
            return True
    return False
