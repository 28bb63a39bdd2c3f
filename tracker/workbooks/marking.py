"""The marking child (标注子进程): puts faults into the officer's own workbook. No Django; the words come from the parent.

Reads one JSON order from standard input: the original file, where to write, the marks of each cell, the summary's lines.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring, tostring

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from tracker.workbooks import child, looks
from tracker.workbooks.limits import Limits
from tracker.workbooks.ownsheets import SUMMARY, TRACES
from tracker.workbooks.wire import DATE, MOMENT, kind_of, shown

AUTHOR = "校验"
# A row is as high as its longest text needs: a Chinese character is two of the units widths are given in.
SUMMARY_WIDTHS = (6, 16, 10, 20, 24, 44, 66)
LINE_HEIGHT, MOST_LINES = 15, 10


def mark(order: dict[str, Any]) -> None:
    """Carry out the order."""
    book = load_workbook(order["original"], rich_text=True) if order["keep"] else _from_values(order)
    _unmark(book)
    traces: list[tuple[str, str, str]] = []
    for sheet_name, cells in order["marks"].items():
        if sheet_name in book.sheetnames and isinstance(book[sheet_name], Worksheet):
            traces += [_mark_cell(book[sheet_name], cell, texts) for cell, texts in cells.items()]
    hidden = book.create_sheet(TRACES)
    hidden.sheet_state = "veryHidden"
    for line in traces:
        hidden.append(line)
    summarise(book, order)
    if book.calculation is not None:
        book.calculation.fullCalcOnLoad = True
    book.save(order["out"])


def _mark_cell(sheet: Worksheet, address: str, texts: list[str]) -> tuple[str, str, str]:
    cell: Any = sheet[address]
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            cell = sheet.cell(merged.min_row, merged.min_col)
    before = tostring(cell.fill.to_tree("fill"), encoding="unicode")
    kept = [cell.comment.text] if cell.comment else []
    cell.comment = Comment("\n".join([*kept, *texts]), AUTHOR, width=360, height=40 + 40 * len(texts))
    cell.fill = looks.FAULT_FILL
    return sheet.title, cell.coordinate, before


def _unmark(book: Workbook) -> None:
    """Take away the marks of an earlier round, so that a corrected file isn't shown its old faults."""
    if SUMMARY in book.sheetnames:
        del book[SUMMARY]
    if TRACES not in book.sheetnames:
        return
    traces: Any = book[TRACES]
    for title, address, fill in list(traces.values):
        if title in book.sheetnames and isinstance(book[title], Worksheet):
            cell: Any = book[title][address]
            cell.fill = PatternFill.from_tree(_element(fill))
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
    del book[TRACES]


def _element(text: str) -> Any:
    """The XML of a fill we wrote ourselves; the container check has refused document types."""
    return fromstring(text)  # noqa: S314


def summarise(book: Workbook, order: dict[str, Any]) -> None:
    """The first sheet: every fault with a link to its cell."""
    sheet: Worksheet = book.create_sheet(SUMMARY, 0)
    looks.write_text(sheet, 1, 1, order["title"]).font = looks.TITLE_FONT
    looks.write_text(sheet, 2, 1, order["note"]).font = looks.NOTE_FONT
    for at, text in enumerate(order["heads"], 1):
        cell = looks.write_text(sheet, 4, at, text)
        cell.font, cell.fill, cell.border = looks.HEADER_FONT, looks.HEADER_FILL, looks.BORDER
    for row, line in enumerate(order["lines"], 5):
        texts = [str(row - 4), *(text[:2000] for text in line)]
        for at, text in enumerate(texts, 1):
            cell = looks.write_text(sheet, row, at, text)
            cell.font, cell.border, cell.alignment = looks.BODY_FONT, looks.BORDER, looks.LEFT
        lines = max(-(-2 * len(text) // width) for text, width in zip(texts, SUMMARY_WIDTHS, strict=True))
        sheet.row_dimensions[row].height = LINE_HEIGHT * min(max(lines, 1), MOST_LINES)
        if line[1] and line[0] in book.sheetnames:
            link: Any = sheet.cell(row, 3)
            escaped = line[0].replace("'", "''")
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{escaped}'!{line[1]}")
            link.font = looks.LINK_FONT
    for letter, width in zip("ABCDEFG", SUMMARY_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"
    looks.page(sheet, 4, "G")
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _from_values(order: dict[str, Any]) -> Workbook:
    """A workbook of the values read, for formats that cannot be kept (.xls, .ods, .csv)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if not order["original"]:
        return book

    def say(message: Any) -> None:
        if isinstance(message, dict) and "sheet" in message:
            sheet = book.create_sheet(message["sheet"])
            sheet.sheet_state = "visible" if message["visible"] else "hidden"
            for top, left, bottom, right in message["merges"]:
                sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        elif isinstance(message, bytes):
            _put_rows(book.worksheets[-1], *json.loads(message))

    child.read(Path(order["original"]), order["name"], Limits(**order["limits"]), say)
    return book


def _put_rows(sheet: Worksheet, numbers: list[int], rows: list[list[Any]]) -> None:
    for number, row in zip(numbers, rows, strict=True):
        for at, raw in enumerate(row, 1):
            if raw == "":
                continue
            kind = kind_of(raw)
            if kind in (DATE, MOMENT):
                cell: Any = sheet.cell(number, at)
                cell.value = date.fromisoformat(raw[2:]) if kind == DATE else datetime.fromisoformat(raw[2:])
            elif isinstance(raw, str):
                looks.write_text(sheet, number, at, shown(raw))
            else:
                sheet.cell(number, at).value = raw


def main() -> int:
    """Read the order, confine this process, mark."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["cpu_seconds"], order["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mark(order)
    return 0


if __name__ == "__main__":
    sys.exit(main())
