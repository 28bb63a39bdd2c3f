"""An officer's own account (本人账号): a new password, and tokens for one's programs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.officers.passwords import choose_password
from tracker.officers.tokens import TOKEN_DAYS, ask_for_token, revoke_token
from tracker.web.editing import attempt, checked
from tracker.web.forms.accounts import RevokeForm, TokenForm
from tracker.web.pages import OfficerRequest, page


@page("preference", "change")
def password(request: OfficerRequest) -> HttpResponse:
    """Choose a new password; who came with a temporary one gets no further without."""
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST":
        said = form.data.get("new_password1", "")
        tried = attempt(request, form, None, lambda: choose_password(officer=request.user, password=said))
        if tried.saved:
            update_session_auth_hash(request, tried.saved)
            return redirect("overview")
    return render(request, "tracker/account/password.html", {"form": form})


@page("token", "change")
def tokens(request: OfficerRequest) -> HttpResponse:
    """One's own tokens; the text of a new one is shown on the answer, and never again."""
    form, now, issued = TokenForm(request.POST or None, officer=request.user), timezone.now(), ""
    if request.method == "POST" and form.is_valid():
        issued = ask_for_token(scope=form.cleaned_data["scope"], by=request.user, now=now)
    standing = request.user.tokens.standing(now).order_by("-created_at")
    context = {"form": form, "issued": issued, "tokens": standing, "days": TOKEN_DAYS}
    return render(request, "tracker/account/tokens.html", context)


@page("token", "change")
@require_POST
def revoke(request: OfficerRequest) -> HttpResponse:
    """Put an end to one of one's own tokens."""
    said = checked(RevokeForm(request.POST))
    revoke_token(token=said["token"], by=request.user, now=timezone.now())
    messages.success(request, _("令牌已吊销"))
    return redirect("own_tokens")
