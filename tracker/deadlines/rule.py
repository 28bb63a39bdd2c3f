"""THE rule of every deadline (期限规则). A due day is the last good day; on any later day what is still open is overdue.

Due soon, due, overdue on a day: the same conditions for pages, the API, scans and downloads.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def past_q(as_of: date, *, due: str = "due_on") -> Q:
    """The due day is past."""
    return Q(**{f"{due}__lt": as_of})


def today_q(as_of: date, *, due: str = "due_on") -> Q:
    """The day itself is the due day."""
    return Q(**{due: as_of})


def ahead_q(as_of: date, *, until: date, due: str = "due_on") -> Q:
    """The due day is the day itself or comes later, but not after `until`."""
    return Q(**{f"{due}__gte": as_of, f"{due}__lte": until})
