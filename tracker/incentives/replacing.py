"""Using retired capacity (产能置换): each unit of it once, whatever the plan, the year or the city it is offered from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.incentives.replacement_tables import Replacement
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress.suspicions import Suspicion
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.figures import plain
from tracker.values.units import convert, unit_named

# Suspicions under which capacity isn't free: that it runs again, stands elsewhere, or was counted before.
_DOUBTS = (
    Suspicion.Kind.RESTART,
    Suspicion.Kind.REGISTERED_AGAIN,
    Suspicion.Kind.MOVED,
    Suspicion.Kind.COUNTED_TWICE,
)


@dataclass(frozen=True)
class Project:
    """What the capacity is used for, and by which document."""

    name: str
    builder: str
    region: Region
    new_amount: Decimal
    unit: str
    ratio: Decimal
    document_number: str


def use_capacity(*, target: Target, amount: Decimal, project: Project, by: Officer, on: date) -> Replacement:
    """Record that a project uses so much of a target's retired capacity; what stands against it is refused by name."""
    require(by, "change", "replacement", region=target.region_id)
    _check(target, amount, project, on)
    try:
        with transaction.atomic():
            return Replacement.objects.create(
                target=target, facility_id=target.facility_id, region_id=target.region_id,
                industry_id=target.industry_id, amount=amount, unit=target.unit,
                amount_base=amount * unit_named(target.unit).factor, ratio=project.ratio,
                new_amount=convert(project.new_amount, project.unit, target.unit), project=project.name.strip(),
                builder=project.builder.strip(), project_region=project.region,
                document_number=project.document_number.strip(), decided_on=on, recorded_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise _refusal(target, error) from error


@transaction.atomic
def withdraw_replacement(
    *, replacement: Replacement, by: Officer, on: date, reason: str, seen_version: int
) -> Replacement:
    """撤销: the project does not go ahead; its capacity is free again."""
    require(by, "change", "replacement", region=replacement.region_id)
    if replacement.withdrawn_on is not None:
        raise IllegalState(_("该置换已撤销"), code="withdrawn")
    if on < replacement.decided_on:
        raise InvalidValue(_("日期不能早于上一步"), field="withdrawn_on")
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    changes = {"withdrawn_on": on, "withdrawn_reason": reason.strip(), "withdrawn_by": by}
    withdrawn: Replacement = change_seen(replacement, seen_version=seen_version, changes=changes)
    return withdrawn


def earlier_uses(target: Target) -> list[Replacement]:
    """The live uses of a target's equipment, under whatever plan or name: by facility, merged rows and serial number."""
    facility = target.facility
    root = facility.merged_into_id or facility.pk
    same = Q(facility=facility) | Q(facility=root) | Q(facility__merged_into=root)
    keys = Replacement.objects.filter(same).values("equipment_key")
    serial = "".join(sign for sign in facility.serial_number.upper() if sign.isascii() and sign.isalnum())
    known = f"serial:{facility.industry_id}:{serial}"
    return list(Replacement.objects.live().filter(Q(equipment_key__in=keys) | Q(equipment_key=known)).order_by("pk"))


def free_capacity(target: Target) -> Decimal:
    """How much of a target's capacity no project uses yet, in the target's unit."""
    used = sum((one.amount_base for one in earlier_uses(target)), Decimal(0))
    return max(target.amount - used / unit_named(target.unit).factor, Decimal(0))


def _check(target: Target, amount: Decimal, project: Project, on: date) -> None:
    if target.accepted_on is None or target.withdrawn_on is not None or target.accepted_on > on:
        raise IllegalState(_("任务尚未验收，产能不能用于置换"), code="not_accepted", stage=target.stage)
    if amount <= 0 or project.new_amount <= 0:
        raise InvalidValue(_("产能应大于零"), field="amount")
    if project.ratio < 1:
        raise InvalidValue(_("只能等量或减量置换，比例不小于 1"), field="ratio")
    needed = convert(project.new_amount, project.unit, target.unit) * project.ratio
    if amount < needed:
        said = {"needed": plain(needed), "unit": target.unit}
        raise InvalidValue(_("按比例需要置换 %(needed)s %(unit)s") % said, code="ratio_not_met", field="amount")
    doubts = Suspicion.objects.filter(Q(target=target) | Q(facility=target.facility_id), kind__in=_DOUBTS)
    if doubt := doubts.exclude(state=Suspicion.State.DISMISSED).first():
        text = _("该装备有未排除的疑点“%(kind)s”，不能用于置换") % {"kind": doubt.get_kind_display()}
        raise IllegalState(text, code="suspected", suspicion=doubt.pk)
    if amount > free_capacity(target):
        raise _used(target)


def _used(target: Target) -> IllegalState:
    """Names the earlier use, so that the officer can look it up."""
    uses = earlier_uses(target)
    if not uses:
        said = {"amount": plain(target.amount), "unit": target.unit}
        return IllegalState(_("该任务的产能只有 %(amount)s %(unit)s") % said, code="more_than_there_is")
    named = "；".join(f"{one.project}（{one.document_number}，{plain(one.amount)}{one.unit}）" for one in uses[:3])
    said = {"uses": named, "free": plain(free_capacity(target)), "unit": target.unit}
    text = _("该装备的产能已用于：%(uses)s；尚可使用 %(free)s %(unit)s") % said
    return IllegalState(text, code="capacity_used", replacement=uses[0].pk)


def _refusal(target: Target, error: IntegrityError) -> Exception:
    return _used(target) if "has been used" in str(error) else error
