"""Pages of statements (对账单): the list with its sum, one statement with what it changes."""

from __future__ import annotations

from django.db.models import Count, F, Sum
from django.http import HttpResponse
from django.shortcuts import render

from tracker.enforcement.statement_tables import Statement, StatementLine, StatementState
from tracker.enforcement.statements import is_stale
from tracker.officers.permissions import may
from tracker.progress.report_rules import month_before
from tracker.values.dates import today
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
        "corrections": every.filter(state=StatementState.DRAFT, corrects__state=StatementState.ISSUED).count(),
        "charge_form": ChargeForm(initial={"month": month_before(today())}),
        "may_charge": may(request.user, "change", "statement"),
    }
    return render(request, "tracker/statements/list.html", context | page_context(request, listed))


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
