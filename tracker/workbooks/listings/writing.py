"""Writing a listing (列表导出) in the format asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.values.errors import InvalidValue
from tracker.workbooks.listings.columns import Cell, Head, Listing, reader
from tracker.workbooks.listings.delimited import write_csv
from tracker.workbooks.listings.ods import write_ods
from tracker.workbooks.listings.xlsx import write_xlsx

MOST_ROWS = 1_000_000  # a sheet of .xlsx and .ods holds 1,048,576
BLOCK = 2_000
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Format:
    """A format a list is handed out in."""

    label: str
    content_type: str
    write: Callable[[Listing, Iterable[Row], IO[bytes], Head], int]


FORMATS = {
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "ods": Format("ODS", "application/vnd.oasis.opendocument.spreadsheet", write_ods),
    "csv": Format("CSV", "text/csv; charset=utf-8", write_csv),
}


def write_listing(listing: Listing, rows: Any, out: IO[bytes], head: Head, *, form: str) -> int:
    """Write the rows of a list; returns how many. They are read, prepared and written block by block."""
    return FORMATS[form].write(listing, _cells(listing, rows), out, head)


def _cells(listing: Listing, rows: Any) -> Iterator[Row]:
    readers = [reader(column) for column in listing.columns]
    coming = iter(rows.iterator(chunk_size=BLOCK) if isinstance(rows, QuerySet) else rows)
    count = 0
    while block := list(islice(coming, BLOCK)):
        count += len(block)
        if count > MOST_ROWS:
            if isinstance(coming, Generator):
                coming.close()  # its cursor ends with the transaction; the error outlives both
            raise InvalidValue(_("超过 %(n)d 行，请先用筛选缩小范围") % {"n": MOST_ROWS}, field="format")
        for row in listing.prepare(block):
            yield tuple(read(row) for read in readers)
