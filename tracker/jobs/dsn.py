"""Reading delivery status notifications (退信, RFC 3464): for whom a mail could not be delivered, and why. Pure; trusts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from typing import Any

LARGEST = 2 * 1024 * 1024
WORDS_LENGTH = 300
FAILED = "failed"


@dataclass(frozen=True)
class Failure:
    """A mail that did not reach a recipient: `hard` means that it never will; `message_id` is that of the mail sent."""

    recipient: str
    status: str
    words: str
    message_id: str
    notice: str  # names this notification, so that reading it again changes nothing

    @property
    def hard(self) -> bool:
        """Whether trying again is useless."""
        return self.status.startswith("5")


def read_failures(content: bytes) -> list[Failure]:
    """The failures a notification reports; none for a delay, an out-of-office note or anything else."""
    if len(content) > LARGEST:
        return []
    message = message_from_bytes(content)
    message_id, notice = _sent_id(message), sha256(content).hexdigest()
    return [
        Failure(recipient, _header(fields, "Status")[:12], _words(fields), message_id, notice)
        for fields in _reports(message)
        if _header(fields, "Action").lower() == FAILED and (recipient := _recipient(fields))
    ]


def _reports(message: Message) -> Iterator[Message]:
    """The blocks of fields about a recipient, one each."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks := part.get_payload(), list):
            yield from (block for block in blocks if isinstance(block, Message) and "Action" in block)


def _recipient(fields: Message) -> str:
    """The address as we wrote it, where the server says so; else the one it failed for."""
    named = _header(fields, "Original-Recipient") or _header(fields, "Final-Recipient")
    return named.rpartition(";")[2].strip().strip("<>").lower()


def _sent_id(message: Message) -> str:
    """The Message-ID of the mail that came back, from the copy or the headers of it."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            payload: Any = part.get_payload()
            found = _header(payload[0], "Message-ID") if isinstance(payload, list) and payload else ""
        elif part.get_content_type() == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            found = _header(message_from_bytes(raw), "Message-ID") if isinstance(raw, bytes) else ""
        else:
            continue
        if found:
            return found
    return ""


def _words(fields: Message) -> str:
    said = _header(fields, "Diagnostic-Code").partition(";")
    return f"{_header(fields, 'Status')} {(said[2] or said[0]).strip()}".strip()[:WORDS_LENGTH]


def _header(fields: Message, name: str) -> str:
    return " ".join(str(fields.get(name, "")).split())
