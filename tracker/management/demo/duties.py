"""The demo's duties: evidence asked for, visits planned or ended with something to rectify, a list open to objections."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.audit.acting import acting
from tracker.management.demo.accounts import city_officers, officer
from tracker.officers.models import Officer
from tracker.progress.inspection import answer, conclude, involved_in, plan_inspection
from tracker.progress.inspection_tables import Inspection
from tracker.progress.publication import handle_objection, publish_notice, receive_objection
from tracker.progress.requesting import ask_for_evidence
from tracker.quotas.models import Plan
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target
from tracker.targets.stages import Stage

# Of each kind one that is due in some days and one that is late.
_DAYS = (2, -2)
_ASKED = (("scrapping", "缺主机解体过磅单"), ("workers", "缺职工安置协议签字页"))
_OPINION = "主体设备已拆除，电缆和基础尚未清除，限期整改（演示）"


def make_duties(today: date) -> int:
    """Duties of the other kinds, unless they are there; how many requests for evidence."""
    province = officer("province")
    with acting(province.actor, reason="演示数据"):
        if EvidenceRequest.objects.exists():
            return 0
        plan = Plan.objects.get(code=f"ZJ-{today.year}")
        _ask(plan, province, today)
        _inspect(plan, province, today)
        _object(plan, province, today)
        return EvidenceRequest.objects.count()


def _ask(plan: Plan, province: Officer, today: date) -> None:
    reported = Target.objects.filter(plan=plan, stage=Stage.REPORTED).order_by("region_id", "pk")
    for target, days, (kind, reason) in zip((reported.first(), reported.last()), _DAYS, _ASKED, strict=True):
        if target is None:
            return
        due_on = today + timedelta(days=days)
        ask_for_evidence(
            target=target, kind=kind, due_on=due_on, by=province, on=due_on - timedelta(days=8), reason=reason
        )


def _inspect(plan: Plan, province: Officer, today: date) -> None:
    """Accepted targets looked at by the province: two visits are planned, two ended with something to rectify."""
    free = Target.objects.filter(plan=plan, stage=Stage.ACCEPTED, inspections__isnull=True).order_by("-pk")
    for place, target in enumerate(free[: 2 * len(_DAYS)]):
        day = today + timedelta(days=_DAYS[place % 2])
        held_on = day - timedelta(days=20)
        involved = involved_in(target)
        team = [one for one in city_officers().values() if one.pk not in involved][:2]
        is_planned = place < len(_DAYS)
        planned = plan_inspection(
            target=target, kind=Inspection.Kind.SPOT, planned_on=day if is_planned else held_on, team=team, by=province
        )
        if not is_planned:
            _conclude(planned, province, held_on, day)


def _conclude(inspection: Inspection, province: Officer, on: date, rectify_by: date) -> None:
    answers = dict.fromkeys(inspection.points.values_list("code", flat=True), ("ok", ""))
    answer(inspection=inspection, answers=answers, by=province)
    conclude(
        inspection=inspection, outcome=Inspection.Outcome.CONDITIONAL, on=on, by=province, opinion=_OPINION,
        rectify_by=rectify_by, seen_version=inspection.version,
    )  # fmt: skip


def _object(plan: Plan, province: Officer, today: date) -> None:
    """This year's list is up for notice until the day after tomorrow: one objection was answered, one waits."""
    on = today - timedelta(days=6)
    notice = publish_notice(
        plan=plan, kind="list", title=f"{plan.year}年淘汰落后产能企业名单公示（演示）", body="现将有关项目予以公示（演示数据）。",
        by=province, on=on, objections_until=today + timedelta(days=2),
    )  # fmt: skip
    line = notice.lines.select_related("target").first()
    answered = receive_objection(
        notice=notice, raised_by="名单内企业（演示）", text="名单所列装备型号与铭牌不符，请更正", by=province,
        on=on + timedelta(days=1), target=line.target if line else None,
    )  # fmt: skip
    handle_objection(
        objection=answered, upheld=False, answer="经现场核对铭牌，型号无误，不予更正", by=province,
        on=on + timedelta(days=4), seen_version=answered.version,
    )  # fmt: skip
    receive_objection(
        notice=notice, raised_by="周边居民（演示）", text="名单所列生产线夜间仍有生产迹象，请核实", by=province,
        on=on + timedelta(days=2),
    )  # fmt: skip
