"""Regional approval holds (区域限批): which cities are late, and whose project approvals are on hold."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.db.models.functions import Left
from django.shortcuts import render

from tracker.enforcement.measures import MeasureKind
from tracker.enforcement.order_tables import Order
from tracker.enforcement.states import ENDED
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.quotas.states import PlanState
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page

_IN_FORCE = (PlanState.ISSUED.value, PlanState.ADJUSTED.value)
_CITY = 4


@page("order")
def index(request: OfficerRequest) -> Reply:
    """The cities with overdue targets, each with its hold where there is one; and every hold there was."""
    officer = request.user
    holds = Order.objects.visible_to(officer).filter(kind=MeasureKind.HOLD).select_related("region", "organisation")
    if file := exported(request, "orders", holds):
        return file
    open_holds = {order.region_id: order for order in holds.exclude(state__in=[state.value for state in ENDED])}
    context = {
        "places": _late_places(officer, open_holds),
        "holds": holds.order_by("-pk")[:200],
        "may_propose": may(officer, "propose", "order"),
    }
    return render(request, "tracker/enforcement/holds.html", context)


def _late_places(officer: Officer, open_holds: dict[str, Order]) -> list[dict[str, Any]]:
    late = Target.objects.visible_to(officer).overdue(today()).filter(plan__state__in=_IN_FORCE)
    counted = late.order_by().values_list(Left("region_id", _CITY)).annotate(n=Count("pk")).order_by("-n")
    found = [(f"{stem}00", number) for stem, number in counted]
    regions = Region.objects.in_bulk([code for code, _number in found])
    return [
        {"region": regions[code], "late": number, "hold": open_holds.get(code)}
        for code, number in found
        if code in regions and officer.covers(code)
    ]
