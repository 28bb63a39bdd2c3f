"""What may be drawn and who may be sent (抽取范围、检查人员库): by city, industry and risk; each inspector with their interests."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.inspection_tables import Inspection
from tracker.progress.sampling import Inspector, Thing
from tracker.progress.suspicions import Suspicion
from tracker.quotas.models import Plan
from tracker.targets.models import StageFact, Target
from tracker.targets.stages import Stage


def things_of(plan: Plan) -> list[Thing]:
    """The accepted targets of a plan that wait for no inspection: by city, industry and risk."""
    waiting = Inspection.objects.filter(state=Inspection.State.PLANNED).values("target")
    rows = Target.objects.filter(plan=plan, stage=Stage.ACCEPTED).exclude(pk__in=waiting).order_by("pk")
    doubted = set(Suspicion.objects.exclude(state=Suspicion.State.DISMISSED).values_list("target_id", flat=True))
    failed = set(StageFact.objects.filter(verb="fail").values_list("target_id", flat=True))
    return [
        Thing(str(pk), region[:4] + "00", industry, "high" if pk in doubted | failed else "")
        for pk, region, industry in rows.values_list("pk", "region_id", "industry_id")
    ]


def roster_today() -> list[Officer]:
    """检查人员库: the province's and the cities' officers who are in office."""
    rows = Officer.objects.filter(is_active=True, role__in=[Role.PROVINCIAL, Role.MUNICIPAL])
    return list(rows.select_related("region").order_by("pk"))


def inspectors_of(plan: Plan, roster: Sequence[Officer]) -> list[Inspector]:
    """Who may be sent, each with the targets they reported, accepted, or are of the same city with."""
    facts = StageFact.objects.filter(target__plan=plan, by__in=roster).values_list("by_id", "target_id")
    own: dict[int, set[str]] = {}
    for by, target in facts:
        own.setdefault(by, set()).add(str(target))
    places = list(Target.objects.filter(plan=plan).values_list("pk", "region_id"))
    found = []
    for officer in sorted(roster, key=lambda one: one.pk):
        city = officer.region.city_code if officer.region.level != "province" else None
        at_home = {str(pk) for pk, region in places if city and region[:4] == city[:4]}
        found.append(Inspector(str(officer.pk), frozenset(own.get(officer.pk, set()) | at_home)))
    return found
