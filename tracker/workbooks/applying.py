"""Applying a preview (应用): one transaction writes what was shown, or a preview gone stale is refused."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from tracker.audit.acting import acting
from tracker.bulk.collecting import uncollected
from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.dates import SHANGHAI
from tracker.values.errors import IllegalState
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.effects import check_shown, load_rows
from tracker.workbooks.identified import merge_rows
from tracker.workbooks.models import Upload, UploadRow

State = Upload.State
JOB = "upload"
# So many rows are written while the officer waits; more are written by a worker.
AT_ONCE = 2_000


@uncollected()
@transaction.atomic
def apply_upload(*, upload: Upload, by: Officer, now: datetime, on: date | None = None, request_id: str = "") -> Upload:
    """Write what the preview showed, as one transaction. StaleState where what it changes was changed since the preview.

    Of a file with errors the good rows are written, where the kind allows it. The events of all it writes share one
    context, by which it can be undone. `on` is the business date, the day of `now` unless told.
    """
    allow(upload, by)
    reason = _("导入 %(file)s") % {"file": upload.file_name}
    with acting(by.actor, reason=reason, request_id=request_id, job_id=str(upload.pk)):
        _claim(upload, now)
        codec = CODECS[upload.kind]
        rows, shown = load_rows(upload, codec)
        if rows:
            result = merge_rows(codec, upload.plan, rows, by, dry_run=False, on=on or now.astimezone(SHANGHAI).date())
            check_shown(rows, shown, result)
    return Upload.objects.get(pk=upload.pk)


@transaction.atomic
def apply_later(*, upload: Upload, by: Officer) -> Job:
    """Confirm a large preview: a worker writes it, as one transaction, whether or not anybody waits for it."""
    allow(upload, by)
    if not _ready(upload).update(state=State.APPLYING, version=F("version") + 1):
        raise _not_ready(upload)
    return jobs.submit(kind=JOB, subject=str(upload.pk), by=by)


def may_be_applied(upload: Upload) -> bool:
    """Whether there is anything to write, as far as the upload's own state says."""
    return _ready(upload).exists()


def allow(upload: Upload, by: Officer) -> None:
    """That the officer may deal with the file: their own, by region, or as one sent by their organisation."""
    sent_by_own = bool(upload.organisation_id) and upload.organisation_id == by.own_organisation
    require(by, "change", "upload", region=None if sent_by_own else upload.region_id)
    if upload.uploaded_by_id != by.pk:
        raise IllegalState(_("只有上传人可以应用或放弃此文件"))


def _ready(upload: Upload) -> QuerySet[Upload]:
    """The upload, if it waits to be applied: without errors, or with good rows where the kind lets them go ahead."""
    mine = Upload.objects.filter(pk=upload.pk)
    if not CODECS[upload.kind].kind.partial:
        return mine.filter(state=State.PREVIEWED)
    good = Exists(UploadRow.objects.filter(upload=OuterRef("pk")))
    return mine.filter(Q(state=State.PREVIEWED) | Q(good, state=State.REFUSED))


def _claim(upload: Upload, now: datetime) -> None:
    """Compare and set: whoever comes second finds nothing to apply."""
    written = Case(When(error_count=0, then=Value(State.APPLIED)), default=Value(State.PARTLY))
    changes = {"state": written, "applied_at": now, "version": F("version") + 1}
    confirmed = Upload.objects.filter(pk=upload.pk, state=State.APPLYING)
    if not _ready(upload).update(**changes) and not confirmed.update(**changes):
        raise _not_ready(upload)


def _not_ready(upload: Upload) -> IllegalState:
    return IllegalState(_("该文件不在待确认状态，可能已经应用"), state=upload.state)
