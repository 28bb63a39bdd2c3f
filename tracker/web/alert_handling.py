"""What an officer does with an alert (办理): acknowledge, assign, put off, resolve, settle."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.alerts import handling
from tracker.alerts.models import Alert
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.inbox import AssignForm, HandlingForm, SnoozeForm
from tracker.web.pages import OfficerRequest, page


@page("alert", "change")
@require_POST
def acknowledge(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that the officer knows of an alert and deals with it."""
    alert, said = _asked(request, pk, HandlingForm(request.POST))
    handling.acknowledge(alert=alert, by=request.user, on=today(), note=said["note"], seen_version=said["version"])
    messages.success(request, Alert.State.ACKNOWLEDGED.label)
    return redirect("inbox")


@page("alert", "change")
@require_POST
def assign(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give it to somebody to deal with."""
    alert = Alert.objects.get_visible(request.user, pk=pk)
    said = checked(AssignForm(request.POST, officers=handling.handlers_of(alert)))
    handling.assign(alert=alert, to=said["to"], by=request.user, seen_version=said["version"])
    messages.success(request, _("已交办"))
    return redirect("alert", pk=pk)


@page("alert", "change")
@require_POST
def snooze(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put it off until a day."""
    alert, said = _asked(request, pk, SnoozeForm(request.POST))
    handling.snooze(
        alert=alert, until=said["until"], reason=said["reason"], by=request.user, on=today(),
        seen_version=said["version"],
    )  # fmt: skip
    messages.success(request, _("已暂缓"))
    return redirect("alert", pk=pk)


@page("alert", "change")
@require_POST
def resolve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Resolve it now that its cause is gone."""
    alert, said = _asked(request, pk, HandlingForm(request.POST))
    handling.resolve(alert=alert, by=request.user, on=today(), note=said["note"], seen_version=said["version"])
    messages.success(request, Alert.State.RESOLVED.label)
    return redirect("inbox")


@page("alert", "settle")
@require_POST
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say what became of what the ladder asked for."""
    alert, said = _asked(request, pk, HandlingForm(request.POST))
    handling.settle_task(alert=alert, by=request.user, note=said["note"], seen_version=said["version"])
    messages.success(request, _("已办结"))
    return redirect("alert", pk=pk)


def _asked(request: OfficerRequest, pk: int, form: Any) -> tuple[Alert, dict[str, Any]]:
    return Alert.objects.get_visible(request.user, pk=pk), checked(form)
