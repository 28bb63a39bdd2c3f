"""The records of an .xlsb workbook (BIFF12), counted independently of the parser: cells, errors, hidden rows."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import PurePosixPath

from tracker.workbooks.container import Refused
from tracker.workbooks.sheetscan import SheetFacts
from tracker.workbooks.wire import ERROR, marked

_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_ROW, _BUNDLE_SHEET, _WORKBOOK_PROPERTIES, _MERGE = 0, 156, 153, 176
_ERROR_CELLS, _VALUE_CELLS, _FORMULA_CELLS = {3, 11}, {2, 4, 5, 6, 7, 8, 9, 10}, {8, 9, 10, 11}


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(data):
        kind, place = _variable(data, place, 2)
        length, place = _variable(data, place, 4)
        yield kind, data[place : place + length]
        place += length


def _variable(data: bytes, place: int, most: int) -> tuple[int, int]:
    """A number in 7-bit pieces."""
    number = 0
    for at in range(most):
        if place >= len(data):
            raise Refused("FILE_DAMAGED")
        byte, place = data[place], place + 1
        number |= (byte & 0x7F) << (7 * at)
        if not byte & 0x80:
            break
    return number, place


def sheet_parts(workbook: bytes, main: str, relations: dict[str, str]) -> dict[str, str]:
    """Sheet name → part."""
    parts: dict[str, str] = {}
    for kind, body in _records(workbook):
        if kind == _BUNDLE_SHEET:
            relation, place = _wide(body, 8)
            name, _ = _wide(body, place)
            parts[name] = relations.get(relation, str(PurePosixPath(main).parent / relation))
    return parts


def dates_from_1904(workbook: bytes) -> bool:
    """Whether the workbook counts days from 1904."""
    return any(kind == _WORKBOOK_PROPERTIES and body[:1] and body[0] & 1 for kind, body in _records(workbook))


def _wide(body: bytes, place: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, place)
    end = place + 4 + length * 2
    if end > len(body):
        raise Refused("FILE_DAMAGED")
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def sheet_facts(data: bytes) -> SheetFacts:
    """Count a sheet."""
    facts, row, rows = SheetFacts(exact=True), 0, set[int]()
    for kind, body in _records(data):
        if kind == _ROW and len(body) >= 4:
            row = struct.unpack_from("<I", body)[0] + 1
            if len(body) > 11 and body[11] & 0x10:
                facts.hidden_rows.append(row)
        elif kind in _VALUE_CELLS | _ERROR_CELLS and len(body) >= 8:
            column = struct.unpack_from("<I", body)[0] + 1
            rows.add(row)
            if kind in _FORMULA_CELLS:
                facts.formulas.append((row, column))
            if kind in _ERROR_CELLS:
                facts.marks.setdefault(row, {})[column] = marked(ERROR, _ERRORS.get(body[8], "#ERR"))
            else:
                facts.cells += 1
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            facts.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    facts.rows = len(rows)
    return facts
