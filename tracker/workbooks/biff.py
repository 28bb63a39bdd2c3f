"""The records of an .xls workbook (BIFF8), counted independently of the parser: cells, errors, hidden rows, a password."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tracker.workbooks.biffstrings import SharedTexts, text_at
from tracker.workbooks.container import Refused
from tracker.workbooks.sheetscan import SheetFacts
from tracker.workbooks.wire import ERROR, marked

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOUNDSHEET, _FILEPASS, _EOF, _BEGIN, _ROW, _DATE_MODE = 0x85, 0x2F, 0x0A, 0x809, 0x208, 0x22
_SHARED, _CONTINUE = 0xFC, 0x3C
_FORMULA, _FORMULA_TEXT, _BOOLEAN_OR_ERROR, _MANY, _SHARED_CELL = 0x06, 0x207, 0x205, 0xBD, 0xFD
_NUMBERS, _LABELS = {0x203, 0x27E}, {0x204, 0xD6}
_CELLS = _NUMBERS | _LABELS | {_FORMULA, _BOOLEAN_OR_ERROR, _MANY, _SHARED_CELL}


def workbook_facts(stream: bytes) -> tuple[dict[str, SheetFacts], bool]:
    """The facts of each sheet by name, and whether dates count from 1904. Refuses an encrypted workbook."""
    places: dict[str, int] = {}
    date1904, shared = False, list[bytes]()
    previous = 0
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refused("ENCRYPTED")
        if kind == _DATE_MODE and len(body) >= 2:
            date1904 = body[0] == 1
        elif kind == _BOUNDSHEET and len(body) >= 8 and body[5] == 0:
            places[text_at(body, 6, short=True)] = struct.unpack_from("<I", body)[0]
        elif kind == _SHARED:
            shared = [body[8:]]
        elif kind == _CONTINUE and previous == _SHARED:
            shared.append(body)
            continue
        previous = kind
    blanks = SharedTexts(shared).blanks()
    return {name: _Sheet(blanks).read(stream, place) for name, place in places.items()}, date1904


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Records from a place to the end of its substream; nested substreams (charts) are passed over."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _BEGIN:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


class _Sheet:
    """One sheet's records."""

    def __init__(self, blanks: set[int]) -> None:
        self.blanks, self.facts, self.rows = blanks, SheetFacts(exact=True), set[int]()

    def read(self, stream: bytes, place: int) -> SheetFacts:
        """Count the sheet that begins at a place."""
        for kind, body in _records(stream, place):
            if kind in _CELLS:
                self.rows.add(struct.unpack_from("<H", body)[0])
                self._cell(kind, body)
            elif kind == _FORMULA_TEXT:
                self.facts.cells += bool(text_at(body, 0).strip())
            elif kind == _ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
                self.facts.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
        self.facts.rows = len(self.rows)
        return self.facts

    def _cell(self, kind: int, body: bytes) -> None:
        if kind in _NUMBERS:
            self.facts.cells += 1
        elif kind == _SHARED_CELL:
            self.facts.cells += struct.unpack_from("<I", body, 6)[0] not in self.blanks
        elif kind in _LABELS:
            self.facts.cells += bool(text_at(body, 6).strip())
        elif kind == _MANY:
            self.facts.cells += (len(body) - 6) // 6
        else:
            self._computed(kind, body)

    def _computed(self, kind: int, body: bytes) -> None:
        """A boolean, an error, or a formula with the result it had when saved (a text follows in a record of its own)."""
        row, column = (number + 1 for number in struct.unpack_from("<HH", body))
        if kind == _FORMULA:
            self.facts.formulas.append((row, column))
            special = body[12:14] == b"\xff\xff"
            wrong, code, held = special and body[6] == 2, body[8], not special or body[6] == 1
        else:
            wrong, code, held = body[7] == 1, body[6], True
        if wrong:
            self.facts.marks.setdefault(row, {})[column] = marked(ERROR, _ERRORS.get(code, "#ERR"))
        else:
            self.facts.cells += held
