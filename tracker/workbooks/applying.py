"""Applying a preview (应用): one transaction writes what was shown, or a preview gone stale is refused; or it is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.dates import SHANGHAI
from tracker.values.errors import IllegalState, StaleState
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.models import Upload, UploadRow


@transaction.atomic
def apply_upload(*, upload: Upload, by: Officer, now: datetime, on: date | None = None) -> Upload:
    """Write what the preview showed, as one transaction. StaleState where the rows changed since the preview.

    `on` is the business date, the day of `now` unless told.
    """
    _require(upload, by)
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
    result = codec.merge(upload.plan, rows, by, dry_run=False, on=on or now.astimezone(SHANGHAI).date())
    _check_preview(kept, result)
    return Upload.objects.get(pk=upload.pk)


@transaction.atomic
def cancel_upload(*, upload: Upload, by: Officer) -> Upload:
    """Set a preview aside; the file and its rows stay on record."""
    _require(upload, by)
    open_states = [Upload.State.RECEIVED, Upload.State.READING, Upload.State.PREVIEWED]
    if not Upload.objects.filter(pk=upload.pk, state__in=open_states).update(state=Upload.State.CANCELLED):
        raise IllegalState(state=upload.state)
    return Upload.objects.get(pk=upload.pk)


def _require(upload: Upload, by: Officer) -> None:
    """That the officer may deal with the file: by region, or as one sent by their own organisation."""
    sent_by_own = bool(upload.organisation_id) and upload.organisation_id == by.own_organisation
    require(by, "change", "upload", region=None if sent_by_own else upload.region_id)


def _check_preview(kept: Sequence[UploadRow], result: MergeResult) -> None:
    """What is about to be overwritten must be what the officer was shown."""
    for row, effect in zip(kept, result.effects, strict=True):
        if (row.action, row.before) != (effect.action, effect.before):
            raise StaleState(_("预览之后数据已被他人修改，请重新上传核对"), sheet=row.sheet, row=row.row_number)
