"""Pages of enforcement (强制措施): the list, which is a department's inbox, and one order with its next steps."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Q, When
from django.http import HttpResponse
from django.shortcuts import render

from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.services import allowed_order_moves
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.forms.orders import CompleteForm, ExecuteForm, MoveForm, OrderFilter, PhotoForm, waiting_q
from tracker.web.histories import history_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("order")
def index(request: OfficerRequest) -> Reply:
    """The orders the officer may see; for a department those issued to it, the ones to execute first due on top."""
    every = Order.objects.visible_to(request.user)
    filters = OrderFilter(request.GET)
    rows = filters.narrow(every).select_related("measure", "region", "organisation")
    if request.user.own_organisation:
        rows = rows.order_by(Case(When(waiting_q("", today()), then=0), default=1), "due_on", "pk")
    if file := exported(request, "orders", rows, filters=filters):
        return file
    context = {
        "filter_form": filters,
        **every.aggregate(
            waiting=Count("pk", filter=waiting_q("", today())),
            soon=Count("pk", filter=waiting_q("soon", today())),
            late=Count("pk", filter=waiting_q("late", today())),
            to_lift=Count("pk", filter=Q(lift_proposed_on__isnull=False, closed_on__isnull=True)),
        ),
        "is_inbox": bool(request.user.own_organisation),
    }
    return render(request, "tracker/enforcement/list.html", context | page_context(request, rows))


@page("order")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One order: what is ordered, why, how far it has come, and the next steps."""
    return order_page(request, order_seen(request, pk))


def order_seen(request: OfficerRequest, pk: int) -> Order:
    """The order, if the officer may know of it."""
    related = ("measure", "region", "organisation", "proposed_by", "reviewed_by", "decided_by", "executed_by")
    return Order.objects.select_related(*related).get_visible(request.user, pk=pk)


def order_page(
    request: OfficerRequest, order: Order, form: ExecuteForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of an order, with a form that was refused."""
    officer = request.user
    moves = allowed_order_moves(order, officer)
    known = {"executed_on": today(), "version": order.version}
    context: dict[str, Any] = {
        "order": order,
        "moves": [step for step in moves if step.verb not in ("execute", "complete")],
        "may_complete": any(step.verb == "complete" for step in moves),
        "complete_form": CompleteForm(initial=_found(order), auto_id="safety_%s"),
        "may_execute": any(step.verb == "execute" for step in moves),
        "execute_form": form or ExecuteForm(initial=known, order=order),
        "move_form": MoveForm(initial={"on": today(), "version": order.version}, auto_id=False),
        "photos": OrderPhoto.objects.visible_to(officer).standing().filter(order=order).select_related("added_by"),
        "photo_form": PhotoForm(auto_id="photo_%s"),
        "may_photograph": _may_photograph(order, officer),
        "steps": OrderStep.objects.visible_to(officer).filter(order=order).select_related("by"),
        "sees_target": bool(officer.scope),
        "history": history_of(order, officer),
    }
    return render(request, "tracker/enforcement/detail.html", context, status=status)


def _may_photograph(order: Order, officer: Officer) -> bool:
    open_states = ("issued", "acknowledged", "executed")
    mine = bool(order.issued_to_id) and order.issued_to_id == officer.own_organisation
    return mine and order.state in open_states and may(officer, "execute", "order")


def _found(order: Order) -> dict[str, Any]:
    hazard = {None: "", True: "yes", False: "no"}[order.is_hazardous]
    known = ("account_number", "residents_apart", "safe_stop_plan", "version")
    return {name: getattr(order, name) for name in known} | {"is_hazardous": hazard}
