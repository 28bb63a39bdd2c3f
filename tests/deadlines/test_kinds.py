"""Every kind of deadline, by the one rule: on the day before its due day, on it, and after; and once it is finished."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.deadlines import MAKERS
from tracker.alerts.kinds import KINDS, WATCHED
from tracker.alerts.models import Alert
from tracker.alerts.services import nightly, release
from tracker.alerts.watching import watch
from tracker.deadlines.kinds import DeadlineKind
from tracker.values.workdays import WorkingCalendar

DUE = date(2010, 9, 15)  # a Wednesday, and a working day
DAY = timedelta(days=1)
CALENDAR = WorkingCalendar()


def found(kind: DeadlineKind, on: date, pk: int) -> set[str]:
    """By which questions the row is found on a day."""
    asked = {
        "due_soon": kind.due_soon(on, CALENDAR),
        "due": kind.due_on(on),
        "overdue": kind.overdue(on),
    }
    return {name for name, rows in asked.items() if rows.filter(pk=pk).exists()}


@pytest.mark.django_db
def test_every_kind_is_declared_once_and_has_its_fixture() -> None:
    assert KINDS.keys() == MAKERS.keys()
    assert [kind.code for kind in WATCHED] == [code for code in KINDS if code != "target"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", MAKERS)
def test_it_is_due_soon_before_due_on_and_overdue_after_its_day(code: str) -> None:
    kind, due = KINDS[code], MAKERS[code](DUE)
    day = due.own_day or DUE
    first = kind.soon_since(day, CALENDAR)
    assert found(kind, first - DAY, due.row.pk) == set()
    assert found(kind, first, due.row.pk) == {"due_soon"}
    assert found(kind, day, due.row.pk) == {"due_soon", "due"}
    assert found(kind, day + DAY, due.row.pk) == {"overdue"}
    due.finish(day + 2 * DAY)
    assert found(kind, day + 2 * DAY, due.row.pk) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("code", [kind.code for kind in WATCHED])
def test_watching_raises_once_each_and_ends_what_is_finished(code: str) -> None:
    due = MAKERS[code](DUE)
    day = due.own_day or DUE
    alerts = Alert.objects.filter(subject_kind=code, subject_id=due.row.pk)
    for on, wanted in ((day, [("due_soon", "open")]), (day + DAY, [("due_soon", "resolved"), ("overdue", "open")])):
        watch(on=on)
        watch(on=on)
        assert list(alerts.order_by("kind").values_list("kind", "state")) == wanted
    soon, late = alerts.order_by("kind")
    assert (late.holds_from, late.due_on, late.occasion) == (day + DAY, day, 1)
    assert soon.holds_from == KINDS[code].soon_since(day, CALENDAR)
    assert late.title
    due.finish(day + 2 * DAY)
    watch(on=day + 2 * DAY)
    assert set(alerts.values_list("state", flat=True)) == {"resolved"}


@pytest.mark.django_db
@pytest.mark.parametrize("code", MAKERS)
def test_what_was_done_leaves_the_inbox_before_the_next_scan_and_nothing_new_comes(code: str) -> None:
    due = MAKERS[code](DUE)
    day = due.own_day or DUE
    nightly(on=day + DAY)
    alerts = Alert.objects.filter(subject_kind=code, subject_id=due.row.pk, kind="overdue")
    MAKERS[code](DUE - 7 * DAY)
    assert (release(on=day + DAY), alerts.get().state) == (0, "open")
    due.finish(day + DAY)
    assert release(on=day + DAY) >= 1
    assert alerts.get().state == "resolved"
    assert release(on=day + DAY) == 0


@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.sampled_from(sorted(KINDS)))
def test_the_first_day_of_due_soon_is_the_first_within_the_horizon(due_on: date, code: str) -> None:
    kind = KINDS[code]
    since = kind.soon_since(due_on, CALENDAR)
    assert kind.horizon(since, CALENDAR) >= due_on
    assert kind.horizon(since - DAY, CALENDAR) < due_on
