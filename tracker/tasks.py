"""All background jobs on one page (后台任务). Each only wakes a service; what there is to do stands in the database.

A message may be lost, repeated or late without harm: beat rings again, and the sweeper finds what nobody was rung for.
"""

from __future__ import annotations

from celery import Task, shared_task
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from tracker.alerts.catchup import days_to_scan, was_missed
from tracker.alerts.services import nightly, release
from tracker.enforcement.nightly import settle
from tracker.jobs.pulses import sign
from tracker.jobs.services import sweep
from tracker.jobs.working import alone, process_name, work_off
from tracker.progress.nightly import work_at_night
from tracker.progress.reminders import remind
from tracker.values.dates import time_of_day, today
from tracker.vitals.watchdog import watch
from tracker.workbooks.attaching import attach_and_send
from tracker.workbooks.carrying import carry_on, settle_abandoned

# A database that is away for a moment is asked again: after 1, 2, 4 … seconds, each time a random part of that.
AGAIN = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": True,
    "retry_jitter": True,
    "max_retries": 5,
}


@shared_task(**AGAIN)
@alone
def scan_deadlines() -> None:
    """Scan the days missed since the last scan, each for itself, then today; only the last one tells. Orders and statements follow."""
    days = days_to_scan(today())
    for day in days:
        nightly(on=day, past=day < days[-1], tell=day == days[-1])
    settle(on=today())


@shared_task(**AGAIN)
@alone
def scan_done() -> None:
    """Take what was done since the last scan out of the inboxes."""
    release(on=today())


@shared_task(**AGAIN)
@alone
def scan_reports() -> None:
    """Remind the cities whose monthly report is missing; twice a day reminds once."""
    remind(on=today())


@shared_task(**AGAIN)
@alone
def scan_comeback() -> None:
    """Search for restarts and equipment that came back; forget what was half sent long ago."""
    work_at_night(on=today(), now=timezone.now())


@shared_task(**AGAIN)
def send_mail() -> None:
    """Send what waits in the outbox, after adding the workbooks that belong to it."""
    attach_and_send(now=timezone.now())


@shared_task(**AGAIN)
def run_upload() -> None:
    """Read uploaded workbooks, one after the other, until none waits."""
    work_off(
        kinds=["upload"],
        work=lambda job, progress: carry_on(job.subject, progress, on=today()),
        clock=timezone.now,
        worker=process_name(),
    )


@shared_task(**AGAIN)
@alone
def sweep_jobs() -> None:
    """Ring for work whose message or worker was lost, and for a scan that was missed."""
    for kind in sweep(now=timezone.now()):
        TASK_OF[kind].delay()
    settle_abandoned()
    watch(on=today(), at=time_of_day())
    if was_missed(today(), at=time_of_day()):
        scan_deadlines.delay()


@shared_task(bind=True)
def pulse(self: Task, queue: str) -> None:
    """Sign that somebody works this queue."""
    sign(queue=queue, process=self.request.hostname or process_name(), now=timezone.now())


TASK_OF = {"upload": run_upload}


def wake(kind: str) -> None:
    """Ring for a kind of job once the transaction is committed; if Redis is down the sweeper sees to it."""
    transaction.on_commit(TASK_OF[kind].delay, robust=True)
