"""A statement handed out (对账单下载): as a workbook, and as the numbered letter to the department."""

from __future__ import annotations

from io import BytesIO

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_POST

from tracker.documents.statement_paper import statement_document
from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.web.downloads import XLSX
from tracker.web.handing_out import docx_file, pdf_file
from tracker.web.pages import OfficerRequest, page
from tracker.web.statements import statement_seen
from tracker.workbooks.statement_sheet import write_statement


@page("statement", "export")
def workbook(request: OfficerRequest, pk: int) -> FileResponse:
    """The lines as .xlsx."""
    statement, out = statement_seen(request, pk), BytesIO()
    title = f"{statement.region.name}{statement.month:%Y}年{statement.month.month}月{statement.measure.name}对账单"
    note = f"{statement.number or '待出具'}　第{statement.edition}版　执行部门：{statement.organisation.name}"
    write_statement(title=title, note=note, lines=_lines(request, statement), out=out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"对账单-{_name(statement)}.xlsx", content_type=XLSX)


@page("statement", "export")
def paper(request: OfficerRequest, pk: int) -> FileResponse:
    """The letter as .docx."""
    statement = statement_seen(request, pk)
    return docx_file(statement_document(statement, _lines(request, statement)), f"对账单-{_name(statement)}")


@page("statement", "export")
@require_POST
def paper_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The letter as PDF."""
    statement = statement_seen(request, pk)
    make = lambda: statement_document(statement, _lines(request, statement))  # noqa: E731 - made only where it can be
    return pdf_file(request, make, f"对账单-{_name(statement)}", back="statement", pk=pk)


def _lines(request: OfficerRequest, statement: Statement) -> QuerySet[StatementLine]:
    rows = StatementLine.objects.visible_to(request.user).filter(statement=statement)
    return rows.select_related("region", "industry").order_by("region_id", "party", "pk")


def _name(statement: Statement) -> str:
    return statement.number or f"{statement.region.name}-{statement.month:%Y-%m}-{statement.edition}"
