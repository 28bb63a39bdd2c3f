"""Alerts in the case file (案卷中的预警): when an enterprise was warned, how far that climbed, and how each warning ended."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tracker.alerts.ladder_tables import Escalation
from tracker.alerts.models import Alert
from tracker.enforcement.casefile_entry import Entry
from tracker.officers.models import Officer
from tracker.registry.models import Enterprise


def alerts_of(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """The alerts about an enterprise's targets, each on its day, and again on the day it was acknowledged."""
    rows = Alert.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility", "acknowledged_by"):
        assert one.target is not None  # noqa: S101 - filtered by it
        about, what = one.target.facility.name, f"{_('预警')}：{one.get_kind_display()}"
        text = _("期限 %(day)s，%(state)s") % {"day": one.due_on.isoformat(), "state": one.get_state_display()}
        yield Entry(one.holds_from, what, about, text, _("系统"), target=one.target_id)
        if one.acknowledged_on and one.acknowledged_by:
            yield Entry(
                one.acknowledged_on, _("签收预警"), about, one.note, one.acknowledged_by.name, target=one.target_id
            )
    yield from _escalations(enterprise, officer)


def _escalations(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Escalation.objects.visible_to(officer).filter(alert__target__enterprise=enterprise)
    for one in rows.select_related("rung", "alert__target__facility"):
        target = one.alert.target
        assert target is not None  # noqa: S101 - filtered by it
        text = " ".join(part for part in (str(one.get_task_display() if one.task else ""), one.outcome) if part)
        yield Entry(
            one.holds_from, f"{_('督办')}：{one.rung.label}", target.facility.name, text, _("系统"), target=target.pk
        )
