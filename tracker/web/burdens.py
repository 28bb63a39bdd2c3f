"""Burdens as tables (影响面表格): the figures of a screening by city, industry and ownership, with names and shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tracker.regions.models import Industry, Region
from tracker.regions.naming import named
from tracker.registry.models import Enterprise
from tracker.screening.burden import CITY, INDUSTRY, OWNERSHIP, Burden, Line
from tracker.templatetags.capacity import amount


@dataclass(frozen=True)
class Row:
    """One value of a dimension: its name, its figures, its share of the facilities and of the workers."""

    label: str
    line: Line
    facilities: Decimal | None
    workers: Decimal | None

    @property
    def capacity(self) -> str:
        """The capacities, one a unit."""
        return capacities(self.line.capacity)


def tables(burden: Burden, change: str) -> list[dict[str, Any]]:
    """Ownership first, as it is always shown; then city and industry."""
    whole = burden.line(change)
    names = _names()
    titles = {OWNERSHIP: _("按所有制"), CITY: _("按设区市"), INDUSTRY: _("按行业")}
    return [
        {
            "title": title,
            "rows": [_row(names[dimension], key, line, whole) for key, line in _listed(burden, change, dimension)],
        }
        for dimension, title in titles.items()
    ]


def capacities(sums: Mapping[str, Decimal]) -> str:
    """“34.9 万标张；120 万吨”."""
    return "；".join(f"{amount(total)} {unit}" for unit, total in sums.items())


def _listed(burden: Burden, change: str, dimension: str) -> list[tuple[str, Line]]:
    found = burden.of(change, dimension)
    if dimension == OWNERSHIP:  # every kind of ownership is named, also where nothing falls on it
        return [
            (kind, found.get(kind, Line()))
            for kind in Enterprise.Ownership.values
            if kind in found or kind != "unknown"
        ]
    return sorted(found.items(), key=lambda item: (-item[1].facilities, item[0]))


def _row(names: Mapping[str, str], key: str, line: Line, whole: Line) -> Row:
    facilities = Decimal(line.facilities) / whole.facilities if whole.facilities else None
    workers = Decimal(line.workers) / whole.workers if whole.workers else None
    return Row(names.get(key, key), line, facilities, workers)


def _names() -> dict[str, dict[str, str]]:
    return {
        OWNERSHIP: {choice.value: str(choice.label) for choice in Enterprise.Ownership},
        CITY: dict(named(Region.objects.exclude(level=Region.Level.COUNTY))),
        INDUSTRY: dict(named(Industry.objects.all())),
    }
