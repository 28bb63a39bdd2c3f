"""The cities' totals (各市金额): what is owed in a month by city and measure, added up by the database from the lines."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.shortcuts import render

from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.progress.report_rules import month_before
from tracker.regions.naming import Name
from tracker.values.dates import today
from tracker.web.forms.prices import ChargeForm
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page

_CITY = ("statement__region__name", "statement__region__name_en")
_MEASURE = ("statement__measure__name", "statement__measure__name_en")


@page("statement")
def cities(request: OfficerRequest) -> Reply:
    """What the facilities of each city owe in a month, by measure; added up by the database from the lines."""
    form = ChargeForm(request.GET or None, initial={"month": month_before(today())})
    month = form.cleaned_data["month"] if form.is_bound and form.is_valid() else month_before(today())
    standing = Statement.objects.visible_to(request.user).standing().filter(month=month)
    lines = StatementLine.objects.visible_to(request.user).filter(statement__in=standing)
    sums = {
        "facilities": Count("facility", distinct=True, filter=Q(gap="")),
        "amount": Sum("amount"),
        "gaps": Count("pk", filter=~Q(gap__in=["", "no_order"])),
    }
    by = ("statement__region_id", *_CITY, *_MEASURE)
    found = lines.order_by("statement__region_id", "statement__measure_id").values(*by).annotate(**sums)
    rows = _named(found)
    if file := exported(request, "statement_cities", rows, told=f"{month:%Y-%m}"):
        return file
    context = {"form": form, "month": month, "rows": rows, "sums": lines.aggregate(**sums)}
    return render(request, "tracker/statements/cities.html", context)


def _named(found: QuerySet[Any, Any]) -> list[dict[str, Any]]:
    return [
        {"city": Name(*(row[name] for name in _CITY)), "region": row["statement__region_id"],
         "measure": Name(*(row[name] for name in _MEASURE)), **{name: row[name] for name in ("facilities", "amount", "gaps")}}
        for row in found
    ]  # fmt: skip
