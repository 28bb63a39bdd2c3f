"""Pages of the registry (企业台账): the list of enterprises and one enterprise with its facilities."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from tracker.officers.permissions import may
from tracker.registry.models import Enterprise, EnterpriseYear, Facility
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.duestate import with_due_state
from tracker.web.forms.filters import EnterpriseFilter
from tracker.web.forms.survey import YearForm
from tracker.web.histories import history_of
from tracker.web.listing import exported, ordered, page_context
from tracker.web.pages import OfficerRequest, Reply, page
from tracker.web.sheets.registry import with_counts, with_parameters

SORTS = {"name": "name", "region": "region_id", "industry": "industry_id", "employees": "employees"}


@page("enterprise")
def index(request: OfficerRequest) -> Reply:
    """Enterprises of the officer's regions; how many facilities and targets each has is counted for this page only."""
    filters = EnterpriseFilter(request.GET, officer=request.user, on=today())
    rows = filters.narrow(Enterprise.objects.visible_to(request.user).live()).select_related("region", "industry")
    rows = ordered(request, rows, SORTS, default=("region_id", "name", "pk"))
    if file := _exported(request, rows, filters):
        return file
    listed = page_context(request, rows)
    with_counts(list(listed["page"].object_list))
    asked = filters.asked("industry")
    context = {"filter_form": filters, "industry": asked if may(request.user, "change", "facility") else ""}
    return render(request, "tracker/registry/list.html", context | listed)


def _exported(request: OfficerRequest, rows: QuerySet[Enterprise], filters: EnterpriseFilter) -> Reply | None:
    """The enterprises, or (`table=facilities`) the facilities of those enterprises."""
    if request.GET.get("table") != "facilities":
        return exported(request, "enterprises", rows, filters=filters)
    facilities = Facility.objects.visible_to(request.user).live().filter(enterprise__in=rows.order_by())
    related = facilities.select_related("region", "enterprise", "industry", "kind")
    return exported(request, "facilities", related.order_by("region_id", "enterprise__name", "pk"), filters=filters)


@page("enterprise")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One enterprise: what it is, its facilities, the plans it stands on."""
    officer = request.user
    enterprise = Enterprise.objects.select_related("region", "industry").get_visible(officer, pk=pk)
    targets = Target.objects.visible_to(officer).filter(enterprise=enterprise).select_related("plan", "facility")
    context = {
        "may_order": may(request.user, "propose", "order"),
        "enterprise": enterprise,
        "facilities": with_parameters(
            list(Facility.objects.visible_to(officer).live().filter(enterprise=enterprise).select_related("kind"))
        ),
        "years": EnterpriseYear.objects.visible_to(officer).filter(enterprise=enterprise),
        "year_form": YearForm() if may(officer, "change", "enterprise") else None,
        "targets": with_due_state(targets, today()).order_by("-plan__year", "pk"),
        "history": history_of(enterprise, officer),
    }
    return render(request, "tracker/registry/detail.html", context)
