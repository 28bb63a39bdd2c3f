"""Writing workbooks (导出与模板): the same kinds that read them. What is written here reads back as the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tracker.workbooks import looks, templates
from tracker.workbooks.kinds.base import ROW_ID, ROW_ID_HEADER, Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.plaintext import guarded

Values = Mapping[str, Any]
TITLE_ROW, NOTE_ROW, HEADER_ROW = 1, 2, 3
SPARE_ROWS = 2_000  # rows below those of a template that are checked while they are filled


@dataclass(frozen=True)
class Heading:
    """What stands above the table: its title, and a line of remarks (plan, filters, day)."""

    title: str = ""
    note: str = ""


def write_export(
    kind: Kind, rows: Iterable[Values], lookups: Lookups, out: Path | IO[bytes], heading: Heading = Heading()
) -> int:
    """Write rows as a styled workbook with sums; returns how many. Values are as `Row.values`, plus `row_id`."""
    book, sheet = _book(kind, heading)
    last = _rows(sheet, kind, rows, lookups)
    _sums(sheet, kind, last)
    _finish(sheet, kind, last)
    book.save(out)
    return last - HEADER_ROW


def write_template(
    kind: Kind,
    rows: Iterable[Values],
    lookups: Lookups,
    out: Path | IO[bytes],
    heading: Heading = Heading(),
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
    sheet.title = "".join(character for character in title if character not in "[]:*?/\\")[:31]
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
            cell = _put(sheet, row, at, written(column, values.get(column.name), lookups))
            _dress(cell, column)
        identity = values.get(ROW_ID)
        if identity is not None:
            cell = looks.write_text(sheet, row, len(kind.columns) + 1, str(identity))
            cell.number_format, cell.protection = looks.TEXT_FORMAT, looks.OPEN
    return row


def written(column: Column, value: Any, lookups: Lookups) -> str | Decimal | int | date | None:
    """A value as it stands in a sheet: codes by their labels, texts guarded against becoming formulas."""
    if value is None or value == "":
        return None
    if column.type is Type.CHOICE:
        return guarded(lookups.label(column.source, value))
    return guarded(value) if isinstance(value, str) else value


def _put(sheet: Worksheet, row: int, at: int, value: Any) -> Any:
    if isinstance(value, str):
        return looks.write_text(sheet, row, at, value)
    cell: Any = sheet.cell(row, at)
    cell.value = value
    return cell


def number_format(column: Column) -> str:
    """The number format of a column's cells."""
    formats = {Type.AMOUNT: looks.AMOUNT_FORMAT, Type.INTEGER: looks.INTEGER_FORMAT, Type.DATE: looks.DATE_FORMAT}
    return formats.get(column.type, looks.TEXT_FORMAT)


def _dress(cell: Any, column: Column) -> None:
    cell.font, cell.border, cell.protection = looks.BODY_FONT, looks.BORDER, looks.OPEN
    cell.number_format = number_format(column)
    cell.alignment = _aligned(column)


def _aligned(column: Column) -> Alignment:
    return looks.RIGHT if column.type in (Type.AMOUNT, Type.INTEGER) else looks.LEFT


def _sums(sheet: Worksheet, kind: Kind, last: int) -> None:
    """A 合计 row; amounts of different units are not added up, so it sums only where one unit is used."""
    if last == HEADER_ROW:
        return
    sums = [
        (at, column)
        for at, column in enumerate(kind.columns, 1)
        if column.name in kind.totals and _one_unit(sheet, kind, column, last)
    ]
    cell: Any
    for at in range(1, len(kind.columns) + 1):
        cell = sheet.cell(last + 1, at)
        cell.font, cell.border, cell.fill = looks.HEADER_FONT, looks.BORDER, looks.TOTAL_FILL
    looks.write_text(sheet, last + 1, 1, "合计").alignment = looks.CENTRE
    for at, column in sums:
        cell = sheet.cell(last + 1, at)
        values: Sequence[Any] = [sheet.cell(row, at).value for row in range(HEADER_ROW + 1, last + 1)]
        cell.value = sum((Decimal(value) for value in values if value is not None), Decimal(0))
        cell.number_format, cell.alignment = number_format(column), looks.RIGHT


def _one_unit(sheet: Worksheet, kind: Kind, column: Column, last: int) -> bool:
    names = [each.name for each in kind.columns]
    unit, own = names.index(column.unit_column) + 1, names.index(column.name) + 1
    rows = range(HEADER_ROW + 1, last + 1)
    return len({sheet.cell(row, unit).value for row in rows if sheet.cell(row, own).value is not None}) == 1


def _finish(sheet: Worksheet, kind: Kind, last: int) -> None:
    for at, column in enumerate(kind.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    letter = get_column_letter(len(kind.columns))
    hidden = sheet.column_dimensions[get_column_letter(len(kind.columns) + 1)]
    hidden.hidden, hidden.width = True, 4
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(len(kind.columns) + 1)}{max(last, HEADER_ROW + 1)}"
    looks.page(sheet, HEADER_ROW, letter)
