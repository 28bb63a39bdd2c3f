"""Pages of adjustments (任务调整): the list, one request with every sum before and after, the decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.quotas.adjusting import allowed_adjustment_moves
from tracker.quotas.adjustment_tables import Adjustment, AdjustmentLine
from tracker.quotas.models import Quota
from tracker.quotas.versions import totals
from tracker.values.units import convert
from tracker.web.forms.adjustments import DecisionForm
from tracker.web.histories import history_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404


@page("adjustment")
def index(request: OfficerRequest) -> Reply:
    """The requests of the plan."""
    plan = plan_or_404(request)
    rows = Adjustment.objects.visible_to(request.user).filter(plan=plan).select_related("region", "requested_by")
    rows = rows.annotate(line_count=Count("lines", filter=Q(lines__balancing=False), distinct=True))
    rows = rows.annotate(exchange_count=Count("substitutions", distinct=True)).order_by("-requested_on", "-pk")
    if file := exported(request, "adjustments", rows, plan=plan):
        return file
    context = {"may_change": may(request.user, "change", "adjustment") and plan.in_force}
    return render(request, "tracker/adjustments/list.html", context | page_context(request, rows))


@page("adjustment")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One request: what is asked, what it does to every sum, what was decided."""
    return show(request, seen(request, pk))


def seen(request: OfficerRequest, pk: int) -> Adjustment:
    """One request the officer may know of."""
    rows = Adjustment.objects.select_related("plan", "region", "requested_by", "decided_by", "plan_version")
    return rows.get_visible(request.user, pk=pk)


def related(adjustment: Adjustment) -> Any:
    """The quotas that may balance a request: those of its tasks, everywhere."""
    wanted = Q(pk__in=[])
    for line in adjustment.lines.all():
        wanted |= Q(industry=line.industry_id, content=line.content)
    rows = Quota.objects.filter(wanted, plan=adjustment.plan_id, region__level__in=["province", "city"])
    return rows.select_related("region", "industry").order_by("region_id")


def show(
    request: OfficerRequest, adjustment: Adjustment, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one request, with the decision form as it stands."""
    officer = request.user
    moves = {step.verb for step in allowed_adjustment_moves(adjustment, officer)}
    lines = adjustment.lines.select_related("region", "industry")
    now = {
        (quota.region_id, quota.industry_id, quota.content): quota
        for quota in Quota.objects.visible_to(officer).filter(plan=adjustment.plan_id)
    }
    context: dict[str, Any] = {
        "adjustment": adjustment,
        "lines": [_line(line, now.get((line.region_id, line.industry_id, line.content))) for line in lines],
        "exchanges": adjustment.substitutions.select_related("outgoing__enterprise", "incoming__enterprise"),
        "may_approve": "approve" in moves,
        "may_withdraw": "withdraw" in moves,
        "history": history_of(adjustment, officer),
    }
    if "approve" in moves:
        context["form"] = form or DecisionForm(initial={"version": adjustment.version}, quotas=related(adjustment))
    if adjustment.plan_version and may(officer, "history", "plan"):
        before = adjustment.plan.versions.filter(number=adjustment.plan_version.number - 1).first()
        context["totals"] = totals(before, adjustment.plan_version, officer) if before else []
    return render(request, "tracker/adjustments/detail.html", context, status=status)


def _line(line: AdjustmentLine, quota: Quota | None) -> dict[str, Any]:
    """A line with its amount before and after: as decided, or as it would be today."""
    if line.before is not None:
        return {"line": line, "before": line.before, "after": line.after}
    before = convert(quota.amount, quota.unit, line.unit) if quota else Decimal(0)
    return {"line": line, "before": before, "after": before + line.change}
