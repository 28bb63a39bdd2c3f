"""What each facility is charged (企业加价): line by line as it stands, a county's own as a city's; one facility's months behind."""

from __future__ import annotations

from django.db.models import Count, Q, Sum
from django.shortcuts import render

from tracker.enforcement.statement_tables import StatementLine
from tracker.values.dates import today
from tracker.web.forms.charges import ChargeFilter
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("charge")
def index(request: OfficerRequest) -> Reply:
    """The lines that stand, latest month first, with their sum."""
    filters = ChargeFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(StatementLine.objects.visible_to(request.user).standing())
    listed = rows.select_related("measure", "region", "industry").order_by("-month", "region_id", "party", "pk")
    if file := exported(request, "charges", listed, filters=filters):
        return file
    sums = rows.aggregate(
        amount=Sum("amount"), count=Count("pk"), facilities=Count("facility", distinct=True),
        gaps=Count("pk", filter=~Q(gap__in=["", "no_order"])),
    )  # fmt: skip
    context = {"filter_form": filters, "sums": sums}
    return render(
        request, "tracker/statements/charges.html", context | page_context(request, listed, count=sums["count"])
    )
