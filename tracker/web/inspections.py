"""Inspections (检查验收): the list, one's checklist and its conclusion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.progress.inspection import answer, cancel, conclude, may_inspect
from tracker.progress.inspection_tables import Inspection, InspectionPoint
from tracker.values.dates import today
from tracker.values.errors import IllegalState, InvalidValue
from tracker.web.draws import draws_of
from tracker.web.editing import checked, tell_refusal
from tracker.web.forms.contracts import VersionForm
from tracker.web.forms.inspections import ConclusionForm, InspectionFilter, answers_in, with_typed
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404
from tracker.web.problems import status_of


@page("inspection")
def index(request: OfficerRequest) -> Reply:
    """The inspections of the plan, and its draws."""
    plan = plan_or_404(request)
    rows = Inspection.objects.visible_to(request.user).filter(target__plan=plan)
    rows = rows.select_related("target__enterprise", "target__facility", "region")
    filters = InspectionFilter(request.GET)
    listed = filters.narrow(rows)
    if file := exported(request, "inspections", listed, filters=filters, plan=plan):
        return file
    context = draws_of(request, plan) | {"filter_form": filters}
    return render(request, "tracker/progress/inspections.html", context | page_context(request, listed))


@page("inspection")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One inspection: its team, its checklist, and what came of it."""
    inspection = _inspection(request, pk)
    form = ConclusionForm(initial={"on": today(), "version": inspection.version})
    return _page(request, inspection, form)


def _page(request: OfficerRequest, inspection: Inspection, form: ConclusionForm, status: int = 200) -> HttpResponse:
    """The page, with whatever was typed on it and not yet kept."""
    context = {
        "inspection": inspection,
        "points": with_typed(inspection.points.all(), request.POST),
        "answers": InspectionPoint.Answer.choices,
        "members": inspection.members.select_related("officer__region"),
        "open": inspection.state == Inspection.State.PLANNED and may_inspect(inspection, request.user),
        "form": form,
    }
    return render(request, "tracker/progress/inspection.html", context, status=status)


@page("inspection", "change")
@require_POST
def fill_in(request: OfficerRequest, pk: int) -> HttpResponse:
    """Save the checklist as far as it is filled in."""
    inspection = _inspection(request, pk)
    form = ConclusionForm(initial=request.POST.dict() | {"version": inspection.version})
    try:
        answer(inspection=inspection, answers=answers_in(request.POST, inspection.points.all()), by=request.user)
    except (InvalidValue, IllegalState) as error:
        messages.error(request, str(error.message))
        return _page(request, _inspection(request, pk), form, status=status_of(error))
    messages.success(request, _("检查清单已保存"))
    if form.initial.get("opinion") or form.initial.get("outcome"):
        return _page(request, _inspection(request, pk), form)
    return redirect("inspection", pk=pk)


@page("inspection", "change")
@require_POST
def decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Conclude, with the checklist as it stands on the page; the target moves with it."""
    inspection, form = _inspection(request, pk), ConclusionForm(request.POST)
    if not form.is_valid():
        return _page(request, inspection, form, status=400)
    said, answers = form.cleaned_data, answers_in(request.POST, inspection.points.all())
    try:
        done = conclude(
            inspection=inspection, outcome=said["outcome"], on=said["on"], by=request.user, opinion=said["opinion"],
            rectify_by=said["rectify_by"], seen_version=said["version"], answers=answers,
        )  # fmt: skip
    except (InvalidValue, IllegalState) as error:
        tell_refusal(form, error)
        if isinstance(error, IllegalState):
            messages.error(request, str(error.message))  # the form may be gone with the state it was for
        return _page(request, _inspection(request, pk), form, status=status_of(error))
    messages.success(request, _("已登记结论：%(outcome)s") % {"outcome": done.get_outcome_display()})
    return redirect("inspection", pk=pk)


@page("inspection", "change")
@require_POST
def call_off(request: OfficerRequest, pk: int) -> HttpResponse:
    """Cancel an inspection that will not take place."""
    inspection, said = _inspection(request, pk), checked(VersionForm(request.POST))
    cancel(inspection=inspection, by=request.user, seen_version=said["version"])
    return redirect("inspections")


def _inspection(request: OfficerRequest, pk: int) -> Any:
    seen = Inspection.objects.get_visible(request.user, pk=pk)
    related = ("target__plan", "target__enterprise", "target__facility", "target__region", "region", "drawn_by")
    return Inspection.objects.select_related(*related).get(pk=seen.pk)
