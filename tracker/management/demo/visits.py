"""The demo's inspections with a result (检查验收演示): one passed on site, one confirmed by the province, one that failed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from tracker.audit.acting import acting
from tracker.management.demo.accounts import FUYANG, officer
from tracker.management.demo.evidence import Wanted, supply
from tracker.officers.models import Officer
from tracker.progress.cases import open_case
from tracker.progress.inspection import answer, conclude, involved_in, plan_inspection
from tracker.progress.inspection_tables import Case, Inspection, InspectionPoint
from tracker.quotas.models import Plan
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind, Stage

_PASSED = "主体设备已解体外运，基础已清除，现场与申报材料一致（演示）"
_FAILED = "抽查发现主机仍在原基础上、配电柜可随时送电，申报的拆除不属实（演示）"
_STILL_THERE = "主机未拆除，仅拆下传动皮带"
Remarks = dict[str, str]  # what does not hold, by point


def make_visits(today: date) -> int:
    """Conclude them, unless it was done; how many inspections have a result."""
    province, city = officer("province"), officer("hangzhou")
    with acting(province.actor):
        if Inspection.objects.filter(outcome=Inspection.Outcome.PASS).exists():
            return 0
        plan = Plan.objects.get(code=f"ZJ-{today.year}")
        guests = [officer(name) for name in ("huzhou", "jiaxing", "quzhou", "lishui")]
    with acting(city.actor, reason="演示数据"):
        _accept_on_site(plan, city, guests, today)
    second = officer("province2")
    with acting(second.actor, reason="演示数据"):
        _confirm(plan, second, guests, today)
    with acting(province.actor, reason="演示数据"):
        _fail(plan, province, guests, today)
        return Inspection.objects.filter(state=Inspection.State.DONE).count()


def _accept_on_site(plan: Plan, city: Officer, guests: list[Officer], today: date) -> None:
    """The city accepts what the county reported, with an inspector of another city along."""
    reported = Target.objects.filter(plan=plan, region=FUYANG, stage=Stage.REPORTED, inspections__isnull=True)
    if target := reported.order_by("pk").first():
        supply([Wanted(target, EvidenceKind.ACCEPTANCE, today)], city)
        _visit(target, Inspection.Kind.ONSITE, [city, *guests], city, today)


def _confirm(plan: Plan, judge: Officer, guests: list[Officer], today: date) -> None:
    """The province confirms what was accepted; whoever accepted it may not."""
    if target := _accepted(plan).exclude(region=FUYANG).last():
        _visit(target, Inspection.Kind.SPOT, [judge, *guests], judge, today)


def _fail(plan: Plan, province: Officer, guests: list[Officer], today: date) -> None:
    """What was accepted still stands: open again, late since its deadline, and a case of false report."""
    target = _accepted(plan).filter(due_on__lt=today).exclude(region=FUYANG).first() or _accepted(plan).first()
    if target is not None:
        bad = {"dismantled": _STILL_THERE, "power": "进线未拆，电表仍在走字"}
        _visit(target, Inspection.Kind.SPOT, guests, province, today, bad)
        open_case(target=target, kind=Case.Kind.FALSE_REPORT, facts=_FAILED, by=province, on=today)


def _accepted(plan: Plan) -> QuerySet[Target]:
    return Target.objects.filter(plan=plan, stage=Stage.ACCEPTED, inspections__isnull=True).order_by("pk")


def _visit(
    target: Target, kind: str, people: list[Officer], by: Officer, today: date, bad: Remarks | None = None
) -> None:
    """Planned, answered point by point, concluded; whatever does not hold fails it."""
    involved = involved_in(target)
    team = [one for one in people if (one.pk not in involved and not one.covers(target.region_id)) or one == by][:2]
    last = target.facts.filter(voided=False).order_by("-on").values_list("on", flat=True)[0]
    held_on = max(last, today - timedelta(days=4))
    made = plan_inspection(target=target, kind=kind, planned_on=held_on, team=team, by=by)
    points = InspectionPoint.Answer
    found = {
        code: (points.BAD, bad[code]) if bad and code in bad else (points.OK, "")
        for code in made.points.values_list("code", flat=True)
    }
    answer(inspection=made, answers=found, by=by)
    outcomes = Inspection.Outcome
    conclude(
        inspection=made, outcome=outcomes.FAIL if bad else outcomes.PASS, on=held_on, by=by,
        opinion=_FAILED if bad else _PASSED, seen_version=made.version,
    )  # fmt: skip
