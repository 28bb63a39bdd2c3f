"""The work list (作业单): who has what to do, by lease; every attempt is counted before it begins.

A worker that vanishes leaves a lease that runs out; a piece of work that took three workers with it is laid aside.
The number of the attempt is the token of the lease: whoever lost it can write nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.jobs.models import Job
from tracker.officers.models import Officer
from tracker.values.errors import IllegalState, NotAllowed, StaleState

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
MESSAGE_LENGTH = 300
State = Job.State
UNFINISHED = (State.WAITING, State.RUNNING)


@transaction.atomic
def submit(*, kind: str, subject: str, by: Officer | None) -> Job:
    """Put a piece of work on the list. What is on it already stays as it is; what was finished is begun anew."""
    job, made = Job.objects.get_or_create(kind=kind, subject=subject, defaults={"created_by": by})
    if made or job.state in UNFINISHED:
        return job
    again = {"state": State.WAITING, "attempts": 0, "progress": 0, "total": 0, "message": "", "finished_at": None}
    Job.objects.filter(pk=job.pk).exclude(state__in=UNFINISHED).update(created_by=by, lease_until=None, **again)
    job.refresh_from_db()
    return job


@transaction.atomic
def claim(*, kinds: Sequence[str], now: datetime, worker: str) -> Job | None:
    """Take the oldest piece of work of some kinds for the length of a lease, and count the attempt; None if none waits."""
    waiting = Job.objects.claimable(now).filter(kind__in=kinds, attempts__lt=MOST_ATTEMPTS).order_by("pk")
    job = waiting.select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.state, job.worker, job.lease_until, job.attempts = State.RUNNING, worker[:80], now + LEASE, job.attempts + 1
    job.save(update_fields=["state", "worker", "lease_until", "attempts"])
    return job


def keep(*, job: Job, now: datetime) -> None:
    """Renew the lease of a claimed job; StaleState if it was lost or cancelled."""
    _write(job, lease_until=now + LEASE)


def report_progress(*, job: Job, progress: int, total: int) -> None:
    """Say how far a claimed job is; StaleState tells the worker to stop, as the job was lost or cancelled."""
    _write(job, progress=progress, total=total)


def finish(*, job: Job, now: datetime, message: str = "") -> None:
    """The work is done; StaleState if the lease was lost, so that the work of this transaction is undone."""
    _write(job, state=State.DONE, finished_at=now, lease_until=None, message=message[:MESSAGE_LENGTH])


def fail(*, job: Job, now: datetime, message: str, again: bool = False) -> None:
    """The work failed; with `again` it is tried once more unless it was tried too often."""
    message = message[:MESSAGE_LENGTH]
    if again and job.attempts < MOST_ATTEMPTS:
        _write(job, state=State.WAITING, lease_until=None, message=message)
    else:
        _write(job, state=State.FAILED, finished_at=now, lease_until=None, message=message)


@transaction.atomic
def cancel(*, job: Job, by: Officer, now: datetime) -> Job:
    """Take one's own piece of work off the list; a worker that is at it stops at its next report."""
    if job.created_by_id != by.pk:
        raise NotAllowed(verb="cancel", resource="job")
    ended = {"state": State.CANCELLED, "finished_at": now, "lease_until": None}
    if not Job.objects.filter(pk=job.pk, state__in=UNFINISHED).update(**ended):
        raise IllegalState(_("作业已经结束，不能取消"), verb="cancel", state=job.state)
    job.refresh_from_db()
    return job


@transaction.atomic
def sweep(*, now: datetime) -> list[str]:
    """Lay aside what took too many workers with it, and name the kinds that have work waiting."""
    spent = Job.objects.claimable(now).filter(attempts__gte=MOST_ATTEMPTS)
    words = _("多次执行均异常中断，已停止重试，请联系管理员")
    spent.update(state=State.FAILED, finished_at=now, lease_until=None, message=words)
    return sorted(set(Job.objects.claimable(now).order_by().values_list("kind", flat=True)))


def _write(job: Job, **changes: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    if not mine.update(**changes):
        raise StaleState(_("作业已被取消或由其他进程接手"), job=job.pk)
