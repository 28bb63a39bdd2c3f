"""What the progress room does at night (夜间任务): look for a comeback, and forget what nobody went on sending."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tracker.audit.acting import acting, system
from tracker.progress.comeback import look_for_comeback
from tracker.progress.partial import give_up
from tracker.progress.partial_tables import PartialFile

KEPT = timedelta(days=2)


def work_at_night(*, on: date, now: datetime) -> None:
    """All of it, one after the other; twice does no harm."""
    look_for_comeback(on=on)
    drop_expired(now=now)


def drop_expired(*, now: datetime) -> int:
    """Forget half-sent files that nobody went on with for two days, and the traces of finished ones; how many."""
    with acting(system("evidence")):
        old = list(PartialFile.objects.filter(touched_at__lt=now - KEPT))
        for file in old:
            give_up(file=file)
    return len(old)
