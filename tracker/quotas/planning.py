"""The verbs of a plan (计划): create, check, return, issue, close. Checking and issuing ask that every sum is right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.quotas.locks import hold
from tracker.quotas.models import Plan, Quota
from tracker.quotas.states import PLAN_MOVES
from tracker.quotas.sums import check_sums
from tracker.quotas.version_tables import PlanVersion
from tracker.quotas.versions import freeze
from tracker.values.errors import InvalidValue
from tracker.values.transitions import Transition

# The permission verb (on resource "plan") that each move asks for; "adjust" is made by approving an adjustment.
PERMISSION_OF = {"check": "change", "return": "change", "issue": "issue", "close": "issue"}


@transaction.atomic
def create_plan(
    *, code: str, year: int, title: str, deadline: date, by: Officer, edition_id: int | None = None
) -> Plan:
    """A new plan, as a draft."""
    require(by, "change", "plan")
    if Plan.objects.filter(code=code).exists():
        raise InvalidValue(_("计划代码已存在"), field="code", found=code)
    if deadline.year != year:
        raise InvalidValue(
            _("完成期限应在计划年度内"), field="deadline", found=deadline.isoformat(), expected=str(year)
        )
    return Plan.objects.create(code=code, year=year, title=title, deadline=deadline, edition_id=edition_id)


@transaction.atomic
def check_plan(*, plan: Plan, by: Officer, on: date, seen_version: int) -> Plan:
    """核对: every task is handed on in full; from here on the quotas rest until the plan is issued or returned."""
    _prepare(plan, "check", by)
    _check_not_empty(plan)
    check_sums(plan)
    return _move(plan, "check", seen_version, {"checked_on": on})


@transaction.atomic
def return_plan(*, plan: Plan, by: Officer, reason: str, seen_version: int) -> Plan:
    """退回草案: open a checked plan for changes again."""
    _prepare(plan, "return", by)
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    return _move(plan, "return", seen_version, {"checked_on": None})


@transaction.atomic
def issue_plan(*, plan: Plan, document_number: str, by: Officer, on: date, seen_version: int) -> Plan:
    """下达: with its document number; what is issued is frozen as version 1."""
    _prepare(plan, "issue", by)
    if not document_number.strip():
        raise InvalidValue(_("请填写文号"), field="document_number")
    check_sums(plan)
    changes = {"issued_on": on, "document_number": document_number.strip()}
    issued = _move(plan, "issue", seen_version, changes)
    freeze(issued, cause=PlanVersion.Cause.ISSUED, by=by, on=on, document_number=issued.document_number)
    return issued


@transaction.atomic
def close_plan(*, plan: Plan, by: Officer, on: date, seen_version: int) -> Plan:
    """结案: nothing of the plan changes any more."""
    _prepare(plan, "close", by)
    return _move(plan, "close", seen_version, {"closed_on": on})


def allowed_plan_moves(plan: Plan, officer: Officer) -> list[Transition]:
    """The moves the officer may make from the plan's present state, for buttons and the API."""
    return [
        step
        for step in PLAN_MOVES.from_state(plan.state)
        if step.verb in PERMISSION_OF and may(officer, PERMISSION_OF[step.verb], "plan")
    ]


def _prepare(plan: Plan, verb: str, by: Officer) -> None:
    require(by, PERMISSION_OF[verb], "plan")
    PLAN_MOVES.check(verb, hold(plan))


def _check_not_empty(plan: Plan) -> None:
    if not Quota.objects.filter(plan=plan).exists():
        raise InvalidValue(_("计划还没有任务"), field="quotas")


def _move(plan: Plan, verb: str, seen_version: int, changes: dict[str, Any]) -> Plan:
    target = PLAN_MOVES.moves[verb].target
    moved: Plan = change_seen(plan, seen_version=seen_version, changes={"state": target, **changes})
    return moved
