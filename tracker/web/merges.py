"""Merging of duplicates (合并重复记录): one row into another, with the reason in the history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.registry.models import Enterprise, Facility
from tracker.registry.services import merge_enterprises, merge_facilities
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.survey import MergeForm
from tracker.web.pages import OfficerRequest, page


@page("enterprise", "change")
@require_POST
def merge_two_enterprises(request: OfficerRequest) -> HttpResponse:
    """Merge one enterprise into another."""
    said = _said(request)
    keep, drop = (Enterprise.objects.get_visible(request.user, pk=said[name]) for name in ("keep", "drop"))
    merge_enterprises(keep=keep, drop=drop, by=request.user, seen_version=said["version"])
    messages.success(request, _("已将“%(drop)s”并入“%(keep)s”") % {"drop": drop.name, "keep": keep.name})
    return redirect("enterprise", pk=keep.pk)


@page("facility", "change")
@require_POST
def merge_two_facilities(request: OfficerRequest) -> HttpResponse:
    """Merge one facility into another of the same enterprise."""
    said = _said(request)
    keep, drop = (Facility.objects.get_visible(request.user, pk=said[name]) for name in ("keep", "drop"))
    merge_facilities(keep=keep, drop=drop, on=today(), by=request.user, seen_version=said["version"])
    messages.success(request, _("已将“%(drop)s”并入“%(keep)s”") % {"drop": drop.name, "keep": keep.name})
    return redirect("enterprise_facility", pk=keep.pk)


def _said(request: OfficerRequest) -> dict[str, Any]:
    said = checked(MergeForm(request.POST))
    declare(request.user.actor, reason=said["reason"] or _("合并重复记录"), request_id=request.request_id)
    return said
