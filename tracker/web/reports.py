"""Monthly reports (月报): the list with what is missing, and one report to write, submit, return or accept; made for a phone too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.progress.report_rules import REPORT_MOVES, ReportState, due_on, first_of, is_late, month_before
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.reports import (
    allowed_report_moves,
    begin_report,
    decide_report,
    missing_for,
    named_figures,
    snapshot,
    submit_report,
    write_report,
)
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import Attempt, attempt, checked, chosen_values
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
    report = _report(request, pk)
    return _page(request, report, ReportForm(initial={**vars(report)}), Attempt())


def _page(request: OfficerRequest, report: MonthlyReport, form: ReportForm, tried: Attempt) -> HttpResponse:
    officer = request.user
    own = report.region_id == officer.region_id and may(officer, "change", "progress")
    writable = own and report.state in (ReportState.DRAFT, ReportState.RETURNED)
    context = {
        "report": report,
        "lines": named_figures(snapshot(report, officer, today()) if writable else report.figures),
        "form": form,
        "writable": writable,
        # A report is handed in from the form that says what it says.
        "moves": [_button(step) for step in allowed_report_moves(report, officer) if step.verb != "submit"],
        "remarks": report.remarks.select_related("by"),
        "late": is_late(report.month, report.submitted_on, today()),
    }
    return render(request, "tracker/progress/report.html", context | tried.context, status=tried.status)


@page("progress", "change")
@require_POST
def write(request: OfficerRequest, pk: int) -> HttpResponse:
    """Save the draft."""
    report = _report(request, pk)
    form = ReportForm(chosen_values(request.POST, report))

    def save() -> MonthlyReport:
        seen = form.cleaned_data["version"]
        return write_report(report=report, wording=form.wording(), by=request.user, seen_version=seen)

    tried = attempt(request, form, report, save)
    return redirect("progress_report", pk=pk) if tried.saved else _page(request, report, form, tried)


@page("progress")
@require_POST
def move(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Submit, return or accept; the service checks who may."""
    if verb not in REPORT_MOVES.moves:
        raise NotFound(verb=verb)
    report = _report(request, pk)
    if verb == "submit":
        return _submit(request, report)
    said = checked(ReportMoveForm(request.POST))
    moved = decide_report(
        report=report, verb=verb, by=request.user, on=today(), seen_version=said["version"], comment=said["comment"]
    )
    messages.success(request, moved.get_state_display())
    return redirect("progress_report", pk=pk)


def _submit(request: OfficerRequest, report: MonthlyReport) -> HttpResponse:
    """Hand in what stands on the page; a page that carries no text hands in what is stored."""
    form = ReportForm(chosen_values(request.POST, report))

    def save() -> MonthlyReport:
        said, wording = form.cleaned_data, form.wording() if "progress" in request.POST else None
        return submit_report(
            report=report, by=request.user, on=today(), seen_version=said["version"], comment=said["comment"],
            wording=wording,
        )  # fmt: skip

    tried = attempt(request, form, report, save)
    if not tried.saved:
        return _page(request, report, form, tried)
    messages.success(request, tried.saved.get_state_display())
    return redirect("progress_report", pk=report.pk)


def _report(request: OfficerRequest, pk: int) -> MonthlyReport:
    seen = MonthlyReport.objects.get_visible(request.user, pk=pk)
    return MonthlyReport.objects.select_related("region", "plan", "submitted_by", "decided_by").get(pk=seen.pk)


def _button(step: Any) -> dict[str, Any]:
    return {"verb": step.verb, "label": step.label, "needs_comment": "comment" in step.needs}
