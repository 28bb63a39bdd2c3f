"""What a target's page shows of visits and doubts (检查与疑点): its inspections, what looks wrong, and who may go on from here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.progress.inspection import may_plan
from tracker.progress.inspection_tables import Inspection
from tracker.progress.suspicions import Suspicion
from tracker.registry.models import Facility
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target
from tracker.web.forms.progress import RequestForm


def visits_context(target: Target, officer: Officer) -> dict[str, Any]:
    """For the page of a target, with what was asked for: the latest first."""
    inspections = list(Inspection.objects.visible_to(officer).filter(target=target))
    waits = any(one.state == Inspection.State.PLANNED for one in inspections)
    return _requests(target, officer) | {
        "inspections": inspections,
        "suspicions": _doubts(target, officer),
        "may_inspect": not waits and may_plan(target, officer),
        "may_file": may(officer, "change", "case"),
    }


def _requests(target: Target, officer: Officer) -> dict[str, Any]:
    """What was asked for, and the form to ask."""
    rows = EvidenceRequest.objects.visible_to(officer).filter(target=target).select_related("asked_by")
    may_ask = may(officer, "change", "request") and not target.withdrawn_on
    return {
        "requests": list(rows),
        "may_ask": may_ask,
        "request_form": RequestForm(auto_id="ask_%s") if may_ask else None,
    }


def _doubts(target: Target, officer: Officer) -> list[Any]:
    """The suspicions of a target with their other sides; those that say the same are told once, `times` over."""
    found: list[Any] = list(Suspicion.objects.visible_to(officer).filter(target=target))
    show_other_sides(found, officer)
    told: dict[tuple[Any, ...], Any] = {}
    for one in found:
        same = (
            one.kind,
            *one.reasons,
            one.other_target_id,
            one.other_facility_id,
            one.state,
            one.verdict,
            one.found_on,
        )
        first = told.setdefault(same, one)
        first.times = getattr(first, "times", 0) + 1
    return list(told.values())


def show_other_sides(found: Iterable[Any], officer: Officer) -> None:
    """The other target, and the other facility, of each: as far as the officer may know of them."""
    found = list(found)
    targets = Target.objects.visible_to(officer).select_related("enterprise")
    facilities = Facility.objects.visible_to(officer).select_related("enterprise", "region")
    others = targets.in_bulk([one.other_target_id for one in found if one.other_target_id])
    stand = facilities.in_bulk([one.other_facility_id for one in found if one.other_facility_id])
    for one in found:
        one.other_seen, one.other_standing = others.get(one.other_target_id), stand.get(one.other_facility_id)
