"""The journey of an upload (上传): received → read in a child process → previewed → applied as one transaction, or refused.

The file is kept with its SHA-256; every row's effect is kept with it; applying compares again, so a preview that has gone
stale is refused rather than overwriting what others wrote meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.bulk.copying import insert_rows
from tracker.bulk.merge import MergeResult, RowEffect
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.values.errors import BadWorkbook, CellError, DomainError, IllegalState, InvalidValue, StaleState
from tracker.workbooks.checked import Checked, Row
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.merging import CODECS
from tracker.workbooks.models import Upload, UploadRow
from tracker.workbooks.validate import check_workbook


@transaction.atomic
def receive(*, file: File[bytes], kind: str, plan: Plan, by: Officer) -> Upload:
    """Keep the file and its fingerprint; nothing is read yet."""
    require(by, "change", "upload")
    if kind not in CODECS:
        raise InvalidValue(_("未知的表种"), field="kind", found=kind, expected="、".join(CODECS))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = Path(file.name or "").name[:200]
    upload = Upload(
        kind=kind,
        plan=plan,
        region=by.region,
        file_name=name,
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    upload.file.save(f"{upload.pk}{Path(name).suffix[:8].lower()}", file, save=False)
    upload.save(force_insert=True)
    return upload


def read_and_preview(upload_id: str) -> Upload:
    """Read the file, check every row, and store what applying it would do. Safe to repeat after a killed worker."""
    with acting(system("uploads"), job_id=upload_id):
        upload = Upload.objects.select_related("uploaded_by__region", "plan").get(pk=upload_id)
    if upload.state not in {Upload.State.RECEIVED, Upload.State.READING}:
        return upload
    by = upload.uploaded_by
    with acting(by.actor, job_id=upload_id):
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.READING)
    checked = _read(upload)
    with acting(by.actor, job_id=upload_id, reason=_("读取上传文件")):
        UploadRow.objects.filter(upload=upload).delete()
        if checked.error_count:
            return _refuse(upload, checked)
        try:
            result = CODECS[upload.kind].merge(upload.plan, checked.rows, by, dry_run=True)
        except DomainError as error:
            checked.error(_cell_error(error))
            return _refuse(upload, checked)
        _keep_rows(upload, checked.rows, result)
        return _preview(upload, checked, result)


@transaction.atomic
def apply_upload(*, upload: Upload, by: Officer, now: datetime) -> Upload:
    """Write what the preview showed, as one transaction. StaleState where the rows changed since the preview."""
    require(by, "change", "upload", region=upload.region_id)
    if upload.uploaded_by_id != by.pk:
        raise IllegalState(_("只有上传人可以应用此文件"))
    claimed = Upload.objects.filter(pk=upload.pk, state=Upload.State.PREVIEWED).update(
        state=Upload.State.APPLIED, applied_at=now
    )
    if not claimed:
        raise IllegalState(_("该文件不在待确认状态，可能已经应用"), state=upload.state)
    codec = CODECS[upload.kind]
    kept = list(UploadRow.objects.filter(upload=upload).order_by("pk"))
    rows = [Row(row.sheet, row.row_number, codec.load(row.values)) for row in kept]
    result = codec.merge(upload.plan, rows, by, dry_run=False)
    _check_preview(kept, result)
    return Upload.objects.get(pk=upload.pk)


@transaction.atomic
def cancel_upload(*, upload: Upload, by: Officer) -> Upload:
    """Set a preview aside; the file and its rows stay on record."""
    require(by, "change", "upload", region=upload.region_id)
    open_states = [Upload.State.RECEIVED, Upload.State.READING, Upload.State.PREVIEWED]
    if not Upload.objects.filter(pk=upload.pk, state__in=open_states).update(state=Upload.State.CANCELLED):
        raise IllegalState(state=upload.state)
    return Upload.objects.get(pk=upload.pk)


def _read(upload: Upload) -> Checked:
    """Read and check the file; where the file itself is refused, the refusal is all there is."""
    kind = KINDS[upload.kind]
    with acting(upload.uploaded_by.actor):
        lookups = lookups_of(upload.uploaded_by, upload.plan)
    try:
        return check_workbook(Path(upload.file.path), kind, lookups, name=upload.file_name)
    except BadWorkbook as bad:
        refused = Checked(kind)
        for error in bad.errors:
            refused.error(error)
        return refused


def _refuse(upload: Upload, checked: Checked) -> Upload:
    return _conclude(upload, checked, state=Upload.State.REFUSED, errors=[error.as_dict() for error in checked.errors])


def _conclude(upload: Upload, checked: Checked, **changes: Any) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(
        rows=checked.read,
        skipped=checked.skipped,
        error_count=checked.error_count,
        warnings=[warning.as_dict() for warning in checked.warnings],
        **changes,
    )
    return Upload.objects.get(pk=upload.pk)


def _cell_error(error: DomainError) -> CellError:
    """A refusal by a room's rule, in the shape of a cell error without a cell."""
    found, expected, field = (str(error.data.get(name, "")) for name in ("found", "expected", "field"))
    return CellError("", "", field, found, expected, error.code, str(error.message))


def _keep_rows(upload: Upload, rows: Sequence[Row], result: MergeResult) -> None:
    """Store every row's effect."""
    columns = ("upload_id", "region_id", "sheet", "row_number", "values", "before", "action", "interpreted")
    pairs = zip(rows, result.effects, strict=True)
    insert_rows(UploadRow, columns, (_kept(upload, row, effect) for row, effect in pairs))


def _kept(upload: Upload, row: Row, effect: RowEffect) -> tuple[Any, ...]:
    before = None if effect.before is None else _json(effect.before)
    interpreted = _json([read.as_dict() for read in row.interpreted])
    return (upload.pk, upload.region_id, row.sheet, row.number, _json(row.values), before, effect.action, interpreted)


def _preview(upload: Upload, checked: Checked, result: MergeResult) -> Upload:
    counted = {
        name: result.count(action)
        for name, action in (("created", "create"), ("updated", "update"), ("unchanged", "unchanged"))
    }
    return _conclude(upload, checked, state=Upload.State.PREVIEWED, **counted)


def _check_preview(kept: Sequence[UploadRow], result: MergeResult) -> None:
    """What is about to be overwritten must be what the officer was shown."""
    for row, effect in zip(kept, result.effects, strict=True):
        if (row.action, row.before) != (effect.action, effect.before):
            raise StaleState(_("预览之后数据已被他人修改，请重新上传核对"), sheet=row.sheet, row=row.row_number)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
