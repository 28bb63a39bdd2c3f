"""How a target's deadline stands (期限状态), told beside each row by the one deadline rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from tracker.alerts.models import Alert
from tracker.targets.overdue import days_late, due_soon_q, overdue_q


def with_due_state(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """The targets with `due_state` (overdue, due_soon or empty on the business date) and `days_late` of what is done."""
    state = Case(
        When(overdue_q(on), then=Value(Alert.Kind.OVERDUE.value)),
        When(due_soon_q(on), then=Value(Alert.Kind.DUE_SOON.value)),
        default=Value(""),
        output_field=CharField(),
    )
    told: QuerySet[Any] = rows.annotate(due_state=state, days_late=days_late())
    return told
