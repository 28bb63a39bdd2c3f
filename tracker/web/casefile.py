"""The case file of an enterprise (企业案卷): everything that concerns it in the order of time, on a page and as a document."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from tracker.alerts.casefile_entries import alerts_of
from tracker.documents.casefile_paper import casefile_document
from tracker.documents.rendering import DOCX
from tracker.enforcement.casefile import Entry, case_file, in_order
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.registry.models import Enterprise
from tracker.values.dates import today
from tracker.web.pages import OfficerRequest, page


@page("enterprise")
def show(request: OfficerRequest, pk: int) -> HttpResponse:
    """One enterprise's file."""
    enterprise = _seen(request, pk)
    context = {
        "enterprise": enterprise,
        "entries": _entries(enterprise, request.user),
        "may_order": may(request.user, "propose", "order"),
    }
    return render(request, "tracker/enforcement/casefile.html", context)


@page("enterprise")
def paper(request: OfficerRequest, pk: int) -> FileResponse:
    """The file as .docx."""
    enterprise = _seen(request, pk)
    data = casefile_document(enterprise, _entries(enterprise, request.user), today())
    name = f"案卷-{enterprise.name}.docx"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=DOCX)


def _seen(request: OfficerRequest, pk: int) -> Enterprise:
    return Enterprise.objects.select_related("region", "industry").get_visible(request.user, pk=pk)


def _entries(enterprise: Enterprise, officer: Officer) -> list[Entry]:
    return in_order([*case_file(enterprise, officer), *alerts_of(enterprise, officer)])
