"""The verbs of the targets room: list targets, change one, merge many, move through stages, extend a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.bulk.merge import MergeResult, MergeSpec, RowEffect, merge
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.quotas.models import Plan
from tracker.quotas.services import check_amount
from tracker.regions.models import Industry
from tracker.targets.models import Extension, StageFact, Target
from tracker.targets.resolving import TargetRow, known_facilities, register
from tracker.targets.stages import MOVES, PERMISSION_OF, Stage
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.units import unit_named

_OWN = ("region_id", "industry_id", "equipment_count", "equipment_unit", "amount", "unit", "deadline", "remark")
_SPEC = MergeSpec(Target, key=("plan_id", "facility_id"), values=_OWN, on_create=("enterprise_id", "due_on"))


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
        merge(_SPEC, [_record(plan, row, facility)])
        _settle(plan)
        return Target.objects.get(plan=plan, facility=facility)
    require(by, "change", "target", region=target.region_id)
    if row.deadline != target.deadline:
        _check_deadline_free(plan)
    changed: Target = change_seen(
        target, seen_version=seen_version or 0, changes={name: asdict(row)[name] for name in _OWN}
    )
    _settle(plan)
    return changed


@transaction.atomic
def merge_targets(*, plan: Plan, rows: Sequence[TargetRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Create and change many targets as one set; all or nothing. With `dry_run` only tells what would happen."""
    _guard(plan, rows, by)
    if dry_run:
        return _foresee(plan, rows)
    facilities = register(rows)
    result = merge(_SPEC, (_record(plan, row, facility) for row, facility in zip(rows, facilities, strict=True)))
    if any(_moves_deadline(effect, rows) for effect in result.effects):
        _check_deadline_free(plan)
    _settle(plan)
    return result


@transaction.atomic
def move(*, target: Target, verb: str, on: date, by: Officer, seen_version: int, reason: str = "") -> Target:
    """Move a target to another stage on a day (业务日期), leaving a dated fact; the reporter may not accept.

    Raises IllegalState, InvalidValue (a day before the last fact, a missing reason), NotAllowed, StaleState.
    """
    require(by, PERMISSION_OF[verb], "target", region=target.region_id)
    transition = MOVES.check(verb, target.stage)
    if "reason" in transition.needs and not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    facts = StageFact.objects.filter(target=target, voided=False)
    _check_day(facts.last(), on)
    if verb == "accept" and facts.filter(stage=Stage.REPORTED, by=by).exists():
        raise IllegalState(_("报告人与验收人不能是同一人"), verb=verb)
    if verb == "fail":
        facts.filter(stage__in=[Stage.DISMANTLED, Stage.REPORTED, Stage.ACCEPTED]).update(voided=True)
    StageFact.objects.create(
        target=target, region_id=target.region_id, verb=verb, stage=transition.target, on=on, by=by, reason=reason
    )
    moved: Target = change_seen(target, seen_version=seen_version, changes=_caches(target, transition.target, on))
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
    from_here = MOVES.from_state(target.stage)
    return [
        step
        for step in from_here
        if officer.covers(target.region_id) and may(officer, PERMISSION_OF[step.verb], "target")
    ]


def _caches(target: Target, stage: str, on: date) -> dict[str, Any]:
    """The cached columns that follow from reaching `stage` on a day."""
    changes: dict[str, Any] = {"stage": stage}
    if stage == Stage.REPORTED:
        changes["completed_on"] = on
    elif stage == Stage.ACCEPTED:
        changes["accepted_on"] = on
    elif stage == Stage.WITHDRAWN:
        changes["withdrawn_on"] = on
    elif target.completed_on:
        changes |= {"completed_on": None, "accepted_on": None, "overdue_flagged": False}
    return changes


def _check_day(last: StageFact | None, on: date) -> None:
    if last is not None and on < last.on:
        raise InvalidValue(_("日期不能早于上一阶段"), field="on", found=on.isoformat(), expected=f"≥ {last.on}")


def _guard(plan: Plan, rows: Sequence[TargetRow], by: Officer) -> None:
    require(by, "change", "target")
    if plan.state == Plan.State.CLOSED:
        raise IllegalState(_("计划已结案，不能再修改"), state=plan.state)
    for region in {row.region_id for row in rows}:
        require(by, "change", "target", region=region)
    bases = {industry.pk: unit_named(industry.unit).base for industry in Industry.objects.all()}
    for row in rows:
        check_amount(row.amount, row.unit, bases[row.industry_id])


def _record(plan: Plan, row: TargetRow, facility: Any) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in _OWN}
    return {
        "plan_id": plan.pk,
        "facility_id": facility.pk,
        "enterprise_id": facility.enterprise_id,
        "due_on": row.deadline,
        **own,
    }


def _foresee(plan: Plan, rows: Sequence[TargetRow]) -> MergeResult:
    """What merging would do, without registering anything: rows of unknown facilities are creations."""
    facilities = known_facilities(rows)
    known = [index for index, facility in enumerate(facilities) if facility]
    merged = merge(_SPEC, (_record(plan, rows[index], facilities[index]) for index in known), dry_run=True)
    effects = {known[effect.index]: effect for effect in merged.effects}
    foreseen = [
        RowEffect(index, effects[index].action, effects[index].before)
        if index in effects
        else RowEffect(index, "create", None)
        for index in range(len(rows))
    ]
    return MergeResult(foreseen)


def _moves_deadline(effect: RowEffect, rows: Sequence[TargetRow]) -> bool:
    return effect.before is not None and effect.before["deadline"] != rows[effect.index].deadline.isoformat()


def _check_deadline_free(plan: Plan) -> None:
    if plan.state != Plan.State.DRAFT:
        raise IllegalState(_("计划已下达，完成期限只能通过延期审批调整"), state=plan.state)


def _settle(plan: Plan) -> None:
    """Renew what follows from the rows: the due day where nothing was extended, and the quota each target fills."""
    Target.objects.filter(plan=plan, extensions__isnull=True).exclude(due_on=F("deadline")).update(due_on=F("deadline"))
    with connection.cursor() as cursor:
        cursor.execute(_LINK_QUOTAS, [plan.pk])


# A target fills the only quota of its county, else the only quota of its city, for its industry; nothing where two fit.
_LINK_QUOTAS = """
WITH fitting AS (
    SELECT t.id AS target_id, (array_agg(q.id))[1] AS quota_id, count(*) AS fits
    FROM tracker_target t JOIN tracker_quota q
      ON q.plan_id = t.plan_id AND q.industry_id = t.industry_id AND q.region_id IN (t.region_id, left(t.region_id, 4) || '00')
     AND q.region_id = (SELECT max(n.region_id) FROM tracker_quota n WHERE n.plan_id = t.plan_id AND n.industry_id = t.industry_id
                        AND n.region_id IN (t.region_id, left(t.region_id, 4) || '00'))
    WHERE t.plan_id = %s AND t.quota_id IS NULL GROUP BY t.id
)
UPDATE tracker_target SET quota_id = fitting.quota_id FROM fitting WHERE id = fitting.target_id AND fitting.fits = 1
"""
