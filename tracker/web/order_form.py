"""Proposing an order (提出措施) against a target, a finding or an enterprise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.enforcement.conditions import Subject, subject_of
from tracker.enforcement.order_tables import Order
from tracker.enforcement.proposing import Grounds, propose
from tracker.officers.models import Officer
from tracker.regions.models import Region
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import attempt
from tracker.web.forms.orders import ProposeForm
from tracker.web.pages import OfficerRequest, page


@page("order", "propose")
def new(request: OfficerRequest) -> HttpResponse:
    """Propose a measure; whom it falls on stands in the address."""
    subject = _subject(request)
    if subject is None:
        messages.info(request, _("请先选择逾期的任务、筛查结果或企业，再提出措施"))
        return redirect("targets")
    form = ProposeForm(request.POST or None, subject=subject)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: _propose(request, form, subject))
        if tried.saved:
            return redirect("order", pk=tried.saved.pk)
    return render(request, "tracker/enforcement/propose.html", {"form": form, "subject": subject})


def _propose(request: OfficerRequest, form: ProposeForm, subject: Subject) -> Order:
    said = dict(form.cleaned_data)
    measure = said.pop("measure")
    return propose(measure=measure, subject=subject, grounds=Grounds(**said), by=request.user, on=today())


def _subject(request: OfficerRequest) -> Subject | None:
    officer = request.user
    if target := request.GET.get("target"):
        rows = Target.objects.select_related("plan", "region", "enterprise", "facility")
        return subject_of(target=rows.get_visible(officer, pk=target))
    if finding := request.GET.get("finding"):
        found = Finding.objects.select_related("region", "enterprise", "facility")
        return subject_of(finding=found.get_visible(officer, pk=finding))
    if region := request.GET.get("region"):
        return subject_of(region=_region_seen(officer, region))
    if enterprise := request.GET.get("enterprise"):
        return subject_of(enterprise=Enterprise.objects.select_related("region").get_visible(officer, pk=enterprise))
    return None


def _region_seen(officer: Officer, code: str) -> Region:
    region = Region.objects.filter(pk=code).first()
    if region is None or not officer.covers(region.pk):
        raise NotFound(region=code)
    return region
