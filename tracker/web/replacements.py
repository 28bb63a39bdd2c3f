"""Pages of replacements (产能置换): the list, finding free capacity, recording a use, withdrawing one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.incentives.replacement_tables import Replacement
from tracker.incentives.replacing import Project, earlier_uses, free_capacity, use_capacity, withdraw_replacement
from tracker.officers.permissions import may
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import attempt
from tracker.web.forms.incentives import CapacitySearch, ReplacementFilter, UseForm, WithdrawForm
from tracker.web.histories import history_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page

SHOWN = 30


@page("replacement")
def index(request: OfficerRequest) -> Reply:
    """Which retired capacity stands behind which project."""
    filters = ReplacementFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(Replacement.objects.visible_to(request.user))
    listed = rows.select_related("region", "project_region", "industry", "target__enterprise", "facility")
    if file := exported(request, "replacements", listed, filters=filters):
        return file
    context = {"filter_form": filters, "may_change": may(request.user, "change", "replacement")}
    return render(request, "tracker/incentives/replacements.html", context | page_context(request, listed))


@page("replacement")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One use; the province withdraws it here."""
    related = ("region", "project_region", "industry", "target__enterprise", "target__plan", "facility", "recorded_by")
    one = Replacement.objects.select_related(*related).get_visible(request.user, pk=pk)
    form = WithdrawForm(request.POST or None, initial={"withdrawn_on": today(), "version": one.version})
    context: dict[str, Any] = {"status": 200}
    if request.method == "POST":
        tried = attempt(request, form, one, lambda: _withdraw(request, one, form))
        if tried.saved:
            return redirect("replacement", pk=pk)
        context = tried.context | {"status": tried.status}
    status = context.pop("status")
    context |= {
        "one": one,
        "form": form,
        "may_withdraw": one.withdrawn_on is None and may(request.user, "change", "replacement"),
        "history": history_of(one, request.user),
    }
    return render(request, "tracker/incentives/replacement.html", context, status=status)


def _withdraw(request: OfficerRequest, one: Replacement, form: WithdrawForm) -> Replacement:
    said = form.cleaned_data
    return withdraw_replacement(
        replacement=one, by=request.user, on=said["withdrawn_on"], reason=said["reason"], seen_version=said["version"]
    )


@page("replacement", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """First the retired equipment, then what its capacity is used for."""
    asked = request.GET.get("target", "")
    if not asked:
        return _search(request)
    related = ("plan", "region", "enterprise", "facility", "industry")
    target = Target.objects.select_related(*related).get_visible(request.user, pk=asked)
    free = free_capacity(target)
    seen = {"amount": free, "unit": target.unit, "decided_on": today()}
    form = UseForm(request.POST or None, officer=request.user, target=target, on=today(), initial=seen)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: _use(request, target, form))
        if tried.saved:
            return redirect("replacement", pk=tried.saved.pk)
    context = {"form": form, "target": target, "free": free, "uses": earlier_uses(target)}
    return render(request, "tracker/incentives/replacement_form.html", context)


def _use(request: OfficerRequest, target: Target, form: UseForm) -> Replacement:
    said = form.cleaned_data
    project = Project(
        name=said["project"], builder=said["builder"], region=said["project_region"], new_amount=said["new_amount"],
        unit=said["unit"], ratio=Decimal(said["ratio"]), document_number=said["document_number"],
    )  # fmt: skip
    amount: Decimal = said["amount"]
    return use_capacity(target=target, amount=amount, project=project, by=request.user, on=said["decided_on"])


def _search(request: OfficerRequest) -> HttpResponse:
    """Accepted equipment by name, unused first."""
    form = CapacitySearch(request.GET or None)
    used = Exists(Replacement.objects.live().filter(facility=OuterRef("facility")))
    rows = form.found(request.user).annotate(is_used=used)
    found = rows.select_related("plan", "region", "enterprise", "facility", "industry").order_by(
        "is_used", "-accepted_on", "pk"
    )
    return render(request, "tracker/incentives/capacity.html", {"form": form, "targets": found[:SHOWN], "shown": SHOWN})
