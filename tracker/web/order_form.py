"""Proposing an order (提出措施) against a target, a finding or an enterprise."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.enforcement.conditions import Subject
from tracker.enforcement.order_tables import Order
from tracker.enforcement.proposing import Grounds, propose
from tracker.values.dates import today
from tracker.web.editing import attempt
from tracker.web.forms.orders import ProposeForm
from tracker.web.order_subjects import subject_named
from tracker.web.pages import OfficerRequest, page


@page("order", "propose")
def new(request: OfficerRequest) -> HttpResponse:
    """Propose a measure; whom it falls on stands in the address."""
    subject = subject_named(request)
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
