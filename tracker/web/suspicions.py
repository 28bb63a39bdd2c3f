"""Suspicions and cases (疑点、瞒报谎报线索): the lists, verdicts, and the cases only the province and the auditors see."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.cases import close_case, open_case
from tracker.progress.inspection_tables import Case
from tracker.progress.suspicions import Suspicion, judge
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.inspections import CaseForm, SuspicionFilter, VerdictForm
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


@page("case")
def cases(request: OfficerRequest) -> Reply:
    """The cases."""
    rows = Case.objects.visible_to(request.user).select_related("target__enterprise", "target__facility", "opened_by")
    if file := exported(request, "cases", rows):
        return file
    context = {"may_change": may(request.user, "change", "case"), "form": VerdictForm()}
    return render(request, "tracker/progress/cases.html", context | page_context(request, rows))


@page("case", "change")
def case_new(request: OfficerRequest) -> HttpResponse:
    """File a case about a target (`?target=`)."""
    if not request.GET.get("target", "").isdigit():
        return redirect("cases")
    target = Target.objects.get_visible(request.user, pk=request.GET["target"])
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        open_case(target=target, kind=said["kind"], facts=said["facts"], by=request.user, on=today())
        return redirect("cases")
    return render(request, "tracker/progress/case_new.html", {"form": form, "target": target})


@page("case", "change")
@require_POST
def case_close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Conclude a case."""
    case = Case.objects.get_visible(request.user, pk=pk)
    said = checked(VerdictForm(request.POST))
    close_case(
        case=case, proven=said["proven"], conclusion=said["conclusion"], by=request.user, on=today(),
        seen_version=said["version"],
    )  # fmt: skip
    return redirect("cases")
