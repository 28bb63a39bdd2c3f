"""Writing a report form (上报表) as a workbook: A4 landscape, merged headers, signatures at the foot."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from tracker.officers.permissions import require
from tracker.values.errors import InvalidValue
from tracker.workbooks import looks
from tracker.workbooks.forms.layout import Cell, Filled, FormColumn, Line, Look, groups_of
from tracker.workbooks.forms.reporting import Asked, ReportForm
from tracker.workbooks.framing import across, font, framed, page
from tracker.workbooks.outgoing import DATE_FORMAT, amount_format, sheet_name
from tracker.workbooks.plaintext import guarded

MOST_LINES = 20_000  # forms are merged across lines and so kept in memory
NUMBER_ROW, TITLE_ROW, BODY_ROW, GROUP_ROW, HEADER_ROW = range(5)
LINE_HEIGHT = 15.5
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def write_form(form: ReportForm, asked: Asked, out: IO[bytes]) -> int:
    """Fill a form in and write it; returns how many lines it has."""
    require(asked.by, "export", "target", region=asked.region.code)
    filled = form.fill(asked)
    lines = list(islice(filled.lines, MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        if isinstance(filled.lines, Generator):
            filled.lines.close()  # its cursor ends with the transaction; the error outlives both
        raise InvalidValue(_("超过 %(n)d 行，请按市或者县分别填报") % {"n": MOST_LINES}, field="region")
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name(form.title))
        _above(book, sheet, filled)
        _header(book, sheet, filled.columns)
        last = _body(book, sheet, filled.columns, lines)
        _below(book, sheet, filled, last + 1)
        page(sheet, GROUP_ROW, HEADER_ROW)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
    return len(lines)


def _above(book: Any, sheet: Any, filled: Filled) -> None:
    width = len(filled.columns)
    sheet.write_string(NUMBER_ROW, 0, filled.number, book.add_format(font(11, "黑体")))
    sheet.set_row(TITLE_ROW, 30)
    across(sheet, TITLE_ROW, width, filled.title, book.add_format(font(18, "黑体") | {"align": "center"}))
    day = filled.reported_on
    said = [
        f"填报单位（盖章）：{filled.reported_by}",
        f"填报日期：{day.year}年{day.month}月{day.day}日",
        f"单位：{filled.unit}" if filled.unit else "",
    ]
    sheet.set_row(BODY_ROW, 22)
    across(sheet, BODY_ROW, width, "　　　".join(filter(None, said)), book.add_format(font(11)))


def _header(book: Any, sheet: Any, columns: Sequence[FormColumn]) -> None:
    look = font(11, "黑体") | framed() | {"align": "center", "text_wrap": True, "bg_color": f"#{looks.HEADER_COLOUR}"}
    style = book.add_format(look)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    for text, first, last in groups_of(columns):
        if not columns[first].group:
            sheet.merge_range(GROUP_ROW, first, HEADER_ROW, first, text, style)
            continue
        if last > first:
            sheet.merge_range(GROUP_ROW, first, GROUP_ROW, last, text, style)
        else:
            sheet.write_string(GROUP_ROW, first, text, style)
        for at in range(first, last + 1):
            sheet.write_string(HEADER_ROW, at, columns[at].header, style)
    sheet.set_row(GROUP_ROW, 22)
    sheet.set_row(HEADER_ROW, 30)


class _Styles:
    """The formats of a form's cells, made once each."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._made: dict[tuple[Look, str, str], Any] = {}

    def of(self, look: Look, side: str, shown: str) -> Any:
        """The format of a cell of a line."""
        key = (look, side, shown)
        if key not in self._made:
            base = font(11, "宋体" if look is Look.BODY else "黑体") | framed() | {"text_wrap": True}
            fill = {"bg_color": f"#{looks.TOTAL_COLOUR}"} if look is Look.SUM else {}
            self._made[key] = self.book.add_format(base | fill | {"align": side, "num_format": shown})
        return self._made[key]


def _body(book: Any, sheet: Any, columns: Sequence[FormColumn], lines: list[Line]) -> int:
    styles, row = _Styles(book), HEADER_ROW
    for row, line in enumerate(lines, HEADER_ROW + 1):
        if line.look is Look.HEADING:
            _merge(sheet, row, 0, row, len(columns) - 1, str(line.cells[0]), styles.of(line.look, "left", "@"))
            continue
        if (high := _lines(columns, line.cells)) > 1:
            sheet.set_row(row, LINE_HEIGHT * high)
        for at, (column, value) in enumerate(zip(columns, line.cells, strict=True)):
            _put(sheet, row, at, value, styles, column, line.look)
    for at, column in enumerate(columns):
        if column.merged:
            _merge_down(sheet, at, lines, styles.of(Look.BODY, "center", "@"))
    return row


def _lines(columns: Sequence[FormColumn], cells: Sequence[Cell]) -> int:
    """How many lines the longest text of a line wraps to; what is merged down has more room than one line."""
    texts = [
        (column.width, value)
        for column, value in zip(columns, cells, strict=True)
        if isinstance(value, str) and not column.merged
    ]
    return max((-(-sum(1 if each.isascii() else 2 for each in text) // width) for width, text in texts), default=1)


def _put(sheet: Any, row: int, at: int, value: Cell, styles: _Styles, column: FormColumn, look: Look) -> None:
    if value is None:
        sheet.write_blank(row, at, None, styles.of(look, "center", "@"))
    elif isinstance(value, str):
        sheet.write_string(row, at, guarded(value), styles.of(look, "left", "@"))
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime.combine(value, time()), styles.of(look, "center", DATE_FORMAT))
    else:
        side = "center" if at == 0 else "right"  # 序号
        sheet.write_number(row, at, value, styles.of(look, side, "0.0%" if column.share else amount_format(value)))


def _merge_down(sheet: Any, at: int, lines: list[Line], style: Any) -> None:
    """Equal values below one another as one cell."""
    first = 0
    for end in range(1, len(lines) + 1):
        same = end < len(lines) and lines[end].look is Look.BODY and lines[end].cells[at] == lines[first].cells[at]
        if same and lines[first].look is Look.BODY:
            continue
        if end - first > 1:
            _merge(sheet, HEADER_ROW + 1 + first, at, HEADER_ROW + end, at, str(lines[first].cells[at] or ""), style)
        first = end


def _merge(sheet: Any, top: int, left: int, bottom: int, right: int, text: str, style: Any) -> None:
    sheet.merge_range(top, left, bottom, right, "", style)
    sheet.write_string(top, left, guarded(text), style)


def _below(book: Any, sheet: Any, filled: Filled, row: int) -> None:
    """The line of signatures and the notes."""
    width, plain = len(filled.columns), book.add_format(font(11))
    signed = f"单位负责人：　　　　　　审核人：　　　　　　填表人：{filled.filled_by}　　　　　　联系电话："
    sheet.set_row(row, 26)
    across(sheet, row, width, signed, plain)
    small = book.add_format(font(10) | {"text_wrap": True})
    for at, note in enumerate(filled.notes, 1):
        across(sheet, row + at, width, f"{'注：' if at == 1 else '　　'}{note}", small)
