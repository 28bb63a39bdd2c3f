"""Previewing an upload (预览): read in a child process, checked, and compared with what stands; nothing is applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.bulk.merge import MergeResult
from tracker.jobs.models import Job
from tracker.values.errors import BadWorkbook, CellError, DomainError
from tracker.workbooks.checked import Checked
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.effects import keep_rows
from tracker.workbooks.models import Upload, UploadRow
from tracker.workbooks.validate import check_workbook

_UNREAD = (Upload.State.RECEIVED, Upload.State.READING)


def read_and_preview(upload_id: str) -> Upload:
    """Read the file, check every row, and store what applying it would do. Safe to repeat after a killed worker."""
    with acting(system("uploads"), job_id=upload_id):
        upload = Upload.objects.select_related("uploaded_by__region", "plan").get(pk=upload_id)
    if upload.state not in _UNREAD:
        return upload
    by = upload.uploaded_by
    with acting(by.actor, job_id=upload_id):
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.READING)
    checked = _read(upload)
    with acting(by.actor, job_id=upload_id, reason=_("读取上传文件")):
        wanted = Upload.objects.select_for_update().filter(pk=upload.pk, state=Upload.State.READING).first()
        return _settle(upload, checked) if wanted else Upload.objects.get(pk=upload.pk)


def _settle(upload: Upload, checked: Checked) -> Upload:
    """Store what applying the file would do, or why it cannot be applied."""
    UploadRow.objects.filter(upload=upload).delete()
    if checked.error_count:
        return _refuse(upload, checked)
    try:
        result = CODECS[upload.kind].merge(upload.plan, checked.rows, upload.uploaded_by, dry_run=True)
    except DomainError as error:
        checked.error(_cell_error(error))
        return _refuse(upload, checked)
    keep_rows(upload, checked.rows, result)
    return _preview(upload, checked, result)


def refuse_abandoned() -> int:
    """End uploads whose reading was cancelled or given up after too many attempts, so that nobody waits; how many."""
    with acting(system("uploads")):
        waiting = {str(pk) for pk in Upload.objects.filter(state__in=_UNREAD).values_list("pk", flat=True)}
        ended = Job.objects.filter(kind="upload", subject__in=waiting)
        given_up, unwanted = ended.filter(state=Job.State.FAILED), ended.filter(state=Job.State.CANCELLED)
        message = _("多次读取都没有成功，没有写入任何数据。请检查文件后重新上传")
        fault = CellError("", "", "", "", "", "READING_FAILED", message)
        changes = {"state": Upload.State.REFUSED, "errors": [fault.as_dict()], "error_count": 1}
        set_aside = _named(unwanted).update(state=Upload.State.CANCELLED)
        return set_aside + _named(given_up).update(**changes)


def _named(jobs: QuerySet[Job]) -> QuerySet[Upload]:
    return Upload.objects.filter(pk__in=list(jobs.values_list("subject", flat=True)))


def _read(upload: Upload) -> Checked:
    """Read and check the file; where the file itself is refused, the refusal is all there is."""
    kind = CODECS[upload.kind].kind
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


def _preview(upload: Upload, checked: Checked, result: MergeResult) -> Upload:
    counted = {
        name: result.count(action)
        for name, action in (("created", "create"), ("updated", "update"), ("unchanged", "unchanged"))
    }
    return _conclude(upload, checked, state=Upload.State.PREVIEWED, **counted)
