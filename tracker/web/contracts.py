"""The list of contracts (责任状), and drawing them up."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.contracts.models import Contract
from tracker.contracts.services import draft_contracts
from tracker.officers.permissions import may
from tracker.web.forms.filters import ContractFilter
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404


@page("contract")
def index(request: OfficerRequest) -> HttpResponse:
    """The contracts of the plan, one a city."""
    plan = plan_or_404(request)
    filters = ContractFilter(request.GET)
    every = Contract.objects.visible_to(request.user).filter(plan=plan)
    rows = filters.narrow(every).select_related("region").annotate(line_count=Count("lines")).order_by("region_id", "-pk")
    context = {
        "filter_form": filters,
        "signed": every.filter(signed_on__isnull=False).count(),
        "may_draft": may(request.user, "change", "contract"),
    }
    return render(request, "tracker/contracts/list.html", context | page_context(request, rows))


@page("contract", "change")
@require_POST
def draft(request: OfficerRequest) -> HttpResponse:
    """Draw up contracts for every city that has quotas and none in force."""
    drawn = draft_contracts(plan=plan_or_404(request), by=request.user)
    messages.success(request, _("已拟定 %(n)d 份责任状") % {"n": drawn})
    return redirect("contracts")
