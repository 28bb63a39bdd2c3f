"""What officers do with an alert (办理): acknowledge, assign, put off, resolve, and settle what the ladder asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert, Task
from tracker.alerts.states import MOVES, RESOLVED
from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotFound

NOTE_LENGTH = 300
LONGEST_SNOOZE = timedelta(days=90)


@transaction.atomic
def acknowledge(*, alert: Alert, by: Officer, on: date, note: str, seen_version: int) -> Alert:
    """签收: an officer takes note of an alert and says what will be done; it stands until its cause is gone."""
    _require_theirs(alert, by)
    move = MOVES.check("acknowledge", alert.state)
    changes = {"state": move.target, "acknowledged_by": by, "acknowledged_on": on, "note": _said(note)}
    return _changed(alert, seen_version, changes)


@transaction.atomic
def assign(*, alert: Alert, to: Officer | None, by: Officer, seen_version: int) -> Alert:
    """交办: an officer who sees the alert as well is to deal with it; nobody in particular, without one."""
    _require_theirs(alert, by)
    _require_standing(alert)
    if to is not None and not (to.is_active and may(to, "change", "alert") and is_theirs(alert, to)):
        raise InvalidValue(_("只能交办给本地区（本部门）的经办人"), field="to", found=to.name, code="not_of_the_scope")
    return _changed(alert, seen_version, {"assigned_to": to})


@transaction.atomic
def snooze(*, alert: Alert, until: date, reason: str, by: Officer, on: date, seen_version: int) -> Alert:
    """暂缓: out of the inbox until a day, with the reason; the next rung of the ladder brings it back before."""
    _require_theirs(alert, by)
    _require_standing(alert)
    if not on < until <= on + LONGEST_SNOOZE:
        raise InvalidValue(
            _("暂缓的日期应晚于今天，且不超过九十天"),
            field="until",
            found=str(until),
            expected=f"≤ {on + LONGEST_SNOOZE}",
        )
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    return _changed(alert, seen_version, {"snoozed_until": until, "snooze_reason": _said(reason)})


@transaction.atomic
def resolve(*, alert: Alert, by: Officer, on: date, note: str, seen_version: int) -> Alert:
    """解除: an officer need not wait for the nightly scan, but what still is due is not resolved by saying so."""
    _require_theirs(alert, by)
    move = MOVES.check("resolve", alert.state)
    if stands(alert, on):
        raise IllegalState(_("预警的原因仍然存在，完成、撤销或者延期后才能解除"), code="cause_stands")
    changes = {"state": move.target, "resolved_on": on, "note": _said(note) or alert.note}
    return _changed(alert, seen_version, changes)


@transaction.atomic
def settle_task(*, alert: Alert, by: Officer, note: str, seen_version: int) -> Alert:
    """办结督办事项: the province says what became of a proposed measure or of a candidate for a circular."""
    require(by, "settle", "alert", region=alert.region_id)
    if alert.task == Task.NONE:
        raise IllegalState(_("没有待办的督办事项"), code="no_task")
    if not note.strip():
        raise InvalidValue(_("请填写处理意见"), field="note")
    return _changed(alert, seen_version, {"task": Task.NONE, "note": _said(note)})


def stands(alert: Alert, on: date) -> bool:
    """Whether the cause is still there: the row is open, and its due day is the alert's and as late or as soon as it says."""
    kind = KINDS[alert.subject_kind]
    rows = kind.standing(on).filter(pk=alert.subject_id, due_now=alert.due_on)
    return rows.exists() and (alert.due_on < on) == (alert.kind == Alert.Kind.OVERDUE)


def is_theirs(alert: Alert, officer: Officer) -> bool:
    """Whether the alert lies in the officer's regions, or is their department's."""
    mine = officer.own_organisation
    return officer.covers(alert.region_id) or bool(mine and mine == alert.organisation_id)


def _require_theirs(alert: Alert, by: Officer) -> None:
    require(by, "change", "alert")
    if not is_theirs(alert, by):
        raise NotFound(alert=alert.pk)


def _require_standing(alert: Alert) -> None:
    if alert.state == RESOLVED:
        raise IllegalState(_("预警已解除"), state=alert.state)


def _changed(alert: Alert, seen_version: int, changes: dict[str, Any]) -> Alert:
    changed: Alert = change_seen(alert, seen_version=seen_version, changes=changes)
    return changed


def _said(text: str) -> str:
    if len(text) > NOTE_LENGTH:
        raise InvalidValue(_("处理意见过长"), field="note", found=len(text), expected=f"≤ {NOTE_LENGTH}")
    return text.strip()


def handlers_of(alert: Alert) -> QuerySet[Officer]:
    """The officers an alert can be assigned to: of its county, its city, its department, and of the province."""
    inside = Q(role=Role.COUNTY, region=alert.region_id) | Q(role=Role.PROVINCIAL)
    inside |= Q(role=Role.MUNICIPAL, region__code=alert.region_id[:4] + "00")
    if alert.organisation_id:
        inside |= Q(role=Role.DEPARTMENT, organisation=alert.organisation_id)
    return Officer.objects.filter(inside, is_active=True).order_by("role", "name")
