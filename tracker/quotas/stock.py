"""What each region has (存量): surveyed capacity of an industry in the registry, by ownership; in use and dismantled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum, Value
from django.db.models.functions import Concat, Left

from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.regions.amounts import total
from tracker.regions.models import Industry, Region
from tracker.regions.succession import current_code, heirs
from tracker.registry.models import Facility
from tracker.values.units import unit_named

ZERO = Decimal(0)


@dataclass(frozen=True)
class Stock:
    """One region's capacity of an industry, in the industry's unit, and its equipment of one unit."""

    region_id: str
    region: str
    capacity: Decimal = ZERO
    dismantled: Decimal = ZERO
    equipment: Decimal = ZERO
    by_ownership: dict[str, Decimal] = field(default_factory=dict)


def stock_below(
    region: Region, industry: Industry, officer: Officer, on: date, *, equipment_unit: str = ""
) -> list[Stock]:
    """The stock of each region directly below one, as they are on a day: what forerunners had counts for their heirs."""
    below = list(Region.objects.valid_on(on).filter(parent=region))
    grouped = _grouped(region, industry, officer, on, equipment_unit)
    factor = unit_named(industry.unit).factor
    return [_stock(place, grouped, factor) for place in below]


def last_year(region: Region, industry: Industry, plan: Plan, officer: Officer, on: date) -> dict[str, Decimal]:
    """What each region below had to eliminate under the latest earlier plan with this industry, in the industry's unit."""
    level = _below(region)
    earlier = Quota.objects.visible_to(officer).filter(industry=industry, plan__year__lt=plan.year, region__level=level)
    year: Any = earlier.order_by("-plan__year").values_list("plan__year", flat=True).first()
    grouped = earlier.filter(plan__year=year).order_by().values(place=_place(region, on)).annotate(sum=total())
    factor = unit_named(industry.unit).factor
    return {row["place"]: row["sum"] / factor for row in grouped}


def _grouped(
    region: Region, industry: Industry, officer: Officer, on: date, equipment_unit: str
) -> Sequence[dict[str, Any]]:
    gone = Q(status=Facility.Status.DISMANTLED) | Q(retired_on__isnull=False, retired_on__lte=on)
    rows: Any = Facility.objects.visible_to(officer).live().filter(industry=industry).order_by()
    return list(
        rows.values("enterprise__ownership", place=_place(region, on)).annotate(
            in_use=total("capacity", "capacity_unit", only=~gone & Q(capacity__isnull=False)),
            gone=total("capacity", "capacity_unit", only=gone & Q(capacity__isnull=False)),
            pieces=Sum("quantity", filter=~gone & Q(quantity_unit=equipment_unit)),
        )
    )


def _place(region: Region, on: date) -> Any:
    """The code of the region directly below `region` in which a row lies."""
    code = current_code(heirs(on))
    return Concat(Left(code, 4), Value("00")) if region.level == Region.Level.PROVINCE else code


def _below(region: Region) -> str:
    return Region.Level.CITY if region.level == Region.Level.PROVINCE else Region.Level.COUNTY


def _stock(place: Region, grouped: Sequence[dict[str, Any]], factor: Decimal) -> Stock:
    own = [row for row in grouped if row["place"] == place.code]
    return Stock(
        place.code,
        place.name,
        capacity=sum((row["in_use"] for row in own), ZERO) / factor,
        dismantled=sum((row["gone"] for row in own), ZERO) / factor,
        equipment=sum((row["pieces"] or ZERO for row in own), ZERO),
        by_ownership={row["enterprise__ownership"]: row["in_use"] / factor for row in own if row["in_use"]},
    )
