"""A listing as .ods, written as the plain XML it is, straight into the zip.

The libraries there are (odfpy, last released 2020; odfdo and ezodf, over lxml) build the whole document in memory first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from xlsxwriter.utility import xl_col_to_name

from tracker.workbooks.listings.columns import Cell, Head, Listing
from tracker.workbooks.listings.odscells import cell, formula, repeated_blank, spanning, text
from tracker.workbooks.listings.odsparts import CONTENT_HEAD, MANIFEST, MIMETYPE, SETTINGS, STYLES, column_styles
from tracker.workbooks.listings.sums import Adding
from tracker.workbooks.outgoing import HEADER_ROW, sheet_name

STAMP = (1980, 1, 1, 0, 0, 0)
BLOCK = 500


def write_ods(listing: Listing, rows: Iterable[Sequence[Cell]], out: IO[bytes], head: Head) -> int:
    """Write rows as they come; returns how many."""
    name = sheet_name(str(listing.title))
    with ZipFile(out, "w") as package:
        package.writestr(_part("mimetype", ZIP_STORED), MIMETYPE)
        package.writestr(_part("META-INF/manifest.xml"), MANIFEST)
        package.writestr(_part("styles.xml"), STYLES)
        package.writestr(_part("settings.xml"), SETTINGS.format(sheet=quoteattr(name)[1:-1], rows=HEADER_ROW))
        with package.open(_part("content.xml"), "w", force_zip64=True) as content:
            return _content(listing, rows, content, head, name)


def _part(name: str, method: int = ZIP_DEFLATED) -> ZipInfo:
    part = ZipInfo(name, STAMP)
    part.compress_type = method
    return part


def _content(listing: Listing, rows: Iterable[Sequence[Cell]], out: IO[bytes], head: Head, name: str) -> int:
    width = len(listing.columns)
    out.write((CONTENT_HEAD + column_styles([column.width for column in listing.columns])).encode())
    out.write(_above(listing, head, name).encode())
    adding, count, block = Adding(listing), 0, []
    for cells in rows:
        count += 1
        block.append(
            _row("".join(cell(value, column.form) for value, column in zip(cells, listing.columns, strict=True)))
        )
        adding.add(cells)
        if len(block) == BLOCK:
            out.write("".join(block).encode())
            block = []
    last = HEADER_ROW + count
    out.write(("".join(block) + "".join(_sums(listing, adding, last)) + "</table:table>").encode())
    out.write(_ranges(name, width, max(last, HEADER_ROW + 1)).encode())
    return count


def _above(listing: Listing, head: Head, name: str) -> str:
    width = len(listing.columns)
    headers = "".join(text(str(column.header), "header") for column in listing.columns)
    columns = "".join(f'<table:table-column table:style-name="co{at}"/>' for at in range(width))
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="sheet">{columns}'
        + _row(spanning(head.title, "title", width), "high")
        + _row(spanning(head.note, "note", width))
        + f"<table:table-header-rows>{_row(headers, 'high')}</table:table-header-rows>"
    )


def _row(cells: str, style: str = "row") -> str:
    return f'<table:table-row table:style-name="{style}">{cells}</table:table-row>'


def _sums(listing: Listing, adding: Adding, last: int) -> Iterable[str]:
    for sums in adding.rows():
        cells = [text(sums.label, "total")]
        for at in range(1, len(listing.columns)):
            value = sums.values.get(at)
            if value is None:
                cells.append(repeated_blank("total"))
            else:
                cells.append(formula(at, adding.unit_of(at, sums.unit), HEADER_ROW + 1, last, value))
        yield _row("".join(cells))


def _ranges(name: str, width: int, last: int) -> str:
    """The range of the filter buttons, and the end of the document."""
    from_to = f"'{name}'.A{HEADER_ROW}:'{name}'.{xl_col_to_name(width - 1)}{last}"
    return (
        '<table:database-ranges><table:database-range table:name="list" '
        f'table:target-range-address={quoteattr(from_to)} table:display-filter-buttons="true"/></table:database-ranges>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
