"""What every row of an upload does (逐行影响): kept beside the upload, for the preview and for whoever asks later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from tracker.bulk.copying import insert_rows
from tracker.bulk.merge import MergeResult, RowEffect
from tracker.workbooks.checked import Row
from tracker.workbooks.models import Upload, UploadRow


def keep_rows(upload: Upload, rows: Sequence[Row], result: MergeResult) -> None:
    """Store every row's effect."""
    columns = (
        "upload_id", "region_id", "organisation_id", "sheet", "row_number", "values", "before", "action", "interpreted",
    )  # fmt: skip
    pairs = zip(rows, result.effects, strict=True)
    insert_rows(UploadRow, columns, (_kept(upload, row, effect) for row, effect in pairs))


def _kept(upload: Upload, row: Row, effect: RowEffect) -> tuple[Any, ...]:
    before = None if effect.before is None else _json(effect.before)
    interpreted = _json([read.as_dict() for read in row.interpreted]) if row.interpreted else "[]"
    where = (upload.pk, upload.region_id, upload.organisation_id, row.sheet, row.number)
    return (*where, _json(row.values), before, effect.action, interpreted)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
