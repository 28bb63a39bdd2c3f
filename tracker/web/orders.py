"""Pages of enforcement (强制措施): the list, which is a department's inbox, and one order with its next steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.completing import SafetyCheck, complete
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.services import Said, allowed_order_moves, move
from tracker.values.dates import today
from tracker.values.errors import InvalidValue
from tracker.web.editing import attempt, checked
from tracker.web.forms.orders import CompleteForm, ExecuteForm, MoveForm, OrderFilter
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
        rows = rows.order_by("executed_on", "due_on", "pk")
    if file := exported(request, "orders", rows, filters=filters):
        return file
    context = {
        "filter_form": filters,
        "waiting": every.to_execute().count(),
        "late": every.late(today()).count(),
        "to_lift": every.filter(lift_proposed_on__isnull=False, closed_on__isnull=True).count(),
        "is_inbox": bool(request.user.own_organisation),
    }
    return render(request, "tracker/enforcement/list.html", context | page_context(request, rows))


@page("order")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One order: what is ordered, why, how far it has come, and the next steps."""
    return _page(request, order_seen(request, pk))


def order_seen(request: OfficerRequest, pk: int) -> Order:
    """The order, if the officer may know of it."""
    related = ("measure", "region", "organisation", "proposed_by", "reviewed_by", "decided_by", "executed_by")
    return Order.objects.select_related(*related).get_visible(request.user, pk=pk)


def _page(request: OfficerRequest, order: Order, form: ExecuteForm | None = None, status: int = 200) -> HttpResponse:
    officer = request.user
    moves = allowed_order_moves(order, officer)
    known = {"executed_on": today(), "version": order.version}
    context: dict[str, Any] = {
        "order": order,
        "moves": [step for step in moves if step.verb not in ("execute", "complete")],
        "may_complete": any(step.verb == "complete" for step in moves),
        "complete_form": CompleteForm(initial=_found(order), auto_id="safety_%s"),
        "may_execute": any(step.verb == "execute" for step in moves),
        "execute_form": form or ExecuteForm(initial=known),
        "move_form": MoveForm(initial={"on": today(), "version": order.version}, auto_id=False),
        "steps": OrderStep.objects.visible_to(officer).filter(order=order).select_related("by"),
        "sees_target": bool(officer.scope),
        "history": history_of(order, officer),
    }
    return render(request, "tracker/enforcement/detail.html", context, status=status)


@page("order")
@require_POST
def advance(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Move an order on; who may is the permission table's word, which the service asks."""
    order, said = order_seen(request, pk), checked(MoveForm(request.POST))
    on = said["on"] or today()
    if on > today():
        raise InvalidValue(_("日期不能晚于今天"), field="on")
    move(order=order, verb=verb, by=request.user, on=on, said=Said(said["version"], said["reason"]))
    messages.success(request, _("已登记"))
    return redirect("order", pk=pk)


@page("order", "execute")
@require_POST
def report(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record the execution; a second click finds it recorded."""
    order, form = order_seen(request, pk), ExecuteForm(request.POST)
    tried = attempt(request, form, order, lambda: _execute(request, order, form))
    if tried.saved:
        return redirect("order", pk=pk)
    return _page(request, order_seen(request, pk), form, status=tried.status)


@page("order", "propose")
@require_POST
def safety(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what was found on the site; who takes up what the ladder proposed is its proposer."""
    order, said = order_seen(request, pk), checked(CompleteForm(request.POST))
    seen = said.pop("version")
    complete(order=order, check=SafetyCheck(**said), by=request.user, on=today(), seen_version=seen)
    messages.success(request, _("已登记"))
    return redirect("order", pk=pk)


def _found(order: Order) -> dict[str, Any]:
    hazard = {None: "", True: "yes", False: "no"}[order.is_hazardous]
    known = ("account_number", "residents_apart", "safe_stop_plan", "version")
    return {name: getattr(order, name) for name in known} | {"is_hazardous": hazard}


def _execute(request: OfficerRequest, order: Order, form: ExecuteForm) -> Order:
    said = dict(form.cleaned_data)
    seen = said.pop("version")
    return execute(order=order, execution=Execution(**said), by=request.user, on=today(), seen_version=seen)
