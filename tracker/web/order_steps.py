"""Steps of an order (办理): moving it on, writing down the safety check, reporting the execution."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.completing import SafetyCheck, complete
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.order_tables import Order
from tracker.enforcement.services import Said, move
from tracker.values.dates import today
from tracker.values.errors import InvalidValue
from tracker.web.editing import attempt, checked
from tracker.web.forms.orders import CompleteForm, ExecuteForm, MoveForm
from tracker.web.orders import order_page, order_seen
from tracker.web.pages import OfficerRequest, page


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
    order = order_seen(request, pk)
    form = ExecuteForm(request.POST, order=order)
    tried = attempt(request, form, order, lambda: _execute(request, order, form))
    if tried.saved:
        return redirect("order", pk=pk)
    return order_page(request, order_seen(request, pk), form, status=tried.status)


@page("order", "propose")
@require_POST
def safety(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what was found on the site; who takes up what the ladder proposed is its proposer."""
    order, said = order_seen(request, pk), checked(CompleteForm(request.POST))
    seen = said.pop("version")
    complete(order=order, check=SafetyCheck(**said), by=request.user, on=today(), seen_version=seen)
    messages.success(request, _("已登记"))
    return redirect("order", pk=pk)


def _execute(request: OfficerRequest, order: Order, form: ExecuteForm) -> Order:
    said = dict(form.cleaned_data)
    seen = said.pop("version")
    return execute(order=order, execution=Execution(**said), by=request.user, on=today(), seen_version=seen)
