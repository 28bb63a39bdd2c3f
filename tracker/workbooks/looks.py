"""The look of our sheets (版式): fonts, fills and borders, named once for export, template and annotation."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

TITLE_FONT = Font(name="黑体", size=16, bold=True)
NOTE_FONT = Font(name="宋体", size=10, color="666666")
HEADER_FONT = Font(name="黑体", size=11)
BODY_FONT = Font(name="宋体", size=11)
HEADER_COLOUR, REQUIRED_COLOUR, TOTAL_COLOUR, FRAME = "DCE6F1", "FDE9D9", "F2F2F2", "A6A6A6"
HEADER_FILL = PatternFill("solid", fgColor=HEADER_COLOUR)
REQUIRED_FILL = PatternFill("solid", fgColor=REQUIRED_COLOUR)
TOTAL_FILL = PatternFill("solid", fgColor=TOTAL_COLOUR)
FAULT_FILL = PatternFill("solid", fgColor="FFC7CE")
EXAMPLE_FONT = Font(name="宋体", size=11, italic=True, color="7F7F7F")
LINK_FONT = Font(name="宋体", size=11, color="0563C1", underline="single")
_THIN = Side(style="thin", color=FRAME)
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
UNWRAPPED = Alignment(horizontal="left", vertical="center")
OPEN = Protection(locked=False)
LOCKED = Protection(locked=True)

FOOTER = "第 &P 页，共 &N 页"


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """Write a text that stays a text, whatever it begins with."""
    cell: Any = sheet.cell(row, column)
    cell.value = text
    if isinstance(text, str):
        cell.data_type = "s"
    return cell


def page(sheet: Worksheet, header_row: int, last_column: str) -> None:
    """A4 landscape, one page wide, the header on every page, page numbers at the foot."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.print_options.horizontalCentered = True
    footer: Any = sheet.oddFooter
    footer.center.text = FOOTER
    sheet.page_margins.left = sheet.page_margins.right = 0.5
