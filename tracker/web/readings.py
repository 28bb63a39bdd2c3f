"""Monthly readings (用电用水): the list; they come in by workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.progress.readings import MonthlyReading
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page


@page("reading")
def index(request: OfficerRequest) -> HttpResponse:
    """The latest readings first."""
    rows = MonthlyReading.objects.visible_to(request.user).select_related("facility__enterprise", "region")
    context = {"may_change": may(request.user, "change", "reading")}
    listed = page_context(request, rows.order_by("-month", "region_id", "facility_id", "pk"))
    return render(request, "tracker/progress/readings.html", context | listed)
