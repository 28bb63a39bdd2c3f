"""Lifting (提请解除): once a target is accepted its orders are proposed for lifting, in one statement; and terms that are over."""

from __future__ import annotations

from datetime import date

from django.db import connection

from tracker.audit.acting import acting, system

_PROPOSE = """
WITH proposed AS (
    UPDATE tracker_order o SET lift_proposed_on = %(on)s, version = o.version + 1
    FROM tracker_target t
    WHERE t.id = o.target_id AND o.lift_proposed_on IS NULL AND o.closed_on IS NULL
      AND (t.accepted_on <= %(on)s OR t.withdrawn_on <= %(on)s)
    RETURNING o.id, o.region_id, o.issued_to_id, o.state
)
INSERT INTO tracker_orderstep (order_id, region_id, issued_to_id, verb, state, "on", comment, recorded_at)
SELECT id, region_id, issued_to_id, 'propose_lift', state, %(on)s, %(comment)s, clock_timestamp() FROM proposed
"""


def propose_lifting(*, on: date) -> int:
    """Propose the lifting of every open order whose target was accepted or withdrawn by a day; how many. Twice is once."""
    with acting(system("enforcement"), reason="任务已验收或已撤销"), connection.cursor() as cursor:
        cursor.execute(_PROPOSE, {"on": on, "comment": "任务已验收或已撤销，提请解除"})
        return int(cursor.rowcount)
