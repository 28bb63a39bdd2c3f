"""The verbs of inspections: plan with a team, answer the checklist, conclude; the conclusion moves the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.officers.roles import Role
from tracker.progress.checklists import points_for
from tracker.progress.inspection_tables import Draw, Inspection, InspectionMember, InspectionPoint
from tracker.targets.models import StageFact, Target
from tracker.targets.services import move
from tracker.targets.stages import Stage
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed

SMALLEST_TEAM = 2
STAGE_OF = {Inspection.Kind.ONSITE: Stage.REPORTED, Inspection.Kind.SPOT: Stage.ACCEPTED}
_MOVE_OF = {
    (Inspection.Kind.ONSITE, Inspection.Outcome.PASS): "accept",
    (Inspection.Kind.SPOT, Inspection.Outcome.PASS): "confirm",
    (Inspection.Kind.ONSITE, Inspection.Outcome.FAIL): "fail",
    (Inspection.Kind.SPOT, Inspection.Outcome.FAIL): "fail",
}
Answers = Mapping[str, tuple[str, str]]  # point code → answer, remark
NOTHING_MORE: Answers = MappingProxyType({})


@transaction.atomic
def plan_inspection(
    *, target: Target, kind: str, planned_on: date, team: Sequence[Officer], by: Officer, drawn_by: Draw | None = None
) -> Inspection:
    """安排检查: a team of at least two who did not report the target themselves; the first leads."""
    require(by, "change", "inspection", region=target.region_id)
    if target.stage != STAGE_OF[Inspection.Kind(kind)]:
        raise IllegalState(_("现场验收须在报告完成之后，省级抽查须在验收之后"), state=target.stage)
    if not may_plan(target, by):
        raise NotAllowed(_("省级抽查由省级安排"))
    members = list(dict.fromkeys(team))
    _check_team(target, kind, members)
    if Inspection.objects.filter(target=target, state=Inspection.State.PLANNED).exists():
        raise IllegalState(_("该任务已有待进行的检查"))
    made = Inspection.objects.create(
        target=target, region_id=target.region_id, kind=kind, planned_on=planned_on, drawn_by=drawn_by
    )
    _fill(made, target, members)
    return made


@transaction.atomic
def answer(*, inspection: Inspection, answers: Answers, by: Officer) -> None:
    """Record what was found at some points of the checklist; a point that does not hold needs a remark."""
    _require_member(inspection, by)
    if inspection.state != Inspection.State.PLANNED:
        raise IllegalState(_("检查已有结论，不能再修改"), state=inspection.state)
    for code, (said, remark) in answers.items():
        if said not in InspectionPoint.Answer.values:
            raise InvalidValue(_("请选择检查结果"), field=code, found=said)
        if said == InspectionPoint.Answer.BAD and not remark.strip():
            raise InvalidValue(_("不符合的要点须写明情况"), field=code)
        points = InspectionPoint.objects.filter(inspection=inspection, code=code)
        if not points.update(answer=said, remark=remark.strip()[:300]):
            raise InvalidValue(_("清单中没有这一要点"), field=code)


@transaction.atomic
def conclude(
    *,
    inspection: Inspection,
    outcome: str,
    on: date,
    by: Officer,
    opinion: str,
    seen_version: int,
    rectify_by: date | None = None,
    answers: Answers = NOTHING_MORE,
) -> Inspection:
    """得出结论: passing accepts (or confirms) the target, failing re-opens it as of the day it was claimed.

    `answers` are recorded first, as by `answer`; if the conclusion is refused, so are they.
    """
    _require_member(inspection, by)
    if inspection.state != Inspection.State.PLANNED:
        raise IllegalState(_("检查已有结论"), state=inspection.state)
    answer(inspection=inspection, answers=answers, by=by)
    _check_outcome(inspection, outcome, opinion, on, rectify_by)
    changes = {
        "state": Inspection.State.DONE, "outcome": outcome, "held_on": on, "opinion": opinion.strip(),
        "concluded_by": by, "rectify_by": rectify_by if outcome == Inspection.Outcome.CONDITIONAL else None,
    }  # fmt: skip
    done: Inspection = change_seen(inspection, seen_version=seen_version, changes=changes)
    end_conditions(done)
    if verb := _MOVE_OF.get((Inspection.Kind(inspection.kind), Inspection.Outcome(outcome))):
        target = Target.objects.get(pk=inspection.target_id)
        move(target=target, verb=verb, on=on, by=by, seen_version=target.version, reason=opinion.strip()[:300])
    return done


def end_conditions(done: Inspection) -> None:
    """复查: what was to be rectified by a condition made before was looked at by this inspection."""
    before = Inspection.objects.filter(target=done.target_id, outcome=Inspection.Outcome.CONDITIONAL, pk__lt=done.pk)
    before.exclude(followed_on__lte=done.held_on).update(followed_on=done.held_on)


@transaction.atomic
def cancel(*, inspection: Inspection, by: Officer, seen_version: int) -> Inspection:
    """取消: an inspection that will not take place; one that was drawn by lot must."""
    require(by, "change", "inspection", region=inspection.region_id)
    if inspection.state != Inspection.State.PLANNED or inspection.drawn_by_id:
        raise IllegalState(_("已有结论的检查和抽签确定的检查不能取消"), state=inspection.state)
    cancelled: Inspection = change_seen(
        inspection, seen_version=seen_version, changes={"state": Inspection.State.CANCELLED}
    )
    return cancelled


def involved_in(target: Target) -> set[int]:
    """The officers who recorded the target's progress, and whoever accepted it."""
    facts = StageFact.objects.filter(target=target, voided=False).exclude(verb__in=["confirm", "announce"])
    return set(facts.values_list("by_id", flat=True))


