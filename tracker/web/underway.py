"""An upload a worker is at (处理进度): the step, how far it is, rows a second, and the time left."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tracker.jobs.models import Job
from tracker.jobs.services import UNFINISHED
from tracker.workbooks.applying import JOB
from tracker.workbooks.handing_back import is_due
from tracker.workbooks.models import Upload

AT_WORK = {Upload.State.RECEIVED, Upload.State.READING, Upload.State.APPLYING}


def is_underway(upload: Upload) -> bool:
    """Whether a worker is still at the file: a refused one until its marked copy is there to be fetched."""
    if upload.state in AT_WORK:
        return True
    jobs = Job.objects.filter(kind=JOB, subject=str(upload.pk), state__in=UNFINISHED)
    return is_due(upload) and jobs.exists()


def progress_context(upload: Upload) -> dict[str, Any]:
    """What the progress part shows of the upload's job."""
    job = Job.objects.filter(kind=JOB, subject=str(upload.pk)).first()
    if job is None or job.step_at is None or not job.progress:
        return {"job": job}
    seconds = (timezone.now() - job.step_at).total_seconds()
    rate = job.progress / seconds if seconds > 0 else 0
    if not rate:
        return {"job": job}
    left = max(job.total - job.progress, 0) / rate
    return {"job": job, "rate": round(rate), "seconds_left": round(left)}
