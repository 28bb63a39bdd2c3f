"""Kinds of deadlines (期限类别): one declaration says which rows have a due day, while they are open, and whose they are.

Each kind is declared in the room of its table (deadline_kinds.py there) and listed in alerts.kinds. What is due soon, due
or overdue follows from the declaration by the one rule (rule.py), for pages, the API, scans and downloads alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import CharField, DateField, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left

from tracker.deadlines.change_tables import DeadlineChange
from tracker.deadlines.rule import ahead_q, past_q, today_q
from tracker.officers.models import Officer
from tracker.values.workdays import Counting, WorkingCalendar

# The due day of what is paused: on no day is it soon, due or past.
PAUSED = date.max
TITLE_LENGTH = 200


class Extend(Protocol):
    """How a kind that keeps its own due day has it moved by an approved extension."""

    def __call__(self, *, pk: int, new_due_on: date, by: Officer, on: date, reason: str) -> None:
        """Move the due day."""


@dataclass(frozen=True)
class DeadlineKind:
    """One kind: `due` is the column of the day set, `open_q(day)` what is still open on a day."""

    code: str
    label: Any
    model: type[Model]
    due: str
    open_q: Callable[[date], Q]
    title: Any  # an expression: what a list calls a row
    page: str  # the name of a row's address
    title_en: Any = None  # the same in English; none where nothing of it has an English name
    region: Any = None  # an expression; the row's own region without one
    organisation: Any = None  # an expression; no department without one
    counting: Counting = Counting.CALENDAR
    remind_days: int = 7
    can_change: bool = True  # extension and pause, as dated facts beside the row
    extend: Extend | None = None  # where the row keeps its own due day

    @property
    def columns(self) -> dict[str, Any]:
        """What a list or an alert says of a row: what it is called, whose region and whose department's it is."""
        return {
            "title_": Left(self.title, TITLE_LENGTH),
            "region_": self.region or F("region_id"),
            "organisation_": self.organisation or Value(None, output_field=CharField()),
        }

    def standing(self, on: date, *, until: date | None = None) -> QuerySet[Any]:
        """What is open on a day, with `due_now`: the day set, moved by what was decided by then. `until` leaves out later ones.

        Changes only move a due day back, so the day set is enough to leave out what can't be due yet.
        """
        rows: QuerySet[Any] = self.model._default_manager.filter(self.open_q(on), **{f"{self.due}__isnull": False})
        if until is not None:
            rows = rows.filter(**{f"{self.due}__lte": until})
        standing: QuerySet[Any] = rows.order_by().annotate(due_now=self._due_now(on))
        return standing

    def overdue(self, on: date) -> QuerySet[Any]:
        """What is overdue on a day."""
        return self.standing(on, until=on - timedelta(days=1)).filter(past_q(on, due="due_now"))

    def due_on(self, on: date) -> QuerySet[Any]:
        """What has its last good day on a day."""
        return self.standing(on, until=on).filter(today_q(on, due="due_now"))

    def due_soon(self, on: date, calendar: WorkingCalendar) -> QuerySet[Any]:
        """What is due on a day or within the days in which it is reminded of."""
        until = self.horizon(on, calendar)
        return self.standing(on, until=until).filter(ahead_q(on, until=until, due="due_now"))

    def horizon(self, on: date, calendar: WorkingCalendar) -> date:
        """The last due day that is soon on a day: as many days are left as reminders begin before."""
        if self.counting == Counting.WORKING:
            return calendar.add(on, self.remind_days + 1) - timedelta(days=1)
        return on + timedelta(days=self.remind_days)

    def soon_since(self, due_on: date, calendar: WorkingCalendar) -> date:
        """The first day on which something due on `due_on` is due soon."""
        if self.counting == Counting.WORKING:
            return calendar.previous_working(calendar.subtract(due_on, self.remind_days))
        return due_on - timedelta(days=self.remind_days)

    def _due_now(self, on: date) -> Any:
        if self.extend is not None or not self.can_change:
            return F(self.due)
        decided = DeadlineChange.objects.of(self.code, OuterRef("pk"), OuterRef(self.due)).filter(on__lte=on)
        moved = Coalesce("due_on", Value(PAUSED), output_field=DateField())
        return Coalesce(Subquery(decided.annotate(moved=moved).values("moved")[:1]), F(self.due))
