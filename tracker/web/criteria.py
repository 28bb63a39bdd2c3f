"""Parts of the criteria form (界定条件), for htmx: what the rows reach while they are typed, and one row anew."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tracker.catalogue.criteria import EntryRules
from tracker.catalogue.services import check_criteria
from tracker.catalogue.wording import words
from tracker.screening.comparing import ADDED, SURVEY, reach
from tracker.values.dates import today
from tracker.values.errors import InvalidValue, NotFound
from tracker.web.burdens import capacities
from tracker.web.forms.criteria import CriterionForm, Vocabulary, criteria_forms, stated_rows
from tracker.web.pages import OfficerRequest, page


@page("catalogue", "change")
@require_POST
def count(request: OfficerRequest) -> HttpResponse:
    """What the criteria on the form reach today, and how they read; for htmx, while the officer types."""
    rows = criteria_forms(request.POST, None)
    context: dict[str, Any] = {}
    try:
        rules = check_criteria(stated_rows(rows)) if rows.is_valid() else []
        if rules:
            entry = EntryRules(0, request.POST.get("industry", ""), tuple(rules))
            found = reach(entry=entry, on=today())
            context = {
                "sentence": words().entry(list(entry.groups().values())),
                "reached": found.line(ADDED),
                "capacity": capacities(found.line(ADDED).capacity),
                "unknown": found.line(SURVEY),
            }
    except InvalidValue as error:
        context = {"fault": error.message, "fault_row": error.data.get("row", 0) + 1}
    return render(request, "tracker/catalogue/reach.html", context)


@page("catalogue", "change")
def row(request: OfficerRequest) -> HttpResponse:
    """One row of criteria anew, after its attribute was chosen; for htmx."""
    prefix = request.GET.get("row", "c-0")
    if not (prefix.startswith("c-") and prefix[2:].isdigit() and len(prefix) < 6):
        raise NotFound(row=prefix[:20])
    said = {name: request.GET.get(f"{prefix}-{name}", "") for name in ("group", "attribute", "comparator", "negated")}
    form = CriterionForm(initial=said, prefix=prefix, vocabulary=Vocabulary())
    return render(request, "tracker/catalogue/criterion_row.html", {"row": form})
