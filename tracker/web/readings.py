"""Monthly readings (用电用水): the list; they come in by workbook."""

from __future__ import annotations

from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.progress.readings import MonthlyReading
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("reading")
def index(request: OfficerRequest) -> Reply:
    """The latest readings first."""
    rows = MonthlyReading.objects.visible_to(request.user).select_related("facility__enterprise", "region")
    rows = rows.order_by("-month", "region_id", "facility_id", "pk")
    if file := exported(request, "readings", rows):
        return file
    context = {"may_change": may(request.user, "change", "reading")}
    return render(request, "tracker/progress/readings.html", context | page_context(request, rows))
