"""Redivision (区划调整): a county is renamed, merged or split while a plan runs; its quotas go over to its heirs, to the unit.

The plan as it was stays readable as a version under the old names; closed plans are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.distribution import Portion
from tracker.quotas.locks import hold
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import check_open, link_parents
from tracker.quotas.version_tables import PlanVersion
from tracker.quotas.versions import freeze, freeze_as_issued
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue
from tracker.values.units import convert

ZERO = Decimal(0)


@transaction.atomic
def hand_over(*, plan: Plan, region: Region, heir: Region, by: Officer, on: date) -> int:
    """归并或更名: every quota of a region goes whole to the region that carries it on. Returns how many went over."""
    _open(plan, by)
    freeze_as_issued(plan, by=by)
    quotas = list(Quota.objects.filter(plan=plan, region=region).order_by("pk").select_for_update())
    for quota in quotas:
        _move(quota, [Portion(heir.pk, quota.amount, quota.equipment_count)])
    _finish(plan, by, on, _("%(old)s的任务由%(new)s承接") % {"old": region.name, "new": heir.name})
    return len(quotas)


@transaction.atomic
def split_quota(*, quota: Quota, portions: Sequence[Portion], by: Officer, on: date, seen_version: int) -> None:
    """拆分: one quota goes over to several regions, which take exactly what it was, in capacity and in equipment."""
    _open(quota.plan, by)
    freeze_as_issued(quota.plan, by=by)
    held: Quota = change_seen(quota, seen_version=seen_version, changes={})
    _check_whole(held, portions)
    _move(held, portions)
    _finish(held.plan, by, on, _("%(old)s的任务已拆分") % {"old": held.region.name})


def _open(plan: Plan, by: Officer) -> None:
    require(by, "redivide", "plan")
    check_open(hold(plan))


def _check_whole(quota: Quota, portions: Sequence[Portion]) -> None:
    taken = sum((portion.amount for portion in portions), ZERO)
    counted = sum((portion.equipment_count or ZERO for portion in portions), ZERO)
    if any(portion.amount < 0 or (portion.equipment_count or ZERO) < 0 for portion in portions):
        raise InvalidValue(_("数量不能为负数"), field="amount")
    if taken != quota.amount:
        raise InvalidValue(
            _("拆分后的数量之和应等于原任务量"), field="amount", found=str(taken), expected=str(quota.amount),
            difference=taken - quota.amount,
        )  # fmt: skip
    if counted != (quota.equipment_count or ZERO):
        raise InvalidValue(
            _("拆分后的装备数量之和应等于原装备数量"), field="equipment_count", found=str(counted),
            expected=str(quota.equipment_count or 0),
        )  # fmt: skip


def _move(quota: Quota, portions: Sequence[Portion]) -> None:
    for portion in portions:
        if portion.region_id == quota.region_id:
            raise InvalidValue(_("承接地区不能是原地区"), field="region", found=portion.region_id)
        _add(quota, portion)
    # Targets whose heir is certain follow it; where a county was split they count for the city until they are moved.
    heir = Quota.objects.filter(
        plan=quota.plan, industry=quota.industry, content=quota.content, region=portions[0].region_id
    ).first()
    quota.targets.update(quota=heir if len(portions) == 1 else quota.parent)
    quota.children.update(parent=None)
    quota.delete()


def _add(quota: Quota, portion: Portion) -> None:
    """Add a portion to what the region has of the task, in its own unit, or make the quota."""
    key = {"plan": quota.plan, "region_id": portion.region_id, "industry": quota.industry, "content": quota.content}
    there = Quota.objects.filter(**key).select_for_update().first()
    counts = quota.equipment_unit and portion.equipment_count is not None
    if there is None:
        Quota.objects.create(
            **key,
            amount=portion.amount,
            unit=quota.unit,
            equipment_count=portion.equipment_count if counts else None,
            equipment_unit=quota.equipment_unit if counts else "",
            deadline=quota.deadline,
            lead_department=quota.lead_department,
            remark=quota.remark,
        )
        return
    if counts and there.equipment_unit not in ("", quota.equipment_unit):
        raise InvalidValue(
            _("两地同一任务的装备单位不同，请先统一"), field="equipment_unit", found=there.equipment_unit
        )
    count = (there.equipment_count or ZERO) + (portion.equipment_count or ZERO) if counts else there.equipment_count
    Quota.objects.filter(pk=there.pk).update(
        amount=F("amount") + convert(portion.amount, quota.unit, there.unit),
        equipment_count=count,
        equipment_unit=quota.equipment_unit if counts else there.equipment_unit,
        version=F("version") + 1,
    )


def _finish(plan: Plan, by: Officer, on: date, note: str) -> None:
    link_parents(plan)
    if plan.in_force:
        freeze(plan, cause=PlanVersion.Cause.REDIVIDED, by=by, on=on, note=note)
