"""Report forms (上报表): which there are, and each filled in as a workbook for a region and a period."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.forms.report_forms import AskedForm
from tracker.web.listing import SPOOL
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404
from tracker.workbooks.forms import FORMS
from tracker.workbooks.forms.writing import write_form
from tracker.workbooks.listings.writing import FORMATS


@page("target", "export")
def index(request: OfficerRequest) -> HttpResponse:
    """The forms there are, with region and period to choose."""
    plan = plan_or_404(request)
    asked_form = AskedForm(request.GET, officer=request.user, plan=plan, on=today())
    context = {"forms": FORMS.values(), "asked_form": asked_form, "asked": asked_form.asked()}
    return render(request, "tracker/progress/report_forms.html", context)


@page("target", "export")
def form(request: OfficerRequest, code: str) -> FileResponse:
    """One form, filled in."""
    if code not in FORMS:
        raise NotFound(code=code)
    plan = plan_or_404(request)
    asked = AskedForm(request.GET, officer=request.user, plan=plan, on=today()).asked()
    out = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 - the response closes it
    write_form(FORMS[code], asked, out)
    out.seek(0)
    name = f"{asked.region.name}{asked.period.words}{FORMS[code].title}.xlsx"
    return FileResponse(out, as_attachment=True, filename=name, content_type=FORMATS["xlsx"].content_type)
