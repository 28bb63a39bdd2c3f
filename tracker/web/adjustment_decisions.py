"""Deciding on an adjustment (调整审批): approve with what balances the sums, refuse, or take the request back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.quotas.adjusting import refuse, withdraw
from tracker.targets.substituting import approve_adjustment
from tracker.values.dates import today
from tracker.values.errors import DomainError, InvalidValue
from tracker.web.adjustments import related, seen, show
from tracker.web.editing import checked
from tracker.web.forms.adjustments import DecisionForm
from tracker.web.pages import OfficerRequest, page


@page("adjustment", "decide")
@require_POST
def approve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Approve, with the lines that balance the sums."""
    adjustment = seen(request, pk)
    form = DecisionForm(request.POST, quotas=related(adjustment))
    if not form.is_valid():
        return show(request, adjustment, form, status=400)
    said = form.cleaned_data
    try:
        approve_adjustment(
            adjustment=adjustment,
            by=request.user,
            on=today(),
            seen_version=said["version"],
            document_number=said["document_number"],
            note=said["note"],
            balance=form.rows(),
        )
    except InvalidValue as error:
        return _refused(request, pk, form, error)
    messages.success(request, _("已批准，计划已形成新版本"))
    return redirect("adjustment", pk=pk)


@page("adjustment", "decide")
@require_POST
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """Refuse, with the reason."""
    adjustment = seen(request, pk)
    said = checked(DecisionForm(request.POST, quotas=[]))
    refuse(adjustment=adjustment, by=request.user, on=today(), seen_version=said["version"], note=said["note"])
    messages.success(request, _("已作出不予批准的决定"))
    return redirect("adjustment", pk=pk)


@page("adjustment", "change")
@require_POST
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Withdraw a request."""
    adjustment = seen(request, pk)
    said = checked(DecisionForm(request.POST, quotas=[]))
    withdraw(adjustment=adjustment, by=request.user, on=today(), seen_version=said["version"])
    messages.success(request, _("申请已撤回"))
    return redirect("adjustment", pk=pk)


def _refused(request: OfficerRequest, pk: int, form: DecisionForm, error: DomainError) -> HttpResponse:
    """Nothing was written: the page says what is missing, and keeps what was typed."""
    form.add_error(None, str(error.message))
    return show(request, seen(request, pk), form, status=400)
