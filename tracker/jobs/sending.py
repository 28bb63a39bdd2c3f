"""Sending what waits in the outbox (发送): one row at a time, by lease, so that no lock is held while a server thinks."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tracker.audit.acting import acting, system
from tracker.jobs.channels import Attempt, Channel, Outcome
from tracker.jobs.delivery import ANSWER_SECONDS, MailServer
from tracker.jobs.hook_delivery import HookChannel
from tracker.jobs.models import OutboxMail

LEASE = timedelta(seconds=2 * ANSWER_SECONDS)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=5)
State = OutboxMail.State


@dataclass(frozen=True)
class SendResult:
    """What became of the mails whose turn had come; `in_doubt` counts those of the sent that may have arrived twice."""

    sent: int = 0
    failed: int = 0
    retried: int = 0
    in_doubt: int = 0


def send_waiting(*, now: datetime, limit: int = 1000) -> SendResult:
    """Send messages whose turn has come, channel by channel, until none is left or the limit is reached."""
    started, result, left = time.monotonic(), SendResult(), limit
    for channel in (MailServer(), HookChannel()):
        try:
            while left > 0:
                moment = now + timedelta(seconds=time.monotonic() - started)
                message = _claim(channel, moment)
                if message is None:
                    break
                left -= 1
                attempt = channel.deliver(message)
                result = _counted(result, message, _settle(message, attempt, moment))
        finally:
            channel.close()
    return result


def _claim(channel: Channel, now: datetime) -> OutboxMail | None:
    """Take the next message for the length of a lease; one whose sender never came back may have gone out already."""
    with acting(system("mail")):
        mail = channel.waiting(now).select_for_update(skip_locked=True, of=("self",)).first()
        if mail is None:
            return None
        mail.in_doubt = mail.in_doubt or mail.state == State.SENDING
        mail.state, mail.lease_until, mail.attempts = State.SENDING, now + LEASE, mail.attempts + 1
        mail.save(update_fields=["state", "lease_until", "attempts", "in_doubt"])
    return mail


def _settle(mail: OutboxMail, attempt: Attempt, now: datetime) -> str:
    """Write down what became of a claimed mail, unless somebody else has claimed it since; its new state."""
    changes: dict[str, Any] = {"lease_until": None, "last_error": ""}
    if attempt.outcome is Outcome.ACCEPTED:
        changes |= {"state": State.SENT, "sent_at": now, "reference": attempt.words}
    elif attempt.outcome is Outcome.REFUSED or now - (mail.tried_from or mail.created_at) > GIVE_UP_AFTER:
        changes |= {"state": State.FAILED, "last_error": attempt.words}
    else:
        doubt = mail.in_doubt or attempt.outcome is Outcome.DOUBTFUL
        pause = FIRST_PAUSE if attempt.outcome is Outcome.UNREACHABLE else _pause(mail.attempts)
        changes |= {"state": State.WAITING, "last_error": attempt.words, "in_doubt": doubt, "next_try_at": now + pause}
    with acting(system("mail")):
        mine = OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
        return str(changes["state"]) if mine.update(**changes) else ""


def _pause(attempts: int) -> timedelta:
    """Twice as long each time, and never quite the same, so that mails refused together do not come back together."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 - no secret


def _counted(result: SendResult, mail: OutboxMail, state: str) -> SendResult:
    if state == State.SENT:
        return replace(result, sent=result.sent + 1, in_doubt=result.in_doubt + mail.in_doubt)
    if state == State.FAILED:
        return replace(result, failed=result.failed + 1)
    return replace(result, retried=result.retried + (state == State.WAITING))
