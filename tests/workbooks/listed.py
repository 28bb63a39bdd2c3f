"""What stands in a list that was taken away, whatever its format."""

from __future__ import annotations

import csv
import io
from typing import Any

from python_calamine import CalamineWorkbook


def cells_of(content: bytes, form: str) -> list[list[Any]]:
    """The rows of the first sheet; empty cells are empty texts."""
    if form == "csv":
        return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    rows: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return rows
