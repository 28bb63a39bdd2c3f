"""Looking after the system (巡检): one look at every part, and what is wrong with it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min

from tracker.alerts.models import ScanRun
from tracker.audit.acting import acting, system
from tracker.jobs import broker
from tracker.jobs.models import Job, OutboxMail
from tracker.jobs.pulses import LATE_AFTER, Pulse
from tracker.jobs.queues import BEAT, QUEUES
from tracker.targets.models import Target
from tracker.vitals.faults import Fault
from tracker.workbooks.models import Upload

UNSENT = (OutboxMail.State.WAITING, OutboxMail.State.SENDING)
# The timetable rings at seven and the sweeper again a little later; by now somebody has to look.
SCANNED_BY = time(7, 35)
MAIL_LATE_AFTER = timedelta(hours=1)
LEAST_DISK = 0.10


@dataclass(frozen=True)
class QueueVitals:
    """One queue: how many messages wait (None without Redis), and who has worked it lately."""

    name: str
    waiting: int | None
    processes: tuple[str, ...]
    seen_at: datetime | None


@dataclass(frozen=True)
class Vitals:
    """Everything seen in one look."""

    now: datetime
    redis: bool
    queues: tuple[QueueVitals, ...]
    beat_seen_at: datetime | None
    scanned_on: date | None
    scanned_at: datetime | None
    mails: dict[str, int]
    oldest_mail: datetime | None
    jobs: dict[str, int]
    uploads: dict[str, int]
    disk_free: int
    disk_total: int
    faults: tuple[tuple[Fault, str], ...]

    @property
    def unsent(self) -> int:
        """Mails that wait."""
        return sum(self.mails.get(state, 0) for state in UNSENT)

    def since(self, moment: datetime | None) -> int:
        """Seconds since a moment; 0 where there is none."""
        return max(int((self.now - moment).total_seconds()), 0) if moment else 0


def look(*, now: datetime, on: date, at: time) -> Vitals:
    """巡检: `on` is the business date and `at` the time of day in Shanghai, by which the scan is judged."""
    waiting = broker.waiting()
    disk = shutil.disk_usage(_existing(Path(settings.MEDIA_ROOT)))
    with acting(system("vitals")):
        pulses = list(Pulse.objects.all())
        queues = tuple(_queue(name, waiting, pulses) for name in QUEUES)
        beat = _queue(BEAT, None, pulses).seen_at
        scan = ScanRun.objects.filter(finished_at__isnull=False).order_by("-on", "-pk").first()
        oldest = OutboxMail.objects.filter(state__in=UNSENT).aggregate(oldest=Min("created_at"))["oldest"]
        found = [
            *_silent(queues, beat, now, redis=waiting is not None),
            *([(Fault.SCAN_LATE, "")] if scan_is_late(on=on, at=at) else []),
            *([(Fault.MAIL_LATE, "")] if oldest and now - oldest > MAIL_LATE_AFTER else []),
            *([(Fault.DISK_LOW, "")] if disk.free < disk.total * LEAST_DISK else []),
        ]
        return Vitals(
            now=now,
            redis=waiting is not None,
            queues=queues,
            beat_seen_at=beat,
            scanned_on=scan.on if scan else None,
            scanned_at=scan.finished_at if scan else None,
            mails=_by_state(OutboxMail),
            oldest_mail=oldest,
            jobs=_by_state(Job),
            uploads=_by_state(Upload),
            disk_free=disk.free,
            disk_total=disk.total,
            faults=tuple(found),
        )


def scan_is_late(*, on: date, at: time) -> bool:
    """Whether a scan that should have run by now has not: today's after its hour, yesterday's before."""
    due = on if at >= SCANNED_BY else on - timedelta(days=1)
    done = ScanRun.objects.filter(finished_at__isnull=False)
    if done.filter(on__gte=due).exists():
        return False
    # A site that never scanned is late as soon as there was something to watch over.
    return done.exists() or (due == on and Target.objects.exists())


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it while nothing was ever stored there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _queue(name: str, waiting: dict[str, int] | None, pulses: list[Pulse]) -> QueueVitals:
    mine = [pulse for pulse in pulses if pulse.queue == name]
    seen = max((pulse.seen_at for pulse in mine), default=None)
    lately = tuple(pulse.process for pulse in mine if seen and seen - pulse.seen_at <= LATE_AFTER)
    return QueueVitals(name, waiting[name] if waiting and name in waiting else None, lately, seen)


def _silent(
    queues: tuple[QueueVitals, ...], beat: datetime | None, now: datetime, *, redis: bool
) -> list[tuple[Fault, str]]:
    found = [] if redis else [(Fault.REDIS_DOWN, "")]
    if beat is None and not any(each.seen_at for each in queues):
        return found  # just set up: nothing has had the time to answer
    if beat is None or now - beat > LATE_AFTER:
        found.append((Fault.BEAT_SILENT, ""))
    return found + [
        (Fault.QUEUE_SILENT, each.name) for each in queues if each.seen_at is None or now - each.seen_at > LATE_AFTER
    ]


def _by_state(model: type[Job | OutboxMail | Upload]) -> dict[str, int]:
    """How many rows there are of each state."""
    return dict(model._default_manager.order_by().values_list("state").annotate(n=Count("pk")))
