"""The work list (作业单): who has what to do, by lease; every attempt is counted before it begins.

A worker that vanishes leaves a lease that runs out; a piece of work that took three workers with it is laid aside.
The number of the attempt is the token of the lease: whoever lost it can write nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from tracker.jobs.models import Job
from tracker.jobs.progress import Told
from tracker.jobs.pulses import forget_the_gone
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.errors import IllegalState, NotAllowed, StaleState

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
MESSAGE_LENGTH = 300
State = Job.State
UNFINISHED = (State.WAITING, State.RUNNING)
UNTOUCHED: dict[str, Any] = {
    "progress": 0,
    "total": 0,
    "step": "",
    "step_at": None,
    "started_at": None,
    "message": "",
    "fault": "",
    "cancel_requested": False,
    "finished_at": None,
    "lease_until": None,
}


@transaction.atomic
def submit(*, kind: str, subject: str, by: Officer | None) -> Job:
    """Put a piece of work on the list. What is on it already stays as it is; what was finished is begun anew."""
    job, made = Job.objects.get_or_create(kind=kind, subject=subject, defaults={"created_by": by})
    if made or job.state in UNFINISHED:
        return job
    again = {"state": State.WAITING, "attempts": 0, "created_by": by, **UNTOUCHED}
    Job.objects.filter(pk=job.pk).exclude(state__in=UNFINISHED).update(**again)
    job.refresh_from_db()
    return job


@transaction.atomic
def claim(*, kinds: Sequence[str], now: datetime, worker: str) -> Job | None:
    """Take the oldest piece of work of some kinds for the length of a lease, and count the attempt; None if none waits."""
    waiting = Job.objects.claimable(now).filter(kind__in=kinds, attempts__lt=MOST_ATTEMPTS).order_by("pk")
    job = waiting.select_for_update(skip_locked=True).first()
    if job is None:
        return None
    begun = UNTOUCHED | {"state": State.RUNNING, "worker": worker[:80], "lease_until": now + LEASE, "started_at": now}
    for name, value in begun.items():
        setattr(job, name, value)
    job.attempts += 1
    job.save(update_fields=["attempts", *begun])
    return job


def keep(*, job: Job, now: datetime) -> None:
    """Renew the lease of a claimed job; StaleState if it was lost or cancelled."""
    _write(job, lease_until=now + LEASE)


def report_progress(*, job: Job, told: Told, now: datetime) -> None:
    """Write down how far a claimed job is; StaleState tells the worker to stop, as the job was lost."""
    # The right side of a SET sees the row as it was: a new step begins now, the same one goes on.
    begun = Case(When(step=told.step, step_at__isnull=False, then=F("step_at")), default=Value(now))
    _write(job, step=told.step, progress=told.done, total=told.total, step_at=begun)


def finish(*, job: Job, now: datetime, message: str = "") -> None:
    """The work is done; StaleState if the lease was lost, so that the work of this transaction is undone."""
    _write(job, state=State.DONE, finished_at=now, lease_until=None, message=message[:MESSAGE_LENGTH])


def fail(*, job: Job, now: datetime, message: str, fault: str = "", again: bool = False) -> None:
    """The work failed; with `again` it is tried once more unless it was tried too often."""
    words = {"message": message[:MESSAGE_LENGTH], "fault": fault[:60], "lease_until": None}
    if again and job.attempts < MOST_ATTEMPTS:
        _write(job, state=State.WAITING, **words)
    else:
        _write(job, state=State.FAILED, finished_at=now, **words)


def give_up(*, job: Job, now: datetime) -> None:
    """The worker heard that the job is to be cancelled, and has undone what it began."""
    _write(job, state=State.CANCELLED, finished_at=now, lease_until=None)


@transaction.atomic
def cancel(*, job: Job, by: Officer, now: datetime) -> Job:
    """Take one's own work off the list, or anybody's as system administrator; a worker at it is asked to stop.

    What is running stays so until its worker has heard: then nothing of it was written, or it was done before.
    """
    if not may_cancel(job, by):
        raise NotAllowed(verb="cancel", resource="job")
    mine = Job.objects.filter(pk=job.pk)
    waits = mine.filter(state=State.WAITING).update(state=State.CANCELLED, finished_at=now, lease_until=None)
    if not waits and not mine.filter(state=State.RUNNING).update(cancel_requested=True):
        raise IllegalState(_("作业已经结束，不能取消"), verb="cancel", state=job.state)
    job.refresh_from_db()
    return job


def may_cancel(job: Job, by: Officer) -> bool:
    """Whether the officer may cancel the job, whatever its state."""
    return may(by, "control", "job") or (job.created_by_id == by.pk and may(by, "change", "job"))


@transaction.atomic
def sweep(*, now: datetime) -> list[str]:
    """Lay aside what took too many workers with it or was to be cancelled; name the kinds that have work waiting."""
    forget_the_gone(now=now)
    Job.objects.to_cancel(now).update(state=State.CANCELLED, finished_at=now, lease_until=None)
    spent = Job.objects.claimable(now).filter(attempts__gte=MOST_ATTEMPTS)
    words = _("多次执行均异常中断，已停止重试，请联系管理员")
    spent.update(state=State.FAILED, finished_at=now, lease_until=None, message=words, fault="worker_lost")
    return sorted(set(Job.objects.claimable(now).order_by().values_list("kind", flat=True)))


def _write(job: Job, **changes: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    if not mine.update(**changes):
        raise StaleState(_("作业已被取消或由其他进程接手"), job=job.pk)
