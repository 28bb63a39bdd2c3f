"""The timetable's clock (定时器): rings as Celery's own does, and signs that it rang, so that its silence is noticed."""

import socket
from contextlib import suppress
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, connection
from django.utils import timezone

from tracker.jobs.pulses import sign
from tracker.jobs.queues import BEAT


class SigningScheduler(PersistentScheduler):
    """May run twice without harm: whatever it rings for is done once."""

    def apply_async(self, entry: Any, *args: Any, **options: Any) -> Any:
        """Ring, then sign for the rings that are there to be signed for."""
        rung = super().apply_async(entry, *args, **options)
        if entry.task == "tracker.tasks.pulse":
            try:
                with suppress(Error):  # no database: others will notice that
                    sign(queue=BEAT, process=socket.gethostname(), now=timezone.now())
            finally:
                connection.close()
        return rung
