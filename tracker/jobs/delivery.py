"""One conversation with the mail server (投递): hand over a mail, and say what became of it.

SMTP leaves one moment open: the server may have taken a mail whose acknowledgement never arrived. That is told apart
from every other failure, so that the repeat is marked; its Message-ID is the same.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from tracker.jobs.channels import WORDS_LENGTH, Attempt, Outcome, failure
from tracker.jobs.kinds import OPTIONAL
from tracker.jobs.models import OutboxMail, OutboxQuerySet
from tracker.jobs.outbox import sender_domain, unsubscribe_address
from tracker.values.dates import SHANGHAI

# A server may take its time to accept a text (RFC 5321 4.5.3.2.6); to hang up early would only make doubles.
ANSWER_SECONDS = 300


class MailServer:
    """The mail server of the settings; the connection is opened when first needed and kept for the mails that follow."""

    def __init__(self) -> None:
        self._backend = EmailBackend()
        self._away = False

    def waiting(self, now: datetime) -> OutboxQuerySet:
        """Mails whose turn has come; none once the server could not be reached."""
        mails = OutboxMail.objects.sendable(now).by_mail()
        return mails.none() if self._away else mails

    def deliver(self, message: OutboxMail) -> Attempt:
        """Try to hand over one mail; never raises for what a server or a network may do."""
        content = compose(message).as_bytes(policy=SMTP)
        try:
            line = self._line()
            refusal = _envelope(line, message.to)
            if refusal is not None:
                line.rset()
                return refusal
        except (smtplib.SMTPException, OSError) as error:
            self._away = True
            return self._broken(Outcome.UNREACHABLE, error)
        try:
            return _text(line, content)
        except (smtplib.SMTPException, OSError) as error:
            return self._broken(Outcome.DOUBTFUL, error)

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        with suppress(smtplib.SMTPException, OSError):
            self._backend.close()
        self._backend.connection = None

    def _line(self) -> smtplib.SMTP:
        line: smtplib.SMTP | None = self._backend.connection
        if line is not None and not _alive(line):
            self.close()
        self._backend.open()
        line = self._backend.connection
        if line is None:
            raise smtplib.SMTPServerDisconnected("no connection")
        line.ehlo_or_helo_if_needed()  # without TLS or login nobody has greeted the server yet
        return line

    def _broken(self, outcome: Outcome, error: Exception) -> Attempt:
        self.close()
        return failure(outcome, error)


def compose(mail: OutboxMail) -> EmailMessage:
    """The mail as it goes over the wire: the same to the last byte at every attempt."""
    made = EmailMessage()
    made["From"] = settings.DEFAULT_FROM_EMAIL
    made["To"] = mail.to
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.created_at.astimezone(SHANGHAI))
    made["Message-ID"] = mail.message_id
    made["List-Id"] = f"<{mail.kind}.{sender_domain()}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    if mail.kind in OPTIONAL and mail.officer_id:
        way_out = unsubscribe_address(mail.officer_id, mail.kind)
        made["List-Unsubscribe"] = f"<{way_out}>"
        if way_out.startswith("https://"):  # RFC 8058 allows one click over https only
            made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(mail.text, cte="base64")
    if mail.html:
        made.add_alternative(mail.html, subtype="html", cte="base64")
    if mail.attachment:
        main, sub = mail.attachment.content_type.split("/")
        params = {"charset": "utf-8"} if main == "text" else {}
        made.add_attachment(
            bytes(mail.attachment.content), maintype=main, subtype=sub, filename=mail.attachment.name, params=params
        )
    _name_boundaries(made, mail)
    return made


def _name_boundaries(made: EmailMessage, mail: OutboxMail) -> None:
    """The lines between the parts are drawn at random otherwise, and with them the whole mail would be another."""
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary("=_" + sha256(f"{number} {mail.message_id}".encode()).hexdigest()[:40])


def _envelope(line: smtplib.SMTP, to: str) -> Attempt | None:
    """Name sender and recipient and ask to send the text; None where the server agrees."""
    code, words = line.mail(settings.BOUNCE_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    if code >= 400:
        # The sender is refused, which is the set-up's fault, not this mail's: it can still be mended.
        return _answer(code, words, never=Outcome.LATER)
    code, words = line.rcpt(to)
    if code >= 400:
        return _answer(code, words)
    code, words = line.docmd("DATA")
    return None if code == 354 else _answer(code, words)


def _text(line: smtplib.SMTP, content: bytes) -> Attempt:
    if line.sock:
        line.sock.settimeout(ANSWER_SECONDS)
    line.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    code, words = line.getreply()
    if line.sock:
        line.sock.settimeout(settings.EMAIL_TIMEOUT)
    return _answer(code, words)


def _answer(code: int, words: bytes, *, never: Outcome = Outcome.REFUSED) -> Attempt:
    said = f"{code} {words.decode(errors='replace')}"[:WORDS_LENGTH]
    if code < 400:
        return Attempt(Outcome.ACCEPTED, said)
    if code == 421:
        raise smtplib.SMTPServerDisconnected(said)
    return Attempt(Outcome.LATER if code < 500 else never, said)


def _alive(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False
