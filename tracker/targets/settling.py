"""What follows from a changed list (清单联动): the due day where nothing was extended, and the quota each target fills."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from tracker.quotas.models import Plan
from tracker.targets.models import Target


def settle(plan: Plan) -> None:
    """Renew what follows from the rows: the due day where nothing was extended, and the quota each target fills."""
    Target.objects.filter(plan=plan, extensions__isnull=True).exclude(due_on=F("deadline")).update(due_on=F("deadline"))
    with connection.cursor() as cursor:
        cursor.execute(_LINK_QUOTAS, [plan.pk])


def look_again(targets: Sequence[int]) -> None:
    """Let the next scan of the deadlines judge these targets anew, as what they say was taken back."""
    Target.objects.filter(pk__in=targets).update(overdue_flagged=False, reminder_flagged=False)


# A target fills the only quota of its county, else the only quota of its city, for its industry; nothing where two fit.
_LINK_QUOTAS = """
WITH fitting AS (
    SELECT t.id AS target_id, (array_agg(q.id))[1] AS quota_id, count(*) AS fits
    FROM tracker_target t JOIN tracker_quota q
      ON q.plan_id = t.plan_id AND q.industry_id = t.industry_id AND q.region_id IN (t.region_id, left(t.region_id, 4) || '00')
     AND q.region_id = (SELECT max(n.region_id) FROM tracker_quota n WHERE n.plan_id = t.plan_id AND n.industry_id = t.industry_id
                        AND n.region_id IN (t.region_id, left(t.region_id, 4) || '00'))
    WHERE t.plan_id = %s AND t.quota_id IS NULL GROUP BY t.id
)
UPDATE tracker_target SET quota_id = fitting.quota_id FROM fitting WHERE id = fitting.target_id AND fitting.fits = 1
"""
