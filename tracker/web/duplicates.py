"""The page of duplicates (疑似重复): pairs with the reason they were found, and the merging of one into the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.officers.permissions import may
from tracker.registry.duplicates import Pair, enterprise_pairs, facility_pairs
from tracker.registry.models import Enterprise, Facility
from tracker.registry.services import merge_enterprises, merge_facilities
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.survey import MergeForm
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page


@page("enterprise")
def index(request: OfficerRequest) -> HttpResponse:
    """Pairs of enterprises, or of facilities (`of=facilities`), in the officer's regions."""
    of_facilities = request.GET.get("of") == "facilities"
    pairs: list[Pair] = facility_pairs(request.user) if of_facilities else enterprise_pairs(request.user)
    context: dict[str, Any] = {"of_facilities": of_facilities, "may_merge": may(request.user, "change", "enterprise")}
    listed = page_context(request, pairs)
    if not of_facilities:
        _count_facilities([one for pair in listed["page"].object_list for one in (pair.first, pair.second)])
    return render(request, "tracker/registry/duplicates.html", context | listed)


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


def _count_facilities(enterprises: list[Enterprise]) -> None:
    counted = (
        Facility.objects.filter(enterprise__in=enterprises).order_by().values_list("enterprise").annotate(n=Count("pk"))
    )
    numbers = dict(counted)
    for enterprise in enterprises:
        enterprise.facility_count = numbers.get(enterprise.pk, 0)  # type: ignore[attr-defined]
