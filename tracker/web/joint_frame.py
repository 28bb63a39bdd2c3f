"""What the page of a joint action shows (联合行动页面): the frame, its timeline, and the orders its reader may see."""

from __future__ import annotations

from typing import Any

from tracker.documents.joint_papers import joint_document
from tracker.documents.rendering import DOCX
from tracker.enforcement.joint_states import joint_happened
from tracker.enforcement.joint_tables import JointAction, JointStep
from tracker.enforcement.order_tables import Order, OrderQuerySet
from tracker.officers.models import Officer
from tracker.regions.models import Organisation


def orders_in(action: JointAction, officer: Officer) -> OrderQuerySet:
    """The orders of a case the officer may see: a department its own."""
    rows: OrderQuerySet = Order.objects.visible_to(officer).filter(joint__action=action)
    return rows.select_related("organisation", "measure", "region").order_by("pk")


def frame_of(action: JointAction, officer: Officer) -> dict[str, Any]:
    """The case for its page."""
    steps = list(JointStep.objects.visible_to(officer).filter(action=action).select_related("by__organisation"))
    for step in steps:
        step.label = joint_happened(step.verb, step.state)  # type: ignore[attr-defined]
    return {
        "action": action,
        "orders": orders_in(action, officer),
        "organisations": Organisation.objects.filter(pk__in=action.organisations),
        "steps": steps,
        "sees_enterprise": bool(officer.scope),
    }


def paper_of(action: JointAction, orders: list[Order]) -> tuple[bytes, str]:
    """The plan of the action and the type of its file."""
    return joint_document(action, orders), DOCX
