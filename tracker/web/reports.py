"""Monthly reports (月报): the list with what is missing, and one report to write, submit, return or accept; made for a phone too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.report_rules import REPORT_MOVES, ReportState, due_on, first_of, is_late, month_before
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.reports import (
    Wording,
    allowed_report_moves,
    begin_report,
    decide_report,
    missing_for,
    snapshot,
    submit_report,
    write_report,
)
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import checked
from tracker.web.forms.reports import MonthForm, ReportFilter, ReportForm, ReportMoveForm
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.plans import plan_or_404


@page("progress")
def index(request: OfficerRequest) -> Reply:
    """The reports of the plan; who has not reported on last month."""
    plan, on = plan_or_404(request), today()
    month = month_before(on)
    rows = MonthlyReport.objects.visible_to(request.user).filter(plan=plan).select_related("region", "submitted_by")
    filters = ReportFilter(request.GET)
    listed = filters.narrow(rows)
    if file := exported(request, "progress-reports", listed, filters=filters, plan=plan):
        return file
    context = {
        "filter_form": filters,
        "month": month,
        "due": due_on(month),
        "late": is_late(month, None, on),
        "missing": missing_for(request.user, plan, month, on) if month.year == plan.year else [],
        "month_form": MonthForm(initial={"month": f"{month:%Y-%m}"}),
        "may_write": may(request.user, "change", "progress"),
    }
    return render(request, "tracker/progress/reports.html", context | page_context(request, listed))


@page("progress", "change")
@require_POST
def begin(request: OfficerRequest) -> HttpResponse:
    """Begin, or go on with, one's own report on a month."""
    said = checked(MonthForm(request.POST))
    plan = plan_or_404(request)
    report = begin_report(plan=plan, month=first_of(said["month"]), by=request.user, on=today())
    return redirect("progress_report", pk=report.pk)


@page("progress")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One report: what it says, its figures, who said what about it, and what the officer may do."""
    report, officer = _report(request, pk), request.user
    own = report.region_id == officer.region_id and may(officer, "change", "progress")
    writable = own and report.state in (ReportState.DRAFT, ReportState.RETURNED)
    context = {
        "report": report,
        "lines": snapshot(report, officer, today()) if writable else report.figures,
        "form": ReportForm(initial={**vars(report)}) if writable else None,
        "moves": [_button(step) for step in allowed_report_moves(report, officer)],
        "remarks": report.remarks.select_related("by"),
        "late": is_late(report.month, report.submitted_on, today()),
    }
    return render(request, "tracker/progress/report.html", context)


@page("progress", "change")
@require_POST
def write(request: OfficerRequest, pk: int) -> HttpResponse:
    """Save the draft."""
    report, said = _report(request, pk), checked(ReportForm(request.POST))
    wording = Wording(said["progress"], said["problems"], said["next_steps"])
    write_report(report=report, wording=wording, by=request.user, seen_version=said["version"])
    messages.success(request, _("草稿已保存"))
    return redirect("progress_report", pk=pk)


@page("progress")
@require_POST
def move(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Submit, return or accept; the service checks who may."""
    report, said = _report(request, pk), checked(ReportMoveForm(request.POST))
    if verb not in REPORT_MOVES.moves:
        raise NotFound(verb=verb)
    told: dict[str, Any] = {
        "by": request.user,
        "on": today(),
        "seen_version": said["version"],
        "comment": said["comment"],
    }
    if verb == "submit":
        moved = submit_report(report=report, **told)
    else:
        moved = decide_report(report=report, verb=verb, **told)
    messages.success(request, moved.get_state_display())
    return redirect("progress_report", pk=pk)


def _report(request: OfficerRequest, pk: int) -> MonthlyReport:
    seen = MonthlyReport.objects.get_visible(request.user, pk=pk)
    return MonthlyReport.objects.select_related("region", "plan", "submitted_by", "decided_by").get(pk=seen.pk)


def _button(step: Any) -> dict[str, Any]:
    return {"verb": step.verb, "label": step.label, "needs_comment": "comment" in step.needs}
