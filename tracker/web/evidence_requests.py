"""Requests for evidence (补充材料要求): asking on the page of a target, taking back; the inbox leads to where they are answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.progress.requesting import ask_for_evidence, take_back_request
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.progress import RequestForm, TakeBackForm
from tracker.web.pages import OfficerRequest, page


@page("request", "change")
@require_POST
def ask(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for evidence of a target by a day."""
    target = Target.objects.get_visible(request.user, pk=pk)
    made = ask_for_evidence(target=target, by=request.user, on=today(), **checked(RequestForm(request.POST)))
    messages.success(request, _("已要求补充：%(kind)s") % {"kind": made.get_kind_display()})
    return _to_evidence(pk)


@page("request")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Where a request stands and is answered: on the page of its target."""
    return _to_evidence(EvidenceRequest.objects.get_visible(request.user, pk=pk).target_id)


@page("request", "change")
@require_POST
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """It is no longer needed."""
    asked = EvidenceRequest.objects.get_visible(request.user, pk=pk)
    said = checked(TakeBackForm(request.POST))
    take_back_request(request=asked, by=request.user, on=today(), reason=said["reason"], seen_version=said["version"])
    messages.info(request, _("已收回补充要求"))
    return _to_evidence(asked.target_id)


def requests_context(target: Target, officer: Officer) -> dict[str, Any]:
    """For the page of a target: what was asked for, and the form to ask."""
    rows = EvidenceRequest.objects.visible_to(officer).filter(target=target).select_related("asked_by")
    may_ask = may(officer, "change", "request") and not target.withdrawn_on
    return {
        "requests": list(rows),
        "may_ask": may_ask,
        "request_form": RequestForm(auto_id="ask_%s") if may_ask else None,
    }


def _to_evidence(target: int) -> HttpResponse:
    return redirect(resolve_url("target", pk=target) + "#evidence")
