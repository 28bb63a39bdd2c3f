"""Pages of the alerts room (预警): the inbox and its acknowledgement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tracker.alerts.handling import acknowledge as acknowledge_alert
from tracker.alerts.models import Alert
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.contracts import VersionForm
from tracker.web.forms.filters import AlertFilter
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("alert")
def index(request: OfficerRequest) -> Reply:
    """The inbox, over all plans: the open ones first, a tab for each state, the longest overdue on top."""
    filters = AlertFilter(request.GET, officer=request.user, on=today())
    every = filters.narrow(Alert.objects.visible_to(request.user))
    state = filters.asked("state") or Alert.State.OPEN.value
    counts = dict(every.order_by().values_list("state").annotate(n=Count("pk")))
    related = ("target__plan", "target__enterprise", "target__facility", "region", "acknowledged_by")
    rows = every.filter(state=state).select_related(*related).order_by("due_on", "pk")
    if file := exported(request, "alerts", rows, filters=filters):
        return file
    context = {
        "filter_form": filters,
        "tabs": [_tab(value, label, state, counts.get(value, 0)) for value, label in Alert.State.choices],
        "may_acknowledge": may(request.user, "change", "alert"),
    }
    listed = page_context(request, rows, count=counts.get(state, 0))
    return render(request, "tracker/alerts/list.html", context | listed)


def _tab(value: str, label: Any, active: str, number: int) -> dict[str, object]:
    bad = bool(number) and value == Alert.State.OPEN
    return {"name": value, "label": label, "count": number, "active": value == active, "bad": bad}


@page("alert", "change")
@require_POST
def acknowledge(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that the officer knows of an alert and deals with it."""
    alert = Alert.objects.get_visible(request.user, pk=pk)
    said = checked(VersionForm(request.POST))
    acknowledge_alert(alert=alert, by=request.user, on=today(), note=said["note"], seen_version=said["version"])
    messages.success(request, Alert.State.ACKNOWLEDGED.label)
    return redirect("alerts")
