"""The nightly scan: what is flagged and alerted on which day, once; and what ends an alert."""

from datetime import date, timedelta

import pytest

from fixtures.factories import DEADLINE, AlertFactory, OfficerFactory, TargetFactory, furnish
from tracker.alerts.models import Alert, ScanRun
from tracker.alerts.services import ScanResult, scan
from tracker.audit.history import events_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.targets.models import Target
from tracker.targets.services import extend, move
from tracker.targets.stages import Stage

pytestmark = pytest.mark.django_db

NEXT_DAY = DEADLINE + timedelta(days=1)
LATER = DEADLINE + timedelta(days=20)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL, email="")


def finish(target: Target, on: date) -> None:
    county = OfficerFactory(role=Role.MUNICIPAL, email="")
    furnish(target)
    for verb in ("dismantle", "report"):
        target.refresh_from_db()
        move(target=target, verb=verb, on=on, by=county, seen_version=target.version)


def test_nothing_is_overdue_on_the_deadline_day() -> None:
    TargetFactory()
    assert scan(on=DEADLINE) == ScanResult(DEADLINE, due_soon=1, overdue=0, new_alerts=1, queued_mail=0)
    assert Alert.objects.get().kind == Alert.Kind.DUE_SOON


def test_whatever_is_unfinished_is_overdue_the_next_day() -> None:
    open_targets = {TargetFactory().pk, TargetFactory(stage=Stage.DISMANTLED).pk}
    TargetFactory(done=True)
    TargetFactory(stage=Stage.WITHDRAWN, withdrawn_on=DEADLINE)
    result = scan(on=NEXT_DAY)
    assert (result.due_soon, result.overdue, result.new_alerts) == (0, 2, 2)
    alerts = Alert.objects.all()
    assert {alert.target_id for alert in alerts} == open_targets
    assert {(alert.kind, alert.due_on, alert.holds_from) for alert in alerts} == {("overdue", DEADLINE, NEXT_DAY)}


def test_scanning_again_changes_nothing() -> None:
    TargetFactory()
    first = scan(on=NEXT_DAY)
    again = scan(on=NEXT_DAY)
    assert (again.overdue, again.new_alerts, again.queued_mail) == (first.overdue, 0, 0)
    assert Alert.objects.count() == 1


def test_an_alert_holds_from_its_own_day_however_late_the_scan_was() -> None:
    TargetFactory()
    TargetFactory(deadline=LATER + timedelta(days=10))
    scan(on=LATER)
    assert dict(Alert.objects.values_list("kind", "holds_from")) == {
        "overdue": NEXT_DAY,
        "due_soon": LATER - timedelta(days=20),
    }


def test_the_reminder_ends_where_lateness_begins() -> None:
    TargetFactory()
    scan(on=DEADLINE)
    scan(on=NEXT_DAY)
    reminder, late = Alert.objects.order_by("kind")
    assert (reminder.kind, reminder.state, reminder.resolved_on) == ("due_soon", "resolved", NEXT_DAY)
    assert (late.kind, late.state) == ("overdue", "open")


def test_a_finished_target_ends_its_alert() -> None:
    target = TargetFactory()
    scan(on=NEXT_DAY)
    finish(target, LATER)
    assert scan(on=LATER).overdue == 0
    alert = Alert.objects.get()
    assert (alert.state, alert.resolved_on) == ("resolved", LATER)


def test_a_withdrawn_target_ends_its_alert(province: Officer) -> None:
    target = TargetFactory()
    scan(on=NEXT_DAY)
    move(target=target, verb="withdraw", on=LATER, by=province, seen_version=target.version, reason="重复列入")
    assert scan(on=LATER).overdue == 0
    assert Alert.objects.get().state == "resolved"


def test_an_extension_ends_the_alert_and_the_new_due_day_has_its_own(province: Officer) -> None:
    target = TargetFactory()
    scan(on=NEXT_DAY)
    new_due = LATER + timedelta(days=40)
    extend(target=target, new_due_on=new_due, by=province, on=LATER, reason="职工安置", seen_version=target.version)
    assert scan(on=LATER) == ScanResult(LATER, due_soon=0, overdue=0, new_alerts=0, queued_mail=0)
    assert scan(on=new_due + timedelta(days=1)).new_alerts == 1
    found = Alert.objects.order_by("due_on").values_list("kind", "due_on", "state")
    assert list(found) == [("overdue", DEADLINE, "resolved"), ("overdue", new_due, "open")]


def test_a_due_day_moved_by_any_other_path_is_noticed_too() -> None:
    target = TargetFactory()
    scan(on=NEXT_DAY)
    Target.objects.filter(pk=target.pk).update(due_on=LATER)
    assert scan(on=NEXT_DAY) == ScanResult(NEXT_DAY, due_soon=1, overdue=0, new_alerts=1, queued_mail=0)


def test_a_failed_inspection_raises_the_alert_again(province: Officer) -> None:
    target = TargetFactory()
    scan(on=NEXT_DAY)
    finish(target, LATER)
    scan(on=LATER)
    target.refresh_from_db()
    move(target=target, verb="fail", on=LATER, by=province, seen_version=target.version, reason="设备可恢复")
    assert scan(on=LATER + timedelta(days=1)).new_alerts == 1
    alert = Alert.objects.get()
    assert (alert.state, alert.occasion, alert.holds_from, alert.resolved_on) == ("open", 2, NEXT_DAY, None)


def test_an_acknowledged_alert_ends_with_its_cause_and_keeps_its_note() -> None:
    target = TargetFactory(overdue_flagged=True, alerted_due_on=DEADLINE)
    AlertFactory(target=target, state="acknowledged", note="已约谈企业")
    finish(target, LATER)
    scan(on=LATER)
    alert = Alert.objects.get()
    assert (alert.state, alert.note) == ("resolved", "已约谈企业")


def test_a_past_day_is_answered_by_what_was_decided_by_then(province: Officer) -> None:
    extended, finished = TargetFactory(), TargetFactory()
    extend(target=extended, new_due_on=LATER, by=province, on=LATER, reason="职工安置", seen_version=extended.version)
    finish(finished, LATER)
    assert scan(on=NEXT_DAY, past=True).overdue == 2
    assert scan(on=DEADLINE, past=True).due_soon == 2


def test_a_clock_set_back_raises_and_ends_nothing() -> None:
    TargetFactory()
    scan(on=NEXT_DAY)
    assert scan(on=DEADLINE) == ScanResult(DEADLINE, due_soon=1, overdue=0, new_alerts=0, queued_mail=0)
    assert Alert.objects.get().state == "open"
    assert scan(on=NEXT_DAY).new_alerts == 0


def test_every_scan_is_on_record_with_its_figures() -> None:
    TargetFactory()
    scan(on=NEXT_DAY)
    run = ScanRun.objects.get()
    assert (run.on, run.overdue, run.new_alerts, run.queued_mail) == (NEXT_DAY, 1, 1, 0)
    assert run.finished_at is not None
    assert run.finished_at >= run.started_at


def test_the_flags_leave_no_trace_in_a_targets_history_and_no_conflict() -> None:
    target = TargetFactory()
    scan(on=NEXT_DAY)
    target.refresh_from_db()
    assert target.overdue_flagged
    assert (target.version, events_of(target).count()) == (1, 1)


def test_the_history_says_that_the_scan_raised_the_alert() -> None:
    TargetFactory()
    scan(on=NEXT_DAY)
    event = events_of(Alert.objects.get()).get()
    assert (event.pgh_label, event.pgh_context["name"]) == ("insert", "scan")
