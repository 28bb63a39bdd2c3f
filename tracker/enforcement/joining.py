"""Joint actions (联合行动): planned round the orders against one enterprise, checked for safety, announced, held, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.enforcement.joint_states import BEFORE, JOINT_MOVES, JOINT_PERMISSION, JointState
from tracker.enforcement.joint_tables import JointAction, JointOrder, JointStep
from tracker.enforcement.order_tables import Order
from tracker.enforcement.services import Said
from tracker.enforcement.states import ENDED, IN_FORCE, WITH_THE_DEPARTMENT, OrderState
from tracker.officers.models import Officer
from tracker.officers.permissions import may, require
from tracker.registry.models import Enterprise
from tracker.values.errors import IllegalState, InvalidValue, NotFound
from tracker.values.transitions import Transition

_NOT_TO_JOIN = (*ENDED, *IN_FORCE, OrderState.SUSPENDED, OrderState.FAILED)
FEWEST = 2


@dataclass(frozen=True)
class JointPlan:
    """What is planned: where, when, who leads, who else comes, who does what."""

    title: str
    place: str
    held_on: date
    lead: str
    gather_at: time | None = None
    others: tuple[str, ...] = ()
    task: str = ""


@transaction.atomic
def plan_action(*, enterprise: Enterprise, plan: JointPlan, orders: list[Order], by: Officer, on: date) -> JointAction:
    """筹备: a case for one enterprise, with the orders to be executed on the day."""
    require(by, "change", "joint", region=enterprise.region_id)
    if plan.held_on < on:
        raise InvalidValue(_("行动日期不能早于今天"), field="held_on", found=plan.held_on.isoformat())
    coming = {plan.lead, *plan.others, *(order.organisation_id for order in orders)}
    action = JointAction.objects.create(
        title=plan.title.strip(), place=plan.place.strip(), held_on=plan.held_on, gather_at=plan.gather_at,
        lead_id=plan.lead, organisations=sorted(coming), task=plan.task.strip(), enterprise=enterprise,
        region_id=enterprise.region_id, party=enterprise.name, planned_by=by, planned_on=on,
    )  # fmt: skip
    _note(action, "plan", by, on, action.title)
    for order in orders:
        _join(action, order, by, on)
    return JointAction.objects.get(pk=action.pk)


@transaction.atomic
def join_order(*, action: JointAction, order: Order, by: Officer, on: date) -> JointAction:
    """Take one more order into the case; its department takes part from now on."""
    require(by, "change", "joint", region=action.region_id)
    locked = _open_to_change(action)
    _join(locked, order, by, on)
    return JointAction.objects.get(pk=action.pk)


@transaction.atomic
def leave_order(*, action: JointAction, order: Order, by: Officer, on: date) -> JointAction:
    """Take an order out of the case; it goes on by itself."""
    require(by, "change", "joint", region=action.region_id)
    locked = _open_to_change(action)
    if not JointOrder.objects.filter(action=action, order=order).delete()[0]:
        raise NotFound(order=order.pk)
    _note(locked, "leave", by, on, str(order))
    return JointAction.objects.get(pk=action.pk)


def _open_to_change(action: JointAction) -> JointAction:
    locked = JointAction.objects.select_for_update().get(pk=action.pk)
    if locked.state not in BEFORE:
        raise IllegalState(_("行动已经开始或者结束，不能再增减措施"), state=locked.state)
    return locked


@transaction.atomic
def move_joint(*, action: JointAction, verb: str, by: Officer, on: date, said: Said) -> JointAction:
    """Move a case on, or add to its timeline; the refusal says why not."""
    step = JOINT_MOVES.moves.get(verb)
    if step is None:
        raise NotFound(verb=verb)
    _require(action, verb, by)
    JOINT_MOVES.check(verb, action.state)
    reason = said.reason.strip()
    _check(action, step, on, reason)
    if verb == "note":  # the timeline is everybody's: nobody's note is another's conflict
        _note(action, verb, by, on, reason)
        return action
    moved: JointAction = change_seen(
        action, seen_version=said.seen_version, changes=_effects(action, verb, by, on, reason)
    )
    if verb == "cancel":
        JointOrder.objects.filter(action=moved).delete()
    _note(moved, verb, by, on, reason)
    return moved


def allowed_joint_moves(action: JointAction, officer: Officer) -> list[Transition]:
    """The moves the officer may make, for buttons."""
    own = officer.own_organisation in action.organisations
    return [
        step
        for step in JOINT_MOVES.from_state(action.state)
        if may(officer, JOINT_PERMISSION[step.verb], "joint")
        and (own if officer.own_organisation else officer.covers(action.region_id))
        and not (step.verb == "announce" and action.planned_by_id == officer.pk)
    ]


def _require(action: JointAction, verb: str, by: Officer) -> None:
    if by.own_organisation:
        require(by, JOINT_PERMISSION[verb], "joint")
        if by.own_organisation not in action.organisations:
            raise NotFound(action=action.pk)
    else:
        require(by, JOINT_PERMISSION[verb], "joint", region=action.region_id)
    if verb == "announce" and action.planned_by_id == by.pk:
        raise IllegalState(_("筹备人不能部署自己筹备的行动"), code="same_person")


def _check(action: JointAction, step: Transition, on: date, reason: str) -> None:
    orders = Order.objects.filter(joint__action=action)
    if "reason" in step.needs and not reason:
        raise InvalidValue(_("请填写情况"), field="reason")
    if "orders" in step.needs and len(set(orders.values_list("organisation_id", flat=True))) < FEWEST:
        raise IllegalState(_("联合行动至少要有两个部门的措施"), code="one_department")
    if "orders" in step.needs and orders.exclude(state__in=[state.value for state in WITH_THE_DEPARTMENT]).exists():
        raise IllegalState(_("案内有尚未下达的措施，不能部署"), code="not_issued")
    if "safety" in step.needs and action.safety_checked_on is None:
        raise IllegalState(_("尚未登记安全核查"), code="safety_unchecked")
    if "day" in step.needs and on < action.held_on:
        raise IllegalState(_("行动日期未到"), code="too_early", held_on=action.held_on.isoformat())
    if "done" in step.needs and orders.to_execute().exists():
        raise IllegalState(_("案内还有待执行的措施：请先登记执行或未能执行"), code="still_open")


def _effects(action: JointAction, verb: str, by: Officer, on: date, reason: str) -> dict[str, Any]:
    """The columns that follow from a move."""
    if verb == "announce":
        return {"state": "announced", "announced_by": by, "announced_on": on, "number": _next_number(on)}
    effects: dict[str, dict[str, Any]] = {
        "check": {"safety_note": reason, "safety_checked_by": by, "safety_checked_on": on},
        "hold": {"state": "held"},
        "close": {"state": "closed", "closed_on": on, "closing_note": reason[:300]},
        "cancel": {"state": "cancelled", "closed_on": on, "closing_note": reason[:300]},
    }
    return effects[verb]


def _join(action: JointAction, order: Order, by: Officer, on: date) -> None:
    if order.enterprise_id != action.enterprise_id:
        raise InvalidValue(_("只能加入针对同一企业的措施"), field="orders", code="other_enterprise")
    if order.state in [state.value for state in _NOT_TO_JOIN]:
        raise IllegalState(_("该措施已执行或者已终结，不能加入"), code="order_over", state=order.state)
    if JointOrder.objects.filter(order=order).exclude(action=action).exists():
        raise IllegalState(_("该措施已在另一联合行动中"), code="joined_elsewhere")
    made = JointOrder.objects.get_or_create(
        order=order, defaults={"action": action, "region": action.region, "organisation": order.organisation}
    )[1]
    if made:
        organisations = sorted({*action.organisations, order.organisation_id})
        JointAction.objects.filter(pk=action.pk).update(organisations=organisations)
        action.organisations = organisations
        _note(action, "join", by, on, str(order))


def _note(action: JointAction, verb: str, by: Officer, on: date, comment: str) -> None:
    JointStep.objects.create(
        action=action, region_id=action.region_id, organisations=action.organisations, verb=verb, state=action.state,
        on=on, by=by, comment=comment[:500],
    )  # fmt: skip


def _next_number(on: date) -> str:
    """The next number of the year; one officer at a time takes one. Numbers are read whole, whatever regions one sees."""
    stem = f"浙淘汰联〔{on.year}〕"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker.enforcement.joint'))")
    taken = JointAction.objects.filter(number__startswith=stem).values_list("number", flat=True)
    last = max((int(number.removeprefix(stem).removesuffix("号")) for number in taken), default=0)
    return f"{stem}{last + 1}号"


def open_orders_of(enterprise: Enterprise, officer: Officer) -> Any:
    """The orders against an enterprise that could be taken into a case."""
    states = [state.value for state in _NOT_TO_JOIN]
    rows = Order.objects.visible_to(officer).filter(enterprise=enterprise, joint__isnull=True).exclude(state__in=states)
    return rows.select_related("organisation").order_by("pk")


def is_cleared(order: Order) -> bool:
    """Whether an order may be executed as far as a joint action is concerned: outside of one, or checked for safety."""
    joined = JointOrder.objects.filter(order=order).select_related("action").first()
    if joined is None or joined.action.state in (JointState.CLOSED, JointState.CANCELLED):
        return True
    return joined.action.safety_checked_on is not None
