"""Sheets in the officials' own style: merged title, 单位 line, grouped header, merged grouping column, 小计 and 合计, a foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Header = str | tuple[str, tuple[str, ...]]
Cells = Sequence[Any]

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_STAMP = (2010, 7, 22, 0, 0, 0)
_MOMENT = b"2010-07-22T00:00:00Z"


@dataclass(frozen=True)
class Page:
    """One sheet. A header may be a group with sub-headers. The first column is merged down where it repeats.

    `sum_after`: after every group of the first column a 小计 row; `summed`: which columns 小计 and 合计 add up.
    """

    name: str
    title: str
    line: tuple[str, str]
    headers: tuple[Header, ...]
    rows: Sequence[Cells]
    summed: tuple[int, ...] = ()
    sum_after: bool = False
    total: bool = True
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


def workbook(*pages: Page) -> bytes:
    """The file of some pages; the same pages always make the same file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        _Writer(book.create_sheet(page.name), page).write()
    out = BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


class _Writer:
    """Writes one page from top to bottom."""

    def __init__(self, sheet: Worksheet, page: Page) -> None:
        self.sheet, self.page, self.at = sheet, page, 1
        self.width = 1 + sum(1 if isinstance(header, str) else len(header[1]) for header in page.headers)

    def write(self) -> None:
        """Everything."""
        self._above()
        self._header()
        self._body()
        self._below()
        for index, width in enumerate((6, *self.page.widths), 1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = 9

    def _above(self) -> None:
        self.sheet.cell(1, 1, "附件")
        self._merge(2, 1, 2, self.width)
        title = self.sheet.cell(2, 1, self.page.title)
        title.font, title.alignment = Font(name="宋体", size=16, bold=True), _CENTRE
        half = self.width // 2
        self._merge(3, 1, 3, half)
        self._merge(3, half + 1, 3, self.width)
        self.sheet.cell(3, 1, self.page.line[0])
        self.sheet.cell(3, half + 1, self.page.line[1]).alignment = Alignment(horizontal="right")
        self.at = 4

    def _header(self) -> None:
        deep = any(not isinstance(header, str) for header in self.page.headers)
        column, bottom = 1, self.at + deep
        for header in ("序号", *self.page.headers):
            if isinstance(header, str):
                self._head(self.at, column, header)
                if deep:
                    self._merge(self.at, column, bottom, column)
                column += 1
                continue
            name, parts = header
            self._head(self.at, column, name)
            self._merge(self.at, column, self.at, column + len(parts) - 1)
            for part in parts:
                self._head(bottom, column, part)
                column += 1
        self.at = bottom + 1

    def _body(self) -> None:
        number = 0
        for _, group in groupby(self.page.rows, key=lambda cells: cells[0]):
            top, rows = self.at, list(group)
            for cells in rows:
                number += 1
                self._row([number, cells[0] if self.at == top else None, *cells[1:]])
            if len(rows) > 1:
                self._merge(top, 2, self.at - 1, 2)
            if self.page.sum_after:
                self._sum("小计", rows)
        if self.page.total:
            self._sum("合计", self.page.rows)

    def _sum(self, label: str, rows: Sequence[Cells]) -> None:
        sums: list[Any] = [None] * (self.width - 1)
        for index in self.page.summed:
            sums[index] = round(sum(_number(cells[index]) for cells in rows), 4)
        self._row([label, *sums])

    def _below(self) -> None:
        self.at += 1
        self.sheet.cell(self.at, 1, "填表人：　　　　　　审核人：　　　　　　联系电话：")
        for note in self.page.notes:
            self.at += 1
            self.sheet.cell(self.at, 1, note)

    def _row(self, cells: Cells) -> None:
        for column, value in enumerate(cells, 1):
            cell = self.sheet.cell(self.at, column, value)
            cell.border, cell.alignment = _BORDER, _CENTRE
            if hasattr(value, "year"):
                cell.number_format = "yyyy-mm-dd"
        self.at += 1

    def _head(self, row: int, column: int, text: str) -> None:
        cell = self.sheet.cell(row, column, text)
        cell.font, cell.alignment, cell.border = Font(name="黑体", bold=True), _CENTRE, _BORDER

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _number(value: Any) -> float:
    """A number as an official typed it: a number, or a text with separators, full-width digits or a unit behind."""
    text = str(value or 0).translate(str.maketrans("０１２３４５６７８９．", "0123456789.")).replace(",", "")
    return float(text.rstrip("万吨米"))


def _timeless(content: bytes) -> bytes:
    """The same file without the moment it was made."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _without_moment(part)
            kept.writestr(ZipInfo(name, _STAMP), part, ZIP_DEFLATED)
    return out.getvalue()


def _without_moment(part: bytes) -> bytes:
    for tag in (b"created", b"modified"):
        head, _, rest = part.partition(b"<dcterms:" + tag)
        opening, _, rest = rest.partition(b">")
        _, _, tail = rest.partition(b"</dcterms:" + tag)
        part = head + b"<dcterms:" + tag + opening + b">" + _MOMENT + b"</dcterms:" + tag + tail
    return part
