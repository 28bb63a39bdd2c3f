"""Working off the list (执行): take a job, keep its lease while the work goes on, write down how it ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import DatabaseError, connection

from tracker.jobs.models import Job
from tracker.jobs.services import LEASE, claim, fail, finish, keep
from tracker.values.errors import DomainError, StaleState

log = logging.getLogger(__name__)
BEATS_A_LEASE = 4


def work_off(*, kinds: Sequence[str], work: Callable[[Job], object], clock: Callable[[], datetime], worker: str) -> int:
    """Do every waiting job of some kinds, one after the other; how many were taken."""
    taken = 0
    while job := claim(kinds=kinds, now=clock(), worker=worker):
        taken += 1
        with suppress(StaleState):  # cancelled, or in other hands: not ours to write down
            _do(job, work, clock)
    return taken


def _do(job: Job, work: Callable[[Job], object], clock: Callable[[], datetime]) -> None:
    try:
        with _kept(job, clock):
            work(job)
    except StaleState:
        raise
    except DomainError as refusal:
        fail(job=job, now=clock(), message=str(refusal.message))
    except Exception as error:
        log.exception("job %s failed", job.pk)
        fail(job=job, now=clock(), message=type(error).__name__, again=True)
    else:
        finish(job=job, now=clock())


@contextmanager
def _kept(job: Job, clock: Callable[[], datetime]) -> Iterator[None]:
    """Renew the lease from a thread, on a connection of its own, as long as this process lives and the work goes on."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(LEASE.total_seconds() / BEATS_A_LEASE):
            with suppress(StaleState, DatabaseError):
                keep(job=job, now=clock())
        connection.close()

    thread = threading.Thread(target=beat, name=f"lease of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
