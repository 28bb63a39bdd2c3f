"""The page of one target (淘汰任务): facts, stages, alerts, history, and the moves the officer may make from here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tracker.alerts.models import Alert
from tracker.contracts.models import Contract
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.quotas.models import Plan
from tracker.targets.benefits import FIELDS, Benefit
from tracker.targets.models import Target
from tracker.targets.services import allowed_moves, left_to_others
from tracker.targets.stages import STANDING, WAY, Stage
from tracker.values.dates import today
from tracker.web.duestate import with_due_state
from tracker.web.evidence_shown import evidence_context
from tracker.web.forms.progress import BenefitForm, HeldForm, PartForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page
from tracker.web.standings import contracts_of

_STEP_BACK = {"fail", "withdraw", "return", "recall"}
# Stages a target may pass by, and where one that stands beside the way is shown.
_MAY_BE_SKIPPED = {Stage.STOPPED, Stage.CUT_OFF}
_STANDS_AT = {Stage.HELD: Stage.STOPPED}


@page("target")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Everything known of one target."""
    return show(request, pk)


def show(request: OfficerRequest, pk: int, *, typed: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The page; `typed` is what was sent and refused, by its place in the page's context."""
    officer = request.user
    related = ("plan", "enterprise", "facility", "region", "industry", "quota__region")
    seen = Target.objects.get_visible(officer, pk=pk)
    target = with_due_state(Target.objects.select_related(*related), today()).get(pk=seen.pk)
    facts = list(target.facts.select_related("by"))
    moves = allowed_moves(target, officer)
    benefit = Benefit.objects.filter(target=target).first()
    context = evidence_context(target, officer, facts, moves) | {
        "target": target,
        "due_state": target.due_state,
        "steps": steps(target, facts),
        "facts": facts,
        "extensions": target.extensions.select_related("decided_by"),
        "contract": _contract(officer, target),
        "alerts": Alert.objects.visible_to(officer).filter(target=target).select_related("acknowledged_by"),
        "history": history_of(target, officer),
        "actions": [_action(step) for step in moves],
        "left_to_others": left_to_others(target, officer),
        "held_case": target.held_cases.filter(ended_on=None).first(),
        "held_form": HeldForm(),
        "part_form": _part_form(target, officer),
        "benefit": benefit,
        "benefit_form": BenefitForm(initial=vars(benefit) if benefit else dict.fromkeys(FIELDS, Decimal(0))),
        "may_extend": may(officer, "extend", "target") and target.completed_on is None and target.withdrawn_on is None,
        "may_change": may(officer, "change", "target") and target.plan.state != Plan.State.CLOSED,
        "may_order": may(officer, "propose", "order") and target.due_state == Alert.Kind.OVERDUE,
        "may_exchange": may(officer, "change", "adjustment") and target.plan.in_force and not target.completed_on,
    }
    return render(request, "tracker/targets/detail.html", context | (typed or {}), status=status)


def steps(target: Any, facts: list[Any]) -> list[dict[str, Any]]:
    """The way of a target as a line of steps: done with its day, now or late, still to come."""
    reached = {fact.stage: fact.on for fact in facts if not fact.voided}
    stands_at = _STANDS_AT.get(target.stage, target.stage)
    place = WAY.index(stands_at) if stands_at in WAY else 0
    late = target.due_state == Alert.Kind.OVERDUE
    line = []
    for number, stage in enumerate(WAY):
        if number < place and stage in _MAY_BE_SKIPPED and stage not in reached:
            continue
        state = "done" if number <= place else ""
        if number == place + 1 and target.stage != Stage.WITHDRAWN:
            state = "late" if late else "now"
        line.append({"label": stage.label, "on": reached.get(stage), "state": state})
    return line


def _action(step: Any) -> dict[str, Any]:
    danger = step.verb in _STEP_BACK
    needs = {"needs_reason": "reason" in step.needs, "needs_held": "held" in step.needs}
    return {"verb": step.verb, "label": step.label, "is_danger": danger, **needs}


def _part_form(target: Target, officer: Officer) -> PartForm | None:
    """Where a part may be recorded."""
    if target.stage not in STANDING or not may(officer, "report", "target"):
        return None
    return PartForm(initial={"on": today(), "version": target.version}, today=today())


def _contract(officer: Officer, target: Target) -> Contract | None:
    """The contract a target counts for: its county's (else its city's), or under a wider quota its city's."""
    quota = target.quota  # None as well where the officer may not see it
    wider = bool(target.quota_id) and (quota is None or quota.region_id != target.region_id)
    answers = contracts_of(officer, target.plan, target.region)
    city = target.region.city_code
    return next((contract for contract in answers if not wider or contract.region_id == city), None)
