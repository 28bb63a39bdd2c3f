"""What every row of an upload does (逐行影响): kept beside the upload when it is previewed, and asked again when it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tracker.bulk.copying import insert_rows
from tracker.bulk.merge import MergeResult, RowEffect
from tracker.values.errors import StaleState
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs.base import Codec
from tracker.workbooks.models import Upload, UploadRow

Shown = tuple[str, dict[str, str | None] | None]  # the action, and the old values of what it changes


def keep_rows(upload: Upload, rows: Sequence[Row], result: MergeResult) -> dict[str, int]:
    """Store every row's effect; returns how many are created, updated and unchanged."""
    columns = (
        "upload_id", "region_id", "organisation_id", "sheet", "row_number", "values", "before", "action", "interpreted",
    )  # fmt: skip
    pairs = zip(rows, result.effects, strict=True)
    insert_rows(UploadRow, columns, (_kept(upload, row, effect) for row, effect in pairs))
    actions = (("created", "create"), ("updated", "update"), ("unchanged", "unchanged"))
    return {name: result.count(action) for name, action in actions}


def load_rows(upload: Upload, codec: Codec) -> tuple[list[Row], list[Shown]]:
    """The rows that write something, as they were checked, and what was shown of each.

    A row that changed nothing has nothing to write: what others have made of its record since stays. JSON comes as text,
    which is read faster.
    """
    rows, shown = [], []
    kept = UploadRow.objects.filter(upload=upload).exclude(action=UploadRow.Action.UNCHANGED)
    told = kept.order_by("pk").values_list("sheet", "row_number", Cast("values", TextField()), "action", "before")
    for sheet, number, values, action, before in told.iterator(2_000):
        rows.append(Row(sheet, number, codec.load(orjson.loads(values))))
        shown.append((action, before))
    return rows, shown


def check_shown(rows: Sequence[Row], shown: Sequence[Shown], result: MergeResult) -> None:
    """What is about to be overwritten must be what the officer was shown; StaleState names the first row that is not."""
    for row, (action, before), effect in zip(rows, shown, result.effects, strict=True):
        if (action, before) != (effect.action, effect.before):
            raise StaleState(_("预览之后数据已被他人修改，请重新上传核对"), sheet=row.sheet, row=row.number)


def _kept(upload: Upload, row: Row, effect: RowEffect) -> tuple[Any, ...]:
    before = None if effect.before is None else _json(effect.before)
    interpreted = _json([read.as_dict() for read in row.interpreted]) if row.interpreted else "[]"
    where = (upload.pk, upload.region_id, upload.organisation_id, row.sheet, row.number)
    return (*where, _json(row.values), before, effect.action, interpreted)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
