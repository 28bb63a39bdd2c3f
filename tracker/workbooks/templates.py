"""What makes a template (模板) more than an export: drop-downs, checks in the cell, locked headers, a help sheet."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from tracker.workbooks import looks
from tracker.workbooks.kinds.base import ROW_ID_HEADER, Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.outgoing import TEXT_FORMAT
from tracker.workbooks.ownsheets import HELP, OPTIONS, signature

LAST_COLUMN = 16_384


def validations(book: Workbook, sheet: Worksheet, kind: Kind, lookups: Lookups, first: int, last: int) -> None:
    """A drop-down for each choice (its options on a hidden sheet), and limits for numbers and dates."""
    lists: Worksheet = book.create_sheet(OPTIONS)
    lists.sheet_state = "hidden"
    for at, column in enumerate(kind.columns, 1):
        letter = get_column_letter(at)
        validation = _choice(lists, column, lookups) if column.type is Type.CHOICE else _limit(column)
        if validation is not None:
            validation.errorTitle, validation.promptTitle = column.header[:32], column.header[:32]
            validation.error = str(_("请按“填写说明”填写：%(help)s") % {"help": column.help or column.header})[:220]
            validation.prompt = str(column.help or "")[:220]
            validation.showErrorMessage, validation.showInputMessage = True, bool(column.help)
            validation.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(validation)


def _choice(lists: Worksheet, column: Column, lookups: Lookups) -> DataValidation | None:
    source = lookups.sources.get(column.source)
    if source is None or not source.labels:
        return None
    at = lists.max_column + 1 if lists.cell(1, 1).value else 1
    for row, label in enumerate([column.header, *source.labels], 1):
        looks.write_text(lists, row, at, label)
    letter = get_column_letter(at)
    return DataValidation(
        type="list", formula1=f"'{OPTIONS}'!${letter}$2:${letter}${len(source.labels) + 1}", allow_blank=True
    )


def _limit(column: Column) -> DataValidation | None:
    if column.type in (Type.AMOUNT, Type.INTEGER):
        what: Literal["decimal", "whole"] = "decimal" if column.type is Type.AMOUNT else "whole"
        return DataValidation(
            type=what, operator="between", formula1="0", formula2=str(column.maximum or 999_999_999), allow_blank=True
        )
    if column.type is Type.DATE:
        return DataValidation(type="date", operator="between", formula1="18172", formula2="73415", allow_blank=True)
    if column.type is Type.TEXT:
        return DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(column.max_length), allow_blank=True
        )
    return None


def open_columns(sheet: Worksheet, formats: list[tuple[str, Alignment]]) -> None:
    """Lock title and header; everything below stays free to fill, sort, filter, insert and delete, and is formatted by column."""
    for at, (number_format, alignment) in enumerate([*formats, (TEXT_FORMAT, looks.LEFT)], 1):
        dimension: Any = sheet.column_dimensions[get_column_letter(at)]
        dimension.font, dimension.alignment, dimension.number_format = looks.BODY_FONT, alignment, number_format
        dimension.protection = looks.OPEN
    first = len(formats) + 2
    rest: Any = ColumnDimension(sheet, index=get_column_letter(first), min=first, max=LAST_COLUMN, width=9)
    rest.protection = looks.OPEN
    sheet.column_dimensions[get_column_letter(first)] = rest
    allowed = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")
    for what in allowed:
        setattr(sheet.protection, what, False)  # False: not forbidden
    sheet.protection.enable()


def help_sheet(book: Workbook, kind: Kind, plan: str) -> None:
    """How to fill each column, with an example row; and what this template is, for when it comes back."""
    sheet: Worksheet = book.create_sheet(HELP)
    looks.write_text(sheet, 1, 1, f"{kind.title} — {HELP}").font = looks.TITLE_FONT
    looks.write_text(sheet, 2, 1, str(kind.help)).font = looks.NOTE_FONT
    heads = [_("列"), _("是否必填"), _("怎样填写"), _("示例"), _("也可写作")]
    _line(sheet, 4, heads, head=True)
    for row, column in enumerate(kind.columns, 5):
        needed = _("必填") if column.required else _("可不填")
        _line(sheet, row, [column.header, needed, str(column.help), column.example, "、".join(column.aliases[:6])])
    row = len(kind.columns) + 6
    looks.write_text(sheet, row, 1, _("示例行")).font = looks.HEADER_FONT
    for at, column in enumerate(kind.columns, 1):
        cell = looks.write_text(sheet, row + 1, at, column.header)
        cell.font, cell.fill, cell.border, cell.alignment = (
            looks.HEADER_FONT,
            looks.HEADER_FILL,
            looks.BORDER,
            looks.CENTRE,
        )
        cell = looks.write_text(sheet, row + 2, at, column.example)
        cell.font, cell.border = looks.EXAMPLE_FONT, looks.BORDER
    looks.write_text(
        sheet,
        row + 4,
        1,
        _("最右一列“%(header)s”是隐藏的，用来认出每一行：排序、筛选不受影响，新增的行留空即可。")
        % {"header": ROW_ID_HEADER},
    )
    looks.write_text(sheet, row + 5, 1, signature(kind.code, kind.version, plan)).font = looks.NOTE_FONT
    for letter, width in zip("ABCDE", (20, 12, 60, 30, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    looks.page(sheet, 4, "E")
    sheet.protection.enable()


def _line(sheet: Worksheet, row: int, texts: list[Any], *, head: bool = False) -> None:
    for at, text in enumerate(texts, 1):
        cell = looks.write_text(sheet, row, at, str(text))
        cell.font, cell.border, cell.alignment = (
            (looks.HEADER_FONT if head else looks.BODY_FONT),
            looks.BORDER,
            looks.LEFT,
        )
        if head:
            cell.fill = looks.HEADER_FILL
