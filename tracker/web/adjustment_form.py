"""The form in which a city asks for an adjustment (申请调整), for its tasks or for one target to be replaced."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.quotas.adjustment_tables import Adjustment
from tracker.quotas.models import Plan, Quota
from tracker.quotas.requesting import Exchange, request_adjustment
from tracker.registry.models import Facility
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import attempt
from tracker.web.forms.adjustments import RequestForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404

MOST = 200


@page("adjustment", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """The form; `?outgoing=` names the target to be replaced."""
    plan, outgoing = plan_or_404(request), _outgoing(request)
    plan = outgoing.plan if outgoing else plan
    options: dict[str, Any] = {
        "quotas": _quotas(request, plan),
        "substitutes": _substitutes(request, outgoing) if outgoing else Facility.objects.none(),
    }
    form = RequestForm(request.POST or None, **options)
    status = 200
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: _ask(request, plan, outgoing, form))
        if tried.saved:
            return redirect("adjustment", pk=tried.saved.pk)
        status = 400
    context = {"form": form, "asked_plan": plan, "outgoing": outgoing}
    return render(request, "tracker/adjustments/form.html", context, status=status)


def _ask(request: OfficerRequest, plan: Plan, outgoing: Target | None, form: RequestForm) -> Adjustment:
    incoming = form.cleaned_data.get("incoming")
    exchanges = [Exchange(outgoing.facility, incoming)] if outgoing and incoming else []
    return request_adjustment(
        plan=plan,
        region=request.user.region,
        reason=form.cleaned_data["reason"],
        by=request.user,
        on=today(),
        rows=form.rows(),
        exchanges=exchanges,
    )


def _outgoing(request: OfficerRequest) -> Target | None:
    asked = request.GET.get("outgoing")
    rows = Target.objects.select_related("plan", "facility__enterprise")
    return rows.get_visible(request.user, pk=asked) if asked else None


def _quotas(request: OfficerRequest, plan: Plan) -> QuerySet[Quota]:
    rows = Quota.objects.visible_to(request.user).filter(plan=plan, region__level__in=["province", "city"])
    return rows.select_related("region", "industry").order_by("region_id", "industry_id", "content")


def _substitutes(request: OfficerRequest, outgoing: Target) -> QuerySet[Facility]:
    """Facilities of the same industry with no less capacity, in use and not on the plan's list."""
    rows = (
        Facility.objects.visible_to(request.user)
        .live()
        .filter(
            industry=outgoing.industry_id,
            region__code__startswith=outgoing.region_id[:4],
            capacity__gte=outgoing.facility.capacity or 0,
            capacity_unit=outgoing.facility.capacity_unit,
            status=Facility.Status.OPERATING,
            retired_on__isnull=True,
        )
    )
    listed = Target.objects.filter(plan=outgoing.plan_id).values("facility")
    found = rows.exclude(pk__in=listed).order_by("capacity", "pk").values_list("pk", flat=True)[:MOST]
    return Facility.objects.select_related("enterprise").filter(pk__in=list(found)).order_by("capacity", "pk")
