"""The old binary container (OLE): just enough of it to name its streams, with every number in the header checked first.

A crafted allocation table makes parsers ask for gigabytes; here nothing is allocated by a number the file declares.
"""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not places


def stream_names(path: Path) -> set[str] | None:
    """The names in the directory, or None where the container contradicts itself."""
    data = path.read_bytes()
    if len(data) < 512 or not data.startswith(MAGIC):
        return None
    shift, fat_count, directory = struct.unpack_from("<H", data, 30)[0], *struct.unpack_from("<II", data, 44)
    difat_count = struct.unpack_from("<I", data, 72)[0]
    if shift not in (9, 12):
        return None
    size = 1 << shift
    sectors = (len(data) - 1) // size
    if fat_count == 0 or fat_count > sectors or difat_count > sectors:
        return None
    fat = _allocation(data, size, sectors, fat_count)
    return None if fat is None else _directory(data, size, sectors, fat, directory)


def _allocation(data: bytes, size: int, sectors: int, fat_count: int) -> list[int] | None:
    places = list(struct.unpack_from("<109I", data, 76))[:fat_count]
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    while len(places) < fat_count:
        if following >= min(sectors, _END) or seen > sectors:
            return None
        numbers = struct.unpack_from(f"<{size // 4}I", data.ljust((following + 2) * size, b"\0"), (following + 1) * size)
        places += numbers[:-1]
        following, seen = numbers[-1], seen + 1
    fat: list[int] = []
    for place in places[:fat_count]:
        if place >= sectors:
            return None
        piece = data[(place + 1) * size : (place + 2) * size].ljust(size, b"\xff")
        fat += struct.unpack(f"<{size // 4}I", piece)
    return fat


def _directory(data: bytes, size: int, sectors: int, fat: list[int], start: int) -> set[str] | None:
    names: set[str] = set()
    place, steps = start, 0
    while place < _END:
        if place >= sectors or place >= len(fat) or steps > sectors:
            return None
        piece = data[(place + 1) * size : (place + 2) * size]
        for at in range(0, len(piece) - 127, 128):
            length = struct.unpack_from("<H", piece, at + 64)[0]
            if 2 <= length <= 64:
                names.add(piece[at : at + length - 2].decode("utf-16-le", "replace"))
        place, steps = fat[place], steps + 1
    return names
