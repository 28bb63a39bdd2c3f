"""The case file of an enterprise (企业案卷): everything in the order of time, as a page, a document, and with every document."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from tracker.alerts.casefile_entries import alerts_of
from tracker.documents.casefile_paper import casefile_document
from tracker.enforcement.casefile import case_file
from tracker.enforcement.casefile_entry import Entry, in_order
from tracker.incentives.casefile_entries import incentives_of
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.registry.models import Enterprise
from tracker.values.dates import today
from tracker.web.casefile_bundle import bundle
from tracker.web.handing_out import docx_file
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
    entries = _written(enterprise, request.user)
    return docx_file(casefile_document(enterprise, entries, today()), _name(enterprise))


@page("enterprise")
def whole(request: OfficerRequest, pk: int) -> FileResponse:
    """The file with every document of it, as one .zip."""
    enterprise = _seen(request, pk)
    entries = _written(enterprise, request.user)
    packed = bundle(request, entries, casefile_document(enterprise, entries, today()))
    return FileResponse(packed, as_attachment=True, filename=f"{_name(enterprise)}.zip", content_type="application/zip")


def _name(enterprise: Enterprise) -> str:
    return f"案卷-{enterprise.name}"


def _seen(request: OfficerRequest, pk: int) -> Enterprise:
    return Enterprise.objects.select_related("region", "industry").get_visible(request.user, pk=pk)


def _written(enterprise: Enterprise, officer: Officer) -> list[Entry]:
    """The entries as a paper has them: in Chinese, whatever language the officer reads."""
    with override("zh-hans"):
        return _entries(enterprise, officer)


def _entries(enterprise: Enterprise, officer: Officer) -> list[Entry]:
    beside = [*alerts_of(enterprise, officer), *incentives_of(enterprise, officer)]
    return in_order([*case_file(enterprise, officer), *beside])
