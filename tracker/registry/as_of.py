"""The registry as it was on a day (按日期还原台账), as a set: SQL that yields every facility as of that day.

The facilities' own columns are the latest facts. Only what changed after the day is read from the dated facts, so today's
registry costs one plain scan. What was merged away is left out, and so is what was not yet in production.
What a plan eliminated is gone from the day its target was completed, whether or not a survey has been there since.
"""

from __future__ import annotations

from datetime import date

_CHANGED_LATER = 'SELECT DISTINCT facility_id FROM tracker_facilityfact WHERE "on" > {day}'
_AS_OF = """
    SELECT f.id, f.enterprise_id, f.region_id, f.industry_id, f.kind_id, f.capacity, f.capacity_unit,
           f.commissioned_on, f.status, f.attributes, f.retired_on
    FROM tracker_facility f
    WHERE f.merged_into_id IS NULL AND f.id NOT IN ({changed_later})
    UNION ALL
    SELECT f.id, f.enterprise_id, f.region_id, x.industry_id, x.kind_id, x.capacity, x.capacity_unit,
           x.commissioned_on, x.status, x.attributes, f.retired_on
    FROM tracker_facility f
    CROSS JOIN LATERAL (
        SELECT * FROM tracker_facilityfact t WHERE t.facility_id = f.id AND t."on" <= {day} ORDER BY t."on" DESC, t.id DESC LIMIT 1
    ) x
    WHERE f.merged_into_id IS NULL AND f.id IN ({changed_later})
"""


def facilities_as_of(on: date) -> str:
    """A SELECT of all facilities in being on a day: not dismantled, not eliminated under a plan by then, and in production
    if it is known since when."""
    day = f"DATE '{on.isoformat()}'"
    everything = _AS_OF.format(day=day, changed_later=_CHANGED_LATER.format(day=day))
    return (
        f"SELECT * FROM ({everything}) known WHERE status <> 'dismantled' "
        f"AND (retired_on IS NULL OR retired_on > {day}) AND (commissioned_on IS NULL OR commissioned_on <= {day})"
    )
