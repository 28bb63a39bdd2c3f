"""The verbs of quotas: put one, merge many. Plans move in planning.py, amounts are split in distribution.py.

Once a plan is issued a city may still take on more (自我加压); less takes an adjustment that the province approves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.bulk.merge import MergeResult, MergeSpec, merge
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.locks import lock_parents, share
from tracker.quotas.models import Plan, Quota
from tracker.quotas.planning import create_plan, issue_plan
from tracker.quotas.states import PlanState
from tracker.quotas.version_tables import PlanVersionLine
from tracker.regions.models import Industry, Region
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.units import convert, unit_named

__all__ = ["QuotaRow", "check_amount", "create_plan", "issue_plan", "link_parents", "merge_quotas", "put_quota"]

_FIELDS = ("amount", "unit", "equipment_count", "equipment_unit", "deadline", "lead_department_id", "remark")
QUOTA_MERGE = MergeSpec(Quota, key=("plan_id", "region_id", "industry_id", "content"), values=_FIELDS)


@dataclass(frozen=True)
class QuotaRow:
    """One quota as an officer states it; codes, not names."""

    region_id: str
    industry_id: str
    content: str
    amount: Decimal
    unit: str
    deadline: date
    equipment_count: Decimal | None = None
    equipment_unit: str = ""
    lead_department_id: str | None = None
    remark: str = ""


@transaction.atomic
def put_quota(
    *, plan: Plan, row: QuotaRow, by: Officer, quota: Quota | None = None, seen_version: int | None = None
) -> Quota:
    """Create one quota, or change `quota` if nobody changed it since `seen_version` (StaleState with both values)."""
    _guard(plan, [row], by)
    if quota is None:
        if Quota.objects.filter(
            plan=plan, region=row.region_id, industry=row.industry_id, content=row.content
        ).exists():
            raise InvalidValue(_("该区划、行业、淘汰内容的任务已存在"), field="content")
        merge(QUOTA_MERGE, [_record(plan, row)])
    else:
        require(by, "change", "quota", region=quota.region_id)
        change_seen(quota, seen_version=seen_version or 0, changes=asdict(row))
    link_parents(plan)
    return Quota.objects.get(plan=plan, region=row.region_id, industry=row.industry_id, content=row.content)


@transaction.atomic
def merge_quotas(*, plan: Plan, rows: Sequence[QuotaRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Create and change many quotas as one set; all or nothing. With `dry_run` only tells what would happen."""
    _guard(plan, rows, by)
    result = merge(QUOTA_MERGE, (_record(plan, row) for row in rows), dry_run=dry_run)
    if not dry_run:
        link_parents(plan)
    return result


def _record(plan: Plan, row: QuotaRow) -> dict[str, Any]:
    return {"plan_id": plan.pk, **asdict(row)}


def _guard(plan: Plan, rows: Sequence[QuotaRow], by: Officer) -> None:
    require(by, "change", "quota")
    check_open(share(plan))
    bases = {industry.pk: unit_named(industry.unit).base for industry in Industry.objects.all()}
    for region in {row.region_id for row in rows}:
        require(by, "change", "quota", region=region)
    each_row(rows, lambda row: _check_row(plan, row, bases[row.industry_id]))
    lock_parents(plan, {row.region_id for row in rows})
    if by.region.level != Region.Level.PROVINCE:
        _check_not_less(plan, rows)


def _check_row(plan: Plan, row: QuotaRow, base: str) -> None:
    check_amount(row.amount, row.unit, base)
    if row.deadline.year != plan.year:
        raise InvalidValue(
            _("完成期限应在计划年度内"), field="deadline", found=row.deadline.isoformat(), expected=str(plan.year)
        )


def check_open(state: str) -> None:
    """IllegalState where a plan in this state takes no changes of its quotas."""
    if state == PlanState.CLOSED:
        raise IllegalState(_("计划已结案，不能再修改"), state=state)
    if state == PlanState.CHECKED:
        raise IllegalState(_("计划已核对，修改任务前请先退回草案"), state=state)


def _check_not_less(plan: Plan, rows: Sequence[QuotaRow]) -> None:
    """A city's own amount, once issued, is not lowered by the city: that takes an approved adjustment."""
    latest = plan.versions.order_by("-number").first()
    issued = {
        (line.region_id, line.industry_id, line.content): line
        for line in PlanVersionLine.objects.filter(plan_version=latest, region__level=Region.Level.CITY)
    }

    def check(row: QuotaRow) -> None:
        line = issued.get((row.region_id, row.industry_id, row.content))
        if line and convert(row.amount, row.unit, line.unit) < line.amount:
            raise InvalidValue(
                _("已下达的任务量只能通过调整审批减少"),
                field="amount",
                found=f"{row.amount} {row.unit}",
                expected=f"≥ {line.amount} {line.unit}",
            )

    each_row(rows, check)


def check_amount(amount: Decimal, unit: str, base: str) -> None:
    """An amount is not negative and its unit belongs to the industry's base."""
    if amount < 0:
        raise InvalidValue(_("数量不能为负数"), field="amount", found=str(amount), expected="≥ 0")
    if unit_named(unit).base != base:
        raise InvalidValue(_("计量单位与行业不符"), field="unit", found=unit, expected=base)


def link_parents(plan: Plan) -> None:
    """Renew the tree: a quota's parent is the quota of the same industry and content one region above."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE tracker_quota child SET parent_id = parent.id
            FROM tracker_quota parent, tracker_region r
            WHERE child.plan_id = %s AND parent.plan_id = child.plan_id AND r.code = child.region_id
              AND parent.region_id = r.parent_id AND parent.industry_id = child.industry_id
              AND parent.content = child.content AND child.parent_id IS DISTINCT FROM parent.id
            """,
            [plan.pk],
        )
