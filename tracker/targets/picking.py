"""From screening to plan (列入计划): findings picked from a run become lines of the plan's list of enterprises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.screening.models import Finding
from tracker.targets.listing import merge_targets
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.values.errors import InvalidValue


@transaction.atomic
def pick(*, findings: Sequence[int], plan: Plan, deadline: date, by: Officer) -> MergeResult:
    """Put the facilities of findings on the list; those that stand on it already are left as they are.

    Only what falls within an entry and has a capacity can be picked; the rest must be surveyed first.
    """
    chosen = Finding.objects.visible_to(by).filter(pk__in=findings).select_related("facility", "enterprise", "entry")
    listed = set(Target.objects.filter(plan=plan).values_list("facility_id", flat=True))
    rows: dict[int, TargetRow] = {}
    for finding in chosen.order_by("pk"):
        if finding.facility_id not in listed:
            rows.setdefault(finding.facility_id, _row(finding, deadline))
    if not rows:
        raise InvalidValue(_("所选装备都已在计划名单中，或没有选择"), field="finding")
    return merge_targets(plan=plan, rows=list(rows.values()), by=by)


def _row(finding: Finding, deadline: date) -> TargetRow:
    facility, enterprise = finding.facility, finding.enterprise
    if finding.status != Finding.Status.MATCHED or facility.capacity is None:
        message = _("“%(name)s”参数或产能缺失，需先补充调查，不能列入计划")
        raise InvalidValue(message % {"name": facility.name}, field="finding", found=facility.name)
    return TargetRow(
        region_id=facility.region_id,
        enterprise_name=enterprise.name,
        industry_id=facility.industry_id,
        facility_name=facility.name,
        amount=facility.capacity,
        unit=facility.capacity_unit,
        deadline=deadline,
        credit_code=enterprise.credit_code,
        equipment_count=facility.quantity,
        equipment_unit=facility.quantity_unit,
        remark=_("筛查列入：%(number)s %(title)s") % {"number": finding.entry.number, "title": finding.entry.title},
    )
