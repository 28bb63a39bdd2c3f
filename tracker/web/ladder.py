"""Pages of the ladder (督办阶梯): its rungs, which the administrator sets, and the leaders to be told by name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tracker.alerts.ladder import put_leader, put_rung, rungs_in_order
from tracker.alerts.ladder_tables import Audience, LadderRung, Leader
from tracker.officers.permissions import may
from tracker.regions.models import Region
from tracker.web.editing import attempt
from tracker.web.forms.ladder import LeaderForm, RungForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page


@page("ladder")
def index(request: OfficerRequest) -> HttpResponse:
    """The rungs in the order in which they are climbed."""
    rungs = rungs_in_order()
    names = {code: str(label) for code, label in Audience.choices}
    told = [(rung, [names[audience] for audience in rung.audiences], RungForm.named(rung.kinds)) for rung in rungs]
    context = {"rungs": told, "may_change": may(request.user, "change", "ladder")}
    return render(request, "tracker/alerts/ladder.html", context)


@page("ladder", "change")
def edit(request: OfficerRequest, code: str = "") -> HttpResponse:
    """Change a rung, or set a new one."""
    rung = get_object_or_404(LadderRung, pk=code) if code else None
    form = RungForm(request.POST or None, rung=rung)
    if request.method == "POST":
        tried = attempt(request, form, rung, lambda: _put(request, form, rung))
        if tried.saved:
            return redirect("ladder")
        if tried.status != 200:
            return render(request, "tracker/alerts/rung.html", {"form": form, "rung": rung} | tried.context, status=409)
    history = history_of(rung, request.user) if rung else []
    return render(request, "tracker/alerts/rung.html", {"form": form, "rung": rung, "history": history})


@page("leader")
def leaders(request: OfficerRequest) -> HttpResponse:
    """Who is told of each city's lateness."""
    rows = Leader.objects.visible_to(request.user).select_related("region")
    own = request.user.region.level != Region.Level.COUNTY and may(request.user, "change", "leader")
    return render(request, "tracker/alerts/leaders.html", {"leaders": rows, "may_change": own})


@page("leader", "change")
def leader_edit(request: OfficerRequest, code: str) -> HttpResponse:
    """Name a region's leader."""
    region = get_object_or_404(Region, pk=code)
    leader = Leader.objects.visible_to(request.user).filter(region=region).first()
    form = LeaderForm(request.POST or None, instance=leader)
    if request.method == "POST":
        tried = attempt(request, form, leader, lambda: _name(request, form, region))
        if tried.saved:
            return redirect("leaders")
        if tried.status != 200:
            context = {"form": form, "region": region, "leader": leader} | tried.context
            return render(request, "tracker/alerts/leader.html", context, status=409)
    return render(request, "tracker/alerts/leader.html", {"form": form, "region": region, "leader": leader})


def _put(request: OfficerRequest, form: RungForm, rung: LadderRung | None) -> LadderRung:
    seen = form.cleaned_data["version"]
    return put_rung(rung=rung, values=form.values(), by=request.user, seen_version=seen)


def _name(request: OfficerRequest, form: LeaderForm, region: Region) -> Leader:
    seen = form.cleaned_data["version"]
    return put_leader(region=region, values=form.values(), by=request.user, seen_version=seen)
