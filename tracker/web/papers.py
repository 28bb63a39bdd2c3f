"""Documents handed out (公文下载): as .docx by a link, as PDF by a button, for making one takes LibreOffice a while."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tracker.contracts.models import Contract
from tracker.documents.contract_paper import contract_document
from tracker.documents.pdf import NoPdf, to_pdf
from tracker.documents.plan_papers import circular_document, quota_table_document
from tracker.documents.rendering import DOCX
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.pages import OfficerRequest, page


@page("contract")
def contract_docx(request: OfficerRequest, pk: int) -> FileResponse:
    """A contract, to be printed or edited."""
    contract = Contract.objects.get_visible(request.user, pk=pk)
    return _file(contract_document(contract), f"责任书-{contract.number}.docx", DOCX)


@page("contract")
@require_POST
def contract_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """A contract as PDF."""
    contract = Contract.objects.get_visible(request.user, pk=pk)
    return _pdf(request, lambda: contract_document(contract), f"责任书-{contract.number}.pdf", "contract", pk)


@page("plan", "export")
def circular_docx(request: OfficerRequest, pk: int) -> FileResponse:
    """The circular that issues a plan."""
    plan = _plan(pk)
    return _file(circular_document(plan, request.user, today()), f"通知-{plan.code}.docx", DOCX)


@page("plan", "export")
@require_POST
def circular_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The circular as PDF."""
    plan, officer = _plan(pk), request.user
    return _pdf(request, lambda: circular_document(plan, officer, today()), f"通知-{plan.code}.pdf", "plan", pk)


@page("plan", "export")
def table_docx(request: OfficerRequest, pk: int) -> FileResponse:
    """The table of tasks, as far as the officer sees them."""
    plan = _plan(pk)
    return _file(_table(plan, request.user), f"任务分解表-{plan.code}.docx", DOCX)


@page("plan", "export")
@require_POST
def table_pdf(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """The table of tasks as PDF."""
    plan, officer = _plan(pk), request.user
    return _pdf(request, lambda: _table(plan, officer), f"任务分解表-{plan.code}.pdf", "plan", pk)


def _table(plan: Plan, officer: Officer) -> bytes:
    return quota_table_document(plan, officer, today())


def _plan(pk: int) -> Plan:
    plan = Plan.objects.filter(pk=pk).first()
    if plan is None:
        raise NotFound(plan=pk)
    return plan


def _pdf(
    request: OfficerRequest, make: Callable[[], bytes], name: str, back: str, pk: int
) -> HttpResponse | FileResponse:
    try:
        return _file(to_pdf(make()), name, "application/pdf")
    except NoPdf as missing:
        messages.warning(request, str(missing.message))
        return redirect(back, pk=pk)


def _file(data: bytes, name: str, content_type: str) -> FileResponse:
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=content_type)
