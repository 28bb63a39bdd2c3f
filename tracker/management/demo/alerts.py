"""The demo's alerts: today's scan, and a few alerts taken note of by the officers they concern."""

from __future__ import annotations

from datetime import date

from tracker.alerts.handling import acknowledge
from tracker.alerts.models import Alert
from tracker.alerts.services import nightly
from tracker.audit.acting import acting
from tracker.management.demo.accounts import officer

NOTE = "已约谈企业负责人，要求一周内停产并制定拆除方案"


def scan_today(today: date) -> int:
    """Scan as the timetable does each morning; how many alerts are new."""
    before = _count()
    nightly(on=today)
    if not before:
        for username in ("hangzhou", "shaoxing", "wenzhou"):
            _take_note(username, today)
    return _count() - before


def _count() -> int:
    with acting(officer("province").actor):
        return Alert.objects.count()


def _take_note(username: str, today: date) -> None:
    by = officer(username)
    with acting(by.actor):
        for alert in Alert.objects.unresolved().filter(kind=Alert.Kind.OVERDUE).order_by("pk")[:2]:
            acknowledge(alert=alert, by=by, on=today, note=NOTE, seen_version=alert.version)
