"""Requests for evidence (补充材料要求): asking on the page of a target, taking back; the inbox leads to where they are answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.progress.requesting import ask_for_evidence, take_back_request
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.progress import RequestForm, TakeBackForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.target_refusals import kept_or_told

_PLACE = "#evidence"


@page("request", "change")
@require_POST
def ask(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for evidence of a target by a day."""
    target = Target.objects.get_visible(request.user, pk=pk)
    form = RequestForm(request.POST, auto_id="ask_%s")

    def save() -> str:
        made = ask_for_evidence(target=target, by=request.user, on=today(), **checked(form))
        return _("已要求补充：%(kind)s") % {"kind": made.get_kind_display()}

    return kept_or_told(request, pk, save, {"request_form": form}, form=form, place=_PLACE)


@page("request")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Where a request stands and is answered: on the page of its target."""
    asked = EvidenceRequest.objects.get_visible(request.user, pk=pk)
    return redirect(resolve_url("target", pk=asked.target_id) + _PLACE)


@page("request", "change")
@require_POST
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """It is no longer needed."""
    asked = EvidenceRequest.objects.get_visible(request.user, pk=pk)
    form = TakeBackForm(request.POST)

    def save() -> str:
        said = checked(form)
        take_back_request(
            request=asked, by=request.user, on=today(), reason=said["reason"], seen_version=said["version"]
        )
        return _("已收回补充要求")

    typed = {"taking_back": {"pk": asked.pk, "form": form}}
    return kept_or_told(request, asked.target_id, save, typed, form=form, place=_PLACE)
