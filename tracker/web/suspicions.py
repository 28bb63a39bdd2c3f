"""Suspicions (疑点): the list, and the verdicts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.suspicions import Suspicion, judge
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.inspections import SuspicionFilter, VerdictForm
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.visits import show_other_sides


@page("suspicion")
def index(request: OfficerRequest) -> Reply:
    """What looks like a comeback or a false claim, the open ones first."""
    rows = Suspicion.objects.visible_to(request.user).order_by("judged_on", "-found_on", "pk")
    rows = rows.select_related("target__enterprise", "target__facility", "facility__enterprise", "region", "judged_by")
    filters = SuspicionFilter(request.GET)
    found = filters.narrow(rows)
    if file := exported(request, "suspicions", found, filters=filters):
        return file
    listed = page_context(request, found)
    show_other_sides(listed["page"].object_list, request.user)
    context = {"may_judge": may(request.user, "decide", "suspicion"), "form": VerdictForm(), "filter_form": filters}
    return render(request, "tracker/progress/suspicions.html", context | listed)


@page("suspicion", "decide")
@require_POST
def verdict(request: OfficerRequest, pk: int) -> HttpResponse:
    """Find it true, or rule it out."""
    suspicion = Suspicion.objects.get_visible(request.user, pk=pk)
    said = checked(VerdictForm(request.POST))
    judge(
        suspicion=suspicion, confirmed=said["proven"], verdict=said["conclusion"], by=request.user, on=today(),
        seen_version=said["version"],
    )  # fmt: skip
    messages.success(request, _("已登记核实结论"))
    return redirect("suspicions")
