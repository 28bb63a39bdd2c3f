"""Evidence of a target (佐证材料): handing it in, setting it aside, what the page of a target shows of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.progress.evidence import attach, set_aside, with_doubts
from tracker.targets.evidence import Evidence, lacking, required
from tracker.targets.evidence_requests import unanswered
from tracker.targets.models import StageFact, Target
from tracker.targets.stages import PASSED, EvidenceKind
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.progress import EvidenceForm, ReasonForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.visits import visits_context


@page("target", "change")
@require_POST
def add(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take one file in; each stands for itself, so that a broken upload costs nothing already saved."""
    target = Target.objects.get_visible(request.user, pk=pk)
    said = checked(EvidenceForm(request.POST, request.FILES))
    file = said["file"]
    attach(
        target=target, kind=said["kind"], file=file, name=file.name, by=request.user, on=today(), note=said["note"]
    )  # fmt: skip
    messages.success(request, _("已上传：%(name)s") % {"name": file.name})
    return redirect("target", pk=pk)


@page("evidence", "change")
@require_POST
def void(request: OfficerRequest, pk: str) -> HttpResponse:
    """Set evidence aside that was added by mistake."""
    evidence = Evidence.objects.get_visible(request.user, pk=pk)
    said = checked(ReasonForm(request.POST))
    set_aside(evidence=evidence, reason=said["reason"], by=request.user)
    messages.info(request, _("已作废，文件仍保留备查"))
    return redirect("target", pk=evidence.target_id)


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
