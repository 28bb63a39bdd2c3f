"""Rows on their way out of the child (行输出): blank rows dropped, lost cells marked, everything counted once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from math import isfinite
from typing import Any

import orjson

from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.sheetscan import SheetFacts
from tracker.workbooks.wire import BOOLEAN, mark_value, marked

CHUNK = 500


class NotFinite(Exception):
    """A number that is none (NaN, infinity) came out of the parser."""


class RowStream:
    """Says a sheet's rows in chunks `[[row numbers], [cells of each row]]`, and counts rows and cells as it goes."""

    def __init__(self, say: Callable[[Any], None], limits: Limits) -> None:
        self.say, self.limits, self.total_rows = say, limits, 0

    def sheet(
        self, name: str, rows: Iterable[list[Any]], facts: SheetFacts, *, first_column: int = 0, booleans: bool = True
    ) -> int:
        """Say all rows of one sheet; returns how many cells held something."""
        numbers: list[int] = []
        chunk: list[list[Any]] = []
        cells, blank, padding = 0, "", [""] * first_column
        marks = facts.marks
        for number, parsed in enumerate(rows, 1):
            row = padding + parsed if padding else parsed
            if marks and number in marks:
                row = _with_marks(row, marks[number])
            held = len(row) - row.count(blank)
            if not held:
                continue
            cells += held
            numbers.append(number)
            chunk.append([_without_booleans(cell) for cell in row] if booleans else row)
            if len(chunk) == CHUNK:
                self._say_chunk(name, numbers, chunk)
                numbers, chunk = [], []
        if chunk:
            self._say_chunk(name, numbers, chunk)
        return cells

    def _say_chunk(self, name: str, numbers: list[int], chunk: list[list[Any]]) -> None:
        self.total_rows += len(numbers)
        if self.total_rows > self.limits.rows + 1000:
            raise Refused("TOO_MANY_ROWS", sheet=name, limit=str(self.limits.rows))
        said = orjson.dumps([numbers, chunk], mark_value, orjson.OPT_PASSTHROUGH_DATETIME)
        # What is no number is said as null; a text may hold the word.
        if b"null" in said and not all(map(_is_finite, chain.from_iterable(chunk))):
            raise NotFinite
        self.say(said)


def _is_finite(cell: Any) -> bool:
    return not isinstance(cell, float) or isfinite(cell)


def _without_booleans(cell: Any) -> Any:
    """JSON's true would be taken for the number 1 later."""
    return marked(BOOLEAN, str(cell).upper()) if cell is True or cell is False else cell


def _with_marks(row: list[Any], marks: dict[int, str]) -> list[Any]:
    longer = row + [""] * (max(marks) - len(row))
    for column, mark in marks.items():
        longer[column - 1] = mark
    return longer


def sheet_header(name: str, visible: bool, facts: SheetFacts) -> dict[str, Any]:
    """What is known of a sheet before its rows come."""
    return {
        "sheet": name,
        "visible": visible,
        "rows": facts.rows,
        "merges": facts.merges,
        "hidden_rows": facts.hidden_rows,
        "hidden_columns": facts.hidden_columns,
        "formulas": facts.formulas[:20_000],
    }
