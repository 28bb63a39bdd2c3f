"""One conversation with the mail server (投递): hand over a mail, and say what became of it.

SMTP leaves one moment open: the server may have taken a mail whose acknowledgement never arrived. That is told apart
from every other failure, so that the repeat is marked; its Message-ID is the same.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from enum import Enum

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import sender_domain
from tracker.values.dates import SHANGHAI

# A server may take its time to accept a text (RFC 5321 4.5.3.2.6); to hang up early would only make doubles.
ANSWER_SECONDS = 300
WORDS_LENGTH = 300


class Outcome(Enum):
    """What became of one attempt."""

    ACCEPTED = "accepted"
    LATER = "later"  # the server asks to come again
    REFUSED = "refused"  # the server will never take this mail
    UNREACHABLE = "unreachable"  # no server, or it went away before the text
    DOUBTFUL = "doubtful"  # it went away after the text was sent


@dataclass(frozen=True)
class Attempt:
    """The outcome of an attempt, and the words of the server or the network."""

    outcome: Outcome
    words: str = ""


class MailServer:
    """The mail server of the settings; the connection is opened when first needed and kept for the mails that follow."""

    def __init__(self) -> None:
        self._backend = EmailBackend()

    def hand_over(self, mail: OutboxMail) -> Attempt:
        """Try to hand over one mail; never raises for what a server or a network may do."""
        content = compose(mail).as_bytes(policy=SMTP)
        try:
            line = self._line()
            refusal = _envelope(line, mail.to)
            if refusal is not None:
                line.rset()
                return refusal
        except (smtplib.SMTPException, OSError) as error:
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
        return Attempt(outcome, f"{type(error).__name__}: {error}"[:WORDS_LENGTH])


def compose(mail: OutboxMail) -> EmailMessage:
    """The mail as it goes over the wire: the same at every attempt, but for the MIME boundary."""
    made = EmailMessage()
    made["From"] = settings.DEFAULT_FROM_EMAIL
    made["To"] = mail.to
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.created_at.astimezone(SHANGHAI))
    made["Message-ID"] = mail.message_id
    made["List-Id"] = f"<digest.{sender_domain()}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(mail.text, cte="base64")
    made.add_alternative(mail.html, subtype="html", cte="base64")
    return made


def _envelope(line: smtplib.SMTP, to: str) -> Attempt | None:
    """Name sender and recipient and ask to send the text; None where the server agrees."""
    code, words = line.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
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
