"""History on a page (变更记录): who changed what, when, from which value to which, out of the event tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import event_model, events_of
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.templatetags.capacity import amount, iso

LABELS = {"insert": _("新增"), "update": _("修改"), "delete": _("删除")}
SHOWN = 50
# A related row that the reader may not see: its bare key would say nothing.
HIDDEN = _("（无权查看的记录）")
# Columns that say nothing to a reader: keys, the lock's counter, flags of the nightly scan.
_SILENT = {"id", "pk", "version", "overdue_flagged", "reminder_flagged"}


def history_of(row: models.Model, officer: Officer) -> list[dict[str, Any]]:
    """The last events of a row, newest first, for the history part; nothing for those who may not see histories."""
    if not may(officer, "history", row.resource):  # type: ignore[attr-defined]
        return []
    events = list(events_of(row).reverse()[: SHOWN + 1])
    fields = [field for field in row._meta.concrete_fields if _is_told(field, events)]
    spell = _Speller(fields, events)
    people = Officer.objects.in_bulk({(event.pgh_context or {}).get("officer") for event in events} - {None})
    older = [*events[1:], None]
    return [_line(event, before, fields, spell, people) for event, before in zip(events, older, strict=True)][:SHOWN]


def changes_in(rows: models.QuerySet[Any], officer: Officer, **of: Any) -> list[dict[str, Any]]:
    """The last events of a whole table (of the events that `of` names), newest first; each told against the row's event before."""
    model = rows.model
    if not may(officer, "history", model.resource):
        return []
    fields = [field for field in model._meta.concrete_fields if field.name not in _SILENT]
    events: list[Any] = list(event_model(model)._default_manager.filter(**of).order_by("-pgh_id")[:SHOWN])
    people = Officer.objects.in_bulk({(event.pgh_context or {}).get("officer") for event in events} - {None})
    spell = _Speller(fields, events)
    lines = []
    for place, event in enumerate(events):
        before = next((older for older in events[place + 1 :] if older.pgh_obj_id == event.pgh_obj_id), None)
        lines.append({**_line(event, before, fields, spell, people), "about": event})
    return lines


def _is_told(field: Any, events: list[Any]) -> bool:
    return field.name not in _SILENT and bool(events) and hasattr(events[0], field.attname)


def _line(event: Any, before: Any, fields: list[Any], spell: _Speller, people: dict[int, Officer]) -> dict[str, Any]:
    context = event.pgh_context or {}
    person = people.get(context.get("officer", 0))
    changed = [field for field in fields if before and getattr(before, field.attname) != getattr(event, field.attname)]
    return {
        "verb": LABELS.get(event.pgh_label, event.pgh_label),
        "who": person.name if person else context.get("name") or _("系统"),
        "role": person.get_role_display() if person else "",
        "when": event.pgh_created_at,
        "reason": context.get("reason", ""),
        "changes": [
            {"label": field.verbose_name, "old": spell(field, before), "new": spell(field, event)} for field in changed
        ],
    }


class _Speller:
    """Writes a column's value as a reader knows it; names of related rows are read with one query a column."""

    def __init__(self, fields: list[Any], events: list[Any]) -> None:
        self.names: dict[str, dict[Any, Any]] = {}
        for field in fields:
            if not field.is_relation:
                continue
            keys = {getattr(event, field.attname) for event in events}
            if len(keys) > 1:
                related = field.related_model
                rows = related._default_manager.select_related(*getattr(related, "spelled_with", ()))
                self.names[field.name] = rows.in_bulk(keys - {None})

    def __call__(self, field: Any, event: Any) -> str:
        value = getattr(event, field.attname)
        if value in (None, "", []):
            return ""
        if field.is_relation:
            row = self.names.get(field.name, {}).get(value, HIDDEN)
            return str(getattr(row, "spelled", row))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, Decimal):
            return amount(value)
        return iso(value) if isinstance(value, date) else str(value)
