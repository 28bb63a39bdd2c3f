"""Listing targets (企业名单): add one, change one, merge many. Renews what follows from the rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, RowEffect
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.quotas.services import check_amount
from tracker.regions.amounts import industry_bases
from tracker.targets.merging import change_row, foresee, write_rows
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow, refuse_retired_names, register
from tracker.targets.retired import refuse_retired
from tracker.values.errors import IllegalState, InvalidValue


@transaction.atomic
def put_target(
    *, plan: Plan, row: TargetRow, by: Officer, target: Target | None = None, seen_version: int | None = None
) -> Target:
    """Add one target to the list, or change `target` if nobody changed it since `seen_version`."""
    _guard(plan, [row], by)
    if target is None:
        (facility,) = register([row])
        if Target.objects.filter(plan=plan, facility=facility).exists():
            raise InvalidValue(_("该装备已在本计划的名单中"), field="facility_name")
        write_rows(plan, [row])
        refuse_retired(plan)
        return Target.objects.get(plan=plan, facility=facility)
    require(by, "change", "target", region=target.region_id)
    if row.deadline != target.deadline:
        _check_deadline_free(plan)
    return change_row(target, row, seen_version or 0)


@transaction.atomic
def merge_targets(*, plan: Plan, rows: Sequence[TargetRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Create and change many targets as one set; all or nothing. With `dry_run` only tells what would happen."""
    _guard(plan, rows, by)
    result = foresee(plan, rows) if dry_run else write_rows(plan, rows)
    if not dry_run:
        refuse_retired(plan)
    each_row(result.effects, lambda effect: _check_deadline_free(plan) if _moves_deadline(effect, rows) else None)
    return result


def _guard(plan: Plan, rows: Sequence[TargetRow], by: Officer) -> None:
    require(by, "change", "target")
    if plan.state == Plan.State.CLOSED:
        raise IllegalState(_("计划已结案，不能再修改"), state=plan.state)
    for region in {row.region_id for row in rows}:
        require(by, "change", "target", region=region)
    refuse_retired_names(rows, by=by)
    bases = industry_bases()
    each_row(rows, lambda row: check_amount(row.amount, row.unit, bases[row.industry_id]))


def _moves_deadline(effect: RowEffect, rows: Sequence[TargetRow]) -> bool:
    return effect.before is not None and effect.before["deadline"] != rows[effect.index].deadline.isoformat()


def _check_deadline_free(plan: Plan) -> None:
    if plan.state != Plan.State.DRAFT:
        raise IllegalState(_("计划已下达，完成期限只能通过延期审批调整"), field="deadline", state=plan.state)
