"""What happens around a signed contract (责任状后续): its scan, a new contract in its place, and whether it was kept."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.contracts.models import Contract, ContractScan
from tracker.contracts.scans import attach_scan
from tracker.contracts.services import supersede_contract
from tracker.targets.fulfilment import conclude
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.contracts import VersionForm
from tracker.web.pages import OfficerRequest, page


class ScanForm(forms.Form):
    """The signed paper as a file."""

    file = forms.FileField(label=_("扫描件"))


@page("contract", "attach")
@require_POST
def attach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Add a scan of the signed paper."""
    contract = Contract.objects.get_visible(request.user, pk=pk)
    form = ScanForm(request.POST, request.FILES)
    scan = attach_scan(contract=contract, file=checked(form)["file"], by=request.user, on=today())
    messages.success(request, _("扫描件已保存，SHA-256：%(digest)s") % {"digest": scan.sha256})
    return redirect("contract", pk=pk)


@page("contract")
def scan(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The latest scan, as a file to keep: never shown inside our own pages."""
    contract = Contract.objects.get_visible(request.user, pk=pk)
    latest = ContractScan.objects.visible_to(request.user).filter(contract=contract).last()
    if latest is None:
        return redirect("contract", pk=pk)
    return FileResponse(
        latest.file.open("rb"), as_attachment=True, filename=latest.file_name, content_type=latest.content_type
    )


@page("contract", "change")
@require_POST
def supersede(request: OfficerRequest, pk: int) -> HttpResponse:
    """Draw up a new contract in the place of this one."""
    contract, said = Contract.objects.get_visible(request.user, pk=pk), checked(VersionForm(request.POST))
    drawn = supersede_contract(
        contract=contract, by=request.user, on=today(), reason=said["note"], seen_version=said["version"]
    )
    messages.success(request, _("已按现行任务拟定新的责任状"))
    return redirect("contract", pk=drawn.pk)


@page("contract", "change")
@require_POST
def fulfil(request: OfficerRequest, pk: int) -> HttpResponse:
    """Find that the contract was kept."""
    return _conclude(request, pk, "fulfil")


@page("contract", "change")
@require_POST
def breach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Find that the contract was not kept."""
    return _conclude(request, pk, "breach")


def _conclude(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    contract, said = Contract.objects.get_visible(request.user, pk=pk), checked(VersionForm(request.POST))
    conclude(contract=contract, verb=verb, by=request.user, on=today(), seen_version=said["version"], note=said["note"])
    messages.success(request, _("已登记履行认定"))
    return redirect("contract", pk=pk)
