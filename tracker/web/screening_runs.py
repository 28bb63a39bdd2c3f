"""The list of screenings (筛查) and the starting of a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.screening.models import ScreeningRun
from tracker.screening.services import run_screening
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.screening import RunForm
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("screening")
def index(request: OfficerRequest) -> Reply:
    """All runs, newest first, and the form of a new one."""
    runs = ScreeningRun.objects.select_related("edition", "by")
    if file := exported(request, "screenings", runs):
        return file
    form = RunForm(initial={"on": today()}) if may(request.user, "change", "screening") else None
    return render(request, "tracker/screening/list.html", {"form": form, **page_context(request, runs)})


@page("screening", "change")
@require_POST
def start(request: OfficerRequest) -> HttpResponse:
    """Run an edition over the registry as of a day."""
    said = checked(RunForm(request.POST))
    run = run_screening(edition=said["edition"], on=said["on"], by=request.user)
    messages.success(request, _("筛查完成"))
    return redirect("screening_run", pk=run.pk)
