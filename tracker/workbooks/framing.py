"""The frame of streamed sheets (版面): fonts, borders, the printed page and the rows above the table."""

from __future__ import annotations

from typing import Any

from tracker.workbooks import looks

# Only the row being written is kept in memory; no text is ever taken for a formula or a link.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
A4 = 9


def font(size: int = 11, name: str = "宋体") -> dict[str, Any]:
    """A font, as a format's properties."""
    return {"font_name": name, "font_size": size, "valign": "vcenter"}


def framed() -> dict[str, Any]:
    """A thin frame, as a format's properties."""
    return {"border": 1, "border_color": f"#{looks.FRAME}"}


def page(sheet: Any, first_header: int, last_header: int) -> None:
    """A4 landscape, one page wide, the header on every page, page numbers at the foot; rows counted from 0."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first_header, last_header)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5)
    sheet.set_footer("&C" + looks.FOOTER)


def across(sheet: Any, row: int, width: int, text: str, style: Any) -> None:
    """A text over the whole width of the table."""
    if width > 1:
        sheet.merge_range(row, 0, row, width - 1, "", style)
    sheet.write_string(row, 0, text, style)
