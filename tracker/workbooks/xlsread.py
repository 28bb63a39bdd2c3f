"""Reading .xls (BIFF): calamine parses, in this capped process only, after the container was checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_calamine as calamine

from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.rowstream import NotFinite, RowStream, sheet_header
from tracker.workbooks.sheetscan import SheetFacts


def read(path: Path, limits: Limits, say: Callable[[Any], None], *, parse: bool) -> None:
    """Say every sheet of an .xls file."""
    if not parse:
        return
    say_parsed(str(path), "xls", limits, say)


def say_parsed(path: str, form: str, limits: Limits, say: Callable[[Any], None]) -> None:
    """Parse with calamine and say what it found, sheet by sheet."""
    try:
        book = calamine.load_workbook(path)
        sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(sheets) > limits.sheets:
            raise Refused("TOO_MANY_SHEETS", found=str(len(sheets)), limit=str(limits.sheets))
        say({"book": form, "date1904": False})
        stream = RowStream(say, limits)
        for meta in sheets:
            _say_sheet(stream, limits, book.get_sheet_by_name(meta.name), meta)
    except calamine.PasswordError:
        raise Refused("ENCRYPTED") from None
    except (Refused, MemoryError):
        raise
    except BaseException as failure:  # the parser's panics are BaseExceptions
        raise Refused("FILE_DAMAGED", found=type(failure).__name__) from None


def _say_sheet(stream: RowStream, limits: Limits, sheet: Any, meta: Any) -> None:
    if sheet.total_width > limits.columns:
        raise Refused("TOO_MANY_COLUMNS", sheet=meta.name, limit=str(limits.columns))
    facts = SheetFacts()
    facts.merges = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    stream.say(sheet_header(meta.name, meta.visible == calamine.SheetVisibleEnum.Visible, facts))
    try:
        stream.sheet(meta.name, sheet.iter_rows(), facts, first_column=sheet.start[1] if sheet.start else 0)
    except NotFinite:
        raise Refused("BAD_CELL_VALUE", sheet=meta.name) from None
