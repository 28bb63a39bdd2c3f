"""Quiet hours: what can wait goes out the next working morning, what can't goes at once."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.factories import OfficerFactory
from tracker.deadlines.quiet import QuietTime, not_before, set_quiet_time
from tracker.jobs.kinds import MessageKind
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.officers.roles import Role
from tracker.values.dates import SHANGHAI
from tracker.values.errors import InvalidValue, NotAllowed
from tracker.values.workdays import WorkingCalendar

CALENDAR = WorkingCalendar()
NIGHT = QuietTime(starts_at=time(20), ends_at=time(8), rest_days=True)
VALUES = {"starts_at": time(20), "ends_at": time(8), "rest_days": True, "is_active": True}


def at(day: int, hour: int) -> datetime:
    return datetime(2010, 9, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("would_go", "goes"),
    [
        (at(15, 10), at(15, 10)),  # a Wednesday morning
        (at(15, 7), at(15, 8)),
        (at(15, 21), at(16, 8)),
        (at(17, 21), at(19, 8)),  # Friday night; Sunday the 19th was worked for the Mid-Autumn holiday
        (at(18, 10), at(19, 8)),
    ],
)
def test_what_can_wait_goes_the_next_working_morning(would_go: datetime, goes: datetime) -> None:
    assert not_before(would_go, NIGHT, CALENDAR) == goes


MOMENTS = st.builds(
    datetime.combine, st.dates(date(2010, 1, 1), date(2026, 12, 31)), st.times(), tzinfo=st.just(SHANGHAI)
)


@given(MOMENTS, st.times(), st.times(), st.booleans())
def test_it_is_never_earlier_never_quiet_and_stays_put(
    would: datetime, starts: time, ends: time, rest_days: bool
) -> None:
    if starts == ends:
        return
    quiet = QuietTime(starts_at=starts, ends_at=ends, rest_days=rest_days)
    goes = not_before(would, quiet, CALENDAR)
    assert would <= goes <= would + timedelta(days=14)
    assert not_before(goes, quiet, CALENDAR) == goes
    assert CALENDAR.is_working(goes.astimezone(SHANGHAI).date()) or not rest_days


@pytest.mark.django_db
def test_the_outbox_keeps_to_it_but_for_what_is_critical() -> None:
    sysadmin = OfficerFactory(role=Role.SYSADMIN, email="")
    set_quiet_time(values=VALUES, by=sysadmin, seen_version=None)
    kinds = (MessageKind.OVERDUE, MessageKind.ESCALATION)
    mails = [Mail(f"q.{kind}", None, "a@example.com", "题", "文", "", kind=kind, at=at(15, 22)) for kind in kinds]
    assert [row.next_try_at for row in enqueue_mail(mails)] == [at(16, 8), at(15, 22)]


@pytest.mark.django_db
def test_only_the_administrator_sets_it_and_it_has_a_length() -> None:
    with pytest.raises(NotAllowed):
        set_quiet_time(values=VALUES, by=OfficerFactory(role=Role.PROVINCIAL, email=""), seen_version=None)
    with pytest.raises(InvalidValue):
        set_quiet_time(
            values=VALUES | {"ends_at": time(20)}, by=OfficerFactory(role=Role.SYSADMIN, email=""), seen_version=None
        )
