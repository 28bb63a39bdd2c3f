"""A statement as a workbook (对账单): the lines with what they were before, and sums that are formulas over the cents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tracker.workbooks import looks
from tracker.workbooks.outgoing import AMOUNT_FORMAT, TEXT_FORMAT, sheet_name
from tracker.workbooks.plaintext import guarded

_HEAD = 3
_MONEY, _SIGNED = "#,##0.00", "+#,##0.00;-#,##0.00;0.00"


@dataclass(frozen=True)
class _Column:
    header: str
    width: int
    value: Callable[[Any], Any]
    format: str = TEXT_FORMAT
    summed: bool = False


def _said(line: Any) -> str:
    labels = [str(label) for label in line.cause_labels] or ([str(line.get_gap_display())] if line.gap else [])
    return "、".join(labels)


_OF_A_FACILITY = (
    _Column("县（市、区）", 14, lambda line: line.region.name),
    _Column("企业名称", 32, lambda line: line.party),
    _Column("装备名称及型号", 24, lambda line: line.equipment),
    _Column("户号（表号）", 16, lambda line: line.account_number),
    _Column("行业", 10, lambda line: line.industry.name),
)
_OF_A_MONTH = (
    _Column("月份", 10, lambda line: f"{line.month:%Y-%m}"),
    _Column("措施", 20, lambda line: line.measure.name),
    _Column("对账单文号", 24, lambda line: line.number or str(line.get_state_display())),
)
_COLUMNS = (
    _Column("类别", 10, lambda line: str(line.get_tier_display())),
    _Column("用量", 14, lambda line: line.quantity, AMOUNT_FORMAT, summed=True),
    _Column("单价（元）", 10, lambda line: line.unit_price, "0.0000"),
    _Column("计价单位", 12, lambda line: line.unit),
    _Column("文号", 24, lambda line: line.document_number),
    _Column("加价金额（元）", 16, lambda line: line.amount, _MONEY, summed=True),
    _Column("原金额（元）", 16, lambda line: line.previous_amount, _MONEY, summed=True),
    _Column(
        "差额（元）", 14, lambda line: None if line.previous_amount is None else line.difference, _SIGNED, summed=True
    ),
    _Column("变动原因或缺项", 22, _said),
)


def write_statement(*, title: str, note: str, lines: Iterable[Any], out: Path | IO[bytes]) -> int:
    """Write the lines of a statement; how many. Sums stand below as formulas, so that the sheet proves itself."""
    return _write((*_OF_A_FACILITY, *_COLUMNS), title, note, lines, out)


def write_facility_statement(*, title: str, note: str, lines: Iterable[Any], out: Path | IO[bytes]) -> int:
    """Write the months of one facility; how many. Use is not added up: power and water may stand below each other."""
    columns = (
        *_OF_A_MONTH,
        *(replace(column, summed=column.format != AMOUNT_FORMAT and column.summed) for column in _COLUMNS),
    )
    return _write(columns, title, note, lines, out)


def _write(columns: tuple[_Column, ...], title: str, note: str, lines: Iterable[Any], out: Path | IO[bytes]) -> int:
    columns = (_Column("序号", 6, lambda _line: None, "0"), *columns)
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = sheet_name(title)
    _head(sheet, columns, title, note)
    row = _HEAD
    for row, line in enumerate(lines, _HEAD + 1):
        _put(sheet, row, 1, columns[0], row - _HEAD)
        for at, column in enumerate(columns[1:], 2):
            _put(sheet, row, at, column, column.value(line))
    _foot(sheet, columns, row)
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = f"A{_HEAD + 1}"
    looks.page(sheet, _HEAD, get_column_letter(len(columns)))
    book.save(out)
    return row - _HEAD


def _head(sheet: Worksheet, columns: tuple[_Column, ...], title: str, note: str) -> None:
    for row, text, font, place in ((1, title, looks.TITLE_FONT, looks.CENTRE), (2, note, looks.NOTE_FONT, looks.LEFT)):
        looks.write_text(sheet, row, 1, guarded(text)).font = font
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
        sheet.cell(row, 1).alignment = place
    for at, column in enumerate(columns, 1):
        cell = looks.write_text(sheet, _HEAD, at, column.header)
        cell.font, cell.alignment, cell.border = looks.HEADER_FONT, looks.CENTRE, looks.BORDER
        cell.fill = looks.HEADER_FILL
    sheet.row_dimensions[1].height, sheet.row_dimensions[_HEAD].height = 28, 32


def _put(sheet: Worksheet, row: int, at: int, column: _Column, value: Any) -> None:
    if isinstance(value, str):
        cell = looks.write_text(sheet, row, at, guarded(value))
    else:
        cell = sheet.cell(row, at)
        cell.value = value
    cell.font, cell.border, cell.number_format = looks.BODY_FONT, looks.BORDER, column.format
    cell.alignment = looks.RIGHT if isinstance(value, Decimal | int) else looks.LEFT


def _foot(sheet: Worksheet, columns: tuple[_Column, ...], last: int) -> None:
    for at, column in enumerate(columns, 1):
        cell: Any = sheet.cell(last + 1, at)
        cell.font, cell.border, cell.fill = looks.HEADER_FONT, looks.BORDER, looks.TOTAL_FILL
        if column.summed and last > _HEAD:
            letter = get_column_letter(at)
            cell.value, cell.number_format = f"=SUM({letter}{_HEAD + 1}:{letter}{last})", column.format
    looks.write_text(sheet, last + 1, 1, "合计")
