"""The list of contracts (责任状), and drawing them up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.contracts.comparing import ceremony
from tracker.contracts.models import Contract
from tracker.contracts.services import draft_contracts
from tracker.officers.permissions import may
from tracker.web.forms.filters import ContractFilter
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404


@page("contract")
def index(request: OfficerRequest) -> Reply:
    """The contracts of the plan: with cities, counties and departments."""
    plan = plan_or_404(request)
    filters = ContractFilter(request.GET)
    every = Contract.objects.visible_to(request.user).filter(plan=plan)
    rows = (
        filters.narrow(every)
        .select_related("region", "organisation")
        .annotate(line_count=Count("lines"))
        .order_by("region_id", "-pk")
    )
    if file := exported(request, "contracts", rows, filters=filters, plan=plan):
        return file
    context = {
        "filter_form": filters,
        "signed": every.filter(signed_on__isnull=False).count(),
        "may_draft": may(request.user, "change", "contract"),
        "may_draft_counties": may(request.user, "county", "contract"),
    }
    return render(request, "tracker/contracts/list.html", context | page_context(request, rows))


@page("contract")
def signing(request: OfficerRequest) -> Reply:
    """The ceremony list: who has signed, and who has not."""
    plan = plan_or_404(request)
    levels: list[dict[str, Any]] = [
        {"label": label, "places": places, "left": sum(not place.has_signed for place in places)}
        for level, label in Contract.Level.choices
        if (places := ceremony(plan, request.user, level))
    ]
    rows = [{"level": level["label"], "place": place} for level in levels for place in level["places"]]
    if file := exported(request, "ceremony", rows, plan=plan):
        return file
    return render(request, "tracker/contracts/ceremony.html", {"levels": levels})


@page("contract", "change")
@require_POST
def draft(request: OfficerRequest) -> HttpResponse:
    """Draw up contracts for every city (or department) that has quotas and none in force."""
    level = Contract.Level.DEPARTMENT if request.POST.get("level") == "department" else Contract.Level.CITY
    return _drawn(request, level)


@page("contract", "county")
@require_POST
def draft_counties(request: OfficerRequest) -> HttpResponse:
    """Draw up a city's contracts with its counties."""
    return _drawn(request, Contract.Level.COUNTY)


def _drawn(request: OfficerRequest, level: str) -> HttpResponse:
    drawn = draft_contracts(plan=plan_or_404(request), by=request.user, level=level)
    messages.success(request, _("已拟定 %(n)d 份责任状") % {"n": drawn})
    return redirect("contracts")
