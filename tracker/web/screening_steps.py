"""From one screening onwards (筛查之后): what changed between two runs, and picking findings for the plan's list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.screening.comparing import ADDED, KEPT, REMOVED, difference, only_in
from tracker.targets.picking import pick
from tracker.web.burdens import capacities, tables
from tracker.web.editing import checked
from tracker.web.findings import explain
from tracker.web.forms.screening import CompareForm, PickForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.screening import run_of

# Findings shown on each side; the figures above them count all.
MOST = 200


@page("screening")
def compare(request: OfficerRequest, pk: int) -> HttpResponse:
    """What changed between two runs, whichever is older."""
    run = run_of(pk)
    if not request.GET.get("other"):
        return redirect("screening_run", pk=pk)
    other = checked(CompareForm(request.GET, run=run))["other"]
    older, newer = sorted((run, other), key=lambda one: (one.on, one.pk))
    told = difference(older=older, newer=newer, officer=request.user)
    sides = [(ADDED, newer, older), (REMOVED, older, newer)]
    changes = []
    for name, where, elsewhere in sides:
        found = only_in(where, elsewhere, request.user).select_related(
            "facility", "enterprise", "region", "entry", "industry"
        )
        shown = list(found.order_by("region_id", "enterprise_id", "pk")[:MOST])
        explain(shown)
        line = told.line(name)
        changes.append(
            {
                "name": name,
                "line": line,
                "capacity": capacities(line.capacity),
                "tables": tables(told, name),
                "findings": shown,
                "more": found.count() - MOST if len(shown) == MOST else 0,
            }
        )
    return render(
        request,
        "tracker/screening/compare.html",
        {"older": older, "newer": newer, "changes": changes, "kept": told.line(KEPT)},
    )


@page("target", "change")
@require_POST
def pick_targets(request: OfficerRequest) -> HttpResponse:
    """Put the chosen findings on the plan's list."""
    said = checked(PickForm(request.POST))
    result = pick(findings=said["finding"], plan=said["plan"], deadline=said["deadline"], by=request.user)
    request.session["plan"] = said["plan"].code
    messages.success(
        request, _("已将 %(n)d 台（条）装备列入 %(plan)s") % {"n": result.count("create"), "plan": said["plan"].title}
    )
    return redirect("targets")
