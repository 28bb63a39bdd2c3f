"""A listing as .xlsx: styled, printable, its sums formulas with their values; row by row, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tracker.workbooks import looks
from tracker.workbooks.framing import OPTIONS, across, font, framed, page
from tracker.workbooks.listings.columns import COUNTED, FORMATS, Cell, Form, Head, Listing
from tracker.workbooks.listings.sums import Adding
from tracker.workbooks.outgoing import HEADER_ROW, INTEGER_FORMAT, NOTE_ROW, TITLE_ROW, amount_format, sheet_name

EXACT_DIGITS = 15  # a spreadsheet's number holds no more
FIRST_YEAR = 1900  # nor days before
Row = Sequence[Cell]


def write_xlsx(listing: Listing, rows: Iterable[Row], out: IO[bytes], head: Head) -> int:
    """Write rows as they come; returns how many."""
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name(str(listing.title)))
        _prepare(book, sheet, listing, head)
        styles = [book.add_format(_body(FORMATS[column.form], column.form)) for column in listing.columns]
        whole = {
            at: book.add_format(_body(INTEGER_FORMAT, column.form))
            for at, column in enumerate(listing.columns)
            if column.form is Form.AMOUNT
        }
        put, adding, at = _writer(sheet), Adding(listing), HEADER_ROW - 1
        for at, cells in enumerate(rows, HEADER_ROW):
            for column, value in enumerate(cells):
                style = styles[column]
                if column in whole and isinstance(value, int | Decimal) and value == int(value):
                    style = whole[column]
                put(at, column, value, style)
            adding.add(cells)
        sheet.autofilter(HEADER_ROW - 1, 0, max(at, HEADER_ROW), len(listing.columns) - 1)
        _sums(book, sheet, listing, at, adding)
    return at - HEADER_ROW + 1


def _writer(sheet: Any) -> Callable[[int, int, Cell, Any], Any]:
    """Writes a cell by what it is: only numbers and days are anything but text."""

    def put(row: int, column: int, value: Cell, style: Any) -> Any:
        if value is None:
            return sheet.write_blank(row, column, None, style)
        if isinstance(value, str):
            return sheet.write_string(row, column, value, style)
        if isinstance(value, date) and value.year < FIRST_YEAR:
            return sheet.write_string(row, column, value.isoformat(), style)
        if isinstance(value, date):
            moment = value if isinstance(value, datetime) else datetime.combine(value, time())
            return sheet.write_datetime(row, column, moment, style)
        if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
            return sheet.write_string(row, column, f"{value:f}", style)
        return sheet.write_number(row, column, value, style)

    return put


def _body(shown: str, form: Form) -> dict[str, Any]:
    side = {"align": "right"} if form in COUNTED else {"align": "left", "text_wrap": True}
    return font() | framed() | side | {"num_format": shown}


def _prepare(book: Any, sheet: Any, listing: Listing, head: Head) -> None:
    """Widths and page first, then the rows above the table: constant memory writes downwards only."""
    for at, column in enumerate(listing.columns):
        sheet.set_column(at, at, column.width)
    page(sheet, HEADER_ROW - 1, HEADER_ROW - 1)
    sheet.freeze_panes(HEADER_ROW, 0)
    width = len(listing.columns)
    sheet.set_row(TITLE_ROW - 1, 28)
    across(
        sheet, TITLE_ROW - 1, width, head.title, book.add_format(font(16, "黑体") | {"bold": True, "align": "center"})
    )
    note = font(10) | {"font_color": "#666666", "text_wrap": True}
    sheet.set_row(NOTE_ROW - 1, 30)
    across(sheet, NOTE_ROW - 1, width, head.note, book.add_format(note))
    sheet.set_row(HEADER_ROW - 1, 32)
    header = font(11, "黑体") | framed() | {"align": "center", "text_wrap": True}
    style = book.add_format(header | {"bg_color": f"#{looks.HEADER_COLOUR}"})
    for at, column in enumerate(listing.columns):
        sheet.write_string(HEADER_ROW - 1, at, str(column.header), style)


def _sums(book: Any, sheet: Any, listing: Listing, last: int, adding: Adding) -> None:
    """The rows of sums: SUM, or SUMIF over the rows of the same unit; `last` is the last row, counted from 0."""
    look = font(11, "黑体") | framed() | {"bg_color": f"#{looks.TOTAL_COLOUR}"}
    plain = book.add_format(look)
    for row, sums in enumerate(adding.rows(), last + 1):
        for at in range(len(listing.columns)):
            if at in sums.values:
                formula = _formula(at, adding.unit_of(at, sums.unit), last)
                form, value = listing.columns[at].form, sums.values[at]
                shown = amount_format(value) if form is Form.AMOUNT else FORMATS[form]
                sheet.write_formula(row, at, formula, book.add_format(look | {"num_format": shown}), value)
            elif at == 0:
                sheet.write_string(row, at, sums.label, plain)
            else:
                sheet.write_blank(row, at, None, plain)


def _formula(at: int, only: tuple[int, str] | None, last: int) -> str:
    summed = _range(at, last)
    if only is None:
        return f"=SUM({summed})"
    unit_at, unit = only
    return f'=SUMIF({_range(unit_at, last)},"{unit.replace(chr(34), chr(34) * 2)}",{summed})'


def _range(at: int, last: int) -> str:
    letter = xl_col_to_name(at)
    return f"{letter}{HEADER_ROW + 1}:{letter}{last + 1}"
