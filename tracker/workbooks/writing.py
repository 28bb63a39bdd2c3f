"""Writing workbooks (导出与模板): the same kinds that read them. What is written here reads back as the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tracker.workbooks import looks, templates
from tracker.workbooks.kinds.base import ROW_ID, ROW_ID_HEADER, Column, Kind
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import (
    HEADER_ROW,
    NOTE_ROW,
    TEXT_FORMAT,
    TITLE_ROW,
    UNTITLED,
    Heading,
    Sums,
    Values,
    is_counted,
    number_format,
    sheet_name,
    written,
)
from tracker.workbooks.streaming import stream_export

SPARE_ROWS = 2_000  # rows below those of a template that are checked while they are filled
SMALL = 2_000  # rows; larger exports are streamed
__all__ = ["Heading", "Values", "write_export", "write_template"]


def write_export(
    kind: Kind, rows: Iterable[Values], lookups: Lookups, out: Path | IO[bytes], heading: Heading = UNTITLED
) -> int:
    """Write rows as a styled workbook with sums; returns how many. Values are as `Row.values`, plus `row_id`."""
    coming = iter(rows)
    first = list(islice(coming, SMALL + 1))
    if len(first) > SMALL:
        return stream_export(kind, chain(first, coming), lookups, out, heading)
    book, sheet = _book(kind, heading)
    last = _rows(sheet, kind, first, lookups)
    _sums(sheet, kind, last, first)
    _finish(sheet, kind, last)
    book.save(out)
    return last - HEADER_ROW


def write_template(
    kind: Kind,
    rows: Iterable[Values],
    lookups: Lookups,
    out: Path | IO[bytes],
    heading: Heading = UNTITLED,
    plan: str = "",
) -> int:
    """Write an upload template, filled with the current rows; drop-downs are the officer's own lookups."""
    book, sheet = _book(kind, heading)
    last = _rows(sheet, kind, rows, lookups)
    end = last + SPARE_ROWS
    _finish(sheet, kind, last)
    templates.validations(book, sheet, kind, lookups, HEADER_ROW + 1, end)
    templates.open_columns(sheet, [(number_format(column), _aligned(column)) for column in kind.columns])
    templates.help_sheet(book, kind, plan)
    book.save(out)
    return last - HEADER_ROW


def _book(kind: Kind, heading: Heading) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    title = heading.title or str(kind.title)
    sheet.title = sheet_name(title)
    width = len(kind.columns)
    looks.write_text(sheet, TITLE_ROW, 1, title).font = looks.TITLE_FONT
    looks.write_text(sheet, NOTE_ROW, 1, heading.note).font = looks.NOTE_FONT
    for row in (TITLE_ROW, NOTE_ROW):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        sheet.cell(row, 1).alignment = looks.CENTRE if row == TITLE_ROW else looks.LEFT
    for at, header in enumerate([*kind.headers, ROW_ID_HEADER], 1):
        cell = looks.write_text(sheet, HEADER_ROW, at, header)
        cell.font, cell.alignment, cell.border = looks.HEADER_FONT, looks.CENTRE, looks.BORDER
        required = at <= width and kind.columns[at - 1].required
        cell.fill = looks.REQUIRED_FILL if required else looks.HEADER_FILL
    sheet.row_dimensions[TITLE_ROW].height, sheet.row_dimensions[HEADER_ROW].height = 28, 32
    return book, sheet


def _rows(sheet: Worksheet, kind: Kind, rows: Iterable[Values], lookups: Lookups) -> int:
    row = HEADER_ROW
    for row, values in enumerate(rows, HEADER_ROW + 1):
        for at, column in enumerate(kind.columns, 1):
            value = values.get(column.name)
            _dress(_put(sheet, row, at, written(column, value, lookups)), column, value)
        identity = values.get(ROW_ID)
        if identity is not None:
            cell = looks.write_text(sheet, row, len(kind.columns) + 1, str(identity))
            cell.number_format, cell.protection = TEXT_FORMAT, looks.OPEN
    return row


def _put(sheet: Worksheet, row: int, at: int, value: Any) -> Any:
    if isinstance(value, str):
        return looks.write_text(sheet, row, at, value)
    cell: Any = sheet.cell(row, at)
    cell.value = value
    return cell


def _dress(cell: Any, column: Column, value: Any) -> None:
    cell.font, cell.border, cell.protection = looks.BODY_FONT, looks.BORDER, looks.OPEN
    cell.number_format = number_format(column, value)
    cell.alignment = _aligned(column)


def _aligned(column: Column) -> Alignment:
    return looks.RIGHT if is_counted(column) else looks.LEFT


def _sums(sheet: Worksheet, kind: Kind, last: int, rows: Iterable[Values]) -> None:
    """The 合计 row, or one a unit: amounts of different units are not added up."""
    if last == HEADER_ROW:
        return
    sums = Sums(kind.by_name(), kind.totals)
    for values in rows:
        sums.add(values)
    for row, (label, totals) in enumerate(sums.rows(), last + 1):
        for at, column in enumerate(kind.columns, 1):
            cell: Any = sheet.cell(row, at)
            cell.font, cell.border, cell.fill = looks.HEADER_FONT, looks.BORDER, looks.TOTAL_FILL
            if (total := totals.get(column.name)) is not None:
                cell.value, cell.number_format, cell.alignment = total, number_format(column, total), looks.RIGHT
        looks.write_text(sheet, row, 1, label).alignment = looks.UNWRAPPED


def _finish(sheet: Worksheet, kind: Kind, last: int) -> None:
    for at, column in enumerate(kind.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    letter = get_column_letter(len(kind.columns))
    hidden = sheet.column_dimensions[get_column_letter(len(kind.columns) + 1)]
    hidden.hidden, hidden.width = True, 4
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(kind.columns) + 1)}{max(last, HEADER_ROW + 1)}"
    looks.page(sheet, HEADER_ROW, letter)
