"""One facility's statement (企业对账): month by month what it owed, by the edition that stands; as a page, sheet and paper."""

from __future__ import annotations

from io import BytesIO

from django.db.models import QuerySet, Sum
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.documents.facility_paper import facility_document
from tracker.enforcement.statement_tables import StatementLine
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.downloads import XLSX
from tracker.web.handing_out import docx_file, download, pdf_file
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page
from tracker.workbooks.statement_sheet import write_facility_statement

Answer = HttpResponse | FileResponse


@page("charge")
def show(request: OfficerRequest) -> HttpResponse:
    """The lines of the facility the address names, latest month first."""
    rows = _lines(request)
    if rows is None:
        return redirect("charges")
    context = {
        "facility": rows[0],
        "total": rows.aggregate(sum=Sum("amount"))["sum"],
        "may_see_statements": may(request.user, "view", "statement"),
    }
    return render(request, "tracker/statements/facility.html", context | page_context(request, rows))


@page("charge", "export")
def workbook(request: OfficerRequest) -> Answer:
    """The months as .xlsx."""
    rows, out = _lines(request), BytesIO()
    if rows is None:
        return redirect("charges")
    title = f"{rows[0].party}加价对账单"
    write_facility_statement(title=title, note=rows[0].equipment, lines=rows, out=out)
    return download(out.getvalue(), f"{_name(rows)}.xlsx", XLSX)


@page("charge", "export")
def paper(request: OfficerRequest) -> Answer:
    """The months as .docx, to be handed to the enterprise."""
    rows = _lines(request)
    return redirect("charges") if rows is None else docx_file(facility_document(list(rows), today()), _name(rows))


@page("charge", "export")
@require_POST
def paper_pdf(request: OfficerRequest) -> Answer:
    """The same as PDF."""
    rows = _lines(request)
    if rows is None:
        return redirect("charges")
    back = f"{reverse('statement_facility')}?facility={rows[0].facility_id}"
    return pdf_file(request, lambda: facility_document(list(rows), today()), _name(rows), back=back)


def _lines(request: OfficerRequest) -> QuerySet[StatementLine] | None:
    """The standing lines of the facility that is named; NotFound where there are none to be seen, None where none is named."""
    facility, officer = request.GET.get("facility", ""), request.user
    if not facility.isdecimal():
        return None
    lines = StatementLine.objects.visible_to(officer).standing().filter(facility=int(facility))
    rows = lines.select_related("measure", "region", "industry").order_by("-month", "pk")
    if not rows.exists():
        raise NotFound(facility=facility)
    return rows


def _name(rows: QuerySet[StatementLine]) -> str:
    return f"企业对账单-{rows[0].party}"
