"""Pages of joint actions (联合行动): the list, one case with its orders and timeline, planning one, and its paper."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.joining import allowed_joint_moves, move_joint, open_orders_of, plan_action
from tracker.enforcement.joint_tables import JointAction
from tracker.enforcement.services import Said
from tracker.registry.models import Enterprise
from tracker.values.dates import today
from tracker.web.editing import attempt, checked
from tracker.web.forms.joint import JointFilter, JointForm, JointMoveForm
from tracker.web.joint_frame import frame_of, orders_in, paper_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("joint")
def index(request: OfficerRequest) -> Reply:
    """The joint actions the officer may see; for a department those it takes part in."""
    filters = JointFilter(request.GET)
    rows = filters.narrow(JointAction.objects.visible_to(request.user)).select_related("region", "lead")
    if file := exported(request, "joint-actions", rows, filters=filters):
        return file
    return render(
        request, "tracker/enforcement/joint_list.html", {"filter_form": filters} | page_context(request, rows)
    )


@page("joint")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One case: the frame for everybody who takes part, of the orders only the officer's own."""
    action = _seen(request, pk)
    moves = allowed_joint_moves(action, request.user)
    form = JointMoveForm(initial={"version": action.version}, auto_id=False)
    return render(
        request, "tracker/enforcement/joint.html", frame_of(action, request.user) | {"moves": moves, "form": form}
    )


@page("joint", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """Plan an action against an enterprise, which stands in the address."""
    if not request.GET.get("enterprise"):
        messages.info(request, _("请先打开企业案卷或者一件措施，再发起联合行动"))
        return redirect("orders")
    rows = Enterprise.objects.select_related("region")
    enterprise = rows.get_visible(request.user, pk=request.GET["enterprise"])
    orders = open_orders_of(enterprise, request.user)
    known = {
        "title": _("%(name)s联合执行行动") % {"name": enterprise.name},
        "place": enterprise.address,
        "orders": orders,
    }
    form = JointForm(request.POST or None, orders=orders, initial=known)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: _plan(request, enterprise, form))
        if tried.saved:
            return redirect("joint_action", pk=tried.saved.pk)
    context = {"form": form, "enterprise": enterprise, "orders": orders}
    return render(request, "tracker/enforcement/joint_form.html", context)


def _plan(request: OfficerRequest, enterprise: Enterprise, form: JointForm) -> JointAction:
    chosen = list(form.cleaned_data["orders"])
    return plan_action(enterprise=enterprise, plan=form.plan(), orders=chosen, by=request.user, on=today())


@page("joint")
@require_POST
def advance(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Move a case on, or add to its timeline."""
    action, said = _seen(request, pk), checked(JointMoveForm(request.POST))
    move_joint(action=action, verb=verb, by=request.user, on=today(), said=Said(said["version"], said["reason"]))
    messages.success(request, _("已登记"))
    return redirect("joint_action", pk=pk)


@page("joint")
def paper(request: OfficerRequest, pk: int) -> FileResponse:
    """The plan of the action as .docx."""
    action = _seen(request, pk)
    data, kind = paper_of(action, list(orders_in(action, request.user)))
    name = f"联合行动方案-{action.number or action.pk}.docx"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=kind)


def _seen(request: OfficerRequest, pk: int) -> JointAction:
    related = ("region", "lead", "planned_by", "announced_by", "safety_checked_by")
    return JointAction.objects.select_related(*related).get_visible(request.user, pk=pk)
