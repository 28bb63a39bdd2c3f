"""Asking for an adjustment (申请调整): by how much which issued amounts should change, and which facility replaces which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.adjustment_lines import AdjustmentRow, check_row
from tracker.quotas.adjustment_tables import Adjustment, AdjustmentLine, Substitution
from tracker.quotas.locks import share
from tracker.quotas.models import Plan
from tracker.quotas.states import PlanState
from tracker.regions.models import Region
from tracker.registry.models import Facility
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.units import convert


@dataclass(frozen=True)
class Exchange:
    """Facility `outgoing` leaves the list and `incoming` takes its place."""

    outgoing: Facility
    incoming: Facility


@transaction.atomic
def request_adjustment(
    *,
    plan: Plan,
    region: Region,
    reason: str,
    by: Officer,
    on: date,
    rows: Sequence[AdjustmentRow] = (),
    exchanges: Sequence[Exchange] = (),
) -> Adjustment:
    """申请调整: by how much which of the region's issued amounts should change, and what replaces what."""
    require(by, "change", "adjustment", region=region.pk)
    if share(plan) not in (PlanState.ISSUED, PlanState.ADJUSTED):
        raise IllegalState(_("只有已下达、未结案的计划可以申请调整"), state=plan.state)
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    if not rows and not exchanges:
        raise InvalidValue(_("请至少填写一项调整或一项替代"), field="rows")
    for row in rows:
        require(by, "change", "adjustment", region=row.region_id)
        check_row(plan, row)
    made = Adjustment.objects.create(plan=plan, region=region, reason=reason.strip(), requested_by=by, requested_on=on)
    AdjustmentLine.objects.bulk_create(AdjustmentLine(adjustment=made, **asdict(row)) for row in rows)
    Substitution.objects.bulk_create(_substitution(made, one, by) for one in exchanges)
    return made


def _substitution(adjustment: Adjustment, one: Exchange, by: Officer) -> Substitution:
    out, into = one.outgoing, one.incoming
    for facility in (out, into):
        require(by, "change", "adjustment", region=facility.region_id)
        if facility.capacity is None:
            raise InvalidValue(_("“%(name)s”没有产能数据") % {"name": facility.name}, field="incoming")
    if into.merged_into_id or into.retired_on or into.status == Facility.Status.DISMANTLED:
        raise InvalidValue(
            _("“%(name)s”已拆除、已淘汰或已并入其他记录，不能用来替代") % {"name": into.name}, field="incoming"
        )
    if out.industry_id != into.industry_id:
        raise InvalidValue(
            _("替代装备应属同一行业"), field="incoming", found=into.industry_id, expected=out.industry_id
        )
    offered = convert(into.capacity or Decimal(0), into.capacity_unit, out.capacity_unit)
    if offered < (out.capacity or Decimal(0)):
        raise InvalidValue(
            _("替代装备的产能应不少于调出装备"),
            field="incoming",
            found=f"{offered} {out.capacity_unit}",
            expected=f"≥ {out.capacity} {out.capacity_unit}",
        )
    return Substitution(
        adjustment=adjustment,
        region_id=out.region_id,
        outgoing=out,
        incoming=into,
        outgoing_amount=out.capacity or Decimal(0),
        incoming_amount=offered,
        unit=out.capacity_unit,
    )
