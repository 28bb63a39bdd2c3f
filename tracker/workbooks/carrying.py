"""What a worker does for an upload (后台处理): read it, or write it; begun anew after a killed worker, ended when cancelled."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.jobs.models import Job
from tracker.jobs.progress import UNWATCHED, Cancelled, Progress
from tracker.values.errors import CellError, DomainError
from tracker.workbooks.applying import JOB, apply_upload
from tracker.workbooks.finished_mail import tell_finished
from tracker.workbooks.models import Upload, UploadRow
from tracker.workbooks.previewing import UNREAD, read_and_preview
from tracker.workbooks.setting_aside import stand_back

State = Upload.State
# Who had to wait longer than this has closed the page by now, and is sent a mail.
WAITED = timedelta(seconds=60)


def carry_on(upload_id: str, progress: Progress = UNWATCHED, *, on: date) -> Upload:
    """Whatever is to be done next for an upload. Nothing is done twice: each step ends in one transaction."""
    with acting(system("uploads"), job_id=upload_id):
        upload = Upload.objects.select_related("uploaded_by__region", "plan").get(pk=upload_id)
    with translation.override(upload.uploaded_by.language):  # faults are kept in words, for the sender to read
        return _carry_on(upload, progress, on)


def _carry_on(upload: Upload, progress: Progress, on: date) -> Upload:
    upload_id = str(upload.pk)
    try:
        if upload.state == State.APPLYING:
            return _write(upload, progress, on)
        read = read_and_preview(upload_id, progress, on=on)
    except Cancelled:
        with acting(upload.uploaded_by.actor, job_id=upload_id):
            _set_aside(upload)
        raise
    if timezone.now() - upload.uploaded_at > WAITED:
        with acting(upload.uploaded_by.actor, job_id=upload_id):
            tell_finished(read)
    return read


def settle_abandoned() -> int:
    """Uploads nobody works for any more: given up after too many attempts, or cancelled on the list of jobs; how many."""
    with acting(system("uploads")):
        waiting = Upload.objects.filter(state__in=[*UNREAD, State.APPLYING])
        ended = Job.objects.filter(kind=JOB, subject__in=[str(pk) for pk in waiting.values_list("pk", flat=True)])
        given_up = _named(ended.filter(state=Job.State.FAILED))
        left_off = _named(ended.filter(state=Job.State.CANCELLED))
        for upload in left_off:
            _set_aside(upload)
        for upload in given_up:
            with translation.override(upload.uploaded_by.language):
                _refuse(upload, "READING_FAILED", _("多次处理都没有成功，没有写入任何数据。请检查文件后重新上传"))
        return len(given_up) + len(left_off)


def _write(upload: Upload, progress: Progress, on: date) -> Upload:
    """Write a confirmed preview; where it no longer holds, say so on the upload, for the officer may be away."""
    progress.tell(0, upload.created + upload.updated, step=Job.Step.WRITING)
    by = upload.uploaded_by
    try:
        with acting(by.actor, job_id=str(upload.pk)):
            applied = apply_upload(upload=upload, by=by, now=timezone.now(), on=on)
            progress.check()
            tell_finished(applied)
            return applied
    except Cancelled:
        raise
    except DomainError as error:
        with acting(by.actor, job_id=str(upload.pk)):
            _refuse(upload, error.code, str(error.message))
            tell_finished(Upload.objects.get(pk=upload.pk))
        raise


def _set_aside(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk, state__in=UNREAD).update(state=State.CANCELLED)
    stand_back(upload)


def _refuse(upload: Upload, code: str, message: str) -> None:
    """Its preview is worth nothing any more: it has to be uploaded again."""
    UploadRow.objects.filter(upload=upload).delete()
    errors = [CellError("", "", "", "", "", code, message).as_dict(), *upload.errors]
    changes = {"state": State.REFUSED, "errors": errors, "error_count": F("error_count") + 1}
    Upload.objects.filter(pk=upload.pk, state__in=[*UNREAD, State.APPLYING]).update(**changes)


def _named(jobs: QuerySet[Job]) -> list[Upload]:
    return list(Upload.objects.filter(pk__in=[job.subject for job in jobs]).select_related("uploaded_by"))
