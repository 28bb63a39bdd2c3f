"""Who bears it (影响面): facilities, enterprises, workers and capacity by city, industry and ownership, in one statement.

Campaigns fail by hitting private firms only, so the shares by ownership stand beside every result. A worker counts once,
however many facilities of the enterprise are concerned; capacity is summed by base and never across bases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from tracker.screening.compiling import literal
from tracker.values.units import UNITS, Unit

ALL, CITY, INDUSTRY, OWNERSHIP = "all", "city", "industry", "ownership"


@dataclass(frozen=True)
class Line:
    """The figures of one value of one dimension: how many, how many workers, how much in each unit."""

    facilities: int = 0
    enterprises: int = 0
    workers: int = 0
    capacity: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Burden:
    """All figures of a result, by change, dimension and value."""

    lines: dict[tuple[str, str, str], Line]

    def line(self, change: str, dimension: str = ALL, key: str = "") -> Line:
        """The figures of one value; zeros where nothing falls there."""
        return self.lines.get((change, dimension, key), Line())

    def of(self, change: str, dimension: str) -> dict[str, Line]:
        """The figures of every value of a dimension, by code."""
        return {key: line for (which, where, key), line in self.lines.items() if (which, where) == (change, dimension)}


def burden(relation: str, parameters: Mapping[str, Any] | None = None) -> Burden:
    """The figures of a relation with one row per facility.

    Its columns: change, id, enterprise_id, region_id, industry_id, ownership, employees, capacity, capacity_unit.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(relation=relation, units=_units()), parameters)
        rows = cursor.fetchall()
    return Burden({(row[0], row[1], row[2]): Line(row[3], row[4], row[5], _in_large_units(row[6])) for row in rows})


def _units() -> str:
    rows = [f"({literal(u.name)}, {literal(u.base)}, {u.factor})" for u in UNITS.values() if u.counts == "capacity"]
    return f"VALUES {', '.join(rows)}"


def _in_large_units(sums: str | None) -> dict[str, Decimal]:
    """Sums in bases, told in ten thousands or hundred millions as officials do."""
    found = {_large(base, Decimal(total)): Decimal(total) for base, total in (sorted(json.loads(sums)) if sums else [])}
    return {unit.name: total / unit.factor for unit, total in found.items()}


def _large(base: str, total: Decimal) -> Unit:
    hundred_million = UNITS.get(f"亿{base}")
    return hundred_million if hundred_million and total >= hundred_million.factor else UNITS[f"万{base}"]


_STATEMENT = """
WITH r AS MATERIALIZED ({relation}),
d AS (
    SELECT r.*, x.dimension, x.key FROM r CROSS JOIN LATERAL (
        VALUES ('all', ''), ('city', left(r.region_id, 4) || '00'), ('industry', r.industry_id::text), ('ownership', r.ownership::text)
    ) AS x(dimension, key)
),
counted AS (SELECT change, dimension, key, count(*) AS facilities FROM d GROUP BY 1, 2, 3),
staffed AS (
    SELECT change, dimension, key, count(*) AS enterprises, coalesce(sum(employees), 0)::bigint AS workers
    FROM (SELECT DISTINCT change, dimension, key, enterprise_id, employees FROM d) e GROUP BY 1, 2, 3
),
summed AS (
    SELECT d.change, d.dimension, d.key, u.base, sum(d.capacity * u.factor) AS total
    FROM d JOIN ({units}) AS u(unit, base, factor) ON u.unit = d.capacity_unit GROUP BY 1, 2, 3, 4
),
sized AS (
    SELECT change, dimension, key, jsonb_agg(jsonb_build_array(base, total::text)) AS capacity FROM summed GROUP BY 1, 2, 3
)
SELECT change, dimension, key, facilities, enterprises, workers, capacity
FROM counted JOIN staffed USING (change, dimension, key) LEFT JOIN sized USING (change, dimension, key)
ORDER BY 1, 2, 4 DESC, 3
"""
