"""What a target's page shows of its evidence (佐证材料): the files with doubts, what is asked for, what next moves lack."""

from __future__ import annotations

from typing import Any

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.progress.evidence import with_doubts
from tracker.targets.evidence import Evidence, lacking, required
from tracker.targets.evidence_requests import unanswered
from tracker.targets.models import StageFact, Target
from tracker.targets.stages import PASSED, EvidenceKind
from tracker.web.forms.progress import EvidenceForm
from tracker.web.visits import visits_context


def evidence_context(target: Any, officer: Officer, facts: list[StageFact], moves: list[Any]) -> dict[str, Any]:
    """For the page of a target: its evidence with doubts, and what the next moves still lack."""
    rows = list(Evidence.objects.visible_to(officer).standing().filter(target=target).select_related("added_by"))
    steps = [fact.verb for fact in facts if not fact.voided]
    asked = required(Evidence.objects.visible_to(officer).filter(target=target), steps)
    return visits_context(target, officer) | {
        "required": [(EvidenceKind(kind).label, there) for kind, there in asked.items()],
        "evidence": with_doubts(rows, facts),
        "lacking": {step.verb: _missing(target, step) for step in moves},
        "may_add": may(officer, "change", "evidence") and not target.withdrawn_on,
        "may_void": may(officer, "change", "evidence") and target.stage not in PASSED,
        "evidence_form": EvidenceForm(),
    }


def _missing(target: Target, step: Any) -> list[Any]:
    """What a move waits for: the evidence it needs, and what was asked for and not handed in."""
    asked = [one.kind for one in unanswered(target, step.verb)]
    return [EvidenceKind(kind).label for kind in dict.fromkeys([*lacking(target, step.evidence), *asked])]
