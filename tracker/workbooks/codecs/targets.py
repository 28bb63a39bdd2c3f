"""Targets in sheets: the published list of enterprises."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tracker.audit.reversal import keys_of
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.quotas.taking_back import check_as_it_stood
from tracker.targets.listing import merge_targets
from tracker.targets.models import Target
from tracker.targets.renaming import rename_targets
from tracker.targets.resolving import TargetRow
from tracker.targets.settling import look_again, settle
from tracker.workbooks.codecs.base import Codec, Undoing, Values, same
from tracker.workbooks.kinds.targets import TARGETS


def _target(values: Values) -> TargetRow:
    return TargetRow(
        region_id=values["county"],
        enterprise_name=values["enterprise"],
        industry_id=values["industry"],
        facility_name=values["equipment"],
        amount=values["amount"],
        unit=values["unit"],
        deadline=values["deadline"],
        credit_code=values.get("credit_code") or None,
        equipment_count=values.get("equipment_count"),
        equipment_unit=values.get("equipment_unit") or "",
        remark=values.get("remark") or "",
    )


def _targets(plan: Plan, officer: Officer) -> QuerySet[Any]:
    rows = Target.objects.visible_to(officer).filter(plan=plan).select_related("enterprise", "facility", "region")
    return rows.order_by("region_id", "enterprise__name", "pk")


def _target_values(target: Target) -> Values:
    return {
        "row_id": target.pk,
        "city": target.region.city_code,
        "county": target.region_id,
        "enterprise": target.enterprise.name,
        "credit_code": target.enterprise.credit_code,
        "industry": target.industry_id,
        "equipment": target.facility.name,
        **same(target, "amount", "unit", "equipment_count", "equipment_unit", "deadline", "remark"),
    }


def _allow(undoing: Undoing) -> None:
    check_as_it_stood(undoing.plan, undoing.applied_at)


def _settle(undoing: Undoing) -> None:
    look_again(keys_of(undoing.touched, Target, created=False))
    settle(undoing.plan)


CODEC = Codec(
    TARGETS,
    "target",
    _target,
    merge_targets,
    _targets,
    _target_values,
    before_undo=_allow,
    after_undo=_settle,
    rename=rename_targets,
)
