"""Working days (工作日): until when an enterprise may be heard, and by when a department has to execute.

Public holidays and the working weekends that make up for them come from the published calendar; for a year that is not
published yet Monday to Friday count.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from chinese_calendar import is_workday

# Where a measure names no period of its own: not prescribed for every measure, so that nobody is cut off unheard.
NOTICE_DAYS = 3
EXECUTION_DAYS = 5
_FRIDAY = 4


def is_working_day(day: date) -> bool:
    """Whether offices work on a day."""
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() <= _FRIDAY


def working_days_after(day: date, number: int) -> date:
    """The last of `number` working days; the day itself is not counted (开始的当日不计入)."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def months_after(day: date, number: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
