"""Pages of the measures (措施种类): what may be ordered, each with its versions."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.officers.permissions import may
from tracker.web.forms.measures import RetireForm
from tracker.web.histories import history_of
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page


@page("measure")
def measures(request: OfficerRequest) -> Reply:
    """The measures there are: law, duty, condition, way back."""
    rows = Measure.objects.select_related("duty_department").order_by("-is_active", "kind", "code")
    if file := exported(request, "measures", rows):
        return file
    context = {"measures": rows, "may_change": may(request.user, "change", "measure")}
    return render(request, "tracker/enforcement/measures.html", context)


@page("measure")
def measure(request: OfficerRequest, code: str) -> HttpResponse:
    """One measure: its words now, its versions, and how many of the officer's orders cite each."""
    found = get_object_or_404(Measure.objects.select_related("duty_department"), pk=code)
    cited = Order.objects.visible_to(request.user).filter(measure=found).values("measure_version")
    context = {
        "measure": found,
        "may_change": may(request.user, "change", "measure"),
        "cited": cited.annotate(orders=Count("pk")).order_by("-measure_version"),
        "retire_form": RetireForm(initial={"version": found.version}, auto_id=False),
        "history": history_of(found, request.user),
    }
    return render(request, "tracker/enforcement/measure.html", context)
