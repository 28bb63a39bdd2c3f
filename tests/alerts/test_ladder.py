"""The ladder: every rung once, on its day or dated with it; it stops with its cause and skips nobody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fixtures.deadlines import MAKERS
from fixtures.factories import DEADLINE, OfficerFactory, PlanFactory, TargetFactory
from tracker.alerts.handling import snooze
from tracker.alerts.ladder import put_rung
from tracker.alerts.ladder_tables import Escalation, LadderRung
from tracker.alerts.models import Alert, Level, Task
from tracker.alerts.services import nightly, scan
from tracker.audit.history import events_of
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.targets.models import Target
from tracker.targets.services import extend
from tracker.targets.stages import Stage
from tracker.values.errors import InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def reached(**of: object) -> list[tuple[str, date]]:
    rows = Escalation.objects.filter(**of).order_by("holds_from", "pk")
    return list(rows.values_list("rung_id", "holds_from"))


def test_reminders_come_once_each_on_their_days() -> None:
    TargetFactory()
    for back in range(30, -1, -1):
        scan(on=DEADLINE - back * DAY)
        scan(on=DEADLINE - back * DAY)
    assert reached() == [
        ("before-15", DEADLINE - 15 * DAY),
        ("before-7", DEADLINE - 7 * DAY),
        ("before-3", DEADLINE - 3 * DAY),
        ("before-1", DEADLINE - DAY),
        ("due-day", DEADLINE),
    ]
    assert Alert.objects.get().holds_from == DEADLINE - 30 * DAY  # the first reminder is the alert itself


def test_lateness_climbs_to_leaders_and_department_then_to_the_province() -> None:
    target = TargetFactory()
    scan(on=DEADLINE + DAY)
    alert = Alert.objects.get()
    assert (alert.level, alert.rung, alert.task, alert.organisation_id) == (Level.LOCAL, "", "", None)
    scan(on=DEADLINE + 7 * DAY)
    alert.refresh_from_db()
    assert (alert.level, alert.rung) == (Level.LEADERS, "overdue-7")
    assert (alert.organisation_id, alert.title) == (
        target.industry.lead_department_id,
        f"{target.enterprise.name} {target.facility.name}",
    )
    scan(on=DEADLINE + 15 * DAY)
    alert.refresh_from_db()
    assert (alert.level, alert.rung) == (Level.PROVINCE, "overdue-15")
    scan(on=DEADLINE + 30 * DAY)
    alert.refresh_from_db()
    assert (alert.rung, alert.task, alert.next_on) == ("overdue-30", Task.CIRCULAR, None)
    assert [rung for rung, _day in reached()] == ["overdue-7", "overdue-15", "overdue-30"]


def test_missed_days_are_made_up_for_with_their_right_dates() -> None:
    TargetFactory()
    scan(on=DEADLINE + DAY)
    scan(on=DEADLINE + 20 * DAY)
    scan(on=DEADLINE + 20 * DAY)
    assert reached() == [("overdue-7", DEADLINE + 7 * DAY), ("overdue-15", DEADLINE + 15 * DAY)]
    assert set(Escalation.objects.values_list("reached_on", flat=True)) == {DEADLINE + 20 * DAY}


def test_rungs_of_untold_days_are_told_by_the_next_scan_that_tells() -> None:
    TargetFactory()
    scan(on=DEADLINE + 7 * DAY, tell=False)
    assert Escalation.objects.untold().count() == 1
    scan(on=DEADLINE + 8 * DAY)
    assert not Escalation.objects.untold().exists()


@pytest.mark.parametrize("code", [code for code in MAKERS if code != "target"])
def test_every_kind_climbs(code: str) -> None:
    due = MAKERS[code](DEADLINE)
    day = due.own_day or DEADLINE
    of = {"alert__subject_kind": code, "alert__subject_id": due.row.pk}
    nightly(on=day + 7 * DAY)
    nightly(on=day + 15 * DAY)
    nightly(on=day + 15 * DAY)
    assert reached(**of) == [("overdue-7", day + 7 * DAY), ("overdue-15", day + 15 * DAY)]
    alert = Alert.objects.get(subject_kind=code, subject_id=due.row.pk)
    assert (alert.level, alert.task) == (Level.PROVINCE, Task.ENFORCE)


def test_an_order_is_proposed_where_the_guards_allow_it_else_the_task_stays() -> None:
    overdue, in_draft = TargetFactory(), TargetFactory(plan=PlanFactory(state="draft"))
    scan(on=DEADLINE + 15 * DAY)
    scan(on=DEADLINE + 15 * DAY)
    order = Order.objects.get()
    assert (order.target, order.state, order.proposed_by) == (overdue, "proposed", None)
    outcomes = Escalation.objects.filter(rung="overdue-15").values_list("alert__target", "outcome", "alert__task")
    assert set(outcomes) == {(overdue.pk, f"order:{order.pk}", ""), (in_draft.pk, "", Task.ENFORCE)}


def test_it_stops_when_the_cause_goes_and_begins_anew_with_a_new_due_day() -> None:
    withdrawn, extended = TargetFactory(), TargetFactory()
    scan(on=DEADLINE + DAY)
    Target.objects.filter(pk=withdrawn.pk).update(stage=Stage.WITHDRAWN, withdrawn_on=DEADLINE + 2 * DAY)
    extended.refresh_from_db()
    later = DEADLINE + 40 * DAY
    extend(
        target=extended, new_due_on=later, by=OfficerFactory(role=Role.PROVINCIAL, email=""), on=DEADLINE + 2 * DAY,
        reason="安置", seen_version=extended.version,
    )  # fmt: skip
    scan(on=DEADLINE + 30 * DAY)
    assert not Escalation.objects.filter(alert__kind=Alert.Kind.OVERDUE).exists()
    scan(on=later + 7 * DAY)
    assert reached(alert__kind=Alert.Kind.OVERDUE) == [("overdue-7", later + 7 * DAY)]


def test_a_rung_stands_once_in_the_database_whoever_writes() -> None:
    TargetFactory()
    scan(on=DEADLINE + 7 * DAY)
    row = Escalation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(
            alert=row.alert, rung=row.rung, region=row.region, audiences=row.audiences, holds_from=row.holds_from,
            reached_on=row.reached_on,
        )  # fmt: skip


def test_a_new_rung_brings_back_what_was_put_off() -> None:
    TargetFactory()
    scan(on=DEADLINE + DAY)
    alert, city = Alert.objects.get(), OfficerFactory(role=Role.MUNICIPAL, email="")
    put_off = snooze(
        alert=alert, until=DEADLINE + 20 * DAY, reason="等待设备拆除", by=city, on=DEADLINE + DAY,
        seen_version=alert.version,
    )  # fmt: skip
    assert put_off.snoozed_until == DEADLINE + 20 * DAY
    scan(on=DEADLINE + 7 * DAY)
    alert.refresh_from_db()
    assert alert.snoozed_until is None


@pytest.fixture
def sysadmin() -> Officer:
    return OfficerFactory(role=Role.SYSADMIN, email="")


RUNG = {"code": "overdue-10", "moment": "overdue", "days": 10, "audiences": ["city"], "kinds": ["target"]}


def test_a_rung_set_later_is_reached_by_what_stands_rightly_dated(sysadmin: Officer) -> None:
    TargetFactory()
    MAKERS["contract"](DEADLINE)
    nightly(on=DEADLINE + 12 * DAY)
    put_rung(rung=None, values=RUNG, by=sysadmin, seen_version=None)
    nightly(on=DEADLINE + 13 * DAY)
    assert reached(rung="overdue-10", alert__subject_kind="target") == [("overdue-10", DEADLINE + 10 * DAY)]
    assert not reached(rung="overdue-10", alert__subject_kind="contract")


def test_a_rung_taken_out_of_use_is_not_climbed(sysadmin: Officer) -> None:
    rung = LadderRung.objects.get(pk="overdue-7")
    put_rung(rung=rung, values={"is_active": False}, by=sysadmin, seen_version=rung.version)
    TargetFactory()
    scan(on=DEADLINE + 8 * DAY)
    assert not reached()
    assert [event.is_active for event in events_of(LadderRung.objects.get(pk="overdue-7"))][-1:] == [False]


def test_only_the_administrator_sets_rungs_and_only_sensible_ones(sysadmin: Officer) -> None:
    with pytest.raises(NotAllowed):
        put_rung(rung=None, values=RUNG, by=OfficerFactory(role=Role.PROVINCIAL, email=""), seen_version=None)
    unfit: list[dict[str, Any]] = [
        {"kinds": ["nothing"]},
        {"audiences": []},
        {"days": 0},
        {"moment": "due_soon", "task": "enforce"},
    ]
    for wrong in unfit:
        with pytest.raises(InvalidValue):
            put_rung(rung=None, values=RUNG | wrong, by=sysadmin, seen_version=None)
