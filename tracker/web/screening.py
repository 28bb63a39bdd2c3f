"""The page of one screening (筛查结果): who bears it, and every finding with its reasons."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.screening.comparing import KEPT, SURVEY, burden_of
from tracker.screening.models import Finding, ScreeningRun
from tracker.values.errors import NotFound
from tracker.web.burdens import capacities, tables
from tracker.web.findings import explain
from tracker.web.forms.screening import CompareForm, FindingFilter, PickForm
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import chosen_plan


@page("screening")
def detail(request: OfficerRequest, pk: int) -> Reply:
    """One run: who bears it, and every finding with its reasons."""
    run, officer = run_of(pk), request.user
    filters = FindingFilter(request.GET, run=run, officer=officer, on=run.on)
    rows = filters.narrow(Finding.objects.visible_to(officer).filter(run=run))
    rows = rows.select_related("facility", "enterprise", "region", "entry", "industry").order_by(
        "region_id", "enterprise_id", "pk"
    )
    if file := exported(request, "findings", rows, filters=filters, told=f"{run.edition.title}，{run.on}"):
        return file
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
        "may_order": may(officer, "propose", "order"),
        "compare_form": CompareForm(run=run),
        "pick_form": PickForm(None, initial={"plan": plan, "deadline": plan.deadline if plan else None})
        if _may_pick(request)
        else None,
    }
    return render(request, "tracker/screening/detail.html", context | listed)


def run_of(pk: int) -> ScreeningRun:
    """The run of a key."""
    run = ScreeningRun.objects.select_related("edition", "by").filter(pk=pk).first()
    if run is None:
        raise NotFound(run=str(pk))
    return run


def _may_pick(request: OfficerRequest) -> bool:
    return may(request.user, "change", "target")
