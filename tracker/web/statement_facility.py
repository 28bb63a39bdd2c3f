"""One facility's statement (企业对账): month by month what it owed, by the edition that stands, with what was corrected."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.values.errors import NotFound
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page


@page("statement")
def show(request: OfficerRequest) -> HttpResponse:
    """The lines of the facility the address names, latest month first."""
    facility, officer = request.GET.get("facility", ""), request.user
    if not facility.isdecimal():
        return redirect("statements")
    standing = Statement.objects.visible_to(officer).standing()
    lines = StatementLine.objects.visible_to(officer).filter(facility=int(facility), statement__in=standing)
    rows = lines.select_related("statement__measure", "region", "industry", "order").order_by("-statement__month", "pk")
    first = rows.first()
    if first is None:
        raise NotFound(facility=facility)
    context = {"facility": first, "total": lines.aggregate(sum=Sum("amount"))["sum"]}
    return render(request, "tracker/statements/facility.html", context | page_context(request, rows))
