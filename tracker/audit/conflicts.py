"""Two officers, one row (并发修改): the second is shown what they saw, what is stored now, and what they wanted."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F

from tracker.audit.history import events_of
from tracker.values.errors import StaleState


def change_seen(row: models.Model, *, seen_version: int, changes: dict[str, Any]) -> Any:
    """Change a row if it still has the version the officer saw, and return it anew; StaleState with all values otherwise."""
    manager = type(row)._default_manager
    changed = manager.filter(pk=row.pk, version=seen_version).update(version=F("version") + 1, **changes)
    fresh = manager.get(pk=row.pk)
    if not changed:
        raise _stale(fresh, seen_version, changes)
    return fresh


def _stale(theirs: Any, seen_version: int, yours: dict[str, Any]) -> StaleState:
    seen = events_of(theirs).filter(version=seen_version).last()
    fields = {
        name: {"was": _text(getattr(seen, name, None)), "theirs": _text(getattr(theirs, name)), "yours": _text(value)}
        for name, value in yours.items()
        if getattr(theirs, name) != value
    }
    return StaleState(fields=fields, version=theirs.version)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
