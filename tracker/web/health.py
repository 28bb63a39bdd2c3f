"""The administrators' page of how the system is (运行状况)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tracker.jobs.models import Job, OutboxMail
from tracker.values.dates import time_of_day, today
from tracker.vitals.looking import look
from tracker.web.pages import OfficerRequest, page
from tracker.workbooks.models import Upload

GIB = 1024**3


@page("health")
def index(request: OfficerRequest) -> HttpResponse:
    """Every part, and what is wrong with it; the page looks again by itself."""
    vitals = look(now=timezone.now(), on=today(), at=time_of_day())
    context = {
        "vitals": vitals,
        "faults": [(fault.label, what) for fault, what in vitals.faults],
        "silent": {what for _fault, what in vitals.faults},
        "codes": {fault.value for fault, _what in vitals.faults},
        "mails": _named(vitals.mails, OutboxMail.State),
        "jobs": _named(vitals.jobs, Job.State),
        "uploads": _named(vitals.uploads, Upload.State),
        "disk_free": round(vitals.disk_free / GIB, 1),
        "disk_total": round(vitals.disk_total / GIB, 1),
    }
    return render(request, "tracker/vitals/health.html", context)


def _named(counted: dict[str, int], states: type[Job.State | OutboxMail.State | Upload.State]) -> list[tuple[str, int]]:
    return [(str(state.label), counted[state.value]) for state in states if counted.get(state.value)]
