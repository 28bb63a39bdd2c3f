"""Reading .xls (BIFF): the container and its records are checked and counted here, then calamine parses."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import python_calamine as calamine

from tracker.workbooks import biff, ole
from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.rowstream import NotFinite, RowStream, sheet_header
from tracker.workbooks.sheetscan import SheetFacts

Say = Callable[[Any], None]


def read(path: Path, limits: Limits, say: Say, *, parse: bool) -> None:
    """Say every sheet of an .xls file."""
    try:
        facts, date1904 = biff.workbook_facts(ole.Container(path).workbook)
    except (ole.Contradiction, KeyError, IndexError, struct.error):
        raise Refused("FILE_DAMAGED") from None
    for name, each in facts.items():
        if each.rows > limits.rows + 1000:
            raise Refused("TOO_MANY_ROWS", sheet=name, limit=str(limits.rows))
    if parse:
        say_parsed(path, {"book": "xls", "date1904": date1904}, facts, limits, say)


def open_book(path: Path) -> Any:
    """Open with calamine, which believes a file's ending before its content: so it is given a name without one."""
    return calamine.load_workbook(f"/dev/fd/{os.open(path, os.O_RDONLY)}")


def say_parsed(path: Path, header: dict[str, Any], facts: Mapping[str, SheetFacts], limits: Limits, say: Say) -> None:
    """Parse with calamine and say what it found, sheet by sheet; counts must agree with `facts` where there are any."""
    try:
        book = open_book(path)
        sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(sheets) > limits.sheets:
            raise Refused("TOO_MANY_SHEETS", found=str(len(sheets)), limit=str(limits.sheets))
        say(header)
        stream = RowStream(say, limits)
        for meta in sheets:
            _say_sheet(stream, limits, book.get_sheet_by_name(meta.name), meta, facts.get(meta.name))
    except calamine.PasswordError:
        raise Refused("ENCRYPTED") from None
    except (Refused, MemoryError):
        raise
    except BaseException as failure:  # noqa: BLE001  (the parser's panics are BaseExceptions)
        raise Refused("FILE_DAMAGED", found=type(failure).__name__) from None


def _say_sheet(stream: RowStream, limits: Limits, sheet: Any, meta: Any, counted: SheetFacts | None) -> None:
    if sheet.total_width > limits.columns:
        raise Refused("TOO_MANY_COLUMNS", sheet=meta.name, limit=str(limits.columns))
    facts = counted or SheetFacts()
    merges = sheet.merged_cell_ranges
    if merges is not None:
        facts.merges = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merges]
    stream.say(sheet_header(meta.name, meta.visible == calamine.SheetVisibleEnum.Visible, facts))
    try:
        cells = stream.sheet(meta.name, sheet.iter_rows(), facts, first_column=sheet.start[1] if sheet.start else 0)
    except NotFinite:
        raise Refused("BAD_CELL_VALUE", sheet=meta.name) from None
    if counted is not None and cells != facts.cells + sum(map(len, facts.marks.values())):
        refuse_loss(meta.name, sheet, facts)


def refuse_loss(name: str, sheet: Any, facts: SheetFacts) -> None:
    """Compare exactly: cells that hold more than spaces, here and there. Any difference refuses the file."""
    first = (sheet.start[1] if sheet.start else 0) + 1
    held = sum(
        bool(cell.strip() if isinstance(cell, str) else True) and column not in facts.marks.get(row, ())
        for row, cells in enumerate(sheet.iter_rows(), 1)
        for column, cell in enumerate(cells, first)
    )
    if held != facts.cells:
        raise Refused("ROWS_LOST", sheet=name, found=str(held), expected=str(facts.cells))
