"""The verbs of an order: each move is checked here, recorded as a step, and made as a compare-and-set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.deadlines.calendar import working_calendar
from tracker.enforcement.conditions import check_cause, subject_of_order
from tracker.enforcement.order_tables import Order
from tracker.enforcement.proposing import note_step
from tracker.enforcement.states import CAUSE_MUST_HOLD, MOVES, PERMISSION_OF
from tracker.enforcement.telling import tell_of
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.values.errors import IllegalState, InvalidValue, NotFound
from tracker.values.transitions import Transition

BY_DEPARTMENT = frozenset({"acknowledge", "execute", "fail"})
# Working days a department has to execute an order in (执行期限).
EXECUTION_DAYS = 5


@dataclass(frozen=True)
class Said:
    """What an officer says with a move: the version seen, a reason or comment, and facts of the move."""

    seen_version: int
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def move(*, order: Order, verb: str, by: Officer, on: date, said: Said) -> Order:
    """Move an order on; NotAllowed, NotFound, IllegalState, InvalidValue or StaleState say why not.

    `execute` and `complete` have their own ways in (executing.py, completing.py), which give the facts.
    """
    step = MOVES.moves.get(verb)
    if step is None:
        raise NotFound(verb=verb)
    require_for(order, verb, by)
    MOVES.check(verb, order.state)
    to = {"resume": order.suspended_from, "complete": order.state}.get(verb, step.target)
    _check(order, step, to, by, on, said)
    changes = {"state": to, **_effects(order, verb, by, on, said), **said.facts}
    moved: Order = change_seen(order, seen_version=said.seen_version, changes=changes)
    note_step(moved, verb, by=by, on=on, comment=said.reason.strip())
    tell_of(moved, verb, step.label, by=by, reason=said.reason.strip())
    return moved


def require_for(order: Order, verb: str, by: Officer) -> None:
    """That the officer's role has the verb, and that the order is theirs: by organisation or by region."""
    if verb in BY_DEPARTMENT:
        require(by, "execute", "order")
        if not order.issued_to_id or order.issued_to_id != by.own_organisation:
            raise NotFound(order=order.pk)
    else:
        require(by, PERMISSION_OF[verb], "order", region=order.region_id)


def allowed_order_moves(order: Order, officer: Officer) -> list[Transition]:
    """The moves the officer may make, for buttons and the API."""
    return [step for step in MOVES.from_state(order.state) if _may(order, step, officer)]


def _may(order: Order, step: Transition, officer: Officer) -> bool:
    if not may(officer, PERMISSION_OF[step.verb], "order"):
        return False
    if "second_person" in step.needs and order.proposed_by_id in (None, officer.pk):
        return False
    if "term_over" in step.needs and order.expires_on is None:
        return False  # nothing of it ever expires
    if step.verb in BY_DEPARTMENT:
        return bool(order.issued_to_id) and order.issued_to_id == officer.own_organisation
    return officer.covers(order.region_id)


def _check(order: Order, step: Transition, to: str, by: Officer, on: date, said: Said) -> None:
    if "reason" in step.needs and not said.reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    if "safety" in step.needs and "residents_apart" not in said.facts:
        raise InvalidValue(_("请填写核查情况"), field="residents_apart")
    if "second_person" in step.needs and order.proposed_by_id is None:
        raise IllegalState(_("系统提出的措施，须先由经办人补充核查，再由第二人复核"), code="not_taken_up")
    if "second_person" in step.needs and order.proposed_by_id == by.pk:
        raise IllegalState(_("提出人不能复核、决定自己提出的措施"), code="same_person")
    if "execution" in step.needs and "executed_on" not in said.facts:
        raise InvalidValue(_("请填写执行日期"), field="executed_on")
    if "notice_over" in step.needs:
        _check_heard(order, on)
    if "term_over" in step.needs and (order.expires_on is None or on <= order.expires_on):
        raise IllegalState(_("期限未满"), code="term_not_over")
    if step.verb == "execute" and order.lift_proposed_on:
        raise IllegalState(_("任务已验收，已提请解除，不再执行"), code="target_accepted")
    _check_day(order, on)
    if to in CAUSE_MUST_HOLD:
        check_cause(order.measure, subject_of_order(order), on)


def _check_heard(order: Order, on: date) -> None:
    if order.notice_until is None or on <= order.notice_until:
        raise IllegalState(_("陈述申辩期未满，不得作出决定"), code="notice_period", until=str(order.notice_until))
    if order.needs_safe_stop and order.is_hazardous is None:
        raise IllegalState(_("尚未核查是否涉及危险工艺"), code="safety_unchecked")
    if order.needs_safe_stop and order.is_hazardous and not order.safe_stop_plan:
        raise IllegalState(_("涉及危险工艺的，须先有安全停车方案"), code="no_safe_stop_plan")


def _check_day(order: Order, on: date) -> None:
    known = (order.proposed_on, order.reviewed_on, order.notice_served_on, order.decided_on, order.issued_on)
    last = max(day for day in (*known, order.executed_on, order.verified_on) if day)
    if on < last:
        raise InvalidValue(_("日期不能早于上一步"), field="on", found=on.isoformat(), expected=f"≥ {last}")


def _effects(order: Order, verb: str, by: Officer, on: date, said: Said) -> dict[str, Any]:
    """The columns that follow from a move."""
    reason, calendar = said.reason.strip(), working_calendar()
    issue = {"issued_on": on, "issued_to_id": order.organisation_id, "due_on": calendar.add(on, EXECUTION_DAYS)}
    effects: dict[str, dict[str, Any]] = {
        "review": {"reviewed_by": by, "reviewed_on": on},
        "serve": {"notice_served_on": on, "notice_until": calendar.add(on, order.notice_days)},
        "hear": {"hearing": reason},
        "decide": {"decided_by": by, "decided_on": on},
        "dismiss": {"closing_note": reason, "closed_on": on},
        "acknowledge": {"acknowledged_by": by, "acknowledged_on": on},
        "fail": {"closing_note": reason},
        "reissue": {"due_on": calendar.add(on, EXECUTION_DAYS)},
        "verify": {"verified_by": by, "verified_on": on},
        "expire": {"closed_on": on},
        "suspend": {"closing_note": reason, "suspended_from": order.state},
        "lift": {"closing_note": reason, "closed_on": on},
        "revoke": {"closing_note": reason, "closed_on": on},
        "resume": {"closing_note": reason, "suspended_from": ""},
    }
    if verb == "issue":
        return issue | {"number": _next_number(on)}
    return effects.get(verb, {})


def _next_number(on: date) -> str:
    """The next number of the year; one officer at a time takes one, whichever regions they see."""
    stem = f"浙淘汰强〔{on.year}〕"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker.enforcement.number'))")
    taken = Order.objects.filter(number__startswith=stem).values_list("number", flat=True)
    last = max((int(number.removeprefix(stem).removesuffix("号")) for number in taken), default=0)
    return f"{stem}{last + 1}号"
