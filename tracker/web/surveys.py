"""Pages of the survey (调研摸底): one facility with its facts, an enterprise's yearly figures, the workbook of an industry."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tracker.officers.permissions import may
from tracker.registry.models import Enterprise, Facility, FacilityFact
from tracker.registry.services import put_year, survey_facility
from tracker.registry.spelling import Speller
from tracker.screening.models import Finding
from tracker.values.dates import today
from tracker.web.editing import Attempt, attempt, checked, chosen_values
from tracker.web.findings import explain
from tracker.web.forms.survey import SurveyForm, YearForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404
from tracker.workbooks.surveys import survey_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("facility")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One facility: its parameters, what each survey found, and under which entries it was found."""
    facility = _facility(request, pk)
    speller = Speller()
    known = FacilityFact.objects.visible_to(request.user).filter(facility=facility)
    facts = list(known.select_related("kind", "recorded_by").order_by("-on", "-pk"))
    for fact in facts:
        fact.told = speller.parameters(fact.kind_id, fact.attributes)  # type: ignore[attr-defined]
    found = Finding.objects.visible_to(request.user).filter(facility=facility).select_related("entry", "run__edition")
    findings = list(found.order_by("-run_id", "entry__number")[:20])
    explain(findings)
    allowed = may(request.user, "change", "facility") and facility.merged_into_id is None
    context = {
        "may_change_facility": allowed,
        "facility": facility,
        "parameters": speller.pairs(facility.attributes),
        "facts": facts,
        "findings": findings,
    }
    return render(request, "tracker/registry/facility.html", context)


@page("facility", "change")
def survey(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form of what a survey found."""
    facility = _facility(request, pk)
    tried = Attempt()
    if request.method == "POST":
        form = SurveyForm(chosen_values(request.POST, facility), facility=facility)
        tried = attempt(request, form, facility, lambda: _save(request, facility, form))
        if tried.saved:
            return redirect("enterprise_facility", pk=facility.pk)
    else:
        form = SurveyForm(initial=_initial(facility), facility=facility)
    return render(
        request,
        "tracker/registry/survey.html",
        {"facility": facility, "form": form} | tried.context,
        status=tried.status,
    )


@page("enterprise", "change")
@require_POST
def year(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note an enterprise's figures of a year."""
    enterprise = Enterprise.objects.get_visible(request.user, pk=pk)
    form = YearForm(request.POST)
    checked(form)
    put_year(enterprise=enterprise, figures=form.figures(), by=request.user)
    return redirect("enterprise", pk=enterprise.pk)


@page("facility", "change")
def questionnaire(request: OfficerRequest, code: str) -> FileResponse:
    """The survey workbook of an industry, filled with what is known."""
    plan, out = plan_or_404(request), tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    survey_workbook(plan=plan, industry=code, by=request.user, out=out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"survey-{code}-{plan.code}.xlsx", content_type=XLSX)


def _facility(request: OfficerRequest, pk: int) -> Facility:
    return Facility.objects.select_related("enterprise", "region", "industry", "kind", "merged_into").get_visible(
        request.user, pk=pk
    )


def _initial(facility: Facility) -> dict[str, Any]:
    names = ("status", "capacity", "capacity_unit", "commissioned_on", "version")
    own = {name: getattr(facility, name) for name in names}
    told = {
        f"p_{code}": str(value).lower() if isinstance(value, bool) else value
        for code, value in facility.attributes.items()
    }
    return {"on": today(), "kind": facility.kind_id, "industry": facility.industry_id, **own, **told}


def _save(request: OfficerRequest, facility: Facility, form: SurveyForm) -> Facility:
    said = form.cleaned_data
    return survey_facility(
        facility=facility,
        changes=form.changes(),
        on=said["on"],
        by=request.user,
        reason=said["reason"],
        seen_version=said["version"],
    )
