"""Pages of the measures (措施种类): what may be ordered, and adding to it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.enforcement.administering import add_measure
from tracker.enforcement.measures import Measure
from tracker.officers.permissions import may
from tracker.web.editing import attempt
from tracker.web.forms.orders import MeasureForm
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page


@page("measure")
def measures(request: OfficerRequest) -> Reply:
    """The measures there are: law, duty, condition, way back."""
    rows = Measure.objects.select_related("duty_department")
    if file := exported(request, "measures", rows):
        return file
    context = {"measures": rows, "may_change": may(request.user, "change", "measure")}
    return render(request, "tracker/enforcement/measures.html", context)


@page("measure", "change")
def measure_new(request: OfficerRequest) -> HttpResponse:
    """Add a measure; the administrator needs no programmer for it."""
    form = MeasureForm(request.POST or None)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: add_measure(values=form.cleaned_data, by=request.user))
        if tried.saved:
            return redirect("measures")
    return render(request, "tracker/enforcement/measure_form.html", {"form": form})
