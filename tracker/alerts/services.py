"""The verbs of the nightly scan: watch every kind of deadline, scan the targets, climb the ladder, tell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Count, DateTimeField, Func

from tracker.alerts.climbing import climb
from tracker.alerts.climbing import tell_the_untold as tell_of_rungs
from tracker.alerts.digest import queue_digests
from tracker.alerts.escalating import queue_escalations
from tracker.alerts.flagging import DUE_SOON, OVERDUE, raise_alerts, settle, tell_the_untold
from tracker.alerts.ladder import active_rungs
from tracker.alerts.models import Alert, ScanRun
from tracker.alerts.watching import settle_watched, take_turn, watch
from tracker.alerts.weekly import queue_weekly
from tracker.audit.acting import acting, system
from tracker.targets.models import Target

_NOW = Func(function="clock_timestamp", output_field=DateTimeField())


@dataclass(frozen=True)
class ScanResult:
    """What a scan found and did: totals on the day, alerts raised, mails queued."""

    on: date
    due_soon: int
    overdue: int
    new_alerts: int
    queued_mail: int


def scan(*, on: date, past: bool = False, tell: bool = True) -> ScanResult:
    """扫描: flag and alert everything newly due soon or overdue on a day, end alerts whose cause is gone, queue digests.

    One transaction; of several scans at once one works at a time, and the others find nothing left to do. `past` says
    that the day is over: its totals are then asked of the dated facts. `tell=False` leaves the telling to a later scan.
    """
    with acting(system("scan")):
        take_turn()
        past = past or ScanRun.objects.filter(on__gt=on).exists()
        run = ScanRun.objects.create(on=on)
        rungs = list(active_rungs())
        effects = [settle(on=on)]
        effects += [raise_alerts(each, on=on, run=run, rungs=rungs, tell=tell) for each in (OVERDUE, DUE_SOON)]
        raised = sum(effect.raised for effect in effects)
        reached = climb(on=on)
        untold = tell_the_untold(run) + tell_of_rungs(run) if tell else 0
        queued = queue_digests(run, something_new=bool(raised + reached + untold)) if tell else 0
        queued += queue_escalations(run) if tell and reached + untold else 0
        due_soon, overdue = _totals_as_of(on) if past else _standing()
        result = ScanResult(on, due_soon, overdue, raised, queued)
        resolved = sum(effect.resolved for effect in effects)
        ScanRun.objects.filter(pk=run.pk).update(finished_at=_NOW, resolved=resolved, **asdict(result))
    return result


def nightly(*, on: date, past: bool = False, tell: bool = True) -> ScanResult:
    """每日扫描: every kind of deadline is watched, then the targets are scanned and everybody is told once of it all."""
    watch(on=on)
    result = scan(on=on, past=past, tell=tell)
    if tell:
        queue_weekly(on=on)
    return result


def release(*, on: date) -> int:
    """办结解除: end the alerts of what was done, withdrawn or moved since the scan; nothing is raised, nobody is told."""
    with acting(system("scan")):
        take_turn()
        return settle(on=on).resolved + settle_watched(on=on)


def _standing() -> tuple[int, int]:
    """Due soon and overdue now: after the scan these are the standing alerts."""
    rows = (
        Alert.objects.unresolved().filter(target__isnull=False).order_by().values_list("kind").annotate(n=Count("pk"))
    )
    found = dict(rows)
    return found.get(Alert.Kind.DUE_SOON, 0), found.get(Alert.Kind.OVERDUE, 0)


def _totals_as_of(on: date) -> tuple[int, int]:
    """Due soon and overdue on a past day, by what was decided and done by then."""
    return Target.objects.due_soon_as_of(on).count(), Target.objects.overdue_as_of(on).count()
