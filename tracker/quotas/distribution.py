"""Handing a task on (分解落实): one officer writes all parts of a task at once; whoever comes second is shown the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.audit.history import event_model
from tracker.bulk.merge import merge
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.locks import share
from tracker.quotas.models import Quota
from tracker.quotas.services import QUOTA_MERGE, check_open, link_parents
from tracker.quotas.states import PlanState
from tracker.quotas.sums import check_sums
from tracker.regions.models import Region
from tracker.values.errors import IllegalState, InvalidValue, StaleState


@dataclass(frozen=True)
class Portion:
    """What one region below gets of a task, in the task's own units; which version of its part was seen (None: none)."""

    region_id: str
    amount: Decimal
    equipment_count: Decimal | None = None
    seen_version: int | None = None


@transaction.atomic
def distribute(
    *, quota: Quota, portions: Sequence[Portion], by: Officer, on: date, reason: str, seen_version: int
) -> Quota:
    """Write the parts of a task; they may exceed it (自我加压), never fall short of it in capacity or equipment.

    The task's version moves with its parts: of two officers the second gets StaleState naming every part that differs.
    """
    require(by, "change", "quota", region=quota.region_id)
    _check_state(quota, share(quota.plan))
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    _check_regions(quota, portions, on)
    try:
        held: Quota = change_seen(quota, seen_version=seen_version, changes={})
    except StaleState as stale:
        raise _stale(quota, portions) from stale
    stored = dict(held.children.values_list("region_id", "version"))
    if any(stored.get(portion.region_id) != portion.seen_version for portion in portions):
        raise _stale(quota, portions)
    merge(QUOTA_MERGE, [_record(held, portion) for portion in portions])
    link_parents(held.plan)
    check_sums(held.plan, only=Q(pk=held.pk))
    return held


def _check_state(quota: Quota, state: str) -> None:
    check_open(state)
    if state in (PlanState.ISSUED, PlanState.ADJUSTED) and quota.region.level == Region.Level.PROVINCE:
        raise IllegalState(_("计划已下达：各市任务量只能通过调整审批改变"), state=state)


def _check_regions(quota: Quota, portions: Sequence[Portion], on: date) -> None:
    below = set(Region.objects.valid_on(on).filter(parent=quota.region_id).values_list("pk", flat=True))
    below |= set(quota.children.values_list("region_id", flat=True))
    for portion in portions:
        if portion.region_id not in below:
            raise InvalidValue(_("不是该任务的下级区划"), field="region", found=portion.region_id)
        if portion.amount < 0 or (portion.equipment_count or 0) < 0:
            raise InvalidValue(_("数量不能为负数"), field="amount", found=str(portion.amount), expected="≥ 0")


def _record(quota: Quota, portion: Portion) -> dict[str, Any]:
    counted = quota.equipment_unit and portion.equipment_count is not None
    return {
        "plan_id": quota.plan_id,
        "region_id": portion.region_id,
        "industry_id": quota.industry_id,
        "content": quota.content,
        "amount": portion.amount,
        "unit": quota.unit,
        "equipment_count": portion.equipment_count if counted else None,
        "equipment_unit": quota.equipment_unit if counted else "",
        "deadline": quota.deadline,
        "lead_department_id": quota.lead_department_id,
        "remark": "",
    }


def _stale(quota: Quota, portions: Sequence[Portion]) -> StaleState:
    """Every part that would have been overwritten: as it was when the officer looked, as it is, as the officer wants it."""
    theirs = {child.region_id: child.amount for child in quota.children.all()}
    was = _as_seen(quota)
    fields = {
        portion.region_id: {
            "was": _text(was.get((portion.region_id, portion.seen_version))),
            "theirs": _text(theirs.get(portion.region_id)),
            "yours": _text(portion.amount),
        }
        for portion in portions
        if theirs.get(portion.region_id) != portion.amount
    }
    return StaleState(fields=fields, version=Quota.objects.get(pk=quota.pk).version)


def _as_seen(quota: Quota) -> dict[tuple[str, int | None], Decimal]:
    """The amount of every version each part ever had."""
    parts = event_model(Quota)._default_manager.filter(pgh_obj_id__in=quota.children.values("pk"))
    return {(one.region_id, one.version): one.amount for one in parts}  # type: ignore[attr-defined]


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else str(amount)
