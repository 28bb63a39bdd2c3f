"""The quick count of a worksheet's XML (快速计数), independent of the parser that reads it.

It takes only plain, orderly XML, by a few C-level searches, and raises Doubt at anything else: then `sheetwalk` looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import lt

from tracker.workbooks.cellrefs import MAX_COLUMN, MAX_ROW, place
from tracker.workbooks.limits import Limits

_ROW = re.compile(rb'<row [^<>]*?\br="([1-9]\d{0,6})"([^<>]*)>')
_ROW_START = re.compile(rb"<row[ />]")
_ODD = (
    re.compile(rb"<(?:[!?f]|v[ /]|c[>/])"),  # comments, formulas, empty values, cells without attributes
    # a cell without a plain reference, or beyond column 256
    re.compile(rb'<c (?:(?!r="[A-Z]{1,2}[1-9]\d{0,6}"[ />])|r="(?:[J-Z][A-Z]|I[W-Z])\d)'),
    re.compile(rb' t="(?:(?!s"|n"|str"|inlineStr")|s"[^<>]*><v>(?!\d{1,9}<))'),  # another type; an index that is none
    re.compile(rb"<v>(?:[+-]?[NnIi]|[^<]*[eE][+]?\d{3})"),  # a number that is none, or has no end
)
_EMPTY_TEXTS = (b"<is><t></t></is>", b"<is><t/></is>")  # nothing, as the parser sees it
_LONG_TEXT = re.compile(rb">[^<]{32767,}")
_HOPELESS = 8 << 20  # bytes without a row
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<col [^<>]*>")
_MERGE = re.compile(rb'<mergeCell [^<>]*?\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')


class Doubt(Exception):
    """The quick scan met something it does not understand for certain; `sheetwalk` must look."""


@dataclass
class SheetFacts:
    """What the XML itself says of a sheet. Rows and columns are counted from 1."""

    cells: int = 0  # cells that hold a value
    rows: int = 0  # rows that hold a cell
    exact: bool = False  # counted by the exact walk: empty strings are not values
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    marks: dict[int, dict[int, str]] = field(default_factory=dict)  # row → column → mark the parser would lose
    formulas: list[tuple[int, int]] = field(default_factory=list)


def scan(pieces: Iterable[bytes], limits: Limits, scaled: frozenset[str] = frozenset()) -> SheetFacts:
    """Count a sheet's rows and cells quickly; Doubt at anything unusual."""
    facts, last_row = SheetFacts(), 0
    odd_style = re.compile(rb' s="(?:%s)"' % b"|".join(style.encode() for style in scaled)) if scaled else None
    for part in _rows_apart(pieces):
        if isinstance(part, _Edge):
            _edge(part.xml, facts)
        elif odd_style and odd_style.search(part):
            raise Doubt
        else:
            last_row = _scan_rows(part, facts, last_row, limits)
    return facts


@dataclass
class _Edge:
    xml: bytes


def _rows_apart(pieces: Iterable[bytes]) -> Iterator[bytes | _Edge]:
    """The head of the sheet, then whole rows in large parts, then its tail."""
    buffer, inside = b"", False
    for piece in pieces:
        buffer += piece
        if len(buffer) > _HOPELESS:
            raise Doubt
        if not inside:
            at = buffer.find(b"<sheetData")
            if at < 0 or (end := buffer.find(b">", at)) < 0:
                continue
            yield _Edge(buffer[:at])
            inside, buffer = True, b"" if buffer[end - 1 : end] == b"/" else buffer[end + 1 :]
        at = buffer.find(b"</sheetData")
        if at < 0 and (at := buffer.rfind(b"<row ")) > 0:
            yield buffer[:at]
            buffer = buffer[at:]
        elif at >= 0:
            yield buffer[:at]
            buffer = buffer[at:]
            yield from _tail(buffer, pieces)
            return
    if not inside:
        raise Doubt
    yield _Edge(buffer)


def _tail(buffer: bytes, pieces: Iterable[bytes]) -> Iterator[_Edge]:
    yield _Edge(buffer + b"".join(pieces))


def _edge(xml: bytes, facts: SheetFacts) -> None:
    if b"<!" in xml or b"<c " in xml or b"<row" in xml or b":sheetData" in xml or xml.count(b"<?") > 1:
        raise Doubt
    for first, last in _MERGE.findall(xml):
        facts.merges.append(range_of(first.decode(), last.decode()))
    for column in _COLUMN.findall(xml):
        if _HIDDEN.search(column):
            facts.hidden_columns += hidden_columns(dict(re.findall(r'(\w+)="(\d+)"', column.decode("ascii", "ignore"))))


def range_of(first: str, last: str) -> tuple[int, int, int, int]:
    """A merged range as numbers: top, left, bottom, right."""
    upper, lower = place(first), place(last)
    if upper is None or lower is None:
        raise Doubt
    return (*upper, *lower)


def hidden_columns(attributes: dict[str, str]) -> list[int]:
    """The columns a hidden <col> stands for; a column format of a thousand columns and more hides no table."""
    first, last = int(attributes.get("min", "0") or 0), int(attributes.get("max", "0") or 0)
    return list(range(first, min(last, MAX_COLUMN) + 1)) if 0 < first <= last and last - first < 1000 else []


def _scan_rows(xml: bytes, facts: SheetFacts, last_row: int, limits: Limits) -> int:
    """Count the rows of a part. A cell named twice needs no look here: the parser then returns one cell less than counted."""
    rows = _ROW.findall(xml)
    numbers = [int(number) for number, _ in rows]
    if len(rows) != len(_ROW_START.findall(xml)) or not all(map(lt, [last_row, *numbers], numbers)):
        raise Doubt
    if any(odd.search(xml) for odd in _ODD):
        raise Doubt
    if (b"<is>" in xml or b't="str"' in xml) and _LONG_TEXT.search(xml):
        raise Doubt
    empty = sum(map(xml.count, _EMPTY_TEXTS))
    facts.cells += xml.count(b"<v>") + xml.count(b"<is>") - empty
    facts.rows += xml.count(b"</row>")
    if facts.rows > limits.rows + 200 or (numbers and numbers[-1] > MAX_ROW):
        raise Doubt  # the exact walk tells rows that hold something from those that are only styled
    facts.hidden_rows += [
        int(number) for number, rest in rows if b"hidden" in rest and not rest.endswith(b"/") and _HIDDEN.search(rest)
    ]
    return numbers[-1] if numbers else last_row
