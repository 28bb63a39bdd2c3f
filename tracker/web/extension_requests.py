"""The list of requests for extension (延期申请)."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render

from tracker.alerts.kinds import KINDS
from tracker.alerts.matters import english_titles
from tracker.deadlines.change_tables import ExtensionRequest
from tracker.regions.naming import Name, in_english
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page


@page("deadline")
def index(request: OfficerRequest) -> HttpResponse:
    """The requests for extension one may see, those that wait first."""
    rows = ExtensionRequest.objects.visible_to(request.user).select_related("region", "requested_by", "decided_by")
    waiting = ExtensionRequest.State.REQUESTED
    listed = page_context(request, rows.order_by(F("decided_on").desc(nulls_first=True), "-requested_on", "-pk"))
    found = list(listed["page"].object_list)
    english = english_titles((row.kind, row.subject_id) for row in found) if in_english() else {}
    for row in found:
        row.title = Name(row.title, english.get((row.kind, row.subject_id), ""))
        row.kind_of = KINDS[row.kind].label
    return render(request, "tracker/deadlines/requests.html", {"waiting": waiting} | listed)
