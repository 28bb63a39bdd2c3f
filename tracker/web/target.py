"""The page of one target (淘汰任务): facts, stages, alerts, history, and the moves the officer may make from here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tracker.alerts.models import Alert
from tracker.contracts.models import Contract
from tracker.contracts.states import ContractState
from tracker.officers.permissions import may
from tracker.quotas.models import Plan
from tracker.targets.models import Target
from tracker.targets.services import allowed_moves
from tracker.targets.stages import Stage
from tracker.values.dates import today
from tracker.web.duestate import with_due_state
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page

WAY = [Stage.PLANNED, Stage.STOPPED, Stage.DISMANTLED, Stage.REPORTED, Stage.ACCEPTED]
_STEP_BACK = {"fail", "withdraw"}


@page("target")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Everything known of one target."""
    officer = request.user
    related = ("plan", "enterprise", "facility", "region", "industry", "quota__region")
    seen = Target.objects.get_visible(officer, pk=pk)
    target = with_due_state(Target.objects.select_related(*related), today()).get(pk=seen.pk)
    facts = list(target.facts.select_related("by"))
    context = {
        "target": target,
        "due_state": target.due_state,
        "steps": steps(target, facts),
        "facts": facts,
        "extensions": target.extensions.select_related("decided_by"),
        "contract": _contract(request, target),
        "alerts": Alert.objects.visible_to(officer).filter(target=target).select_related("acknowledged_by"),
        "history": history_of(target, officer),
        "actions": [_action(step) for step in allowed_moves(target, officer)],
        "may_extend": may(officer, "extend", "target") and target.completed_on is None and target.withdrawn_on is None,
        "may_change": may(officer, "change", "target") and target.plan.state != Plan.State.CLOSED,
    }
    return render(request, "tracker/targets/detail.html", context)


def steps(target: Any, facts: list[Any]) -> list[dict[str, Any]]:
    """The way of a target as a line of steps: done with its day, now or late, still to come."""
    reached = {fact.stage: fact.on for fact in facts if not fact.voided}
    place = WAY.index(target.stage) if target.stage in WAY else 0
    late = target.due_state == Alert.Kind.OVERDUE
    line = []
    for number, stage in enumerate(WAY):
        state = "done" if number <= place else ""
        if number == place + 1 and target.stage != Stage.WITHDRAWN:
            state = "late" if late else "now"
        line.append({"label": stage.label, "on": reached.get(stage), "state": state})
    return line


def _action(step: Any) -> dict[str, Any]:
    danger = step.verb in _STEP_BACK
    return {"verb": step.verb, "label": step.label, "needs_reason": "reason" in step.needs, "is_danger": danger}


def _contract(request: OfficerRequest, target: Target) -> Contract | None:
    city = target.region.city_code
    rows = Contract.objects.visible_to(request.user).filter(plan=target.plan_id, region_id=city, organisation=None)
    return rows.exclude(state=ContractState.SUPERSEDED).select_related("region").first()
