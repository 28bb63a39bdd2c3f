"""History (变更历史): every insert, update and delete of a tracked table becomes an event row, written by statement triggers.

No write path escapes it: ORM, bulk, raw SQL, COPY. The context (officer, reason, request, job) stands on the event itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Class decorator: keep the history of a model in its `<Model>Event` table."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Statement),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
        exclude=list(exclude) or None,
        # Reader: the feed of all events, in the order they were recorded (feed.py).
        meta={"indexes": [models.Index(fields=["pgh_created_at", "pgh_id"])]},
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
    )
    return track


def events_of(row: models.Model) -> models.QuerySet[Any]:
    """The events of one row, oldest first."""
    return event_model(type(row))._default_manager.filter(pgh_obj_id=row.pk).order_by("pgh_id")


def event_model(model: type[models.Model]) -> type[models.Model]:
    """The event table of a tracked model."""
    return model._meta.get_field("events").related_model  # type: ignore[return-value]


def known_at(model: type[models.Model], moment: Any) -> models.QuerySet[Any]:
    """The last event of each row recorded by `moment`: what the system knew then (deleted rows left out)."""
    events = event_model(model)._default_manager.filter(pgh_created_at__lte=moment)
    later = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    return events.filter(~Exists(later)).exclude(pgh_label="delete")
