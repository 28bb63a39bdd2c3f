"""Figures of every node of the quota tree (任务节点数字): assigned, distributed, covered, reported, accepted, remaining.

A target counts for the quota it fills and for every quota above that one. Sums are made in SQL, a node at a time in its own
unit, capacity and equipment side by side and never added to one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.quotas.sums import with_distributed
from tracker.regions.amounts import total
from tracker.regions.naming import Name
from tracker.targets.models import Target
from tracker.targets.overdue import open_q
from tracker.values.units import unit_named

ZERO = Decimal(0)
# The quota a target fills, the one above it, and the one above that: county, city, province.
_NODES = ("quota_id", "quota__parent_id", "quota__parent__parent_id")
_STEPS = ("covered", "reported", "accepted")


@dataclass(frozen=True)
class Measure:
    """One measure of a node, in one unit."""

    unit: str
    assigned: Decimal = ZERO
    distributed: Decimal = ZERO
    covered: Decimal = ZERO
    reported: Decimal = ZERO
    accepted: Decimal = ZERO

    @property
    def remaining(self) -> Decimal:
        """What is still to be accepted; never below zero."""
        return max(self.assigned - self.accepted, ZERO)

    @property
    def undistributed(self) -> Decimal:
        """Task minus parts: negative where the regions below took on more (自我加压)."""
        return self.assigned - self.distributed


@dataclass(frozen=True)
class Node:
    """A quota with its figures in capacity and, where it counts equipment, in equipment."""

    quota: Quota
    parts: int
    capacity: Measure
    equipment: Measure | None


def nodes(rows: QuerySet[Quota], officer: Officer, on: date) -> list[Node]:
    """The nodes of the quotas in `rows` (already limited to what the officer may see), as of a day."""
    found = list(with_distributed(rows))
    sums = _sums([quota.pk for quota in found], officer, on)
    return [_node(quota, sums) for quota in found]


def by_department(plan: Plan, officer: Officer, on: date, *, level: str = "city") -> list[dict[str, Any]]:
    """Per lead department, industry and unit: the sums over the quotas of one level; amounts in the industry's unit."""
    rows = Quota.objects.visible_to(officer).filter(plan=plan, region__level=level)
    keys = ("lead_department_id", "industry_id")
    named = {
        "department_name": F("lead_department__name"),
        "department_english": F("lead_department__name_en"),
        "industry_name": F("industry__name"),
        "industry_english": F("industry__name_en"),
        "own_unit": F("industry__unit"),
    }
    found = {
        (row["lead_department_id"], row["industry_id"]): row | dict.fromkeys(_STEPS, ZERO)
        for row in rows.order_by().values(*keys, **named).annotate(assigned=total())
    }
    filled = Target.objects.visible_to(officer).filter(_kept(on), plan=plan)
    for path in ("quota", "quota__parent", "quota__parent__parent"):
        targets = filled.filter(**{f"{path}__region__level": level})
        for row in _department_sums(targets, path, on):
            line = found.get((row["node_department"], row["node_industry"]))
            if line:
                line.update({name: line[name] + row[name] for name in _STEPS})
    return [_in_unit(line) for _key, line in sorted(found.items(), key=lambda one: tuple(map(str, one[0])))]


def _department_sums(targets: QuerySet[Target], path: str, on: date) -> Iterable[dict[str, Any]]:
    keys = {"node_department": F(f"{path}__lead_department_id"), "node_industry": F(f"{path}__industry_id")}
    grouped: Any = targets.order_by().values(**keys).annotate(**_capacity(on))
    return list(grouped)


def _in_unit(line: dict[str, Any]) -> dict[str, Any]:
    factor = unit_named(line["own_unit"]).factor
    names = {
        "department_name": Name(line["department_name"] or "", line["department_english"] or ""),
        "industry_name": Name(line["industry_name"], line["industry_english"]),
    }
    return line | names | {name: line[name] / factor for name in ("assigned", *_STEPS)}


def _kept(on: date) -> Q:
    return Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)


def _capacity(on: date) -> dict[str, Any]:
    return {"covered": total(), "reported": total(only=~open_q(on)), "accepted": total(only=Q(accepted_on__lte=on))}


def _sums(quotas: list[int], officer: Officer, on: date) -> dict[int, dict[Any, Any]]:
    """Per node the base-unit capacities, and the equipment per unit."""
    found: dict[int, dict[Any, Any]] = {}
    targets = Target.objects.visible_to(officer).filter(_kept(on))
    equipment = {
        "equipment_covered": Sum("equipment_count"),
        "equipment_reported": Sum("equipment_count", filter=~open_q(on)),
        "equipment_accepted": Sum("equipment_count", filter=Q(accepted_on__lte=on)),
    }
    for path in _NODES:
        grouped = (
            targets.filter(**{f"{path.removesuffix('_id')}__in": quotas})
            .order_by()
            .values("equipment_unit", node=F(path))
        )
        summed: Any = grouped.annotate(**_capacity(on), **equipment)
        for row in summed:
            sofar = found.setdefault(row["node"], {})
            for name in _STEPS:
                sofar[name] = sofar.get(name, ZERO) + row[name]
                counted = (name, row["equipment_unit"])
                sofar[counted] = sofar.get(counted, ZERO) + (row[f"equipment_{name}"] or ZERO)
    return found


def _node(quota: Any, sums: dict[int, dict[Any, Any]]) -> Node:
    own, factor = sums.get(quota.pk, {}), unit_named(quota.unit).factor
    capacity = Measure(quota.unit, quota.amount, quota.distributed_base / factor)
    capacity = replace(capacity, **{name: own.get(name, ZERO) / factor for name in _STEPS})
    equipment = None
    if quota.equipment_count is not None:
        equipment = Measure(quota.equipment_unit, quota.equipment_count, quota.equipment_distributed)
        counted = {name: own.get((name, quota.equipment_unit), ZERO) for name in _STEPS}
        equipment = replace(equipment, **counted)
    return Node(quota, quota.parts, capacity, equipment)
