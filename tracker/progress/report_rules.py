"""Monthly reports (月报): when one is due, and the moves between its states. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.values.transitions import Transition, TransitionTable

# The report on a month is due by this day of the next; it is the last good day.
DUE_DAY = 5
REMIND_DAYS_BEFORE = 2


class ReportState(models.TextChoices):
    """月报状态."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已报送")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已审核")


REPORT_MOVES = TransitionTable(
    [
        Transition("submit", frozenset({"draft", "returned"}), "submitted", _("报送")),
        Transition("return", frozenset({"submitted"}), "returned", _("退回"), needs=("comment",)),
        Transition("accept", frozenset({"submitted"}), "accepted", _("审核通过")),
    ]
)
PERMISSION_OF = {"submit": "change", "return": "decide", "accept": "decide"}


def first_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return first_of(first_of(day) - timedelta(days=1))


def last_of(month: date) -> date:
    """The last day of a month."""
    return first_of(first_of(month) + timedelta(days=31)) - timedelta(days=1)


def due_on(month: date) -> date:
    """The last good day for the report on a month."""
    return (last_of(month) + timedelta(days=1)).replace(day=DUE_DAY)


def is_late(month: date, submitted_on: date | None, on: date) -> bool:
    """Whether the report came, or still hasn't come, after its last good day."""
    return (submitted_on or on) > due_on(month)
