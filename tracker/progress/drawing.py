"""Drawing by lot (双随机): which accepted targets the province visits, with whom; the seed is recorded and published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress import sampling
from tracker.progress.inspection import plan_inspection
from tracker.progress.inspection_tables import Draw, Inspection
from tracker.progress.sampling import METHOD, Inspector, Thing, Visit
from tracker.progress.suspicions import Suspicion
from tracker.quotas.models import Plan
from tracker.targets.models import StageFact, Target
from tracker.targets.stages import Stage
from tracker.values.errors import InvalidValue


@transaction.atomic
def draw_visits(
    *,
    plan: Plan,
    seed: str,
    count: int,
    roster: Sequence[Officer],
    by: Officer,
    on: date,
    planned_on: date,
    team_size: int = 2,
) -> Draw:
    """Draw accepted targets and their teams from the seed, record all of it, and plan the inspections."""
    require(by, "draw", "inspection")
    if Draw.objects.filter(plan=plan, seed=seed).exists():
        raise InvalidValue(_("该种子已经用过，请换一个"), field="seed", found=seed)
    things, inspectors = things_of(plan), inspectors_of(plan, roster)
    visits = sampling.draw(seed, things, inspectors, count=count, team_size=team_size)
    drawn = Draw.objects.create(
        plan=plan, seed=seed, method=METHOD, count=count, team_size=team_size, drawn_by=by, drawn_on=on,
        things=[asdict(thing) for thing in things],
        inspectors=[{"number": one.number, "conflicts": sorted(one.conflicts)} for one in inspectors],
        visits=[{"number": visit.thing.number, "team": list(visit.team)} for visit in visits],
    )  # fmt: skip
    _plan(drawn, visits, roster, by, planned_on)
    return drawn


def repeat(drawn: Draw) -> list[Visit]:
    """The same draw once more, from what was recorded of it."""
    things = [Thing(**thing) for thing in drawn.things]
    inspectors = [Inspector(one["number"], frozenset(one["conflicts"])) for one in drawn.inspectors]
    return sampling.draw(drawn.seed, things, inspectors, count=drawn.count, team_size=drawn.team_size)


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


def _plan(drawn: Draw, visits: Sequence[Visit], roster: Sequence[Officer], by: Officer, planned_on: date) -> None:
    officers = {str(officer.pk): officer for officer in roster}
    targets = Target.objects.in_bulk([int(visit.thing.number) for visit in visits])
    for visit in visits:
        plan_inspection(
            target=targets[int(visit.thing.number)], kind=Inspection.Kind.SPOT, planned_on=planned_on,
            team=[officers[number] for number in visit.team], by=by, drawn_by=drawn,
        )  # fmt: skip
