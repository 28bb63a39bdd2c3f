"""Working days (工作日): which days offices work, and counting by them.

Three sources, the first that knows a day decides: what the administrator entered with its document; the published calendar
of public holidays and make-up workdays; and for years not published yet Monday to Friday without the fixed holidays (推算).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar import is_workday

_FRIDAY = 4
_DAY = timedelta(days=1)
# The holidays that fall on the same days every year, since the rules of 2025; those of the moon nobody can know beforehand.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


class Source(StrEnum):
    """Where it is known from whether a day is a working day."""

    ENTERED = "entered"
    PUBLISHED = "published"
    INFERRED = "inferred"


class Counting(StrEnum):
    """How the days of a term are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar of working days, with the days an administrator entered: day → whether offices work."""

    entered: Mapping[date, bool] = field(default_factory=dict)

    def source(self, day: date) -> Source:
        """Where it is known from."""
        if day in self.entered:
            return Source.ENTERED
        return Source.INFERRED if _published(day) is None else Source.PUBLISHED

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        entered = self.entered.get(day)
        if entered is not None:
            return entered
        published = _published(day)
        if published is not None:
            return published
        return day.weekday() <= _FRIDAY and (day.month, day.day) not in _FIXED_HOLIDAYS

    def add(self, day: date, number: int) -> date:
        """The last of `number` working days after a day, which is itself not counted (开始的当日不计入)."""
        while number > 0:
            day += _DAY
            number -= self.is_working(day)
        return day

    def subtract(self, day: date, number: int) -> date:
        """The day from which `number` working days are left until a day, that day counted."""
        while number > 0:
            number -= self.is_working(day)
            day -= _DAY
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`; none where `last` is not later."""
        return sum(self.is_working(first + n * _DAY) for n in range(1, (last - first).days + 1))

    def previous_working(self, day: date) -> date:
        """The day itself where offices work, else the last on which they did."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def next_working(self, day: date) -> date:
        """The day itself where offices work, else the next on which they do."""
        while not self.is_working(day):
            day += _DAY
        return day

    def later(self, day: date, number: int, counting: Counting) -> date:
        """A day so many days later, counted in calendar or in working days."""
        return self.add(day, number) if counting == Counting.WORKING else day + number * _DAY

    def days_between(self, first: date, last: date, counting: Counting) -> int:
        """How many days lie after `first`, up to and with `last`, counted in calendar or in working days."""
        return self.between(first, last) if counting == Counting.WORKING else max((last - first).days, 0)


def months_after(day: date, number: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _published(day: date) -> bool | None:
    """What the published calendar says; None for a year it does not hold."""
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None
