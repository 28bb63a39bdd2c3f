"""Pages of the registry (企业台账): the list of enterprises and one enterprise with its facilities."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.registry.models import Enterprise, EnterpriseYear, Facility
from tracker.registry.spelling import Speller
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.forms.filters import EnterpriseFilter
from tracker.web.forms.survey import YearForm
from tracker.web.histories import history_of
from tracker.web.listing import ordered, page_context
from tracker.web.pages import OfficerRequest, page

SORTS = {"name": "name", "region": "region_id", "industry": "industry_id", "employees": "employees"}


@page("enterprise")
def index(request: OfficerRequest) -> HttpResponse:
    """Enterprises of the officer's regions; how many facilities and targets each has is counted for this page only."""
    filters = EnterpriseFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(Enterprise.objects.visible_to(request.user).live()).select_related("region", "industry")
    listed = page_context(request, ordered(request, rows, SORTS, default=("region_id", "name", "pk")))
    shown = [enterprise.pk for enterprise in listed["page"].object_list]
    facilities = dict(
        Facility.objects.filter(enterprise__in=shown).order_by().values_list("enterprise").annotate(n=Count("pk"))
    )
    targets = dict(
        Target.objects.filter(enterprise__in=shown).order_by().values_list("enterprise").annotate(n=Count("pk"))
    )
    for enterprise in listed["page"].object_list:
        enterprise.facility_count = facilities.get(enterprise.pk, 0)
        enterprise.target_count = targets.get(enterprise.pk, 0)
    asked = filters.asked("industry")
    context = {"filter_form": filters, "industry": asked if may(request.user, "change", "facility") else ""}
    return render(request, "tracker/registry/list.html", context | listed)


@page("enterprise")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One enterprise: what it is, its facilities, the plans it stands on."""
    officer = request.user
    enterprise = Enterprise.objects.select_related("region", "industry").get_visible(officer, pk=pk)
    targets = Target.objects.visible_to(officer).filter(enterprise=enterprise).select_related("plan", "facility")
    context = {
        "enterprise": enterprise,
        "facilities": _with_parameters(
            Facility.objects.visible_to(officer).live().filter(enterprise=enterprise).select_related("kind")
        ),
        "years": EnterpriseYear.objects.visible_to(officer).filter(enterprise=enterprise),
        "year_form": YearForm() if may(officer, "change", "enterprise") else None,
        "targets": targets.order_by("-plan__year", "pk"),
        "history": history_of(enterprise, officer),
    }
    return render(request, "tracker/registry/detail.html", context)


def _with_parameters(rows: QuerySet[Facility]) -> list[Facility]:
    """Facilities with their parameters in words."""
    speller, facilities = Speller(), list(rows)
    for facility in facilities:
        facility.told = speller.parameters(facility.kind_id, facility.attributes)  # type: ignore[attr-defined]
    return facilities
