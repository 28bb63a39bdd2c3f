"""One line of an adjustment (调整任务): what may be asked, what it does to its quota, and whether the task above still adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from tracker.quotas.adjustment_tables import AdjustmentLine
from tracker.quotas.models import Plan, Quota
from tracker.quotas.sums import check_sums
from tracker.regions.models import Industry
from tracker.values.errors import InvalidValue
from tracker.values.units import convert, unit_named

ZERO = Decimal(0)


@dataclass(frozen=True)
class AdjustmentRow:
    """By how much one quota is to change (negative: less); codes, not names."""

    region_id: str
    industry_id: str
    content: str
    change: Decimal
    unit: str
    equipment_change: Decimal | None = None
    equipment_unit: str = ""


def check_row(plan: Plan, row: AdjustmentRow) -> None:
    """A change is not nothing, of the industry's base, and leaves no quota below zero."""
    industry = Industry.objects.get(pk=row.industry_id)
    if unit_named(row.unit).base != unit_named(industry.unit).base:
        raise InvalidValue(_("计量单位与行业不符"), field="unit", found=row.unit, expected=industry.unit)
    if not row.change and not row.equipment_change:
        raise InvalidValue(_("增减数量不能为零"), field="change", found="0")
    quota = _quota(plan, row.region_id, row.industry_id, row.content).first()
    if quota is None and row.change < 0:
        raise InvalidValue(_("该地区没有这项任务"), field="content", found=row.content)
    if quota is not None and quota.amount + convert(row.change, row.unit, quota.unit) < 0:
        raise InvalidValue(
            _("调减数量超过现有任务量"),
            field="change",
            found=str(row.change),
            expected=f"≥ -{quota.amount} {quota.unit}",
        )
    if quota is not None and row.equipment_change is not None:
        _check_equipment(quota, row.equipment_unit, row.equipment_change)


def apply_line(plan: Plan, line: AdjustmentLine) -> None:
    """Change the line's quota, or make it, and write down what it was and is, in the line's own unit."""
    quota = _quota(plan, line.region_id, line.industry_id, line.content).select_for_update().first()
    if quota is None:
        quota = _new_quota(plan, line)
    before = convert(quota.amount, quota.unit, line.unit)
    after = before + line.change
    if after < 0:
        raise InvalidValue(_("调减数量超过现有任务量"), field="change", found=str(line.change), expected=f"≥ -{before}")
    count = quota.equipment_count
    if line.equipment_change is not None:
        _check_equipment(quota, line.equipment_unit, line.equipment_change)
        count = (quota.equipment_count or ZERO) + line.equipment_change
    Quota.objects.filter(pk=quota.pk).update(
        amount=convert(after, line.unit, quota.unit),
        equipment_count=count,
        equipment_unit=line.equipment_unit or quota.equipment_unit,
        version=F("version") + 1,
    )
    AdjustmentLine.objects.filter(pk=line.pk).update(
        before=before, after=after, equipment_before=quota.equipment_count, equipment_after=count
    )


def check_parents(plan: Plan, lines: Sequence[AdjustmentLine]) -> None:
    """The tasks above the changed ones still add up; otherwise the error names what the province has to balance."""
    touched = Q(pk__in=[])
    for line in lines:
        touched |= Q(industry=line.industry_id, content=line.content)
    check_sums(plan, only=touched & Q(region__parent__isnull=True))


def _quota(plan: Plan, region: str, industry: str, content: str) -> QuerySet[Quota]:
    return Quota.objects.filter(plan=plan, region=region, industry=industry, content=content)


def _check_equipment(quota: Quota, unit: str, change: Decimal) -> None:
    if quota.equipment_unit and unit != quota.equipment_unit:
        raise InvalidValue(_("装备单位与任务不符"), field="equipment_unit", found=unit, expected=quota.equipment_unit)
    if (quota.equipment_count or ZERO) + change < 0:
        raise InvalidValue(_("调减装备数量超过现有数量"), field="equipment_change", found=str(change))


def _new_quota(plan: Plan, line: AdjustmentLine) -> Quota:
    return Quota.objects.create(
        plan=plan,
        region_id=line.region_id,
        industry_id=line.industry_id,
        content=line.content,
        amount=ZERO,
        unit=line.unit,
        deadline=plan.deadline,
        lead_department=Industry.objects.get(pk=line.industry_id).lead_department,
    )
