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
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.values.errors import BadWorkbook, DomainError, IllegalState, InvalidValue, StaleState
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.merging import CODECS, Codec
from tracker.workbooks.models import Upload, UploadRow
from tracker.workbooks.reading import read_workbook
from tracker.workbooks.validate import Checked, Row, validate

ERRORS_KEPT = 100


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
        if checked.errors:
            return _refuse(upload, checked.errors, checked)
        try:
            result = CODECS[upload.kind].merge(upload.plan, checked.rows, by, dry_run=True)
        except DomainError as error:
            return _refuse(upload, [_as_cell_error(error)], checked)
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
    rows = [Row(row.sheet, row.row_number, codec.load(row.values), ()) for row in kept]
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
    """Read and check the file; a file that cannot be read at all is one list of errors."""
    with acting(upload.uploaded_by.actor):
        lookups = lookups_of(upload.uploaded_by, upload.plan)
    try:
        return validate(read_workbook(Path(upload.file.path)), KINDS[upload.kind], lookups)
    except BadWorkbook as bad:
        return Checked.refused(bad.errors)


def _refuse(upload: Upload, errors: Sequence[Any], checked: Checked) -> Upload:
    kept = [error.as_dict() if hasattr(error, "as_dict") else error for error in errors[:ERRORS_KEPT]]
    Upload.objects.filter(pk=upload.pk).update(
        state=Upload.State.REFUSED,
        errors=kept,
        error_count=max(len(errors), checked.error_count),
        rows=len(checked.rows),
        warnings=list(checked.warnings),
    )
    return Upload.objects.get(pk=upload.pk)


def _as_cell_error(error: DomainError) -> dict[str, str]:
    """A refusal by a room's rule, in the shape of a cell error without a cell."""
    known = {name: str(error.data.get(name, "")) for name in ("found", "expected")}
    return {
        "sheet": "",
        "cell": "",
        "column": str(error.data.get("field", "")),
        **known,
        "code": error.code,
        "message": str(error.message),
    }


def _keep_rows(upload: Upload, rows: Sequence[Row], result: MergeResult) -> None:
    """Store every row's effect by COPY."""
    columns = "upload_id, region_id, sheet, row_number, values, before, action, interpreted"
    with connection.cursor() as cursor, cursor.copy(f"COPY tracker_uploadrow ({columns}) FROM STDIN") as copy:
        for row, effect in zip(rows, result.effects, strict=True):
            before = None if effect.before is None else _json(effect.before)
            place = (upload.pk, upload.region_id, row.sheet, row.row_number)
            copy.write_row((*place, _json(row.values), before, effect.action, _json(list(row.interpreted))))


def _preview(upload: Upload, checked: Checked, result: MergeResult) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(
        state=Upload.State.PREVIEWED,
        rows=len(checked.rows),
        created=result.count("create"),
        updated=result.count("update"),
        unchanged=result.count("unchanged"),
        skipped=checked.skipped,
        warnings=list(checked.warnings),
    )
    return Upload.objects.get(pk=upload.pk)


def _check_preview(kept: Sequence[UploadRow], result: MergeResult) -> None:
    """What is about to be overwritten must be what the officer was shown."""
    for row, effect in zip(kept, result.effects, strict=True):
        if (row.action, row.before) != (effect.action, effect.before):
            raise StaleState(_("预览之后数据已被他人修改，请重新上传核对"), sheet=row.sheet, row=row.row_number)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


__all__ = ["Codec", "apply_upload", "cancel_upload", "read_and_preview", "receive"]
