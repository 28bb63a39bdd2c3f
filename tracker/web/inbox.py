"""The inbox (待办): everything open that is an officer's own, or assigned to them, the most pressing first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tracker.alerts.inbox import RELATED, Tab, described, tab_q
from tracker.alerts.models import Alert
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.forms.inbox import InboxFilter
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page

TABS = {
    Tab.OPEN: _("待处理"),
    Tab.ACKNOWLEDGED: _("已签收"),
    Tab.SNOOZED: _("暂缓"),
    Tab.RESOLVED: _("已解除"),
}


@page("alert")
def index(request: OfficerRequest) -> Reply:
    """The inbox, over all plans: a tab for each state, what has been due longest on top."""
    on = today()
    filters = InboxFilter(request.GET, officer=request.user, on=on)
    every = filters.narrow(Alert.objects.visible_to(request.user))
    tab = filters.asked("state")
    tab = tab if tab in TABS else Tab.OPEN
    counts = every.order_by().aggregate(**{name: Count("pk", filter=Q(tab_q(name, on))) for name in TABS})
    rows = every.filter(tab_q(tab, on)).select_related(*RELATED, "assigned_to").order_by("due_on", "pk")
    if file := exported(request, "alerts", rows, filters=filters):
        return file
    listed = page_context(request, rows, count=counts[tab])
    context = {
        "filter_form": filters,
        "tabs": [_tab(name, label, tab, counts[name]) for name, label in TABS.items()],
        "may_acknowledge": may(request.user, "change", "alert"),
        "alerts": described(listed["page"].object_list),
    }
    return render(request, "tracker/alerts/inbox.html", context | listed)


@page("alert")
def moved(request: OfficerRequest) -> HttpResponse:
    """The address of the alerts before they became part of the inbox; what was asked for is asked there."""
    query = request.GET.urlencode()
    return redirect(reverse("inbox") + (f"?{query}" if query else ""))


def _tab(value: str, label: Any, active: str, number: int) -> dict[str, object]:
    bad = bool(number) and value == Tab.OPEN
    return {"name": value, "label": label, "count": number, "active": value == active, "bad": bad}
