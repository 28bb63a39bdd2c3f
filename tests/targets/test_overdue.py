"""THE deadline rule: 15 September is the last good day; on the 16th whatever is unfinished is overdue. One rule, three uses."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.embedded import PROJECT
from fixtures.factories import DEADLINE, ExtensionFactory, OfficerFactory, StageFactFactory, TargetFactory, furnish
from tracker.alerts.models import Alert
from tracker.alerts.services import scan
from tracker.targets.models import Target
from tracker.targets.overdue import DUE_SOON_DAYS, due_soon_q, due_soon_since, open_q, overdue_q, overdue_since
from tracker.targets.services import extend, move
from tracker.targets.stages import Stage

pytestmark = pytest.mark.django_db

NEXT_DAY = DEADLINE + timedelta(days=1)
BEFORE, AFTER = DEADLINE - timedelta(days=5), DEADLINE + timedelta(days=5)


def overdue(target: Target, on: date) -> bool:
    return Target.objects.filter(pk=target.pk).overdue(on).exists()


def overdue_as_of(target: Target, on: date) -> bool:
    return Target.objects.filter(pk=target.pk).overdue_as_of(on).exists()


def test_the_deadline_day_is_the_last_good_day() -> None:
    target = TargetFactory()
    assert not overdue(target, DEADLINE)
    assert overdue(target, NEXT_DAY)
    assert overdue_since(DEADLINE) == NEXT_DAY


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.STOPPED, Stage.DISMANTLED])
def test_everything_unfinished_is_overdue_however_far_it_got(stage: Stage) -> None:
    assert overdue(TargetFactory(stage=stage), NEXT_DAY)


def test_what_was_reported_or_withdrawn_is_not() -> None:
    assert not overdue(TargetFactory(done=True), NEXT_DAY)
    assert not overdue(TargetFactory(stage=Stage.WITHDRAWN, withdrawn_on=DEADLINE), NEXT_DAY)


def test_finished_late_it_was_overdue_until_the_day_it_was_finished() -> None:
    target = TargetFactory(stage=Stage.REPORTED, completed_on=AFTER)
    assert overdue(target, AFTER - timedelta(days=1))
    assert not overdue(target, AFTER)


def test_due_soon_is_the_last_thirty_days_with_the_deadline_itself() -> None:
    target = TargetFactory()
    soon = Target.objects.filter(pk=target.pk).due_soon
    first = DEADLINE - timedelta(days=DUE_SOON_DAYS)
    assert [soon(first - timedelta(days=1)).exists(), soon(first).exists()] == [False, True]
    assert [soon(DEADLINE).exists(), soon(NEXT_DAY).exists()] == [True, False]
    assert due_soon_since(DEADLINE) == first


def test_an_extension_hides_no_past_lateness() -> None:
    target = TargetFactory()
    by = OfficerFactory()
    extend(target=target, new_due_on=AFTER + timedelta(days=30), by=by, on=AFTER, reason="职工安置", seen_version=1)
    assert overdue_as_of(target, NEXT_DAY)
    assert overdue_as_of(target, AFTER - timedelta(days=1))
    assert not overdue_as_of(target, AFTER)
    assert overdue_as_of(target, AFTER + timedelta(days=31))


def test_the_last_decision_known_by_a_day_counts() -> None:
    target = TargetFactory()
    ExtensionFactory(target=target, decided_on=BEFORE, new_due_on=AFTER)
    ExtensionFactory(target=target, decided_on=AFTER, new_due_on=AFTER + timedelta(days=60))
    days = {day: target_due(target, day) for day in (BEFORE - timedelta(days=1), BEFORE, AFTER)}
    assert list(days.values()) == [DEADLINE, AFTER, AFTER + timedelta(days=60)]


def target_due(target: Target, on: date) -> date:
    due: date = vars(Target.objects.as_of(on).get(pk=target.pk))["due_as_of"]
    return due


def test_a_failed_inspection_undoes_the_completion_as_of_the_day_it_was_claimed() -> None:
    city, province = OfficerFactory(role="municipal"), OfficerFactory()
    target = furnish(TargetFactory(stage=Stage.DISMANTLED))
    target = move(target=target, verb="report", on=DEADLINE, by=city, seen_version=1)
    assert not overdue_as_of(target, NEXT_DAY)
    move(target=target, verb="fail", on=AFTER, by=province, seen_version=2, reason="设备可恢复")
    assert overdue_as_of(target, NEXT_DAY)


def test_a_voided_fact_counts_for_nothing() -> None:
    target = TargetFactory()
    StageFactFactory(target=target, on=DEADLINE, voided=True)
    assert overdue_as_of(target, NEXT_DAY)


DAYS = st.dates(date(2010, 1, 1), date(2011, 12, 31))


@given(due=DAYS, on=DAYS)
def test_nothing_is_both_overdue_and_due_soon(due: date, on: date) -> None:
    row = Row(due)
    assert not (row.meets(overdue_q(on)) and row.meets(due_soon_q(on)))


@given(due=DAYS, on=DAYS, done=st.none() | DAYS, withdrawn=st.none() | DAYS)
def test_overdue_means_past_due_and_still_open(due: date, on: date, done: date | None, withdrawn: date | None) -> None:
    row = Row(due, done, withdrawn)
    assert row.meets(overdue_q(on)) == (on > due and row.meets(open_q(on)))
    assert row.meets(open_q(on)) == (not (done and done <= on) and not (withdrawn and withdrawn <= on))


@given(due=DAYS, on=DAYS, done=st.none() | DAYS)
def test_lateness_ends_only_by_completion(due: date, on: date, done: date | None) -> None:
    row = Row(due, done)
    next_day = on + timedelta(days=1)
    if row.meets(overdue_q(on)):
        assert row.meets(overdue_q(next_day)) or done == next_day


@given(due=DAYS)
def test_the_first_days_are_where_the_conditions_begin(due: date) -> None:
    row, day = Row(due), timedelta(days=1)
    assert row.meets(overdue_q(overdue_since(due)))
    assert not row.meets(overdue_q(overdue_since(due) - day))
    assert row.meets(due_soon_q(due_soon_since(due)))
    assert not row.meets(due_soon_q(due_soon_since(due) - day))


@given(due=DAYS, on=DAYS, later=st.integers(1, 400))
def test_a_later_due_day_never_makes_anything_overdue(due: date, on: date, later: int) -> None:
    assert Row(due).meets(overdue_q(on)) or not Row(due + timedelta(days=later)).meets(overdue_q(on))


@dataclass(frozen=True)
class Row:
    """The three days the rule looks at, for asking it without a database."""

    due_on: date
    completed_on: date | None = None
    withdrawn_on: date | None = None

    def meets(self, condition: models.Q) -> bool:
        """Whether a row with these days meets a condition; reads the lookups the rule is made of, and no other."""
        parts: list[Any] = condition.children
        answers = [self.meets(part) if isinstance(part, models.Q) else self._holds(*part) for part in parts]
        return (any(answers) if condition.connector == models.Q.OR else all(answers)) != condition.negated

    def _holds(self, lookup: str, wanted: date) -> bool:
        name, _, operator = lookup.partition("__")
        value = getattr(self, name)
        if operator == "isnull":
            return (value is None) == wanted
        return (
            value is not None
            and {"gt": value > wanted, "lt": value < wanted, "gte": value >= wanted, "lte": value <= wanted}[operator]
        )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=6), on=DAYS)
def test_the_scan_the_list_of_a_day_and_the_single_row_agree(rows: list[tuple[date, date | None]], on: date) -> None:
    """On today's business date: nothing was done or decided later than it."""
    with transaction.atomic():
        made = [
            TargetFactory(
                deadline=due, **({"stage": Stage.REPORTED, "completed_on": done} if done and done <= on else {})
            )
            for due, done in rows
        ]
        result = scan(on=on)
        alerted = set(Alert.objects.filter(kind="overdue").values_list("target_id", flat=True))
        assert alerted == set(Target.objects.overdue(on).values_list("pk", flat=True))
        assert alerted == set(Target.objects.overdue_as_of(on).values_list("pk", flat=True))
        assert alerted == {target.pk for target in made if overdue(target, on)}
        assert result.overdue == len(alerted)
        assert result.due_soon == Target.objects.due_soon(on).count() == Target.objects.due_soon_as_of(on).count()
        transaction.set_rollback(True)  # the next example begins with nothing


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai"])
def test_the_business_day_turns_at_midnight_in_shanghai_whatever_the_servers_zone(zone: str) -> None:
    asked = "\n".join(
        [
            "import datetime as d",
            "from tracker.values import dates",
            "class At(d.datetime): pass",
            "At.now = classmethod(lambda cls, zone: moment.astimezone(zone))",
            "dates.datetime = At",
            "moment = d.datetime(2010, 9, 15, 15, 59, 59, tzinfo=d.UTC); print(dates.today())",
            "moment = d.datetime(2010, 9, 15, 16, 0, tzinfo=d.UTC); print(dates.today())",
        ]
    )
    environment = {**os.environ, "TZ": zone, "TRACKER_TODAY": ""}
    run = subprocess.run(
        [sys.executable, "-c", asked], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["2010-09-15", "2010-09-16"]
