"""The desk (登记) where faults and readings of one sheet are noted: shared by the rules that check its rows."""

from __future__ import annotations

from typing import Any

from tracker.values.errors import CellError
from tracker.workbooks.cellrefs import address
from tracker.workbooks.cells import interpret
from tracker.workbooks.checked import KEPT, Checked, Interpreted
from tracker.workbooks.kinds.base import ROW_ID, Column, Kind
from tracker.workbooks.lookups import Lookups, Source
from tracker.workbooks.outcome import Outcome
from tracker.workbooks.quick import quick_reader
from tracker.workbooks.rowsort import DataChunk
from tracker.workbooks.table import Table
from tracker.workbooks.wire import Raw, shown

Keys = dict[tuple[object, ...], tuple[str, int]]  # (which key, its values) → sheet and row where it stood first
INTERPRETED_SHOWN = 20_000


class ColumnReader(dict[Raw, Any]):
    """Raw cell → value for one column, read once. What isn't literal is in `odd`."""

    def __init__(self, column: Column, source: Source | None, *, date1904: bool) -> None:
        super().__init__()
        self.column, self.source, self.date1904 = column, source, date1904
        self.odd: dict[Raw, Outcome] = {}
        self.quick = quick_reader(column)

    def __missing__(self, raw: Raw) -> Any:
        quick = self.quick(raw)
        if quick is not None:
            self[raw] = quick
            return quick
        outcome = interpret(raw, self.column, self.source, date1904=self.date1904)
        if outcome.read_as or outcome.code or outcome.unit:
            self.odd[raw] = outcome
        self[raw] = outcome.value
        return outcome.value


def readers_of(kind: Kind, lookups: Lookups, *, date1904: bool) -> dict[str, ColumnReader]:
    """A reader for each column, shared by all sheets of a file."""
    columns = (*kind.columns, Column(ROW_ID, ROW_ID))
    return {
        column.name: ColumnReader(column, lookups.sources.get(column.source), date1904=date1904) for column in columns
    }


class Batch:
    """A chunk of rows on its way: raw and read values by column, faults and notes by row index."""

    def __init__(self, data: DataChunk) -> None:
        self.data, self.size = data, len(data.rows)
        self.raw: dict[str, tuple[Raw, ...]] = {}
        self.values: dict[str, list[Any]] = {}
        self.bad: set[int] = set()
        self.told: set[tuple[int, str]] = set()  # cells whose fault was named
        self.notes: dict[int, list[Interpreted]] = {}


class Desk:
    """What checking one sheet needs at hand, and where it writes."""

    def __init__(
        self, kind: Kind, lookups: Lookups, readers: dict[str, ColumnReader], result: Checked, sheet: str, table: Table
    ) -> None:
        self.kind, self.lookups, self.readers, self.result = kind, lookups, readers, result
        self.sheet, self.table = sheet, table
        self.columns = kind.by_name()
        self._once: set[Interpreted] = set()
        self.waiting: list[Interpreted] = []  # readings of the whole sheet, shown with its first good row

    def fault(
        self, batch: Batch, at: int, name: str, code: str, expected: Any, message: str, found: str | None = None
    ) -> None:
        """Note a fault of one cell; its row will not be handed out."""
        batch.bad.add(at)
        batch.told.add((at, name))
        if self.result.error_count >= KEPT:
            self.result.error_count += 1
            return
        cell, header, text = self._cell(batch, at, name)
        self.result.error(
            CellError(
                self.sheet, cell, header, text if found is None else found, str(expected), code, f"{cell}：{message}"
            )
        )

    def note(self, batch: Batch, at: int, name: str, read_as: str, found: str | None = None) -> None:
        """Note that a cell was read other than literally."""
        cell, header, text = self._cell(batch, at, name)
        interpreted = Interpreted(self.sheet, cell, header, text if found is None else found, read_as)
        batch.notes.setdefault(at, []).append(interpreted)
        self.result.interpreted_count += 1
        if len(self.result.interpreted) < INTERPRETED_SHOWN:
            self.result.interpreted.append(interpreted)

    def note_once(self, cell: str, column: str, found: str, read_as: str) -> None:
        """Note a reading that holds for a whole sheet: a unit in the header, a city named by the sheet."""
        interpreted = Interpreted(self.sheet, cell, column, found, read_as)
        if interpreted not in self._once:
            self._once.add(interpreted)
            self.waiting.append(interpreted)
            self.result.interpreted_count += 1
            self.result.interpreted.append(interpreted)

    def place(self, name: str) -> int | None:
        """The column a fault of `name` is shown in: its own, or the amount's where a unit has no column."""
        measured = (column.name for column in self.kind.columns if column.unit_column == name)
        return next((self.table.columns[each] for each in (name, *measured) if each in self.table.columns), None)

    def _cell(self, batch: Batch, at: int, name: str) -> tuple[str, str, str]:
        index = self.place(name)
        header = self.table.headers.get(name) or self.columns[name].header
        found = shown(batch.raw[name][at]) if name in batch.raw else ""
        return address(batch.data.numbers[at], (index or 0) + 1), header, found
