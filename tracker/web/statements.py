"""Pages of statements (对账单): the list with its sum, the cities' totals, one statement with what it changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.statement_tables import Statement, StatementLine, StatementState
from tracker.enforcement.statements import is_stale, issue_statement, make_statements
from tracker.officers.permissions import may
from tracker.progress.report_rules import month_before
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.contracts import VersionForm
from tracker.web.forms.prices import ChargeForm, StatementFilter
from tracker.web.histories import history_of
from tracker.web.listing import exported, page_context
from tracker.web.pages import OfficerRequest, Reply, page


@page("statement")
def index(request: OfficerRequest) -> Reply:
    """The statements, latest month first; superseded drafts only where asked for."""
    filters = StatementFilter(request.GET, officer=request.user, on=today())
    every = Statement.objects.visible_to(request.user)
    rows = filters.narrow(every)
    if not filters.asked("state"):
        rows = rows.exclude(state=StatementState.SUPERSEDED)
    listed = rows.select_related("measure", "region", "organisation")
    if file := exported(request, "statements", listed, filters=filters):
        return file
    standing = filters.narrow(every.standing()).aggregate(total=Sum("total"), count=Count("pk"))
    context = {
        "filter_form": filters,
        "standing": standing,
        "charge_form": ChargeForm(initial={"month": month_before(today())}),
        "may_charge": may(request.user, "change", "statement"),
    }
    return render(request, "tracker/statements/list.html", context | page_context(request, listed))


@page("statement")
def cities(request: OfficerRequest) -> Reply:
    """What the facilities of each city owe in a month, by measure; added up by the database from the lines."""
    form = ChargeForm(request.GET or None, initial={"month": month_before(today())})
    month = form.cleaned_data["month"] if form.is_bound and form.is_valid() else month_before(today())
    standing = Statement.objects.visible_to(request.user).standing().filter(month=month)
    lines = StatementLine.objects.visible_to(request.user).filter(statement__in=standing)
    sums = {
        "facilities": Count("facility", distinct=True, filter=Q(gap="")),
        "amount": Sum("amount"),
        "gaps": Count("pk", filter=~Q(gap__in=["", "no_order"])),
    }
    by = ("statement__region__name", "statement__region_id", "statement__measure__name")
    found = lines.order_by("statement__region_id", "statement__measure_id").values(*by).annotate(**sums)
    rows = _named(found)
    if file := exported(request, "statement_cities", rows, told=f"{month:%Y-%m}"):
        return file
    context = {"form": form, "month": month, "rows": rows, "sums": lines.aggregate(**sums)}
    return render(request, "tracker/statements/cities.html", context)


def _named(found: QuerySet[Any, Any]) -> list[dict[str, Any]]:
    return [
        {"city": row["statement__region__name"], "region": row["statement__region_id"],
         "measure": row["statement__measure__name"], **{name: row[name] for name in ("facilities", "amount", "gaps")}}
        for row in found
    ]  # fmt: skip


@page("statement")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One statement: its lines, old and new, and the editions beside it."""
    officer, statement = request.user, statement_seen(request, pk)
    lines = StatementLine.objects.visible_to(officer).filter(statement=statement)
    editions = Statement.objects.visible_to(officer).filter(
        measure=statement.measure, region=statement.region, month=statement.month
    )
    context = {
        "statement": statement,
        "is_correction": statement.corrects_id is not None,
        "editions": editions.select_related("issued_by", "made_by"),
        "sums": lines.aggregate(quantity=Sum("quantity"), amount=Sum("amount"), before=Sum("previous_amount")),
        "gaps": lines.exclude(gap__in=["", "no_order"]).count(),
        "stale": bool(officer.scope) and is_stale(statement),
        "may_issue": statement.state == StatementState.DRAFT and may(officer, "issue", "statement"),
        "may_charge": may(officer, "change", "statement"),
        "charge_form": ChargeForm(initial={"month": statement.month}),
        "history": history_of(statement, officer),
    }
    changed_first = lines.select_related("industry", "region").order_by(
        F("causes__len").desc(nulls_last=True), "region_id", "party", "pk"
    )
    return render(request, "tracker/statements/detail.html", context | page_context(request, changed_first))


def statement_seen(request: OfficerRequest, pk: int) -> Statement:
    """The statement, if the officer may know of it."""
    related = ("measure", "region", "organisation", "corrects", "issued_by", "made_by")
    return Statement.objects.select_related(*related).get_visible(request.user, pk=pk)


@page("statement", "change")
@require_POST
def charge(request: OfficerRequest) -> HttpResponse:
    """Calculate a month, or calculate it anew."""
    month = checked(ChargeForm(request.POST))["month"]
    made = make_statements(month=month, by=request.user, on=today())
    if made:
        messages.success(request, _("已核算，新编 %(n)d 份对账单") % {"n": len(made)})
    else:
        messages.info(request, _("与现有对账单一致，没有变动"))
    return redirect("statements")


@page("statement", "issue")
@require_POST
def issue(request: OfficerRequest, pk: int) -> HttpResponse:
    """Issue a statement to the duty department."""
    statement, said = statement_seen(request, pk), checked(VersionForm(request.POST))
    issued = issue_statement(statement=statement, by=request.user, on=today(), seen_version=said["version"])
    messages.success(request, _("已出具 %(number)s") % {"number": issued.number})
    return redirect("statement", pk=pk)
