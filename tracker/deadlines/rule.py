"""THE rule of every deadline (期限规则). A due day is the last good day; on any later day what is still open is overdue.

Due soon, due, overdue on a day: the same conditions for pages, the API, scans and downloads; as a condition on rows, and as
the answer for one due day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db.models import Q


class DueState(StrEnum):
    """How an open deadline stands on a day."""

    LATER = "later"
    DUE_SOON = "due_soon"
    DUE = "due"
    OVERDUE = "overdue"


def past_q(as_of: date, *, due: str = "due_on") -> Q:
    """The due day is past."""
    return Q(**{f"{due}__lt": as_of})


def today_q(as_of: date, *, due: str = "due_on") -> Q:
    """The day itself is the due day."""
    return Q(**{due: as_of})


def ahead_q(as_of: date, *, until: date, due: str = "due_on") -> Q:
    """The due day is the day itself or comes later, but not after `until`."""
    return Q(**{f"{due}__gte": as_of, f"{due}__lte": until})


def state_on(due_on: date, as_of: date, *, until: date) -> DueState:
    """How something open stands on a day, if it is due soon up to `until`."""
    if due_on < as_of:
        return DueState.OVERDUE
    if due_on == as_of:
        return DueState.DUE
    return DueState.DUE_SOON if due_on <= until else DueState.LATER
