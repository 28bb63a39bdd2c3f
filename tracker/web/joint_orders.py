"""The orders of a joint action (案内措施): taking one in, letting one go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.joining import join_order, leave_order
from tracker.enforcement.joint_tables import JointAction
from tracker.enforcement.order_tables import Order
from tracker.values.dates import today
from tracker.values.errors import InvalidValue
from tracker.web.pages import OfficerRequest, page


@page("joint", "change")
@require_POST
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an order in (`join`), or let it go (`leave`)."""
    action = JointAction.objects.get_visible(request.user, pk=pk)
    verb = {"join": join_order, "leave": leave_order}.get(request.POST.get("do", ""))
    if verb is None:
        raise InvalidValue(_("请选择加入或者移出"), field="do")
    order = Order.objects.get_visible(request.user, pk=request.POST.get("order", ""))
    verb(action=action, order=order, by=request.user, on=today())
    messages.success(request, _("已登记"))
    return redirect("joint_action", pk=pk)