def may_plan(target: Target, officer: Officer) -> bool:
    """Whether the officer may plan the inspection that is next: on site the city or the province, a spot check the province."""
    if target.stage not in STAGE_OF.values() or not may(officer, "change", "inspection"):
        return False
    is_spot = target.stage == STAGE_OF[Inspection.Kind.SPOT]
    return officer.covers(target.region_id) and (officer.role == Role.PROVINCIAL or not is_spot)


def may_inspect(inspection: Inspection, officer: Officer) -> bool:
    """Whether the officer may answer and conclude."""
    if not may(officer, "change", "inspection") or not officer.covers(inspection.region_id):
        return False
    if inspection.kind == Inspection.Kind.SPOT:  # officers of other cities go along, the province records
        return officer.role == Role.PROVINCIAL
    return inspection.members.filter(officer=officer).exists()


def _require_member(inspection: Inspection, by: Officer) -> None:
    require(by, "change", "inspection", region=inspection.region_id)
    if not may_inspect(inspection, by):
        raise NotAllowed(_("只有检查组成员可以登记检查结果；省级抽查由省级人员登记"))


def _check_team(target: Target, kind: str, members: Sequence[Officer]) -> None:
    """Enough of them, none who took part, and on site somebody of the place, who alone can record what is found."""
    if len(members) < SMALLEST_TEAM:
        raise InvalidValue(_("检查组至少两人"), field="team", found=str(len(members)), expected=f"≥ {SMALLEST_TEAM}")
    involved = involved_in(target)
    for officer in members:
        if officer.pk in involved:
            raise InvalidValue(_("%(name)s 曾登记该任务的进度，应当回避") % {"name": officer.name}, field="team")
    records = (may(one, "change", "inspection") and one.covers(target.region_id) for one in members)
    if kind == Inspection.Kind.ONSITE and not any(records):
        raise InvalidValue(_("检查组中须有本市或省级人员登记检查结果"), field="team")


def _fill(made: Inspection, target: Target, members: Sequence[Officer]) -> None:
    InspectionMember.objects.bulk_create(
        InspectionMember(inspection=made, region_id=made.region_id, officer=officer, leader=not place)
        for place, officer in enumerate(members)
    )
    with override("zh-hans"):  # the form is a paper, whatever language the officer reads
        InspectionPoint.objects.bulk_create(
            InspectionPoint(inspection=made, region_id=made.region_id, code=point.code, text=str(point.text))
            for point in points_for(target.industry_id)
        )


def _check_outcome(inspection: Inspection, outcome: str, opinion: str, on: date, rectify_by: date | None) -> None:
    if outcome not in Inspection.Outcome.values:
        raise InvalidValue(_("请选择结论"), field="outcome", found=outcome)
    if not opinion.strip():
        raise InvalidValue(_("请填写检查意见"), field="opinion")
    if inspection.points.filter(answer="").exists():
        raise InvalidValue(_("检查清单尚未填完"), field="points")
    if outcome == Inspection.Outcome.PASS and inspection.points.filter(answer=InspectionPoint.Answer.BAD).exists():
        raise InvalidValue(_("有不符合的要点，不能判为通过"), field="outcome")
    if outcome == Inspection.Outcome.CONDITIONAL and (rectify_by is None or rectify_by <= on):
        raise InvalidValue(_("限期整改须写明晚于检查日期的期限"), field="rectify_by")
