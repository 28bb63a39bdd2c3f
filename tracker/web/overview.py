"""The overview (总览): one's own city, or the eleven cities side by side, each figure a link to its rows."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker.officers.permissions import may
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.figures import Counts, Figures, counts, figures
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.keyfigures import deadline_figure, met_figure, signed_figure, target_figures
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import chosen_plan, plan_or_404
from tracker.web.standings import contracts_in_force, contracts_of, industry_line, ranked, table_row
from tracker.web.todo import things_to_do
from tracker.web.waiting import fieldwork_waiting


@page("home")
def home(request: OfficerRequest) -> Reply:
    """The officer's own start page: county or city, province, or nothing to see."""
    officer, plan = request.user, chosen_plan(request)
    if plan is None or not officer.scope:
        text = _("还没有年度计划。") if officer.scope else _("您负责的工作在这里：")
        return render(request, "tracker/overview/none.html", {"empty_text": text})
    if officer.region.level == Region.Level.PROVINCE:
        return _province_page(request, plan)
    return _region_page(request, officer.region, plan)


@page("overview")
def region(request: OfficerRequest, code: str) -> Reply:
    """One city or county, as reached from the province's table."""
    found = Region.objects.filter(code=code).exclude(level=Region.Level.PROVINCE).first()
    if found is None or not request.user.covers(code):
        raise NotFound(region=code)
    return _region_page(request, found, plan_or_404(request))


def _region_page(request: OfficerRequest, place: Region, plan: Plan) -> Reply:
    officer, on = request.user, today()
    lines = [line for line in figures(plan, officer, on, level=place.level) if line.region_id == place.code]
    counties = _county_rows(request, plan, place)
    if file := _exported(request, plan, counties, lines, place.name):
        return file
    own = next(iter(counts(lines)), Counts(place.code))
    context = {
        "region": place,
        "figures": [deadline_figure(plan, on, own), *target_figures(own, place.code), met_figure(lines)],
        "lines": [industry_line(line, place.code) for line in lines],
        "counties": counties,
        "todo": things_to_do(officer, plan, place, on),
        "contracts": contracts_of(officer, plan, place),
        "may_upload": may(officer, "change", "upload"),
    }
    return render(request, "tracker/overview/city.html", context)


def _exported(
    request: OfficerRequest, plan: Plan, places: list[dict[str, Any]], lines: list[Figures], told: str
) -> Reply | None:
    """The regions side by side, or (`table=industries`) the industries line by line."""
    if request.GET.get("table") == "industries":
        return exported(request, "industries", lines, plan=plan, told=told)
    return exported(request, "standings", places, plan=plan, told=told)


def _county_rows(request: OfficerRequest, plan: Plan, city: Region) -> list[dict[str, Any]]:
    if city.level != Region.Level.CITY:
        return []
    everywhere = figures(plan, request.user, today(), level=Region.Level.COUNTY)
    return ranked(line for line in everywhere if city.covers(line.region_id) and line.region_id != city.code)


def _province_page(request: OfficerRequest, plan: Plan) -> Reply:
    officer, on = request.user, today()
    whole = figures(plan, officer, on, level=Region.Level.PROVINCE)
    total = next(iter(counts(whole)), Counts(officer.region_id))
    contracts = contracts_in_force(officer, plan)
    cities = ranked(figures(plan, officer, on), contracts)
    if file := _exported(request, plan, cities, whole, ""):
        return file
    signed = sum(contract.signed_on is not None for contract in contracts.values())
    late = sum(bool(city["overdue"]) for city in cities)
    sums = {name: sum(city[name] for city in cities) for name in ("met", "quotas")}
    context = {
        "figures": [
            deadline_figure(plan, on, total),
            *target_figures(total, "", late_note=_("涉及 %(n)d 个市") % {"n": late} if late else ""),
            signed_figure(signed, len(cities)),
        ],
        "cities": cities,
        "total": table_row(total, 0) | sums,
        "lines": [industry_line(line, "") for line in whole],
        "todo": fieldwork_waiting(officer, plan),
    }
    return render(request, "tracker/overview/province.html", context)
