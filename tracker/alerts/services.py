"""The verbs of the alerts room: scan the deadlines, acknowledge an alert."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, DateTimeField, Func
from django.utils.translation import gettext as _

from tracker.alerts.digest import queue_digests
from tracker.alerts.flagging import DUE_SOON, OVERDUE, raise_alerts, settle, tell_the_untold
from tracker.alerts.models import Alert, ScanRun
from tracker.alerts.states import MOVES
from tracker.audit.acting import acting, system
from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.targets.models import Target
from tracker.values.errors import InvalidValue

NOTE_LENGTH = 300
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
        _take_turn()
        past = past or ScanRun.objects.filter(on__gt=on).exists()
        run = ScanRun.objects.create(on=on)
        effects = [settle(on=on)] + [raise_alerts(watch, on=on, run=run, tell=tell) for watch in (OVERDUE, DUE_SOON)]
        raised = sum(effect.raised for effect in effects)
        untold = tell_the_untold(run) if tell else 0
        queued = queue_digests(run, something_new=bool(raised + untold)) if tell else 0
        due_soon, overdue = _totals_as_of(on) if past else _standing()
        result = ScanResult(on, due_soon, overdue, raised, queued)
        resolved = sum(effect.resolved for effect in effects)
        ScanRun.objects.filter(pk=run.pk).update(finished_at=_NOW, resolved=resolved, **asdict(result))
    return result


@transaction.atomic
def acknowledge(*, alert: Alert, by: Officer, on: date, note: str, seen_version: int) -> Alert:
    """签收: an officer takes note of an alert and says what will be done; it stands until its cause is gone."""
    require(by, "change", "alert", region=alert.region_id)
    if len(note) > NOTE_LENGTH:
        raise InvalidValue(_("处理意见过长"), field="note", found=len(note), expected=f"≤ {NOTE_LENGTH}")
    move = MOVES.check("acknowledge", alert.state)
    changes = {"state": move.target, "acknowledged_by": by, "acknowledged_on": on, "note": note.strip()}
    acknowledged: Alert = change_seen(alert, seen_version=seen_version, changes=changes)
    return acknowledged


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker.alerts.scan'))")


def _standing() -> tuple[int, int]:
    """Due soon and overdue now: after the scan these are the standing alerts."""
    rows = Alert.objects.unresolved().order_by().values_list("kind").annotate(n=Count("pk"))
    found = dict(rows)
    return found.get(Alert.Kind.DUE_SOON, 0), found.get(Alert.Kind.OVERDUE, 0)


def _totals_as_of(on: date) -> tuple[int, int]:
    """Due soon and overdue on a past day, by what was decided and done by then."""
    return Target.objects.due_soon_as_of(on).count(), Target.objects.overdue_as_of(on).count()
