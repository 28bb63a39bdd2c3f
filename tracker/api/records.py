"""Which rows an officer may know of (可知范围): as they are, or as they were known at a moment."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from tracker.api.parameters import Clocks
from tracker.audit.history import known_at
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet, scope_of


def records_of(model: type[Model], officer: Officer, clocks: Clocks) -> QuerySet[Any]:
    """The rows of a model the officer may know of: as they are, or as they were known at the moment asked for."""
    if clocks.past_record:
        within, then = scope_of(officer, model), known_at(model, clocks.known_at)
        return then if within is None else then.filter(within)
    rows = model._default_manager.all()
    return rows.visible_to(officer) if isinstance(rows, ScopedQuerySet) else rows
