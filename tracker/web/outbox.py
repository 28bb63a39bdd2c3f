"""Pages of the outbox (邮件与推送): what was sent to whom and what became of it, for administrators; never what it said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.jobs.bounces import failing_addresses, settle_address
from tracker.jobs.models import OutboxMail
from tracker.jobs.resending import RESENDABLE, resend
from tracker.officers.permissions import may
from tracker.values.errors import NotFound
from tracker.web.editing import checked
from tracker.web.forms.outbox import AddressForm, OutboxFilter, ResendForm
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest, page

# What it was about is for those who may read it; what it said, for nobody.
_BODIES = ("subject", "text", "html")


@page("mail")
def index(request: OfficerRequest) -> HttpResponse:
    """Every message, the latest first, and the addresses that fail."""
    filters = OutboxFilter(request.GET)
    may_read = may(request.user, "read", "mail")
    hidden = _BODIES[1:] if may_read else _BODIES
    rows = filters.narrow(OutboxMail.objects.select_related("officer", "webhook").defer(*hidden)).order_by("-pk")
    counts = OutboxMail.objects.counted()
    context = {
        "filter_form": filters,
        "failing": failing_addresses(),
        "may_resend": may(request.user, "resend", "mail"),
        "may_read": may_read,
        "unsent": counts.get("waiting", 0) + counts.get("sending", 0),
        "failed": counts.get("failed", 0),
        "bounced": counts.get("bounced", 0),
    }
    return render(request, "tracker/outbox/list.html", context | page_context(request, rows))


@page("mail")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One message: every attempt's traces, bounces, and who sent it again."""
    mail = _mail(pk)
    context = {
        "mail": mail,
        "bounces": mail.bounces.all(),
        "resendings": mail.resendings.select_related("by"),
        "form": ResendForm(),
        "may_resend": may(request.user, "resend", "mail") and mail.state in RESENDABLE,
    }
    return render(request, "tracker/outbox/detail.html", context)


@page("mail", "resend")
@require_POST
def send_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a failed or bounced message another chance."""
    mail = _mail(pk)
    resend(mail=mail, by=request.user, now=timezone.now(), reason=checked(ResendForm(request.POST))["reason"])
    messages.success(request, _("已重新排队，一分钟内发送"))
    return redirect("outbox_line", pk=pk)


@page("mail", "resend")
@require_POST
def settle(request: OfficerRequest) -> HttpResponse:
    """Say that an address was seen to."""
    address = checked(AddressForm(request.POST))["address"]
    settle_address(address=address, by=request.user, now=timezone.now())
    messages.success(request, _("已标记为处理完毕"))
    return redirect("outbox")


def _mail(pk: int) -> OutboxMail:
    mail = OutboxMail.objects.select_related("officer", "webhook", "attachment").defer("attachment__content", *_BODIES)
    found = mail.filter(pk=pk).first()
    if found is None:
        raise NotFound(mail=pk)
    return found
