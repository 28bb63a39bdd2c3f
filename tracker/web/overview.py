"""The overview (总览): one's own city, or the eleven cities side by side, each figure a link to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.contracts.models import Contract, ContractQuerySet
from tracker.contracts.states import ContractState
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.figures import Counts, Figures, counts, figures
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.keyfigures import Figure, deadline_figure, target_figures
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import chosen_plan, plan_or_404
from tracker.web.todo import things_to_do


@page("home")
def home(request: OfficerRequest) -> HttpResponse:
    """The officer's own start page: county or city, province, or nothing to see."""
    officer, plan = request.user, chosen_plan(request)
    if plan is None or not officer.scope:
        text = _("还没有年度计划。") if officer.scope else _("您的角色不查看业务数据，请从上方导航进入所负责的页面。")
        return render(request, "tracker/overview/none.html", {"empty_title": _("这里没有业务数据"), "empty_text": text})
    if officer.role in (Role.MUNICIPAL, Role.COUNTY):
        return _region_page(request, officer.region, plan)
    return _province_page(request, plan)


@page("overview")
def region(request: OfficerRequest, code: str) -> HttpResponse:
    """One city or county, as reached from the province's table."""
    found = Region.objects.filter(code=code).exclude(level=Region.Level.PROVINCE).first()
    if found is None or not request.user.covers(code):
        raise NotFound(region=code)
    return _region_page(request, found, plan_or_404(request))


def _region_page(request: OfficerRequest, place: Region, plan: Plan) -> HttpResponse:
    officer, on = request.user, today()
    lines = [line for line in figures(plan, officer, on, level=place.level) if line.region_id == place.code]
    own = next(iter(counts(lines)), Counts(place.code))
    context = {
        "region": place,
        "figures": [deadline_figure(plan, on), *target_figures(own, place.code), _met_figure(lines)],
        "lines": [industry_line(line, place.code) for line in lines],
        "counties": _county_rows(plan, request, place, on),
        "todo": things_to_do(officer, plan, place, on),
        "contract": _contracts_in_force(officer, plan).filter(region_id=place.city_code).first(),
        "may_upload": may(officer, "change", "upload"),
        "crumbs": [{"label": _("总览"), "url": reverse("overview")}, {"label": place.name}] if place != officer.region else [],
    }
    return render(request, "tracker/overview/city.html", context)


def _county_rows(plan: Plan, request: OfficerRequest, city: Region, on: date) -> list[dict[str, Any]]:
    if city.level != Region.Level.CITY:
        return []
    inside = [line for line in figures(plan, request.user, on, level=Region.Level.COUNTY) if city.covers(line.region_id)]
    return ranked(inside)


def _contracts_in_force(officer: Officer, plan: Plan) -> ContractQuerySet:
    rows = Contract.objects.visible_to(officer).filter(plan=plan, level=Contract.Level.CITY)
    return rows.exclude(state=ContractState.SUPERSEDED)


def _province_page(request: OfficerRequest, plan: Plan) -> HttpResponse:
    officer, on = request.user, today()
    by_city = figures(plan, officer, on)
    whole = figures(plan, officer, on, level=Region.Level.PROVINCE)
    total = next(iter(counts(whole)), Counts(officer.region_id))
    contracts = {
        contract.region_id: contract
        for contract in _contracts_in_force(officer, plan)
    }
    cities = ranked(by_city, contracts)
    signed = sum(contract.signed_on is not None for contract in contracts.values())
    late = sum(bool(city["overdue"]) for city in cities)
    context = {
        "figures": [
            deadline_figure(plan, on),
            *target_figures(total, "", late_note=_("涉及 %(n)d 个市") % {"n": late} if late else ""),
            Figure(_("责任状已签订"), f"{signed} / {len(cities)}", _("份"), url=reverse("contracts")),
        ],
        "cities": cities,
        "total": _row(total, 0) | {"met": sum(city["met"] for city in cities), "quotas": sum(city["quotas"] for city in cities)},
        "lines": [industry_line(line, "") for line in whole],
    }
    return render(request, "tracker/overview/province.html", context)


def ranked(lines: Iterable[Figures], contracts: dict[str, Contract] | None = None) -> list[dict[str, Any]]:
    """Table rows of regions, the furthest first; regions level with one another share a rank."""
    found = sorted(counts(lines), key=lambda place: (-(place.completion or 0), place.region_id))
    names = dict(Region.objects.filter(pk__in=[place.region_id for place in found]).values_list("code", "name"))
    shares = [place.completion or 0 for place in found]
    rows = [_row(place, shares.index(place.completion or 0) + 1) for place in found]
    for row in rows:
        contract = (contracts or {}).get(row["code"])
        row |= {"name": names.get(row["code"], row["code"]), "contract": contract}
    return rows


def _row(place: Counts, rank: int) -> dict[str, Any]:
    where = {"region": place.region_id}
    share = (place.completion or Decimal(0)) / 100
    with_task = [line for line in place.industries if line.assigned]
    return {
        "code": place.region_id,
        "rank": rank,
        "url": reverse("city", args=[place.region_id]),
        "share": share,
        "share_value": str(share),
        "met": sum(line.accepted >= line.assigned for line in with_task),
        "quotas": len(with_task),
        "targets": place.targets,
        "done": place.done,
        "accepted": place.accepted,
        "due_soon": place.due_soon,
        "overdue": place.overdue,
        "targets_url": targets_url(**where),
        "due_soon_url": targets_url(**where, due="due_soon"),
        "overdue_url": targets_url(**where, due="overdue"),
    }


def industry_line(line: Figures, region_code: str) -> dict[str, Any]:
    """A row of the industry table: the figures of one industry and the links to its targets."""
    where = {"region": region_code, "industry": line.industry_id} if region_code else {"industry": line.industry_id}
    return {
        "figures": line,
        "share": line.accepted / line.assigned if line.assigned else None,
        "url": targets_url(**where),
        "overdue_url": targets_url(**where, due="overdue"),
    }


def targets_url(**filters: str) -> str:
    """The target list, filtered."""
    return f"{reverse('targets')}?{urlencode(filters)}"


def _met_figure(lines: list[Figures]) -> Figure:
    with_task = [line for line in lines if line.assigned]
    met = sum(line.accepted >= line.assigned for line in with_task)
    return Figure(_("任务达标"), f"{met} / {len(with_task)}", _("个行业"), note=_("按已验收数量"), url=reverse("quotas"))
