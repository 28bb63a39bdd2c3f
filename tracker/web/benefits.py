"""Benefits (淘汰成效): what the plan's complete targets freed, a line a city (or county) and a line an industry."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render

from tracker.regions.models import Region
from tracker.targets.benefits import FIELDS, Benefit, benefit_lines, total_of
from tracker.values.errors import NotFound
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404

TABLES = {"cities": "city", "counties": "county", "industries": "industry"}


@page("target")
def index(request: OfficerRequest) -> Reply:
    """Places and industries, with their sums; each can be taken away. A city and a county see counties."""
    plan, officer = plan_or_404(request), request.user
    places = "cities" if officer.region.level == Region.Level.PROVINCE else "counties"
    table = request.GET.get("table", places)
    if table not in TABLES:
        raise NotFound(table=table)
    lines = {code: benefit_lines(plan, officer, by=TABLES[code]) for code in {places, table, "industries"}}
    if file := exported(request, f"benefits-{table}", lines[table], plan=plan):
        return file
    total = total_of(lines[places])
    labels: Any = {name: Benefit._meta.get_field(name) for name in FIELDS}
    figures = [(labels[name].verbose_name, total[name]) for name in FIELDS]
    shown = [(code, lines[code]) for code in (places, "industries")]
    context = {"shown": shown, "total": total, "figures": figures, "plan_title": plan.title}
    return render(request, "tracker/progress/benefits.html", context)
