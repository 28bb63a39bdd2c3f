"""Pages of the catalogue room (淘汰目录): the entries of an edition with their criteria in words, and the check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tracker.catalogue.checking import Answer, check
from tracker.catalogue.criteria import Rule
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.catalogue.rules import entries_of
from tracker.catalogue.wording import words
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.forms.criteria import PublishForm
from tracker.web.forms.filters import EntryFilter
from tracker.web.forms.screening import CheckForm
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("catalogue")
def index(request: OfficerRequest) -> Reply:
    """The entries of the edition asked for, else of the one in force, else of the newest. Drafts are for who may change them."""
    editions = _editions(request.user)
    filters = EntryFilter(request.GET, editions=editions)
    in_force = CatalogueEdition.objects.in_force(today()).first()
    asked = next((edition for edition in editions if edition.code == filters.asked("edition")), None)
    edition = asked or in_force or next(iter(editions), None)
    filters.initial["edition"] = edition.code if edition else ""
    rows = filters.narrow(CatalogueEntry.objects.filter(edition=edition)).select_related("industry").order_by("number")
    sentences = _sentences(edition) if edition else {}
    if file := exported(request, "catalogue", _spoken(rows.select_related("edition"), sentences), filters=filters):
        return file
    listed = page_context(request, rows)
    listed["page"].object_list = list(_spoken(listed["page"].object_list, sentences))
    is_draft = edition is not None and edition.state == CatalogueEdition.State.DRAFT
    may_change = may(request.user, "change", "catalogue")
    context: dict[str, Any] = {
        "filter_form": filters,
        "edition": edition,
        "in_force": in_force,
        "is_draft": is_draft,
        "may_change": may_change,
        "may_screen": may(request.user, "change", "screening"),
        "publish_form": PublishForm(initial={"version": edition.version})
        if edition and is_draft and may_change
        else None,
    }
    return render(request, "tracker/catalogue/list.html", context | listed)


@page("catalogue")
def lookup(request: OfficerRequest) -> HttpResponse:
    """产品装备核查: whether something is listed on a day, for procurement and project approval."""
    form = CheckForm(request.GET or None, initial={"on": today()})
    answer: Answer | None = None
    if form.is_valid() and form.cleaned_data["q"]:
        answer = check(form.cleaned_data["q"], form.cleaned_data["on"] or today())
        sentences = _sentences(answer.edition) if answer.edition else {}
        for listing in answer.listings:
            listing.entry.sentence = sentences.get(listing.entry.pk, "")  # type: ignore[attr-defined]
    return render(request, "tracker/catalogue/check.html", {"form": form, "answer": answer})


def _editions(officer: Officer) -> list[CatalogueEdition]:
    editions = CatalogueEdition.objects.all()
    if not may(officer, "change", "catalogue"):
        editions = editions.filter(state=CatalogueEdition.State.PUBLISHED)
    return list(editions)


def _spoken(entries: Iterable[Any], sentences: dict[int, str]) -> Iterator[Any]:
    """The entries with their criteria as a sentence."""
    for entry in entries:
        entry.sentence = sentences.get(entry.pk, "")
        yield entry


def _sentences(edition: CatalogueEdition) -> dict[int, str]:
    spoken = words()

    def told(groups: list[list[Rule]]) -> str:
        return spoken.entry(groups)

    return {one.entry_id: told(list(one.groups().values())) for one in entries_of(edition)}
