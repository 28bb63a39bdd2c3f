"""Pages of the quotas room (目标任务): the tree by region, one quota with its history, the form."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.audit.acting import declare
from tracker.officers.permissions import may
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import put_quota
from tracker.regions.amounts import total
from tracker.targets.models import Target
from tracker.values.errors import DomainError, StaleState
from tracker.values.units import unit_named
from tracker.web.conflicts import chosen_values, conflict_context, refuse
from tracker.web.forms.filters import QuotaFilter
from tracker.web.forms.quotas import QuotaForm, initial_of
from tracker.web.histories import history_of
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404

_BASE = DecimalField(max_digits=30, decimal_places=4)


@page("quota")
def index(request: OfficerRequest) -> HttpResponse:
    """The quotas of the plan, gathered by region, with what is handed on below and covered by enterprises."""
    plan = plan_or_404(request)
    filters = QuotaFilter(request.GET, officer=request.user, on=plan.deadline)
    rows = filters.narrow(Quota.objects.visible_to(request.user).filter(plan=plan))
    rows = rows.select_related("region", "industry", "lead_department").order_by("region_id", "industry_id", "content")
    listed = page_context(request, with_sums(rows))
    for quota in listed["page"].object_list:
        _in_own_unit(quota)
    grouped = groupby(listed["page"].object_list, key=lambda quota: quota.region)
    context = {
        "filter_form": filters,
        "groups": [{"region": region, "quotas": list(quotas)} for region, quotas in grouped],
        "may_change": may(request.user, "change", "quota") and plan.state != Plan.State.CLOSED,
        "may_export": may(request.user, "export", "quota"),
        "crumbs": [{"label": _("总览"), "url": reverse("overview")}, {"label": _("目标任务")}],
    }
    return render(request, "tracker/quotas/list.html", context | listed)


def with_sums(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The quotas with `allocated_base`, the sum of their children, and `covered_base`, the sum of their targets."""
    children = Quota.objects.filter(parent=OuterRef("pk")).order_by().values("parent").annotate(s=total()).values("s")
    kept = Q(withdrawn_on__isnull=True)
    filled = Target.objects.filter(kept, quota=OuterRef("pk")).order_by().values("quota").annotate(s=total()).values("s")
    told: QuerySet[Any] = rows.annotate(
        allocated_base=Coalesce(Subquery(children), Value(Decimal(0)), output_field=_BASE),
        covered_base=Coalesce(Subquery(filled), Value(Decimal(0)), output_field=_BASE),
    )
    return told


def _in_own_unit(quota: Any) -> None:
    factor = unit_named(quota.unit).factor
    quota.allocated, quota.covered = quota.allocated_base / factor, quota.covered_base / factor
    quota.has_gap = bool(quota.allocated) and quota.allocated < quota.amount


@page("quota")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One quota: what it asks, what fills it, what is handed on, and its history."""
    quota = Quota.objects.get_visible(request.user, pk=pk)
    quota = with_sums(Quota.objects.select_related("plan", "region", "industry", "lead_department", "parent__region")).get(pk=quota.pk)
    _in_own_unit(quota)
    context = {
        "quota": quota,
        "children": quota.children.select_related("region"),
        "history": history_of(quota, request.user),
        "may_change": may(request.user, "change", "quota") and quota.plan.state != Plan.State.CLOSED,
        "crumbs": [*_crumbs(), {"label": f"{quota.region.name} {quota.content}"}],
    }
    return render(request, "tracker/quotas/detail.html", context)


@page("quota", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """The form for a new quota."""
    return _form_page(request, plan_or_404(request), None)


@page("quota", "change")
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form of a quota that exists."""
    quota = Quota.objects.get_visible(request.user, pk=pk)
    return _form_page(request, quota.plan, quota)


def _form_page(request: OfficerRequest, plan: Plan, quota: Quota | None) -> HttpResponse:
    options: dict[str, Any] = {"officer": request.user, "on": plan.deadline, "is_new": quota is None}
    context: dict[str, Any] = {
        "plan": plan,
        "heading": _("修改目标任务") if quota else _("新增目标任务"),
        "back_url": reverse("quota", args=[quota.pk]) if quota else reverse("quotas"),
        "crumbs": [*_crumbs(), {"label": _("修改") if quota else _("新增")}],
    }
    status = 200
    if request.method == "POST":
        form = QuotaForm(chosen_values(request.POST, quota), **options)
        try:
            if form.is_valid():
                return _save(request, plan, quota, form)
        except StaleState as stale:
            context |= conflict_context(form, stale, quota) if quota else {}
            status = 409
        except DomainError as error:
            refuse(form, error)
    else:
        form = QuotaForm(initial=initial_of(quota) if quota else {"deadline": plan.deadline}, **options)
    return render(request, "tracker/quotas/form.html", context | {"form": form}, status=status)


def _save(request: OfficerRequest, plan: Plan, quota: Quota | None, form: QuotaForm) -> HttpResponse:
    said = form.cleaned_data
    declare(request.user.actor, reason=said.get("reason", ""), request_id=request.request_id)
    saved = put_quota(plan=plan, row=form.row(), by=request.user, quota=quota, seen_version=said.get("version"))
    messages.success(request, _("已保存：%(what)s") % {"what": f"{saved.region.name} {saved.content}"})
    return redirect("quota", pk=saved.pk)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("总览"), "url": reverse("overview")}, {"label": _("目标任务"), "url": reverse("quotas")}]
