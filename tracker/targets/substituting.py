"""Approving an adjustment (调整审批) with what it does to the list: the outgoing target is withdrawn, the substitute joins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.quotas.adjusting import approve
from tracker.quotas.adjustment_lines import AdjustmentRow
from tracker.quotas.adjustment_tables import Adjustment, Substitution
from tracker.targets.holding import end_hold
from tracker.targets.models import StageFact, Target
from tracker.targets.stages import MOVES, Stage
from tracker.values.errors import InvalidValue


@transaction.atomic
def approve_adjustment(
    *,
    adjustment: Adjustment,
    by: Officer,
    on: date,
    seen_version: int,
    document_number: str = "",
    note: str = "",
    balance: Sequence[AdjustmentRow] = (),
) -> Adjustment:
    """批准: quotas, list of targets and plan version change together or not at all."""
    approved = approve(
        adjustment=adjustment,
        by=by,
        on=on,
        seen_version=seen_version,
        document_number=document_number,
        note=note,
        balance=balance,
    )
    for one in adjustment.substitutions.select_related("outgoing", "incoming__enterprise"):
        _exchange(one, by, on)
    return approved


def _exchange(one: Substitution, by: Officer, on: date) -> None:
    plan = one.adjustment.plan
    leaving = Target.objects.filter(plan=plan, facility=one.outgoing).select_for_update().first()
    if leaving is None:
        raise InvalidValue(_("“%(name)s”不在本计划的名单中") % {"name": one.outgoing.name}, field="outgoing")
    if Target.objects.filter(plan=plan, facility=one.incoming).exists():
        raise InvalidValue(_("“%(name)s”已在本计划的名单中") % {"name": one.incoming.name}, field="incoming")
    MOVES.check("withdraw", leaving.stage)
    reason = _("经批准由“%(name)s”替代") % {"name": one.incoming.name}
    StageFact.objects.create(
        target=leaving,
        region_id=leaving.region_id,
        verb="withdraw",
        stage=Stage.WITHDRAWN,
        on=on,
        by=by,
        reason=reason[:300],
    )
    end_hold(leaving, on)
    Target.objects.filter(pk=leaving.pk).update(stage=Stage.WITHDRAWN, withdrawn_on=on, version=leaving.version + 1)
    into = one.incoming
    Target.objects.create(
        plan=plan,
        quota=leaving.quota if into.region_id == leaving.region_id else None,
        enterprise=into.enterprise,
        facility=into,
        region_id=into.region_id,
        industry_id=into.industry_id,
        equipment_count=into.quantity,
        equipment_unit=into.quantity_unit,
        amount=one.incoming_amount,
        unit=one.unit,
        deadline=leaving.deadline,
        due_on=leaving.due_on,
        remark=_("替代“%(name)s”") % {"name": one.outgoing.name[:100]},
    )
