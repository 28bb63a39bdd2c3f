"""Pages of the catalogue room (淘汰目录): the entries of an edition."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.values.dates import today
from tracker.web.forms.filters import EntryFilter
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page


@page("catalogue")
def index(request: OfficerRequest) -> HttpResponse:
    """The entries of the edition asked for, else of the one in force, else of the newest."""
    editions = list(CatalogueEdition.objects.all())
    filters = EntryFilter(request.GET, editions=editions)
    in_force = CatalogueEdition.objects.in_force(today()).first()
    asked = next((edition for edition in editions if edition.code == filters.asked("edition")), None)
    edition = asked or in_force or next(iter(editions), None)
    rows = filters.narrow(CatalogueEntry.objects.filter(edition=edition)).select_related("industry").order_by("number")
    context = {"filter_form": filters, "edition": edition}
    return render(request, "tracker/catalogue/list.html", context | page_context(request, rows))
