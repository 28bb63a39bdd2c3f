"""The case file of an enterprise (企业案卷): everything that concerns it in the order of time, to be printed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tracker.enforcement.casefile import case_file
from tracker.registry.models import Enterprise
from tracker.web.pages import OfficerRequest, page


@page("enterprise")
def show(request: OfficerRequest, pk: int) -> HttpResponse:
    """One enterprise's file."""
    rows = Enterprise.objects.select_related("region", "industry")
    enterprise = rows.get_visible(request.user, pk=pk)
    context = {"enterprise": enterprise, "entries": case_file(enterprise, request.user)}
    return render(request, "tracker/enforcement/casefile.html", context)
