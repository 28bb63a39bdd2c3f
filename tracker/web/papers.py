"""Documents handed out (公文下载): as .docx by a link, as PDF by a button, for making one takes LibreOffice a while."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_POST

from tracker.contracts.models import Contract
from tracker.documents.contract_paper import contract_document
from tracker.documents.plan_papers import circular_document, quota_table_document
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.handing_out import docx_file, pdf_file
from tracker.web.pages import OfficerRequest, page


@page("contract")
def contract_docx(request: OfficerRequest, pk: int) -> FileResponse:
    """A contract, to be printed or edited."""
    contract = Contract.objects.get_visible(request.user, pk=pk)
    return docx_file(contract_document(contract), f"责任书-{contract.number}")


@page("contract")
@require_POST
def contract_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """A contract as PDF."""
    contract = Contract.objects.get_visible(request.user, pk=pk)
    return pdf_file(request, lambda: contract_document(contract), f"责任书-{contract.number}", back="contract", pk=pk)


@page("plan", "export")
def circular_docx(request: OfficerRequest, pk: int) -> FileResponse:
    """The circular that issues a plan."""
    plan = _plan(pk)
    return docx_file(circular_document(plan, request.user, today()), f"通知-{plan.code}")


@page("plan", "export")
@require_POST
def circular_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The circular as PDF."""
    plan, officer = _plan(pk), request.user
    return pdf_file(request, lambda: circular_document(plan, officer, today()), f"通知-{plan.code}", back="plan", pk=pk)


@page("plan", "export")
def table_docx(request: OfficerRequest, pk: int) -> FileResponse:
    """The table of tasks, as far as the officer sees them."""
    plan = _plan(pk)
    return docx_file(_table(plan, request.user), f"任务分解表-{plan.code}")


@page("plan", "export")
@require_POST
def table_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The table of tasks as PDF."""
    plan, officer = _plan(pk), request.user
    return pdf_file(request, lambda: _table(plan, officer), f"任务分解表-{plan.code}", back="plan", pk=pk)


def _table(plan: Plan, officer: Officer) -> bytes:
    return quota_table_document(plan, officer, today())


def _plan(pk: int) -> Plan:
    plan = Plan.objects.filter(pk=pk).first()
    if plan is None:
        raise NotFound(plan=pk)
    return plan
