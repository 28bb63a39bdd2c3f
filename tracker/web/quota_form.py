"""The form page of one quota (目标任务)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.contracts.beyond import signed_contracts
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import put_quota
from tracker.web.editing import Attempt, attempt, chosen_values
from tracker.web.forms.quotas import QuotaForm, initial_of
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404
from tracker.web.signed import signed_beside


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
    tried = Attempt()
    if request.method == "POST":
        form = QuotaForm(chosen_values(request.POST, quota), **options)
        tried = attempt(request, form, quota, lambda: _save(request, plan, quota, form))
        if tried.saved:
            return redirect("quota", pk=tried.saved.pk)
    else:
        form = QuotaForm(initial=initial_of(quota) if quota else {"deadline": plan.deadline}, **options)
    context = {
        "plan": plan,
        "form": form,
        "signed": signed_beside(quota, request.user) if quota else None,
        "own_contract": None if quota else signed_contracts(plan, request.user).get(request.user.region_id),
        "heading": _("修改目标任务") if quota else _("新增目标任务"),
        "back_url": reverse("quota", args=[quota.pk]) if quota else reverse("quotas"),
    }
    return render(request, "tracker/quotas/form.html", context | tried.context, status=tried.status)


def _save(request: OfficerRequest, plan: Plan, quota: Quota | None, form: QuotaForm) -> Quota:
    seen = form.cleaned_data.get("version")
    return put_quota(plan=plan, row=form.row(), by=request.user, quota=quota, seen_version=seen)
