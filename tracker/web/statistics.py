"""Regional statistics (地区统计): the list of published figures; they come in by workbook."""

from __future__ import annotations

from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.registry.statistics import RegionStatistic, period_of
from tracker.values.dates import today
from tracker.web.forms.statistics import StatisticFilter
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("statistic")
def index(request: OfficerRequest) -> Reply:
    """The figures of the officer's regions, the latest first."""
    filters = StatisticFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(RegionStatistic.objects.visible_to(request.user)).select_related("region", "industry")
    if file := exported(request, "statistics", rows, filters=filters):
        return file
    listed = page_context(request, rows)
    for row in listed["page"].object_list:
        row.period = period_of(row)
    context = {"filter_form": filters, "may_change": may(request.user, "change", "statistic")}
    return render(request, "tracker/registry/statistics.html", context | listed)
