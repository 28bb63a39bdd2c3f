"""Figures of a plan (进展数字): assigned, covered by targets, reported, accepted, overdue; per region and industry.

Every sum is made in SQL in base units and given back in the industry's own unit; industries are never added to one another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Concat, Left

from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.regions.amounts import total
from tracker.regions.models import Region
from tracker.regions.naming import Name
from tracker.targets.models import Target
from tracker.targets.overdue import due_soon_q, open_q, overdue_q
from tracker.values.units import unit_named

ZERO = Decimal(0)


@dataclass(frozen=True)
class Figures:
    """The figures of one region and industry; amounts in `unit`, counts in targets (家次)."""

    region_id: str
    industry_id: str
    industry: str
    unit: str
    assigned: Decimal = ZERO
    covered: Decimal = ZERO
    reported: Decimal = ZERO
    accepted: Decimal = ZERO
    overdue: Decimal = ZERO
    targets: int = 0
    targets_done: int = 0
    targets_accepted: int = 0
    targets_due_soon: int = 0
    targets_overdue: int = 0

    @property
    def completion(self) -> Decimal | None:
        """Accepted amount in percent of the assigned one, the figure a contract is judged by; None where nothing is assigned."""
        return percent(self.accepted, self.assigned)

    @property
    def remaining(self) -> Decimal:
        """What is still to be accepted; never below zero."""
        return max(self.assigned - self.accepted, ZERO)


@dataclass(frozen=True)
class Counts:
    """Targets of one region, over all industries: counts may be added where amounts may not."""

    region_id: str
    targets: int = 0
    done: int = 0
    accepted: int = 0
    due_soon: int = 0
    overdue: int = 0
    industries: list[Figures] = field(default_factory=list)

    @property
    def completion(self) -> Decimal | None:
        """Accepted targets in percent of all targets."""
        return percent(Decimal(self.accepted), Decimal(self.targets))


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Share in percent, one decimal; None of nothing."""
    return (part * 100 / whole).quantize(Decimal("0.1")) if whole else None


def figures(plan: Plan, officer: Officer, on: date, *, level: str = "city") -> list[Figures]:
    """Per region of a level (province, city, county) and industry, all the officer may see, ordered by region and industry."""
    place = place_of(level)
    quotas = Quota.objects.visible_to(officer).filter(plan=plan, region__level=level)
    found = {
        _key(row): _figures(row, assigned=row["assigned"]) for row in _grouped(quotas, place).annotate(assigned=total())
    }
    for row in _grouped(kept_targets(plan, officer, on), place).annotate(**_target_sums(on)):
        base = found.get(_key(row)) or _figures(row)
        found[_key(row)] = _with_targets(base, row)
    return [found[key] for key in sorted(found)]


def counts(found: Iterable[Figures]) -> list[Counts]:
    """The figures gathered per region, industries kept apart."""
    by_region: dict[str, Counts] = {}
    for line in found:
        sofar = by_region.get(line.region_id, Counts(line.region_id))
        by_region[line.region_id] = replace(
            sofar,
            targets=sofar.targets + line.targets,
            done=sofar.done + line.targets_done,
            accepted=sofar.accepted + line.targets_accepted,
            due_soon=sofar.due_soon + line.targets_due_soon,
            overdue=sofar.overdue + line.targets_overdue,
            industries=[*sofar.industries, line],
        )
    return list(by_region.values())


def place_of(level: str) -> Any:
    """The expression of the region of a level in which a row lies."""
    if level == Region.Level.COUNTY:
        return F("region_id")
    kept = 2 if level == Region.Level.PROVINCE else 4
    return Concat(Left("region_id", kept), Value("0" * (6 - kept)))


_GROUPED = ("place", "industry_id", "industry__name", "industry__name_en", "industry__unit")


def _grouped(rows: QuerySet[Any], place: Any) -> QuerySet[Any, dict[str, Any]]:
    grouped: QuerySet[Any, dict[str, Any]]
    grouped = rows.annotate(place=place).order_by().values(*_GROUPED)
    return grouped


def kept_targets(plan: Plan, officer: Officer, on: date) -> QuerySet[Target]:
    """The plan's targets that count on a day: those not withdrawn by then."""
    kept = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
    return Target.objects.visible_to(officer).filter(kept, plan=plan)


def _target_sums(on: date) -> dict[str, Any]:
    done, accepted = ~open_q(on), Q(accepted_on__lte=on)
    return {
        "covered": total(),
        "reported": total(only=done),
        "accepted": total(only=accepted),
        "overdue": total(only=overdue_q(on)),
        "n": Count("pk"),
        "n_done": Count("pk", filter=done),
        "n_accepted": Count("pk", filter=accepted),
        "n_soon": Count("pk", filter=due_soon_q(on)),
        "n_overdue": Count("pk", filter=overdue_q(on)),
    }


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return (row["place"], row["industry_id"])


def _figures(row: dict[str, Any], *, assigned: Decimal = ZERO) -> Figures:
    name, unit = Name(row["industry__name"], row["industry__name_en"]), row["industry__unit"]
    return Figures(row["place"], row["industry_id"], name, unit, assigned=assigned / unit_named(unit).factor)


def _with_targets(base: Figures, row: dict[str, Any]) -> Figures:
    factor = unit_named(base.unit).factor
    return replace(
        base,
        covered=row["covered"] / factor,
        reported=row["reported"] / factor,
        accepted=row["accepted"] / factor,
        overdue=row["overdue"] / factor,
        targets=row["n"],
        targets_done=row["n_done"],
        targets_accepted=row["n_accepted"],
        targets_due_soon=row["n_soon"],
        targets_overdue=row["n_overdue"],
    )
