"""The page of the quiet hours (免打扰时段)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.deadlines.quiet import QuietTime, set_quiet_time
from tracker.officers.permissions import may, require
from tracker.web.editing import attempt
from tracker.web.forms.deadlines import QuietForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page


@page("quiet")
def index(request: OfficerRequest) -> HttpResponse:
    """When no mail goes out that can wait, and setting it."""
    row, status, more = QuietTime.objects.first(), 200, {}
    form = QuietForm(request.POST or None, instance=row)
    if request.method == "POST":
        require(request.user, "change", "quiet")
        tried = attempt(request, form, row, lambda: _set(request, form))
        if tried.saved:
            return redirect("quiet")
        status, more = tried.status, tried.context
    context = {
        "form": form,
        "quiet": row,
        "may_change": may(request.user, "change", "quiet"),
        "history": history_of(row, request.user) if row else [],
    }
    return render(request, "tracker/deadlines/quiet.html", context | more, status=status)


def _set(request: OfficerRequest, form: QuietForm) -> QuietTime:
    return set_quiet_time(values=form.values(), by=request.user, seen_version=form.cleaned_data["version"])
