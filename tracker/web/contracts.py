"""Pages of the contracts room (责任状): the list, the contract as paper, issuing and recording the signatures."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.contracts.models import Contract, ContractLine, ContractQuerySet
from tracker.contracts.services import draft_contracts, issue_contract, sign_contract
from tracker.contracts.states import MOVES
from tracker.officers.permissions import may
from tracker.targets.figures import figures
from tracker.values.dates import today
from tracker.values.errors import IllegalState, InvalidValue, StaleState
from tracker.web.forms.contracts import SignForm, VersionForm
from tracker.web.forms.filters import ContractFilter
from tracker.web.histories import history_of
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
        "crumbs": [{"label": _("总览"), "url": reverse("overview")}, {"label": _("责任状")}],
    }
    return render(request, "tracker/contracts/list.html", context | page_context(request, rows))


@page("contract")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One contract, as paper."""
    return _paper(request, _contracts().get_visible(request.user, pk=pk))


def _contracts() -> ContractQuerySet:
    return Contract.objects.select_related("plan", "region")


def _paper(request: OfficerRequest, contract: Contract, form: SignForm | None = None, status: int = 200) -> HttpResponse:
    officer, moves = request.user, {step.verb for step in MOVES.from_state(contract.state)}
    inside = {line.industry_id: line for line in figures(contract.plan, officer, today()) if line.region_id == contract.region_id}
    lines = list(ContractLine.objects.visible_to(officer).filter(contract=contract).select_related("industry"))
    context = {
        "contract": contract,
        "lines": lines,
        "progress": [inside[key] for key in dict.fromkeys(line.industry_id for line in lines) if key in inside],
        "may_issue": "issue" in moves and may(officer, "change", "contract"),
        "may_sign": "sign" in moves and may(officer, "sign", "contract"),
        "sign_form": form or SignForm(initial={"signed_on": today(), "version": contract.version}),
        "history": history_of(contract, officer),
        "crumbs": [
            {"label": _("总览"), "url": reverse("overview")},
            {"label": _("责任状"), "url": reverse("contracts")},
            {"label": contract.region.name},
        ],
    }
    return render(request, "tracker/contracts/detail.html", context, status=status)


@page("contract", "change")
@require_POST
def draft(request: OfficerRequest) -> HttpResponse:
    """Draw up contracts for every city that has quotas and none in force."""
    drawn = draft_contracts(plan=plan_or_404(request), by=request.user)
    messages.success(request, _("已拟定 %(n)d 份责任状") % {"n": drawn})
    return redirect("contracts")


@page("contract", "change")
@require_POST
def issue(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a contract to its city for signing."""
    contract = _contracts().get_visible(request.user, pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InvalidValue(_("请从责任状页面办理"), field="version")
    issue_contract(contract=contract, by=request.user, on=today(), seen_version=form.cleaned_data["version"])
    messages.success(request, _("责任状已下发"))
    return redirect("contract", pk=pk)


@page("contract", "sign")
@require_POST
def sign(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that both parties signed; from then on its figures are frozen."""
    contract = _contracts().get_visible(request.user, pk=pk)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _paper(request, contract, form, status=400)
    said = form.cleaned_data
    try:
        sign_contract(
            contract=contract, by=request.user, on=said["signed_on"], seen_version=said["version"],
            party_a_name=said["party_a_name"], party_b_name=said["party_b_name"],
        )  # fmt: skip
    except (StaleState, IllegalState) as error:
        form.add_error(None, str(error.message))
        return _paper(request, _contracts().get(pk=pk), form, status=409)
    messages.success(request, _("已登记签订，任务量即日冻结"))
    return redirect("contract", pk=pk)
