"""Working off the list (执行): take a job, keep its lease while the work goes on, write down how it ended."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import wraps

from django.db import Error, connection

from tracker.audit.numbering import under
from tracker.jobs.models import Job
from tracker.jobs.progress import Cancelled, Progress, Told
from tracker.jobs.services import LEASE, claim, fail, finish, give_up, keep, report_progress
from tracker.jobs.turns import turn
from tracker.values.errors import DomainError, StaleState

log = logging.getLogger(__name__)
Work = Callable[[Job, Progress], object]
Clock = Callable[[], datetime]
RENEW_AFTER = LEASE / 4
LOOK_SECONDS = 1.0


def process_name() -> str:
    """This process, as the work list and the pulses show it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def alone(work: Callable[[], None]) -> Callable[[], None]:
    """Run by one worker at a time; a second ring meanwhile is answered by doing nothing."""

    @wraps(work)
    def taking_turns() -> None:
        with turn(work.__name__) as mine:
            if mine:
                work()

    return taking_turns


def work_off(*, kinds: Sequence[str], work: Work, clock: Clock, worker: str) -> int:
    """Do every waiting job of some kinds, one after the other; how many were taken."""
    taken = 0
    while job := claim(kinds=kinds, now=clock(), worker=worker):
        taken += 1
        with suppress(StaleState):  # in other hands by now: not ours to write down
            _do(job, work, clock)
    return taken


def _do(job: Job, work: Work, clock: Clock) -> None:
    progress = Progress()
    try:
        with under(job=str(job.pk)), _kept(job, progress, clock):
            work(job, progress)
    except Cancelled:
        give_up(job=job, now=clock())
    except DomainError as refusal:
        fail(job=job, now=clock(), message=str(refusal.message), fault=refusal.code)
    except Exception as error:
        with under(job=str(job.pk)):
            log.exception("job %s failed", job.pk)
        fault = type(error).__name__
        fail(job=job, now=clock(), message=fault, fault=fault, again=True)
    else:
        if progress.told != Told():
            report_progress(job=job, told=progress.told, now=clock())
        finish(job=job, now=clock())


@contextmanager
def _kept(job: Job, progress: Progress, clock: Clock) -> Iterator[None]:
    """Keep the lease from a thread, on a connection of its own, as long as this process lives and the work goes on."""
    done = threading.Event()
    thread = threading.Thread(
        target=_keep, args=(job, progress, clock, done), name=f"lease of job {job.pk}", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep(job: Job, progress: Progress, clock: Clock, done: threading.Event) -> None:
    written, renewed = Told(), clock()
    try:
        while not done.wait(LOOK_SECONDS):
            now = clock()
            # The database may be away for a moment; the lease outlives that.
            with suppress(StaleState, Error):
                _listen(job, progress)
                if now - renewed >= RENEW_AFTER:
                    keep(job=job, now=now)
                    renewed = now
                if progress.told != written:
                    report_progress(job=job, told=progress.told, now=now)
                    written = progress.told
    finally:
        connection.close()


def _listen(job: Job, progress: Progress) -> None:
    """Tell the work to stop where somebody asked for that, or where the job was lost."""
    found = Job.objects.filter(pk=job.pk).values_list("state", "attempts", "cancel_requested").first()
    if found is None:  # not there for this connection: a transaction that is not committed yet
        return
    state, attempts, cancel_requested = found
    if cancel_requested or state == Job.State.CANCELLED:
        progress.stop(Cancelled(job=job.pk))
    elif (state, attempts) != (Job.State.RUNNING, job.attempts):
        progress.stop(StaleState(job=job.pk))
