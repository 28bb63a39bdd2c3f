"""Setting an upload aside (放弃): before it is read, after it was previewed, or while a worker is at it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.officers.models import Officer
from tracker.values.errors import IllegalState
from tracker.workbooks.applying import JOB, State, allow
from tracker.workbooks.models import Upload


@transaction.atomic
def cancel_upload(*, upload: Upload, by: Officer) -> Upload:
    """Set a preview aside, or stop what a worker is at; the file and its rows stay on record."""
    allow(upload, by)
    job = Job.objects.filter(kind=JOB, subject=str(upload.pk), state__in=jobs.UNFINISHED).first()
    if job is not None:
        job = jobs.cancel(job=job, by=by, now=timezone.now())
    mine = Upload.objects.filter(pk=upload.pk)
    unwritten = mine.filter(state__in=[State.RECEIVED, State.READING, State.PREVIEWED])
    if not unwritten.update(state=State.CANCELLED) and not mine.filter(state=State.APPLYING).exists():
        raise IllegalState(state=upload.state)
    if job is not None and job.state == Job.State.CANCELLED:
        stand_back(upload)
    return Upload.objects.get(pk=upload.pk)


def stand_back(upload: Upload) -> None:
    """What was to be written was not: the preview stands as it stood."""
    waiting = Upload.objects.filter(pk=upload.pk, state=State.APPLYING)
    waiting.filter(error_count=0).update(state=State.PREVIEWED)
    waiting.update(state=State.REFUSED)
