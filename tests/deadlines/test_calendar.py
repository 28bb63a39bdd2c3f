"""The calendar an administrator keeps: what is entered decides, with its document, and its history stays."""

from datetime import date

import pytest

from fixtures.factories import OfficerFactory
from tracker.audit.history import event_model
from tracker.deadlines.calendar import Stretch, enter_days, take_out, working_calendar, year_of
from tracker.deadlines.calendar_tables import CalendarDay
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import InvalidValue, NotAllowed
from tracker.values.workdays import Source

pytestmark = pytest.mark.django_db

FESTIVAL = Stretch(date(2031, 1, 22), date(2031, 1, 29), False, "春节", "国办发明电〔2030〕号")


@pytest.fixture
def sysadmin() -> Officer:
    return OfficerFactory(role=Role.SYSADMIN, email="")


def test_entered_days_are_counted_by_and_told_apart(sysadmin: Officer) -> None:
    assert working_calendar().add(date(2031, 1, 21), 1) == date(2031, 1, 22)
    assert enter_days(stretch=FESTIVAL, by=sysadmin) == 8
    assert working_calendar().add(date(2031, 1, 21), 1) == date(2031, 1, 30)
    shown = {day.date: day for day in year_of(2031)}
    assert (shown[FESTIVAL.first].source, shown[FESTIVAL.first].name) == (Source.ENTERED, "春节")
    assert shown[date(2031, 2, 3)].source == Source.INFERRED
    assert len(shown) == 365


def test_entering_again_replaces_and_taking_out_goes_back_with_history(sysadmin: Officer) -> None:
    enter_days(stretch=FESTIVAL, by=sysadmin)
    worked = Stretch(FESTIVAL.last, FESTIVAL.last, True, "调休", "国办发明电〔2030〕号")
    enter_days(stretch=worked, by=sysadmin)
    assert working_calendar().is_working(FESTIVAL.last)
    take_out(day=FESTIVAL.last, by=sysadmin)
    assert working_calendar().source(FESTIVAL.last) == Source.INFERRED
    events = event_model(CalendarDay)._default_manager.filter(pgh_obj_id=FESTIVAL.last)
    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "update", "delete"]


def test_a_day_needs_its_document_and_a_sensible_stretch(sysadmin: Officer) -> None:
    for wrong in (
        Stretch(FESTIVAL.first, FESTIVAL.last, False, "春节", " "),
        Stretch(FESTIVAL.last, FESTIVAL.first, False, "春节", "通知"),
        Stretch(date(2031, 1, 1), date(2031, 3, 1), False, "春节", "通知"),
    ):
        with pytest.raises(InvalidValue):
            enter_days(stretch=wrong, by=sysadmin)
    with pytest.raises(InvalidValue):
        take_out(day=FESTIVAL.first, by=sysadmin)


def test_only_the_system_administrator_enters_days() -> None:
    with pytest.raises(NotAllowed):
        enter_days(stretch=FESTIVAL, by=OfficerFactory(role=Role.PROVINCIAL, email=""))
