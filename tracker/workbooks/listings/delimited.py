"""A listing as .csv: UTF-8 with a byte order mark, a header and the rows, nothing else, for other programs to read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from tracker.workbooks.listings.columns import Cell, Form, Head, Listing


def write_csv(listing: Listing, rows: Iterable[Sequence[Cell]], out: IO[bytes], head: Head) -> int:
    """Write rows as they come; returns how many."""
    shares = [column.form is Form.SHARE for column in listing.columns]
    count = 0
    # Without the mark Excel reads Chinese in the local code page.
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=False)
    sheet = csv.writer(text)
    sheet.writerow(str(column.header) for column in listing.columns)
    for cells in rows:
        count += 1
        sheet.writerow(_said(value, share) for value, share in zip(cells, shares, strict=True))
    text.flush()
    text.detach()
    return count


def _said(value: Cell, share: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        number = value * 100 if share else value
        digits = f"{number:f}"
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return digits + ("%" if share else "")
    return str(value)
