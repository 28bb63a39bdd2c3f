"""Pages of the alerts room (预警): the inbox and its acknowledgement."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.alerts.models import Alert
from tracker.alerts.services import acknowledge as acknowledge_alert
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.values.errors import InvalidValue
from tracker.web.forms.contracts import VersionForm
from tracker.web.forms.filters import AlertFilter
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404


@page("alert")
def index(request: OfficerRequest) -> HttpResponse:
    """The inbox: alerts of the plan, the open ones first, a tab for each state."""
    plan = plan_or_404(request)
    filters = AlertFilter(request.GET, officer=request.user, on=plan.deadline)
    every = filters.narrow(Alert.objects.visible_to(request.user).filter(target__plan=plan))
    state = filters.asked("state") or Alert.State.OPEN.value
    counts = dict(every.order_by().values_list("state").annotate(n=Count("pk")))
    related = ("target__enterprise", "target__facility", "region", "acknowledged_by")
    rows: QuerySet[Alert] = every.filter(state=state).select_related(*related).order_by("due_on", "pk")
    context = {
        "filter_form": filters,
        "tabs": _tabs(request, state, counts),
        "may_acknowledge": may(request.user, "change", "alert"),
        "crumbs": [{"label": _("总览"), "url": reverse("overview")}, {"label": _("预警")}],
    }
    return render(request, "tracker/alerts/list.html", context | page_context(request, rows, count=counts.get(state, 0)))


def _tabs(request: OfficerRequest, active: str, counts: dict[str, int]) -> list[dict[str, object]]:
    kept = {name: value for name, value in request.GET.items() if name not in ("state", "page")}
    return [
        {
            "label": label,
            "url": f"?{urlencode(kept | {'state': value})}",
            "count": counts.get(value, 0),
            "active": value == active,
            "bad": value == Alert.State.OPEN and counts.get(value, 0),
        }
        for value, label in Alert.State.choices
    ]


@page("alert", "change")
@require_POST
def acknowledge(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that the officer knows of an alert and deals with it."""
    alert = Alert.objects.get_visible(request.user, pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InvalidValue(_("请从预警页面签收"), field="version")
    said = form.cleaned_data
    acknowledge_alert(alert=alert, by=request.user, on=today(), note=said["note"], seen_version=said["version"])
    messages.success(request, _("已签收"))
    return redirect("alerts")
