"""Pages of the target list (淘汰任务): filter, sort, export; the form of one target. One target's page is in target.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.audit.acting import declare
from tracker.officers.permissions import may
from tracker.quotas.models import Plan, Quota
from tracker.targets.models import Target
from tracker.targets.services import put_target
from tracker.values.dates import today
from tracker.values.errors import DomainError, StaleState
from tracker.web.conflicts import chosen_values, conflict_context, refuse
from tracker.web.duestate import with_due_state
from tracker.web.forms.filters import TargetFilter
from tracker.web.forms.targets import TargetForm, initial_of
from tracker.web.listing import ordered, page_context
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404

SORTS = {
    "enterprise": "enterprise__name",
    "region": "region_id",
    "industry": "industry_id",
    "amount": "amount",
    "due": "due_on",
}


@page("target")
def index(request: OfficerRequest) -> HttpResponse:
    """The plan's list of enterprises, filtered and sorted, with the sums of what is shown, one a unit."""
    plan, on = plan_or_404(request), today()
    filters = TargetFilter(request.GET, officer=request.user, on=plan.deadline, today=on)
    rows = filters.narrow(Target.objects.visible_to(request.user).filter(plan=plan))
    sums = _sums(rows)
    shown = with_due_state(rows, on).select_related("enterprise", "facility", "region", "industry")
    shown = ordered(request, shown, SORTS, default=("region_id", "pk"))
    context = {
        "filter_form": filters,
        "sums": sums,
        "quota": _quota_asked_for(request, filters),
        "may_change": may(request.user, "change", "target") and plan.state != Plan.State.CLOSED,
        "may_export": may(request.user, "export", "target"),
        "crumbs": [{"label": _("总览"), "url": reverse("overview")}, {"label": _("淘汰任务")}],
    }
    count = sum(line["n"] for line in sums)
    return render(request, "tracker/targets/list.html", context | page_context(request, shown, count=count))


def _sums(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """How many targets and how much of each unit; units are never added to one another."""
    summed: QuerySet[Any, dict[str, Any]] = rows.order_by("unit").values("unit")
    return list(summed.annotate(n=Count("pk"), amount=Sum("amount", default=Decimal(0))))


def _quota_asked_for(request: OfficerRequest, filters: TargetFilter) -> Quota | None:
    pk = filters.asked("quota")
    return Quota.objects.visible_to(request.user).select_related("region").filter(pk=pk).first() if pk else None


@page("target", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """The form for a new target."""
    return _form_page(request, plan_or_404(request), None)


@page("target", "change")
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form of a target that exists."""
    target = Target.objects.select_related("plan", "enterprise", "facility").get_visible(request.user, pk=pk)
    return _form_page(request, target.plan, target)


def _form_page(request: OfficerRequest, plan: Plan, target: Target | None) -> HttpResponse:
    options: dict[str, Any] = {"officer": request.user, "on": plan.deadline, "target": target}
    context: dict[str, Any] = {
        "plan": plan,
        "target": target,
        "heading": _("修改企业任务") if target else _("新增企业任务"),
        "back_url": reverse("target", args=[target.pk]) if target else reverse("targets"),
        "crumbs": [*crumbs(), {"label": _("修改") if target else _("新增")}],
    }
    status = 200
    if request.method == "POST":
        form = TargetForm(chosen_values(request.POST, target), **options)
        try:
            if form.is_valid():
                return _save(request, plan, target, form)
        except StaleState as stale:
            context |= conflict_context(form, stale, target) if target else {}
            status = 409
        except DomainError as error:
            refuse(form, error)
    else:
        form = TargetForm(initial=initial_of(target) if target else {"deadline": plan.deadline}, **options)
    return render(request, "tracker/targets/form.html", context | {"form": form}, status=status)


def _save(request: OfficerRequest, plan: Plan, target: Target | None, form: TargetForm) -> HttpResponse:
    said = form.cleaned_data
    declare(request.user.actor, reason=said.get("reason", ""), request_id=request.request_id)
    saved = put_target(plan=plan, row=form.row(), by=request.user, target=target, seen_version=said.get("version"))
    messages.success(request, _("已保存：%(what)s") % {"what": saved.enterprise.name})
    return redirect("target", pk=saved.pk)


def crumbs() -> list[dict[str, str]]:
    """The way to the list."""
    return [{"label": _("总览"), "url": reverse("overview")}, {"label": _("淘汰任务"), "url": reverse("targets")}]
