"""What an import makes of each city's sums (市级平衡): before, after, and against the plan; summed in SQL, each in its unit.

Capacities of one industry share a base, so they are added in it and told in the industry's own unit; bases are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from tracker.values.units import UNITS, unit_named
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.models import Upload

_STANDING = {
    "quota": "SELECT q.region_id, q.industry_id, q.amount, q.unit FROM tracker_quota q"
    " JOIN tracker_region r ON r.code = q.region_id AND r.level = 'city' WHERE q.plan_id = %(plan)s",
    "target": "SELECT left(t.region_id, 4) || '00', t.industry_id, t.amount, t.unit FROM tracker_target t"
    " WHERE t.plan_id = %(plan)s AND t.stage <> 'withdrawn'",
}


@dataclass(frozen=True)
class Line:
    """One city's capacity of one industry. `assigned` is the plan's task, for lists that are to fill it."""

    city: str
    industry: str
    unit: str
    before: Decimal
    after: Decimal
    assigned: Decimal | None

    @property
    def change(self) -> Decimal:
        """What the import adds or takes."""
        return self.after - self.before

    @property
    def against_plan(self) -> Decimal | None:
        """More (or less, negative) than the plan asks for."""
        return None if self.assigned is None else self.after - self.assigned


def balance(upload: Upload) -> list[Line]:
    """The sums an import changes, by city and industry; empty for kinds that carry no capacity of the plan."""
    resource = CODECS[upload.kind].resource
    if resource not in _STANDING:
        return []
    asked: dict[str, Any] = {
        "upload": upload.pk,
        "plan": upload.plan_id,
        "units": list(UNITS),
        "factors": [unit.factor for unit in UNITS.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(standing=_STANDING[resource], assigned=_STANDING["quota"]), asked)
        rows = cursor.fetchall()
    return [
        Line(
            city,
            industry,
            unit,
            _told(before, unit),
            _told(after, unit),
            _told(task, unit) if resource == "target" else None,
        )
        for city, industry, unit, before, after, task in rows
    ]


def _told(amount: Decimal, unit: str) -> Decimal:
    """An amount of the base in the industry's unit."""
    return Decimal(amount) / unit_named(unit).factor


_SUMS = """
WITH factors AS (SELECT * FROM unnest(%(units)s::text[], %(factors)s::numeric[]) AS f (unit, factor)),
standing (city, industry, amount, unit) AS ({standing}),
task (city, industry, amount, unit) AS ({assigned}),
said (city, industry, amount, unit) AS (
    SELECT left(coalesce(r.values ->> 'county', r.values ->> 'city'), 4) || '00', r.values ->> 'industry',
           (r.values ->> 'amount')::numeric, r.values ->> 'unit'
    FROM tracker_uploadrow r WHERE r.upload_id = %(upload)s AND r.action IN ('create', 'update')
    UNION ALL
    SELECT left(coalesce(r.before ->> 'region_id', r.values ->> 'county', r.values ->> 'city'), 4) || '00',
           coalesce(r.before ->> 'industry_id', r.values ->> 'industry'), -(r.before ->> 'amount')::numeric, r.before ->> 'unit'
    FROM tracker_uploadrow r WHERE r.upload_id = %(upload)s AND r.action = 'update' AND r.before ->> 'amount' IS NOT NULL
),
sums AS (
    SELECT p.city, p.industry, sum(p.amount * f.factor) FILTER (WHERE p.part = 's') AS standing,
           sum(p.amount * f.factor) FILTER (WHERE p.part = 'n') AS said, sum(p.amount * f.factor) FILTER (WHERE p.part = 't') AS task
    FROM (SELECT 's' AS part, * FROM standing UNION ALL SELECT 'n', * FROM said UNION ALL SELECT 't', * FROM task) p
    JOIN factors f ON f.unit = p.unit GROUP BY p.city, p.industry
)
SELECT c.name, i.name, i.unit, coalesce(s.standing, 0), coalesce(s.standing, 0) + s.said, coalesce(s.task, 0)
FROM sums s JOIN tracker_region c ON c.code = s.city JOIN tracker_industry i ON i.code = s.industry
WHERE s.said IS NOT NULL ORDER BY s.city, i.code
"""
