"""Reading .csv: UTF-8 (with or without mark), UTF-16 with mark, or GB18030, told by decoding and not by guessing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.rowstream import RowStream, sheet_header
from tracker.workbooks.sheetscan import SheetFacts


def read(path: Path, limits: Limits, say: Callable[[Any], None]) -> None:
    """Say the file as one sheet named after its format."""
    text, encoding = _decode(path.read_bytes())
    if "\0" in text:
        raise Refused("FILE_DAMAGED")
    if text.isascii() and "??" in text:  # saved in a western encoding: every Chinese character became a question mark
        raise Refused("TEXT_LOST", found="CSV")
    csv.field_size_limit(limits.text_length)
    say({"book": "csv", "date1904": False, "encoding": encoding})
    facts = SheetFacts()
    say(sheet_header("CSV", True, facts))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        RowStream(say, limits).sheet("CSV", _bounded(reader, limits), facts, booleans=False)
    except csv.Error:
        raise Refused("TEXT_TOO_LONG", sheet="CSV", cell=f"A{reader.line_num}", limit=str(limits.text_length)) from None


def _decode(data: bytes) -> tuple[str, str]:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused("ENCODING", found="CSV")


def _delimiter(text: str) -> str:
    start = text[:5000]
    return max(",\t;，", key=start.count) if start.count(",") == 0 else max(",\t;", key=start.count)


def _bounded(rows: Any, limits: Limits) -> Any:
    for row in rows:
        if len(row) > limits.columns and any(row[limits.columns :]):
            raise Refused("TOO_MANY_COLUMNS", sheet="CSV", limit=str(limits.columns))
        yield [cell.strip() if not cell.strip() else cell for cell in row[: limits.columns]]
