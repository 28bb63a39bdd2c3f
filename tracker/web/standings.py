"""Standings (进度排名): regions side by side and industries line by line, every figure with the way to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from tracker.contracts.models import Contract
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.regions.naming import named
from tracker.targets.figures import Counts, Figures, counts


def contracts_in_force(officer: Officer, plan: Plan) -> dict[str, Contract]:
    """The contract of each city under a plan, by region code."""
    rows = Contract.objects.visible_to(officer).standing(plan).filter(level=Contract.Level.CITY)
    return {contract.region_id: contract for contract in rows}


def contracts_of(officer: Officer, plan: Plan, place: Region) -> list[Contract]:
    """The contracts a place answers to under a plan, as far as the officer sees them: its own first, then its city's."""
    rows = Contract.objects.visible_to(officer).standing(plan).filter(region__in={place.code, place.city_code})
    return sorted(rows.select_related("region"), key=lambda contract: contract.region_id != place.code)


def ranked(lines: Iterable[Figures], contracts: dict[str, Contract] | None = None) -> list[dict[str, Any]]:
    """Table rows of regions, the furthest first; regions level with one another share a rank."""
    found = sorted(counts(lines), key=lambda place: (-(place.completion or 0), place.region_id))
    names = dict(named(Region.objects.filter(pk__in=[place.region_id for place in found])))
    shares = [place.completion or 0 for place in found]
    rows = [table_row(place, shares.index(place.completion or 0) + 1) for place in found]
    for row in rows:
        contract = (contracts or {}).get(row["code"])
        row |= {"name": names.get(row["code"], row["code"]), "contract": contract}
    return rows


def table_row(place: Counts, rank: int) -> dict[str, Any]:
    """The table row of one region."""
    where = {"region": place.region_id}
    share = (place.completion or Decimal(0)) / 100
    with_task = [line for line in place.industries if line.assigned]
    return {
        "code": place.region_id,
        "rank": rank,
        "url": reverse("city", args=[place.region_id]),
        "share": share,
        "share_value": str(share),
        "met": sum(line.accepted >= line.assigned for line in with_task),
        "quotas": len(with_task),
        "targets": place.targets,
        "done": place.done,
        "accepted": place.accepted,
        "due_soon": place.due_soon,
        "overdue": place.overdue,
        "targets_url": targets_url(**where),
        "due_soon_url": targets_url(**where, due="due_soon"),
        "overdue_url": targets_url(**where, due="overdue"),
    }


def industry_line(line: Figures, region_code: str) -> dict[str, Any]:
    """A row of the industry table: the figures of one industry and the links to its targets."""
    where = {"region": region_code, "industry": line.industry_id} if region_code else {"industry": line.industry_id}
    return {
        "figures": line,
        "share": line.accepted / line.assigned if line.assigned else None,
        "url": targets_url(**where),
        "overdue_url": targets_url(**where, due="overdue"),
    }


def targets_url(**filters: str) -> str:
    """The target list, filtered."""
    return f"{reverse('targets')}?{urlencode(filters)}"
