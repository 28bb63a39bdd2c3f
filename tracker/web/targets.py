"""The list of targets (淘汰任务): filter, sort, sums, the way to the rows behind every figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.quotas.models import Plan, Quota
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.duestate import with_due_state
from tracker.web.forms.filters import TargetFilter
from tracker.web.listing import exported, ordered, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404

SORTS = {
    "enterprise": "enterprise__name",
    "region": "region_id",
    "industry": "industry_id",
    "amount": "amount",
    "due": "due_on",
}


@page("target")
def index(request: OfficerRequest) -> Reply:
    """The plan's list of enterprises, filtered and sorted, with the sums of what is shown, one a unit."""
    plan, on = plan_or_404(request), today()
    filters = TargetFilter(request.GET, officer=request.user, on=plan.deadline, today=on)
    rows = filters.narrow(Target.objects.visible_to(request.user).filter(plan=plan))
    sums = _sums(rows)
    shown = with_due_state(rows, on).select_related("enterprise", "facility", "region", "industry")
    shown = ordered(request, shown, SORTS, default=("region_id", "pk"))
    if file := exported(request, "targets", shown, filters=filters, plan=plan):
        return file
    context = {
        "filter_form": filters,
        "sums": sums,
        "quota": _quota_asked_for(request, filters),
        "may_change": may(request.user, "change", "target") and plan.state != Plan.State.CLOSED,
        "may_export": may(request.user, "export", "target"),
    }
    count = sum(line["n"] for line in sums)
    return render(request, "tracker/targets/list.html", context | page_context(request, shown, count=count))


def _sums(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """How many targets and how much of each unit; units are never added to one another."""
    summed: QuerySet[Any, dict[str, Any]] = rows.order_by("unit").values("unit")
    return list(summed.annotate(n=Count("pk"), amount=Sum("amount", default=Decimal(0))))


def _quota_asked_for(request: OfficerRequest, filters: TargetFilter) -> Quota | None:
    pk = filters.asked("quota")
    return Quota.objects.visible_to(request.user).select_related("region").filter(pk=pk).first() if pk else None
