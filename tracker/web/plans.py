"""Which annual plan the officer is looking at (计划切换): asked for in the address, else remembered, else this year's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.quotas.models import Plan
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.pages import OfficerRequest, page


def plans_for(request: HttpRequest) -> list[Plan]:
    """The plans the officer may choose from, newest first; read once a request."""
    if not hasattr(request, "_plans"):
        allowed = isinstance(request.user, Officer) and may(request.user, "view", "plan")
        request._plans = list(Plan.objects.all()) if allowed else []  # type: ignore[attr-defined]
    return request._plans  # type: ignore[attr-defined, no-any-return]


def chosen_plan(request: HttpRequest) -> Plan | None:
    """The plan of this page; None only where there is no plan at all. An unknown code in the address is not found."""
    plans = {plan.code: plan for plan in plans_for(request)}
    asked = request.GET.get("plan")
    if asked and asked not in plans:
        raise NotFound(plan=asked)
    if asked:
        request.session["plan"] = asked  # a link into a plan takes the officer there, and filters and forms stay in it
    remembered = plans.get(asked or request.session.get("plan", ""))
    this_year = next((plan for plan in plans.values() if plan.year == today().year), None)
    return remembered or this_year or next(iter(plans.values()), None)


def plan_or_404(request: HttpRequest) -> Plan:
    """The plan of this page, where the page makes no sense without one."""
    plan = chosen_plan(request)
    if plan is None:
        raise NotFound(plan="")
    return plan


@page("plan")
@require_POST
def switch(request: OfficerRequest) -> HttpResponse:
    """Remember the plan the officer chose and go back to the overview, as lists of another plan have other rows."""
    code = request.POST.get("plan", "")
    if code not in {plan.code for plan in plans_for(request)}:
        raise NotFound(plan=code)
    request.session["plan"] = code
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "overview")
