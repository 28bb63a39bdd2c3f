"""Pages of one account (账号): made and kept by the system administrator, granted by the security administrator."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.passwords import fresh_password
from tracker.officers.permissions import may
from tracker.officers.services import change_officer, create_officer, grant_role
from tracker.values.errors import NotFound
from tracker.web.editing import Attempt, attempt, chosen_values
from tracker.web.forms.accounts import AccountForm, GrantForm, NewAccountForm
from tracker.web.histories import history_of
from tracker.web.pages import OfficerRequest, page

FORM, SECRET = "tracker/officers/account_form.html", "tracker/officers/secret.html"


@page("officer")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One account, its tokens, and who did what to it."""
    account = account_or_404(pk)
    context = {
        "account": account,
        "tokens": account.tokens.standing(timezone.now()).order_by("expires_at"),
        "history": history_of(account, request.user),
        "may_change": may(request.user, "change", "officer"),
        "may_grant": may(request.user, "grant", "officer") and account.pk != request.user.pk,
        "is_own": account.pk == request.user.pk,
    }
    return render(request, "tracker/officers/account.html", context)


@page("officer", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """A new account; its password for the first sign-in is shown on the answer, and never again."""
    form, password = NewAccountForm(request.POST or None), fresh_password()
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: _create(request, form, password))
        if tried.saved:
            return render(request, SECRET, {"account": tried.saved, "password": password, "is_new": True})
    return render(request, FORM, {"form": form, "heading": _("新增账号")})


def _create(request: OfficerRequest, form: NewAccountForm, password: str) -> Officer:
    said = form.cleaned_data
    named = {name: said[name] for name in ("username", "name", "email")}
    return create_officer(**named, **form.post(), password=password, by=request.user)


@page("officer", "change")
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Name, address, and whether the account is in use."""
    account = account_or_404(pk)
    now = {name: getattr(account, name) for name in ("name", "email", "is_active", "version")}
    form = AccountForm(chosen_values(request.POST, account) if request.method == "POST" else None, initial=now)
    return _saving(request, account, form, lambda: _change(request, account, form), _("修改账号"))


def _change(request: OfficerRequest, account: Officer, form: AccountForm) -> Officer:
    said = form.cleaned_data
    told = {name: said[name] for name in ("name", "email", "is_active")}
    return change_officer(officer=account, by=request.user, seen_version=said["version"], **told)


@page("officer", "grant")
def grant(request: OfficerRequest, pk: int) -> HttpResponse:
    """Role and region of an account; a new one is in use from then on."""
    account = account_or_404(pk)
    now = {name: getattr(account, name) for name in ("role", "region", "organisation", "version")}
    form = GrantForm(chosen_values(request.POST, account) if request.method == "POST" else None, initial=now)
    return _saving(request, account, form, lambda: _grant(request, account, form), _("授予角色"))


def _grant(request: OfficerRequest, account: Officer, form: GrantForm) -> Officer:
    return grant_role(officer=account, by=request.user, seen_version=form.cleaned_data["version"], **form.post())


def _saving(request: OfficerRequest, account: Officer, form: Any, save: Any, heading: str) -> HttpResponse:
    tried = attempt(request, form, account, save) if request.method == "POST" else Attempt()
    if tried.saved:
        return redirect("account", pk=account.pk)
    context = {"form": form, "account": account, "heading": heading}
    return render(request, FORM, context | tried.context, status=tried.status)


def account_or_404(pk: int) -> Officer:
    """The account with its region and organisation."""
    account = Officer.objects.select_related("region", "organisation").filter(pk=pk).first()
    if account is None:
        raise NotFound(officer=pk)
    return account
