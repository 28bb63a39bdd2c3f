"""Rows ruled out by their room (业务规则核对): a refusal that came after reading gets the cell it speaks of, like any other fault."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.values.errors import CellError, DomainError
from tracker.workbooks.cellrefs import address
from tracker.workbooks.checked import Checked, Row
from tracker.workbooks.outgoing import written

# What rooms call a field, where a sheet's column has another name.
_COLUMNS = {
    "facility_name": "equipment",
    "enterprise_name": "enterprise",
    "on": "completed_on",
    "reason": "remark",
}


def set_aside(checked: Checked, refused: Mapping[int, DomainError]) -> None:
    """Take the refused rows out of the good ones, each with its fault."""
    for index in sorted(refused):
        checked.error(_fault(checked, checked.rows[index], refused[index]))
    checked.rows = [row for index, row in enumerate(checked.rows) if index not in refused]
    checked.bad_rows += len(refused)


def _fault(checked: Checked, row: Row, error: DomainError) -> CellError:
    table = checked.tables[row.sheet]
    said = str(error.data.get("field", ""))
    name = next(
        each for each in (_COLUMNS.get(said, said), *checked.kind.keys[0], *table.columns) if each in table.columns
    )
    cell = address(row.number, table.columns[name] + 1)
    column = checked.kind.by_name().get(name)
    shown = written(column, row.values.get(name), checked.lookups) if column and checked.lookups else ""
    found = str(error.data.get("found") or ("" if shown is None else shown))
    expected = str(error.data.get("expected", ""))
    return CellError(row.sheet, cell, table.headers[name], found, expected, error.code, f"{cell}：{error.message}")
