"""The verbs of a single target: move it through its stages, extend its deadline. Listing targets: listing.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.registry.retired import mark_retired
from tracker.targets.evidence import demand, spend
from tracker.targets.evidence_requests import demand_answers
from tracker.targets.holding import Held, begin_hold, end_hold
from tracker.targets.models import Extension, StageFact, Target
from tracker.targets.stages import (
    ANSWERED_FIRST,
    COMPLETE,
    MOVES,
    NOT_BY_THE_SAME,
    PART_EVIDENCE,
    PERMISSION_OF,
    SPENT_BY,
    STANDING,
    VOIDED_BY,
    Stage,
)
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.transitions import Transition


@transaction.atomic
def move(
    *, target: Target, verb: str, on: date, by: Officer, seen_version: int, reason: str = "", held: Held | None = None
) -> Target:
    """Move a target to another stage on a day (业务日期), leaving a dated fact; the reporter may not accept.

    Raises IllegalState, InvalidValue (a day before the last fact, a missing reason or evidence), NotAllowed, StaleState.
    """
    if verb in ANSWERED_FIRST:  # wait for who is just asking for evidence, so that the check below sees it
        Target.objects.select_for_update(no_key=True).filter(pk=target.pk).first()
    transition = check_move(target=target, verb=verb, on=on, by=by, reason=reason)
    StageFact.objects.filter(target=target, voided=False, stage__in=VOIDED_BY.get(verb, ())).update(voided=True)
    end_hold(target, on)
    if "held" in transition.needs:
        begin_hold(target, held, on)
    StageFact.objects.create(
        target=target, region_id=target.region_id, verb=verb, stage=transition.target, on=on, by=by, reason=reason
    )
    changes = _caches(target, transition.target, on)
    moved: Target = change_seen(target, seen_version=seen_version, changes=changes)
    if "completed_on" in changes:
        mark_retired(target.facility_id, moved.completed_on)
    # Only now: nothing that stands for a passed target may be set aside (walls.EVIDENCE_STANDS).
    spend(target, SPENT_BY.get(verb, ()), reason)
    return moved


def check_move(*, target: Target, verb: str, on: date, by: Officer, reason: str = "") -> Transition:
    """Whether the officer may make the move on the day, two people and evidence included; raises what `move` raises."""
    require(by, PERMISSION_OF[verb], "target", region=target.region_id)
    transition = MOVES.check(verb, target.stage)
    if "reason" in transition.needs and not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    _check_day(StageFact.objects.filter(target=target, voided=False).last(), on)
    if _taken(target, by).filter(verb__in=NOT_BY_THE_SAME.get(verb, ())).exists():
        raise IllegalState(_("报告人与验收人、核查人不能是同一人"), verb=verb, code="same_person")
    demand(target, transition.evidence)
    demand_answers(target, verb)
    return transition


@transaction.atomic
def record_part(
    *, target: Target, amount: Decimal, on: date, by: Officer, seen_version: int,
    equipment_count: Decimal | None = None, reason: str = "",
) -> Target:  # fmt: skip
    """部分拆除: so much of the capacity was dismantled on a day; the stage stays until the whole is."""
    require(by, "report", "target", region=target.region_id)
    if target.stage not in STANDING:
        raise IllegalState(_("关停之后、全部拆除之前才能登记部分拆除"), state=target.stage)
    together = target.partial_amount + amount
    if amount <= 0 or together > target.amount:
        left = target.amount - target.partial_amount
        raise InvalidValue(_("部分拆除的产能应大于零，且累计不超过任务量"), field="amount", expected=f"≤ {left}")
    _check_day(StageFact.objects.filter(target=target, voided=False).last(), on)
    demand(target, PART_EVIDENCE)
    StageFact.objects.create(
        target=target, region_id=target.region_id, verb="part", stage=target.stage, on=on, by=by, reason=reason,
        amount=amount, equipment_count=equipment_count,
    )  # fmt: skip
    moved: Target = change_seen(target, seen_version=seen_version, changes={"partial_amount": together})
    return moved


@transaction.atomic
def extend(*, target: Target, new_due_on: date, by: Officer, on: date, reason: str, seen_version: int) -> Target:
    """延期: decide on a later due day; the old lateness stays visible to anyone who asks as of an earlier day."""
    require(by, "extend", "target", region=target.region_id)
    if new_due_on <= target.due_on:
        raise InvalidValue(
            _("新期限应晚于现行期限"), field="new_due_on", found=new_due_on.isoformat(), expected=f"> {target.due_on}"
        )
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    Extension.objects.create(
        target=target, region_id=target.region_id, new_due_on=new_due_on, decided_on=on, reason=reason, decided_by=by
    )
    changes = {"due_on": new_due_on, "overdue_flagged": False, "reminder_flagged": False}
    extended: Target = change_seen(target, seen_version=seen_version, changes=changes)
    return extended


def allowed_moves(target: Target, officer: Officer) -> list[Any]:
    """The moves the officer may make from the target's present stage, for buttons and the API."""
    others = {step.verb for step in left_to_others(target, officer)}
    return [step for step in _moves_of_role(target, officer) if step.verb not in others]


def left_to_others(target: Target, officer: Officer) -> list[Transition]:
    """The moves the officer's role may make that another must, as the officer took a step they judge (两人原则)."""
    judging = [step for step in _moves_of_role(target, officer) if step.verb in NOT_BY_THE_SAME]
    if not judging:
        return []
    taken = set(_taken(target, officer).values_list("verb", flat=True))
    return [step for step in judging if taken.intersection(NOT_BY_THE_SAME[step.verb])]


def _moves_of_role(target: Target, officer: Officer) -> list[Transition]:
    if not officer.covers(target.region_id):
        return []
    return [step for step in MOVES.from_state(target.stage) if may(officer, PERMISSION_OF[step.verb], "target")]


def _taken(target: Target, officer: Officer) -> QuerySet[StageFact]:
    """The steps of a target that stand and were taken by an officer."""
    return StageFact.objects.filter(target=target, voided=False, by=officer).order_by()


def _caches(target: Target, stage: str, on: date) -> dict[str, Any]:
    """The cached columns that follow from reaching `stage` on a day."""
    changes: dict[str, Any] = {"stage": stage}
    dated = {Stage.REPORTED: "completed_on", Stage.ACCEPTED: "accepted_on", Stage.WITHDRAWN: "withdrawn_on"}
    if column := dated.get(Stage(stage)):
        changes[column] = on
    elif stage in COMPLETE:
        return changes
    elif target.completed_on:
        changes |= {"completed_on": None, "accepted_on": None, "overdue_flagged": False}
    return changes


def _check_day(last: StageFact | None, on: date) -> None:
    if last is not None and on < last.on:
        told = _("日期不能早于上一阶段（%(day)s）") % {"day": last.on}
        raise InvalidValue(told, field="on", found=on.isoformat(), expected=f"≥ {last.on}")
