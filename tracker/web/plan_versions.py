"""Versions of a plan side by side (版本对照): every task and every sum before and after."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render

from tracker.quotas.versions import compare, totals
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.planning import plan_of


@page("plan", "history")
def versions(request: OfficerRequest, pk: int) -> Reply:
    """Two versions of a plan side by side, every task and every sum; without a choice the last one against today."""
    plan = plan_of(pk)
    kept = {str(version.number): version for version in plan.versions.select_related("by")}
    older = kept.get(request.GET.get("older", "")) or next(iter(kept.values()), None)
    newer = kept.get(request.GET.get("newer", ""))
    context: dict[str, Any] = {"shown_plan": plan, "versions": kept.values(), "older": older, "newer": newer}
    changes = compare(older, newer, request.user) if older else []
    shown = changes if request.GET.get("all") else [one for one in changes if one.differs]
    if file := exported(request, "plan-versions", shown, plan=plan):
        return file
    if older is not None:
        context |= {"changes": shown, "totals": totals(older, newer, request.user)}
    return render(request, "tracker/plans/versions.html", context)
