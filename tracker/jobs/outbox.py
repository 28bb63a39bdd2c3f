"""Writing to the outbox (发件箱): a mail is a row, written in the transaction that causes it. Sending is another matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.db.models.functions import Now

from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer


@dataclass(frozen=True)
class Mail:
    """A mail to be sent once: whatever has the same `key` is the same mail."""

    key: str
    officer: Officer | None
    to: str
    subject: str
    text: str
    html: str


def enqueue_mail(mails: Sequence[Mail]) -> list[OutboxMail]:
    """Queue mails within the transaction that causes them; one that was queued before is returned as it is."""
    rows = [
        OutboxMail(
            dedupe_key=mail.key,
            message_id=f"<{mail.key}@{sender_domain()}>",
            officer=mail.officer,
            to=mail.to,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            next_try_at=Now(),
        )
        for mail in mails
    ]
    OutboxMail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    queued = OutboxMail.objects.in_bulk([mail.key for mail in mails], field_name="dedupe_key")
    return [queued[mail.key] for mail in mails]


def sender_domain() -> str:
    """The domain mails come from: it ends the Message-ID, so it must be the sender's own."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
