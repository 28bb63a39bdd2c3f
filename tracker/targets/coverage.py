"""How far a quota is handed on and filled (落实情况): the sum of its children and the sum of its targets, in its own unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tracker.quotas.models import Quota
from tracker.regions.amounts import total
from tracker.targets.models import Target
from tracker.values.units import unit_named

_BASE = DecimalField(max_digits=30, decimal_places=4)


def with_coverage(quotas: QuerySet[Any]) -> QuerySet[Any]:
    """The quotas with `allocated_base` (their children's amounts) and `covered_base` (their targets'), in base units."""
    children = Quota.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(s=total()).values("s")
    kept = Target.objects.filter(quota=OuterRef("pk"), withdrawn_on__isnull=True)
    filled = kept.order_by().values("quota").annotate(s=total()).values("s")
    told: QuerySet[Any] = quotas.annotate(
        allocated_base=Coalesce(Subquery(children), Value(Decimal(0)), output_field=_BASE),
        covered_base=Coalesce(Subquery(filled), Value(Decimal(0)), output_field=_BASE),
    )
    return told


def in_own_unit(quota: Any) -> Any:
    """The quota with `allocated` and `covered` in its own unit, and `has_gap` where less is handed on than was given."""
    factor = unit_named(quota.unit).factor
    quota.allocated, quota.covered = quota.allocated_base / factor, quota.covered_base / factor
    quota.has_gap = bool(quota.allocated) and quota.allocated < quota.amount
    return quota
