"""Checking rows of one sheet (逐行校验), column by column: values, required cells, then what columns say of each other."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tracker.values.errors import CellError
from tracker.workbooks import crosscheck
from tracker.workbooks.cellrefs import address
from tracker.workbooks.checked import Row
from tracker.workbooks.desk import Batch, Desk, Keys
from tracker.workbooks.kinds.base import Column
from tracker.workbooks.rowsort import DataChunk
from tracker.workbooks.wire import Raw, shown


class RowChecker:
    """Checks the rows of one sheet and collects into the file's result."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        self.desk, self.keys = desk, keys
        self.kind, self.lookups, self.table, self.result, self.sheet = (
            desk.kind,
            desk.lookups,
            desk.table,
            desk.result,
            desk.sheet,
        )
        self.hidden = 0
        self.amounts: dict[str, tuple[list[Decimal | None], list[str | None]]] = {
            name: ([], []) for name in self.kind.totals if name in self.table.columns
        }  # fmt: skip
        self.constants = self._constants()

    def header_is_complete(self) -> bool:
        """Whether every required column is there or has a stand-in; faults name what was expected and found."""
        found = "、".join([*self.table.headers.values(), *(text for _cell, text in self.table.unknown)])
        for cell, text, name in self.table.doubled:
            header = self.desk.columns[name].header if name in self.desk.columns else name
            message = _("列“%(text)s”与另一列同为“%(header)s”，请只保留一列") % {"text": text, "header": header}
            self.result.error(CellError(self.sheet, cell, text, text, header, "DOUBLE_COLUMN", message))
        missing = [
            column
            for column in self.kind.columns
            if column.required and column.name not in self.table.columns and not self._stands_in(column)
        ]
        for column in missing:
            accepted = "、".join([column.header, *column.aliases[:5]])
            words = {"header": column.header, "accepted": accepted, "found": found, "row": self.table.header_row}
            message = _("第 %(row)s 行的表头缺少“%(header)s”列（可写作：%(accepted)s）；找到的列：%(found)s") % words
            self.result.error(
                CellError(
                    self.sheet,
                    address(self.table.header_row, 1),
                    column.header,
                    found,
                    accepted,
                    "MISSING_COLUMN",
                    message,
                )
            )
        return not missing and not self.table.doubled

    def _stands_in(self, column: Column) -> bool:
        if column.name in self.constants or column.name in self.lookups.defaults:
            return True
        if column.name == "city":
            return "county" in self.table.columns
        amounts = [each for each in self.kind.columns if each.unit_column == column.name]
        return bool(amounts) and any(self.table.units.get(each.name) or self.table.sheet_unit for each in amounts)

    def _constants(self) -> dict[str, tuple[Any, str]]:
        """Columns a sheet does not have because its name says it: one sheet a city, or an industry."""
        constants = {}
        for column in self.kind.columns:
            if column.fill_down and column.name not in self.table.columns and column.source in self.lookups.sources:
                found = self.lookups.sources[column.source].find(self.sheet)
                if len(found) == 1:
                    constants[column.name] = (found[0].value, found[0].label)
        return constants

    def check(self, data: DataChunk) -> list[Row]:
        """The good rows of a chunk; faults, notes and counts go to the result."""
        batch = Batch(data)
        cells = list(zip(*data.rows, strict=True))
        for name, index in self.table.columns.items():
            self._read(batch, name, cells[index])
        for column in self.kind.columns:
            self._complete(batch, column)
        self._note_filled(batch)
        crosscheck.check(self.desk, batch, self.keys)
        self._required(batch)
        self._sum(batch)
        self.result.read += batch.size
        self.result.bad_rows += len(batch.bad)
        return self._rows(batch)

    def _read(self, batch: Batch, name: str, raw: tuple[Raw, ...]) -> None:
        reader = self.desk.readers[name]
        batch.raw[name] = raw
        batch.values[name] = list(map(reader.__getitem__, raw))
        if not reader.odd:
            return
        odd, filled, index = reader.odd, batch.data.filled, self.table.columns[name]
        for at, cell in enumerate(raw):
            if cell in odd:
                outcome = odd[cell]
                if outcome.code:
                    self.desk.fault(batch, at, name, outcome.code, outcome.expected, outcome.message)
                elif outcome.read_as and (at, index) not in filled:
                    self.desk.note(batch, at, name, outcome.read_as)

    def _complete(self, batch: Batch, column: Column) -> None:
        """Columns that aren't there, and blank cells with a default."""
        name = column.name
        if name not in batch.values:
            value, label = self.constants.get(name, (self.lookups.defaults.get(name), ""))
            batch.values[name] = [value] * batch.size
            if value is not None:
                words = {"header": column.header, "value": label or str(value)}
                self.desk.note_once(
                    "", column.header, self.sheet if label else "", _("本表各行的“%(header)s”：%(value)s") % words
                )
        elif name in self.lookups.defaults and None in batch.values[name]:
            default, raw = self.lookups.defaults[name], batch.raw[name]
            for at, value in enumerate(batch.values[name]):
                if value is None and raw[at] == "" and default is not None:
                    batch.values[name][at] = default
                    self.desk.note(batch, at, name, str(default))

    def _note_filled(self, batch: Batch) -> None:
        names = {index: name for name, index in self.table.columns.items()}
        for (at, index), source in batch.data.filled.items():
            name = names.get(index)
            if name:
                raw = batch.raw[name][at]
                odd = self.desk.readers[name].odd.get(raw)
                words = {"value": odd.read_as if odd and odd.read_as else shown(raw), "row": source}
                self.desk.note(batch, at, name, _("%(value)s（同第 %(row)s 行）") % words, found="")

    def _required(self, batch: Batch) -> None:
        for column in self.kind.columns:
            values = batch.values[column.name]
            if column.required and None in values:
                for at, value in enumerate(values):
                    if value is None and not self._faulty(batch, at, column.name):
                        message = _("“%(header)s”不能为空") % {"header": column.header}
                        self.desk.fault(batch, at, column.name, "REQUIRED", column.help or column.header, message)

    def _faulty(self, batch: Batch, at: int, name: str) -> bool:
        """Whether a fault of the cell, or of the amount whose unit it would be, was already named."""
        names = [name, *(column.name for column in self.kind.columns if column.unit_column == name)]
        return any((at, each) in batch.told for each in names)

    def _sum(self, batch: Batch) -> None:
        for name, (amounts, units) in self.amounts.items():
            amounts.extend(batch.values[name])
            units.extend(batch.values.get(self.desk.columns[name].unit_column) or [None] * batch.size)

    def _rows(self, batch: Batch) -> list[Row]:
        names = list(batch.values)
        sheet, numbers = self.sheet, batch.data.numbers
        tuples: Iterable[tuple[Any, ...]] = zip(*batch.values.values(), strict=True)
        rows = [
            Row(sheet, number, dict(zip(names, values, strict=True)))
            for number, values in zip(numbers, tuples, strict=True)
        ]
        for at, notes in batch.notes.items():
            rows[at].interpreted = notes
        good = [row for at, row in enumerate(rows) if at not in batch.bad] if batch.bad else rows
        if good and self.desk.waiting:
            good[0].interpreted = [*self.desk.waiting, *good[0].interpreted]
            self.desk.waiting = []
        return good
