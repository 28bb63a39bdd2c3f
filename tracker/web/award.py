"""One award (一笔奖补资金): what it is, how it became so, and its correction by the government that gives it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.incentives.award_tables import Award
from tracker.incentives.awarding import gives
from tracker.incentives.correcting import correct_award
from tracker.officers.permissions import may, require
from tracker.web.editing import Attempt, attempt, chosen_values
from tracker.web.forms.incentives import AwardCorrectionForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page


@page("award")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """The award with its history; who may, corrects it here."""
    officer, one = request.user, _award(request, pk)
    form = AwardCorrectionForm(instance=_award(request, pk), officer=officer)
    tried = Attempt()
    if request.method == "POST":
        require(officer, "change", "award", region=one.region_id)
        form = AwardCorrectionForm(chosen_values(request.POST, one), instance=_award(request, pk), officer=officer)
        tried = attempt(request, form, one, lambda: _correct(request, one, form))
        if tried.saved:
            return redirect("award", pk=pk)
    context = {
        "one": one,
        "form": form,
        "may_correct": may(officer, "change", "award") and gives(officer, one.source),
        "history": history_of(one, officer),
    }
    return render(request, "tracker/incentives/award.html", context | tried.context, status=tried.status)


def _award(request: OfficerRequest, pk: int) -> Award:
    related = ("enterprise", "region", "target__facility", "target__plan", "recorded_by")
    one: Award = Award.objects.select_related(*related).get_visible(request.user, pk=pk)
    return one


def _correct(request: OfficerRequest, one: Award, form: AwardCorrectionForm) -> Award:
    said = form.cleaned_data
    return correct_award(award=one, values=said, by=request.user, reason=said["reason"], seen_version=said["version"])
