"""Pages of catalogue editions (目录版本): a new draft, what it would change, its publication."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.catalogue.models import CatalogueEdition
from tracker.catalogue.services import create_draft, publish_edition
from tracker.screening.comparing import ADDED, KEPT, REMOVED, SURVEY, what_if
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.burdens import capacities, tables
from tracker.web.editing import attempt, checked
from tracker.web.edition_changes import changed_entries
from tracker.web.forms.criteria import DraftForm, PublishForm
from tracker.web.forms.screening import WhatIfForm
from tracker.web.pages import OfficerRequest, page


@page("catalogue", "change")
def draft(request: OfficerRequest) -> HttpResponse:
    """The form of a new draft, based on the newest edition unless told."""
    newest = CatalogueEdition.objects.in_force(today()).first()
    form = DraftForm(request.POST or None, initial={"based_on": newest})
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: create_draft(**form.cleaned_data, by=request.user))
        if tried.saved:
            return redirect(_list_of(tried.saved))
    return render(request, "tracker/catalogue/draft_form.html", {"form": form})


@page("catalogue", "change")
@require_POST
def publish(request: OfficerRequest, code: str) -> HttpResponse:
    """Publish a draft; from then on it is final."""
    edition = edition_of(code)
    said = checked(PublishForm(request.POST))
    seen = said.pop("version")
    return redirect(_list_of(publish_edition(edition=edition, by=request.user, seen_version=seen, **said)))


@page("screening", "change")
def compare(request: OfficerRequest, code: str) -> HttpResponse:
    """发布前测算: what a draft would add, remove and leave, against the edition in force. Its figures come by htmx."""
    edition, form = edition_of(code), WhatIfForm(request.GET)
    on = (form.is_valid() and form.cleaned_data["on"]) or today()
    against = _against(request, edition)
    context: dict[str, Any] = {
        "edition": edition,
        "against": against,
        "on": on,
        "form": form,
        "others": CatalogueEdition.objects.exclude(pk=edition.pk),
    }
    if not request.GET.get("figures"):
        return render(
            request, "tracker/catalogue/what_if.html", context | {"changed": changed_entries(edition, against)}
        )
    started = perf_counter()
    told = what_if(draft=edition, against=against, on=on, by=request.user)
    changes = [_change(told, ADDED), _change(told, REMOVED)]
    figures = {
        "changes": changes,
        "kept": told.line(KEPT),
        "survey": told.line(SURVEY),
        "seconds": perf_counter() - started,
    }
    return render(request, "tracker/catalogue/what_if_figures.html", context | figures)


def edition_of(code: str) -> CatalogueEdition:
    """The edition of a code."""
    edition = CatalogueEdition.objects.filter(code=code).first()
    if edition is None:
        raise NotFound(code=code)
    return edition


def _against(request: OfficerRequest, edition: CatalogueEdition) -> CatalogueEdition | None:
    """The edition asked for, else the natural rival."""
    asked = request.GET.get("against")
    return edition_of(asked) if asked else _rival(edition)


def _rival(edition: CatalogueEdition) -> CatalogueEdition | None:
    """What the edition is held against: what it superseded; a draft what it was drawn up from, or what is in force."""
    if edition.state == CatalogueEdition.State.PUBLISHED:
        return edition.supersedes
    return edition.based_on or CatalogueEdition.objects.in_force(today()).first()


def _change(told: Any, change: str) -> dict[str, Any]:
    line = told.line(change)
    return {"name": change, "line": line, "capacity": capacities(line.capacity), "tables": tables(told, change)}


def _list_of(edition: CatalogueEdition) -> str:
    return f"{reverse('catalogue')}?edition={edition.code}"
