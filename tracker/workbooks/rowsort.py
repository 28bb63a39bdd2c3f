"""Which rows of a table are data (行分类): totals, foot lines and repeated headers are set aside, merged and grouped cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from tracker.workbooks.kinds.base import ROW_ID, Kind, Type
from tracker.workbooks.plaintext import plain
from tracker.workbooks.reading import Chunk
from tracker.workbooks.table import Table
from tracker.workbooks.wire import Raw

_MAYBE = re.compile("计|总数|[:：]|序号|名称|设区市")
_TOTAL = re.compile(r"^(?:.{0,10})(?:合计|总计|小计|共计|累计|总数)[:：]?(?:\(.{0,8}\))?$|^(?:合计|总计|小计|共计)")
_FOOT = re.compile(
    r"^(?:\d+[.、])?(?:填表人|填报人|制表人?|审核人?|复核|负责人|单位负责人|分管领导|联系人|联系电话|电话|填报单位|填表单位|填报日期|填表日期|报送日期"
    r"|注|备注|说明|附注)[^:：]{0,10}[:：]"
)


@dataclass
class DataChunk:
    """Rows of data, all of one width. `filled` says which cells were empty in the file: (row index, column) → row they come from."""

    numbers: list[int]
    rows: list[list[Raw]]
    filled: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass
class Total:
    """A 合计 or 小计 row: its number, its label, its cells, and how many data rows stand above it."""

    number: int
    label: str
    row: list[Raw]
    after: int


class RowSorter:
    """Goes through a sheet's rows below the header, chunk by chunk, and remembers what it set aside."""

    def __init__(self, kind: Kind, table: Table, merges: list[tuple[int, int, int, int]]) -> None:
        self.table = table
        self.width = max(table.columns.values()) + 1
        texts = [
            table.columns[column.name]
            for column in kind.columns
            if column.type in (Type.TEXT, Type.CHOICE) and column.name in table.columns
        ]
        self.looked_at = sorted({*texts[:4], *range(min(3, self.width))})
        self.carried: dict[int, tuple[Raw, int]] = {
            table.columns[column.name]: ("", 0)
            for column in kind.columns
            if column.fill_down and column.name in table.columns
        }
        used = set(table.columns.values())
        self.merges = sorted(
            (top, left - 1, bottom)
            for top, left, bottom, right in merges
            if bottom > top and bottom >= table.first_row and left - 1 in used
        )
        waiting = [table.columns[name] for name in kind.filled_in if name in table.columns]
        merged = {column for _top, column, _bottom in self.merges}  # may fill a cell that stands empty
        self.waiting = waiting if ROW_ID in table.columns and merged.isdisjoint(waiting) else []
        self.number_at = table.columns.get(ROW_ID, 0)
        self.unfilled = 0
        self._merged: dict[tuple[int, int], Raw] = {}
        self.totals: list[Total] = []
        self.skipped = 0
        self.count = 0

    def sort(self, chunk: Chunk) -> DataChunk:
        """The data rows of a chunk."""
        numbers, rows = chunk
        if numbers and numbers[0] < self.table.first_row:
            start = next((at for at, number in enumerate(numbers) if number >= self.table.first_row), len(numbers))
            numbers, rows = numbers[start:], rows[start:]
        rows = [row if len(row) >= self.width else row + [""] * (self.width - len(row)) for row in rows]
        if self.waiting:
            numbers, rows = self._without_unfilled(numbers, rows)
        data = DataChunk(list(numbers), rows)
        if self.merges and numbers:
            self._fill_merges(data)
        aside = sorted(self._aside(rows))
        if aside or any("" in (row[index] for row in rows) for index in self.carried):
            return self._fill_groups(data, dict(aside))
        for index in self.carried if rows else ():
            self.carried[index] = (rows[-1][index], numbers[-1])
        self.count += len(rows)
        return data

    def _without_unfilled(self, numbers: list[int], rows: list[list[Raw]]) -> tuple[list[int], list[list[Raw]]]:
        """Leave out the rows of a template that nobody has filled in yet."""
        filled = [
            at
            for at, row in enumerate(rows)
            if row[self.number_at] == "" or any(row[index] != "" for index in self.waiting)
        ]
        self.unfilled += len(rows) - len(filled)
        return [numbers[at] for at in filled], [rows[at] for at in filled]

    def _aside(self, rows: list[list[Raw]]) -> Iterator[tuple[int, str]]:
        """Rows that are no data: (index, label of the total, or "" for foot lines and repeated headers)."""
        columns = [[cell for cell in map(itemgetter(index), rows) if cell.__class__ is str] for index in self.looked_at]
        if not any(_MAYBE.search("\n".join(column)) for column in columns):
            return
        for at, row in enumerate(rows):
            texts = [cell for cell in map(row.__getitem__, self.looked_at) if cell.__class__ is str and cell]
            if texts and _MAYBE.search("\n".join(texts)):
                words = [plain(str(text)) for text in texts]
                label = next((word for word in words if _TOTAL.match(word) and len(word) <= 14), "")
                filled = sum(cell != "" for cell in row)
                if label or (_FOOT.match(words[0]) and filled <= 4) or self._is_header(row):
                    yield at, label

    def _is_header(self, row: list[Raw]) -> bool:
        texts = [plain(cell) for cell in row if isinstance(cell, str) and cell]
        return len(texts) > 2 and sum(text in self.table.row_texts for text in texts) > len(texts) * 0.6

    def _fill_merges(self, data: DataChunk) -> None:
        index = {number: at for at, number in enumerate(data.numbers)}
        for top, column, bottom in self.merges:
            if bottom < data.numbers[0] or top > data.numbers[-1]:
                continue
            if top in index:
                self._merged[top, column] = data.rows[index[top]][column]
            value = self._merged.get((top, column), "")
            for number in range(max(top + 1, data.numbers[0]), min(bottom, data.numbers[-1]) + 1):
                at = index.get(number)
                if at is not None and value != "" and data.rows[at][column] == "":
                    data.rows[at] = list(data.rows[at])
                    data.rows[at][column] = value
                    data.filled[at, column] = top

    def _fill_groups(self, data: DataChunk, aside: dict[int, str]) -> DataChunk:
        """Drop what is no data, and fill grouping columns left blank below their first row."""
        kept = DataChunk([], [])
        merged: dict[int, dict[int, int]] = {}
        for (at, column), top in data.filled.items():
            merged.setdefault(at, {})[column] = top
        for at, (number, found) in enumerate(zip(data.numbers, data.rows, strict=True)):
            if at in aside:
                self._set_aside(number, found, aside[at])
                continue
            row = list(found)
            for column, (value, source) in self.carried.items():
                if row[column] != "":
                    self.carried[column] = (row[column], number)
                elif value != "":
                    row[column] = value
                    kept.filled[len(kept.rows), column] = source
            for column, top in merged.get(at, {}).items():
                kept.filled[len(kept.rows), column] = top
            kept.numbers.append(number)
            kept.rows.append(row)
            self.count += 1
        return kept

    def _set_aside(self, number: int, row: list[Raw], label: str) -> None:
        self.skipped += 1
        if not label:
            return
        self.totals.append(Total(number, label, row, self.count))
        for column in self.carried:
            text = plain(str(row[column]))
            if text and (_TOTAL.match(text)):
                self.carried[column] = ("", 0)
            elif text:
                self.carried[column] = (row[column], number)
