"""Watching (期限监测): alerts for every kind of deadline but targets, raised and ended by the kind's own declaration.

One statement a kind resolves the alerts whose row is done, was withdrawn, paused or has another due day, and says whether
anything is due that nobody was alerted of; only then are its rows named and become alerts. What was told to be overdue
stays so when the clock is set back: nobody is told twice. Targets have flags of their own for all this (flagging.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from tracker.alerts.kinds import WATCHED
from tracker.alerts.ladder import active_rungs, next_offset
from tracker.alerts.models import Alert
from tracker.audit.acting import acting, system
from tracker.deadlines.calendar import working_calendar
from tracker.deadlines.kinds import DeadlineKind
from tracker.values.workdays import Counting, WorkingCalendar


@dataclass(frozen=True)
class Watched:
    """What watching did: alerts raised, alerts resolved."""

    raised: int
    resolved: int


def watch(*, on: date) -> Watched:
    """监测: raise and end the alerts of every watched kind on a day. Told of by the day's scan; twice is once."""
    with acting(system("scan")):
        take_turn()
        calendar, rungs = working_calendar(), list(active_rungs())
        done = [_Kind(kind, calendar, on, rungs).settle_and_raise() for kind in WATCHED]
    return Watched(sum(each.raised for each in done), sum(each.resolved for each in done))


def settle_watched(*, on: date) -> int:
    """办结: only end the alerts of what is done; how many."""
    calendar = working_calendar()
    return sum(_Kind(kind, calendar, on, []).settle()[0] for kind in WATCHED)


def take_turn() -> None:
    """Scan and watch one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker.alerts.scan'))")


class _Kind:
    """One kind of deadline on one day."""

    def __init__(self, kind: DeadlineKind, calendar: WorkingCalendar, on: date, rungs: list[Any]) -> None:
        self.kind, self.calendar, self.on, self.rungs = kind, calendar, on, rungs
        self.horizon = kind.horizon(on, calendar)

    def settle_and_raise(self) -> Watched:
        """End what no longer holds; if there is anything new, raise what is overdue, then what is due soon."""
        resolved, anything_new = self.settle()
        return Watched(self._raise_all() if anything_new else 0, resolved)

    def settle(self) -> tuple[int, bool]:
        """End what no longer holds: how many, and whether there is anything nobody was told of."""
        standing = self.kind.standing(self.on, until=self.horizon).values_list("pk", "due_now")
        inner, parameters = _sql(standing)
        said: list[Any] = [self.on, self.kind.code, self.on, self.horizon, self.kind.code, self.on]
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE.format(standing=inner), [*parameters, *said])
            resolved, anything_new = cursor.fetchone()
        return resolved, anything_new

    def _raise_all(self) -> int:
        overdue = self._raise(Alert.Kind.OVERDUE, self.kind.overdue(self.on), "f.due_on + 1", [], after=1)
        soon, after = self.kind.due_soon(self.on, self.calendar), -self.kind.remind_days
        return overdue + self._raise(Alert.Kind.DUE_SOON, soon, *self._since(), after=after)

    def _raise(self, kind: Alert.Kind, rows: QuerySet[Any], since: str, said: list[date], *, after: int) -> int:
        columns = self.kind.columns
        inner, parameters = _sql(rows.annotate(**columns).values_list("pk", *columns, "due_now"))
        ahead = next_offset(self.rungs, moment=kind, kind=self.kind.code, after=after)
        given = [*parameters, kind, self.kind.code, *said, self.on, ahead, self.kind.code]
        return _count(_RAISE.format(rows=inner, since=since), given)

    def _since(self) -> tuple[str, list[date]]:
        """The first day on which each due day is due soon, as SQL: working days can't be counted there."""
        if self.kind.counting == Counting.CALENDAR:
            return f"f.due_on - {self.kind.remind_days}", []
        days = [date.fromordinal(n) for n in range(self.on.toordinal(), self.horizon.toordinal() + 1)]
        said = [value for day in days for value in (day, self.kind.soon_since(day, self.calendar))]
        return f"CASE f.due_on {'WHEN %s THEN %s::date ' * len(days)}END", said


def _sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    statement, parameters = rows.query.sql_with_params()
    return statement, tuple(parameters)


def _count(statement: str, parameters: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


_SETTLE = """
WITH standing (subject_id, due_on) AS MATERIALIZED ({standing}),
resolved AS (
    UPDATE tracker_alert a SET state = 'resolved', resolved_on = %s, version = a.version + 1
    WHERE a.subject_kind = %s AND a.target_id IS NULL AND a.state IN ('open', 'acknowledged') AND NOT EXISTS (
        SELECT 1 FROM standing s
        WHERE s.subject_id = a.subject_id AND s.due_on = a.due_on AND (a.kind = 'overdue' OR s.due_on >= %s))
    RETURNING a.id
)
SELECT (SELECT count(*) FROM resolved), EXISTS (
    SELECT 1 FROM standing s WHERE s.due_on <= %s AND NOT EXISTS (
        SELECT 1 FROM tracker_alert told WHERE told.target_id IS NULL AND told.subject_kind = %s
        AND told.subject_id = s.subject_id AND told.due_on = s.due_on AND told.state IN ('open', 'acknowledged')
        AND (told.kind = 'overdue' OR s.due_on >= %s)))
"""

_RAISE = """
WITH found (subject_id, title, region_id, organisation_id, due_on) AS ({rows})
INSERT INTO tracker_alert
    (kind, subject_kind, subject_id, title, region_id, organisation_id, due_on, holds_from, scanned_on, next_on,
     state, note, snooze_reason, level, rung, task, version, occasion)
SELECT %s, %s, f.subject_id, f.title, f.region_id, f.organisation_id, f.due_on, {since}, %s, f.due_on + %s::int,
       'open', '', '', 0, '', '', 1, 1
FROM found f
WHERE NOT EXISTS (
    SELECT 1 FROM tracker_alert told WHERE told.target_id IS NULL AND told.kind = 'overdue' AND told.subject_kind = %s
    AND told.subject_id = f.subject_id AND told.due_on = f.due_on AND told.state <> 'resolved')
ON CONFLICT (subject_kind, subject_id, kind, due_on) WHERE target_id IS NULL DO UPDATE
    SET state = 'open', resolved_on = NULL, acknowledged_by_id = NULL, acknowledged_on = NULL, note = '',
        snoozed_until = NULL, scanned_on = EXCLUDED.scanned_on, next_on = EXCLUDED.next_on, told_in_id = NULL,
        occasion = tracker_alert.occasion + 1, version = tracker_alert.version + 1
    WHERE tracker_alert.state = 'resolved'
"""
