"""THE deadline rule (逾期规则). A deadline day is the last good day; on any later day whatever is not complete is overdue.

One rule, two clocks' worth of columns: `due` names the due-day expression and `done` the completion-day expression, either
the caches kept on the row (today's truth) or the dated facts as of a past day (targets.models.TargetQuerySet.as_of).
Source: S4.3 (15 September).
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Func, IntegerField, Q

from tracker.deadlines.rule import ahead_q, past_q

DUE_SOON_DAYS = 30


def open_q(as_of: date, *, done: str = "completed_on", withdrawn: str = "withdrawn_on") -> Q:
    """Not complete and not withdrawn on the day `as_of`."""
    complete = Q(**{f"{done}__isnull": True}) | Q(**{f"{done}__gt": as_of})
    kept = Q(**{f"{withdrawn}__isnull": True}) | Q(**{f"{withdrawn}__gt": as_of})
    return complete & kept


def overdue_q(as_of: date, *, due: str = "due_on", done: str = "completed_on") -> Q:
    """Overdue on the day `as_of`: open, and the due day is past."""
    return past_q(as_of, due=due) & open_q(as_of, done=done)


def due_soon_q(as_of: date, *, days: int = DUE_SOON_DAYS, due: str = "due_on", done: str = "completed_on") -> Q:
    """Due soon on the day `as_of`: open, not overdue, and due within `days` days (the due day included)."""
    return ahead_q(as_of, until=as_of + timedelta(days=days), due=due) & open_q(as_of, done=done)


def overdue_since(due_on: date) -> date:
    """The first day on which something due on `due_on` is overdue."""
    return due_on + timedelta(days=1)


def days_late(*, due: str = "due_on", done: str = "completed_on") -> Func:
    """By how many days the completion came after the due day (逾期完成天数); 0 where it was in time or is not done.

    PostgreSQL passes over what is NULL when it takes the greatest.
    """
    shape = "GREATEST(%(expressions)s, 0)"
    return Func(F(done), F(due), template=shape, arg_joiner=" - ", output_field=IntegerField())


def due_soon_since(due_on: date, *, days: int = DUE_SOON_DAYS) -> date:
    """The first day on which something due on `due_on` is due soon."""
    return due_on - timedelta(days=days)


def alerts_out_of_date_q() -> Q:
    """Alerted of a due day that no longer counts: the target is finished, or its due day was moved."""
    finished = Q(completed_on__isnull=False) | Q(withdrawn_on__isnull=False)
    return Q(alerted_due_on__isnull=False) & (finished | ~Q(alerted_due_on=F("due_on")))
