"""Whom an order is to fall on (措施对象): the target, finding, region or enterprise that stands in the address."""

from __future__ import annotations

from tracker.enforcement.conditions import Subject, subject_of
from tracker.officers.models import Officer
from tracker.regions.models import Region
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding
from tracker.targets.models import Target
from tracker.values.errors import NotFound
from tracker.web.pages import OfficerRequest


def subject_named(request: OfficerRequest) -> Subject | None:
    """The target, finding, region or enterprise in the address, if the officer may know of it."""
    officer = request.user
    if target := request.GET.get("target"):
        rows = Target.objects.select_related("plan", "region", "enterprise", "facility")
        return subject_of(target=rows.get_visible(officer, pk=target))
    if finding := request.GET.get("finding"):
        found = Finding.objects.select_related("region", "enterprise", "facility")
        return subject_of(finding=found.get_visible(officer, pk=finding))
    if region := request.GET.get("region"):
        return subject_of(region=_region_seen(officer, region))
    if enterprise := request.GET.get("enterprise"):
        return subject_of(enterprise=Enterprise.objects.select_related("region").get_visible(officer, pk=enterprise))
    return None


def _region_seen(officer: Officer, code: str) -> Region:
    region = Region.objects.filter(pk=code).first()
    if region is None or not officer.covers(region.pk):
        raise NotFound(region=code)
    return region
