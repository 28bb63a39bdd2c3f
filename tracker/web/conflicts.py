"""What a service refuses, shown on the form: a broken rule at its field; a conflict with all three values to choose from."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from tracker.audit.history import events_of
from tracker.officers.models import Officer
from tracker.templatetags.capacity import amount
from tracker.values.errors import DomainError, NotAllowed, NotFound, StaleState

THEIRS = "theirs"


def refuse(form: forms.Form, error: DomainError) -> None:
    """Show a refusal at the field it is about, or above the form; what the officer may not do is no matter of the form."""
    if isinstance(error, NotAllowed | NotFound):
        raise error
    field = error.data.get("field")
    form.add_error(field if field in form.fields else None, str(error.message))


def chosen_values(post: QueryDict, row: models.Model | None) -> QueryDict:
    """What the officer sent, with the stored value wherever they chose the other officer's."""
    chosen = post.copy()
    for key in post:
        name = key.removeprefix("keep-")
        if name != key and post[key] == THEIRS and row is not None:
            chosen[name] = _sent(getattr(row, f"{name}_id", getattr(row, name, "")))
    return chosen


def conflict_context(form: forms.Form, error: StaleState, row: models.Model) -> dict[str, Any]:
    """`conflicts` and `conflict_by` for the conflict part; the form goes on with the version that is stored now."""
    sent: Any = form.data
    form.data = sent.copy()
    form.data["version"] = str(error.data["version"])  # type: ignore[index]
    last = events_of(row).last()
    who = Officer.objects.filter(pk=(last.pgh_context or {}).get("officer") or 0).first() if last else None
    return {
        "conflicts": [_conflict(form, column, values) for column, values in error.data["fields"].items()],
        "conflict_by": {"who": who.name, "when": last.pgh_created_at} if last and who else None,
    }


def _conflict(form: forms.Form, column: str, values: dict[str, str]) -> dict[str, Any]:
    name = column.removesuffix("_id")
    field = form.fields[name]
    told = {kind: _told(field, value) for kind, value in values.items()}
    return {"name": name, "label": field.label, **told}


def _told(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or "") if value and field.queryset is not None else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, forms.DecimalField) and value:
        try:
            return amount(Decimal(value))
        except InvalidOperation:
            return value
    return value


def _sent(value: Any) -> str:
    return "" if value is None else str(value)
