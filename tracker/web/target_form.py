"""The form page of one target (淘汰任务)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.quotas.models import Plan
from tracker.targets.listing import put_target
from tracker.targets.models import Target
from tracker.web.editing import Attempt, attempt, chosen_values
from tracker.web.forms.targets import TargetForm, initial_of
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404


@page("target", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """The form for a new target."""
    return _form_page(request, plan_or_404(request), None)


@page("target", "change")
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form of a target that exists."""
    seen = Target.objects.get_visible(request.user, pk=pk)
    target = Target.objects.select_related("plan", "enterprise", "facility").get(pk=seen.pk)
    return _form_page(request, target.plan, target)


def _form_page(request: OfficerRequest, plan: Plan, target: Target | None) -> HttpResponse:
    options: dict[str, Any] = {"officer": request.user, "on": plan.deadline, "target": target}
    tried = Attempt()
    if request.method == "POST":
        form = TargetForm(chosen_values(request.POST, target), **options)
        tried = attempt(request, form, target, lambda: _save(request, plan, target, form))
        if tried.saved:
            return redirect("target", pk=tried.saved.pk)
    else:
        form = TargetForm(initial=initial_of(target) if target else {"deadline": plan.deadline}, **options)
    context = {
        "plan": plan,
        "form": form,
        "target": target,
        "heading": _("修改企业任务") if target else _("新增企业任务"),
        "back_url": reverse("target", args=[target.pk]) if target else reverse("targets"),
    }
    return render(request, "tracker/targets/form.html", context | tried.context, status=tried.status)


def _save(request: OfficerRequest, plan: Plan, target: Target | None, form: TargetForm) -> Target:
    seen = form.cleaned_data.get("version")
    return put_target(plan=plan, row=form.row(), by=request.user, target=target, seen_version=seen)
