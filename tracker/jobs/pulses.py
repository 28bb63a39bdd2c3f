"""Pulses (心跳): once a minute the timetable rings each queue, and whichever worker answers signs here.

So a pulse proves the whole way: timetable, Redis, a worker of that queue with a hand free, database.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.audit.acting import acting, system

KEPT = timedelta(days=1)
# Three rings unheard: whoever should have answered is away, or has had its hands full all that time.
LATE_AFTER = timedelta(minutes=3)


class Pulse(models.Model):
    """心跳: when a process last answered for a queue."""

    queue = models.CharField(_("队列"), max_length=20)
    process = models.CharField(_("进程"), max_length=80)
    seen_at = models.DateTimeField(_("最近响应"))

    class Meta:
        ordering = ["queue", "-seen_at"]
        verbose_name = _("心跳")
        constraints = [models.UniqueConstraint(fields=["queue", "process"], name="pulse_once_per_process")]

    def __str__(self) -> str:
        return f"{self.queue} {self.process}"


def sign(*, queue: str, process: str, now: datetime) -> None:
    """Write down that a process answered for a queue."""
    with acting(system("pulse")):
        Pulse.objects.bulk_create(
            [Pulse(queue=queue, process=process[:80], seen_at=now)],
            update_conflicts=True,
            unique_fields=["queue", "process"],
            update_fields=["seen_at"],
        )


def forget_the_gone(*, now: datetime) -> int:
    """Forget processes that have not been seen for a day; how many."""
    with acting(system("pulse")):
        return Pulse.objects.filter(seen_at__lt=now - KEPT).delete()[0]
