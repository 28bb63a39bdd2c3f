"""Messages for webhooks (机器人消息): short, without names of enterprises; they wait in the outbox like mails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tracker.jobs.hooks import Webhook
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import Mail, enqueue_mail
from tracker.officers.models import Officer
from tracker.officers.permissions import require


def hook_message(webhook: Webhook, *, kind: MessageKind, key: str, subject: str, text: str, path: str) -> Mail:
    """A message to a webhook, with the address of the page it is about at its end."""
    text = f"{text}\n{settings.SITE_URL.rstrip('/')}{path}"
    return Mail(f"{key}.w{webhook.pk}", None, "", subject, text, "", kind=kind, webhook=webhook)


def webhooks_of(roles: Iterable[str]) -> list[Webhook]:
    """The webhooks of some roles that are switched on."""
    return list(Webhook.objects.filter(is_active=True, role__in=list(roles)).select_related("region").order_by("pk"))


@transaction.atomic
def try_webhook(*, webhook: Webhook, by: Officer, now: datetime) -> OutboxMail:
    """Queue a test message; it goes the way of all others, so its line in the outbox says what became of it."""
    require(by, "change", "webhook")
    said = _("这是一条测试消息，由%(name)s发出。") % {"name": by.name}
    key = f"test.{now:%Y%m%d%H%M%S%f}"
    made = hook_message(webhook, kind=MessageKind.SYSTEM, key=key, subject=_("测试"), text=said, path="/webhooks/")
    return enqueue_mail([made])[0]
