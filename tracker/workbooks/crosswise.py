"""Tables laid crosswise (横排表): one row a city and a column for each industry. Such a table is named, not guessed at.

Its cells alone don't say what is eliminated, in which unit or by when, so it cannot be read as rows with certainty; what can
be said for certain is which columns must become rows, and how one of its own cells would be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.values.errors import CellError
from tracker.workbooks.cellrefs import address
from tracker.workbooks.kinds.base import Column, Kind, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.reading import Chunk
from tracker.workbooks.table import Table, named_in

SEARCHED = 20
SPREAD = 2  # so many choices of one column side by side make a table crosswise


@dataclass(frozen=True)
class Crosswise:
    """A column whose choices stand side by side as headers."""

    column: Column
    row: int
    cells: tuple[tuple[str, str], ...]  # cell, the choice it names

    def fault(self, sheet: str, kind: Kind) -> CellError:
        """Says which headers must become rows, and how a row is written."""
        choices = "、".join(label for _cell, label in self.cells)
        needed = [column for column in kind.columns if column.required]
        examples = [self.cells[0][1] if column is self.column else column.example for column in needed]
        expected = "｜".join(column.header for column in needed)
        words = {"row": self.row, "header": self.column.header, "choices": choices, "expected": expected}
        message = _(
            "这是横排表：第 %(row)s 行把%(header)s（%(choices)s）各占一列，不能直接读取。请改成竖排，"
            "%(header)s单独一列，每个%(header)s各写一行：%(expected)s，例如：%(example)s。可下载模板照填"
        ) % (words | {"example": "｜".join(examples)})
        cell = self.cells[0][0]
        return CellError(sheet, cell, self.column.header, choices, expected, "CROSSWISE", f"{cell}：{message}")


def crosswise(first: Chunk, kind: Kind, lookups: Lookups, table: Table | None) -> Crosswise | None:
    """How the table lies, if it lies crosswise: a required choice has no column of its own, its options are headers."""
    found = [
        Crosswise(column, number, tuple(cells))
        for column in kind.columns
        if column.type is Type.CHOICE and column.required and not (table and column.name in table.columns)
        for number, row in zip(*(part[:SEARCHED] for part in first), strict=True)
        if len(cells := list(_choices(row, number, column, lookups))) >= SPREAD
    ]
    return max(found, key=lambda each: len(each.cells), default=None)


def _choices(row: list[str | float], number: int, column: Column, lookups: Lookups) -> Iterator[tuple[str, str]]:
    source = lookups.sources.get(column.source)
    seen = set()
    for at, raw in enumerate(row, 1):
        options = source.find(named_in(raw)) if source and isinstance(raw, str) and raw else []
        if len(options) == 1 and options[0].value not in seen:
            seen.add(options[0].value)
            yield address(number, at), options[0].label
