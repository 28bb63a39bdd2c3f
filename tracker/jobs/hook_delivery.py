"""Delivering to webhooks (机器人推送): one POST a message, signed; the address is checked again before every connection.

The body is the same at every attempt and names the message, so that a receiver can tell a repeat from a new one.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from base64 import b64encode
from hashlib import sha256
from hmac import new as keyed
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Any
from urllib.parse import quote_plus

from tracker.jobs.channels import WORDS_LENGTH, Attempt, Outcome, failure
from tracker.jobs.hooks import Webhook
from tracker.jobs.models import OutboxMail, OutboxQuerySet
from tracker.jobs.outside import Destination, destination_of, reachable
from tracker.values.errors import InvalidValue

CONNECT_SECONDS = 5
ANSWER_SECONDS = 10
LONGEST_SECONDS = 30  # for the whole of it, however slowly the other side drips
ANSWER_BYTES = 64 * 1024
TEXT_LENGTH = 600  # characters; WeCom takes 2,048 bytes
_LATER = {408, 425, 429}
# Too many messages in a minute, or busy: the robots' own ways of asking to come later.
_LATER_CODES = {-1, 45009, 130101, 410100, 660026}


class HookChannel:
    """Webhooks, each called by itself; one that does not answer is left alone until the next time."""

    def __init__(self) -> None:
        self._away: set[int] = set()

    def waiting(self, now: Any) -> OutboxQuerySet:
        """Messages for webhooks whose turn has come; none for those that did not answer just now."""
        messages = OutboxMail.objects.sendable(now).by_webhook().exclude(webhook__in=self._away)
        return messages.select_related("webhook")

    def deliver(self, message: OutboxMail) -> Attempt:
        """Try to deliver one message; never raises for what the other side or a network may do."""
        webhook = message.webhook
        if webhook is None:
            return Attempt(Outcome.REFUSED, "no webhook")
        try:
            destination = destination_of(webhook.url)
            address = reachable(destination)
        except InvalidValue as refusal:
            return Attempt(Outcome.REFUSED, str(refusal.message)[:WORDS_LENGTH])
        except OSError as error:
            return self._left_alone(webhook, failure(Outcome.UNREACHABLE, error))
        attempt = _post(destination, address, body_of(message, webhook), message, webhook)
        if attempt.outcome in (Outcome.UNREACHABLE, Outcome.DOUBTFUL):
            return self._left_alone(webhook, attempt)
        return attempt

    def close(self) -> None:
        """Nothing is kept open."""

    def _left_alone(self, webhook: Webhook, attempt: Attempt) -> Attempt:
        self._away.add(webhook.pk)
        return attempt


def body_of(message: OutboxMail, webhook: Webhook) -> bytes:
    """What is posted: the same at every attempt."""
    text = f"{message.subject}\n{message.text}".strip()[:TEXT_LENGTH]
    said: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    if webhook.form == Webhook.Form.PLAIN:
        said = {
            "id": message.message_id.strip("<>"),
            "kind": message.kind,
            "created_at": message.created_at.isoformat(),
            "subject": message.subject,
            "text": message.text,
        }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def signed_headers(body: bytes, secret: str, moment: int) -> dict[str, str]:
    """Our own form: HMAC-SHA256 over time and body, so that neither can be changed nor an old one played again."""
    proof = keyed(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return {"X-Tracker-Timestamp": str(moment), "X-Tracker-Signature": f"sha256={proof}"}


def dingtalk_signature(secret: str, milliseconds: int) -> str:
    """What DingTalk wants in the address of a robot with 加签."""
    proof = keyed(secret.encode(), f"{milliseconds}\n{secret}".encode(), sha256).digest()
    return f"timestamp={milliseconds}&sign={quote_plus(b64encode(proof))}"


def _post(destination: Destination, address: str, body: bytes, message: OutboxMail, webhook: Webhook) -> Attempt:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "capacity-tracker",
        "X-Tracker-Delivery": message.message_id.strip("<>"),
    }
    path, moment = destination.path, time.time()
    if webhook.form == Webhook.Form.PLAIN:
        headers |= signed_headers(body, webhook.secret, int(moment))
    elif webhook.form == Webhook.Form.DINGTALK and webhook.secret:
        path += ("&" if "?" in path else "?") + dingtalk_signature(webhook.secret, int(moment * 1000))
    line = _Line(destination, address)
    try:
        line.connect()
    except (OSError, HTTPException) as error:
        line.close()
        return failure(Outcome.UNREACHABLE, error)
    cut = Timer(LONGEST_SECONDS, line.cut)
    cut.start()
    try:
        line.request("POST", path, body, headers)
        response = line.getresponse()
        return _judged(response.status, response.read(ANSWER_BYTES), webhook)
    except (OSError, HTTPException) as error:
        return failure(Outcome.DOUBTFUL, error)
    finally:
        cut.cancel()
        line.close()


class _Line(HTTPConnection):
    """A connection to the very address that was checked, under the name the certificate must bear; no proxy, no redirect."""

    def __init__(self, destination: Destination, address: str) -> None:
        super().__init__(destination.host, destination.port, timeout=ANSWER_SECONDS)
        self.destination, self.address = destination, address
        self.auto_open = 0

    def connect(self) -> None:
        line = socket.create_connection((self.address, self.destination.port), CONNECT_SECONDS)
        line.settimeout(ANSWER_SECONDS)
        if self.destination.secure:
            try:
                line = ssl.create_default_context().wrap_socket(line, server_hostname=self.destination.host)
            except OSError:
                line.close()
                raise
        self.sock = line

    def cut(self) -> None:
        """Hang up from outside."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock = None


def _judged(status: int, answer: bytes, webhook: Webhook) -> Attempt:
    words = f"{status} {answer[:WORDS_LENGTH].decode(errors='replace')}".replace("\x00", " ")[:WORDS_LENGTH]
    if status in _LATER or status >= 500:
        return Attempt(Outcome.LATER, words)
    if not 200 <= status < 300:
        return Attempt(Outcome.REFUSED, words)
    if webhook.form == Webhook.Form.PLAIN:
        return Attempt(Outcome.ACCEPTED, words)
    code = _code(answer)
    outcome = Outcome.ACCEPTED if code == 0 else Outcome.LATER if code in _LATER_CODES else Outcome.REFUSED
    return Attempt(outcome, words)


def _code(answer: bytes) -> int | None:
    """A robot's own verdict, which it gives beside an HTTP status of 200."""
    try:
        found = json.loads(answer).get("errcode")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, int) else None
