"""What the room makes of the rows (业务规则核对): what applying them would do; a refusal gets the cell it speaks of, like any fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.bulk.merge import MergeResult
from tracker.values.errors import CellError, DomainError
from tracker.workbooks.cellrefs import address
from tracker.workbooks.checked import Checked, Row
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.identified import merge_rows
from tracker.workbooks.models import Upload
from tracker.workbooks.outgoing import written

# What rooms call a field, where a sheet's column has another name.
_COLUMNS = {
    "facility_name": "equipment",
    "enterprise_name": "enterprise",
    "on": "completed_on",
    "reason": "remark",
}


def foresee(upload: Upload, checked: Checked, on: date | None) -> MergeResult | None:
    """What applying the good rows on a day would do. Rows that a rule of their room refuses become faults; None where none is left."""
    while checked.rows:
        try:
            codec, by = CODECS[upload.kind], upload.uploaded_by
            return merge_rows(codec, upload.plan, checked.rows, by, dry_run=True, on=on)
        except DomainError as error:
            if not error.rows:
                checked.error(_without_cell(error))
                return None
            set_aside(checked, error.rows)
    return None


def _without_cell(error: DomainError) -> CellError:
    """A refusal by a room's rule, in the shape of a cell error without a cell."""
    found, expected, field = (str(error.data.get(name, "")) for name in ("found", "expected", "field"))
    return CellError("", "", field, found, expected, error.code, str(error.message))


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
