"""Texts in .xls records: a length, flags, one or two bytes a character; long tables go on in further records."""

from __future__ import annotations

import struct


def text_at(body: bytes, place: int, *, short: bool = False) -> str:
    """The text at a place of a record; `short` where its length is one byte."""
    length = body[place] if short else struct.unpack_from("<H", body, place)[0]
    at = place + (1 if short else 2)
    if len(body) <= at:
        return ""
    wide = body[at] & 1
    raw = body[at + 1 : at + 1 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


class SharedTexts:
    """The table of shared texts, spread over a record and those that continue it."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 0

    def blanks(self) -> set[int]:
        """Which of the texts hold nothing but spaces."""
        found, index = set[int](), 0
        while self._left() > 0:
            if not self._text().strip():
                found.add(index)
            index += 1
        return found

    def _left(self) -> int:
        while self.piece < len(self.pieces) and self.at >= len(self.pieces[self.piece]):
            self.piece, self.at = self.piece + 1, 0
        return len(self.pieces[self.piece]) - self.at if self.piece < len(self.pieces) else 0

    def _take(self, count: int) -> bytes:
        taken = b""
        while count > 0 and (left := self._left()):
            part = self.pieces[self.piece][self.at : self.at + min(count, left)]
            self.at, count, taken = self.at + len(part), count - len(part), taken + part
        return taken

    def _text(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3).ljust(3, b"\0"))
        runs = struct.unpack("<H", self._take(2).ljust(2, b"\0"))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4).ljust(4, b"\0"))[0] if flags & 4 else 0
        text, wide = "", flags & 1
        while len(text) < length and (left := self._left()):
            size = 2 if wide else 1
            raw = self._take(min((length - len(text)) * size, left))
            text += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            if len(text) < length and self._left():
                wide = self._take(1)[0] & 1  # a continued text states its width anew
        self._take(runs * 4 + extra)
        return text
