"""Pages of the webhooks (机器人推送): adding, trying out, switching off."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.jobs.hook_messages import try_webhook
from tracker.jobs.hooks import Webhook, add_webhook, switch_webhook
from tracker.jobs.outside import destination_of
from tracker.officers.permissions import may
from tracker.values.errors import NotFound
from tracker.web.editing import attempt, checked
from tracker.web.forms.outbox import SwitchForm, WebhookForm
from tracker.web.pages import OfficerRequest, page


@page("webhook")
def index(request: OfficerRequest) -> HttpResponse:
    """Every webhook, and how its messages fare."""
    sent, failed = Q(messages__state="sent"), Q(messages__state="failed")
    rows = Webhook.objects.select_related("region").annotate(
        sent=Count("messages", filter=sent),
        failed=Count("messages", filter=failed),
        last_sent=Max("messages__sent_at"),
    )
    context = {"webhooks": rows, "may_change": may(request.user, "change", "webhook")}
    return render(request, "tracker/outbox/webhooks.html", context)


@page("webhook", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """Add a webhook."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: _add(request, form))
        if tried.saved:
            return redirect("webhooks")
    return render(request, "tracker/outbox/webhook_form.html", {"form": form})


def _add(request: OfficerRequest, form: WebhookForm) -> Webhook:
    said = form.cleaned_data
    return add_webhook(**said, host=destination_of(said["url"]).host, by=request.user)


@page("webhook", "change")
@require_POST
def switch(request: OfficerRequest, pk: int) -> HttpResponse:
    """Switch one off or on."""
    said = checked(SwitchForm(request.POST))
    webhook = _webhook(pk)
    switch_webhook(webhook=webhook, is_active=said["is_active"], by=request.user, seen_version=said["version"])
    messages.success(request, _("已保存"))
    return redirect("webhooks")


@page("webhook", "change")
@require_POST
def test(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a test message, and watch what becomes of it."""
    queued = try_webhook(webhook=_webhook(pk), by=request.user, now=timezone.now())
    messages.success(request, _("测试消息已排队，一分钟内发送；刷新本页查看结果"))
    return redirect("outbox_line", pk=queued.pk)


def _webhook(pk: int) -> Webhook:
    webhook = Webhook.objects.filter(pk=pk).first()
    if webhook is None:
        raise NotFound(webhook=pk)
    return webhook
