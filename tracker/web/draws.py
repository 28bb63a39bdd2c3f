"""Drawing by lot (双随机抽查): announcing, drawing once the public event has happened, and what everybody may work out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.candidates import roster_today, things_of
from tracker.progress.drawing import Announced, announce_draw, draw_announced
from tracker.progress.inspection_tables import Draw, DrawAnnouncement
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import attempt, checked
from tracker.web.forms.inspections import DrawForm, OutcomeForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404


@page("inspection", "draw")
def new(request: OfficerRequest) -> HttpResponse:
    """Announce a draw."""
    plan = plan_or_404(request)
    form = DrawForm(request.POST or None, initial={"count": 5, "team_size": 2})
    if request.method == "POST":
        roster = roster_today()
        tried = attempt(
            request, form, None,
            lambda: announce_draw(
                plan=plan, announced=Announced(**form.cleaned_data), roster=roster, by=request.user, on=today()
            ),
        )  # fmt: skip
        if tried.saved:
            return redirect("inspections")
    context = {"form": form, "plan": plan, "possible": len(things_of(plan))}
    return render(request, "tracker/progress/draw_new.html", context)


@page("inspection", "draw")
@require_POST
def perform(request: OfficerRequest, announced: int) -> HttpResponse:
    """Draw, once the event has happened."""
    said = checked(OutcomeForm(request.POST))
    drawn = draw_announced(
        announcement=announcement_or_404(announced), outcome=said["outcome"], by=request.user, on=today()
    )  # fmt: skip
    messages.success(request, _("已抽取 %(n)d 个项目") % {"n": drawn.count})
    return redirect("inspections")


def draws_of(request: OfficerRequest, plan: Any) -> dict[str, Any]:
    """For the list of inspections: what was drawn, and what waits for its event."""
    waiting = DrawAnnouncement.objects.filter(plan=plan, drawn=None)
    return {
        "draws": Draw.objects.filter(plan=plan).select_related("announcement"),
        "announcements": waiting, "on": today(), "may_draw": may(request.user, "draw", "inspection"),
    }  # fmt: skip


def announcement_or_404(pk: int) -> DrawAnnouncement:
    """One announcement; it is for everybody."""
    found = DrawAnnouncement.objects.select_related("plan").filter(pk=pk).first()
    if found is None:
        raise NotFound(announcement=pk)
    return found
