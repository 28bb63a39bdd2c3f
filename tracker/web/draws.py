"""Drawing by lot (双随机抽查): the form, and the result that everybody may read and run again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.drawing import draw_visits, repeat, things_of
from tracker.progress.inspection_tables import Draw
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import attempt
from tracker.web.forms.inspections import DrawForm
from tracker.web.pages import OfficerRequest, page, public_page
from tracker.web.plans import plan_or_404


@page("inspection", "draw")
def new(request: OfficerRequest) -> HttpResponse:
    """Draw accepted targets and their inspectors."""
    plan = plan_or_404(request)
    form = DrawForm(request.POST or None, initial={"planned_on": today(), "count": 5})
    if request.method == "POST":
        roster = list(Officer.objects.filter(is_active=True, role=Role.PROVINCIAL).select_related("region"))
        roster += Officer.objects.filter(is_active=True, role=Role.MUNICIPAL).select_related("region")
        tried = attempt(
            request, form, None,
            lambda: draw_visits(plan=plan, roster=roster, by=request.user, on=today(), **form.cleaned_data),
        )  # fmt: skip
        if tried.saved:
            messages.success(request, _("已抽取 %(n)d 个项目") % {"n": tried.saved.count})
            return redirect("inspections")
    context = {"form": form, "plan": plan, "possible": len(things_of(plan))}
    return render(request, "tracker/progress/draw_new.html", context)


@public_page
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """What was drawn, from what, by which seed; no names."""
    drawn = _drawn(pk)
    again = [{"number": visit.thing.number, "team": list(visit.team)} for visit in repeat(drawn)]
    context = {"draw": drawn, "plan_title": drawn.plan.title, "holds": again == drawn.visits}
    return render(request, "tracker/public/draw.html", context)


@public_page
def public_data(request: HttpRequest, pk: int) -> JsonResponse:
    """Everything one needs to run the draw again."""
    drawn = _drawn(pk)
    names = ("seed", "method", "count", "team_size", "things", "inspectors", "visits")
    return JsonResponse({name: getattr(drawn, name) for name in names})


def _drawn(pk: int) -> Draw:
    drawn = Draw.objects.select_related("plan").filter(pk=pk).first()
    if drawn is None:
        raise NotFound(draw=pk)
    return drawn
