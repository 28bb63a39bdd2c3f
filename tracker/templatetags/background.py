"""How the pages show background work: one bar with its step, numbers, pace and time left."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from tracker.jobs.models import Job
from tracker.jobs.progress import pace_of

register = template.Library()


@register.inclusion_tag("tracker/parts/job_bar.html")
def job_bar(job: Job | None) -> dict[str, Any]:
    """The bar of one job that waits or is being worked on; without a job, a bar that only moves."""
    if job is None:
        return {"job": None}
    pace = pace_of(done=job.progress, total=job.total, since=job.step_at, now=timezone.now())
    rate = round(pace.per_second) if pace.per_second and pace.per_second >= 1 else None
    left = pace.seconds_left
    return {"job": job, "per_second": rate, "minutes": left // 60 if left and left >= 60 else None, "seconds": left}
