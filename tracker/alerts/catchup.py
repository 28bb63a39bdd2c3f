"""Catching up (补扫): which days the scan must still be run for, after the system was down."""

from __future__ import annotations

from datetime import date, time, timedelta

from tracker.alerts.models import ScanRun

# Older days are not scanned one by one: whatever fell due then is found by the next scan, with its right date.
FARTHEST_BACK = 31
# The timetable rings at seven.
LATE_AT = time(7, 5)


def days_to_scan(today: date) -> list[date]:
    """The days missed since the last scan, oldest first, and today as the last one."""
    last = ScanRun.objects.filter(on__lt=today, finished_at__isnull=False).order_by("-on").first()
    if last is None:
        return [today]
    first = max(last.on + timedelta(days=1), today - timedelta(days=FARTHEST_BACK))
    return [first + timedelta(days=n) for n in range((today - first).days + 1)]


def was_missed(today: date, *, at: time) -> bool:
    """Whether today's scan is late: scans have been run before, and its hour is past without one."""
    known = ScanRun.objects.filter(finished_at__isnull=False)
    return at >= LATE_AT and known.filter(on__lt=today).exists() and not known.filter(on__gte=today).exists()
