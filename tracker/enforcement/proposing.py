"""Proposing an order (提出措施): the measure, whom it falls on, why; everything that stands against it is refused here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tracker.enforcement.conditions import Subject, check_cause, check_conflicts, subject_of
from tracker.enforcement.measures import Measure, MeasureKind
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue

# What the ladder proposes unless it is told another measure.
LADDER_MEASURE = "cut-power"


@dataclass(frozen=True)
class Grounds:
    """What an officer says for an order: facts and reason, the supply account, and the safety of stopping."""

    ground: str
    account_number: str = ""
    residents_apart: bool = False
    is_hazardous: bool | None = None
    safe_stop_plan: str = ""


@transaction.atomic
def propose(*, measure: Measure, subject: Subject, grounds: Grounds, by: Officer, on: date) -> Order:
    """提出: a new order in state proposed. InvalidValue and IllegalState name what is missing or stands against it."""
    require(by, "propose", "order", region=subject.region.pk)
    if not measure.is_active:
        raise IllegalState(_("该措施已停用"), code="measure_inactive")
    _check_grounds(measure, grounds)
    check_cause(measure, subject, on)
    check_conflicts(measure, subject)
    order = Order.objects.create(**_row(measure, subject, grounds), proposed_by=by, proposed_on=on)
    note_step(order, "propose", by=by, on=on, comment=order.ground)
    return order


@transaction.atomic
def propose_for_overdue(*, target: Target, on: date, measure_code: str = LADDER_MEASURE) -> Order | None:
    """The order the overdue ladder proposes (逾期梯次), or None where any guard stands against it.

    Called inside the acting of the system. Nobody has looked into it yet: before a second officer can review it, an officer
    takes it up (completing.py), says how residents are spared and whether stopping is safe, and answers for it as proposer.
    """
    measure, subject = Measure.objects.filter(pk=measure_code, is_active=True).first(), subject_of(target=target)
    if measure is None:
        return None
    ground = _("任务期限为%(day)s，至今未完成，由系统按逾期梯次提出") % {"day": target.due_on.isoformat()}
    try:
        check_cause(measure, subject, on)
        check_conflicts(measure, subject)
        with transaction.atomic():
            order = Order.objects.create(**_row(measure, subject, Grounds(ground)), proposed_on=on)
    except (IllegalState, IntegrityError):  # another officer's order was quicker
        return None
    note_step(order, "propose", by=None, on=on, comment=ground)
    return order


def note_step(order: Order, verb: str, *, by: Officer | None, on: date, comment: str = "") -> None:
    """Leave the record of what was done to an order."""
    OrderStep.objects.create(
        order=order, region_id=order.region_id, issued_to_id=order.issued_to_id, verb=verb, state=order.state, on=on,
        by=by, comment=comment[:500],
    )  # fmt: skip


def _check_grounds(measure: Measure, grounds: Grounds) -> None:
    if not grounds.ground.strip():
        raise InvalidValue(_("请填写事实和理由"), field="ground")
    if measure.kind == MeasureKind.CUT_OFF and not grounds.residents_apart:
        raise InvalidValue(_("须确认居民生活供应不受影响"), field="residents_apart", code="residents_affected")


def _row(measure: Measure, subject: Subject, grounds: Grounds) -> dict[str, object]:
    enterprise, facility = subject.enterprise, subject.facility
    return {
        "measure": measure,
        "measure_version": measure.version,
        "measure_name": measure.name,
        "notice_days": measure.notice_working_days,
        "duration_months": measure.duration_months,
        "needs_time": measure.needs_time,
        "needs_meter_reading": measure.needs_meter_reading,
        "needs_photo": measure.needs_photo,
        "kind": measure.kind,
        "region": subject.region,
        "organisation_id": measure.duty_department_id,
        "plan": subject.plan,
        "target": subject.target,
        "finding": subject.finding,
        "facility": facility,
        "enterprise": enterprise,
        "subject": subject.key(measure),
        "party": enterprise.name if enterprise else subject.region.name,
        "party_address": enterprise.address if enterprise else "",
        "equipment": facility.name if facility else "",
        "account_number": grounds.account_number.strip(),
        "legal_basis": measure.legal_basis,
        "way_back": measure.way_back,
        "ground": grounds.ground.strip(),
        "residents_apart": grounds.residents_apart,
        "needs_safe_stop": measure.needs_safe_stop,
        "is_hazardous": grounds.is_hazardous,
        "safe_stop_plan": grounds.safe_stop_plan.strip(),
    }
