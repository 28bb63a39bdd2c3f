"""Lots that everybody may read and work out again (双随机公开): what was announced, what was drawn; no names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tracker.progress.drawing import holds, settled_of
from tracker.progress.inspection_tables import Draw
from tracker.regions.models import Industry, Region
from tracker.regions.naming import named
from tracker.values.errors import NotFound
from tracker.web.draws import announcement_or_404
from tracker.web.pages import public_page


@public_page
def announced(request: HttpRequest, pk: int) -> HttpResponse:
    """What was settled before, and for which event everybody waits; no names."""
    found = announcement_or_404(pk)
    drawn = Draw.objects.filter(announcement=found).first()
    return render(request, "tracker/public/draw_announced.html", {"announcement": found, "drawn": drawn})


@public_page
def announced_data(request: HttpRequest, pk: int) -> JsonResponse:
    """What the digest was made of."""
    found = announcement_or_404(pk)
    return JsonResponse({"settled": settled_of(found), "digest": found.digest})


@public_page
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """What was drawn, from what, by which seed; no names."""
    drawn = _drawn(pk)
    context = {"draw": drawn, "plan_title": drawn.plan.title, "holds": holds(drawn), "visits": _named(drawn)}
    return render(request, "tracker/public/draw.html", context)


@public_page
def public_data(request: HttpRequest, pk: int) -> JsonResponse:
    """Everything one needs to work the draw out again."""
    drawn = _drawn(pk)
    names = ("outcome", "seed", "method", "count", "team_size", "things", "inspectors", "visits")
    said = {name: getattr(drawn, name) for name in names}
    if announcement := drawn.announcement:
        said |= {"digest": announcement.digest, "settled": settled_of(announcement)}
    return JsonResponse(said)


def _named(drawn: Draw) -> list[dict[str, Any]]:
    """The visits, each with the city, industry and risk its object was put in order by."""
    things = {thing["number"]: thing for thing in drawn.things}
    cities = dict(named(Region.objects.filter(level=Region.Level.CITY)))
    industries = dict(named(Industry.objects.all()))
    return [
        visit
        | {
            "city": cities.get(things[visit["number"]]["city"], ""),
            "industry": industries.get(things[visit["number"]]["industry"], ""),
            "risk": things[visit["number"]]["risk"],
        }
        for visit in drawn.visits
    ]


def _drawn(pk: int) -> Draw:
    drawn = Draw.objects.select_related("plan", "announcement__plan").filter(pk=pk).first()
    if drawn is None:
        raise NotFound(draw=pk)
    return drawn
