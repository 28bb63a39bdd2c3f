"""Climbing (逐级督办): alerts that stand reach the rungs of the ladder, each once, each dated with the day it was due on.

Only alerts whose next rung has come are looked at, by index. A day that was missed is made up for: the rung is dated
rightly, and told of once. What was resolved climbs no further.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from tracker.alerts.ladder_tables import Escalation
from tracker.alerts.models import UNRESOLVED, Alert, ScanRun, Task
from tracker.enforcement.proposing import propose_for_overdue


def climb(*, on: date) -> int:
    """Take every standing alert up to the rung of the day; how many rungs were reached. Runs within the scan's turn."""
    if not Alert.objects.filter(UNRESOLVED, next_on__lte=on).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_TELL_DEPARTMENTS, {"on": on})
        cursor.execute(_REACH, {"on": on})
        reached = int(cursor.rowcount)
        cursor.execute(_CLIMB, {"on": on})
    if reached:
        _propose_orders(on)
    return reached


def tell_the_untold(run: ScanRun) -> int:
    """Take along every rung that no digest has carried; how many."""
    return Escalation.objects.untold().update(told_in=run)


def _propose_orders(on: date) -> None:
    """Where the ladder asks for it propose an order; where the guards don't allow one, the task stays in the inbox."""
    asked = Escalation.objects.filter(task=Task.ENFORCE, reached_on=on, outcome="", alert__target__isnull=False)
    for escalation in asked.select_related(*_SUBJECT).order_by("pk"):
        target = escalation.alert.target
        order = propose_for_overdue(target=target, on=on) if target else None
        if order is not None:
            Escalation.objects.filter(pk=escalation.pk).update(outcome=f"order:{order.pk}")
            Alert.objects.filter(pk=escalation.alert_id, task=Task.ENFORCE).update(task=Task.NONE)


_SUBJECT = tuple(f"alert__target__{name}" for name in ("plan", "region", "enterprise", "facility"))
_OFFSET = "CASE r.moment WHEN 'overdue' THEN r.days ELSE -r.days END"
_ITS_RUNGS = "r.is_active AND r.moment = a.kind AND (cardinality(r.kinds) = 0 OR a.subject_kind = ANY (r.kinds))"
_TO_CLIMB = "a.next_on <= %(on)s AND a.state IN ('open', 'acknowledged')"

# A department can't look into the list of targets: what it is about is written out for it.
_TELL_DEPARTMENTS = f"""
UPDATE tracker_alert a SET organisation_id = t.organisation_id, title = t.title
FROM (SELECT t.id, coalesce(q.lead_department_id, i.lead_department_id) AS organisation_id,
             left(e.name || ' ' || f.name, 200) AS title
      FROM tracker_target t JOIN tracker_industry i ON i.code = t.industry_id
      JOIN tracker_enterprise e ON e.id = t.enterprise_id JOIN tracker_facility f ON f.id = t.facility_id
      LEFT JOIN tracker_quota q ON q.id = t.quota_id) t
WHERE a.target_id = t.id AND a.organisation_id IS NULL AND t.organisation_id IS NOT NULL AND {_TO_CLIMB}
  AND EXISTS (SELECT 1 FROM tracker_ladderrung r
              WHERE {_ITS_RUNGS} AND 'department' = ANY (r.audiences) AND a.due_on + {_OFFSET} <= %(on)s)
"""

_REACH = f"""
INSERT INTO tracker_escalation
    (alert_id, rung_id, region_id, organisation_id, audiences, task, holds_from, reached_on, outcome)
SELECT a.id, r.code, a.region_id, a.organisation_id, r.audiences, r.task, a.due_on + {_OFFSET}, %(on)s, ''
FROM tracker_alert a JOIN tracker_ladderrung r ON {_ITS_RUNGS}
WHERE {_TO_CLIMB} AND a.due_on + {_OFFSET} > a.holds_from AND a.due_on + {_OFFSET} <= %(on)s
ON CONFLICT (alert_id, rung_id) DO NOTHING
"""

# What an alert has come to is read from what it reached; whoever put it off sees it again with a new rung.
_CLIMB = f"""
UPDATE tracker_alert a SET
    level = greatest(a.level, up.level), rung = coalesce(up.rung, a.rung), task = coalesce(up.task, a.task),
    snoozed_until = CASE WHEN up.fresh THEN NULL ELSE a.snoozed_until END, version = a.version + 1,
    next_on = (SELECT min(a.due_on + {_OFFSET}) FROM tracker_ladderrung r
               WHERE {_ITS_RUNGS} AND a.due_on + {_OFFSET} > %(on)s)
FROM (
    SELECT a.id,
           coalesce(max(CASE WHEN 'province' = ANY (e.audiences) THEN 2
                             WHEN e.audiences && ARRAY['leader', 'department']::varchar[] THEN 1 ELSE 0 END), 0) AS level,
           (array_agg(e.rung_id ORDER BY e.holds_from DESC, e.id DESC) FILTER (WHERE e.id IS NOT NULL))[1] AS rung,
           (array_agg(e.task ORDER BY e.holds_from DESC, e.id DESC)
            FILTER (WHERE e.task <> '' AND e.reached_on = %(on)s))[1] AS task,
           coalesce(bool_or(e.reached_on = %(on)s), false) AS fresh
    FROM tracker_alert a LEFT JOIN tracker_escalation e ON e.alert_id = a.id
    WHERE {_TO_CLIMB} GROUP BY a.id
) up WHERE a.id = up.id
"""
