"""Papers of acceptance (见证书、验收意见表、验收证书): as .docx by a link, as PDF by a button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tracker.documents.acceptance_papers import acceptance_document, certificate_document, witness_document
from tracker.progress.inspection_tables import Inspection
from tracker.targets.models import Target
from tracker.values.errors import IllegalState
from tracker.web.handing_out import docx_file, pdf_file
from tracker.web.pages import OfficerRequest, page

Answer = HttpResponse | FileResponse


@page("target")
def witness(request: OfficerRequest, pk: int) -> FileResponse:
    """The witness certificate of a target's dismantling, to be signed on site."""
    return docx_file(witness_document(_target(request, pk)), f"现场拆除见证书-{pk}")


@page("target")
@require_POST
def witness_pdf(request: OfficerRequest, pk: int) -> Answer:
    """The witness certificate as PDF."""
    return _pdf_of_target(request, pk, witness_document, "现场拆除见证书")


@page("target")
def certificate(request: OfficerRequest, pk: int) -> Answer:
    """The certificate that a target was accepted; before it was, back to the page, which says so."""
    try:
        return docx_file(certificate_document(_target(request, pk)), f"验收证书-{pk}")
    except IllegalState as early:
        messages.warning(request, str(early.message))
        return redirect("target", pk=pk)


@page("target")
@require_POST
def certificate_pdf(request: OfficerRequest, pk: int) -> Answer:
    """The certificate of acceptance as PDF."""
    return _pdf_of_target(request, pk, certificate_document, "验收证书")


@page("inspection")
def acceptance(request: OfficerRequest, pk: int) -> FileResponse:
    """The opinion form of an inspection."""
    return docx_file(acceptance_document(_inspection(request, pk)), f"验收意见表-{pk}")


@page("inspection")
@require_POST
def acceptance_pdf(request: OfficerRequest, pk: int) -> Answer:
    """The opinion form as PDF."""
    inspection = _inspection(request, pk)
    return pdf_file(request, lambda: acceptance_document(inspection), f"验收意见表-{pk}", back="inspection", pk=pk)


def _pdf_of_target(request: OfficerRequest, pk: int, make: Callable[[Target], bytes], name: str) -> Answer:
    target = _target(request, pk)
    return pdf_file(request, lambda: make(target), f"{name}-{pk}", back="target", pk=pk)


def _target(request: OfficerRequest, pk: int) -> Target:
    seen = Target.objects.get_visible(request.user, pk=pk)
    return Target.objects.select_related("plan", "enterprise", "facility", "region").get(pk=seen.pk)


def _inspection(request: OfficerRequest, pk: int) -> Inspection:
    seen = Inspection.objects.get_visible(request.user, pk=pk)
    related = ("target__plan", "target__enterprise", "target__facility", "target__region")
    return Inspection.objects.select_related(*related).get(pk=seen.pk)
