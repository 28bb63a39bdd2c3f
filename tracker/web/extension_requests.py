"""The list of requests for extension (延期申请)."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render

from tracker.alerts.kinds import KINDS
from tracker.deadlines.change_tables import ExtensionRequest
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page


@page("deadline")
def index(request: OfficerRequest) -> HttpResponse:
    """The requests for extension one may see, those that wait first."""
    rows = ExtensionRequest.objects.visible_to(request.user).select_related("region", "requested_by", "decided_by")
    waiting = ExtensionRequest.State.REQUESTED
    listed = page_context(request, rows.order_by(F("decided_on").desc(nulls_first=True), "-requested_on", "-pk"))
    for row in listed["page"].object_list:
        row.kind_of = KINDS[row.kind].label
    return render(request, "tracker/deadlines/requests.html", {"waiting": waiting} | listed)
