"""The old binary container (OLE) of .xls: its streams, with every number in the header checked before it is believed.

A crafted allocation table makes parsers ask for gigabytes; here nothing is allocated by a number the file declares.
"""

from __future__ import annotations

import struct
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_SMALL = 4096  # shorter streams lie in the small-sector stream


class Contradiction(Exception):
    """The container says something of itself that cannot be."""


class Container:
    """An OLE file: names of streams, and their bytes."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        if len(self.data) < 512 or not self.data.startswith(MAGIC):
            raise Contradiction
        shift, fat_count = struct.unpack_from("<H", self.data, 30)[0], struct.unpack_from("<I", self.data, 44)[0]
        directory, small_fat = struct.unpack_from("<I", self.data, 48)[0], struct.unpack_from("<I", self.data, 60)[0]
        if shift not in (9, 12):
            raise Contradiction
        self.size = 1 << shift
        self.sectors = (len(self.data) - 1) // self.size
        if not 0 < fat_count <= self.sectors or struct.unpack_from("<I", self.data, 72)[0] > self.sectors:
            raise Contradiction
        self.fat = self._allocation(fat_count)
        self.entries, self._root = self._directory(directory)
        self._small_fat = self._numbers(self._chain(small_fat))

    @property
    def workbook(self) -> bytes:
        """The stream that holds the workbook, whichever way its name is written."""
        names = {name.lower(): name for name in self.entries}
        return self.stream(names.get("workbook") or names["book"])

    @property
    def names(self) -> set[str]:
        """The names of streams and storages."""
        return set(self.entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, length = self.entries[name]
        if length >= _SMALL:
            return self._chain(start)[:length]
        small, pieces, place = self._chain(self._root), list[bytes](), start
        while place < _END and len(pieces) <= len(small) // 64:
            pieces.append(small[place * 64 : place * 64 + 64])
            place = self._small_fat[place] if place < len(self._small_fat) else _END
        return b"".join(pieces)[:length]

    def _sector(self, place: int) -> bytes:
        if place >= self.sectors:
            raise Contradiction
        return self.data[(place + 1) * self.size : (place + 2) * self.size].ljust(self.size, b"\xff")

    def _chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        place = start
        while place < _END:
            if len(pieces) > self.sectors or place >= len(self.fat):
                raise Contradiction
            pieces.append(self._sector(place))
            place = self.fat[place]
        return b"".join(pieces)

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _allocation(self, fat_count: int) -> list[int]:
        places = list(struct.unpack_from("<109I", self.data, 76))[:fat_count]
        following, seen = struct.unpack_from("<I", self.data, 68)[0], 0
        while len(places) < fat_count:
            if seen > self.sectors:
                raise Contradiction
            *more, following = self._numbers(self._sector(following))
            places, seen = places + more, seen + 1
        return [number for place in places[:fat_count] for number in self._numbers(self._sector(place))]

    def _directory(self, start: int) -> tuple[dict[str, tuple[int, int]], int]:
        entries, root = dict[str, tuple[int, int]](), _END
        data = self._chain(start)
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if not 2 <= length <= 64 or kind not in (1, 2, 5):
                continue
            place, size = struct.unpack_from("<II", data, at + 116)
            if kind == 5:
                root = place
            entries.setdefault(data[at : at + length - 2].decode("utf-16-le", "replace"), (place, size))
        return entries, root
