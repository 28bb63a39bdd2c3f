"""Pages of the officers room (人员): signing in and out, the list of accounts."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import render

from tracker.jobs.bounces import failing_addresses
from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.web.forms.filters import AccountFilter
from tracker.web.language import remember
from tracker.web.listing import exported, ordered, page_context
from tracker.web.pages import OfficerRequest, Reply, page, public_page


class SignIn(LoginView):
    """Signing in; the pages then speak the language the officer chose last."""

    template_name = "tracker/officers/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        return remember(response, self.request.user) if isinstance(self.request.user, Officer) else response


sign_in = public_page(SignIn.as_view())
sign_out = public_page(LogoutView.as_view())

SORTS = {"name": "name", "username": "username", "role": "role", "login": "last_login"}


@page("officer")
def accounts(request: OfficerRequest) -> Reply:
    """Every account, its role, region and whether it is in use."""
    filters = AccountFilter(request.GET)
    rows = filters.narrow(Officer.objects.select_related("region", "organisation"))
    rows = ordered(request, rows, SORTS, default=("granted", "role", "region_id", "username"))
    if file := exported(request, "accounts", rows, filters=filters):
        return file
    listed = page_context(request, rows)
    failing = {one.address for one in failing_addresses(account.email for account in listed["page"].object_list)}
    context = {"filter_form": filters, "failing": failing, "may_change": may(request.user, "change", "officer")}
    return render(request, "tracker/officers/accounts.html", context | listed)
