"""Quotas in sheets: the cities' rows of a plan."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.quotas.renaming import rename_quotas
from tracker.quotas.services import QuotaRow, merge_quotas
from tracker.quotas.taking_back import check_as_it_stood
from tracker.regions.models import Region
from tracker.workbooks.codecs.base import Codec, Undoing, Values, same
from tracker.workbooks.kinds.quotas import QUOTAS


def _quota(values: Values) -> QuotaRow:
    return QuotaRow(
        region_id=values["city"],
        industry_id=values["industry"],
        content=values["content"],
        amount=values["amount"],
        unit=values["unit"],
        deadline=values["deadline"],
        equipment_count=values.get("equipment_count"),
        equipment_unit=values.get("equipment_unit") or "",
        lead_department_id=values.get("lead_department") or None,
        remark=values.get("remark") or "",
    )


def _quotas(plan: Plan, officer: Officer) -> QuerySet[Any]:
    cities = Quota.objects.visible_to(officer).filter(plan=plan, region__level=Region.Level.CITY)
    return cities.order_by("region_id", "industry_id", "content")


def _quota_values(quota: Quota) -> Values:
    return {
        "row_id": quota.pk,
        "city": quota.region_id,
        "industry": quota.industry_id,
        "lead_department": quota.lead_department_id,
        **same(quota, "content", "amount", "unit", "equipment_count", "equipment_unit", "deadline", "remark"),
    }


def _allow(undoing: Undoing) -> None:
    check_as_it_stood(undoing.plan, undoing.applied_at)


CODEC = Codec(QUOTAS, "quota", _quota, merge_quotas, _quotas, _quota_values, before_undo=_allow, rename=rename_quotas)
