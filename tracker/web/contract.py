"""The page of one contract (责任状): the paper, issuing it, recording the signatures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.contracts.comparing import compare_with_plan
from tracker.contracts.models import Contract, ContractLine, ContractScan
from tracker.contracts.services import allowed_contract_moves, issue_contract, sign_contract
from tracker.officers.permissions import may
from tracker.targets.fulfilment import performance
from tracker.values.dates import today
from tracker.web.editing import attempt, checked
from tracker.web.forms.contracts import SignForm, VersionForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page


@page("contract")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One contract, as paper."""
    return _paper(request, _seen(request, pk))


def _seen(request: OfficerRequest, pk: int) -> Contract:
    return Contract.objects.get_visible(request.user, pk=pk)


def _paper(
    request: OfficerRequest, contract: Contract, form: SignForm | None = None, status: int = 200
) -> HttpResponse:
    officer = request.user
    moves = {step.verb for step in allowed_contract_moves(contract, officer)}
    lines = ContractLine.objects.visible_to(officer).filter(contract=contract).select_related("industry")
    context = {
        "contract": contract,
        "lines": list(lines),
        "clauses": contract.clauses.all(),
        "progress": performance(contract, officer, today()),
        "changes": [one for one in compare_with_plan(contract) if one.differs],
        "scans": ContractScan.objects.visible_to(officer).filter(contract=contract).select_related("added_by"),
        "moves": moves,
        "may_issue": "issue" in moves,
        "may_sign": "sign" in moves,
        "may_attach": may(officer, "attach", "contract") and contract.state not in ("draft", "superseded"),
        "sign_form": form or SignForm(initial=_known(contract)),
        "history": history_of(contract, officer),
    }
    return render(request, "tracker/contracts/detail.html", context, status=status)


def _known(contract: Contract) -> dict[str, object]:
    names = {"party_a_name": contract.party_a_name, "party_b_name": contract.party_b_name}
    return {"signed_on": today(), "version": contract.version, **names}


@page("contract")
@require_POST
def issue(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a contract to the other party for signing; a city sends its counties' contracts."""
    contract, said = _seen(request, pk), checked(VersionForm(request.POST))
    issue_contract(contract=contract, by=request.user, on=today(), seen_version=said["version"])
    messages.success(request, _("责任状已下发"))
    return redirect("contract", pk=pk)


@page("contract")
@require_POST
def sign(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that both parties signed; from then on its figures are frozen."""
    contract, form = _seen(request, pk), SignForm(request.POST)
    tried = attempt(request, form, contract, lambda: _sign(request, contract, form))
    if tried.saved:
        return redirect("contract", pk=pk)
    if tried.status != 200:
        form.add_error(None, _("责任状刚刚被他人修改，请核对后重新登记"))
    return _paper(request, _seen(request, pk), form, status=tried.status)


def _sign(request: OfficerRequest, contract: Contract, form: SignForm) -> Contract:
    said = form.cleaned_data
    return sign_contract(
        contract=contract, by=request.user, on=said["signed_on"], seen_version=said["version"],
        party_a_name=said["party_a_name"], party_b_name=said["party_b_name"],
    )  # fmt: skip
