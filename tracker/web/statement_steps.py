"""What is done to statements (核算、出具): a month is charged, a draft is issued."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.enforcement.statements import issue_statement, make_statements
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.contracts import VersionForm
from tracker.web.forms.prices import ChargeForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.statements import statement_seen


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
