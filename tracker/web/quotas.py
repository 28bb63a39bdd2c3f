"""Pages of the quotas room (目标任务): the list gathered by region, and one quota with its history."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.quotas.models import Quota
from tracker.quotas.states import FIXED
from tracker.targets.coverage import with_coverage
from tracker.web.forms.filters import QuotaFilter
from tracker.web.histories import history_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404
from tracker.web.signed import signed_beside


@page("quota")
def index(request: OfficerRequest) -> Reply:
    """The quotas of the plan, gathered by region, with what is handed on below and covered by enterprises."""
    plan = plan_or_404(request)
    filters = QuotaFilter(request.GET, officer=request.user, on=plan.deadline)
    rows = filters.narrow(Quota.objects.visible_to(request.user).filter(plan=plan))
    rows = rows.select_related("region", "industry", "lead_department").order_by("region_id", "industry_id", "content")
    if file := exported(request, "quotas", rows, filters=filters, plan=plan):
        return file
    listed = page_context(request, rows)
    grouped = groupby(with_coverage(listed["page"].object_list), key=lambda quota: quota.region)
    context = {
        "filter_form": filters,
        "groups": [{"region": region, "quotas": list(quotas)} for region, quotas in grouped],
        "may_change": may(request.user, "change", "quota") and plan.state not in FIXED,
        "may_export": may(request.user, "export", "quota"),
    }
    return render(request, "tracker/quotas/list.html", context | listed)


@page("quota")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One quota: what it asks, what fills it, what is handed on, and its history."""
    seen = Quota.objects.get_visible(request.user, pk=pk)
    related = ("plan", "region", "industry", "lead_department", "parent__region")
    (quota,) = with_coverage(Quota.objects.select_related(*related).filter(pk=seen.pk))
    context = {
        "quota": quota,
        "signed": signed_beside(quota, request.user),
        "children": quota.children.select_related("region"),
        "history": history_of(quota, request.user),
        "may_change": may(request.user, "change", "quota") and quota.plan.state not in FIXED,
    }
    return render(request, "tracker/quotas/detail.html", context)
