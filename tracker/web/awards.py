"""Pages of awards (奖补资金): the list with its sum, and the workbook that can be sent back."""

from __future__ import annotations

import tempfile

from django.db.models import Count, Q, Sum
from django.http import FileResponse
from django.shortcuts import render

from tracker.incentives.award_tables import Award
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.downloads import XLSX
from tracker.web.forms.incentives import AwardFilter
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404
from tracker.workbooks.exports import export_workbook


@page("award")
def index(request: OfficerRequest) -> Reply:
    """Who was granted how much from which source, for what."""
    filters = AwardFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(Award.objects.visible_to(request.user))
    listed = rows.select_related("enterprise", "region", "target__facility")
    if file := exported(request, "awards", listed, filters=filters):
        return file
    sums = rows.aggregate(
        total=Sum("amount"), paid=Sum("amount", filter=Q(paid_on__isnull=False)),
        enterprises=Count("enterprise", distinct=True), count=Count("pk"),
    )  # fmt: skip
    context = {"filter_form": filters, "sums": sums, "may_change": may(request.user, "change", "award")}
    return render(
        request, "tracker/incentives/awards.html", context | page_context(request, listed, count=sums["count"])
    )


@page("award", "export")
def workbook(request: OfficerRequest) -> FileResponse:
    """The awards of the plan as filtered, as a workbook that can be sent back."""
    plan, out = plan_or_404(request), tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    filters = AwardFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(Award.objects.visible_to(request.user))
    export_workbook(kind="subsidies", plan=plan, by=request.user, out=out, rows=rows)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"subsidies-{plan.code}.xlsx", content_type=XLSX)
