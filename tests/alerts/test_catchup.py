"""Catching up after downtime: which days are scanned, and what the beat's tasks and the commands do."""

import json
from datetime import date, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from fixtures.factories import DEADLINE, OfficerFactory, TargetFactory
from tracker.alerts.catchup import FARTHEST_BACK, LATE_AT, days_to_scan, was_missed
from tracker.alerts.models import Alert, ScanRun
from tracker.alerts.services import scan
from tracker.jobs.models import OutboxMail
from tracker.officers.roles import Role
from tracker.tasks import scan_deadlines

pytestmark = pytest.mark.django_db

TODAY = DEADLINE + timedelta(days=4)


def ran(on: date) -> None:
    ScanRun.objects.create(on=on, finished_at=timezone.now())


def test_the_first_scan_is_of_today() -> None:
    assert days_to_scan(TODAY) == [TODAY]


def test_every_missed_day_is_scanned_in_order() -> None:
    ran(TODAY - timedelta(days=3))
    assert days_to_scan(TODAY) == [TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY]


def test_today_may_be_scanned_again() -> None:
    ran(TODAY - timedelta(days=1))
    ran(TODAY)
    assert days_to_scan(TODAY) == [TODAY]


def test_a_scan_that_did_not_finish_does_not_count() -> None:
    ran(TODAY - timedelta(days=2))
    ScanRun.objects.create(on=TODAY - timedelta(days=1))
    assert days_to_scan(TODAY) == [TODAY - timedelta(days=1), TODAY]


def test_years_of_standing_still_are_not_scanned_day_by_day() -> None:
    ran(TODAY - timedelta(days=5000))
    assert len(days_to_scan(TODAY)) == FARTHEST_BACK + 1


def test_a_scan_is_missed_once_its_hour_is_past() -> None:
    ran(TODAY - timedelta(days=1))
    assert not was_missed(TODAY, at=time(6, 59))
    assert was_missed(TODAY, at=LATE_AT)
    ran(TODAY)
    assert not was_missed(TODAY, at=LATE_AT)


def test_a_house_that_never_scanned_waits_for_its_hour() -> None:
    assert not was_missed(TODAY, at=time(23))


def test_after_three_days_each_alert_has_its_right_date_and_one_digest_tells_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    OfficerFactory(role=Role.MUNICIPAL)
    scan(on=DEADLINE)
    for days in range(3):
        TargetFactory(deadline=DEADLINE + timedelta(days=days))
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    scan_deadlines()
    late = Alert.objects.filter(kind="overdue", target__isnull=False).order_by("due_on")
    assert [(alert.due_on, alert.holds_from, alert.scanned_on) for alert in late] == [
        (DEADLINE + timedelta(days=n), DEADLINE + timedelta(days=n + 1), DEADLINE + timedelta(days=n + 1))
        for n in range(3)
    ]
    assert OutboxMail.objects.count() == 1
    assert list(ScanRun.objects.order_by("on").values_list("on", "overdue")) == [
        (DEADLINE + timedelta(days=n), overdue) for n, overdue in enumerate([0, 1, 2, 3, 3])
    ]


def test_the_task_run_twice_tells_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    OfficerFactory(role=Role.MUNICIPAL)
    TargetFactory()
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    scan_deadlines()
    scan_deadlines()
    assert (Alert.objects.filter(target__isnull=False).count(), OutboxMail.objects.count()) == (1, 1)


def test_the_command_prints_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    OfficerFactory(role=Role.MUNICIPAL)
    TargetFactory()
    call_command("scan_deadlines", on=DEADLINE + timedelta(days=1), json=True)
    expected = {"on": "2010-09-16", "due_soon": 0, "overdue": 1, "new_alerts": 1, "queued_mail": 1}
    assert json.loads(capsys.readouterr().out) == expected


def test_the_command_takes_the_business_date_where_no_day_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_TODAY", "2010-09-15")
    TargetFactory()
    call_command("scan_deadlines")
    assert capsys.readouterr().out.startswith("2010-09-15: 1 due soon, 0 overdue; 1 new alerts")
