"""Writing to the outbox (发件箱): a mail is a row, written in the transaction that causes it. Sending is another matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models.functions import Now

from tracker.deadlines.calendar import working_calendar
from tracker.deadlines.quiet import not_before, quiet_time
from tracker.jobs.hooks import Webhook
from tracker.jobs.kinds import CRITICAL, OPTIONAL, MessageKind
from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer

# Stands in an optional mail's text where the way out of it belongs: texts are shared by many, this link is each one's own.
WAY_OUT = "%way-out%"
_SIGNER = Signer(salt="tracker.jobs.unsubscribe", sep=".")


@dataclass(frozen=True)
class Mail:
    """A mail to be sent once: whatever has the same `key` is the same mail. `lacks` names a workbook yet to be added."""

    key: str
    officer: Officer | None
    to: str
    subject: str
    text: str
    html: str
    kind: MessageKind = MessageKind.OVERDUE
    at: datetime | None = None  # not before
    lacks: str = ""
    webhook: Webhook | None = None  # instead of an address


def enqueue_mail(mails: Sequence[Mail]) -> list[OutboxMail]:
    """Queue mails within the transaction that causes them; one that was queued before is returned as it is."""
    rows = [_row(mail, at) for mail, at in zip(mails, _turns(mails), strict=True)]
    OutboxMail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    queued = OutboxMail.objects.in_bulk([mail.key for mail in mails], field_name="dedupe_key")
    return [queued[mail.key] for mail in mails]


def _turns(mails: Sequence[Mail]) -> list[datetime | None]:
    """When each may go: not in the quiet hours, unless it can't wait."""
    quiet = quiet_time()
    if quiet is None:
        return [mail.at for mail in mails]
    calendar, now = working_calendar(), _database_clock()
    return [mail.at if mail.kind in CRITICAL else not_before(mail.at or now, quiet, calendar) for mail in mails]


def _database_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _row(mail: Mail, at: datetime | None) -> OutboxMail:
    text, html = mail.text, mail.html
    if mail.officer and mail.kind in OPTIONAL:
        way_out = unsubscribe_address(mail.officer.pk, mail.kind)
        text, html = text.replace(WAY_OUT, way_out), html.replace(WAY_OUT, way_out)
    return OutboxMail(
        dedupe_key=mail.key,
        message_id=f"<{mail.key}@{sender_domain()}>",
        officer=mail.officer,
        kind=mail.kind,
        to=mail.to,
        subject=mail.subject,
        text=text,
        html=html,
        lacks=mail.lacks,
        webhook=mail.webhook,
        next_try_at=at or Now(),
    )


def sender_domain() -> str:
    """The domain mails come from: it ends the Message-ID, so it must be the sender's own."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def unsubscribe_address(officer_id: int, kind: str) -> str:
    """The way out of an optional kind of mail, without signing in; the same however often it is made."""
    return f"{settings.SITE_URL.rstrip('/')}/unsubscribe/{_SIGNER.sign(f'{officer_id}-{kind}')}/"


def read_unsubscribe(token: str) -> tuple[int, str] | None:
    """Whose and which kind a token speaks of; None unless we signed it."""
    try:
        officer_id, _dash, kind = _SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    return (int(officer_id), kind) if officer_id.isdigit() else None
