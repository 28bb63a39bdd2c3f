"""Pages of catalogue editions (目录版本): a new draft, what it would change, its publication."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.catalogue.rules import entries_of
from tracker.catalogue.services import create_draft, publish_edition
from tracker.catalogue.wording import Words, words
from tracker.screening.comparing import ADDED, KEPT, REMOVED, SURVEY, what_if
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.burdens import capacities, tables
from tracker.web.editing import attempt, checked
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
        return render(request, "tracker/catalogue/what_if.html", context | {"changed": _changed(edition, against)})
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


def _changed(edition: CatalogueEdition, against: CatalogueEdition | None) -> list[dict[str, str]]:
    """The entries whose criteria read differently, old and new; an entry that was renamed stands beside what it was."""
    spoken = words()
    new, old = _sentences(edition, spoken), _sentences(against, spoken) if against else {}
    pairs = [(entry, _same(entry, old, new)) for entry in new] + [
        (entry, None) for entry in old if _same(entry, new, old) is None
    ]
    told = []
    for entry, before in pairs:
        said = (old[before] if before else old.get(entry, "")), new.get(entry, "")
        if said[0] != said[1]:
            told.append({"label": f"{entry.number} {entry.title}", "old": said[0], "new": said[1]})
    return told


def _sentences(edition: CatalogueEdition, spoken: Words) -> dict[CatalogueEntry, str]:
    """The criteria of each entry in words."""
    entries = {entry.pk: entry for entry in edition.entries.all()}
    return {entries[one.entry_id]: spoken.entry(list(one.groups().values())) for one in entries_of(edition)}


def _same(
    entry: CatalogueEntry, others: Iterable[CatalogueEntry], own: Iterable[CatalogueEntry]
) -> CatalogueEntry | None:
    """The same entry in the other edition: of its title; else of its number and industry, where no title claims that one."""
    by_title = {other.title: other for other in others}
    if entry.title in by_title:
        return by_title[entry.title]
    claimed = {one.title for one in own}
    place = (entry.number, entry.industry_id)
    return next((o for o in others if (o.number, o.industry_id) == place and o.title not in claimed), None)


def _list_of(edition: CatalogueEdition) -> str:
    return f"{reverse('catalogue')}?edition={edition.code}"
