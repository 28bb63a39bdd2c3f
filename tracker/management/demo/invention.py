"""Inventing a plan's list of enterprises (企业名单) under its quotas, and registering them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from fixtures.factories import EnterpriseFactory, FacilityFactory
from fixtures.fiction import County, Enterprise, Fiction
from tracker.catalogue.models import FacilityKind
from tracker.quotas.models import Quota
from tracker.regions.models import Industry, Region
from tracker.registry import models as registry
from tracker.registry.identities import code_kind
from tracker.targets.resolving import TargetRow

# Where an industry has its home within a city; three of four enterprises stand there.
HOMES = {
    ("330100", "paper"): "富阳",
    ("330100", "cement"): "富阳",
    ("330300", "leather"): "平阳",
    ("330400", "leather"): "海宁",
    ("330500", "cement"): "长兴",
    ("330500", "lead-battery"): "长兴",
    ("330600", "dyeing"): "柯桥 绍兴县",
}


def fiction_of(plan: str, *, first_number: int, unified_codes: bool) -> Fiction:
    """The inventor of a plan's enterprises, who knows whom the registry has already."""
    taken = registry.Enterprise.objects.values_list("name", flat=True)
    return Fiction(plan, first_number=first_number, unified_codes=unified_codes, taken=taken)


def counties_on(day: date) -> dict[str, list[County]]:
    """The counties of each city on a day."""
    found: dict[str, list[County]] = {}
    for region in Region.objects.valid_on(day).filter(level=Region.Level.COUNTY):
        found.setdefault(region.city_code, []).append(County(region.code, region.short_name))
    return found


def invent(fiction: Fiction, quotas: Iterable[Quota], counties: dict[str, list[County]]) -> list[Enterprise]:
    """Enterprises whose lines make up each city's quotas."""
    invented = []
    for quota in quotas:
        city = quota.region.city_code
        places = _weighted(counties[city] if quota.region_id == city else _only(counties, quota.region), quota)
        pieces = int(quota.equipment_count or 1)
        invented += fiction.enterprises(places, quota.industry_id, amount=quota.amount, unit=quota.unit, pieces=pieces)
    return invented


def register(invented: Sequence[Enterprise]) -> None:
    """Enter the enterprises and their lines into the registry."""
    regions = Region.objects.in_bulk({one.county for one in invented})
    industries = Industry.objects.in_bulk({one.industry for one in invented})
    kinds = FacilityKind.objects.in_bulk({one.kind for one in invented})
    enterprises = registry.Enterprise.objects.bulk_create(
        EnterpriseFactory.build(
            name=one.name,
            credit_code=one.credit_code,
            code_kind=code_kind(one.credit_code),
            region=regions[one.county],
            industry=industries[one.industry],
            ownership=one.ownership,
            employees=one.employees,
        )
        for one in invented
    )
    registry.Facility.objects.bulk_create(
        FacilityFactory.build(
            enterprise=enterprise,
            name=one.facility,
            kind=kinds.get(one.kind),
            quantity=one.count,
            quantity_unit=one.equipment_unit,
            capacity=one.amount,
            capacity_unit=one.unit,
        )
        for one, enterprise in zip(invented, enterprises, strict=True)
    )


def rows(invented: Iterable[Enterprise], deadlines: Iterable[date]) -> list[TargetRow]:
    """The enterprises as rows of a target list."""
    return [
        TargetRow(
            region_id=one.county,
            enterprise_name=one.name,
            industry_id=one.industry,
            facility_name=one.facility,
            amount=one.amount,
            unit=one.unit,
            deadline=deadline,
            credit_code=one.credit_code,
            equipment_count=one.count,
            equipment_unit=one.equipment_unit,
        )
        for one, deadline in zip(invented, deadlines, strict=True)
    ]


def _only(counties: dict[str, list[County]], region: Region) -> list[County]:
    return [county for county in counties[region.city_code] if county.code == region.code]


def _weighted(counties: list[County], quota: Quota) -> list[County]:
    homes = HOMES.get((quota.region_id, quota.industry_id), "").split()
    return counties + [county for county in counties if county.short_name in homes] * (3 * len(counties))
