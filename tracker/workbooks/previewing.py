"""Previewing an upload (预览): read in a child process, checked, and compared with what stands; nothing is applied."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.bulk.collecting import uncollected
from tracker.jobs.models import Job
from tracker.jobs.progress import UNWATCHED, Progress
from tracker.values.errors import BadWorkbook
from tracker.workbooks.checked import Checked
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.effects import keep_rows
from tracker.workbooks.handing_back import hand_back, is_due
from tracker.workbooks.identified import check_numbers
from tracker.workbooks.models import Upload, UploadRow
from tracker.workbooks.ruled_out import foresee
from tracker.workbooks.validate import check_workbook

UNREAD = (Upload.State.RECEIVED, Upload.State.READING)


@uncollected()
def read_and_preview(upload_id: str, progress: Progress = UNWATCHED, *, on: date | None = None) -> Upload:
    """Read the file, check every row, and store what applying it on a day would do. Safe to repeat after a killed worker."""
    with acting(system("uploads"), job_id=upload_id):
        upload = Upload.objects.select_related("uploaded_by__region", "plan").get(pk=upload_id)
    if upload.state not in UNREAD and not is_due(upload):
        return upload
    by = upload.uploaded_by
    with acting(by.actor, job_id=upload_id):
        Upload.objects.filter(pk=upload.pk, state__in=UNREAD).update(state=Upload.State.READING)
    checked = _read(upload, progress)
    progress.tell(0, len(checked.rows), step=Job.Step.COMPARING)
    with acting(by.actor, job_id=upload_id, reason=_("读取上传文件")):
        wanted = Upload.objects.select_for_update().filter(pk=upload.pk, state=Upload.State.READING).first()
        upload = _settle(upload, checked, on) if wanted else Upload.objects.get(pk=upload.pk)
        progress.check()
    if is_due(upload):
        progress.tell(0, step=Job.Step.DRAWING)
        upload = hand_back(upload, checked)
    return upload


def _settle(upload: Upload, checked: Checked, on: date | None) -> Upload:
    """Store what applying the file would do, or why it cannot be applied."""
    UploadRow.objects.filter(upload=upload).delete()
    check_numbers(checked, CODECS[upload.kind], upload.plan, upload.uploaded_by)
    result = foresee(upload, checked, on)
    if result is None or (checked.error_count and not checked.kind.partial):
        return _refuse(upload, checked)
    counted = keep_rows(upload, checked.rows, result)
    return _refuse(upload, checked, **counted) if checked.error_count else _preview(upload, checked, **counted)


def _read(upload: Upload, progress: Progress) -> Checked:
    """Read and check the file; where the file itself is refused, the refusal is all there is."""
    kind = CODECS[upload.kind].kind
    with acting(upload.uploaded_by.actor):
        lookups = lookups_of(upload.uploaded_by, upload.plan)

    def told(done: int, total: int) -> None:
        progress.tell(done, total, step=Job.Step.CHECKING)

    try:
        return check_workbook(Path(upload.file.path), kind, lookups, name=upload.file_name, told=told)
    except BadWorkbook as bad:
        refused = Checked(kind)
        for error in bad.errors:
            refused.error(error)
        return refused


def _refuse(upload: Upload, checked: Checked, **counted: int) -> Upload:
    """Refused as a whole; where the kind allows it, the good rows are kept to be applied without the rest."""
    errors = [error.as_dict() for error in checked.errors]
    return _conclude(upload, checked, state=Upload.State.REFUSED, errors=errors, **counted)


def _conclude(upload: Upload, checked: Checked, **changes: Any) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(
        rows=checked.read,
        skipped=checked.skipped,
        error_count=checked.error_count,
        warnings=[warning.as_dict() for warning in checked.warnings],
        **changes,
    )
    return Upload.objects.get(pk=upload.pk)


def _preview(upload: Upload, checked: Checked, **counted: int) -> Upload:
    return _conclude(upload, checked, state=Upload.State.PREVIEWED, **counted)
