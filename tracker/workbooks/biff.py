"""The records of an .xls workbook (BIFF8), counted independently of the parser: cells, errors, hidden rows, a password."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tracker.workbooks.container import Refused
from tracker.workbooks.sheetscan import SheetFacts
from tracker.workbooks.wire import ERROR, marked

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BOUNDSHEET, _FILEPASS, _EOF, _ROW, _DATE_MODE = 0x85, 0x2F, 0x0A, 0x208, 0x22
_FORMULA, _BOOLEAN_OR_ERROR, _MANY = 0x06, 0x205, 0xBD
_VALUES = {0x203, 0x27E, 0xFD, 0x204, 0xD6}


def workbook_facts(stream: bytes) -> tuple[dict[str, SheetFacts], bool]:
    """The facts of each sheet by name, and whether dates count from 1904. Refuses an encrypted workbook."""
    places: dict[str, int] = {}
    date1904 = False
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refused("ENCRYPTED")
        if kind == _DATE_MODE and len(body) >= 2:
            date1904 = body[0] == 1
        if kind == _BOUNDSHEET and len(body) >= 8 and body[5] == 0:
            places[_name(body)] = struct.unpack_from("<I", body)[0]
    return {name: _sheet_facts(stream, place) for name, place in places.items()}, date1904


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Records from a place to the end of its substream; nested substreams (charts) are passed over."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == 0x809:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le", "replace") if wide else body[8 : 8 + length].decode("latin-1")


def _sheet_facts(stream: bytes, place: int) -> SheetFacts:
    facts = SheetFacts(exact=True)
    rows: set[int] = set()
    for kind, body in _records(stream, place):
        if kind in _VALUES or kind in (_FORMULA, _BOOLEAN_OR_ERROR, _MANY):
            row, column = struct.unpack_from("<HH", body)
            rows.add(row)
            if kind in _VALUES:
                facts.cells += 1
            elif kind == _MANY:
                facts.cells += (len(body) - 6) // 6
            else:
                _computed(facts, kind, body, row + 1, column + 1)
        elif kind == _ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            facts.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
    facts.rows = len(rows)
    return facts


def _computed(facts: SheetFacts, kind: int, body: bytes, row: int, column: int) -> None:
    """A boolean, an error, or a formula with the result it had when saved."""
    if kind == _FORMULA:
        facts.formulas.append((row, column))
        special = body[12:14] == b"\xff\xff"
        wrong, code = special and body[6] == 2, body[8]
        empty = special and body[6] == 3
    else:
        wrong, code, empty = body[7] == 1, body[6], False
    if wrong:
        facts.marks.setdefault(row, {})[column] = marked(ERROR, _ERRORS.get(code, "#ERR"))
    elif not empty:
        facts.cells += 1
