"""What the system administrator does to an account in need (重置): a temporary password, an end to its tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.audit.acting import declare
from tracker.officers.passwords import reset_password
from tracker.officers.tokens import revoke_tokens
from tracker.web.accounts import SECRET, account_or_404
from tracker.web.editing import checked
from tracker.web.forms.accounts import ReasonForm
from tracker.web.pages import OfficerRequest, page


@page("officer", "change")
@require_POST
def password(request: OfficerRequest, pk: int) -> HttpResponse:
    """A temporary password, shown on the answer and never again."""
    account, said = account_or_404(pk), checked(ReasonForm(request.POST))
    declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
    text = reset_password(officer=account, by=request.user, seen_version=said["version"] or 0)
    return render(request, SECRET, {"account": account, "password": text})


@page("officer", "change")
@require_POST
def tokens(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put an end to every token of an account."""
    account, said = account_or_404(pk), checked(ReasonForm(request.POST))
    declare(request.user.actor, reason=said["reason"], request_id=request.request_id)
    number = revoke_tokens(officer=account, by=request.user, now=timezone.now())
    messages.success(request, _("已吊销 %(n)d 个令牌") % {"n": number})
    return redirect("account", pk=pk)
