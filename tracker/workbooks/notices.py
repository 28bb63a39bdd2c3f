"""Notices about a whole sheet (提示): what was hidden, computed, left out or belongs to no kind. Never a reason to refuse."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tracker.values.errors import CellError
from tracker.workbooks.cellrefs import address
from tracker.workbooks.kinds.base import ROW_ID
from tracker.workbooks.reading import Sheet
from tracker.workbooks.table import Table


def notice(sheet: str, code: str, message: str, *, cell: str = "", column: str = "", **words: object) -> CellError:
    """A notice, in the shape of a fault."""
    return CellError(sheet, cell, column, "", "", code, message % ({"sheet": sheet} | words))


def hidden_sheet(sheet: Sheet) -> CellError:
    """A table on a hidden sheet is not read."""
    return notice(sheet.name, "HIDDEN_SHEET", _("工作表“%(sheet)s”是隐藏的，未读取；如需导入请取消隐藏"))


def without_table(sheet: Sheet) -> CellError:
    """A sheet beside the table that holds something else."""
    return notice(sheet.name, "SHEET_WITHOUT_TABLE", _("工作表“%(sheet)s”中没有找到本表的表头，未读取"))


def of_columns(sheet: Sheet, table: Table) -> list[CellError]:
    """Columns of no kind, and hidden ones that were read."""
    message = _("列“%(text)s”不属于本表，未读取")
    found = [
        notice(sheet.name, "UNKNOWN_COLUMN", message, cell=cell, column=text, text=text) for cell, text in table.unknown
    ]
    if any(index + 1 in sheet.hidden_columns for name, index in table.columns.items() if name != ROW_ID):
        found.append(notice(sheet.name, "HIDDEN_COLUMNS", _("工作表“%(sheet)s”有隐藏的列，也已读取")))
    return found


def of_unfilled(sheet: Sheet, count: int) -> list[CellError]:
    """Rows of a template that nobody has filled in."""
    message = _("工作表“%(sheet)s”有 %(count)s 行没有填写，已跳过")
    return [notice(sheet.name, "UNFILLED_ROWS", message, count=count)] if count else []


def of_rows(sheet: Sheet, table: Table, hidden: int, aside: Iterable[int]) -> list[CellError]:
    """Hidden rows that were read, and formulas whose last result was taken."""
    found: list[CellError] = []
    if hidden:
        message = _("工作表“%(sheet)s”有 %(count)s 行被隐藏或筛选，也已读取")
        found.append(notice(sheet.name, "HIDDEN_ROWS", message, count=hidden))
    used, skipped = {index + 1 for index in table.columns.values()}, set(aside)
    computed = sorted(
        spot for spot in sheet.formulas if spot[1] in used and spot[0] >= table.first_row and spot[0] not in skipped
    )
    if computed:
        message = _("工作表“%(sheet)s”有 %(count)s 个单元格是公式，按保存时的计算结果读取")
        found.append(notice(sheet.name, "FORMULAS", message, cell=address(*computed[0]), count=len(computed)))
    return found
