"""Planning the next inspection of a target (安排检查): the day and the team; what is refused is told at the form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.inspection import STAGE_OF, involved_in, may_plan, plan_inspection
from tracker.progress.inspection_tables import Inspection
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed
from tracker.web.editing import tell_refusal
from tracker.web.forms.inspections import TeamForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.problems import status_of


@page("inspection", "change")
def plan(request: OfficerRequest) -> HttpResponse:
    """Choose day and team for the next inspection of a target (`?target=`)."""
    if not request.GET.get("target", "").isdigit():
        return redirect("inspections")
    target = Target.objects.get_visible(request.user, pk=request.GET["target"])
    kind = next((kind for kind, stage in STAGE_OF.items() if stage == target.stage), None)
    if kind is None:
        raise IllegalState(_("报告完成之后才能安排验收"), state=target.stage)
    if not may_plan(target, request.user):
        raise NotAllowed(_("省级抽查由省级安排"))
    form = TeamForm(request.POST or None, officers=_roster(request.user, target), initial={"planned_on": today()})
    status = 200
    if request.method == "POST" and form.is_valid():
        day, team = form.cleaned_data["planned_on"], form.chosen()
        try:
            made = plan_inspection(target=target, kind=kind, planned_on=day, team=team, by=request.user)
            return redirect("inspection", pk=made.pk)
        except (InvalidValue, IllegalState) as error:
            tell_refusal(form, error)
            status = status_of(error)
    context = {"form": form, "target": target, "kind": Inspection.Kind(kind).label}
    return render(request, "tracker/progress/inspection_new.html", context, status=status)


def _roster(officer: Officer, target: Target) -> list[Officer]:
    """Who may be sent: officers who can see the target and those of other cities, who go crosswise; none who took part in it."""
    rows = Officer.objects.filter(is_active=True, role__in=[Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL])
    if officer.role != Role.PROVINCIAL:
        rows = rows.exclude(role=Role.PROVINCIAL)
    involved = involved_in(target)
    found = rows.select_related("region").exclude(pk__in=involved)
    able = [one for one in found if one.covers(target.region_id) or one.role == Role.MUNICIPAL]
    return sorted(able, key=lambda one: (not one.covers(target.region_id), one.region_id, one.pk))
