"""Keeping the measures (措施维护): adding one, wording it anew, retiring it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.enforcement.administering import add_measure, change_measure, set_active
from tracker.enforcement.measures import Measure
from tracker.web.editing import Attempt, attempt, checked, chosen_values
from tracker.web.forms.measures import MeasureForm, RetireForm
from tracker.web.pages import OfficerRequest, page


@page("measure", "change")
def measure_new(request: OfficerRequest) -> HttpResponse:
    """Add a measure; the administrator needs no programmer for it."""
    form = MeasureForm(request.POST or None)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: add_measure(values=form.values(), by=request.user))
        if tried.saved:
            return redirect("measure", code=tried.saved.pk)
    return render(request, "tracker/enforcement/measure_form.html", {"form": form, "heading": _("新增措施")})


@page("measure", "change")
def measure_edit(request: OfficerRequest, code: str) -> HttpResponse:
    """Word a measure anew: the next version, for orders to come."""
    found = get_object_or_404(Measure, pk=code)
    tried = Attempt()
    if request.method == "POST":
        form = MeasureForm(chosen_values(request.POST, found), instance=found)
        tried = attempt(request, form, found, lambda: _change(request, form, Measure.objects.get(pk=code)))
        if tried.saved:
            return redirect("measure", code=code)
    else:
        form = MeasureForm(instance=found)
    context = {"form": form, "measure": found, "heading": _("修改措施") + "：" + found.name}
    return render(request, "tracker/enforcement/measure_form.html", context | tried.context, status=tried.status)


def _change(request: OfficerRequest, form: MeasureForm, stored: Measure) -> Measure:
    said = form.cleaned_data
    return change_measure(
        measure=stored, values=form.values(), by=request.user, reason=said["reason"], seen_version=said["version"]
    )


@page("measure", "change")
@require_POST
def measure_retire(request: OfficerRequest, code: str) -> HttpResponse:
    """Retire a measure, or take it up again."""
    found, said = get_object_or_404(Measure, pk=code), checked(RetireForm(request.POST))
    declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
    set_active(
        measure=found, active=not found.is_active, by=request.user, reason=said["reason"], seen_version=said["version"]
    )
    messages.success(request, _("已保存"))
    return redirect("measure", code=code)
