"""Channels (通知渠道): what a way of delivering messages has to offer. E-mail and webhooks are such; operations.md says how
to add another, e.g. SMS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from tracker.jobs.models import OutboxMail, OutboxQuerySet

WORDS_LENGTH = 300


class Outcome(Enum):
    """What became of one attempt."""

    ACCEPTED = "accepted"
    LATER = "later"  # the other side asks to come again
    REFUSED = "refused"  # the other side will never take this message
    UNREACHABLE = "unreachable"  # nobody there, or gone before the message was handed over
    DOUBTFUL = "doubtful"  # gone after the message was handed over


@dataclass(frozen=True)
class Attempt:
    """The outcome of an attempt, and the words of the other side or the network; of what was accepted, its reference."""

    outcome: Outcome
    words: str = ""


class Channel(Protocol):
    """A way to deliver messages; it may keep a connection between one and the next."""

    def waiting(self, now: datetime) -> OutboxQuerySet:
        """The messages that are its business and whose turn has come; none for whom nobody answered just now."""

    def deliver(self, message: OutboxMail) -> Attempt:
        """Try to deliver one message; never raises for what the other side or a network may do."""

    def close(self) -> None:
        """No more messages for now."""


def failure(outcome: Outcome, error: Exception) -> Attempt:
    """An attempt that ended with an error of the network."""
    return Attempt(outcome, f"{type(error).__name__}: {error}"[:WORDS_LENGTH])
