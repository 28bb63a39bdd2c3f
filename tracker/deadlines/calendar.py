"""The calendar as it stands (工作日历), and entering days into it (维护)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.deadlines.calendar_tables import CalendarDay
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import InvalidValue
from tracker.values.workdays import Source, WorkingCalendar

LONGEST = 31


@dataclass(frozen=True)
class Stretch:
    """Days in a row to be entered alike: a holiday, or a weekend to be worked."""

    first: date
    last: date
    is_working: bool
    name: str
    document: str

    @property
    def days(self) -> list[date]:
        """Each of the days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class ShownDay:
    """One day of the page: whether offices work, where that is known from, and what it is called."""

    date: date
    is_working: bool
    source: Source
    name: str = ""


def working_calendar() -> WorkingCalendar:
    """The one calendar every term is counted by; one query."""
    return WorkingCalendar(dict(CalendarDay.objects.values_list("date", "is_working")))


def year_of(year: int) -> list[ShownDay]:
    """Every day of a year."""
    entered = {day.date: day for day in CalendarDay.objects.filter(date__year=year)}
    calendar = WorkingCalendar({day: row.is_working for day, row in entered.items()})
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    return [
        ShownDay(day, calendar.is_working(day), calendar.source(day), entered[day].name if day in entered else "")
        for day in days
    ]


@transaction.atomic
def enter_days(*, stretch: Stretch, by: Officer) -> int:
    """登记: enter days as holiday or working day, in place of what was entered before; how many."""
    require(by, "change", "calendar")
    if stretch.last < stretch.first:
        raise InvalidValue(_("结束日期不能早于开始日期"), field="last", expected=f"≥ {stretch.first}")
    if len(stretch.days) > LONGEST:
        raise InvalidValue(_("一次最多登记三十一天"), field="last", found=str(len(stretch.days)))
    if not stretch.name.strip() or not stretch.document.strip():
        raise InvalidValue(_("请写明名称和依据文件"), field="document")
    rows = [
        CalendarDay(
            date=day, is_working=stretch.is_working, name=stretch.name.strip(), document=stretch.document.strip()
        )
        for day in stretch.days
    ]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"], update_fields=["is_working", "name", "document"]
    )
    return len(rows)


@transaction.atomic
def take_out(*, day: date, by: Officer) -> None:
    """取消登记: the published calendar, or the rule, says again what the day is; the history keeps what was entered."""
    require(by, "change", "calendar")
    if not CalendarDay.objects.filter(date=day).delete()[0]:
        raise InvalidValue(_("这一天没有登记"), field="date", found=day.isoformat())
