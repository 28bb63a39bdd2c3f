"""Writing large exports (大批量导出): row by row to disk, so that memory stays flat; the look is that of small ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from tracker.workbooks import looks
from tracker.workbooks.framing import OPTIONS, across, font, framed, page
from tracker.workbooks.kinds.base import ROW_ID, ROW_ID_HEADER, Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import (
    AMOUNT_FORMAT,
    HEADER_ROW,
    INTEGER_FORMAT,
    NOTE_ROW,
    TITLE_ROW,
    Heading,
    Sums,
    Values,
    is_counted,
    number_format,
    sheet_name,
    written,
)

Put = Callable[[int, int, Any, Any], Any]


def stream_export(kind: Kind, rows: Iterable[Values], lookups: Lookups, out: Path | IO[bytes], heading: Heading) -> int:
    """Write rows as they come; returns how many."""
    target = str(out) if isinstance(out, Path) else out
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name(heading.title or str(kind.title)))
        _prepare(book, sheet, kind, heading)
        columns = [
            (at, column, _styles(book, column), _writer(sheet, column)) for at, column in enumerate(kind.columns)
        ]
        hidden, sums, labels = book.add_format({"num_format": "@"}), Sums(kind.by_name(), kind.totals), _Labels(lookups)
        row = HEADER_ROW - 1
        for row, values in enumerate(rows, HEADER_ROW):
            for at, column, styles, put in columns:
                value = labels.of(column, values.get(column.name))
                if value is None:
                    sheet.write_blank(row, at, None, styles[0])
                else:
                    put(row, at, value, styles[len(styles) > 1 and value == int(value)])
            if values.get(ROW_ID) is not None:
                sheet.write_string(row, len(columns), str(values[ROW_ID]), hidden)
            sums.add(values)
        _finish(book, sheet, kind, row, sums)
    return row - HEADER_ROW + 1


class _Labels:
    """What stands in the sheet for a value; labels of choices are looked up once."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self._known: dict[tuple[str, Any], Any] = {}

    def of(self, column: Column, value: Any) -> Any:
        if column.type is not Type.CHOICE:
            return written(column, value, self.lookups)
        key = (column.source, value)
        if key not in self._known:
            self._known[key] = written(column, value, self.lookups)
        return self._known[key]


def _writer(sheet: Any, column: Column) -> Put:
    """The typed write of a column: no text is ever taken for a formula, a link or a number."""
    if is_counted(column):
        return sheet.write_number  # type: ignore[no-any-return]
    if column.type is Type.DATE:
        return lambda row, at, day, style: sheet.write_datetime(row, at, datetime.combine(day, time()), style)
    return sheet.write_string  # type: ignore[no-any-return]


def _styles(book: Any, column: Column) -> list[Any]:
    """The format of a column's cells; of an amount, that of one with decimals and that of a whole one."""
    side = {"align": "right"} if is_counted(column) else {"align": "left", "text_wrap": True}
    formats = [AMOUNT_FORMAT, INTEGER_FORMAT] if column.type is Type.AMOUNT else [number_format(column)]
    return [book.add_format(font() | framed() | side | {"num_format": shown}) for shown in formats]


def _prepare(book: Any, sheet: Any, kind: Kind, heading: Heading) -> None:
    """Widths and page first, then the rows above the table: constant memory writes downwards only."""
    width = len(kind.columns)
    for at, column in enumerate(kind.columns):
        sheet.set_column(at, at, column.width)
    sheet.set_column(width, width, 4, None, {"hidden": True})
    page(sheet, HEADER_ROW - 1, HEADER_ROW - 1)
    sheet.freeze_panes(HEADER_ROW, 0)
    title = book.add_format(font(16, "黑体") | {"bold": True, "align": "center"})
    sheet.set_row(TITLE_ROW - 1, 28)
    across(sheet, TITLE_ROW - 1, width, heading.title or str(kind.title), title)
    across(sheet, NOTE_ROW - 1, width, heading.note, book.add_format(font(10) | {"font_color": "#666666"}))
    sheet.set_row(HEADER_ROW - 1, 32)
    head = font(11, "黑体") | framed() | {"align": "center", "text_wrap": True}
    required = book.add_format(head | {"bg_color": f"#{looks.REQUIRED_COLOUR}"})
    ordinary = book.add_format(head | {"bg_color": f"#{looks.HEADER_COLOUR}"})
    for at, column in enumerate(kind.columns):
        sheet.write_string(HEADER_ROW - 1, at, column.header, required if column.required else ordinary)
    sheet.write_string(HEADER_ROW - 1, width, ROW_ID_HEADER, ordinary)


def _finish(book: Any, sheet: Any, kind: Kind, last: int, sums: Sums) -> None:
    """The 合计 row and the filter; `last` is the last row of data, counted from 0."""
    sheet.autofilter(HEADER_ROW - 1, 0, max(last, HEADER_ROW), len(kind.columns))
    if last < HEADER_ROW:
        return
    style = font(11, "黑体") | framed() | {"bg_color": f"#{looks.TOTAL_COLOUR}"}
    plain = book.add_format(style)
    for row, (label, totals) in enumerate(sums.rows(), last + 1):
        for at, column in enumerate(kind.columns):
            total = totals.get(column.name)
            if total is not None:
                cell = book.add_format(style | {"num_format": number_format(column, total)})
                sheet.write_number(row, at, total, cell)
            elif at == 0:
                sheet.write_string(row, at, label, plain)
            else:
                sheet.write_blank(row, at, None, plain)
