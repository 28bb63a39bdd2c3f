"""Whether a plan adds up (任务加总): each task against what is handed on below it, in capacity and in equipment.

Less below than above is an error; more is 自我加压, shown and welcome. Sums are made in SQL, each in its own unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from tracker.quotas.models import Plan, Quota
from tracker.regions.amounts import in_base, total
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue
from tracker.values.figures import plain
from tracker.values.units import unit_named

_EXACT = DecimalField(max_digits=30, decimal_places=4)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Gap:
    """A task whose parts don't equal it: `difference` is parts minus task, negative where something is missing."""

    quota_id: int
    region_id: str
    region: str
    industry: str
    content: str
    unit: str
    assigned: Decimal
    distributed: Decimal

    @property
    def difference(self) -> Decimal:
        """Parts minus task."""
        return self.distributed - self.assigned

    @property
    def is_short(self) -> bool:
        """Whether something of the task is handed on to nobody."""
        return self.difference < 0

    def __str__(self) -> str:
        return _("%(region)s %(industry)s“%(content)s”：任务 %(assigned)s %(unit)s，已分解 %(done)s，相差 %(gap)s") % {
            "region": self.region,
            "industry": self.industry,
            "content": self.content,
            "unit": self.unit,
            "assigned": plain(self.assigned),
            "done": plain(self.distributed),
            "gap": plain(abs(self.difference)),
        }


def with_distributed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Quotas with `distributed_base` and `equipment_distributed` (of the same equipment unit), and `parts`, their number."""
    below = Quota.objects.filter(parent=OuterRef("pk")).order_by().values("parent")
    same_unit = below.filter(equipment_unit=OuterRef("equipment_unit"))
    annotated: QuerySet[Any] = rows.annotate(
        amount_base=in_base(),
        distributed_base=_or_zero(below.annotate(s=total()).values("s")),
        equipment_distributed=_or_zero(same_unit.annotate(s=Sum("equipment_count")).values("s")),
        parts=Coalesce(Subquery(below.annotate(n=Count("pk")).values("n")), Value(0)),
    )
    return annotated


def shortfalls(plan: Plan, *, only: Q | None = None) -> list[Gap]:
    """What keeps a plan from being issued: provincial tasks, and tasks already handed on in part, that don't add up."""
    short = Q(distributed_base__lt=F("amount_base")) | Q(equipment_distributed__lt=F("equipment_count"))
    due = Q(parts__gt=0) | Q(region__level=Region.Level.PROVINCE)
    return [gap for gap in _gaps(plan, due & short & (only or Q())) if gap.is_short]


def surpluses(plan: Plan) -> list[Gap]:
    """自我加压: tasks of which the regions below took on more than was asked."""
    more = Q(distributed_base__gt=F("amount_base")) | Q(equipment_distributed__gt=F("equipment_count"))
    return [gap for gap in _gaps(plan, Q(parts__gt=0) & more) if not gap.is_short]


def check_sums(plan: Plan, *, only: Q | None = None) -> None:
    """InvalidValue naming every node, unit and difference, where a plan doesn't add up."""
    missing = shortfalls(plan, only=only)
    if missing:
        named = "；".join(str(gap) for gap in missing[:5])
        more = _("；另有 %(n)d 处") % {"n": len(missing) - 5} if len(missing) > 5 else ""
        raise InvalidValue(
            _("分解数量少于任务量，不能继续：") + named + more,
            code="sums_differ",
            field="amount",
            gaps=[_as_data(gap) for gap in missing],
        )


def _or_zero(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows), Value(ZERO), output_field=_EXACT)


def _gaps(plan: Plan, condition: Q) -> Iterable[Gap]:
    rows = with_distributed(Quota.objects.filter(plan=plan)).filter(condition).select_related("region", "industry")
    for row in rows:
        factor = unit_named(row.unit).factor
        if row.distributed_base != row.amount_base:
            yield _gap(row, row.unit, row.amount, row.distributed_base / factor)
        if row.equipment_count is not None and row.equipment_distributed != row.equipment_count:
            yield _gap(row, row.equipment_unit, row.equipment_count, row.equipment_distributed)


def _gap(row: Any, unit: str, assigned: Decimal, distributed: Decimal) -> Gap:
    names = (row.region.name, row.industry.name, row.content)
    return Gap(row.pk, row.region_id, *names, unit, assigned, distributed)


def _as_data(gap: Gap) -> dict[str, str]:
    return {
        "region": gap.region_id,
        "industry": gap.industry,
        "content": gap.content,
        "unit": gap.unit,
        "assigned": plain(gap.assigned),
        "distributed": plain(gap.distributed),
        "difference": plain(gap.difference),
    }
