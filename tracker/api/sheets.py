"""Workbooks for downloads (工作簿): written row by row into a temporary file, then sent; memory stays flat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

import xlsxwriter

from tracker.values.dates import SHANGHAI
from tracker.workbooks.plaintext import guarded

_ROWS_A_SHEET = 1_000_000
_BLOCK = 64 * 1024
_EXACT_DIGITS = 15  # a spreadsheet's number holds no more


def workbook_blocks(headings: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """The bytes of a workbook with these rows; a second sheet is begun where the first is full."""
    with tempfile.TemporaryFile() as file:
        _write(file, headings, iter(rows))
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def _write(file: BinaryIO, headings: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    # Text is never taken for a formula or a link; only the row being written is kept in memory.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        while True:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headings, bold)
            number = 0
            for number, row in enumerate(islice(rows, _ROWS_A_SHEET), start=1):
                for column, value in enumerate(row):
                    _write_cell(sheet, number, column, value, day)
            if number < _ROWS_A_SHEET:
                return


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal) and len(Decimal(value).normalize().as_tuple().digits) <= _EXACT_DIGITS:
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_string(row, column, value.astimezone(SHANGHAI).isoformat(timespec="seconds"))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, guarded(str(value)))
