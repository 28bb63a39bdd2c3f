"""How many enterprises (企业家数) a plan's list names, and how many have finished: an enterprise counts once, whatever it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.figures import kept_targets, place_of
from tracker.targets.overdue import open_q


@dataclass(frozen=True)
class EnterpriseCounts:
    """Enterprises listed; those with something completed; those with something accepted."""

    listed: int = 0
    completed: int = 0
    accepted: int = 0


def enterprise_counts(plan: Plan, officer: Officer, on: date, region: Region) -> dict[str, EnterpriseCounts]:
    """By industry in one region; under "" over all industries, where an enterprise in two industries counts once."""
    inside = kept_targets(plan, officer, on).annotate(place=place_of(region.level)).filter(place=region.code)
    grouped: Any = inside.order_by().values("industry_id").annotate(**_counted(on))
    found = {row["industry_id"]: _counts(row) for row in grouped}
    return found | {"": _counts(inside.aggregate(**_counted(on)))}


def _counted(on: date) -> dict[str, Any]:
    return {
        "listed": Count("enterprise", distinct=True),
        "completed": Count("enterprise", distinct=True, filter=~open_q(on)),
        "accepted": Count("enterprise", distinct=True, filter=Q(accepted_on__lte=on)),
    }


def _counts(row: dict[str, Any]) -> EnterpriseCounts:
    return EnterpriseCounts(row["listed"], row["completed"], row["accepted"])
