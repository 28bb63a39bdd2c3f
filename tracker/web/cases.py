"""Cases (瞒报谎报线索): filed, listed and concluded by the province; only the province and the auditors see them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.cases import close_case, open_case
from tracker.progress.inspection_tables import Case
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.inspections import CaseForm, VerdictForm
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("case")
def index(request: OfficerRequest) -> Reply:
    """The cases."""
    rows = Case.objects.visible_to(request.user).select_related("target__enterprise", "target__facility", "opened_by")
    if file := exported(request, "cases", rows):
        return file
    context = {"may_change": may(request.user, "change", "case"), "form": VerdictForm()}
    return render(request, "tracker/progress/cases.html", context | page_context(request, rows))


@page("case", "change")
def new(request: OfficerRequest) -> HttpResponse:
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
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Conclude a case."""
    case = Case.objects.get_visible(request.user, pk=pk)
    said = checked(VerdictForm(request.POST))
    close_case(
        case=case, proven=said["proven"], conclusion=said["conclusion"], by=request.user, on=today(),
        seen_version=said["version"],
    )  # fmt: skip
    return redirect("cases")
