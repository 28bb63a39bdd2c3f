"""Saving a form (保存): a broken rule is shown at its field; a conflict with all three values, to choose from and save again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.audit.acting import declare
from tracker.audit.history import events_of
from tracker.officers.models import Officer
from tracker.templatetags.capacity import amount
from tracker.values.errors import DomainError, InvalidValue, NotAllowed, NotFound, StaleState
from tracker.web.pages import OfficerRequest

THEIRS = "theirs"


@dataclass
class Attempt:
    """What came of trying to save: the saved row, or what the page shows instead."""

    saved: Any = None
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200


def attempt(request: OfficerRequest, form: Any, row: models.Model | None, save: Callable[[], Any]) -> Attempt:
    """Save what a valid form says, with its reason in the history; refusals come back on the form."""
    if not form.is_valid():
        return Attempt()
    declare(request.user.actor, reason=form.cleaned_data.get("reason", ""), request_id=request.request_id)
    try:
        saved = save()
    except StaleState as stale:
        return Attempt(context=_conflict_context(form, stale, row), status=409)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        tell_refusal(form, error)
        return Attempt()
    messages.success(request, _("已保存"))
    return Attempt(saved)


def tell_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Say a broken rule at the field it is about; of the whole form where it has no such field."""
    about = error.data.get("field")
    form.add_error(about if about in form.fields else None, str(error.message))


def checked(form: Any) -> dict[str, Any]:
    """What a small form on a page says; its first fault is told on the refusal page."""
    if not form.is_valid():
        name, faults = next(iter(form.errors.items()))
        raise InvalidValue(f"{form.fields[name].label or name}：{faults[0]}", field=name)
    said: dict[str, Any] = form.cleaned_data
    return said


def chosen_values(post: QueryDict, row: models.Model | None) -> QueryDict:
    """What the officer sent, with the stored value wherever they chose the other officer's."""
    chosen = post.copy()
    for key in post:
        name = key.removeprefix("keep-")
        if name != key and post[key] == THEIRS and row is not None:
            value = getattr(row, f"{name}_id", getattr(row, name, ""))
            chosen[name] = "" if value is None else str(value)
    return chosen


def _conflict_context(form: Any, error: StaleState, row: models.Model | None) -> dict[str, Any]:
    """For the conflict part; the form goes on with the version that is stored now."""
    form.data = form.data.copy()
    form.data["version"] = str(error.data["version"])
    last = events_of(row).last() if row else None
    who = Officer.objects.filter(pk=(last.pgh_context or {}).get("officer") or 0).first() if last else None
    return {
        "conflicts": [_conflict(form, column, values) for column, values in error.data["fields"].items()],
        "conflict_by": {"who": who.name, "when": last.pgh_created_at} if last and who else None,
    }


def _conflict(form: forms.Form, column: str, values: dict[str, str]) -> dict[str, Any]:
    name = column.removesuffix("_id")
    about = form.fields.get(name)
    told = {kind: _told(about, value) for kind, value in values.items()}
    return {"name": name, "label": about.label if about else name, **told}


def _told(about: forms.Field | None, value: str) -> str:
    if isinstance(about, forms.ModelChoiceField):
        return str(about.queryset.filter(pk=value).first() or "") if value and about.queryset is not None else ""
    if isinstance(about, forms.ChoiceField):
        return str(dict(about.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(about, forms.DecimalField) and value:
        try:
            return amount(Decimal(value))
        except InvalidOperation:
            return value
    return value
