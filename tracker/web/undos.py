"""Undoing an import on a page (撤销导入): what it would take back, what stands in the way, the reason, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.audit.obstacles import Obstacle
from tracker.audit.reversal import Touched
from tracker.officers.models import Officer
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.values.errors import StaleState
from tracker.web.forms.uploads import UndoForm
from tracker.web.pages import OfficerRequest, page
from tracker.workbooks.models import Upload
from tracker.workbooks.undoing import foresee_undo, may_undo, undo


@page("upload", "undo")
def undo_import(request: OfficerRequest, pk: str) -> HttpResponse:
    """See what undoing would do, and do it with a reason."""
    upload = Upload.objects.get_visible(request.user, pk=pk)
    if not may_undo(upload, request.user):
        return redirect("upload", pk=pk)
    form = UndoForm(request.POST or None, initial={"version": upload.version})
    outlook = foresee_undo(upload=upload, by=request.user, on=today())
    status = 200
    if request.method == "POST" and form.is_valid() and not outlook.obstacles:
        said = form.cleaned_data
        try:
            undo(upload=upload, by=request.user, on=today(), reason=said["reason"], seen_version=said["version"])
        except StaleState as stale:
            form.add_error(None, str(stale.message))
            status = 409
        else:
            messages.success(request, _("已撤销，各行已恢复到导入之前"))
            return redirect("upload", pk=pk)
    context = {
        "upload": upload,
        "form": form,
        "tables": [_table(each) for each in outlook.touched],
        "obstacles": spelled(outlook.obstacles),
        "obstacle_count": outlook.obstacle_count,
    }
    if outlook.obstacles and request.method == "POST":
        status = 409
    return render(request, "tracker/uploads/undo.html", context, status=status)


def _table(each: Touched) -> dict[str, Any]:
    return {"label": each.model._meta.verbose_name, "created": each.created, "changed": each.changed}


def spelled(found: Sequence[Obstacle]) -> list[dict[str, Any]]:
    """The obstacles as an officer reads them: which record, who and when, which fields from what to what."""
    titles = _titles(found)
    people = {officer.username: officer.name for officer in Officer.objects.filter(username__in={o.who for o in found})}
    return [
        {
            "label": each.model._meta.verbose_name,
            "title": titles.get((each.model, each.key), str(each.key)),
            "resting_on": each.resting_on._meta.verbose_name if each.resting_on else "",
            "gone": each.gone,
            "who": people.get(each.who, each.who),
            "when": each.when,
            "changes": [_change(each.model, *change) for change in each.changes.items()],
        }
        for each in found
    ]


def _titles(found: Sequence[Obstacle]) -> dict[tuple[Any, Any], str]:
    """What each record is called; one query a table."""
    titles: dict[tuple[Any, Any], str] = {}
    for model in {each.model for each in found}:
        keys = [each.key for each in found if each.model is model]
        rows = model._default_manager.filter(pk__in=keys)
        if model is Target:
            rows = rows.select_related("enterprise", "facility")
        titles |= {(model, row.pk): _title(row) for row in rows}
    return titles


def _title(row: models.Model) -> str:
    return f"{row.enterprise.name} {row.facility.name}" if isinstance(row, Target) else str(row)


def _change(model: type[models.Model], column: str, values: tuple[Any, Any]) -> dict[str, str]:
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    related = getattr(field, "related_model", None)
    names = dict(getattr(field, "flatchoices", ()))
    if isinstance(related, type) and issubclass(related, models.Model):
        names = {row.pk: str(row) for row in related._default_manager.filter(pk__in=[v for v in values if v])}
    old, new = ("" if value in (None, "") else str(names.get(value, value)) for value in values)
    return {"label": str(getattr(field, "verbose_name", column)), "old": old, "new": new}
