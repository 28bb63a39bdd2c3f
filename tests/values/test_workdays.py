"""Working days: counted on and back, by what was entered, published or inferred."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.values.workdays import Counting, Source, WorkingCalendar, months_after

DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))
NUMBERS = st.integers(0, 60)
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=40).map(WorkingCalendar)
PUBLISHED = WorkingCalendar()


def test_holidays_are_left_out_and_the_weekends_that_make_up_for_them_counted() -> None:
    # 2010: the National Day week from 1 to 7 October; Saturday 9 October was worked.
    assert PUBLISHED.add(date(2010, 9, 30), 1) == date(2010, 10, 8)
    assert PUBLISHED.add(date(2010, 9, 30), 2) == date(2010, 10, 9)
    assert months_after(date(2010, 8, 31), 6) == date(2011, 2, 28)


def test_a_year_not_published_is_inferred_without_its_fixed_holidays() -> None:
    assert PUBLISHED.source(date(2031, 1, 6)) == Source.INFERRED
    assert PUBLISHED.is_working(date(2031, 1, 6))  # a Monday
    assert not PUBLISHED.is_working(date(2031, 1, 1))  # New Year, a Wednesday
    assert not PUBLISHED.is_working(date(2031, 1, 5))  # a Sunday
    assert PUBLISHED.source(date(2010, 10, 1)) == Source.PUBLISHED


def test_what_was_entered_decides() -> None:
    entered = WorkingCalendar({date(2031, 1, 6): False, date(2010, 10, 2): True})
    assert not entered.is_working(date(2031, 1, 6))
    assert entered.is_working(date(2010, 10, 2))
    assert entered.source(date(2010, 10, 2)) == Source.ENTERED
    assert entered.next_working(date(2031, 1, 4)) == date(2031, 1, 7)


@given(CALENDARS, DAYS, NUMBERS)
def test_adding_lands_on_a_working_day_that_is_that_many_away(calendar: WorkingCalendar, day: date, n: int) -> None:
    later = calendar.add(day, n)
    assert calendar.between(day, later) == n
    assert later == day if n == 0 else calendar.is_working(later)


@given(CALENDARS, DAYS, NUMBERS, NUMBERS)
def test_adding_in_two_steps_is_adding_at_once(calendar: WorkingCalendar, day: date, n: int, m: int) -> None:
    assert calendar.add(calendar.add(day, n), m) == calendar.add(day, n + m)


@given(CALENDARS, DAYS, NUMBERS)
def test_between_subtracted_and_counted_again_is_the_same(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.between(calendar.subtract(day, n), day) == n


@given(CALENDARS, DAYS, st.integers(0, 90), st.integers(0, 90))
def test_between_adds_up(calendar: WorkingCalendar, day: date, n: int, m: int) -> None:
    middle, last = day + timedelta(days=n), day + timedelta(days=n + m)
    assert calendar.between(day, middle) + calendar.between(middle, last) == calendar.between(day, last)
    assert calendar.between(last, day) == 0 or n + m == 0


@given(DAYS, NUMBERS)
def test_calendar_days_are_plain_days(day: date, n: int) -> None:
    assert PUBLISHED.later(day, n, Counting.CALENDAR) == day + timedelta(days=n)
    assert PUBLISHED.days_between(day, day + timedelta(days=n), Counting.CALENDAR) == n
