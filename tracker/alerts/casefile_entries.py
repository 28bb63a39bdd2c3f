"""Alerts in the case file (案卷中的预警): when an enterprise was warned, how far that climbed, and how each warning ended."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tracker.alerts.ladder_tables import Escalation
from tracker.alerts.models import Alert
from tracker.enforcement.casefile_entry import Entry, told
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.regions.naming import shown
from tracker.registry.models import Enterprise


def alerts_of(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """The alerts about an enterprise's targets, each on its day, and again on the day it was acknowledged."""
    rows = Alert.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility", "acknowledged_by"):
        assert one.target is not None  # noqa: S101 - filtered by it
        about, what = one.target.facility.name, told(_("预警"), one.get_kind_display())
        text = _("期限 %(day)s，%(state)s") % {"day": one.due_on.isoformat(), "state": one.get_state_display()}
        yield Entry(one.holds_from, what, about, text, _("系统"), target=one.target_id)
        if one.acknowledged_on and one.acknowledged_by:
            yield Entry(
                one.acknowledged_on, _("签收预警"), about, one.note, one.acknowledged_by.name, target=one.target_id
            )
    yield from _escalations(enterprise, officer)


def _escalations(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Escalation.objects.visible_to(officer).filter(alert__target__enterprise=enterprise)
    found = list(rows.select_related("rung", "alert__target__facility"))
    orders = (
        Order.objects.visible_to(officer)
        .select_related("measure")
        .in_bulk({one.order_id for one in found if one.order_id})
    )
    for one in found:
        target = one.alert.target
        assert target is not None  # noqa: S101 - filtered by it
        order = orders.get(one.order_id or 0)
        parts = (str(one.get_task_display()) if one.task else "", _proposed(order) if order else "")
        what, text = told(_("督办"), one.rung.label), _("：").join(part for part in parts if part)
        about, number = target.facility.name, order.pk if order else None
        yield Entry(one.holds_from, what, about, text, _("系统"), order=number, target=target.pk)


def _proposed(order: Order) -> str:
    """The order a rung proposed, in words: by its number once it has one."""
    measure = shown(order.measure_called)
    if order.number:
        return f"{measure} {order.number}"
    return _("%(measure)s（第 %(n)d 号提议）") % {"measure": measure, "n": order.pk}
