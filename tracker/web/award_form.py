"""Recording one award by hand (登记一笔奖补资金): first the accepted target, then the money."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.incentives.award_tables import Award
from tracker.incentives.awarding import AwardRow, add_award
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import attempt
from tracker.web.forms.incentives import AwardForm, CapacitySearch
from tracker.web.pages import OfficerRequest, page

SHOWN = 30


@page("award", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """The form for the target the address names; without one, accepted targets to choose from."""
    asked = request.GET.get("target", "")
    if not asked:
        return _search(request)
    target = Target.objects.select_related("plan", "region", "enterprise", "facility").get_visible(
        request.user, pk=asked
    )
    form = AwardForm(request.POST or None, officer=request.user, initial={"year": today().year})
    if request.method == "POST":
        tried = attempt(
            request, form, None, lambda: add_award(plan=target.plan, row=_row(target, form), by=request.user)
        )
        if tried.saved:
            return redirect(f"{reverse('awards')}?q={target.enterprise.name}")
    given = Award.objects.visible_to(request.user).filter(enterprise=target.enterprise)
    context = {"form": form, "target": target, "given": given.select_related("target__facility")}
    return render(request, "tracker/incentives/award_form.html", context)


def _row(target: Target, form: AwardForm) -> AwardRow:
    said = form.cleaned_data
    enterprise = target.enterprise
    return AwardRow(
        enterprise_name=enterprise.name, credit_code=enterprise.credit_code or None, source=said["source"],
        facility_name="" if said["whole"] else target.facility.name, purpose=said["purpose"], amount=said["amount"],
        year=said["year"], document_number=said["document_number"], paid_on=said["paid_on"], remark=said["remark"],
    )  # fmt: skip


def _search(request: OfficerRequest) -> HttpResponse:
    """Accepted targets by name, those without any money first."""
    form = CapacitySearch(request.GET or None)
    rows = form.found(request.user).annotate(has_money=Exists(Award.objects.filter(target=OuterRef("pk"))))
    found = rows.select_related("plan", "region", "enterprise", "facility").order_by("has_money", "-accepted_on", "pk")
    return render(
        request, "tracker/incentives/award_targets.html", {"form": form, "targets": found[:SHOWN], "shown": SHOWN}
    )
