"""The ladder as it stands (督办阶梯): which rung comes next, and changing the rungs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.alerts.kinds import KINDS
from tracker.alerts.ladder_tables import Audience, LadderRung, Leader
from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue


def next_offset(rungs: Iterable[LadderRung], *, moment: str, kind: str, after: int) -> int | None:
    """Days from the due day to the next rung of a kind of deadline beyond so many days; None at the top."""
    beyond = [
        rung.offset
        for rung in rungs
        if rung.moment == moment and rung.offset > after and (not rung.kinds or kind in rung.kinds)
    ]
    return min(beyond, default=None)


def active_rungs() -> QuerySet[LadderRung]:
    """The rungs in use."""
    return LadderRung.objects.filter(is_active=True)


def rungs_in_order() -> list[LadderRung]:
    """All rungs, from the earliest reminder to the last step."""
    return sorted(LadderRung.objects.all(), key=lambda rung: (rung.offset, rung.code))


@transaction.atomic
def put_rung(*, rung: LadderRung | None, values: dict[str, Any], by: Officer, seen_version: int | None) -> LadderRung:
    """设置阶梯: a new rung, or another day, audience or task for one; what stands climbs by it from the next scan on."""
    require(by, "change", "ladder")
    _check(values)
    if rung is None:
        put = LadderRung.objects.create(**values)
    else:
        put = change_seen(rung, seen_version=seen_version or 0, changes=values)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_AGAIN)
    return put


@transaction.atomic
def put_leader(*, region: Region, values: dict[str, Any], by: Officer, seen_version: int | None) -> Leader:
    """登记分管领导: who is told of a region's lateness."""
    require(by, "change", "leader", region=region.pk)
    leader = Leader.objects.filter(region=region).first()
    if leader is None:
        return Leader.objects.create(region=region, **values)
    changed: Leader = change_seen(leader, seen_version=seen_version or 0, changes=values)
    return changed


def _check(values: dict[str, Any]) -> None:
    unknown = set(values.get("kinds", ())) - KINDS.keys()
    if unknown:
        raise InvalidValue(_("未知的期限类别"), field="kinds", found="、".join(sorted(unknown)))
    if not values.get("audiences", [Audience.OWN]):
        raise InvalidValue(_("请选择督办对象"), field="audiences")
    if values.get("moment") == LadderRung.Moment.BEFORE and values.get("task"):
        raise InvalidValue(_("到期前只提醒，不设督办事项"), field="task")
    if values.get("moment") == LadderRung.Moment.AFTER and not values.get("days"):
        raise InvalidValue(_("逾期从第一天算起"), field="days", expected="≥ 1")


# The day of the first rung that was not reached: one set for a day already past is reached by the next scan, rightly dated.
_LOOK_AGAIN = """
WITH ahead AS (
    SELECT a.id, min(a.due_on + CASE r.moment WHEN 'overdue' THEN r.days ELSE -r.days END) AS next_on
    FROM tracker_alert a LEFT JOIN tracker_ladderrung r
      ON r.is_active AND r.moment = a.kind AND (cardinality(r.kinds) = 0 OR a.subject_kind = ANY (r.kinds))
     AND a.due_on + CASE r.moment WHEN 'overdue' THEN r.days ELSE -r.days END > a.holds_from
     AND NOT EXISTS (SELECT 1 FROM tracker_escalation e WHERE e.alert_id = a.id AND e.rung_id = r.code)
    WHERE a.state IN ('open', 'acknowledged') GROUP BY a.id
)
UPDATE tracker_alert a SET next_on = ahead.next_on
FROM ahead WHERE a.id = ahead.id AND a.next_on IS DISTINCT FROM ahead.next_on
"""
