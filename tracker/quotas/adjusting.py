"""Deciding on adjustments (调整审批): approve, refuse, withdraw; every sum holds before and after. Asking: requesting.py.

What approval does to the list of targets (substitutes) is the targets room's part: targets/substituting.py calls `approve`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.quotas.adjustment_lines import AdjustmentRow, apply_line, check_parents, check_row
from tracker.quotas.adjustment_tables import Adjustment, AdjustmentLine
from tracker.quotas.locks import hold
from tracker.quotas.models import Plan
from tracker.quotas.services import link_parents
from tracker.quotas.states import ADJUSTMENT_MOVES, PLAN_MOVES, PlanState
from tracker.quotas.version_tables import PlanVersion
from tracker.quotas.versions import freeze, freeze_as_issued
from tracker.values.errors import InvalidValue, NotAllowed
from tracker.values.transitions import Transition

PERMISSION_OF = {"approve": "decide", "refuse": "decide", "withdraw": "change"}


@transaction.atomic
def approve(
    *,
    adjustment: Adjustment,
    by: Officer,
    on: date,
    seen_version: int,
    document_number: str = "",
    note: str = "",
    balance: Sequence[AdjustmentRow] = (),
) -> Adjustment:
    """批准: change the quotas, balance them with the province's own lines, and leave a new version of the plan behind."""
    _prepare(adjustment, "approve", by)
    plan = Plan.objects.get(pk=adjustment.plan_id)
    PLAN_MOVES.check("adjust", hold(plan))
    for row in balance:
        check_row(plan, row)
    AdjustmentLine.objects.bulk_create(
        AdjustmentLine(adjustment=adjustment, balancing=True, **asdict(row)) for row in balance
    )
    freeze_as_issued(plan, by=by)
    lines = list(adjustment.lines.order_by("industry_id", "content", "region_id"))
    for line in lines:
        apply_line(plan, line)
    link_parents(plan)
    check_parents(plan, lines)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ADJUSTED, version=plan.version + 1)
    version = freeze(
        plan,
        cause=PlanVersion.Cause.ADJUSTED,
        by=by,
        on=on,
        document_number=document_number,
        note=adjustment.reason[:300],
    )
    changes = {"plan_version": version, "document_number": document_number}
    return _decide(adjustment, "approve", by, on, seen_version, note, changes)


@transaction.atomic
def refuse(*, adjustment: Adjustment, by: Officer, on: date, seen_version: int, note: str) -> Adjustment:
    """不予批准: nothing changes; the region reads why."""
    _prepare(adjustment, "refuse", by)
    if not note.strip():
        raise InvalidValue(_("请填写理由"), field="note")
    return _decide(adjustment, "refuse", by, on, seen_version, note, {})


@transaction.atomic
def withdraw(*, adjustment: Adjustment, by: Officer, on: date, seen_version: int) -> Adjustment:
    """撤回: the region takes its request back."""
    _prepare(adjustment, "withdraw", by)
    return _decide(adjustment, "withdraw", by, on, seen_version, "", {})


def allowed_adjustment_moves(adjustment: Adjustment, officer: Officer) -> list[Transition]:
    """The moves the officer may make, for buttons and the API; nobody decides on a request of their own."""
    return [
        step
        for step in ADJUSTMENT_MOVES.from_state(adjustment.state)
        if may(officer, PERMISSION_OF[step.verb], "adjustment")
        and officer.covers(adjustment.region_id)
        and _is_on_its_side(adjustment, step.verb, officer)
    ]


def _prepare(adjustment: Adjustment, verb: str, by: Officer) -> None:
    require(by, PERMISSION_OF[verb], "adjustment", region=adjustment.region_id)
    ADJUSTMENT_MOVES.check(verb, adjustment.state)
    if PERMISSION_OF[verb] == "decide" and adjustment.requested_by_id == by.pk:
        raise NotAllowed(_("申请人与审批人不能是同一人"), verb=verb)
    if not _is_on_its_side(adjustment, verb, by):
        raise NotAllowed(_("只有申请地区可以撤回申请"), verb=verb)


def _is_on_its_side(adjustment: Adjustment, verb: str, officer: Officer) -> bool:
    """Who asked doesn't decide, and who decides doesn't take a request back."""
    if PERMISSION_OF[verb] == "decide":
        return adjustment.requested_by_id != officer.pk
    return adjustment.region_id == officer.region_id


def _decide(
    adjustment: Adjustment, verb: str, by: Officer, on: date, seen_version: int, note: str, changes: dict[str, Any]
) -> Adjustment:
    decided: Adjustment = change_seen(
        adjustment,
        seen_version=seen_version,
        changes={
            "state": ADJUSTMENT_MOVES.moves[verb].target,
            "decided_by": by,
            "decided_on": on,
            "decision_note": note.strip(),
            **changes,
        },
    )
    return decided
