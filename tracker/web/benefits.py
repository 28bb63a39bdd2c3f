"""Benefits (淘汰成效): what the plan's complete targets freed, a line a city and a line an industry."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render

from tracker.targets.benefits import FIELDS, Benefit, benefit_lines, total_of
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404

TABLES = {"cities": "city", "industries": "industry"}


@page("target")
def index(request: OfficerRequest) -> Reply:
    """Both tables, with their sums; each can be taken away."""
    plan = plan_or_404(request)
    lines = {table: benefit_lines(plan, request.user, by=by) for table, by in TABLES.items()}
    table = request.GET.get("table", "cities")
    if file := exported(request, f"benefits-{table}", lines.get(table, []), plan=plan):
        return file
    total = total_of(lines["cities"])
    labels: Any = {name: Benefit._meta.get_field(name) for name in FIELDS}
    figures = [(labels[name].verbose_name, total[name]) for name in FIELDS]
    shown = [(code, lines[code]) for code in TABLES]
    context = {"shown": shown, "total": total, "figures": figures, "plan_title": plan.title}
    return render(request, "tracker/progress/benefits.html", context)
