"""Pages of screening (筛查): runs, one run with its burden and findings, the difference of two, picking for the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.screening.comparing import ADDED, KEPT, REMOVED, SURVEY, burden_of, difference, only_in
from tracker.screening.models import Finding, ScreeningRun
from tracker.screening.services import run_screening
from tracker.targets.picking import pick
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.burdens import capacities, tables
from tracker.web.editing import checked
from tracker.web.findings import explain
from tracker.web.forms.screening import CompareForm, FindingFilter, PickForm, RunForm
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import chosen_plan


@page("screening")
def index(request: OfficerRequest) -> HttpResponse:
    """All runs, newest first, and the form of a new one."""
    runs = ScreeningRun.objects.select_related("edition", "by")
    form = RunForm(initial={"on": today()}) if may(request.user, "change", "screening") else None
    return render(request, "tracker/screening/list.html", {"form": form, **page_context(request, runs)})


@page("screening", "change")
@require_POST
def start(request: OfficerRequest) -> HttpResponse:
    """Run an edition over the registry as of a day."""
    said = checked(RunForm(request.POST))
    run = run_screening(edition=said["edition"], on=said["on"], by=request.user)
    messages.success(request, _("筛查完成"))
    return redirect("screening_run", pk=run.pk)


@page("screening")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One run: who bears it, and every finding with its reasons."""
    run, officer = _run(pk), request.user
    filters = FindingFilter(request.GET, run=run, officer=officer, on=run.on)
    rows = filters.narrow(Finding.objects.visible_to(officer).filter(run=run))
    rows = rows.select_related("facility", "enterprise", "region", "entry", "industry").order_by(
        "region_id", "enterprise_id", "pk"
    )
    listed = page_context(request, rows)
    explain(listed["page"].object_list)
    told, plan = burden_of(run, officer), chosen_plan(request)
    context: dict[str, Any] = {
        "run": run,
        "filter_form": filters,
        "matched": told.line(KEPT),
        "capacity": capacities(told.line(KEPT).capacity),
        "survey": told.line(SURVEY),
        "tables": tables(told, KEPT),
        "compare_form": CompareForm(run=run),
        "pick_form": PickForm(None, initial={"plan": plan, "deadline": plan.deadline if plan else None})
        if _may_pick(request)
        else None,
    }
    return render(request, "tracker/screening/detail.html", context | listed)


@page("screening")
def compare(request: OfficerRequest, pk: int) -> HttpResponse:
    """What changed between two runs, whichever is older."""
    run = _run(pk)
    if not request.GET.get("other"):
        return redirect("screening_run", pk=pk)
    other = checked(CompareForm(request.GET, run=run))["other"]
    older, newer = sorted((run, other), key=lambda one: (one.on, one.pk))
    told = difference(older=older, newer=newer, officer=request.user)
    sides = [(ADDED, newer, older), (REMOVED, older, newer)]
    changes = []
    for name, where, elsewhere in sides:
        found = only_in(where, elsewhere, request.user).select_related(
            "facility", "enterprise", "region", "entry", "industry"
        )
        shown = list(found.order_by("region_id", "enterprise_id", "pk")[:200])
        explain(shown)
        line = told.line(name)
        changes.append(
            {
                "name": name,
                "line": line,
                "capacity": capacities(line.capacity),
                "tables": tables(told, name),
                "findings": shown,
            }
        )
    return render(
        request,
        "tracker/screening/compare.html",
        {"older": older, "newer": newer, "changes": changes, "kept": told.line(KEPT)},
    )


@page("target", "change")
@require_POST
def pick_targets(request: OfficerRequest) -> HttpResponse:
    """Put the chosen findings on the plan's list."""
    said = checked(PickForm(request.POST))
    result = pick(findings=said["finding"], plan=said["plan"], deadline=said["deadline"], by=request.user)
    request.session["plan"] = said["plan"].code
    messages.success(
        request, _("已将 %(n)d 台（条）装备列入 %(plan)s") % {"n": result.count("create"), "plan": said["plan"].title}
    )
    return redirect("targets")


def _run(pk: int) -> ScreeningRun:
    run = ScreeningRun.objects.select_related("edition", "by").filter(pk=pk).first()
    if run is None:
        raise NotFound(run=str(pk))
    return run


def _may_pick(request: OfficerRequest) -> bool:
    return may(request.user, "change", "target")
