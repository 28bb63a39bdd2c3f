"""The page of a catalogue entry (目录条目): its criteria as sentences, with a live count of what they reach."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.catalogue.services import drop_entry, put_entry
from tracker.values.errors import NotFound
from tracker.web.editing import Attempt, attempt, checked, chosen_values
from tracker.web.forms.contracts import VersionForm
from tracker.web.forms.criteria import EntryForm, criteria_forms, stated_rows
from tracker.web.pages import OfficerRequest, page


@page("catalogue", "change")
def new(request: OfficerRequest, code: str) -> HttpResponse:
    """The form of a new entry of a draft."""
    edition = CatalogueEdition.objects.filter(code=code).first()
    if edition is None:
        raise NotFound(code=code)
    return _form_page(request, edition, None)


@page("catalogue", "change")
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form of an entry that exists."""
    entry = _entry(pk)
    return _form_page(request, entry.edition, entry)


@page("catalogue", "change")
@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an entry out of a draft."""
    entry = _entry(pk)
    said = checked(VersionForm(request.POST))
    drop_entry(entry=entry, by=request.user, seen_version=said["version"])
    return redirect(f"{reverse('catalogue')}?edition={entry.edition.code}")


def _entry(pk: int) -> CatalogueEntry:
    entry = CatalogueEntry.objects.select_related("edition", "industry").filter(pk=pk).first()
    if entry is None:
        raise NotFound(entry=str(pk))
    return entry


def _form_page(request: OfficerRequest, edition: CatalogueEdition, entry: CatalogueEntry | None) -> HttpResponse:
    tried = Attempt()
    if request.method == "POST":
        form, rows = EntryForm(chosen_values(request.POST, entry)), criteria_forms(request.POST, None)
        if rows.is_valid():
            tried = attempt(request, form, entry, lambda: _save(request, edition, entry, form, rows))
        if tried.saved:
            return redirect(f"{reverse('catalogue')}?edition={edition.code}")
    else:
        form, rows = EntryForm(initial=_initial(entry) if entry else {}), criteria_forms(None, entry)
    context = {
        "edition": edition,
        "entry": entry,
        "form": form,
        "rows": rows,
        "heading": _("修改条目") if entry else _("新增条目"),
        "back_url": f"{reverse('catalogue')}?edition={edition.code}",
    }
    return render(request, "tracker/catalogue/entry_form.html", context | tried.context, status=tried.status)


def _save(
    request: OfficerRequest, edition: CatalogueEdition, entry: CatalogueEntry | None, form: EntryForm, rows: Any
) -> CatalogueEntry:
    return put_entry(
        edition=edition,
        row=form.row(),
        criteria=stated_rows(rows),
        by=request.user,
        entry=entry,
        seen_version=form.cleaned_data.get("version"),
    )


def _initial(entry: CatalogueEntry) -> dict[str, Any]:
    names = ("number", "tier", "kind", "title", "text", "phase_out_on", "citation", "version")
    return {"industry": entry.industry_id, **{name: getattr(entry, name) for name in names}}
