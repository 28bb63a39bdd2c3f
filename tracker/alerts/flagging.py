"""Flagging (预警标记): sets of targets become alerts, and alerts whose cause is gone are resolved.

Which targets is asked of the targets room: its rule is compiled from the QuerySet into the statement, never written again
here. Each statement flags and alerts at once, so a target is alerted exactly once for a due day, and the partial indexes
of the flags keep a scan with nothing new from looking at the targets at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.sql import UpdateQuery

from tracker.alerts.ladder import next_offset
from tracker.alerts.ladder_tables import LadderRung
from tracker.alerts.models import Alert, ScanRun
from tracker.targets.models import Target
from tracker.targets.overdue import alerts_out_of_date_q, due_soon_since, overdue_since


@dataclass(frozen=True)
class Watch:
    """One kind of alert: which targets it is about on a day, the flag that remembers it, and since when it holds."""

    kind: Alert.Kind
    flag: str
    targets: Callable[[date], QuerySet[Target]]
    since: Callable[[date], date]

    def unflagged(self, on: date) -> QuerySet[Target]:
        """Targets to alert on a day; the conditions are those of the partial index of the flag."""
        still_open = {"completed_on__isnull": True, "withdrawn_on__isnull": True}
        return self.targets(on).filter(**still_open, **{self.flag: False})


OVERDUE = Watch(Alert.Kind.OVERDUE, "overdue_flagged", Target.objects.overdue, overdue_since)
DUE_SOON = Watch(
    Alert.Kind.DUE_SOON,
    "reminder_flagged",
    lambda on: Target.objects.due_soon(on).filter(overdue_flagged=False),
    due_soon_since,
)


@dataclass(frozen=True)
class Effect:
    """How many alerts a statement raised and resolved."""

    raised: int
    resolved: int


def settle(*, on: date) -> Effect:
    """Resolve the alerts of targets that were finished or whose due day moved, and forget their flags."""
    stale = Target.objects.filter(alerts_out_of_date_q())
    forgotten, parameters = _update(stale, overdue_flagged=False, reminder_flagged=False, alerted_due_on=None)
    return _run(_SETTLE.format(forgotten=forgotten), [*parameters, on])


def raise_alerts(watch: Watch, *, on: date, run: ScanRun, rungs: Sequence[LadderRung], tell: bool) -> Effect:
    """Flag and alert whatever newly falls under the watch; a due-soon alert ends where the target is overdue."""
    flagged, parameters = _update(watch.unflagged(on), **{watch.flag: True, "alerted_due_on": F("due_on")})
    lag = (watch.since(on) - on).days
    ahead = next_offset(rungs, moment=watch.kind, kind="target", after=lag)
    told_in = run.pk if tell else None
    return _run(_RAISE.format(flagged=flagged), [*parameters, on, watch.kind, watch.kind, lag, on, told_in, ahead])


def tell_the_untold(run: ScanRun) -> int:
    """Take alerts of missed days along that still stand; how many."""
    return Alert.objects.untold().update(told_in=run)


def _update(rows: QuerySet[Target], **values: Any) -> tuple[str, tuple[Any, ...]]:
    """The UPDATE of a set of targets as Django writes it."""
    query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
    query.add_update_values(values)
    statement, parameters = query.get_compiler(connection=connection).as_sql()
    return statement, tuple(parameters)


def _run(statement: str, parameters: list[Any]) -> Effect:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return Effect(*cursor.fetchone())


_RETURNING = 'RETURNING "tracker_target"."id", "tracker_target"."region_id", "tracker_target"."due_on"'

_SETTLE = f"""
WITH forgotten AS ({{forgotten}} {_RETURNING}),
resolved AS (
    UPDATE tracker_alert a SET state = 'resolved', resolved_on = %s, version = a.version + 1
    FROM forgotten f WHERE a.target_id = f.id AND a.state <> 'resolved' RETURNING a.id
)
SELECT 0, (SELECT count(*) FROM resolved)
"""

_RAISE = f"""
WITH flagged AS ({{flagged}} {_RETURNING}),
resolved AS (
    UPDATE tracker_alert a SET state = 'resolved', resolved_on = %s, version = a.version + 1
    FROM flagged f WHERE a.target_id = f.id AND a.kind = 'due_soon' AND a.kind <> %s AND a.state <> 'resolved'
    RETURNING a.id
),
raised AS (
    INSERT INTO tracker_alert
        (kind, subject_kind, subject_id, target_id, title, region_id, due_on, holds_from, scanned_on, state, note,
         snooze_reason, level, rung, task, version, occasion, told_in_id, next_on)
    SELECT %s, 'target', f.id, f.id, '', f.region_id, f.due_on, f.due_on + %s, %s, 'open', '', '', 0, '', '', 1, 1, %s,
           f.due_on + %s::int
    FROM flagged f
    ON CONFLICT (kind, target_id, due_on) DO UPDATE
        SET state = 'open', resolved_on = NULL, acknowledged_by_id = NULL, acknowledged_on = NULL, note = '',
            scanned_on = EXCLUDED.scanned_on, told_in_id = EXCLUDED.told_in_id, snoozed_until = NULL,
            next_on = EXCLUDED.next_on,
            occasion = tracker_alert.occasion + 1, version = tracker_alert.version + 1
        WHERE tracker_alert.state = 'resolved'
    RETURNING id
)
SELECT (SELECT count(*) FROM raised), (SELECT count(*) FROM resolved)
"""
