"""Who waits for whom (并发): writers of quotas hold the plan in shared mode, moves of the plan hold it alone.

Quotas under one parent are written one officer after the other: the parent's row is locked first, parents in one order.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region


def share(plan: Plan) -> str:
    """Keep the plan's state as it is until the transaction ends; the state."""
    return _state(plan, "SHARE")


def hold(plan: Plan) -> str:
    """Let nobody else write the plan's quotas until the transaction ends; the state."""
    return _state(plan, "UPDATE")


def lock_parents(plan: Plan, regions: Iterable[str]) -> None:
    """Let nobody else write quotas under the parents of these regions' quotas until the transaction ends."""
    above = Region.objects.filter(children__in=set(regions)).values("pk")
    list(Quota.objects.filter(plan=plan, region__in=above).order_by("pk").select_for_update().values_list("pk"))


def _state(plan: Plan, mode: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM tracker_plan WHERE id = %s FOR {mode}", [plan.pk])
        return str(cursor.fetchone()[0])
