"""The page of duplicates (疑似重复): pairs with the reason they were found."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.registry.duplicates import Pair, enterprise_pairs, facility_pairs
from tracker.registry.models import Enterprise, Facility
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("enterprise")
def index(request: OfficerRequest) -> Reply:
    """Pairs of enterprises, or of facilities (`of=facilities`), in the officer's regions."""
    of_facilities = request.GET.get("of") == "facilities"
    pairs: list[Pair] = facility_pairs(request.user) if of_facilities else enterprise_pairs(request.user)
    if file := exported(request, "duplicates", pairs):
        return file
    context: dict[str, Any] = {"of_facilities": of_facilities, "may_merge": may(request.user, "change", "enterprise")}
    listed = page_context(request, pairs)
    if not of_facilities:
        _count_facilities([one for pair in listed["page"].object_list for one in (pair.first, pair.second)])
    return render(request, "tracker/registry/duplicates.html", context | listed)


def _count_facilities(enterprises: list[Enterprise]) -> None:
    counted = (
        Facility.objects.filter(enterprise__in=enterprises).order_by().values_list("enterprise").annotate(n=Count("pk"))
    )
    numbers = dict(counted)
    for enterprise in enterprises:
        enterprise.facility_count = numbers.get(enterprise.pk, 0)  # type: ignore[attr-defined]
