"""What checking a workbook comes to (校验结果): rows that may be applied, every fault, everything read other than literally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.values.errors import CellError
from tracker.workbooks.cellrefs import place
from tracker.workbooks.kinds.base import Kind
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.table import Table

SHOWN = 100  # faults listed to the officer; the count tells of the rest
KEPT = 5_000  # faults marked in the annotated file


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A cell that was read other than literally: what was found, what it was read as."""

    sheet: str
    cell: str
    column: str
    found: str
    read_as: str

    def as_dict(self) -> dict[str, str]:
        """For the preview and the command's JSON."""
        return asdict(self)


@dataclass(slots=True)
class Row:
    """A row without faults. `values` by column name: region, industry and department codes, Decimal, date, str or None."""

    sheet: str
    number: int
    values: dict[str, Any]
    interpreted: Sequence[Interpreted] = ()


@dataclass
class Checked:
    """The result for a whole file. `faults` are kept for annotation; `errors` are the first hundred of `error_count`."""

    kind: Kind
    rows: list[Row] = field(default_factory=list)
    faults: list[CellError] = field(default_factory=list)
    error_count: int = 0
    warnings: list[CellError] = field(default_factory=list)
    interpreted: list[Interpreted] = field(default_factory=list)
    interpreted_count: int = 0
    read: int = 0  # rows of data, good or bad
    bad_rows: int = 0
    skipped: int = 0  # totals, foot lines, repeated headers
    sheets: list[str] = field(default_factory=list)  # those that held a table
    tables: dict[str, Table] = field(default_factory=dict)  # by sheet
    lookups: Lookups | None = None
    template_of: str = ""  # the plan our own template was made for, if it is one

    @property
    def errors(self) -> list[CellError]:
        """The faults shown on a page or printed by a command."""
        return self.in_order()[:SHOWN]

    def in_order(self) -> list[CellError]:
        """The faults as an officer comes by them: sheet by sheet, row by row."""
        sheets = {name: at for at, name in enumerate(self.sheets)}
        return sorted(self.faults, key=lambda fault: (sheets.get(fault.sheet, -1), *(place(fault.cell) or (0, 0))))

    def error(self, error: CellError) -> None:
        """Note a fault."""
        self.error_count += 1
        if len(self.faults) < KEPT:
            self.faults.append(error)
