"""Pages of annual plans (年度计划): the list, one plan with its sums and moves, its versions side by side."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.quotas.models import Plan, Quota
from tracker.quotas.planning import allowed_plan_moves, check_plan, close_plan, create_plan, issue_plan, return_plan
from tracker.quotas.sums import shortfalls, surpluses
from tracker.targets.node_figures import by_department, nodes
from tracker.values.dates import today
from tracker.values.errors import DomainError, NotFound
from tracker.web.editing import attempt, checked
from tracker.web.forms.planning import MoveForm, PlanForm
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page


@page("plan")
def index(request: OfficerRequest) -> Reply:
    """All plans, newest first."""
    if file := exported(request, "plans", Plan.objects.all()):
        return file
    context = {"listed": Plan.objects.all(), "may_change": may(request.user, "change", "plan")}
    return render(request, "tracker/plans/list.html", context)


@page("plan")
def detail(request: OfficerRequest, pk: int) -> Reply:
    """One plan: where it stands, whether it adds up, what is done of it by level and by lead department."""
    return _plan_page(request, plan_of(pk))


@page("plan", "change")
def new(request: OfficerRequest) -> Reply:
    """The form for a new plan."""
    form = PlanForm(request.POST or None)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: create_plan(**form.cleaned_data, by=request.user))
        if tried.saved:
            return redirect("plan", pk=tried.saved.pk)
    return render(request, "tracker/plans/form.html", {"form": form})


@page("plan", "change")
@require_POST
def check(request: OfficerRequest, pk: int) -> Reply:
    """Check a draft."""
    return _move(request, pk, "check")


@page("plan", "change")
@require_POST
def give_back(request: OfficerRequest, pk: int) -> Reply:
    """Return a checked plan to draft."""
    return _move(request, pk, "return")


@page("plan", "issue")
@require_POST
def issue(request: OfficerRequest, pk: int) -> Reply:
    """Issue a checked plan."""
    return _move(request, pk, "issue")


@page("plan", "issue")
@require_POST
def close(request: OfficerRequest, pk: int) -> Reply:
    """Close a plan."""
    return _move(request, pk, "close")


def plan_of(pk: int) -> Plan:
    """The plan of an address; NotFound where there is none."""
    plan = Plan.objects.filter(pk=pk).first()
    if plan is None:
        raise NotFound(plan=pk)
    return plan


def _move(request: OfficerRequest, pk: int, verb: str) -> Reply:
    """Make the move, or show on the plan's page why it can't be made; conflicts get their own page."""
    plan, said, by = plan_of(pk), checked(MoveForm(request.POST)), request.user
    seen = {"plan": plan, "by": by, "seen_version": said["version"]}
    try:
        if verb == "issue":
            issue_plan(**seen, on=today(), document_number=said["document_number"])
        elif verb == "return":
            return_plan(**seen, reason=said["reason"])
        else:
            {"check": check_plan, "close": close_plan}[verb](**seen, on=today())
    except DomainError as error:
        if "gaps" not in error.data and error.data.get("field") is None:
            raise
        return _plan_page(request, plan, refusal=str(error.message), status=400)
    messages.success(request, _("计划状态已更新"))
    return redirect("plan", pk=pk)


def _plan_page(request: OfficerRequest, plan: Plan, refusal: str = "", status: int = 200) -> Reply:
    officer, on = request.user, today()
    sees = may(officer, "view", "quota")
    rows = Quota.objects.visible_to(officer).filter(plan=plan).select_related("region", "industry", "plan")
    top = rows.filter(region=officer.region).order_by("industry_id", "content")
    context = {
        "shown_plan": plan,
        "refusal": refusal,
        "moves": allowed_plan_moves(plan, officer),
        "gaps": shortfalls(plan) if sees else [],
        "extra": surpluses(plan) if sees else [],
        "nodes": nodes(top, officer, on) if sees else [],
        "departments": by_department(plan, officer, on, level=officer.region.level) if sees else [],
        "versions": plan.versions.select_related("by") if may(officer, "history", "plan") else [],
        "sees_quotas": sees,
    }
    return render(request, "tracker/plans/detail.html", context, status=status)
